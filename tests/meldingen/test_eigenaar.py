"""Every question has an owner from the first second, whatever happens."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ontschot.kern.errors import Weigering
from ontschot.kern.models import Auditregel
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor, bezoeker, scope
from ontschot.meldingen import actions
from ontschot.meldingen.models import Melding, Reactietermijn
from ontschot.toewijzing import rules
from tests.meldingen import factories as maak


def test_an_anonymous_visitor_gets_a_code_and_the_question_an_owner(ruim: Actor) -> None:
    gids = maak.rol()
    visitor = bezoeker(oorsprong="198.51.100.7")
    with scope(visitor):
        found = actions.receive(
            visitor, regio=maak.REGIO, deur="portaal", vraag="  Wat kan ik worden?\x00 "
        )
    assert found.melding.eigenaar_id == gids.medewerker_id
    assert found.melding.organisatie_id == gids.organisatie_id
    assert found.melding.vraag == "Wat kan ik worden?"
    assert len(found.code) == 14
    assert found.code not in str(list(Melding.objects.values()))
    assert found.code not in str(list(Auditregel.objects.values()))


def test_the_visitor_who_asked_still_sees_nothing_in_the_database(ruim: Actor) -> None:
    maak.rol()
    visitor = bezoeker()
    with scope(visitor):
        actions.receive(visitor, regio=maak.REGIO, deur="portaal", vraag="Help")
        assert not Melding.objects.exists()


def test_when_the_rule_breaks_the_coordinator_owns_the_question(
    ruim: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    maak.rol()
    coordinator = maak.rol(Rolsoort.COORDINATOR, organisatie="gemeente-nijmegen")

    def broken(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(rules, "choose", broken)
    assert maak.melding().eigenaar_id == coordinator.medewerker_id


def test_a_region_without_anybody_says_so_and_keeps_nothing(ruim: Actor) -> None:
    with pytest.raises(Weigering, match="niemand die vragen kan aannemen"):
        maak.melding(regio="AM01")
    assert not Melding.objects.filter(regio="AM01").exists()


def test_somebody_whose_role_ended_or_who_is_locked_out_gets_no_questions(ruim: Actor) -> None:
    gone = maak.rol(tot=date(2022, 1, 1))
    locked = maak.rol()
    locked.medewerker.user.is_active = False
    locked.medewerker.user.save()
    here = maak.rol(Rolsoort.COORDINATOR)
    assert maak.melding().eigenaar_id == here.medewerker_id
    with pytest.raises(Weigering, match="geen vragen aannemen"):
        maak.melding(eigenaar_id=gone.medewerker_id)


def test_work_is_spread_over_colleagues(ruim: Actor) -> None:
    for _ in range(3):
        maak.rol()
    owners = [maak.melding().eigenaar_id for _ in range(6)]
    assert sorted(owners.count(owner) for owner in set(owners)) == [2, 2, 2]


def test_a_kassier_cannot_own_a_question(ruim: Actor) -> None:
    kassier = maak.rol(Rolsoort.KASSIER)
    maak.rol()
    with pytest.raises(Weigering):
        maak.melding(eigenaar_id=kassier.medewerker_id)


def test_the_promise_follows_the_term_of_the_region_and_skips_the_weekend(ruim: Actor) -> None:
    maak.rol()
    friday = timezone.make_aware(timezone.datetime(2026, 3, 6, 16, 0))
    assert str(maak.melding(ontvangen_op=friday).reageer_uiterlijk) == "2026-03-10"
    Reactietermijn.objects.create(regio_id=maak.REGIO, werkdagen=5)
    assert str(maak.melding(ontvangen_op=friday).reageer_uiterlijk) == "2026-03-13"


def test_raw_sql_cannot_leave_a_question_without_owner(ruim: Actor) -> None:
    maak.rol()
    row = maak.melding()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE meldingen_melding SET eigenaar_id = NULL WHERE id = %s", [row.pk])


def test_raw_sql_cannot_give_an_anonymous_question_a_name(ruim: Actor) -> None:
    maak.rol()
    row = maak.melding(naam="Jan", telefoon="0612345678", email="jan@voorbeeld.nl")
    assert (row.naam, row.telefoon, row.email) == ("", "", "")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE meldingen_melding SET naam = 'Jan' WHERE id = %s", [row.pk])


def test_a_very_long_question_is_refused_with_the_maximum(ruim: Actor) -> None:
    maak.rol()
    with pytest.raises(Weigering, match=r"5\.000 tekens") as refusal:
        maak.melding(vraag="é" * 5001)
    assert refusal.value.veld == "vraag"


@pytest.mark.parametrize(
    ("over", "veld"),
    [
        ({"contactwijze": "bellen"}, "telefoon"),
        ({"contactwijze": "bellen", "telefoon": "geen"}, "telefoon"),
        ({"contactwijze": "mailen"}, "email"),
        ({"contactwijze": "mailen", "email": "nee"}, "email"),
        ({"vraag": " \x00\n "}, "vraag"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_at_its_field(
    ruim: Actor, over: dict[str, str], veld: str
) -> None:
    maak.rol()
    with pytest.raises(Weigering) as refusal:
        maak.melding(**over)
    assert refusal.value.veld == veld


def test_hostile_text_is_kept_as_text_without_what_turns_it_around(ruim: Actor) -> None:
    maak.rol()
    row = maak.melding(vraag="<script>x</script> \u202e'; DROP TABLE meldingen_melding; --")
    row.refresh_from_db()
    assert row.vraag == "<script>x</script> '; DROP TABLE meldingen_melding; --"


def test_the_same_form_sent_twice_is_one_question(ruim: Actor) -> None:
    maak.rol()
    first = maak.ontvangen(code="2345-6789-BCDF")
    assert first.code == "2345-6789-BCDF"
    with pytest.raises(IntegrityError):
        maak.ontvangen(code="2345 6789 bcdf")
    assert Melding.objects.count() == 1
