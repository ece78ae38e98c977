"""Promises, waiting for others, the intake stop and its list, and questions that change hands."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.kern.werkdagen import add_workdays
from ontschot.meldingen import actions, queries
from ontschot.meldingen.actions.stoppen import Stopgegevens
from ontschot.meldingen.models import Intakestop, Melding, Reactietermijn
from ontschot.meldingen.termijnen import example
from ontschot.meldingen.wachtlijst import place_of
from ontschot.netwerk.models import Rol
from tests.meldingen import factories as maak
from tests.tegelijk import at_once

Als = Callable[[Any], Client]


@pytest.fixture
def gids(ruim: Actor) -> Rol:
    return maak.rol(naam="Aisha Demir")


@pytest.fixture
def chef(gids: Rol) -> Rol:
    return maak.rol(Rolsoort.COORDINATOR, naam="Mirjam")


def text(response: Any) -> str:
    return str(response.content.decode())


def stop(chef: Rol, **over: Any) -> Intakestop:
    today = timezone.localdate()
    values: dict[str, Any] = {
        "reden": "drukte",
        "van": today - timedelta(days=30),
        "tot": today + timedelta(days=10),
        "tekst_nl": "Het is druk.",
        "tekst_en": "We are busy.",
    }
    return actions.save_stop(maak.actor(chef), gegevens=Stopgegevens(**values | over))


def days(**over: int) -> dict[str, int]:
    standard = {"werkdagen": 2, "antwoord_werkdagen": 10, "wachten_werkdagen": 20}
    return standard | {"klim_werkdagen": 3, "bevestiging_werkdagen": 5} | over


def test_the_coordinator_sees_what_terms_mean_before_they_are_kept(chef: Rol, als: Als) -> None:
    client = als(chef)
    shown = client.post("/deuren/termijnen/", days(werkdagen=7))
    assert shown.status_code == 200
    assert not Reactietermijn.objects.exists()
    client.post("/deuren/termijnen/", days(werkdagen=7) | {"bewaar": "1"})
    assert Reactietermijn.objects.get().werkdagen == 7
    wrong = client.post("/deuren/termijnen/", days(antwoord_werkdagen=1) | {"bewaar": "1"})
    assert wrong.status_code == 422
    assert "niet eerder komen" in text(wrong)


def test_the_example_names_the_holidays_in_between() -> None:
    shown = example(Reactietermijn(), date(2026, 4, 2))
    assert shown.contact == date(2026, 4, 8)
    names = [naam for _, naam in shown.feestdagen]
    assert names == ["Goede Vrijdag", "Tweede Paasdag", "Koningsdag", "Bevrijdingsdag"]


def test_only_the_coordinator_sets_terms_and_stops(gids: Rol) -> None:
    with pytest.raises(Weigering, match="coördinator"):
        actions.set_termijnen(maak.actor(gids), regio=maak.REGIO, dagen=days())
    with pytest.raises(Weigering, match="coördinator"):
        stop(gids)


def test_waiting_stops_the_clock_and_gives_the_days_back(gids: Rol, als: Als) -> None:
    row, wie = maak.melding(eigenaar_id=gids.medewerker_id), maak.actor(gids)
    later = timezone.localdate() + timedelta(days=3)
    with pytest.raises(Weigering, match="nog geen contact"):
        actions.wait_for(wie, melding_id=row.pk, op_wie="de gemeente", tot=later)
    actions.record_first_contact(wie, melding_id=row.pk)
    for tot in (timezone.localdate(), timezone.localdate() + timedelta(days=200)):
        with pytest.raises(Weigering, match="Kies een dag na vandaag"):
            actions.wait_for(wie, melding_id=row.pk, op_wie="de gemeente", tot=tot)
    actions.wait_for(wie, melding_id=row.pk, op_wie="de gemeente", tot=later)
    row.refresh_from_db()
    assert row.belofte == later
    assert queries.waiting_for(wie) == []
    page = text(als(gids).get(row.get_absolute_url()))
    assert "Wacht op de gemeente" in page
    assert "klok staat stil" in page
    promised = row.antwoord_uiterlijk
    assert promised is not None
    Melding.objects.filter(pk=row.pk).update(wacht_sinds=timezone.localdate() - timedelta(days=14))
    actions.resume(wie, melding_id=row.pk)
    row.refresh_from_db()
    assert row.antwoord_uiterlijk is not None
    assert row.antwoord_uiterlijk > promised
    assert row.belofte == row.antwoord_uiterlijk


def test_what_is_late_climbs_to_the_coordinator_only_after_some_days(gids: Rol, chef: Rol) -> None:
    row = maak.melding(eigenaar_id=gids.medewerker_id)
    yesterday = timezone.localdate() - timedelta(days=1)
    Melding.objects.update(reageer_uiterlijk=yesterday)
    assert queries.waiting_for(maak.actor(gids))[0].dagen_te_laat(timezone.localdate()) == 1
    assert queries.waiting_for(maak.actor(chef)) == []
    Melding.objects.update(reageer_uiterlijk=timezone.localdate() - timedelta(days=20))
    climbed = queries.waiting_for(maak.actor(chef))
    assert [w.actie for w in climbed] == ["Pak op of wijs toe"]
    other = maak.rol(naam="Mila")
    actions.assign_to(
        maak.actor(chef),
        melding_id=row.pk,
        van_id=gids.medewerker_id,
        naar_id=other.medewerker_id,
    )
    row.refresh_from_db()
    assert row.eigenaar == other.medewerker
    with pytest.raises(Weigering, match="Alleen de coördinator"):
        actions.assign_to(
            maak.actor(gids),
            melding_id=row.pk,
            van_id=other.medewerker_id,
            naar_id=gids.medewerker_id,
        )


def test_during_a_stop_a_question_is_received_owned_and_waits_its_turn(
    gids: Rol, chef: Rol, als: Als
) -> None:
    closed = stop(chef, deur="vakbond")
    first, second = maak.melding(deur="vakbond"), maak.melding(deur="vakbond")
    other = maak.melding(deur="telefoon")
    assert first.eigenaar_id
    assert (place_of(first), place_of(second), place_of(other)) == (1, 2, None)
    assert first.reageer_uiterlijk == add_workdays(closed.tot, 2)
    wie = maak.actor(gids)
    with pytest.raises(Weigering, match="wacht langer"):
        actions.invite(wie, stop_id=closed.pk, melding_id=second.pk)
    actions.invite(wie, stop_id=closed.pk, melding_id=first.pk)
    first.refresh_from_db()
    assert place_of(first) is None
    assert first.reageer_uiterlijk == add_workdays(timezone.localdate(), 2)
    with pytest.raises(Weigering, match="al uitgenodigd"):
        actions.invite(wie, stop_id=closed.pk, melding_id=first.pk)
    page = text(als(gids).get("/vragen/wachtlijst/"))
    assert "Nodig de eerste uit" in page


def test_out_of_turn_needs_a_reason_in_the_database_too(gids: Rol, chef: Rol) -> None:
    closed = stop(chef)
    maak.melding()
    second = maak.melding()
    jump = "UPDATE meldingen_melding SET uitgenodigd_op = now() WHERE id = %s"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(jump, [second.pk])
    actions.invite(
        maak.actor(gids), stop_id=closed.pk, melding_id=second.pk, reden="Verliest morgen het huis."
    )
    second.refresh_from_db()
    assert second.voorrang_reden


def test_a_longer_stop_moves_the_promise_of_who_waits(gids: Rol, chef: Rol) -> None:
    closed = stop(chef)
    row = maak.melding()
    later = closed.tot + timedelta(days=30)
    same = {"reden": "ziekte", "van": closed.van, "tekst_nl": "Nog even.", "tekst_en": "Later."}
    actions.save_stop(maak.actor(chef), gegevens=Stopgegevens(tot=later, **same), stop_id=closed.pk)
    row.refresh_from_db()
    assert row.reageer_uiterlijk == add_workdays(later, 2)


def test_two_stops_of_one_door_at_a_time_are_refused(chef: Rol) -> None:
    stop(chef, deur="vakbond")
    with pytest.raises(IntegrityError), transaction.atomic():
        stop(chef, deur="vakbond")
    stop(chef, deur="telefoon")


def test_a_subject_with_a_stop_puts_the_question_on_its_list(gids: Rol, chef: Rol) -> None:
    from ontschot.regelingen.models import Rubriek

    rubriek = Rubriek.objects.first()
    assert rubriek
    stop(chef, rubriek=rubriek.pk)
    row = maak.melding(eigenaar_id=gids.medewerker_id)
    assert place_of(row) is None
    changed = actions.set_onderwerp(maak.actor(gids), melding_id=row.pk, rubriek=rubriek.pk)
    assert place_of(changed) == 1


def test_a_visitor_reads_the_stop_and_the_place_in_two_languages(gids: Rol, chef: Rol) -> None:
    stop(chef, deur="portaal")
    visitor = Client()
    assert "Het is druk." in text(visitor.get("/r/AM08/"))
    english = Client(headers={"Accept-Language": "en"})
    page = text(english.get("/r/AM08/"))
    assert "We are busy." in page
    assert "It takes longer now" in page
    asked = {"vraag": "Help", "contactwijze": "anoniem", "formulier": "x"}
    assert "plaats 1 van de wachtlijst" in text(visitor.post("/r/AM08/", asked))
    assert Melding.objects.get().eigenaar_id


def test_several_questions_of_a_colleague_are_taken_over_and_a_lost_one_is_named(
    gids: Rol, als: Als
) -> None:
    rows = [maak.melding(eigenaar_id=gids.medewerker_id) for _ in range(3)]
    joost, mila = maak.rol(naam="Joost"), maak.rol(naam="Mila")
    actions.take_over(maak.actor(mila), melding_id=rows[0].pk, van_id=gids.medewerker_id)
    done = actions.take_over_many(
        maak.actor(joost), vragen={row.pk: gids.medewerker_id for row in rows}
    )
    assert done.gelukt == [rows[1].nummer, rows[2].nummer]
    assert len(done.niet) == 1
    assert "Mila was je net voor" in done.niet[0]
    with pytest.raises(Weigering, match="Vink eerst"):
        actions.take_over_many(maak.actor(joost), vragen={})
    picked = [f"{rows[0].pk}:{mila.medewerker_id}"]
    assert als(joost).post("/vragen/overnemen/", {"vraag": picked}).status_code == 302
    assert als(joost).post("/vragen/overnemen/", {"vraag": ["x:y"]}).status_code == 302
    rows[0].refresh_from_db()
    assert rows[0].eigenaar_id == joost.medewerker_id


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_take_the_same_ten_at_once_and_none_is_lost_or_taken_twice() -> None:
    with transaction.atomic(), scope(systeem("AM08")):
        owner = maak.rol(naam="Aisha")
        rows = [maak.melding(eigenaar_id=owner.medewerker_id) for _ in range(10)]
        takers = [maak.rol(naam="Joost"), maak.rol(naam="Mila")]
    taken: list[str] = []

    def take(rol: Rol, order: int) -> None:
        chosen = {row.pk: owner.medewerker_id for row in rows[::order]}
        taken.extend(actions.take_over_many(maak.actor(rol), vragen=chosen).gelukt)

    told = at_once(lambda: take(takers[0], 1), lambda: take(takers[1], -1))
    assert all("was je net voor" in zin for zin in told if zin), told
    assert sorted(taken) == sorted(row.nummer for row in rows)
    with transaction.atomic(), scope(systeem("AM08")):
        owners = set(Melding.objects.values_list("eigenaar", flat=True))
    assert owners <= {rol.medewerker_id for rol in takers}


def test_the_list_goes_along_as_a_file_without_questions_or_names_of_others(
    gids: Rol, als: Als
) -> None:
    known = {"contactwijze": "bellen", "telefoon": "0612345678", "vraag": "Geheim"}
    maak.melding(naam="Sam de Wit", eigenaar_id=gids.medewerker_id, **known)
    maak.melding(naam="Kim Bos", eigenaar_id=maak.rol().medewerker_id, plaats="=1+1", **known)
    client = als(gids)
    page = text(client.get("/vragen/lijst/csv/"))
    assert "Sam de Wit" in page
    assert "Kim Bos" not in page
    assert "Geheim" not in page
    assert "0612345678" not in page
    assert ";'=1+1;" in page
    assert client.get("/vragen/lijst/xlsx/").content.startswith(b"PK")
    assert client.get("/vragen/lijst/exe/").status_code == 404
    assert "Sam" not in text(client.get("/vragen/lijst/csv/?wacht=ander"))


def test_the_pages_of_the_coordinator_work_and_hold_no_more_queries_with_twice_the_rows(
    gids: Rol, chef: Rol, als: Als, count_queries: type
) -> None:
    client = als(chef)
    today = timezone.localdate().strftime("%d-%m-%Y")

    def more(n: int) -> None:
        cafe = {"naam": f"Werkcafé {n}", "plaats": "Wijchen", "datum": today}
        assert client.post("/deuren/werkcafe/", cafe).status_code == 302
        campagne = {"naam": f"Campagne {n}", "van": today, "tot": ""}
        assert client.post("/deuren/campagne/", campagne).status_code == 302
        maak.melding()

    texts = {"tekst_nl": "Druk.", "tekst_en": "Busy.", "reden": "drukte"}
    assert client.post("/deuren/stop/", texts | {"van": today, "tot": today}).status_code == 302
    double = client.post("/deuren/stop/", texts | {"van": today, "tot": today})
    assert double.status_code == 422
    assert "al een intakestop" in text(double)
    more(1)
    twice = {"naam": "Werkcafé 1", "plaats": "Wijchen", "datum": today}
    assert "staat er al" in text(client.post("/deuren/werkcafe/", twice))
    pages = ["/deuren/", "/vragen/wachtlijst/", "/vragen/", "/vragen/lijst/csv/", "/vragen/snel/"]
    before = []
    for page in pages:
        with count_queries() as counted:
            assert client.get(page).status_code == 200
        before.append(counted.aantal)
    more(2)
    more(3)
    for page, cost in zip(pages, before, strict=True):
        with count_queries() as counted:
            client.get(page)
        assert counted.aantal == cost, page
