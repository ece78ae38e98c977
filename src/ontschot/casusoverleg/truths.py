"""What PostgreSQL itself refuses here: the bodies of the triggers of the models."""

# A besluit is written once: the question stays as it was asked, the answer as it was given.
FROZEN_BESLUIT = """
IF OLD.uitkomst <> 'open' OR
   (NEW.regio_id, NEW.interventie_id, NEW.gevraagd_door_id, NEW.gevraagd_op, NEW.gevraagd_cent,
    NEW.plafond_cent, NEW.vraag, NEW.reden_boven_plafond)
   IS DISTINCT FROM
   (OLD.regio_id, OLD.interventie_id, OLD.gevraagd_door_id, OLD.gevraagd_op, OLD.gevraagd_cent,
    OLD.plafond_cent, OLD.vraag, OLD.reden_boven_plafond)
THEN
  RAISE EXCEPTION 'besluit is frozen' USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""

# The price that is decided about is the price of the interventie at that moment, nothing else.
ASKED_AS_PLANNED = """
IF NOT EXISTS (
  SELECT 1 FROM trajecten_interventie i
  WHERE i.id = NEW.interventie_id AND i.status = 'besluit_gevraagd'
    AND i.gevraagd_cent = NEW.gevraagd_cent
) THEN
  RAISE EXCEPTION 'interventie does not wait for a besluit'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NULL;
"""

WITHIN_MANDAAT = """
IF NEW.wijze = 'mandaat' AND NEW.uitkomst = 'toegekend' AND NOT EXISTS (
  SELECT 1 FROM casusoverleg_mandaat m
  WHERE m.id = NEW.mandaat_id AND m.regio_id = NEW.regio_id
    AND NEW.gevraagd_cent <= m.tot_cent
    AND (NEW.besloten_op AT TIME ZONE 'Europe/Amsterdam')::date
        BETWEEN m.van AND coalesce(m.tot, 'infinity')
) THEN
  RAISE EXCEPTION 'outside the mandaat' USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""

# Where the region has a series of meetings, the meeting decides: while it runs, with its quorum.
IN_QUORUM = """
IF NEW.uitkomst NOT IN ('toegekend', 'afgewezen') OR NEW.wijze <> 'casusoverleg' THEN
  RETURN NEW;
END IF;
IF NEW.overleg_id IS NULL THEN
  IF EXISTS (
    SELECT 1 FROM casusoverleg_overlegreeks r WHERE r.regio_id = NEW.regio_id
      AND (NEW.besloten_op AT TIME ZONE 'Europe/Amsterdam')::date
          BETWEEN r.van AND coalesce(r.tot, 'infinity')
  ) THEN
    RAISE EXCEPTION 'outside a meeting' USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
  END IF;
ELSIF NOT EXISTS (
  SELECT 1 FROM casusoverleg_overleg o
  WHERE o.id = NEW.overleg_id AND o.regio_id = NEW.regio_id AND o.status = 'bezig'
    AND o.quorum <= (SELECT count(*) FROM casusoverleg_deelname d
                     WHERE d.overleg_id = o.id AND d.aanwezig)
) THEN
  RAISE EXCEPTION 'without a quorum' USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""

NO_STAKE = """
IF NEW.uitkomst IN ('toegekend', 'afgewezen') AND EXISTS (
  SELECT 1 FROM casusoverleg_belang b
  WHERE b.besluit_id = NEW.id AND b.medewerker_id = NEW.besloten_door_id
) THEN
  RAISE EXCEPTION 'who has a stake does not decide'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""

# What was said and who sat there stays as it was when the meeting closed.
MEETING_IS_OPEN = """
IF EXISTS (
  SELECT 1 FROM casusoverleg_overleg o
  WHERE o.id = NEW.overleg_id AND o.status IN ('afgesloten', 'vervallen')
) THEN
  RAISE EXCEPTION 'the meeting is over' USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""

# A meeting does not begin before so many of its partners are there.
BEGINS_WITH_QUORUM = """
IF NEW.status = 'bezig' AND OLD.status = 'gepland' AND NEW.quorum > (
  SELECT count(*) FROM casusoverleg_deelname d WHERE d.overleg_id = NEW.id AND d.aanwezig
) THEN
  RAISE EXCEPTION 'begins without a quorum'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""

ANSWERED_ONCE = """
IF OLD.antwoord <> '' THEN
  RAISE EXCEPTION 'an answer stays' USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""

# Deferred, because a grant moves the interventie first and the besluit after it. It looks at the
# end of the transaction, when the scope of whoever wrote is gone: it takes that of the row.
_GRANTED = """
CREATE FUNCTION "casusoverleg_granted_by_besluit"() RETURNS trigger LANGUAGE plpgsql
SET search_path = public SET timezone = 'UTC' AS $ontschot$
DECLARE scope_before text; rol_before text; decided boolean;
BEGIN
scope_before := current_setting('ontschot.regios', true);
rol_before := current_setting('ontschot.rol', true);
PERFORM set_config('ontschot.regios', NEW.regio_id, true),
  set_config('ontschot.rol', 'systeem', true);
SELECT EXISTS (SELECT 1 FROM casusoverleg_besluit b
  WHERE b.interventie_id = NEW.id AND b.uitkomst = 'toegekend') INTO decided;
PERFORM set_config('ontschot.regios', coalesce(scope_before, ''), true),
  set_config('ontschot.rol', coalesce(rol_before, ''), true);
IF NOT decided THEN
  RAISE EXCEPTION 'granted without a besluit'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NULL;
END $ontschot$;
"""
GRANTED_BY_BESLUIT = (
    _GRANTED
    + """
CREATE CONSTRAINT TRIGGER "casusoverleg_granted_by_besluit"
AFTER UPDATE OF status ON trajecten_interventie DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (NEW.status = 'toegekend' AND OLD.status IS DISTINCT FROM NEW.status)
EXECUTE FUNCTION "casusoverleg_granted_by_besluit"()
"""
)
UNDO_GRANTED_BY_BESLUIT = """
DROP TRIGGER "casusoverleg_granted_by_besluit" ON trajecten_interventie;
DROP FUNCTION "casusoverleg_granted_by_besluit"()
"""

# Deferred, because the interventie lapses first and the money goes back after it; it looks in the
# scope of the row, as above.
_LAPSED = """
CREATE FUNCTION "casusoverleg_lapsed_gives_back"() RETURNS trigger LANGUAGE plpgsql
SET search_path = public SET timezone = 'UTC' AS $ontschot$
DECLARE scope_before text; rol_before text; holds boolean;
BEGIN
scope_before := current_setting('ontschot.regios', true);
rol_before := current_setting('ontschot.rol', true);
PERFORM set_config('ontschot.regios', NEW.regio_id, true),
  set_config('ontschot.rol', 'systeem', true);
SELECT EXISTS (SELECT 1 FROM kassier_reservering r
    WHERE r.interventie_id = NEW.id AND r.status = 'open')
  OR EXISTS (SELECT 1 FROM casusoverleg_besluit b
    WHERE b.interventie_id = NEW.id AND b.uitkomst = 'open') INTO holds;
PERFORM set_config('ontschot.regios', coalesce(scope_before, ''), true),
  set_config('ontschot.rol', coalesce(rol_before, ''), true);
IF holds THEN
  RAISE EXCEPTION 'lapsed with money or a question'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NULL;
END $ontschot$;
"""
LAPSED_GIVES_BACK = (
    _LAPSED
    + """
CREATE CONSTRAINT TRIGGER "casusoverleg_lapsed_gives_back"
AFTER UPDATE OF status ON trajecten_interventie DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN (NEW.status = 'vervallen' AND OLD.status IS DISTINCT FROM NEW.status)
EXECUTE FUNCTION "casusoverleg_lapsed_gives_back"()
"""
)
UNDO_LAPSED_GIVES_BACK = """
DROP TRIGGER "casusoverleg_lapsed_gives_back" ON trajecten_interventie;
DROP FUNCTION "casusoverleg_lapsed_gives_back"()
"""
