"""The division of national money as a file: region and one column per line."""

from collections.abc import Sequence

from ontschot.kandidaten.lijst_inlezen.lezen import read_file
from ontschot.kassier.queries.budgetbesluiten import Regiorij
from ontschot.kassier.queries.fondsen import Regelstand
from ontschot.kern.errors import Weigering
from ontschot.web.format import lees_bedrag

VELD = "bestand"


def heading(bronnen: Sequence[Regelstand]) -> list[str]:
    return ["regio", "naam", *(bron.code for bron in bronnen)]


def lines(rijen: Sequence[Regiorij]) -> list[list[str]]:
    """The file to fill in: every region, and nothing divided yet."""
    return [[rij.code, rij.naam, *("" for _ in rij.cellen)] for rij in rijen]


def read(
    naam: str, inhoud: bytes, bronnen: Sequence[Regelstand], rijen: Sequence[Regiorij]
) -> dict[str, str]:
    """The amounts of a file per field of the form on the screen; nothing is kept.

    Raises Weigering with the first line that cannot be right: an unknown region, one that stands
    there twice, a column that is missing or an amount that is none.
    """
    file = read_file(naam, inhoud)
    columns = [kop.strip().lower() for kop in file.koppen]
    if missing := [name for name in heading(bronnen) if name != "naam" and name not in columns]:
        raise Weigering(
            f"In de eerste regel missen deze kolommen: {', '.join(missing)}. Haal het voorbeeld "
            "op: dat heeft de goede kolommen.",
            veld=VELD,
        )
    by_code = {rij.code: rij for rij in rijen}
    seen: set[str] = set()
    found: dict[str, str] = {}
    for number, cells in file.regels:
        row = dict(zip(columns, cells, strict=False))
        code = row["regio"].strip().upper()
        if code not in by_code or code in seen:
            what = "staat er twee keer" if code in seen else "kennen we niet"
            raise Weigering(f"Regel {number}: regio ‘{code[:12]}’ {what}.", veld=VELD)
        seen.add(code)
        for bron, cell in zip(bronnen, by_code[code].cellen, strict=True):
            if cell is not None:
                found[f"cel_{cell.pk}"] = _checked(row[bron.code], number)
    return found


def _checked(text: str, number: int) -> str:
    """The amount as it was typed; what Excel made of it with a point is put right."""
    if not text.strip():
        return ""
    whole, point, cents = text.partition(".")
    if point and whole.isdigit() and cents.isdigit() and len(cents) < 3:
        text = f"{whole},{cents.ljust(2, '0')}"
    try:
        cent = lees_bedrag(text)
    except ValueError as problem:
        raise Weigering(f"Regel {number}: {problem}", veld=VELD) from problem
    if cent < 0:
        raise Weigering(f"Regel {number}: een bedrag is € 0 of meer.", veld=VELD)
    return text
