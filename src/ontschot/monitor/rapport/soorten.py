"""What each kind of uitlevering is made of: count once, in scope; write the files afterwards."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from ontschot.kern.errors import Weigering
from ontschot.monitor.codes import Codelijsten
from ontschot.monitor.rapport import (
    boek,
    bundel,
    landelijk,
    maken,
    opendata,
    papier,
    uitvoer,
    werkboek,
)
from ontschot.monitor.rapport.bundel import HOOFDSTUK_3, Bundel
from ontschot.monitor.rules import kort
from ontschot.monitor.selectie import NEDERLAND, Selectie, regios_of
from ontschot.monitor.tonen import regio_label
from ontschot.web.format import datum

CSV, JSON = "text/csv; charset=utf-8", "application/json"
PDF, PARQUET = "application/pdf", "application/vnd.apache.parquet"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# The files of each kind, in the order in which they are made: the steps of the progress bar.
BESTANDEN = {
    "rapport": ("rapport.pdf", "rapport.xlsx", "rapport.csv"),
    "open_data": (
        "cijfers.csv", "cijfers.parquet", "woordenlijst.csv", "datapackage.json", "dcat.jsonld",
    ),
    "levering": ("instroom.csv", "interventies.csv", "uitstroom.csv", "kolommen.csv",
                 "controle.csv"),
}  # fmt: skip


@dataclass(frozen=True)
class Vraag:
    """What was asked: enough to make the same again. `tot` None: the whole year.

    `voorlopig`: asked by a command, which may go before anybody decided on the figures.
    """

    soort: str
    keuze: str
    jaar: int
    peil: date
    tot: date | None = None
    bron: str = ""
    per_regio: bool = False
    intern: bool = False
    leeg_klopt: bool = False
    voorlopig: bool = False

    @property
    def selectie(self) -> Selectie:
        return Selectie(
            keuze=self.keuze,
            regios=regios_of(self.keuze),
            jaar=str(self.jaar),
            van=date(self.jaar, 1, 1),
            tot=self.tot or date(self.jaar, 12, 31),
            bron="eigen" if self.soort == "levering" else self.bron,
            peil=self.peil,
        )


@dataclass(frozen=True)
class Bestand:
    """A file that can be made without the database."""

    naam: str
    mediatype: str
    inhoud: Callable[[], bytes]


@dataclass(frozen=True)
class Gemaakt:
    """`sha256` is of the figures: the same figures give the same, whatever the files look like."""

    sha256: str
    bestanden: Sequence[Bestand]


def prepare(vraag: Vraag, codes: Codelijsten) -> Gemaakt:
    """Count what was asked, in the scope of whoever may see it. Raises Weigering."""
    return {"rapport": _report, "open_data": _open_data, "levering": _delivery}[vraag.soort](
        vraag, codes
    )


def _report(vraag: Vraag, codes: Codelijsten) -> Gemaakt:
    geteld = maken.count(
        vraag.selectie,
        codes,
        intern=vraag.intern,
        per_regio=vraag.per_regio,
        voorlopig=vraag.voorlopig,
    )
    _check_filled(vraag, geteld.nu, codes)
    read = boek.write(geteld.nu, codes, geteld.vorig)
    sheets = boek.write(geteld.nu, codes, geteld.vorig, HOOFDSTUK_3)
    return Gemaakt(
        _sha(geteld.cijfers.encode()),
        [
            Bestand("rapport.pdf", PDF, lambda: papier.as_pdf(read)),
            Bestand("rapport.xlsx", XLSX, lambda: werkboek.as_xlsx(sheets, geteld.nu)),
            Bestand("rapport.csv", CSV, lambda: uitvoer.as_csv(geteld.nu).encode()),
        ],
    )


def _check_filled(vraag: Vraag, geteld: Bundel, codes: Codelijsten) -> None:
    """A report of nothing helps nobody. Raises Weigering; what is withheld is not nothing."""
    if geteld.rapport.aantal or geteld.rapport.achtergehouden:
        return
    raise Weigering(
        f"Over {kort(regio_label(vraag.selectie, codes), 120)}, {vraag.jaar} was op "
        f"{datum(vraag.peil)} nog niets bekend. Wat vandaag is vastgelegd of geladen, telt vanaf "
        "morgen mee."
    )


def _open_data(vraag: Vraag, codes: Codelijsten) -> Gemaakt:
    if vraag.intern or vraag.keuze != NEDERLAND:
        raise Weigering("Open data gaan over heel Nederland en zijn altijd beschermd.")
    counted = bundel.make(
        vraag.selectie,
        codes,
        intern=False,
        per_regio=True,
        vergelijk=False,
        voorlopig=vraag.voorlopig,
    )
    _check_filled(vraag, counted, codes)
    content = opendata.as_csv(opendata.rows(counted, codes))
    return Gemaakt(
        _sha(uitvoer.as_json(counted).encode()),
        [
            Bestand("cijfers.csv", CSV, lambda: content),
            Bestand("cijfers.parquet", PARQUET, lambda: opendata.as_parquet(content)),
            Bestand("woordenlijst.csv", CSV, opendata.dictionary_csv),
            Bestand("datapackage.json", JSON, lambda: opendata.datapackage(counted)),
            Bestand("dcat.jsonld", "application/ld+json", lambda: opendata.dcat(counted)),
        ],
    )


def _delivery(vraag: Vraag, codes: Codelijsten) -> Gemaakt:
    if vraag.keuze not in codes.labels("regio"):
        raise Weigering("Een levering gaat over één regio. Kies een regio, bijvoorbeeld AM08.")
    levering = landelijk.collect(vraag.selectie, leeg_klopt=vraag.leeg_klopt)
    made = {soort: landelijk.as_csv(soort, levering.rijen[soort]) for soort in landelijk.SOORTEN}
    files = [
        Bestand(f"{soort}.csv", CSV, partial(made.__getitem__, soort))
        for soort in landelijk.SOORTEN
    ]
    return Gemaakt(
        _sha(b"".join(made.values())),
        [
            *files,
            Bestand("kolommen.csv", CSV, landelijk.columns_csv),
            Bestand("controle.csv", CSV, lambda: landelijk.totals_csv(levering)),
        ],
    )


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
