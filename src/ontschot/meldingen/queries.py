"""What is read about questions; each function asks the database a constant number of questions."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import Truncator

from ontschot.kandidaten.models import Kandidaat
from ontschot.kandidaten.queries import visible_to
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.kern.werk import Wacht
from ontschot.meldingen.advies.queries import Dossierdeel, criteria_today, dossier_part
from ontschot.meldingen.codes import hash_code
from ontschot.meldingen.models import Aanvulling, Antwoord, Melding
from ontschot.meldingen.timeline import TIJDLIJN
from ontschot.web.paging import Page, keyset

__all__ = ["TIJDLIJN", "Dossierdeel", "criteria_today", "dossier_part"]

TITEL_TEKENS = 90
# The Werkvoorraad is for today; who has more, opens the list.
MAX_WACHTEND = 50


def readable_by(wie: Actor) -> Q:
    """The questions that `wie` may read: of nobody in particular, their own, or of a dossier
    that is open to them. The database adds the region and the roles that never see a person."""
    open_dossiers = Kandidaat.objects.filter(visible_to(wie))
    return (
        Q(kandidaat__isnull=True) | Q(eigenaar=wie.medewerker_id) | Q(kandidaat__in=open_dossiers)
    )


@dataclass(frozen=True)
class Vragenfilter:
    """Which questions to list; empty values do not narrow. Without `status`: all that run."""

    wie: str = ""
    laat: bool = False
    deur: str = ""
    status: str = ""


@dataclass(frozen=True)
class Vraagrij:
    nummer: str
    url: str
    titel: str
    deur: str
    eigenaar: str
    organisatie: str
    ontvangen_op: datetime
    reageer_uiterlijk: date
    status: str
    gesloten: bool
    dagen_te_laat: int


def vragen_list(wie: Actor, chosen: Vragenfilter, params: QueryDict, *, size: int = 50) -> Page:
    """One page of questions: what runs by oldest promise, what is closed by newest. One query."""
    found = Melding.objects.filter(readable_by(wie)).select_related("eigenaar", "organisatie")
    if chosen.wie == "mij":
        found = found.filter(eigenaar=wie.medewerker_id)
    if chosen.deur:
        found = found.filter(deur=chosen.deur)
    if chosen.laat:
        found = found.filter(status="open", reageer_uiterlijk__lt=timezone.localdate())
    if chosen.status:
        found = found.filter(status=chosen.status)
    else:
        found = found.exclude(status="gesloten")
    closed = bool(chosen.status) and Melding.STAPPEN.final(chosen.status)
    order = ("-ontvangen_op", "-pk") if closed else ("reageer_uiterlijk", "pk")
    page = keyset(found, params, order=order, size=size)
    today = timezone.localdate()
    return replace(page, rows=[_row(melding, today) for melding in page.rows])


def _row(melding: Melding, today: date) -> Vraagrij:
    return Vraagrij(
        nummer=melding.nummer,
        url=melding.get_absolute_url(),
        titel=title_of(melding),
        deur=melding.get_deur_display(),
        eigenaar=melding.eigenaar.naam,
        organisatie=melding.organisatie.naam,
        ontvangen_op=melding.ontvangen_op,
        reageer_uiterlijk=melding.reageer_uiterlijk,
        status=melding.get_status_display(),
        gesloten=Melding.STAPPEN.final(melding.status),
        dagen_te_laat=_days_late(melding, today),
    )


def title_of(melding: Melding) -> str:
    """The beginning of the question, on one line."""
    return Truncator(" ".join(melding.vraag.split())).chars(TITEL_TEKENS)


def _days_late(melding: Melding, today: date) -> int:
    waits = melding.status in Melding.STAPPEN.begin
    return max(0, (today - melding.reageer_uiterlijk).days) if waits else 0


@dataclass(frozen=True)
class Regel:
    """One turn in the conversation."""

    op: datetime
    wie: str
    tekst: str
    van_ons: bool


@dataclass(frozen=True)
class Vraagkaart:
    """A question as its page shows it, newest turn last."""

    melding: Melding
    titel: str
    gesprek: list[Regel]
    dagen_te_laat: int
    gesloten: bool
    is_mijn: bool
    dossier_open: bool


def vraag_for(wie: Actor, nummer: str) -> Vraagkaart:
    """One question with its conversation; raises Weigering when out of reach. Four queries."""
    melding = (
        Melding.objects.filter(readable_by(wie), nummer=nummer)
        .select_related("eigenaar", "organisatie", "gemeente", "kandidaat", "regio")
        .first()
    )
    if melding is None:
        raise Weigering("Deze vraag is er niet, of je mag hem niet zien. Zoek hem in de lijst.")
    dossier = Kandidaat.objects.filter(visible_to(wie), meldingen=melding)
    return Vraagkaart(
        melding=melding,
        titel=title_of(melding),
        gesprek=conversation(melding),
        dagen_te_laat=_days_late(melding, timezone.localdate()),
        gesloten=Melding.STAPPEN.final(melding.status),
        is_mijn=melding.eigenaar_id == wie.medewerker_id,
        dossier_open=dossier.exists(),
    )


def conversation(melding: Melding) -> list[Regel]:
    """The question, what was added and what we answered, in order. Two queries."""
    answers = Antwoord.objects.filter(melding=melding).select_related("door")
    turns = [Regel(melding.ontvangen_op, "", melding.vraag, van_ons=False)]
    turns += [Regel(a.op, a.door.naam, a.tekst, van_ons=True) for a in answers]
    added = Aanvulling.objects.filter(melding=melding)
    turns += [Regel(extra.op, "", extra.tekst, van_ons=False) for extra in added]
    return sorted(turns, key=lambda turn: turn.op)


def by_code(regio: str, code: str) -> Melding | None:
    """The question that this code opens in this region; call it in the scope of `systeem`.

    The code has 57 random bits and only its hash is compared, so time tells a guesser nothing.
    """
    found = Melding.objects.filter(regio=regio, code_hash=hash_code(code)).exclude(code_hash="")
    return found.select_related("eigenaar", "organisatie").first()


def waiting_for(wie: Actor) -> list[Wacht]:
    """The open questions that `wie` owns; for the coördinator also those of others that are late.

    One query, at most 50 rows, oldest promise first.
    """
    today = timezone.localdate()
    mine = Q(eigenaar=wie.medewerker_id)
    if wie.rol == Rolsoort.COORDINATOR:
        mine |= Q(reageer_uiterlijk__lt=today) & readable_by(wie)
    found = Melding.objects.filter(mine, status__in=sorted(Melding.STAPPEN.begin))
    found = found.select_related("eigenaar").order_by("reageer_uiterlijk", "pk")[:MAX_WACHTEND]
    return [_wacht(melding, wie) for melding in found]


def _wacht(melding: Melding, wie: Actor) -> Wacht:
    mine = melding.eigenaar_id == wie.medewerker_id
    who = "anonieme bezoeker" if melding.contactwijze == "anoniem" else melding.naam
    door = melding.plaats or melding.get_deur_display()
    parts = [f"Vraag van {who}" if who else "Vraag", door]
    if not mine:
        parts.append(f"eigenaar {melding.eigenaar.naam}")
    return Wacht(
        soort="vraag",
        titel=f"‘{title_of(melding)}’",
        uitleg=" · ".join(parts),
        url=melding.get_absolute_url(),
        actie="Beantwoord" if mine else "Bekijk",
        uiterlijk=melding.reageer_uiterlijk,
        sinds=melding.ontvangen_op,
    )


@dataclass(frozen=True)
class Weekcijfers:
    """The questions of this week so far. `uren_tot_contact`: median; None without any contact."""

    nieuw: int
    uren_tot_contact: float | None


MEDIAN = """
SELECT count(*), percentile_cont(0.5) WITHIN GROUP (
  ORDER BY extract(epoch FROM eerste_contact_op - ontvangen_op) / 3600
)
FROM meldingen_melding WHERE regio_id = %s AND ontvangen_op >= %s
"""


def week_figures(regio: str) -> Weekcijfers:
    """New questions since Monday, and the median hours from question to first contact.

    Questions without contact count as new and not in the median. One query.
    """
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    since = timezone.make_aware(datetime.combine(monday, datetime.min.time()))
    with connection.cursor() as cursor:
        cursor.execute(MEDIAN, [regio, since])
        nieuw, uren = cursor.fetchone()
    return Weekcijfers(nieuw, None if uren is None else float(uren))
