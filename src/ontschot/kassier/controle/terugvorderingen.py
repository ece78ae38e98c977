"""What was asked back beside what came back, and every sample drawn once more."""

TERUGVORDERINGEN = """
SELECT 'Terugvordering ' || t.id || ' (' || t.status || '): ' || CASE
  WHEN t.besloten_door_id = t.voorgesteld_door_id THEN 'zelfde persoon stelde voor en besliste.'
  WHEN asked.cent > coalesce(d.cent, k.cent) OR coalesce(d.status, k.status) <> 'betaald'
    THEN 'meer dan er betaald is.'
  ELSE 'teruggekomen ' || coalesce(o.cent, 0) || ' cent, in het journaal '
    || coalesce(p.cent, 0) || ', gevraagd ' || t.cent || '.' END
FROM kassier_terugvordering t
LEFT JOIN kassier_declaratieregel d ON d.id = t.declaratieregel_id
LEFT JOIN kassier_kostenregel k ON k.id = t.kostenregel_id
LEFT JOIN (SELECT declaratieregel_id, kostenregel_id, sum(cent) AS cent
  FROM kassier_terugvordering WHERE status <> 'afgewezen' GROUP BY 1, 2) asked
  ON asked.declaratieregel_id = d.id OR asked.kostenregel_id = k.id
LEFT JOIN (SELECT terugvordering_id, sum(cent) AS cent FROM kassier_terugontvangst
  GROUP BY 1) o ON o.terugvordering_id = t.id
LEFT JOIN (SELECT terugvordering_id, sum(cent) AS cent FROM kassier_journaalpost
  WHERE soort = 'terugontvangst' GROUP BY 1) p ON p.terugvordering_id = t.id
WHERE coalesce(o.cent, 0) <> coalesce(p.cent, 0) OR coalesce(o.cent, 0) > t.cent
   OR (t.status = 'voldaan' AND coalesce(o.cent, 0) <> t.cent)
   OR (t.status IN ('voorgesteld', 'afgewezen') AND o.cent IS NOT NULL)
   OR t.besloten_door_id = t.voorgesteld_door_id OR asked.cent > coalesce(d.cent, k.cent)
   OR (coalesce(d.status, k.status) <> 'betaald' AND t.status <> 'afgewezen')
ORDER BY t.id
"""
_VERREKEND = """
SELECT '@Regel ' || d.id || ': ' || d.verrekend_cent || ' cent verrekend, volgens de '
  || 'terugvorderingen ' || coalesce(o.cent, 0)
  || ', in het journaal ' || coalesce(p.cent, 0) || '.'
FROM kassier_@regel d
LEFT JOIN (SELECT @regel_id, sum(cent) AS cent FROM kassier_terugontvangst
  WHERE soort = 'verrekening' GROUP BY 1) o ON o.@regel_id = d.id
LEFT JOIN (SELECT @regel_id, sum(cent) AS cent FROM kassier_journaalpost
  WHERE soort = 'verrekening' GROUP BY 1) p ON p.@regel_id = d.id
WHERE d.verrekend_cent <> coalesce(o.cent, 0) OR d.verrekend_cent <> coalesce(p.cent, 0)
ORDER BY d.id
"""
VERREKEND, VERREKENDE_KOSTEN = (
    _VERREKEND.replace("@regel", regel).replace("@Regel", regel.capitalize())
    for regel in ("declaratieregel", "kostenregel")
)
# The draw of `rules.steekproef` once more, over the lines that were handed in that time.
STEEKPROEVEN = """
WITH geplaatst AS (
  SELECT s.id, s.soort, s.aantal, s.procent, s.altijd_vanaf_cent, d.id AS regel, d.cent,
    row_number() OVER (PARTITION BY s.id ORDER BY
      encode(sha256(convert_to(s.zaad || ':' || d.id, 'UTF8')), 'hex'), d.id) AS plek,
    count(*) OVER (PARTITION BY s.id) AS regels
  FROM kassier_steekproef s
  JOIN kassier_momentopname m ON m.keer = s.keer
  JOIN kassier_declaratieregel d ON d.id = m.declaratieregel_id
    AND d.declaratie_id = s.declaratie_id
), hoort AS (
  SELECT id, regel FROM geplaatst WHERE cent >= altijd_vanaf_cent OR plek <= CASE soort
    WHEN 'alles' THEN regels WHEN 'aantal' THEN aantal
    WHEN 'procent' THEN ceil(regels * procent / 100.0) ELSE 0 END
), "is" AS (
  SELECT steekproef_id AS id, declaratieregel_id AS regel FROM kassier_steekproefregel
)
SELECT DISTINCT 'Steekproef ' || coalesce(h.id, i.id)
  || ': met dit zaad komen er andere regels uit.'
FROM hoort h FULL JOIN "is" i ON i.id = h.id AND i.regel = h.regel
WHERE h.id IS NULL OR i.id IS NULL ORDER BY 1
"""
BEWIJS = """
SELECT 'Bewijsstuk ' || b.id || ': ' || CASE
  WHEN i.id IS NULL THEN 'de inhoud ontbreekt.'
  ELSE 'de inhoud is veranderd.' END
FROM kassier_bewijsstuk b LEFT JOIN kassier_bewijsinhoud i ON i.bewijsstuk_id = b.id
WHERE (i.id IS NULL AND b.ingetrokken_op IS NULL)
   OR b.sha256 <> encode(sha256(i.bytes), 'hex')
ORDER BY b.id
"""

CHECKS = {
    "terugvorderingen": TERUGVORDERINGEN,
    "verrekeningen": VERREKEND,
    "verrekende kosten": VERREKENDE_KOSTEN,
    "steekproeven": STEEKPROEVEN,
    "bewijsstukken": BEWIJS,
}
