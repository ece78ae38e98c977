"""Every address, opened as every role: exactly what `docs/routes.md` says, and never a 500."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from ontschot.kern.management.commands.routes_tabel import table
from ontschot.kern.rollen import BEZOEKER, KANDIDAAT, Rolsoort
from ontschot.kern.routes import ROUTES, Route
from ontschot.kern.scope import Actor
from ontschot.netwerk.models import Medewerker, Organisatie, Rol
from tests.berichten.factories import own_page, person
from tests.netwerk.factories import rol

assert get_resolver().url_patterns
# Nothing has this number or key, so a page that needs one answers that it is not there.
NOBODY = {
    "sleutel": "AM08-2222-22",
    "nummer": "v-0",
    "code": "AM08",
    "persona": "gids-uwv",
    "tabel": "doelgroep",
    "soort": "csv",
}
ROLES = [BEZOEKER, KANDIDAAT, *Rolsoort]


@pytest.fixture
def client_of(ruim: Actor, als: Callable[[Rol], Client]) -> Callable[[str], Client]:
    """A client in Rijk van Nijmegen with this role; the visitor is not signed in."""

    def make(role: str) -> Client:
        if role == BEZOEKER:
            return Client()
        if role == KANDIDAAT:
            return own_page(person(rol()))
        email = f"{role}@voorbeeld.nl"
        user = get_user_model().objects.create_user(username=email, email=email)
        medewerker = Medewerker.objects.create(user=user, naam=f"Iemand {role}", email=email)
        return als(
            Rol.objects.create(
                medewerker=medewerker,
                organisatie=Organisatie.objects.get(sleutel="uwv"),
                regio_id="AM08",
                soort=role,
                van=timezone.localdate() - timedelta(days=1),
            )
        )

    return make


def _address(route: Route) -> str:
    names = {part.split(":")[-1].rstrip(">"): part for part in route.pad.split("/") if "<" in part}
    values = {
        name: 999_999_999 if "int:" in part else NOBODY.get(name, "bestaat-niet")
        for name, part in names.items()
    }
    return reverse(route.naam, kwargs=values)


def _refused(role: str, route: Route, response: HttpResponse) -> bool:
    if KANDIDAAT in route.rollen:
        return response.status_code == 302 and response["Location"] == settings.EIGEN_LOGIN_URL
    if role in {BEZOEKER, KANDIDAAT}:
        return response.status_code == 302 and "/account/login/" in response["Location"]
    return response.status_code == 403


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_the_routes_that_list_it_and_no_other(
    role: str, client_of: Callable[[str], Client]
) -> None:
    client, wrong = client_of(role), []
    for route in ROUTES.values():
        address = _address(route)
        response = client.post(address) if route.knop else client.get(address)
        if _refused(role, route, response) == (role in route.rollen) or response.status_code >= 500:
            wrong.append(f"{address}: {response.status_code}")
    assert not wrong


def test_the_table_for_people_is_what_the_code_says() -> None:
    written = Path(settings.ROOT_DIR, "docs", "routes.md").read_text(encoding="utf-8")
    assert written == table(), "run: ./ontschot manage routes_tabel --schrijf"
