"""Which facility is in which gemeente, what its absence cost, and who uses a service."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor, scope
from ontschot.menukaart import gebruik
from ontschot.menukaart.models import Dienst
from ontschot.menukaart.rules import Plek, few
from ontschot.netwerk.models import Gemeente
from ontschot.trajecten.gemis import gemis_per_gemeente
from ontschot.trajecten.models import Interventie
from ontschot.werkplek.voorzieningen import Cel, voorzieningen
from tests.meldingen.factories import actor, rol
from tests.trajecten import factories as f

Als = Callable[[Any], Client]
REGIO = "AM08"
TODAY = timezone.localdate()
LAST_YEAR = TODAY - timedelta(days=365)


def missed(dienst: Dienst, gemeente: str, *, cent: int = 100_000, afgeschermd: bool = False) -> Any:
    """An interventie that was bought because this facility was not there."""
    bought = f.gekocht(gemeente=gemeente, dienst=dienst, cent=cent, afgeschermd=afgeschermd)
    return bought


def cell(wie: Actor, dienst: Dienst, gemeente: str) -> Cel:
    with scope(wie):
        kaart = voorzieningen(wie, TODAY, LAST_YEAR, TODAY)
    row = next(row for row in kaart.rijen if row.dienst.pk == dienst.pk)
    return row.cellen[kaart.gemeenten.index(gemeente)]
