"""Lasting work: every start of work stands at each moment in exactly one state.

No Kaplan-Meier curve: nobody tells us on which day work ended, only how it was when we asked.
"""

from ontschot.monitor.indicatoren.basis import Indicator, Soort, register
from ontschot.trajecten.rules.volgen import PEILMAANDEN, SPELING_DAGEN

# The same as `trajecten.rules.volgen.lasting`; a test lays the two side by side.
STAND = f"""
CASE WHEN w.peildag > %(vandaag)s THEN 'nog_niet'
  WHEN w.bij = 'werkt_nog' THEN 'werkt'
  WHEN w.bij = 'werkt_niet_meer' THEN 'werkt_niet'
  WHEN w.bij <> '' THEN 'anders'
  WHEN w.volgen_tot IS NULL OR w.volgen_tot < w.peildag THEN 'niet_gevolgd'
  WHEN w.ervoor = 'werkt_niet_meer' THEN 'werkt_niet'
  WHEN w.stil THEN 'geen_antwoord'
  WHEN %(vandaag)s - w.peildag <= {SPELING_DAGEN} THEN 'nog_niet'
  ELSE 'niet_gevraagd' END"""
WERK = """
SELECT 'U' || w.id AS sleutel, w.regio_id, coalesce(l.levende, w.persoon) AS persoon,
  w.datum AS dag, {stand} AS stand_werk, w.doelgroep
FROM monitor_sluis_werk(%(peil)s) w LEFT JOIN levend l ON l.sleutel = w.persoon
WHERE w.maanden = {maanden}
"""

for maanden in PEILMAANDEN:
    relatie = WERK.format(stand=STAND, maanden=maanden)
    register(Indicator(f"werk_na_{maanden}", Soort.AANTAL, relatie))
