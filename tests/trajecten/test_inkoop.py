"""Before money is spent: the six questions, several payers, how long it may last, which papers."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from ontschot.kern.errors import Weigering
from ontschot.kern.remember import forget
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.netwerk.models import Organisatie, Rol
from ontschot.regelingen.models import Documenteis, Duurgrens
from ontschot.regelingen.queries import regeling_op
from ontschot.trajecten import actions, verplichten
from ontschot.trajecten.actions import Deel
from ontschot.trajecten.models import Inkoopcheck, Interventie, Kostendeel
from ontschot.trajecten.rules import (
    Bekend,
    Duur,
    check_problems,
    duration_problem,
    months_between,
    shares,
    suggest,
)
from tests.trajecten import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def rol(ruim: Actor) -> Rol:
    return f.rol()


@pytest.fixture
def wie(rol: Rol) -> Actor:
    return f.actor(rol)


def at_the_end(statement: str, *values: object) -> None:
    """The statement, and what the database says of it when the transaction would end."""
    f.sql(statement, *values)
    f.sql("SET CONSTRAINTS ALL IMMEDIATE")


def refused(statement: str, *values: object) -> str:
    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        at_the_end(statement, *values)
    f.sql("SET CONSTRAINTS ALL DEFERRED")
    return str(refusal.value)


# --- the six questions ------------------------------------------------------------------------


def test_what_is_known_is_filled_in_and_the_rest_is_honestly_unknown() -> None:
    known = suggest(Bekend(betalers={"werkgever"}, situaties={"in_dienst"}, plan_agreed=True))
    assert known["regulier"][0] == "nee"
    assert known["plicht"] == known["bijdrage"] == ("ja", "Betaalt al een deel mee.")
    assert known["gemotiveerd"][0] == "ja"
    assert known["blijvend"] == ("onbekend", "")
    assert suggest(Bekend(antwoorden={"gebruikt"}))["regulier"][0] == "ja"
    assert not check_problems(known, scholing=False, kansrijk_vorm="een_van_beide")


@pytest.mark.parametrize(
    ("vraag", "antwoord"),
    [("regulier", "ja"), ("plicht", "ja"), ("gemotiveerd", "nee"), ("blijvend", "nee")],
)
def test_an_answer_against_buying_needs_its_line(vraag: str, antwoord: str) -> None:
    answers = suggest(Bekend()) | {vraag: (antwoord, " ")}
    assert set(check_problems(answers, scholing=False)) == {vraag}


def test_the_region_may_ask_a_kansrijk_beroep_for_scholing() -> None:
    answers = suggest(Bekend(scholing=True))
    assert "kansrijk" in check_problems(answers, scholing=True, kansrijk_vorm="een_van_beide")
    answers["kansrijk"] = ("ja", "Baangarantie van de rijschool")
    assert not check_problems(answers, scholing=True, kansrijk_vorm="een_van_beide")


def test_finishing_the_toets_keeps_the_six_and_the_region_rule_holds(wie: Actor) -> None:
    boss = f.actor(f.rol(Rolsoort.COORDINATOR, organisatie="gemeente-nijmegen"))
    actions.set_inkoopregel(boss, van=timezone.localdate(), kansrijk_nodig=True, maximaal_maanden=9)
    planned = f.interventie(wie, f.kandidaat(wie))
    f.toets(wie, planned, finish=False)
    with pytest.raises(Weigering, match="kansrijk beroep") as refusal:
        actions.finish_toets(wie, interventie_id=planned.pk)
    assert refusal.value.veld == "kansrijk"
    answers = actions.suggested(planned) | {"kansrijk": ("ja", "Rijinstructeur, baangarantie")}
    actions.finish_toets(wie, interventie_id=planned.pk, check=answers)
    assert Inkoopcheck.objects.get(interventie=planned).kansrijk == "ja"


def test_no_besluit_without_the_six_even_past_the_application(wie: Actor) -> None:
    ready = f.ready(wie)
    Inkoopcheck.objects.all().delete()
    assert "no inkoopcheck" in refused(
        "UPDATE trajecten_interventie SET status = 'besluit_gevraagd' WHERE id = %s", ready.pk
    )


def test_the_six_stay_as_they_were_when_the_besluit_was_asked(wie: Actor) -> None:
    asked = f.ready(wie)
    assert "trajecten_inkoopcheck_regulier_omdat" in refused(
        "UPDATE trajecten_inkoopcheck SET regulier = 'ja', regulier_omdat = ''"
    )
    verplichten.ask(asked, verplichten.stand_of(asked, reden_boven_plafond="nodig"))
    assert "fixed with the question" in refused("UPDATE trajecten_inkoopcheck SET plicht = 'nee'")


def test_a_refused_question_comes_back_with_what_was_typed(rol: Rol, wie: Actor, als: Any) -> None:
    planned = f.interventie(wie, f.kandidaat(wie))
    f.toets(wie, planned, finish=False)
    client = als(rol)
    sent = {"klaar": "1", "klopt": "on", "blijvend": "nee", "plicht": "ja", "plicht_omdat": "Cao."}
    page = client.post(f"/interventies/{planned.pk}/toets/", sent)
    assert page.status_code == 422
    text = page.content.decode()
    assert "Schrijf in één zin waarom je toch wilt inkopen." in text
    assert 'value="Cao."' in text
    without_tick = client.post(f"/interventies/{planned.pk}/toets/", {"klaar": "1"})
    assert "Loop de zes vragen na en zet een vinkje." in without_tick.content.decode()


# --- several payers ---------------------------------------------------------------------------


def test_three_payers_carry_one_interventie_and_the_fund_is_asked_its_share(wie: Actor) -> None:
    planned = f.interventie(
        wie,
        f.kandidaat(wie),
        gevraagd_cent=250_000,
        delen=[Deel("gemeente", "Nijmegen", 200_000), Deel("oeno", "Fonds zorg", 350_000)],
    )
    f.sql("SET CONSTRAINTS ALL IMMEDIATE")
    assert planned.prijs_cent == 800_000
    assert planned.gevraagd_cent == 250_000


def test_shares_that_do_not_add_up_are_refused_by_the_database(wie: Actor) -> None:
    planned = f.interventie(wie, f.kandidaat(wie), delen=[Deel("werkgever", "Rijschool", 100_000)])
    f.sql("SET CONSTRAINTS ALL IMMEDIATE")
    f.sql("SET CONSTRAINTS ALL DEFERRED")
    for statement in (
        "UPDATE trajecten_kostendeel SET cent = cent + 1",
        "DELETE FROM trajecten_kostendeel",
        "UPDATE trajecten_interventie SET gevraagd_cent = gevraagd_cent - 1",
        "UPDATE trajecten_interventie SET totaal_cent = NULL",
    ):
        assert "shares do not add up" in refused(statement)
    actions.replan(
        wie,
        interventie_id=planned.pk,
        gevraagd_cent=90_000,
        btw="incl",
        inkoper_id=planned.inkoper_id,
    )
    f.sql("SET CONSTRAINTS ALL IMMEDIATE")
    planned.refresh_from_db()
    assert (planned.totaal_cent, planned.kostendelen.count()) == (None, 0)


def test_nobody_changes_a_share_after_the_question(wie: Actor) -> None:
    asked = f.ready(wie, delen=[Deel("kandidaat", "Samira", 10_000)])
    assert Kostendeel.objects.get().wie == ""
    verplichten.ask(asked, verplichten.stand_of(asked, reden_boven_plafond="nodig"))
    assert "fixed with the question" in refused("UPDATE trajecten_kostendeel SET wie = 'x'")


def test_the_price_on_the_form_is_the_whole_price(rol: Rol, wie: Actor, als: Any) -> None:
    person = f.kandidaat(wie)
    step = f.plan(wie, person).stappen.get()
    client = als(rol)
    sent = {
        "interventiesoort": "scholing_beroep",
        "gevraagd_cent": "8.000",
        "btw": "incl",
        "inkoper": Organisatie.objects.get(sleutel="uwv").pk,
        "betaler1": "gemeente",
        "cent1": "2.000",
        "betaler2": "oeno",
        "wie2": "Fonds zorg",
        "cent2": "3.500",
    }
    too_much = client.post(f"/stappen/{step.pk}/interventie/", sent | {"cent1": "9.000"})
    assert too_much.status_code == 422
    assert "betalen samen al de hele prijs" in too_much.content.decode()
    half = client.post(f"/stappen/{step.pk}/interventie/", sent | {"cent2": ""})
    assert "hoeveel deze betaler meebetaalt" in half.content.decode()
    assert client.post(f"/stappen/{step.pk}/interventie/", sent).status_code == 302
    planned = Interventie.objects.get(kandidaat=person)
    assert (planned.gevraagd_cent, planned.totaal_cent) == (250_000, 800_000)
    page = client.get(f"/interventies/{planned.pk}/").content.decode()
    assert "Fonds zorg" in page
    assert "Uit dit fonds" in page


def test_a_group_price_is_divided_to_the_cent() -> None:
    assert shares(1_000, 3) == [334, 333, 333]
    assert sum(shares(999_999, 20)) == 999_999


# --- how long, and which papers ----------------------------------------------------------------


def test_months_are_counted_as_people_do() -> None:
    assert months_between(date(2026, 1, 1), date(2026, 3, 31)) == 3
    assert months_between(date(2026, 1, 1), date(2026, 4, 1)) == 4
    assert months_between(date(2026, 1, 31), date(2026, 2, 27)) == 1


def test_longer_than_the_limit_goes_on_with_a_reason_only() -> None:
    assert "De grens is 9 maanden" in duration_problem(Duur(10, 9), "")
    assert duration_problem(Duur(10, 9), "Kansrijk beroep") == ""
    assert "per 3 maanden" in duration_problem(Duur(4, 9, per_keer=3), "altijd")
    assert "12 maanden" in duration_problem(Duur(3, 9, per_keer=3, eerder=9), "")
    assert duration_problem(None, "") == ""


def test_ten_months_wait_for_the_coordinator(wie: Actor) -> None:
    person = f.kandidaat(wie)
    f.advies(wie, person)
    today = timezone.localdate()
    plan = actions.start_arrangement(wie, kandidaat_id=person.pk, doel="Werk")
    actions.add_stap(
        wie, arrangement_id=plan.pk, omschrijving="Mbo", van=today, tot=today + timedelta(days=320)
    )
    actions.agree_arrangement(wie, arrangement_id=plan.pk, op=today, wijze="gesprek")
    long = f.interventie(wie, person, plan)
    f.toets(wie, long)
    regeling = regeling_op(today)
    Duurgrens.objects.create(
        regeling=regeling, interventiesoort=long.interventiesoort, maximaal_maanden=9
    )
    forget()
    with pytest.raises(Weigering, match="Vraag de coördinator"):
        verplichten.ask(long, verplichten.stand_of(long, reden_boven_plafond="nodig"))
    boss = f.actor(f.rol(Rolsoort.COORDINATOR, organisatie="gemeente-nijmegen"))
    with pytest.raises(Weigering, match="Hierom is niet gevraagd"):
        actions.allow_longer(boss, interventie_id=long.pk, reden="Kansrijk")
    actions.ask_longer(wie, interventie_id=long.pk)
    with pytest.raises(Weigering, match="Alleen de coördinator"):
        actions.allow_longer(wie, interventie_id=long.pk, reden="Ik vind van wel")
    long = actions.allow_longer(boss, interventie_id=long.pk, reden="Kansrijk beroep")
    verplichten.ask(long, verplichten.stand_of(long, reden_boven_plafond="nodig"))
    assert "trajecten_langer_by_someone" in refused(
        "UPDATE trajecten_interventie SET langer_door_id = NULL WHERE id = %s", long.pk
    )


def test_no_verplichting_before_the_papers_are_there(wie: Actor) -> None:
    found = f.granted(wie)
    today = timezone.localdate()
    regeling = regeling_op(today)
    assert regeling
    Documenteis.objects.create(
        regeling=regeling, interventiesoort=found.interventiesoort, naam="Praktijkovereenkomst"
    )
    forget()

    def commit() -> Interventie:
        return verplichten.freeze(
            found,
            regeling=regeling,
            kosten_cent=1,
            btw="incl",
            plafond_cent=None,
            moment=timezone.now(),
        )

    with pytest.raises(Weigering, match="praktijkovereenkomst"):
        commit()
    with pytest.raises(Weigering, match="hoort niet bij"):
        actions.record_paper(wie, interventie_id=found.pk, naam="Rijbewijs", op=today)
    actions.record_paper(wie, interventie_id=found.pk, naam="Praktijkovereenkomst", op=today)
    assert commit().status == "verplicht"


def test_the_rule_of_the_region_is_valid_for_a_period(ruim: Actor) -> None:
    boss = f.actor(f.rol(Rolsoort.COORDINATOR, organisatie="gemeente-nijmegen"))
    today = timezone.localdate()
    actions.set_inkoopregel(boss, van=today, kansrijk_nodig=True, maximaal_maanden=None)
    later = actions.set_inkoopregel(
        boss, van=today + timedelta(days=30), kansrijk_nodig=False, maximaal_maanden=12
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT tot FROM trajecten_inkoopregel WHERE id <> %s", [later.pk])
        assert cursor.fetchone() == (today + timedelta(days=29),)
