"""What the bank said beside the payments it speaks of."""

BANK = """
SELECT 'Afschrift ' || a.afschrift_id || ' van rekening ' || right(a.iban, 4)
  || ': van ' || a.begin_cent || ' naar ' || a.eind_cent || ' cent, volgens de regels '
  || coalesce(r.cent, 0) || ' verschil.'
FROM kassier_bankafschrift a LEFT JOIN (
  SELECT afschrift_id, sum(CASE richting WHEN 'bij' THEN cent ELSE -cent END) AS cent
  FROM kassier_bankregel WHERE afschrift_id IS NOT NULL GROUP BY 1
) r ON r.afschrift_id = a.id WHERE a.begin_cent + coalesce(r.cent, 0) <> a.eind_cent
UNION ALL
SELECT 'Bestand van de bank ' || id || ' (' || naam || ') is veranderd.'
FROM kassier_bankbestand
WHERE status <> 'weggelegd' AND sha256 <> encode(sha256(inhoud), 'hex')
UNION ALL
SELECT 'Regel ' || l.volgnummer || ' van bestand ' || l.bestand_id || ' (' || l.uitkomst
  || '): betaling ' || r.end_to_end_id || ' staat op ' || r.status || '.'
FROM kassier_bankregel l JOIN kassier_betaalregel r ON r.id = l.betaalregel_id
WHERE NOT r.status = ANY (CASE l.uitkomst
  WHEN 'betaald' THEN '{bevestigd,teruggekomen}' WHEN 'terug' THEN '{teruggekomen}'
  WHEN 'geweigerd' THEN '{geweigerd}'
  ELSE '{open,bevestigd,geweigerd,teruggekomen,vervallen}' END::text[])
  AND NOT EXISTS (SELECT 1 FROM kassier_plaatsing p
    WHERE p.betaalregel_id = r.id AND p.soort = 'geannuleerd' AND p.status = 'akkoord')
UNION ALL
SELECT 'Bankregel ' || l.id || ' (' || l.status || '): de plaatsing past er niet bij.'
FROM kassier_bankregel l LEFT JOIN kassier_plaatsing p
  ON p.bankregel_id = l.id AND p.status = 'akkoord'
LEFT JOIN kassier_betaalregel r ON r.id = p.betaalregel_id
WHERE (l.status = 'geplaatst') <> (p.id IS NOT NULL)
   OR p.beslist_door_id = p.voorgesteld_door_id
   OR (r.cent <> l.cent AND NOT (p.soort = 'deel_terug' AND r.cent > l.cent))
   OR (p.soort = 'betaling' AND l.richting = 'bij' AND r.status <> 'teruggekomen')
   OR (p.soort = 'deel_terug' AND NOT EXISTS (SELECT 1 FROM kassier_terugontvangst o
     WHERE o.sleutel = 'bankregel:' || l.id AND o.cent = l.cent))
   OR (p.soort = 'geannuleerd' AND r.status NOT IN ('bevestigd', 'teruggekomen'))
ORDER BY 1
"""

CHECKS = {"bank": BANK}
