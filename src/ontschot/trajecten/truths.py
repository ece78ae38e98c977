"""What PostgreSQL itself refuses in this room: the bodies of the triggers of `models.py`."""

# What somebody agreed to stays what it was; a change is a new version.
AGREED_PLAN = """
IF OLD.status <> 'concept' AND (to_jsonb(NEW) - 'status') <> (to_jsonb(OLD) - 'status') THEN
  RAISE EXCEPTION 'arrangement is agreed' USING ERRCODE = 'restrict_violation',
    CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
AGREED_STEPS = """
IF EXISTS (
  SELECT 1 FROM trajecten_arrangement a
  WHERE a.id = NEW.arrangement_id AND a.status <> 'concept'
) THEN
  RAISE EXCEPTION 'arrangement is agreed' USING ERRCODE = 'restrict_violation',
    CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
AGREED_ZIN = "Dit plan is al afgesproken. Maak een nieuwe versie om het te veranderen."

# Fixed at the planning: the facts of that day (KplusV, bijlage 3), whatever changes later.
FIXED_AT_PLANNING = [
    "doelgroep_id",
    "geslacht",
    "opleiding",
    "sector",
    "eerstverantwoordelijk",
    "gepland_op",
]
# Fixed while a besluit is asked and after it: what was decided about.
FIXED_AT_BESLUIT = ["interventiesoort_id", "inkoper_id", "gevraagd_cent"]
# Fixed by the verplichting: what is counted and paid.
FIXED_AT_VERPLICHTING = [
    "regio_id",
    "kandidaat_sleutel",
    "regeling_id",
    "kosten_cent",
    "btw",
    "plafond_cent",
    "verplicht_op",
]


def _changed(columns: list[str]) -> str:
    return "(" + " OR ".join(f"NEW.{c} IS DISTINCT FROM OLD.{c}" for c in columns) + ")"


FROZEN_INTERVENTIE = f"""
IF {_changed(FIXED_AT_PLANNING)}
   OR OLD.status NOT IN ('gepland', 'afgewezen') AND {_changed(FIXED_AT_BESLUIT)}
   OR OLD.verplicht_op IS NOT NULL AND {_changed(FIXED_AT_VERPLICHTING)}
THEN
  RAISE EXCEPTION 'interventie is frozen' USING ERRCODE = 'restrict_violation',
    CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""

BESLUIT_MAY_BE_ASKED = """
IF NEW.status <> 'besluit_gevraagd' OR OLD.status = 'besluit_gevraagd' THEN
  RETURN NEW;
END IF;
IF NEW.toets_gedaan_op IS NULL OR EXISTS (
  SELECT 1 FROM trajecten_toetsregel t WHERE t.interventie_id = NEW.id AND t.antwoord = ''
) THEN
  RAISE EXCEPTION 'toets incomplete' USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
AGREED_FIRST = """
IF NEW.status = 'besluit_gevraagd' AND OLD.status <> 'besluit_gevraagd' AND NOT EXISTS (
  SELECT 1 FROM trajecten_stap s JOIN trajecten_arrangement a ON a.id = s.arrangement_id
  WHERE s.id = NEW.stap_id AND a.status = 'akkoord'
) THEN
  RAISE EXCEPTION 'no agreed arrangement' USING ERRCODE = 'check_violation',
    CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""

# What was known that day stays; the answers stay once a besluit was asked on them.
FROZEN_TOETS = """
IF TG_OP = 'UPDATE' AND (NEW.bekend, NEW.voorziening, NEW.interventie_id)
   IS DISTINCT FROM (OLD.bekend, OLD.voorziening, OLD.interventie_id)
   OR EXISTS (
     SELECT 1 FROM trajecten_interventie i
     WHERE i.id = NEW.interventie_id AND i.status NOT IN ('gepland', 'afgewezen')
   )
THEN
  RAISE EXCEPTION 'toets is frozen' USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""

FACT_STAYS = """
RAISE EXCEPTION 'uitkomst is a fact' USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
"""
