"""What a partner is told of its money: per batch, and over a period. No kandidaat is read here."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from ontschot.kassier.models import Betaalbatch, Betaalregel, Factuur, Journaalpost
from ontschot.kassier.rules import kwartaalkenmerk
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
class Bedragen:
    """Cents over a period; `open_cent` is what was declared and not paid at the end of it."""

    gedeclareerd_cent: int
    betaald_cent: int
    teruggevorderd_cent: int
    open_cent: int

    @property
    def centen(self) -> list[int]:
        return [getattr(self, name) for name in BEDRAGEN]


BEDRAGEN = tuple(field.name for field in fields(Bedragen))


@dataclass(frozen=True)
class Orderstand(Bedragen):
    """One order of a partner over a period."""

    pk: int
    nummer: str
    dienst: str
    aanbieder: str


@dataclass(frozen=True)
class Kostenstand(Bedragen):
    """One kostendeclaratie of a partner over a period: what it advanced for the team."""

    pk: int
    nummer: str
    fonds: str


@dataclass(frozen=True)
class Overzicht:
    organisatie: Organisatie
    van: date
    tot: date
    regels: tuple[Orderstand, ...]
    kosten: tuple[Kostenstand, ...]

    def total(self, name: str) -> int:
        return sum(getattr(line, name) for line in (*self.regels, *self.kosten))

    @property
    def totalen(self) -> dict[str, int]:
        return {name: self.total(name) for name in BEDRAGEN}


def _sum(*soorten: str, **where: Any) -> Any:
    kinds = {"soort__in": soorten} if soorten else {}
    return Coalesce(Sum("cent", filter=Q(**kinds, **where)), 0)


def _with_amounts(rows: Any, van: date, tot: date) -> Any:
    """Grouped entries with the four amounts; a group with nothing in any of them is left out."""
    period = {"boekdatum__gte": van, "boekdatum__lte": tot}
    back_again = Q(van="betaald") & ~Q(soort="terugboeking") & Q(**period)
    return rows.annotate(
        gedeclareerd_cent=_sum("declaratie", "kosten", **period)
        - _sum("terug_declaratie", "terug_kosten", **period),
        betaald_cent=_sum("betaling", "verrekening", **period) - _sum("terugboeking", **period),
        teruggevorderd_cent=Coalesce(Sum("cent", filter=back_again), 0),
        open_cent=_sum(naar="gedeclareerd") - _sum(van="gedeclareerd"),
    ).exclude(**dict.fromkeys(BEDRAGEN, 0))


def partner_statement(organisatie: Organisatie, van: date, tot: date) -> Overzicht:
    """What it bought and what it advanced, from the journaal, so it is what the books say.

    Two queries; orders and kostendeclaraties without any amount are left out.
    """
    booked = Journaalpost.objects.filter(boekdatum__lte=tot).order_by()
    return Overzicht(
        organisatie,
        van,
        tot,
        tuple(_orders(booked.filter(verplichting__inkoper=organisatie), van, tot)),
        tuple(_costs(booked.filter(kostenregel__declaratie__organisatie=organisatie), van, tot)),
    )


def _orders(booked: Any, van: date, tot: date) -> Iterator[Orderstand]:
    grouped = booked.values(
        "verplichting_id",
        boekjaar=F("verplichting__boekdatum__year"),
        dienst=F("verplichting__interventiesoort__naam"),
        aanbieder=F("verplichting__aanbieder"),
    )
    for row in _with_amounts(grouped, van, tot).order_by("verplichting_id"):
        yield Orderstand(
            **{name: row[name] for name in BEDRAGEN},
            pk=row["verplichting_id"],
            nummer=f"V{row['boekjaar']}-{row['verplichting_id']:06d}",
            dienst=row["dienst"],
            aanbieder=row["aanbieder"],
        )


def _costs(booked: Any, van: date, tot: date) -> Iterator[Kostenstand]:
    grouped = booked.values(
        declaratie=F("kostenregel__declaratie"),
        kwartaal=F("kostenregel__declaratie__kwartaal"),
        sleutel=F("kostenregel__declaratie__organisatie__sleutel"),
        keer=F("kostenregel__declaratie__volgnummer"),
        fonds_naam=F("fonds__naam"),
    )
    for row in _with_amounts(grouped, van, tot).order_by("kwartaal", "declaratie"):
        yield Kostenstand(
            **{name: row[name] for name in BEDRAGEN},
            pk=row["declaratie"],
            nummer=kwartaalkenmerk(row["kwartaal"], row["sleutel"], row["keer"]),
            fonds=row["fonds_naam"],
        )


def invoices(organisatie_id: int | None = None) -> Any:
    """E-invoices, of one partner or of all."""
    found = Factuur.objects.select_related("organisatie", "corrigeert")
    return found if organisatie_id is None else found.filter(organisatie_id=organisatie_id)
