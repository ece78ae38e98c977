"""The code lists of the monitor with their labels: from `regelingen`, `netwerk`, klassen.toml."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ontschot.monitor.rules import Code, controleer_klassen, woordenboek
from ontschot.netwerk.models import Regio
from ontschot.regelingen.models import Codewaarde, Doelgroep, Interventiesoort, Rubriek

REFERENTIE = Path(__file__).parent / "referentie"


@cache
def klassen() -> dict[str, Any]:
    """klassen.toml: what has no table, extra ways of writing, fixed selections of regions."""
    return tomllib.loads((REFERENTIE / "klassen.toml").read_text("utf-8"))


@dataclass(frozen=True)
class Codelijsten:
    """Every code list by the name of its column; each in the order in which it is shown."""

    lijsten: dict[str, tuple[Code, ...]]

    def labels(self, lijst: str) -> dict[str, str]:
        return {code.code: code.label for code in self.lijsten.get(lijst, ())}

    def woorden(self, lijst: str) -> dict[str, str]:
        return woordenboek(self.lijsten[lijst])


def codelijsten() -> Codelijsten:
    """All code lists in five queries. Raises ValueError when a class is not known."""
    lijsten = {naam: tuple(_codes(klassen()[naam])) for naam in _IN_BESTAND}
    lijsten["regio"] = tuple(
        Code(r.code, r.naam, tuple(r.aliassen)) for r in Regio.objects.order_by("naam")
    )
    lijsten["doelgroep"] = tuple(
        Code(d.code, d.label, tuple(d.aliassen)) for d in Doelgroep.objects.order_by("volgorde")
    )
    lijsten["interventie"] = tuple(
        Code(s.code, s.naam, tuple(s.aliassen))
        for s in Interventiesoort.objects.order_by("volgorde")
    )
    lijsten["rubriek"] = tuple(Code(r.code, r.naam) for r in Rubriek.objects.order_by("nummer"))
    return Codelijsten(_with_codewaarden(lijsten))


_IN_BESTAND = ("kwalificatie", "inkopende_partij", "eerstverantwoordelijke", "eigen_andere", "bron")


def _codes(rows: Iterable[dict[str, Any]]) -> Iterable[Code]:
    return (Code(row["code"], row["label"], tuple(row["aliassen"])) for row in rows)


def _with_codewaarden(lijsten: dict[str, tuple[Code, ...]]) -> dict[str, tuple[Code, ...]]:
    """Add geslacht and sector; the finer levels of opleiding count as ways of writing a class."""
    waarden = list(Codewaarde.objects.order_by("lijst", "volgorde"))
    extra = klassen()["aliassen"]
    for lijst in ("geslacht", "sector"):
        eigen = [w for w in waarden if w.lijst == lijst]
        _check(lijst, {w.monitorklasse for w in eigen}, {w.code for w in eigen})
        lijsten[lijst] = tuple(
            Code(w.code, w.label, tuple(extra[lijst].get(w.code, ()))) for w in eigen
        )
    opleiding = [w for w in waarden if w.lijst == "opleiding"]
    grof = lijsten["kwalificatie"]
    _check("kwalificatie", {w.monitorklasse for w in opleiding}, {c.code for c in grof})
    lijsten["kwalificatie"] = tuple(
        Code(
            c.code,
            c.label,
            (
                *c.aliassen,
                *(t for w in opleiding if w.monitorklasse == c.code for t in (w.code, w.label)),
            ),
        )
        for c in grof
    )
    return lijsten


def _check(lijst: str, used: set[str], known: set[str]) -> None:
    missing = controleer_klassen(used, known)
    if missing:
        raise ValueError(f"De lijst {lijst} wijst naar klassen die niet bestaan: {missing}.")
