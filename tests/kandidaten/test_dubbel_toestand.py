"""A merge does not lose that somebody is shielded, died or moved; and who may undo it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ontschot.kandidaten.dubbel import actions
from ontschot.kandidaten.dubbel.vergelijken import fields_to_choose
from ontschot.kandidaten.models import Kandidaat
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from tests.kandidaten.test_dubbel import both_open, merge, two
from tests.netwerk.factories import actor, rol

pytestmark = pytest.mark.usefixtures("ruim")
TODAY = timezone.localdate()


def test_who_died_is_not_merged_away_and_may_go_on() -> None:
    gids = rol()
    one, again = two(gids)
    Kandidaat.objects.filter(pk=again.pk).update(overleden_op=TODAY)
    with pytest.raises(Weigering, match="is overleden"):
        merge(gids, one, again)
    done = merge(gids, again, one)
    again.refresh_from_db()
    assert again.overleden_op == TODAY
    actions.undo_merge(actor(gids), samenvoeging_id=done.pk)
    one.refresh_from_db()
    assert one.overleden_op is None


def test_a_death_between_asking_and_agreeing_stops_the_merge() -> None:
    gids, other = rol(), rol()
    one, again = both_open(gids, other)
    asked = merge(gids, one, again)
    Kandidaat.objects.filter(pk=again.pk).update(overleden_op=TODAY)
    with pytest.raises(Weigering, match="is overleden"):
        actions.answer_merge(actor(other), samenvoeging_id=asked.pk, akkoord=True)


def test_what_is_never_chosen_and_what_goes_together() -> None:
    names = {field.name for field in fields_to_choose()}
    assert names.isdisjoint({"overleden_op", "overgegaan_op", "overgegaan_naar", "afgeschermd"})
    gids = rol()
    one, again = two(gids)
    moved = TODAY - timedelta(days=3)
    Kandidaat.objects.filter(pk=again.pk).update(verhuisd_op=moved, verhuisd_naar="Arnhem")
    done = merge(gids, one, again, "verhuisd_op")
    one.refresh_from_db()
    assert (one.verhuisd_op, one.verhuisd_naar) == (moved, "Arnhem")
    actions.undo_merge(actor(gids), samenvoeging_id=done.pk)
    one.refresh_from_db()
    assert (one.verhuisd_op, one.verhuisd_naar) == (None, "")


@pytest.mark.parametrize("side", [0, 1])
def test_shielded_stays_shielded_whichever_goes_on(side: int) -> None:
    gids = rol()
    pair = two(gids)
    Kandidaat.objects.filter(pk=pair[side].pk).update(afgeschermd=True)
    merge(gids, *pair)
    found = Kandidaat.objects.filter(pk__in=[row.pk for row in pair])
    assert all(found.values_list("afgeschermd", flat=True))


def test_a_colleague_who_helps_does_not_undo_and_the_coordinator_does() -> None:
    gids, helper = rol(), rol()
    _, again = both_open(helper, gids)
    done = merge(gids, again, two(gids)[0])
    for stranger in (rol(), helper):
        with pytest.raises(Weigering, match="Terugdraaien kan"):
            actions.undo_merge(actor(stranger), samenvoeging_id=done.pk)
    actions.undo_merge(actor(rol(Rolsoort.COORDINATOR)), samenvoeging_id=done.pk)
    again.refresh_from_db()
    assert again.delen.count() == 0
