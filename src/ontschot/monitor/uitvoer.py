"""The same figures outside the screen: one table as a file, and the faults of a delivery."""

import csv
from collections.abc import Iterable, Sequence
from typing import IO

from ontschot.monitor.definities import AFRONDEN
from ontschot.monitor.levering.importeren import Uitslag
from ontschot.monitor.levering.lezen import Fout
from ontschot.monitor.queries import Regel, Tabel
from ontschot.monitor.rules import hele_procenten
from ontschot.monitor.tonen import VERBORGEN
from ontschot.web.uitvoer import BOM, Cel, veilige_cel
from ontschot.web.uitvoer import as_xlsx as as_sheet


def table_cells(tabel: Tabel) -> tuple[list[str], list[list[Cel]]]:
    """Header and lines of one table; percentages whole, money in euros, the total last."""
    vergelijk = tabel.nl_noemer is not None
    kop = [tabel.definitie.naam, "Aantal", f"Aandeel (% van {tabel.noemer})"]
    if vergelijk:
        kop += [f"Nederland (% van {tabel.nl_noemer})", "Verschil (procentpunt)"]
    if tabel.definitie.met_kosten:
        kop += ["Kosten (euro)", "Gemiddeld (euro)", "Aandeel in de kosten (%)"]
    lines = [_line(tabel, regel, vergelijk) for regel in tabel.regels]
    totaal: list[Cel] = ["Totaal", tabel.noemer, 100 if tabel.noemer else None]
    totaal += [tabel.nl_noemer, None] if vergelijk else []
    if tabel.definitie.met_kosten:
        totaal += [tabel.kosten_cent / 100, _euro(tabel.gemiddeld_cent), None]
    return kop, [*lines, totaal]


def _line(tabel: Tabel, regel: Regel, vergelijk: bool) -> list[Cel]:
    line: list[Cel] = [regel.label, regel.aantal, hele_procenten(regel.aandeel)]
    if regel.verborgen:
        line[1:] = [VERBORGEN, VERBORGEN]
    if vergelijk:
        line.append(VERBORGEN if regel.nl_verborgen else hele_procenten(regel.nl_aandeel))
        line.append(regel.verschil)
    if tabel.definitie.met_kosten:
        kosten = [
            _euro(regel.kosten_cent),
            _euro(regel.gemiddeld_cent),
            hele_procenten(regel.aandeel_kosten),
        ]
        line += [VERBORGEN] * 3 if regel.verborgen else kosten
    return line


def _euro(cent: int | None) -> float | None:
    return None if cent is None else cent / 100


def as_xlsx(titel: str, kop: Sequence[str], lines: Iterable[Sequence[Cel]]) -> bytes:
    """One sheet, with how it was rounded above the table."""
    return as_sheet(titel, kop, lines, noot=AFRONDEN)


FOUTEN_KOP = ("regel", "kolom", "melding", "waarde")


def write_faults(out: IO[str], fouten: Iterable[Fout], *, excel: bool = False) -> None:
    """The faults of a delivery as csv, one at a time: where, how to mend it, what stood there."""
    if excel:
        out.write(BOM)
    writer = csv.writer(out, delimiter=";" if excel else ",", lineterminator="\r\n")
    writer.writerow(FOUTEN_KOP)
    for fout in fouten:
        cells = (fout.kolom, fout.melding, fout.waarde)
        writer.writerow([fout.regel, *map(veilige_cel, cells)])


def remarks(uitslag: Uitslag) -> list[str]:
    """What a person should know of a delivery beside the numbers, each a sentence."""
    said = []
    if uitslag.al_bekend:
        said.append("Dit bestand was al geladen. Er verandert niets.")
    if uitslag.vervangen:
        namen = ", ".join(f"‘{naam}’" for naam in uitslag.vervangen)
        said.append(
            f"Vervangen: {namen}. Die blijft te lezen, maar telt niet meer mee."
            if uitslag.levering_id
            else f"Als je laadt, vervangt dit bestand {namen}. Die blijft te lezen, maar telt dan "
            "niet meer mee."
        )
    if uitslag.verdwenen:
        said.append(
            "Let op: deze regio's stonden in de vorige levering en nu niet meer: "
            f"{', '.join(uitslag.verdwenen)}."
        )
    if uitslag.naast:
        said.append(
            "Let op: over dezelfde regio en maand telt ook een levering van een ander mee: "
            f"{', '.join(uitslag.naast)}."
        )
    if uitslag.extra_kolommen:
        said.append(f"Niet gebruikte kolommen: {', '.join(uitslag.extra_kolommen)}.")
    return said
