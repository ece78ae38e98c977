"""What PostgreSQL itself refuses or does here: the bodies of the triggers of `models.py`."""

VERHUISD = "Deze kandidaat ging naar een andere regio. Het werk gaat daar verder."
EEN_CONTACT = "Iedere kandidaat heeft precies één vaste contactpersoon. Kies er een."

# Deferred: they look at the end of the transaction, when the scope of whoever wrote may be gone.
# So they take the scope of the row's own region, and give back what they found.
_LOOK_INTO_REGION = """
scope_before := current_setting('ontschot.regios', true);
rol_before := current_setting('ontschot.rol', true);
PERFORM set_config('ontschot.regios', {regio}, true), set_config('ontschot.rol', 'systeem', true);
SELECT count(*) INTO contacts FROM kandidaten_betrokkenheid b
  WHERE b.kandidaat_id = {kandidaat} AND b.vaste_contactpersoon AND b.tot IS NULL;
SELECT count(*) INTO people FROM kandidaten_kandidaat
  WHERE id = {kandidaat} AND overgegaan_op IS NULL;
PERFORM set_config('ontschot.regios', coalesce(scope_before, ''), true),
  set_config('ontschot.rol', coalesce(rol_before, ''), true);
IF people > 0 AND contacts <> 1 THEN
  RAISE EXCEPTION 'exactly one vaste contactpersoon'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NULL;
"""
ONE_CONTACT_DECLARE = "scope_before text; rol_before text; contacts bigint; people bigint;"
ONE_CONTACT = _LOOK_INTO_REGION.format(
    regio="COALESCE(NEW.regio_id, OLD.regio_id)",
    kandidaat="COALESCE(NEW.kandidaat_id, OLD.kandidaat_id)",
)
NEW_HAS_CONTACT = _LOOK_INTO_REGION.format(regio="NEW.regio_id", kandidaat="NEW.id")

# A fact is ended or withdrawn, never rewritten: figures of an earlier day must stay explainable.
FACT_ONLY_ENDS = """
IF OLD.tot IS NOT NULL OR (to_jsonb(NEW) - 'tot') <> (to_jsonb(OLD) - 'tot') THEN
  RAISE EXCEPTION 'a fact only ends' USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""

# Who was with somebody, and when, is how a later reading is explained: it ends, and stays ended.
INVOLVEMENT_ONLY_ENDS = """
IF (to_jsonb(NEW) - 'tot' - 'leest_tot') <> (to_jsonb(OLD) - 'tot' - 'leest_tot')
   OR (OLD.tot IS NOT NULL AND NEW.tot IS DISTINCT FROM OLD.tot) THEN
  RAISE EXCEPTION 'an involvement only ends'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""

# The keys by which a person is found, kept beside the row whoever writes it. Names go in by
# sound, with every sound left out once, so that two names one mistake apart share a key;
# telephone and e-mail go in as hashes, because they are only ever compared whole.
SEARCH_KEYS = """
IF TG_OP = 'UPDATE' THEN
  IF (OLD.klank, OLD.geboortedatum, OLD.postcode, OLD.telefoon, OLD.email)
     IS NOT DISTINCT FROM
     (NEW.klank, NEW.geboortedatum, NEW.postcode, NEW.telefoon, NEW.email) THEN
    RETURN NULL;
  END IF;
  DELETE FROM kandidaten_zoeksleutel WHERE kandidaat_id = NEW.id;
END IF;
INSERT INTO kandidaten_zoeksleutel (regio_id, kandidaat_id, waarde)
SELECT DISTINCT NEW.regio_id, NEW.id, waarde FROM (
  SELECT 'naam:' || woord FROM unnest(string_to_array(NEW.klank, ' ')) woord
    WHERE length(woord) > 1
  UNION ALL
  SELECT 'naam:' || overlay(woord PLACING '' FROM plek FOR 1)
    FROM unnest(string_to_array(NEW.klank, ' ')) woord,
      generate_series(1, length(woord)) plek
    WHERE length(woord) > 2
  UNION ALL
  SELECT 'geboren:' || to_char(NEW.geboortedatum, 'YYYY-MM-DD')
  UNION ALL
  SELECT 'postcode:' || upper(replace(NEW.postcode, ' ', '')) WHERE NEW.postcode <> ''
  UNION ALL
  SELECT 'telefoon:' || left(encode(sha256(convert_to(
      right(regexp_replace(NEW.telefoon, '[^0-9]', '', 'g'), 9), 'UTF8')), 'hex'), 32)
    WHERE NEW.telefoon <> ''
  UNION ALL
  SELECT 'email:' || left(encode(sha256(convert_to(lower(NEW.email), 'UTF8')), 'hex'), 32)
    WHERE NEW.email <> ''
) sleutels (waarde) WHERE waarde IS NOT NULL;
RETURN NULL;
"""

# Who went to another region has the owner there: here nobody stays, and nobody comes.
MOVED_STAYS_MOVED = """
IF OLD.overgegaan_op IS NOT NULL AND (NEW.overgegaan_op, NEW.overgegaan_naar_id)
     IS DISTINCT FROM (OLD.overgegaan_op, OLD.overgegaan_naar_id)
   OR OLD.overgegaan_op IS NULL AND NEW.overgegaan_op IS NOT NULL AND EXISTS (
     SELECT 1 FROM kandidaten_betrokkenheid b WHERE b.kandidaat_id = NEW.id AND b.tot IS NULL
   )
THEN
  RAISE EXCEPTION 'moved to another region' USING ERRCODE = 'restrict_violation',
    CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
NOBODY_AFTER_MOVING = """
IF EXISTS (
  SELECT 1 FROM kandidaten_kandidaat k WHERE k.id = NEW.kandidaat_id AND k.overgegaan_op IS NOT NULL
) AND NEW.tot IS NULL THEN
  RAISE EXCEPTION 'moved to another region' USING ERRCODE = 'restrict_violation',
    CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
