"""Joining two dossiers with a way back, and telling two people apart.

A merge moves no row of any room: the dossier that ends keeps its rows and its key, and points at
the one that goes on (docs/adr/0012).
"""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from ontschot.kandidaten.access import kandidaat_for
from ontschot.kandidaten.actions.betrokken import involve
from ontschot.kandidaten.dubbel.models import AL_BEZIG
from ontschot.kandidaten.dubbel.queries import pair_for
from ontschot.kandidaten.dubbel.samenvoegen import join, separate
from ontschot.kandidaten.dubbel.vergelijken import contacts_of, fields_to_choose
from ontschot.kandidaten.dubbel.vermoeden import in_order, propose
from ontschot.kandidaten.models import (
    Betrokkenheid,
    Dubbelvermoeden,
    Kandidaat,
    NietDezelfde,
    Samenvoeging,
    Samenvoegspoor,
)
from ontschot.kandidaten.vastleggen import medewerker_of, record
from ontschot.kern import outbox
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor

# How long a merge can be undone; not from a source.
ONGEDAAN_DAGEN = 30
WEG = "Dit voorstel is er niet meer. Ververs de pagina."


@action
def tell_apart(wie: Actor, *, vermoeden_id: int) -> NietDezelfde:
    """Say that two dossiers are of two people; the pair is not proposed again."""
    pair = pair_for(wie, vermoeden_id)
    if pair is None:
        raise Weigering("Deze twee staan er niet meer. Een collega was je voor.")
    said, _ = NietDezelfde.objects.get_or_create(
        een_id=pair.een_id,
        twee_id=pair.twee_id,
        defaults={"regio_id": pair.regio_id, "door_id": medewerker_of(wie)},
    )
    record(wie, "niet_dezelfde", pair.een, andere=pair.twee.sleutel)
    pair.delete()
    return said


@action
def take_back_apart(wie: Actor, *, niet_dezelfde_id: int) -> None:
    """Take back that these are two people; if they still look alike, the pair comes back."""
    said = (
        NietDezelfde.objects.select_for_update(of=("self",))
        .select_related("een", "twee")
        .filter(pk=niet_dezelfde_id)
        .first()
    )
    if said is None:
        raise Weigering("Dit is al teruggenomen. Ververs de pagina.")
    own = {c.medewerker_id for c in contacts_of(said.een, said.twee).values()}
    if wie.rol != Rolsoort.COORDINATOR and wie.medewerker_id not in own:
        raise Weigering("Dit kan het vaste contact van een van beide, of de coördinator.")
    record(wie, "niet_dezelfde_terug", said.een, andere=said.twee.sleutel)
    een = said.een
    said.delete()
    propose(een)


@action
def ask_merge(
    wie: Actor, *, blijver: str, verliezer: str, contact_id: int, keuzes: Sequence[str] = ()
) -> Samenvoeging:
    """Join two dossiers, or ask the other vaste contactpersoon to agree when they differ.

    `blijver` goes on; `keuzes` are the fields of which the value of `verliezer` is taken over;
    `contact_id` is who becomes the one vaste contactpersoon. Whoever asks is the vaste
    contactpersoon of one of the two and may write in both.
    """
    living, ending = _both_locked(wie, blijver, verliezer)
    contacts = contacts_of(living, ending)
    people = {row.medewerker_id for row in contacts.values()}
    me = medewerker_of(wie)
    if me not in people:
        raise Weigering("Samenvoegen kan het vaste contact van een van de twee dossiers.")
    if contact_id not in people:
        raise Weigering("Kies een van de twee vaste contacten.", veld="contact")
    unknown = set(keuzes) - {field.name for field in fields_to_choose()}
    if unknown:
        raise Weigering("Een van de gekozen gegevens bestaat niet meer. Ververs de pagina.")
    asked = Samenvoeging.objects.create(
        regio_id=living.regio_id,
        blijver=living,
        verliezer=ending,
        blijver_sleutel=living.sleutel,
        verliezer_sleutel=ending.sleutel,
        gevraagd_door_id=me,
        akkoord_van_id=next((pk for pk in people if pk != me), None),
        contact_id=contact_id,
    )
    trail = Samenvoegspoor.objects.create(
        regio_id=living.regio_id, samenvoeging=asked, keuzes=sorted(keuzes)
    )
    if asked.akkoord_van_id is None:
        return _carry_out(wie, asked, trail, living, ending)
    _ask_the_other(wie, asked, trail, contacts, (living, ending))
    return asked


def _both_locked(wie: Actor, blijver: str, verliezer: str) -> tuple[Kandidaat, Kandidaat]:
    """Both rows, locked in the order of their numbers, so that two merges wait for each other."""
    if blijver == verliezer:
        raise Weigering("Dit is twee keer hetzelfde dossier. Kies twee verschillende.")
    rows = Kandidaat.objects.filter(sleutel__in=[blijver, verliezer])
    list(rows.order_by("pk").select_for_update(of=("self",)))
    living = kandidaat_for(wie, blijver, schrijft=True)
    ending = kandidaat_for(wie, verliezer, schrijft=True)
    for row in (living, ending):
        if row.samengevoegd_met_id:
            raise Weigering(
                f"Dossier {row.sleutel} is al samengevoegd met een ander. "
                "Ververs de pagina om te zien wat er gebeurde."
            )
    _refuse_gone(living, ending)
    een, twee = in_order(living.pk, ending.pk)
    if NietDezelfde.objects.filter(een_id=een, twee_id=twee).exists():
        raise Weigering(
            "Een collega zei dat dit twee verschillende mensen zijn. Neem dat eerst terug op de "
            "bladzijde ‘Misschien dubbel’."
        )
    pair = [living.pk, ending.pk]
    waiting = Samenvoeging.objects.filter(status="gevraagd")
    if (waiting.filter(blijver__in=pair) | waiting.filter(verliezer__in=pair)).exists():
        raise Weigering(AL_BEZIG)
    return living, ending


def _refuse_gone(living: Kandidaat, ending: Kandidaat) -> None:
    """That somebody died, or went to another region, does not disappear in a merge."""
    for row in (living, ending):
        if row.overgegaan_op:
            raise Weigering(
                f"Dossier {row.sleutel} ging naar een andere regio en staat vast. "
                "Samenvoegen kan niet meer. Overleg met die regio."
            )
    if ending.overleden_op and not living.overleden_op:
        raise Weigering(
            f"In dossier {ending.sleutel} staat dat deze persoon is overleden. Klopt dat? Laat dan "
            f"dossier {ending.sleutel} verder gaan. Klopt het niet? Draai het daar eerst terug."
        )


def _ask_the_other(
    wie: Actor,
    asked: Samenvoeging,
    trail: Samenvoegspoor,
    contacts: dict[int, Betrokkenheid],
    pair: tuple[Kandidaat, Kandidaat],
) -> None:
    """The other contactpersoon may read what they decide about, and is told."""
    other = next(c for c in contacts.values() if c.medewerker_id == asked.akkoord_van_id)
    added = []
    for row in pair:
        known = row.betrokkenen.filter(medewerker_id=other.medewerker_id, tot__isnull=True)
        if not known.exists():
            added.append(
                involve(
                    row,
                    medewerker_id=other.medewerker_id,
                    organisatie_id=other.organisatie_id,
                    grond="toegang",
                ).pk
            )
    trail.toegevoegd = {"meegelezen": added}
    trail.save(update_fields=["toegevoegd"])
    living, ending = pair
    record(wie, "samenvoegen_gevraagd", ending, andere=living.sleutel)
    outbox.queue(
        regio=living.regio_id,
        aan=other.medewerker.email,
        onderwerp=f"Zijn {living.sleutel} en {ending.sleutel} van dezelfde persoon?",
        tekst=f"{wie.naam} ({wie.organisatie}) wil deze dossiers samenvoegen en vraagt of je het "
        "ermee eens bent. Het voorstel staat in je Werkvoorraad.",
        sleutel=f"samenvoegen-{asked.pk}",
    )


def _carry_out(
    wie: Actor,
    asked: Samenvoeging,
    trail: Samenvoegspoor,
    living: Kandidaat,
    ending: Kandidaat,
) -> Samenvoeging:
    _refuse_gone(living, ending)
    asked.STAPPEN.move(asked, "uitgevoerd")
    asked.besloten_door_id = medewerker_of(wie)
    asked.besloten_op = timezone.now()
    asked.ongedaan_tot = timezone.localdate() + timedelta(days=ONGEDAAN_DAGEN)
    asked.save(update_fields=["status", "besloten_door", "besloten_op", "ongedaan_tot"])
    join(living, ending, contact_id=asked.contact_id, trail=trail, door_id=medewerker_of(wie))
    pairs = Dubbelvermoeden.objects.filter(een=ending) | Dubbelvermoeden.objects.filter(twee=ending)
    pairs.delete()
    propose(living)
    _record_both(wie, "samengevoegd", living, ending)
    return asked


def _locked(samenvoeging_id: int) -> tuple[Samenvoeging, Samenvoegspoor, Kandidaat, Kandidaat]:
    """A merge with both dossiers: the dossiers are locked first, always in one order."""
    known = Samenvoeging.objects.filter(pk=samenvoeging_id).first()
    if known is None:
        raise Weigering(WEG)
    rows = Kandidaat.objects.filter(pk__in=[known.blijver_id, known.verliezer_id])
    found = {row.pk: row for row in rows.order_by("pk").select_for_update(of=("self",))}
    asked = Samenvoeging.objects.select_for_update(of=("self",)).get(pk=samenvoeging_id)
    trail = Samenvoegspoor.objects.get(samenvoeging=asked)
    return asked, trail, found[asked.blijver_id], found[asked.verliezer_id]


@action
def answer_merge(
    wie: Actor, *, samenvoeging_id: int, akkoord: bool, toelichting: str = ""
) -> Samenvoeging:
    """The other vaste contactpersoon agrees, and it is done; or not, with a reason."""
    asked, trail, living, ending = _locked(samenvoeging_id)
    if asked.akkoord_van_id != wie.medewerker_id:
        raise Weigering("Over dit voorstel beslist het andere vaste contact.")
    if not akkoord and not toelichting.strip():
        raise Weigering(
            "Schrijf op waarom niet, dan weet je collega hoe verder.", veld="toelichting"
        )
    if not akkoord:
        return _end_asking(wie, asked, trail, ending, status="geweigerd", toelichting=toelichting)
    asked.toelichting = toelichting.strip()
    asked.save(update_fields=["toelichting"])
    return _carry_out(wie, asked, trail, living, ending)


@action
def withdraw_merge(wie: Actor, *, samenvoeging_id: int) -> Samenvoeging:
    """Whoever asked thinks better of it."""
    asked, trail, _, ending = _locked(samenvoeging_id)
    if asked.gevraagd_door_id != wie.medewerker_id:
        raise Weigering("Intrekken kan wie het voorstel deed.")
    return _end_asking(wie, asked, trail, ending, status="ingetrokken", toelichting="")


def _end_asking(
    wie: Actor,
    asked: Samenvoeging,
    trail: Samenvoegspoor,
    ending: Kandidaat,
    *,
    status: str,
    toelichting: str,
) -> Samenvoeging:
    """No merge: who was let in to decide goes out again."""
    asked.STAPPEN.move(asked, status)
    asked.besloten_door_id = medewerker_of(wie)
    asked.besloten_op = timezone.now()
    asked.toelichting = toelichting.strip()[:500]
    asked.save(update_fields=["status", "besloten_door", "besloten_op", "toelichting"])
    let_in = Betrokkenheid.objects.filter(pk__in=trail.toegevoegd.get("meegelezen", []))
    let_in.filter(tot__isnull=True, vaste_contactpersoon=False).update(tot=timezone.now())
    event = "samenvoegen_geweigerd" if status == "geweigerd" else "samenvoegen_ingetrokken"
    record(wie, event, ending, andere=asked.blijver_sleutel)
    return asked


def may_undo(wie: Actor, asked: Samenvoeging) -> bool:
    """The contact of the dossier that goes on, one of the two parties, or the coördinator.

    A shielded dossier is open to the coördinator only when betrokken.
    """
    now = contacts_of(asked.blijver)[asked.blijver_id].medewerker_id
    people = {now, asked.gevraagd_door_id, asked.akkoord_van_id}
    coordinator = wie.rol == Rolsoort.COORDINATOR and not asked.blijver.afgeschermd
    return coordinator or (wie.medewerker_id is not None and wie.medewerker_id in people)


@action
def undo_merge(wie: Actor, *, samenvoeging_id: int) -> Samenvoeging:
    """Put back what the merge did, and remember that these are two people."""
    asked, trail, living, ending = _locked(samenvoeging_id)
    if not may_undo(wie, asked):
        raise Weigering(
            "Terugdraaien kan het vaste contact, wie erbij was toen het werd samengevoegd, of de "
            "coördinator. Vraag het een van hen."
        )
    asked.STAPPEN.move(asked, "teruggedraaid")
    if asked.ongedaan_tot and asked.ongedaan_tot < timezone.localdate():
        raise Weigering(
            "Terugdraaien kon tot en met "
            f"{asked.ongedaan_tot:%d-%m-%Y}. Begin een nieuw dossier voor de andere persoon."
        )
    asked.teruggedraaid_op = timezone.now()
    asked.save(update_fields=["status", "teruggedraaid_op"])
    separate(living, ending, trail)
    een, twee = in_order(living.pk, ending.pk)
    NietDezelfde.objects.get_or_create(
        een_id=een,
        twee_id=twee,
        defaults={"regio_id": living.regio_id, "door_id": medewerker_of(wie)},
    )
    _record_both(wie, "samenvoegen_teruggedraaid", living, ending)
    return asked


def _record_both(wie: Actor, event: str, living: Kandidaat, ending: Kandidaat) -> None:
    """A line in either dossier; one says who is the contact of each now, also of older parts."""
    together = Kandidaat.objects.filter(samengevoegd_met__in=[living, ending])
    keys = {row.pk: row.sleutel for row in (living, ending, *together.order_by("pk"))}
    contacts = Betrokkenheid.objects.filter(
        kandidaat__in=keys, vaste_contactpersoon=True, tot__isnull=True
    ).order_by("pk")
    contacten = {keys[row.kandidaat_id]: row.medewerker_id for row in contacts}
    record(wie, event, ending, andere=living.sleutel, contacten=contacten)
    record(wie, event, living, andere=ending.sleutel)
