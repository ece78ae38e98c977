"""Two at once: the worker beside who looks, and two people with the same file."""

import io
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connection, transaction

from ontschot.kern.scope import Actor, scope
from ontschot.monitor.aanlevering import actions, queries, taken
from ontschot.monitor.levering.lezen import KOLOMMEN
from ontschot.monitor.models import Aanlevering, Levering
from tests.monitor.factories import actor, alles, csv_bestand

pytestmark = pytest.mark.django_db(transaction=True)
SLOT_VAN = "FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objid = %s"


@pytest.fixture(autouse=True)
def _eigen_map(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def te_laden(wie: Actor) -> Aanlevering:
    """A file that was checked, and of which the person said: load it."""
    row = actions.bring(
        wie,
        bestand=io.BytesIO(csv_bestand({}, {})),
        bestandsnaam="levering.csv",
        gezegd=actions.Gezegd("interventies", "Proefregio", "Proef", None, openbaar=True),
    )
    koppeling = {kolom: kolom for kolom in KOLOMMEN}
    row = actions.start_check(wie, aanlevering_id=row.pk, koppeling=koppeling)
    taken.work(row.pk, row.poging, row.rol_id)
    return actions.start_load(wie, aanlevering_id=row.pk)


def werk(row: Aanlevering, first: Callable[[], Any] = lambda: None) -> None:
    """What the worker does, over a connection of its own."""
    try:
        first()
        taken.work(row.pk, row.poging, row.rol_id)
    finally:
        connection.close()


def stand(wie: Actor, row: Aanlevering) -> queries.Stand:
    with transaction.atomic(), scope(wie):
        return queries.standing(row)


def nu(wie: Actor, row: Aanlevering) -> Aanlevering:
    with transaction.atomic(), scope(wie):
        return Aanlevering.objects.get(pk=row.pk)


def leveringen() -> int:
    with transaction.atomic(), scope(alles()):
        return Levering.objects.count()


def test_who_looks_sees_a_living_worker_and_one_whose_connection_is_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wie = actor("monitor")
    row = te_laden(wie)
    reading, go = Event(), Event()

    def halt(regels: int, deel: float) -> None:
        reading.set()
        assert go.wait(30)

    monkeypatch.setattr(taken, "_progress", lambda row: halt)
    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(werk, row)
        try:
            assert reading.wait(30)
            seen = stand(wie, row)
            assert (seen.begonnen, seen.gestopt) == (True, False)
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT pg_terminate_backend(pid) {SLOT_VAN}",
                               (queries.SLOT, row.pk))  # fmt: skip
            deadline = time.monotonic() + 30
            while queries.is_locked(row.pk) and time.monotonic() < deadline:
                time.sleep(0.01)
            assert stand(wie, row).gestopt
        finally:
            go.set()
        with pytest.raises((OperationalError, InterfaceError)):
            job.result()
    after = nu(wie, row)
    assert (after.status, after.fout) == ("nagekeken", taken.WEG_DATABASE)
    assert leveringen() == 0


def test_two_people_who_load_the_same_file_at_once_load_it_once() -> None:
    people = [actor("monitor"), actor("monitor", "AM10")]
    rows = [te_laden(wie) for wie in people]
    together = Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        for job in [pool.submit(werk, row, together.wait) for row in rows]:
            job.result()
    after = [nu(wie, row) for wie, row in zip(people, rows, strict=True)]
    assert sorted(row.status for row in after) == ["geladen", "nagekeken"]
    [fout] = [row.fout for row in after if row.fout]
    assert "al geladen" in fout or "telt al een levering" in fout
    assert leveringen() == 1
