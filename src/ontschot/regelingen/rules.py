"""From facts about a situation to a doelgroep: pure, and never a silent guess.

Source of the definitions and their exclusions: KplusV, bijlage 3. They are data
(`referentie/regelingen.toml`); here stands only how they are applied.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations


@dataclass(frozen=True)
class Doelgroepregels:
    """The rules as data.

    `doelgroep_van` maps the code of a situatiesoort to the doelgroep it points at. `wint` holds
    the pairs (winner, loser). `overlap` says for an undefined pair what the source leaves open.
    The order of `labels` is the order in which doelgroepen are named.
    """

    doelgroep_van: Mapping[str, str]
    labels: Mapping[str, str]
    wint: frozenset[tuple[str, str]] = frozenset()
    overlap: Mapping[frozenset[str], str] = field(default_factory=dict)
    # What a fact is called on the screen, by its code.
    feiten: Mapping[str, str] = field(default_factory=dict)

    def label(self, code: str) -> str:
        return self.labels.get(code, code)


@dataclass(frozen=True)
class Bepaald:
    """The facts leave exactly one doelgroep; `omdat` is a Dutch sentence for the screen."""

    code: str
    omdat: str


@dataclass(frozen=True)
class Keuze:
    """Several doelgroepen remain and the regeling does not say which: a person chooses one."""

    codes: tuple[str, ...]
    omdat: str


@dataclass(frozen=True)
class Onbekend:
    """No fact points at a doelgroep."""

    omdat: str


Afleiding = Bepaald | Keuze | Onbekend


def derive_doelgroep(facts: Iterable[str], rules: Doelgroepregels) -> Afleiding:
    """The doelgroep that follows from the situatiesoorten that hold on one day.

    A doelgroep whose definition excludes another one that is present falls away; what remains is
    the answer when it is one, and a choice when it is more. Raises ValueError for a fact that
    the rules do not know: guessing around it would be a silent choice.
    """
    codes = set(facts)
    unknown = sorted(codes - rules.doelgroep_van.keys())
    if unknown:
        raise ValueError(f"The rules do not know these facts: {unknown}")
    present = {rules.doelgroep_van[fact] for fact in codes}
    if not present:
        return Onbekend("Er is nog geen situatie vastgelegd. Leg vast wat er nu geldt.")
    beaten = {loser for winner, loser in rules.wint if winner in present} & present
    # Rules that exclude each other in a circle leave nothing; then everything is open.
    remaining = _in_order(present - beaten or present, rules)
    if len(remaining) == 1:
        return Bepaald(remaining[0], _because(remaining[0], beaten, rules))
    return Keuze(remaining, _open_question(remaining, rules))


def settle(
    derived: Afleiding, chosen: str | None, rules: Doelgroepregels, door: str = ""
) -> Afleiding:
    """Apply what a professional chose, but only where there is a choice that offers it."""
    if not isinstance(derived, Keuze) or chosen not in derived.codes:
        return derived
    wie = f" door {door}" if door else ""
    return Bepaald(chosen, f"Gekozen{wie}: {rules.label(chosen)}. {derived.omdat}")


@dataclass(frozen=True)
class Uitleg:
    """Why one doelgroep holds, may hold, or does not; `zin` is Dutch and ends with a stop."""

    code: str
    stand: str
    zin: str


JA, KAN, NEE = "ja", "kan", "nee"


def explain_doelgroep(
    feiten: Mapping[str, str], rules: Doelgroepregels, *, gekozen: str = "", door: str = ""
) -> tuple[Uitleg, ...]:
    """One sentence for every doelgroep, in the order of `rules.labels`.

    `feiten` maps each fact that holds to the words for since when (`sinds 3 maart 2026`), or to
    nothing. `gekozen` is what a professional chose; it counts only where there is a choice. One
    doelgroep is `ja`, or several are `kan`, or all are `nee` when nothing is recorded. Raises
    ValueError as `derive_doelgroep` does.
    """
    derived = derive_doelgroep(feiten, rules)
    settled = settle(derived, gekozen, rules, door)
    per_groep: dict[str, list[str]] = {}
    for fact in sorted(feiten, key=list(rules.doelgroep_van).index):
        per_groep.setdefault(rules.doelgroep_van[fact], []).append(
            f"‘{rules.feiten.get(fact, fact)}’ {feiten[fact]}".strip()
        )
    groups = dict.fromkeys([*rules.labels, *rules.doelgroep_van.values()])
    return tuple(_explained(code, derived, settled, per_groep, rules, door=door) for code in groups)


def _explained(
    code: str,
    derived: Afleiding,
    settled: Afleiding,
    per_groep: Mapping[str, list[str]],
    rules: Doelgroepregels,
    *,
    door: str,
) -> Uitleg:
    label, facts = rules.label(code), _listed(per_groep.get(code, []))
    wie = door or "een professional"
    if not facts:
        return Uitleg(code, NEE, f"Niet {label}, omdat daarvoor niets is vastgelegd.")
    recorded = f"omdat is vastgelegd: {facts}"
    if isinstance(settled, Bepaald) and settled.code == code:
        chosen = f" De regeling zegt hier niets; {wie} koos." if settled != derived else ""
        return Uitleg(code, JA, f"{label}, {recorded}.{chosen}")
    if isinstance(derived, Keuze) and code in derived.codes:
        if isinstance(settled, Bepaald):
            other = rules.label(settled.code)
            return Uitleg(
                code,
                NEE,
                f"Niet {label}: wel is vastgelegd {facts}, maar de regeling zegt hier niets en "
                f"{wie} koos {other}.",
            )
        others = _listed(rules.label(other) for other in derived.codes if other != code)
        return Uitleg(
            code, KAN, f"Misschien {label}, {recorded}. De regeling zegt niet of {others} voorgaat."
        )
    return Uitleg(code, NEE, _beaten(code, label, facts, per_groep, rules))


def _beaten(
    code: str,
    label: str,
    facts: str,
    per_groep: Mapping[str, list[str]],
    rules: Doelgroepregels,
) -> str:
    """The sentence of a doelgroep whose definition excludes one that is there."""
    winners = _in_order((w for w, loser in rules.wint if loser == code and w in per_groep), rules)
    names = _listed(rules.label(winner) for winner in winners)
    reasons = _listed(reason for winner in winners for reason in per_groep[winner])
    return (
        f"Niet {label}: wel is vastgelegd {facts}, maar {names} gaat voor, omdat is vastgelegd: "
        f"{reasons}."
    )


def summary(uitleg: Iterable[Uitleg]) -> str:
    """The explanation in one sentence: what it is, and what it is not although it could be."""
    told = [
        found
        for found in uitleg
        if found.stand != NEE or not found.zin.endswith("daarvoor niets is vastgelegd.")
    ]
    return " ".join(found.zin for found in sorted(told, key=lambda u: u.stand == NEE))


def _in_order(codes: Iterable[str], rules: Doelgroepregels) -> tuple[str, ...]:
    place = {code: number for number, code in enumerate(rules.labels)}
    return tuple(sorted(codes, key=lambda code: (place.get(code, len(place)), code)))


def _because(code: str, beaten: set[str], rules: Doelgroepregels) -> str:
    label = rules.label(code)
    if not beaten:
        return f"De situatie wijst alleen op {label}."
    others = _listed(rules.label(other) for other in _in_order(beaten, rules))
    return f"{label} gaat voor: de omschrijving van {others} sluit {label} uit."


def _open_question(codes: tuple[str, ...], rules: Doelgroepregels) -> str:
    labels = _listed(rules.label(code) for code in codes)
    notes = [rules.overlap.get(frozenset(pair), "") for pair in combinations(codes, 2)]
    said = " ".join(dict.fromkeys(note for note in notes if note))
    question = f"De regeling zegt niet wat telt bij {labels}. Kies zelf."
    return f"{question} {said}".strip()


def _listed(words: Iterable[str]) -> str:
    *first, last = [*words] or [""]
    return f"{', '.join(first)} en {last}" if first else last
