"""kill -9 in the middle, again and again: what was acknowledged stands, and the books agree.

In turn the application, one process of PostgreSQL, and the whole of PostgreSQL are killed, each
by its own process id. After every crash the server recovers, `controleer` must be clean, and
every answer that a worker heard before the end must be in the books.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import psycopg

from ontschot.server.cluster import Cluster
from ontschot.server.data_folder import DataFolder
from ontschot.server.demo.klok import Dobbelsteen
from ontschot.server.kassierproef.ploeg import NOTICE_SECONDS, Ploeg
from ontschot.server.problem import Probleem
from ontschot.server.roles import Access

DOELEN = ("toepassing", "databaseproces", "database")
RECOVERY_SECONDS = 60.0

MISSING = """
SELECT count(*) FROM unnest(%s::bigint[]) wanted (id)
WHERE NOT EXISTS (SELECT 1 FROM kassier_journaalpost p
  WHERE p.soort = %s AND CASE p.soort WHEN 'reservering' THEN p.reservering_id
    ELSE p.verplichting_id END = wanted.id)
"""


@dataclass(frozen=True)
class Klap:
    """One crash: what was killed, what had been acknowledged, and what is wrong afterwards."""

    doel: str
    bevestigd: int
    kwijt: int
    controle: int
    verschillen: str

    @property
    def goed(self) -> bool:
        return self.kwijt == 0 and self.controle == 0


def crash(
    data: DataFolder,
    access: Access,
    ploeg: Ploeg,
    *,
    doel: str,
    fondsen: int,
    na_seconden: float,
) -> Klap:
    """Let the workers order, kill `doel` after so many seconds, recover and look.

    A slow machine gets more time: before anything is acknowledged there is nothing to lose.
    """
    ploeg.begin(fondsen=fondsen, seconden=na_seconden + NOTICE_SECONDS)
    time.sleep(na_seconden)
    patience = time.monotonic() + NOTICE_SECONDS / 2
    while not ploeg.said("r") and time.monotonic() < patience:
        time.sleep(0.05)
    _kill(doel, data, access, ploeg)
    # Who still lives hears what was committed, or that the server is gone.
    ploeg.wait(NOTICE_SECONDS)
    _recover(data, access)
    held, ordered = ploeg.said("r"), ploeg.said("v")
    status, said = controleer(ploeg.environment)
    return Klap(
        doel,
        len(held) + len(ordered),
        _missing(access, "reservering", held) + _missing(access, "verplichting", ordered),
        status,
        said,
    )


def crashes(
    data: DataFolder,
    access: Access,
    environment: dict[str, str],
    *,
    keer: int,
    werkers: int = 4,
    fondsen: int = 3,
    hoor: Callable[[int, Klap], None] = lambda number, klap: None,
) -> list[Klap]:
    """So many crashes, at moments that differ; the same moments in every run."""
    rng = Dobbelsteen(f"crash {keer}")
    found = []
    ploeg = Ploeg(environment, werkers)
    try:
        for number in range(keer):
            klap = crash(
                data, access, ploeg, doel=DOELEN[number % len(DOELEN)], fondsen=fondsen,
                na_seconden=0.2 + rng.random() * 1.3,
            )  # fmt: skip
            hoor(number + 1, klap)
            found.append(klap)
    finally:
        ploeg.stop()
    return found


def _kill(doel: str, data: DataFolder, access: Access, ploeg: Ploeg) -> None:
    if doel == "toepassing":
        for werker in ploeg.werkers:
            werker.kill()
    elif doel == "databaseproces":
        os.kill(_backend(access), signal.SIGKILL)
    else:
        pid = Cluster(data.path / "postgres").pid()
        if not pid:
            raise Probleem("De database van de proef draait niet.")
        os.kill(pid, signal.SIGKILL)


def _backend(access: Access) -> int:
    """The process of the server that serves one of the workers."""
    assert access.beheer_url
    with psycopg.connect(access.beheer_url) as link:
        row = link.execute(
            "SELECT pid FROM pg_stat_activity WHERE usename = %s ORDER BY xact_start NULLS LAST"
            " LIMIT 1",
            [access.app_role],
        ).fetchone()
    if not row:
        raise Probleem("Er is geen werkproces van de database om te stoppen.")
    return int(row[0])


def _recover(data: DataFolder, access: Access) -> None:
    """Until the server answers again; who killed it whole starts it."""
    cluster = Cluster(data.path / "postgres")
    deadline = time.monotonic() + RECOVERY_SECONDS
    while True:
        if cluster.pid() is None:
            cluster.start()
        try:
            with psycopg.connect(access.app_url, connect_timeout=5) as link:
                link.execute("SELECT 1")
                return
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def controleer(environment: dict[str, str]) -> tuple[int, str]:
    """Exit status of `./ontschot kassier controleer`, and what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "ontschot.server.django_command", "kassier_controleer"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + (done.stderr if done.returncode > 1 else "")


def _missing(access: Access, soort: str, said: list[tuple[int, ...]]) -> int:
    """How many acknowledged rows have no entry in the books."""
    assert access.beheer_url
    with psycopg.connect(access.beheer_url) as link:
        row = link.execute(MISSING, [[numbers[1] for numbers in said], soort]).fetchone()
    assert row
    return int(row[0])
