"""One interventie, for whoever may see it."""

from ontschot.kandidaten.errors import GeenToegang
from ontschot.kandidaten.models import Kandidaat
from ontschot.kandidaten.queries import kandidaat_for
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor
from ontschot.trajecten.models import Interventie

# What the pages of one interventie show of other tables.
PAGE_RELATIONS = (
    "interventiesoort",
    "doelgroep",
    "inkoper",
    "stap__arrangement",
    "inkoopcheck__kansrijk_beroep__lijst",
)
# From the besluit on, the buyer's people see an interventie by key.
BUYER_SEES = ("toegekend", "verplicht", "loopt", "afgerond", "afgebroken")


def interventie_for(wie: Actor, pk: int) -> tuple[Interventie, Kandidaat | None]:
    """An interventie for its page, and the kandidaat when the dossier is open to `wie`.

    The buyer's people see it too, by key: they order what was granted. Others are refused with
    GeenToegang; an interventie of another region does not exist here.
    """
    found = Interventie.objects.filter(pk=pk).select_related(*PAGE_RELATIONS).first()
    if found is None:
        raise Weigering("Deze interventie is er niet in jouw regio. Zoek hem in de lijst.")
    try:
        return found, kandidaat_for(wie, found.kandidaat_sleutel)
    except GeenToegang:
        if found.inkoper_id == wie.organisatie_id and found.status in BUYER_SEES:
            return found, None
        raise


def interventies_of(kandidaat_id: int) -> list[tuple[int, str]]:
    """The interventies of one person, as choices."""
    rows = Interventie.objects.filter(kandidaat_id=kandidaat_id).order_by("-gepland_op", "-id")
    return list(rows.values_list("pk", "omschrijving"))
