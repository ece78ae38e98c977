"""What is read about lists; the database shows them to who brought them and to their beheerder."""

from dataclasses import dataclass

from django.db.models import Count, Q

from ontschot.kandidaten.models import Inleesregel, Inlezing
from ontschot.kern.scope import Actor

MEESTE = 50
# So many rows of a kind stand on the page; all of them are in the file with what went wrong.
OP_DE_PAGINA = 100
STANDEN = ("nieuw", "dubbel", "geweigerd", "geladen", "overgeslagen", "gelezen")


def lists_for(wie: Actor) -> list[Inlezing]:
    """The last lists, newest first, each with its number of rows. One query."""
    found = Inlezing.objects.select_related("door", "organisatie").annotate(
        aantal=Count("regels"), geladen=Count("regels", filter=Q(regels__status="geladen"))
    )
    return list(found.filter(regio__in=wie.regios).order_by("-begonnen_op", "-pk")[:MEESTE])


def list_for(wie: Actor, pk: int) -> Inlezing | None:
    found = Inlezing.objects.filter(pk=pk, regio__in=wie.regios)
    return found.select_related("door", "organisatie").first()


@dataclass(frozen=True)
class Stand:
    """How far a list is: the number of rows per state, and the rows to look at."""

    aantallen: dict[str, int]
    regels: list[Inleesregel]

    @property
    def totaal(self) -> int:
        return sum(self.aantallen.values())

    @property
    def verwerkt(self) -> int:
        return sum(self.aantallen[s] for s in ("geladen", "overgeslagen", "geweigerd"))


def progress_of(lijst: Inlezing) -> Stand:
    """Two queries. The rows are those that need somebody, then those that were loaded."""
    counted = dict(lijst.regels.order_by().values_list("status").annotate(aantal=Count("pk")))
    rows = lijst.regels.filter(status__in=["dubbel", "geweigerd", "overgeslagen", "geladen"])
    return Stand(
        {status: counted.get(status, 0) for status in STANDEN},
        list(rows.select_related("kandidaat").order_by("status", "nummer")[:OP_DE_PAGINA]),
    )


def rows_with_faults(lijst: Inlezing) -> list[Inleesregel]:
    """Every row that was not loaded, for the file with what went wrong."""
    found = lijst.regels.filter(status__in=["geweigerd", "dubbel", "overgeslagen"])
    return list(found.order_by("nummer"))
