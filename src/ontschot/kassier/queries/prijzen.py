"""Which partners buy the same from the same provider, and at what price."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Aggregate, Count, FloatField, Max, Min
from django.db.models.functions import Coalesce

from ontschot.aanbieders.models import Aanbieder, Kaderprijs
from ontschot.aanbieders.queries import framework_prices
from ontschot.kassier.models import Verplichting

Sleutel = tuple[str, str, str]


class Mediaan(Aggregate):
    """The middle of a column; between two when their number is even."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


@dataclass(frozen=True)
class Partnerprijs:
    """One partner: its framework price, and what its real orders cost; amounts in cents."""

    partner: str
    kader_cent: int | None = None
    per: str = ""
    aantal: int = 0
    laagste_cent: int | None = None
    mediaan_cent: int | None = None
    hoogste_cent: int | None = None


@dataclass(frozen=True)
class Zelfde:
    """One kind of interventie at one provider on one VAT basis, by every partner that buys it."""

    soort: str
    aanbieder: str
    btw: str
    partners: tuple[Partnerprijs, ...]

    @property
    def kop(self) -> str:
        """What the table is called: no other on the page has this name."""
        return f"{self.soort} bij {self.aanbieder}, {self.btw}"

    @property
    def verschil_cent(self) -> int:
        """Between the lowest and the highest of what the partners pay in the middle."""
        paid = [p.mediaan_cent or p.kader_cent or 0 for p in self.partners]
        return max(paid) - min(paid)


def compare(regio: str, since: date, today: date, *, samen: bool = True) -> list[Zelfde]:
    """The orders since a day and the framework prices of today, side by side. Two queries.

    `samen` leaves out what one partner buys alone. Prices with and without VAT are never mixed.
    """
    found: dict[Sleutel, dict[str, Partnerprijs]] = defaultdict(dict)
    btw = dict(Verplichting.BTW)
    for price in framework_prices(today).filter(regio=regio):
        key = (
            price.interventiesoort.naam,
            _living(price.contract.aanbieder),
            price.get_btw_display(),
        )
        _lowest(found[key], price)
    for row in _orders(regio, since):
        key = (row["interventiesoort__naam"], row["leverancier_naam"], btw[row["btw"]])
        partner = row["inkoper__naam"]
        known = found[key].get(partner)
        found[key][partner] = Partnerprijs(
            partner,
            known.kader_cent if known else None,
            known.per if known else "",
            row["aantal"],
            row["laagste"],
            round(row["mediaan"]),
            row["hoogste"],
        )
    rows = [
        Zelfde(*key, tuple(sorted(partners.values(), key=lambda p: p.partner)))
        for key, partners in sorted(found.items())
        if len(partners) > 1 or not samen
    ]
    return sorted(rows, key=lambda row: -row.verschil_cent)


def _living(aanbieder: Aanbieder) -> str:
    """The name of the one that goes on, when two were joined."""
    return (aanbieder.samengevoegd_met or aanbieder).naam


def _lowest(partners: dict[str, Partnerprijs], price: Kaderprijs) -> None:
    """Two contracts of one partner for the same: the lower price is what it can pay."""
    name = price.contract.organisatie.naam
    known = partners.get(name)
    if known is None or known.kader_cent is None or price.cent < known.kader_cent:
        partners[name] = Partnerprijs(name, price.cent, price.per)


def _orders(regio: str, since: date) -> Any:
    """Rows per sort, provider, VAT basis and partner: how many, lowest, median, highest."""
    return (
        Verplichting.objects.filter(regio=regio, boekdatum__gte=since, leverancier__isnull=False)
        .exclude(status="ingetrokken")
        .order_by()
        .annotate(
            leverancier_naam=Coalesce("leverancier__samengevoegd_met__naam", "leverancier__naam")
        )
        .values("interventiesoort__naam", "leverancier_naam", "btw", "inkoper__naam")
        .annotate(
            aantal=Count("pk"),
            laagste=Min("bedrag_cent"),
            mediaan=Mediaan("bedrag_cent"),
            hoogste=Max("bedrag_cent"),
        )
    )
