"""The pages of the network, and going on in another role."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from ontschot.kern.models import Auditregel
from ontschot.kern.rollen import Rolsoort
from ontschot.netwerk import queries
from ontschot.netwerk.models import Organisatie, Partner, Rol
from tests.netwerk.factories import OrganisatieFactory, RolFactory, rol

pytestmark = pytest.mark.usefixtures("ruim")
Als = Callable[[Rol], Client]


def test_the_page_shows_the_partners_of_the_region_with_their_people(als: Als) -> None:
    gids = rol(medewerker__naam="Aisha Demir")
    page = als(gids).get("/netwerk/").content.decode()
    assert "Rijk van Nijmegen" in page
    assert "Leerwerkloket" in page
    assert "Aisha Demir" in page
    assert "Berg en Dal" in page


def test_a_partner_of_another_region_or_time_does_not_stand_among_them() -> None:
    vcp = Partner.objects.get(organisatie__sleutel="vcp")
    vcp.tot = timezone.localdate() - timedelta(days=1)
    vcp.save()
    Partner.objects.create(
        organisatie=OrganisatieFactory(naam="Verweg"), regio_id="AM10", van=vcp.van
    )
    found = queries.overview("AM08", timezone.localdate())
    assert "VCP" not in [p.naam for p in found.partners]
    assert [p.naam for p in found.voorheen] == ["VCP"]
    assert "Verweg" not in [p.naam for p in found.partners]


def test_the_page_asks_as_much_for_many_colleagues_as_for_few(als: Als, count_queries: Any) -> None:
    client = als(rol())
    asked = []
    for number in (3, 6):
        RolFactory.create_batch(number)
        with count_queries() as counted:
            client.get("/netwerk/")
        asked.append(counted.aantal)
    assert asked[0] == asked[1]


def second_role(first: Rol, **over: Any) -> Rol:
    return RolFactory(
        medewerker=first.medewerker, organisatie=Organisatie.objects.get(sleutel="fnv"), **over
    )


@pytest.mark.parametrize("address", ["/rol/{}/", "/rol/"])
def test_a_medewerker_goes_on_in_another_own_role(als: Als, address: str) -> None:
    first = rol()
    second = second_role(first, soort=Rolsoort.KASSIER)
    client = als(first)
    answer = client.post(address.format(second.pk), {"rol": second.pk})
    assert answer.status_code == 302
    page = client.get("/netwerk/").content.decode()
    assert "kassier · FNV" in page
    assert Auditregel.objects.filter(gebeurtenis="rol_gewisseld").count() == 1


def test_the_switcher_offers_every_role_and_shows_only_when_there_is_a_choice(als: Als) -> None:
    first = rol()
    assert "Werk als" not in als(first).get("/netwerk/").content.decode()
    second_role(first)
    assert "Werk als" in als(first).get("/netwerk/").content.decode()


def test_nobody_takes_the_role_of_another_or_one_that_is_over(als: Als) -> None:
    first, other = rol(), rol(Rolsoort.KASSIER)
    over = second_role(first, tot=timezone.localdate() - timedelta(days=1))
    coming = second_role(first, van=timezone.localdate() + timedelta(days=1))
    client = als(first)
    for wanted in [other.pk, over.pk, coming.pk, 10**12]:
        client.post(f"/rol/{wanted}/")
        assert client.session[queries.ROL_IN_SESSION] == first.pk
    for wanted in ["", "x", "-1", "9" * 30, "²"]:
        assert client.post("/rol/", {"rol": wanted}).status_code == 302
    assert client.session[queries.ROL_IN_SESSION] == first.pk


def test_a_link_cannot_switch_a_role(als: Als) -> None:
    first = rol()
    second = second_role(first)
    assert als(first).get(f"/rol/{second.pk}/").status_code == 405


def test_a_role_that_ended_yesterday_opens_nothing_today(als: Als) -> None:
    client = als(rol(tot=timezone.localdate() - timedelta(days=1)))
    assert client.get("/netwerk/").status_code == 302


def test_the_database_refuses_the_same_role_twice_and_a_period_that_runs_backwards() -> None:
    first = rol()
    for over in [{}, {"van": date(2023, 1, 1), "tot": date(2022, 1, 1)}]:
        with pytest.raises(IntegrityError), transaction.atomic():
            RolFactory(medewerker=first.medewerker, organisatie=first.organisatie, **over)


def test_a_buyer_without_a_code_for_the_monitor_is_refused() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisatieFactory(mag_inkopen=True, monitorcode="")
