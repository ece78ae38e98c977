"""The menukaart on the screen: found in plain words, read, and checked by who keeps it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ontschot.kern.models import Auditregel
from ontschot.kern.rollen import IEDEREEN, Rolsoort
from ontschot.kern.scope import Actor
from ontschot.menukaart import queries
from ontschot.menukaart.models import Dienst
from ontschot.menukaart.queries import Filter
from ontschot.netwerk.models import Gemeente
from tests.meldingen.factories import rol

Als = Callable[[Any], Client]


def found(**over: Any) -> list[str]:
    chosen = Filter(**over)
    order = queries.VOLGORDE_GEZOCHT if chosen.q else queries.VOLGORDE
    rows = queries.search(chosen, timezone.localdate()).order_by(*order)
    return [dienst.sleutel for dienst in rows]


def test_plain_words_find_a_longer_word_and_the_title_weighs_most(ruim: Actor) -> None:
    assert any("schuld" in key for key in found(q="ik heb schulden"))
    assert found(q="webinars van uwv")[0] == "uwv-webinars"


@pytest.mark.parametrize("q", ["'; DROP TABLE x; --", "a & | ! ( :*", "%", "\\", "'''", "de"])
def test_hostile_or_empty_words_find_little_and_break_nothing(ruim: Actor, q: str) -> None:
    assert len(found(q=q)) <= Dienst.objects.count()


def test_a_service_that_the_gemeente_does_not_offer_falls_out_of_its_filter(ruim: Actor) -> None:
    absent = Dienst.objects.filter(gemeenten__beschikbaar=False).first()
    assert absent is not None
    place = absent.gemeenten.filter(beschikbaar=False).values_list("gemeente_id", flat=True)[0]
    assert absent.sleutel in found()
    assert absent.sleutel not in found(gemeente_id=place)


def test_the_other_region_sees_nothing_of_this_menukaart(ruim: Actor, als: Als) -> None:
    elsewhere = als(rol(regio="AM10"))
    assert "nog geen diensten" in elsewhere.get("/menukaart/").content.decode()
    answer = elsewhere.get("/menukaart/uwv-webinars/", follow=True)
    assert "webinar" not in answer.content.decode()


@pytest.mark.parametrize("soort", sorted(IEDEREEN))
def test_every_role_reads_the_list_and_a_service(ruim: Actor, als: Als, soort: Rolsoort) -> None:
    client = als(rol(soort))
    page = client.get("/menukaart/")
    assert page.status_code == 200
    assert len(page.content) <= 50_000
    assert client.get("/menukaart/uwv-webinars/").status_code == 200


def test_filters_stand_in_the_url_and_survive_the_next_page(ruim: Actor, als: Als) -> None:
    page = als(rol()).get("/menukaart/?vorm=individueel&soort=&q=").content.decode()
    assert 'value="individueel" selected' in page
    assert "vorm=individueel" in page.split("na=")[0].rsplit("href", 1)[1]


def test_nothing_found_offers_a_way_on_and_an_unknown_choice_is_no_error(
    ruim: Actor, als: Als
) -> None:
    client = als(rol())
    assert "geen dienst die hierbij past" in client.get("/menukaart/?q=xyzzy").content.decode()
    assert client.get("/menukaart/?stap=EW99&gemeente=abc&na=stuk").status_code == 200


def test_where_a_service_differs_stands_on_its_page(ruim: Actor, als: Als) -> None:
    dienst = Dienst.objects.filter(gemeenten__beschikbaar=False).first()
    assert dienst is not None
    page = als(rol()).get(f"/menukaart/{dienst.sleutel}/").content.decode()
    for verschil in dienst.gemeenten.all():
        assert verschil.gemeente.naam in page


def test_the_owner_says_that_it_is_still_right_and_it_is_remembered(ruim: Actor, als: Als) -> None:
    uwv = rol(organisatie="uwv", naam="Aisha Demir")
    client = als(uwv)
    assert "Ja, dit klopt nog" in client.get("/menukaart/uwv-webinars/").content.decode()
    client.post("/menukaart/uwv-webinars/klopt/")
    dienst = Dienst.objects.get(sleutel="uwv-webinars")
    assert dienst.gecontroleerd_op == timezone.localdate()
    assert dienst.gecontroleerd_door_id == uwv.medewerker_id
    assert Auditregel.objects.filter(gebeurtenis="dienst_gecontroleerd").exists()
    shown = client.get("/menukaart/uwv-webinars/").content.decode()
    assert "door Aisha Demir" in " ".join(shown.split())


def test_another_organisation_cannot_and_reads_who_can(ruim: Actor, als: Als) -> None:
    client = als(rol(organisatie="fnv"))
    assert "Ja, dit klopt nog" not in client.get("/menukaart/uwv-webinars/").content.decode()
    before = Dienst.objects.get(sleutel="uwv-webinars").gecontroleerd_op
    client.post("/menukaart/uwv-webinars/klopt/")
    assert Dienst.objects.get(sleutel="uwv-webinars").gecontroleerd_op == before
    coordinator = als(rol(Rolsoort.COORDINATOR, organisatie="gemeente-nijmegen"))
    coordinator.post("/menukaart/uwv-webinars/klopt/")
    assert Dienst.objects.get(sleutel="uwv-webinars").gecontroleerd_op == timezone.localdate()


def test_list_and_detail_cost_the_same_with_twice_as_much(
    ruim: Actor, als: Als, count_queries: type
) -> None:
    client = als(rol())

    def cost(page: str) -> int:
        with count_queries() as counted:
            client.get(page)
        return int(counted.aantal)

    pages = ["/menukaart/?q=training", "/menukaart/uwv-webinars/"]
    before = [cost(page) for page in pages]
    _double()
    assert [cost(page) for page in pages] == before


def _double() -> None:
    for dienst in Dienst.objects.filter(naam__icontains="training"):
        dienst.pk, dienst.sleutel = None, f"{dienst.sleutel}-2"
        dienst.save(force_insert=True)
    first = Dienst.objects.get(sleutel="uwv-webinars")
    for gemeente in Gemeente.objects.filter(naam__in=["Nijmegen", "Wijchen", "Druten"]):
        first.gemeenten.create(gemeente=gemeente, voorwaarde="anders")
