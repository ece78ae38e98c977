"""A row written in composed words is the row that `save` would write, refusals included."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ontschot.kern.rows import insert, insert_all, update
from ontschot.kern.scope import scope
from ontschot.netwerk.models import Regio
from ontschot.trajecten.models import Interventie
from tests.kassier import factories

pytestmark = pytest.mark.django_db


def test_a_new_row_is_what_save_would_write() -> None:
    values = {"naam": "Met ‘aanhaling’, % en é", "aliassen": ["a", 'b"', "%s"]}
    Regio(code="XX01", **values).save(force_insert=True)
    with CaptureQueriesContext(connection) as asked:
        line = insert(Regio(code="XX02", **values))
    assert len(asked) == 1
    assert (line.pk, line._state.adding, line._state.db) == ("XX02", False, "default")
    saved, inserted = Regio.objects.filter(code__startswith="XX").order_by("code").values()
    assert saved.pop("code") + inserted.pop("code") == "XX01XX02"
    assert saved == inserted


def test_only_the_named_fields_change_and_the_clock_of_a_row_runs() -> None:
    world = factories.wereld()
    found = factories.granted(world)
    before = found.laatste_wijziging_op
    found.omschrijving, found.aanbieder = "Anders", "Bureau"
    with transaction.atomic(), scope(world.ruim):
        update(found, "aanbieder", "laatste_wijziging_op")
        now = Interventie.objects.get(pk=found.pk)
    assert (now.omschrijving, now.aanbieder) == ("Drie gesprekken", "Bureau")
    assert now.laatste_wijziging_op == found.laatste_wijziging_op > before


def test_a_row_out_of_reach_is_not_changed_in_silence() -> None:
    gone = Regio(code="XX99", naam="Nergens")
    with pytest.raises(DatabaseError, match="XX99"), transaction.atomic():
        update(gone, "naam")


def test_a_refused_row_breaks_the_transaction_it_stands_in() -> None:
    insert(Regio(code="XX01", naam="Een"))
    with transaction.atomic():
        with pytest.raises(IntegrityError):
            insert(Regio(code="XX01", naam="Nog een"))
        assert connection.needs_rollback
        transaction.set_rollback(True)
    assert Regio.objects.get(code="XX01").naam == "Een"


def test_several_rows_go_in_one_statement() -> None:
    for number in (0, 1, 2, 3, 5):
        rows = [Regio(code=f"Y{number}{n}", naam=f"Rij {n}") for n in range(number)]
        with CaptureQueriesContext(connection) as asked:
            assert insert_all(rows) == number
        assert len(asked) == (1 if number else 0)
        assert Regio.objects.filter(code__startswith=f"Y{number}").count() == number
