"""Asking colleagues between two meetings, without opening the dossier to them."""

from collections.abc import Collection
from datetime import date

from django.utils import timezone

from ontschot.casusoverleg.models import Consult, Consultantwoord
from ontschot.kandidaten.models import Kandidaat
from ontschot.kandidaten.naamloos import Persoon, require_nameless
from ontschot.kandidaten.queries import kandidaat_for
from ontschot.kandidaten.vastleggen import medewerker_of, record, touch
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.scope import Actor
from ontschot.netwerk.models import Rol
from ontschot.netwerk.queries import valid_on

MOST = 8


def persoon_of(kandidaat: Kandidaat) -> Persoon:
    """What of this kandidaat must not stand in a text for others."""
    return Persoon(kandidaat.voornaam, kandidaat.achternaam, kandidaat.geboortedatum)


def refuse_hidden(kandidaat: Kandidaat) -> None:
    """Somebody who is hidden is not discussed with people who do not know them."""
    if kandidaat.afgeschermd:
        raise Weigering("Dit dossier is afgeschermd. Bespreek het alleen met wie al betrokken is.")


@action
def ask_colleagues(
    wie: Actor, *, sleutel: str, vraag: str, medewerkers: Collection[int], uiterlijk: date
) -> Consult:
    """Ask one or more colleagues of the region about a case: they see no name and no dossier."""
    kandidaat = kandidaat_for(wie, sleutel, schrijft=True)
    refuse_hidden(kandidaat)
    asked = set(medewerkers) - {wie.medewerker_id}
    if not asked:
        raise Weigering("Kies minstens één collega.", veld="medewerkers")
    if len(asked) > MOST:
        raise Weigering(f"Vraag het aan ten hoogste {MOST} collega's.", veld="medewerkers")
    if uiterlijk < timezone.localdate():
        raise Weigering("Kies vandaag of een latere dag.", veld="uiterlijk")
    text = require_nameless(vraag, persoon_of(kandidaat), "vraag")
    if not text:
        raise Weigering("Schrijf op wat je wilt vragen.", veld="vraag")
    here = Rol.objects.filter(
        valid_on(timezone.localdate()),
        regio=kandidaat.regio_id,
        soort__in=PROFESSIONALS,
        medewerker__in=asked,
    )
    if here.values("medewerker").distinct().count() != len(asked):
        raise Weigering("Kies collega's uit jouw regio.", veld="medewerkers")
    consult = Consult.objects.create(
        regio_id=kandidaat.regio_id,
        kandidaat=kandidaat,
        vraag=text,
        gesteld_door_id=medewerker_of(wie),
        uiterlijk=uiterlijk,
    )
    Consultantwoord.objects.bulk_create(
        Consultantwoord(regio_id=kandidaat.regio_id, consult=consult, medewerker_id=pk)
        for pk in sorted(asked)
    )
    touch(kandidaat.pk)
    record(wie, "collega_gevraagd", kandidaat, consult=consult.pk, aantal=len(asked))
    return consult


@action
def answer_colleague(wie: Actor, *, consult_id: int, antwoord: str) -> Consultantwoord:
    """Answer what a colleague asked. The answer stands in the dossier of the asker."""
    found = Consultantwoord.objects.select_for_update(of=("self",)).filter(
        consult=consult_id, medewerker=wie.medewerker_id or 0
    )
    row = found.select_related("consult__kandidaat").first()
    if row is None:
        raise Weigering("Deze vraag is niet aan jou gesteld.")
    if row.antwoord:
        raise Weigering("Je hebt al geantwoord. Bel je collega als er iets bij moet.")
    if not antwoord.strip():
        raise Weigering("Schrijf een antwoord op.", veld="antwoord")
    row.antwoord, row.antwoord_op = antwoord.strip(), timezone.now()
    row.save(update_fields=["antwoord", "antwoord_op"])
    touch(row.consult.kandidaat_id)
    record(wie, "collega_antwoordde", row.consult.kandidaat, consult=consult_id)
    return row
