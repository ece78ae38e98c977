"""What the other rooms ask about the weighing."""

from datetime import date

from ontschot.netwerk.queries import valid_on
from ontschot.regelingen.models import Gesprekshulp, Wegingstekst


def weging_op(regio: str, day: date) -> Wegingstekst | None:
    """The words of the region that hold on this day; None where it agreed on none."""
    return Wegingstekst.objects.filter(valid_on(day), regio_id=regio).order_by("-van").first()


def wegingen_of(regio: str) -> list[Wegingstekst]:
    """All that the region ever agreed on, newest first. One query."""
    found = Wegingstekst.objects.filter(regio_id=regio).select_related("vastgesteld_door")
    return list(found.order_by("-van"))


def gesprekshulp_op(day: date) -> dict[str, list[str]]:
    """The questions per code of criterium that hold on this day. One query."""
    found: dict[str, list[str]] = {}
    rows = Gesprekshulp.objects.filter(valid_on(day)).order_by("criterium", "volgorde")
    for criterium, vraag in rows.values_list("criterium", "vraag"):
        found.setdefault(criterium, []).append(vraag)
    return found
