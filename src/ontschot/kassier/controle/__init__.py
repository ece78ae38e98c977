"""Proving the books: everything that was kept is computed again from the entries.

Each check is one statement over all rows in scope that returns finished Dutch lines; no line is
good news. The triggers keep these truths; this finds what somebody changed beside them. A subject
has a module of its own with `CHECKS`: its name -> its statement.
"""

from dataclasses import dataclass

from django.db import connection

from ontschot.kassier.controle import (
    bank,
    betalen,
    budget,
    declaraties,
    facturen,
    keten,
    orders,
    saldi,
    terugvorderingen,
)

SUBJECTS = (keten, saldi, budget, orders, declaraties, betalen, bank, facturen, terugvorderingen)
CHECKS = {name: statement for subject in SUBJECTS for name, statement in subject.CHECKS.items()}


@dataclass(frozen=True)
class Uitkomst:
    """What was checked and what did not agree: `verschillen` holds (check, Dutch line)."""

    boekingen: int
    fondsen: int
    verschillen: tuple[tuple[str, str], ...]


def check() -> Uitkomst:
    """Compute everything in scope again; run it as `systeem` over all regions."""
    found: list[tuple[str, str]] = []
    with connection.cursor() as cursor:
        for name, statement in CHECKS.items():
            cursor.execute(statement)
            found += [(name, line) for (line,) in cursor.fetchall()]
        cursor.execute(
            "SELECT (SELECT count(*) FROM kassier_journaalpost), "
            "(SELECT count(*) FROM kassier_fonds)"
        )
        boekingen, fondsen = cursor.fetchone()
    return Uitkomst(boekingen, fondsen, tuple(found))
