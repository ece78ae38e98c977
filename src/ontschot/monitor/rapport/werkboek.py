"""The report as a workbook: title sheet, definitions, a sheet per table with a chart, sources.

Every text is written as a text, so nothing in it can be taken for a formula.
"""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from ontschot.monitor.definities import AFRONDEN
from ontschot.monitor.rapport.boek import Boek
from ontschot.monitor.rapport.bundel import Bundel
from ontschot.monitor.rapport.hoofdstuk import Lijn, Onderdeel, column_name
from ontschot.monitor.rapport.papier import ACHTERGEHOUDEN
from ontschot.monitor.rules import hele_procenten
from ontschot.monitor.tonen import LEGENDA, VERBORGEN
from ontschot.web.format import getal
from ontschot.web.uitvoer import Cel
from ontschot.web.werkboek import new_workbook

EERSTE_REGEL = 4  # 0-based: below the title, the note and the header
DONKER, LICHT = "#1f3a5f", "#d9dee6"


class Werkboek:
    """A workbook while it is written."""

    def __init__(self) -> None:
        self.out = io.BytesIO()
        self.book = new_workbook(self.out)
        self.bold = self.book.add_format({"bold": True})
        self.wrap = self.book.add_format({"text_wrap": True, "valign": "top"})
        self.money = self.book.add_format({"num_format": "#,##0.00"})

    def sheet(
        self,
        naam: str,
        titel: str,
        kop: Sequence[str],
        lines: Iterable[Sequence[Cel]],
        noot: str = "",
    ) -> Any:
        """A sheet with a title, a note below it, a header, and lines; floats are euros."""
        sheet = self.book.add_worksheet(naam)
        sheet.write_string(0, 0, titel, self.bold)
        sheet.write_string(1, 0, noot)
        for column, cell in enumerate(kop):
            sheet.write_string(EERSTE_REGEL - 1, column, cell, self.bold)
        for row, line in enumerate(lines, start=EERSTE_REGEL):
            for column, value in enumerate(line):
                self._cell(sheet, row, column, value)
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, max(1, len(kop)), 22)
        return sheet

    def _cell(self, sheet: Any, row: int, column: int, value: Cel) -> None:
        if isinstance(value, str):
            sheet.write_string(row, column, value, self.wrap if len(value) > 60 else None)
        elif value is not None:
            sheet.write_number(row, column, value, self.money if isinstance(value, float) else None)

    def close(self) -> bytes:
        self.book.close()
        return self.out.getvalue()


def as_xlsx(boek: Boek, bundel: Bundel) -> bytes:
    werk = Werkboek()
    _title_sheet(werk, boek)
    werk.sheet(
        "Definities",
        "Wat elk cijfer betekent",
        ("Cijfer", "Wat telt", "Teller", "Noemer", "Eenheid", "Moment", "Versie"),
        [[d.naam, d.tekst, d.teller, d.noemer, d.eenheid, d.moment, d.versie]
         for d in boek.definities],
    )  # fmt: skip
    for deel in boek.hoofdstukken[0][1].onderdelen:
        _table_sheet(werk, deel)
    if bundel.per_regio:
        _regions_sheet(werk, bundel)
    tegenstrijdig = [["Tegenstrijdig in het onderzoek over 2023", z] for z in boek.tegenstrijdig]
    bronnen = [["Bron", bron] for bron in boek.bronnen]
    werk.sheet("Bronnen", "Waar de cijfers vandaan komen", ("Wat", ""), bronnen + tegenstrijdig)
    return werk.close()


def _title_sheet(werk: Werkboek, boek: Boek) -> None:
    lines: list[list[Cel]] = [["Mag dit naar buiten?", boek.status]]
    lines += [list(fact) for fact in boek.feiten]
    lines += [[f"In één minuut ({n})", zin] for n, zin in enumerate(boek.zinnen, start=1)]
    sheet = werk.sheet("Voorblad", f"{boek.titel}: {boek.onder}", ("Wat", ""), lines, AFRONDEN)
    sheet.set_column(1, 1, 100)


def _table_sheet(werk: Werkboek, deel: Onderdeel) -> None:
    naam = deel.code.replace("_", " ").capitalize()[:31]
    if deel.achtergehouden:
        werk.sheet(naam, deel.definitie.naam, ["Tabel"], [[ACHTERGEHOUDEN]])
        return
    over = f"Aandeel van {getal(deel.noemer)} {deel.noemer_van}."
    noot = " ".join(
        filter(None, (deel.onbekend, over, AFRONDEN, LEGENDA if deel.verborgen else ""))
    )
    lines = [_line(deel, lijn) for lijn in deel.lijnen]
    if deel.code not in ("aantal_kosten", "rubriek_1"):
        lines.append(["Totaal", deel.noemer, 100 if deel.noemer else None])
    sheet = werk.sheet(naam, deel.definitie.naam, _head(deel), lines, noot)
    below = EERSTE_REGEL + len(lines) + 1
    for place, zin in enumerate(deel.zinnen):
        sheet.write_string(below + place, 0, zin)
    _chart(werk, sheet, naam, deel, below + len(deel.zinnen) + 1)


def _head(deel: Onderdeel) -> list[str]:
    kop = [deel.kop, "Aantal", f"Aandeel (% van {getal(deel.noemer)})"]
    kop += ["Nederland (%)", "Vergeleken met Nederland"] if deel.nl else []
    before = column_name(deel.eerder)
    kop += [f"{before.capitalize()} (%)", f"Vergeleken met {before}"] if deel.eerder else []
    return kop + (["Gemiddelde prijs (euro)", "Deel van de kosten (%)"] if deel.met_kosten else [])


def _line(deel: Onderdeel, lijn: Lijn) -> list[Cel]:
    hidden = lijn.verborgen
    line: list[Cel] = [
        lijn.label,
        VERBORGEN if hidden else lijn.aantal,
        VERBORGEN if hidden else hele_procenten(lijn.aandeel),
    ]
    if deel.nl:
        nl_hidden = lijn.bron is not None and lijn.bron.nl_verborgen
        line += [VERBORGEN if nl_hidden else hele_procenten(lijn.nl_aandeel), lijn.vs_nl]
    if deel.eerder:
        line += [hele_procenten(lijn.eerder_aandeel), lijn.vs_eerder]
    if deel.met_kosten:
        prijs = None if lijn.gemiddeld_cent is None else lijn.gemiddeld_cent / 100
        kosten: list[Cel] = [prijs, hele_procenten(lijn.aandeel_kosten)]
        line += [VERBORGEN, VERBORGEN] if hidden else kosten
    return line


def _chart(werk: Werkboek, sheet: Any, naam: str, deel: Onderdeel, row: int) -> None:
    """Bars that differ in grey too: the selection dark, Nederland light with a dark edge."""
    chart = werk.book.add_chart({"type": "bar"})
    last = EERSTE_REGEL + len(deel.lijnen) - 1
    columns = [(2, "Aandeel (%)", DONKER)] + ([(3, "Nederland (%)", LICHT)] if deel.nl else [])
    for column, label, kleur in columns:
        chart.add_series(
            {
                "name": label,
                "categories": [naam, EERSTE_REGEL, 0, last, 0],
                "values": [naam, EERSTE_REGEL, column, last, column],
                "fill": {"color": kleur},
                "border": {"color": DONKER},
                "data_labels": {"value": True},
            }
        )
    chart.set_title({"name": deel.definitie.naam})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"min": 0, "visible": False, "major_gridlines": {"visible": False}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 760, "height": 120 + 40 * max(len(deel.lijnen), 2)})
    uitleg = f"{deel.definitie.naam}: dezelfde aandelen als in de tabel erboven."
    sheet.insert_chart(row, 0, chart, {"description": uitleg})


def _regions_sheet(werk: Werkboek, bundel: Bundel) -> None:
    lines: list[list[Cel]] = [
        [
            code,
            naam,
            r.label,
            VERBORGEN if r.verborgen else r.aantal,
            tabel.noemer,
            VERBORGEN if r.verborgen else hele_procenten(r.aandeel),
        ]
        for code, rapport in bundel.per_regio.items()
        for naam, tabel in rapport.tabellen.items()
        for r in tabel.regels
    ]
    noot = f"{LEGENDA} Een tabel die hier ontbreekt, is achtergehouden: te kleine aantallen."
    kop = ("Regio", "Tabel", "Waarde", "Aantal", "Van", "Aandeel (%)")
    werk.sheet("Per regio", "De tabellen per regio", kop, lines, noot if bundel.drempel else "")
