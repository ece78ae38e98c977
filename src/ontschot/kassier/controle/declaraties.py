"""Declaraties beside the entries of their lines."""

DECLARATIES = """
SELECT 'Declaratie ' || c.id || ' (' || c.status || '), regel ' || d.id || ' (' || d.status
  || '): hoort ' || h.hoort || ' cent gedeclareerd te hebben, in het journaal staat '
  || coalesce(p.stand, 0) || '.'
FROM kassier_declaratieregel d JOIN kassier_declaratie c ON c.id = d.declaratie_id
LEFT JOIN (
  SELECT declaratieregel_id, sum(
    CASE WHEN soort IN ('declaratie', 'terugboeking') THEN cent ELSE -cent END) AS stand
  FROM kassier_journaalpost WHERE declaratieregel_id IS NOT NULL GROUP BY 1
) p ON p.declaratieregel_id = d.id
CROSS JOIN LATERAL (SELECT CASE
  WHEN d.status = 'opgenomen' AND c.status IN ('ingediend', 'goedgekeurd')
    THEN d.cent - d.verrekend_cent ELSE 0
END AS hoort) h
WHERE coalesce(p.stand, 0) <> h.hoort
   OR (d.status = 'betaald' AND c.status NOT IN ('goedgekeurd', 'betaald'))
   OR (d.status = 'opgenomen' AND c.status IN ('betaald', 'afgewezen', 'ingetrokken'))
ORDER BY c.id, d.id
"""

CHECKS = {"declaraties": DECLARATIES}
