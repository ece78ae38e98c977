"""The list of interventies: filters in the address, one page at a time, keys and codes."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from ontschot.kandidaten.access import about_visible_to, hidden_from, visible_to
from ontschot.kandidaten.models import Kandidaat
from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.kern.scope import Actor
from ontschot.trajecten.models import Interventie
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
    """One row. `naam` is empty for whoever may not open the dossier; `cent` in cents."""

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

    A role without names reads keys and codes only. Somebody who is afgeschermd stays out of it
    for everybody who may not open the dossier.
    """
    page = keyset(_filtered(wie, chosen), params, order=("-gepland_op", "-pk"), size=size)
    names = _names(wie, page.rows)
    return replace(page, rows=[_row(i, names.get(i.kandidaat_id, "")) for i in page.rows])


def _filtered(wie: Actor, chosen: Lijstfilter) -> QuerySet[Interventie]:
    found = Interventie.objects.filter(_chosen(chosen)).select_related(
        "interventiesoort", "doelgroep", "inkoper"
    )
    if wie.regio:
        # The policy says `= ANY (...)`, which cannot be read in the order of an index; this can.
        found = found.filter(regio=wie.regio)
    if wie.rol in ZONDER_NAMEN:
        return found
    if chosen.wie == "mij":
        return found.filter(about_visible_to(wie))
    return found.exclude(kandidaat__in=hidden_from(wie))


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


def _row(i: Interventie, naam: str) -> Interventierij:
    return Interventierij(
        sleutel=i.kandidaat_sleutel,
        naam=naam,
        soort=i.interventiesoort.naam,
        doelgroep=i.doelgroep.label,
        inkoper=i.inkoper.naam,
        gepland_op=i.gepland_op,
        cent=i.kosten_cent or i.gevraagd_cent,
        stand=i.get_status_display(),
        stand_kind=STATUS_KIND[i.status],
        url=reverse("trajecten:interventie", args=[i.pk]),
        pk=i.pk,
        kan=NEXT.get(i.status, "") if naam else "",
    )


def export_rows(wie: Actor, chosen: Lijstfilter) -> list[tuple[str, ...]]:
    """The same list as a file: keys and codes, never a name; amounts in euros. One query."""
    found = _filtered(wie, chosen).order_by("-gepland_op", "-pk")[:EXPORT_MAX]
    return [
        (
            i.kandidaat_sleutel,
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
