"""Counting the journaal for a report, and the entries behind each figure of it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Case, Count, F, Min, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from ontschot.kassier.boeking import REKENINGEN
from ontschot.kassier.models import Begroting, Begrotingsregel, Fonds, Fondsregel, Journaalpost
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.netwerk.models import Gemeente, Organisatie
from ontschot.verantwoording.models import Verslag
from ontschot.verantwoording.rules import (
    GEEN,
    ORGANISATIE,
    TELLING,
    Begrotingrij,
    Cel,
    Cijfers,
    Periode,
    Stand,
    budget_table,
    periods,
    same_counts,
    stand_of,
    table_of,
)

LEZERS = frozenset({Rolsoort.KASSIER, Rolsoort.COORDINATOR, Rolsoort.BELEID})
# A row of a table in an address; what belongs to nobody has a word too.
NIEMAND = "geen"


@dataclass(frozen=True)
class Waarover:
    """Which entries a report counts. `fonds` None: all fondsen of the region together."""

    regio: str | None
    fonds: int | None
    van: date
    tot: date
    peil: datetime


def entries(wat: Waarover) -> QuerySet[Journaalpost]:
    """The one predicate of every figure: what was booked up to the last day, as known then."""
    found = Journaalpost.objects.filter(boekdatum__lte=wat.tot, op__lt=wat.peil)
    if wat.fonds is not None:
        return found.filter(fonds=wat.fonds)
    return found.filter(fonds__regio=wat.regio)


def _buyer(telling: int) -> Any:
    """Who buys, or who advanced it."""
    buyer = F("reservering__interventie__inkoper")
    return buyer if telling == 1 else Coalesce(buyer, F("kostenregel__declaratie__organisatie"))


def _where(telling: int) -> Any:
    where = F("reservering__interventie__gemeente")
    costs = When(kostenregel__isnull=False, then=Value(int(ORGANISATIE)))
    return where if telling == 1 else Case(costs, default=where, output_field=BigIntegerField())


def count(wat: Waarover, telling: int = TELLING) -> Cijfers:
    """All cells of a report in one pass over the entries, with the names of today. Five queries."""
    rows: Any = (
        entries(wat)
        .order_by()
        .annotate(
            partner=_buyer(telling),
            gemeente=_where(telling),
            in_periode=Case(When(boekdatum__gte=wat.van, then=True), default=False),
        )
        .values("fondsregel", "partner", "gemeente", "soort", "in_periode")
        .annotate(samen=Sum("cent"), aantal=Count("pk"))
    )
    cellen = tuple(
        Cel(
            str(row["fondsregel"]),
            _key(row["partner"]),
            _key(row["gemeente"]),
            row["soort"],
            bool(row["in_periode"]),
            int(row["samen"]),
            row["aantal"],
        )
        for row in rows
    )
    begroot = _planned(wat) if telling > 1 else {}
    return Cijfers(cellen, _names(cellen, begroot), begroot, telling)


def _planned(wat: Waarover) -> dict[str, int]:
    """What the begroting that holds on the last day gives each line, as known at the moment.

    The database asks the same when a report is kept (`BEGROTING_AGREES`). What was loaded with
    the reference data was fixed by nobody here and holds from the begin of its fonds. One query.
    """
    fixed = Q(vastgesteld_op__lt=min(wat.peil, _midnight_after(wat.tot)))
    loaded = Q(opgesteld_door__isnull=True, vastgesteld_door__isnull=True)
    versions = Begroting.objects.filter(
        fixed | loaded, status="vastgesteld", fonds__van__lte=wat.tot
    )
    if wat.fonds is not None:
        versions = versions.filter(fonds=wat.fonds)
    else:
        versions = versions.filter(fonds__regio=wat.regio)
    holding = versions.order_by("fonds_id", "-versie").distinct("fonds_id").values("pk")
    lines = Begrotingsregel.objects.filter(begroting__in=holding).order_by("pk")
    return {str(line): cent for line, cent in lines.values_list("fondsregel", "cent")}


def left_twice(wat: Waarover) -> dict[str, list[int]]:
    """What the bank paid twice and was not back on the last day, as known at the moment.

    Per fonds (how many, cents). The database gives only sums: accounts are not for every reader.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT verantwoording_dubbel(%s, %s, %s, %s)",
            [wat.regio, wat.fonds, wat.tot, wat.peil],
        )
        (found,) = cursor.fetchone()
    rows: dict[str, list[int]] = json.loads(found) if isinstance(found, str) else found
    return rows


def _midnight_after(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _key(pk: int | None) -> str:
    return GEEN if pk is None else str(pk)


def _names(cellen: Iterable[Cel], begroot: Iterable[str] = ()) -> dict[str, dict[str, str]]:
    """The name of every key that occurs: lines with their fonds, partners, gemeenten."""
    rows = list(cellen)
    keys = {c.regel for c in rows} | set(begroot)
    lines = Fondsregel.objects.filter(pk__in=keys).select_related("fonds")
    partners = Organisatie.objects.filter(pk__in={c.partner for c in rows} - {GEEN})
    gemeenten = Gemeente.objects.filter(pk__in={c.gemeente for c in rows} - {GEEN, ORGANISATIE})
    found = list(lines.order_by("fonds_id", "volgorde", "pk"))
    return {
        "fonds": {str(line.pk): line.fonds.naam for line in found},
        "regel": {str(line.pk): line.omschrijving for line in found},
        "partner": {str(o.pk): o.naam for o in partners.order_by("pk")},
        "gemeente": {str(g.pk): g.naam for g in gemeenten.order_by("pk")}
        | ({ORGANISATIE: "Kosten van de organisatie"} if _costs(rows) else {}),
    }


def _costs(rows: Iterable[Cel]) -> bool:
    return any(cel.gemeente == ORGANISATIE for cel in rows)


def reports(wie: Actor) -> QuerySet[Verslag]:
    """The reports that somebody may see; a national fonds is its kassier's and its owner's."""
    mine = Q(fonds__isnull=True) | Q(fonds__regio__isnull=False)
    mine |= Q(fonds__kassier=wie.organisatie_id) | Q(fonds__eigenaar=wie.organisatie_id)
    return Verslag.objects.filter(mine).select_related("fonds", "regio", "gemaakt_door")


def choices(wie: Actor) -> QuerySet[Fonds]:
    """The fondsen that somebody may account for."""
    own = Q(kassier=wie.organisatie_id) | Q(eigenaar=wie.organisatie_id)
    return Fonds.objects.filter(Q(regio__isnull=False) | own).order_by("-van", "naam")


def known_periods() -> list[Periode]:
    """The years and quarters over which there is something to say, the latest first."""
    first = Journaalpost.objects.aggregate(dag=Min("boekdatum"))["dag"]
    today = timezone.localdate()
    return periods(first or today, today)


@dataclass(frozen=True)
class Rij:
    """One row of a table: what it is called, its amounts, and the address of its entries."""

    naam: str
    stand: Stand
    query: str
    onder: str = ""


@dataclass(frozen=True)
class Verslagpagina:
    """A report laid out. `gelijk`: counting again now gives the same figures."""

    verslag: Verslag
    samen: Stand
    regels: tuple[Rij, ...]
    partners: tuple[Rij, ...]
    gemeenten: tuple[Rij, ...]
    begroting: tuple[Begrotingrij, ...]
    gelijk: bool
    # How many payments the bank did twice and that were not back, and how many cents of them.
    twee_keer: tuple[int, int] = (0, 0)

    @property
    def begroot_samen(self) -> Begrotingrij:
        rows = self.begroting
        return Begrotingrij(
            "Samen",
            "",
            sum(row.begroot_cent for row in rows),
            sum(row.budget_cent for row in rows),
            sum(row.realisatie_cent for row in rows),
        )

    @property
    def verloop(self) -> list[tuple[str, int]]:
        """What happened in the period, in words; what did not happen is left out."""
        return [(naam, cent) for naam, cent in self.samen.verloop.items() if cent]

    @property
    def delen(self) -> list[dict[str, object]]:
        """The parts of the money bar."""
        v = self.verslag
        return [
            {"label": "betaald", "cent": v.betaald_cent},
            {"label": "gedeclareerd", "cent": v.gedeclareerd_cent},
            {"label": "verplicht", "cent": v.verplicht_cent},
            {"label": "gereserveerd", "cent": v.gereserveerd_cent},
            {"label": "vrij", "cent": v.vrij_cent},
        ]


def about(verslag: Verslag) -> Waarover:
    return Waarover(verslag.regio_id, verslag.fonds_id, verslag.van, verslag.tot, verslag.peil)


def page_of(verslag: Verslag) -> Verslagpagina:
    """A report with its tables, counted again to see that nothing changed. Five queries."""
    cijfers = Cijfers.from_json(verslag.cijfers)
    return Verslagpagina(
        verslag=verslag,
        samen=stand_of(cijfers.cellen),
        regels=tuple(_lines(cijfers)),
        partners=tuple(_rows(cijfers, "partner", "Nog bij geen partner")),
        gemeenten=tuple(_rows(cijfers, "gemeente", "Gemeente niet vastgelegd")),
        begroting=tuple(budget_table(cijfers)),
        gelijk=same_counts(cijfers, count(about(verslag), cijfers.telling)),
        twee_keer=cijfers.twee_keer,
    )


def _lines(cijfers: Cijfers) -> Iterable[Rij]:
    rows = table_of(cijfers.cellen, lambda cel: cel.regel)
    for key in cijfers.namen["regel"]:
        if key in rows:
            naam, fonds = cijfers.namen["regel"][key], cijfers.namen["fonds"][key]
            yield Rij(naam, rows[key], f"?regel={key}", fonds)


def _rows(cijfers: Cijfers, dimensie: str, niemand: str) -> Iterable[Rij]:
    """Only what a partner buys or advanced: budget and free money have no partner or gemeente."""
    spent = [cel for cel in cijfers.cellen if cel.partner != GEEN]
    for key, stand in table_of(spent, lambda cel: str(getattr(cel, dimensie))).items():
        naam = cijfers.namen[dimensie].get(str(key), niemand)
        yield Rij(naam, stand, f"?{dimensie}={key or NIEMAND}")


def behind(verslag: Verslag, params: Mapping[str, str]) -> tuple[QuerySet[Journaalpost], list[str]]:
    """The entries behind a figure, and in words which; nonsense in the address finds nothing.

    `regel`, `partner`, `gemeente` are keys of the report, `rekening` an account.
    """
    found, words = entries(about(verslag)), []
    namen = verslag.cijfers["namen"]
    telling = verslag.cijfers.get("telling", 1)
    columns = {"regel": F("fondsregel"), "partner": _buyer(telling), "gemeente": _where(telling)}
    for naam, column in columns.items():
        waarde = params.get(naam, "")
        if not waarde:
            continue
        found = found.annotate(**{f"bij_{naam}": column})
        if waarde == NIEMAND:
            found, said = found.filter(**{f"bij_{naam}__isnull": True}), "niet vastgelegd"
        elif waarde in namen[naam]:
            found, said = found.filter(**{f"bij_{naam}": int(waarde)}), namen[naam][waarde]
        else:
            return found.none(), []
        words.append(f"{naam}: {said}")
    if params.get("gemeente") == NIEMAND:
        found = found.filter(reservering__isnull=False)
    rekening = params.get("rekening", "")
    if rekening in REKENINGEN:
        found = found.filter(Q(van=rekening) | Q(naar=rekening))
        words.append(f"rekening: {rekening}")
    return found.select_related("fonds", "fondsregel", "reservering", "verplichting"), words


def sum_behind(found: QuerySet[Journaalpost], rekening: str) -> int:
    """What these entries together put on an account, in cents; granted money counts as budget."""
    sums = found.order_by().aggregate(
        erin=Coalesce(Sum("cent", filter=Q(naar=rekening)), 0),
        eruit=Coalesce(Sum("cent", filter=Q(van=rekening)), 0),
    )
    cent = int(sums["erin"] - sums["eruit"])
    return -cent if rekening == "toegekend" else cent
