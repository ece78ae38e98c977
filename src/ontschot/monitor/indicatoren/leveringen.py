"""What regions without Ontschot delivered of instroom and uitstroom: lines of their files.

A delivery counts from the moment it was taken in until a corrected one takes its place. Its rows
are facts without a person: two outcomes may be of one person, and nobody here can tell.
"""

from ontschot.monitor.indicatoren.basis import Indicator, Soort, register

FEIT = """
SELECT 'levering ' || f.levering_id || ', regel ' || f.regel AS sleutel, f.regio_id,
  f.regio_id AS regio, '' AS persoon, f.datum AS dag, {kolom}, f.levering_id::text AS levering
FROM monitor_leveringsfeit f JOIN monitor_levering l ON l.id = f.levering_id
WHERE l.soort = '{soort}' AND {welke} AND l.geimporteerd_op < %(peil)s
  AND coalesce(l.vervangen_op, 'infinity') >= %(peil)s
"""

register(
    Indicator(
        "geleverde_vragen",
        Soort.AANTAL,
        FEIT.format(soort="instroom", kolom="f.kenmerk AS deur", welke="true"),
        kruisen=(("regio", "deur"),),
        van_anderen=True,
    )
)

for betekenis in (
    "aan_het_werk",
    "stap_op_de_ladder",
    "interventie_afgerond",
    "geleid_naar_voorliggend",
):
    relatie = FEIT.format(
        soort="uitstroom", kolom="f.bron AS bron_uitkomst", welke=f"f.kenmerk = '{betekenis}'"
    )
    register(Indicator(f"geleverd_{betekenis}", Soort.AANTAL, relatie, van_anderen=True))
