"""Questions that change hands: taken over several at once, or assigned by the coördinator."""

from collections.abc import Mapping
from dataclasses import dataclass

from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.meldingen.bezit import locked, record_on, refuse_closed
from ontschot.meldingen.eigenaarschap import candidates_of
from ontschot.meldingen.models import Melding

MAX_TEGELIJK = 50


@action
def take_over(wie: Actor, *, melding_id: int, van_id: int) -> Melding:
    """Become the owner of a colleague's question. `van_id`: the owner on the screen of `wie`.

    Of two who take it at once one wins; the other gets a Weigering that says who has it.
    """
    return _take(wie, melding_id, van_id)


def _take(wie: Actor, melding_id: int, van_id: int) -> Melding:
    melding = locked(wie, melding_id)
    refuse_closed(melding)
    if melding.eigenaar_id == wie.medewerker_id:
        raise Weigering("Deze vraag is al van jou.")
    if melding.eigenaar_id != van_id:
        raise Weigering(
            f"{melding.eigenaar.naam} was je net voor en heeft deze vraag nu. "
            "Overleg samen wie verder helpt."
        )
    if wie.medewerker_id is None or wie.organisatie_id is None:
        raise Weigering("Alleen een medewerker kan een vraag overnemen.")
    give(wie, melding, wie.medewerker_id, wie.organisatie_id, "vraag_overgenomen")
    return melding


def give(
    wie: Actor, melding: Melding, medewerker_id: int, organisatie_id: int, gebeurtenis: str
) -> None:
    """Put a locked question into other hands, in the caller's action; one audit line."""
    van, van_id = melding.eigenaar.naam, melding.eigenaar_id
    melding.eigenaar_id, melding.organisatie_id = medewerker_id, organisatie_id
    # Chosen by a person from now on.
    melding.omdat = ""
    melding.save(update_fields=["eigenaar", "organisatie", "omdat"])
    record_on(wie, melding, gebeurtenis, van=van, van_id=van_id, naar_id=medewerker_id)


@dataclass(frozen=True)
class Overgenomen:
    """What became of several at once: the numbers that are mine now, and why others are not."""

    gelukt: list[str]
    niet: list[str]


@action
def take_over_many(wie: Actor, *, vragen: Mapping[int, int]) -> Overgenomen:
    """Take over several questions (melding → the owner that was on the screen).

    What a colleague took first stays theirs, and the rest is mine. Raises Weigering for none,
    for more than 50, or when nothing could be taken over.
    """
    if not vragen:
        raise Weigering("Vink eerst een of meer vragen aan.")
    if len(vragen) > MAX_TEGELIJK:
        raise Weigering(f"Neem hoogstens {MAX_TEGELIJK} vragen tegelijk over.")
    # All rows first, in one order, and only then the audit log, which everybody shares: so two
    # who take each other's questions never wait for one another in a circle.
    rows = Melding.objects.select_for_update().filter(pk__in=vragen).order_by("pk")
    numbers = {row.pk: row.nummer for row in rows}
    done = Overgenomen([], [])
    for melding_id, van_id in sorted(vragen.items()):
        try:
            done.gelukt.append(_take(wie, melding_id, van_id).nummer)
        except Weigering as refusal:
            done.niet.append(f"{numbers.get(melding_id, 'Een vraag')}: {refusal.zin}")
    if not done.gelukt:
        raise Weigering(" ".join(done.niet))
    return done


@action
def assign_to(wie: Actor, *, melding_id: int, van_id: int, naar_id: int) -> Melding:
    """Give a question to a colleague; only the coördinator does this to somebody else.

    Raises Weigering when it changed hands meanwhile, or the colleague cannot own it today.
    """
    if wie.rol != Rolsoort.COORDINATOR:
        raise Weigering("Alleen de coördinator wijst een vraag toe. Neem hem over als jij helpt.")
    melding = locked(wie, melding_id)
    refuse_closed(melding)
    if melding.eigenaar_id != van_id:
        raise Weigering(
            f"Deze vraag is intussen van {melding.eigenaar.naam}. Kijk wat er nu staat."
        )
    known = {c.medewerker_id: c for c in candidates_of(melding.regio_id) if not c.afwezig}
    chosen = known.get(naar_id)
    if chosen is None or naar_id == van_id:
        raise Weigering("Kies een andere collega die vandaag vragen kan aannemen.", veld="naar")
    give(wie, melding, naar_id, chosen.organisatie_id, "vraag_toegewezen")
    return melding
