"""A PostgreSQL server of the user's own, given as `DATABASE_URL`: the role that owns the tables."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import sql

from ontschot.server.data_folder import DataFolder
from ontschot.server.problem import Probleem
from ontschot.server.roles import APP_ATTRIBUTES, Access, ensure_role, with_role

OLDEST_VERSION = 15
CONNECT_TIMEOUT_SECONDS = 10

Connection = psycopg.Connection[tuple[object, ...]]


@contextmanager
def own_server(data: DataFolder, url: str) -> Iterator[Access]:
    """Use the given server: check it, and make sure that the application role may use it.

    `ONTSCHOT_DATABASE_URL` beside `DATABASE_URL` names an application role made by hand.
    """
    owner = _role_of(url)
    by_hand = os.environ.get("ONTSCHOT_DATABASE_URL")
    app, password = (_role_of(by_hand), "") if by_hand else (f"{owner}_app", data.secrets()["app"])
    app_url = by_hand or with_role(url, app, password)
    stamp = hashlib.sha256(f"{url} {app_url}".encode()).hexdigest()
    with _connect(url, "DATABASE_URL") as connection:
        _check_version(connection)
        if not by_hand and data.stamp("rollen") != stamp:
            _make_role(connection, owner, app, password)
            data.set_stamp("rollen", stamp)
    with _connect(app_url, "de applicatierol") as connection:
        _check_powerless(connection, app)
    yield Access(eigenaar_url=url, app_url=app_url, app_role=app)


def _role_of(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.username or not parts.path[1:]:
        raise Probleem(
            "DATABASE_URL is geen geldig adres. Schrijf:"
            " postgresql://gebruiker:wachtwoord@server:5432/database."
        )
    return unquote(parts.username)


def _connect(url: str, what: str) -> Connection:
    try:
        return psycopg.connect(url, autocommit=True, connect_timeout=CONNECT_TIMEOUT_SECONDS)
    except (psycopg.OperationalError, psycopg.ProgrammingError) as fault:
        said = (str(fault).strip().splitlines() or ["geen antwoord"])[0]
        raise Probleem(f"Geen verbinding met de database van {what}: {said}") from fault


def _check_version(connection: Connection) -> None:
    version = connection.info.server_version // 10_000
    if version < OLDEST_VERSION:
        raise Probleem(
            f"DATABASE_URL wijst naar PostgreSQL {version}."
            f" Ontschot heeft versie {OLDEST_VERSION} of nieuwer nodig."
        )


def _make_role(connection: Connection, owner: str, app: str, password: str) -> None:
    try:
        ensure_role(connection, app, password, APP_ATTRIBUTES)
        connection.execute(
            sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(app), sql.Literal(password))
        )
    except psycopg.errors.InsufficientPrivilege as fault:
        raise Probleem(
            f"De rol '{owner}' van DATABASE_URL mag de applicatierol '{app}' niet maken. Geef haar"
            " CREATEROLE, of maak de rol zelf en zet haar adres in ONTSCHOT_DATABASE_URL."
        ) from fault


def _check_powerless(connection: Connection, app: str) -> None:
    """An application role that may pass by the policies would make them worthless."""
    row = connection.execute(
        "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    if row is None or row[0]:
        raise Probleem(
            f"De applicatierol '{app}' mag geen superuser zijn en geen BYPASSRLS hebben."
            " Kies een andere rol in ONTSCHOT_DATABASE_URL."
        )
