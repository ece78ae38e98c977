"""What the database itself does for the menukaart: count versions and keep what was known.

A check (`gecontroleerd_*`) is no change of content; the audit log has it.
"""

_SILENT = "ARRAY['gecontroleerd_op', 'gecontroleerd_door_id', 'versie', 'zoekvector']"
_CHANGED = f"(to_jsonb(NEW) - {_SILENT}) IS DISTINCT FROM (to_jsonb(OLD) - {_SILENT})"
_WHO = "nullif(current_setting('ontschot.medewerker', true), '')::bigint"


def _filled(body: str) -> str:
    return body.replace("%CHANGED", _CHANGED).replace("%SILENT", _SILENT).replace("%WHO", _WHO)


NEXT_VERSION = _filled("""
IF %CHANGED THEN NEW.versie := OLD.versie + 1; ELSE NEW.versie := OLD.versie; END IF;
RETURN NEW;
""")

KEEP_DIENST = _filled("""
IF TG_OP = 'UPDATE' THEN IF NOT (%CHANGED) THEN RETURN NULL; END IF; END IF;
INSERT INTO menukaart_dienstversie (dienst_id, regio_id, gemeente_id, versie, bekend, op, door_id)
VALUES (NEW.id, NEW.regio_id, NULL, NEW.versie, to_jsonb(NEW) - %SILENT, clock_timestamp(), %WHO);
RETURN NULL;
""")

# A gemeente that is as everywhere again is kept as an empty object.
KEEP_GEMEENTE = _filled("""
IF TG_OP = 'UPDATE' THEN IF to_jsonb(NEW) = to_jsonb(OLD) THEN RETURN NULL; END IF; END IF;
IF TG_OP = 'DELETE' THEN rij := OLD; ELSE rij := NEW; END IF;
SELECT d.regio_id INTO regio FROM menukaart_dienst d WHERE d.id = rij.dienst_id;
IF NOT FOUND THEN RETURN NULL; END IF;
INSERT INTO menukaart_dienstversie (dienst_id, regio_id, gemeente_id, versie, bekend, op, door_id)
VALUES (rij.dienst_id, regio, rij.gemeente_id, 0,
    CASE WHEN TG_OP = 'DELETE' THEN '{}'::jsonb
    ELSE to_jsonb(rij) - ARRAY['id', 'dienst_id', 'gemeente_id'] END,
    clock_timestamp(), %WHO);
RETURN NULL;
""")
