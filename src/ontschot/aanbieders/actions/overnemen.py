"""Paying what was ordered from a provider that ended to the one that goes on: a decision of two.

A join alone changes no account: whoever pays sees that, and this is how it is changed.
"""

from django.utils import timezone

from ontschot.aanbieders.actions.lijst import locked, record
from ontschot.aanbieders.actions.rekeningen import OPGEVERS, payable_accounts, require_rol
from ontschot.aanbieders.models import Aanbiedersamenvoeging, Rekeningovername
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.netwerk.voorstel import decide, refuse_own

MAX_REDEN = 200


@action
def propose_overname(wie: Actor, *, samenvoeging_id: int, reden: str) -> Rekeningovername:
    """Say that orders of the provider that ended are paid on the account of the other.

    Raises Weigering without a reason, when the two are not joined, or when the one that goes on
    has no account that two people saw.
    """
    require_rol(wie, OPGEVERS, "voorstellen op welke rekening er wordt betaald")
    assert wie.medewerker_id
    join = _joined(samenvoeging_id)
    if not reden.strip():
        raise Weigering("Schrijf waarom er op de andere rekening wordt betaald.", veld="reden")
    _require_account(join)
    made = Rekeningovername.objects.create(
        regio_id=join.regio_id,
        samenvoeging=join,
        reden=reden.strip()[:MAX_REDEN],
        voorgesteld_door_id=wie.medewerker_id,
    )
    record(wie, "overname_voorgesteld", join.aanbieder, met=join.met.naam, reden=made.reden)
    return made


def _joined(samenvoeging_id: int) -> Aanbiedersamenvoeging:
    """A join that holds, with its two providers locked as who puts a batch together locks them."""
    found = (
        Aanbiedersamenvoeging.objects.select_related("aanbieder", "met")
        .filter(pk=samenvoeging_id)
        .first()
    )
    if not found:
        raise Weigering("Deze samenvoeging bestaat niet in jouw regio.")
    for pk in sorted((found.aanbieder_id, found.met_id)):
        locked(pk)
    found.refresh_from_db(fields=["status"])
    if found.status != "akkoord":
        raise Weigering("Deze twee zijn niet samengevoegd. Ververs de pagina.")
    return found


def _require_account(join: Aanbiedersamenvoeging) -> None:
    if join.met_id not in payable_accounts({join.met_id}, timezone.localdate()):
        raise Weigering(
            f"{join.met.naam} heeft geen bevestigde rekening die nu geldt. Geef die eerst op, en "
            "laat een andere kassier haar bevestigen."
        )


@action
def decide_overname(wie: Actor, *, overname_id: int, akkoord: bool) -> Rekeningovername:
    """By a kassier who did not propose it. From now on the other account is paid, or not."""
    require_rol(wie, frozenset({Rolsoort.KASSIER}), "beslissen op welke rekening er wordt betaald")
    found, join = _locked(overname_id, holds=akkoord)
    refuse_own(found, wie, ander="een andere kassier")
    if akkoord:
        _require_account(join)
    decide(found, wie, "akkoord" if akkoord else "afgewezen")
    event = "overname_akkoord" if akkoord else "overname_afgewezen"
    record(wie, event, join.aanbieder, met=join.met.naam)
    return found


@action
def end_overname(wie: Actor, *, overname_id: int, reden: str) -> Rekeningovername:
    """The own account of the provider that ended is paid again; a batch that waits is stopped."""
    require_rol(wie, OPGEVERS, "stoppen met betalen op een andere rekening")
    if not reden.strip():
        raise Weigering("Schrijf waarom dit stopt.", veld="reden")
    found, join = _locked(overname_id, holds=False)
    Rekeningovername.STAPPEN.move(found, "beeindigd")
    found.beeindigd_door_id, found.reden_einde = wie.medewerker_id, reden.strip()[:MAX_REDEN]
    found.save(update_fields=["status", "beeindigd_door", "reden_einde"])
    record(wie, "overname_beeindigd", join.aanbieder, met=join.met.naam, reden=found.reden_einde)
    return found


def _locked(overname_id: int, *, holds: bool) -> tuple[Rekeningovername, Aanbiedersamenvoeging]:
    """The proposal with its join, locked; `holds` asks that the two are still joined."""
    known = Rekeningovername.objects.select_related("samenvoeging__aanbieder", "samenvoeging__met")
    found = known.filter(pk=overname_id).first()
    if not found:
        raise Weigering("Dit voorstel bestaat niet in jouw regio.")
    join = found.samenvoeging
    if holds:
        _joined(join.pk)
    else:
        for pk in sorted((join.aanbieder_id, join.met_id)):
            locked(pk)
    return Rekeningovername.objects.select_for_update(of=("self",)).get(pk=overname_id), join
