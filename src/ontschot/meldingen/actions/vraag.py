"""Everything that happens to a question: it comes in, is answered, taken over and closed."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from ontschot.kern import audit, outbox
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.keys import new_code, new_key
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.meldingen import berichten, deuren, eigenaarschap, rules, termijnen, wachtlijst
from ontschot.meldingen.actions import wachten
from ontschot.meldingen.actions.wachten import end_wait
from ontschot.meldingen.bezit import own, record_on
from ontschot.meldingen.codes import hash_code
from ontschot.meldingen.deuren import NERGENS, Herkomst
from ontschot.meldingen.models import Aanvulling, Antwoord, Melding
from ontschot.meldingen.rules import Stand
from ontschot.meldingen.termijnen import promise
from ontschot.toewijzing.rules import INDICATIES, Vraagfeiten

# Room for a number of another region is not needed: the prefix holds the region.
NUMMER_POGINGEN = 5


@dataclass(frozen=True)
class Ontvangen:
    """A question that came in. `code` opens the answer; it is shown once and never kept."""

    melding: Melding
    code: str


@action
def receive(
    wie: Actor,
    *,
    regio: str,
    deur: str,
    vraag: str,
    contactwijze: str = "anoniem",
    naam: str = "",
    telefoon: str = "",
    email: str = "",
    gemeente_id: int | None = None,
    taal: str = "nl",
    indicatie: str = "",
    plaats: str = "",
    eigenaar_id: int | None = None,
    ontvangen_op: datetime | None = None,
    code: str = "",
    herkomst: Herkomst = NERGENS,
    rubriek: str = "",
) -> Ontvangen:
    """Keep a question and give it an owner at once: `eigenaar_id`, or whom the rule chooses.

    Who stays anonymous, or comes through the portaal, gets a code to read the answer with.
    During an intake stop it goes on the waiting list, with the promise that belongs to it.
    `ontvangen_op` is for what was written on paper first; the promise counts from then. `code`
    is for a form that knows it beforehand: sent twice, it raises IntegrityError.
    Raises Weigering, with the field, for a question that cannot be kept, or when the region has
    nobody who can own it.
    """
    if wie.is_medewerker and regio not in wie.regios:
        raise Weigering("Je werkt niet in deze regio. Leg de vraag vast in je eigen regio.")
    anonymous = contactwijze == "anoniem"
    melding = Melding(
        regio_id=regio,
        deur=deur,
        plaats=rules.clean_text(plaats)[:120],
        vraag=_text(vraag, "vraag", rules.MAX_VRAAG_TEKENS, "vraag"),
        contactwijze=contactwijze,
        naam="" if anonymous else _short(naam, "naam", 160),
        telefoon="" if anonymous else _phone(telefoon, needed=contactwijze == "bellen"),
        email="" if anonymous else _email(email, needed=contactwijze == "mailen"),
        gemeente_id=gemeente_id,
        taal=taal,
        indicatie=_indicatie(indicatie),
        ontvangen_op=_moment(ontvangen_op),
        werkcafe_id=herkomst.werkcafe_id,
        campagne_id=herkomst.campagne_id,
        partij_id=herkomst.partij_id,
        elders=herkomst.elders,
        rubriek_id=rubriek or None,
    )
    if anonymous or deur == "portaal" or code:
        code = code or new_code()
        melding.code_hash = hash_code(code)
    _keep(wie, melding, eigenaar_id, herkomst)
    return Ontvangen(melding, code if melding.code_hash else "")


def _keep(wie: Actor, melding: Melding, eigenaar_id: int | None, herkomst: Herkomst) -> None:
    """Give it its owner, its promise and its number, and store it.

    Past the visitor, who may see nothing; its own savepoint, so a refusal leaves no trace.
    """
    regio = melding.regio_id
    with scope(systeem(regio, reden="vraag aannemen")), transaction.atomic():
        _assign(melding, eigenaar_id)
        deuren.refuse_elsewhere(regio, herkomst)
        _promise(melding)
        melding.nummer = _free_number(regio)
        melding.save(force_insert=True)
        _record_received(wie, melding)


def _assign(melding: Melding, eigenaar_id: int | None) -> None:
    facts = Vraagfeiten(melding.deur, melding.gemeente_id, melding.taal, melding.indicatie)
    owner = eigenaarschap.assign(melding.regio_id, facts, eigenaar_id)
    melding.eigenaar_id, melding.organisatie_id = owner.medewerker_id, owner.organisatie_id
    melding.omdat = owner.omdat


def _record_received(wie: Actor, melding: Melding) -> None:
    why = f", omdat {melding.omdat}" if melding.omdat else ""
    audit.record(
        wie,
        "vraag_ontvangen",
        object_soort="vraag",
        object_sleutel=melding.nummer,
        regio=melding.regio_id,
        deur=melding.get_deur_display(),
        eigenaar=f"{melding.eigenaar.naam}{why}",
        eigenaar_id=melding.eigenaar_id,
    )


def _indicatie(code: str) -> str:
    """Work or income, from the list that holds nothing about health; empty: not asked."""
    if code and code not in INDICATIES:
        raise Weigering("Kies een situatie uit de lijst.", veld="indicatie")
    return code


def _moment(ontvangen_op: datetime | None) -> datetime:
    now = timezone.now()
    if ontvangen_op and ontvangen_op > now:
        raise Weigering("Een vraag kan niet in de toekomst binnenkomen. Kies een eerder moment.")
    return ontvangen_op or now


def _promise(melding: Melding) -> None:
    """Before when we react, and whether it waits for the end of an intake stop first."""
    regio, day = melding.regio_id, timezone.localdate(melding.ontvangen_op)
    melding.stop = wachtlijst.stop_for(regio, melding.deur, melding.rubriek_id or "", day)
    termijn = termijnen.of_regio(regio)
    melding.reageer_uiterlijk, melding.antwoord_uiterlijk = wachtlijst.promises(
        termijn, melding.stop, day
    )


def _free_number(regio: str) -> str:
    """A key for the question; two at once can hardly draw the same, and the database refuses it."""
    for _ in range(NUMMER_POGINGEN):
        nummer = new_key(f"V{regio.removeprefix('AM')}")
        if not Melding.objects.filter(nummer=nummer).exists():
            return nummer
    raise Weigering("Er is nu geen nummer voor deze vraag te vinden. Probeer het opnieuw.")


def _text(text: str, wat: str, maximum_tekens: int, veld: str) -> str:
    clean = rules.clean_text(text)
    if problem := rules.text_problem(clean, wat=wat, maximum_tekens=maximum_tekens):
        raise Weigering(problem, veld=veld)
    return clean


def _short(text: str, veld: str, maximum_tekens: int) -> str:
    clean = " ".join(rules.clean_text(text).split())
    if len(clean) > maximum_tekens:
        raise Weigering(
            f"Dit is te lang: er passen {maximum_tekens} tekens. Maak het korter.", veld=veld
        )
    return clean


def _phone(text: str, *, needed: bool) -> str:
    number = _short(text, "telefoon", 20)
    if needed and sum(c.isdigit() for c in number) < rules.MIN_CIJFERS_TELEFOON:
        raise Weigering(
            "Vul een telefoonnummer in van minstens 10 cijfers, dan kunnen we bellen.",
            veld="telefoon",
        )
    return number


def _email(text: str, *, needed: bool) -> str:
    address = _short(text, "email", 254)
    if not address and not needed:
        return ""
    try:
        validate_email(address)
    except ValidationError:
        raise Weigering(
            "Vul een e-mailadres in, bijvoorbeeld naam@voorbeeld.nl, dan kunnen we mailen.",
            veld="email",
        ) from None
    return address


@action
def answer(wie: Actor, *, melding_id: int, tekst: str) -> Antwoord:
    """Say something to the person; by mail when that was asked, else to be read with the code.

    Counts as the first contact. Raises Weigering for somebody else's question or no text.
    """
    melding = own(wie, melding_id)
    clean = _text(tekst, "antwoord", rules.MAX_ANTWOORD_TEKENS, "tekst")
    antwoord = Antwoord.objects.create(
        regio_id=melding.regio_id, melding=melding, tekst=clean, door_id=melding.eigenaar_id
    )
    if Melding.STAPPEN.allows(melding.status, "beantwoord"):
        Melding.STAPPEN.move(melding, "beantwoord")
    melding.eerste_contact_op = melding.eerste_contact_op or antwoord.op
    end_wait(melding)
    melding.save(update_fields=["status", "eerste_contact_op", *wachten.VELDEN])
    reachable = melding.kandidaat is None or melding.kandidaat.is_bereikbaar
    if melding.contactwijze == "mailen" and reachable:
        onderwerp, brief = berichten.answer_mail(melding, clean, wie.naam)
        outbox.queue(
            regio=melding.regio_id,
            aan=melding.email,
            onderwerp=onderwerp,
            tekst=brief,
            sleutel=f"antwoord-{antwoord.pk}",
        )
    record_on(wie, melding, "vraag_beantwoord")
    return antwoord


@action
def record_first_contact(wie: Actor, *, melding_id: int, op: datetime | None = None) -> Melding:
    """Keep when somebody of us first spoke with the person; once, and not before the question."""
    melding = own(wie, melding_id)
    if melding.eerste_contact_op:
        raise Weigering("Het eerste contact staat er al. Schrijf wat er nu gebeurde als antwoord.")
    moment = op or timezone.now()
    if not melding.ontvangen_op <= moment <= timezone.now():
        raise Weigering("Het eerste contact ligt tussen het moment van de vraag en nu.", veld="op")
    melding.eerste_contact_op = moment
    melding.save(update_fields=["eerste_contact_op"])
    record_on(wie, melding, "vraag_eerste_contact")
    return melding


@action
def close(wie: Actor, *, melding_id: int, uitkomst: str) -> Melding:
    """End a question with what became of it; raises Weigering when that did not happen yet."""
    melding = own(wie, melding_id)
    labels = dict(Melding.UITKOMSTEN)
    if uitkomst not in labels:
        raise Weigering("Kies wat er van de vraag is geworden.", veld="uitkomst")
    advies = bool(melding.kandidaat and melding.kandidaat.adviezen.exists())
    stand = Stand(
        contact=melding.eerste_contact_op is not None,
        kandidaat=melding.kandidaat is not None,
        advies=advies,
        bevestigd=melding.verwijzingen.filter(soort=uitkomst, status="bevestigd").exists(),
    )
    if problem := rules.closing_problem(uitkomst, stand):
        raise Weigering(problem, veld="uitkomst")
    Melding.STAPPEN.move(melding, "gesloten")
    melding.uitkomst, melding.gesloten_op = uitkomst, timezone.now()
    end_wait(melding)
    melding.save(update_fields=["status", "uitkomst", "gesloten_op", *wachten.VELDEN])
    record_on(wie, melding, "vraag_gesloten", uitkomst=labels[uitkomst])
    return melding


@action
def add_by_code(wie: Actor, *, regio: str, code: str, tekst: str) -> Aanvulling:
    """Let a visitor add something to their own question; it waits for an answer again.

    Raises Weigering for a wrong code, or when the question is closed.
    """
    clean = _text(tekst, "bericht", rules.MAX_VRAAG_TEKENS, "tekst")
    with scope(systeem(regio, reden="aanvulling")), transaction.atomic():
        found = Melding.objects.select_for_update()
        melding = found.filter(regio=regio, code_hash=hash_code(code)).first()
        if melding is None:
            raise Weigering("Deze code kennen we niet. Kijk of je hem goed overnam.", veld="code")
        if Melding.STAPPEN.final(melding.status):
            raise Weigering("Deze vraag is afgesloten. Stel gerust een nieuwe vraag.")
        extra = Aanvulling.objects.create(regio_id=regio, melding=melding, tekst=clean)
        if Melding.STAPPEN.allows(melding.status, "open"):
            Melding.STAPPEN.move(melding, "open")
            # Whoever writes again hears from us as soon as whoever writes first.
            melding.reageer_uiterlijk = promise(regio, timezone.localdate())
            melding.antwoord_uiterlijk = melding.reageer_uiterlijk
        melding.save(update_fields=["status", "reageer_uiterlijk", "antwoord_uiterlijk"])
        record_on(wie, melding, "vraag_aangevuld")
    return extra


@action
def set_onderwerp(wie: Actor, *, melding_id: int, rubriek: str) -> Melding:
    """Say what the question is about. When that has an intake stop, it waits for its turn too.

    Raises Weigering for somebody else's question.
    """
    melding = own(wie, melding_id)
    melding.rubriek_id = rubriek or None
    if melding.stop_id is None and melding.eerste_contact_op is None:
        _promise(melding)
    melding.save(update_fields=["rubriek", "stop", "reageer_uiterlijk", "antwoord_uiterlijk"])
    record_on(wie, melding, "vraag_onderwerp")
    return melding
