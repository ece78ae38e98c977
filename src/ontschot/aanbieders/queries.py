"""What the screens and the rooms above ask about providers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from ontschot.aanbieders.models import (
    NO_ACCOUNTS,
    Aanbieder,
    Aanbiederrekening,
    Aanbiedersamenvoeging,
    Contract,
    Kaderprijs,
    Rekeningovername,
)
from ontschot.aanbieders.rules import MAX_NAAM, Rekening, key_of, look_alikes, may_be_paid
from ontschot.kern.composed import composed
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.kern.werk import Wacht
from ontschot.netwerk.models import Organisatie
from ontschot.netwerk.queries import valid_on


def orderable(regio: str, day: date) -> QuerySet[Aanbieder]:
    """The providers of a region from whom may be ordered on this day, by name."""
    return Aanbieder.objects.filter(
        Q(tot__isnull=True) | Q(tot__gte=day), regio_id=regio, samengevoegd_met__isnull=True
    ).order_by("naam", "pk")


@composed
def _named(regio: str, sleutelnaam: str) -> QuerySet[Aanbieder]:
    return Aanbieder.objects.filter(regio_id=regio, sleutelnaam=sleutelnaam).order_by()


def known_as(regio: str, naam: str) -> Aanbieder | None:
    """The provider that is called this, however it is written; None when it is not in the list.

    For one that was joined with another: that other one.
    """
    key = key_of(naam)[:MAX_NAAM]
    found = next(iter(_named(regio, key)), None) if key else None
    if found and found.samengevoegd_met_id:
        return Aanbieder.objects.get(pk=found.samengevoegd_met_id)
    return found


def framework_prices(day: date) -> QuerySet[Kaderprijs]:
    """The prices that hold on this day, as far as their contract holds too."""
    holds = Q(contract__tot__isnull=True) | Q(contract__tot__gte=day)
    return (
        Kaderprijs.objects.filter(valid_on(day), holds, contract__van__lte=day)
        .select_related(
            "contract__organisatie", "contract__aanbieder__samengevoegd_met", "interventiesoort"
        )
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
    found = _lowest(organisatie, aanbieder, interventiesoort, day)
    return found.select_related("contract__aanbieder")


def _lowest(
    organisatie: int, aanbieder: int | OuterRef, interventiesoort: str, day: date
) -> QuerySet[Kaderprijs]:
    found = framework_prices(day).filter(
        Q(contract__aanbieder=aanbieder) | Q(contract__aanbieder__samengevoegd_met=aanbieder),
        contract__organisatie=organisatie,
        interventiesoort=interventiesoort,
    )
    return found.select_related(None).order_by("cent", "pk")[:1]


@dataclass(frozen=True)
class Koop:
    """Which partner buys what kind of interventie on which day: that decides the price."""

    organisatie_id: int
    interventiesoort: str
    dag: date


@composed
def _named_with_price(
    regio: str, sleutelnaam: str, organisatie: int, interventiesoort: str, day: date
) -> QuerySet[Aanbieder]:
    price = _lowest(organisatie, OuterRef("pk"), interventiesoort, day)
    found = Aanbieder.objects.filter(regio_id=regio, sleutelnaam=sleutelnaam).order_by()
    return found.annotate(kaderprijs=Subquery(price.values("pk")))


def known_with_price(regio: str, naam: str, koop: Koop) -> tuple[Aanbieder | None, int | None]:
    """As `known_as`, with the key of the framework price that holds. One query."""
    key = key_of(naam)[:MAX_NAAM]
    asked = (regio, key, koop.organisatie_id, koop.interventiesoort, koop.dag)
    found: Any = next(iter(_named_with_price(*asked)), None) if key else None
    if found is None or found.samengevoegd_met_id is None:
        return found, found and found.kaderprijs
    other = Aanbieder.objects.get(pk=found.samengevoegd_met_id)
    price = kaderprijs_of(koop.organisatie_id, other.pk, koop.interventiesoort, koop.dag)
    return other, price.pk if price else None


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
    samen: tuple[Aanbiedersamenvoeging, ...] = ()
    overnames: tuple[Rekeningovername, ...] = ()

    @property
    def samenvoeging(self) -> Aanbiedersamenvoeging | None:
        """The join by which this one ended."""
        mine = (s for s in self.samen if s.aanbieder_id == self.aanbieder.pk)
        return next((s for s in mine if s.status == "akkoord"), None)

    @property
    def overname(self) -> Rekeningovername | None:
        """What is proposed or decided about paying orders of this one to the one that goes on."""
        join = self.samenvoeging
        return next((o for o in self.overnames if join and o.samenvoeging_id == join.pk), None)

    @property
    def voorstel(self) -> Aanbiedersamenvoeging | None:
        """That this one is the same as another; waits for somebody to agree."""
        mine = (s for s in self.samen if s.aanbieder_id == self.aanbieder.pk)
        return next((s for s in mine if s.status == "voorgesteld"), None)

    @property
    def delen(self) -> list[Aanbiedersamenvoeging]:
        """The ones that were joined with this one."""
        return [s for s in self.samen if s.met_id == self.aanbieder.pk and s.status == "akkoord"]

    @property
    def betaalbaar(self) -> bool:
        return any(regel.stand == "bevestigd" for regel in self.rekeningen)


def aanbieder_page(wie: Actor, aanbieder_id: int) -> Aanbiederkaart | None:
    """A provider as its page shows it, in six queries; None when it is not in this region.

    With what stands at those that were joined with it.
    """
    found = Aanbieder.objects.select_related("samengevoegd_met").filter(pk=aanbieder_id).first()
    if not found:
        return None
    joined = (
        Aanbiedersamenvoeging.objects.filter(Q(aanbieder=found) | Q(met=found))
        .filter(status__in=["voorgesteld", "akkoord"])
        .select_related("aanbieder", "met", "voorgesteld_door", "beslist_door")
    )
    samen = tuple(joined.order_by("pk"))
    ids = {found.pk, *(s.aanbieder_id for s in samen if s.status == "akkoord")}
    sees = wie.rol not in NO_ACCOUNTS
    accounts = Aanbiederrekening.objects.filter(aanbieder__in=ids).select_related(
        "opgegeven_door", "bevestigd_door", "aanbieder"
    )
    overnames = Rekeningovername.objects.filter(
        samenvoeging__in=[s.pk for s in samen], status__in=["voorgesteld", "akkoord"]
    ).select_related("voorgesteld_door", "beslist_door")
    prices = Kaderprijs.objects.filter(contract__aanbieder__in=ids)
    contracts = Contract.objects.filter(aanbieder__in=ids).select_related("organisatie")
    return Aanbiederkaart(
        found,
        tuple(contracts.order_by("-van", "-pk")),
        tuple(
            prices.select_related("interventiesoort", "contract__organisatie").order_by(
                "interventiesoort__volgorde", "-van", "-pk"
            )
        ),
        tuple(_account(wie, row) for row in accounts.order_by("-van", "-pk")) if sees else (),
        sees,
        samen,
        tuple(overnames) if sees else (),
    )


def join_of(samenvoeging_id: int) -> Aanbiedersamenvoeging | None:
    joins = Aanbiedersamenvoeging.objects.select_related("aanbieder")
    return joins.filter(pk=samenvoeging_id).first()


def provider_of(wat: str, pk: int) -> int | None:
    """On the page of which provider a `contract`, `rekening` or `overname` stands."""
    rows: dict[str, QuerySet[Any]] = {
        "contract": Contract.objects.values_list("aanbieder_id", flat=True),
        "rekening": Aanbiederrekening.objects.values_list("aanbieder_id", flat=True),
        "overname": Rekeningovername.objects.values_list("samenvoeging__aanbieder_id", flat=True),
    }
    found: int | None = rows[wat].filter(pk=pk).first()
    return found


def taken_over(aanbieder_ids: Iterable[int]) -> dict[int, Rekeningovername]:
    """Of providers that ended: the decision to pay the one that goes on. One query."""
    rows = Rekeningovername.objects.filter(
        status="akkoord", samenvoeging__status="akkoord", samenvoeging__aanbieder__in=aanbieder_ids
    ).select_related("samenvoeging", "voorgesteld_door", "beslist_door")
    return {row.samenvoeging.aanbieder_id: row for row in rows.order_by("pk")}


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


def same_as(aanbieder: Aanbieder) -> list[tuple[int, str]]:
    """With whom this one can be joined: names that look alike first, then by name. One query."""
    rows = list(
        Aanbieder.objects.filter(regio_id=aanbieder.regio_id, samengevoegd_met__isnull=True)
        .exclude(pk=aanbieder.pk)
        .order_by("naam", "pk")
        .values_list("pk", "naam")
    )
    alike = look_alikes(aanbieder.naam, [naam for _, naam in rows])
    return sorted(rows, key=lambda row: row[1] not in alike)


def waiting_for(wie: Actor) -> list[Wacht]:
    """For a kassier: accounts to confirm and providers to join, that somebody else entered."""
    if wie.rol != Rolsoort.KASSIER:
        return []
    return [*_accounts(wie), *_joins(wie), *_overnames(wie)]


@composed
def _overnames_of_others(medewerker: int) -> QuerySet[Rekeningovername]:
    rows = Rekeningovername.objects.filter(
        status="voorgesteld", samenvoeging__status="akkoord"
    ).exclude(voorgesteld_door=medewerker)
    return rows.select_related("samenvoeging__aanbieder", "samenvoeging__met").order_by("pk")


def _overnames(wie: Actor) -> list[Wacht]:
    return [
        Wacht(
            soort="rekening",
            titel=f"{row.samenvoeging.aanbieder.naam} betalen op de rekening van "
            f"{row.samenvoeging.met.naam}?",
            uitleg=row.reden,
            url=reverse("aanbieders:aanbieder", args=[row.samenvoeging.aanbieder_id]) + "?deel=1",
            actie="Beslis",
            sinds=row.voorgesteld_op,
        )
        for row in _overnames_of_others(wie.medewerker_id or 0)
    ]


@composed
def _proposed_by_others(medewerker: int) -> QuerySet[Aanbiedersamenvoeging]:
    rows = Aanbiedersamenvoeging.objects.filter(status="voorgesteld")
    rows = rows.exclude(voorgesteld_door=medewerker)
    return rows.select_related("aanbieder", "met").order_by("pk")


@composed
def _accounts_of_others(medewerker: int) -> QuerySet[Aanbiederrekening]:
    return accounts_to_confirm().exclude(opgegeven_door=medewerker)


def _joins(wie: Actor) -> list[Wacht]:
    return [
        Wacht(
            soort="aanbieder",
            titel=f"Is {row.aanbieder.naam} dezelfde als {row.met.naam}?",
            uitleg=row.reden,
            url=reverse("aanbieders:aanbieder", args=[row.aanbieder_id]),
            actie="Bekijk",
            sinds=row.voorgesteld_op,
        )
        for row in _proposed_by_others(wie.medewerker_id or 0)
    ]


def _accounts(wie: Actor) -> list[Wacht]:
    return [
        Wacht(
            soort="rekening",
            titel=f"Rekening van {row.aanbieder.naam} bevestigen",
            uitleg=f"opgegeven door {row.opgegeven_door}, het nummer eindigt op {row.einde}",
            url=reverse("aanbieders:aanbieder", args=[row.aanbieder_id]),
            actie="Bekijk",
            sinds=row.opgegeven_op,
        )
        for row in _accounts_of_others(wie.medewerker_id or 0)
    ]


def names(regio: str, day: date) -> list[str]:
    """The names to choose from on an order form."""
    return list(orderable(regio, day).values_list("naam", flat=True))


def overview(regio: str) -> QuerySet[Aanbieder]:
    """All providers of a region by name, with `aantal_contracten` that hold today or later."""
    today = timezone.localdate()
    running = Q(contracten__tot__isnull=True) | Q(contracten__tot__gte=today)
    rows = Aanbieder.objects.filter(regio_id=regio).select_related("samengevoegd_met")
    return rows.annotate(
        aantal_contracten=Count("contracten", filter=running & Q(contracten__isnull=False))
    ).order_by("naam", "pk")


def buys(organisatie_id: int | None) -> bool:
    """Whether this organisatie buys, so that it can have contracts."""
    return Organisatie.objects.filter(pk=organisatie_id or 0, mag_inkopen=True).exists()
