"""The printed figures of the KplusV evaluation beside our own, and where the report disagrees."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ontschot.monitor.codes import REFERENTIE
from ontschot.monitor.queries import Rapport, Regel, Stand
from ontschot.monitor.rules import aandeel, gemiddeld_cent, procent
from ontschot.web.format import VAST, euro, getal


@cache
def printed() -> dict[str, Any]:
    return tomllib.loads((REFERENTIE / "kplusv_2023.toml").read_text("utf-8"))


@dataclass(frozen=True)
class Gedrukt:
    """A printed text and ours; `klopt` is None where nothing was printed."""

    gedrukt: str
    berekend: str

    @property
    def klopt(self) -> bool | None:
        if not self.gedrukt:
            return None
        return self.gedrukt.replace(VAST, " ") == self.berekend.replace(VAST, " ")


@dataclass(frozen=True)
class Tabelregel:
    """A line of tabel 2: our line, and the printed numbers and percentages beside it."""

    regel: Regel
    selectie: tuple[Gedrukt, Gedrukt]
    nederland: tuple[Gedrukt, Gedrukt]

    @property
    def klopt(self) -> bool:
        return all(pair.klopt for pair in (*self.selectie, *self.nederland))


@dataclass(frozen=True)
class Cijfer:
    wat: str
    waar: str
    selectie: Gedrukt
    nederland: Gedrukt


def table_2(rapport: Rapport) -> list[Tabelregel]:
    """Tabel 2 and 3 of the report: doelgroep, selection and Nederland."""
    by_value = {row["waarde"]: row for row in printed()["tabel2"]}
    return [
        Tabelregel(
            regel,
            (
                Gedrukt(by_value[regel.waarde]["selectie"], getal(regel.aantal)),
                Gedrukt(by_value[regel.waarde]["selectie_procent"], procent(regel.aandeel)),
            ),
            (
                Gedrukt(by_value[regel.waarde]["nederland"], getal(regel.nl_aantal)),
                Gedrukt(by_value[regel.waarde]["nederland_procent"], procent(regel.nl_aandeel)),
            ),
        )
        for regel in rapport.tabellen["doelgroep"].regels
        if regel.waarde in by_value
    ]


def other_figures(rapport: Rapport) -> list[Cijfer]:
    """Every other printed figure, beside the same figure computed from the rows."""
    return [
        Cijfer(
            row["wat"],
            row["waar"],
            Gedrukt(row["selectie"], _computed(row, _sums(rapport, nederland=False))),
            Gedrukt(row["nederland"], _computed(row, _sums(rapport, nederland=True))),
        )
        for row in printed()["cijfer"]
    ]


@dataclass(frozen=True)
class Regiocijfer:
    """A percentage of one region; `punten` is how far ours lies from the printed one."""

    wat: str
    regio: str
    waar: str
    cijfer: Gedrukt
    punten: int


def regional(counts: Mapping[str, Mapping[tuple[str, str], Stand]]) -> list[Regiocijfer]:
    """The printed percentages of single regions. `counts` per region as `region_counts` gives.

    The reconstruction follows the printed totals of the six regions together exactly; of a single
    region the report prints whole percentages only, so that may lie beside it.
    """
    return [_regional(row, counts.get(row["regio"], {})) for row in printed()["regionaal"]]


def _regional(row: dict[str, Any], standen: Mapping[tuple[str, str], Stand]) -> Regiocijfer:
    sums = {key: (stand.aantal, stand.kosten_cent) for key, stand in standen.items()}
    cijfer = Gedrukt(row["gedrukt"], _computed(row, {("", ""): (0, 0), **sums}))
    printed_points, ours = (int(text.split()[0].strip("–") or 0) for text in (
        cijfer.gedrukt, cijfer.berekend.replace(VAST, " ")))  # fmt: skip
    return Regiocijfer(row["wat"], row["regio"], row["waar"], cijfer, ours - printed_points)


REGIOTABELLEN = tuple(dict.fromkeys(
    naam for row in printed()["regionaal"] for naam in (row["tabel"], "rubriek")
))  # fmt: skip


def contradictions() -> Sequence[str]:
    return tuple(printed()["tegenstrijdig"])


Sommen = dict[tuple[str, str], tuple[int, int]]  # (table, value) -> number, costs in cents


def _sums(rapport: Rapport, *, nederland: bool) -> Sommen:
    """Numbers and costs per cell; ("", "") is the total."""
    sums: Sommen = {
        (naam, r.waarde): (r.nl_aantal or 0, r.nl_kosten_cent or 0)
        if nederland
        else (r.aantal or 0, r.kosten_cent or 0)
        for naam, tabel in rapport.tabellen.items()
        for r in tabel.regels
    }
    totaal = (
        (rapport.nl_aantal or 0, rapport.nl_kosten_cent or 0)
        if nederland
        else (rapport.aantal, rapport.kosten_cent)
    )
    return {**sums, ("", ""): totaal}


def _computed(row: dict[str, Any], sums: Sommen) -> str:
    cells = [sums.get((row["tabel"], waarde), (0, 0)) for waarde in row["waarden"]]
    aantal, kosten = sum(n for n, _ in cells), sum(k for _, k in cells)
    if row["maat"] == "aantal":
        return getal(aantal)
    if row["maat"] == "gemiddeld":
        return euro(gemiddeld_cent(kosten, aantal), kort=True)
    if row["maat"] == "kosten":
        return procent(aandeel(kosten, sums["", ""][1]))
    van = ("rubriek", row["van"]) if "van" in row else ("", "")
    return procent(aandeel(aantal, sums.get(van, (0, 0))[0]))
