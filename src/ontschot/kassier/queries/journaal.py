"""Following every euro: the journaal of a fonds, one order there and back, one dossier."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import Case, F, Max, OuterRef, QuerySet, Subquery, Sum, When
from django.urls import reverse
from django.utils import timezone

from ontschot.kassier.boeking import REKENINGEN
from ontschot.kassier.models import (
    Betaalregel,
    Declaratieregel,
    Journaalpost,
    Verplichting,
)
from ontschot.kern.werk import Tijdlijnitem

ACCOUNTS = [rekening for rekening in REKENINGEN if rekening not in ("toegekend", "beschikbaar")]


def journal(fonds_id: int) -> QuerySet[Journaalpost]:
    """The entries of a fonds with what is behind each, for a keyset page."""
    # Through the policy of payments: who may not see account numbers gets no batch to open.
    paid = Betaalregel.objects.filter(pk=OuterRef("betaalregel"))
    return (
        Journaalpost.objects.filter(fonds_id=fonds_id)
        .select_related(
            "fondsregel",
            "reservering",
            "verplichting",
            "declaratieregel",
            "budgetregel",
            "kostenregel__declaratie",
        )
        .annotate(batch_id=Subquery(paid.values("batch")))
    )


@dataclass(frozen=True)
class Geld:
    """The money of one interventie, in cents; zero on all accounts when none is tied to it.

    `url` follows its last order; empty when nothing was ordered.
    """

    interventie_id: int
    gereserveerd_cent: int = 0
    verplicht_cent: int = 0
    gedeclareerd_cent: int = 0
    betaald_cent: int = 0
    url: str = ""


def money_of(interventie_ids: Iterable[int]) -> dict[int, Geld]:
    """The money of these interventies; every id has an answer. One query."""
    moved = {
        name: Sum(Case(When(naar=name, then=F("cent")), When(van=name, then=-F("cent")), default=0))
        for name in ACCOUNTS
    }
    ids = list(interventie_ids)
    rows: list[Any] = list(
        Journaalpost.objects.filter(reservering__interventie__in=ids)
        .order_by()
        .values(nummer=F("reservering__interventie"))
        .annotate(**moved, order=Max("verplichting"))
    )
    return {number: Geld(number) for number in ids} | {row["nummer"]: _money(row) for row in rows}


def _money(row: dict[str, Any]) -> Geld:
    order = row["order"]
    return Geld(
        row["nummer"],
        url=reverse("kassier:verplichting", args=[order]) if order else "",
        **{f"{name}_cent": int(row[name]) for name in ACCOUNTS},
    )


def timeline_of(kandidaat_id: int) -> list[Tijdlijnitem]:
    """What happened with the money of one dossier: one query."""
    entries = (
        Journaalpost.objects.filter(reservering__interventie__kandidaat_id=kandidaat_id)
        .select_related("verplichting", "reservering__interventie")
        .order_by("op", "pk")
    )
    return [_item(entry) for entry in entries]


def _item(entry: Journaalpost) -> Tijdlijnitem:
    assert entry.reservering
    order = entry.verplichting
    return Tijdlijnitem(
        op=_moment(entry),
        soort="geld",
        titel=entry.titel,
        tekst=f"{entry.reservering.interventie.omschrijving} · {order or entry.reservering}",
        wie=entry.organisatie,
        url=reverse("kassier:verplichting", args=[order.pk]) if order else "",
    )


def _moment(entry: Journaalpost) -> datetime:
    """When it happened: the moment of writing, or noon of an earlier day to which it belongs."""
    assert entry.op
    if timezone.localdate(entry.op) == entry.boekdatum:
        return entry.op
    return timezone.make_aware(datetime.combine(entry.boekdatum, time(12)))


@dataclass(frozen=True)
class EenEuro:
    """One order with everything in front of it and behind it."""

    verplichting: Verplichting
    regels: tuple[Declaratieregel, ...]
    boekingen: tuple[Journaalpost, ...]
    open_cent: int


def euro_of(verplichting_id: int) -> EenEuro | None:
    """An order from fonds to payment and back, in a constant number of queries."""
    order = (
        Verplichting.objects.select_related(
            "reservering__gemaakt_door",
            "fondsregel__fonds",
            "interventiesoort",
            "inkoper",
            "besteld_door",
            "op_verzoek_van",
            "kaderprijs",
            "akkoord__beslist_door",
            "regeling",
        )
        .filter(pk=verplichting_id)
        .first()
    )
    if not order:
        return None
    lines = (
        Declaratieregel.objects.filter(verplichting=order)
        .select_related("declaratie__organisatie")
        .prefetch_related("betaalregels__batch")
        .order_by("pk")
    )
    regels = tuple(lines)
    entries = Journaalpost.objects.filter(reservering=order.reservering).order_by("volgnummer")
    claimed = sum(line.cent for line in regels if line.status in ("opgenomen", "betaald"))
    return EenEuro(
        order, regels, tuple(entries), order.bedrag_cent - order.vrijgevallen_cent - claimed
    )
