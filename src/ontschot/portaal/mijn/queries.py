"""What the own page shows. Everything is read in the scope of the kandidaat, so the database
itself leaves out whatever is of somebody else."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone

from ontschot.berichten.queries import bereikbaarheid_of
from ontschot.kandidaten.models import Betrokkenheid, Kandidaat, Noodtoegang
from ontschot.kandidaten.queries import contact_of
from ontschot.kern.audit import readers
from ontschot.meldingen.models import Melding
from ontschot.meldingen.queries import Regel, conversation
from ontschot.netwerk.models import Rol
from ontschot.netwerk.queries import valid_on
from ontschot.portaal.mijn import woorden
from ontschot.trajecten.queries.gedeeld import Gedeeld as Deelregel
from ontschot.trajecten.queries.gedeeld import gedeeld_van
from ontschot.trajecten.queries.plan import Stapdeel

# The last so many readings; who wants more asks for a copy.
MAX_GEKEKEN = 200


@dataclass(frozen=True)
class Contact:
    naam: str
    organisatie: str
    telefoon: str
    wanneer: str


def my_contact(kandidaat_id: int) -> Contact:
    """Who is my contact, and how and when to reach them. Two queries."""
    found = contact_of(kandidaat_id)
    return Contact(
        naam=found.medewerker.naam,
        organisatie=found.organisatie.naam,
        telefoon=found.medewerker.telefoon,
        wanneer=bereikbaarheid_of(found.medewerker_id),
    )


@dataclass(frozen=True)
class Vraag:
    nummer: str
    op: datetime
    gesprek: list[Regel]
    gesloten: bool


def my_questions(kandidaat_id: int) -> list[Vraag]:
    """My questions with the answers, newest first; a person has a handful of them."""
    rows = Melding.objects.filter(kandidaat_id=kandidaat_id).order_by("-ontvangen_op", "-id")
    return [
        Vraag(row.nummer, row.ontvangen_op, conversation(row), row.status == "gesloten")
        for row in rows[:20]
    ]


@dataclass(frozen=True)
class Stap:
    """A step in plain words. `cent` is None where the region shows no prices."""

    omschrijving: str
    van_wie: str
    van: date | None
    tot: date | None
    stand: object
    cent: int | None


def as_my_step(stap: Stapdeel, *, prijzen: bool, akkoord: bool) -> Stap:
    """A step nothing is bought for is as far as the plan is: proposed, or agreed."""
    plain = woorden.AFGESPROKEN if akkoord else woorden.VOORSTEL
    return Stap(
        omschrijving=stap.omschrijving,
        van_wie=stap.van_wie,
        van=stap.van,
        tot=stap.tot,
        stand=woorden.STAND[stap.status] if stap.status else plain,
        cent=stap.cent if prijzen else None,
    )


@dataclass(frozen=True)
class Gedeeld:
    """Somebody who may look, why, since when; `tot` when that ended or will end."""

    naam: str
    organisatie: str
    waarom: object
    sinds: datetime
    tot: date | None
    contact: bool


def shared_with(kandidaat_id: int) -> list[Gedeeld]:
    """With whom my data are shared now, the contact first. One query."""
    today = timezone.localdate()
    rows = (
        Betrokkenheid.objects.filter(kandidaat_id=kandidaat_id)
        .select_related("medewerker", "organisatie")
        .order_by("-vaste_contactpersoon", "sinds", "id")
    )
    return [
        Gedeeld(
            naam=row.medewerker.naam,
            organisatie=row.organisatie.naam,
            waarom=woorden.GRONDEN.get(row.grond, row.get_grond_display()),
            sinds=row.sinds,
            tot=row.leest_tot if row.tot else row.uiterlijk,
            contact=row.vaste_contactpersoon and row.tot is None,
        )
        for row in rows
        if _looks_on(row, today)
    ]


def _looks_on(row: Betrokkenheid, today: date) -> bool:
    """May still look today: involved, or reading along for a while."""
    if row.tot is None:
        return row.uiterlijk is None or row.uiterlijk >= today
    return row.leest_tot is not None and row.leest_tot >= today


@dataclass(frozen=True)
class Doorgegeven:
    """Who saw something of me because my contact asked them: what, why, and on which ground."""

    aan: str
    wat: list[object]
    sinds: datetime
    tot: datetime | None
    waarom: str
    akkoord_op: date | None
    andere_grond: str
    helpt_mee: bool


def handed_over(kandidaat_id: int) -> list[Doorgegeven]:
    """To whom I was handed over, or who was asked to help, as far as they saw it. One query."""
    return [
        Doorgegeven(
            aan=deel.aan,
            wat=_parts(deel),
            sinds=deel.sinds,
            tot=deel.tot,
            waarom=deel.waarom,
            akkoord_op=deel.akkoord_op,
            andere_grond="" if deel.akkoord_op else deel.grond,
            helpt_mee=deel.helpt_mee,
        )
        for deel in gedeeld_van(kandidaat_id)
    ]


def _parts(deel: Deelregel) -> list[object]:
    if deel.dossier:
        return [woorden.DOSSIER]
    words: list[object] = [woorden.DEELBAAR[code] for code in deel.codes]
    return [*words, *deel.documenten] or [woorden.SAMENVATTING]


@dataclass(frozen=True)
class Gekeken:
    """On this day, somebody of this organisation in this role looked or changed something."""

    dag: date
    organisatie: str
    rol: object
    keer: int


def who_looked(sleutel: str) -> list[Gekeken]:
    """Who looked, newest first: organisation, role and day, no name. One query."""
    return [
        Gekeken(row.dag, row.organisatie, woorden.ROLLEN.get(row.rol, row.rol), row.keer)
        for row in readers(sleutel, hoogstens=MAX_GEKEKEN)
    ]


@dataclass(frozen=True)
class Nood:
    op: datetime
    organisatie: str
    reden: str


def broken_glass(kandidaat_id: int) -> list[Nood]:
    """Who opened my dossier without being let in, and why. Two queries."""
    rows = list(
        Noodtoegang.objects.filter(kandidaat_id=kandidaat_id)
        .select_related("medewerker")
        .order_by("-op", "-id")
    )
    from_where = organisations_of({row.medewerker_id for row in rows})
    return [Nood(row.op, from_where.get(row.medewerker_id, ""), row.reden) for row in rows]


def organisations_of(medewerkers: set[int]) -> dict[int, str]:
    """For whom each of them works."""
    rows = Rol.objects.filter(valid_on(timezone.localdate()), medewerker__in=medewerkers)
    grouped = rows.values("medewerker").annotate(naam=Max("organisatie__naam")).order_by()
    return {row["medewerker"]: row["naam"] for row in grouped}


def facts_of(kandidaat: Kandidaat) -> list[tuple[str, date, date | None]]:
    """My situation as it was recorded, newest first. One query."""
    rows = kandidaat.situatie.select_related("soort").order_by("-van", "-id")
    return [(row.soort.label, row.van, row.tot) for row in rows]
