"""Questions on the screen, as the people who answer them see them."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ontschot.kandidaten.models import Kandidaat
from ontschot.kern.models import Auditregel
from ontschot.kern.rollen import IEDEREEN, PROFESSIONALS, Rolsoort
from ontschot.kern.scope import Actor
from ontschot.kern.tijdlijn import timeline_of
from ontschot.meldingen import actions, queries
from ontschot.meldingen.models import Advies, Melding
from ontschot.netwerk.models import Rol
from tests.meldingen import factories as maak

Als = Callable[[Any], Client]


@pytest.fixture
def gids(ruim: Actor) -> Rol:
    return maak.rol(naam="Aisha Demir")


def text(response: Any) -> str:
    return str(response.content.decode())


def test_without_questions_the_list_says_so_and_offers_a_way_on(gids: Rol, als: Als) -> None:
    page = text(als(gids).get("/vragen/"))
    assert "Er lopen nu geen vragen" in page
    assert "/vragen/nieuw/" in page


@pytest.mark.parametrize("soort", sorted(IEDEREEN))
def test_who_helps_people_reads_questions_and_nobody_else(
    ruim: Actor, als: Als, soort: Rolsoort
) -> None:
    maak.rol()
    row = maak.melding()
    client = als(maak.rol(soort))
    expected = 200 if soort in PROFESSIONALS else 403
    for page in ["/vragen/", "/vragen/nieuw/", row.get_absolute_url()]:
        assert client.get(page).status_code == expected


def test_a_question_by_telephone_is_recorded_and_owned_by_who_takes_the_call(
    gids: Rol, als: Als
) -> None:
    client = als(gids)
    answer = client.post(
        "/vragen/nieuw/",
        {
            "vraag": "Wil graag de zorg in",
            "deur": "telefoon",
            "contactwijze": "bellen",
            "naam": "Sam de Wit",
            "telefoon": "06 12345678",
            "taal": "nl",
            "zelf": "on",
        },
    )
    row = Melding.objects.get()
    assert answer.headers["Location"] == row.get_absolute_url()
    assert row.eigenaar_id == gids.medewerker_id
    assert "06 12345678" in text(client.get(row.get_absolute_url()))


def test_an_anonymous_question_at_the_counter_shows_the_code_once(gids: Rol, als: Als) -> None:
    values = {"vraag": "Help", "deur": "inloop", "contactwijze": "anoniem", "taal": "nl"}
    shown = als(gids).post("/vragen/nieuw/", values)
    code = re.search(r"[2-9B-Z]{4}-[2-9B-Z]{4}-[2-9B-Z]{4}", text(shown))
    assert code
    assert shown["Cache-Control"] == "no-store"
    found = queries.by_code(maak.REGIO, code[0])
    assert found == Melding.objects.get()


def test_a_form_that_is_wrong_comes_back_with_everything_in_it(gids: Rol, als: Als) -> None:
    values = {"vraag": "x" * 5001, "deur": "inloop", "contactwijze": "anoniem", "taal": "nl"}
    long = als(gids).post("/vragen/nieuw/", values)
    assert long.status_code == 422
    assert "5.000 tekens" in text(long)
    named = als(gids).post("/vragen/nieuw/", values | {"vraag": "Kort", "naam": "Sam"})
    assert "Je koos anoniem" in text(named)
    assert not Melding.objects.exists()


def test_hostile_text_stays_text_in_the_list_and_on_the_page(gids: Rol, als: Als) -> None:
    row = maak.melding(vraag="<img src=x onerror=alert(1)>")
    client = als(gids)
    for page in ["/vragen/", row.get_absolute_url()]:
        assert "<img src=x" not in text(client.get(page))


def test_reading_a_question_is_logged_and_the_title_holds_no_name(gids: Rol, als: Als) -> None:
    row = maak.melding(contactwijze="bellen", telefoon="0612345678", naam="Sam de Wit")
    page = text(als(gids).get(row.get_absolute_url()))
    assert Auditregel.objects.filter(gebeurtenis="vraag_bekeken").count() == 1
    title = re.search("<title>(.*?)</title>", page, re.DOTALL)
    assert title
    assert "Sam" not in title[1]


def test_the_owner_answers_and_closes_in_the_browser(gids: Rol, als: Als) -> None:
    row, client = maak.melding(), als(gids)
    url = row.get_absolute_url()
    empty = client.post(f"{url}antwoord/", {"tekst": " "})
    assert empty.status_code == 422
    too_soon = client.post(f"{url}sluiten/", {"uitkomst": "beantwoord"})
    assert "nog geen contact" in text(too_soon)
    client.post(f"{url}antwoord/", {"tekst": "Kom langs."})
    assert "Kom langs." in text(client.get(url))
    client.post(f"{url}sluiten/", {"uitkomst": "beantwoord"})
    row.refresh_from_db()
    assert row.status == "gesloten"
    assert "afgesloten: beantwoord" in text(client.get(url))


def test_a_colleague_takes_over_by_button_and_sees_when_it_was_too_late(
    gids: Rol, als: Als
) -> None:
    row = maak.melding(eigenaar_id=gids.medewerker_id)
    joost, mila = maak.rol(naam="Joost"), maak.rol(naam="Mila")
    url = row.get_absolute_url()
    seen = {"van": str(gids.medewerker_id)}
    als(joost).post(f"{url}overnemen/", seen)
    late = als(mila).post(f"{url}overnemen/", seen, headers={"Referer": "http://testserver" + url})
    assert late.status_code == 302
    row.refresh_from_db()
    assert row.eigenaar_id == joost.medewerker_id


def test_another_region_finds_no_question_at_that_address(gids: Rol, als: Als) -> None:
    row = maak.melding(vraag="Geheim verhaal")
    stranger = als(maak.rol(regio="AM10"))
    assert "Geheim verhaal" not in text(stranger.get("/vragen/"))
    assert stranger.get(row.get_absolute_url()).status_code != 200


def test_a_question_of_a_closed_dossier_is_not_for_everybody(gids: Rol, als: Als) -> None:
    row = maak.melding(vraag="Over mijn schulden", eigenaar_id=gids.medewerker_id)
    row.kandidaat = maak.kandidaat(gids)
    row.save()
    other = als(maak.rol())
    assert "Over mijn schulden" not in text(other.get("/vragen/"))
    assert other.get(row.get_absolute_url()).status_code != 200
    assert "Over mijn schulden" in text(als(gids).get("/vragen/"))


def test_filters_narrow_and_stand_in_the_url(gids: Rol, als: Als) -> None:
    other = maak.rol()
    maak.melding(vraag="Mijn vraag", eigenaar_id=gids.medewerker_id, deur="telefoon")
    long_ago = timezone.now() - timedelta(days=20)
    maak.melding(vraag="Oude vraag", eigenaar_id=other.medewerker_id, ontvangen_op=long_ago)
    client = als(gids)
    expected = {"wie=mij": "Mijn", "laat=on": "Oude", "deur=telefoon": "Mijn"}
    for query, seen in expected.items():
        page = text(client.get(f"/vragen/?{query}"))
        assert [name for name in ("Mijn", "Oude") if f"{name} vraag" in page] == [seen]
    assert client.get("/vragen/?status=onzin&na=stuk&deur=x").status_code == 200


def test_the_list_pages_by_fifty_within_fifty_kilobytes(gids: Rol, als: Als) -> None:
    for number in range(60):
        maak.melding(vraag=f"Nummer {number} " + "lang " * 40)
    client = als(gids)
    first = client.get("/vragen/?status=open")
    assert len(first.content) <= 50_000
    onward = re.search(r'href="(\?status=open&amp;na=[^"]+)"', text(first))
    assert onward
    second = text(client.get("/vragen/" + onward[1].replace("&amp;", "&")))
    assert second.count("<tr>") - 1 == 10


def test_a_kandidaat_is_made_of_a_question_with_what_it_already_told(gids: Rol, als: Als) -> None:
    row = maak.melding(contactwijze="bellen", telefoon="0612345678", naam="Sam de Wit")
    client, url = als(gids), f"{row.get_absolute_url()}kandidaat/"
    assert 'value="de Wit"' in text(client.get(url))
    client.post(url, {"voornaam": "Sam", "achternaam": "Wit", "telefoon": row.telefoon})
    row.refresh_from_db()
    assert row.kandidaat is not None
    assert row.kandidaat.telefoon == "0612345678"
    with pytest.raises(Exception, match="hoort al bij"):
        actions.link_kandidaat(maak.actor(gids), melding_id=row.pk, sleutel=row.kandidaat.sleutel)


def test_a_possible_duplicate_is_shown_with_a_hidden_name_before_anything_is_made(
    gids: Rol, als: Als
) -> None:
    maak.kandidaat(maak.rol(), voornaam="Samira", achternaam="Verhoeven")
    row = maak.melding(eigenaar_id=gids.medewerker_id)
    client, url = als(gids), f"{row.get_absolute_url()}kandidaat/"
    person = {"voornaam": "Samira", "achternaam": "Verhoeven", "geboortedatum": "3-4-1984"}
    Kandidaat.objects.update(geboortedatum="1984-04-03")
    shown = text(client.post(url, person))
    assert "Kennen we deze persoon al?" in shown
    assert "S•" in shown
    assert Kandidaat.objects.count() == 1
    client.post(url, person | {"toch_nieuw": "1"})
    assert Kandidaat.objects.count() == 2


def test_an_open_duplicate_can_be_linked_and_a_closed_one_cannot(gids: Rol, als: Als) -> None:
    mine, closed = maak.kandidaat(gids), maak.kandidaat(maak.rol())
    row = maak.melding(eigenaar_id=gids.medewerker_id)
    client, url = als(gids), f"{row.get_absolute_url()}koppelen/"
    for wrong in [closed.sleutel, "", "AM08-2222-22", "../x"]:
        assert client.post(url, {"sleutel": wrong}).status_code < 500
    row.refresh_from_db()
    assert row.kandidaat is None
    client.post(url, {"sleutel": mine.sleutel})
    row.refresh_from_db()
    assert row.kandidaat == mine


def test_the_advies_is_given_on_one_page_without_any_score(gids: Rol, als: Als) -> None:
    person = maak.kandidaat(gids)
    client, url = als(gids), f"/kandidaten/{person.sleutel}/advies/"
    page = text(client.get(url))
    assert "banenafspraak" in page
    for criterium in queries.criteria_today():
        assert criterium.naam in page
    empty = client.post(url, {"oordeel": "ondersteuning_nodig"})
    assert empty.status_code == 422
    assert "minstens één onderwerp" in text(empty)
    code = queries.criteria_today()[0].code
    values = {"oordeel": "ondersteuning_nodig", f"grond_{code}": "Wil graag hulp."}
    assert client.post(url, values).status_code == 302
    assert Advies.objects.get().melding_id is None
    assert "Wil graag hulp." in text(client.get(url))
    stranger = als(maak.rol()).get(url)
    assert "Wil graag hulp." not in text(stranger)


def test_what_waits_is_mine_and_for_the_coordinator_also_what_is_late(gids: Rol) -> None:
    coordinator = maak.rol(Rolsoort.COORDINATOR)
    long_ago = timezone.now() - timedelta(days=20)
    late = maak.melding(ontvangen_op=long_ago, eigenaar_id=gids.medewerker_id)
    fresh = maak.melding(eigenaar_id=gids.medewerker_id)
    mine = queries.waiting_for(maak.actor(gids))
    assert [item.url for item in mine] == [late.get_absolute_url(), fresh.get_absolute_url()]
    assert mine[0].uitleg == "Vraag van anonieme bezoeker · portaal"
    climbed = queries.waiting_for(maak.actor(coordinator))
    assert [item.url for item in climbed] == [late.get_absolute_url()]
    assert "Aisha Demir" in climbed[0].uitleg


def test_the_figures_of_the_week_count_what_came_and_how_long_it_took(gids: Rol) -> None:
    assert queries.week_figures(maak.REGIO) == queries.Weekcijfers(0, None)
    for _ in range(3):
        row = maak.melding()
    actions.record_first_contact(maak.actor(gids), melding_id=row.pk)
    figures = queries.week_figures(maak.REGIO)
    assert figures.nieuw == 3
    assert figures.uren_tot_contact == pytest.approx(0, abs=0.1)


def test_the_dossier_gets_the_advies_and_the_story(gids: Rol) -> None:
    person = maak.kandidaat(gids)
    assert queries.dossier_part(person).advies is None
    row = maak.melding(eigenaar_id=gids.medewerker_id)
    actions.link_kandidaat(maak.actor(gids), melding_id=row.pk, sleutel=person.sleutel)
    actions.answer(maak.actor(gids), melding_id=row.pk, tekst="Kom langs.")
    grounds = {queries.criteria_today()[0].code: "Wil graag hulp."}
    actions.give_advies(
        maak.actor(gids), kandidaat_id=person.pk, oordeel="regulier_volstaat", gronden=grounds
    )
    part = queries.dossier_part(person).advies
    assert part is not None
    assert [ground.grond for ground in part.gronden] == ["Wil graag hulp."]
    story = [item.soort for item in timeline_of(person.pk, queries.TIJDLIJN)]
    assert story == ["advies", "antwoord", "vraag"]


def test_twice_as_many_questions_and_answers_cost_no_more_queries(
    gids: Rol, als: Als, count_queries: type
) -> None:
    client, wie, person = als(gids), maak.actor(gids), maak.kandidaat(gids)
    row = maak.melding(eigenaar_id=gids.medewerker_id)
    row.kandidaat = person
    row.save()
    reads: list[Callable[[], Any]] = [
        lambda: client.get("/vragen/"),
        lambda: client.get(row.get_absolute_url()),
        lambda: queries.waiting_for(wie),
        lambda: timeline_of(person.pk, queries.TIJDLIJN),
        lambda: queries.dossier_part(person),
    ]

    def costs() -> list[int]:
        found = []
        for read in reads:
            with count_queries() as counted:
                read()
            found.append(int(counted.aantal))
        return found

    def more() -> None:
        for _ in range(3):
            other = maak.melding(eigenaar_id=gids.medewerker_id)
            other.kandidaat = person
            other.save()
            actions.answer(wie, melding_id=row.pk, tekst="Nog iets")
            grounds = {c.code: "Grond" for c in queries.criteria_today()}
            actions.give_advies(
                wie, kandidaat_id=person.pk, oordeel="regulier_volstaat", gronden=grounds
            )

    more()
    before = costs()
    more()
    assert costs() == before
