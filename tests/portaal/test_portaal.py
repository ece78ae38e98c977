"""The front door: anybody asks, gets a code, and reads the answer with it."""

import re
from collections.abc import Callable
from gettext import GNUTranslations
from io import BytesIO
from typing import Any

import pytest
from django.test import Client

from ontschot.kern.models import Auditregel
from ontschot.kern.rollen import IEDEREEN, Rolsoort
from ontschot.kern.scope import Actor
from ontschot.meldingen import actions
from ontschot.meldingen.models import Melding
from ontschot.netwerk.models import Regio
from ontschot.portaal import grenzen
from ontschot.portaal.catalogus import compile_po, messages_of
from tests.meldingen import factories as maak
from tests.portaal.berichten import HUIS, spoken

PAGINA = "/r/AM08/"
CODE = re.compile(r"[2-9B-Z]{4}-[2-9B-Z]{4}-[2-9B-Z]{4}")


@pytest.fixture
def gids(ruim: Actor) -> Any:
    return maak.rol(naam="Aisha Demir")


def text(response: Any) -> str:
    return str(response.content.decode())


def ask(client: Client, **over: str) -> Any:
    shown = text(client.get(PAGINA))
    token = re.search(r'name="formulier" value="([^"]+)"', shown)
    assert token
    values = {"vraag": "Wat kan ik worden?", "contactwijze": "anoniem", "formulier": token[1]}
    return client.post(PAGINA, values | over)


def test_a_visitor_asks_anonymously_and_reads_the_answer_with_the_code(
    gids: Any, client: Client
) -> None:
    thanks = ask(client)
    assert thanks.status_code == 200
    assert thanks["Cache-Control"] == "no-store"
    found = CODE.search(text(thanks))
    assert found
    melding = Melding.objects.get()
    assert melding.eigenaar_id == gids.medewerker_id
    waiting = client.post(f"{PAGINA}antwoord/", {"code": found[0]})
    assert "nog geen antwoord" in text(waiting)
    actions.answer(maak.actor(gids), melding_id=melding.pk, tekst="Kom <b>langs</b>.")
    reading = text(client.post(f"{PAGINA}antwoord/", {"code": found[0].lower()}))
    assert "Kom &lt;b&gt;langs&lt;/b&gt;." in reading
    assert "Aisha Demir" in reading


def test_the_address_of_an_anonymous_visitor_is_kept_nowhere(gids: Any, client: Client) -> None:
    ask(client, REMOTE_ADDR="198.51.100.9")
    client.post(PAGINA, {}, REMOTE_ADDR="198.51.100.9")
    assert "198.51.100" not in str(list(Auditregel.objects.values()))
    assert "127.0.0.1" not in str(list(Auditregel.objects.values()))


def test_a_double_click_or_a_reload_is_one_question_with_the_same_code(
    gids: Any, client: Client
) -> None:
    first = CODE.search(text(ask(client, formulier="zelfde")))
    second = CODE.search(text(ask(client, formulier="zelfde")))
    assert first
    assert second
    assert first[0] == second[0]
    assert Melding.objects.count() == 1


def test_the_next_person_with_the_back_button_gets_a_code_of_their_own(
    gids: Any, client: Client
) -> None:
    first = CODE.search(text(ask(client, formulier="zelfde")))
    other = CODE.search(text(ask(client, formulier="zelfde", vraag="Iets heel anders")))
    assert first
    assert other
    assert first[0] != other[0]
    assert Melding.objects.count() == 2


@pytest.mark.parametrize(
    ("over", "zin"),
    [
        ({"vraag": " "}, "nog geen vraag opgeschreven"),
        ({"vraag": "a" * 5001}, "5000"),
        ({"contactwijze": "bellen"}, "minstens 10 cijfers"),
        ({"contactwijze": "mailen"}, "Vul je e-mailadres in"),
        ({"contactwijze": "mailen", "email": "nee"}, "is geen e-mailadres"),
        ({"contactwijze": "roken"}, "bestaat niet"),
        ({"telefoon": "0612345678"}, "maar koos anoniem"),
        ({"website": "https://spam.example"}, "Laat het veld"),
        ({"vraag": "nul\x00teken"}, "Null"),
    ],
)
def test_what_cannot_be_kept_comes_back_with_a_sentence_and_all_that_was_typed(
    gids: Any, client: Client, over: dict[str, str], zin: str
) -> None:
    answer = ask(client, **{"naam": "Sam de Wit"} | over)
    assert answer.status_code == 422
    assert zin in text(answer)
    assert "Sam de Wit" in text(answer)
    assert not Melding.objects.exists()


def test_hostile_text_is_shown_as_text(gids: Any, client: Client) -> None:
    answer = ask(client, vraag="<script>alert(1)</script>", contactwijze="bellen")
    assert "<script>alert" not in text(answer)


def test_a_region_without_anybody_says_so_and_the_text_is_still_there(
    ruim: Actor, client: Client
) -> None:
    answer = client.post("/r/AM10/", {"vraag": "Hallo daar", "contactwijze": "anoniem"})
    assert answer.status_code == 422
    assert "niemand die vragen kan aannemen" in text(answer)
    assert "Hallo daar" in text(answer)


def test_a_flood_from_one_address_is_stopped_with_a_sentence(gids: Any, client: Client) -> None:
    for number in range(grenzen.VRAGEN.aantal):
        assert ask(client, vraag=f"Vraag {number}").status_code == 200
    stopped = ask(client, vraag="Nog een")
    assert stopped.status_code == 429
    assert "Wacht een uur" in text(stopped)
    assert Melding.objects.count() == grenzen.VRAGEN.aantal


def test_guessing_codes_is_stopped_and_then_even_the_right_code_waits(
    gids: Any, client: Client
) -> None:
    right = maak.ontvangen().code
    for _ in range(grenzen.FOUTE_CODES.aantal):
        wrong = client.post(f"{PAGINA}antwoord/", {"code": "2222-2222-2222"})
        assert wrong.status_code == 422
        assert "kennen we niet" in text(wrong)
    stopped = client.post(f"{PAGINA}antwoord/", {"code": right})
    assert stopped.status_code == 429
    assert "Wacht een kwartier" in text(stopped)


def test_a_code_of_another_region_opens_nothing_here(gids: Any, client: Client) -> None:
    maak.rol(regio="AM10")
    code = maak.ontvangen(regio="AM10").code
    assert client.post(f"{PAGINA}antwoord/", {"code": code}).status_code == 422


def test_a_further_message_arrives_and_a_closed_question_says_so(gids: Any, client: Client) -> None:
    found = maak.ontvangen()
    sent = {"code": found.code, "tekst": "Nog iets"}
    assert "aangekomen" in text(client.post(f"{PAGINA}antwoord/", sent))
    assert found.melding.aanvullingen.count() == 1
    too_long = client.post(f"{PAGINA}antwoord/", sent | {"tekst": "a" * 5001})
    assert too_long.status_code == 422
    actions.close(maak.actor(gids), melding_id=found.melding.pk, uitkomst="ingetrokken")
    closed = client.post(f"{PAGINA}antwoord/", sent)
    assert "afgesloten" in text(closed)
    assert found.melding.aanvullingen.count() == 1


def test_the_front_page_offers_the_regions_and_remembers_the_choice(
    ruim: Actor, client: Client
) -> None:
    page = client.get("/")
    for name in Regio.objects.filter(doet_mee=True).values_list("naam", flat=True):
        assert name.replace("'", "&#x27;") in text(page)
    client.get(PAGINA)
    assert client.get("/").headers["Location"] == PAGINA
    assert client.get("/?kies=1").status_code == 200


def test_a_region_that_takes_no_part_has_no_page(ruim: Actor, client: Client) -> None:
    for code in ["AM01", "AM99", "x"]:
        assert client.get(f"/r/{code}/").status_code == 404
        assert client.get(f"/r/{code}/antwoord/").status_code == 404
    assert client.get("/r/am08/").status_code == 200


@pytest.mark.parametrize("soort", sorted(IEDEREEN))
def test_whoever_is_signed_in_goes_straight_to_work(
    ruim: Actor, als: Callable[[Any], Client], soort: Rolsoort
) -> None:
    client = als(maak.rol(soort))
    assert client.get("/").headers["Location"] == "/werkvoorraad/"
    for page in [PAGINA, "/privacy/", "/toegankelijkheid/", f"{PAGINA}antwoord/"]:
        assert client.get(page).status_code == 200


@pytest.mark.parametrize(
    "page", ["/?kies=1", PAGINA, f"{PAGINA}antwoord/", "/privacy/", "/toegankelijkheid/"]
)
def test_every_public_page_speaks_english_to_who_asks_for_it(
    ruim: Actor, client: Client, page: str
) -> None:
    dutch, english = (
        text(client.get(page)),
        text(client.get(page, headers={"Accept-Language": "en"})),
    )
    assert '<html lang="nl"' in dutch
    assert '<html lang="en"' in english
    assert "Toegankelijkheid" in dutch
    assert "Accessibility" in english


def test_refusals_are_english_too_and_so_is_the_question_itself(gids: Any, client: Client) -> None:
    english = {"Accept-Language": "en"}
    refused = client.post(PAGINA, {"contactwijze": "bellen"}, headers=english)
    assert "You have not written a question yet." in text(refused)
    assert "2 things are not right yet" in text(refused)
    client.post(PAGINA, {"vraag": "Help", "contactwijze": "anoniem"}, headers=english)
    assert Melding.objects.get().taal == "en"


def test_professionals_read_dutch_whatever_their_browser_asks(
    ruim: Actor, als: Callable[[Any], Client]
) -> None:
    page = text(als(maak.rol()).get("/menukaart/", headers={"Accept-Language": "en"}))
    assert '<html lang="nl"' in page


def test_every_sentence_of_the_public_part_has_an_english_one_with_the_same_values() -> None:
    known = messages_of((HUIS / "locale/en/LC_MESSAGES/django.po").read_text("utf-8"))
    missing = {sentence: place for sentence, place in spoken().items() if sentence not in known}
    assert not missing
    value = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
    for sentence, english in known.items():
        if sentence:
            assert set(value.findall(sentence)) == set(value.findall(english)), sentence


def test_a_catalogue_is_compiled_as_gettext_reads_it() -> None:
    source = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
        '# note\nmsgid "één"\nmsgstr ""\n"o"\n"ne"\n\n'
        'msgid "dag"\nmsgid_plural "dagen"\nmsgstr[0] "day"\nmsgstr[1] "days"\n\n'
        '#, fuzzy\nmsgid "twijfel"\nmsgstr "doubt"\n\nmsgid "leeg"\nmsgstr ""\n'
    )
    english = GNUTranslations(BytesIO(compile_po(source)))
    assert english.gettext("één") == "one"
    assert english.ngettext("dag", "dagen", 2) == "days"
    assert english.gettext("twijfel") == "twijfel"
    assert english.gettext("leeg") == "leeg"
