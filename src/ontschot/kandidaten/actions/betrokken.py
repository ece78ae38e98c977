"""The actions about who is with a person, who is let in, and who breaks the glass.

Part of `actions.py`, which is where the other rooms find them.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils import timezone

from ontschot.kandidaten.access import findable_by, kandidaat_for, visible_to
from ontschot.kandidaten.errors import GeenToegang
from ontschot.kandidaten.models import (
    Betrokkenheid,
    Kandidaat,
    Noodtoegang,
    Toegangsverzoek,
)
from ontschot.kandidaten.queries import verzoek_for
from ontschot.kandidaten.rules import NOODTOEGANG_UREN, TOEGANG_WERKDAGEN, add_workdays
from ontschot.kandidaten.truths import VERHUISD
from ontschot.kandidaten.vastleggen import medewerker_of, organisatie_of, record, touch
from ontschot.kern import outbox
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS, SYSTEEM, Rolsoort
from ontschot.kern.scope import Actor
from ontschot.netwerk.models import Rol
from ontschot.netwerk.queries import valid_on

# Who may hand over a dossier of two others: the coördinator, when a medewerker leaves.
ANDERMANS = frozenset({SYSTEEM, Rolsoort.COORDINATOR})


def involve(
    kandidaat: Kandidaat, *, medewerker_id: int, organisatie_id: int, grond: str
) -> Betrokkenheid:
    """Let a medewerker in, inside the transaction of an action of any room; once is enough.

    Raises Weigering when the medewerker has no fitting role in the region today.
    """
    _check_may_be_involved(kandidaat, medewerker_id, organisatie_id)
    betrokkenheid, _ = Betrokkenheid.objects.get_or_create(
        kandidaat=kandidaat,
        medewerker_id=medewerker_id,
        tot=None,
        defaults={
            "regio_id": kandidaat.regio_id,
            "organisatie_id": organisatie_id,
            "grond": grond,
        },
    )
    return betrokkenheid


def _check_may_be_involved(kandidaat: Kandidaat, medewerker_id: int, organisatie_id: int) -> None:
    fitting = Rol.objects.filter(
        valid_on(timezone.localdate()),
        medewerker_id=medewerker_id,
        organisatie_id=organisatie_id,
        regio_id=kandidaat.regio_id,
        soort__in=PROFESSIONALS,
    )
    if not fitting.exists():
        raise Weigering(
            "Deze medewerker heeft nu geen rol in deze regio waarmee dat kan. Kies iemand anders.",
            veld="medewerker",
        )


@action
def add_betrokkene(
    wie: Actor, *, kandidaat: Kandidaat, medewerker_id: int, organisatie_id: int, grond: str
) -> Betrokkenheid:
    """Somebody who is betrokken lets a colleague in; already in is fine."""
    row = kandidaat_for(wie, kandidaat.sleutel, lock=True, schrijft=True)
    found = involve(row, medewerker_id=medewerker_id, organisatie_id=organisatie_id, grond=grond)
    record(wie, "betrokkene_toegevoegd", row, medewerker=medewerker_id, grond=grond)
    return found


@action
def end_betrokkenheid(wie: Actor, *, betrokkenheid_id: int) -> Betrokkenheid:
    """Somebody goes; the vaste contactpersoon only by handing over."""
    found = Betrokkenheid.objects.filter(pk=betrokkenheid_id).select_related("kandidaat").first()
    if found is None or found.tot is not None:
        raise Weigering("Deze betrokkenheid is al voorbij. Ververs de pagina.")
    row = kandidaat_for(wie, found.kandidaat.sleutel, lock=True, schrijft=True)
    if found.vaste_contactpersoon:
        raise Weigering("De vaste contactpersoon kan niet zomaar weg. Draag het dossier over.")
    _end(found, leest_tot=None)
    record(wie, "betrokkene_weg", row, medewerker=found.medewerker_id)
    return found


def _end(betrokkenheid: Betrokkenheid, *, leest_tot: date | None) -> None:
    betrokkenheid.tot = timezone.now()
    betrokkenheid.leest_tot = leest_tot
    betrokkenheid.save(update_fields=["tot", "leest_tot"])


@action
def move_contactpersoon(
    wie: Actor,
    *,
    kandidaat: Kandidaat,
    naar_medewerker_id: int,
    naar_organisatie_id: int,
    leest_tot: date,
) -> Betrokkenheid:
    """Make another medewerker the vaste contactpersoon; the giver keeps reading until `leest_tot`.

    Called when an overdracht is accepted, so by the receiver, by the giver or by Ontschot;
    and by the coördinator for somebody who leaves.
    """
    row = Kandidaat.objects.select_for_update().filter(pk=kandidaat.pk).first()
    if row is None:
        raise GeenToegang(kandidaat.sleutel, schrijft=True)
    if row.samengevoegd_met_id:
        raise Weigering(
            f"Dossier {row.sleutel} is samengevoegd met een ander. Draag dat andere dossier over, "
            "dan gaat dit mee."
        )
    giver = Betrokkenheid.objects.get(kandidaat=row, vaste_contactpersoon=True, tot__isnull=True)
    parties = {giver.medewerker_id, naar_medewerker_id}
    if wie.rol not in ANDERMANS and wie.medewerker_id not in parties:
        raise Weigering("Alleen wie overdraagt of overneemt, kan dit dossier laten overgaan.")
    if giver.medewerker_id == naar_medewerker_id:
        raise Weigering("Deze medewerker is al de vaste contactpersoon.")
    _check_may_be_involved(row, naar_medewerker_id, naar_organisatie_id)
    together = Kandidaat.objects.filter(samengevoegd_met=row).order_by("pk")
    parts = (row, *together)
    new, *_ = [
        _hand_over(part, naar_medewerker_id, naar_organisatie_id, leest_tot) for part in parts
    ]
    touch(row.pk)
    moved: Mapping[str, int] = {"van": giver.medewerker_id, "naar": naar_medewerker_id}
    contacten = {part.sleutel: naar_medewerker_id for part in parts}
    record(wie, "contactpersoon_gewisseld", row, **moved, contacten=contacten)
    return new


def _hand_over(
    row: Kandidaat, medewerker_id: int, organisatie_id: int, leest_tot: date
) -> Betrokkenheid:
    giver = Betrokkenheid.objects.get(kandidaat=row, vaste_contactpersoon=True, tot__isnull=True)
    _end(giver, leest_tot=leest_tot)
    already = Betrokkenheid.objects.filter(
        kandidaat=row, medewerker_id=medewerker_id, tot__isnull=True
    ).first()
    if already:
        _end(already, leest_tot=None)
    return Betrokkenheid.objects.create(
        regio_id=row.regio_id,
        kandidaat=row,
        medewerker_id=medewerker_id,
        organisatie_id=organisatie_id,
        grond="overdracht",
        vaste_contactpersoon=True,
    )


def close_as_moved(kandidaat: Kandidaat, *, naar_regio: str, leest_tot: date) -> list[int]:
    """Let everybody go from somebody who goes on in another region, inside the caller's action.

    The vaste contactpersoon reads until `leest_tot`. The caller locked the row and logs it.
    Returns the ids of the medewerkers who were betrokken. What was merged into it goes along.
    """
    gone = []
    for part in (*Kandidaat.objects.filter(samengevoegd_met=kandidaat).order_by("pk"), kandidaat):
        for row in Betrokkenheid.objects.filter(kandidaat=part, tot__isnull=True):
            _end(row, leest_tot=leest_tot if row.vaste_contactpersoon else None)
            gone.append(row.medewerker_id)
        part.overgegaan_op, part.overgegaan_naar_id = timezone.localdate(), naar_regio
        part.laatste_wijziging_op = timezone.now()
        part.save(update_fields=["overgegaan_op", "overgegaan_naar", "laatste_wijziging_op"])
    return gone


def _closed_dossier(wie: Actor, sleutel: str) -> Kandidaat:
    """A dossier that `wie` may know of and not open, locked; raises if unknown or open already."""
    found = Kandidaat.objects.filter(findable_by(wie), sleutel=sleutel)
    row = found.select_for_update(of=("self",)).first()
    if row is None or wie.rol not in PROFESSIONALS:
        raise GeenToegang(sleutel)
    if row.overgegaan_op:
        raise Weigering(VERHUISD)
    if Kandidaat.objects.filter(visible_to(wie, schrijft=True), pk=row.pk).exists():
        raise Weigering("Dit dossier is al open voor je. Je hoeft niets te vragen.")
    return row


@action
def ask_access(wie: Actor, *, sleutel: str, reden: str) -> Toegangsverzoek:
    """Ask the vaste contactpersoon to be let in, with a day before which there is an answer."""
    row = _closed_dossier(wie, sleutel)
    if not reden.strip():
        raise Weigering("Schrijf op waarom je toegang nodig hebt.", veld="reden")
    medewerker_id = medewerker_of(wie)
    open_already = Toegangsverzoek.objects.filter(
        kandidaat=row, medewerker_id=medewerker_id, status="open"
    )
    if open_already.exists():
        raise Weigering("Je hebt hier al toegang gevraagd. Wacht op het antwoord.")
    verzoek = Toegangsverzoek.objects.create(
        regio_id=row.regio_id,
        kandidaat=row,
        medewerker_id=medewerker_id,
        organisatie_id=organisatie_of(wie),
        reden=reden.strip(),
        uiterlijk=add_workdays(timezone.localdate(), TOEGANG_WERKDAGEN),
    )
    record(wie, "toegang_gevraagd", row, verzoek=verzoek.pk)
    _tell_contactpersoon(
        row,
        onderwerp=f"Verzoek om toegang tot dossier {row.sleutel}",
        tekst=f"{wie.naam} ({wie.organisatie}) vraagt toegang tot dossier {row.sleutel}. "
        "Het verzoek staat in je Werkvoorraad.",
        sleutel=f"toegang-{verzoek.pk}",
    )
    return verzoek


def _tell_contactpersoon(row: Kandidaat, *, onderwerp: str, tekst: str, sleutel: str) -> None:
    contact = Betrokkenheid.objects.select_related("medewerker").get(
        kandidaat=row, vaste_contactpersoon=True, tot__isnull=True
    )
    outbox.queue(
        regio=row.regio_id,
        aan=contact.medewerker.email,
        onderwerp=onderwerp,
        tekst=tekst,
        sleutel=sleutel,
    )


@action
def decide_access(
    wie: Actor, *, verzoek_id: int, toestaan: bool, toelichting: str = ""
) -> Toegangsverzoek:
    """Answer a request: the vaste contactpersoon, or the coördinator when it is overdue.

    A refusal needs a reason, because the person who asked must know what to do instead.
    """
    known = verzoek_for(wie, verzoek_id)
    if known is None:
        raise Weigering("Over dit verzoek beslist de vaste contactpersoon van het dossier.")
    row = Kandidaat.objects.select_for_update().get(pk=known.kandidaat_id)
    verzoek = Toegangsverzoek.objects.select_for_update().get(pk=verzoek_id)
    if not toestaan and not toelichting.strip():
        raise Weigering(
            "Schrijf op waarom niet, dan weet je collega hoe verder.", veld="toelichting"
        )
    verzoek.STAPPEN.move(verzoek, "toegestaan" if toestaan else "geweigerd")
    verzoek.besloten_door_id = medewerker_of(wie)
    verzoek.besloten_op = timezone.now()
    verzoek.toelichting = toelichting.strip()
    verzoek.save(update_fields=["status", "besloten_door", "besloten_op", "toelichting"])
    if toestaan:
        involve(
            row,
            medewerker_id=verzoek.medewerker_id,
            organisatie_id=verzoek.organisatie_id,
            grond="toegang",
        )
    answer = "toegestaan" if toestaan else "geweigerd"
    record(wie, "toegang_beslist", row, verzoek=verzoek.pk, antwoord=answer)
    outbox.queue(
        regio=row.regio_id,
        aan=known.medewerker.email,
        onderwerp=f"Toegang tot dossier {row.sleutel}: {answer}",
        tekst=f"Je verzoek om toegang tot dossier {row.sleutel} is {answer}. {toelichting}".strip(),
        sleutel=f"toegang-{verzoek.pk}-antwoord",
    )
    return verzoek


@action
def break_glass(wie: Actor, *, sleutel: str, reden: str) -> Noodtoegang:
    """Read a closed dossier at once, for 24 hours, with a reason that others will see."""
    row = _closed_dossier(wie, sleutel)
    if len(reden.strip()) < 10:
        raise Weigering(
            "Schrijf in een zin op waarom dit niet kan wachten. De privacyfunctionaris en de "
            "kandidaat kunnen dat lezen.",
            veld="reden",
        )
    glass = Noodtoegang.objects.create(
        regio_id=row.regio_id,
        kandidaat=row,
        medewerker_id=medewerker_of(wie),
        reden=reden.strip(),
        tot=timezone.now() + timedelta(hours=NOODTOEGANG_UREN),
    )
    record(wie, "noodtoegang", row, uren=NOODTOEGANG_UREN)
    _tell_contactpersoon(
        row,
        onderwerp=f"Noodtoegang tot dossier {row.sleutel}",
        tekst=f"{wie.naam} ({wie.organisatie}) opende dossier {row.sleutel} met noodtoegang. "
        "De reden staat in het dossier.",
        sleutel=f"noodtoegang-{glass.pk}",
    )
    return glass
