"""A secret link opens one thing, for a while, and a link for one deed opens it once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from ontschot.kern import links
from ontschot.kern.errors import Weigering
from ontschot.kern.models import Link
from ontschot.kern.scope import Actor, bezoeker, scope

pytestmark = pytest.mark.django_db
REGIO = "AM08"


def make(**anders: object) -> str:
    facts: dict[str, object] = {
        "soort": "proef",
        "regio": REGIO,
        "object_sleutel": "X-1",
        "geldig_tot": timezone.now() + timedelta(days=1),
    }
    return links.make(**(facts | anders))  # type: ignore[arg-type]


def test_a_link_opens_what_it_was_made_for(ruim: Actor) -> None:
    assert links.find(make(), soort="proef").object_sleutel == "X-1"


def test_a_link_for_one_deed_works_once(ruim: Actor) -> None:
    secret = make()
    links.use(secret, soort="proef")
    with pytest.raises(Weigering, match="werkt niet"):
        links.use(secret, soort="proef")


def test_a_link_for_more_deeds_keeps_working(ruim: Actor) -> None:
    secret = make(eenmalig=False)
    first = links.use(secret, soort="proef").gebruikt_op
    assert links.use(secret, soort="proef").gebruikt_op == first


@pytest.mark.parametrize("soort", ["anders", ""])
def test_a_link_opens_nothing_else(ruim: Actor, soort: str) -> None:
    with pytest.raises(Weigering):
        links.find(make(), soort=soort)


def test_an_expired_link_is_refused(ruim: Actor) -> None:
    secret = make()
    Link.objects.update(
        gemaakt_op=timezone.now() - timedelta(days=3), geldig_tot=timezone.now() - timedelta(days=1)
    )
    with pytest.raises(Weigering):
        links.find(secret, soort="proef")


def test_a_revoked_link_is_refused(ruim: Actor) -> None:
    secret = make()
    assert links.revoke(soort="proef", object_sleutel="X-1") == 1
    with pytest.raises(Weigering):
        links.use(secret, soort="proef")


def test_the_database_does_not_hold_the_secret(ruim: Actor) -> None:
    secret = make()
    assert secret not in str(Link.objects.values().get())


def test_a_visitor_sees_links_of_the_own_region_only(ruim: Actor) -> None:
    make()
    with scope(bezoeker("AM11")):
        assert not Link.objects.exists()


def test_a_link_cannot_end_before_it_begins(ruim: Actor) -> None:
    with pytest.raises(IntegrityError, match="kern_link_period"):
        make(geldig_tot=timezone.now() - timedelta(days=1))
