"""What a kandidaat asks about the own data, and the answer."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import timezone

from ontschot.berichten.actions.common import filled, own, tell_kandidaat
from ontschot.berichten.models import Verzoek
from ontschot.berichten.queries import verzoek_for
from ontschot.berichten.rules import STOPPEN, VELDEN, answer_before
from ontschot.kandidaten.actions import Gegevens, change_gegevens
from ontschot.kandidaten.models import Kandidaat
from ontschot.kandidaten.vastleggen import medewerker_of, record
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor, scope, systeem

# What a room does at once when consent is withdrawn, per subject of `STOPPEN`.
_AT_ONCE: dict[str, Callable[[int], object]] = {}


def when_withdrawn(onderwerp: str, stop: Callable[[int], object]) -> None:
    """A room above says what stops by itself: called with the kandidaat_id, as `systeem`."""
    _AT_ONCE[onderwerp] = stop


ONDERWERPEN = {"correctie": VELDEN, "intrekken": STOPPEN}


@action
def ask(wie: Actor, *, soort: str, onderwerp: str, tekst: str = "") -> Verzoek:
    """Ask to correct something, or to stop something; the same thing once at a time."""
    row = own(wie)
    if onderwerp not in ONDERWERPEN.get(soort, {}):
        raise Weigering("Kies waar het over gaat.", veld="onderwerp")
    if soort == "correctie":
        tekst = filled(tekst, "Schrijf op hoe het moet zijn.")
    if Verzoek.objects.filter(kandidaat=row, soort=soort, onderwerp=onderwerp, status="open"):
        raise Weigering("Dit vroeg je al. Je krijgt er nog antwoord op.", veld="onderwerp")
    made = Verzoek.objects.create(
        regio_id=row.regio_id,
        kandidaat=row,
        soort=soort,
        onderwerp=onderwerp,
        tekst=tekst.strip(),
        uiterlijk=answer_before(timezone.localdate()),
    )
    if soort == "intrekken" and onderwerp in _AT_ONCE:
        with scope(systeem(row.regio_id, reden="de kandidaat, op de eigen pagina")):
            _AT_ONCE[onderwerp](row.pk)
    record(wie, "eigen_verzoek_gedaan", row, soort=soort, onderwerp=onderwerp)
    return made


@action
def take_back(wie: Actor, *, verzoek_id: int) -> Verzoek:
    """The kandidaat does not want it any more."""
    row = own(wie)
    found = Verzoek.objects.select_for_update().filter(pk=verzoek_id, kandidaat=row).first()
    if found is None:
        raise Weigering("Dit verzoek is er niet. Ververs de pagina.")
    Verzoek.STAPPEN.move(found, "teruggetrokken")
    found.besloten_op = timezone.now()
    found.save(update_fields=["status", "besloten_op"])
    record(wie, "eigen_verzoek_terug", row, soort=found.soort)
    return found


@action
def record_kopie(wie: Actor) -> Verzoek:
    """The kandidaat takes a copy of the own data: asked for and given at once."""
    row = own(wie)
    made = Verzoek.objects.create(
        regio_id=row.regio_id,
        kandidaat=row,
        soort="kopie",
        status="toegekend",
        uiterlijk=answer_before(timezone.localdate()),
        besloten_op=timezone.now(),
    )
    record(wie, "eigen_kopie_gemaakt", row)
    return made


@action
def decide(wie: Actor, *, verzoek_id: int, toekennen: bool, reden: str) -> Verzoek:
    """Answer a request, with a reason the kandidaat reads; the contact, or late the coördinator.

    A granted correction of a field is taken over, so that nobody types it again. What must stop
    is stopped by the contact, who says here what was done.
    """
    known = verzoek_for(wie, verzoek_id)
    if known is None:
        raise Weigering("Over dit verzoek beslist de vaste contactpersoon van het dossier.")
    reden = filled(reden, "Schrijf op waarom, in gewone woorden.", "reden")
    row = Kandidaat.objects.select_for_update().get(pk=known.kandidaat_id)
    found = Verzoek.objects.select_for_update().get(pk=verzoek_id)
    Verzoek.STAPPEN.move(found, "toegekend" if toekennen else "afgewezen")
    found.besloten_door_id = medewerker_of(wie)
    found.besloten_op = timezone.now()
    found.reden = reden
    found.save(update_fields=["status", "besloten_door", "besloten_op", "reden"])
    if toekennen and found.soort == "correctie" and found.onderwerp != "anders":
        _take_over(wie, row, found)
    tell_kandidaat(row, sleutel=f"verzoek-{found.pk}-antwoord")
    record(wie, "eigen_verzoek_beslist", row, soort=found.soort, antwoord=found.status)
    return found


def _take_over(wie: Actor, row: Kandidaat, verzoek: Verzoek) -> None:
    value: Any = verzoek.tekst
    if verzoek.onderwerp == "geboortedatum":
        value = date.fromisoformat(verzoek.tekst)
    gegevens = replace(Gegevens.of(row), **{verzoek.onderwerp: value})
    change_gegevens(wie, kandidaat=row, gegevens=gegevens)
