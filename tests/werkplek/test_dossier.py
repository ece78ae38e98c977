"""The dossier page: everything of every room, for who may see it, at a fixed price."""

import re
from typing import Any

import pytest

from ontschot.kandidaten.actions.betrokken import break_glass
from ontschot.kern.models import Auditregel
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.werkplek.queries import TIJDLIJN
from tests.trajecten import factories as f
from tests.werkplek.factories import Dossier, dossier, live

pytestmark = pytest.mark.django_db

# What one page may ask the database: session, role and scope are three of these.
BUDGET = 12


@pytest.fixture
def full(ruim: Actor) -> Dossier:
    return dossier()


def page(client: Any, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return str(response.content.decode())


def titles(html: str) -> list[str]:
    """The titles of the timeline, from top to bottom."""
    story = html[html.index('aria-label="Filter"') :]
    return re.findall(r"<li[^>]*>\s*<b>(.*?)</b>", story)


def reading(statements: list[str]) -> list[str]:
    """The statements of the page itself, without the line in the log that follows it."""
    line = next(i for i, sql in enumerate(statements) if sql.startswith("INSERT"))
    return statements[: line - 1]


def test_a_full_dossier_tells_what_every_room_knows(full: Dossier, als: Any) -> None:
    html = page(als(full.gids), full.url)
    for said in [
        "Samira Verhoeven",
        "Vraag via",
        "Antwoord gegeven",
        "Contact: gesprek",
        "Advies:",
        "Plan afgesproken (versie 1)",
        "gepland",
        "Voorliggend-toets klaar",
        "Besluit gevraagd",
        "Besluit toegekend",
        "ingekocht",
        "Overdracht aangeboden aan",
        "Overdracht staat open",
        "Uitkomst: aan het werk",
        "Nazorg na",
        "Twaalf jaar zelfde werk.",
        "Volg het geld",
    ]:
        assert said in html, said
    assert "€" in html


def test_the_page_asks_at_most_twelve_questions_however_much_happened(
    full: Dossier, als: Any, count_queries: Any
) -> None:
    client = als(full.gids)

    def asked() -> list[str]:
        with count_queries() as counted:
            page(client, full.url)
        return reading(counted.statements)

    asked()
    before = asked()
    assert len(before) <= BUDGET, "\n".join(sql[:120] for sql in before)
    told = len(titles(page(client, full.url)))
    live(full)
    assert len(asked()) == len(before)
    assert len(titles(page(client, full.url))) >= told + 12


def test_an_empty_dossier_costs_no_more(ruim: Actor, als: Any, count_queries: Any) -> None:
    gids = f.rol()
    client, person = als(gids), f.kandidaat(f.actor(gids))
    page(client, person.get_absolute_url())
    with count_queries() as counted:
        html = page(client, person.get_absolute_url())
    assert len(reading(counted.statements)) <= BUDGET
    assert "Er is nog geen advies" in html


@pytest.mark.parametrize(
    ("toon", "beginnings"),
    [
        ("contact", ("Contact", "Vraag", "Antwoord")),
        ("overdracht", ("Overdracht", "Collega")),
        ("uitkomst", ("Uitkomst", "Nazorg")),
    ],
)
def test_a_filter_shows_only_its_own_kind(
    full: Dossier, als: Any, toon: str, beginnings: tuple[str, ...]
) -> None:
    client = als(full.gids)
    everything = titles(page(client, full.url))
    html = page(client, f"{full.url}?toon={toon}")
    shown = titles(html)
    assert shown
    assert all(title.startswith(beginnings) for title in shown), shown
    assert shown == [title for title in everything if title.startswith(beginnings)]
    assert re.search(rf'href="\?toon={toon}"[^>]* aria-current="true"', html)


def test_a_filter_that_nobody_made_shows_everything(full: Dossier, als: Any) -> None:
    client = als(full.gids)
    assert titles(page(client, f"{full.url}?toon='--")) == titles(page(client, full.url))


def test_every_kind_of_event_has_words_of_its_own(full: Dossier) -> None:
    assert len({kind.tell for kind in TIJDLIJN}) == len(TIJDLIJN)


def test_who_is_not_betrokken_is_led_to_the_page_of_access(full: Dossier, als: Any) -> None:
    answer = als(f.rol()).get(full.url)
    assert answer.status_code == 302
    assert answer["Location"] == f"/kandidaten/{full.person.sleutel}/toegang/"
    assert not Auditregel.objects.filter(gebeurtenis="dossier_bekeken").exists()


def test_the_kassier_is_refused(full: Dossier, als: Any) -> None:
    assert als(f.rol(Rolsoort.KASSIER)).get(full.url).status_code == 403


def test_who_only_reads_sees_no_button(full: Dossier, als: Any) -> None:
    reader = f.rol()
    break_glass(f.actor(reader), sleutel=full.person.sleutel, reden="Zij belde in nood, nu meteen.")
    html = page(als(reader), full.url)
    assert "Je leest mee" in html
    for button in ["Leg contact vast", "Draag over", "Geef een nieuw advies", "Leg een uitkomst"]:
        assert button in page(als(full.gids), full.url)
        assert button not in html, button


def test_somebody_alone_with_a_kandidaat_reads_a_dash(full: Dossier, als: Any) -> None:
    html = page(als(full.gids), full.url)
    assert re.search(r"Betrokken</dt>\s*<dd>\s*–\s*</dd>", html)


def test_what_was_read_stands_in_the_log_with_the_key_alone(full: Dossier, als: Any) -> None:
    page(als(full.gids), full.url)
    line = Auditregel.objects.get(gebeurtenis="dossier_bekeken")
    assert line.kandidaat_sleutel == full.person.sleutel
    assert "Samira" not in str(line.gegevens)
