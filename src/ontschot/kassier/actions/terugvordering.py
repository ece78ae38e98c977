"""Money that comes back: proposed, decided by another, received, offset or written off."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from ontschot.kassier.actions.boeken import without_person
from ontschot.kassier.actions.declaraties import KASSIERS
from ontschot.kassier.actions.fondsen import record_again
from ontschot.kassier.actions.sluiten import close_settled, lock_orders
from ontschot.kassier.journaal import Boeking, booking_day, money_action, post, require_rol
from ontschot.kassier.models import (
    Declaratie,
    Declaratieregel,
    Terugontvangst,
    Terugvordering,
    Verplichting,
)
from ontschot.kassier.rules import AANLEIDINGEN
from ontschot.kern import audit, outbox
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS, SYSTEEM
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.netwerk.models import Medewerker
from ontschot.web.format import datum, euro

MAX_TERMIJN_DAGEN = 730


@money_action
def propose_terugvordering(
    wie: Actor, *, declaratieregel_id: int, cent: int, reden: str, aanleiding: str = ""
) -> Terugvordering:
    """Propose that `cent` of a paid line comes back; by the partner itself or by a kassier.

    `aanleiding` is a code of `rules.AANLEIDINGEN` when drift led to it. Never more than what was
    paid of the line and is not asked back yet. Somebody else decides.
    """
    require_rol(wie, KASSIERS | PROFESSIONALS, "een terugvordering voorstellen")
    line = _paid_line(wie, declaratieregel_id)
    if not reden.strip():
        raise Weigering("Schrijf waarom dit geld terug moet komen.", veld="reden")
    if aanleiding and aanleiding not in AANLEIDINGEN:
        raise Weigering("Deze aanleiding kennen we niet. Ververs de pagina.")
    left = line.cent - asked_cent(line.pk)
    if cent <= 0 or cent > left:
        raise Weigering(
            f"Van deze regel kan nog {euro(left)} worden teruggevraagd. Vul een bedrag in tot en "
            "met dat bedrag.",
            veld="cent",
        )
    reden = without_person(line.verplichting.interventie, reden)
    made = Terugvordering.objects.create(
        regio_id=line.regio_id,
        declaratieregel=line,
        fonds_id=line.declaratie.fonds_id,
        cent=cent,
        reden=reden[:300],
        aanleiding=aanleiding,
        voorgesteld_door_id=wie.medewerker_id,
    )
    _record(wie, "terugvordering_voorgesteld", made, bedrag=euro(cent), reden=made.reden)
    return made


def _paid_line(wie: Actor, regel_id: int) -> Declaratieregel:
    line = (
        Declaratieregel.objects.select_for_update(of=("self",))
        .select_related("declaratie__organisatie")
        .filter(pk=regel_id)
        .first()
    )
    if not line:
        raise Weigering("Deze regel bestaat niet in jouw regio. Ververs de pagina.")
    if wie.rol not in KASSIERS and line.declaratie.organisatie_id != wie.organisatie_id:
        raise Weigering(f"Deze declaratie is van {line.declaratie.organisatie.naam}.")
    if line.status != "betaald":
        raise Weigering("Alleen van een betaalde regel kan geld terugkomen.")
    return line


def asked_cent(regel_id: int) -> int:
    """Cents of a line that are asked back already, proposals included."""
    asked = Terugvordering.objects.filter(declaratieregel=regel_id).exclude(status="afgewezen")
    return int(asked.aggregate(som=Coalesce(Sum("cent"), 0))["som"])


@money_action
def decide_terugvordering(
    wie: Actor,
    *,
    terugvordering_id: int,
    akkoord: bool,
    uiterlijk: date | None = None,
    reden: str = "",
) -> Terugvordering:
    """Another kassier decides: ask it back before `uiterlijk`, or not, with a reason.

    The partner gets a message with the number that belongs with the payment.
    """
    require_rol(wie, KASSIERS, "over een terugvordering beslissen")
    found = locked_terugvordering(terugvordering_id)
    if wie.medewerker_id == found.voorgesteld_door_id:
        raise Weigering(
            "Wie een terugvordering voorstelt, beslist er niet over. Vraag een andere kassier."
        )
    Terugvordering.STAPPEN.move(found, "open" if akkoord else "afgewezen")
    found.besloten_door_id, found.besloten_op = wie.medewerker_id, timezone.now()
    if akkoord:
        found.uiterlijk = _checked_term(uiterlijk)
    elif reden.strip():
        found.reden_afwijzing = reden.strip()[:300]
    else:
        raise Weigering("Schrijf waarom dit geld niet terug hoeft te komen.", veld="reden")
    found.save()
    if akkoord:
        tell_partner(found, "open")
        _record(
            wie,
            "terugvordering_vastgesteld",
            found,
            bedrag=euro(found.cent),
            uiterlijk=datum(found.uiterlijk),
        )
    else:
        _record(wie, "terugvordering_afgewezen", found, reden=found.reden_afwijzing)
    return found


def _checked_term(uiterlijk: date | None) -> date:
    today = timezone.localdate()
    if not uiterlijk:
        raise Weigering("Vul in wanneer het geld uiterlijk terug moet zijn.", veld="uiterlijk")
    if not today < uiterlijk <= today + timedelta(days=MAX_TERMIJN_DAGEN):
        raise Weigering("Kies een dag na vandaag, hoogstens twee jaar vooruit.", veld="uiterlijk")
    return uiterlijk


def locked_terugvordering(terugvordering_id: int) -> Terugvordering:
    found = (
        Terugvordering.objects.select_for_update(of=("self",))
        .select_related(
            "declaratieregel__verplichting__fondsregel",
            "declaratieregel__declaratie__organisatie",
        )
        .filter(pk=terugvordering_id)
        .first()
    )
    if not found:
        raise Weigering("Deze terugvordering bestaat niet in jouw regio.")
    return found


@money_action
def settle_terugvordering(
    wie: Actor, *, terugvordering_id: int, cent: int, dag: date | None = None, sleutel: str
) -> Terugvordering:
    """Record that `cent` came back on the account: by hand, or matched from the bank's file.

    `sleutel` makes it happen once: the same call again changes nothing, the same key with
    something else is refused. The money is free again on the line it came from.
    """
    require_rol(wie, KASSIERS | {SYSTEEM}, "een ontvangst vastleggen")
    day = booking_day(dag)
    _lock_order_of(terugvordering_id)
    found = locked_terugvordering(terugvordering_id)
    known = Terugontvangst.objects.filter(sleutel=sleutel).first()
    if known:
        if (known.terugvordering_id, known.cent, known.dag) != (found.pk, cent, day):
            raise Weigering(
                "Deze ontvangst is al vastgelegd, met een ander bedrag of een andere dag."
            )
        record_again(wie, "terugvordering", found.nummer, found.regio_id)
        return found
    _require_open(found, cent)
    made = Terugontvangst.objects.create(
        regio_id=found.regio_id,
        terugvordering=found,
        soort="ontvangst",
        cent=cent,
        dag=day,
        sleutel=sleutel,
        door_id=wie.medewerker_id,
    )
    post(wie, day, [_came_back(found, made)])
    _close_when_settled(found)
    _record(wie, "terugvordering_ontvangen", found, bedrag=euro(cent), open=euro(open_cent(found)))
    return found


def open_cent(found: Terugvordering) -> int:
    """Cents that still have to come back."""
    back = found.ontvangsten.aggregate(som=Coalesce(Sum("cent"), 0))["som"]
    return found.cent - int(back)


def _require_open(found: Terugvordering, cent: int) -> None:
    if found.status != "open":
        raise Weigering(
            f"Deze terugvordering staat op ‘{found.get_status_display()}’. Er kan niets bij."
        )
    left = open_cent(found)
    if cent <= 0 or cent > left:
        raise Weigering(
            f"Er staat nog {euro(left)} open. Vul een bedrag in tot en met dat bedrag.",
            veld="cent",
        )


def _close_when_settled(found: Terugvordering) -> None:
    if open_cent(found) == 0:
        Terugvordering.STAPPEN.move(found, "voldaan")
        found.afgesloten_op = timezone.now()
        found.save(update_fields=["status", "afgesloten_op"])


def _came_back(found: Terugvordering, made: Terugontvangst) -> Boeking:
    order = found.declaratieregel.verplichting
    return Boeking(
        "terugontvangst",
        order.fondsregel,
        found.regio_id,
        made.cent,
        f"terugontvangst:{made.pk}",
        f"terugvordering {found.nummer}, {made.get_soort_display()}",
        reservering_id=order.reservering_id,
        verplichting_id=order.pk,
        terugvordering_id=found.pk,
    )


@dataclass(frozen=True)
class _Target:
    """The line with which is offset, with its order and declaratie, all locked."""

    line: Declaratieregel
    order: Verplichting
    claim: Declaratie


@money_action
def offset_terugvordering(
    wie: Actor, *, terugvordering_id: int, declaratieregel_id: int, dag: date | None = None
) -> Terugvordering:
    """Offset what is open with an approved line of the same partner and fonds, not in a batch.

    As much as both allow. That part of the line counts as paid, and the same amount is free again
    on the line where the terugvordering came from; the bank pays the rest.
    """
    require_rol(wie, KASSIERS, "een terugvordering verrekenen")
    day = booking_day(dag)
    target = _locked_target(declaratieregel_id, terugvordering_id)
    found = locked_terugvordering(terugvordering_id)
    cent = min(open_cent(found), target.line.te_betalen_cent)
    _require_open(found, cent)
    made = Terugontvangst.objects.create(
        regio_id=found.regio_id,
        terugvordering=found,
        soort="verrekening",
        cent=cent,
        dag=day,
        declaratieregel=target.line,
        sleutel=f"verrekening:{found.pk}:{target.line.pk}",
        door_id=wie.medewerker_id,
    )
    target.line.verrekend_cent += cent
    if not target.line.te_betalen_cent:
        Declaratieregel.STAPPEN.move(target.line, "betaald")
    target.line.save(update_fields=["verrekend_cent", "status"])
    post(wie, day, [_offset(found, made, target), _came_back(found, made)])
    if target.line.status == "betaald":
        close_settled([target.order], [target.claim])
    _close_when_settled(found)
    _record(
        wie,
        "terugvordering_verrekend",
        found,
        bedrag=euro(cent),
        verplichting=target.order.nummer,
    )
    return found


def _order_of(terugvordering_id: int) -> list[int]:
    found = Terugvordering.objects.filter(pk=terugvordering_id)
    return list(found.values_list("declaratieregel__verplichting", flat=True))


def _lock_order_of(terugvordering_id: int) -> None:
    lock_orders(_order_of(terugvordering_id))


def _locked_target(regel_id: int, terugvordering_id: int) -> _Target:
    """First the orders, then the declaratie, then the line: as when a payment is confirmed."""
    line = Declaratieregel.objects.filter(pk=regel_id).first()
    if not line:
        raise Weigering("Deze regel bestaat niet in jouw regio. Ververs de pagina.")
    order = lock_orders([line.verplichting_id, *_order_of(terugvordering_id)])[line.verplichting_id]
    claim = Declaratie.objects.select_for_update(of=("self",)).get(pk=line.declaratie_id)
    locked = Declaratieregel.objects.select_for_update(of=("self",)).get(pk=regel_id)
    return _Target(locked, order, claim)


def _offset(found: Terugvordering, made: Terugontvangst, target: _Target) -> Boeking:
    return Boeking(
        "verrekening",
        target.order.fondsregel,
        found.regio_id,
        made.cent,
        f"verrekening:{made.pk}",
        f"verrekend met terugvordering {found.nummer}",
        reservering_id=target.order.reservering_id,
        verplichting_id=target.order.pk,
        declaratieregel_id=target.line.pk,
        terugvordering_id=found.pk,
    )


@money_action
def ask_write_off(wie: Actor, *, terugvordering_id: int, reden: str) -> Terugvordering:
    """Ask to write off what is still open. Another kassier decides."""
    require_rol(wie, KASSIERS, "vragen om af te boeken")
    found = locked_terugvordering(terugvordering_id)
    if found.status != "open":
        raise Weigering("Alleen een openstaande terugvordering kan worden afgeboekt.")
    if not reden.strip():
        raise Weigering("Schrijf waarom dit geld niet meer terugkomt.", veld="reden")
    found.afboeken_gevraagd_door_id = wie.medewerker_id
    found.reden_afboeking = reden.strip()[:300]
    found.save(update_fields=["afboeken_gevraagd_door", "reden_afboeking"])
    _record(wie, "afboeking_gevraagd", found, reden=found.reden_afboeking)
    return found


@money_action
def write_off(wie: Actor, *, terugvordering_id: int) -> Terugvordering:
    """Write off what is open: it stays paid. By another kassier than who asked for it."""
    require_rol(wie, KASSIERS, "afboeken")
    found = locked_terugvordering(terugvordering_id)
    if not found.reden_afboeking:
        raise Weigering("Er is nog niet gevraagd om af te boeken. Doe dat eerst, met een reden.")
    if wie.medewerker_id == found.afboeken_gevraagd_door_id:
        raise Weigering("Wie vraagt om af te boeken, beslist er niet over. Vraag een ander.")
    left = open_cent(found)
    Terugvordering.STAPPEN.move(found, "afgeboekt")
    found.afgeboekt_door_id, found.afgesloten_op = wie.medewerker_id, timezone.now()
    found.save(update_fields=["status", "afgeboekt_door", "afgesloten_op"])
    _record(wie, "terugvordering_afgeboekt", found, bedrag=euro(left), reden=found.reden_afboeking)
    return found


def tell_partner(found: Terugvordering, waarom: str) -> None:
    """Mail whoever made the declaratie; `waarom` makes each reason go out once."""
    claim = found.declaratieregel.declaratie
    makers = Medewerker.objects.filter(pk=claim.gemaakt_door_id or 0)
    to = makers.values_list("email", flat=True).first()
    if not to or not found.uiterlijk:
        return
    # Who pays sees no address: Ontschot itself writes the message.
    with scope(systeem(found.regio_id, reden="terugvordering")):
        outbox.queue(
            regio=found.regio_id,
            aan=to,
            onderwerp=f"Terugvordering {found.nummer} bij declaratie {claim.naam}",
            tekst=f"Er moet {euro(open_cent(found))} terug, uiterlijk op {datum(found.uiterlijk)}. "
            f"Noem bij de betaling het nummer {found.nummer}. De brief en de reden staan in "
            f"Ontschot bij declaratie {claim.naam}.",
            sleutel=f"terugvordering:{found.pk}:{waarom}",
        )


def _record(wie: Actor, event: str, found: Terugvordering, **gegevens: str) -> None:
    audit.record(
        wie,
        event,
        object_soort="terugvordering",
        object_sleutel=found.nummer,
        regio=found.regio_id,
        **gegevens,
    )
