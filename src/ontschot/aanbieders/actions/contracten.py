"""What a partner agreed with a provider, and at which price per kind of interventie."""

from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from ontschot.aanbieders.actions.lijst import locked, record
from ontschot.aanbieders.models import BTW, Contract, Kaderprijs
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.scope import Actor
from ontschot.netwerk.models import Organisatie
from ontschot.regelingen.models import Interventiesoort
from ontschot.web.format import datum, euro


@action
def add_contract(
    wie: Actor,
    *,
    aanbieder_id: int,
    wat: str,
    van: date,
    tot: date | None = None,
    kenmerk: str = "",
) -> Contract:
    """Record a contract of one's own organisatie; only partners that buy have one."""
    aanbieder = locked(aanbieder_id)
    partner = Organisatie.objects.filter(pk=wie.organisatie_id or 0).first()
    if wie.rol not in PROFESSIONALS or partner is None or not partner.mag_inkopen:
        raise Weigering("Een contract legt een partner vast die zelf inkoopt.")
    if not wat.strip():
        raise Weigering("Schrijf waar het contract over gaat.", veld="wat")
    if tot and tot < van:
        raise Weigering("De einddatum ligt vóór de begindatum.", veld="tot")
    found = Contract.objects.create(
        regio_id=aanbieder.regio_id,
        organisatie=partner,
        aanbieder=aanbieder,
        wat=wat.strip()[:200],
        kenmerk=kenmerk.strip()[:120],
        van=van,
        tot=tot,
        gemaakt_door_id=wie.medewerker_id,
    )
    record(wie, "contract_vastgelegd", aanbieder, organisatie=partner.naam)
    return found


def _own(wie: Actor, contract_id: int) -> Contract:
    found = (
        Contract.objects.select_for_update(of=("self",))
        .select_related("aanbieder", "organisatie")
        .filter(pk=contract_id)
        .first()
    )
    if not found:
        raise Weigering("Dit contract bestaat niet in jouw regio.")
    if wie.rol not in PROFESSIONALS or found.organisatie_id != wie.organisatie_id:
        raise Weigering(f"Dit contract is van {found.organisatie.naam}. Vraag het daar.")
    return found


@action
def end_contract(wie: Actor, *, contract_id: int, tot: date) -> Contract:
    """Let a contract end after `tot`: today or later. Its prices end with it."""
    found = _own(wie, contract_id)
    if tot < max(found.van, timezone.localdate()):
        raise Weigering("Kies vandaag of een latere dag.", veld="tot")
    found.tot = tot
    found.save(update_fields=["tot"])
    record(
        wie,
        "contract_beeindigd",
        found.aanbieder,
        organisatie=found.organisatie.naam,
        dag=datum(tot),
    )
    return found


@action
def set_kaderprijs(
    wie: Actor,
    *,
    contract_id: int,
    interventiesoort: str,
    cent: int,
    btw: str,
    van: date,
    per: str = "",
) -> Kaderprijs:
    """Record the price of a kind of interventie from a day on; the one before ends the day before.

    `cent` is in cents; `btw` says whether VAT is in it. Raises Weigering outside the contract.
    """
    contract = _own(wie, contract_id)
    if van < contract.van or (contract.tot and van > contract.tot):
        raise Weigering("Kies een dag waarop het contract geldt.", veld="van")
    if cent <= 0:
        raise Weigering("Vul een prijs in van meer dan € 0.", veld="cent")
    if btw not in dict(BTW):
        raise Weigering("Zeg of de btw in de prijs zit.", veld="btw")
    kind = Interventiesoort.objects.filter(pk=interventiesoort).first()
    if kind is None:
        raise Weigering("Kies een soort uit de lijst.", veld="interventiesoort")
    former = Kaderprijs.objects.filter(
        Q(tot__isnull=True) | Q(tot__gte=van), contract=contract, interventiesoort=kind
    )
    if former.filter(van__gte=van).exists():
        raise Weigering("Er is al een prijs vanaf die dag of later.", veld="van")
    former.update(tot=van - timedelta(days=1))
    found = Kaderprijs.objects.create(
        regio_id=contract.regio_id,
        contract=contract,
        interventiesoort=kind,
        cent=cent,
        btw=btw,
        per=per.strip()[:60],
        van=van,
        gemaakt_door_id=wie.medewerker_id,
    )
    record(wie, "kaderprijs_vastgelegd", contract.aanbieder, soort=kind.naam, bedrag=euro(cent))
    return found
