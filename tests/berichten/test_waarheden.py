"""What the database refuses in this room, whoever asks and however."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from ontschot.berichten import actions
from ontschot.berichten.actions.verzoek import when_withdrawn
from ontschot.berichten.models import Verzoek
from ontschot.kern.scope import Actor, current, kandidaat, scope
from tests.berichten import factories as maak
from tests.netwerk.factories import actor, rol
from tests.refusal import refused_change

pytestmark = pytest.mark.django_db


@pytest.fixture
def samira(ruim: Actor) -> Any:
    gids = rol()
    person = maak.person(gids)
    maak.both_ways(actor(gids), person)
    return person


def refused(statement: str, *values: Any) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_message_stays_what_it_was(samira: Any) -> None:
    refused("UPDATE berichten_gespreksbericht SET tekst = 'Nee.'")
    refused("DELETE FROM berichten_gespreksbericht")


def test_a_message_says_something_and_has_a_sender(samira: Any) -> None:
    for van, soort, tekst in (
        ("kandidaat", "bericht", ""),
        ("medewerker", "bericht", "Zonder naam"),
        ("kandidaat", "gezien", ""),
    ):
        refused(
            "INSERT INTO berichten_gespreksbericht (regio_id, kandidaat_id, van, soort, tekst, op) "
            "VALUES ('AM08', %s, %s, %s, %s, now())",
            samira.pk,
            van,
            soort,
            tekst,
        )


def test_a_request_is_decided_once_by_somebody_with_a_reason(samira: Any) -> None:
    refused("UPDATE berichten_verzoek SET status = 'toegekend', besloten_op = now()")
    Verzoek.objects.update(status="teruggetrokken", besloten_op="2026-01-01T00:00Z")
    refused("UPDATE berichten_verzoek SET status = 'open', besloten_op = NULL")


def test_nobody_decides_over_a_request_of_their_own(samira: Any) -> None:
    request = Verzoek.objects.get()
    decided = {"status": "afgewezen", "besloten_op": request.gevraagd_op, "reden": "Nee."}
    with scope(kandidaat("AM08", samira.pk)):
        assert refused_change(request, **decided) == "berichten_verzoek_not_own"


def test_the_same_is_asked_once_at_a_time(samira: Any) -> None:
    refused(
        "INSERT INTO berichten_verzoek (regio_id, kandidaat_id, soort, onderwerp, tekst, status, "
        "gevraagd_op, uiterlijk, reden) VALUES ('AM08', %s, 'correctie', 'telefoon', 'x', 'open', "
        "now(), now(), '')",
        samira.pk,
    )


def test_what_must_stop_stops_at_once_where_a_room_said_how(
    samira: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped: list[tuple[int, str]] = []
    monkeypatch.setattr("ontschot.berichten.actions.verzoek._AT_ONCE", {})
    when_withdrawn("nazorg", lambda pk: stopped.append((pk, getattr(current(), "rol", ""))))
    actions.ask(maak.eigen(samira), soort="intrekken", onderwerp="nazorg")
    assert stopped == [(samira.pk, "systeem")]
