"""How long people wait: from the question to a human, to an advies, to an interventie.

Who still waits has a number of days so far and the state `wacht`: they are counted apart and
stand in no median. Who stopped waiting without it (`weg`) is counted apart too.
"""

from ontschot.monitor.indicatoren.basis import Indicator, Soort, register
from ontschot.monitor.sluis import known

CONTACT = """
SELECT w.*, CASE WHEN w.staat = 'klaar' THEN w.contact <= w.uiterlijk
    WHEN w.staat = 'wacht' AND w.uiterlijk < %(vandaag)s THEN false END AS op_tijd,
  CASE w.staat WHEN 'klaar' THEN w.contact WHEN 'wacht' THEN %(vandaag)s END - w.dag AS dagen
FROM (
  SELECT v.nummer AS sleutel, v.regio_id, v.persoon, monitor_dag(v.ontvangen_op) AS dag, v.deur,
    v.gemeente, v.reageer_uiterlijk AS uiterlijk, monitor_dag(v.eerste_contact_op) AS contact,
    CASE WHEN v.eerste_contact_op IS NOT NULL THEN 'klaar' WHEN v.gesloten_op IS NOT NULL THEN 'weg'
      ELSE 'wacht' END AS staat
  FROM monitor_sluis_vraag(%(peil)s) v
) w
"""

register(Indicator("wachttijd_contact", Soort.DUUR, CONTACT, bereikt="Contact gehad"))

# The first question of each person, with what that question says; and whether one is still open.
EERSTE_VRAAG = """
SELECT DISTINCT ON (v.regio_id, coalesce(l.levende, v.persoon)) v.regio_id, v.ontvangen_op,
  coalesce(l.levende, v.persoon) AS persoon, v.deur, v.gemeente,
  bool_or(v.gesloten_op IS NULL)
    OVER (PARTITION BY v.regio_id, coalesce(l.levende, v.persoon)) AS open
FROM monitor_sluis_vraag(%(peil)s) v LEFT JOIN levend l ON l.sleutel = v.persoon
WHERE v.persoon <> ''
ORDER BY v.regio_id, coalesce(l.levende, v.persoon), v.ontvangen_op, v.nummer
"""
# `bereikt` gives rows of a person: the moment at which they got what they asked for, or NULL
# when it is being prepared.
TOT = """
SELECT w.persoon AS sleutel, w.regio_id, w.persoon, w.dag, w.deur, w.gemeente, w.staat,
  NULL::boolean AS op_tijd,
  CASE w.staat WHEN 'klaar' THEN w.klaar WHEN 'wacht' THEN %(vandaag)s END - w.dag AS dagen
FROM (
  SELECT v.persoon, v.regio_id, v.deur, v.gemeente,
    monitor_dag(v.ontvangen_op) AS dag, monitor_dag(min(b.op)) AS klaar,
    CASE WHEN min(b.op) IS NOT NULL THEN 'klaar' WHEN v.open OR count(b.persoon) > 0 THEN 'wacht'
      ELSE 'weg' END AS staat
  FROM ({vraag}) v
  LEFT JOIN ({bereikt}) b ON b.persoon = v.persoon AND b.regio_id = v.regio_id
    AND (b.op IS NULL OR b.op >= v.ontvangen_op)
  GROUP BY v.persoon, v.regio_id, v.deur, v.gemeente, v.ontvangen_op, v.open
) w
"""


def _tot(bereikt: str) -> str:
    return TOT.format(vraag=EERSTE_VRAAG, bereikt=bereikt)


ADVIES = """
SELECT a.regio_id, coalesce(l.levende, a.persoon) AS persoon, a.gegeven_op AS op
FROM monitor_sluis_advies() a LEFT JOIN levend l ON l.sleutel = a.persoon
WHERE a.gegeven_op < %(peil)s
"""
# What lapsed or was refused is not being prepared any more.
_INTERVENTIE = """
SELECT i.regio_id, coalesce(l.levende, i.persoon) AS persoon,
  CASE WHEN i.verplicht_op < %(peil)s THEN i.verplicht_op END AS op
FROM monitor_sluis_interventie() i LEFT JOIN levend l ON l.sleutel = i.persoon
WHERE i.gepland_op < %(peil)s AND (i.verplicht_op < %(peil)s OR i.id NOT IN (
  SELECT s.interventie_id FROM trajecten_interventieversie s
  WHERE s.gestopt AND {bekend}))
"""
INTERVENTIE = _INTERVENTIE.format(bekend=known("s", "%(peil)s"))

register(Indicator("wachttijd_advies", Soort.DUUR, _tot(ADVIES), bereikt="Advies gekregen"))
register(
    Indicator(
        "wachttijd_interventie", Soort.DUUR, _tot(INTERVENTIE), bereikt="Interventie gekregen"
    )
)
