"""Budgetbesluiten, what they closed, and begrotingen beside what they did."""

BUDGETBESLUITEN = """
SELECT 'Budgetbesluit B' || extract(year FROM b.voorgesteld_op) || '-' || lpad(b.id::text, 5, '0')
  || ' (' || b.status || '): ' || CASE
    WHEN b.voorgesteld_door_id = b.besloten_door_id THEN 'zelfde persoon stelde voor en besloot.'
    WHEN r.aantal <> b.aantal OR r.cent <> b.totaal_cent
      THEN 'controletotaal ' || b.totaal_cent || ' cent, in de regels ' || r.cent || '.'
    ELSE 'in het journaal staan ' || r.boekingen || ' boekingen van samen ' || r.geboekt
      || ' cent, het horen er ' || r.hoort || ' te zijn van ' || r.hoort_cent || '.' END
FROM kassier_budgetbesluit b CROSS JOIN LATERAL (
  SELECT count(*) AS aantal, coalesce(sum(g.cent), 0) AS cent,
    coalesce(sum(p.n), 0) AS boekingen, coalesce(sum(p.cent), 0) AS geboekt,
    CASE b.status WHEN 'besloten' THEN coalesce(sum(e.n), 0) ELSE 0 END AS hoort,
    CASE b.status WHEN 'besloten' THEN coalesce(sum(e.n * g.cent), 0) ELSE 0 END AS hoort_cent
  FROM kassier_budgetregel g CROSS JOIN LATERAL (
    SELECT (g.van_id IS NOT NULL)::int + (g.naar_id IS NOT NULL)::int AS n) e
  LEFT JOIN (
    SELECT budgetregel_id, count(*) AS n, sum(cent) AS cent FROM kassier_journaalpost
    WHERE budgetregel_id IS NOT NULL GROUP BY 1
  ) p ON p.budgetregel_id = g.id
  WHERE g.besluit_id = b.id
) r
WHERE b.voorgesteld_door_id = b.besloten_door_id OR r.aantal <> b.aantal
   OR r.cent <> b.totaal_cent OR r.boekingen <> r.hoort OR r.geboekt <> r.hoort_cent
ORDER BY b.id
"""
# Where a fonds stands open or closed is what the last decision about that says.
FONDSEN = """
SELECT 'Fonds ' || f.sleutel || ': ' || CASE
  WHEN f.status <> coalesce(staat.status, 'open') THEN 'staat op ' || f.status
    || ', volgens de budgetbesluiten is het ' || coalesce(staat.status, 'open') || '.'
  ELSE 'is gesloten tot en met ' || coalesce(f.gesloten_tot::text, 'geen dag')
    || ', volgens de budgetbesluiten ' || coalesce(periode.tot_dag::text, 'geen dag') || '.' END
FROM kassier_fonds f
LEFT JOIN LATERAL (
  SELECT CASE b.soort WHEN 'fonds_sluiten' THEN 'gesloten' ELSE 'open' END AS status
  FROM kassier_budgetbesluit b WHERE b.fonds_id = f.id AND b.status = 'besloten'
    AND b.soort IN ('fonds_sluiten', 'fonds_heropenen') ORDER BY b.besloten_op DESC LIMIT 1
) staat ON true
LEFT JOIN LATERAL (
  SELECT b.tot_dag FROM kassier_budgetbesluit b WHERE b.fonds_id = f.id AND b.status = 'besloten'
    AND b.soort IN ('periode_sluiten', 'periode_heropenen') ORDER BY b.besloten_op DESC LIMIT 1
) periode ON true
WHERE f.status <> coalesce(staat.status, 'open')
   OR f.gesloten_tot IS DISTINCT FROM periode.tot_dag
ORDER BY f.sleutel
"""
BEGROTINGEN = """
SELECT 'Regel ' || l.code || ' van fonds ' || f.sleutel || ': begroot staat ' || l.begroot_cent
  || ' cent, in versie ' || v.versie || ' van de begroting ' || coalesce(r.cent, 0) || '.'
FROM kassier_fondsregel l JOIN kassier_fonds f ON f.id = l.fonds_id
JOIN LATERAL (
  SELECT b.id, b.versie FROM kassier_begroting b
  WHERE b.fonds_id = f.id AND b.status = 'vastgesteld' ORDER BY b.versie DESC LIMIT 1
) v ON true
LEFT JOIN kassier_begrotingsregel r ON r.begroting_id = v.id AND r.fondsregel_id = l.id
WHERE l.begroot_cent <> coalesce(r.cent, 0) ORDER BY f.sleutel, l.code
"""

CHECKS = {
    "budgetbesluiten": BUDGETBESLUITEN,
    "open en gesloten": FONDSEN,
    "begrotingen": BEGROTINGEN,
}
