"""A delivery to the national monitor, in the shape of the old one: made, not typed.

Three files of one region from its own registration, with the columns of `uitlevering.toml`. The
columns of instroom and uitstroom were never published (domain.md 3.4): those are ours and say so
in their names. No file holds a name, a key or a number of a person.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from ontschot.kern.errors import Weigering
from ontschot.meldingen.models import Melding
from ontschot.monitor.bestandsvorm import SOORTEN, vorm
from ontschot.monitor.queries import counted
from ontschot.monitor.rapport.woorden import opsomming
from ontschot.monitor.selectie import Selectie
from ontschot.trajecten.models import Uitkomst
from ontschot.web.format import maand

Rij = Mapping[str, str]


@dataclass(frozen=True)
class Levering:
    """The rows of each file, with the fields of `VELDEN` as texts."""

    rijen: Mapping[str, Sequence[Rij]]

    @property
    def totalen(self) -> Iterator[tuple[str, str, int, int]]:
        """Soort, month (empty: the whole), number of rows and costs in cents."""
        for soort in SOORTEN:
            months = Counter(rij["datum"][:7] for rij in self.rijen[soort])
            for naam in sorted(months):
                inside = [r for r in self.rijen[soort] if r["datum"].startswith(naam)]
                yield soort, naam, months[naam], _cost(inside)
            yield soort, "", len(self.rijen[soort]), _cost(self.rijen[soort])


def _cost(rijen: Iterable[Rij]) -> int:
    return sum(int(rij["kosten"].replace(".", "")) for rij in rijen if "kosten" in rij)


def collect(selectie: Selectie, *, leeg_klopt: bool) -> Levering:
    """The rows of one region over whole months that are over. Raises Weigering otherwise.

    `leeg_klopt`: somebody says that a month without an interventie really had none.
    """
    _check_period(selectie)
    rows = {
        "instroom": list(_instroom(selectie)),
        "interventies": list(_interventies(selectie)),
        "uitstroom": list(_uitstroom(selectie)),
    }
    empty = empty_months(selectie, (rij["datum"][:7] for rij in rows["interventies"]))
    if empty and not leeg_klopt:
        raise Weigering(
            f"In {opsomming(empty)} staat geen enkele interventie in Ontschot. Misschien zijn "
            "die maanden niet volledig. Klopt het wel, zeg dan dat de lege maanden kloppen."
        )
    return Levering(rows)


def _check_period(selectie: Selectie) -> None:
    known = selectie.peil or timezone.localdate() - timedelta(days=1)
    if known < selectie.tot:
        # The last day of the last month of which every day is known.
        full = (known + timedelta(days=1)).replace(day=1) - timedelta(days=1)
        raise Weigering(
            f"Op {known:%d-%m-%Y} was {maand(selectie.tot)} nog niet voorbij. Lever tot en "
            f"met {maand(full)}, of wacht tot de periode voorbij is."
        )


def empty_months(selectie: Selectie, filled: Iterable[str]) -> list[str]:
    """The months of the period without a row, as people say them; `filled` as `2026-03`."""
    known = set(filled)
    first, last = (d.year * 12 + d.month - 1 for d in (selectie.van, selectie.tot))
    months = [date(n // 12, n % 12 + 1, 1) for n in range(first, last + 1)]
    return [maand(m) for m in months if f"{m:%Y-%m}" not in known]


def _interventies(selectie: Selectie) -> Iterator[Rij]:
    velden = ("interventie", "doelgroep", "geslacht", "kwalificatie", "sector",
              "inkopende_partij", "eerstverantwoordelijke")  # fmt: skip
    for row in counted(selectie).order_by("geldig_op", "sleutel"):
        yield {
            "id": f"{row.regio_id}-{row.sleutel}",
            "regio": row.regio_id,
            "datum": row.geldig_op.isoformat(),
            "kosten": f"{row.kosten_cent // 100}.{row.kosten_cent % 100:02d}",
            **{veld: getattr(row, veld) for veld in velden},
        }


def _instroom(selectie: Selectie) -> Iterator[Rij]:
    rows = Melding.objects.filter(
        regio__in=selectie.regios or (),
        ontvangen_op__date__range=(selectie.van, selectie.tot),
    )
    if selectie.peilmoment:
        rows = rows.filter(ontvangen_op__lt=selectie.peilmoment)
    for pk, regio, op, deur in rows.order_by("ontvangen_op", "pk").values_list(
        "pk", "regio_id", "ontvangen_op", "deur"
    ):
        dag = timezone.localdate(op).isoformat()
        yield {"id": f"{regio}-M{pk}", "regio": regio, "datum": dag, "deur": deur}


def _uitstroom(selectie: Selectie) -> Iterator[Rij]:
    """What holds: no correction, and nothing that was corrected before the peildatum."""
    peil = selectie.peilmoment or timezone.now()
    corrected = Uitkomst.objects.filter(corrigeert=OuterRef("pk"), vastgelegd_op__lt=peil)
    rows = Uitkomst.objects.filter(
        ~Exists(corrected),
        regio__in=selectie.regios or (),
        datum__range=(selectie.van, selectie.tot),
        vastgelegd_op__lt=peil,
        geldt=True,
    )
    for pk, regio, dag, betekenis, bron in rows.order_by("datum", "pk").values_list(
        "pk", "regio_id", "datum", "betekenis", "bron"
    ):
        yield {
            "id": f"{regio}-U{pk}", "regio": regio, "datum": dag.isoformat(),
            "betekenis": betekenis, "bron": bron,
        }  # fmt: skip


# The files.


def as_csv(soort: str, rijen: Iterable[Rij]) -> bytes:
    """One file, with commas and points; the header says which columns are ours."""
    kolommen = vorm()[soort]["kolommen"]
    return csv_bytes(
        [kolom["naam"] for kolom in kolommen],
        ([rij[kolom["veld"]] for kolom in kolommen] for rij in rijen),
    )


def columns_csv() -> bytes:
    """What each column means, and whether it was published or is ours."""
    herkomst = {"bron": "gepubliceerd (KplusV 2024)", "eigen": "van Ontschot"}
    return csv_bytes(
        ["bestand", "kolom", "herkomst", "betekenis"],
        (
            [f"{soort}.csv", kolom["naam"], herkomst[kolom["herkomst"]], kolom["tekst"]]
            for soort in SOORTEN
            for kolom in vorm()[soort]["kolommen"]
        ),
    )


def totals_csv(levering: Levering) -> bytes:
    """The control totals: per file and month how many rows and how much money."""
    lines = (
        [f"{soort}.csv", maand or "totaal", str(aantal), f"{cent // 100}.{cent % 100:02d}"]
        for soort, maand, aantal, cent in levering.totalen
    )
    return csv_bytes(["bestand", "maand", "aantal", "kosten"], lines)


def csv_bytes(kop: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(kop)
    writer.writerows(lines)
    return out.getvalue().encode()
