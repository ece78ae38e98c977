"""The embedded server of a data folder, shared by every command that runs beside the others.

Every user of the server holds a shared lock. Who leaves and can get that lock for itself alone was
the last one, and stops the server. The kernel returns the locks of a process that dies, so a
crashed demo leaves at most a running server, which the next command uses and then stops.
"""

import fcntl
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from ontschot.server.cluster import PORT, SUPERUSER, Cluster
from ontschot.server.data_folder import DataFolder
from ontschot.server.problem import Probleem
from ontschot.server.roles import (
    APP,
    APP_ATTRIBUTES,
    DATABASE,
    OWNER,
    OWNER_ATTRIBUTES,
    Access,
    ensure_role,
    socket_url,
    with_database,
)

Say = Callable[[str], None]


def silent(_line: str) -> None:
    """Say nothing."""


@contextmanager
def embedded_server(data: DataFolder, say: Say = silent) -> Iterator[Access]:
    """Use the server of this data folder: start it if need be, stop it if nobody else is left."""
    cluster = Cluster(data.path / "postgres")
    with (data.path / ".server-gebruik.slot").open("a") as usage:
        try:
            with data.lock("server-start"):
                fcntl.flock(usage, fcntl.LOCK_SH)
                access = _start(cluster, data.secrets(), say)
            yield access
        finally:
            with data.lock("server-start"):
                if _take_alone(usage.fileno()):
                    cluster.stop()


def revive(data: DataFolder, say: Say) -> None:
    """Start the server again when it died under our hands; it recovers by itself."""
    cluster = Cluster(data.path / "postgres")
    if cluster.pid() is None:
        say("De database is gestopt en wordt opnieuw gestart")
        with data.lock("server-start"):
            cluster.start()


@contextmanager
def nobody_uses(data: DataFolder) -> Iterator[None]:
    """Have the data folder to ourselves, with the server stopped; refuse when it is in use."""
    with (data.path / ".server-gebruik.slot").open("a") as usage, data.lock("server-start"):
        if not _take_alone(usage.fileno()):
            raise Probleem(
                f"De gegevens in {data.path} zijn in gebruik. Stop eerst het andere commando."
            )
        Cluster(data.path / "postgres").stop()
        yield


@contextmanager
def throwaway_server(
    data: DataFolder, *, durable: bool = False
) -> Iterator[tuple[DataFolder, Access]]:
    """A fresh server in a data folder of its own, for one test run; fast and unsafe by default.

    `durable` is for a run that measures or crashes it. What crashed runs left is cleaned up first.
    """
    parent = data.path / "test"
    parent.mkdir(mode=0o711, exist_ok=True)
    with data.lock("test-start"):
        for left in parent.iterdir():
            _clean_up(left)
        folder = DataFolder.open(Path(tempfile.mkdtemp(dir=parent)))
        folder.path.chmod(0o711)
        in_use = (folder.path / ".in-gebruik.slot").open("a")
        fcntl.flock(in_use, fcntl.LOCK_EX)
    cluster = Cluster(folder.path / "postgres", durable=durable)
    try:
        yield folder, _start(cluster, folder.secrets(), silent)
    finally:
        cluster.stop()
        shutil.rmtree(folder.path, ignore_errors=True)
        in_use.close()


def _clean_up(folder: Path) -> None:
    """Stop and remove a throw-away server, unless its test run still lives."""
    with (folder / ".in-gebruik.slot").open("a") as in_use:
        if _take_alone(in_use.fileno()):
            Cluster(folder / "postgres").stop()
            shutil.rmtree(folder, ignore_errors=True)


def _take_alone(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _start(cluster: Cluster, secrets: Mapping[str, str], say: Say) -> Access:
    if not (cluster.folder / "PG_VERSION").exists():
        say("Database maken …")
        cluster.initialise(secrets["beheer"])
    if cluster.pid() is None:
        say("Database starten …")
    cluster.start()
    place = str(cluster.socket_folder())
    access = Access(
        eigenaar_url=socket_url(OWNER, secrets["eigenaar"], DATABASE, place, PORT),
        app_url=socket_url(APP, secrets["app"], DATABASE, place, PORT),
        app_role=APP,
        beheer_url=socket_url(SUPERUSER, secrets["beheer"], DATABASE, place, PORT),
    )
    try:
        _furnish(access, secrets)
    except psycopg.OperationalError as fault:
        cluster.stop()
        raise Probleem(
            f"De database in {cluster.folder} is niet te openen: {str(fault).splitlines()[0]}"
        ) from fault
    return access


def _furnish(access: Access, secrets: Mapping[str, str]) -> None:
    """Roles and database, as far as they are missing."""
    assert access.beheer_url is not None
    with psycopg.connect(with_database(access.beheer_url, "postgres"), autocommit=True) as base:
        found = base.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if found.fetchone() is not None:
            return
        ensure_role(base, OWNER, secrets["eigenaar"], OWNER_ATTRIBUTES)
        ensure_role(base, APP, secrets["app"], APP_ATTRIBUTES)
        base.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(
                sql.Identifier(DATABASE), sql.Identifier(OWNER)
            )
        )
