"""The four meanings of uitstroom: persons with a dated fact of each, none derived from another."""

from ontschot.monitor.indicatoren.basis import Indicator, Soort, register

# A correction that was known at the peil takes the place of what it corrects; one that says that
# it never was (`geldt` false) leaves nothing. Doelgroep and gemeente are frozen at the planning of
# an interventie; the last one planned says who this is.
UITKOMST = """
SELECT DISTINCT ON (u.regio_id, u.persoon) u.persoon AS sleutel, u.regio_id, u.persoon,
  u.datum AS dag, u.bron AS bron_uitkomst, coalesce(p.doelgroep, 'onbekend') AS doelgroep,
  coalesce(p.gemeente, 'onbekend') AS gemeente
FROM (
  SELECT s.id, s.regio_id, coalesce(l.levende, s.persoon) AS persoon, s.datum, s.bron
  FROM monitor_sluis_uitkomst() s LEFT JOIN levend l ON l.sleutel = s.persoon
  WHERE s.vastgelegd_op < %(peil)s AND s.geldt AND s.betekenis = '{betekenis}'
    AND s.datum BETWEEN %(van)s AND %(tot)s AND s.id NOT IN (
      SELECT c.corrigeert FROM monitor_sluis_uitkomst() c
      WHERE c.vastgelegd_op < %(peil)s AND c.corrigeert IS NOT NULL)
) u
LEFT JOIN (
  SELECT DISTINCT ON (coalesce(l.levende, i.persoon)) coalesce(l.levende, i.persoon) AS persoon,
    i.doelgroep, i.gemeente
  FROM monitor_sluis_interventie() i LEFT JOIN levend l ON l.sleutel = i.persoon
  WHERE i.gepland_op < %(peil)s
  ORDER BY coalesce(l.levende, i.persoon), i.gepland_op DESC, i.id DESC
) p ON p.persoon = u.persoon
ORDER BY u.regio_id, u.persoon, u.datum, u.id
"""

for betekenis in (
    "aan_het_werk",
    "stap_op_de_ladder",
    "interventie_afgerond",
    "geleid_naar_voorliggend",
):
    register(Indicator(betekenis, Soort.AANTAL, UITKOMST.format(betekenis=betekenis)))
