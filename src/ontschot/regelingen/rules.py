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
    *first, last = words
    return f"{', '.join(first)} en {last}" if first else last
