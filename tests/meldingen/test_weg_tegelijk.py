"""Absence and leaving, while somebody else does something with the same question or person."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from threading import Thread
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone

from ontschot.beheer import actions as beheer
from ontschot.kandidaten.models import Betrokkenheid
from ontschot.kern.errors import Weigering, as_sentence
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.meldingen import actions
from ontschot.meldingen.logboek import check_region
from ontschot.meldingen.models import Melding
from ontschot.meldingen.waarnemen import hand_over_absent
from ontschot.meldingen.weggaan.actions import hand_over_work
from ontschot.meldingen.weggaan.queries import work_of
from ontschot.netwerk.models import Rol
from ontschot.toewijzing import actions as toewijzing
from tests.meldingen import factories as maak
from tests.tegelijk import at_once

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = timezone.localdate()
REGIO = maak.REGIO
BEHEERDER = Actor(rol=Rolsoort.BEHEER, regios=(REGIO,), medewerker_id=0, naam="Tom Aarts")


def _team() -> tuple[Rol, Rol, Rol]:
    """Who goes, who stays, and the coördinator; really committed."""
    with transaction.atomic(), scope(systeem(REGIO)):
        return maak.rol(naam="Aisha"), maak.rol(naam="Joost"), maak.rol(Rolsoort.COORDINATOR)


def _questions(owner: Rol, number: int = 1) -> list[Melding]:
    with transaction.atomic(), scope(systeem(REGIO)):
        return [maak.melding(eigenaar_id=owner.medewerker_id) for _ in range(number)]


def _owners(rows: list[Melding]) -> set[int]:
    with transaction.atomic(), scope(systeem(REGIO)):
        found = Melding.objects.filter(pk__in=[row.pk for row in rows])
        return set(found.values_list("eigenaar_id", flat=True))


def _log_fits() -> None:
    with transaction.atomic(), scope(systeem(REGIO)):
        assert check_region(REGIO).fouten == []


def test_a_colleague_takes_a_question_while_the_absence_moves_it() -> None:
    gone, stays, chief = _team()
    rows = _questions(gone, 4)
    boss, taker = maak.actor(chief), maak.actor(stays)

    def absent() -> None:
        with transaction.atomic():
            toewijzing.report_absent(
                boss, medewerker_id=gone.medewerker_id, van=TODAY, tot=None,
                waarnemer_id=chief.medewerker_id,
            )  # fmt: skip
        hand_over_absent(REGIO)

    told = at_once(
        absent,
        lambda: actions.take_over(taker, melding_id=rows[0].pk, van_id=gone.medewerker_id),
    )
    # Whoever came second read so, or found it done; nothing stays with who is away.
    assert told[0] == ""
    assert gone.medewerker_id not in _owners(rows)
    assert _owners(rows[1:]) == {chief.medewerker_id}
    assert _owners(rows[:1]) == ({stays.medewerker_id} if not told[1] else {chief.medewerker_id})
    _log_fits()


def test_the_round_of_the_day_runs_twice_at_the_same_moment() -> None:
    gone, stays, chief = _team()
    rows = _questions(gone, 5)
    with transaction.atomic(), scope(systeem(REGIO)):
        toewijzing.report_absent(
            maak.actor(chief), medewerker_id=gone.medewerker_id, van=TODAY,
            tot=TODAY + timedelta(days=60), waarnemer_id=stays.medewerker_id,
        )  # fmt: skip
    moved: list[int] = []
    at_once(*[lambda: moved.append(hand_over_absent(REGIO))] * 2)
    assert sum(moved) == len(rows)
    assert _owners(rows) == {stays.medewerker_id}
    _log_fits()


def test_a_question_that_comes_in_while_the_role_ends_gets_an_owner_who_works_here() -> None:
    for _ in range(3):
        gone, _stays, _chief = _team()
        ends = partial(beheer.end_rol, BEHEERDER, rol_id=gone.pk, op=TODAY - timedelta(days=1))
        comes = partial(
            actions.receive, systeem(REGIO), regio=REGIO, deur="telefoon",
            vraag="Mijn contract stopt.", contactwijze="anoniem", eigenaar_id=gone.medewerker_id,
        )  # fmt: skip
        at_once(partial(_told, ends), partial(_told, comes))
        with transaction.atomic(), scope(systeem(REGIO)):
            works_here = Rol.objects.get(pk=gone.pk).tot is None
            assert works_here or not work_of(REGIO, gone.medewerker_id)
    _log_fits()


def test_a_role_waits_for_the_question_that_is_coming_in() -> None:
    gone, _stays, _chief = _team()
    said = [""]

    def end_without_waiting() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '200ms'")
                cursor.execute("UPDATE netwerk_rol SET tot = %s WHERE id = %s", [TODAY, gone.pk])
        except OperationalError as refusal:
            said[0] = str(refusal)
        finally:
            connection.close()

    with transaction.atomic(), scope(systeem(REGIO)):
        maak.melding(eigenaar_id=gone.medewerker_id)
        beside = Thread(target=end_without_waiting)
        beside.start()
        beside.join(timeout=30)
    assert "lock timeout" in said[0]


def test_who_has_left_gets_no_open_question_from_beside_the_application_either() -> None:
    gone, stays, _chief = _team()
    (row,) = _questions(stays)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE netwerk_rol SET tot = %s WHERE id = %s", [TODAY - timedelta(days=1), gone.pk]
        )
    with (
        pytest.raises(IntegrityError) as refusal,
        transaction.atomic(),
        scope(systeem(REGIO)),
    ):
        Melding.objects.filter(pk=row.pk).update(eigenaar=gone.medewerker_id)
    assert "werkt hier niet meer" in as_sentence(refusal.value)
    assert _owners([row]) == {stays.medewerker_id}


def _told(write: Callable[[], Any]) -> None:
    """What the database refuses reads like what an action refuses."""
    try:
        write()
    except IntegrityError as refusal:
        raise Weigering(as_sentence(refusal)) from refusal


def test_work_is_handed_over_by_two_coordinators_at_the_same_moment() -> None:
    gone, stays, chief = _team()
    rows = _questions(gone, 4)
    with transaction.atomic(), scope(systeem(REGIO)):
        second, other = maak.rol(Rolsoort.COORDINATOR), maak.rol(naam="Mila")
        person = maak.kandidaat(gone)
    at_once(
        lambda: hand_over_work(
            maak.actor(chief), van_id=gone.medewerker_id, naar_id=stays.medewerker_id
        ),
        lambda: hand_over_work(
            maak.actor(second), van_id=gone.medewerker_id, naar_id=other.medewerker_id
        ),
    )
    # One of them moved all of it, and nobody both.
    assert _owners(rows) in ({stays.medewerker_id}, {other.medewerker_id})
    with transaction.atomic(), scope(systeem(REGIO)):
        contact = Betrokkenheid.objects.get(kandidaat=person, vaste_contactpersoon=True, tot=None)
        assert {contact.medewerker_id} == _owners(rows)
        assert not work_of(REGIO, gone.medewerker_id)
