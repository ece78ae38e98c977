"""Loading many services at once from a file: offered, looked at, and then loaded line by line."""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from ontschot.kern import audit
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering, as_sentence
from ontschot.kern.scope import Actor
from ontschot.menukaart.actions.common import medewerker_of
from ontschot.menukaart.actions.dienst import VELDEN, fill, new_key
from ontschot.menukaart.bestand import read
from ontschot.menukaart.inlezen import GEWEIGERD, GEWIJZIGD, NIEUW, Oordeel, judge, starting
from ontschot.menukaart.models import Dienst, Invoer


@action
def offer_invoer(wie: Actor, *, naam: str, inhoud: bytes) -> Invoer:
    """Keep the lines of a file to look at; nothing of it stands on the menukaart yet."""
    regels = read(naam, inhoud)
    if not regels:
        raise Weigering("Er staat alleen een kop in dit bestand, geen diensten.", veld="bestand")
    invoer = Invoer.objects.create(
        regio_id=wie.regio, bestand=naam[:200], regels=regels, door_id=medewerker_of(wie)[0]
    )
    _log(wie, invoer, "menukaart_aangeboden", aantal=len(regels))
    return invoer


@action
def load_invoer(wie: Actor, *, invoer_id: int) -> Invoer:
    """Load every line that is accepted now; the refused ones stay with their reason.

    Judged anew, because the menukaart may have changed since the preview. Once per file.
    """
    invoer = Invoer.objects.select_for_update().filter(pk=invoer_id, door=wie.medewerker_id).first()
    if invoer is None:
        raise Weigering("Dit bestand is er niet (meer). Kies het opnieuw.")
    if invoer.geladen_op:
        raise Weigering("Dit bestand is al ingelezen. Kies een nieuw bestand.")
    verdicts = judge(wie, invoer.regels)
    for verdict in verdicts:
        if verdict.uitslag in {NIEUW, GEWIJZIGD}:
            _load_line(wie, verdict)
    _close(invoer, verdicts)
    _log(
        wie,
        invoer,
        "menukaart_ingelezen",
        nieuw=invoer.aantal_nieuw,
        gewijzigd=invoer.aantal_gewijzigd,
        geweigerd=len(invoer.geweigerd),
    )
    return invoer


def _load_line(wie: Actor, verdict: Oordeel) -> None:
    """Write one line; what the database still refuses becomes a refused line."""
    try:
        with transaction.atomic():
            _write(wie, verdict)
    except (Weigering, IntegrityError) as refusal:
        verdict.uitslag, verdict.zin = GEWEIGERD, as_sentence(refusal)


def _write(wie: Actor, verdict: Oordeel) -> None:
    today = timezone.localdate()
    dienst, waarden = verdict.dienst, verdict.waarden
    if dienst is None:
        waarden = starting(waarden)
        dienst = Dienst(
            regio_id=wie.regio, sleutel=new_key(wie.regio, waarden["naam"]), gepubliceerd_van=None
        )
    elif waarden.get("van") is None:
        waarden = {**waarden, "van": dienst.van}
    fill(wie, dienst, {veld: value for veld, value in waarden.items() if veld in VELDEN})
    for veld in ("gepubliceerd_van", "gepubliceerd_tot"):
        if veld in waarden:
            setattr(dienst, veld, waarden[veld])
    dienst.gecontroleerd_op, dienst.gecontroleerd_door_id = today, wie.medewerker_id
    dienst.beheerd_sinds = dienst.beheerd_sinds or timezone.now()
    dienst.save()


def _close(invoer: Invoer, verdicts: Sequence[Oordeel]) -> None:
    invoer.geladen_op = timezone.now()
    invoer.aantal_nieuw = sum(verdict.uitslag == NIEUW for verdict in verdicts)
    invoer.aantal_gewijzigd = sum(verdict.uitslag == GEWIJZIGD for verdict in verdicts)
    invoer.geweigerd = [
        {**verdict.cellen, "reden": verdict.zin}
        for verdict in verdicts
        if verdict.uitslag == GEWEIGERD
    ]
    invoer.save()


def _log(wie: Actor, invoer: Invoer, gebeurtenis: str, **aantallen: Any) -> None:
    # The number, not the name of the file: somebody may have put a name of a person in it.
    audit.record(
        wie,
        gebeurtenis,
        object_soort="invoer",
        object_sleutel=str(invoer.pk),
        regio=wie.regio,
        **aantallen,
    )
