"""Who owns a new question: pure functions over the rules and the people of a region."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ontschot.kern.rollen import HULPVERLENERS, LABELS, Rolsoort

# Which kind of partner stands behind a door when no rule says so.
PARTIJ_ACHTER_DEUR: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "vakbond": frozenset({"vakbond"}),
        "werkgever": frozenset({"werkgevers"}),
        "inloop": frozenset({"leerwerkloket"}),
    }
)


# What somebody may say of work and income, light enough to ask at a door: codes of the
# situatiesoorten, with how a rule says it. Nothing about health is among them, and the database
# refuses any other code.
INDICATIES: Mapping[str, str] = MappingProxyType(
    {
        "in_dienst": "werk heeft",
        "ww": "WW krijgt",
        "participatiewet": "bijstand krijgt",
        "geen_uitkering": "geen uitkering krijgt",
        "zelfstandige": "zelfstandige is",
        "schoolverlater": "van school komt",
    }
)


def indicatie_of(said: str, facts: Collection[str]) -> str:
    """What was said at the door, or else the first that the facts of the kandidaat say."""
    return said or next((code for code in INDICATIES if code in facts), "")


@dataclass(frozen=True)
class Vraagfeiten:
    """What is known of a question when it comes in, and no more than a rule may look at."""

    deur: str
    gemeente_id: int | None = None
    taal: str = "nl"
    indicatie: str = ""


@dataclass(frozen=True)
class Beschikbaar:
    """Somebody who can own a question, in one role. `hoogstens`: None is without a maximum."""

    medewerker_id: int
    organisatie_id: int
    organisatie_soort: str
    rol: str
    open_vragen: int
    naam: str = ""
    hoogstens: int | None = None
    afwezig: bool = False
    talen: frozenset[str] = frozenset()
    expertises: frozenset[str] = frozenset()

    @property
    def rol_naam(self) -> str:
        return LABELS[Rolsoort(self.rol)]

    @property
    def vol(self) -> bool:
        return self.hoogstens is not None and self.open_vragen >= self.hoogstens


@dataclass(frozen=True)
class Regel:
    """A rule. Empty conditions do not narrow; exactly one of the last three says to whom."""

    volgorde: int
    # The conditions in Dutch, for the reason: `de vraag komt binnen via de vakbond`.
    als: str = ""
    deur: str = ""
    gemeente_id: int | None = None
    taal: str = ""
    indicatie: str = ""
    expertise: str = ""
    organisatie_id: int | None = None
    organisatie_soort: str = ""
    medewerker_id: int | None = None


@dataclass(frozen=True)
class Stap:
    """One rule that was looked at, and what came of it. `gekozen`: this one decided."""

    wat: str
    uitkomst: str
    gekozen: bool = False


@dataclass(frozen=True)
class Keuze:
    """The owner. `omdat` is the second half of a Dutch sentence and holds no name."""

    medewerker_id: int
    organisatie_id: int
    omdat: str
    stappen: tuple[Stap, ...] = ()


def choose(
    vraag: Vraagfeiten, regels: Collection[Regel], mensen: Collection[Beschikbaar]
) -> Keuze | None:
    """The first rule with somebody present who has room; else the default; None for nobody at all.

    Among equals the one with the fewest open questions, then the lowest id, so that the same
    situation always gives the same owner, in whatever order it is told.
    """
    steps: list[Stap] = []
    for regel in sorted(regels, key=lambda r: (r.volgorde, r.als)):
        wat = f"Regel {regel.volgorde}"
        if reason := _mismatch(vraag, regel):
            steps.append(Stap(wat, f"past niet: {reason}"))
            continue
        aimed = [p for p in mensen if _aimed_at(p, regel)]
        free = [p for p in aimed if not p.afwezig and not p.vol]
        if free:
            chosen = min(free, key=_load)
            steps.append(Stap(wat, f"past: {chosen.naam}".rstrip(": "), gekozen=True))
            return _keuze(chosen, f"{regel.als or 'de regel voor iedere vraag geldt'}", steps)
        steps.append(Stap(wat, f"past, maar {_why_nobody(aimed)}"))
    return _without_rule(vraag, mensen, steps)


def _without_rule(
    vraag: Vraagfeiten, mensen: Collection[Beschikbaar], steps: list[Stap]
) -> Keuze | None:
    own = PARTIJ_ACHTER_DEUR.get(vraag.deur, frozenset())
    helpers = [p for p in mensen if p.rol in HULPVERLENERS and not p.afwezig]
    free = [p for p in helpers if not p.vol]
    if free:
        chosen = min(free, key=lambda p: (p.organisatie_soort not in own, *_load(p)))
        if chosen.organisatie_soort in own:
            omdat = "de deur bij deze partner hoort"
        else:
            omdat = "hier de minste vragen open stonden"
    elif helpers:
        chosen = min(helpers, key=_load)
        omdat = "iedereen vol zit en hier de minste vragen open stonden"
    else:
        return _last_resort(mensen, steps)
    steps.append(Stap("Zonder regel", chosen.naam or omdat, gekozen=True))
    return _keuze(chosen, omdat, steps)


def _last_resort(mensen: Collection[Beschikbaar], steps: list[Stap]) -> Keuze | None:
    """The coördinator, because a rule may fail and ownership may not; else anybody there is."""
    chosen = min(
        mensen,
        key=lambda p: (p.afwezig, p.rol != Rolsoort.COORDINATOR, *_load(p)),
        default=None,
    )
    if chosen is None:
        return None
    omdat = "er vandaag niemand is" if chosen.afwezig else "er geen andere hulpverlener is"
    steps.append(Stap("Niemand gevonden", chosen.naam or omdat, gekozen=True))
    return _keuze(chosen, omdat, steps)


def fallback(mensen: Collection[Beschikbaar]) -> Keuze | None:
    """The owner when choosing itself went wrong; None only when there is nobody at all."""
    return _last_resort(mensen, [])


def _keuze(chosen: Beschikbaar, omdat: str, steps: list[Stap]) -> Keuze:
    return Keuze(chosen.medewerker_id, chosen.organisatie_id, omdat, tuple(steps))


def _load(person: Beschikbaar) -> tuple[int, int, int]:
    return person.open_vragen, person.medewerker_id, person.organisatie_id


def _mismatch(vraag: Vraagfeiten, regel: Regel) -> str:
    if regel.deur and regel.deur != vraag.deur:
        return "een andere deur"
    if regel.gemeente_id is not None and regel.gemeente_id != vraag.gemeente_id:
        return "een andere gemeente"
    if regel.taal and regel.taal != vraag.taal:
        return "een andere taal"
    if regel.indicatie and regel.indicatie != vraag.indicatie:
        return "een andere situatie" if vraag.indicatie else "de situatie is niet gevraagd"
    return ""


def _aimed_at(person: Beschikbaar, regel: Regel) -> bool:
    if regel.taal and regel.taal != "nl" and regel.taal not in person.talen:
        return False
    if regel.expertise and regel.expertise not in person.expertises:
        return False
    if regel.medewerker_id is not None:
        return person.medewerker_id == regel.medewerker_id
    if person.rol not in HULPVERLENERS:
        return False
    if regel.organisatie_id is not None:
        return person.organisatie_id == regel.organisatie_id
    return person.organisatie_soort == regel.organisatie_soort


def _why_nobody(aimed: Collection[Beschikbaar]) -> str:
    if not aimed:
        return "daar werkt niemand die dit kan"
    absent = sorted({p.naam for p in aimed if p.afwezig})
    full = sorted({p.naam for p in aimed if p.vol and not p.afwezig})
    parts = [f"afwezig: {', '.join(absent)}"] if absent else []
    if full:
        parts.append(f"vol: {', '.join(full)}")
    return "; ".join(parts)
