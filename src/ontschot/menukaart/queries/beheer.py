"""What waits for who keeps the menukaart, and what a reminder says."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from ontschot.kern.composed import composed
from ontschot.kern.rollen import HULPVERLENERS, Rolsoort
from ontschot.kern.scope import Actor
from ontschot.kern.werk import Wacht
from ontschot.menukaart.models import Dienst, Kwaliteitssignaal, Menukaartinstelling
from ontschot.menukaart.queries.aanbod import grens_of, on_menukaart
from ontschot.menukaart.rules import Versheid, Versheidsgrens, add_months, freshness

# A Werkvoorraad is no list of the menukaart: more than this stands behind one line.
LOS = 3


def instelling_of(regio: str) -> Menukaartinstelling:
    """The settings of a region, not saved yet where it has none. One query."""
    own = Menukaartinstelling.objects.filter(regio=regio).first()
    return own or Menukaartinstelling(regio_id=regio)


def grens_for(regio: str) -> Versheidsgrens:
    """When this region calls a service stale. One query."""
    own = instelling_of(regio)
    return Versheidsgrens(own.vers_maanden, own.verouderd_maanden)


def waiting_for(wie: Actor) -> list[Wacht]:
    """Services to check again and signals to answer. Two queries for who keeps any, else none."""
    if wie.rol not in HULPVERLENERS | {Rolsoort.COORDINATOR}:
        return []
    today = timezone.localdate()
    return [*_to_check(wie, today), *_to_answer(wie)]


def due(day: date, grens: Versheidsgrens) -> QuerySet[Dienst]:
    """The services on the menukaart that nobody checked lately."""
    limit = add_months(day, -grens.vers_maanden)
    return Dienst.objects.filter(on_menukaart(day), gecontroleerd_op__lt=limit)


def _to_check(wie: Actor, today: date) -> list[Wacht]:
    """Own services one by one; the coördinator hears what is stale and nobody keeps in one line."""
    is_coordinator = wie.rol == Rolsoort.COORDINATOR
    limit = add_months(today, -GRENS_RUIM.vers_maanden)
    own, nobody = [], []
    for dienst in _perhaps_stale(wie.medewerker_id or 0, wie.regio, today, limit, is_coordinator):
        state = freshness(dienst.gecontroleerd_op, today, grens_of(dienst))
        if dienst.bijgehouden_door_id == wie.medewerker_id and state != Versheid.VERS:
            own.append((dienst, grens_of(dienst)))
        elif dienst.bijgehouden_door_id is None and state == Versheid.VEROUDERD:
            nobody.append(dienst)
    lines = [_check(dienst, grens) for dienst, grens in own[:LOS]]
    if len(own) > LOS:
        lines.append(
            _many(f"Nog {len(own) - LOS} diensten van jou om na te kijken", "bijhouden=van_ons")
        )
    if nobody:
        count = f"{len(nobody)} verouderd, en niemand houdt het bij"
        lines.append(_many(count, "bijhouden=verouderd"))
    return lines


# The shortest time a region can set; the real bound is looked at per service.
GRENS_RUIM = Versheidsgrens(1, 2)


@composed
def _perhaps_stale(
    medewerker: int, regio: str, today: date, limit: date, coordinator: bool
) -> QuerySet[Dienst]:
    mine = Q(bijgehouden_door=medewerker)
    if coordinator:
        mine |= Q(bijgehouden_door__isnull=True)
    return (
        Dienst.objects.filter(on_menukaart(today), gecontroleerd_op__lt=limit)
        .filter(mine, Q(regio=regio) | Q(regio__isnull=True))
        .select_related("regio__menukaart")
        .only(
            "sleutel", "naam", "gecontroleerd_op", "bijgehouden_door_id", "regio__menukaart",
        )
        .order_by("gecontroleerd_op", "pk")
    )  # fmt: skip


def _check(dienst: Dienst, grens: Versheidsgrens) -> Wacht:
    return Wacht(
        soort="menukaart",
        titel=f"Klopt ‘{dienst.naam}’ nog?",
        uitleg="Jij houdt deze dienst bij. Kijk hem na: één klik als alles klopt.",
        url=reverse("menukaart:dienst", args=[dienst.sleutel]),
        actie="Kijk na",
        uiterlijk=add_months(dienst.gecontroleerd_op, grens.verouderd_maanden),
    )


def _many(titel: str, query: str) -> Wacht:
    return Wacht(
        soort="menukaart",
        titel=titel,
        uitleg="Kijk ze na, of spreek af wie ze bijhoudt.",
        url=f"{reverse('menukaart:menukaart')}?{query}",
        actie="Bekijk de lijst",
    )


def _to_answer(wie: Actor) -> list[Wacht]:
    """Signals about what this person keeps; without a keeper they wait for the coördinator."""
    is_coordinator = wie.rol == Rolsoort.COORDINATOR
    return [
        Wacht(
            soort="menukaart",
            titel=f"{signaal.door.naam} meldde iets over ‘{signaal.dienst.naam}’",
            uitleg=f"“{signaal.get_soort_display()}”. Lees het en geef antwoord.",
            url=reverse("menukaart:signaal", args=[signaal.pk]),
            actie="Geef antwoord",
            sinds=signaal.op,
        )
        for signaal in _open_signals(wie.medewerker_id or 0, wie.regio, is_coordinator)
    ]


@composed
def _open_signals(medewerker: int, regio: str, coordinator: bool) -> QuerySet[Kwaliteitssignaal]:
    mine = Q(dienst__bijgehouden_door=medewerker)
    if coordinator:
        mine |= Q(dienst__bijgehouden_door__isnull=True)
    found = Kwaliteitssignaal.objects.filter(mine, status="open", regio=regio)
    return found.select_related("dienst", "door").order_by("op", "pk")[:20]


@dataclass(frozen=True)
class Herinnering:
    """What one keeper hears: their name and address, and which services to check."""

    medewerker_id: int
    naam: str
    email: str
    diensten: list[tuple[str, str]]


def reminders(regio: str, day: date) -> list[Herinnering]:
    """Per keeper the services of this region that were not checked lately. Two queries."""
    grens = grens_for(regio)
    found = due(day, grens).filter(regio=regio, bijgehouden_door__isnull=False)
    found = found.select_related("bijgehouden_door").order_by("bijgehouden_door", "naam", "pk")
    keepers: dict[int, Herinnering] = {}
    for dienst in found:
        keeper = dienst.bijgehouden_door
        assert keeper is not None
        own = keepers.setdefault(keeper.pk, Herinnering(keeper.pk, keeper.naam, keeper.email, []))
        own.diensten.append((dienst.naam, dienst.sleutel))
    return list(keepers.values())
