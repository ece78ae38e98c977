"""What an order asks of the database: few questions, and never more as the region grows."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from ontschot.kassier.actions import commit_verplichting, give_inkoopmandaat, reserve
from ontschot.kern.scope import scope
from tests.kassier import factories
from tests.kassier.factories import Wereld

pytestmark = pytest.mark.django_db

# Scope, three questions, and the reservering, its entry and the audit line.
RESERVE = 7
# Scope, two questions, the order, the interventie that moves on, the entries, the audit line.
COMMIT = 7
# Inside the transaction of a test: a savepoint made and released, and the outer scope put back.
NESTED = 3


def _statements(world: Wereld) -> tuple[int, int]:
    """How many statements reserving and committing take."""
    found = factories.granted(world)
    coordinator, gids = world.wie("coordinator"), world.wie("gids")
    with transaction.atomic(), scope(world.ruim):
        with CaptureQueriesContext(connection) as reserving:
            reserve(
                coordinator,
                interventie_id=found.pk,
                fondsregel_id=world.regel.pk,
                cent=1000,
            )
        with CaptureQueriesContext(connection) as committing:
            # For less than was reserved: the rest goes back in the same statement.
            commit_verplichting(
                gids,
                interventie_id=found.pk,
                bedrag_cent=900,
                btw="excl",
                aanbieder="Bureau",
            )
    return len(reserving), len(committing)


def test_an_order_asks_the_same_few_things_however_much_there_is() -> None:
    world = factories.wereld()
    _statements(world)
    first = _statements(world)
    assert first == (RESERVE + NESTED, COMMIT + NESTED)
    for _ in range(3):
        factories.ordered(world)
    with transaction.atomic(), scope(world.ruim):
        for cent in (5000, 7000):
            give_inkoopmandaat(world.ruim, soort="kopen", tot_cent=cent, van=date(2020, 1, 1))
    # Which mandaten hold is asked only where the region says who may buy.
    reserving, committing = first
    assert _statements(world) == (reserving, committing + 1)
