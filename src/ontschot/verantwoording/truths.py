"""What the database itself keeps of a controle: the bodies of the triggers in `models`."""

from ontschot.kassier.models.bewijsstukken import ELSE_WITHDRAWN

# The draw of `kassier.rules.steekproef`, once more and by PostgreSQL: all payments that a controle
# looks at, and which of them its seed draws. The place of a payment is
# sha256("<zaad>:<sleutel of the fonds>:<number in the journaal>"). A payment that came back from
# the bank was not paid.
DRAW = """
CREATE FUNCTION verantwoording_trekking(welke bigint)
RETURNS TABLE(deel_id bigint, post_id bigint, cent bigint, getrokken boolean)
LANGUAGE sql STABLE SET search_path = public AS $ontschot$
WITH populatie AS (
  SELECT d.id AS deel_id, p.id AS post_id, p.cent, c.soort, c.aantal, c.procent,
    c.altijd_vanaf_cent, count(*) OVER (PARTITION BY d.id) AS betalingen,
    row_number() OVER (PARTITION BY d.id ORDER BY encode(sha256(convert_to(
      c.zaad || ':' || f.sleutel || ':' || p.volgnummer, 'UTF8')), 'hex'), p.volgnummer) AS plek
  FROM verantwoording_controle c
  JOIN verantwoording_controlefonds d ON d.controle_id = c.id
  JOIN kassier_fonds f ON f.id = d.fonds_id
  JOIN kassier_journaalpost p ON p.fonds_id = d.fonds_id AND p.regio_id = c.regio_id
    AND p.soort = 'betaling' AND p.boekdatum BETWEEN c.van AND c.tot
    AND p.volgnummer <= d.tot_nummer
  WHERE c.id = welke AND NOT EXISTS (
    SELECT 1 FROM kassier_journaalpost t WHERE t.betaalregel_id = p.betaalregel_id
      AND t.soort = 'terugboeking' AND t.volgnummer <= d.tot_nummer)
)
SELECT deel_id, post_id, cent, coalesce(cent >= altijd_vanaf_cent, false) OR plek <= CASE soort
  WHEN 'alles' THEN betalingen WHEN 'aantal' THEN aantal
  WHEN 'procent' THEN ceil(betalingen * procent / 100.0) ELSE 0 END
FROM populatie
$ontschot$
"""
# Who sets up, draws or closes works that day as kassier for the organisatie that keeps the money.
BY_ITS_KASSIER = """
IF EXISTS (SELECT 1 FROM unnest(ARRAY[
    CASE WHEN TG_OP = 'INSERT' THEN NEW.opgezet_door_id END,
    CASE WHEN TG_OP = 'UPDATE' AND NEW.getrokken_door_id IS DISTINCT FROM OLD.getrokken_door_id
      THEN NEW.getrokken_door_id END,
    CASE WHEN TG_OP = 'UPDATE' AND NEW.afgesloten_door_id IS DISTINCT FROM OLD.afgesloten_door_id
      THEN NEW.afgesloten_door_id END]) AS m(id)
  WHERE m.id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM netwerk_rol p
    WHERE p.medewerker_id = m.id AND p.regio_id = NEW.regio_id AND p.soort = 'kassier'
      AND p.organisatie_id = NEW.organisatie_id
      AND (clock_timestamp() AT TIME ZONE 'Europe/Amsterdam')::date
        BETWEEN p.van AND coalesce(p.tot, 'infinity'))) THEN
  RAISE EXCEPTION 'not a kassier of this money'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
# When it is drawn: what was drawn from is what stands in the journaal, and the lines are exactly
# those that the seed draws from it.
AS_DRAWN = """
IF NEW.status <> 'loopt' OR OLD.status = 'loopt' THEN RETURN NEW; END IF;
IF NOT EXISTS (SELECT 1 FROM verantwoording_controleregel r WHERE r.controle_id = NEW.id)
OR EXISTS (
  SELECT 1 FROM verantwoording_controlefonds d LEFT JOIN (
    SELECT t.deel_id, count(*) AS aantal, sum(t.cent) AS cent
    FROM verantwoording_trekking(NEW.id) t GROUP BY t.deel_id) t ON t.deel_id = d.id
  WHERE d.controle_id = NEW.id AND (d.tot_nummer IS NULL
    OR d.populatie <> coalesce(t.aantal, 0) OR d.populatie_cent <> coalesce(t.cent, 0)))
OR EXISTS (
  SELECT 1 FROM (SELECT * FROM verantwoording_trekking(NEW.id) WHERE getrokken) t
  FULL JOIN (SELECT * FROM verantwoording_controleregel WHERE controle_id = NEW.id) r
    ON r.post_id = t.post_id AND r.deel_id = t.deel_id AND r.cent = t.cent
  WHERE r.id IS NULL OR t.post_id IS NULL) THEN
  RAISE EXCEPTION 'not what the seed draws'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
ALL_FINAL = """
IF NEW.status = 'afgesloten' AND OLD.status <> 'afgesloten' AND EXISTS (
    SELECT 1 FROM verantwoording_controleregel r
    WHERE r.controle_id = NEW.id AND r.status <> 'definitief') THEN
  RAISE EXCEPTION 'not all final'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
# A fonds that this organisatie keeps; frozen at the head of its chain, while it is being drawn.
KEPT_BY_THIS_KASSIER = """
PERFORM 1 FROM verantwoording_controle c JOIN kassier_fonds f ON f.id = NEW.fonds_id
  WHERE c.id = NEW.controle_id AND c.status = 'opgezet' AND f.kassier_id = c.organisatie_id
  FOR SHARE OF c;
IF NOT FOUND OR NEW.tot_nummer IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM kassier_journaalketen k WHERE k.fonds_id = NEW.fonds_id
      AND k.volgnummer = NEW.tot_nummer AND k.hash = NEW.tot_hash) THEN
  RAISE EXCEPTION 'not a fonds of this kassier, or drawn already'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
# Only while it is being drawn; with the line and the partner that the entry says.
LINE_OF_PAYMENT = """
PERFORM 1 FROM verantwoording_controle c
  JOIN verantwoording_controlefonds d ON d.id = NEW.deel_id AND d.controle_id = c.id
  JOIN kassier_journaalpost p ON p.id = NEW.post_id AND p.fonds_id = d.fonds_id
  LEFT JOIN kassier_declaratieregel l ON l.id = p.declaratieregel_id
  LEFT JOIN kassier_declaratie e ON e.id = l.declaratie_id
  LEFT JOIN kassier_kostenregel k ON k.id = p.kostenregel_id
  LEFT JOIN kassier_kostendeclaratie q ON q.id = k.declaratie_id
  WHERE c.id = NEW.controle_id AND c.status = 'opgezet' AND p.cent = NEW.cent
    AND p.declaratieregel_id IS NOT DISTINCT FROM NEW.declaratieregel_id
    AND p.kostenregel_id IS NOT DISTINCT FROM NEW.kostenregel_id
    AND coalesce(e.organisatie_id, q.organisatie_id) = NEW.organisatie_id
  FOR SHARE OF c;
IF NOT FOUND THEN
  RAISE EXCEPTION 'not a payment to draw now'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""
LINE_STEPS = """
PERFORM 1 FROM verantwoording_controle c
  WHERE c.id = NEW.controle_id AND c.status = 'loopt' FOR SHARE;
IF NOT FOUND OR NEW.status = 'definitief' AND OLD.status <> 'definitief' AND NOT EXISTS (
    SELECT 1 FROM verantwoording_bevinding b
    WHERE b.regel_id = NEW.id AND b.definitief_op IS NOT NULL) THEN
  RAISE EXCEPTION 'not now' USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END IF;
IF NEW.status = OLD.status AND NEW.uiterlijk IS DISTINCT FROM OLD.uiterlijk
    AND NEW.status = 'gevraagd' OR OLD.uitstel_op IS DISTINCT FROM NEW.uitstel_op THEN
  PERFORM 1 FROM verantwoording_controle c WHERE c.id = NEW.controle_id
    AND c.uitstel_dagen > 0 AND OLD.uitstel_op IS NULL AND NEW.uitstel_op IS NOT NULL
    AND OLD.status = 'gevraagd' AND NEW.uiterlijk = OLD.uiterlijk + c.uitstel_dagen;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'more time once' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'verantwoording_controleregel_once_more';
  END IF;
END IF;
RETURN NEW;
"""
# A finding waits for its turn, is of a kassier who had no part in this payment, and is made final
# by somebody else after the partner reacted or let the term pass.
JUDGED_BY_ANOTHER = """
SELECT l.status, l.uiterlijk, l.cent, l.organisatie_id, l.declaratieregel_id, l.kostenregel_id,
    l.regio_id, c.organisatie_id AS kassier_id, c.status AS stand, d.fonds_id
  INTO r FROM verantwoording_controleregel l
  JOIN verantwoording_controle c ON c.id = l.controle_id
  JOIN verantwoording_controlefonds d ON d.id = l.deel_id
  WHERE l.id = NEW.regel_id FOR UPDATE OF l;
dag := (clock_timestamp() AT TIME ZONE 'Europe/Amsterdam')::date;
IF TG_OP = 'INSERT' THEN
  IF r.stand <> 'loopt' OR NEW.definitief_op IS NOT NULL OR NEW.terugvordering_id IS NOT NULL
    OR NEW.reactie_op IS NOT NULL
    OR NEW.nummer <> 1 + (SELECT count(*) FROM verantwoording_bevinding b
      WHERE b.regel_id = NEW.regel_id)
    OR NOT (r.status IN ('beantwoord', 'compleet', 'voorlopig')
      OR r.status = 'gevraagd' AND (NEW.oordeel = 'in_orde' OR r.uiterlijk < dag)) THEN
    RAISE EXCEPTION 'not its turn' USING
      ERRCODE = 'check_violation', CONSTRAINT = 'verantwoording_bevinding_turn';
  END IF;
  IF NEW.fout_cent > r.cent THEN
    RAISE EXCEPTION 'more than was paid' USING
      ERRCODE = 'check_violation', CONSTRAINT = 'verantwoording_bevinding_paid';
  END IF;
  wie := NEW.door_id;
ELSIF NEW.definitief_op IS NOT NULL AND OLD.definitief_op IS NULL THEN
  IF r.stand <> 'loopt' OR r.status <> 'voorlopig'
    OR NEW.nummer <> (SELECT max(b.nummer) FROM verantwoording_bevinding b
      WHERE b.regel_id = NEW.regel_id)
    OR NOT (NEW.oordeel = 'in_orde' OR NEW.reactie_op IS NOT NULL OR r.uiterlijk < dag) THEN
    RAISE EXCEPTION 'not its turn' USING
      ERRCODE = 'check_violation', CONSTRAINT = 'verantwoording_bevinding_turn';
  END IF;
  wie := NEW.definitief_door_id;
ELSIF NEW.reactie_op IS NOT NULL AND OLD.reactie_op IS NULL
    AND (r.stand <> 'loopt' OR r.status <> 'voorlopig') THEN
  RAISE EXCEPTION 'not its turn' USING
    ERRCODE = 'check_violation', CONSTRAINT = 'verantwoording_bevinding_turn';
END IF;
IF NEW.terugvordering_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM kassier_terugvordering t WHERE t.id = NEW.terugvordering_id
      AND t.declaratieregel_id IS NOT DISTINCT FROM r.declaratieregel_id
      AND t.kostenregel_id IS NOT DISTINCT FROM r.kostenregel_id AND t.cent <= NEW.fout_cent
      AND NEW.definitief_op IS NOT NULL) THEN
  RAISE EXCEPTION 'not the recovery of this finding' USING
    ERRCODE = 'check_violation', CONSTRAINT = 'verantwoording_bevinding_recovery';
END IF;
IF wie IS NULL THEN RETURN NEW; END IF;
IF EXISTS (SELECT 1 FROM kassier_declaratieregel l JOIN kassier_declaratie c
    ON c.id = l.declaratie_id WHERE l.id = r.declaratieregel_id
    AND wie IN (c.beoordeeld_door_id, c.ingediend_door_id, c.gemaakt_door_id))
  OR EXISTS (SELECT 1 FROM kassier_kostenregel l JOIN kassier_kostendeclaratie c
    ON c.id = l.declaratie_id WHERE l.id = r.kostenregel_id
    AND wie IN (c.beoordeeld_door_id, c.ingediend_door_id, c.gemaakt_door_id)) THEN
  RAISE EXCEPTION 'who approved does not audit'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
PERFORM 1 FROM netwerk_rol p WHERE p.medewerker_id = wie AND p.regio_id = r.regio_id
  AND dag BETWEEN p.van AND coalesce(p.tot, 'infinity')
  AND (p.soort = 'kassier' AND p.organisatie_id = r.kassier_id
    OR TG_OP = 'UPDATE' AND p.organisatie_id <> r.organisatie_id AND (p.soort = 'coordinator'
      OR p.soort = 'beleid' AND p.organisatie_id = (
        SELECT f.eigenaar_id FROM kassier_fonds f WHERE f.id = r.fonds_id)));
IF NOT FOUND THEN
  RAISE EXCEPTION 'not a role for this' USING
    ERRCODE = 'check_violation', CONSTRAINT = 'verantwoording_bevinding_role';
END IF;
RETURN NEW;
"""
# While the partner is asked something. Only the withdrawal is written later, and once.
EVIDENCE_OPEN = (
    """
IF TG_OP = 'INSERT' THEN
  PERFORM 1 FROM verantwoording_controleregel r JOIN verantwoording_controle c
    ON c.id = r.controle_id WHERE r.id = NEW.regel_id AND c.status = 'loopt'
    AND r.status IN ('gevraagd', 'voorlopig') FOR SHARE OF r;
  IF FOUND THEN RETURN NEW; END IF;
"""
    + ELSE_WITHDRAWN
)
