"""The page with the rules."""

from collections.abc import Callable

import pytest
from django.test import Client

from ontschot.netwerk.models import Rol
from tests.netwerk.factories import rol

pytestmark = pytest.mark.usefixtures("ruim")


def test_the_page_says_what_holds_what_is_provisional_and_what_is_not_certain(
    als: Callable[[Rol], Client],
) -> None:
    page = als(rol()).get("/regelingen/").content.decode()
    assert "Werkcentrum (vanaf 2025)" in page
    assert "voorlopig" in page
    assert "juridische betekenis van deze bedragen staat niet vast" in page
    assert "€\xa05.000" in page
    assert "incl. btw" in page
    assert "Banenafspraak" in page


def test_a_visitor_does_not_see_it(client: Client) -> None:
    assert client.get("/regelingen/").status_code == 302
