"""`./ontschot backup` and `./ontschot herstel`: the whole database in one file.

The policies hide rows from the owner too (FORCE ROW LEVEL SECURITY), so a copy made as the owner
would be empty without saying so. The copy is made as the superuser of the embedded server, and on a
server of the user's own only when its role may pass by the policies.
"""

import os
import subprocess
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from ontschot.server.binaries import postgres_binary
from ontschot.server.data_folder import DataFolder
from ontschot.server.environment import open_database
from ontschot.server.prepare import mark_loaded, migrate, modus_of_database
from ontschot.server.problem import Probleem
from ontschot.server.progress import say, step
from ontschot.server.roles import DATABASE, OWNER, Access, with_database

RESTORED = f"{DATABASE}_herstel"
REPLACED = f"{DATABASE}_oud"
MAGIC = b"PGDMP"


def backup(data: DataFolder, file: Path) -> int:
    """Write the database to a file that does not exist yet, readable for its owner only."""
    folder = file.absolute().parent
    if file.exists():
        raise Probleem(f"{file} bestaat al. Kies een andere naam.")
    if not os.access(folder, os.W_OK):
        raise Probleem(f"In de map {folder} kan niet worden geschreven.")
    half = file.with_name(file.name + ".half")
    with open_database(data) as access:
        url = _url_past_the_policies(access)
        try:
            with step("Database bewaren"), open(half, "wb", opener=_private) as target:
                _run("pg_dump", url, "-Fc", stdout=target)
            half.replace(file)
        finally:
            half.unlink(missing_ok=True)
    say(f"Bewaard in {file} ({max(1, file.stat().st_size // 1024)} kB).")
    return 0


def herstel(data: DataFolder, file: Path, *, sure: bool) -> int:
    """Put a backup back. The database that was there is replaced as a whole or not at all."""
    _check_is_backup(file)
    with open_database(data) as access:
        if access.beheer_url is None:
            if not _is_empty(access.eigenaar_url):
                raise Probleem("De database van DATABASE_URL is niet leeg. Maak eerst een lege.")
            with step("Database terugzetten"):
                _restore(access.eigenaar_url, file)
        else:
            if not sure and not _is_empty(access.eigenaar_url):
                raise Probleem(
                    f"In {data.path} staan al gegevens. Met --ja komt de backup ervoor in de"
                    " plaats."
                )
            with step("Database terugzetten"):
                _restore_beside(access.beheer_url, file)
        modus = modus_of_database(access)
        if modus:
            data.claim(modus)
        mark_loaded(data, access, "laad_demo")
        migrate(data, access, modus or "productie")
    say(f"{file} is teruggezet.")
    return 0


def _url_past_the_policies(access: Access) -> str:
    if access.beheer_url is not None:
        return access.beheer_url
    with psycopg.connect(access.eigenaar_url) as connection:
        row = connection.execute(
            "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    if row is None or not row[0]:
        raise Probleem(
            "De rol van DATABASE_URL ziet niet alle rijen. Laat de beheerder van die server de"
            " backup maken, of geef voor deze keer een rol met BYPASSRLS."
        )
    return access.eigenaar_url


def _check_is_backup(file: Path) -> None:
    try:
        with file.open("rb") as content:
            start = content.read(len(MAGIC))
    except OSError as fault:
        raise Probleem(f"{file} is niet te lezen ({fault.strerror}).") from fault
    if start != MAGIC:
        raise Probleem(f"{file} is geen backup van Ontschot.")


def _is_empty(url: str) -> bool:
    with psycopg.connect(url) as connection:
        found = connection.execute(
            "SELECT 1 FROM pg_tables WHERE schemaname = 'public' LIMIT 1"
        ).fetchone()
    return found is None


def _restore_beside(beheer_url: str, file: Path) -> None:
    """Restore into a new database and let it take the place of the old one in one step."""
    with psycopg.connect(with_database(beheer_url, "postgres"), autocommit=True) as server:
        for left in (RESTORED, REPLACED):
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(left)))
        server.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(
                sql.Identifier(RESTORED), sql.Identifier(OWNER)
            )
        )
        try:
            _restore(with_database(beheer_url, RESTORED), file, "--role", OWNER)
            with server.transaction():
                for old, new in ((DATABASE, REPLACED), (RESTORED, DATABASE)):
                    server.execute(
                        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                            sql.Identifier(old), sql.Identifier(new)
                        )
                    )
        except psycopg.errors.ObjectInUse as fault:
            raise Probleem("De database is in gebruik. Stop eerst de demo of serve.") from fault
        finally:
            for left in (RESTORED, REPLACED):
                server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(left)))


def _restore(url: str, file: Path, *arguments: str) -> None:
    options = ("--no-owner", "--exit-on-error", "--single-transaction", *arguments)
    _run("pg_restore", url, *options, str(file))


def _run(program: str, url: str, *arguments: str, stdout: IO[bytes] | None = None) -> None:
    """Run a PostgreSQL program; the password goes by the environment, where `ps` shows nothing."""
    info = conninfo_to_dict(url)
    password = info.pop("password", None)
    environment = {name: text for name, text in os.environ.items() if not name.startswith("PG")}
    environment["PGPASSWORD"] = str(password or "")
    command = [postgres_binary(program), "--no-password", "-d", make_conninfo("", **info)]
    command += arguments
    done = subprocess.run(
        command, env=environment, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False
    )
    if done.returncode != 0:
        said = (done.stderr.strip().splitlines() or ["geen melding"])[0]
        raise Probleem(f"{program} lukt niet: {said}")


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
