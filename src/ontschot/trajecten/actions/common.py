"""What the actions of this room share: locking one row, and asking whether somebody may."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from ontschot.kandidaten.actions import touch
from ontschot.kandidaten.models import Kandidaat
from ontschot.kandidaten.queries import kandidaat_for
from ontschot.kandidaten.zonder_naam import refuse_person
from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor
from ontschot.trajecten.locks import GONE, locked
from ontschot.trajecten.models import Arrangement, Interventie


def betrokken(wie: Actor, kandidaat_id: int, *, lock: bool = False) -> Kandidaat:
    """The kandidaat, if this actor may act on the dossier; raises GeenToegang otherwise."""
    sleutel = Kandidaat.objects.filter(pk=kandidaat_id).values_list("sleutel", flat=True).first()
    if sleutel is None:
        raise Weigering(GONE.format(wat="Deze kandidaat"))
    return kandidaat_for(wie, sleutel, schrijft=True, lock=lock)


def locked_arrangement(wie: Actor, arrangement_id: int) -> Arrangement:
    """The plan, locked, for somebody who may act on the dossier."""
    rows = Arrangement.objects.select_related("kandidaat")
    arrangement = locked(rows, arrangement_id, "Dit plan")
    betrokken(wie, arrangement.kandidaat_id)
    return arrangement


def locked_interventie(wie: Actor, interventie_id: int) -> Interventie:
    """The interventie, locked, for somebody who may act on the dossier."""
    interventie = locked(Interventie.objects.all(), interventie_id, "Deze interventie")
    betrokken(wie, interventie.kandidaat_id)
    return interventie


def at(moment: datetime | None) -> datetime:
    """Now, or an earlier moment that somebody tells afterwards (imports, the demo)."""
    now = timezone.now()
    if moment and moment > now:
        raise Weigering("Dat moment is nog niet geweest.")
    return moment or now


def not_in_future(day: date, veld: str) -> None:
    if day > timezone.localdate():
        raise Weigering("Die dag is nog niet geweest. Kies vandaag of een eerdere dag.", veld=veld)


def required(tekst: str, zin: str, veld: str) -> str:
    """The text without spaces around it; raises Weigering when nothing is left."""
    tekst = tekst.strip()
    if not tekst:
        raise Weigering(zin, veld=veld)
    return tekst


def without_person(kandidaat_id: int, tekst: str, veld: str) -> str:
    """Words beside an interventie, which roles without names read; raises Weigering."""
    return refuse_person(kandidaat_id, tekst, veld, "Schrijf het anders.")


def log_dossier(wie: Actor, gebeurtenis: str, kandidaat: Kandidaat, **gegevens: Any) -> None:
    """An audit line about somebody's plan as a whole; the dossier comes on top of the list."""
    touch(kandidaat.pk)
    audit.record(
        wie,
        gebeurtenis,
        object_soort="kandidaat",
        object_sleutel=kandidaat.sleutel,
        regio=kandidaat.regio_id,
        kandidaat_sleutel=kandidaat.sleutel,
        **gegevens,
    )


def log_interventie(
    wie: Actor, gebeurtenis: str, interventie: Interventie, **gegevens: Any
) -> None:
    """An audit line about one interventie; the dossier comes on top of the list."""
    touch(interventie.kandidaat_id)
    audit.record(
        wie,
        gebeurtenis,
        object_soort="interventie",
        object_sleutel=str(interventie.pk),
        regio=interventie.regio_id,
        kandidaat_sleutel=interventie.kandidaat_sleutel,
        **gegevens,
    )
