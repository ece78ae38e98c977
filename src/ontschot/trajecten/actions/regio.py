"""A hand-over to another region: rows never cross, so the person begins there under a new key."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils import timezone

from ontschot.documenten.actions import take_along
from ontschot.documenten.models import Document, Inhoud
from ontschot.kandidaten.actions import (
    close_as_moved,
    create_kandidaat,
    move_contactpersoon,
    record_feit,
    set_afgeschermd,
)
from ontschot.kandidaten.models import Kandidaat, Situatiefeit
from ontschot.kandidaten.vastleggen import medewerker_of
from ontschot.kern import audit, outbox
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.kern.webadres import web_address
from ontschot.netwerk.models import Medewerker, Regio, Rol
from ontschot.netwerk.queries import colleagues_in
from ontschot.trajecten.actions.common import betrokken, required
from ontschot.trajecten.actions.overdracht import Afspraak, close, log, offers, store_offer
from ontschot.trajecten.actions.volgen import lapse
from ontschot.trajecten.locks import locked
from ontschot.trajecten.models import (
    Interventie,
    Overdracht,
    Overdrachtdocument,
    Overname,
    Regioaanbod,
)
from ontschot.trajecten.queries.gedeeld import handed_text
from ontschot.trajecten.rules import giver_reads_until
from ontschot.web.format import datum

OPEN_GELD = ("besluit_gevraagd", "toegekend", "verplicht", "loopt")


@action
def offer_regio(
    wie: Actor,
    *,
    kandidaat_id: int,
    naar_regio: str,
    afspraak: Afspraak,
    document_ids: Collection[int] = (),
) -> Regioaanbod:
    """Offer somebody to another region, which sees a key and the summary and nothing more.

    The chosen documents of the dossier are copied when the other region accepts. Refused while an
    interventie here is asked for, granted, ordered or running.
    """
    kandidaat = betrokken(wie, kandidaat_id, lock=True)
    regio = Regio.objects.filter(pk=naar_regio, doet_mee=True).first()
    if regio is None or regio.pk == kandidaat.regio_id:
        raise Weigering("Kies een andere regio die met Ontschot werkt.", veld="naar_regio")
    required(
        afspraak.samenvatting,
        "Schrijf op wat de andere regio mag weten voordat die ja of nee zegt.",
        "samenvatting",
    )
    _refuse_unsettled(kandidaat)
    chosen = _chosen_documents(kandidaat, document_ids)
    rest = tuple(code for code in afspraak.gedeeld if code != "documenten")
    afspraak = replace(afspraak, gedeeld=(*rest, "documenten") if chosen else rest)
    overdracht = store_offer(wie, kandidaat, afspraak, waarheen="regio", naar_regio=regio)
    Overdrachtdocument.objects.bulk_create(
        Overdrachtdocument(regio_id=kandidaat.regio_id, overdracht=overdracht, document=document)
        for document in chosen
    )
    giver = Medewerker.objects.get(pk=overdracht.van_id)
    aanbod = Regioaanbod.objects.create(
        regio_id=kandidaat.regio_id,
        overdracht=overdracht,
        naar_regio=regio,
        kandidaat_sleutel=kandidaat.sleutel,
        samenvatting=overdracht.samenvatting,
        gedeeld=overdracht.gedeeld,
        van_naam=giver.naam,
        van_organisatie=wie.organisatie,
        van_email=giver.email,
        van_telefoon=giver.telefoon,
        aangeboden_op=overdracht.aangeboden_op,
        reageer_uiterlijk=overdracht.reageer_uiterlijk,
    )
    tell_coordinators(aanbod, "aangeboden")
    return aanbod


def _chosen_documents(kandidaat: Kandidaat, ids: Collection[int]) -> list[Document]:
    """The documents of this dossier with these numbers; raises Weigering when one is not there."""
    rows = Document.objects.filter(
        kandidaat=kandidaat, pk__in=set(ids), ingetrokken_op__isnull=True
    )
    found = list(rows.order_by("pk"))
    if len(found) != len(set(ids)):
        raise Weigering("Een gekozen document is er niet (meer). Kies opnieuw.", veld="documenten")
    return found


def tell_coordinators(aanbod: Regioaanbod, wat: str) -> None:
    """Mail the coördinators of the receiving region; in the outbox of the giving one."""
    url = web_address(reverse("trajecten:regioaanbod", args=[aanbod.pk]))
    for rol in colleagues_in(aanbod.naar_regio_id, {Rolsoort.COORDINATOR}):
        outbox.queue(
            regio=aanbod.regio_id,
            aan=rol.medewerker.email,
            onderwerp=f"Overdracht {aanbod.kandidaat_sleutel} uit een andere regio",
            tekst=f"{aanbod.van_naam} ({aanbod.van_organisatie}) vraagt of jullie regio iemand "
            f"overneemt. Antwoord uiterlijk op {aanbod.reageer_uiterlijk:%d-%m-%Y}.\n\n{url}",
            sleutel=f"regioaanbod-{aanbod.pk}-{wat}-{rol.medewerker_id}",
        )


def _refuse_unsettled(kandidaat: Kandidaat) -> None:
    found = Interventie.objects.filter(kandidaat=kandidaat, status__in=OPEN_GELD)
    names = list(found.order_by("id").values_list("omschrijving", flat=True))
    if names:
        wat = "staat nog open" if len(names) == 1 else "staan nog open"
        raise Weigering(
            f"{_listed(names)} {wat}. Rond dat eerst af, of breek het af. "
            "Daarna kan de kandidaat naar de andere regio."
        )


def _listed(names: Iterable[str]) -> str:
    *first, last = (f"“{name}”" for name in names)
    return f"{', '.join(first)} en {last}" if first else last


@action
def accept_regio(wie: Actor, *, aanbod_id: int, naar_rol_id: int | None = None) -> Kandidaat:
    """Take somebody over from another region: a new kandidaat here, and the old one is closed.

    Whoever accepts becomes vaste contactpersoon, or the colleague with `naar_rol_id` in this
    region. The former one reads the old dossier for 30 days. Both regions keep an audit line.
    """
    aanbod = _open_offer(wie, aanbod_id)
    contact = _contact(wie, naar_rol_id)
    both = systeem(aanbod.regio_id, aanbod.naar_regio_id, reden=wie.naam)
    with scope(both):
        overdracht = locked(offers(), aanbod.overdracht_id, "Deze overdracht")
        old = Kandidaat.objects.select_for_update().get(pk=overdracht.kandidaat_id)
        aanbod.refresh_from_db()
        Regioaanbod.STAPPEN.move(aanbod, "aangenomen")
        _require_settled(old, aanbod)
        facts = list(Situatiefeit.objects.filter(kandidaat=old, tot__isnull=True))
        text = handed_text(overdracht, old)
        papers = _papers_of(overdracht)
    new = _begin(wie, old, facts, set(aanbod.gedeeld))
    for document, inhoud in papers:
        take_along(wie, new, document, inhoud, grond=_ground_of(overdracht))
    Overname.objects.create(
        regio_id=new.regio_id,
        kandidaat=new,
        van_regio_id=aanbod.regio_id,
        tekst=text,
        door_id=medewerker_of(wie),
    )
    if contact:
        move_contactpersoon(
            wie,
            kandidaat=new,
            naar_medewerker_id=contact.medewerker_id,
            naar_organisatie_id=contact.organisatie_id,
            leest_tot=timezone.localdate(),
        )
    _record(wie, "kandidaat_overgenomen", new, van=aanbod.regio_id)
    with scope(both):
        _leave(wie, overdracht, aanbod, new)
    return new


def _require_settled(kandidaat: Kandidaat, aanbod: Regioaanbod) -> None:
    if Interventie.objects.filter(kandidaat=kandidaat, status__in=OPEN_GELD).exists():
        raise Weigering(
            "In de andere regio staat nog een interventie open. "
            f"Bel {aanbod.van_naam}. Die rondt dat eerst af."
        )


def _papers_of(overdracht: Overdracht) -> list[tuple[Document, bytes]]:
    """What was chosen to go along, with its contents; withdrawn meanwhile stays behind."""
    chosen = Inhoud.objects.filter(
        document__in=overdracht.documenten.values("document"),
        document__ingetrokken_op__isnull=True,
    )
    rows = chosen.select_related("document").order_by("document_id")
    return [(row.document, bytes(row.bytes)) for row in rows]


def _ground_of(overdracht: Overdracht) -> str:
    """Why a document may go along, in the words of the offer."""
    day = overdracht.kandidaat_akkoord_op
    return f"De kandidaat vond dit goed op {datum(day)}." if day else overdracht.andere_grond


def _open_offer(wie: Actor, aanbod_id: int) -> Regioaanbod:
    found = Regioaanbod.objects.filter(pk=aanbod_id, naar_regio=wie.regio or None).first()
    if found is None or wie.rol not in PROFESSIONALS:
        raise Weigering("Dit aanbod is niet aan jouw regio gedaan.")
    return found


def _contact(wie: Actor, rol_id: int | None) -> Rol | None:
    """The colleague who goes on with it; None when that is `wie`."""
    if rol_id is None:
        return None
    rol = next((r for r in colleagues_in(wie.regio, PROFESSIONALS) if r.pk == rol_id), None)
    if rol is None:
        raise Weigering("Deze collega werkt hier niet (meer). Kies een ander.", veld="naar")
    return None if rol.medewerker_id == wie.medewerker_id else rol


def _begin(wie: Actor, old: Kandidaat, facts: list[Situatiefeit], shared: set[str]) -> Kandidaat:
    """The person under a new key, with what the giver chose; the gemeente is asked anew."""
    values = {name: getattr(old, name) for name in ("tussenvoegsel", "geboortedatum", "taal")}
    if "contactgegevens" in shared:
        values |= {"telefoon": old.telefoon, "email": old.email}
    if "situatie" in shared:
        values |= {name: getattr(old, name) for name in ("geslacht", "opleiding", "sector")}
    new = create_kandidaat(wie, voornaam=old.voornaam, achternaam=old.achternaam, **values)
    if old.afgeschermd:
        set_afgeschermd(wie, kandidaat=new, afgeschermd=True)
    for fact in facts if "situatie" in shared else []:
        record_feit(
            wie,
            kandidaat=new,
            soort=fact.soort_id,
            van=fact.van,
            bron="de vorige regio",
        )
    return new


def _leave(wie: Actor, overdracht: Overdracht, aanbod: Regioaanbod, new: Kandidaat) -> None:
    """Close the old dossier: what was only planned lapses, and nobody stays with it."""
    old, both = overdracht.kandidaat, systeem(aanbod.regio_id, aanbod.naar_regio_id, reden=wie.naam)
    overdracht.beantwoord_door = f"{wie.naam}, {wie.organisatie}"[:140]
    close(overdracht, "aangenomen")
    aanbod.besloten_op, aanbod.besloten_door_id = overdracht.besloten_op, wie.medewerker_id
    aanbod.nieuwe_sleutel = new.sleutel
    aanbod.save(update_fields=["status", "besloten_op", "besloten_door", "nieuwe_sleutel"])
    for planned in Interventie.objects.filter(kandidaat=old, status="gepland"):
        Interventie.STAPPEN.move(planned, "vervallen")
        planned.save(update_fields=["status", "laatste_wijziging_op"])
    lapse(old.pk, "verhuisd")
    close_as_moved(
        old,
        naar_regio=aanbod.naar_regio_id,
        leest_tot=giver_reads_until(timezone.localdate()),
    )
    log(both, "overdracht_aangenomen", overdracht)
    parts = Kandidaat.objects.filter(samengevoegd_met=old).order_by("pk")
    weg = [old.sleutel, *parts.values_list("sleutel", flat=True)]
    _record(both, "kandidaat_verhuisd", old, naar=aanbod.naar_regio_id, weg=weg)
    _tell_giver(aanbod, "aangenomen")


@action
def refuse_regio(wie: Actor, *, aanbod_id: int, reden: str) -> Regioaanbod:
    """Say no, with a reason that the giver reads. Nothing changes in the other region."""
    aanbod = _open_offer(wie, aanbod_id)
    reden = required(reden, "Schrijf waarom jullie de overdracht weigeren.", "reden")
    both = systeem(aanbod.regio_id, aanbod.naar_regio_id, reden=wie.naam)
    with scope(both):
        overdracht = locked(offers(), aanbod.overdracht_id, "Deze overdracht")
        aanbod.refresh_from_db()
        Regioaanbod.STAPPEN.move(aanbod, "geweigerd")
        overdracht.weigering = aanbod.weigering = reden
        overdracht.beantwoord_door = f"{wie.naam}, {wie.organisatie}"[:140]
        close(overdracht, "geweigerd")
        aanbod.besloten_op, aanbod.besloten_door_id = overdracht.besloten_op, wie.medewerker_id
        aanbod.save(update_fields=["status", "besloten_op", "besloten_door", "weigering"])
        log(both, "overdracht_geweigerd", overdracht)
        _tell_giver(aanbod, "geweigerd")
    return aanbod


def _tell_giver(aanbod: Regioaanbod, wat: str) -> None:
    url = web_address(reverse("trajecten:overdracht", args=[aanbod.overdracht_id]))
    outbox.queue(
        regio=aanbod.regio_id,
        aan=aanbod.van_email,
        onderwerp=f"Overdracht {aanbod.kandidaat_sleutel}: {wat}",
        tekst=f"De andere regio heeft je overdracht van dossier {aanbod.kandidaat_sleutel} "
        f"{wat}.\n\n{url}",
        sleutel=f"regioaanbod-{aanbod.pk}-{wat}",
    )


def _record(wie: Actor, event: str, kandidaat: Kandidaat, **gegevens: Any) -> None:
    audit.record(
        wie,
        event,
        object_soort="kandidaat",
        object_sleutel=kandidaat.sleutel,
        regio=kandidaat.regio_id,
        kandidaat_sleutel=kandidaat.sleutel,
        **gegevens,
    )
