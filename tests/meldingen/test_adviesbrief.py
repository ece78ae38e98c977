"""The advies as a letter, the words of the region beside it, and no score anywhere."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.test import Client
from django.utils import timezone

from ontschot.documenten.models import Document
from ontschot.documenten.queries import inhoud_of
from ontschot.kandidaten.actions import record_feit
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.meldingen.advies.actions import give_advies, make_letter
from ontschot.meldingen.models import Advies, Adviesgrond
from ontschot.netwerk.models import Rol
from ontschot.regelingen.models import Adviescriterium, Gesprekshulp, Wegingstekst
from ontschot.regelingen.weging.actions import set_weging
from ontschot.regelingen.weging.queries import gesprekshulp_op, weging_op
from tests.meldingen import factories as maak

Als = Callable[[Rol], Client]
TODAY = timezone.localdate()


@pytest.fixture
def gids(ruim: Actor) -> Rol:
    return maak.rol()


@pytest.fixture
def coordinator(ruim: Actor) -> Rol:
    return maak.rol(Rolsoort.COORDINATOR)


def advies(gids: Rol, kandidaat_id: int, **over: Any) -> Advies:
    values: dict[str, Any] = {
        "oordeel": "ondersteuning_nodig",
        "gronden": {"opleidingsniveau": "Havo, en een cursus kassa.", "leeftijd": "58 jaar."},
        "toelichting": '#panic("x") *geen* opmaak 😀',
    }
    return give_advies(maak.actor(gids), kandidaat_id=kandidaat_id, **values | over)


def weging(coordinator: Rol, tekst: str = "Let op taal.", van: date | None = None) -> Wegingstekst:
    return set_weging(maak.actor(coordinator), tekst=tekst, van=van or TODAY)


def test_the_advies_becomes_a_letter_in_the_dossier(gids: Rol, als: Als) -> None:
    person = maak.kandidaat(gids)
    given = advies(gids, person.pk)
    client = als(gids)
    page = f"/kandidaten/{person.sleutel}/advies/"
    assert "Maak een brief voor de kandidaat" in client.get(page).content.decode()
    assert client.post(f"{page}brief/").status_code == 302
    letter = Document.objects.get(kandidaat=person)
    assert (letter.soort, letter.gegenereerd, letter.door_id) == ("advies", True, given.door_id)
    assert inhoud_of(letter).startswith(b"%PDF")
    assert b"/StructTreeRoot" in inhoud_of(letter)
    shown = client.get(page).content.decode()
    assert f"/kandidaten/{person.sleutel}/documenten/{letter.pk}/" in shown


def test_a_letter_needs_an_advies(gids: Rol) -> None:
    with pytest.raises(Weigering, match="nog geen advies"):
        make_letter(maak.actor(gids), kandidaat=maak.kandidaat(gids))


def test_a_letter_of_the_advies_before_is_not_that_of_the_new_one(gids: Rol, als: Als) -> None:
    person = maak.kandidaat(gids)
    advies(gids, person.pk)
    make_letter(maak.actor(gids), kandidaat=person)
    advies(gids, person.pk, oordeel="regulier_volstaat")
    page = als(gids).get(f"/kandidaten/{person.sleutel}/advies/").content.decode()
    assert "Haal de brief op" not in page


def test_an_advies_keeps_the_words_that_held_that_day(gids: Rol, coordinator: Rol) -> None:
    held = weging(coordinator)
    given = advies(gids, maak.kandidaat(gids).pk)
    assert given.weging == held
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE meldingen_advies SET weging_id = NULL WHERE id = %s", [given.pk])


def test_a_newer_text_ends_the_one_before_the_day_before(coordinator: Rol) -> None:
    old, soon = weging(coordinator), TODAY + timedelta(days=10)
    new = weging(coordinator, "Let op reizen.", soon)
    old.refresh_from_db()
    assert old.tot == soon - timedelta(days=1)
    assert weging_op("AM08", TODAY) == old
    assert weging_op("AM08", soon) == new
    with pytest.raises(Weigering, match="al een tekst vastgesteld"):
        weging(coordinator, "Nog iets.", soon)


@pytest.mark.parametrize(
    ("tekst", "dagen", "woord"),
    [("  ", 0, "Schrijf op"), ("x" * 4001, 0, "4001 tekens"), ("Goed.", -1, "vandaag ingaan")],
)
def test_a_text_that_cannot_be_is_refused(
    coordinator: Rol, tekst: str, dagen: int, woord: str
) -> None:
    with pytest.raises(Weigering, match=woord):
        weging(coordinator, tekst, TODAY + timedelta(days=dagen))


def test_only_the_coordinator_sets_the_words(gids: Rol, als: Als) -> None:
    with pytest.raises(Weigering, match="coördinator"):
        weging(gids)
    assert als(gids).get("/regelingen/weging/nieuw/").status_code == 403


@pytest.mark.parametrize("change", ["tekst = 'anders'", "van = van - 1", "regio_id = 'AM10'"])
def test_the_database_keeps_the_words_as_they_were(coordinator: Rol, change: str) -> None:
    row = weging(coordinator)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE regelingen_wegingstekst SET {change} WHERE id = %s", [row.pk])


def test_two_texts_never_hold_on_one_day(coordinator: Rol) -> None:
    row = weging(coordinator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Wegingstekst.objects.create(
            regio_id="AM08", tekst="Ook dit.", van=TODAY, vastgesteld_door=row.vastgesteld_door
        )


def test_another_region_does_not_read_my_words(coordinator: Rol, binnen: Any) -> None:
    weging(coordinator)
    with binnen(maak.actor(maak.rol(regio="AM10"))):
        assert not Wegingstekst.objects.exists()


def test_the_coordinator_sets_the_words_on_the_screen(
    coordinator: Rol, gids: Rol, als: Als
) -> None:
    client = als(coordinator)
    assert client.post("/regelingen/weging/nieuw/", {"tekst": "Let op taal."}).status_code == 422
    values = {"tekst": "Let op taal.", "van": TODAY.strftime("%d-%m-%Y")}
    assert client.post("/regelingen/weging/nieuw/", values).status_code == 302
    assert "Let op taal." in als(gids).get("/regelingen/weging/").content.decode()
    person = maak.kandidaat(gids)
    form = als(gids).get(f"/kandidaten/{person.sleutel}/advies/").content.decode()
    assert "Let op taal." in form
    assert "Hulp bij het gesprek" in form


def test_every_criterium_has_questions_for_the_conversation(ruim: Actor) -> None:
    codes = set(Adviescriterium.objects.values_list("code", flat=True))
    assert set(gesprekshulp_op(TODAY)) == codes
    assert gesprekshulp_op(date(2020, 1, 1)) == {}


def test_banenafspraak_needs_no_advies_and_the_page_says_so(gids: Rol, als: Als) -> None:
    person = maak.kandidaat(gids)
    record_feit(maak.actor(gids), kandidaat=person, soort="banenafspraak", van=TODAY)
    client, page = als(gids), f"/kandidaten/{person.sleutel}/advies/"
    shown = client.get(page).content.decode()
    assert "Hier is geen advies nodig" in shown
    assert "Geef dit advies" not in shown
    assert "Geef dit advies" in client.get(f"{page}?toch=1").content.decode()


NUMBERS = {"volgorde", "aantal_gronden"}


@pytest.mark.parametrize(
    "model", [Advies, Adviesgrond, Adviescriterium, Gesprekshulp, Wegingstekst]
)
def test_nothing_of_the_advies_can_hold_a_score(model: type[models.Model]) -> None:
    numeric = (models.IntegerField, models.FloatField, models.DecimalField)
    for field in model._meta.concrete_fields:
        if field.primary_key or field.is_relation or field.name in NUMBERS:
            continue
        assert not isinstance(field, numeric), field.name
        words = ("score", "punt", "gewicht", "weight", "cijfer", "rang", "kans_")
        assert not any(word in field.name for word in words), field.name


def test_twice_the_texts_ask_no_more(coordinator: Rol, als: Als, count_queries: Any) -> None:
    client, asked = als(coordinator), []
    for start in (0, 2):
        for number in range(start, start + 2 + start):
            weging(coordinator, "Let op taal.", TODAY + timedelta(days=number))
        with count_queries() as counted:
            client.get("/regelingen/weging/")
        asked.append(counted.aantal)
    assert asked[0] == asked[1]
