"""The content hash of an audit line, in the database: the trigger and the check both use it."""

from django.db import migrations

MAKE = """
CREATE FUNCTION kern_audit_hash(line kern_auditregel) RETURNS text
LANGUAGE sql STABLE SET timezone = 'UTC' SET datestyle = 'ISO' AS $$
  SELECT encode(sha256(convert_to(jsonb_build_array(
    line.vorige_hash, line.keten, line.volgnummer, line.op, line.gebeurtenis,
    line.object_soort, line.object_sleutel, line.kandidaat_sleutel, line.medewerker_id,
    line.wie, line.organisatie, line.rol, line.resultaat, line.oorsprong, line.gegevens
  )::text, 'UTF8')), 'hex')
$$
"""


class Migration(migrations.Migration):
    dependencies = [("kern", "0001_initial")]
    operations = [migrations.RunSQL(MAKE, "DROP FUNCTION kern_audit_hash(kern_auditregel)")]
