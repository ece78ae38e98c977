"""`./ontschot manage kplusv_tabel`: the printed figures of 2023 beside ours, for people to read.

`docs/kplusv.md` is made from the reconstruction; a test holds the two together.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from ontschot.kern.scope import scope, systeem
from ontschot.monitor import kplusv, queries
from ontschot.monitor.codes import codelijsten
from ontschot.monitor.kplusv import Gedrukt
from ontschot.monitor.levering.laden import load_reconstructie
from ontschot.monitor.selectie import read_selectie
from ontschot.netwerk.models import Regio

HEAD = """# De cijfers van KplusV over 2023, naast de onze

Made by `./ontschot manage kplusv_tabel --schrijf` from `kplusv_2023.toml` and the reconstruction
of the RMT-monitor 2023; a test compares. The same stands on the screen, under `/monitor/kplusv/`.

Bron: KplusV, *Onderzoek RMT-regeling, Eindrapport*, 12 december 2024, hoofdstuk 3 en 4. Wat gedrukt
staat, laten we staan; wat wij berekenen, komt uit de teruggerekende rijen. Waar het verschilt,
zeggen we dat.
"""
KOLOM = "|---|---:|---:|---:|---:|---|---|"


def document() -> str:
    """The whole document. Reads the reconstruction, so it must have been loaded."""
    wie = systeem(*Regio.objects.values_list("code", flat=True), reden="kplusv_tabel")
    with transaction.atomic(), scope(wie):
        codes = codelijsten()
        vraag = {"regio": "zes", "jaar": "2023", "bron": "levering"}
        selectie = read_selectie(wie, vraag, codes.labels("regio"))
        found = queries.rapport(selectie, vergelijk=True, codes=codes)
        counts, _ = queries.region_counts(selectie, kplusv.REGIOTABELLEN)
        names = codes.labels("regio")
    parts = [
        HEAD,
        "## Tabel 2 en 3: doelgroepen\n",
        *_table_2(kplusv.table_2(found)),
        "\n## Andere gedrukte cijfers\n",
        *_others(kplusv.other_figures(found)),
        "\n## Gedrukte percentages per regio\n",
        *_regional(kplusv.regional(counts), names),
        "\n## Wat in het rapport niet met elkaar klopt\n",
        *[f"{nummer}. {zin}" for nummer, zin in enumerate(kplusv.contradictions(), start=1)],
    ]
    return "\n".join(parts) + "\n"


def _table_2(regels: list[kplusv.Tabelregel]) -> Iterator[str]:
    yield "| doelgroep | gedrukt | berekend | gedrukt (NL) | berekend (NL) | waar | gelijk? |"
    yield KOLOM
    for r in regels:
        cells = [_both(*r.selectie), _both(*r.nederland)]
        yield _line(r.regel.label, *cells[0], *cells[1], "tabel 2 en 3", _same(r.klopt))


def _both(aantal: Gedrukt, deel: Gedrukt) -> tuple[str, str]:
    return f"{aantal.gedrukt} · {deel.gedrukt}", f"{aantal.berekend} · {deel.berekend}"


def _others(cijfers: list[kplusv.Cijfer]) -> Iterator[str]:
    yield "| wat | gedrukt | berekend | gedrukt (NL) | berekend (NL) | waar | gelijk? |"
    yield KOLOM
    for c in cijfers:
        same = c.selectie.klopt is not False and c.nederland.klopt is not False
        yield _line(
            c.wat, c.selectie.gedrukt, c.selectie.berekend, c.nederland.gedrukt or "–",
            c.nederland.berekend, c.waar, _same(same),
        )  # fmt: skip


def _regional(found: list[kplusv.Regiocijfer], names: dict[str, str]) -> Iterator[str]:
    yield "| wat | regio | gedrukt | berekend | waar | gelijk? |"
    yield "|---|---|---:|---:|---|---|"
    for c in found:
        same = "1 punt verschil" if abs(c.punten) == 1 else _same(bool(c.cijfer.klopt))
        yield _line(c.wat, names[c.regio], c.cijfer.gedrukt, c.cijfer.berekend, c.waar, same)


def _same(klopt: bool) -> str:
    return "gelijk" if klopt else "**wijkt af**"


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |".replace("\u00a0", " ")


class Command(BaseCommand):
    help = "Toont de gedrukte cijfers van 2023 naast de onze; met --schrijf in docs/kplusv.md."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--schrijf", action="store_true", help="schrijf docs/kplusv.md")

    def handle(self, *args: Any, **options: Any) -> None:
        """Loads the reconstruction when it is not there, and leaves the database as it was."""
        with transaction.atomic():
            load_reconstructie()
            text = document()
            transaction.set_rollback(True)
        if options["schrijf"]:
            Path(settings.ROOT_DIR, "docs", "kplusv.md").write_text(text, encoding="utf-8")
        else:
            self.stdout.write(text)
