"""The versions of a begroting: what changed from one to the next, and what became of it."""

from dataclasses import dataclass

from ontschot.kassier.models import Begroting
from ontschot.kassier.queries.fondsen import Fondsstand, Regelstand


@dataclass(frozen=True)
class Versierij:
    """One line over the versions: cents in each, and the difference with the one before."""

    regel: Regelstand
    cellen: tuple[tuple[int, int | None], ...]


@dataclass(frozen=True)
class Begrotingsblad:
    """All versions that were not taken back, the oldest first; `concept` waits for somebody."""

    versies: tuple[Begroting, ...]
    rijen: tuple[Versierij, ...]
    totalen: tuple[tuple[int, int | None], ...]
    concept: Begroting | None

    @property
    def geldt(self) -> Begroting | None:
        return next((v for v in reversed(self.versies) if v.status == "vastgesteld"), None)

    @property
    def heeft_gedrukt(self) -> bool:
        return any(version.gedrukt_totaal_cent is not None for version in self.versies)

    @property
    def gedrukt(self) -> list[tuple[int | None, int]]:
        """Per version the total that its document prints, and how much that is beside the sum."""
        return [
            (printed, 0 if printed is None else printed - total)
            for printed, (total, _) in zip(
                (version.gedrukt_totaal_cent for version in self.versies), self.totalen, strict=True
            )
        ]


def begroting_page(stand: Fondsstand) -> Begrotingsblad:
    """Two queries, however many versions and lines."""
    versions = tuple(
        Begroting.objects.filter(fonds=stand.fonds)
        .exclude(status="ingetrokken")
        .select_related("opgesteld_door", "vastgesteld_door")
        .prefetch_related("regels")
        .order_by("versie")
    )
    cents = [{line.fondsregel_id: line.cent for line in v.regels.all()} for v in versions]
    rows = tuple(
        Versierij(regel, _steps([version.get(regel.pk, 0) for version in cents]))
        for regel in stand.regels
    )
    totals = _steps([sum(version.values()) for version in cents])
    concept = next((v for v in versions if v.status == "concept"), None)
    return Begrotingsblad(versions, rows, totals, concept)


def _steps(amounts: list[int]) -> tuple[tuple[int, int | None], ...]:
    before: list[int | None] = [None, *amounts[:-1]]
    return tuple(
        (cent, cent - earlier if earlier is not None else None)
        for cent, earlier in zip(amounts, before, strict=False)
    )
