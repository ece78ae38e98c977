"""What a kandidaat on the own page can see: told to PostgreSQL after every migrate.

Beside the policy of its region every closed table gets two restrictive ones. They let the role
`kandidaat` see its own rows only, and nothing at all in a table that does not say whose a row is;
so a query that forgets to ask for one person still finds one person. Other roles pass. A table
with a `kandidaat_id` needs nothing; one that hangs below such a table is named in `BELOW`.
See docs/adr/0018-the-database-knows-the-person.md.

Whose the rows above are is asked in an ARRAY: PostgreSQL reads that once per statement, and only
for a kandidaat. Written as IN (SELECT …) everybody else paid for it too, in plans: the planner
counted that list at every look into the table, and read whole tables to look less often.
"""

import hashlib
from typing import Any

from django.conf import settings
from django.db import connections

from ontschot.kern.rollen import KANDIDAAT

ME = "(SELECT nullif(current_setting('ontschot.kandidaat', true), ''))::bigint"
SOMEBODY_ELSE = f"coalesce((SELECT current_setting('ontschot.rol', true)), '') <> '{KANDIDAAT}'"
# A row of these tables is of whoever the row above it is of: (column, table above).
BELOW = {
    "trajecten_stap": ("arrangement_id", "trajecten_arrangement"),
    "trajecten_toetsregel": ("interventie_id", "trajecten_interventie"),
    "trajecten_interventieversie": ("interventie_id", "trajecten_interventie"),
    "trajecten_toetsversie": ("interventie_id", "trajecten_interventie"),
    "trajecten_nazorgversie": ("nazorgmoment_id", "trajecten_nazorgmoment"),
    "trajecten_volggrondversie": ("volggrond_id", "trajecten_volggrond"),
    "meldingen_antwoord": ("melding_id", "meldingen_melding"),
    "meldingen_aanvulling": ("melding_id", "meldingen_melding"),
    "meldingen_adviesgrond": ("advies_id", "meldingen_advies"),
    "meldingen_verwijzing": ("melding_id", "meldingen_melding"),
    "meldingen_hulp": ("melding_id", "meldingen_melding"),
    "documenten_inhoud": ("document_id", "documenten_document"),
    "trajecten_overdrachtdocument": ("overdracht_id", "trajecten_overdracht"),
    "casusoverleg_besluit": ("interventie_id", "trajecten_interventie"),
    "casusoverleg_consultantwoord": ("consult_id", "casusoverleg_consult"),
}
UNDER = "{column} = ANY (ARRAY(SELECT id FROM {above} WHERE kandidaat_id = {me}))"
KEY = "kandidaat_sleutel = ANY (ARRAY(SELECT sleutel FROM kandidaten_kandidaat WHERE id = {me}))"
OTHERWISE = {
    # What was put in the wrong dossier is of somebody else.
    "documenten_document": f"kandidaat_id = {ME} AND intrekking <> 'verkeerd'",
    "kandidaten_kandidaat": f"id = {ME}",
    # The log outlives its subject, so it holds the key instead of the number.
    "kern_auditregel": KEY.format(me=ME),
}
# What a kandidaat writes as itself; everything else is written for them, by an action.
WRITABLE = {"berichten_gespreksbericht", "berichten_verzoek", "kern_auditregel"}

CLOSED_TABLES = """
SELECT c.relname, EXISTS (
  SELECT 1 FROM pg_attribute a
  WHERE a.attrelid = c.oid AND a.attname = 'kandidaat_id' AND NOT a.attisdropped
), obj_description(p.oid, 'pg_policy')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_policy p ON p.polrelid = c.oid AND p.polname = 'eigen'
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relrowsecurity
ORDER BY c.relname
"""


def condition(table: str, *, has_kandidaat: bool) -> str:
    """Which rows of this table are of the kandidaat who asks; empty when none is."""
    if table in OTHERWISE:
        return OTHERWISE[table]
    if table in BELOW:
        column, above = BELOW[table]
        return UNDER.format(column=column, above=above, me=ME)
    return f"kandidaat_id = {ME}" if has_kandidaat else ""


def policies(table: str, *, has_kandidaat: bool) -> str:
    """The statements that close one table for kandidaten."""
    own = condition(table, has_kandidaat=has_kandidaat)
    sees = f"{SOMEBODY_ELSE} OR ({own})" if own else SOMEBODY_ELSE
    writes = sees if table in WRITABLE else SOMEBODY_ELSE
    return (
        f'DROP POLICY IF EXISTS eigen ON "{table}";'
        f'DROP POLICY IF EXISTS eigen_weg ON "{table}";'
        f'CREATE POLICY eigen ON "{table}" AS RESTRICTIVE USING ({sees}) WITH CHECK ({writes});'
        f'CREATE POLICY eigen_weg ON "{table}" AS RESTRICTIVE FOR DELETE USING ({SOMEBODY_ELSE});'
    )


def close_for_kandidaten(using: str = "default", **kwargs: Any) -> None:
    """Bring the policies up to date; those that are right already are left alone."""
    connection = connections[using]
    if connection.settings_dict["USER"] == str(getattr(settings, "APPLICATION_ROLE", "") or ""):
        return
    with connection.cursor() as cursor:
        cursor.execute(CLOSED_TABLES)
        found = cursor.fetchall()
        present = {table for table, _, _ in found}
        for table, has_kandidaat, mark in found:
            if table in BELOW and BELOW[table][1] not in present:
                continue
            statements = policies(table, has_kandidaat=has_kandidaat)
            wanted = hashlib.sha256(statements.encode()).hexdigest()[:16]
            if mark != wanted:
                cursor.execute(f"{statements} COMMENT ON POLICY eigen ON \"{table}\" IS '{wanted}'")
