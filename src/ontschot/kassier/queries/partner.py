"""What a partner is told of its money: per batch, and over a period. No kandidaat is read here."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from ontschot.kassier.models import Betaalbatch, Betaalregel, Factuur, Journaalpost
from ontschot.netwerk.models import Organisatie


@dataclass(frozen=True)
class Specificatie:
    """What one partner gets from one batch; cents of what the bank did not refuse."""

    organisatie: Organisatie
    regels: tuple[Betaalregel, ...]

    @property
    def cent(self) -> int:
        return sum(line.cent for line in self.regels)


def specifications(batch: Betaalbatch) -> list[Specificatie]:
    """One per partner in the batch, by name; not what goes to a provider itself. One query."""
    rows = (
        batch.regels.exclude(status__in=["vervallen", "geweigerd", "teruggekomen"])
        .exclude(declaratieregel__verplichting__betaalwijze="aanbieder")
        .select_related(
            "declaratieregel__verplichting__interventiesoort",
            "declaratieregel__declaratie__organisatie",
            "declaratieregel__declaratie__ingediend_door",
            "kostenregel__declaratie__organisatie",
            "kostenregel__declaratie__ingediend_door",
        )
        .order_by("pk")
    )
    found: dict[int, list[Betaalregel]] = {}
    owners: dict[int, Organisatie] = {}
    for row in rows:
        owner = row.regel.declaratie.organisatie
        owners[owner.pk] = owner
        found.setdefault(owner.pk, []).append(row)
    by_name = sorted(found, key=lambda pk: owners[pk].naam)
    return [Specificatie(owners[pk], tuple(found[pk])) for pk in by_name]


@dataclass(frozen=True)
class Orderstand:
    """One order of a partner over a period, in cents; `open_cent` at the end of it."""

    pk: int
    nummer: str
    dienst: str
    aanbieder: str
    gedeclareerd_cent: int
    betaald_cent: int
    teruggevorderd_cent: int
    open_cent: int


@dataclass(frozen=True)
class Overzicht:
    organisatie: Organisatie
    van: date
    tot: date
    regels: tuple[Orderstand, ...]

    def total(self, name: str) -> int:
        return sum(getattr(line, name) for line in self.regels)

    @property
    def totalen(self) -> dict[str, int]:
        names = ["gedeclareerd_cent", "betaald_cent", "teruggevorderd_cent", "open_cent"]
        return {name: self.total(name) for name in names}


def _sum(**where: Any) -> Any:
    return Coalesce(Sum("cent", filter=Q(**where)), 0)


def partner_statement(organisatie: Organisatie, van: date, tot: date) -> Overzicht:
    """From the journaal, so it is what the books say: one query, orders with nothing left out."""
    period = {"boekdatum__gte": van, "boekdatum__lte": tot}
    back_again = Q(van="betaald") & ~Q(soort="terugboeking") & Q(**period)
    rows = (
        Journaalpost.objects.filter(verplichting__inkoper=organisatie, boekdatum__lte=tot)
        .order_by()
        .values(
            "verplichting_id",
            boekjaar=F("verplichting__boekdatum__year"),
            dienst=F("verplichting__interventiesoort__naam"),
            aanbieder=F("verplichting__aanbieder"),
        )
        .annotate(
            gedeclareerd=_sum(soort="declaratie", **period)
            - _sum(soort="terug_declaratie", **period),
            betaald=_sum(soort__in=["betaling", "verrekening"], **period)
            - _sum(soort="terugboeking", **period),
            teruggevorderd=Coalesce(Sum("cent", filter=back_again), 0),
            open=_sum(naar="gedeclareerd") - _sum(van="gedeclareerd"),
        )
        .exclude(gedeclareerd=0, betaald=0, teruggevorderd=0, open=0)
        .order_by("verplichting_id")
    )
    lines = tuple(
        Orderstand(
            row["verplichting_id"],
            f"V{row['boekjaar']}-{row['verplichting_id']:06d}",
            row["dienst"],
            row["aanbieder"],
            row["gedeclareerd"],
            row["betaald"],
            row["teruggevorderd"],
            row["open"],
        )
        for row in rows
    )
    return Overzicht(organisatie, van, tot, lines)


def invoices(organisatie_id: int | None = None) -> Any:
    """E-invoices, of one partner or of all."""
    found = Factuur.objects.select_related("organisatie", "corrigeert")
    return found if organisatie_id is None else found.filter(organisatie_id=organisatie_id)
