"""Money that comes back: proposed, decided by another, received, offset or written off."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from ontschot.kassier.actions.boeken import without_person
from ontschot.kassier.actions.fondsen import record_again
from ontschot.kassier.actions.indieningen import KASSIERS
from ontschot.kassier.actions.sluiten import lock_orders
from ontschot.kassier.journaal import Boeking, booking_day, money_action, post, require_rol
from ontschot.kassier.models import (
    Claimregel,
    Declaratieregel,
    Kostenregel,
    Terugontvangst,
    Terugvordering,
)
from ontschot.kassier.rules import AANLEIDINGEN
from ontschot.kassier.xmlveilig import one_line
from ontschot.kern import audit, outbox
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS, SYSTEEM
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.netwerk.models import Medewerker
from ontschot.web.format import datum, euro

MAX_TERMIJN_DAGEN = 730


@money_action
def propose_terugvordering(
    wie: Actor,
    *,
    declaratieregel_id: int | None = None,
    kostenregel_id: int | None = None,
    cent: int,
    reden: str,
    aanleiding: str = "",
    creditnota_id: int | None = None,
) -> Terugvordering:
    """Propose that `cent` of a paid line comes back; by the partner itself or by a kassier.

    The line is one of a declaratie or one of costs: give one of the two. `aanleiding` is a code
    of `rules.AANLEIDINGEN` when drift led to it. Never more than what was paid of the line and is
    not asked back yet. Somebody else decides.
    """
    require_rol(wie, KASSIERS | PROFESSIONALS, "een terugvordering voorstellen")
    line = _paid_line(wie, declaratieregel_id, kostenregel_id)
    reden = one_line(reden)
    if not reden:
        raise Weigering("Schrijf waarom dit geld terug moet komen.", veld="reden")
    if aanleiding and aanleiding not in AANLEIDINGEN:
        raise Weigering("Deze aanleiding kennen we niet. Ververs de pagina.")
    left = line.cent - _asked_cent(line)
    if cent <= 0 or cent > left:
        raise Weigering(
            f"Van deze regel kan nog {euro(left)} worden teruggevraagd. Vul een bedrag in tot en "
            "met dat bedrag.",
            veld="cent",
        )
    if isinstance(line, Declaratieregel):
        reden = without_person(line.verplichting.interventie, reden)
    made = Terugvordering.objects.create(
        regio_id=line.regio_id,
        **{kind_of(line): line},
        fonds_id=line.declaratie.fonds_id,
        cent=cent,
        reden=reden[:300],
        aanleiding=aanleiding,
        creditnota_id=creditnota_id,
        voorgesteld_door_id=wie.medewerker_id,
    )
    record_on(wie, "terugvordering_voorgesteld", made, bedrag=euro(cent), reden=made.reden)
    return made


def kind_of(line: Claimregel) -> str:
    return "kostenregel" if isinstance(line, Kostenregel) else "declaratieregel"


def _paid_line(wie: Actor, regel_id: int | None, kostenregel_id: int | None) -> Claimregel:
    model: Any = Declaratieregel if kostenregel_id is None else Kostenregel
    line: Claimregel | None = (
        model.objects.select_for_update(of=("self",))
        .select_related("declaratie__organisatie")
        .filter(pk=regel_id if kostenregel_id is None else kostenregel_id)
        .first()
    )
    if not line:
        raise Weigering("Deze regel bestaat niet in jouw regio. Ververs de pagina.")
    if wie.rol not in KASSIERS and line.declaratie.organisatie_id != wie.organisatie_id:
        raise Weigering(f"Deze declaratie is van {line.declaratie.organisatie.naam}.")
    if line.status != "betaald":
        raise Weigering("Alleen van een betaalde regel kan geld terugkomen.")
    return line


def _asked_cent(line: Claimregel) -> int:
    """Cents of a line that are asked back already, proposals included."""
    asked = line.terugvorderingen.exclude(status="afgewezen")
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

    Of costs a kassier of the fonds does, as when they were judged. The partner gets a message
    with the number that belongs with the payment.
    """
    require_rol(wie, KASSIERS, "over een terugvordering beslissen")
    found = locked_terugvordering(terugvordering_id)
    if wie.medewerker_id == found.voorgesteld_door_id:
        raise Weigering(
            "Wie een terugvordering voorstelt, beslist er niet over. Vraag een andere kassier."
        )
    _require_kassier_of_costs(wie, found)
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
        record_on(
            wie,
            "terugvordering_vastgesteld",
            found,
            bedrag=euro(found.cent),
            uiterlijk=datum(found.uiterlijk),
        )
    else:
        record_on(wie, "terugvordering_afgewezen", found, reden=found.reden_afwijzing)
    return found


def _require_kassier_of_costs(wie: Actor, found: Terugvordering) -> None:
    if found.kostenregel_id and found.fonds.kassier_id != wie.organisatie_id:
        raise Weigering(f"Dit fonds heeft een andere kassier: {found.fonds.kassier.naam} beslist.")


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
            "kostenregel__fondsregel",
            "kostenregel__declaratie__organisatie",
            "fonds__kassier",
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
    _lock_behind(terugvordering_id)
    found = locked_terugvordering(terugvordering_id)
    known = Terugontvangst.objects.filter(sleutel=sleutel).first()
    if known:
        if (known.terugvordering_id, known.cent, known.dag) != (found.pk, cent, day):
            raise Weigering(
                "Deze ontvangst is al vastgelegd, met een ander bedrag of een andere dag."
            )
        record_again(wie, "terugvordering", found.nummer, found.regio_id)
        return found
    require_open_part(found, cent)
    made = Terugontvangst.objects.create(
        regio_id=found.regio_id,
        terugvordering=found,
        soort="ontvangst",
        cent=cent,
        dag=day,
        sleutel=sleutel,
        door_id=wie.medewerker_id,
    )
    post(wie, day, [came_back(found, made)])
    close_when_settled(found)
    record_on(
        wie, "terugvordering_ontvangen", found, bedrag=euro(cent), open=euro(open_cent(found))
    )
    return found


def record_returned(
    wie: Actor, *, regel: Claimregel, cent: int, dag: date, voorgesteld_door_id: int, sleutel: str
) -> Terugvordering:
    """A part of a payment that is back already: asked, decided and received at once.

    By the two who placed it; part of an action of theirs. The rules of every terugvordering hold.
    """
    made = Terugvordering.objects.create(
        regio_id=regel.regio_id,
        **{kind_of(regel): regel},
        fonds_id=regel.declaratie.fonds_id,
        cent=cent,
        reden="Een deel van de betaling kwam terug van de bank.",
        aanleiding="bank",
        voorgesteld_door_id=voorgesteld_door_id,
    )
    found = locked_terugvordering(made.pk)
    _require_kassier_of_costs(wie, found)
    Terugvordering.STAPPEN.move(found, "open")
    found.besloten_door_id, found.besloten_op = wie.medewerker_id, timezone.now()
    found.uiterlijk = dag
    found.save()
    return settle_terugvordering(
        wie, terugvordering_id=found.pk, cent=cent, dag=dag, sleutel=sleutel
    )


def open_cent(found: Terugvordering) -> int:
    """Cents that still have to come back."""
    back = found.ontvangsten.aggregate(som=Coalesce(Sum("cent"), 0))["som"]
    return found.cent - int(back)


def require_open_part(found: Terugvordering, cent: int) -> None:
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


def close_when_settled(found: Terugvordering) -> None:
    if open_cent(found) == 0:
        Terugvordering.STAPPEN.move(found, "voldaan")
        found.afgesloten_op = timezone.now()
        found.save(update_fields=["status", "afgesloten_op"])


def came_back(found: Terugvordering, made: Terugontvangst) -> Boeking:
    line = found.regel
    documents = line.documenten
    # What comes back of an order is of the order: its line stays declared and paid as it was.
    documents.pop("declaratieregel_id", None)
    return Boeking(
        "terugontvangst",
        line.fondsregel,
        found.regio_id,
        made.cent,
        f"terugontvangst:{made.pk}",
        f"terugvordering {found.nummer}, {made.get_soort_display()}",
        terugvordering_id=found.pk,
        **documents,
    )


def order_behind(terugvordering_id: int) -> list[int]:
    """The order behind it; costs have none."""
    found = Terugvordering.objects.filter(pk=terugvordering_id, declaratieregel__isnull=False)
    return list(found.values_list("declaratieregel__verplichting", flat=True))


def _lock_behind(terugvordering_id: int) -> None:
    lock_orders(order_behind(terugvordering_id))


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
    record_on(wie, "afboeking_gevraagd", found, reden=found.reden_afboeking)
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
    _require_kassier_of_costs(wie, found)
    left = open_cent(found)
    Terugvordering.STAPPEN.move(found, "afgeboekt")
    found.afgeboekt_door_id, found.afgesloten_op = wie.medewerker_id, timezone.now()
    found.save(update_fields=["status", "afgeboekt_door", "afgesloten_op"])
    record_on(
        wie, "terugvordering_afgeboekt", found, bedrag=euro(left), reden=found.reden_afboeking
    )
    return found


def tell_partner(found: Terugvordering, waarom: str) -> None:
    """Mail whoever made the declaratie; `waarom` makes each reason go out once."""
    claim = found.regel.declaratie
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


def record_on(wie: Actor, event: str, found: Terugvordering, **gegevens: str) -> None:
    audit.record(
        wie,
        event,
        object_soort="terugvordering",
        object_sleutel=found.nummer,
        regio=found.regio_id,
        **gegevens,
    )
