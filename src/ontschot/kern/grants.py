"""What the application's role may do, told to PostgreSQL after every migrate."""

from typing import Any

from django.conf import settings
from django.db import connections

# Nobody but the owner's triggers moves the head of a chain, or a balance, or says since when
# something was known.
READ_ONLY_TABLES = [
    "kern_auditketen",
    "kassier_journaalketen",
    "kassier_saldo",
    "meldingen_meldingversie",
    "casusoverleg_signaalversie",
    "trajecten_interventieversie",
    "trajecten_toetsversie",
    "trajecten_nazorgversie",
    "trajecten_volggrondversie",
]


def application_role() -> str:
    """The login role of the application: set by `./ontschot`, or the user we connect as."""
    return str(getattr(settings, "APPLICATION_ROLE", "") or "")


def grant_application_role(using: str = "default", **kwargs: Any) -> None:
    """Give the application role its rights on all tables: data yes, structure no."""
    role = application_role()
    connection = connections[using]
    if not role or connection.settings_dict["USER"] == role:
        return
    quoted = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute(
            f"GRANT USAGE ON SCHEMA public TO {quoted};"
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {quoted};"
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted};"
            f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {quoted}"
        )
        tables = set(connection.introspection.table_names(cursor))
        for table in READ_ONLY_TABLES:
            if table in tables:
                cursor.execute(f'REVOKE INSERT, UPDATE, DELETE ON "{table}" FROM {quoted}')


# PostgreSQL looks in `pg_temp` first unless it is named: whoever can make a temporary table or
# view could put one of his own in the place of ours inside a function, and there be somebody else.
CLOSE_THE_PATH = """
DO $ontschot$ DECLARE made regprocedure; BEGIN
  FOR made IN SELECT oid FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND 'search_path=public' = ANY (proconfig)
  LOOP EXECUTE format('ALTER FUNCTION %s SET search_path = public, pg_temp', made); END LOOP;
END $ontschot$
"""


def close_search_path(using: str = "default", **kwargs: Any) -> None:
    """Functions that were made before this was known look in `pg_temp` last from here on."""
    with connections[using].cursor() as cursor:
        cursor.execute(CLOSE_THE_PATH)
