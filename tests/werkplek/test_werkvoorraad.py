"""The first page of everybody, and the search in the top bar."""

from typing import Any

import pytest

from ontschot.casusoverleg.actions import ask_besluit
from ontschot.kandidaten.actions import set_afgeschermd
from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from tests.meldingen.factories import melding
from tests.trajecten import factories as f

pytestmark = pytest.mark.usefixtures("ruim")


@pytest.mark.parametrize("soort", list(Rolsoort))
def test_every_role_opens_the_werkvoorraad(soort: Rolsoort, als: Any) -> None:
    html = als(f.rol(soort)).get("/werkvoorraad/").content.decode()
    assert "Nu eerst" in html
    assert ("Deze week in de regio" in html) == (soort in PROFESSIONALS)


def test_a_visitor_is_asked_to_sign_in(client: Any) -> None:
    assert client.get("/werkvoorraad/").status_code == 302
    assert client.get("/zoek/").status_code == 302


@pytest.mark.parametrize("soort", [Rolsoort.GIDS, Rolsoort.COORDINATOR])
def test_twice_as_much_that_waits_costs_no_more_questions(
    soort: Rolsoort, als: Any, count_queries: Any
) -> None:
    rol = f.rol(soort)
    client = als(rol)

    def more() -> None:
        for _ in range(3):
            melding(eigenaar_id=rol.medewerker_id)
            giver = f.actor(f.rol())
            if soort == Rolsoort.GIDS:
                f.overdracht(giver, f.kandidaat(giver), rol)
                f.interventie(f.actor(rol), f.kandidaat(f.actor(rol)))
            else:
                ask_besluit(giver, interventie_id=f.ready(giver).pk)

    def asked() -> tuple[int, int]:
        with count_queries() as counted:
            shown = client.get("/werkvoorraad/").content.decode()
        return counted.aantal, shown.count("<li")

    more()
    questions, items = asked()
    more()
    again, more_items = asked()
    assert again == questions
    assert more_items > items


def search(client: Any, text: str) -> str:
    response = client.get("/zoek/", {"q": text})
    assert response.status_code == 200
    return str(response.content.decode())


def test_my_own_people_are_found_by_name_and_those_of_others_without(als: Any) -> None:
    gids, colleague = f.rol(), f.rol()
    person = f.kandidaat(f.actor(gids), voornaam="Samira", achternaam="Verhoeven")
    mine, theirs = search(als(gids), "verhoeven"), search(als(colleague), "verhoeven")
    assert "Samira Verhoeven" in mine
    assert person.get_absolute_url() in mine
    assert "Samira" not in theirs
    assert "afgeschermde treffer" in theirs
    assert f"/kandidaten/{person.sleutel}/toegang/" in theirs


def test_who_is_afgeschermd_is_not_there_for_others(als: Any) -> None:
    gids, colleague = f.rol(), f.rol()
    person = f.kandidaat(f.actor(gids), achternaam="Stilleweg")
    set_afgeschermd(f.actor(gids), kandidaat=person, afgeschermd=True)
    assert "Stilleweg" in search(als(gids), "stilleweg")
    assert person.sleutel not in search(als(colleague), "stilleweg")


def test_a_dienst_is_found_beside_the_people(als: Any) -> None:
    assert "vrachtwagenchauffeur" in search(als(f.rol()), "vrachtwagen")


@pytest.mark.parametrize("text", ["", " ", "x"])
def test_too_little_finds_nobody(als: Any, text: str) -> None:
    gids = f.rol()
    f.kandidaat(f.actor(gids))
    assert "Samira" not in search(als(gids), text)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "'; DROP TABLE kandidaten_kandidaat; --",
        "%' OR 1=1 --",
        "\\ & | ! ( :* ' \"",
        "a" * 5000,
        "\u202e\u0301👩‍🚒 \ud7ff",
        "{{ 7|add:7 }} {% debug %}",
    ],
)
def test_hostile_text_is_text(als: Any, text: str) -> None:
    gids = f.rol()
    f.kandidaat(f.actor(gids))
    html = search(als(gids), text)
    assert "<script>alert" not in html
    assert "Samira" not in html


def test_twice_as_many_hits_cost_no_more_questions(als: Any, count_queries: Any) -> None:
    gids = f.rol()
    client = als(gids)

    def asked() -> int:
        for _ in range(3):
            f.kandidaat(f.actor(gids))
            f.kandidaat(f.actor(f.rol()))
        with count_queries() as counted:
            search(client, "verhoeven")
        return int(counted.aantal)

    asked()
    assert asked() == asked()
