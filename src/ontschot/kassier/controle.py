"""Proving the books: everything that was kept is computed again from the entries.

Each check is one statement over all rows in scope that returns finished Dutch lines; no line is
good news. The triggers keep these truths; this finds what somebody changed beside them.
"""

from dataclasses import dataclass

from django.db import connection

from ontschot.kassier.boeking import REKENINGEN

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
_MOVED = ", ".join(
    f"coalesce(sum(p.cent) FILTER (WHERE p.naar = '{r}'), 0)"
    f" - coalesce(sum(p.cent) FILTER (WHERE p.van = '{r}'), 0) AS {r}"
    for r in REKENINGEN
)
_ACCOUNTS = ", ".join(f"('{r}', s.{r}_cent, coalesce(som.{r}, 0))" for r in REKENINGEN)
SALDO = """
SELECT 'Regel ' || r.code || ' van fonds ' || f.sleutel || ': op ' || t.rekening || ' staat '
  || coalesce(t.staat::text, 'niets') || ' cent, volgens de boekingen is het ' || t.hoort || '.'
FROM kassier_fondsregel r JOIN kassier_fonds f ON f.id = r.fonds_id
LEFT JOIN kassier_saldo s ON s.fondsregel_id = r.id
LEFT JOIN (SELECT p.fondsregel_id, @moved FROM kassier_journaalpost p GROUP BY 1) som
  ON som.fondsregel_id = r.id
CROSS JOIN LATERAL (VALUES @accounts) AS t (rekening, staat, hoort)
WHERE t.staat IS DISTINCT FROM t.hoort ORDER BY f.sleutel, r.code, t.rekening
""".replace("@moved", _MOVED).replace("@accounts", _ACCOUNTS)
BELOW_ZERO = """
SELECT 'Boeking ' || min(volgnummer) || ' van fonds ' || sleutel || ': ' || rekening
  || ' van regel ' || code || ' komt onder nul.'
FROM (
  SELECT f.sleutel, r.code, b.volgnummer, b.rekening, sum(b.cent) OVER (
    PARTITION BY b.fondsregel_id, b.rekening ORDER BY b.volgnummer) AS stand
  FROM (
    SELECT fonds_id, fondsregel_id, volgnummer, van AS rekening, -cent AS cent
      FROM kassier_journaalpost WHERE van <> 'toegekend'
    UNION ALL
    SELECT fonds_id, fondsregel_id, volgnummer, naar, cent
      FROM kassier_journaalpost WHERE naar <> 'toegekend'
  ) b JOIN kassier_fonds f ON f.id = b.fonds_id JOIN kassier_fondsregel r ON r.id = b.fondsregel_id
) verloop WHERE stand < 0 GROUP BY sleutel, code, rekening ORDER BY 1
"""
RESERVERINGEN = """
SELECT 'Reservering R' || to_char(r.boekdatum, 'YYYY') || '-' || lpad(r.id::text, 6, '0')
  || ' (' || r.status || '): ' || r.cent || ' cent gereserveerd, in het journaal '
  || coalesce(p.erin, 0) || ' erin en ' || coalesce(p.eruit, 0) || ' eruit.'
FROM kassier_reservering r LEFT JOIN (
  SELECT reservering_id, sum(cent) FILTER (WHERE soort = 'reservering') AS erin,
    sum(cent) FILTER (WHERE soort IN ('vrijval_reservering', 'verplichting')) AS eruit
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
    sum(cent) FILTER (WHERE soort = 'betaling') AS betaald
  FROM kassier_journaalpost WHERE verplichting_id IS NOT NULL GROUP BY 1
) p ON p.verplichting_id = v.id
LEFT JOIN (
  SELECT verplichting_id, sum(cent) AS geclaimd,
    sum(cent) FILTER (WHERE status = 'betaald') AS betaald
  FROM kassier_declaratieregel WHERE status IN ('opgenomen', 'betaald') GROUP BY 1
) d ON d.verplichting_id = v.id
WHERE coalesce(p.besteld, 0) <> v.bedrag_cent
   OR coalesce(p.terug, 0) <> v.vrijgevallen_cent
   OR coalesce(p.betaald, 0) <> coalesce(d.betaald, 0)
   OR coalesce(d.geclaimd, 0) + v.vrijgevallen_cent > v.bedrag_cent
   OR (v.status = 'ingetrokken' AND v.vrijgevallen_cent <> v.bedrag_cent)
   OR (v.status = 'afgerond'
       AND coalesce(d.betaald, 0) + v.vrijgevallen_cent <> v.bedrag_cent)
ORDER BY v.id
"""
DECLARATIES = """
SELECT 'Declaratie ' || c.id || ' (' || c.status || '), regel ' || d.id || ' (' || d.status
  || '): hoort ' || h.hoort || ' cent gedeclareerd te hebben, in het journaal staat '
  || coalesce(p.stand, 0) || '.'
FROM kassier_declaratieregel d JOIN kassier_declaratie c ON c.id = d.declaratie_id
LEFT JOIN (
  SELECT declaratieregel_id, sum(CASE soort WHEN 'declaratie' THEN cent ELSE -cent END) AS stand
  FROM kassier_journaalpost WHERE declaratieregel_id IS NOT NULL GROUP BY 1
) p ON p.declaratieregel_id = d.id
CROSS JOIN LATERAL (SELECT CASE
  WHEN d.status = 'opgenomen' AND c.status IN ('ingediend', 'goedgekeurd') THEN d.cent ELSE 0
END AS hoort) h
WHERE coalesce(p.stand, 0) <> h.hoort
   OR (d.status = 'betaald' AND c.status NOT IN ('goedgekeurd', 'betaald'))
   OR (d.status = 'opgenomen' AND c.status IN ('betaald', 'afgewezen', 'ingetrokken'))
ORDER BY c.id, d.id
"""
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
JOIN kassier_declaratieregel d ON d.id = r.declaratieregel_id
LEFT JOIN (
  SELECT betaalregel_id, sum(cent) AS cent FROM kassier_journaalpost
  WHERE betaalregel_id IS NOT NULL GROUP BY 1
) p ON p.betaalregel_id = r.id
WHERE coalesce(p.cent, 0) <> CASE r.status WHEN 'bevestigd' THEN r.cent ELSE 0 END
   OR r.cent <> d.cent OR (r.status = 'bevestigd') <> (b.status = 'bevestigd')
   OR (r.status = 'bevestigd' AND d.status <> 'betaald')
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

CHECKS = {
    "keten": CHAIN,
    "einde van de keten": END,
    "saldi": SALDO,
    "nooit onder nul": BELOW_ZERO,
    "reserveringen": RESERVERINGEN,
    "verplichtingen": VERPLICHTINGEN,
    "declaraties": DECLARATIES,
    "batches": BATCHES,
    "betalingen": BETAALREGELS,
    "bestanden": BESTANDEN,
}


@dataclass(frozen=True)
class Uitkomst:
    """What was checked and what did not agree: `verschillen` holds (check, Dutch line)."""

    boekingen: int
    fondsen: int
    verschillen: tuple[tuple[str, str], ...]


def check() -> Uitkomst:
    """Compute everything in scope again; run it as `systeem` over all regions."""
    found: list[tuple[str, str]] = []
    with connection.cursor() as cursor:
        for name, statement in CHECKS.items():
            cursor.execute(statement)
            found += [(name, line) for (line,) in cursor.fetchall()]
        cursor.execute(
            "SELECT (SELECT count(*) FROM kassier_journaalpost), "
            "(SELECT count(*) FROM kassier_fonds)"
        )
        boekingen, fondsen = cursor.fetchone()
    return Uitkomst(boekingen, fondsen, tuple(found))
