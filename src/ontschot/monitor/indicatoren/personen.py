"""Persons who were helped with a bought service, and how often people were handed over."""

from ontschot.monitor.indicatoren.basis import Indicator, Soort, register

# One row per person with a verplichting in the period. What is told about the person is frozen on
# the very first interventie, also when that lies before the period.
UNIEKE_PERSONEN = """
SELECT DISTINCT ON (t.regio_id, t.persoon) t.persoon AS sleutel, t.regio_id, t.persoon,
  monitor_dag(t.verplicht_op) AS dag, t.doelgroep, t.geslacht, t.kwalificatie, t.gemeente
FROM (
  SELECT i.regio_id, i.verplicht_op, i.id, coalesce(l.levende, i.persoon) AS persoon,
    first_value(i.doelgroep) OVER eerst AS doelgroep,
    first_value(i.geslacht) OVER eerst AS geslacht,
    first_value(i.kwalificatie) OVER eerst AS kwalificatie,
    first_value(i.gemeente) OVER eerst AS gemeente
  FROM monitor_sluis_interventie() i LEFT JOIN levend l ON l.sleutel = i.persoon
  WHERE i.verplicht_op < %(peil)s
  WINDOW eerst AS (
    PARTITION BY i.regio_id, coalesce(l.levende, i.persoon) ORDER BY i.verplicht_op, i.id)
) t
WHERE monitor_dag(t.verplicht_op) BETWEEN %(van)s AND %(tot)s
ORDER BY t.regio_id, t.persoon, t.verplicht_op, t.id
"""

register(Indicator("unieke_personen", Soort.AANTAL, UNIEKE_PERSONEN))

# Every hand-over as it stood at the peil: an answer that came later was not there yet.
OVERDRACHT = """
SELECT 'O' || o.id AS sleutel, o.regio_id, coalesce(l.levende, o.persoon) AS persoon,
  monitor_dag(o.aangeboden_op) AS dag, o.waarheen, o.reageer_uiterlijk, o.uitslag,
  CASE WHEN o.besloten_op < %(peil)s THEN monitor_dag(o.besloten_op) END AS besloten
FROM (
  SELECT s.*, CASE WHEN s.besloten_op < %(peil)s THEN s.status ELSE 'aangeboden' END AS uitslag
  FROM monitor_sluis_overdracht() s
  WHERE s.soort = 'overdracht' AND s.aangeboden_op < %(peil)s
) o
LEFT JOIN levend l ON l.sleutel = o.persoon
"""

register(Indicator("overdrachten", Soort.AANTAL, OVERDRACHT, kruisen=(("waarheen", "uitslag"),)))

TIJD_OVERDRACHT = """
SELECT o.*,
  CASE o.uitslag WHEN 'aangeboden' THEN 'wacht' WHEN 'ingetrokken' THEN 'weg' ELSE 'klaar' END
    AS staat,
  coalesce(o.besloten, %(vandaag)s) - o.dag AS dagen,
  CASE WHEN o.uitslag IN ('aangenomen', 'geweigerd') THEN o.besloten <= o.reageer_uiterlijk
    WHEN o.uitslag = 'aangeboden' AND o.reageer_uiterlijk < %(vandaag)s THEN false END AS op_tijd
FROM ({overdracht}) o
"""

register(Indicator("tijd_overdracht", Soort.DUUR, TIJD_OVERDRACHT.format(overdracht=OVERDRACHT)))

VAKER_OVERGEDRAGEN = """
SELECT p.persoon AS sleutel, p.regio_id, p.persoon, max(p.besloten) AS dag, count(*) >= 2 AS telt,
  CASE WHEN count(*) >= 3 THEN '3' ELSE count(*)::text END AS keer
FROM ({overdracht}) p
WHERE p.uitslag = 'aangenomen' AND p.besloten BETWEEN %(van)s AND %(tot)s
GROUP BY p.regio_id, p.persoon
"""

register(
    Indicator("vaker_overgedragen", Soort.AANDEEL, VAKER_OVERGEDRAGEN.format(overdracht=OVERDRACHT))
)
