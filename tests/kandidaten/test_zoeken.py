"""Finding people: with mistakes, with a hidden name, and never who is hidden."""

from datetime import date
from typing import Any

import pytest
from django.db import connection

from ontschot.kandidaten import actions, queries
from ontschot.kandidaten.models import Betrokkenheid, Kandidaat, Zoeksleutel
from ontschot.kandidaten.rules import exact_keys, name_keys
from ontschot.kern.keys import new_key
from ontschot.netwerk.models import Gemeente
from tests.kandidaten.factories import kandidaat, many
from tests.netwerk.factories import actor, rol

pytestmark = pytest.mark.usefixtures("ruim")
ANDRE: dict[str, Any] = {
    "voornaam": "André",
    "achternaam": "Willemsen",
    "geboortedatum": date(1974, 3, 12),
    "postcode": "6601 AB",
    "telefoon": "06-12345678",
    "email": "Andre@voorbeeld.nl",
}


@pytest.mark.parametrize(
    "typed",
    [
        "Willemsen",
        "wilemsen",
        "Willemsne",
        "Wilhelmsen",
        "Willemse",
        "willemsen andre",
        "andree willemsen",
        "Andre Wilemsen 1974",
        "12-3-1974",
        "6601ab willemsen",
        "+31 6 12345678",
        "andre@VOORBEELD.nl",
    ],
)
def test_a_person_is_found_in_spite_of_mistakes(typed: str) -> None:
    gids = rol()
    person = kandidaat(gids, **ANDRE)
    many(gids, 3)
    found = queries.search(actor(gids), typed)
    assert found[0].sleutel == person.sleutel
    assert found[0].open
    assert found[0].titel == "André Willemsen"


@pytest.mark.parametrize("typed", ["", "x", "Kowalski", "12-3-1975", "Willemsen 1961", "van de"])
def test_what_does_not_fit_is_not_found(typed: str) -> None:
    gids = rol()
    kandidaat(gids, **ANDRE)
    assert queries.search(actor(gids), typed) == []


def test_the_key_finds_the_person() -> None:
    gids = rol()
    person = kandidaat(gids)
    assert [t.sleutel for t in queries.search(actor(gids), person.sleutel.lower())] == [
        person.sleutel
    ]


def test_a_colleague_finds_a_hidden_name_and_the_way_to_ask() -> None:
    person = kandidaat(rol(), **ANDRE, tussenvoegsel="van der")
    (found,) = queries.search(actor(rol()), "Willemsen")
    assert not found.open
    assert found.titel == "A•••• v. d. W•••••, 1974, Wijchen"
    assert found.url == f"/kandidaten/{person.sleutel}/toegang/"
    assert "Willemsen" not in str(found)


def test_who_is_afgeschermd_shows_to_the_betrokkenen_only() -> None:
    gids = rol()
    person = kandidaat(gids, **ANDRE)
    actions.set_afgeschermd(actor(gids), kandidaat=person, afgeschermd=True)
    other = actor(rol())
    assert len(queries.search(actor(gids), "Willemsen")) == 1
    for typed in ["Willemsen", person.sleutel, "06-12345678", "andre@voorbeeld.nl"]:
        assert queries.search(other, typed) == []
    assert queries.possible_duplicates(other, **ANDRE) == []


def test_another_region_finds_nobody(binnen: Any) -> None:
    kandidaat(rol(), **ANDRE)
    elsewhere = actor(rol(regio_id="AM10"))
    with binnen(elsewhere):
        assert queries.search(elsewhere, "Willemsen") == []


def test_a_possible_duplicate_is_shown_hidden_with_its_reason() -> None:
    kandidaat(rol(), **ANDRE)
    (found,) = queries.possible_duplicates(
        actor(rol()), voornaam="Andre", achternaam="Wilemsen", geboortedatum=date(1974, 3, 12)
    )
    assert found.omdat == ("lijkt op de naam, zelfde geboortedatum",)
    assert "Willemsen" not in str(found)


def test_the_database_makes_the_same_keys_as_the_rules() -> None:
    person = kandidaat(rol(), **ANDRE)
    stored = set(Zoeksleutel.objects.filter(kandidaat=person).values_list("waarde", flat=True))
    assert stored == name_keys("André", "Willemsen") | exact_keys(
        geboortedatum=ANDRE["geboortedatum"],
        postcode="6601 AB",
        telefoon="06-12345678",
        email="Andre@voorbeeld.nl",
    )
    assert not any("12345678" in key or "@" in key for key in stored)


def test_who_is_loaded_in_bulk_is_found_too() -> None:
    gids = rol()
    gemeente = Gemeente.objects.get(naam="Druten")
    people = Kandidaat.objects.bulk_create(
        [
            Kandidaat(
                regio_id="AM08",
                sleutel=new_key("AM08"),
                voornaam="Fatma",
                achternaam="Kowalska",
                gemeente=gemeente,
            )
        ]
    )
    Betrokkenheid.objects.bulk_create(
        [
            Betrokkenheid(
                regio_id="AM08",
                kandidaat=person,
                medewerker=gids.medewerker,
                organisatie=gids.organisatie,
                grond="intake",
                vaste_contactpersoon=True,
            )
            for person in people
        ]
    )
    assert [t.titel for t in queries.search(actor(gids), "kovalska")] == ["Fatma Kowalska"]


def test_a_new_name_is_found_and_the_old_one_no_longer() -> None:
    gids = rol()
    person = kandidaat(gids, **ANDRE)
    seen = actions.Gegevens.of(person)
    new = actions.Gegevens(**{**seen.__dict__, "achternaam": "Kowalski"})
    actions.change_gegevens(actor(gids), kandidaat=person, gegevens=new)
    assert queries.search(actor(gids), "Willemsen") == []
    assert len(queries.search(actor(gids), "Kowalski")) == 1


def test_searching_asks_as_much_for_many_people_as_for_few(count_queries: Any) -> None:
    gids = rol()
    asked = []
    for number in (3, 6):
        many(gids, number)
        with count_queries() as counted:
            assert queries.search(actor(gids), "Verhoeven")
        asked.append(counted.aantal)
    assert asked[0] == asked[1] <= 3


def test_the_comparison_of_a_search_is_leakproof(db: None) -> None:
    """So PostgreSQL may use the index on what people are found by before it asks the policy."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.proleakproof FROM pg_operator o JOIN pg_proc p ON p.oid = o.oprcode "
            "WHERE o.oid = '=(text,text)'::regoperator"
        )
        assert cursor.fetchone() == (True,)
