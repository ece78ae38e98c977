"""Proving the books: everything that was kept is computed again from the entries.

Each check is one statement over all rows in scope that returns finished Dutch lines; no line is
good news. The triggers keep these truths; this finds what somebody changed beside them. A subject
has a module of its own with `CHECKS`: its name -> its statement. Only the chain of the entries is
read in pieces (`keten`), because that is most of the work.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from django.db import connection, transaction

from ontschot.kassier.controle import (
    bank,
    betalen,
    budget,
    declaraties,
    facturen,
    keten,
    kosten,
    orders,
    saldi,
    stukken,
    terugvorderingen,
)
from ontschot.kern.scope import current, scope

SUBJECTS = (
    keten,
    saldi,
    stukken,
    budget,
    orders,
    declaraties,
    betalen,
    bank,
    facturen,
    terugvorderingen,
    kosten,
)
CHECKS = {name: statement for subject in SUBJECTS for name, statement in subject.CHECKS.items()}
# Sorting a million small rows in memory, and moments as they stand in the hashes; set for this
# transaction only.
INSTELLINGEN = "SET LOCAL work_mem = '128MB'; SET LOCAL timezone = 'UTC'"

Voortgang = Callable[[int, int], None]


@dataclass(frozen=True)
class Uitkomst:
    """What was checked and what did not agree: `verschillen` holds (check, Dutch line)."""

    boekingen: int
    fondsen: int
    verschillen: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class _Taak:
    """One statement to run; `aantal` is the number of entries whose hashes it computes."""

    naam: str
    statement: str
    values: dict[str, Any] = field(default_factory=dict)
    aantal: int = 0

    def run(self) -> list[tuple[str, str]]:
        with connection.cursor() as cursor:
            cursor.execute(INSTELLINGEN)
            # Without values a percent sign in a statement is a percent sign.
            cursor.execute(self.statement, self.values or None)
            return [(self.naam, line) for (line,) in cursor.fetchall()]


def check(*, naast_elkaar: int = 1, voortgang: Voortgang | None = None) -> Uitkomst:
    """Compute everything in scope again; run it as `systeem` over all regions.

    `naast_elkaar` connections share the work and see one and the same moment; more than one only
    in a transaction of its own that is REPEATABLE READ. `voortgang(done, total)` hears how many
    entries have been read.
    """
    tasks = [
        *(_Taak("keten", keten.CHAIN, piece.values(), piece.aantal) for piece in keten.pieces()),
        *(_Taak(name, statement) for name, statement in CHECKS.items()),
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM kassier_journaalpost), "
            "(SELECT count(*) FROM kassier_fonds)"
        )
        boekingen, fondsen = cursor.fetchone()
    heard = _heard(voortgang or (lambda done, total: None), boekingen)
    if naast_elkaar > 1:
        found = _side_by_side(tasks, naast_elkaar, heard)
    else:
        found = [_told(task, heard) for task in tasks]
    return Uitkomst(boekingen, fondsen, tuple(line for lines in found for line in lines))


def _heard(voortgang: Voortgang, total: int) -> Callable[[int], None]:
    done, one_at_a_time = 0, Lock()

    def add(number: int) -> None:
        nonlocal done
        with one_at_a_time:
            done = min(done + number, total)
            voortgang(done, total)

    return add


def _told(task: _Taak, heard: Callable[[int], None]) -> list[tuple[str, str]]:
    lines = task.run()
    if task.aantal:
        heard(task.aantal)
    return lines


def _side_by_side(
    tasks: Iterable[_Taak], workers: int, heard: Callable[[int], None]
) -> list[list[tuple[str, str]]]:
    """Each worker has a connection of its own, that looks at the moment of this transaction."""
    wie = current()
    assert wie, "run it in a scope"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        (moment,) = cursor.fetchone()

    def work(task: _Taak) -> list[tuple[str, str]]:
        try:
            with transaction.atomic():
                _same_moment(moment)
                with scope(wie, read_only=True):
                    return _told(task, heard)
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(work, tasks))


def _same_moment(moment: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SET TRANSACTION SNAPSHOT %s", [moment])
