"""What is read of talks and requests; each function asks a constant number of questions."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from ontschot.berichten.models import Bereikbaarheid, Eigeninstelling, Gespreksbericht, Verzoek
from ontschot.berichten.rules import BERICHT_WERKDAGEN, subject_label
from ontschot.berichten.timeline import TIJDLIJN
from ontschot.kandidaten.access import own_id
from ontschot.kandidaten.models import Betrokkenheid
from ontschot.kern.composed import composed
from ontschot.kern.models import Auditregel
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.kern.werk import Wacht
from ontschot.kern.werkdagen import add_workdays

__all__ = ["TIJDLIJN"]

# The Werkvoorraad is for today; the talks themselves are all there in the dossiers.
MAX_WACHTEND = 50


def instelling_of(regio: str) -> Eigeninstelling:
    """How this region does the own page; the defaults where it chose nothing."""
    found = Eigeninstelling.objects.filter(regio_id=regio).first()
    return found or Eigeninstelling(regio_id=regio)


def bereikbaarheid_of(medewerker_id: int) -> str:
    """When somebody can be reached, in their own words; empty when they did not say."""
    rows = Bereikbaarheid.objects.filter(medewerker_id=medewerker_id)
    return rows.values_list("wanneer", flat=True).first() or ""


@dataclass(frozen=True)
class Regel:
    """One message as it is shown; `nieuw`: it came after the other side last looked."""

    op: datetime
    van_kandidaat: bool
    gezien: bool
    naam: str
    organisatie: str
    tekst: str
    nieuw: bool = False


def thread(kandidaat_id: int, *, sinds: datetime | None = None) -> list[Regel]:
    """The whole talk, oldest first; what came from us after `sinds` is new. One query."""
    rows = Gespreksbericht.objects.filter(kandidaat_id=kandidaat_id).order_by("op", "id")
    return [
        Regel(
            op=row.op,
            van_kandidaat=row.van == "kandidaat",
            gezien=row.soort == "gezien",
            naam=row.door.naam if row.door else "",
            organisatie=row.organisatie.naam if row.organisatie else "",
            tekst=row.tekst,
            nieuw=row.van == "medewerker" and row.soort == "bericht" and _after(row.op, sinds),
        )
        for row in rows.select_related("door", "organisatie")
    ]


def _after(op: datetime, sinds: datetime | None) -> bool:
    return sinds is None or op > sinds


def last_read_by_kandidaat(sleutel: str) -> datetime | None:
    """When the kandidaat last opened the talk, as the log knows it. One query."""
    lines = Auditregel.objects.filter(
        kandidaat_sleutel=sleutel, gebeurtenis="eigen_gesprek_gelezen"
    )
    return lines.order_by("-id").values_list("op", flat=True).first()


def _contact(medewerker: int) -> Exists:
    return Exists(
        Betrokkenheid.objects.filter(
            kandidaat=OuterRef("kandidaat"),
            medewerker_id=medewerker,
            vaste_contactpersoon=True,
            tot__isnull=True,
        )
    )


@composed
def _unanswered(medewerker: int) -> QuerySet[Gespreksbericht]:
    """The oldest message of each kandidaat after which nobody of us said anything."""
    later = Gespreksbericht.objects.filter(
        kandidaat=OuterRef("kandidaat"), van="medewerker", op__gte=OuterRef("op")
    )
    rows = Gespreksbericht.objects.filter(_contact(medewerker), ~Exists(later), van="kandidaat")
    first = rows.order_by("kandidaat", "op", "id").distinct("kandidaat")
    return (
        Gespreksbericht.objects.filter(pk__in=first.values("pk"))
        .select_related("kandidaat")
        .order_by("op", "id")[:MAX_WACHTEND]
    )


def _decidable_by(wie: Actor) -> QuerySet[Verzoek]:
    """What `wie` may decide: as vaste contactpersoon, and as coördinator what is overdue."""
    return _decidable(own_id(wie), timezone.localdate(), wie.rol == Rolsoort.COORDINATOR)


def _decidable(medewerker: int, today: date, coordinator: bool) -> QuerySet[Verzoek]:
    for_me = Q(_contact(medewerker))
    if coordinator:
        for_me |= Q(uiterlijk__lt=today, kandidaat__afgeschermd=False)
    rows = Verzoek.objects.filter(for_me).exclude(soort="kopie")
    return rows.select_related("kandidaat", "besloten_door")


@composed
def _open_requests(medewerker: int, today: date, coordinator: bool) -> QuerySet[Verzoek]:
    found = _decidable(medewerker, today, coordinator).filter(status="open")
    return found.order_by("uiterlijk", "id")[:MAX_WACHTEND]


def verzoek_for(wie: Actor, verzoek_id: int) -> Verzoek | None:
    """A request that `wie` may decide on, decided or not; None when it is not theirs."""
    return _decidable_by(wie).filter(pk=verzoek_id).first()


def verzoeken_of(kandidaat_id: int) -> list[Verzoek]:
    """Everything this kandidaat asked, newest first. One query."""
    rows = Verzoek.objects.filter(kandidaat_id=kandidaat_id).select_related("besloten_door")
    return list(rows.order_by("-gevraagd_op", "-id"))


def waiting_for(wie: Actor) -> list[Wacht]:
    """Messages without an answer and requests without a decision. Two queries, no names."""
    messages = [
        Wacht(
            soort="bericht",
            titel="Een kandidaat stuurde een bericht",
            uitleg=f"Dossier {row.kandidaat.sleutel}",
            url=reverse("berichten:gesprek", args=[row.kandidaat.sleutel]),
            actie="Lees",
            uiterlijk=add_workdays(timezone.localdate(row.op), BERICHT_WERKDAGEN),
            sinds=row.op,
        )
        for row in _unanswered(own_id(wie))
    ]
    is_coordinator = wie.rol == Rolsoort.COORDINATOR
    requests = [
        Wacht(
            soort="verzoek",
            titel=f"Een kandidaat vraagt: {subject_label(row.soort, row.onderwerp)}",
            uitleg=f"Dossier {row.kandidaat.sleutel}",
            url=row.get_absolute_url(),
            actie="Beslis",
            uiterlijk=row.uiterlijk,
            sinds=row.gevraagd_op,
        )
        for row in _open_requests(own_id(wie), timezone.localdate(), is_coordinator)
    ]
    return messages + requests
