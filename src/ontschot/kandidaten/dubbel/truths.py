"""What PostgreSQL itself keeps about joined dossiers: the bodies of the triggers."""

NIET_SAMEN = (
    "Dit dossier is samengevoegd met een ander. Ze hebben samen één vaste contactpersoon. "
    "Ververs de pagina."
)
SAME_CONTACT_DECLARE = "scope_before text; rol_before text; wrong bigint;"
# Deferred, with the scope of the row's own region: see kandidaten.truths.
_LOOK = """
scope_before := current_setting('ontschot.regios', true);
rol_before := current_setting('ontschot.rol', true);
PERFORM set_config('ontschot.regios', NEW.regio_id, true),
  set_config('ontschot.rol', 'systeem', true);
SELECT count(*) INTO wrong FROM ({question}) wrongs;
PERFORM set_config('ontschot.regios', coalesce(scope_before, ''), true),
  set_config('ontschot.rol', coalesce(rol_before, ''), true);
IF wrong > 0 THEN
  RAISE EXCEPTION 'joined dossiers differ'
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END IF;
RETURN NULL;
"""
_OTHER_CONTACT = """
SELECT 1 FROM kandidaten_kandidaat k
  JOIN kandidaten_betrokkenheid d ON d.kandidaat_id = k.id
  JOIN kandidaten_betrokkenheid b ON b.kandidaat_id = k.samengevoegd_met_id
  WHERE ({which}) AND d.vaste_contactpersoon AND d.tot IS NULL
    AND b.vaste_contactpersoon AND b.tot IS NULL AND d.medewerker_id <> b.medewerker_id
"""
_POINTS_ON = """
SELECT 1 FROM kandidaten_kandidaat k WHERE k.id = NEW.samengevoegd_met_id
  AND k.samengevoegd_met_id IS NOT NULL
"""
_POINTED_AT = "SELECT 1 FROM kandidaten_kandidaat k WHERE k.samengevoegd_met_id = NEW.id"


def _when(condition: str, *wrongs: str) -> str:
    """The body that refuses when one of these questions has an answer."""
    look = _LOOK.replace("{question}", " UNION ALL ".join(wrongs))
    return f"IF NOT ({condition}) THEN RETURN NULL; END IF;{look}"


# A joined dossier points at one that goes on itself, and nothing points at it.
JOINED_TO_LIVING = _when(
    "NEW.samengevoegd_met_id IS NOT NULL",
    _POINTS_ON,
    _POINTED_AT,
    _OTHER_CONTACT.replace("{which}", "k.id = NEW.id"),
)
ONE_CONTACT_TOGETHER = _when(
    "NEW.vaste_contactpersoon",
    _OTHER_CONTACT.replace(
        "{which}", "k.id = NEW.kandidaat_id OR k.samengevoegd_met_id = NEW.kandidaat_id"
    ),
)

# Who is hidden stays hidden under the key of a dossier that was joined, too.
HIDE_TOGETHER = """
IF NEW.afgeschermd IS DISTINCT FROM OLD.afgeschermd AND NEW.samengevoegd_met_id IS NULL THEN
  UPDATE kandidaten_kandidaat SET afgeschermd = NEW.afgeschermd
    WHERE samengevoegd_met_id = NEW.id AND afgeschermd <> NEW.afgeschermd;
END IF;
RETURN NULL;
"""
