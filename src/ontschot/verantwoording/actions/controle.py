"""A controle from setting it up to closing it: by two kassiers, one of whom only draws.

Locks are taken in this order: the controle, its payments, then the heads of the chains.
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from ontschot.kassier.actions.boeken import moment_on
from ontschot.kassier.journaal import booking_day, money_action, require_rol
from ontschot.kassier.models import Fonds, Journaalketen
from ontschot.kassier.rules import Steekproefmaat
from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.verantwoording.actions.bericht import tell_drawn
from ontschot.verantwoording.actions.verslag import wait_for_bookings
from ontschot.verantwoording.models import Controle, Controlefonds, Controleregel
from ontschot.verantwoording.queries.populatie import Betaling, complete, payments
from ontschot.verantwoording.rules import Opzet, draw_of
from ontschot.web.format import euro

KASSIERS = frozenset({Rolsoort.KASSIER})
MAX_TERMIJN_DAGEN = 365
MAX_CONCLUSIE = 4000


@money_action
def set_up_controle(
    wie: Actor,
    *,
    naam: str,
    doel: str,
    fonds_ids: Sequence[int],
    van: date,
    tot: date,
    opzet: Opzet,
    dag: date | None = None,
) -> Controle:
    """Set up a controle over the payments of `van` to `tot` from fondsen that `wie` keeps.

    The seed is drawn here, kept out of sight until another kassier draws with it; its sha256 goes
    into the log now, so nobody can say afterwards that it was another. Raises Weigering for days
    to come, a term that cannot be, or a fonds of another kassier.
    """
    require_rol(wie, KASSIERS, "een controle opzetten")
    day = booking_day(dag)
    fondsen = _own_fondsen(wie, fonds_ids)
    _require_sense(naam, doel, van, tot, opzet)
    assert wie.organisatie_id
    assert wie.medewerker_id
    zaad, maat = secrets.token_hex(16), opzet.maat
    made = Controle.objects.create(
        regio_id=wie.regio,
        organisatie_id=wie.organisatie_id,
        naam=" ".join(naam.split())[:120],
        doel=" ".join(doel.split())[:500],
        van=van,
        tot=tot,
        soort=maat.soort,
        aantal=maat.aantal,
        procent=maat.procent,
        altijd_vanaf_cent=maat.altijd_vanaf_cent,
        zaad=zaad,
        antwoord_dagen=opzet.antwoord_dagen,
        uitstel_dagen=opzet.uitstel_dagen,
        reactie_dagen=opzet.reactie_dagen,
        tolerantie_procent=opzet.tolerantie_procent,
        betrouwbaarheid_procent=opzet.betrouwbaarheid_procent,
        bron=" ".join(opzet.bron.split())[:200],
        opgezet_door_id=wie.medewerker_id,
        opgezet_op=moment_on(day),
    )
    for fonds in fondsen:
        Controlefonds.objects.create(regio_id=made.regio_id, controle=made, fonds=fonds)
    _record(wie, "controle_opgezet", made, zaadmerk=sha256(zaad.encode()).hexdigest()[:16])
    return made


def _own_fondsen(wie: Actor, fonds_ids: Sequence[int]) -> list[Fonds]:
    wanted = set(fonds_ids)
    found = list(
        Fonds.objects.filter(pk__in=wanted, kassier=wie.organisatie_id or 0).order_by("pk")
    )
    if not wanted:
        raise Weigering("Kies minstens één fonds.", veld="fondsen")
    if len(found) != len(wanted):
        raise Weigering(
            "Je controleert alleen fondsen die jouw organisatie bijhoudt. Kies opnieuw.",
            veld="fondsen",
        )
    return found


def _require_sense(naam: str, doel: str, van: date, tot: date, opzet: Opzet) -> None:
    if not naam.strip():
        raise Weigering("Geef de controle een naam.", veld="naam")
    if not doel.strip():
        raise Weigering("Schrijf wat je met deze controle wilt weten.", veld="doel")
    if tot < van:
        raise Weigering("De laatste dag ligt vóór de eerste. Verander een van de twee.", veld="tot")
    if tot > timezone.localdate():
        raise Weigering(
            "De laatste dag is nog niet voorbij. Een controle kijkt terug: kies vandaag of een "
            "eerdere dag.",
            veld="tot",
        )
    for veld in ("antwoord_dagen", "reactie_dagen"):
        if not 1 <= getattr(opzet, veld) <= MAX_TERMIJN_DAGEN:
            raise Weigering(f"Een termijn is 1 tot en met {MAX_TERMIJN_DAGEN} dagen.", veld=veld)


def locked_controle(controle_id: int) -> Controle:
    found = Controle.objects.select_for_update(of=("self",)).filter(pk=controle_id).first()
    if not found:
        raise Weigering("Deze controle bestaat niet in jouw regio.")
    return found


def require_kassier(wie: Actor, controle: Controle, wat: str) -> None:
    """Raises Weigering for who is no kassier of the organisatie that keeps these fondsen."""
    require_rol(wie, KASSIERS, wat)
    if wie.organisatie_id != controle.organisatie_id:
        raise Weigering(
            f"Deze controle is van een kassier van {controle.organisatie.naam}. Vraag die."
        )


@money_action
def draw_controle(wie: Actor, *, controle_id: int, dag: date | None = None) -> Controle:
    """Freeze what is drawn from, draw with the seed, and ask the partners. By another kassier.

    The terms of the partners run from `dag`, today when not given. The database draws once more by
    itself and refuses lines that are not those of the seed. Raises Weigering for who set it up,
    when it was drawn already, or when nothing was paid.
    """
    day = booking_day(dag)
    controle = locked_controle(controle_id)
    require_kassier(wie, controle, "een controle trekken")
    if wie.medewerker_id == controle.opgezet_door_id:
        raise Weigering("Wie een controle opzet, trekt haar niet. Vraag een andere kassier.")
    Controle.STAPPEN.move(controle, "loopt")
    delen = list(controle.delen.select_related("fonds").order_by("fonds_id"))
    wait_for_bookings([deel.fonds for deel in delen])
    chosen = [row for deel in delen for row in _drawn_of(controle, deel)]
    if not chosen:
        raise Weigering(
            "In deze periode betaalde de bank niets uit deze fondsen. Er is niets te trekken. "
            "Trek de controle in en kies een andere periode."
        )
    _keep(controle, chosen, day)
    controle.getrokken_door_id, controle.getrokken_op = wie.medewerker_id, moment_on(day)
    controle.save(update_fields=["status", "getrokken_door", "getrokken_op"])
    tell_drawn(controle)
    _record(
        wie,
        "controle_getrokken",
        controle,
        aantal=len(chosen),
        van=sum(deel.populatie or 0 for deel in delen),
        zaad=controle.zaad,
    )
    return controle


def _drawn_of(controle: Controle, deel: Controlefonds) -> list[Betaling]:
    """Freeze the payments of one fonds as they stand now, and give those that are drawn."""
    head = Journaalketen.objects.get(fonds=deel.fonds_id)
    deel.tot_nummer, deel.tot_hash = head.volgnummer, head.hash
    found = payments(controle, deel)
    deel.populatie, deel.populatie_cent = len(found), sum(row.cent for row in found)
    deel.save(update_fields=["tot_nummer", "tot_hash", "populatie", "populatie_cent"])
    numbers = set(
        draw_of(
            controle.zaad,
            deel.fonds.sleutel,
            [(row.nummer, row.cent) for row in found],
            size_of(controle),
        )
    )
    return [row for row in found if row.nummer in numbers]


def size_of(controle: Controle) -> Steekproefmaat:
    """How many payments a controle looks at, as the rule that draws."""
    return Steekproefmaat(
        controle.soort, controle.aantal, controle.procent, controle.altijd_vanaf_cent
    )


def _keep(controle: Controle, chosen: Iterable[Betaling], day: date) -> None:
    """One line per drawn payment; what was proven when it was declared is not asked again."""
    rows = list(chosen)
    proven = complete(controle.regio_id, rows)
    last = day + timedelta(days=controle.antwoord_dagen)
    Controleregel.objects.bulk_create(
        Controleregel(
            regio_id=controle.regio_id,
            controle=controle,
            deel_id=row.deel_id,
            post_id=row.post_id,
            cent=row.cent,
            declaratieregel_id=row.declaratieregel_id,
            kostenregel_id=row.kostenregel_id,
            organisatie_id=row.organisatie_id,
            status="compleet" if row.post_id in proven else "gevraagd",
            uiterlijk=None if row.post_id in proven else last,
        )
        for row in rows
    )


@money_action
def withdraw_controle(wie: Actor, *, controle_id: int, reden: str) -> Controle:
    """Withdraw a controle that was not drawn yet, with a reason. It stays in the list."""
    controle = locked_controle(controle_id)
    require_kassier(wie, controle, "een controle intrekken")
    if not reden.strip():
        raise Weigering("Schrijf waarom deze controle niet doorgaat.", veld="reden")
    _end(wie, controle, "ingetrokken", reden)
    _record(wie, "controle_ingetrokken", controle, reden=controle.conclusie[:300])
    return controle


@money_action
def close_controle(wie: Actor, *, controle_id: int, conclusie: str) -> Controle:
    """Close a controle with what it gave. Every finding is final, and stays as it is.

    By another kassier than who set it up. What is asked back goes on after it.
    """
    controle = locked_controle(controle_id)
    require_kassier(wie, controle, "een controle afsluiten")
    if not conclusie.strip():
        raise Weigering("Schrijf wat de controle opleverde.", veld="conclusie")
    open_lines = controle.regels.exclude(status="definitief").count()
    if open_lines:
        raise Weigering(
            f"Van {open_lines} betaling{'en' if open_lines > 1 else ''} is de bevinding nog niet "
            "definitief. Sluit daarna af."
        )
    _end(wie, controle, "afgesloten", conclusie)
    sums = controle.regels.aggregate(aantal=Count("pk"), cent=Coalesce(Sum("cent"), 0))
    _record(wie, "controle_afgesloten", controle, aantal=sums["aantal"], bedrag=euro(sums["cent"]))
    return controle


def _end(wie: Actor, controle: Controle, status: str, conclusie: str) -> None:
    Controle.STAPPEN.move(controle, status)
    controle.conclusie = conclusie.strip()[:MAX_CONCLUSIE]
    controle.afgesloten_door_id, controle.afgesloten_op = wie.medewerker_id, timezone.now()
    controle.save(update_fields=["status", "conclusie", "afgesloten_door", "afgesloten_op"])


def _record(wie: Actor, event: str, controle: Controle, **gegevens: Any) -> None:
    audit.record(
        wie,
        event,
        object_soort="controle",
        object_sleutel=controle.nummer,
        regio=controle.regio_id,
        **gegevens,
    )
