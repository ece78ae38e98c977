"""What is proposed when somebody orders, and what hangs on the order afterwards."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from ontschot.aanbieders.models import Kaderprijs
from ontschot.aanbieders.queries import kaderprijs_of, known_as, names
from ontschot.kassier.models import Plafondakkoord, Reservering, Verplichting
from ontschot.kassier.queries.mandaten import mandaten_op, needs_number, term_on
from ontschot.kassier.rules import KOPEN, Deel, Mandaat, order_expires_after
from ontschot.netwerk.models import Organisatie, Partner
from ontschot.netwerk.queries import valid_on
from ontschot.regelingen.models import Plafond
from ontschot.regelingen.queries import plafond_op
from ontschot.trajecten.models import Interventie

# Which kinds of organisatie a party of domain 3.5 stands for.
SOORT_VAN = {"uwv": "uwv", "vakbond": "vakbond", "gemeente": "gemeente"}


@dataclass(frozen=True)
class Voorstel:
    """All that the order form shows and fills in before anybody types."""

    reservering: Reservering | None
    plafond: Plafond | None
    kaderprijs: Kaderprijs | None
    aanbieders: list[str]
    partners: list[tuple[int, str]]
    mandaten: list[Mandaat]
    akkoord: Plafondakkoord | None
    nummer_eerst: bool
    initial: dict[str, Any]

    @property
    def kopers(self) -> list[Mandaat]:
        return [m for m in self.mandaten if m.soort == KOPEN]


def proposal(interventie: Interventie, day: date) -> Voorstel:
    """What is known already about an order to come; a constant number of queries."""
    reserved = (
        Reservering.objects.filter(interventie=interventie, status="open")
        .select_related("fondsregel__fonds")
        .first()
    )
    provider = known_as(interventie.regio_id, interventie.aanbieder)
    agreed = kaderprijs_of(
        interventie.inkoper_id,
        provider.pk if provider else None,
        interventie.interventiesoort_id,
        day,
    )
    partners = Partner.objects.filter(valid_on(day), regio=interventie.regio_id)
    others = Organisatie.objects.filter(pk__in=partners.values("organisatie")).order_by("naam")
    consent = Plafondakkoord.objects.filter(interventie=interventie).order_by("-pk").first()
    return Voorstel(
        reservering=reserved,
        plafond=plafond_op(interventie.interventiesoort_id, day),
        kaderprijs=agreed,
        aanbieders=names(interventie.regio_id, day),
        partners=[(o.pk, o.naam) for o in others if o.pk != interventie.inkoper_id],
        mandaten=mandaten_op(interventie.regio_id, day),
        akkoord=consent,
        nummer_eerst=needs_number(interventie.interventiesoort_id, day),
        initial=_initial(interventie, reserved, agreed, list(others)),
    )


def _initial(
    interventie: Interventie,
    reserved: Reservering | None,
    agreed: Kaderprijs | None,
    others: list[Organisatie],
) -> dict[str, Any]:
    wanted = agreed.cent if agreed else interventie.gevraagd_cent
    step = interventie.stap
    return {
        "bedrag_cent": min(wanted, reserved.cent if reserved else 0) or None,
        "btw": agreed.btw if agreed else interventie.btw,
        "aanbieder": agreed.contract.aanbieder.naam if agreed else interventie.aanbieder,
        "van": step.van,
        "tot": step.tot,
        "betaalwijze": "partner",
        "eerstverantwoordelijk": interventie.eerstverantwoordelijk,
        "op_verzoek_van": _asker(interventie, others),
    }


def _asker(interventie: Interventie, others: list[Organisatie]) -> int | None:
    """Who buys for another one's doelgroep, usually does so at the request of that other one.

    Only proposed where exactly one partner of the region is meant.
    """
    kind = SOORT_VAN.get(interventie.eerstverantwoordelijk, "")
    if interventie.inkoper.soort == kind:
        return None
    meant = [o.pk for o in others if o.soort == kind and o.pk != interventie.inkoper_id]
    return meant[0] if len(meant) == 1 else None


def parts_of(order: Verplichting) -> list[Deel]:
    """The parts in which the invoice comes; none: in one."""
    return [Deel(date.fromisoformat(row["dag"]), row["cent"]) for row in order.termijnen]


def expires_on(order: Verplichting) -> date | None:
    """The last day on which an open order can be declared; None when it does not expire."""
    if order.status != "open":
        return None
    return order_expires_after(order.tot, term_on(order.regio_id, timezone.localdate()))
