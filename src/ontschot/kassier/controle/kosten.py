"""Costs of the organisation beside the entries of their lines, and the evidence with them."""

KOSTEN = """
SELECT 'Kostendeclaratie ' || c.id || ' (' || c.status || '), regel ' || k.id || ' (' || k.status
  || '): hoort ' || h.hoort || ' cent gedeclareerd te hebben, in het journaal staat '
  || coalesce(p.stand, 0) || '.'
FROM kassier_kostenregel k JOIN kassier_kostendeclaratie c ON c.id = k.declaratie_id
LEFT JOIN (
  SELECT kostenregel_id, sum(
    CASE WHEN soort IN ('kosten', 'terugboeking') THEN cent ELSE -cent END) AS stand
  FROM kassier_journaalpost WHERE kostenregel_id IS NOT NULL AND soort <> 'terugontvangst'
  GROUP BY 1
) p ON p.kostenregel_id = k.id
CROSS JOIN LATERAL (SELECT CASE
  WHEN k.status = 'opgenomen' AND c.status IN ('ingediend', 'goedgekeurd')
    THEN k.cent - k.verrekend_cent ELSE 0
END AS hoort) h
WHERE coalesce(p.stand, 0) <> h.hoort
   OR (k.status = 'betaald' AND c.status NOT IN ('goedgekeurd', 'betaald'))
   OR (k.status = 'opgenomen' AND c.status IN ('betaald', 'afgewezen', 'ingetrokken'))
ORDER BY c.id, k.id
"""
ELDERS = """
SELECT 'Kostendeclaratie ' || c.id || ': ' || CASE
  WHEN f.soort <> 'organisatie' THEN 'het fonds is niet voor organisatiekosten.'
  WHEN c.beoordeeld_door_id = c.ingediend_door_id THEN 'zelfde persoon diende in en beoordeelde.'
  ELSE 'er staat een regel van een ander fonds in.' END
FROM kassier_kostendeclaratie c JOIN kassier_fonds f ON f.id = c.fonds_id
WHERE f.soort <> 'organisatie' OR c.beoordeeld_door_id = c.ingediend_door_id
   OR EXISTS (SELECT 1 FROM kassier_kostenregel k JOIN kassier_fondsregel g
     ON g.id = k.fondsregel_id WHERE k.declaratie_id = c.id AND g.fonds_id <> c.fonds_id)
ORDER BY c.id
"""
BEWIJS = """
SELECT 'Bewijs ' || b.id || ' van kosten: ' || CASE
  WHEN i.id IS NULL THEN 'de inhoud ontbreekt.'
  ELSE 'de inhoud is veranderd.' END
FROM kassier_kostenbewijs b LEFT JOIN kassier_kostenbewijsinhoud i ON i.kostenbewijs_id = b.id
WHERE (i.id IS NULL AND b.ingetrokken_op IS NULL)
   OR b.sha256 <> encode(sha256(i.bytes), 'hex')
ORDER BY b.id
"""

CHECKS = {"kosten": KOSTEN, "kostendeclaraties": ELDERS, "bewijs van kosten": BEWIJS}
