"""A reason beside money is kept for good, and does not say who it is about."""

from collections.abc import Iterator

import pytest

from ontschot.kassier import actions
from ontschot.kassier.models import Reservering, Verplichting
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import scope, systeem
from tests.kassier import factories as f

pytestmark = pytest.mark.django_db
# The kandidaat of these factories is called Geheim Persoon.
NAAM = "Mevrouw PERSOON vond werk"


@pytest.fixture
def wereld(db: None) -> Iterator[f.Wereld]:
    world = f.wereld()
    with scope(systeem(f.REGIO)):
        yield world


def reserved(world: f.Wereld) -> Reservering:
    return actions.reserve(
        world.wie("coordinator"),
        interventie_id=f.granted(world).pk,
        fondsregel_id=world.regel.pk,
        cent=1000,
    )


def test_a_reservering_is_not_released_with_a_name_in_the_reason(wereld: f.Wereld) -> None:
    held = reserved(wereld)
    with pytest.raises(Weigering, match="de naam ‘PERSOON’") as refusal:
        actions.release_reservering(wereld.wie("coordinator"), reservering_id=held.pk, reden=NAAM)
    assert refusal.value.veld == "reden"
    held.refresh_from_db()
    assert (held.status, held.reden_vrijgave) == ("open", "")


def test_an_order_is_not_called_off_with_a_telephone_number_in_the_reason(
    wereld: f.Wereld,
) -> None:
    order = f.ordered(wereld)
    for reden in (NAAM, "Bel 06 11223344"):
        with pytest.raises(Weigering, match="wie het gaat"):
            actions.void_verplichting(wereld.wie("gids"), verplichting_id=order.pk, reden=reden)
    assert Verplichting.objects.get(pk=order.pk).status == "open"
    actions.void_verplichting(
        wereld.wie("gids"), verplichting_id=order.pk, reden=" Ging niet door "
    )
    assert Verplichting.objects.get(pk=order.pk).reden_vrijgave == "Ging niet door"


def test_an_own_sentence_of_ontschot_goes_through_with_a_word_that_is_a_surname(
    wereld: f.Wereld,
) -> None:
    held = reserved(wereld)
    zin = "De interventie gaat niet door: de persoon wil niet meer."
    actions.release_reservering(
        wereld.wie("coordinator"), reservering_id=held.pk, reden=zin, eigen_zin=True
    )
    assert Reservering.objects.get(pk=held.pk).reden_vrijgave == zin
