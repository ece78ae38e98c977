"""What the demo tells, before it becomes rows: plain values, with every date filled in.

A `Leven` is one dossier from question to nazorg; a `Melding` may stand alone, when somebody was
helped without a dossier. Amounts are in cents, moments are aware, and nothing lies in the future
(except what is planned: nazorg, promises and the last day of a step).
"""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Collega:
    """A medewerker in one role. `sleutel` names the person: the persona, or a short name."""

    sleutel: str
    naam: str
    organisatie: str
    rol: str
    regio: str


@dataclass(frozen=True)
class Persoon:
    voornaam: str
    tussenvoegsel: str
    achternaam: str
    geslacht: str
    geboortedatum: date
    gemeente: str
    postcode: str
    telefoon: str
    email: str
    opleiding: str
    sector: str
    taal: str

    @property
    def naam(self) -> str:
        parts = (self.voornaam, self.tussenvoegsel, self.achternaam)
        return " ".join(part for part in parts if part)


@dataclass(frozen=True)
class Melding:
    """A question. `naam` is empty for who stays anonymous; `uitkomst` empty while it is open."""

    regio: str
    deur: str
    plaats: str
    vraag: str
    contactwijze: str
    eigenaar: Collega
    ontvangen_op: datetime
    reageer_uiterlijk: date
    gemeente: str = ""
    naam: str = ""
    telefoon: str = ""
    email: str = ""
    taal: str = "nl"
    eerste_contact_op: datetime | None = None
    antwoord: str = ""
    uitkomst: str = ""
    gesloten_op: datetime | None = None


@dataclass(frozen=True)
class Feit:
    """A fact of somebody's situation; `tot` is its last day."""

    soort: str
    van: date
    tot: date | None = None


@dataclass(frozen=True)
class Betrokken:
    wie: Collega
    grond: str
    vast: bool
    sinds: datetime
    tot: datetime | None = None
    leest_tot: date | None = None


@dataclass(frozen=True)
class Contact:
    wijze: str
    minuten: int
    samenvatting: str
    op: datetime
    door: Collega


@dataclass(frozen=True)
class Advies:
    """`gronden` are pairs of a criterium and what was weighed, in words."""

    oordeel: str
    gronden: tuple[tuple[str, str], ...]
    door: Collega
    op: datetime
    toelichting: str = ""


@dataclass(frozen=True)
class Toets:
    """One regular facility; an empty `antwoord` is still to be given."""

    voorziening: str
    dienst: str = ""
    antwoord: str = ""
    reden: str = ""
    door: Collega | None = None
    op: datetime | None = None


@dataclass(frozen=True)
class Besluit:
    gevraagd_op: datetime
    gevraagd_door: Collega
    vraag: str
    uitkomst: str = "open"
    wijze: str = ""
    besloten_op: datetime | None = None
    besloten_door: Collega | None = None
    motivering: str = ""
    afwijkend: str = ""


@dataclass(frozen=True)
class Order:
    """The verplichting: who ordered it, when, and for how much."""

    besteld_op: datetime
    door: Collega
    cent: int


@dataclass(frozen=True)
class Interventie:
    """`status` is where it stands now; what has not happened yet is None."""

    soort: str
    omschrijving: str
    aanbieder: str
    inkoper: str
    doelgroep: str
    gevraagd_cent: int
    btw: str
    gepland_op: datetime
    door: Collega
    status: str
    dienst: str = ""
    # Two doelgroepen were possible and the professional chose this one.
    gekozen: bool = False
    toets: tuple[Toets, ...] = ()
    toets_gedaan_op: datetime | None = None
    besluit: Besluit | None = None
    order: Order | None = None
    afgesloten_op: date | None = None
    reden_afgebroken: str = ""
    # What others pay beside shared money: who (`Kostendeel.BETALERS`), a name, cents.
    delen: tuple[tuple[str, str, int], ...] = ()


@dataclass(frozen=True)
class Stap:
    omschrijving: str
    van_wie: str
    dienst: str = ""
    van: date | None = None
    tot: date | None = None
    interventie: Interventie | None = None


@dataclass(frozen=True)
class Arrangement:
    doel: str
    door: Collega
    gemaakt_op: datetime
    stappen: tuple[Stap, ...]
    akkoord_op: date | None = None
    akkoord_wijze: str = ""


@dataclass(frozen=True)
class Overdracht:
    van: Collega
    naar: Collega
    reden: str
    warm_contact: str
    warm_contact_op: date
    aangeboden_op: datetime
    reageer_uiterlijk: date
    soort: str = "overdracht"
    status: str = "aangeboden"
    besloten_op: datetime | None = None
    weigering: str = ""


@dataclass(frozen=True)
class Nazorg:
    na: str
    gepland_op: date
    gedaan_op: date | None = None
    antwoord: str = ""
    door: Collega | None = None


@dataclass(frozen=True)
class Uitkomst:
    """`stap` is the place in the plan of the interventie it belongs to; None: the whole."""

    betekenis: str
    datum: date
    bron: str
    toelichting: str
    door: Collega
    stap: int | None = None
    nazorg: tuple[Nazorg, ...] = ()


@dataclass(frozen=True)
class Leven:
    """One dossier. The first of `betrokkenen` that is `vast` and has no end is the contact."""

    regio: str
    persoon: Persoon
    meldingen: tuple[Melding, ...]
    aangemaakt_op: datetime
    feiten: tuple[Feit, ...]
    betrokkenen: tuple[Betrokken, ...]
    contacten: tuple[Contact, ...] = ()
    advies: Advies | None = None
    arrangement: Arrangement | None = None
    overdrachten: tuple[Overdracht, ...] = ()
    uitkomsten: tuple[Uitkomst, ...] = ()
    afgeschermd: bool = False

    @property
    def contactpersoon(self) -> Collega:
        return next(b.wie for b in self.betrokkenen if b.vast and b.tot is None)

    @property
    def interventies(self) -> tuple[Interventie, ...]:
        stappen = self.arrangement.stappen if self.arrangement else ()
        return tuple(stap.interventie for stap in stappen if stap.interventie)
