"""On the own page the database shows one person: no row of anybody else, table by table."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from ontschot.kandidaten import actions as kandidaten
from ontschot.kern import audit, eigen
from ontschot.kern.scope import Actor, kandidaat, scope, systeem
from ontschot.meldingen.models import Aanvulling, Antwoord, Melding
from tests.berichten import factories as berichten
from tests.meldingen import factories as vragen
from tests.trajecten import factories as trajecten

pytestmark = pytest.mark.django_db
REGIO = "AM08"
# The tables in which both people of this test have a row; so nobody is hidden by emptiness.
FILLED = {
    "berichten_gespreksbericht",
    "berichten_verzoek",
    "kandidaten_betrokkenheid",
    "kandidaten_kandidaat",
    "kern_auditregel",
    "meldingen_aanvulling",
    "meldingen_adviesgrond",
    "meldingen_antwoord",
    "trajecten_interventie",
    "trajecten_overdracht",
    "trajecten_stap",
    "trajecten_toetsregel",
}


def person(wie: Actor, other: Any) -> Any:
    """Somebody with a row in as many tables as the actions fill."""
    found = trajecten.kandidaat(wie)
    trajecten.advies(wie, found)
    trajecten.toets(wie, trajecten.interventie(wie, found))
    trajecten.overdracht(wie, found, other)
    kandidaten.add_betrokkene(
        wie,
        kandidaat=found,
        medewerker_id=other.medewerker_id,
        organisatie_id=other.organisatie_id,
        grond="uitvoering",
    )
    melding = vragen.melding()
    Melding.objects.filter(pk=melding.pk).update(kandidaat=found)
    facts: Any = {"melding": melding, "regio_id": REGIO, "tekst": "Kom langs."}
    Antwoord.objects.create(**facts, door_id=wie.medewerker_id)
    Aanvulling.objects.create(**facts)
    berichten.both_ways(wie, found)
    return found


@pytest.fixture
def two(ruim: Actor) -> tuple[Any, Any]:
    mine, other = trajecten.rol(), trajecten.rol(organisatie="fnv")
    wie = trajecten.actor(mine)
    return person(wie, other), person(wie, other)


def closed_tables() -> dict[str, bool]:
    """Every table with row level security, and whether it says whose a row is."""
    with connection.cursor() as cursor:
        cursor.execute(eigen.CLOSED_TABLES)
        return {table: bool(has_kandidaat) for table, has_kandidaat, _ in cursor.fetchall()}


def rows(table: str, condition: str = "true") -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT to_jsonb(t)::text FROM "{table}" t WHERE {condition} ORDER BY 1')
        return [row[0] for row in cursor.fetchall()]


def test_every_closed_table_is_closed_for_kandidaten_too(ruim: Actor) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid "
            "WHERE NOT p.polpermissive GROUP BY c.relname HAVING array_agg(p.polname ORDER BY "
            "p.polname) @> ARRAY['eigen', 'eigen_weg']::name[]"
        )
        assert {name for (name,) in cursor.fetchall()} == set(closed_tables())


def test_a_kandidaat_sees_the_own_rows_and_no_others_table_by_table(two: Any) -> None:
    me, _ = two
    seen_somewhere = set()
    for table, has_kandidaat in closed_tables().items():
        condition = eigen.condition(table, has_kandidaat=has_kandidaat)
        with scope(systeem(REGIO)):
            everything = len(rows(table))
            own = condition.replace(eigen.ME, str(me.pk)) or "false"
            if table in eigen.BELOW:
                column, above = eigen.BELOW[table]
                own = f"{column} IN (SELECT id FROM {above} WHERE kandidaat_id = {me.pk})"
            if table == "kern_auditregel":
                own = f"kandidaat_sleutel = '{me.sleutel}'"
            mine = rows(table, own)
        with scope(kandidaat(REGIO, me.pk)):
            assert rows(table) == mine, table
        if mine:
            seen_somewhere.add(table)
            assert len(mine) < everything, table
    assert seen_somewhere >= FILLED


@pytest.mark.parametrize("table", sorted({*eigen.BELOW, "kern_auditregel"}))
def test_whose_a_row_is_costs_nothing_to_who_works_here(two: Any, table: str) -> None:
    """What is asked once per statement is an InitPlan; a SubPlan counts at every look."""
    with scope(systeem(REGIO)), connection.cursor() as cursor:
        cursor.execute(f'EXPLAIN SELECT * FROM "{table}"')
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "InitPlan" in plan
    assert "SubPlan" not in plan


def test_without_a_person_the_role_sees_nothing(two: Any) -> None:
    with scope(Actor(rol="kandidaat", regios=(REGIO,))):
        assert not [table for table in closed_tables() if rows(table)]


def test_in_another_region_the_person_is_not_there(two: Any) -> None:
    with scope(kandidaat("AM09", two[0].pk)):
        assert not [table for table in closed_tables() if rows(table)]


@pytest.mark.parametrize("table", ["kandidaten_kandidaat", "trajecten_overdracht"])
def test_a_kandidaat_changes_nothing_by_itself(two: Any, table: str) -> None:
    with (
        scope(kandidaat(REGIO, two[0].pk)),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f'UPDATE "{table}" SET regio_id = regio_id')


@pytest.mark.parametrize("table", ["kandidaten_situatiefeit", "berichten_verzoek"])
def test_a_kandidaat_deletes_nothing_by_itself(two: Any, table: str) -> None:
    with scope(kandidaat(REGIO, two[0].pk)), connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{table}"')
        assert cursor.rowcount == 0


@pytest.mark.parametrize("who", ["other", "staff"])
def test_nobody_writes_in_the_name_of_another(two: Any, who: str) -> None:
    me, other = two
    with scope(systeem(REGIO)):
        door = me.betrokkenen.get(vaste_contactpersoon=True).medewerker_id
    values = {
        "other": (other.pk, "kandidaat", None),
        "staff": (me.pk, "medewerker", door),
    }[who]
    with (
        scope(kandidaat(REGIO, me.pk)),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO berichten_gespreksbericht "
            "(regio_id, kandidaat_id, van, door_id, soort, tekst, op) "
            "VALUES ('AM08', %s, %s, %s, 'bericht', 'Hoi', now())",
            values,
        )


def test_a_kandidaat_leaves_a_line_in_the_log_about_itself_only(two: Any) -> None:
    me, other = two
    wie = kandidaat(REGIO, me.pk)
    with scope(wie):
        for key, may in ((me.sleutel, True), (other.sleutel, False)):
            try:
                with transaction.atomic():
                    audit.record(
                        wie,
                        "eigen_kopie_gemaakt",
                        object_soort="kandidaat",
                        object_sleutel=key,
                        kandidaat_sleutel=key,
                        regio=REGIO,
                    )
            except DatabaseError:
                assert not may
            else:
                assert may


def test_the_policies_are_brought_up_to_date_once(ruim: Actor) -> None:
    """What stands is what the code says, so a second migrate has nothing to do."""
    with connection.cursor() as cursor:
        cursor.execute(eigen.CLOSED_TABLES)
        assert all(mark for _, _, mark in cursor.fetchall())
