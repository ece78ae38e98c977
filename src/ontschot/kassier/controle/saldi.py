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
# `toegekend` is where money comes from: the one account that may be below zero.
_NEVER_BELOW = [rekening for rekening, zin in REKENINGEN.items() if zin]
_RUNNING = ", ".join(
    f"sum(CASE '{r}' WHEN naar THEN cent WHEN van THEN -cent ELSE 0 END) OVER w AS {r}"
    for r in _NEVER_BELOW
)
BELOW_ZERO = (
    """
SELECT 'Boeking ' || min(s.volgnummer) || ' van fonds ' || f.sleutel || ': ' || t.rekening
  || ' van regel ' || r.code || ' komt onder nul.'
FROM (
  SELECT fondsregel_id, volgnummer, @running FROM kassier_journaalpost
  WINDOW w AS (PARTITION BY fondsregel_id ORDER BY volgnummer)
) s
JOIN kassier_fondsregel r ON r.id = s.fondsregel_id JOIN kassier_fonds f ON f.id = r.fonds_id
CROSS JOIN LATERAL (VALUES @accounts) AS t (rekening, stand)
WHERE least(@names) < 0 AND t.stand < 0
GROUP BY f.sleutel, r.code, t.rekening ORDER BY f.sleutel, r.code, t.rekening
""".replace("@running", _RUNNING)
    .replace("@accounts", ", ".join(f"('{r}', s.{r})" for r in _NEVER_BELOW))
    .replace("@names", ", ".join(f"s.{r}" for r in _NEVER_BELOW))
)

CHECKS = {"saldi": SALDO, "nooit onder nul": BELOW_ZERO}
