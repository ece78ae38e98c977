"""What is read about lists; the database shows them to who brought them and to their beheerder."""

from dataclasses import dataclass

from django.db.models import Count, Q

from ontschot.kandidaten.models import Inleesregel, Inlezing
from ontschot.kern.scope import Actor

MEESTE = 50
# So many rows stand on one page.
OP_DE_PAGINA = 100
TE_BEKIJKEN = {
    "dubbel": "misschien dubbel",
    "geweigerd": "niet goed",
    "overgeslagen": "overgeslagen",
    "geladen": "ingelezen",
}
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
    soort: str = ""
    # The line after which the next page begins; None on the last one.
    verder: int | None = None

    @property
    def soorten(self) -> list[tuple[str, str, int]]:
        """The kinds of rows that can be looked at, in words, with how many there are."""
        return [
            (kind, label, self.aantallen[kind])
            for kind, label in TE_BEKIJKEN.items()
            if self.aantallen[kind]
        ]

    @property
    def nagekeken(self) -> int:
        return self.totaal - self.aantallen["gelezen"]

    @property
    def totaal(self) -> int:
        return sum(self.aantallen.values())

    @property
    def verwerkt(self) -> int:
        return sum(self.aantallen[s] for s in ("geladen", "overgeslagen", "geweigerd"))


def progress_of(lijst: Inlezing, soort: str = "", na: int = 0) -> Stand:
    """Two queries. The rows to look at: all kinds of a short list, of a long one a kind at a time.

    `soort` is one of `TE_BEKIJKEN` (left out: the first there is), `na` a line number.
    """
    counted = dict(lijst.regels.order_by().values_list("status").annotate(aantal=Count("pk")))
    present = [kind for kind in TE_BEKIJKEN if counted.get(kind)]
    short = sum(counted[kind] for kind in present) <= OP_DE_PAGINA
    if soort not in present:
        soort = "" if short else present[0]
    kinds = [soort] if soort else present
    rows = lijst.regels.filter(status__in=kinds, nummer__gt=na).order_by("status", "nummer")
    found = list(rows.select_related("kandidaat")[: OP_DE_PAGINA + 1])
    return Stand(
        {status: counted.get(status, 0) for status in STANDEN},
        found[:OP_DE_PAGINA],
        soort=soort,
        verder=found[OP_DE_PAGINA - 1].nummer if len(found) > OP_DE_PAGINA else None,
    )


def rows_with_faults(lijst: Inlezing) -> list[Inleesregel]:
    """Every row that was not loaded, for the file with what went wrong."""
    found = lijst.regels.filter(status__in=["geweigerd", "dubbel", "overgeslagen"])
    return list(found.order_by("nummer"))
