"""Publishing the figures of a year: one proposes, the worker counts, somebody else decides."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from ontschot.kern import audit
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import SYSTEEM, Rolsoort
from ontschot.kern.scope import Actor
from ontschot.monitor.onthulling.models import Publicatie, Vaststelling
from ontschot.monitor.onthulling.vaststellen import newest, store
from ontschot.monitor.selectie import EERSTE_JAAR
from ontschot.web.format import datum

# Our choice, no source names anybody: who keeps the figures proposes; a colleague with the same
# role or the one who guards privacy decides.
VOORSTELLERS = frozenset({Rolsoort.MONITOR})
BESLISSERS = frozenset({Rolsoort.MONITOR, Rolsoort.PRIVACY})
SAMEN = {"eerste": "nieuw", "herzien": "herzien", "gelijk": "ongewijzigd"}


@action
def propose(wie: Actor, *, jaar: int, regios: Collection[str], toelichting: str) -> Vaststelling:
    """Ask the worker what would be published, as known at the end of yesterday.

    Raises Weigering for a year that is not over, no region, no reason, or a proposal that waits.
    """
    if wie.rol not in VOORSTELLERS or wie.medewerker_id is None:
        raise Weigering("Alleen de monitor kan voorstellen om cijfers vast te stellen.")
    if not EERSTE_JAAR <= jaar < timezone.localdate().year:
        raise Weigering(f"Het jaar {jaar} is niet voorbij. Kies een eerder jaar.")
    if not regios:
        raise Weigering("Kies minstens één regio.", veld="regios")
    if not toelichting.strip():
        raise Weigering("Schrijf op waarom deze cijfers nu vast kunnen.", veld="toelichting")
    if Vaststelling.objects.filter(jaar=jaar, status__in=["berekenen", "voorgesteld"]).exists():
        raise Weigering(f"Over {jaar} ligt al een voorstel. Beslis daar eerst over.")
    row = Vaststelling.objects.create(
        jaar=jaar,
        peildatum=timezone.localdate() - timedelta(days=1),
        keuze=sorted(regios),
        toelichting=toelichting.strip(),
        regio=wie.regio,
        door_id=wie.medewerker_id,
        door_naam=wie.naam,
        gevraagd_op=timezone.now(),
    )
    _record(
        wie, "monitor_vaststelling_voorgesteld", row, peildatum=datum(row.peildatum),
        toelichting=row.toelichting,
    )  # fmt: skip
    return row


@action
def keep_outcome(wie: Actor, *, vaststelling_id: int, sets: Sequence[Mapping[str, Any]]) -> None:
    """What the worker found: from here on somebody else can decide."""
    row = _locked(vaststelling_id)
    Vaststelling.STAPPEN.move(row, "voorgesteld")
    row.sets = list(sets)
    row.save(update_fields=["status", "sets"])
    said = ", ".join(f"{len(s['velden']['regios'])} regio's {SAMEN[s['soort']]}" for s in row.sets)
    _record(wie, "monitor_vaststelling_berekend", row, uitslag=said)


@action
def fail(wie: Actor, *, vaststelling_id: int, zin: str) -> None:
    """It cannot be proposed, and why in a sentence."""
    row = _locked(vaststelling_id)
    Vaststelling.STAPPEN.move(row, "mislukt")
    row.fout = zin[:400]
    row.save(update_fields=["status", "fout"])
    _record(wie, "monitor_vaststelling_mislukt", row, resultaat="geweigerd", reden=row.fout)


@action
def confirm(wie: Actor, *, vaststelling_id: int) -> list[Publicatie]:
    """Publish exactly what stands in the proposal; it cannot be taken back.

    Raises Weigering for who proposed it, and when something else was published meanwhile.
    """
    row = _decided(wie, vaststelling_id, "vastgesteld", reden="")
    if _overtaken(row):
        raise Weigering(
            "Er is sinds dit voorstel iets anders naar buiten gegaan. Trek het voorstel in en doe "
            "een nieuw voorstel."
        )
    _record(wie, "monitor_vaststelling_bevestigd", row, door=row.door_naam)
    return [
        store(
            wie,
            jaar=row.jaar,
            velden=made["velden"],
            vaststelling=row,
            vervangt_id=made["vervangt"],
        )
        for made in row.sets
    ]


def _overtaken(row: Vaststelling) -> bool:
    """Whether something was published that the proposal did not know of."""
    there = newest(Publicatie.objects.filter(jaar=row.jaar))
    told = {regio for publicatie in there for regio in publicatie.regios}
    known = {publicatie.pk for publicatie in there}
    return any(
        not told.isdisjoint(made["velden"]["regios"])
        if made["vervangt"] is None
        else made["vervangt"] not in known
        for made in row.sets
    )


@action
def reject(wie: Actor, *, vaststelling_id: int, reden: str) -> Vaststelling:
    """Nothing is published; the reason is kept."""
    if not reden.strip():
        raise Weigering("Schrijf waarom je het voorstel afwijst.", veld="reden")
    row = _decided(wie, vaststelling_id, "afgewezen", reden=reden.strip())
    _record(wie, "monitor_vaststelling_afgewezen", row, door=row.door_naam, reden=row.reden)
    return row


@action
def withdraw(wie: Actor, *, vaststelling_id: int) -> Vaststelling:
    """Whoever proposed takes it back; when that person is away a colleague of the monitor can."""
    row = _locked(vaststelling_id)
    if wie.rol not in VOORSTELLERS:
        raise Weigering("Alleen de monitor kan een voorstel intrekken.")
    Vaststelling.STAPPEN.move(row, "ingetrokken")
    row.save(update_fields=["status"])
    _record(wie, "monitor_vaststelling_ingetrokken", row)
    return row


def _decided(wie: Actor, vaststelling_id: int, status: str, *, reden: str) -> Vaststelling:
    """Write the decision; four eyes."""
    row = _locked(vaststelling_id)
    if wie.rol not in BESLISSERS or not wie.is_medewerker:
        raise Weigering("Alleen de monitor of wie over privacy gaat, beslist hierover.")
    if row.door_id == wie.medewerker_id:
        raise Weigering("Je deed dit voorstel zelf. Een ander beslist erover.")
    Vaststelling.STAPPEN.move(row, status)
    row.besloten_door_id, row.besloten_naam = wie.medewerker_id, wie.naam
    row.besloten_op, row.reden = timezone.now(), reden
    row.save()
    return row


def _locked(vaststelling_id: int) -> Vaststelling:
    return Vaststelling.objects.select_for_update(of=("self",)).get(pk=vaststelling_id)


def _record(wie: Actor, event: str, row: Vaststelling, **gegevens: Any) -> None:
    regio = wie.regio or (row.regio if wie.rol == SYSTEEM else "")
    audit.record(
        wie, event, object_soort="vaststelling", object_sleutel=str(row.pk), regio=regio,
        jaar=str(row.jaar), **gegevens,
    )  # fmt: skip
