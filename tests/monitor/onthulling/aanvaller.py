"""Somebody who has all published files and a solver, and nothing else.

Written apart from what protects: it reads the JSON of reports, knows that counts are not below
zero, that a report over several regions is their sum and that a rubriek is the sum of its
interventies and that "eigen" follows from who buys and who is the first responsible, and asks of a
cell how small and how large it can be.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import highspy
import numpy as np

Vraag = tuple[str, str, str]  # table, value, region


class Aanvaller:
    """One linear program over everything that the reports say of one measure."""

    def __init__(
        self,
        rapporten: Iterable[dict[str, Any]],
        maat: str = "aantal",
        *,
        rubriek_van: Mapping[str, str] | None = None,
        eerste: Mapping[str, str] | None = None,
        alleen: str = "",
    ) -> None:
        self.maat, self.nummers, self.gezegd = maat, dict[Vraag, int](), set[Any]()
        # The class below the wrapper, which writes a banner to the screen.
        self.model: Any = highspy.Highs.__base__()
        self.model.setOptionValue("output_flag", False)
        self.rubriek_van = rubriek_van or {}
        for rapport in rapporten:
            for deel in (rapport, *rapport.get("regio", {}).values()):
                for naam, tabel in deel["tabellen"].items():
                    # A table tells nothing of another one, but for rubriek and interventie.
                    if alleen and alleen != naam and {alleen, naam} != {"interventie", "rubriek"}:
                        continue
                    self._read(naam, tabel, deel["regios"])
        self._link()
        self._link_own(eerste or {})

    def _read(self, naam: str, tabel: dict[str, Any], regios: list[str]) -> None:
        for rij in tabel["rijen"]:
            told = self._amount(rij, tabel)
            if told is not None:
                self._equation([(naam, rij["waarde"], regio) for regio in regios], told)
        if tabel["noemer"] is not None and tabel["rijen"]:
            waarden = [rij["waarde"] for rij in tabel["rijen"]]
            everything = [(naam, waarde, regio) for waarde in waarden for regio in regios]
            if self.maat == "aantal":
                self._equation(everything, tabel["noemer"])

    def _amount(self, rij: dict[str, Any], tabel: dict[str, Any]) -> float | None:
        """What a row gives away: the number, or a share or an average from which it follows."""
        if self.maat == "kosten_cent":
            if rij.get("kosten_cent") is None and None not in (
                rij.get("gemiddeld_cent"),
                rij["aantal"],
            ):
                return float(rij["gemiddeld_cent"] * rij["aantal"])
            return rij.get("kosten_cent")
        if rij["aantal"] is None and rij.get("aandeel") is not None:
            return round(rij["aandeel"] * tabel["noemer"])
        return rij["aantal"]

    def _equation(self, delen: list[Vraag], som: float) -> None:
        cells = tuple(sorted(self._cell(deel) for deel in delen))
        if (cells, som) not in self.gezegd:
            self.gezegd.add((cells, som))
            self._row(dict.fromkeys(cells, 1.0), float(som))

    def _row(self, delen: dict[int, float], som: float) -> None:
        index = np.array(list(delen), dtype=np.int32)
        self.model.addRow(som, som, len(delen), index, np.array(list(delen.values())))

    def _cell(self, vraag: Vraag) -> int:
        if vraag not in self.nummers:
            self.nummers[vraag] = len(self.nummers)
            self.model.addVar(0.0, highspy.kHighsInf)
        return self.nummers[vraag]

    def _link(self) -> None:
        for naam, rubriek, regio in list(self.nummers):
            if naam == "rubriek" and self.rubriek_van:
                parts = [s for s, r in self.rubriek_van.items() if r == rubriek]
                row = {self._cell(("interventie", soort, regio)): 1.0 for soort in parts}
                self._row({**row, self._cell((naam, rubriek, regio)): -1.0}, 0.0)

    def _link_own(self, eerste: Mapping[str, str]) -> None:
        """What was bought by whom for whose doelgroep: unknown, but it adds up."""
        partijen = sorted(set(eerste.values()))
        for regio in sorted({regio for _, _, regio in self.nummers}) if eerste else ():
            cel = {(a, b): self._cell(("?", a + b, regio)) for a in partijen for b in partijen}
            for a in partijen:
                soorten = [s for s, partij in eerste.items() if partij == a]
                rows = {self._cell(("interventie", soort, regio)): -1.0 for soort in soorten}
                self._row({cel[a, b]: 1.0 for b in partijen} | rows, 0.0)
                bought = {self._cell(("partij", a, regio)): -1.0}
                self._row({cel[b, a]: 1.0 for b in partijen} | bought, 0.0)
            own = {self._cell(("eigen", "ja", regio)): -1.0}
            self._row({cel[a, a]: 1.0 for a in partijen} | own, 0.0)

    def equal(self, een: Vraag, ander: Vraag) -> None:
        """The reader knows that nothing changed between these."""
        self._row({self._cell(een): 1.0, self._cell(ander): -1.0}, 0.0)

    def bounds(self, vraag: Vraag) -> tuple[float, float]:
        """How small and how large this cell can be; any size for one never told of."""
        if vraag not in self.nummers:
            return 0.0, highspy.kHighsInf
        return self._range({self.nummers[vraag]: 1.0})

    def change(self, toen: Vraag, nu: Vraag) -> tuple[float, float]:
        """How far it can have gone down or up from one report to another."""
        return self._range({self._cell(nu): 1.0, self._cell(toen): -1.0})

    def _range(self, delen: Mapping[int, float]) -> tuple[float, float]:
        for cel, factor in delen.items():
            self.model.changeColCost(cel, factor)
        self.model.changeObjectiveSense(highspy.ObjSense.kMinimize)
        low = self._solve(-highspy.kHighsInf)
        self.model.changeObjectiveSense(highspy.ObjSense.kMaximize)
        high = self._solve(highspy.kHighsInf)
        for cel in delen:
            self.model.changeColCost(cel, 0.0)
        return low, high

    def _solve(self, without_end: float) -> float:
        self.model.run()
        status = self.model.getModelStatus()
        if status == highspy.HighsModelStatus.kUnbounded:
            return float(without_end)
        assert status == highspy.HighsModelStatus.kOptimal, "the reports contradict each other"
        return float(self.model.getInfo().objective_function_value)
