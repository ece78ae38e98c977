"""What PostgreSQL refuses around the end of a role: work without anybody who works here."""

ACHTERGELATEN = (
    "Deze medewerker heeft nog open vragen of dossiers. Laat de coördinator eerst het werk "
    "overdragen, dan kan de rol eindigen."
)

# On a table of a lower room, so declared from here. Deferred, because work and role may move in
# one transaction; then the scope of whoever wrote may be gone, and it takes that of the role.
# A role that ends by itself (its last day passes) is no update: `tasks.py` looks after that.
WORK_LEFT_BEHIND = """
CREATE FUNCTION "meldingen_work_left_behind"() RETURNS trigger LANGUAGE plpgsql
SET search_path = public SET timezone = 'UTC' AS $ontschot$
DECLARE scope_before text; rol_before text; left_behind boolean;
  today date := (now() AT TIME ZONE 'Europe/Amsterdam')::date;
BEGIN
IF EXISTS (SELECT 1 FROM netwerk_rol r
  WHERE r.medewerker_id = OLD.medewerker_id AND r.regio_id = OLD.regio_id
    AND r.soort IN ('gids', 'loopbaancoach', 'consulent', 'coordinator')
    AND r.van <= today + 1 AND (r.tot IS NULL OR r.tot > today)) THEN
  RETURN NULL;
END IF;
scope_before := current_setting('ontschot.regios', true);
rol_before := current_setting('ontschot.rol', true);
PERFORM set_config('ontschot.regios', OLD.regio_id, true),
  set_config('ontschot.rol', 'systeem', true);
SELECT EXISTS (SELECT 1 FROM meldingen_melding m
    WHERE m.regio_id = OLD.regio_id AND m.eigenaar_id = OLD.medewerker_id
      AND m.status <> 'gesloten')
  OR EXISTS (SELECT 1 FROM kandidaten_betrokkenheid b
    WHERE b.regio_id = OLD.regio_id AND b.medewerker_id = OLD.medewerker_id
      AND b.vaste_contactpersoon AND b.tot IS NULL) INTO left_behind;
PERFORM set_config('ontschot.regios', coalesce(scope_before, ''), true),
  set_config('ontschot.rol', coalesce(rol_before, ''), true);
IF left_behind THEN
  RAISE EXCEPTION 'work left behind'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NULL;
END $ontschot$;

CREATE CONSTRAINT TRIGGER "meldingen_work_left_behind"
AFTER UPDATE OR DELETE ON netwerk_rol DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (OLD.soort IN ('gids', 'loopbaancoach', 'consulent', 'coordinator'))
EXECUTE FUNCTION "meldingen_work_left_behind"()
"""
# The other half: an open question that gets this owner holds the role until its own commit, so a
# role that ends beside it waits and then finds the question; and who comes second finds the role
# ended. Only for who had a role here and has none any more; the actions choose among the others.
VERTROKKEN = (
    "Wie deze vraag zou krijgen, werkt hier niet meer. Probeer het opnieuw, of kies een ander."
)
OWNER_WORKS_HERE = """
IF NEW.status = 'gesloten' OR (TG_OP = 'UPDATE' AND OLD.status <> 'gesloten'
  AND OLD.eigenaar_id = NEW.eigenaar_id) THEN
  RETURN NEW;
END IF;
PERFORM 1 FROM netwerk_rol r
  WHERE r.medewerker_id = NEW.eigenaar_id AND r.regio_id = NEW.regio_id
    AND r.soort IN ('gids', 'loopbaancoach', 'consulent', 'coordinator')
    AND (r.tot IS NULL OR r.tot >= (now() AT TIME ZONE 'Europe/Amsterdam')::date)
  ORDER BY r.id FOR SHARE;
IF FOUND OR NOT EXISTS (SELECT 1 FROM netwerk_rol r
    WHERE r.medewerker_id = NEW.eigenaar_id AND r.regio_id = NEW.regio_id
      AND r.soort IN ('gids', 'loopbaancoach', 'consulent', 'coordinator')) THEN
  RETURN NEW;
END IF;
RAISE EXCEPTION 'owner left'
  USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
"""
UNDO_WORK_LEFT_BEHIND = """
DROP TRIGGER "meldingen_work_left_behind" ON netwerk_rol;
DROP FUNCTION "meldingen_work_left_behind"()
"""
