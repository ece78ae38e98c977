"""The two roles of the database: the owner, and the application that cannot bypass its policies.

What the application may do with the tables is told to PostgreSQL by `kern`, after every migrate.
"""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

OWNER = "ontschot"
APP = "ontschot_app"
DATABASE = "ontschot"

APP_ATTRIBUTES = "NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION"
OWNER_ATTRIBUTES = "NOSUPERUSER NOBYPASSRLS CREATEDB NOCREATEROLE NOREPLICATION"


@dataclass(frozen=True)
class Access:
    """The addresses of one database. `beheer_url` is there on an embedded server only."""

    eigenaar_url: str
    app_url: str
    app_role: str
    beheer_url: str | None = None


def socket_url(role: str, password: str, database: str, socket_folder: str, port: int) -> str:
    """An address over a Unix socket."""
    place = quote(socket_folder, safe="/")
    return f"postgresql://{role}:{quote(password, safe='')}@/{database}?host={place}&port={port}"


def with_role(url: str, role: str, password: str) -> str:
    """The same database as another role."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    who = f"{quote(role, safe='')}:{quote(password, safe='')}"
    return urlunsplit(parts._replace(netloc=f"{who}@{place}"))


def with_database(url: str, database: str) -> str:
    """The same server and role, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{quote(database, safe='')}"))


def ensure_role(
    connection: "psycopg.Connection[tuple[object, ...]]", role: str, password: str, attributes: str
) -> None:
    """Make the role if it is not there."""
    found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    if found is None:
        connection.execute(
            sql.SQL("CREATE ROLE {} LOGIN {} PASSWORD {}").format(
                sql.Identifier(role), sql.SQL(attributes), sql.Literal(password)
            )
        )
