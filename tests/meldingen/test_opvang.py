"""A busy counter: a question in one go, an afternoon in one table, and nothing typed is lost."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.meldingen import actions, queries
from ontschot.meldingen.models import Campagne, Hulp, Melding, Werkcafe
from ontschot.meldingen.rules import read_minutes, read_reach
from ontschot.netwerk.models import Rol
from tests.meldingen import factories as maak

Als = Callable[[Any], Client]
CODE = r"[2-9B-Z]{4}-[2-9B-Z]{4}-[2-9B-Z]{4}"


@pytest.fixture
def gids(ruim: Actor) -> Rol:
    return maak.rol(naam="Aisha Demir")


@pytest.fixture
def cafe(ruim: Actor) -> Werkcafe:
    return Werkcafe.objects.create(
        regio_id=maak.REGIO, naam="Werkcafé", plaats="Wijchen", datum=timezone.localdate()
    )


def text(response: Any) -> str:
    return str(response.content.decode())


def form_of(client: Client, path: str) -> dict[str, str]:
    """The hidden token of a fresh form."""
    token = re.search(r'name="formulier" value="([^"]+)"', text(client.get(path)))
    assert token
    return {"formulier": token[1]}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (" ", ("anoniem", "", "")),
        ("06 12345678", ("bellen", "06 12345678", "")),
        ("+31 (0)6-12345678", ("bellen", "+31 (0)6-12345678", "")),
        ("sam@voorbeeld.nl", ("mailen", "", "sam@voorbeeld.nl")),
    ],
)
def test_one_box_tells_how_to_reach_somebody(typed: str, read: tuple[str, str, str]) -> None:
    assert read_reach(typed) == read


@pytest.mark.parametrize("typed", ["06 1234", "bel de buurman", "0612345678 vragen naar Jan"])
def test_half_a_number_is_never_taken_for_anonymous(typed: str) -> None:
    with pytest.raises(ValueError, match="geen telefoonnummer"):
        read_reach(typed)


@pytest.mark.parametrize("typed", ["0", "601", "een kwartier", "-5", "1,5"])
def test_minutes_are_a_whole_number_of_minutes(typed: str) -> None:
    with pytest.raises(ValueError, match="minuten"):
        read_minutes(typed)


def test_a_question_behind_the_door_of_the_one_before_gives_a_code_at_once(
    gids: Rol, als: Als, cafe: Werkcafe
) -> None:
    client, door = als(gids), f"werkcafe:{cafe.pk}"
    values = form_of(client, "/vragen/snel/") | {"deur": door, "vraag": "Waar is de inloop?"}
    shown = client.post("/vragen/snel/", values)
    row = Melding.objects.get()
    assert (row.deur, row.werkcafe_id, row.contactwijze) == ("werkcafe", cafe.pk, "anoniem")
    code = re.search(CODE, text(shown))
    assert code
    assert queries.by_code(maak.REGIO, code[0]) == row
    assert shown["Cache-Control"] == "no-store"
    assert f'value="{door}" selected' in text(shown)
    assert "autofocus" in text(shown)
    assert "Waar is de inloop?" not in re.findall(r"<textarea.*?</textarea>", text(shown), re.S)[0]


def test_the_same_quick_form_sent_twice_is_one_question_with_one_code(gids: Rol, als: Als) -> None:
    client = als(gids)
    values = form_of(client, "/vragen/snel/") | {"deur": "inloop", "vraag": "Help"}
    codes = {re.findall(CODE, text(client.post("/vragen/snel/", values)))[0] for _ in range(2)}
    assert len(codes) == 1
    assert Melding.objects.count() == 1


def test_answered_on_the_spot_is_closed_with_its_minutes_and_owned_by_who_did_it(
    gids: Rol, als: Als
) -> None:
    maak.rol()
    client = als(gids)
    values = form_of(client, "/vragen/snel/") | {"deur": "inloop", "vraag": "Cv?", "minuten": "15"}
    client.post("/vragen/snel/", values)
    row = Melding.objects.get()
    assert (row.status, row.uitkomst, row.eigenaar_id) == (
        "gesloten",
        "beantwoord",
        gids.medewerker_id,
    )
    assert Hulp.objects.get().minuten == 15


def test_a_wrong_quick_form_comes_back_with_everything(gids: Rol, als: Als) -> None:
    client = als(gids)
    values = form_of(client, "/vragen/snel/") | {"deur": "inloop", "vraag": "Hoi", "bereik": "0612"}
    shown = client.post("/vragen/snel/", values)
    assert shown.status_code == 422
    assert "geen telefoonnummer" in text(shown)
    assert 'value="0612"' in text(shown)
    assert not Melding.objects.exists()
    for door in ["werkcafe:999999999", "werkcafe:", "onzin", "portaal", "partner:x"]:
        assert client.post("/vragen/snel/", values | {"deur": door}).status_code == 422


def test_of_an_afternoon_good_rows_are_kept_once_and_a_wrong_one_comes_back(
    gids: Rol, als: Als, cafe: Werkcafe
) -> None:
    client = als(gids)
    values = form_of(client, "/vragen/middag/") | {
        "deur": f"werkcafe:{cafe.pk}",
        "rij1-vraag": "Eerste",
        "rij2-vraag": "Tweede",
        "rij2-minuten": "5",
        "rij4-vraag": "Vierde",
        "rij4-bereik": "bel maar",
        "rij5-bereik": "0612345678",
        "rij6-vraag": "Zesde",
        "rij6-bereik": "sam@voorbeeld.nl",
    }
    shown = client.post("/vragen/middag/", values)
    assert shown.status_code == 422
    assert set(Melding.objects.values_list("vraag", flat=True)) == {"Eerste", "Tweede", "Zesde"}
    page = text(shown)
    assert len(re.findall(CODE, page)) == 1
    assert "geen telefoonnummer" in page
    assert "nog geen vraag opgeschreven" in page
    assert 'value="bel maar"' in page
    assert ">Eerste</textarea>" not in page.replace("\n", "")
    again = client.post("/vragen/middag/", values | {"rij4-bereik": "", "rij5-vraag": "Vijfde"})
    assert again.status_code == 200
    assert Melding.objects.count() == 5


def test_an_empty_afternoon_says_so(gids: Rol, als: Als) -> None:
    client = als(gids)
    values = form_of(client, "/vragen/middag/") | {"deur": "inloop"}
    shown = client.post("/vragen/middag/", values)
    assert shown.status_code == 422
    assert "minstens één rij" in text(shown)


def test_the_full_form_asks_which_werkcafe_and_refuses_one_of_another_door(
    gids: Rol, als: Als, cafe: Werkcafe
) -> None:
    values = {"vraag": "Help", "deur": "werkcafe", "contactwijze": "anoniem", "taal": "nl"}
    client = als(gids)
    assert "waar precies" in text(client.post("/vragen/nieuw/", values))
    other = values | {"deur": "telefoon", "welke": f"werkcafe:{cafe.pk}"}
    assert "andere deur" in text(client.post("/vragen/nieuw/", other))
    client.post("/vragen/nieuw/", values | {"welke": f"werkcafe:{cafe.pk}"})
    assert Melding.objects.get().werkcafe == cafe


def test_a_place_of_another_region_is_refused_before_the_database_does(gids: Rol) -> None:
    elsewhere = Campagne.objects.create(
        regio_id="AM10", naam="Elders", van=timezone.localdate() - timedelta(days=1)
    )
    with pytest.raises(Weigering, match="niet in jouw regio"):
        maak.melding(deur="outreach", herkomst=actions.Herkomst(campagne_id=elsewhere.pk))


@pytest.mark.parametrize(
    "wrong",
    [
        "UPDATE meldingen_melding SET deur = 'raam'",
        "UPDATE meldingen_melding SET deur = 'werkcafe'",
        "UPDATE meldingen_melding SET deur = 'elders'",
        "UPDATE meldingen_melding SET elders = 'school'",
        "UPDATE meldingen_melding SET wacht_op = 'UWV'",
        "UPDATE meldingen_melding SET uitgenodigd_op = now()",
        "UPDATE meldingen_reactietermijn SET antwoord_werkdagen = 1",
        "UPDATE meldingen_reactietermijn SET wachten_werkdagen = 61",
    ],
)
def test_raw_sql_cannot_make_nonsense_of_a_question_or_a_promise(gids: Rol, wrong: str) -> None:
    maak.melding()
    coordinator = maak.actor(maak.rol(Rolsoort.COORDINATOR))
    days = {"werkdagen": 2, "antwoord_werkdagen": 10, "wachten_werkdagen": 20}
    days |= {"klim_werkdagen": 3, "bevestiging_werkdagen": 5}
    actions.set_termijnen(coordinator, regio=maak.REGIO, dagen=days)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(wrong)


def test_help_takes_one_click_and_counts_as_the_first_contact(gids: Rol, als: Als) -> None:
    row = maak.melding(eigenaar_id=gids.medewerker_id)
    client, url = als(gids), row.get_absolute_url()
    client.post(f"{url}hulp/", {"soort": "gesprek", "snel": "30"})
    client.post(f"{url}hulp/", {"soort": "meegegaan", "minuten": "95"})
    page = text(client.get(url))
    assert "Samen 125 minuten" in page
    row.refresh_from_db()
    assert row.eerste_contact_op is not None
    for bad in [{"soort": "gesprek"}, {"soort": "x", "snel": "5"}, {"minuten": "0"}]:
        assert client.post(f"{url}hulp/", bad).status_code == 302
    assert Hulp.objects.count() == 2


def test_raw_sql_cannot_record_help_of_no_time_or_of_days(gids: Rol) -> None:
    row = maak.melding(eigenaar_id=gids.medewerker_id)
    hulp = actions.add_hulp(maak.actor(gids), melding_id=row.pk, soort="gesprek", minuten=5)
    for minuten in (0, 601):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE meldingen_hulp SET minuten = %s WHERE id = %s", [minuten, hulp.pk]
            )
