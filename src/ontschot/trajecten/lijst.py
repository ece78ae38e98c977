"""The list of interventies: filters in the address, one page at a time, keys and codes."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from ontschot.kandidaten.access import about_visible_to, visible_to
from ontschot.kandidaten.models import Kandidaat
from ontschot.kern.rollen import ZONDER_NAMEN, Rolsoort
from ontschot.kern.scope import Actor
from ontschot.trajecten.models import Interventie
from ontschot.trajecten.queries.interventie import BUYER_SEES
from ontschot.trajecten.queries.stand import STATUS_KIND
from ontschot.web.paging import Page, keyset

# What can be done to several at once, by where they stand.
NEXT = {"verplicht": "start", "loopt": "finish"}
# A file holds no more; who needs more narrows the list.
EXPORT_MAX = 10_000
KOP = (
    "Kandidaat",
    "Interventie",
    "Doelgroep",
    "Inkoper",
    "Gepland",
    "Bedrag",
    "Hele prijs",
    "Stand",
    "Begonnen",
    "Afgesloten",
)


@dataclass(frozen=True)
class Lijstfilter:
    """What somebody is looking for; empty values do not narrow. `wie` is `mij` or empty."""

    status: str = ""
    interventiesoort: str = ""
    doelgroep: str = ""
    inkoper: int | None = None
    wie: str = ""


@dataclass(frozen=True)
class Interventierij:
    """One row. `naam` is empty for whoever may not open the dossier, `sleutel` and `url` for
    whoever may not open the interventie either; `cent` in cents."""

    sleutel: str
    naam: str
    soort: str
    doelgroep: str
    inkoper: str
    gepland_op: datetime
    cent: int
    stand: str
    stand_kind: str
    url: str
    pk: int = 0
    kan: str = ""


def interventies_list(
    wie: Actor, chosen: Lijstfilter, params: QueryDict, *, size: int = 40
) -> Page:
    """One page of the region's interventies, the latest planned first. Two queries at most.

    A key stands where the dossier is open, where the own organisatie ordered what was granted, and
    for the kassier. All else is the same for who is afgeschermd and who is not: a row that misses
    here and counts in the figures would tell of one person what the figures tell of many.
    """
    page = keyset(_filtered(wie, chosen), params, order=("-gepland_op", "-pk"), size=size)
    names = _names(wie, page.rows)
    return replace(page, rows=[_row(wie, i, names.get(i.kandidaat_id, "")) for i in page.rows])


def _filtered(wie: Actor, chosen: Lijstfilter) -> QuerySet[Interventie]:
    found = Interventie.objects.filter(_chosen(chosen)).select_related(
        "interventiesoort", "doelgroep", "inkoper"
    )
    if wie.regio:
        # The policy says `= ANY (...)`, which cannot be read in the order of an index; this can.
        found = found.filter(regio=wie.regio)
    mine = chosen.wie == "mij" and wie.rol not in ZONDER_NAMEN
    return found.filter(about_visible_to(wie)) if mine else found


def _chosen(chosen: Lijstfilter) -> Q:
    wanted = {
        "status": chosen.status,
        "interventiesoort": chosen.interventiesoort,
        "doelgroep": chosen.doelgroep,
        "inkoper": chosen.inkoper,
    }
    return Q(**{field: value for field, value in wanted.items() if value})


def _names(wie: Actor, rows: list[Interventie]) -> dict[int, str]:
    if wie.rol in ZONDER_NAMEN:
        return {}
    people = Kandidaat.objects.filter(visible_to(wie), pk__in={i.kandidaat_id for i in rows})
    return {person.pk: person.naam for person in people}


def _key(wie: Actor, i: Interventie, naam: str) -> str:
    """The key for who can open the interventie by it (`interventie_for`), and for the kassier."""
    orders = i.inkoper_id == wie.organisatie_id and i.status in BUYER_SEES
    by_work = bool(naam or orders) if wie.rol not in ZONDER_NAMEN else wie.rol == Rolsoort.KASSIER
    return i.kandidaat_sleutel if by_work else ""


def _row(wie: Actor, i: Interventie, naam: str) -> Interventierij:
    key = _key(wie, i, naam)
    return Interventierij(
        sleutel=key,
        naam=naam,
        soort=i.interventiesoort.naam,
        doelgroep=i.doelgroep.label,
        inkoper=i.inkoper.naam,
        gepland_op=i.gepland_op,
        cent=i.kosten_cent or i.gevraagd_cent,
        stand=i.get_status_display(),
        stand_kind=STATUS_KIND[i.status],
        url=reverse("trajecten:interventie", args=[i.pk]) if key else "",
        pk=i.pk,
        kan=NEXT.get(i.status, "") if naam else "",
    )


def export_rows(wie: Actor, chosen: Lijstfilter) -> list[tuple[str, ...]]:
    """The same list as a file: keys (for who has them) and codes, never a name; amounts in euros.

    Two queries at most.
    """
    found = list(_filtered(wie, chosen).order_by("-gepland_op", "-pk")[:EXPORT_MAX])
    names = _names(wie, found)
    return [
        (
            _key(wie, i, names.get(i.kandidaat_id, "")),
            i.interventiesoort.naam,
            i.doelgroep.label,
            i.inkoper.naam,
            f"{timezone.localdate(i.gepland_op):%d-%m-%Y}",
            _euros(i.kosten_cent or i.gevraagd_cent),
            _euros(i.totaal_cent),
            i.get_status_display(),
            f"{i.gestart_op:%d-%m-%Y}" if i.gestart_op else "",
            f"{i.afgesloten_op:%d-%m-%Y}" if i.afgesloten_op else "",
        )
        for i in found
    ]


def _euros(cent: int | None) -> str:
    """As a Dutch spreadsheet reads an amount; empty without one."""
    return "" if cent is None else f"{cent // 100},{cent % 100:02d}"
