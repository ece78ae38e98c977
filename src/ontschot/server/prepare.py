"""Bringing a database up to date, and knowing quickly that it already is."""

import hashlib
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from importlib import metadata
from pathlib import Path

import psycopg
from psycopg import sql

from ontschot.server.data_folder import DataFolder
from ontschot.server.environment import child_environment
from ontschot.server.places import PACKAGE
from ontschot.server.problem import Probleem
from ontschot.server.progress import step
from ontschot.server.roles import Access

MARK = "ontschot "
ROOMS_WITH_VERSIONS = ("meldingen", "trajecten", "casusoverleg")
# Packages that bring tables of their own.
PACKAGES_WITH_MIGRATIONS = ("Django", "django-allauth", "procrastinate")


def fingerprint(files: Iterable[Path], *extra: str) -> str:
    """A hash of these files, their names and whatever else the result depends on."""
    total = hashlib.sha256("\n".join(extra).encode())
    for path in sorted(files):
        total.update(str(path).encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def run_django(arguments: Sequence[str], environment: dict[str, str]) -> int:
    """Run a Django command in a child that shares our terminal, and wait whatever happens.

    Ctrl-C reaches the child by itself; we stay to clean up after it.
    """
    command = [sys.executable, "-m", "ontschot.server.django_command", *arguments]
    before = signal.signal(signal.SIGINT, lambda _sign, _frame: None)
    try:
        child = subprocess.Popen(command, env=environment)
        try:
            return child.wait()
        finally:
            child.terminate()
            child.wait()
    finally:
        signal.signal(signal.SIGINT, before)


def run_django_silently(arguments: Sequence[str], environment: dict[str, str]) -> tuple[int, str]:
    """Run a Django command of which only the faults are worth showing; status and faults."""
    command = [sys.executable, "-m", "ontschot.server.django_command", *arguments]
    done = subprocess.run(
        [*command, "--verbosity", "0"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stderr.strip()


def migrate(data: DataFolder, access: Access, modus: str) -> None:
    """Migrate, unless this code already did so in this very database."""
    versions = [f"{name} {metadata.version(name)}" for name in PACKAGES_WITH_MIGRATIONS]
    files = [*PACKAGE.glob("*/migrations/*.py"), PACKAGE / "kern" / "grants.py"]
    code = fingerprint(files, access.app_role, _identity(access), *versions)
    with data.lock("voorbereiden"):
        state = _migration_state(access)
        if state and data.stamp("migraties") == f"{code} {state}":
            return
        with step("Tabellen bijwerken"):
            environment = child_environment(data, access, modus, as_owner=True)
            status, said = run_django_silently(["migrate", "--no-input"], environment)
            if status != 0:
                raise Probleem(f"De tabellen zijn niet bijgewerkt. {_last_line(said)}")
        data.set_stamp("migraties", f"{code} {_migration_state(access)}")


def claim_database(access: Access, modus: str) -> None:
    """Keep demo data and real data apart for ever, wherever the database or its backup goes.

    The mark is the comment of the schema, because a backup carries that along.
    """
    known = modus_of_database(access)
    if known not in {"", modus}:
        raise Probleem(
            f"Deze database is in gebruik voor '{known}', niet voor '{modus}'. Kies een andere."
        )
    if not known:
        with psycopg.connect(access.eigenaar_url) as connection:
            connection.execute(
                sql.SQL("COMMENT ON SCHEMA public IS {}").format(sql.Literal(MARK + modus))
            )


def modus_of_database(access: Access) -> str:
    """`demo`, `productie`, or empty when the database was never used by either."""
    with psycopg.connect(access.eigenaar_url) as connection:
        row = connection.execute(
            "SELECT obj_description('public'::regnamespace, 'pg_namespace')"
        ).fetchone()
    comment = str(row[0] or "") if row else ""
    return comment.removeprefix(MARK) if comment.startswith(MARK) else ""


def load_once(
    data: DataFolder,
    access: Access,
    modus: str,
    *,
    command: str,
    what: str,
    files: Iterable[Path],
    then: Callable[[Access], None] = lambda access: None,
) -> None:
    """Run a loader, and `then`, unless it ran before with these files on this very database."""
    code = _loaded_stamp(access, files)
    with data.lock("voorbereiden"):
        if data.stamp(command) == code:
            return
        with step(what):
            if run_django([command], child_environment(data, access, modus)) != 0:
                raise Probleem(f"{what} is niet gelukt (zie hierboven).")
            then(access)
            analyse(access)
        data.set_stamp(command, code)


def replay_versions(access: Access) -> None:
    """Let a demo world know its rows since their own day, instead of since it was loaded.

    Only the owner can: the application cannot say since when something was known (ADR 0044).
    """
    with psycopg.connect(access.eigenaar_url) as connection:
        for room in ROOMS_WITH_VERSIONS:
            connection.execute(
                sql.SQL("SELECT {}()").format(sql.Identifier(f"{room}_versies_naspelen"))
            )


def analyse(access: Access) -> None:
    """Tell the planner what was loaded, so that the first page is as quick as the hundredth."""
    with psycopg.connect(access.eigenaar_url, autocommit=True) as connection:
        connection.execute("ANALYZE")


def mark_loaded(data: DataFolder, access: Access, command: str) -> None:
    """Remember that this database needs no loading: a backup brought its rows."""
    data.set_stamp(command, _loaded_stamp(access, ()))


def _loaded_stamp(access: Access, files: Iterable[Path]) -> str:
    return fingerprint(files, _identity(access))


def _identity(access: Access) -> str:
    """Which database this is, wherever it has moved and whatever it is called."""
    with psycopg.connect(access.eigenaar_url) as connection:
        row = connection.execute(
            "SELECT (pg_control_system()).system_identifier, oid FROM pg_database"
            " WHERE datname = current_database()"
        ).fetchone()
    return repr(row)


def _migration_state(access: Access) -> str:
    """What the database itself says about its migrations; empty when it has none yet."""
    with psycopg.connect(access.eigenaar_url) as connection:
        try:
            row = connection.execute(
                "SELECT count(*), coalesce(max(id), 0) FROM django_migrations"
            ).fetchone()
        except psycopg.errors.UndefinedTable:
            return ""
    return f"{row[0]}/{row[1]}" if row else ""


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["geen melding"])[-1]
