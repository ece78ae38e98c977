"""What the other rooms ask of the regelingen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import F, Prefetch, QuerySet, Value

from ontschot.kern.remember import remember
from ontschot.regelingen.models import (
    Adviescriterium,
    Codewaarde,
    Documenteis,
    Doelgroep,
    Duurgrens,
    Eerstverantwoordelijke,
    Interventiesoort,
    Overlap,
    Plafond,
    Regeling,
    Rubriek,
    Situatiesoort,
    Voorrang,
)
from ontschot.regelingen.rules import Doelgroepregels

Limit = TypeVar("Limit", Plafond, Duurgrens)


@remember
def _regelingen() -> list[Regeling]:
    """All of them, newest first; one query in a minute."""
    return list(Regeling.objects.order_by("-van"))


@remember
def _plafonds() -> list[Plafond]:
    """All of them, those of the newest regeling first; one query in a minute."""
    return list(Plafond.objects.select_related("regeling").order_by("-regeling__van"))


@remember
def _duurgrenzen() -> list[Duurgrens]:
    """All of them, those of the newest regeling first; one query in a minute."""
    return list(Duurgrens.objects.select_related("regeling").order_by("-regeling__van"))


@remember
def _documenteisen() -> list[Documenteis]:
    """All of them; one query in a minute."""
    return list(Documenteis.objects.order_by("id"))


@remember
def _rubrieken() -> dict[str, str]:
    """The rubriek of each kind; one query in a minute."""
    return dict(Interventiesoort.objects.values_list("code", "rubriek_id"))


def rubriek_of(interventiesoort: str) -> str | None:
    """The rubriek that pays for this kind."""
    return _rubrieken().get(interventiesoort)


def _first_on(rows: Iterable[Limit], interventiesoort: str, day: date) -> Limit | None:
    """The first for this kind whose regeling holds on this day."""
    for row in rows:
        if row.interventiesoort_id == interventiesoort and row.regeling.holds(day):
            return row
    return None


def regeling_op(day: date) -> Regeling | None:
    """The regeling that holds on this day; the newest where two would."""
    for regeling in _regelingen():
        if regeling.holds(day):
            return regeling
    return None


def plafond_op(interventiesoort: str, day: date) -> Plafond | None:
    """The amount that stands beside this kind of interventie on this day, in cents.

    None means that no amount is known, not that there is no limit. See `Plafond.noot`.
    """
    return _first_on(_plafonds(), interventiesoort, day)


def duurgrens_op(interventiesoort: str, day: date) -> Duurgrens | None:
    """The longest duration, in months; None where no limit is known."""
    return _first_on(_duurgrenzen(), interventiesoort, day)


def documenten_op(interventiesoort: str, day: date) -> list[Documenteis]:
    """The documents that must be there before money is committed on this day."""
    regeling = regeling_op(day)
    if regeling is None:
        return []
    return [
        eis
        for eis in _documenteisen()
        if (eis.regeling_id, eis.interventiesoort_id) == (regeling.pk, interventiesoort)
    ]


def criteria_of(regeling: Regeling) -> QuerySet[Adviescriterium]:
    """The grounds of the advies, in the order of the conversation."""
    return Adviescriterium.objects.filter(regeling=regeling).order_by("volgorde")


def eerstverantwoordelijke_for(doelgroep_code: str) -> str:
    """`vakbond`, `uwv` or `gemeente`; raises Eerstverantwoordelijke.DoesNotExist if unknown.

    For banenafspraak this is the value for counting; who helps depends on the contact person.
    """
    return Eerstverantwoordelijke.objects.get(doelgroep_id=doelgroep_code).partij


@remember
def doelgroepregels() -> Doelgroepregels:
    """The rules for `rules.derive_doelgroep`; one query in a minute."""
    groups = Doelgroep.objects.values_list(
        Value(0), "volgorde", F("code"), F("label"), Value("")
    ).order_by()
    facts = Situatiesoort.objects.values_list(
        Value(1), "volgorde", F("code"), F("doelgroep_id"), F("label")
    ).order_by()
    wins = Voorrang.objects.values_list(
        Value(2), Value(0), F("doelgroep_id"), F("wint_van_id"), Value("")
    ).order_by()
    pairs = Overlap.objects.values_list(Value(3), Value(0), F("a_id"), F("b_id"), F("noot"))
    rows = sorted(groups.union(facts, wins, pairs.order_by(), all=True))
    kind: dict[int, list[tuple[str, str, str]]] = {0: [], 1: [], 2: [], 3: []}
    for number, _, one, other, noot in rows:
        kind[number].append((one, other, noot))
    return Doelgroepregels(
        labels={code: label for code, label, _ in kind[0]},
        doelgroep_van={fact: group for fact, group, _ in kind[1]},
        wint=frozenset((winner, loser) for winner, loser, _ in kind[2]),
        overlap={frozenset((a, b)): noot for a, b, noot in kind[3]},
        feiten={fact: label for fact, _, label in kind[1]},
    )


def situatiesoorten() -> list[Situatiesoort]:
    """The kinds of fact, in the order of the form, with their doelgroep."""
    return list(Situatiesoort.objects.select_related("doelgroep").order_by("volgorde"))


def keuzes(lijst: str) -> list[tuple[str, str]]:
    """The values of a code list (`opleiding`, `sector`, `geslacht`), for a form field."""
    return list(
        Codewaarde.objects.filter(lijst=lijst).order_by("volgorde").values_list("code", "label")
    )


@remember
def alle_keuzes() -> dict[str, list[tuple[str, str]]]:
    """The three code lists; one query in a minute."""
    found: dict[str, list[tuple[str, str]]] = {"opleiding": [], "sector": [], "geslacht": []}
    rows = Codewaarde.objects.order_by("lijst", "volgorde").values_list("lijst", "code", "label")
    for lijst, code, label in rows:
        found[lijst].append((code, label))
    return found


def labels_of(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The labels of (lijst, code); an unknown code is its own label."""
    labels = {lijst: dict(values) for lijst, values in alle_keuzes().items()}
    return {(lijst, code): labels[lijst].get(code, code) for lijst, code in pairs}


@dataclass(frozen=True)
class Soortregels:
    """One kind of interventie under one regeling."""

    naam: str
    betekenis: str
    plafond: Plafond | None
    duur: Duurgrens | None
    documenten: tuple[str, ...]


@dataclass(frozen=True)
class Rubriekregels:
    naam: str
    soorten: tuple[Soortregels, ...]


@dataclass(frozen=True)
class Regelingoverzicht:
    """A regeling with everything that hangs from it, for one screen."""

    regeling: Regeling
    geldt_nu: bool
    rubrieken: tuple[Rubriekregels, ...]
    criteria: tuple[Adviescriterium, ...]

    @property
    def weet_bedragen(self) -> bool:
        return any(s.plafond for rubriek in self.rubrieken for s in rubriek.soorten)


def overview(day: date) -> list[Regelingoverzicht]:
    """All regelingen, the newest first; the number of queries does not depend on their number."""
    regelingen = Regeling.objects.order_by("-van").prefetch_related(
        "plafonds", "duurgrenzen", "documenten", Prefetch("criteria")
    )
    rubrieken = list(Rubriek.objects.order_by("nummer").prefetch_related("interventiesoort_set"))
    now = regeling_op(day)
    return [
        Regelingoverzicht(
            regeling,
            geldt_nu=regeling == now,
            rubrieken=tuple(_rubriek(rubriek, regeling) for rubriek in rubrieken),
            criteria=tuple(regeling.criteria.all()),
        )
        for regeling in regelingen
    ]


def _rubriek(rubriek: Rubriek, regeling: Regeling) -> Rubriekregels:
    plafonds = {p.interventiesoort_id: p for p in regeling.plafonds.all()}
    duur = {d.interventiesoort_id: d for d in regeling.duurgrenzen.all()}
    documenten: dict[str, list[str]] = {}
    for eis in regeling.documenten.all():
        documenten.setdefault(eis.interventiesoort_id, []).append(eis.naam)
    soorten = [
        Soortregels(
            soort.naam,
            soort.betekenis,
            plafonds.get(soort.code),
            duur.get(soort.code),
            tuple(documenten.get(soort.code, [])),
        )
        for soort in rubriek.interventiesoort_set.all()
    ]
    return Rubriekregels(rubriek.naam, tuple(soorten))


@dataclass(frozen=True)
class Doelgroepuitleg:
    """One doelgroep as the screen explains it."""

    doelgroep: Doelgroep
    eerst: str
    eerst_noot: str
    gaat_voor: tuple[str, ...]
    onbepaald: tuple[tuple[str, str], ...]


def doelgroepen_uitgelegd() -> list[Doelgroepuitleg]:
    """The doelgroepen with who answers first, what they win from, and what is left open."""
    rules = doelgroepregels()
    eerst = {e.doelgroep_id: e for e in Eerstverantwoordelijke.objects.all()}
    found = []
    for groep in Doelgroep.objects.order_by("volgorde"):
        party = eerst.get(groep.code)
        open_pairs = [
            (rules.label(other), noot)
            for pair, noot in rules.overlap.items()
            if groep.code in pair
            for other in pair - {groep.code}
        ]
        found.append(
            Doelgroepuitleg(
                groep,
                party.partij if party else "",
                party.noot if party else "",
                tuple(rules.label(b) for b in rules.labels if (groep.code, b) in rules.wint),
                tuple(open_pairs),
            )
        )
    return found
