"""One full region for all tests of a module that ask for it: each test still undoes its own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from tests.klok import op
from tests.monitor.brengen import Brenger
from tests.monitor.wereld import NU, Wereld, volle_wereld


@pytest.fixture(scope="module")
def _kept(django_db_setup: None, django_db_blocker: Any) -> Iterator[Wereld]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield volle_wereld()
        transaction.set_rollback(True)


@pytest.fixture
def wereld(_kept: Wereld, db: None) -> Iterator[Wereld]:
    """The region of `volle_wereld`, on the day on which it was made."""
    with op(NU):
        yield _kept


@pytest.fixture
def monitor(als: Callable[[Any], Any], settings: Any, tmp_path: Path) -> Brenger:
    """Somebody of the monitor at the screen; what is brought waits in a folder of this test."""
    settings.DATA_DIR = tmp_path
    return Brenger(als)
