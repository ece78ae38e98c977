"""The intake stop and its waiting list: who comes first is invited first."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from ontschot.kern import audit
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.scope import Actor
from ontschot.meldingen import rules, termijnen
from ontschot.meldingen.actions.inrichting import refuse_unless_coordinator
from ontschot.meldingen.bezit import record_on
from ontschot.meldingen.models import Intakestop, Melding
from ontschot.meldingen.wachtlijst import promises, waiting_on

MAX_TEKST = 600
MAX_REDEN = 300


@dataclass(frozen=True)
class Stopgegevens:
    """What a coördinator fills in; `deur` and `rubriek` empty: all of them."""

    reden: str
    van: date
    tot: date
    tekst_nl: str
    tekst_en: str
    deur: str = ""
    rubriek: str = ""


@action
def save_stop(wie: Actor, *, gegevens: Stopgegevens, stop_id: int | None = None) -> Intakestop:
    """Begin an intake stop, or change it: who waits gets the promise of the new last day.

    Raises Weigering for anybody but the coördinator, IntegrityError when two would overlap.
    """
    refuse_unless_coordinator(wie)
    row = Intakestop(regio_id=wie.regio) if stop_id is None else _locked(wie, stop_id)
    row.deur, row.rubriek_id = gegevens.deur, gegevens.rubriek or None
    row.reden, row.van, row.tot = gegevens.reden, gegevens.van, gegevens.tot
    row.tekst_nl = _said(gegevens.tekst_nl, "tekst_nl")
    row.tekst_en = _said(gegevens.tekst_en, "tekst_en")
    row.save()
    if stop_id is not None:
        _promise_anew(row)
    audit.record(
        wie,
        "intakestop_bewaard",
        object_soort="intakestop",
        object_sleutel=str(row.pk),
        regio=wie.regio,
        van=row.van.isoformat(),
        tot=row.tot.isoformat(),
    )
    return row


def _said(text: str, veld: str) -> str:
    clean = rules.clean_text(text)
    if problem := rules.text_problem(clean, wat="tekst", maximum_tekens=MAX_TEKST):
        raise Weigering(problem, veld=veld)
    return clean


def _promise_anew(stop: Intakestop) -> None:
    termijn = termijnen.of_regio(stop.regio_id)
    contact, antwoord = promises(termijn, stop, timezone.localdate())
    waiting_on(stop.pk).update(reageer_uiterlijk=contact, antwoord_uiterlijk=antwoord)


def _locked(wie: Actor, stop_id: int) -> Intakestop:
    found = Intakestop.objects.select_for_update().filter(pk=stop_id, regio=wie.regio).first()
    if found is None:
        raise Weigering("Deze intakestop is er niet in jouw regio. Kies hem opnieuw.")
    return found


@action
def invite(wie: Actor, *, stop_id: int, melding_id: int, reden: str = "") -> Melding:
    """Invite somebody from the waiting list: the first, or out of turn with a reason.

    The term for the first contact begins today. Raises Weigering when `melding_id` is not (any
    longer) the first and no reason was given; so of two who press at once, one learns of it.
    """
    if wie.rol not in PROFESSIONALS:
        raise Weigering("Alleen iemand uit het team kan uitnodigen.")
    stop = _locked(wie, stop_id)
    first = waiting_on(stop.pk).first()
    melding = waiting_on(stop.pk).select_for_update().filter(pk=melding_id).first()
    if first is None or melding is None:
        raise Weigering("Deze persoon is al uitgenodigd. Ververs de wachtlijst.")
    clean = rules.clean_text(reden)
    turn = first.pk == melding.pk
    if not turn and not clean:
        raise Weigering(
            f"Vraag {first.nummer} wacht langer. Nodig die eerst uit, of schrijf op waarom niet.",
            veld="reden",
        )
    if len(clean) > MAX_REDEN:
        raise Weigering(f"De reden is te lang: er passen {MAX_REDEN} tekens.", veld="reden")
    _invite(melding, "" if turn else clean, timezone.now())
    record_on(wie, melding, "vraag_uitgenodigd" if turn else "vraag_voorgetrokken")
    return melding


def _invite(melding: Melding, reden: str, moment: datetime) -> None:
    termijn = termijnen.of_regio(melding.regio_id)
    contact, antwoord = promises(termijn, None, timezone.localdate(moment))
    melding.uitgenodigd_op, melding.voorrang_reden = moment, reden
    melding.reageer_uiterlijk, melding.antwoord_uiterlijk = contact, antwoord
    melding.save(
        update_fields=[
            "uitgenodigd_op",
            "voorrang_reden",
            "reageer_uiterlijk",
            "antwoord_uiterlijk",
        ]
    )
