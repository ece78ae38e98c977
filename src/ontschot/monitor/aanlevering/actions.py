"""Bringing a file, what a person decides about it, and what the worker found."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import IO, Any

from django.db import transaction
from django.utils import timezone

from ontschot.kern import audit
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.monitor.aanlevering import queries
from ontschot.monitor.aanlevering.openen import is_workbook, open_here
from ontschot.monitor.levering import opslag
from ontschot.monitor.models import Aanlevering
from ontschot.monitor.rules import kort

BEWAREN = timedelta(seconds=opslag.BEWAREN_SECONDEN)
# What a stopped or failed piece of work leaves the person with.
TERUG = {"openen": "onleesbaar", "controle": "koppelen", "laden": "nagekeken"}


class Afgebroken(Exception):
    """Nobody waits any more for what the worker is doing: it leaves nothing behind."""


class AlGevraagd(Weigering):
    """It was asked already: a second click, or another tab."""


@dataclass(frozen=True)
class Gezegd:
    """What the person says about the file. `jaar` None: the years follow from the dates."""

    soort: str
    bron: str
    naam: str
    jaar: int | None
    openbaar: bool


@action
def bring(wie: Actor, *, bestand: IO[bytes], bestandsnaam: str, gezegd: Gezegd) -> Aanlevering:
    """Keep a file until it is loaded, thrown away, or a day old.

    Of a text the first lines are read at once; a workbook is opened by the worker. Raises
    Onleesbaar for what is neither.
    """
    if wie.rol != Rolsoort.MONITOR or wie.medewerker_id is None or wie.rol_id is None:
        raise Weigering("Een levering brengt een medewerker van de monitor in één regio.")
    now = timezone.now()
    row = Aanlevering(
        regio_id=wie.regio,
        door_id=wie.medewerker_id,
        rol_id=wie.rol_id,
        soort=gezegd.soort,
        bron_naam=gezegd.bron,
        naam=gezegd.naam,
        jaar=gezegd.jaar,
        openbaar=gezegd.openbaar,
        gebracht_op=now,
    )
    _take(row, bestand, bestandsnaam)
    row.status = "openen" if is_workbook(row) else "koppelen"
    row.save(force_insert=True)
    _note(wie, "aanlevering_gebracht", row, soort=row.soort)
    return row


def _take(row: Aanlevering, bestand: IO[bytes], bestandsnaam: str) -> None:
    """Put the file away under a new key; the life of the row begins anew."""
    row.sleutel = opslag.keep(bestand)
    row.bestandsnaam = bestandsnaam[-160:]
    row.gevraagd_op = timezone.now()
    row.tot = row.gevraagd_op + BEWAREN
    try:
        if not is_workbook(row):
            open_here(row)
    except Exception:
        opslag.throw_away(row.sleutel)
        raise


@action
def bring_again(
    wie: Actor, *, aanlevering_id: int, bestand: IO[bytes], bestandsnaam: str
) -> Aanlevering:
    """A corrected file in the place of the former; what was said about it stays said."""
    row = _locked(aanlevering_id)
    if row.status in TERUG:
        raise Weigering("Dit bestand wordt nog verwerkt. Wacht tot dat klaar is, of stop het.")
    former = row.sleutel
    _take(row, bestand, bestandsnaam)
    naar = "openen" if is_workbook(row) else "koppelen"
    if row.status != naar:
        row.STAPPEN.move(row, naar)
    row.poging, row.fout = row.poging + 1, ""
    row.save()
    _throw_away_at_commit(former)
    _note(wie, "aanlevering_gebracht", row, soort=row.soort)
    return row


@action
def start_check(wie: Actor, *, aanlevering_id: int, koppeling: Mapping[str, str]) -> Aanlevering:
    """Let the worker look at every line, with the columns coupled like this."""
    row = _start(aanlevering_id, "controle")
    row.koppeling = dict(koppeling)
    row.save()
    _note(wie, "aanlevering_controle_gevraagd", row)
    return row


@action
def start_load(wie: Actor, *, aanlevering_id: int) -> Aanlevering:
    """Let the worker load what the check found right. Raises Weigering when there is nothing."""
    row = _start(aanlevering_id, "laden")
    found = queries.outcome(row)
    if found is None or not found.mag_laden:
        raise Weigering("Van dit bestand kan niets worden geladen.")
    row.save()
    _note(wie, "aanlevering_laden_gevraagd", row, aantal=found.uitslag.goed)
    return row


def _start(aanlevering_id: int, naar: str) -> Aanlevering:
    row = _locked(aanlevering_id)
    if row.status == naar or (naar == "laden" and row.status == "geladen"):
        raise AlGevraagd("Dit is al gevraagd.")
    row.STAPPEN.move(row, naar)
    _ask_worker(row)
    return row


def _ask_worker(row: Aanlevering) -> None:
    row.poging, row.fout = row.poging + 1, ""
    row.gevraagd_op = timezone.now()
    row.tot = row.gevraagd_op + BEWAREN


@action
def ask_again(wie: Actor, *, aanlevering_id: int) -> Aanlevering:
    """The worker died or never came: the same again. An earlier try that still lives gives up."""
    row = _locked(aanlevering_id)
    if row.status not in TERUG:
        raise AlGevraagd("Dit is al klaar.")
    _ask_worker(row)
    row.save()
    _note(wie, "aanlevering_opnieuw_gevraagd", row)
    return row


@action
def stop(wie: Actor, *, aanlevering_id: int) -> Aanlevering:
    """Back to where it was before; the worker sees it at its next part, and undoes what it did."""
    row = _locked(aanlevering_id)
    if row.status not in ("controle", "laden"):
        raise AlGevraagd("Er valt niets te stoppen.")
    row.STAPPEN.move(row, TERUG[row.status])
    row.save()
    _note(wie, "aanlevering_gestopt", row)
    return row


@action
def throw_away(wie: Actor, *, aanlevering_id: int) -> None:
    """Forget the file and what came of it. What is loaded stays loaded, so then it is refused."""
    row = _locked(aanlevering_id)
    if row.status == "geladen":
        raise Weigering("Dit bestand is al geladen. Een nieuwe levering kan het vervangen.")
    _note(wie, "aanlevering_weggegooid", row)
    row.delete()
    _throw_away_at_commit(row.sleutel)


@action
def finish(
    wie: Actor, *, wanted: Aanlevering, naar: str, event: str, levering_id: int | None = None,
    **gegevens: Any,
) -> Aanlevering:  # fmt: skip
    """The worker is done. Raises Afgebroken when nobody waits for that any more."""
    row = _still(wanted)
    row.STAPPEN.move(row, naar)
    row.levering_id = levering_id
    row.save()
    _note(wie, event, row, **gegevens)
    return row


@action
def fail(wie: Actor, *, wanted: Aanlevering, zin: str) -> Aanlevering:
    """It cannot be done, and why in a sentence; the file still waits."""
    row = _still(wanted)
    row.STAPPEN.move(row, TERUG[row.status])
    row.fout = kort(zin, 400)
    row.save()
    _note(wie, "aanlevering_mislukt", row, resultaat="geweigerd", reden=row.fout)
    return row


@action
def expire(wie: Actor, *, aanlevering_id: int) -> None:
    """Forget what was kept for a day, by Ontschot itself. Raises Afgebroken when it is gone."""
    row = Aanlevering.objects.select_for_update().filter(pk=aanlevering_id).first()
    if row is None or row.tot > timezone.now():
        raise Afgebroken
    _note(wie, "aanlevering_verlopen", row)
    row.delete()
    _throw_away_at_commit(row.sleutel)


def _throw_away_at_commit(sleutel: str) -> None:
    """A row that stays after all must not lose its file."""
    transaction.on_commit(lambda: opslag.throw_away(sleutel))


def _locked(pk: int) -> Aanlevering:
    found = queries.mine().select_for_update(of=("self",)).filter(pk=pk).first()
    if found is None:
        raise Weigering(opslag.NIET_MEER)
    return found


def _still(wanted: Aanlevering) -> Aanlevering:
    found = Aanlevering.objects.select_for_update(of=("self",)).filter(
        pk=wanted.pk, poging=wanted.poging, status=wanted.status
    )
    row = found.first()
    if row is None:
        raise Afgebroken
    return row


def _note(wie: Actor, event: str, row: Aanlevering, **gegevens: Any) -> None:
    audit.record(
        wie, event, object_soort="aanlevering", object_sleutel=str(row.pk), regio=row.regio_id,
        **gegevens,
    )  # fmt: skip
