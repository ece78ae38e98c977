"""The price of a group when somebody leaves it: it stays the sum of all parts, to the cent.

Plain functions inside the transaction of an action that locked the interventie of who leaves.
Interventies are locked before their group, here and everywhere.
"""

from django.db.models import QuerySet

from ontschot.kern.errors import Weigering
from ontschot.trajecten.models import Groep, Groepslid, Interventie
from ontschot.trajecten.rules import shares

# In these states the price of somebody's part may still change.
MAY_CHANGE = frozenset({"gepland", "afgewezen"})


def shrink(interventie: Interventie) -> None:
    """Who leaves takes the own part along: the group costs that much less. Two queries."""
    groep = _locked_groep(interventie)
    if groep and _others(groep, interventie).exists():
        groep.totaal_cent -= interventie.prijs_cent
        groep.save(update_fields=["totaal_cent"])


def spread(interventie: Interventie) -> None:
    """The group costs the same: the others carry the part of who leaves.

    Raises Weigering when nobody is left, or when somebody's price does not change any more.
    """
    found = Interventie.objects.filter(groepslid__groep__leden__interventie=interventie)
    rows = found.exclude(pk=interventie.pk).exclude(status="vervallen").order_by("pk")
    others = list(rows.select_for_update(of=("self",)))
    groep = _locked_groep(interventie)
    if groep is None or not others:
        raise Weigering("Er is niemand meer die de prijs draagt. De groep kost dan minder.")
    if any(other.status not in MAY_CHANGE for other in others):
        raise Weigering(
            "Voor anderen in de groep is al een besluit gevraagd: hun prijs verandert niet meer. "
            "Kies dat de groep minder kost, of trek eerst die vragen in.",
            veld="prijs",
        )
    for other, cent in zip(others, shares(groep.totaal_cent, len(others)), strict=True):
        _reprice(other, cent)


def _reprice(interventie: Interventie, cent: int) -> None:
    """The whole price becomes `cent`; what other payers carry stays what it was."""
    paid = sum(interventie.kostendelen.values_list("cent", flat=True))
    if cent <= paid:
        raise Weigering(f"{interventie.kandidaat_sleutel}: anderen betalen daar al meer dan dat.")
    interventie.gevraagd_cent = cent - paid
    interventie.totaal_cent = cent if paid else None
    interventie.save(update_fields=["gevraagd_cent", "totaal_cent", "laatste_wijziging_op"])


def require_same_price(interventie: Interventie, prijs_cent: int) -> None:
    """One part of a group does not change by itself; raises Weigering when it would."""
    changes = prijs_cent != interventie.prijs_cent
    if changes and Groep.objects.filter(leden__interventie=interventie).exists():
        raise Weigering(
            "Dit is een deel van een groep. De prijs hoort bij de groep en verandert hier niet.",
            veld="gevraagd_cent",
        )


def _locked_groep(interventie: Interventie) -> Groep | None:
    rows = Groep.objects.filter(leden__interventie=interventie)
    return rows.select_for_update(of=("self",)).first()


def _others(groep: Groep, interventie: Interventie) -> QuerySet[Groepslid]:
    planned = groep.leden.filter(interventie__isnull=False).exclude(interventie=interventie)
    return planned.exclude(interventie__status="vervallen")
