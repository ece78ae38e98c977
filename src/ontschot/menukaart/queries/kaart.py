"""One service as its page shows it, as it was known at a moment, and two side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.kern.scope import Actor
from ontschot.menukaart.models import (
    Dienst,
    DienstInGemeente,
    Dienstversie,
    Kwaliteitssignaal,
)
from ontschot.menukaart.queries.aanbod import grens_of
from ontschot.menukaart.rules import SIGNALEN, Versheid, freshness
from ontschot.regelingen.models import Situatiesoort
from ontschot.web.format import datum, euro

NERGENS = "Deze dienst staat niet op de menukaart van jouw regio. Zoek hem opnieuw."
# The page shows the latest; an owner with more has other work to do first.
SIGNALEN_OP_PAGINA = 10


@dataclass(frozen=True)
class Kaart:
    """One service as its page shows it, with where it differs."""

    dienst: Dienst
    verschillen: list[DienstInGemeente]
    versheid: Versheid
    situaties: list[str]


def dienst_of(sleutel: str) -> Dienst:
    """One service of the actor's own region; raises Weigering when there is none. One query."""
    dienst = (
        Dienst.objects.filter(sleutel=sleutel)
        .defer("zoekvector")
        .select_related(
            "eigenaar",
            "interventiesoort__rubriek",
            "gecontroleerd_door",
            "bijgehouden_door",
            "regio__menukaart",
        )
        .first()
    )
    if dienst is None:
        raise Weigering(NERGENS)
    return dienst


def dienst_kaart(sleutel: str, day: date) -> Kaart:
    """The page of one service; raises Weigering when there is none. Three queries."""
    dienst = dienst_of(sleutel)
    verschillen = dienst.gemeenten.select_related("gemeente").order_by("gemeente__naam")
    labels = Situatiesoort.objects.filter(code__in=dienst.situaties)
    return Kaart(
        dienst=dienst,
        verschillen=list(verschillen),
        versheid=freshness(dienst.gecontroleerd_op, day, grens_of(dienst)),
        situaties=list(labels.order_by("volgorde").values_list("label", flat=True)),
    )


def signalen_of(wie: Actor, dienst: Dienst) -> list[Kwaliteitssignaal]:
    """What professionals of the region said of a service, the latest first. One query."""
    if wie.rol in ZONDER_NAMEN:
        return []
    found = Kwaliteitssignaal.objects.filter(dienst=dienst)
    found = found.select_related("door", "organisatie", "beantwoord_door")
    return list(found.order_by("-op", "-pk")[:SIGNALEN_OP_PAGINA])


@dataclass(frozen=True)
class Regel:
    """One fact of a service in words."""

    label: str
    waarde: str


@dataclass(frozen=True)
class Wijziging:
    """One change in the history: when, by whom, and what became of which fact."""

    op: datetime
    wie: str
    versie: int
    gemeente: str
    eerste: bool
    regels: list[tuple[str, str, str]]

    @property
    def titel(self) -> str:
        return self.gemeente or f"Versie {self.versie}"


# Columns that people read, in the order of the page, with their labels.
LABELS = {
    "naam": "Naam",
    "soort": "Aanbod",
    "aanbieder": "Aanbieder",
    "stap": "Stap",
    "vorm": "Vorm",
    "wijze": "Manier",
    "doel": "Doel",
    "samenvatting": "Wat is het?",
    "voor_wie": "Voor wie",
    "voorwaarden": "Voorwaarden",
    "aanmelden": "Aanmelden",
    "situaties": "Situatie",
    "beroep": "Beroep",
    "duur": "Duur",
    "uren_per_week": "Uren per week",
    "prijs_cent": "Prijs",
    "btw": "Btw",
    "contract_met": "Contract met",
    "contract_tot": "Contract tot en met",
    "plaats": "Plaats",
    "locatie": "Waar",
    "talen": "Talen",
    "bereik": "Bereik",
    "contact": "Contact",
    "wachttijd_dagen": "Wachttijd (dagen)",
    "van": "Loopt vanaf",
    "tot": "Loopt tot en met",
    "gepubliceerd_van": "Op de menukaart vanaf",
    "gepubliceerd_tot": "Op de menukaart tot en met",
    "beschikbaar": "Is het er?",
    "voorwaarde": "Voorwaarde",
}
JA_NEE = {True: "ja", False: "nee", None: "niet bekend"}


DATES = {"van", "tot", "contract_tot", "gepubliceerd_van", "gepubliceerd_tot"}


def in_words(column: str, value: Any) -> str:
    """A column of a service as a person reads it; a date may come as text, out of the history."""
    if column == "beschikbaar":
        return JA_NEE[value]
    if value is None or value in ("", []):
        return "–"
    if column == "prijs_cent":
        return euro(value) if value else "gratis"
    if column in DATES and isinstance(value, str):
        value = date.fromisoformat(value)
    return datum(value) if isinstance(value, date) else _word(column, value)


def _word(column: str, value: Any) -> str:
    if isinstance(value, list):
        talen = dict(Dienst.TALEN)
        return ", ".join(talen.get(code, str(code).replace("_", " ")) for code in value)
    return str(dict(_choices(column)).get(value, value))


def _choices(column: str) -> Sequence[tuple[str, str]]:
    return {
        "soort": Dienst.SOORTEN,
        "stap": Dienst.STAPPEN,
        "vorm": Dienst.VORMEN,
        "wijze": Dienst.WIJZEN,
        "btw": Dienst.BTW,
        "locatie": Dienst.LOCATIES,
        "bereik": Dienst.BEREIKEN,
    }.get(column, [])


def geschiedenis(dienst: Dienst) -> list[Wijziging]:
    """Every change of a service and of its gemeenten, the latest first. One query."""
    found = Dienstversie.objects.filter(dienst=dienst).select_related("door", "gemeente")
    before: dict[int | None, dict[str, Any]] = {}
    changes = []
    for row in found.order_by("op", "pk"):
        known = before.get(row.gemeente_id)
        changes.append(
            Wijziging(
                op=row.op,
                wie=row.door.naam if row.door else "Ontschot",
                versie=row.versie,
                gemeente=row.gemeente.naam if row.gemeente else "",
                eerste=known is None,
                regels=_differences(known, row.bekend) if known is not None else [],
            )
        )
        before[row.gemeente_id] = row.bekend
    return changes[::-1]


def _differences(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str, str]]:
    if not after:
        return [("Verschil", "anders", "zoals overal")]
    if not before:
        return [("Verschil", "zoals overal", "anders")]
    return [
        (label, in_words(column, before.get(column)), in_words(column, after.get(column)))
        for column, label in LABELS.items()
        if (column in before or column in after) and before.get(column) != after.get(column)
    ]


@dataclass(frozen=True)
class Toen:
    """What was known of a service at a moment; empty when nothing had been recorded yet."""

    regels: list[Regel]
    gemeenten: list[tuple[str, str, str]]
    sinds: datetime | None


def known_at(dienst: Dienst, moment: datetime) -> Toen:
    """The service as the menukaart showed it at a moment. One query."""
    found = Dienstversie.objects.filter(dienst=dienst, op__lte=moment).select_related("gemeente")
    latest: dict[int | None, Dienstversie] = {
        row.gemeente_id: row for row in found.order_by("op", "pk")
    }
    own = latest.pop(None, None)
    if own is None:
        return Toen([], [], None)
    regels = [
        Regel(label, in_words(column, own.bekend[column]))
        for column, label in LABELS.items()
        if column in own.bekend
    ]
    places = [
        (
            row.gemeente.naam,
            in_words("beschikbaar", row.bekend["beschikbaar"]),
            row.bekend["voorwaarde"],
        )
        for row in latest.values()
        if row.gemeente and row.bekend
    ]
    return Toen(regels, sorted(places), own.op)


def compare(
    sleutels: Sequence[str], day: date
) -> tuple[list[Dienst], list[tuple[str, list[str], bool]]]:
    """Two services with their facts side by side: label, both in words, and whether they differ.

    Two queries; raises Weigering when one is not in reach.
    """
    pair = [dienst_of(sleutel) for sleutel in sleutels[:2]]
    lines = []
    for column, label in LABELS.items():
        if column in NIET_VERGELEKEN:
            continue
        words = [in_words(column, getattr(dienst, column)) for dienst in pair]
        if words != ["–", "–"]:
            lines.append((label, words, words[0] != words[1]))
    fresh = [_fresh(dienst, day) for dienst in pair]
    return pair, [*lines, ("Nagekeken", fresh, fresh[0] != fresh[1])]


def _fresh(dienst: Dienst, day: date) -> str:
    state = SIGNALEN[freshness(dienst.gecontroleerd_op, day, grens_of(dienst))][0]
    return f"{datum(dienst.gecontroleerd_op)} ({state})"


# In the history of a gemeente, or no matter of the service itself.
NIET_VERGELEKEN = {"naam", "gepubliceerd_van", "gepubliceerd_tot", "beschikbaar", "voorwaarde"}


def signaal_of(nummer: int) -> Kwaliteitssignaal:
    """One signal with its service; raises Weigering when it is not in reach. One query."""
    found = (
        Kwaliteitssignaal.objects.filter(pk=nummer)
        .select_related("dienst", "door", "organisatie", "beantwoord_door")
        .defer("dienst__zoekvector")
        .first()
    )
    if found is None:
        raise Weigering("Dit signaal is er niet (meer). Ga terug naar je werkvoorraad.")
    return found
