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
   OR (r.cent <> l.cent AND NOT (r.cent > l.cent
     AND (p.soort = 'deel_terug' OR p.soort = 'dubbel' AND l.richting = 'bij')))
   OR (p.soort = 'betaling' AND l.richting = 'bij' AND r.status <> 'teruggekomen')
   OR (p.soort = 'deel_terug' AND NOT EXISTS (SELECT 1 FROM kassier_terugontvangst o
     WHERE o.sleutel = 'bankregel:' || l.id AND o.cent = l.cent))
   OR (p.soort = 'geannuleerd' AND r.status NOT IN ('bevestigd', 'teruggekomen'))
ORDER BY 1
"""

DUBBEL = """
SELECT 'Betaling ' || r.end_to_end_id || ' ging twee keer weg: ' || sum(l.cent)
    FILTER (WHERE l.richting = 'bij') || ' cent kwam terug, meer dan er wegging.'
FROM kassier_plaatsing p JOIN kassier_bankregel l ON l.id = p.bankregel_id
JOIN kassier_betaalregel r ON r.id = p.betaalregel_id
WHERE p.soort = 'dubbel' AND p.status = 'akkoord'
GROUP BY r.id, r.end_to_end_id
HAVING coalesce(sum(l.cent) FILTER (WHERE l.richting = 'bij'), 0)
  > coalesce(sum(l.cent) FILTER (WHERE l.richting = 'af'), 0)
UNION ALL
SELECT 'Plaatsing ' || p.id || ': op dit geld wordt niet gewacht, of een persoon hield ermee op.'
FROM kassier_dubbelstap s JOIN kassier_plaatsing p ON p.id = s.plaatsing_id
LEFT JOIN LATERAL (SELECT v.soort, v.door_id FROM kassier_dubbelstap v
  WHERE v.plaatsing_id = s.plaatsing_id AND v.id < s.id ORDER BY v.id DESC LIMIT 1) v ON true
WHERE p.soort <> 'dubbel' OR p.status <> 'akkoord' OR v.soort = 'akkoord'
   OR s.soort = 'akkoord' AND (v.soort IS DISTINCT FROM 'niet_terug' OR v.door_id = s.door_id)
ORDER BY 1
"""

CHECKS = {"bank": BANK, "dubbel": DUBBEL}
