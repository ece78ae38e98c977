"""Who may work for whom: given and ended by an administrator, never by oneself."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ontschot.beheer import actions
from ontschot.kern.errors import Weigering
from ontschot.kern.models import Auditregel
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.netwerk.models import Organisatie, Rol

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
