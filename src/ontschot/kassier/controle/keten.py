"""The entries themselves: their hashes, their order, and where each chain ends."""

CHAIN = """
SELECT 'Boeking ' || volgnummer || ' van fonds ' || sleutel || ': ' || fout FROM (
  SELECT f.sleutel, p.volgnummer, CASE
    WHEN p.inhoud_hash <> kassier_inhoud_hash(p) THEN 'de inhoud is veranderd.'
    WHEN p.hash <> kassier_post_hash(p) THEN 'de boeking past niet bij haar hash.'
    WHEN p.volgnummer <> coalesce(lag(p.volgnummer) OVER w, 0) + 1
      THEN 'er ontbreekt een boeking ervoor.'
    WHEN p.vorige_hash <> coalesce(lag(p.hash) OVER w, '')
      THEN 'sluit niet aan op de vorige boeking.'
  END AS fout
  FROM kassier_journaalpost p JOIN kassier_fonds f ON f.id = p.fonds_id
  WINDOW w AS (PARTITION BY p.fonds_id ORDER BY p.volgnummer)
) posten WHERE fout IS NOT NULL ORDER BY sleutel, volgnummer
"""
END = """
SELECT 'Fonds ' || f.sleutel || ': de keten eindigt op ' || k.volgnummer
  || ', maar die boeking staat er niet zo.'
FROM kassier_journaalketen k JOIN kassier_fonds f ON f.id = k.fonds_id
LEFT JOIN LATERAL (
  SELECT p.volgnummer, p.hash FROM kassier_journaalpost p
  WHERE p.fonds_id = k.fonds_id ORDER BY p.volgnummer DESC LIMIT 1
) laatste ON true
WHERE k.volgnummer <> coalesce(laatste.volgnummer, 0) OR k.hash <> coalesce(laatste.hash, '')
ORDER BY f.sleutel
"""

CHECKS = {"keten": CHAIN, "einde van de keten": END}
