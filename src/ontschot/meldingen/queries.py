"""What is read about questions; each function asks the database a constant number of questions."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from ontschot.kandidaten.access import about_visible_to, visible_to
from ontschot.kandidaten.models import Kandidaat
from ontschot.kern.composed import composed
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.kern.scope import Actor
from ontschot.kern.werk import Wacht
from ontschot.kern.werkdagen import workdays_back
from ontschot.meldingen.advies.queries import Dossierdeel, criteria_today, dossier_part
from ontschot.meldingen.codes import hash_code
from ontschot.meldingen.models import Aanvulling, Antwoord, Hulp, Melding, Verwijzing
from ontschot.meldingen.termijnen import of_regio
from ontschot.meldingen.timeline import TIJDLIJN
from ontschot.meldingen.wachtlijst import place_of
from ontschot.meldingen.weggaan.queries import leaving
from ontschot.web.paging import Page, keyset

__all__ = ["TIJDLIJN", "Dossierdeel", "criteria_today", "dossier_part"]

TITEL_TEKENS = 90
# The Werkvoorraad is for today; who has more, opens the list.
MAX_WACHTEND = 50
# A refusal is news for a week; the page of the question keeps it.
GEWEIGERD_ZICHTBAAR = timedelta(days=7)


def readable_by(wie: Actor) -> Q:
    """The questions that `wie` may read: of nobody in particular, their own, or of a dossier
    that is open to them. The database adds the region and the roles that never see a person."""
    return Q(kandidaat__isnull=True) | Q(eigenaar=wie.medewerker_id) | about_visible_to(wie)


@dataclass(frozen=True)
class Vragenfilter:
    """Which questions to list; empty values do not narrow. Without `status`: all that run."""

    wie: str = ""
    laat: bool = False
    deur: str = ""
    status: str = ""
    wacht: str = ""
    campagne: str = ""


@dataclass(frozen=True)
class Vraagrij:
    melding_id: int
    nummer: str
    naam: str
    plek: str
    gemeente: str
    eigenaar_id: int
    wacht: str
    url: str
    titel: str
    deur: str
    eigenaar: str
    organisatie: str
    ontvangen_op: datetime
    belofte: date
    status: str
    gesloten: bool
    dagen_te_laat: int


ON_LIST = Q(stop__isnull=False, uitgenodigd_op__isnull=True)


def vragen_list(wie: Actor, chosen: Vragenfilter, params: QueryDict, *, size: int = 50) -> Page:
    """One page of questions: what runs by oldest promise, what is closed by newest. One query."""
    found = chosen_by(wie, chosen)
    closed = bool(chosen.status) and Melding.STAPPEN.final(chosen.status)
    order = ("-ontvangen_op", "-pk") if closed else ("belofte", "pk")
    page = keyset(found, params, order=order, size=size)
    today = timezone.localdate()
    return replace(page, rows=[_row(wie, melding, today) for melding in page.rows])


def export_rows(wie: Actor, chosen: Vragenfilter, *, maximum: int) -> list[Vraagrij]:
    """The same questions without pages, at most so many. One query."""
    found = chosen_by(wie, chosen).order_by("belofte", "pk")[:maximum]
    today = timezone.localdate()
    return [_row(wie, melding, today) for melding in found]


def chosen_by(wie: Actor, chosen: Vragenfilter) -> QuerySet[Melding]:
    """The questions that a filter leaves over, with what a row shows of them."""
    found = Melding.objects.filter(readable_by(wie)).select_related(
        "eigenaar", "organisatie", "gemeente", "werkcafe", "campagne", "partij"
    )
    if chosen.wie:
        own = wie.medewerker_id if chosen.wie == "mij" else int(chosen.wie)
        found = found.filter(eigenaar=own)
    if chosen.deur:
        found = found.filter(deur=chosen.deur)
    if chosen.campagne:
        found = found.filter(campagne=int(chosen.campagne))
    if chosen.wacht:
        found = found.filter(ON_LIST if chosen.wacht == "lijst" else Q(wacht_tot__isnull=False))
    if chosen.laat:
        found = found.filter(status="open", belofte__lt=timezone.localdate())
    if chosen.status:
        return found.filter(status=chosen.status)
    return found.exclude(status="gesloten")


def _row(wie: Actor, melding: Melding, today: date) -> Vraagrij:
    """A name only for the owner: a list goes from hand to hand."""
    mine = melding.eigenaar_id == wie.medewerker_id
    return Vraagrij(
        melding_id=melding.pk,
        nummer=melding.nummer,
        naam=melding.naam if mine else "",
        plek=place_name(melding),
        gemeente=melding.gemeente.naam if melding.gemeente else "",
        eigenaar_id=melding.eigenaar_id,
        wacht=clock_of(melding),
        url=melding.get_absolute_url(),
        titel=title_of(melding),
        deur=melding.get_deur_display(),
        eigenaar=melding.eigenaar.naam,
        organisatie=melding.organisatie.naam,
        ontvangen_op=melding.ontvangen_op,
        belofte=melding.belofte,
        status=melding.get_status_display(),
        gesloten=Melding.STAPPEN.final(melding.status),
        dagen_te_laat=_days_late(melding, today),
    )


def place_name(melding: Melding) -> str:
    """Where exactly it came in, as far as the door has a place; needs the place loaded."""
    found = melding.werkcafe or melding.campagne or melding.partij
    return str(found) if found else melding.plaats or melding.get_elders_display()


def clock_of(melding: Melding) -> str:
    """Which clock runs, in words; empty when none does."""
    if melding.status != "open":
        return ""
    if melding.wacht_op:
        return f"wacht op {melding.wacht_op}"
    if melding.stop_id and melding.uitgenodigd_op is None:
        return "op de wachtlijst"
    return "antwoord" if melding.eerste_contact_op else "eerste contact"


def title_of(melding: Melding) -> str:
    """The beginning of the question, on one line."""
    return Truncator(" ".join(melding.vraag.split())).chars(TITEL_TEKENS)


def _days_late(melding: Melding, today: date) -> int:
    waits = melding.status in Melding.STAPPEN.begin
    return max(0, (today - melding.belofte).days) if waits else 0


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
    klok: str
    plek: str
    plaats_in_rij: int | None
    hulp: list[Hulp]
    verwijzingen: list[Verwijzing]

    @property
    def minuten(self) -> int:
        return sum(row.minuten for row in self.hulp)

    @property
    def verwijzing(self) -> Verwijzing | None:
        """The request that waits for the other side."""
        return next((row for row in self.verwijzingen if row.status == "gevraagd"), None)

    @property
    def bevestigd(self) -> Verwijzing | None:
        return next((row for row in self.verwijzingen if row.status == "bevestigd"), None)


def vraag_for(wie: Actor, nummer: str) -> Vraagkaart:
    """One question with its conversation; raises Weigering when out of reach. Seven queries."""
    melding = (
        Melding.objects.filter(readable_by(wie), nummer=nummer)
        .select_related("eigenaar", "organisatie", "gemeente", "kandidaat", "regio")
        .select_related("werkcafe", "campagne", "partij", "stop", "rubriek")
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
        klok=clock_of(melding),
        plek=place_name(melding),
        plaats_in_rij=place_of(melding),
        hulp=list(melding.hulp.select_related("door")),
        verwijzingen=list(melding.verwijzingen.select_related("dienst", "door")),
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
    return found.select_related("eigenaar", "organisatie", "stop").first()


def waiting_for(wie: Actor) -> list[Wacht]:
    """The open questions that `wie` owns, and the requests to confirm a verwijzing; for the
    coördinator also the questions of others that are so late that they climb, and who leaves.

    Not what waits for somebody else or for its turn, until the promised day. Five queries at
    most, at most 50 questions, oldest promise first.
    """
    today = timezone.localdate()
    rows: Iterable[Melding] = _mine_waiting(wie.medewerker_id or 0, today)
    if wie.rol == Rolsoort.COORDINATOR:
        since = workdays_back(today, of_regio(wie.regio).klim_werkdagen)
        climbed = Q(belofte__lt=since) & readable_by(wie)
        rows = _waiting(Q(eigenaar=wie.medewerker_id) | climbed, today)
    return [*(_wacht(melding, wie) for melding in rows), *waiting_referrals(wie), *leaving(wie)]


def _waiting(mine: Q, today: date) -> QuerySet[Melding]:
    """The open questions among these that do not wait for somebody else."""
    found = Melding.objects.filter(mine, status__in=sorted(Melding.STAPPEN.begin))
    found = found.exclude((Q(wacht_tot__isnull=False) | ON_LIST) & Q(belofte__gte=today))
    found = found.select_related("eigenaar", "werkcafe", "campagne", "partij")
    return found.order_by("belofte", "pk")[:MAX_WACHTEND]


@composed
def _mine_waiting(medewerker: int, today: date) -> QuerySet[Melding]:
    return _waiting(Q(eigenaar=medewerker), today)


def _wacht(melding: Melding, wie: Actor) -> Wacht:
    mine = melding.eigenaar_id == wie.medewerker_id
    who = "anonieme bezoeker" if melding.contactwijze == "anoniem" else melding.naam
    parts = [f"Vraag van {who}" if who else "Vraag"]
    parts.append(place_name(melding) or melding.get_deur_display())
    if melding.wacht_op:
        parts.append(f"wachtte op {melding.wacht_op}")
    if not mine:
        parts.append(f"eigenaar {melding.eigenaar.naam}")
    return Wacht(
        soort="vraag",
        titel=f"‘{title_of(melding)}’",
        uitleg=" · ".join(parts),
        url=melding.get_absolute_url(),
        actie="Beantwoord" if mine else "Pak op of wijs toe",
        uiterlijk=melding.belofte,
        sinds=melding.ontvangen_op,
    )


def waiting_referrals(wie: Actor) -> list[Wacht]:
    """What others ask my organisatie to confirm, what was answered to me, and what I asked that
    nobody confirmed in time; nothing for who may not confirm. One query."""
    if wie.rol not in PROFESSIONALS:
        return []
    news = timezone.now() - GEWEIGERD_ZICHTBAAR
    mine = (wie.organisatie_id or 0, wie.medewerker_id or 0, wie.regio)
    return [_referral(row, wie) for row in _referrals(*mine, timezone.localdate(), news)]


@composed
def _referrals(
    organisatie: int, medewerker: int, regio: str, today: date, news: datetime
) -> QuerySet[Verwijzing]:
    """`news` is the moment since which a refusal is told."""
    asked_us = Q(organisatie=organisatie, status="gevraagd")
    lately = Q(status="geweigerd", besloten_op__gte=news)
    answered = Q(melding__eigenaar=medewerker) & (Q(status="bevestigd") | lately)
    silent = Q(melding__eigenaar=medewerker, status="gevraagd", uiterlijk__lt=today)
    return (
        Verwijzing.objects.filter(asked_us | answered | silent, regio=regio)
        .exclude(melding__status="gesloten")
        .select_related("melding", "door")
        .order_by("uiterlijk", "pk")[:MAX_WACHTEND]
    )


def _referral(row: Verwijzing, wie: Actor) -> Wacht:
    if row.melding.eigenaar_id != wie.medewerker_id:
        return Wacht(
            soort="verwijzing",
            titel=f"{row.door.naam} vraagt of jullie iemand overnemen",
            uitleg=f"Sprak met {row.gesproken_met}",
            url=reverse("meldingen:verwijzing", args=[row.pk]),
            actie="Lees en bevestig",
            uiterlijk=row.uiterlijk,
            sinds=row.gevraagd_op,
        )
    titles = {
        "bevestigd": (f"{row.naar} bevestigde", "Sluit de vraag"),
        "geweigerd": (f"{row.naar} neemt het niet over", "Zoek verder"),
        "gevraagd": (f"{row.naar} heeft nog niet bevestigd", "Vraag het na"),
    }
    titel, actie = titles[row.status]
    return Wacht(
        soort="verwijzing",
        titel=titel,
        uitleg=f"Vraag {row.melding.nummer}",
        url=row.melding.get_absolute_url(),
        actie=actie,
        uiterlijk=row.uiterlijk if row.status == "gevraagd" else timezone.localdate(),
        sinds=row.gevraagd_op,
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
