"""From a plan to an uitkomst: what the actions do, and what the database refuses beside them."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from ontschot.kandidaten.errors import GeenToegang
from ontschot.kandidaten.models import Betrokkenheid, Kandidaat
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.netwerk.models import Organisatie
from ontschot.trajecten import actions, verplichten
from ontschot.trajecten.models import Interventie, Nazorgmoment, Overdracht, Uitkomst
from tests.refusal import refused_change
from tests.trajecten import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def wie(ruim: Actor) -> Actor:
    return f.actor(f.rol())


def refused_by_database(statement: str, *values: Any) -> str:
    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        f.sql(statement, *values)
    return str(refusal.value)


def test_an_agreed_plan_does_not_change(wie: Actor) -> None:
    plan = f.plan(wie, f.kandidaat(wie))
    with pytest.raises(Weigering, match="al afgesproken"):
        actions.add_stap(wie, arrangement_id=plan.pk, omschrijving="Nog een stap")
    for statement in [
        "UPDATE trajecten_arrangement SET doel = 'iets anders' WHERE id = %s",
        "UPDATE trajecten_arrangement SET akkoord_op = '2020-01-01' WHERE id = %s",
        "UPDATE trajecten_stap SET omschrijving = 'anders' WHERE arrangement_id = %s",
    ]:
        assert "agreed" in refused_by_database(statement, plan.pk)


def test_a_plan_is_agreed_with_a_date_and_a_manner(wie: Actor) -> None:
    plan = f.plan(wie, f.kandidaat(wie), agreed=False)
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(Weigering, match="nog niet geweest"):
        actions.agree_arrangement(wie, arrangement_id=plan.pk, op=tomorrow, wijze="gesprek")
    assert "trajecten_akkoord_documented" in refused_by_database(
        "UPDATE trajecten_arrangement SET status = 'akkoord' WHERE id = %s", plan.pk
    )


def test_an_empty_plan_cannot_be_agreed(wie: Actor) -> None:
    plan = f.plan(wie, f.kandidaat(wie), agreed=False, stappen=0)
    with pytest.raises(Weigering, match="nog geen stappen"):
        actions.agree_arrangement(
            wie, arrangement_id=plan.pk, op=timezone.localdate(), wijze="gesprek"
        )


def test_a_new_version_takes_steps_and_interventies_along(wie: Actor) -> None:
    person = f.kandidaat(wie)
    first = f.plan(wie, person, stappen=2)
    planned = f.interventie(wie, person, first)
    second = actions.start_arrangement(wie, kandidaat_id=person.pk, doel="Werk als chauffeur")
    first.refresh_from_db()
    planned.refresh_from_db()
    assert (first.status, second.versie) == ("vervangen", 2)
    assert [s.omschrijving for s in second.stappen.all()] == ["Stap 1", "Stap 2"]
    assert first.stappen.count() == 2
    assert planned.stap.arrangement_id == second.pk


def test_a_second_plan_waits_until_the_first_is_agreed(wie: Actor) -> None:
    person = f.kandidaat(wie)
    f.plan(wie, person, agreed=False)
    with pytest.raises(Weigering, match="al een plan in de maak"):
        actions.start_arrangement(wie, kandidaat_id=person.pk, doel="Iets anders")


def test_somebody_who_is_not_betrokken_plans_nothing(wie: Actor) -> None:
    person = f.kandidaat(wie)
    stranger = f.actor(f.rol())
    with pytest.raises(GeenToegang):
        actions.start_arrangement(stranger, kandidaat_id=person.pk, doel="Iets")


def test_the_facts_of_the_planning_day_are_copied_and_stay(wie: Actor) -> None:
    person = f.kandidaat(wie, opleiding="mbo4", sector="sector_03")
    planned = f.interventie(wie, person)
    assert (planned.doelgroep_id, planned.eerstverantwoordelijk) == ("ww", "uwv")
    assert (planned.geslacht, planned.opleiding, planned.sector) == ("vrouw", "mbo4", "sector_03")
    assert planned.kandidaat_sleutel == person.sleutel
    assert planned.doelgroep_gekozen_door_id is None
    for column, value in [
        ("doelgroep_id", "nug"),
        ("opleiding", "wo"),
        ("gepland_op", "2020-01-01"),
        ("eerstverantwoordelijk", "vakbond"),
    ]:
        statement = f"UPDATE trajecten_interventie SET {column} = %s WHERE id = %s"
        assert "frozen" in refused_by_database(statement, value, planned.pk)


def test_where_the_regeling_is_silent_a_professional_chooses_and_is_named(wie: Actor) -> None:
    person = f.kandidaat(wie, situaties=("ww", "in_dienst"))
    plan = f.plan(wie, person)
    with pytest.raises(Weigering, match="Kies zelf") as refusal:
        f.interventie(wie, person, plan)
    assert refusal.value.veld == "doelgroep_keuze"
    chosen = f.interventie(wie, person, plan, doelgroep_keuze="werknemer")
    assert chosen.doelgroep_id == "werknemer"
    assert chosen.doelgroep_gekozen_door_id == wie.medewerker_id


def test_a_choice_that_the_facts_do_not_offer_is_no_choice(wie: Actor) -> None:
    person = f.kandidaat(wie, situaties=("ww", "in_dienst"))
    with pytest.raises(Weigering):
        f.interventie(wie, person, doelgroep_keuze="schoolverlater")


def test_without_a_situation_nothing_is_planned(wie: Actor) -> None:
    with pytest.raises(Weigering, match="situatie"):
        f.interventie(wie, f.kandidaat(wie, situaties=()))


@pytest.mark.parametrize("partner", ["roc-nijmegen", "sbb", "leerwerkloket"])
def test_a_partner_that_may_not_buy_is_no_buyer(wie: Actor, partner: str) -> None:
    found = Organisatie.objects.filter(sleutel__startswith=partner).first()
    assert found, partner
    with pytest.raises(Weigering, match=r"niet inkopen|doet vandaag niet mee"):
        f.interventie(wie, f.kandidaat(wie), inkoper_id=found.pk)


def test_the_toets_holds_what_the_menukaart_knew_that_day(wie: Actor) -> None:
    planned = f.interventie(wie, f.kandidaat(wie, situaties=("in_dienst",)))
    lines = {line.voorziening: line for line in planned.toets.all()}
    assert lines, "the menukaart proposes something for scholing"
    line = next(iter(lines.values()))
    assert {"aanbieder", "contact", "gecontroleerd_op"} <= line.bekend.keys()
    assert "frozen" in refused_by_database(
        "UPDATE trajecten_toetsregel SET bekend = '{}' WHERE id = %s", line.pk
    )


def test_what_the_gemeente_does_not_have_is_answered_already(wie: Actor) -> None:
    person = f.kandidaat(wie, gemeente="Heumen")
    planned = f.interventie(wie, person, interventiesoort="versterken_arbeidsmarktpositie")
    known = planned.toets.filter(antwoord="niet_beschikbaar")
    assert [line.bekend["uit_menukaart"] for line in known] == [True] * known.count()
    assert known.exists()


def test_a_facility_that_is_not_used_needs_a_reason(wie: Actor) -> None:
    planned = f.interventie(wie, f.kandidaat(wie))
    line = planned.toets.filter(antwoord="").first()
    assert line
    with pytest.raises(Weigering, match="waarom"):
        actions.answer_toets(wie, toetsregel_id=line.pk, antwoord="ontoereikend", reden="  ")
    assert "trajecten_toets_reason" in refused_by_database(
        "UPDATE trajecten_toetsregel SET antwoord = 'gebruikt' WHERE id = %s", line.pk
    )


def test_an_incomplete_toets_cannot_be_finished_nor_slipped_past(wie: Actor) -> None:
    planned = f.interventie(wie, f.kandidaat(wie))
    with pytest.raises(Weigering, match="niet beantwoord"):
        actions.finish_toets(wie, interventie_id=planned.pk)
    assert "toets incomplete" in refused_by_database(
        "UPDATE trajecten_interventie SET status = 'besluit_gevraagd', toets_gedaan_op = now() "
        "WHERE id = %s",
        planned.pk,
    )


def test_no_besluit_is_asked_on_a_plan_that_is_not_agreed(wie: Actor) -> None:
    person = f.kandidaat(wie)
    planned = f.interventie(wie, person, f.plan(wie, person, agreed=False))
    f.toets(wie, planned)
    with pytest.raises(Weigering, match="advies"):
        verplichten.ask(planned, verplichten.stand_of(planned))
    assert "no agreed arrangement" in refused_by_database(
        "UPDATE trajecten_interventie SET status = 'besluit_gevraagd' WHERE id = %s", planned.pk
    )


def test_after_the_question_toets_and_price_stay(wie: Actor) -> None:
    asked = f.ready(wie)
    verplichten.ask(asked, verplichten.stand_of(asked))
    line = asked.toets.first()
    assert line
    with pytest.raises(Weigering, match="al een besluit gevraagd"):
        actions.answer_toets(wie, toetsregel_id=line.pk, antwoord="gebruikt", reden="Toch wel.")
    assert "frozen" in refused_by_database(
        "UPDATE trajecten_toetsregel SET reden = 'anders' WHERE id = %s", line.pk
    )
    assert "frozen" in refused_by_database(
        "UPDATE trajecten_interventie SET gevraagd_cent = 1 WHERE id = %s", asked.pk
    )
    assert "frozen" in refused_by_database(
        "INSERT INTO trajecten_toetsregel (regio_id, interventie_id, voorziening, bekend, "
        "antwoord, reden) VALUES ('AM08', %s, 'nog een', '{}', '', '')",
        asked.pk,
    )


def test_states_cannot_be_skipped(wie: Actor) -> None:
    planned = f.ready(wie)
    for status in ["toegekend", "verplicht", "loopt", "afgerond"]:
        assert refused_by_database(
            "UPDATE trajecten_interventie SET status = %s WHERE id = %s", status, planned.pk
        )
    with pytest.raises(Weigering, match="Dit kan niet meer"):
        actions.start(wie, interventie_id=planned.pk)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kosten_cent", 1),
        ("inkoper_id", 1),
        ("interventiesoort_id", "matching"),
        ("btw", "excl"),
        ("plafond_cent", 7),
        ("verplicht_op", "2020-01-01"),
        ("kandidaat_sleutel", "AM08-2222-22"),
        ("sector", "sector_01"),
    ],
)
def test_after_the_verplichting_what_is_counted_and_paid_stays(
    wie: Actor, column: str, value: Any
) -> None:
    found = f.committed(wie)
    statement = f"UPDATE trajecten_interventie SET {column} = %s WHERE id = %s"
    assert "frozen" in refused_by_database(statement, value, found.pk)


def test_an_interventie_runs_and_ends_on_a_day(wie: Actor) -> None:
    found = f.committed(wie)
    actions.start(wie, interventie_id=found.pk)
    with pytest.raises(Weigering, match="waarom het stopte"):
        actions.break_off(wie, interventie_id=found.pk, reden="")
    done = actions.finish(wie, interventie_id=found.pk)
    assert (done.status, done.afgesloten_op) == ("afgerond", timezone.localdate())
    assert not done.uitkomsten.exists(), "no uitkomst follows from an ending"


def test_another_region_sees_and_touches_nothing(wie: Actor, binnen: Any) -> None:
    planned = f.interventie(wie, f.kandidaat(wie))
    elsewhere = f.actor(f.rol(regio_id="AM30"))
    with binnen(elsewhere):
        assert not Interventie.objects.filter(pk=planned.pk).exists()
    with pytest.raises(Weigering, match="niet in jouw regio"):
        actions.cancel(elsewhere, interventie_id=planned.pk, reden="weg")


def uitkomst(wie: Actor, person: Kandidaat, betekenis: str, datum: date) -> Uitkomst:
    return actions.record_uitkomst(
        wie, kandidaat_id=person.pk, betekenis=betekenis, datum=datum, bron="kandidaat"
    )


def test_work_plans_nazorg_and_a_step_does_not(wie: Actor) -> None:
    person = f.kandidaat(wie)
    actions.record_uitkomst(
        wie,
        kandidaat_id=person.pk,
        betekenis="stap_op_de_ladder",
        datum=date(2026, 1, 31),
        bron="partner",
    )
    assert not Nazorgmoment.objects.filter(kandidaat=person).exists()
    work = actions.record_uitkomst(
        wie,
        kandidaat_id=person.pk,
        betekenis="aan_het_werk",
        datum=date(2026, 1, 31),
        bron="kandidaat",
        grond="toestemming",
    )
    planned = list(work.nazorg.values_list("na", "gepland_op"))
    assert planned == [
        ("1 week", date(2026, 2, 7)),
        ("1 maand", date(2026, 2, 28)),
        ("3 maanden", date(2026, 4, 30)),
        ("6 maanden", date(2026, 7, 31)),
        ("12 maanden", date(2027, 1, 31)),
    ]
    assert "fact" in refused_by_database(
        "UPDATE trajecten_uitkomst SET betekenis = 'interventie_afgerond' WHERE id = %s", work.pk
    )


def test_silence_is_recorded_as_silence_and_only_once(wie: Actor) -> None:
    person = f.kandidaat(wie)
    work = actions.record_uitkomst(
        wie,
        kandidaat_id=person.pk,
        betekenis="aan_het_werk",
        datum=date(2026, 1, 5),
        bron="werkgever",
        grond="toestemming",
    )
    moment = work.nazorg.first()
    assert moment
    actions.record_nazorg(wie, nazorgmoment_id=moment.pk, antwoord="geen_antwoord")
    with pytest.raises(Weigering, match="al vastgelegd"):
        actions.record_nazorg(wie, nazorgmoment_id=moment.pk, antwoord="werkt_nog")


def test_a_refused_overdracht_leaves_the_giver_as_owner(wie: Actor) -> None:
    person, other = f.kandidaat(wie), f.rol(organisatie="fnv", soort=Rolsoort.LOOPBAANCOACH)
    offered = f.overdracht(wie, person, other)
    with pytest.raises(Weigering, match="waarom"):
        actions.refuse_overdracht(f.actor(other), overdracht_id=offered.pk, reden=" ")
    actions.refuse_overdracht(f.actor(other), overdracht_id=offered.pk, reden="Geen plek tot mei.")
    owner = Betrokkenheid.objects.get(kandidaat=person, vaste_contactpersoon=True, tot=None)
    assert owner.medewerker_id == wie.medewerker_id
    assert "step" in refused_by_database(
        "UPDATE trajecten_overdracht SET status = 'aangenomen' WHERE id = %s", offered.pk
    )


def test_an_accepted_overdracht_moves_the_owner_and_the_giver_reads_thirty_days(wie: Actor) -> None:
    person, other = f.kandidaat(wie), f.rol(organisatie="fnv", soort=Rolsoort.LOOPBAANCOACH)
    offered = f.overdracht(wie, person, other)
    still = Betrokkenheid.objects.get(kandidaat=person, vaste_contactpersoon=True, tot=None)
    assert still.medewerker_id == wie.medewerker_id, "the giver owns until the receiver accepts"
    actions.accept_overdracht(f.actor(other), overdracht_id=offered.pk)
    owner = Betrokkenheid.objects.get(kandidaat=person, vaste_contactpersoon=True, tot=None)
    giver = Betrokkenheid.objects.get(kandidaat=person, medewerker_id=wie.medewerker_id)
    assert owner.medewerker_id == other.medewerker_id
    assert giver.leest_tot == timezone.localdate() + timedelta(days=30)
    with pytest.raises(GeenToegang):
        actions.start_arrangement(wie, kandidaat_id=person.pk, doel="Toch nog")


def test_a_colleague_who_helps_does_not_become_owner(wie: Actor) -> None:
    person, other = f.kandidaat(wie), f.rol(organisatie="fnv", soort=Rolsoort.LOOPBAANCOACH)
    offered = f.overdracht(wie, person, other, soort="verwijzing")
    actions.accept_overdracht(f.actor(other), overdracht_id=offered.pk)
    active = Betrokkenheid.objects.filter(kandidaat=person, tot=None)
    assert active.get(vaste_contactpersoon=True).medewerker_id == wie.medewerker_id
    assert active.filter(medewerker=other.medewerker).exists()


def test_only_the_one_it_was_offered_to_answers(wie: Actor) -> None:
    person, other = f.kandidaat(wie), f.rol(organisatie="fnv", soort=Rolsoort.LOOPBAANCOACH)
    offered = f.overdracht(wie, person, other)
    for intruder in [wie, f.actor(f.rol())]:
        with pytest.raises(Weigering, match="aan een ander"):
            actions.accept_overdracht(intruder, overdracht_id=offered.pk)
    with pytest.raises(Weigering, match="Alleen wie de overdracht aanbood"):
        actions.withdraw_overdracht(f.actor(other), overdracht_id=offered.pk)


def test_two_overdrachten_cannot_stand_open(wie: Actor) -> None:
    person, other = f.kandidaat(wie), f.rol(organisatie="fnv", soort=Rolsoort.LOOPBAANCOACH)
    offered = f.overdracht(wie, person, other)
    with pytest.raises(Weigering, match="staat al een overdracht open"):
        f.overdracht(wie, person, f.rol())
    again = Overdracht.objects.get(pk=offered.pk)
    again.pk = None
    with pytest.raises(IntegrityError, match="trajecten_one_overdracht"), transaction.atomic():
        again.save(force_insert=True)
    rule = refused_change(offered, extern_email="iemand@voorbeeld.nl")
    assert rule == "trajecten_overdracht_one_receiver"


def test_a_receiver_without_a_role_here_cannot_be_chosen(wie: Actor) -> None:
    person = f.kandidaat(wie)
    for wrong in [f.rol(regio_id="AM30"), f.rol(Rolsoort.KASSIER)]:
        with pytest.raises(Weigering, match="werkt hier niet"):
            f.overdracht(wie, person, wrong)
