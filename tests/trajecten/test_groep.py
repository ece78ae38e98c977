"""One course for several people: bought once, decided and counted per person."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor
from ontschot.netwerk.models import Organisatie, Rol
from ontschot.trajecten import actions, verplichten
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


# --- somebody leaves ---------------------------------------------------------------------------


def planned(wie: Actor) -> Groep:
    groep = filled(wie)
    actions.plan_groep(wie, groep_id=groep.pk, op=timezone.localdate(), wijze="gesprek")
    groep.refresh_from_db()
    return groep


def prices(groep: Groep) -> list[int]:
    found = Interventie.objects.filter(groepslid__groep=groep).exclude(status="vervallen")
    return [i.prijs_cent for i in found.order_by("pk")]


def leave(wie: Actor, groep: Groep, **over: Any) -> None:
    lid = groep.leden.exclude(interventie__status="vervallen").order_by("pk")[0]
    actions.leave_groep(wie, lid_id=lid.pk, **{"afbreekreden": "werk", **over})
    groep.refresh_from_db()
    f.sql("SET CONSTRAINTS ALL IMMEDIATE")
    f.sql("SET CONSTRAINTS ALL DEFERRED")


def test_who_leaves_before_the_planning_frees_a_place(wie: Actor) -> None:
    groep = filled(wie)
    lid = groep.leden.first()
    assert lid
    actions.leave_groep(wie, lid_id=lid.pk)
    assert groep.leden.count() == 2
    actions.add_lid(wie, groep_id=groep.pk, kandidaat_id=f.kandidaat(wie).pk)


def test_who_leaves_takes_the_own_part_along(wie: Actor) -> None:
    groep = planned(wie)
    leave(wie, groep)
    assert (groep.totaal_cent, prices(groep)) == (6_666, [3_333, 3_333])


def test_or_the_others_carry_it_to_the_cent(wie: Actor) -> None:
    groep = planned(wie)
    leave(wie, groep, prijs="zelfde")
    assert (groep.totaal_cent, prices(groep)) == (10_000, [5_000, 5_000])
    leave(wie, groep, prijs="zelfde")
    assert prices(groep) == [10_000]
    with pytest.raises(Weigering, match="niemand meer"):
        leave(wie, groep, prijs="zelfde")
    leave(wie, groep)
    assert prices(groep) == []


def test_what_another_payer_carries_stays_when_the_price_is_spread(wie: Actor) -> None:
    groep = planned(wie)
    last = groep.leden.order_by("pk").last()
    assert last
    assert last.interventie
    share = actions.Deel("werkgever", "Rederij", 333)
    actions.replan(
        wie,
        interventie_id=last.interventie_id,
        gevraagd_cent=3_000,
        btw="excl",
        inkoper_id=last.interventie.inkoper_id,
        delen=[share],
    )
    leave(wie, groep, prijs="zelfde")
    last.interventie.refresh_from_db()
    assert (last.interventie.gevraagd_cent, last.interventie.totaal_cent) == (4_667, 5_000)


def test_the_price_of_who_was_asked_about_does_not_change(wie: Actor) -> None:
    groep = planned(wie)
    other = groep.leden.order_by("pk").last()
    assert other
    assert other.interventie
    f.toets(wie, other.interventie)
    stand = verplichten.stand_of(other.interventie, reden_boven_plafond="nodig")
    verplichten.ask(other.interventie, stand)
    with pytest.raises(Weigering, match="verandert niet meer"):
        leave(wie, groep, prijs="zelfde")
    with pytest.raises(Weigering, match="Laat de interventie zelf vervallen"):
        actions.leave_groep(wie, lid_id=other.pk, afbreekreden="werk")
    leave(wie, groep)
    assert groep.totaal_cent == 6_666


def test_one_part_of_a_group_is_not_replanned_for_another_price(wie: Actor) -> None:
    groep = planned(wie)
    member = Interventie.objects.filter(groepslid__groep=groep)[0]
    with pytest.raises(Weigering, match="hoort bij de groep"):
        actions.replan(
            wie,
            interventie_id=member.pk,
            gevraagd_cent=1,
            btw="excl",
            inkoper_id=member.inkoper_id,
        )
    actions.cancel(wie, interventie_id=member.pk, reden="Toch niet")
    groep.refresh_from_db()
    assert sum(prices(groep)) == groep.totaal_cent


def ended(statement: str, *values: object) -> None:
    """The statement, and what the database says of it when the transaction would end."""
    f.sql(statement, *values)
    f.sql("SET CONSTRAINTS ALL IMMEDIATE")


OTHER_SUM = {
    "the price": "UPDATE trajecten_groep SET totaal_cent = 9999 WHERE id = %s",
    "a member": """DELETE FROM trajecten_groepslid WHERE id =
        (SELECT min(id) FROM trajecten_groepslid WHERE groep_id = %s)""",
    "a part": """UPDATE trajecten_interventie SET gevraagd_cent = 1 WHERE id =
        (SELECT min(interventie_id) FROM trajecten_groepslid WHERE groep_id = %s)""",
}


@pytest.mark.parametrize("what", OTHER_SUM)
def test_the_database_keeps_the_sum_of_a_group(wie: Actor, what: str) -> None:
    groep = planned(wie)
    with pytest.raises(DatabaseError, match="does not add up"), transaction.atomic():
        ended(OTHER_SUM[what], groep.pk)
    f.sql("SET CONSTRAINTS ALL DEFERRED")


def test_leaving_on_the_screen_asks_why_and_who_pays(rol: Rol, wie: Actor, als: Any) -> None:
    groep = planned(wie)
    client, lid = als(rol), groep.leden.order_by("pk")[0]
    url = f"/groepen/leden/{lid.pk}/weg/"
    assert f'href="{url}"' in client.get(f"/groepen/{groep.pk}/").content.decode()
    assert client.post(url, {"prijs": "zelfde", "afbreekreden": ""}).status_code == 422
    assert client.post(url, {"prijs": "zelfde", "afbreekreden": "werk"}).status_code == 302
    assert prices(groep) == [5_000, 5_000]
