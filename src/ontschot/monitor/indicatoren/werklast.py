"""Who carries how much, and who has room: never a list of colleagues for who should not see it."""

from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.monitor.indicatoren.basis import Indicator, Soort, quoted, register

# Fewer colleagues than this in one organisatie, and the figure of the organisatie is that of one.
KLEINSTE_TEAM = 3
_HIER = f"""r.soort IN ({quoted(PROFESSIONALS)})
  AND r.van <= %(vandaag)s AND (r.tot IS NULL OR r.tot >= %(vandaag)s)"""
_TEAMS = """
SELECT r.regio_id, r.organisatie_id, count(DISTINCT r.medewerker_id) AS collegas
FROM netwerk_rol r WHERE {hier}
GROUP BY r.regio_id, r.organisatie_id
"""
# A question is called by its number, a kandidaat by the key: it has one vaste contactpersoon.
_WERKLAST = """
SELECT CASE w.soort_werk WHEN 'vraag' THEN substr(w.sleutel, 2) ELSE w.persoon END AS sleutel,
  w.regio_id, w.persoon, %(vandaag)s::date AS dag, w.soort_werk, w.collega,
  CASE WHEN current_setting('ontschot.rol', true) = '{coordinator}'
      OR w.collega = 'ik' OR coalesce(t.collegas, 0) >= {kleinste}
    THEN w.organisatie ELSE 'klein' END AS organisatie,
  CASE WHEN w.belofte IS NULL THEN 'geen' WHEN w.belofte < %(vandaag)s THEN 'ja' ELSE 'nee' END
    AS te_laat
FROM monitor_sluis_werklast() w
LEFT JOIN ({teams}) t ON t.regio_id = w.regio_id AND t.organisatie_id = w.organisatie_id
"""

WERKLAST = _WERKLAST.format(
    coordinator=Rolsoort.COORDINATOR, kleinste=KLEINSTE_TEAM, teams=_TEAMS.format(hier=_HIER)
)
register(
    Indicator(
        "werklast",
        Soort.AANTAL,
        WERKLAST,
        kruisen=(("organisatie", "soort_werk"),),
        pagina={"V": ("meldingen:vraag", 0)},
    )
)

# One row per colleague; an open question counts for who owns it, whatever the role.
_RUIMTE = """
SELECT 'C' || r.id AS sleutel, r.regio_id, '' AS persoon, %(vandaag)s::date AS dag,
  o.naam AS organisatie, s.ruimte, s.ruimte IN ('vrij', 'zonder_maximum') AS telt
FROM (
  SELECT DISTINCT ON (r.regio_id, r.medewerker_id) r.* FROM netwerk_rol r
  WHERE {hier}
  ORDER BY r.regio_id, r.medewerker_id, r.id
) r
JOIN netwerk_organisatie o ON o.id = r.organisatie_id
LEFT JOIN toewijzing_inzet i ON i.regio_id = r.regio_id AND i.medewerker_id = r.medewerker_id
LEFT JOIN (
  SELECT w.regio_id, w.medewerker_id, count(*) AS aantal FROM monitor_sluis_werklast() w
  WHERE w.soort_werk = 'vraag' GROUP BY 1, 2
) v ON v.regio_id = r.regio_id AND v.medewerker_id = r.medewerker_id
CROSS JOIN LATERAL (SELECT CASE WHEN EXISTS (
    SELECT 1 FROM toewijzing_afwezigheid a WHERE a.regio_id = r.regio_id
      AND a.medewerker_id = r.medewerker_id AND a.van <= %(vandaag)s
      AND (a.tot IS NULL OR a.tot >= %(vandaag)s)) THEN 'afwezig'
  WHEN i.hoogstens IS NULL THEN 'zonder_maximum'
  WHEN coalesce(v.aantal, 0) < i.hoogstens THEN 'vrij' ELSE 'vol' END AS ruimte) s
"""

register(Indicator("ruimte", Soort.AANDEEL, _RUIMTE.format(hier=_HIER)))
