"""A question that was composed once gives what the ORM itself would give, for every value."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Model, QuerySet
from django.db.models.functions import Length
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ontschot.kern.composed import composed
from ontschot.kern.scope import scope
from ontschot.netwerk.models import Regio, Rol
from ontschot.netwerk.queries import valid_on
from ontschot.trajecten.models import Interventie
from tests.kassier import factories
from tests.trajecten import factories as maak

pytestmark = pytest.mark.django_db


def _roles(medewerker: int, day: date, soort: str, only: bool) -> QuerySet[Rol]:
    found = Rol.objects.filter(valid_on(day), medewerker_id=medewerker)
    if only:
        found = found.filter(soort=soort)
    return found.select_related("medewerker").order_by("id")


roles = composed(_roles)


def test_each_value_gets_its_own_rows() -> None:
    een, ander = maak.rol(), maak.rol(organisatie="fnv")
    today = timezone.localdate()
    for rol in (een, ander, een):
        for soort in ("gids", "kassier", rol.soort):
            for only in (True, False):
                values = (rol.medewerker_id, today, soort, only)
                assert roles(*values) == list(_roles(*values))
    assert [rol.pk for rol in roles(een.medewerker_id, today, een.soort, True)] == [een.pk]
    assert roles(een.medewerker_id, date(1999, 1, 1), een.soort, True) == []


def test_it_asks_once_and_brings_the_relations_along() -> None:
    rol = maak.rol()
    with CaptureQueriesContext(connection) as asked:
        (found,) = roles(rol.medewerker_id, timezone.localdate(), rol.soort, True)
        assert found.medewerker.naam == rol.medewerker.naam
    assert len(asked) == 1


def _plans(pk: int, all_of_it: bool) -> QuerySet[Interventie]:
    found = Interventie.objects.filter(pk=pk).annotate(lengte=Length("omschrijving"))
    if not all_of_it:
        return found.only("status", "regio")
    return found.select_related("regeling", "stap__arrangement")


def test_an_object_is_the_one_that_the_orm_would_make() -> None:
    world = factories.wereld()
    found = factories.granted(world)
    ask = composed(_plans)
    with transaction.atomic(), scope(world.ruim):
        for whole in (True, False):
            (mine,), (theirs,) = ask(found.pk, whole), _plans(found.pk, whole)
            assert _kept(mine) == _kept(theirs)
            assert mine.get_deferred_fields() == theirs.get_deferred_fields()
        assert ask(found.pk, False)[0].omschrijving == found.omschrijving
        assert ask(found.pk, True)[0].regeling is None
        assert ask(found.pk, True)[0].stap.arrangement.kandidaat_id == found.kandidaat_id


def _kept(row: Model) -> dict[str, Any]:
    """All that an object holds, and all that the objects hold that came along with it."""
    beside = row._state.fields_cache
    return {
        **{name: value for name, value in vars(row).items() if name != "_state"},
        "new": (row._state.adding, row._state.db),
        **{name: other and _kept(other) for name, other in beside.items()},
    }


def test_what_was_changed_since_is_read_anew() -> None:
    rol = maak.rol()
    values = (rol.medewerker_id, timezone.localdate(), rol.soort, False)
    assert len(roles(*values)) == 1
    Rol.objects.filter(pk=rol.pk).delete()
    assert roles(*values) == []


def test_values_and_slices_keep_their_shape() -> None:
    first = composed(lambda code: Regio.objects.filter(code=code).values_list("code")[:1])
    assert first("AM08") == [("AM08",)]
    assert first("AM01") == [("AM01",)]


def test_a_day_that_would_stand_still_is_refused() -> None:
    frozen = composed(lambda pk: Rol.objects.filter(valid_on(timezone.localdate()), pk=pk))
    with pytest.raises(ValueError, match="as an argument"):
        frozen(1)
    moment = composed(lambda pk, op: Rol.objects.filter(medewerker__user__last_login=op, pk=pk))
    assert moment(1, datetime(2026, 1, 1, tzinfo=UTC)) == []


def test_nothing_is_no_value() -> None:
    with pytest.raises(TypeError, match="None"):
        composed(lambda pk: Rol.objects.filter(pk=pk))(None)
