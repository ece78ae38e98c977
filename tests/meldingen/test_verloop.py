"""A question on its way: answered, called about, taken over, closed."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ontschot.kandidaten.actions import Gegevens
from ontschot.kern.errors import Weigering
from ontschot.kern.models import Bericht
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.meldingen import actions
from ontschot.meldingen.models import Melding
from ontschot.netwerk.models import Rol
from tests.meldingen import factories as maak
from tests.tegelijk import at_once, one_won


@pytest.fixture
def gids(ruim: Actor) -> Rol:
    return maak.rol(naam="Aisha Demir")


def wie(rol: Rol) -> Actor:
    return maak.actor(rol)


def test_an_answer_by_mail_waits_in_the_outbox_in_the_language_of_the_question(gids: Rol) -> None:
    row = maak.melding(contactwijze="mailen", email="sam@voorbeeld.nl", taal="en")
    antwoord = actions.answer(wie(gids), melding_id=row.pk, tekst="Come & see us <Tuesday>.")
    mail = Bericht.objects.get(sleutel=f"antwoord-{antwoord.pk}")
    assert mail.aan == "sam@voorbeeld.nl"
    assert "Come & see us <Tuesday>." in mail.tekst
    assert mail.onderwerp.startswith("Answer to your question")
    assert "Come" not in mail.onderwerp


def test_an_anonymous_answer_sends_nothing_and_counts_as_first_contact(gids: Rol) -> None:
    row = maak.melding()
    actions.answer(wie(gids), melding_id=row.pk, tekst="Kom langs.")
    row.refresh_from_db()
    assert row.status == "beantwoord"
    assert row.eerste_contact_op is not None
    assert not Bericht.objects.exists()


def test_a_second_answer_is_possible_and_an_empty_one_is_not(gids: Rol) -> None:
    row = maak.melding()
    actions.answer(wie(gids), melding_id=row.pk, tekst="Een")
    actions.answer(wie(gids), melding_id=row.pk, tekst="Twee")
    assert row.antwoorden.count() == 2
    with pytest.raises(Weigering, match="nog geen antwoord"):
        actions.answer(wie(gids), melding_id=row.pk, tekst=" \n")


def test_a_colleague_answers_only_after_taking_over(gids: Rol) -> None:
    row = maak.melding(eigenaar_id=gids.medewerker_id)
    other = maak.rol(organisatie="fnv", naam="Joost")
    with pytest.raises(Weigering, match="van Aisha Demir"):
        actions.answer(wie(other), melding_id=row.pk, tekst="Hoi")
    actions.take_over(wie(other), melding_id=row.pk, van_id=gids.medewerker_id)
    actions.answer(wie(other), melding_id=row.pk, tekst="Hoi")
    row.refresh_from_db()
    assert (row.eigenaar_id, row.organisatie_id) == (other.medewerker_id, other.organisatie_id)


def test_somebody_of_another_region_cannot_reach_the_question(gids: Rol) -> None:
    row = maak.melding()
    stranger = wie(maak.rol(regio="AM10"))
    with scope(stranger), pytest.raises(Weigering, match="niet in jouw regio"):
        actions.take_over(stranger, melding_id=row.pk, van_id=gids.medewerker_id)


def test_the_first_contact_is_written_once_and_not_before_the_question(gids: Rol) -> None:
    row = maak.melding(contactwijze="bellen", telefoon="0612345678")
    early = row.ontvangen_op - timezone.timedelta(days=1)
    with pytest.raises(Weigering, match="tussen"):
        actions.record_first_contact(wie(gids), melding_id=row.pk, op=early)
    actions.record_first_contact(wie(gids), melding_id=row.pk)
    with pytest.raises(Weigering, match="staat er al"):
        actions.record_first_contact(wie(gids), melding_id=row.pk)


@pytest.mark.parametrize("uitkomst", ["beantwoord", "naar_voorliggend", "overgedragen"])
def test_a_question_that_nobody_looked_at_cannot_be_closed(gids: Rol, uitkomst: str) -> None:
    row = maak.melding()
    with pytest.raises(Weigering, match="nog geen contact"):
        actions.close(wie(gids), melding_id=row.pk, uitkomst=uitkomst)


def test_a_traject_needs_a_kandidaat_and_a_withdrawal_needs_nothing(gids: Rol) -> None:
    row = maak.melding()
    with pytest.raises(Weigering, match="kandidaat"):
        actions.close(wie(gids), melding_id=row.pk, uitkomst="traject_gestart")
    actions.close(wie(gids), melding_id=row.pk, uitkomst="ingetrokken")
    with pytest.raises(Weigering, match="al afgesloten"):
        actions.answer(wie(gids), melding_id=row.pk, tekst="Toch nog")


def test_raw_sql_cannot_close_without_outcome_or_open_again(gids: Rol) -> None:
    row = maak.melding()
    close = "UPDATE meldingen_melding SET status = 'gesloten' WHERE id = %s"
    reopen = "UPDATE meldingen_melding SET status = 'open', uitkomst = '' WHERE id = %s"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(close, [row.pk])
    actions.close(wie(gids), melding_id=row.pk, uitkomst="ingetrokken")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(reopen, [row.pk])


def test_with_the_code_a_visitor_adds_something_and_it_waits_again(gids: Rol) -> None:
    found = maak.ontvangen()
    actions.answer(wie(gids), melding_id=found.melding.pk, tekst="Wat doe je nu?")
    visitor = systeem(reden="bezoeker")
    typed = found.code.lower().replace("-", " ")
    actions.add_by_code(visitor, regio=maak.REGIO, code=typed, tekst="Ik werk in een winkel.")
    found.melding.refresh_from_db()
    assert found.melding.status == "open"
    with pytest.raises(Weigering, match="kennen we niet"):
        actions.add_by_code(visitor, regio=maak.REGIO, code="2222-2222-2222", tekst="x")


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_take_the_same_question_and_one_of_them_wins() -> None:
    with transaction.atomic(), scope(systeem("AM08", "AM10")):
        owner = maak.rol(naam="Aisha")
        row = maak.melding(eigenaar_id=owner.medewerker_id)
        takers = [maak.rol(naam="Joost"), maak.rol(naam="Mila")]
    told = at_once(
        *(
            lambda rol=rol: actions.take_over(
                wie(rol), melding_id=row.pk, van_id=owner.medewerker_id
            )
            for rol in takers
        )
    )
    with transaction.atomic(), scope(systeem("AM08")):
        winner = Melding.objects.select_related("eigenaar").get(pk=row.pk).eigenaar.naam
    assert one_won(told).startswith(f"{winner} was je net voor")


def test_who_became_a_kandidaat_was_spoken_to(gids: Rol) -> None:
    asked = maak.melding(eigenaar_id=gids.medewerker_id)
    person = Gegevens(voornaam="Hafiza", achternaam="Karimi")
    made = actions.make_kandidaat(wie(gids), melding_id=asked.pk, gegevens=person)
    asked.refresh_from_db()
    assert asked.kandidaat == made
    assert asked.eerste_contact_op is not None
    closed = actions.close(wie(gids), melding_id=asked.pk, uitkomst="traject_gestart")
    assert closed.status == "gesloten"
