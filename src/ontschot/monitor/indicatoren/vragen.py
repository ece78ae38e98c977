"""Questions, what came of them, and what was tried first."""

from ontschot.monitor.indicatoren.basis import Indicator, Soort, register

VRAGEN = """
SELECT v.nummer AS sleutel, v.regio_id, v.persoon, monitor_dag(v.ontvangen_op) AS dag, v.deur,
  CASE v.deur WHEN 'elders' THEN v.elders ELSE 'geen' END AS elders,
  coalesce(v.campagne, 'geen') AS campagne, coalesce(v.werkcafe, 'geen') AS werkcafe,
  v.gemeente, CASE WHEN v.gesloten_op IS NULL THEN 'loopt' ELSE v.uitkomst END AS uitkomst
FROM monitor_sluis_vraag(%(peil)s) v
"""

WAT_ERVAN_KWAM = (("deur", "uitkomst"), ("campagne", "uitkomst"), ("werkcafe", "uitkomst"))

register(Indicator("vragen", Soort.AANTAL, VRAGEN, kruisen=WAT_ERVAN_KWAM))

HULP = """
SELECT v.nummer AS sleutel, v.regio_id, coalesce(l.levende, v.persoon) AS persoon,
  monitor_dag(v.gesloten_op) AS dag, v.deur, v.gemeente, t.telt,
  CASE WHEN t.telt THEN v.uitkomst ELSE 'geen' END AS soort_hulp
FROM monitor_sluis_vraag(%(peil)s) v
LEFT JOIN levend l ON l.sleutel = v.persoon
LEFT JOIN (
  SELECT coalesce(li.levende, i.persoon) AS persoon, min(i.verplicht_op) AS eerste
  FROM monitor_sluis_interventie() i LEFT JOIN levend li ON li.sleutel = i.persoon
  WHERE i.verplicht_op < %(peil)s GROUP BY 1
) i ON i.persoon = coalesce(l.levende, v.persoon)
CROSS JOIN LATERAL (
  SELECT v.uitkomst IN ('beantwoord', 'advies_gegeven', 'naar_voorliggend')
    AND (i.eerste IS NULL OR i.eerste > v.gesloten_op) AS telt
) t
WHERE v.gesloten_op IS NOT NULL AND v.uitkomst <> 'ingetrokken'
"""

register(Indicator("hulp_zonder_interventie", Soort.AANDEEL, HULP))

TOETS = """
SELECT 'T' || t.id AS sleutel, t.regio_id, CASE WHEN t.verborgen THEN '~' ELSE '' END AS persoon,
  monitor_dag(t.toets_gedaan_op) AS dag, t.antwoord, t.voorziening, t.gemeente
FROM monitor_sluis_toets(%(peil)s) t
"""

register(
    Indicator(
        "voorliggend_toets",
        Soort.AANTAL,
        TOETS,
        kruisen=(("voorziening", "antwoord"), ("gemeente", "antwoord")),
        met_sleutel=False,
    )
)
