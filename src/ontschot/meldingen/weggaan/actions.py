"""All the work of one medewerker to one colleague, or spread over those of the organisatie."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from ontschot.kandidaten.actions import move_contactpersoon
from ontschot.kandidaten.models import Kandidaat
from ontschot.kern import audit, outbox
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.logs import get_logger
from ontschot.kern.rollen import SYSTEEM, Rolsoort
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.meldingen import rules
from ontschot.meldingen.actions.overnemen import give
from ontschot.meldingen.models import Melding
from ontschot.meldingen.weggaan.queries import (
    Collega,
    amounts,
    contacts,
    left_behind,
    open_questions,
    takers,
)
from ontschot.netwerk.models import Medewerker, Regio

logger = get_logger(__name__)


@dataclass
class Pakket:
    """What moves together: a dossier with its own open questions, or one loose question."""

    organisatie_id: int
    kandidaat: Kandidaat | None
    vragen: list[Melding]

    @property
    def gewicht(self) -> int:
        return len(self.vragen) + (self.kandidaat is not None)


@action
def hand_over_work(wie: Actor, *, van_id: int, naar_id: int | None) -> str:
    """Give everything that somebody has in hand to `naar_id`; None spreads it by load over the
    colleagues of the organisatie for which it was done. Tasks and messages stay with the dossier.

    Returns how much moved, as a sentence part. Raises Weigering when there is nothing, or nobody
    who can take it; then nothing moves.
    """
    if wie.rol not in {Rolsoort.COORDINATOR, SYSTEEM}:
        raise Weigering("Alleen de coördinator draagt het werk van een ander over.")
    packs = _packs(wie.regio, van_id)
    if not packs:
        raise Weigering("Deze medewerker heeft hier geen open vragen of dossiers meer.")
    colleagues = takers(wie.regio, zonder=van_id)
    if naar_id is None:
        chosen = _spread(packs, colleagues)
    else:
        one = next((c for c in colleagues if c.medewerker_id == naar_id), None)
        if one is None:
            raise Weigering(
                "Deze collega kan vandaag geen werk aannemen in deze regio. Kies iemand anders.",
                veld="naar",
            )
        chosen = [one] * len(packs)
    giver = Medewerker.objects.get(pk=van_id)
    got: dict[Collega, list[Pakket]] = defaultdict(list)
    for pack, taker in zip(packs, chosen, strict=True):
        _move(wie, pack, taker)
        got[taker].append(pack)
    for taker, theirs in got.items():
        _tell(wie.regio, giver, taker, theirs)
    audit.record(
        wie,
        "werk_overgedragen",
        object_soort="medewerker",
        object_sleutel=str(van_id),
        regio=wie.regio,
        hoeveel=_amount(packs),
    )
    return _amount(packs)


def _packs(regio: str, van_id: int) -> list[Pakket]:
    """Everything in hand, locked in one order before the audit log, which everybody shares."""
    vragen = list(open_questions(regio).filter(eigenaar=van_id).select_for_update().order_by("pk"))
    known = dict(contacts(regio).filter(medewerker=van_id).values_list("kandidaat", "organisatie"))
    people = Kandidaat.objects.select_for_update().filter(pk__in=known).order_by("pk")
    packs = {person.pk: Pakket(known[person.pk], person, []) for person in people}
    loose = []
    for vraag in vragen:
        if vraag.kandidaat_id in packs:
            packs[vraag.kandidaat_id].vragen.append(vraag)
        else:
            loose.append(Pakket(vraag.organisatie_id, None, [vraag]))
    return [*packs.values(), *loose]


def _spread(packs: list[Pakket], colleagues: Iterable[Collega]) -> list[Collega]:
    """One taker per pack, always who has the least at that moment in that organisatie."""
    by_organisatie: dict[int, dict[int, Collega]] = defaultdict(dict)
    load: dict[int, int] = {}
    for colleague in colleagues:
        by_organisatie[colleague.organisatie_id].setdefault(colleague.medewerker_id, colleague)
        load[colleague.medewerker_id] = colleague.werk
    chosen = []
    for pack in packs:
        near = by_organisatie[pack.organisatie_id]
        taker_id = rules.least_loaded(near, load)
        if taker_id is None:
            raise Weigering(
                "Voor een deel van het werk is er geen collega van dezelfde organisatie. "
                "Kies één collega die alles krijgt.",
                veld="naar",
            )
        load[taker_id] += pack.gewicht
        chosen.append(near[taker_id])
    return chosen


def _move(wie: Actor, pack: Pakket, taker: Collega) -> None:
    if pack.kandidaat is not None:
        move_contactpersoon(
            wie,
            kandidaat=pack.kandidaat,
            naar_medewerker_id=taker.medewerker_id,
            naar_organisatie_id=taker.organisatie_id,
            leest_tot=timezone.localdate(),
        )
    for vraag in pack.vragen:
        give(wie, vraag, taker.medewerker_id, taker.organisatie_id, "vraag_toegewezen")


def _amount(packs: list[Pakket]) -> str:
    dossiers = sum(pack.kandidaat is not None for pack in packs)
    return amounts(sum(len(pack.vragen) for pack in packs), dossiers)


def _tell(regio: str, giver: Medewerker, taker: Collega, packs: list[Pakket]) -> None:
    outbox.queue(
        regio=regio,
        aan=Medewerker.objects.values_list("email", flat=True).get(pk=taker.medewerker_id),
        onderwerp="Je kreeg werk van een collega",
        tekst=f"Van {giver.naam} kreeg je {_amount(packs)}. Je vindt alles in je Werkvoorraad "
        "en in je lijst met kandidaten.",
        sleutel=f"werk-{giver.pk}-{taker.medewerker_id}-{timezone.now():%Y%m%d%H%M%S%f}",
    )


def every_region() -> int:
    """What is left behind goes to the coördinator, region by region; returns of how many people.

    Run twice on a day it does nothing the second time.
    """
    with transaction.atomic():
        codes = list(Regio.objects.filter(doet_mee=True).values_list("code", flat=True))
    return sum(_take_in(code) for code in codes)


def _take_in(regio: str) -> int:
    wie = systeem(regio, reden="de regel voor wie vertrekt")
    with transaction.atomic(), scope(wie):
        gone = left_behind(regio)
        colleagues = takers(regio, zonder=0) if gone else []
    done = 0
    for van_id in gone:
        taker = _receiver(colleagues)
        if taker is None:
            logger.warning("werk_zonder_opvolger", regio=regio)
            continue
        try:
            hand_over_work(wie, van_id=van_id, naar_id=taker)
        except Weigering:
            # Somebody settled it meanwhile; tomorrow we look again.
            continue
        done += 1
    return done


def _receiver(colleagues: list[Collega]) -> int | None:
    """The coördinator with the least work; without one anybody, for ownership may not fail."""
    best = min(
        colleagues,
        key=lambda c: (c.rol != Rolsoort.COORDINATOR, c.werk, c.medewerker_id),
        default=None,
    )
    return best.medewerker_id if best else None
