"""From a question to the files of a report: counted with the period before, and written."""

from dataclasses import dataclass

from ontschot.kern.errors import Weigering
from ontschot.monitor.codes import Codelijsten
from ontschot.monitor.rapport import boek, bundel, papier, uitvoer, werkboek
from ontschot.monitor.rapport.bundel import HOOFDSTUK_3, Bundel
from ontschot.monitor.rapport.hoofdstuk import year_before
from ontschot.monitor.selectie import EERSTE_JAAR, Selectie


@dataclass(frozen=True)
class Geteld:
    """A report and the same over the period before; that is None when there can be none."""

    nu: Bundel
    vorig: Bundel | None

    @property
    def cijfers(self) -> str:
        """Every figure, with codes instead of names: what may not differ when made again."""
        before = uitvoer.as_json(self.vorig) if self.vorig else ""
        return uitvoer.as_json(self.nu) + before


def count(
    selectie: Selectie,
    codes: Codelijsten,
    *,
    intern: bool,
    per_regio: bool,
    voorlopig: bool = False,
) -> Geteld:
    """Count a selection and the period before it. Raises Weigering when it may not be shown.

    The year before is never published by asking for this one.
    """
    nu = bundel.make(
        selectie,
        codes,
        intern=intern,
        per_regio=per_regio,
        vergelijk=True,
        voorlopig=voorlopig,
    )
    vroeger = year_before(selectie)
    if vroeger.van.year < EERSTE_JAAR:
        return Geteld(nu, None)
    try:
        vorig = bundel.make(vroeger, codes, intern=intern, per_regio=per_regio, vergelijk=True)
    except Weigering:
        return Geteld(nu, None)
    return Geteld(nu, vorig)


def as_file(formaat: str, geteld: Geteld, codes: Codelijsten) -> bytes:
    """The report as `pdf`, `xlsx`, `csv` or `json`."""
    if formaat == "pdf":
        return papier.as_pdf(boek.write(geteld.nu, codes, geteld.vorig))
    if formaat == "xlsx":
        written = boek.write(geteld.nu, codes, geteld.vorig, HOOFDSTUK_3)
        return werkboek.as_xlsx(written, geteld.nu)
    made = uitvoer.as_csv(geteld.nu) if formaat == "csv" else uitvoer.as_json(geteld.nu)
    return made.encode()
