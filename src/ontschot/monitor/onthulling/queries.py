"""What somebody sees who decides on the figures of a year: who delivered what, and what changed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from ontschot.kern.composed import composed
from ontschot.kern.scope import Actor, scope
from ontschot.kern.werk import Wacht
from ontschot.monitor.onthulling.besluiten import BESLISSERS
from ontschot.monitor.onthulling.geteld import everybody, measure, whole_year
from ontschot.monitor.onthulling.models import Publicatie, Vaststelling
from ontschot.monitor.onthulling.tabellen import Tellingen
from ontschot.monitor.onthulling.vaststellen import newest
from ontschot.monitor.queries import months
from ontschot.monitor.selectie import EERSTE_JAAR
from ontschot.monitor.tellen import lines

OPEN = ("berekenen", "voorgesteld")


@dataclass(frozen=True)
class Jaarstand:
    """A year in the list. `sets` are the newest editions, `voorstel` what waits."""

    jaar: int
    sets: Sequence[Publicatie]
    voorstel: Vaststelling | None

    @property
    def label(self) -> str:
        return f"Bekijk {self.jaar}"

    @property
    def voorlopig(self) -> bool:
        return any(p.vaststelling_id is None for p in self.sets)


@dataclass(frozen=True)
class Regiostand:
    """One region in a year: months without a row, and whether its rows changed since they were
    told of. `sinds` None: nothing was told yet. No number: another region's are not ours to see.
    `alleen_bedragen`: the same numbers of interventies, at other prices.
    """

    code: str
    lege_maanden: Sequence[str]
    sinds: date | None
    veranderd: bool
    alleen_bedragen: bool = False


def years() -> list[Jaarstand]:
    """Every year that is over, the newest first; two statements."""
    last = timezone.localdate().year - 1
    told, open_ones = defaultdict(list), {}
    for publicatie in Publicatie.objects.defer("cijfers").order_by("jaar", "volgnummer"):
        told[publicatie.jaar].append(publicatie)
    for row in Vaststelling.objects.filter(status__in=OPEN).defer("sets"):
        open_ones[row.jaar] = row
    return [
        Jaarstand(jaar, newest(told[jaar]), open_ones.get(jaar))
        for jaar in range(last, EERSTE_JAAR - 1, -1)
    ]


def waiting_for(wie: Actor) -> list[Wacht]:
    """Proposals of somebody else over which this person may decide; one statement at most."""
    if wie.rol not in BESLISSERS or wie.medewerker_id is None:
        return []
    return [
        Wacht(
            soort="vaststelling",
            titel=f"Beslis over de cijfers van {row.jaar}",
            uitleg=f"voorstel van {row.door_naam}; een tweede persoon bevestigt of wijst af",
            url=reverse("monitor:vaststellen_jaar", args=[row.jaar]),
            actie="Beslis",
            sinds=row.gevraagd_op,
        )
        for row in _to_decide(wie.medewerker_id)
    ]


@composed
def _to_decide(medewerker: int) -> QuerySet[Vaststelling]:
    rows = Vaststelling.objects.filter(status="voorgesteld").exclude(door=medewerker)
    return rows.only("jaar", "door_naam", "gevraagd_op").order_by("jaar")


def editions(jaar: int) -> list[Publicatie]:
    """Every set and edition that was published of a year, the newest first."""
    found = Publicatie.objects.filter(jaar=jaar).select_related("vaststelling")
    return list(found.defer("cijfers", "vaststelling__sets").order_by("-volgnummer"))


def proposals(jaar: int) -> list[Vaststelling]:
    """Every proposal over a year, the newest first; what one holds is read when it is shown."""
    return list(Vaststelling.objects.filter(jaar=jaar).defer("sets").order_by("-pk"))


def region_states(
    jaar: int, publicaties: Sequence[Publicatie], tabellen: Sequence[str]
) -> list[Regiostand]:
    """Every region with rows in a year or in what was told of it, as known at the end of yesterday.

    Counted over every region: whoever decides must know what stands there, not how much.
    """
    told = {regio: p for p in newest(publicaties) for regio in p.regios}
    yesterday = timezone.localdate() - timedelta(days=1)
    with scope(everybody()):
        alles = whole_year(jaar, yesterday)
        nu = measure(alles, tabellen)
        filled = defaultdict(set)
        for regio, tabel, maand, *_ in lines(alles, ("maand",), "regio_id"):
            if tabel == "maand":
                filled[regio].add(maand)
        then = {
            day: measure(whole_year(jaar, date.fromisoformat(day)), tabellen)
            for day in sorted({p.known_on(regio) for regio, p in told.items()})
        }
    names = months(alles.van, alles.tot)
    found = []
    for regio in sorted(nu.regios | told.keys()):
        day = told[regio].known_on(regio) if regio in told else ""
        # What a command told today is newer than what is looked at here.
        later = bool(day) and date.fromisoformat(day) > yesterday
        pair = (then[day], nu) if day and not later else ()
        before, after = (m.tellingen([regio]) for m in pair) if pair else ({}, {})
        found.append(
            Regiostand(
                code=regio,
                lege_maanden=_empty(names, filled[regio]),
                sinds=date.fromisoformat(day) if day else None,
                veranderd=before != after,
                alleen_bedragen=before != after and _numbers(before) == _numbers(after),
            )
        )
    return found


def _numbers(tellingen: Tellingen) -> dict[tuple[str, str, str], int]:
    """How many interventies in each cell, whatever they cost; a cell without any is no cell."""
    return {
        (regio, *key): aantal
        for regio, cellen in tellingen.items()
        for key, (aantal, _) in cellen.items()
        if aantal
    }


def _empty(names: Mapping[str, str], filled: set[str]) -> list[str]:
    return [naam.rpartition(" ")[0] for maand, naam in names.items() if maand not in filled]
