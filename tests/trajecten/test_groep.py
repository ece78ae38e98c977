"""One course for several people: bought once, decided and counted per person."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor
from ontschot.netwerk.models import Organisatie, Rol
from ontschot.trajecten import actions
from ontschot.trajecten.models import Groep, Interventie, Toetsregel
from tests.trajecten import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def rol(ruim: Actor) -> Rol:
    return f.rol()


@pytest.fixture
def wie(rol: Rol) -> Actor:
    return f.actor(rol)


def make(wie: Actor, *, cent: int = 10_000, plaatsen: int = 3) -> Groep:
    today = timezone.localdate()
    return actions.make_groep(
        wie,
        naam="Certificaten voor vissers",
        interventiesoort="scholing_vaardigheid",
        inkoper_id=Organisatie.objects.get(sleutel="uwv").pk,
        totaal_cent=cent,
        btw="excl",
        plaatsen=plaatsen,
        van=today,
        tot=today + timedelta(days=30),
    )


def filled(wie: Actor, number: int = 3) -> Groep:
    groep = make(wie)
    for _ in range(number):
        person = f.kandidaat(wie)
        f.advies(wie, person)
        actions.add_lid(wie, groep_id=groep.pk, kandidaat_id=person.pk)
    return groep


def test_the_price_is_divided_to_the_cent_and_everybody_counts(wie: Actor) -> None:
    groep = filled(wie)
    actions.plan_groep(wie, groep_id=groep.pk, op=timezone.localdate(), wijze="gesprek")
    planned = Interventie.objects.filter(groepslid__groep=groep).order_by("pk")
    assert [i.gevraagd_cent for i in planned] == [3_334, 3_333, 3_333]
    assert len({i.kandidaat_sleutel for i in planned}) == 3
    with pytest.raises(Weigering, match="al gepland"):
        actions.plan_groep(wie, groep_id=groep.pk, op=timezone.localdate(), wijze="gesprek")


def test_one_person_who_cannot_stops_all(wie: Actor) -> None:
    groep = filled(wie, 2)
    other = groep.leden.last()
    assert other
    actions.start_arrangement(wie, kandidaat_id=other.kandidaat_id, doel="Iets anders")
    f.sql("DELETE FROM kandidaten_situatiefeit WHERE kandidaat_id = %s", other.kandidaat_id)
    with pytest.raises(Weigering, match=other.kandidaat.sleutel):
        actions.plan_groep(wie, groep_id=groep.pk, op=timezone.localdate(), wijze="gesprek")
    assert not Interventie.objects.filter(groepslid__groep=groep).exists()


def test_a_full_group_takes_nobody_more_even_past_the_application(wie: Actor) -> None:
    groep = filled(wie)
    person = f.kandidaat(wie)
    with pytest.raises(Weigering, match="vol"):
        actions.add_lid(wie, groep_id=groep.pk, kandidaat_id=person.pk)
    with pytest.raises(DatabaseError, match="group is full"), transaction.atomic():
        f.sql(
            "INSERT INTO trajecten_groepslid (regio_id, groep_id, kandidaat_id) "
            "VALUES ('AM08', %s, %s)",
            groep.pk,
            person.pk,
        )


def test_on_the_screen_from_one_form_to_a_question_for_all(rol: Rol, wie: Actor, als: Any) -> None:
    groep = filled(wie)
    client, url = als(rol), f"/groepen/{groep.pk}/"
    today = timezone.localdate().isoformat()
    assert client.post(url, {"wat": "plan", "op": "", "wijze": "gesprek"}).status_code == 422
    assert client.post(url, {"wat": "plan", "op": today, "wijze": "gesprek"}).status_code == 302
    lines = Toetsregel.objects.filter(interventie__groepslid__groep=groep, antwoord="")
    for facility in set(lines.values_list("voorziening", flat=True)):
        half = {"wat": "toets", "voorziening": facility, "kaart": "v0", "v0-reden": "Te duur."}
        assert client.post(url, half).status_code == 422
        assert client.post(url, half | {"v0-antwoord": "ontoereikend"}).status_code == 302
    assert not lines.exists()
    ready = Interventie.objects.filter(groepslid__groep=groep, toets_gedaan_op__isnull=False)
    assert ready.count() == 3
    asked = client.post(f"{url}besluit-vragen/", follow=True).content.decode()
    assert "Gevraagd voor 3 mensen." in asked
    assert {i.status for i in ready} == {"besluit_gevraagd"}


def test_twice_the_people_take_no_more_queries(
    rol: Rol, wie: Actor, als: Any, count_queries: Any
) -> None:
    groep, client = filled(wie, 1), als(rol)
    client.get(f"/groepen/{groep.pk}/")
    with count_queries() as one:
        client.get(f"/groepen/{groep.pk}/")
    for _ in range(2):
        actions.add_lid(wie, groep_id=groep.pk, kandidaat_id=f.kandidaat(wie).pk)
    with count_queries() as three:
        client.get(f"/groepen/{groep.pk}/")
    assert three.aantal == one.aantal
