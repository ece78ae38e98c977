"""Dated facts, the doelgroep that follows, and the choice where the regeling is silent."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ontschot.kandidaten import actions, queries
from ontschot.kandidaten.errors import GeenToegang
from ontschot.kandidaten.models import Situatiefeit
from ontschot.kern.errors import Weigering
from ontschot.kern.models import Auditregel
from ontschot.kern.tijdlijn import timeline_of
from ontschot.regelingen.rules import Bepaald, Keuze, Onbekend
from tests.kandidaten.factories import feit, kandidaat
from tests.netwerk.factories import actor, rol

pytestmark = pytest.mark.usefixtures("ruim")
TODAY = timezone.localdate()


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_fact_holds_from_its_first_to_its_last_day() -> None:
    gids = rol()
    person = kandidaat(gids)
    feit(gids, person, "ww", van=date(2025, 3, 1), tot=date(2025, 8, 31))
    assert queries.facts_on(person.pk, date(2025, 2, 28)) == frozenset()
    assert queries.facts_on(person.pk, date(2025, 3, 1)) == {"ww"}
    assert queries.facts_on(person.pk, date(2025, 8, 31)) == {"ww"}
    assert queries.facts_on(person.pk, date(2025, 9, 1)) == frozenset()


def test_the_doelgroep_follows_from_the_facts_of_that_day() -> None:
    gids = rol()
    person = kandidaat(gids)
    assert isinstance(queries.situation_of(person.pk).doelgroep, Onbekend)
    old = feit(gids, person, "in_dienst", van=date(2020, 1, 1))
    actions.end_feit(actor(gids), feit_id=old.pk, tot=TODAY - timedelta(days=1))
    feit(gids, person, "ww", van=TODAY)
    now, before = queries.situation_of(person.pk), queries.situation_of(person.pk, date(2020, 6, 1))
    assert now.doelgroep_label == "WW-er"
    assert before.doelgroep_label == "Werknemer"


def test_the_same_fact_twice_in_one_time_is_refused_by_action_and_by_database() -> None:
    gids = rol()
    person = kandidaat(gids)
    feit(gids, person, "ww", van=date(2025, 3, 1))
    with pytest.raises(Weigering, match="staat er voor die tijd al"):
        feit(gids, person, "ww", van=date(2025, 5, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Situatiefeit.objects.create(
            regio_id="AM08",
            kandidaat=person,
            soort_id="ww",
            van=date(2025, 5, 1),
            vastgelegd_door=gids.medewerker,
        )


@pytest.mark.parametrize(
    "change", ["van = '2020-01-01'", "soort_id = 'wajong'", "bron = 'anders'", "tot = NULL"]
)
def test_what_was_recorded_cannot_be_rewritten_in_sql(change: str) -> None:
    gids = rol()
    ended = feit(gids, kandidaat(gids), "ww", van=date(2025, 3, 1), tot=date(2025, 8, 31))
    with pytest.raises(IntegrityError), transaction.atomic():
        sql(f"UPDATE kandidaten_situatiefeit SET {change} WHERE id = %s", ended.pk)


def test_a_fact_ends_once_and_not_before_it_began() -> None:
    gids = rol()
    fact = feit(gids, kandidaat(gids), "ww", van=date(2025, 3, 1))
    with pytest.raises(Weigering, match="vóór de begindatum"):
        actions.end_feit(actor(gids), feit_id=fact.pk, tot=date(2025, 2, 28))
    actions.end_feit(actor(gids), feit_id=fact.pk, tot=date(2025, 3, 1))
    with pytest.raises(Weigering, match="al afgesloten"):
        actions.end_feit(actor(gids), feit_id=fact.pk, tot=date(2025, 4, 1))


def test_a_mistake_is_withdrawn_and_the_log_keeps_that_it_was_there() -> None:
    gids = rol()
    person = kandidaat(gids)
    fact = feit(gids, person, "wajong")
    actions.withdraw_feit(actor(gids), feit_id=fact.pk)
    assert queries.facts_on(person.pk, TODAY) == frozenset()
    line = Auditregel.objects.get(gebeurtenis="feit_ingetrokken")
    assert line.gegevens["feit"] == "wajong"


@pytest.mark.parametrize("day", [date(1940, 1, 1), TODAY + timedelta(days=500)])
def test_a_date_that_cannot_be_right_is_refused(day: date) -> None:
    gids = rol()
    with pytest.raises(Weigering, match="kan niet kloppen"):
        feit(gids, kandidaat(gids), van=day)


def test_a_colleague_who_is_not_betrokken_records_nothing() -> None:
    gids, other = rol(), rol()
    person = kandidaat(gids)
    fact = feit(gids, person)
    with pytest.raises(GeenToegang):
        feit(other, person, "wajong")
    with pytest.raises(GeenToegang):
        actions.end_feit(actor(other), feit_id=fact.pk, tot=TODAY)
    with pytest.raises(GeenToegang):
        actions.withdraw_feit(actor(other), feit_id=fact.pk)


def test_where_the_regeling_is_silent_the_choice_is_recorded_with_who_chose() -> None:
    gids = rol(medewerker__naam="Aisha Demir")
    person = kandidaat(gids)
    feit(gids, person, "in_dienst")
    feit(gids, person, "ww")
    assert isinstance(queries.situation_of(person.pk).doelgroep, Keuze)
    actions.choose_doelgroep(
        actor(gids), kandidaat=person, doelgroep="werknemer", toelichting="Vooral in dienst."
    )
    found = queries.situation_of(person.pk)
    assert isinstance(found.doelgroep, Bepaald)
    assert found.doelgroep.code == "werknemer"
    assert "Aisha Demir" in found.doelgroep.omdat
    assert found.gekozen_door_id == gids.medewerker_id
    assert found.keuzes, "the choice can be made again"


def test_a_choice_does_not_outlive_the_facts_it_was_made_for() -> None:
    gids = rol()
    person = kandidaat(gids)
    feit(gids, person, "in_dienst")
    feit(gids, person, "ww")
    actions.choose_doelgroep(actor(gids), kandidaat=person, doelgroep="ww")
    feit(gids, person, "wajong")
    found = queries.situation_of(person.pk)
    assert isinstance(found.doelgroep, Keuze)
    assert found.gekozen_door_id is None


@pytest.mark.parametrize("code", ["banenafspraak", "nug", "verzonnen", ""])
def test_only_what_is_really_open_can_be_chosen(code: str) -> None:
    gids = rol()
    person = kandidaat(gids)
    feit(gids, person, "in_dienst")
    feit(gids, person, "ww")
    with pytest.raises(Weigering, match="niet te kiezen"):
        actions.choose_doelgroep(actor(gids), kandidaat=person, doelgroep=code)


def test_where_the_facts_decide_nobody_can_choose_otherwise() -> None:
    gids = rol()
    person = kandidaat(gids)
    feit(gids, person, "ww")
    with pytest.raises(Weigering, match="niet te kiezen"):
        actions.choose_doelgroep(actor(gids), kandidaat=person, doelgroep="ww")


def test_two_colleagues_who_change_other_fields_both_keep_their_change() -> None:
    gids = rol()
    person = kandidaat(gids)
    seen = actions.Gegevens.of(person)
    for field, value in [("telefoon", "06-11111111"), ("email", "nieuw@voorbeeld.nl")]:
        actions.change_gegevens(
            actor(gids),
            kandidaat=person,
            gegevens=actions.Gegevens(**{**seen.__dict__, field: value}),
            uitgangspunt=seen,
        )
    person.refresh_from_db()
    assert (person.telefoon, person.email) == ("06-11111111", "nieuw@voorbeeld.nl")
    with pytest.raises(Weigering, match="Een collega veranderde intussen"):
        actions.change_gegevens(
            actor(gids),
            kandidaat=person,
            gegevens=actions.Gegevens(**{**seen.__dict__, "telefoon": "06-22222222"}),
            uitgangspunt=seen,
        )


def test_the_timeline_tells_everything_in_one_question(count_queries: Any) -> None:
    gids = rol()
    person = kandidaat(gids)
    feit(gids, person, "ww")
    actions.record_contact(
        actor(gids), kandidaat=person, wijze="gesprek", op=timezone.now(), samenvatting="Kort."
    )
    with count_queries() as counted:
        items = timeline_of(person.pk, queries.TIJDLIJN)
    assert counted.aantal == 1
    assert {i.soort for i in items} == {"contact", "situatie", "betrokkenheid"}
    assert items == sorted(items, key=lambda i: i.op, reverse=True)


def test_the_part_of_the_dossier_asks_a_fixed_number_of_questions(count_queries: Any) -> None:
    gids = rol()
    asked = []
    # The first time, the rules and the labels are read too; then they are known for a minute.
    for soorten in ([], ["ww"], ["ww", "in_dienst", "wajong", "zelfstandige"]):
        person = kandidaat(gids)
        for soort in soorten:
            feit(gids, person, soort)
        with count_queries() as counted:
            part = queries.dossier_part(person)
        assert part.contactpersoon is not None
        asked.append(counted.aantal)
    assert asked == [4, 2, 2]


def test_a_contact_in_the_future_is_refused_and_one_of_eleven_hours_by_the_database() -> None:
    gids = rol()
    person = kandidaat(gids)
    with pytest.raises(Weigering, match="in de toekomst"):
        actions.record_contact(
            actor(gids), kandidaat=person, wijze="gesprek", op=timezone.now() + timedelta(days=1)
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.record_contact(
            actor(gids), kandidaat=person, wijze="gesprek", op=timezone.now(), minuten=601
        )


def test_what_was_wrong_is_corrected_and_stays_in_the_history() -> None:
    gids = rol()
    person = kandidaat(gids)
    wrong = feit(gids, person, "ww", van=date(2025, 3, 1))
    right = actions.correct_feit(
        actor(gids),
        feit_id=wrong.pk,
        soort="ziektewet",
        van=date(2025, 3, 1),
        bron="brief van UWV",
        reden="Het is de Ziektewet.",
    )
    assert [f.pk for f in queries.situation_of(person.pk).geldig] == [right.pk]
    [kept] = queries.withdrawn_facts(person.pk)
    assert (kept.soort_id, kept.van, kept.reden) == ("ww", date(2025, 3, 1), "Het is de Ziektewet.")
    told = [item.titel for item in timeline_of(person.pk, queries.TIJDLIJN)]
    assert any(title.startswith("Klopte niet: Heeft recht op WW") for title in told)


def test_a_correction_that_clashes_leaves_everything_as_it_was() -> None:
    gids = rol()
    person = kandidaat(gids)
    feit(gids, person, "in_dienst", van=date(2020, 1, 1))
    wrong = feit(gids, person, "ww", van=date(2025, 3, 1))
    with pytest.raises(Weigering, match="staat er voor die tijd al"):
        actions.correct_feit(
            actor(gids),
            feit_id=wrong.pk,
            soort="in_dienst",
            van=date(2025, 3, 1),
            bron="contract",
            reden="Verkeerd gekozen.",
        )
    assert Situatiefeit.objects.filter(pk=wrong.pk).exists()
    assert not queries.withdrawn_facts(person.pk)


def test_a_withdrawn_fact_cannot_be_rewritten_in_sql() -> None:
    gids = rol()
    person = kandidaat(gids)
    actions.withdraw_feit(actor(gids), feit_id=feit(gids, person, "ww").pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        sql(
            "UPDATE kandidaten_feitintrekking SET reden = 'anders' WHERE kandidaat_id = %s",
            person.pk,
        )


def test_what_begins_later_says_on_what_that_stands() -> None:
    gids = rol()
    person = kandidaat(gids)
    soon = TODAY + timedelta(days=40)
    with pytest.raises(Weigering, match="begint pas later") as refused:
        feit(gids, person, "ww", van=soon)
    assert refused.value.veld == "bron"
    feit(gids, person, "ww", van=soon, bron="brief van UWV")
    assert [f.van for f in queries.situation_of(person.pk).straks] == [soon]


def test_the_screen_shows_what_would_follow_without_recording_it(als: Any) -> None:
    gids = rol()
    person = kandidaat(gids)
    feit(gids, person, "participatiewet", van=date(2025, 5, 1))
    data = {"soort": "banenafspraak", "van": "3-3-2026", "bron": "doelgroepregister"}
    page = als(gids).post(f"/kandidaten/{person.sleutel}/situatie/", data | {"bekijk": "1"})
    assert page.status_code == 200
    shown = page.content.decode()
    assert "Zo wordt de doelgroep" in shown
    assert "Niet Participatiewet: wel is vastgelegd" in shown
    assert Situatiefeit.objects.filter(kandidaat=person).count() == 1


def test_correcting_on_the_screen(als: Any) -> None:
    gids = rol()
    person = kandidaat(gids)
    fact = feit(gids, person, "ww", van=date(2025, 3, 1))
    address = f"/kandidaten/{person.sleutel}/situatie/{fact.pk}/verbeteren/"
    client = als(gids)
    data = {"soort": "ww", "van": "1-4-2025", "tot": "", "bron": "brief van UWV", "reden": ""}
    assert client.post(address, data).status_code == 422
    assert client.post(address, data | {"reden": "Een maand later."}).status_code == 302
    shown = client.get(f"/kandidaten/{person.sleutel}/situatie/").content.decode()
    assert "Wat niet klopte" in shown
    assert "Een maand later." in shown


def test_the_situation_asks_as_much_for_many_facts_as_for_few(als: Any, count_queries: Any) -> None:
    gids = rol()
    person, client, asked = kandidaat(gids), als(gids), []
    # The rules are remembered after the first time.
    client.get(f"/kandidaten/{person.sleutel}/situatie/")
    for year in (2010, 2015):
        for more in range(year - 2010 + 2):
            fact = feit(
                gids, person, "ww", van=date(year + more, 1, 1), tot=date(year + more, 2, 1)
            )
            if more % 2:
                actions.withdraw_feit(actor(gids), feit_id=fact.pk)
        with count_queries() as counted:
            assert client.get(f"/kandidaten/{person.sleutel}/situatie/").status_code == 200
        asked.append(counted.aantal)
    assert asked[0] == asked[1]
