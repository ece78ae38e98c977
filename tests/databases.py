"""Making and throwing away the databases of a test run, beside the connection of the tests."""

import os

import psycopg
from django.db import connections


def as_owner(*statements: str) -> None:
    """Run statements on the maintenance database, with nobody else connected through us."""
    _run(os.environ["ONTSCHOT_EIGENAAR_URL"], *statements)


def drop(database_name: str) -> None:
    """Throw a database away with whatever is still connected; only a superuser may end those."""
    statement = f'DROP DATABASE IF EXISTS "{database_name}" WITH (FORCE)'
    _run(os.environ["ONTSCHOT_BEHEER_URL"], statement)


def _run(url: str, *statements: str) -> None:
    connections.close_all()
    with psycopg.connect(url, autocommit=True) as link:
        for statement in statements:
            link.execute(statement.encode())


def copy(source: str, target: str) -> str:
    return f'CREATE DATABASE "{target}" TEMPLATE "{source}" STRATEGY FILE_COPY'
