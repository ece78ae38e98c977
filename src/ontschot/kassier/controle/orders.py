"""Reserveringen and verplichtingen beside the entries they made."""

RESERVERINGEN = """
SELECT 'Reservering R' || to_char(r.boekdatum, 'YYYY') || '-' || lpad(r.id::text, 6, '0')
  || ' (' || r.status || '): ' || r.cent || ' cent gereserveerd, in het journaal '
  || coalesce(p.erin, 0) || ' erin en ' || coalesce(p.eruit, 0) || ' eruit.'
FROM kassier_reservering r LEFT JOIN (
  SELECT reservering_id, sum(cent) FILTER (WHERE soort = 'reservering') AS erin,
    sum(cent) FILTER (WHERE soort IN (
      'vrijval_reservering', 'vervallen_reservering', 'verplichting')) AS eruit
  FROM kassier_journaalpost WHERE reservering_id IS NOT NULL GROUP BY 1
) p ON p.reservering_id = r.id
WHERE coalesce(p.erin, 0) <> r.cent
   OR coalesce(p.eruit, 0) <> CASE r.status WHEN 'open' THEN 0 ELSE r.cent END
ORDER BY r.id
"""
VERPLICHTINGEN = """
SELECT 'Verplichting V' || to_char(v.boekdatum, 'YYYY') || '-' || lpad(v.id::text, 6, '0')
  || ' (' || v.status || '): het bedrag, de declaraties en het journaal zijn het niet eens.'
FROM kassier_verplichting v
LEFT JOIN (
  SELECT verplichting_id, sum(cent) FILTER (WHERE soort = 'verplichting') AS besteld,
    sum(cent) FILTER (WHERE soort = 'vrijval_verplichting') AS terug,
    sum(CASE WHEN soort IN ('betaling', 'verrekening') THEN cent
      WHEN soort = 'terugboeking' THEN -cent END) AS betaald
  FROM kassier_journaalpost WHERE verplichting_id IS NOT NULL GROUP BY 1
) p ON p.verplichting_id = v.id
LEFT JOIN (
  SELECT verplichting_id, sum(cent) AS geclaimd,
    sum(CASE status WHEN 'betaald' THEN cent ELSE verrekend_cent END) AS betaald
  FROM kassier_declaratieregel WHERE status IN ('opgenomen', 'betaald') GROUP BY 1
) d ON d.verplichting_id = v.id
WHERE coalesce(p.besteld, 0) <> v.bedrag_cent
   OR coalesce(p.terug, 0) <> v.vrijgevallen_cent
   OR coalesce(p.betaald, 0) <> coalesce(d.betaald, 0)
   OR coalesce(d.geclaimd, 0) + v.vrijgevallen_cent > v.bedrag_cent
   OR (v.status = 'ingetrokken' AND v.vrijgevallen_cent <> v.bedrag_cent)
   OR (v.status = 'afgerond'
       AND coalesce(d.geclaimd, 0) + v.vrijgevallen_cent <> v.bedrag_cent)
ORDER BY v.id
"""

CHECKS = {"reserveringen": RESERVERINGEN, "verplichtingen": VERPLICHTINGEN}
