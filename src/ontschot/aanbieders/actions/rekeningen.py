"""On which account a provider is paid: one person enters it, another one confirms."""

from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from ontschot.aanbieders.actions.lijst import locked, record
from ontschot.aanbieders.models import Aanbieder, Aanbiederrekening, Rekeningovername
from ontschot.aanbieders.nummers import clean_iban
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.netwerk.queries import valid_on

OPGEVERS = frozenset({Rolsoort.KASSIER, Rolsoort.COORDINATOR})


def require_rol(wie: Actor, rollen: frozenset[Rolsoort], wat: str) -> None:
    """Raises Weigering for another role, or without a person."""
    if wie.rol not in rollen or not wie.medewerker_id:
        raise Weigering(f"Jouw rol mag dit niet: {wat}. Vraag de kassier.")


@action
def enter_rekening(
    wie: Actor, *, aanbieder_id: int, iban: str, tenaamstelling: str, van: date
) -> Aanbiederrekening:
    """Enter an account that holds from `van`. It cannot be paid before another one confirms it.

    Raises Weigering for a wrong IBAN, one that stands at another provider, or without a name.
    """
    require_rol(wie, OPGEVERS, "een rekening opgeven")
    aanbieder = locked(aanbieder_id)
    account = clean_iban(iban)
    if not tenaamstelling.strip():
        raise Weigering("Vul in op wiens naam de rekening staat.", veld="tenaamstelling")
    known = (
        Aanbiederrekening.objects.filter(
            regio_id=aanbieder.regio_id, iban=account, ingetrokken_op__isnull=True
        )
        .select_related("aanbieder")
        .first()
    )
    if known:
        raise Weigering(
            f"Deze rekening staat al bij ‘{known.aanbieder.naam}’. Kijk of het dezelfde is.",
            veld="iban",
        )
    assert wie.medewerker_id
    found = Aanbiederrekening.objects.create(
        regio_id=aanbieder.regio_id,
        aanbieder=aanbieder,
        iban=account,
        tenaamstelling=tenaamstelling.strip()[:70],
        van=van,
        opgegeven_door_id=wie.medewerker_id,
    )
    record(wie, "aanbiederrekening_opgegeven", aanbieder, einde=found.einde)
    return found


@action
def confirm_rekening(wie: Actor, *, rekening_id: int) -> Aanbiederrekening:
    """A kassier who did not enter it saw that it is right: from now on it can be paid.

    The confirmed account before it ends the day before. Raises Weigering for who entered it.
    """
    require_rol(wie, frozenset({Rolsoort.KASSIER}), "een rekening bevestigen")
    found = _waiting(rekening_id)
    if found.opgegeven_door_id == wie.medewerker_id:
        raise Weigering("Je gaf deze rekening zelf op. Vraag een andere kassier.")
    _end_former(found)
    found.bevestigd_door_id, found.bevestigd_op = wie.medewerker_id, timezone.now()
    found.save(update_fields=["bevestigd_door", "bevestigd_op"])
    record(wie, "aanbiederrekening_bevestigd", found.aanbieder, einde=found.einde)
    return found


def _waiting(rekening_id: int) -> Aanbiederrekening:
    """An account that waits for its second pair of eyes; its provider is locked first."""
    found = _of(rekening_id)
    if found.ingetrokken_op or found.bevestigd_op:
        raise Weigering("Over deze rekening is al beslist. Ververs de pagina.")
    return found


def _of(rekening_id: int) -> Aanbiederrekening:
    known = Aanbiederrekening.objects.filter(pk=rekening_id).first()
    if not known:
        raise Weigering("Deze rekening bestaat niet in jouw regio.")
    aanbieder = locked(known.aanbieder_id)
    found = Aanbiederrekening.objects.select_for_update(of=("self",)).get(pk=rekening_id)
    found.aanbieder = aanbieder
    return found


def _end_former(new: Aanbiederrekening) -> None:
    former = Aanbiederrekening.objects.filter(
        Q(tot__isnull=True) | Q(tot__gte=new.van),
        aanbieder=new.aanbieder_id,
        bevestigd_op__isnull=False,
        ingetrokken_op__isnull=True,
    )
    if former.filter(van__gte=new.van).exists():
        raise Weigering(
            "Er is al een bevestigde rekening vanaf die dag of later. Trek die eerst in, of geef "
            "deze op vanaf een latere dag."
        )
    former.update(tot=new.van - timedelta(days=1))


@action
def withdraw_rekening(wie: Actor, *, rekening_id: int, reden: str) -> Aanbiederrekening:
    """This account is not right: it cannot be confirmed or paid any more. `reden` is asked."""
    require_rol(wie, OPGEVERS, "een rekening intrekken")
    found = _of(rekening_id)
    if found.ingetrokken_op:
        raise Weigering("Deze rekening is al ingetrokken. Ververs de pagina.")
    if not reden.strip():
        raise Weigering("Schrijf waarom de rekening niet meer klopt.", veld="reden")
    found.ingetrokken_op, found.reden_intrekking = timezone.now(), reden.strip()[:200]
    found.save(update_fields=["ingetrokken_op", "reden_intrekking"])
    record(
        wie,
        "aanbiederrekening_ingetrokken",
        found.aanbieder,
        einde=found.einde,
        reden=found.reden_intrekking,
    )
    return found


def payable_accounts(aanbieder_ids: set[int], day: date) -> dict[int, Aanbiederrekening]:
    """Per provider the confirmed account that is paid on this day, its provider locked.

    That of the one it was joined with, when two people decided so (`Rekeningovername`). For who
    puts a batch together: a change of the account waits until the batch stands.
    """
    paid_as = _paid_as(aanbieder_ids)
    everybody = {*aanbieder_ids, *paid_as.values()}
    # In the order of the key, as every other lock here.
    list(
        Aanbieder.objects.select_for_update(of=("self",))
        .filter(pk__in=everybody)
        .order_by("pk")
        .values_list("pk")
    )
    # Asked again: it may have changed while we waited.
    paid_as = _paid_as(aanbieder_ids)
    rows = Aanbiederrekening.objects.filter(
        valid_on(day),
        aanbieder__in={*aanbieder_ids, *paid_as.values()},
        bevestigd_op__isnull=False,
        ingetrokken_op__isnull=True,
    )
    own = {row.aanbieder_id: row for row in rows}
    found = {pk: own.get(paid_as.get(pk, pk)) for pk in aanbieder_ids}
    return {pk: row for pk, row in found.items() if row}


def _paid_as(aanbieder_ids: set[int]) -> dict[int, int]:
    """Of providers that ended: to which one that goes on two people decided to pay."""
    rows = Rekeningovername.objects.filter(
        status="akkoord", samenvoeging__status="akkoord", samenvoeging__aanbieder__in=aanbieder_ids
    )
    return dict(rows.order_by().values_list("samenvoeging__aanbieder", "samenvoeging__met"))
