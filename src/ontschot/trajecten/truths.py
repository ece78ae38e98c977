"""What PostgreSQL itself refuses in this room: the bodies of the triggers of `models.py`."""

from ontschot.trajecten.rules.inkoop import PRAKTIJKLEREN

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

# A step waits only for a step that stands before it in the same plan, so nothing ever waits in a
# circle. The plan is locked, because two people could each write one half of a circle.
STEP_AFTER = """
PERFORM 1 FROM trajecten_arrangement a WHERE a.id = NEW.arrangement_id FOR UPDATE;
IF NEW.na_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM trajecten_stap v WHERE v.id = NEW.na_id
      AND v.arrangement_id = NEW.arrangement_id AND v.volgorde < NEW.volgorde
  ) OR EXISTS (
    SELECT 1 FROM trajecten_stap d WHERE d.na_id = NEW.id AND d.id <> NEW.id
      AND (d.volgorde <= NEW.volgorde OR d.arrangement_id <> NEW.arrangement_id)
  )
THEN
  RAISE EXCEPTION 'step waits for a later step' USING ERRCODE = 'check_violation',
    CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
STEP_AFTER_ZIN = (
    "Een stap kan alleen wachten op een stap die er in hetzelfde plan vóór staat. "
    "Verander de volgorde, of kies een andere stap."
)

# Fixed at the planning: the facts of that day (KplusV, bijlage 3), whatever changes later.
FIXED_AT_PLANNING = [
    "doelgroep_id",
    "geslacht",
    "opleiding",
    "sector",
    "eerstverantwoordelijk",
    "gepland_op",
    "gemeente_id",
]
# Where the kandidaat lives at the planning, taken by the database so that no way in forgets it.
PLACED = """
NEW.gemeente_id := (SELECT k.gemeente_id FROM kandidaten_kandidaat k WHERE k.id = NEW.kandidaat_id);
RETURN NEW;
"""
# Fixed while a besluit is asked and after it: what was decided about.
FIXED_AT_BESLUIT = ["interventiesoort_id", "inkoper_id", "gevraagd_cent", "totaal_cent"]
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

# A condition with a question in it is asked for every change of a row, whatever stands before the
# question; so first whether this is the moment.
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
CHECKED_FIRST = """
IF NEW.status <> 'besluit_gevraagd' OR OLD.status = 'besluit_gevraagd' THEN
  RETURN NEW;
END IF;
IF NOT EXISTS (SELECT 1 FROM trajecten_inkoopcheck c WHERE c.interventie_id = NEW.id) THEN
  RAISE EXCEPTION 'no inkoopcheck' USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
AGREED_FIRST = """
IF NEW.status <> 'besluit_gevraagd' OR OLD.status = 'besluit_gevraagd' THEN
  RETURN NEW;
END IF;
IF NOT EXISTS (
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

# What belongs to the question stays as it was while somebody decides, and afterwards.
FROZEN_WITH_INTERVENTIE = """
IF EXISTS (
  SELECT 1 FROM trajecten_interventie i WHERE i.status NOT IN ('gepland', 'afgewezen')
    AND (i.id = NEW.interventie_id OR TG_OP = 'UPDATE' AND i.id = OLD.interventie_id)
) THEN
  RAISE EXCEPTION 'fixed with the question' USING ERRCODE = 'restrict_violation',
    CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
FROZEN_ZIN = "Er is al een besluit gevraagd. Dit verandert nu niet meer."

# The shares of all payers are the total price. Looks at the end of the transaction, when the scope
# of whoever wrote may be gone, so it takes the scope of the row's own region and gives it back.
_SHARES = """
scope_before := current_setting('ontschot.regios', true);
rol_before := current_setting('ontschot.rol', true);
PERFORM set_config('ontschot.regios', {regio}, true), set_config('ontschot.rol', 'systeem', true);
SELECT i.totaal_cent IS NULL AND d.aantal > 0
    OR i.totaal_cent IS NOT NULL AND i.totaal_cent <> i.gevraagd_cent + d.cent
  INTO wrong
  FROM trajecten_interventie i, LATERAL (
    SELECT count(*) AS aantal, coalesce(sum(k.cent), 0) AS cent
    FROM trajecten_kostendeel k WHERE k.interventie_id = i.id) d
  WHERE i.id = {interventie};
PERFORM set_config('ontschot.regios', coalesce(scope_before, ''), true),
  set_config('ontschot.rol', coalesce(rol_before, ''), true);
IF wrong THEN
  RAISE EXCEPTION 'shares do not add up' USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NULL;
"""
SHARES_DECLARE = "scope_before text; rol_before text; wrong boolean;"
SHARES_OF_INTERVENTIE = _SHARES.format(regio="NEW.regio_id", interventie="NEW.id")
SHARES_OF_DEEL = _SHARES.format(
    regio="COALESCE(NEW.regio_id, OLD.regio_id)",
    interventie="COALESCE(NEW.interventie_id, OLD.interventie_id)",
)
SHARES_ZIN = "De delen van alle betalers zijn samen niet de hele prijs. Reken ze na."

# Whoever left before the order (lapsed) does not count; who was ordered for does, also when it was
# broken off. Without anybody left there is nothing to add up. Deferred, as the shares above.
_ADDS_UP = """
{first}
scope_before := current_setting('ontschot.regios', true);
rol_before := current_setting('ontschot.rol', true);
PERFORM set_config('ontschot.regios', {regio}, true), set_config('ontschot.rol', 'systeem', true);
SELECT count(*) > 0 AND sum(coalesce(i.totaal_cent, i.gevraagd_cent)) <> min(g.totaal_cent)
  INTO wrong
  FROM trajecten_groep g
  JOIN trajecten_groepslid l ON l.groep_id = g.id
  JOIN trajecten_interventie i ON i.id = l.interventie_id AND i.status <> 'vervallen'
  WHERE g.id = {groep};
PERFORM set_config('ontschot.regios', coalesce(scope_before, ''), true),
  set_config('ontschot.rol', coalesce(rol_before, ''), true);
IF wrong THEN
  RAISE EXCEPTION 'group does not add up' USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NULL;
"""
GROEP_DECLARE = "scope_before text; rol_before text; wrong boolean;"
GROEP_OF_GROEP = _ADDS_UP.format(first="", regio="NEW.regio_id", groep="NEW.id")
GROEP_OF_LID = _ADDS_UP.format(
    first="",
    regio="COALESCE(NEW.regio_id, OLD.regio_id)",
    groep="COALESCE(NEW.groep_id, OLD.groep_id)",
)
# Most changes of an interventie are no change of a price: those do not look further.
_NO_OTHER_PRICE = """
IF (NEW.gevraagd_cent, NEW.totaal_cent, NEW.status = 'vervallen')
   IS NOT DISTINCT FROM (OLD.gevraagd_cent, OLD.totaal_cent, OLD.status = 'vervallen') THEN
  RETURN NULL;
END IF;
"""
GROEP_OF_INTERVENTIE = _ADDS_UP.format(
    first=_NO_OTHER_PRICE,
    regio="NEW.regio_id",
    groep="(SELECT l2.groep_id FROM trajecten_groepslid l2 WHERE l2.interventie_id = NEW.id)",
)
GROEP_ZIN = (
    "De delen van de groep zijn samen niet de prijs van de groep. Haal iemand uit de groep, of "
    "verander de prijs van de groep."
)

BEROEP_OF_REGION = """
IF NEW.kansrijk_beroep_id IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM menukaart_beroep b WHERE b.id = NEW.kansrijk_beroep_id
    AND b.regio_id = NEW.regio_id
) THEN
  RAISE EXCEPTION 'trade is not on a list of this region'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""

# The last look counts: a company that lost its recognition does not pass on an older one.
_LEERBEDRIJF = """
IF NEW.status <> 'verplicht' OR OLD.status = 'verplicht'
   OR NEW.interventiesoort_id NOT IN ({kinds})
THEN
  RETURN NEW;
END IF;
IF NOT coalesce((
  SELECT c.erkend FROM trajecten_leerbedrijfcheck c WHERE c.interventie_id = NEW.id
  ORDER BY c.id DESC LIMIT 1), false)
THEN
  RAISE EXCEPTION 'no erkend leerbedrijf' USING ERRCODE = 'check_violation',
    CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
LEERBEDRIJF_FIRST = _LEERBEDRIJF.format(
    kinds=", ".join(f"'{code}'" for code in sorted(PRAKTIJKLEREN))
)
LEERBEDRIJF_ZIN = (
    "Voor praktijkleren is een erkend leerbedrijf nodig. Zoek het bedrijf op bij SBB en leg dat "
    "vast bij de interventie."
)
LEERBEDRIJF_STAYS = """
IF TG_OP = 'UPDATE' OR EXISTS (
  SELECT 1 FROM trajecten_interventie i
  WHERE i.id = NEW.interventie_id AND i.verplicht_op IS NOT NULL
) THEN
  RAISE EXCEPTION 'a look in the register stays' USING ERRCODE = 'restrict_violation',
    CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""

FULL_GROUP = """
PERFORM 1 FROM trajecten_groep g WHERE g.id = NEW.groep_id FOR UPDATE;
IF (SELECT count(*) FROM trajecten_groepslid l WHERE l.groep_id = NEW.groep_id)
   >= (SELECT g.plaatsen FROM trajecten_groep g WHERE g.id = NEW.groep_id) THEN
  RAISE EXCEPTION 'group is full' USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""

FACT_STAYS = """
RAISE EXCEPTION 'uitkomst is a fact' USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
"""

# A person moves to another region only when nothing here is paid or may be paid any more.
SETTLED_BEFORE_MOVING = """
IF NEW.waarheen = 'regio' AND NEW.status = 'aangenomen' AND OLD.status <> 'aangenomen'
   AND EXISTS (
     SELECT 1 FROM trajecten_interventie i WHERE i.kandidaat_id = NEW.kandidaat_id
     AND i.status IN ('besluit_gevraagd', 'toegekend', 'verplicht', 'loopt')
   )
THEN
  RAISE EXCEPTION 'open interventies' USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
# The second region of an offer sees that row too.
IN_RECEIVING_REGION = (
    "naar_regio_id = ANY ((SELECT string_to_array(current_setting('ontschot.regios', true), ','))"
    "::text[])"
)
ONLY_THE_ANSWER = """
IF (to_jsonb(NEW) - '{status,besloten_op,besloten_door_id,weigering,nieuwe_sleutel}'::text[])
   <> (to_jsonb(OLD) - '{status,besloten_op,besloten_door_id,weigering,nieuwe_sleutel}'::text[])
   OR OLD.status <> 'aangeboden'
THEN
  RAISE EXCEPTION 'only the answer changes' USING ERRCODE = 'restrict_violation',
    CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""

CORRECTS_OWN = """
IF NEW.corrigeert_id IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM trajecten_uitkomst u
  WHERE u.id = NEW.corrigeert_id AND u.kandidaat_id = NEW.kandidaat_id
) THEN
  RAISE EXCEPTION 'corrects another person' USING ERRCODE = 'check_violation',
    CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
# A ground can be cut short, and is never stretched: longer asks for a new one.
GROUND_ONLY_ENDS = """
IF (to_jsonb(NEW) - '{tot,kandidaat_id}'::text[])
   <> (to_jsonb(OLD) - '{tot,kandidaat_id}'::text[]) OR NEW.tot > OLD.tot THEN
  RAISE EXCEPTION 'a ground only ends' USING ERRCODE = 'restrict_violation',
    CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
# When the ground to follow somebody ends, following ends: no answer is kept of a later day.
FOLLOWED_ON_GROUND = """
IF OLD.antwoord <> '' AND (to_jsonb(NEW) - '{hulp_opgepakt_op,kandidaat_id}'::text[])
   <> (to_jsonb(OLD) - '{hulp_opgepakt_op,kandidaat_id}'::text[]) THEN
  RAISE EXCEPTION 'nazorg is a fact' USING ERRCODE = 'restrict_violation',
    CONSTRAINT = TG_NAME;
END IF;
IF OLD.antwoord = '' AND NEW.antwoord NOT IN ('', 'vervallen') AND NOT EXISTS (
  SELECT 1 FROM trajecten_volggrond g
  WHERE g.kandidaat_id = NEW.kandidaat_id
    AND g.van <= NEW.gedaan_op AND g.tot >= greatest(NEW.gedaan_op,
      (now() AT TIME ZONE 'Europe/Amsterdam')::date)
) THEN
  RAISE EXCEPTION 'no ground to follow' USING ERRCODE = 'check_violation',
    CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""

# Of the person who moves, not withdrawn, and chosen with the offer: never added to it later.
DOCUMENT_OF_THE_SAME = """
IF TG_OP = 'UPDATE' OR NOT EXISTS (
  SELECT 1 FROM trajecten_overdracht o
  JOIN documenten_document d ON d.kandidaat_id = o.kandidaat_id
  WHERE o.id = NEW.overdracht_id AND d.id = NEW.document_id
    AND o.waarheen = 'regio' AND o.status = 'aangeboden' AND d.ingetrokken_op IS NULL
) THEN
  RAISE EXCEPTION 'document of another' USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
