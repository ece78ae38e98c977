"""Getting money back that left twice: what was done, and when two people stop waiting for it."""

from datetime import timedelta

from django.utils import timezone

from ontschot.kassier.actions.declaraties import KASSIERS
from ontschot.kassier.actions.fondsen import record_again
from ontschot.kassier.journaal import money_action, require_rol
from ontschot.kassier.models import Betaalinstelling, Dubbelstap, Plaatsing
from ontschot.kassier.models.dubbel import AKKOORD, NIET_TERUG
from ontschot.kassier.queries.dubbel import Dubbel, days_of, doubles
from ontschot.kassier.xmlveilig import one_line
from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor
from ontschot.web.format import euro

MAX_DAGEN = 365
NOG_EENS = timedelta(minutes=1)
LABELS = dict(Dubbelstap.SOORTEN)


@money_action
def record_stap(wie: Actor, *, plaatsing_id: int, soort: str, tekst: str = "") -> Dubbelstap:
    """Record what was done about money that left twice (`Dubbelstap.SOORTEN`, all but `akkoord`).

    `niet_terug` proposes to wait no longer: another kassier agrees. Raises Weigering for money
    that is back, or that nobody waits for any more.
    """
    require_rol(wie, KASSIERS, "vastleggen wat je deed om geld terug te krijgen")
    found = _waited_for(plaatsing_id)
    tekst = one_line(tekst)[:300]
    if soort not in LABELS or soort == AKKOORD:
        raise Weigering("Kies wat je deed.", veld="soort")
    if soort in ("anders", NIET_TERUG) and not tekst:
        said = "Schrijf wat je deed." if soort == "anders" else "Schrijf waarom dit niet terugkomt."
        raise Weigering(said, veld="tekst")
    if known := _just_now(wie, plaatsing_id, soort, tekst):
        record_again(wie, "betaling", found.betaling.end_to_end_id, found.plaatsing.regio_id)
        return known
    made = _step(wie, found, soort, tekst)
    _record(wie, "dubbel_stap", found, stap=LABELS[soort])
    return made


@money_action
def stop_waiting(wie: Actor, *, plaatsing_id: int) -> Dubbelstap:
    """The second pair of eyes: nobody waits for this money any more. It can still come back.

    Only right after somebody else proposed it. The fonds lost nothing: it is no money of the fonds.
    """
    require_rol(wie, KASSIERS, "instemmen om niet langer op geld te wachten")
    found = _waited_for(plaatsing_id)
    if found.stap != NIET_TERUG:
        raise Weigering("Niemand stelt nu voor om niet langer te wachten. Ververs de pagina.")
    if found.stap_door == wie.medewerker_id:
        raise Weigering("Je stelde dit zelf voor. Vraag een andere kassier.")
    made = _step(wie, found, AKKOORD, "")
    _record(wie, "dubbel_gestopt", found)
    return made


def _just_now(wie: Actor, plaatsing_id: int, soort: str, tekst: str) -> Dubbelstap | None:
    """The last step, when this person said the very same a moment ago: a button pressed twice."""
    last = Dubbelstap.objects.filter(plaatsing=plaatsing_id).order_by("-pk").first()
    same = last and (last.door_id, last.soort, last.tekst) == (wie.medewerker_id, soort, tekst)
    return last if last and same and timezone.now() - last.op < NOG_EENS else None


def _waited_for(plaatsing_id: int) -> Dubbel:
    """Locked, so that who stops and who asks again stand in one order."""
    Plaatsing.objects.select_for_update(of=("self",)).filter(pk=plaatsing_id).first()
    found = next(iter(doubles(pk=plaatsing_id)), None)
    if not found:
        raise Weigering("Dit geld staat in jouw regio niet bij wat twee keer wegging.")
    if not found.wacht:
        raise Weigering("Op dit geld wordt niet meer gewacht. Ververs de pagina.")
    return found


def _step(wie: Actor, found: Dubbel, soort: str, tekst: str) -> Dubbelstap:
    assert wie.medewerker_id
    return Dubbelstap.objects.create(
        regio_id=found.plaatsing.regio_id,
        plaatsing=found.plaatsing,
        soort=soort,
        tekst=tekst,
        door_id=wie.medewerker_id,
    )


@money_action
def set_dubbel_dagen(wie: Actor, *, dagen: int | None) -> Betaalinstelling:
    """After so many days of silence money that left twice waits for a kassier; None: never."""
    require_rol(wie, KASSIERS, "een termijn instellen")
    if dagen is not None and not 1 <= dagen <= MAX_DAGEN:
        raise Weigering(f"Een termijn is 1 tot en met {MAX_DAGEN} dagen.", veld="dubbel_dagen")
    found, _ = Betaalinstelling.objects.update_or_create(
        regio_id=wie.regio,
        defaults={
            "dubbel_dagen": dagen,
            "gewijzigd_door_id": wie.medewerker_id,
            "gewijzigd_op": timezone.now(),
        },
    )
    audit.record(
        wie,
        "dubbel_dagen_ingesteld",
        object_soort="instelling",
        object_sleutel="dubbel",
        regio=wie.regio,
        termijn="geen termijn" if dagen is None else days_of(dagen),
    )
    return found


def _record(wie: Actor, event: str, found: Dubbel, **facts: str) -> None:
    audit.record(
        wie,
        event,
        object_soort="betaling",
        object_sleutel=found.betaling.end_to_end_id,
        regio=found.plaatsing.regio_id,
        bedrag=euro(found.open_cent),
        **facts,
    )
