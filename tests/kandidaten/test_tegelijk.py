"""Two merges of the same persons at once: one wins, the other reads a clear sentence."""

import pytest
from django.db import transaction

from ontschot.kandidaten.dubbel import actions
from ontschot.kandidaten.models import Kandidaat, Samenvoeging
from ontschot.kern.scope import scope, systeem
from tests.kandidaten.factories import kandidaat
from tests.netwerk.factories import actor, rol
from tests.tegelijk import at_once, one_won

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_merges_of_the_same_persons_at_the_same_moment() -> None:
    with transaction.atomic(), scope(systeem("AM08")):
        gids = rol()
        one, two = kandidaat(gids), kandidaat(gids)
        wie = actor(gids)
    me = gids.medewerker_id
    pairs = [(one.sleutel, two.sleutel), (two.sleutel, one.sleutel)]
    merges = [
        lambda keys=keys: actions.ask_merge(wie, blijver=keys[0], verliezer=keys[1], contact_id=me)
        for keys in pairs
    ]
    told = at_once(*merges)
    assert "is al samengevoegd met een ander" in one_won(told)
    with transaction.atomic(), scope(systeem("AM08")):
        assert Samenvoeging.objects.get().status == "uitgevoerd"
        assert Kandidaat.objects.filter(samengevoegd_met__isnull=False).count() == 1
