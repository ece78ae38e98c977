"""The advies: grounds in words, frozen once given, replaced by a newer one only."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from ontschot.kandidaten.errors import GeenToegang
from ontschot.kern.errors import Weigering
from ontschot.kern.models import Auditregel
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor, scope
from ontschot.meldingen.actions import give_advies
from ontschot.meldingen.models import Advies, Adviesgrond
from ontschot.netwerk.models import Rol
from tests.meldingen import factories as maak
from tests.refusal import refused_twin

GRONDEN = {"opleidingsniveau": "Havo, en een cursus kassa.", "taalvaardigheid": " "}


@pytest.fixture
def gids(ruim: Actor) -> Rol:
    return maak.rol()


def geef(gids: Rol, **over: Any) -> Advies:
    values: dict[str, Any] = {"oordeel": "ondersteuning_nodig", "gronden": GRONDEN} | over
    if "kandidaat_id" not in values:
        values["kandidaat_id"] = maak.kandidaat(gids).pk
    return give_advies(maak.actor(gids), **values)


def _refused(statement: str, *values: Any) -> None:
    """The database refuses this statement, at the latest at the end of the transaction."""
    with connection.cursor() as cursor:
        # What is looked at when the transaction ends, is looked at now.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(statement, values)


def test_an_advies_keeps_only_the_grounds_that_say_something(gids: Rol) -> None:
    advies = geef(gids)
    assert [g.criterium.code for g in advies.gronden.all()] == ["opleidingsniveau"]
    line = Auditregel.objects.get(gebeurtenis="advies_gegeven")
    assert "Havo" not in str(line.gegevens)


def test_an_advies_without_any_ground_is_refused(gids: Rol) -> None:
    with pytest.raises(Weigering, match="minstens één onderwerp"):
        geef(gids, gronden={"opleidingsniveau": "  "})


def test_a_criterium_that_the_regeling_does_not_have_is_refused(gids: Rol) -> None:
    with pytest.raises(Weigering, match="sterrenbeeld"):
        geef(gids, gronden={"sterrenbeeld": "ram"})


def test_a_newer_advies_replaces_the_older_one(gids: Rol) -> None:
    person = maak.kandidaat(gids)
    older = geef(gids, kandidaat_id=person.pk)
    newer = geef(gids, kandidaat_id=person.pk, oordeel="regulier_volstaat")
    older.refresh_from_db()
    assert older.vervangen_door_id == newer.pk
    assert refused_twin(newer) == "meldingen_one_advies"
    assert Advies.objects.get(kandidaat=person, vervangen_door=None) == newer


def test_who_is_not_betrokken_gives_no_advies(gids: Rol) -> None:
    person = maak.kandidaat(gids)
    stranger = maak.actor(maak.rol(Rolsoort.CONSULENT, organisatie="werkbedrijf"))
    with scope(stranger), pytest.raises(GeenToegang):
        give_advies(stranger, kandidaat_id=person.pk, oordeel="x", gronden=GRONDEN)


def test_a_question_of_somebody_else_is_not_the_ground_of_this_advies(gids: Rol) -> None:
    with pytest.raises(Weigering, match="hoort niet bij deze kandidaat"):
        geef(gids, melding_id=maak.melding().pk)


@pytest.mark.parametrize(
    "change",
    ["oordeel = 'regulier_volstaat'", "toelichting = 'anders'", "aantal_gronden = 0"],
)
def test_raw_sql_cannot_change_a_given_advies(gids: Rol, change: str) -> None:
    _refused(f"UPDATE meldingen_advies SET {change} WHERE id = %s", geef(gids).pk)


def test_raw_sql_cannot_change_add_or_take_away_a_ground(gids: Rol) -> None:
    advies = geef(gids, gronden={"opleidingsniveau": "Havo", "leeftijd": "58"})
    _refused("UPDATE meldingen_adviesgrond SET grond = 'x' WHERE advies_id = %s", advies.pk)
    one = Adviesgrond.objects.filter(advies=advies).first()
    assert one is not None
    _refused("DELETE FROM meldingen_adviesgrond WHERE id = %s", one.pk)
    _refused(
        "INSERT INTO meldingen_adviesgrond (regio_id, advies_id, criterium_id, grond) "
        "SELECT 'AM08', %s, c.id, 'later' FROM regelingen_adviescriterium c "
        "WHERE c.regeling_id = %s AND c.code = 'taalvaardigheid'",
        advies.pk,
        advies.regeling_id,
    )


def test_raw_sql_cannot_make_an_advies_without_grounds(gids: Rol) -> None:
    person = maak.kandidaat(gids)
    _refused(
        "INSERT INTO meldingen_advies (regio_id, kandidaat_id, regeling_id, oordeel, toelichting, "
        "aantal_gronden, door_id, organisatie_id, gegeven_op) "
        "SELECT 'AM08', %s, code, 'ondersteuning_nodig', '', 1, %s, %s, now() "
        "FROM regelingen_regeling LIMIT 1",
        person.pk,
        gids.medewerker_id,
        gids.organisatie_id,
    )
