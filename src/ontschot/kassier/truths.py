"""What PostgreSQL itself refuses about buying: the bodies of the triggers of the models."""

# An order takes an open reservering of the same interventie and line, that holds enough: from then
# on it is not open any more. Whoever orders and whoever gives back wait for each other at its row.
# Its line is one of the region or of the country, because that was so for the reservering.
TAKES_OPEN_RESERVERING = """
UPDATE kassier_reservering r SET status = 'verplicht'
  WHERE r.id = NEW.reservering_id AND r.interventie_id = NEW.interventie_id
    AND r.fondsregel_id = NEW.fondsregel_id AND r.status = 'open'
    AND r.cent >= NEW.bedrag_cent AND coalesce(r.verloopt_op, 'infinity') >= NEW.boekdatum;
IF NOT FOUND THEN
  RAISE EXCEPTION 'no open reservering'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""

# What is divided over the regions is spent from the part of a region, never from the whole.
NOT_DIVIDED = """
PERFORM 1 FROM kassier_fondsregel g JOIN kassier_fonds deel ON deel.deel_van_id = g.fonds_id
  WHERE g.id = NEW.fondsregel_id;
IF FOUND THEN
  RAISE EXCEPTION 'spent from its parts'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""

_RULES_HOLD = """
EXISTS (SELECT 1 FROM kassier_inkoopmandaat m WHERE m.regio_id = NEW.regio_id
  AND NEW.boekdatum BETWEEN m.van AND coalesce(m.tot, 'infinity') @soort)
"""

# Where a region says who may buy, an order names the mandaat that lets it; the row lock keeps
# that mandaat as it is until the order stands.
WITHIN_INKOOPMANDAAT = """
IF @rules THEN
  PERFORM 1 FROM kassier_inkoopmandaat m
    JOIN kassier_fondsregel g ON g.id = NEW.fondsregel_id
    WHERE m.id = NEW.mandaat_id AND m.regio_id = NEW.regio_id AND m.soort = 'kopen'
      AND NEW.boekdatum BETWEEN m.van AND coalesce(m.tot, 'infinity')
      AND coalesce(m.organisatie_id, NEW.inkoper_id) = NEW.inkoper_id
      AND coalesce(m.fonds_id, g.fonds_id) = g.fonds_id
      AND m.voor IN ('', NEW.eerstverantwoordelijk)
      AND m.rol IN ('', current_setting('ontschot.rol', true))
      AND NEW.bedrag_cent <= m.tot_cent
    FOR SHARE OF m;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'outside the mandaat to buy'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
  END IF;
END IF;
RETURN NEW;
""".replace("@rules", _RULES_HOLD.replace("@soort", "AND m.soort = 'kopen'"))

# Above the ceiling of that day: somebody with a higher mandaat agreed first, and did not order.
ABOVE_CEILING_AGREED = """
IF NEW.plafond_cent IS NULL OR NEW.bedrag_cent <= NEW.plafond_cent THEN
  RETURN NEW;
END IF;
IF @rules THEN
  PERFORM 1 FROM kassier_plafondakkoord a
    WHERE a.id = NEW.akkoord_id AND a.interventie_id = NEW.interventie_id
      AND a.status = 'gegeven' AND a.cent >= NEW.bedrag_cent
      AND a.beslist_door_id IS DISTINCT FROM NEW.besteld_door_id
    FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'above the ceiling without consent'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
  END IF;
END IF;
RETURN NEW;
""".replace("@rules", _RULES_HOLD.replace("@soort", ""))

# The parts of an order: a day and cents each, in the order of the calendar, together the price.
TERMS_ADD_UP = """
IF NEW.termijnen = '[]'::jsonb THEN
  RETURN NEW;
END IF;
IF NOT coalesce((
  SELECT count(*) > 1 AND bool_and(t.cent > 0) AND sum(t.cent) = NEW.bedrag_cent
    AND array_agg(t.dag ORDER BY t.plaats) = array_agg(t.dag ORDER BY t.dag)
    AND min(t.dag) >= coalesce(NEW.van, '-infinity')
  FROM (SELECT (e.value->>'dag')::date AS dag, (e.value->>'cent')::bigint AS cent, e.ordinality
        AS plaats FROM jsonb_array_elements(NEW.termijnen) WITH ORDINALITY e) t), false)
THEN
  RAISE EXCEPTION 'parts do not add up'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""

# An order that was called off or expired left nothing that can still be declared.
NOTHING_LEFT_BEHIND = """
IF NEW.status IN ('ingetrokken', 'verlopen') AND OLD.status = 'open' AND (
  (NEW.status = 'verlopen' AND NEW.tot IS NULL) OR NEW.vrijgevallen_cent + coalesce((
    SELECT sum(d.cent) FROM kassier_declaratieregel d
    WHERE d.verplichting_id = NEW.id AND d.status IN ('opgenomen', 'betaald')), 0)
  <> NEW.bedrag_cent)
THEN
  RAISE EXCEPTION 'something is left'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""

# Who agrees above the ceiling has a mandaat for it that day, up to that amount.
AGREED_BY_MANDAAT = """
IF TG_OP = 'INSERT' AND NEW.status <> 'gevraagd' THEN
  RAISE EXCEPTION 'asked first' USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
IF TG_OP = 'UPDATE' AND OLD.status <> 'gevraagd' THEN
  RAISE EXCEPTION 'decided once' USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME;
END IF;
IF NEW.status = 'gegeven' THEN
  PERFORM 1 FROM kassier_inkoopmandaat m
    JOIN netwerk_rol p ON p.medewerker_id = NEW.beslist_door_id AND p.regio_id = NEW.regio_id
    WHERE m.id = NEW.mandaat_id AND m.regio_id = NEW.regio_id AND m.soort = 'boven_plafond'
      AND (NEW.beslist_op AT TIME ZONE 'Europe/Amsterdam')::date
          BETWEEN m.van AND coalesce(m.tot, 'infinity')
      AND (NEW.beslist_op AT TIME ZONE 'Europe/Amsterdam')::date
          BETWEEN p.van AND coalesce(p.tot, 'infinity')
      AND coalesce(m.organisatie_id, p.organisatie_id) = p.organisatie_id
      AND m.rol IN ('', p.soort) AND NEW.cent <= m.tot_cent
    FOR SHARE OF m;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no mandaat above the ceiling'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
  END IF;
END IF;
RETURN NEW;
"""

# Of an order that the kassier pays to the provider, the money goes to an account of that provider
# which two people saw, and which holds that day. The row lock keeps it until the batch stands.
PROVIDER_ACCOUNT = """
IF EXISTS (SELECT 1 FROM kassier_declaratieregel d
  JOIN kassier_verplichting v ON v.id = d.verplichting_id AND v.betaalwijze = 'aanbieder'
  WHERE d.id = NEW.declaratieregel_id)
THEN
  PERFORM 1 FROM kassier_declaratieregel d
    JOIN kassier_verplichting v ON v.id = d.verplichting_id
    JOIN aanbieders_aanbiederrekening a
      ON a.aanbieder_id = aanbieders_betaald_aan(v.leverancier_id)
    WHERE d.id = NEW.declaratieregel_id AND a.iban = NEW.iban AND a.bevestigd_op IS NOT NULL
      AND a.ingetrokken_op IS NULL
      AND (now() AT TIME ZONE 'Europe/Amsterdam')::date
          BETWEEN a.van AND coalesce(a.tot, 'infinity')
    FOR SHARE OF a;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no confirmed account of the provider'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
  END IF;
END IF;
RETURN NEW;
"""

# A batch that waited for its second pair of eyes while an account changed does not leave.
STILL_THE_ACCOUNT = """
IF NEW.status = 'vrijgegeven' AND OLD.status <> 'vrijgegeven' AND EXISTS (
  SELECT 1 FROM kassier_betaalregel b
    JOIN kassier_declaratieregel d ON d.id = b.declaratieregel_id
    JOIN kassier_verplichting v ON v.id = d.verplichting_id AND v.betaalwijze = 'aanbieder'
  WHERE b.batch_id = NEW.id AND b.status = 'open' AND NOT EXISTS (
    SELECT 1 FROM aanbieders_aanbiederrekening a
    WHERE a.aanbieder_id = aanbieders_betaald_aan(v.leverancier_id) AND a.iban = b.iban
      AND a.bevestigd_op IS NOT NULL
      AND a.ingetrokken_op IS NULL
      AND (now() AT TIME ZONE 'Europe/Amsterdam')::date
          BETWEEN a.van AND coalesce(a.tot, 'infinity')))
THEN
  RAISE EXCEPTION 'the account changed'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NEW;
"""

_BY_KASSIER = """
IF NEW.@door IS NOT NULL AND NEW.@door IS DISTINCT FROM OLD.@door @als THEN
  PERFORM 1 FROM netwerk_rol p JOIN kassier_fonds f ON f.kassier_id = p.organisatie_id
    WHERE f.id = NEW.fonds_id AND p.medewerker_id = NEW.@door
      AND p.regio_id = NEW.regio_id AND p.soort = 'kassier'
      AND (NEW.@op AT TIME ZONE 'Europe/Amsterdam')::date
          BETWEEN p.van AND coalesce(p.tot, 'infinity');
  IF NOT FOUND THEN
    RAISE EXCEPTION 'not a kassier of this fonds'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
  END IF;
END IF;
"""


def by_kassier(*pairs: str, als: str = "") -> str:
    """Who did it works that day as kassier for the organisatie that is the kassier of this fonds.

    `pairs` are columns in turn: who, when. `als` is one more condition, in SQL.
    """
    steps = zip(pairs[::2], pairs[1::2], strict=True)
    body = (
        _BY_KASSIER.replace("@door", door).replace("@op", op).replace("@als", als)
        for door, op in steps
    )
    return "".join(body) + "RETURN NEW;\n"
