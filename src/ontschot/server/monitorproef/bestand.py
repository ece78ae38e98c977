"""A delivery out of a seed: as many lines as asked, with every code and every region in it."""

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from itertools import repeat
from pathlib import Path

JAAR = 2022
KOP = (
    "id,regio,datum,interventie,doelgroep,geslacht,kwalificatie,sector,inkopende_partij,"
    "eerstverantwoordelijke,kosten"
)
PER_KEER = 20_000


def write(
    plek: Path,
    regels: int,
    codes: Mapping[str, Sequence[str]],
    voortgang: Callable[[int], None],
    seed: int = 20_515,
) -> None:
    """Write so many lines; the same seed gives the same file. `codes`: of each column its codes."""
    dobbel = random.Random(seed)  # noqa: S311 - the same file again, no secret
    dagen = [(date(JAAR, 1, 1) + timedelta(days=day)).isoformat() for day in range(365)]
    keuzes = [codes["regio"], dagen, *(codes[kolom] for kolom in KOP.split(",")[3:-1])]
    with plek.open("w", encoding="utf-8") as out:
        out.write(KOP + "\n")
        for begin in range(0, regels, PER_KEER):
            number = min(PER_KEER, regels - begin)
            ids = map("P{:08d}".format, range(begin, begin + number))
            cells = [dobbel.choices(keuze, k=number) for keuze in keuzes]
            kosten = map("{:.2f}".format, map(dobbel.triangular, repeat(50, number), repeat(9000)))
            out.writelines(",".join(line) + "\n" for line in zip(ids, *cells, kosten, strict=True))
            voortgang(begin + number)
