"""E-invoices beside their lines."""

FACTUREN = """
SELECT 'Factuur ' || f.nummer || ' (' || f.id || '): het totaal past niet bij de regels.'
FROM kassier_factuur f JOIN (
  SELECT factuur_id, sum(netto_cent) AS netto, sum(btw_cent) AS btw
  FROM kassier_factuurregel GROUP BY 1
) r ON r.factuur_id = f.id
WHERE r.netto <> f.netto_cent OR r.btw <> f.btw_cent ORDER BY f.id
"""

CHECKS = {"facturen": FACTUREN}
