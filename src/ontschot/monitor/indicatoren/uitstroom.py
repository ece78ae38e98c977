"""The four meanings of uitstroom: persons with a dated fact of each, none derived from another."""

from ontschot.monitor.indicatoren.basis import Indicator, Soort, register

# A correction that was known at the peil takes the place of what it corrects; one that says that
# it never was (`geldt` false) leaves nothing.
UITKOMST = """
SELECT DISTINCT ON (u.regio_id, coalesce(l.levende, u.persoon))
  coalesce(l.levende, u.persoon) AS sleutel, u.regio_id, coalesce(l.levende, u.persoon) AS persoon,
  u.datum AS dag, u.bron AS bron_uitkomst, u.gemeente
FROM (SELECT * FROM monitor_sluis_uitkomst() s WHERE s.vastgelegd_op < %(peil)s) u
LEFT JOIN levend l ON l.sleutel = u.persoon
LEFT JOIN (
  SELECT c.corrigeert FROM monitor_sluis_uitkomst() c WHERE c.vastgelegd_op < %(peil)s
) c ON c.corrigeert = u.id
WHERE c.corrigeert IS NULL AND u.geldt AND u.datum BETWEEN %(van)s AND %(tot)s
  AND u.betekenis = '{betekenis}'
ORDER BY u.regio_id, coalesce(l.levende, u.persoon), u.datum, u.id
"""

for betekenis in (
    "aan_het_werk",
    "stap_op_de_ladder",
    "interventie_afgerond",
    "geleid_naar_voorliggend",
):
    register(Indicator(betekenis, Soort.AANTAL, UITKOMST.format(betekenis=betekenis)))
