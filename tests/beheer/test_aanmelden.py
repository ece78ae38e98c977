"""Signing in: demo people in the demo only, a lock-out, and a production that will not play."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from ontschot.beheer.demo import PERSONAS
from ontschot.kern.checks import production_errors
from ontschot.kern.models import Auditregel
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.netwerk.models import Medewerker, Organisatie, Rol

PASSWORD = "een-lang-wachtwoord-1"
User = get_user_model()


def _medewerker(persona: str | None = None, email: str = "aisha@voorbeeld.nl") -> Medewerker:
    user = User.objects.create_user(username=email, email=email, password=PASSWORD)
    return Medewerker.objects.create(user=user, naam="Aisha Demir", email=email, persona=persona)


def _rol(medewerker: Medewerker, soort: str = Rolsoort.GIDS, **period: date) -> Rol:
    return Rol.objects.create(
        medewerker=medewerker,
        organisatie=Organisatie.objects.get(sleutel="uwv"),
        regio_id="AM08",
        soort=soort,
        **{"van": timezone.localdate() - timedelta(days=1), **period},
    )


@pytest.mark.django_db
def test_every_demo_person_of_the_issue_is_there() -> None:
    assert {p.sleutel for p in PERSONAS} == {
        "gids-uwv", "loopbaancoach-fnv", "consulent-gemeente", "coordinator", "kassier",
        "kassier-2", "beleid", "monitor", "privacy", "beheer",
    }  # fmt: skip


def test_a_demo_person_signs_in_with_one_click(ruim: Actor, settings: Any, client: Client) -> None:
    settings.DEMO = True
    _rol(_medewerker("gids-uwv"))
    response = client.post("/demo/inloggen/gids-uwv/")
    assert (response.status_code, response["Location"]) == (302, "/werkvoorraad/")
    assert Auditregel.objects.filter(gebeurtenis="aangemeld", wie="Aisha Demir").exists()


def test_outside_the_demo_the_click_does_not_exist(
    ruim: Actor, settings: Any, client: Client
) -> None:
    settings.DEMO = False
    _rol(_medewerker("gids-uwv"))
    assert client.post("/demo/inloggen/gids-uwv/").status_code == 404
    assert b"Kijk rond als" not in client.get("/account/login/").content


def test_an_invented_demo_person_is_nobody(ruim: Actor, settings: Any, client: Client) -> None:
    settings.DEMO = True
    assert client.post("/demo/inloggen/admin/").status_code == 404


def test_a_password_signs_in_and_too_many_wrong_ones_lock_out(ruim: Actor, client: Client) -> None:
    _rol(_medewerker())
    good = {"login": "aisha@voorbeeld.nl", "password": PASSWORD}
    for _ in range(6):
        client.post("/account/login/", {**good, "password": "verkeerd-wachtwoord"})
    locked = client.post("/account/login/", good)
    assert locked.status_code != 302
    assert Auditregel.objects.filter(gebeurtenis="aanmelden_mislukt").exists()


def test_nobody_makes_an_account_for_themselves(client: Client, db: None) -> None:
    page = client.get("/account/signup/")
    assert b"password1" not in page.content


def test_somebody_without_a_valid_role_today_gets_nowhere(
    ruim: Actor, als: Callable[[Rol], Client]
) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    rol = _rol(_medewerker(), van=yesterday - timedelta(days=30), tot=yesterday)
    response = als(rol).get("/werkvoorraad/")
    assert response.status_code == 302
    assert "/account/login/" in response["Location"]


@pytest.mark.parametrize(
    ("modus", "key", "debug", "expected"),
    [
        ("productie", "x" * 60, False, []),
        ("productie", "kort", False, ["ontschot.E002"]),
        ("productie", "onveilig-geen-sleutel-ingesteld" + "x" * 40, False, ["ontschot.E002"]),
        ("productie", "x" * 60, True, ["ontschot.E001"]),
        ("demo", "", False, []),
    ],
)
def test_production_refuses_what_only_a_demo_may(
    modus: str, key: str, debug: bool, expected: list[str]
) -> None:
    assert [error.id for error in production_errors(modus, key, debug)] == expected
