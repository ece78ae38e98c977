"""Signals: what was told, who follows it, whether the Beraad saw it, and how it ended."""

from ontschot.casusoverleg.models import Signaal
from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.monitor.indicatoren.basis import Indicator, Soort, quoted, register
from ontschot.monitor.sluis import known

# A signal that ended stays so, and it ended when that was first known. Who reads the page of a
# signal, reads there who follows it too.
_SIGNALEN = """
SELECT 'S' || s.id AS sleutel, s.regio_id, '' AS persoon, monitor_dag(s.gemeld_op) AS dag,
  v.onderwerp, v.status AS stand_signaal, coalesce(g.naam, 'onbekend') AS gemeente,
  CASE WHEN v.eigenaar_id IS NULL THEN 'geen'
    WHEN current_setting('ontschot.rol', true) IN ({lezers}) THEN m.naam
    ELSE 'iemand' END AS eigenaar,
  CASE WHEN v.beraad_op IS NULL THEN 'niet' WHEN v.beraad_op > %(vandaag)s THEN 'gepland'
    ELSE 'geweest' END AS beraad,
  v.status IN ({dicht}) AS dicht, monitor_dag(d.op) AS gesloten
FROM casusoverleg_signaalversie v JOIN casusoverleg_signaal s ON s.id = v.signaal_id
LEFT JOIN netwerk_medewerker m ON m.id = v.eigenaar_id
LEFT JOIN netwerk_gemeente g ON g.id = v.gemeente_id
CROSS JOIN LATERAL (
  SELECT min(e.bekend_van) AS op FROM casusoverleg_signaalversie e
  WHERE e.signaal_id = v.signaal_id AND e.status IN ({dicht})) d
WHERE {bekend}
"""
_STAND = """
SELECT s.*, CASE WHEN s.dicht THEN 'gesloten' WHEN %(vandaag)s - s.dag <= 30 THEN '30'
  WHEN %(vandaag)s - s.dag <= 90 THEN '90' WHEN %(vandaag)s - s.dag <= 180 THEN '180'
  ELSE 'langer' END AS ouderdom
FROM ({signalen}) s
"""
_TIJD = """
SELECT s.*, CASE WHEN s.dicht THEN 'klaar' ELSE 'wacht' END AS staat, NULL::boolean AS op_tijd,
  CASE WHEN s.dicht THEN s.gesloten ELSE %(vandaag)s END - s.dag AS dagen
FROM ({signalen}) s
"""
SIGNALEN = _SIGNALEN.format(
    lezers=quoted(PROFESSIONALS | {Rolsoort.BELEID}),
    bekend=known("v", "%(peil)s"),
    dicht=quoted(s for s in Signaal.STAPPEN.states if Signaal.STAPPEN.final(s)),
)
STAND, TIJD = (relatie.format(signalen=SIGNALEN) for relatie in (_STAND, _TIJD))

PAGINA = {"S": ("casusoverleg:signaal", 1)}
KRUISEN = (("onderwerp", "stand_signaal"),)
register(Indicator("signalen", Soort.AANTAL, STAND, KRUISEN, pagina=PAGINA))
register(Indicator("tijd_signaal", Soort.DUUR, TIJD, bereikt="Gesloten", pagina=PAGINA))
