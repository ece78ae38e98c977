"""Signals: what was told, who follows it, whether the Beraad saw it, and how it ended."""

from ontschot.casusoverleg.models import Signaal
from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.monitor.indicatoren.basis import Indicator, Soort, quoted, register

# Who reads the page of a signal, reads there who follows it too.
_SIGNALEN = """
SELECT 'S' || s.id AS sleutel, s.regio_id, '' AS persoon, monitor_dag(s.gemeld_op) AS dag,
  s.onderwerp, s.status AS stand_signaal, coalesce(g.naam, 'onbekend') AS gemeente,
  CASE WHEN s.eigenaar_id IS NULL THEN 'geen'
    WHEN current_setting('ontschot.rol', true) IN ({lezers}) THEN m.naam
    ELSE 'iemand' END AS eigenaar,
  CASE WHEN s.beraad_op IS NULL THEN 'niet' WHEN s.beraad_op > %(vandaag)s THEN 'gepland'
    ELSE 'geweest' END AS beraad,
  s.status IN ({dicht}) AS dicht, monitor_dag(s.laatste_wijziging_op) AS gewijzigd
FROM casusoverleg_signaal s
LEFT JOIN netwerk_medewerker m ON m.id = s.eigenaar_id
LEFT JOIN netwerk_gemeente g ON g.id = s.gemeente_id
"""
_STAND = """
SELECT s.*, CASE WHEN s.dicht THEN 'gesloten' WHEN %(vandaag)s - s.dag <= 30 THEN '30'
  WHEN %(vandaag)s - s.dag <= 90 THEN '90' WHEN %(vandaag)s - s.dag <= 180 THEN '180'
  ELSE 'langer' END AS ouderdom
FROM ({signalen}) s
"""
_TIJD = """
SELECT s.*, CASE WHEN s.dicht THEN 'klaar' ELSE 'wacht' END AS staat, NULL::boolean AS op_tijd,
  CASE WHEN s.dicht THEN s.gewijzigd ELSE %(vandaag)s END - s.dag AS dagen
FROM ({signalen}) s
"""
SIGNALEN = _SIGNALEN.format(
    lezers=quoted(PROFESSIONALS | {Rolsoort.BELEID}),
    dicht=quoted(s for s in Signaal.STAPPEN.states if Signaal.STAPPEN.final(s)),
)
STAND, TIJD = (relatie.format(signalen=SIGNALEN) for relatie in (_STAND, _TIJD))

PAGINA = {"S": ("casusoverleg:signaal", 1)}
KRUISEN = (("onderwerp", "stand_signaal"),)
register(Indicator("signalen", Soort.AANTAL, STAND, KRUISEN, pagina=PAGINA))
register(Indicator("tijd_signaal", Soort.DUUR, TIJD, bereikt="Gesloten", pagina=PAGINA))
