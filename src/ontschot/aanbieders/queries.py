"""What the screens and the rooms above ask about providers."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from ontschot.aanbieders.models import (
    NO_ACCOUNTS,
    Aanbieder,
    Aanbiederrekening,
    Contract,
    Kaderprijs,
)
from ontschot.aanbieders.rules import MAX_NAAM, Rekening, key_of, may_be_paid
from ontschot.kern.composed import composed
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.kern.werk import Wacht
from ontschot.netwerk.models import Organisatie
from ontschot.netwerk.queries import valid_on


def orderable(regio: str, day: date) -> QuerySet[Aanbieder]:
    """The providers of a region from whom may be ordered on this day, by name."""
    return Aanbieder.objects.filter(Q(tot__isnull=True) | Q(tot__gte=day), regio_id=regio).order_by(
        "naam", "pk"
    )


@composed
def _named(regio: str, sleutelnaam: str) -> QuerySet[Aanbieder]:
    return Aanbieder.objects.filter(regio_id=regio, sleutelnaam=sleutelnaam).order_by()


def known_as(regio: str, naam: str) -> Aanbieder | None:
    """The provider that is called this, however it is written; None when it is not in the list."""
    key = key_of(naam)[:MAX_NAAM]
    return next(iter(_named(regio, key)), None) if key else None


def framework_prices(day: date) -> QuerySet[Kaderprijs]:
    """The prices that hold on this day, as far as their contract holds too."""
    holds = Q(contract__tot__isnull=True) | Q(contract__tot__gte=day)
    return (
        Kaderprijs.objects.filter(valid_on(day), holds, contract__van__lte=day)
        .select_related("contract__organisatie", "contract__aanbieder", "interventiesoort")
        .order_by("interventiesoort__volgorde", "contract__aanbieder__naam", "cent", "pk")
    )


def kaderprijs_of(
    organisatie_id: int, aanbieder_id: int | None, interventiesoort: str, day: date
) -> Kaderprijs | None:
    """What this partner pays this provider for this kind on this day; the lowest when several."""
    if aanbieder_id is None:
        return None
    return next(iter(_agreed(organisatie_id, aanbieder_id, interventiesoort, day)), None)


@composed
def _agreed(
    organisatie: int, aanbieder: int, interventiesoort: str, day: date
) -> QuerySet[Kaderprijs]:
    found = framework_prices(day).filter(
        contract__organisatie=organisatie,
        contract__aanbieder=aanbieder,
        interventiesoort=interventiesoort,
    )
    return found.order_by("cent", "pk")[:1]


@dataclass(frozen=True)
class Rekeningregel:
    """An account on the screen: `stand` in words with the kind of its badge."""

    rekening: Aanbiederrekening
    stand: str
    kind: str
    mag_bevestigen: bool
    mag_intrekken: bool


@dataclass(frozen=True)
class Aanbiederkaart:
    """One provider with its contracts and prices; accounts only for who may see them."""

    aanbieder: Aanbieder
    contracten: tuple[Contract, ...]
    prijzen: tuple[Kaderprijs, ...]
    rekeningen: tuple[Rekeningregel, ...]
    ziet_rekeningen: bool

    @property
    def betaalbaar(self) -> bool:
        return any(regel.stand == "bevestigd" for regel in self.rekeningen)


def aanbieder_page(wie: Actor, aanbieder_id: int) -> Aanbiederkaart | None:
    """A provider as its page shows it, in four queries; None when it is not in this region."""
    found = Aanbieder.objects.filter(pk=aanbieder_id).first()
    if not found:
        return None
    sees = wie.rol not in NO_ACCOUNTS
    accounts = found.rekeningen.select_related("opgegeven_door", "bevestigd_door")
    prices = Kaderprijs.objects.filter(contract__aanbieder=found)
    return Aanbiederkaart(
        found,
        tuple(found.contracten.select_related("organisatie").order_by("-van", "-pk")),
        tuple(
            prices.select_related("interventiesoort", "contract__organisatie").order_by(
                "interventiesoort__volgorde", "-van", "-pk"
            )
        ),
        tuple(_account(wie, row) for row in accounts.order_by("-van", "-pk")) if sees else (),
        sees,
    )


def _account(wie: Actor, row: Aanbiederrekening) -> Rekeningregel:
    today = timezone.localdate()
    plain = Rekening(row.van, row.tot, bool(row.bevestigd_op), bool(row.ingetrokken_op))
    waits = row.bevestigd_op is None and row.ingetrokken_op is None
    if row.ingetrokken_op:
        stand, kind = "ingetrokken", "stop"
    elif waits:
        stand, kind = "wacht op bevestiging", "warn"
    elif may_be_paid(plain, today):
        stand, kind = "bevestigd", "ok"
    else:
        stand, kind = ("geldt nog niet" if row.van > today else "geldt niet meer"), "neutral"
    own = row.opgegeven_door_id == wie.medewerker_id
    return Rekeningregel(
        row,
        stand,
        kind,
        mag_bevestigen=waits and not own and wie.rol == Rolsoort.KASSIER,
        mag_intrekken=row.ingetrokken_op is None and (row.tot is None or row.tot >= today),
    )


def accounts_to_confirm() -> QuerySet[Aanbiederrekening]:
    """The accounts that wait for a second pair of eyes, the oldest first."""
    return (
        Aanbiederrekening.objects.filter(bevestigd_op__isnull=True, ingetrokken_op__isnull=True)
        .select_related("aanbieder", "opgegeven_door")
        .order_by("opgegeven_op", "pk")
    )


def waiting_for(wie: Actor) -> list[Wacht]:
    """The accounts that a kassier who did not enter them may confirm."""
    if wie.rol != Rolsoort.KASSIER:
        return []
    rows = accounts_to_confirm().exclude(opgegeven_door=wie.medewerker_id)
    return [
        Wacht(
            soort="rekening",
            titel=f"Rekening van {row.aanbieder.naam} bevestigen",
            uitleg=f"opgegeven door {row.opgegeven_door}, het nummer eindigt op {row.einde}",
            url=reverse("aanbieders:aanbieder", args=[row.aanbieder_id]),
            actie="Bekijk",
            sinds=row.opgegeven_op,
        )
        for row in rows
    ]


def names(regio: str, day: date) -> list[str]:
    """The names to choose from on an order form."""
    return list(orderable(regio, day).values_list("naam", flat=True))


def overview(regio: str) -> QuerySet[Aanbieder]:
    """All providers of a region by name, with `aantal_contracten` that hold today or later."""
    today = timezone.localdate()
    running = Q(contracten__tot__isnull=True) | Q(contracten__tot__gte=today)
    rows = Aanbieder.objects.filter(regio_id=regio)
    return rows.annotate(
        aantal_contracten=Count("contracten", filter=running & Q(contracten__isnull=False))
    ).order_by("naam", "pk")


def buys(organisatie_id: int | None) -> bool:
    """Whether this organisatie buys, so that it can have contracts."""
    return Organisatie.objects.filter(pk=organisatie_id or 0, mag_inkopen=True).exists()
