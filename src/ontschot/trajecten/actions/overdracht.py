"""A warm hand-over: offered, and then accepted, refused or taken back. One of them wins."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from ontschot.kandidaten.actions import involve, move_contactpersoon, touch
from ontschot.kandidaten.models import Betrokkenheid, Kandidaat
from ontschot.kandidaten.vastleggen import medewerker_of, organisatie_of
from ontschot.kern import audit, links, outbox
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import HULPVERLENERS
from ontschot.kern.scope import Actor
from ontschot.kern.webadres import web_address
from ontschot.netwerk.models import Rol
from ontschot.netwerk.queries import valid_on
from ontschot.trajecten.actions.common import at, betrokken, not_in_future, required
from ontschot.trajecten.locks import locked
from ontschot.trajecten.models import Overdracht
from ontschot.trajecten.rules import answer_before, giver_reads_until
from ontschot.trajecten.rules.overdracht import DEELBAAR

LINK = "overdracht"


@dataclass(frozen=True)
class Afspraak:
    """What every hand-over says, whoever receives it. Consent, or `andere_grond`: one of both."""

    reden: str
    warm_contact: str
    warm_contact_op: date
    soort: str = "overdracht"
    kandidaat_akkoord_op: date | None = None
    kandidaat_akkoord_wijze: str = ""
    andere_grond: str = ""
    gedeeld: tuple[str, ...] = field(default_factory=lambda: tuple(DEELBAAR))
    samenvatting: str = ""
    terugkoppeling_mag: bool = False


@action
def offer_overdracht(
    wie: Actor,
    *,
    kandidaat_id: int,
    naar_rol_id: int,
    reden: str,
    warm_contact: str,
    warm_contact_op: date,
    kandidaat_akkoord_op: date | None = None,
    kandidaat_akkoord_wijze: str = "",
    andere_grond: str = "",
    terugkoppeling_mag: bool = False,
    soort: str = "overdracht",
    moment: datetime | None = None,
) -> Overdracht:
    """Offer somebody to a colleague, who is named by a `netwerk.Rol` valid today in this region.

    `overdracht`: the colleague becomes vaste contactpersoon on accepting, so only the vaste
    contactpersoon offers it. `verwijzing`: the colleague helps too, and the owner stays. Either
    way the dossier opens for the colleague, so everything in it is shared.
    """
    kandidaat = betrokken(wie, kandidaat_id, lock=True)
    naar = _receiver(wie, naar_rol_id, kandidaat.regio_id)
    afspraak = Afspraak(
        reden=reden,
        warm_contact=warm_contact,
        warm_contact_op=warm_contact_op,
        soort=soort,
        kandidaat_akkoord_op=kandidaat_akkoord_op,
        kandidaat_akkoord_wijze=kandidaat_akkoord_wijze,
        andere_grond=andere_grond,
        terugkoppeling_mag=terugkoppeling_mag,
    )
    overdracht = store_offer(
        wie,
        kandidaat,
        afspraak,
        moment=moment,
        naar_id=naar.medewerker_id,
        naar_organisatie_id=naar.organisatie_id,
    )
    tell(
        overdracht,
        naar.medewerker.email,
        f"Overdracht {kandidaat.sleutel} wacht op je antwoord",
        f"{wie.naam} ({wie.organisatie}) biedt je dossier {kandidaat.sleutel} aan. Antwoord "
        f"uiterlijk op {overdracht.reageer_uiterlijk:%d-%m-%Y}.",
        "aangeboden",
    )
    return overdracht


def store_offer(
    wie: Actor,
    kandidaat: Kandidaat,
    afspraak: Afspraak,
    *,
    moment: datetime | None = None,
    **ontvanger: object,
) -> Overdracht:
    """The offer as a row, checked and logged; `ontvanger` holds the fields of one receiver."""
    if afspraak.soort not in dict(Overdracht.SOORTEN):
        raise Weigering("Kies of de ander het overneemt of meehelpt.", veld="soort")
    if afspraak.soort == "overdracht":
        _refuse_others(wie, kandidaat)
    not_in_future(afspraak.warm_contact_op, "warm_contact_op")
    offered = at(moment)
    overdracht = Overdracht.objects.create(
        regio_id=kandidaat.regio_id,
        kandidaat=kandidaat,
        soort=afspraak.soort,
        van_id=medewerker_of(wie),
        van_organisatie_id=organisatie_of(wie),
        reden=required(afspraak.reden, "Schrijf op waarom je dit overdraagt.", "reden"),
        samenvatting=afspraak.samenvatting.strip(),
        gedeeld=[code for code in DEELBAAR if code in afspraak.gedeeld],
        warm_contact=required(
            afspraak.warm_contact,
            "Schrijf op wie met wie sprak over deze kandidaat.",
            "warm_contact",
        ),
        warm_contact_op=afspraak.warm_contact_op,
        terugkoppeling_mag=afspraak.terugkoppeling_mag,
        aangeboden_op=offered,
        reageer_uiterlijk=answer_before(timezone.localdate(offered)),
        **_consent(afspraak),
        **ontvanger,
    )
    log(wie, "overdracht_aangeboden", overdracht, soort=afspraak.soort)
    return overdracht


def _consent(afspraak: Afspraak) -> dict[str, object]:
    """Consent with its date and manner, or else another ground; never both and never neither."""
    andere = afspraak.andere_grond.strip()
    day = afspraak.kandidaat_akkoord_op
    if day is None and not andere:
        raise Weigering(
            "Vul in wanneer de kandidaat dit goed vond. Is er een andere grond? Schrijf die op.",
            veld="kandidaat_akkoord_op",
        )
    if day is not None and andere:
        raise Weigering(
            "Vond de kandidaat het goed, of is er een andere grond? Vul er één in.",
            veld="andere_grond",
        )
    if day is None:
        return {"andere_grond": andere, "kandidaat_akkoord_wijze": ""}
    not_in_future(day, "kandidaat_akkoord_op")
    return {
        "kandidaat_akkoord_op": day,
        "kandidaat_akkoord_wijze": afspraak.kandidaat_akkoord_wijze or "niet_vastgelegd",
    }


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
    found = today.filter(pk=rol_id, soort__in=sorted(HULPVERLENERS))
    rol = found.select_related("medewerker").first()
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
    naar, organisatie = overdracht.naar_id, overdracht.naar_organisatie_id
    assert naar is not None
    assert organisatie is not None
    accepted = at(moment)
    close(overdracht, "aangenomen", accepted)
    if overdracht.soort == "overdracht":
        move_contactpersoon(
            wie,
            kandidaat=overdracht.kandidaat,
            naar_medewerker_id=naar,
            naar_organisatie_id=organisatie,
            leest_tot=giver_reads_until(timezone.localdate(accepted)),
        )
    else:
        involve(
            overdracht.kandidaat,
            medewerker_id=naar,
            organisatie_id=organisatie,
            grond="uitvoering",
        )
    log(wie, "overdracht_aangenomen", overdracht)
    tell_giver(overdracht, "aangenomen", wie.naam)
    return overdracht


@action
def refuse_overdracht(wie: Actor, *, overdracht_id: int, reden: str) -> Overdracht:
    """Say no, with a reason that the giver reads. The giver stays owner."""
    overdracht = _locked_for_receiver(wie, overdracht_id)
    overdracht.weigering = required(reden, "Schrijf waarom je de overdracht weigert.", "reden")
    close(overdracht, "geweigerd")
    log(wie, "overdracht_geweigerd", overdracht)
    tell_giver(overdracht, "geweigerd", wie.naam)
    return overdracht


@action
def withdraw_overdracht(wie: Actor, *, overdracht_id: int) -> Overdracht:
    """Take the offer back, as long as there is no answer. Only the giver can do this.

    A link that was sent stops working, and another region sees that it was withdrawn.
    """
    overdracht = locked(offers(), overdracht_id, "Deze overdracht")
    if overdracht.van_id != wie.medewerker_id:
        raise Weigering("Alleen wie de overdracht aanbood, kan die intrekken.")
    close(overdracht, "ingetrokken")
    links.revoke(soort=LINK, object_sleutel=str(overdracht.pk))
    aanbod = getattr(overdracht, "regioaanbod", None)
    if aanbod:
        aanbod.STAPPEN.move(aanbod, "ingetrokken")
        aanbod.besloten_op = overdracht.besloten_op
        aanbod.save(update_fields=["status", "besloten_op"])
    log(wie, "overdracht_ingetrokken", overdracht)
    return overdracht


@action
def give_feedback(wie: Actor, *, overdracht_id: int, tekst: str) -> Overdracht:
    """Tell the giver in a sentence what became of it, if the kandidaat allows that."""
    overdracht = locked(offers(), overdracht_id, "Deze overdracht")
    if overdracht.naar_id != wie.medewerker_id or overdracht.status != "aangenomen":
        raise Weigering("Alleen wie de overdracht aannam, vertelt hoe het verder ging.")
    if not overdracht.terugkoppeling_mag:
        raise Weigering("De kandidaat wil niet dat we vertellen hoe het verder ging.")
    overdracht.terugkoppeling = required(tekst, "Schrijf in één zin hoe het verder ging.", "tekst")
    overdracht.terugkoppeling_op = timezone.now()
    overdracht.save(update_fields=["terugkoppeling", "terugkoppeling_op"])
    log(wie, "overdracht_teruggekoppeld", overdracht)
    tell_how_it_went(overdracht, wie.naam)
    return overdracht


def tell_how_it_went(overdracht: Overdracht, wie: str) -> None:
    tell(
        overdracht,
        overdracht.van.email,
        f"Hoe het verder ging met {overdracht.kandidaat.sleutel}",
        f"{wie} schreef hoe het verder ging. Je leest het bij de overdracht.",
        f"teruggekoppeld-{overdracht.terugkoppeling_op:%Y%m%d%H%M%S}",
    )


def offers() -> QuerySet[Overdracht]:
    return Overdracht.objects.select_related("kandidaat", "van", "regioaanbod")


def _locked_for_receiver(wie: Actor, overdracht_id: int) -> Overdracht:
    overdracht = locked(offers(), overdracht_id, "Deze overdracht")
    if overdracht.naar_id is None or overdracht.naar_id != wie.medewerker_id:
        raise Weigering("Deze overdracht is aan een ander aangeboden.")
    return overdracht


def close(overdracht: Overdracht, status: str, moment: datetime | None = None) -> None:
    """Give the offer its answer, once."""
    Overdracht.STAPPEN.move(overdracht, status)
    overdracht.besloten_op = at(moment)
    overdracht.save(update_fields=["status", "besloten_op", "weigering", "beantwoord_door"])


def tell(overdracht: Overdracht, aan: str, onderwerp: str, tekst: str, wat: str) -> None:
    """A mail about this offer, with the key of the dossier and never a name of the kandidaat."""
    url = web_address(reverse("trajecten:overdracht", args=[overdracht.pk]))
    outbox.queue(
        regio=overdracht.regio_id,
        aan=aan,
        onderwerp=onderwerp,
        tekst=f"{tekst}\n\n{url}",
        sleutel=f"overdracht-{overdracht.pk}-{wat}",
    )


def tell_giver(overdracht: Overdracht, wat: str, wie: str) -> None:
    sleutel = overdracht.kandidaat.sleutel
    tell(
        overdracht,
        overdracht.van.email,
        f"Overdracht {sleutel}: {wat}",
        f"{wie} heeft je overdracht van dossier {sleutel} {wat}.",
        wat,
    )


def log(wie: Actor, event: str, overdracht: Overdracht, **gegevens: str) -> None:
    """An audit line about an offer; the dossier comes on top of the list."""
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
