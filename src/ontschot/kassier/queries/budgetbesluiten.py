"""Proposals and decisions on money, and where money of a fonds may go."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import reverse

from ontschot.kassier.actions.budgetbesluiten import BESLISSERS, may_decide, wide
from ontschot.kassier.models import Budgetbesluit, Budgetregel, Fonds, Fondsregel
from ontschot.kassier.rules.budgetbesluiten import ACHTERAF
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.kern.werk import Wacht
from ontschot.web.format import euro


def besluiten() -> QuerySet[Budgetbesluit]:
    return Budgetbesluit.objects.select_related("fonds", "voorgesteld_door", "besloten_door")


@dataclass(frozen=True)
class Besluitblad:
    """One decision with its lines. `waarom_niet` is why this reader does not decide about it."""

    besluit: Budgetbesluit
    regels: tuple[Budgetregel, ...]
    waarom_niet: str
    is_mijn: bool

    @property
    def open(self) -> bool:
        return self.besluit.status == "voorgesteld"

    @property
    def geld(self) -> bool:
        return self.besluit.soort not in ACHTERAF


def besluit_page(wie: Actor, pk: int) -> Besluitblad | None:
    """One decision, or None when it is not in this scope. A division shows every region."""
    found = besluiten().select_related("fonds__eigenaar").filter(pk=pk).first()
    if found is None:
        return None
    with wide(found.fonds):
        lines = found.regels.select_related(
            "van__fonds", "van__saldo", "naar__fonds__regio", "naar__saldo"
        )
        rows = tuple(lines.order_by("pk"))
    return Besluitblad(
        found, rows, may_decide(wie, found), found.voorgesteld_door_id == wie.medewerker_id
    )


def later_lines(fonds: Fonds) -> list[Fondsregel]:
    """The lines to which what is left of this fonds may go along."""
    return list(
        Fondsregel.objects.filter(
            fonds__van__gt=fonds.van, fonds__regio=fonds.regio_id, fonds__status="open"
        )
        .select_related("fonds")
        .order_by("fonds__van", "fonds__naam", "volgorde", "pk")
    )


@dataclass(frozen=True)
class Regiorij:
    """The part of one region: its line per line of the national fonds, or None."""

    code: str
    naam: str
    cellen: tuple[Fondsregel | None, ...]


def division_of(fonds: Fonds, sources: Sequence[Fondsregel]) -> list[Regiorij]:
    """The parts of all regions, with the line of each that takes what each source gives."""
    with wide(fonds):
        found = Fondsregel.objects.filter(fonds__deel_van=fonds).select_related(
            "fonds__regio", "saldo"
        )
        by_fonds: dict[Fonds, dict[str, Fondsregel]] = defaultdict(dict)
        for line in found.order_by("fonds__regio__code", "volgorde", "pk"):
            by_fonds[line.fonds][line.code] = line
    return [
        Regiorij(
            deel.regio_id or "",
            str(deel.regio),
            tuple(lines.get(source.code) for source in sources),
        )
        for deel, lines in by_fonds.items()
    ]


def proposals_for(wie: Actor) -> list[Wacht]:
    """The proposals that wait for this person: of another kassier, or on money of my own."""
    if wie.rol not in BESLISSERS:
        return []
    mine = Q(regio__isnull=False) | Q(fonds__kassier=wie.organisatie_id)
    if wie.rol == Rolsoort.BELEID:
        mine = Q(fonds__eigenaar=wie.organisatie_id)
    rows = besluiten().filter(mine, status="voorgesteld")
    return [
        Wacht(
            soort="budgetbesluit",
            titel=f"{row.get_soort_display().capitalize()}: {row.fonds.naam}",
            uitleg=(euro(row.totaal_cent) + " · " if row.totaal_cent else "")
            + f"voorgesteld door {row.voorgesteld_door}: {row.reden}",
            url=reverse("kassier:budgetbesluit", args=[row.pk]),
            actie="Beslis",
            sinds=row.voorgesteld_op,
        )
        for row in rows.exclude(voorgesteld_door=wie.medewerker_id).order_by("pk")
    ]
