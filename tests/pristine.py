"""Putting a database back as it was, after a test that really committed.

Throwing it away and copying it anew takes a second or more; putting back what one test wrote takes
some hundredths. It is done as somebody with all rights, for whom no trigger, policy or foreign
key holds: so tables that refuse every DELETE are emptied too.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connections
from psycopg import sql

from ontschot.server.roles import with_database

Link = psycopg.Connection[tuple[object, ...]]
TABLES = """SELECT relname FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"""
SEQUENCES = "SELECT sequencename, start_value, last_value FROM pg_sequences ORDER BY 1"
SET_SEQUENCE = "SELECT setval(quote_ident(%s)::regclass, %s, %s)"
END_THE_OTHERS = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""


class Pristine:
    """What stands in every table of one database now, to go back to as often as needed."""

    def __init__(self, database_name: str) -> None:
        self._url = with_database(os.environ["ONTSCHOT_BEHEER_URL"], database_name)
        with self._as_superuser() as link:
            self._since = _transaction_number(link)
            self._content = {table: _read(link, table) for table in _tables(link)}
            self._rows = {table: rows for table, (_, rows) in self._look(link).items()}
            self._sequences = _sequences(link)

    def touched_tables(self) -> list[str]:
        """The tables in which something was written and stayed since."""
        with self._as_superuser() as link:
            return self._touched(link)

    def different(self) -> list[str]:
        """The same by reading every row, whatever the database says about who wrote it when."""
        with self._as_superuser() as link:
            other = [t for t in _tables(link) if self._content.get(t) != _read(link, t)]
            return [*other, *self._moved(link)]

    def restore(self) -> None:
        """Put back what was touched, and end every connection that was left behind."""
        connections.close_all()
        with self._as_superuser() as link, link.transaction():
            link.execute(END_THE_OTHERS)
            for table in self._touched(link):
                _write(link, table, self._content[table])
            for name in self._moved(link):
                start, last = self._sequences[name]
                value, called = (start, False) if last is None else (last, True)
                link.execute(SET_SEQUENCE, [name, value, called])
            # What was put back now is not what a next test writes.
            self._since = _transaction_number(link)

    def _touched(self, link: Link) -> list[str]:
        found = self._look(link)
        return [t for t, (new, rows) in found.items() if new or rows != self._rows[t]]

    def _moved(self, link: Link) -> list[str]:
        now = _sequences(link)
        return [name for name in now if now[name] != self._sequences[name]]

    def _look(self, link: Link) -> dict[str, tuple[int, int]]:
        """Of each table the rows that were written since, and all rows."""
        count = sql.SQL(
            "SELECT {name}, count(*) FILTER (WHERE xmin::text::bigint > {since}), count(*) FROM {t}"
        )
        parts = [
            count.format(name=sql.Literal(t), since=sql.Literal(self._since), t=sql.Identifier(t))
            for t in _tables(link)
        ]
        found = link.execute(sql.SQL(" UNION ALL ").join(parts)).fetchall()
        return {str(table): (int(str(new)), int(str(rows))) for table, new, rows in found}

    @contextmanager
    def _as_superuser(self) -> Iterator[Link]:
        with psycopg.connect(self._url, autocommit=True) as link:
            link.execute("SET session_replication_role = replica")
            yield link


def _transaction_number(link: Link) -> int:
    """Of this transaction; whoever begins to write later gets a higher one."""
    return int(str(link.execute("SELECT pg_current_xact_id()").fetchall()[0][0]))


def _tables(link: Link) -> list[str]:
    return [str(row[0]) for row in link.execute(TABLES)]


def _sequences(link: Link) -> dict[str, tuple[int, int | None]]:
    return {str(n): (int(str(s)), None if v is None else int(str(v)))
            for n, s, v in link.execute(SEQUENCES)}  # fmt: skip


def _read(link: Link, table: str) -> list[bytes]:
    """The rows of a table as PostgreSQL writes them out, in no order that means anything."""
    statement = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))
    with link.cursor() as cursor, cursor.copy(statement) as rows:
        return sorted(bytes(row) for row in rows)


def _write(link: Link, table: str, content: list[bytes]) -> None:
    link.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
    if content:
        statement = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))
        with link.cursor() as cursor, cursor.copy(statement) as rows:
            for row in content:
                rows.write(row)
