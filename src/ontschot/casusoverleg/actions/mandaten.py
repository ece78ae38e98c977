"""A mandaat: made, changed by a new one, and ended by the coördinator."""

from datetime import date

from django.utils import timezone

from ontschot.casusoverleg.models import Mandaat
from ontschot.kern import audit
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import SYSTEEM, Rolsoort
from ontschot.kern.scope import Actor
from ontschot.netwerk.models import Partner
from ontschot.netwerk.queries import valid_on
from ontschot.web.format import datum, euro


def require_coordinator(wie: Actor, wat: str) -> None:
    """Only the coördinator of a region arranges this. Raises Weigering for anybody else."""
    if wie.rol not in (Rolsoort.COORDINATOR, SYSTEEM) or not wie.regio:
        raise Weigering(f"Alleen de coördinator van een regio kan {wat}.")


@action
def give_mandaat(
    wie: Actor,
    *,
    organisatie_id: int,
    tot_cent: int,
    van: date,
    tot: date | None = None,
    bron: str = "",
) -> Mandaat:
    """Let a partner decide by itself about interventies up to `tot_cent` (inclusive)."""
    require_coordinator(wie, "een mandaat geven")
    partner = Partner.objects.filter(
        valid_on(max(van, timezone.localdate())), organisatie=organisatie_id, regio=wie.regio
    ).select_related("organisatie")
    found = partner.first()
    if found is None:
        raise Weigering(
            "Deze organisatie is dan geen partner in jouw regio. Kies een partner.",
            veld="organisatie_id",
        )
    if tot_cent <= 0:
        raise Weigering("Vul een bedrag in van meer dan € 0.", veld="tot_cent")
    mandaat = Mandaat.objects.create(
        regio_id=wie.regio,
        organisatie_id=organisatie_id,
        tot_cent=tot_cent,
        van=van,
        tot=tot,
        bron=bron.strip()[:200],
    )
    audit.record(
        wie,
        "mandaat_gegeven",
        object_soort="mandaat",
        object_sleutel=str(mandaat.pk),
        regio=wie.regio,
        organisatie=found.organisatie.naam,
        bedrag=euro(tot_cent),
    )
    return mandaat


@action
def end_mandaat(wie: Actor, *, mandaat_id: int, tot: date) -> Mandaat:
    """End a mandaat after a last day: today or later, and not beyond the day that stood."""
    require_coordinator(wie, "een mandaat beëindigen")
    found = Mandaat.objects.select_for_update(of=("self",)).filter(pk=mandaat_id)
    mandaat = found.select_related("organisatie").first()
    if mandaat is None:
        raise Weigering("Dit mandaat is er niet in jouw regio. Ververs de pagina.")
    today = timezone.localdate()
    if mandaat.tot is not None and mandaat.tot < today:
        raise Weigering(f"Dit mandaat is al voorbij sinds {datum(mandaat.tot)}.")
    if tot < max(today, mandaat.van):
        raise Weigering(
            "Kies vandaag of een latere dag, en niet vóór het mandaat begint.", veld="tot"
        )
    mandaat.tot = tot
    mandaat.save(update_fields=["tot"])
    audit.record(
        wie,
        "mandaat_beeindigd",
        object_soort="mandaat",
        object_sleutel=str(mandaat.pk),
        regio=mandaat.regio_id,
        organisatie=mandaat.organisatie.naam,
        tot=tot.isoformat(),
    )
    return mandaat
