"""What the absence of a regular facility in a gemeente cost: one row per interventie, in euros.

The question of harmonisation in KplusV (2024), section 5.1. Beside the map on `/voorzieningen/`,
where an interventie for which two facilities were missing stands at both.
"""

from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.menukaart.rules import KLEIN
from ontschot.monitor.indicatoren.basis import Indicator, Soort, quoted, register

# For a role without names a cell of few people has no facility and no gemeente; and when all such
# cells together are still few people they are left out, because the map names every other cell.
_GEMIS = """
WITH rijen AS MATERIALIZED (
  SELECT g.*, monitor_dag(g.verplicht_op) AS dag FROM monitor_sluis_gemis() g
  WHERE g.verplicht_op < %(peil)s AND monitor_dag(g.verplicht_op) BETWEEN %(van)s AND %(tot)s
), cellen AS (
  SELECT regio_id, gemist, gemeente, count(DISTINCT persoon_nummer) >= {klein}
    OR current_setting('ontschot.rol', true) NOT IN ({zonder_namen}) AS open
  FROM rijen GROUP BY regio_id, gemist, gemeente
), klein AS (
  SELECT regio_id FROM rijen JOIN cellen USING (regio_id, gemist, gemeente)
  WHERE NOT open GROUP BY regio_id HAVING count(DISTINCT persoon_nummer) >= {klein}
)
SELECT 'G' || id AS sleutel, regio_id, CASE WHEN verborgen THEN '~' ELSE '' END AS persoon, dag,
  kosten_cent AS cent, CASE WHEN open THEN gemist ELSE 'klein' END AS gemist,
  CASE WHEN open THEN gemeente ELSE 'klein' END AS gemeente
FROM rijen JOIN cellen USING (regio_id, gemist, gemeente)
WHERE open OR regio_id IN (SELECT regio_id FROM klein)
"""
GEMIS = _GEMIS.format(klein=KLEIN, zonder_namen=quoted(ZONDER_NAMEN))

register(
    Indicator(
        "gemis",
        Soort.AANTAL,
        GEMIS,
        kruisen=(("gemist", "gemeente"),),
        met_sleutel=False,
        met_bedrag=True,
    )
)
