"""The demo is loaded on any day: also in the first minutes of a year, and on 29 February."""

from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction

from ontschot.kassier.controle import check
from ontschot.kassier.models import Betaalbatch, Declaratie
from ontschot.kern.scope import scope, systeem
from ontschot.server.demo import laden
from ontschot.server.demo.klok import AMSTERDAM


@pytest.mark.parametrize(
    "nu",
    [
        datetime(2026, 1, 1, 0, 5, tzinfo=AMSTERDAM),
        datetime(2024, 2, 29, 12, tzinfo=AMSTERDAM),
    ],
)
def test_the_world_loads_on_an_awkward_day_with_work_for_both_kassiers(
    nu: datetime, db: Any, settings: Any, tmp_path: Path
):
    settings.DATA_DIR = tmp_path
    # The topics go through real actions, which look at the clock: so that day it is.
    with time_machine.travel(nu):
        laden.load("klein", lambda naam: nullcontext(), nu)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with transaction.atomic(), scope(systeem("AM08")):
            assert not check().verschillen
            assert Declaratie.objects.filter(status="ingediend").count() >= 2
            assert Betaalbatch.objects.filter(status="samengesteld").count() == 1
