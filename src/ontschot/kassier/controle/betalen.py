"""Batches, payments and files beside the entries they made."""

BATCHES = """
SELECT 'Betaalbatch ' || b.id || ' (' || b.status || '): controletotaal ' || b.aantal || ' / '
  || b.totaal_cent || ' cent, in de regels ' || r.aantal || ' / ' || r.cent || '.'
FROM kassier_betaalbatch b CROSS JOIN LATERAL (
  SELECT count(*) AS aantal, coalesce(sum(cent), 0) AS cent FROM kassier_betaalregel r
  WHERE r.batch_id = b.id
) r WHERE r.aantal <> b.aantal OR r.cent <> b.totaal_cent ORDER BY b.id
"""
BETAALREGELS = """
SELECT 'Betaling ' || r.end_to_end_id || ' (' || r.status || '): ' || r.cent
  || ' cent, in het journaal ' || coalesce(p.cent, 0) || ' betaald.'
FROM kassier_betaalregel r JOIN kassier_betaalbatch b ON b.id = r.batch_id
LEFT JOIN kassier_declaratieregel d ON d.id = r.declaratieregel_id
LEFT JOIN kassier_kostenregel k ON k.id = r.kostenregel_id
LEFT JOIN (
  SELECT betaalregel_id, sum(CASE soort WHEN 'betaling' THEN cent ELSE -cent END) AS cent
  FROM kassier_journaalpost WHERE betaalregel_id IS NOT NULL GROUP BY 1
) p ON p.betaalregel_id = r.id
WHERE coalesce(p.cent, 0) <> CASE r.status WHEN 'bevestigd' THEN r.cent ELSE 0 END
   OR (r.status IN ('open', 'bevestigd')
     AND r.cent IS DISTINCT FROM coalesce(d.cent - d.verrekend_cent, k.cent - k.verrekend_cent))
   OR (d.id IS NULL) = (k.id IS NULL)
   OR NOT b.status = ANY (CASE r.status
     WHEN 'open' THEN '{samengesteld,vrijgegeven}'
     WHEN 'vervallen' THEN '{geannuleerd}'
     WHEN 'geweigerd' THEN '{vrijgegeven,bevestigd,geweigerd}'
     ELSE '{vrijgegeven,bevestigd,geannuleerd,geweigerd}' END::text[])
   OR (b.status IN ('geannuleerd', 'geweigerd') AND r.status IN ('bevestigd', 'teruggekomen')
     AND NOT EXISTS (SELECT 1 FROM kassier_plaatsing p
       WHERE p.betaalregel_id = r.id AND p.soort = 'geannuleerd' AND p.status = 'akkoord'))
   OR (r.status = 'bevestigd' AND coalesce(d.status, k.status) <> 'betaald')
ORDER BY r.id
"""
BESTANDEN = """
SELECT 'Betaalbatch ' || b.id || ': ' || CASE
  WHEN f.id IS NULL THEN 'is vrijgegeven, maar het bestand ontbreekt.'
  WHEN f.sha256 <> encode(sha256(f.inhoud), 'hex') THEN 'het bestand is veranderd.'
  ELSE 'zelfde persoon stelde samen en gaf vrij.' END
FROM kassier_betaalbatch b LEFT JOIN kassier_betaalbestand f ON f.batch_id = b.id
WHERE (b.vrijgegeven_op IS NOT NULL AND f.id IS NULL)
   OR f.sha256 <> encode(sha256(f.inhoud), 'hex')
   OR b.vrijgegeven_door_id = b.samengesteld_door_id
ORDER BY b.id
"""

# What was released stands in the audit log too, which has a chain of its own.
VRIJGEGEVEN = """
SELECT 'Betaalbatch ' || b.id || ': volgens de auditlog is een ander bestand vrijgegeven.'
FROM kassier_betaalbatch b JOIN kassier_betaalbestand f ON f.batch_id = b.id
LEFT JOIN (
  SELECT DISTINCT ON (keten, object_sleutel) keten, object_sleutel, gegevens ->> 'sha256' AS sha256
  FROM kern_auditregel WHERE gebeurtenis = 'batch_vrijgegeven'
  ORDER BY keten, object_sleutel, volgnummer DESC
) a ON a.keten = b.regio_id AND a.object_sleutel = 'batch ' || b.id
WHERE f.sha256 IS DISTINCT FROM a.sha256 ORDER BY b.id
"""

CHECKS = {
    "batches": BATCHES,
    "betalingen": BETAALREGELS,
    "bestanden": BESTANDEN,
    "vrijgegeven bestanden": VRIJGEGEVEN,
}
