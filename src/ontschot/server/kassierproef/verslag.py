"""What the trial of the kassier found, and how it reads. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from ontschot.server.kassierproef.crash import Klap
from ontschot.server.kassierproef.ploeg import Gang
from ontschot.web.format import getal

# Commitments beside pgbench on the hot fonds (issue "Elke euro een reden", section 7).
DOEL = 0.3
CONTROLE_SECONDEN_PER_MILJOEN = 60.0


@dataclass(frozen=True)
class Tempo:
    """On so many fondsen: commitments and whole orders, and transactions of the bare minimum."""

    fondsen: int
    verplichtingen: Gang
    orders: Gang
    minimum: float

    @property
    def verhouding(self) -> float:
        """Commitments beside bare transactions: one durable transaction beside one."""
        return self.verplichtingen.per_seconde / self.minimum

    @property
    def orderverhouding(self) -> float:
        """Orders beside bare transactions: two durable transactions beside one."""
        return self.orders.per_seconde / self.minimum


@dataclass(frozen=True)
class Groei:
    """Whole orders on all fondsen, beside so many entries."""

    boekingen: int
    orders: Gang


@dataclass(frozen=True)
class Controle:
    boekingen: int
    seconden: float


def met(tempo: Sequence[Tempo], controles: Sequence[Controle]) -> bool:
    """Whether the aims were met; a short journaal says nothing about a long one."""
    hot = [row.verhouding for row in tempo if row.fondsen == 1]
    large = [row for row in controles if row.boekingen >= 500_000]
    return all(ratio >= DOEL for ratio in hot) and all(
        row.seconden / row.boekingen * 1_000_000 <= CONTROLE_SECONDEN_PER_MILJOEN for row in large
    )


def table(tempo: Sequence[Tempo], groei: Sequence[Groei], controles: Sequence[Controle]) -> str:
    """Everything that was measured, for people."""
    parts = [_tempo(tempo), _growth(groei), [_controle(row) for row in controles]]
    return "\n\n".join("\n".join(lines) for lines in parts if lines)


def _tempo(rows: Sequence[Tempo]) -> list[str]:
    if not rows:
        return []
    return [
        "fondsen  wat             per seconde  naast het minimum  ms Python  ms database",
        *(line for row in rows for line in _lines(row)),
        "",
        "Een verplichting is één duurzame transactie: bestellen wat gereserveerd is, met alle",
        "controles en de auditregel. Een order is er twee: reserveren en bestellen. Het minimum is",
        "één duurzame transactie van pgbench: één saldo bijwerken en twee regels invoegen.",
        f"Doel: verplichtingen op één fonds minstens {getal(DOEL, 1)} keer het minimum.",
    ]


def _lines(row: Tempo) -> list[str]:
    return [
        f"{row.fondsen:>7}  verplichtingen  {_gang(row.verplichtingen, row.verhouding)}",
        f"{'':>7}  orders          {_gang(row.orders, row.orderverhouding)}",
        f"{'':>7}  minimum         {getal(row.minimum, 1):>11}",
    ]


def _gang(gang: Gang, ratio: float) -> str:
    return (
        f"{getal(gang.per_seconde, 1):>11}  {getal(ratio, 2):>17}  "
        f"{getal(gang.python_ms, 1):>9}  {getal(gang.database_ms, 1):>11}"
    )


def _growth(rows: Sequence[Groei]) -> list[str]:
    if not rows:
        return []
    return [
        "boekingen  orders per seconde  ms Python  ms database",
        *(
            f"{getal(row.boekingen):>9}  {getal(row.orders.per_seconde, 1):>18}  "
            f"{getal(row.orders.python_ms, 1):>9}  {getal(row.orders.database_ms, 1):>11}"
            for row in rows
        ),
    ]


def _controle(row: Controle) -> str:
    return (
        f"controleer: {getal(row.boekingen)} boekingen in {getal(row.seconden, 1)} s, "
        f"{getal(row.boekingen / row.seconden)} per seconde, het starten van Python meegeteld"
    )


def crash_line(number: int, klap: Klap) -> str:
    wrong = "" if klap.goed else f" FOUT: {klap.kwijt} kwijt, {klap.verschillen.strip()}"
    return (
        f"{number:>3}  kill -9 {klap.doel:<14}  {klap.bevestigd:>5} bevestigd, "
        f"controleer {klap.controle}{wrong}"
    )
