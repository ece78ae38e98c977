"""The list of interventies: filters in the address, one page at a time, keys and codes."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse

from ontschot.kandidaten.models import Kandidaat
from ontschot.kandidaten.queries import findable_by, visible_to
from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.kern.scope import Actor
from ontschot.trajecten.models import Interventie
from ontschot.trajecten.queries.stand import STATUS_KIND
from ontschot.web.paging import Page, keyset


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
        open_to_me = Kandidaat.objects.filter(visible_to(wie))
        return found.filter(kandidaat__in=open_to_me)
    hidden = Kandidaat.objects.filter(~findable_by(wie))
    return found.exclude(kandidaat__in=hidden)


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
    )
