"""Which regular facility exists in which gemeente, and what its absence cost."""

from dataclasses import dataclass
from datetime import date

from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.kern.scope import Actor
from ontschot.menukaart.models import Dienst, DienstInGemeente
from ontschot.menukaart.queries import gemeenten_of, on_menukaart
from ontschot.menukaart.rules import KLEIN, PLEK_KIND, Plek, place
from ontschot.trajecten.gemis import Gemis, gemis_per_gemeente


@dataclass(frozen=True)
class Cel:
    """One facility in one gemeente. `cent` None: nothing was bought for want of it.

    `verborgen`: something was, for so few people that a role without names does not read it.
    """

    plek: Plek
    kind: str
    voorwaarde: str
    cent: int | None
    interventies: int
    verborgen: bool


@dataclass(frozen=True)
class Rij:
    """One facility: its cells in the order of the gemeenten, and the money that may be shown."""

    dienst: Dienst
    cellen: list[Cel]
    cent: int
    overal: bool


@dataclass(frozen=True)
class Kaart:
    gemeenten: list[str]
    rijen: list[Rij]
    verborgen: bool


def voorzieningen(
    wie: Actor, day: date, van: date, tot: date, *, stap: str = "", verschil: bool = False
) -> Kaart:
    """The regular facilities of the region per gemeente, with the money of a period.

    `verschil` keeps to facilities that are not the same everywhere, or that were missed. Four
    queries, however many facilities and gemeenten there are.
    """
    gemeenten = gemeenten_of(wie.regios, day)
    diensten = Dienst.objects.filter(on_menukaart(day), soort="voorliggend").defer("zoekvector")
    if stap:
        diensten = diensten.filter(stap=stap)
    places = {
        (row.dienst_id, row.gemeente_id): row
        for row in DienstInGemeente.objects.filter(dienst__in=diensten)
    }
    missed = {
        (found.dienst_id, found.gemeente_id): found
        for found in gemis_per_gemeente(wie.regio, van, tot)
    }
    hide = wie.rol in ZONDER_NAMEN
    rows = []
    for dienst in diensten.order_by("stap", "naam", "pk"):
        keys = [(dienst.pk, pk) for pk, _ in gemeenten]
        row = _row(dienst, [_cell(dienst, places.get(k), missed.get(k), hide) for k in keys])
        if not (verschil and row.overal):
            rows.append(row)
    hidden = any(cel.verborgen for row in rows for cel in row.cellen)
    return Kaart([naam for _, naam in gemeenten], rows, hidden)


def _row(dienst: Dienst, cellen: list[Cel]) -> Rij:
    return Rij(
        dienst=dienst,
        cellen=cellen,
        cent=sum(cel.cent or 0 for cel in cellen),
        overal=all(c.plek is Plek.JA and c.cent is None and not c.verborgen for c in cellen),
    )


def _cell(dienst: Dienst, row: DienstInGemeente | None, missed: Gemis | None, hide: bool) -> Cel:
    plek = place(
        dienst.bereik,
        differs=row is not None,
        beschikbaar=row.beschikbaar if row else True,
        voorwaarde=row.voorwaarde if row else "",
    )
    hidden = missed is not None and hide and missed.personen < KLEIN
    shown = missed if missed and not hidden else None
    return Cel(
        plek=plek,
        kind=PLEK_KIND[plek],
        voorwaarde=row.voorwaarde if row else "",
        cent=shown.cent if shown else None,
        interventies=shown.interventies if shown else 0,
        verborgen=hidden,
    )
