"""Who may see whom: tried through the application and beside it, in plain SQL."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ontschot.kandidaten import access, actions, queries
from ontschot.kandidaten.errors import GeenToegang
from ontschot.kandidaten.models import (
    Betrokkenheid,
    Kandidaat,
    Noodtoegang,
    Situatiefeit,
    Toegangsverzoek,
    Zoeksleutel,
)
from ontschot.kern.errors import Weigering
from ontschot.kern.models import Auditregel, Bericht
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.tijdlijn import timeline_of
from tests.kandidaten.factories import feit, kandidaat
from tests.netwerk.factories import actor, rol
from tests.refusal import refusing

pytestmark = pytest.mark.usefixtures("ruim")


def check_now() -> None:
    """What the database looks at when the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def at_commit(statement: str, *values: Any) -> None:
    """A transaction with only this statement in it; a refusal undoes it, as at a real commit."""
    with transaction.atomic():
        sql(statement, *values)
        check_now()


def sql(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


# --- one predicate, written in two ways -----------------------------------------


def test_a_list_about_people_opens_exactly_the_dossiers_that_are_open() -> None:
    """Small sets of ids for the lists, a look per dossier for one page: the same answer."""
    gids, colleague = rol(), rol(organisatie="fnv")
    mine, joined, other, shielded, opened, once = (kandidaat(gids) for _ in range(6))
    Kandidaat.objects.filter(pk=joined.pk).update(samengevoegd_met=mine)
    Kandidaat.objects.filter(pk=shielded.pk).update(afgeschermd=True)
    for person in (mine, once):
        actions.add_betrokkene(
            actor(gids),
            kandidaat=person,
            medewerker_id=colleague.medewerker_id,
            organisatie_id=colleague.organisatie_id,
            grond="uitvoering",
        )
    yesterday = timezone.localdate() - timedelta(days=1)
    Betrokkenheid.objects.filter(kandidaat=once, medewerker=colleague.medewerker_id).update(
        tot=timezone.now(), leest_tot=yesterday
    )
    actions.break_glass(actor(colleague), sleutel=opened.sleutel, reden="Staat nu aan de balie.")
    for who in (gids, colleague):
        wie = actor(who)
        seen = set(Kandidaat.objects.filter(access.visible_to(wie)))
        about = set(Betrokkenheid.objects.filter(access.about_visible_to(wie)))
        assert {row.kandidaat_id for row in about} == {person.pk for person in seen}
        hidden = set(Kandidaat.objects.filter(~access.findable_by(wie)))
    assert seen == {mine, joined, opened}
    assert hidden == {shielded}
    assert other not in seen


# --- exactly one vaste contactpersoon ----------------------------------------


def test_whoever_makes_a_kandidaat_is_the_vaste_contactpersoon() -> None:
    gids = rol()
    person = kandidaat(gids)
    check_now()
    (betrokkene,) = queries.involved_with(person.pk)
    assert betrokkene.vaste_contactpersoon
    assert betrokkene.medewerker_id == gids.medewerker_id
    assert person.sleutel.startswith("AM08-")


def test_a_kandidaat_without_a_vaste_contactpersoon_does_not_survive_the_transaction() -> None:
    with refusing() as refusal:
        Kandidaat.objects.create(
            regio_id="AM08", sleutel="AM08-2222-22", voornaam="A", achternaam="B"
        )
        check_now()
    assert refusal.rule == "kandidaten_kandidaat_has_contact"


def test_a_second_vaste_contactpersoon_is_refused_at_once() -> None:
    person, other = kandidaat(rol()), rol()
    with pytest.raises(IntegrityError), transaction.atomic():
        Betrokkenheid.objects.create(
            regio_id="AM08",
            kandidaat=person,
            medewerker=other.medewerker,
            organisatie=other.organisatie,
            grond="intake",
            vaste_contactpersoon=True,
        )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE kandidaten_betrokkenheid SET tot = now() WHERE kandidaat_id = %s",
        "DELETE FROM kandidaten_betrokkenheid WHERE kandidaat_id = %s",
    ],
)
def test_the_last_vaste_contactpersoon_cannot_be_taken_away_in_sql(statement: str) -> None:
    person = kandidaat(rol())
    check_now()
    with pytest.raises(IntegrityError):
        at_commit(statement, person.pk)


def test_who_was_betrokken_cannot_be_rewritten_in_sql() -> None:
    person, other = kandidaat(rol()), rol()
    with pytest.raises(IntegrityError), transaction.atomic():
        sql(
            "UPDATE kandidaten_betrokkenheid SET medewerker_id = %s WHERE kandidaat_id = %s",
            other.medewerker_id,
            person.pk,
        )


def test_an_involvement_that_ended_stays_ended() -> None:
    gids, other = rol(), rol()
    person = kandidaat(gids)
    extra = actions.add_betrokkene(
        actor(gids),
        kandidaat=person,
        medewerker_id=other.medewerker_id,
        organisatie_id=other.organisatie_id,
        grond="uitvoering",
    )
    actions.end_betrokkenheid(actor(gids), betrokkenheid_id=extra.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        sql("UPDATE kandidaten_betrokkenheid SET tot = NULL WHERE id = %s", extra.pk)


# --- regions and roles -------------------------------------------------------


def test_a_fact_cannot_point_at_a_kandidaat_in_another_region() -> None:
    gids = rol()
    person = kandidaat(gids)
    with pytest.raises(IntegrityError):
        at_commit(
            "INSERT INTO kandidaten_situatiefeit (regio_id, kandidaat_id, soort_id, van, bron,"
            " vastgelegd_door_id, vastgelegd_op)"
            " VALUES ('AM10', %s, 'ww', '2026-01-01', '', %s, now())",
            person.pk,
            gids.medewerker_id,
        )


TABLES = [Kandidaat, Betrokkenheid, Situatiefeit, Zoeksleutel]


@pytest.mark.parametrize("table", TABLES)
def test_another_region_sees_no_row(table: Any, binnen: Callable[..., Any]) -> None:
    gids = rol()
    feit(gids, kandidaat(gids))
    with binnen(actor(gids)):
        assert table.objects.exists()
    with binnen(actor(rol(regio_id="AM10"))):
        assert not table.objects.exists()
        assert sql(f"SELECT count(*) FROM {table._meta.db_table}") == [(0,)]


@pytest.mark.parametrize("soort", [Rolsoort.KASSIER, Rolsoort.MONITOR, Rolsoort.BELEID])
@pytest.mark.parametrize("table", TABLES)
def test_who_works_with_money_and_figures_sees_no_person(
    soort: Rolsoort, table: Any, binnen: Callable[..., Any]
) -> None:
    gids = rol()
    feit(gids, kandidaat(gids))
    with binnen(actor(rol(soort))):
        assert sql(f"SELECT count(*) FROM {table._meta.db_table}") == [(0,)]


def test_nobody_moves_a_kandidaat_into_a_region_that_is_not_theirs(
    binnen: Callable[..., Any],
) -> None:
    gids = rol()
    person = kandidaat(gids)
    with binnen(actor(gids)), pytest.raises(Exception, match="row-level"), transaction.atomic():
        sql("UPDATE kandidaten_kandidaat SET regio_id = 'AM10' WHERE id = %s", person.pk)


# --- need to know ------------------------------------------------------------


def test_a_dossier_opens_for_who_is_betrokken_and_for_nobody_else() -> None:
    gids, other = rol(), rol()
    person = kandidaat(gids)
    assert queries.kandidaat_for(actor(gids), person.sleutel) == person
    for colleague in [other, rol(Rolsoort.COORDINATOR), rol(Rolsoort.PRIVACY)]:
        with pytest.raises(GeenToegang):
            queries.kandidaat_for(actor(colleague), person.sleutel)


def test_the_refusal_is_the_same_for_closed_hidden_and_unknown() -> None:
    gids, other = rol(), actor(rol())
    closed, hidden = kandidaat(gids), kandidaat(gids)
    actions.set_afgeschermd(actor(gids), kandidaat=hidden, afgeschermd=True)
    said = set()
    for sleutel in [closed.sleutel, hidden.sleutel, "AM08-ZZZZ-ZZ"]:
        with pytest.raises(GeenToegang) as refusal:
            queries.kandidaat_for(other, sleutel)
        said.add(refusal.value.zin.replace(sleutel, "…"))
    assert len(said) == 1


def hand_over(by: Any, to: Any, person: Kandidaat, days: int = 30) -> Betrokkenheid:
    return actions.move_contactpersoon(
        actor(by),
        kandidaat=person,
        naar_medewerker_id=to.medewerker_id,
        naar_organisatie_id=to.organisatie_id,
        leest_tot=timezone.localdate() + timedelta(days=days),
    )


def test_after_a_handover_the_giver_reads_thirty_days_and_writes_no_more() -> None:
    gids, coach = rol(), rol(Rolsoort.LOOPBAANCOACH, "fnv")
    person = kandidaat(gids)
    hand_over(gids, coach, person)
    check_now()
    assert queries.kandidaat_for(actor(coach), person.sleutel, schrijft=True)
    assert queries.kandidaat_for(actor(gids), person.sleutel)
    with pytest.raises(GeenToegang):
        queries.kandidaat_for(actor(gids), person.sleutel, schrijft=True)
    with time_machine.travel(timezone.now() + timedelta(days=31)), pytest.raises(GeenToegang):
        queries.kandidaat_for(actor(gids), person.sleutel)


def test_a_dossier_can_come_back_to_who_had_it_before() -> None:
    gids, coach = rol(), rol(Rolsoort.LOOPBAANCOACH, "fnv")
    person = kandidaat(gids)
    hand_over(gids, coach, person)
    hand_over(coach, gids, person)
    check_now()
    assert queries.kandidaat_for(actor(gids), person.sleutel, schrijft=True)


def test_a_bystander_cannot_take_a_dossier_from_another() -> None:
    gids, coach, bystander = rol(), rol(Rolsoort.LOOPBAANCOACH, "fnv"), rol()
    person = kandidaat(gids)
    with pytest.raises(Weigering, match="overdraagt of overneemt"):
        actions.move_contactpersoon(
            actor(bystander),
            kandidaat=person,
            naar_medewerker_id=coach.medewerker_id,
            naar_organisatie_id=coach.organisatie_id,
            leest_tot=timezone.localdate(),
        )


@pytest.mark.parametrize(
    "receiver",
    [
        {"soort": Rolsoort.KASSIER},
        {"soort": Rolsoort.GIDS, "regio_id": "AM10"},
        {"soort": Rolsoort.GIDS, "tot": timezone.localdate() - timedelta(days=1)},
    ],
)
def test_a_dossier_goes_only_to_somebody_who_may_help_in_this_region(receiver: Any) -> None:
    gids = rol()
    person = kandidaat(gids)
    with pytest.raises(Weigering, match="geen rol in deze regio"):
        hand_over(gids, rol(**receiver), person)
    assert queries.kandidaat_for(actor(gids), person.sleutel, schrijft=True)


# --- asking and breaking the glass -------------------------------------------


def test_a_request_waits_for_the_vaste_contactpersoon_and_lets_in_when_allowed() -> None:
    gids, colleague = rol(), rol(Rolsoort.CONSULENT, "werkbedrijf")
    person = kandidaat(gids)
    verzoek = actions.ask_access(actor(colleague), sleutel=person.sleutel, reden="Belt mij nu.")
    assert verzoek.uiterlijk > timezone.localdate()
    (wacht,) = queries.waiting_for(actor(gids))
    assert person.achternaam not in wacht.titel + wacht.uitleg
    actions.decide_access(actor(gids), verzoek_id=verzoek.pk, toestaan=True)
    assert queries.waiting_for(actor(gids)) == []
    assert queries.kandidaat_for(actor(colleague), person.sleutel, schrijft=True)
    assert Bericht.objects.filter(onderwerp__contains=person.sleutel).count() == 2
    assert not Bericht.objects.filter(tekst__contains=person.achternaam).exists()


def test_a_refused_request_opens_nothing_and_says_why() -> None:
    gids, colleague = rol(), rol()
    person = kandidaat(gids)
    verzoek = actions.ask_access(actor(colleague), sleutel=person.sleutel, reden="Nieuwsgierig.")
    with pytest.raises(Weigering, match="waarom niet"):
        actions.decide_access(actor(gids), verzoek_id=verzoek.pk, toestaan=False)
    actions.decide_access(
        actor(gids), verzoek_id=verzoek.pk, toestaan=False, toelichting="Bel mij eerst."
    )
    with pytest.raises(GeenToegang):
        queries.kandidaat_for(actor(colleague), person.sleutel)
    with pytest.raises(Weigering, match="Dit kan niet meer"):
        actions.decide_access(actor(gids), verzoek_id=verzoek.pk, toestaan=True)


def test_nobody_decides_on_their_own_request_also_not_in_sql() -> None:
    gids, colleague = rol(), rol()
    person = kandidaat(gids)
    verzoek = actions.ask_access(actor(colleague), sleutel=person.sleutel, reden="Belt mij nu.")
    with pytest.raises(Weigering):
        actions.decide_access(actor(colleague), verzoek_id=verzoek.pk, toestaan=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        sql(
            "UPDATE kandidaten_toegangsverzoek SET status = 'toegestaan', besloten_door_id = %s"
            " WHERE id = %s",
            colleague.medewerker_id,
            verzoek.pk,
        )


def test_an_overdue_request_climbs_to_the_coordinator() -> None:
    gids, colleague, boss = rol(), rol(), rol(Rolsoort.COORDINATOR)
    person = kandidaat(gids)
    verzoek = actions.ask_access(actor(colleague), sleutel=person.sleutel, reden="Belt mij nu.")
    assert queries.waiting_for(actor(boss)) == []
    with time_machine.travel(timezone.now() + timedelta(days=10)):
        assert len(queries.waiting_for(actor(boss))) == 1
        actions.decide_access(actor(boss), verzoek_id=verzoek.pk, toestaan=True)
    assert queries.kandidaat_for(actor(colleague), person.sleutel)


def test_asking_twice_is_refused() -> None:
    gids, colleague = rol(), rol()
    person = kandidaat(gids)
    actions.ask_access(actor(colleague), sleutel=person.sleutel, reden="Belt mij nu.")
    with pytest.raises(Weigering, match="al toegang gevraagd"):
        actions.ask_access(actor(colleague), sleutel=person.sleutel, reden="Belt mij nu.")
    assert Toegangsverzoek.objects.count() == 1


def test_who_breaks_the_glass_reads_for_a_day_with_a_reason_that_others_see() -> None:
    gids, colleague = rol(), rol()
    person = kandidaat(gids)
    with pytest.raises(Weigering, match="niet kan wachten"):
        actions.break_glass(actor(colleague), sleutel=person.sleutel, reden="haast")
    actions.break_glass(actor(colleague), sleutel=person.sleutel, reden="Staat nu aan de balie.")
    assert queries.kandidaat_for(actor(colleague), person.sleutel)
    with pytest.raises(GeenToegang):
        queries.kandidaat_for(actor(colleague), person.sleutel, schrijft=True)
    assert any(i.soort == "noodtoegang" for i in timeline_of(person.pk, queries.TIJDLIJN))
    line = Auditregel.objects.get(gebeurtenis="noodtoegang")
    assert line.kandidaat_sleutel == person.sleutel
    assert "balie" not in str(line.gegevens)
    with time_machine.travel(timezone.now() + timedelta(hours=25)), pytest.raises(GeenToegang):
        queries.kandidaat_for(actor(colleague), person.sleutel)
    assert Noodtoegang.objects.count() == 1


def test_a_hidden_person_cannot_be_reached_by_asking_or_by_breaking_the_glass() -> None:
    gids, colleague = rol(), rol()
    person = kandidaat(gids)
    actions.set_afgeschermd(actor(gids), kandidaat=person, afgeschermd=True)
    for attempt in [actions.ask_access, actions.break_glass]:
        with pytest.raises(GeenToegang):
            attempt(actor(colleague), sleutel=person.sleutel, reden="Staat nu aan de balie.")


def test_the_audit_log_holds_no_name() -> None:
    gids = rol()
    person = kandidaat(gids, voornaam="Xanthippe", achternaam="Quaedvlieg")
    feit(gids, person)
    lines = Auditregel.objects.filter(kandidaat_sleutel=person.sleutel)
    assert lines.count() == 2
    text = " ".join(str(row) for row in lines.values_list())
    assert "Xanthippe" not in text
    assert "Quaedvlieg" not in text
