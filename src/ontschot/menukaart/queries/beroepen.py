"""Which trades are kansrijk in a region on a day, by the edition of the list of that day."""

from dataclasses import dataclass
from datetime import date

from ontschot.menukaart.models import Beroep, Kansrijkeberoepenlijst


@dataclass(frozen=True)
class KansrijkBeroep:
    """One trade on the list of that day, with the edition and where it comes from."""

    beroep_id: int
    naam: str
    sector: str
    lijst: str
    editie_op: date
    bron: str
    voorbeeld: bool


def lijst_op(regio: str, day: date) -> Kansrijkeberoepenlijst | None:
    """The edition that counted in this region on this day; the one loaded last counts."""
    editions = Kansrijkeberoepenlijst.objects.filter(regio=regio, editie_op__lte=day)
    return editions.order_by("-editie_op", "-pk").first()


def kansrijk_op(regio: str, day: date) -> list[KansrijkBeroep]:
    """The trades that were kansrijk on this day, by name; empty without a list. Two queries."""
    lijst = lijst_op(regio, day)
    if lijst is None:
        return []
    return [
        KansrijkBeroep(
            beroep_id=beroep.pk,
            naam=beroep.naam,
            sector=beroep.sector,
            lijst=lijst.naam,
            editie_op=lijst.editie_op,
            bron=lijst.bron,
            voorbeeld=lijst.voorbeeld,
        )
        for beroep in lijst.beroepen.order_by("naam", "pk")
    ]


def is_kansrijk(regio: str, beroep: str, day: date) -> bool | None:
    """Whether this trade stood on the list of that day, whatever capitals it is typed with.

    None without a list: then nobody can say. Two queries.
    """
    lijst = lijst_op(regio, day)
    if lijst is None:
        return None
    name = " ".join(beroep.split())
    return Beroep.objects.filter(lijst=lijst, naam__iexact=name).exists()


def lijsten(regio: str) -> list[Kansrijkeberoepenlijst]:
    """The editions of a region, the latest first."""
    found = Kansrijkeberoepenlijst.objects.filter(regio=regio).select_related("geladen_door")
    return list(found.order_by("-editie_op", "-pk"))
