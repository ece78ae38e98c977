"""The balances, counted again from the entries, and every moment before now."""

from ontschot.kassier.boeking import REKENINGEN

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

CHECKS = {"saldi": SALDO, "nooit onder nul": BELOW_ZERO}
