"""A warm hand-over: offered, and then accepted, refused or taken back. One of them wins."""

from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from ontschot.kandidaten.actions import involve, move_contactpersoon, touch
from ontschot.kandidaten.models import Betrokkenheid, Kandidaat
from ontschot.kandidaten.vastleggen import medewerker_of, organisatie_of
from ontschot.kern import audit
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import HULPVERLENERS
from ontschot.kern.scope import Actor
from ontschot.netwerk.models import Rol
from ontschot.netwerk.queries import valid_on
from ontschot.trajecten.actions.common import at, betrokken, not_in_future, required
from ontschot.trajecten.locks import locked
from ontschot.trajecten.models import Overdracht
from ontschot.trajecten.rules import answer_before, giver_reads_until


@action
def offer_overdracht(
    wie: Actor,
    *,
    kandidaat_id: int,
    naar_rol_id: int,
    reden: str,
    warm_contact: str,
    warm_contact_op: date,
    kandidaat_akkoord_op: date,
    soort: str = "overdracht",
    moment: datetime | None = None,
) -> Overdracht:
    """Offer somebody to a colleague, who is named by a `netwerk.Rol` valid today in this region.

    `overdracht`: the colleague becomes vaste contactpersoon on accepting, so only the vaste
    contactpersoon offers it. `verwijzing`: the colleague helps too, and the owner stays.
    """
    kandidaat = betrokken(wie, kandidaat_id, lock=True)
    if soort not in dict(Overdracht.SOORTEN):
        raise Weigering("Kies of de ander het overneemt of meehelpt.", veld="soort")
    if soort == "overdracht":
        _refuse_others(wie, kandidaat)
    naar = _receiver(wie, naar_rol_id, kandidaat.regio_id)
    offered = at(moment)
    not_in_future(warm_contact_op, "warm_contact_op")
    not_in_future(kandidaat_akkoord_op, "kandidaat_akkoord_op")
    overdracht = Overdracht.objects.create(
        regio_id=kandidaat.regio_id,
        kandidaat=kandidaat,
        soort=soort,
        van_id=medewerker_of(wie),
        van_organisatie_id=organisatie_of(wie),
        naar_id=naar.medewerker_id,
        naar_organisatie_id=naar.organisatie_id,
        reden=required(reden, "Schrijf op waarom je dit overdraagt.", "reden"),
        warm_contact=required(
            warm_contact, "Schrijf op wie met wie sprak over deze kandidaat.", "warm_contact"
        ),
        warm_contact_op=warm_contact_op,
        kandidaat_akkoord_op=kandidaat_akkoord_op,
        aangeboden_op=offered,
        reageer_uiterlijk=answer_before(timezone.localdate(offered)),
    )
    _log(wie, "overdracht_aangeboden", overdracht, soort=soort)
    return overdracht


def _refuse_others(wie: Actor, kandidaat: Kandidaat) -> None:
    owner = Betrokkenheid.objects.filter(
        kandidaat=kandidaat, vaste_contactpersoon=True, tot__isnull=True
    ).select_related("medewerker")
    contact = owner.first()
    if contact is None or contact.medewerker_id != wie.medewerker_id:
        naam = contact.medewerker.naam if contact else "een ander"
        raise Weigering(
            f"Alleen de vaste contactpersoon draagt over. Dat is {naam}. "
            "Je kunt wel iemand vragen om mee te helpen."
        )
    if Overdracht.objects.filter(
        kandidaat=kandidaat, status="aangeboden", soort="overdracht"
    ).exists():
        raise Weigering(
            "Er staat al een overdracht open voor deze kandidaat. "
            "Wacht op het antwoord, of trek die eerst in."
        )


def _receiver(wie: Actor, rol_id: int, regio: str) -> Rol:
    today = Rol.objects.filter(valid_on(timezone.localdate()), regio=regio)
    rol = today.filter(pk=rol_id, soort__in=sorted(HULPVERLENERS)).first()
    if rol is None:
        raise Weigering("Deze collega werkt hier niet (meer). Kies een ander.", veld="naar")
    if rol.medewerker_id == wie.medewerker_id:
        raise Weigering("Je kunt niet aan jezelf overdragen. Kies een ander.", veld="naar")
    return rol


@action
def accept_overdracht(
    wie: Actor, *, overdracht_id: int, moment: datetime | None = None
) -> Overdracht:
    """Take somebody over (or start helping). Only the one it was offered to can do this.

    The giver stops being betrokken and reads along for 30 days.
    """
    overdracht = _locked_for_receiver(wie, overdracht_id)
    accepted = at(moment)
    _close(overdracht, "aangenomen", accepted)
    if overdracht.soort == "overdracht":
        move_contactpersoon(
            wie,
            kandidaat=overdracht.kandidaat,
            naar_medewerker_id=overdracht.naar_id,
            naar_organisatie_id=overdracht.naar_organisatie_id,
            leest_tot=giver_reads_until(timezone.localdate(accepted)),
        )
    else:
        involve(
            overdracht.kandidaat,
            medewerker_id=overdracht.naar_id,
            organisatie_id=overdracht.naar_organisatie_id,
            grond="uitvoering",
        )
    _log(wie, "overdracht_aangenomen", overdracht)
    return overdracht


@action
def refuse_overdracht(wie: Actor, *, overdracht_id: int, reden: str) -> Overdracht:
    """Say no, with a reason that the giver reads. The giver stays owner."""
    overdracht = _locked_for_receiver(wie, overdracht_id)
    overdracht.weigering = required(reden, "Schrijf waarom je de overdracht weigert.", "reden")
    _close(overdracht, "geweigerd")
    _log(wie, "overdracht_geweigerd", overdracht)
    return overdracht


@action
def withdraw_overdracht(wie: Actor, *, overdracht_id: int) -> Overdracht:
    """Take the offer back, as long as there is no answer. Only the giver can do this."""
    overdracht = locked(_offers(), overdracht_id, "Deze overdracht")
    if overdracht.van_id != wie.medewerker_id:
        raise Weigering("Alleen wie de overdracht aanbood, kan die intrekken.")
    _close(overdracht, "ingetrokken")
    _log(wie, "overdracht_ingetrokken", overdracht)
    return overdracht


def _offers() -> QuerySet[Overdracht]:
    return Overdracht.objects.select_related("kandidaat")


def _locked_for_receiver(wie: Actor, overdracht_id: int) -> Overdracht:
    overdracht = locked(_offers(), overdracht_id, "Deze overdracht")
    if overdracht.naar_id != wie.medewerker_id:
        raise Weigering("Deze overdracht is aan een ander aangeboden.")
    return overdracht


def _close(overdracht: Overdracht, status: str, moment: datetime | None = None) -> None:
    Overdracht.STAPPEN.move(overdracht, status)
    overdracht.besloten_op = at(moment)
    overdracht.save(update_fields=["status", "besloten_op", "weigering"])


def _log(wie: Actor, event: str, overdracht: Overdracht, **gegevens: str) -> None:
    touch(overdracht.kandidaat_id)
    audit.record(
        wie,
        event,
        object_soort="overdracht",
        object_sleutel=str(overdracht.pk),
        regio=overdracht.regio_id,
        kandidaat_sleutel=overdracht.kandidaat.sleutel,
        **gegevens,
    )
