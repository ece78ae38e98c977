"""The view over own interventies and delivered rows: nothing is copied, so nothing can differ.

`security_invoker` (PostgreSQL 15) makes the policies of the tables below decide what each person
sees. It touches no table that knows persons: monitor and beleid may not read those.
"""

from django.db import migrations

MAKE = """
CREATE VIEW monitor_monitorrij WITH (security_invoker = true) AS
SELECT g.*,
  CASE WHEN g.eerstverantwoordelijke = CASE
    WHEN g.inkopende_partij IN ('fnv', 'cnv', 'vcp') THEN 'vakbond' ELSE g.inkopende_partij END
  THEN 'eigen' ELSE 'andere' END AS eigen_andere
FROM (
  SELECT 'I' || i.id AS sleutel, 'eigen' AS bron, i.regio_id::text AS regio_id,
    (i.verplicht_op AT TIME ZONE 'Europe/Amsterdam')::date AS geldig_op,
    i.verplicht_op AS geregistreerd_op, NULL::timestamptz AS vervallen_op,
    i.interventiesoort_id::text AS interventie, s.rubriek_id::text AS rubriek,
    i.doelgroep_id::text AS doelgroep,
    coalesce(cg.monitorklasse, 'onbekend')::text AS geslacht,
    coalesce(co.monitorklasse, 'onbekend')::text AS kwalificatie,
    coalesce(cs.monitorklasse, 'onbekend')::text AS sector,
    o.monitorcode::text AS inkopende_partij,
    i.eerstverantwoordelijk::text AS eerstverantwoordelijke,
    i.kosten_cent, i.regeling_id::text AS regeling_id,
    i.kandidaat_sleutel::text AS kandidaat_sleutel, NULL::bigint AS levering_id,
    '' AS extern_id
  FROM trajecten_interventie i
  JOIN regelingen_interventiesoort s ON s.code = i.interventiesoort_id
  JOIN netwerk_organisatie o ON o.id = i.inkoper_id
  LEFT JOIN regelingen_codewaarde cg ON cg.lijst = 'geslacht' AND cg.code = i.geslacht
  LEFT JOIN regelingen_codewaarde co ON co.lijst = 'opleiding' AND co.code = i.opleiding
  LEFT JOIN regelingen_codewaarde cs ON cs.lijst = 'sector' AND cs.code = i.sector
  WHERE i.verplicht_op IS NOT NULL
  UNION ALL
  SELECT 'L' || r.id, 'levering', r.regio_id::text, r.datum, l.geimporteerd_op, l.vervangen_op,
    r.interventiesoort_id::text, s.rubriek_id::text, r.doelgroep_id::text, r.geslacht::text,
    r.kwalificatie::text, r.sector::text, r.inkopende_partij::text,
    r.eerstverantwoordelijke::text, r.kosten_cent, l.regeling_id::text, '', r.levering_id,
    r.extern_id::text
  FROM monitor_leveringsrij r
  JOIN monitor_levering l ON l.id = r.levering_id
  JOIN regelingen_interventiesoort s ON s.code = r.interventiesoort_id
) g
"""


class Migration(migrations.Migration):
    dependencies = [
        ("monitor", "0001_initial"),
        ("trajecten", "0001_initial"),
        ("regelingen", "0001_initial"),
        ("netwerk", "0001_initial"),
    ]
    operations = [migrations.RunSQL(MAKE, "DROP VIEW monitor_monitorrij")]
