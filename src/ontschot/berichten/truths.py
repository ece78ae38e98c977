"""What PostgreSQL itself refuses in this room: the bodies of the triggers of `models.py`."""

# A message stays what it was. It may go along to another dossier of the same person, when two
# are made one. On the own page a person speaks for nobody but themselves.
MESSAGE_STAYS = """
IF TG_OP = 'DELETE'
   OR TG_OP = 'UPDATE' AND (to_jsonb(NEW) - 'kandidaat_id') <> (to_jsonb(OLD) - 'kandidaat_id')
THEN
  RAISE EXCEPTION 'a message stays' USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END IF;
IF TG_OP = 'INSERT' AND current_setting('ontschot.rol', true) = 'kandidaat'
   AND NEW.van <> 'kandidaat' THEN
  RAISE EXCEPTION 'not your message' USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""

NOT_ONES_OWN = """
IF current_setting('ontschot.rol', true) = 'kandidaat' AND NEW.status <> 'teruggetrokken' THEN
  RAISE EXCEPTION 'not your decision' USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
