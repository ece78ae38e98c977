"""How far a brought file is: its row, what lies beside the file, and whether somebody works on it.

Whoever works on an aanlevering holds a lock in the database for as long as its transaction lasts.
When the worker dies the database lets go of it: no heartbeat, and no guessing after a silence.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from ontschot.monitor.aanlevering.models import LOPEND
from ontschot.monitor.aanlevering.uitkomst import Uitkomst, from_facts
from ontschot.monitor.levering import opslag
from ontschot.monitor.models import Aanlevering

# The first of two numbers of an advisory lock; the second is the key of the row.
SLOT = 0x6D6F6E69
# So long a queue of the worker may be before somebody is offered to ask again.
LANG_GEWACHT = timedelta(minutes=2)
EVEN = timedelta(seconds=5)
IS_LOCKED = """
SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objid = %s
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
"""
BEGIN, VOORTGANG, GECONTROLEERD = "begin.json", "voortgang.json", "gecontroleerd.json"
GELADEN, GEWEIGERD = "geladen.json", "geweigerd.csv"


def mine() -> QuerySet[Aanlevering]:
    """What this medewerker brought and is still kept; the database shows no other."""
    return Aanlevering.objects.filter(tot__gt=timezone.now())


def one(pk: int) -> Aanlevering | None:
    return mine().filter(pk=pk).first()


def not_loaded() -> list[Aanlevering]:
    """What is going on or still waits for a decision, newest first."""
    return list(mine().exclude(status="geladen").order_by("-gebracht_op", "-pk"))


def expired() -> list[int]:
    """What was kept for a day, for who sweeps."""
    old = Aanlevering.objects.filter(tot__lte=timezone.now())
    return list(old.order_by("pk").values_list("pk", flat=True))


def first_lines(row: Aanlevering) -> tuple[list[str], list[list[str]]]:
    """The header of the file and its first lines, as they were read when it was opened."""
    found = opslag.get(row.sleutel, BEGIN) or {"kop": [], "regels": []}
    return found["kop"], found["regels"]


def outcome(row: Aanlevering) -> Uitkomst | None:
    """What the check found, or what was loaded."""
    found = opslag.get(row.sleutel, GELADEN if row.status == "geladen" else GECONTROLEERD)
    return from_facts(found) if found else None


def is_wanted(row: Aanlevering) -> bool:
    """Whether the worker must go on: nobody stopped it, threw it away or asked it anew."""
    found = Aanlevering.objects.filter(pk=row.pk, poging=row.poging, status=row.status)
    return found.exists()


@dataclass(frozen=True)
class Stand:
    """How far the worker is. `deel` None: busy, unknown how long; `gestopt`: it died half way."""

    lopend: bool
    begonnen: bool = False
    gestopt: bool = False
    deel: float | None = None
    regels: int = 0
    lang: bool = False
    even: bool = True

    @property
    def procent(self) -> int | None:
        return None if self.deel is None else int(self.deel * 100)

    @property
    def mijlpaal(self) -> str:
        """What is said aloud of it: once for each of these, not at every look."""
        if self.gestopt:
            return "gestopt"
        if not self.begonnen:
            return "wacht"
        return f"{self.procent // 25 * 25}" if self.procent is not None else "bezig"


def standing(row: Aanlevering) -> Stand:
    if row.status not in LOPEND:
        return Stand(lopend=False)
    told: dict[str, Any] = opslag.get(row.sleutel, VOORTGANG) or {}
    waits = timezone.now() - row.gevraagd_op
    begonnen = told.get("poging") == row.poging
    if not begonnen:
        return Stand(lopend=True, lang=waits > LANG_GEWACHT, even=waits < EVEN)
    deel = told["deel"]
    return Stand(
        lopend=True,
        begonnen=True,
        gestopt=_died(row),
        # All lines are read: what the database does then, it does not tell.
        deel=None if deel is None or deel >= 1 else deel,
        regels=told["regels"],
        even=waits < EVEN,
    )


def _died(row: Aanlevering) -> bool:
    """Begun, nobody holds the lock, and the row did not change: that worker is gone.

    The lock goes with the end of its transaction; an end that succeeded shows in the row by then.
    """
    return not is_locked(row.pk) and is_wanted(row)


def is_locked(pk: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(IS_LOCKED, (SLOT, pk))
        [(locked,)] = cursor.fetchall()
    return bool(locked)


def lock(pk: int) -> None:
    """Hold this aanlevering until the end of the transaction; waits for whoever holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", (SLOT, pk))
