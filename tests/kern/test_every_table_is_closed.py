"""A new table is closed by the database, or says in writing why it may stand open."""

from importlib import import_module

import pytest
from django.conf import settings
from django.db import connection

# Tables that are not ours, each with the reason that it needs no policy.
FRAMEWORK = {
    "django_migrations": "bookkeeping of the schema",
    "django_content_type": "names of models",
    "django_session": "opaque keys; the content is signed and holds no person of a region",
    "auth_user": "accounts of medewerkers, read before there is a scope",
    "auth_group": "not used",
    "auth_permission": "names of rights, not used",
    "auth_group_permissions": "not used",
    "auth_user_groups": "not used",
    "auth_user_user_permissions": "not used",
    "account_emailaddress": "addresses of medewerkers, read before there is a scope",
    "account_emailconfirmation": "keys for medewerkers' addresses",
    "mfa_authenticator": "second factors of medewerkers, read before there is a scope",
    "kern_auditketen": "heads of chains: a hash and a number; the application cannot write it",
}


def _open_tables() -> dict[str, str]:
    found = dict(FRAMEWORK)
    for room in settings.ROOMS:
        try:
            models = import_module(f"{room}.models")
        except ModuleNotFoundError:
            continue
        found |= getattr(models, "OPEN_TABLES", {})
    return found


def _tables() -> dict[str, tuple[bool, bool, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity,
                   (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
            """
        )
        return {name: (on, forced, count) for name, on, forced, count in cursor.fetchall()}


@pytest.mark.django_db
def test_every_table_has_a_forced_policy_or_a_written_reason() -> None:
    reasons = _open_tables()
    for table, (on, forced, policies) in _tables().items():
        if table.startswith("procrastinate_"):
            continue  # the queue of the worker: ids and region codes, never a person
        closed = on and forced and policies > 0
        assert closed or reasons.get(table), f"{table} has neither a policy nor a reason"
        assert not (closed and table in reasons), f"{table} is closed: take its reason away"


@pytest.mark.django_db
def test_every_written_reason_is_for_a_table_that_exists() -> None:
    with connection.cursor() as cursor:
        views = {v.name for v in connection.introspection.get_table_list(cursor) if v.type == "v"}
    assert set(_open_tables()) <= set(_tables()) | views


@pytest.mark.django_db
def test_the_application_can_neither_bypass_policies_nor_own_tables() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles "
            "WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False, False, False, False)
        cursor.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' "
            "AND tableowner = current_user"
        )
        assert cursor.fetchone() == (0,)
