"""Who may work for whom: given and ended by an administrator, never by oneself."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from ontschot.beheer import actions
from ontschot.kern.errors import Weigering
from ontschot.kern.models import Auditregel
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.netwerk.models import Organisatie, Rol
from tests.netwerk import factories as network

TODAY = timezone.localdate()
BEHEERDER = Actor(rol=Rolsoort.BEHEER, regios=("AM08",), medewerker_id=0, naam="Tom Aarts")


def _uwv() -> int:
    return Organisatie.objects.get(sleutel="uwv").pk


def _give(medewerker_id: int, **changed: object) -> Rol:
    facts = {
        "organisatie_id": _uwv(), "soort": Rolsoort.GIDS, "van": TODAY, "tot": None, **changed,
    }  # fmt: skip
    return actions.give_rol(BEHEERDER, medewerker_id=medewerker_id, **facts)  # type: ignore[arg-type]


def test_a_new_medewerker_has_no_password_and_is_in_the_log(ruim: Actor) -> None:
    medewerker = actions.add_medewerker(BEHEERDER, naam=" Aisha ", email="Aisha@Voorbeeld.nl")
    assert (medewerker.naam, medewerker.email) == ("Aisha", "aisha@voorbeeld.nl")
    assert not medewerker.user.has_usable_password()
    assert Auditregel.objects.filter(gebeurtenis="medewerker_toegevoegd").exists()


def test_the_same_address_twice_is_refused_with_the_field(ruim: Actor) -> None:
    actions.add_medewerker(BEHEERDER, naam="Aisha", email="a@b.nl")
    with pytest.raises(Weigering, match="Geef die persoon een rol erbij") as refused:
        actions.add_medewerker(BEHEERDER, naam="Een ander", email="A@B.nl")
    assert refused.value.veld == "email"


def test_nobody_gives_themselves_a_role(ruim: Actor) -> None:
    with pytest.raises(Weigering, match="jezelf geen rol"):
        _give(0)


def test_a_role_is_for_a_partner_of_the_region(ruim: Actor) -> None:
    medewerker = actions.add_medewerker(BEHEERDER, naam="Aisha", email="a@b.nl")
    with pytest.raises(Weigering, match="geen partner"):
        _give(medewerker.pk, van=TODAY - timedelta(days=20_000))


def test_the_database_refuses_the_same_role_twice_at_once(ruim: Actor) -> None:
    medewerker = actions.add_medewerker(BEHEERDER, naam="Aisha", email="a@b.nl")
    _give(medewerker.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        _give(medewerker.pk, van=TODAY + timedelta(days=5))


def test_a_role_of_another_region_cannot_be_ended(ruim: Actor) -> None:
    medewerker = actions.add_medewerker(BEHEERDER, naam="Aisha", email="a@b.nl")
    rol = _give(medewerker.pk)
    elsewhere = Actor(rol=Rolsoort.BEHEER, regios=("AM11",), medewerker_id=1, naam="Ander")
    with pytest.raises(Weigering, match="bestaat niet in jouw regio"):
        actions.end_rol(elsewhere, rol_id=rol.pk, op=TODAY)
    assert actions.end_rol(BEHEERDER, rol_id=rol.pk, op=TODAY).tot == TODAY


def test_somebody_gets_a_second_role_on_the_screen_and_not_the_same_twice(
    ruim: Actor, als: Callable[[Rol], Client]
) -> None:
    beheerder = als(network.rol(Rolsoort.BEHEER, "werkbedrijf"))
    other = network.rol(Rolsoort.LOOPBAANCOACH, "fnv")
    address = f"/medewerkers/{other.medewerker_id}/rol/"
    fields = {"organisatie": _uwv(), "soort": "gids", "van": TODAY.isoformat(), "tot": ""}
    assert beheerder.post(address, fields).status_code == 302
    assert Rol.objects.filter(medewerker=other.medewerker, soort="gids").count() == 1
    again = beheerder.post(address, fields)
    assert "Deze rol heeft deze medewerker in die tijd al." in again.content.decode()
    assert Rol.objects.filter(medewerker=other.medewerker, soort="gids").count() == 1
    assert beheerder.post("/medewerkers/999999999/rol/", fields).status_code == 404


def test_the_list_shows_everybody_in_a_fixed_number_of_queries(
    ruim: Actor, als: Callable[[Rol], Client], count_queries: Any
) -> None:
    beheerder, asked = als(network.rol(Rolsoort.BEHEER, "werkbedrijf")), []
    for _ in range(2):
        for _ in range(3):
            network.rol(Rolsoort.GIDS, "uwv")
        with count_queries() as counted:
            assert beheerder.get("/medewerkers/").status_code == 200
        asked.append(counted.aantal)
    assert asked[0] == asked[1]
