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
    def gedrukt(self) -> list[tuple[Begroting, int, int]]:
        """The versions with a printed total: that total, and how much it differs from the sum."""
        return [
            (version, version.gedrukt_totaal_cent, version.gedrukt_totaal_cent - total)
            for version, (total, _) in zip(self.versies, self.totalen, strict=True)
            if version.gedrukt_totaal_cent is not None
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
