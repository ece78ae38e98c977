"""Counting the standen again from the rows, and naming every difference."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import connection

from ontschot.monitor.models import Levering

# Per levering: the rows and the standen side by side, and what is not the same.
DIFFERENCES = """
WITH rijen AS (
  SELECT k.tabel, r.regio_id, date_trunc('month', r.geldig_op)::date AS maand, k.waarde,
    count(*) AS aantal, sum(r.kosten_cent) AS kosten_cent
  FROM monitor_monitorrij r CROSS JOIN LATERAL (VALUES
    ('interventie', r.interventie), ('doelgroep', r.doelgroep), ('geslacht', r.geslacht),
    ('kwalificatie', r.kwalificatie), ('sector', r.sector),
    ('inkopende_partij', r.inkopende_partij), ('eigen_andere', r.eigen_andere)
  ) AS k(tabel, waarde)
  WHERE r.levering_id = %(pk)s GROUP BY 1, 2, 3, 4
), standen AS (
  SELECT tabel, regio_id, maand, waarde, aantal, kosten_cent FROM monitor_leveringsstand
  WHERE levering_id = %(pk)s
)
SELECT tabel, regio_id, maand, waarde, coalesce(rijen.aantal, 0), coalesce(standen.aantal, 0),
  coalesce(rijen.kosten_cent, 0)::bigint, coalesce(standen.kosten_cent, 0)
FROM rijen FULL JOIN standen USING (tabel, regio_id, maand, waarde)
WHERE (rijen.aantal, rijen.kosten_cent) IS DISTINCT FROM (standen.aantal, standen.kosten_cent)
ORDER BY 1, 2, 3, 4
"""


@dataclass(frozen=True)
class Verschil:
    """A stand that is not what its rows say; cents as whole numbers."""

    levering: str
    tabel: str
    regio: str
    maand: date
    waarde: str
    rijen: int
    stand: int
    rijen_cent: int
    stand_cent: int

    def __str__(self) -> str:
        return (
            f"{self.levering}, {self.tabel} {self.waarde}, {self.regio}, {self.maand:%Y-%m}: de "
            f"rijen tellen {self.rijen} ({self.rijen_cent} cent), de stand zegt {self.stand} "
            f"({self.stand_cent} cent)."
        )


def check(levering: Levering) -> Iterator[Verschil]:
    """Every stand of a levering that is not what its rows say."""
    with connection.cursor() as cursor:
        cursor.execute(DIFFERENCES, {"pk": levering.pk})
        for row in cursor.fetchall():
            yield Verschil(levering.naam, *row)
