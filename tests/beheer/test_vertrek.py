"""Who leaves leaves no question and no dossier behind: the action, the screen, the database."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from ontschot.beheer import actions
from ontschot.kandidaten.models import Betrokkenheid, Kandidaat
from ontschot.kern.errors import Weigering
from ontschot.kern.models import Auditregel
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.meldingen.models import Melding
from ontschot.meldingen.weggaan.actions import every_region, hand_over_work
from ontschot.meldingen.weggaan.queries import leaving, work_of
from ontschot.netwerk.models import Rol
from tests.meldingen.factories import actor, kandidaat, melding, rol

pytestmark = pytest.mark.usefixtures("ruim")
TODAY = timezone.localdate()
BEHEERDER = Actor(rol=Rolsoort.BEHEER, regios=("AM08",), medewerker_id=0, naam="Tom Aarts")
IMMEDIATE = "SET CONSTRAINTS ALL IMMEDIATE"


def _contact(person: Kandidaat) -> int:
    found = Betrokkenheid.objects.get(kandidaat=person, vaste_contactpersoon=True, tot=None)
    return found.medewerker_id


def _check() -> None:
    with connection.cursor() as cursor:
        cursor.execute(IMMEDIATE)


def _break_in(statement: str, pk: int) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [pk])
        cursor.execute(IMMEDIATE)


def test_a_role_does_not_end_while_there_is_work_and_says_where_to_go() -> None:
    gone = rol()
    melding(eigenaar_id=gone.medewerker_id)
    with pytest.raises(Weigering, match="eerst het werk overdragen") as refused:
        actions.end_rol(BEHEERDER, rol_id=gone.pk, op=TODAY)
    assert refused.value.naar == f"/medewerkers/{gone.medewerker_id}/werk/"
    gone.refresh_from_db()
    assert gone.tot is None


def test_all_work_goes_to_one_colleague_and_then_the_role_ends() -> None:
    gone, taker, coordinator = rol(), rol(organisatie="fnv"), rol(Rolsoort.COORDINATOR)
    person = kandidaat(gone)
    vraag = melding(eigenaar_id=gone.medewerker_id)
    moved = hand_over_work(
        actor(coordinator), van_id=gone.medewerker_id, naar_id=taker.medewerker_id
    )
    vraag.refresh_from_db()
    assert moved == "1 vraag en 1 dossier"
    assert (vraag.eigenaar_id, vraag.organisatie_id) == (taker.medewerker_id, taker.organisatie_id)
    assert _contact(person) == taker.medewerker_id
    assert not work_of("AM08", gone.medewerker_id)
    logged = set(Auditregel.objects.values_list("gebeurtenis", flat=True))
    assert {"vraag_toegewezen", "contactpersoon_gewisseld", "werk_overgedragen"} <= logged
    assert actions.end_rol(BEHEERDER, rol_id=gone.pk, op=TODAY).tot == TODAY
    _check()


def test_spreading_goes_by_load_within_the_organisatie() -> None:
    gone, busy, free, other = rol(), rol(), rol(), rol(organisatie="fnv")
    for _ in range(2):
        melding(eigenaar_id=busy.medewerker_id)
    for _ in range(4):
        melding(eigenaar_id=gone.medewerker_id)
    hand_over_work(actor(rol(Rolsoort.COORDINATOR, organisatie="fnv")),
                   van_id=gone.medewerker_id, naar_id=None)  # fmt: skip
    counts = [
        Melding.objects.filter(eigenaar=who.medewerker_id).count() for who in (busy, free, other)
    ]
    assert counts == [3, 3, 0]


def test_spreading_without_a_colleague_moves_nothing() -> None:
    gone, coordinator = rol(), rol(Rolsoort.COORDINATOR, organisatie="fnv")
    vraag = melding(eigenaar_id=gone.medewerker_id)
    with pytest.raises(Weigering, match="Kies één collega"):
        hand_over_work(actor(coordinator), van_id=gone.medewerker_id, naar_id=None)
    vraag.refresh_from_db()
    assert vraag.eigenaar_id == gone.medewerker_id


def test_a_gids_does_not_hand_over_the_work_of_another() -> None:
    gone, other = rol(), rol()
    melding(eigenaar_id=gone.medewerker_id)
    with pytest.raises(Weigering, match="Alleen de coördinator"):
        hand_over_work(actor(other), van_id=gone.medewerker_id, naar_id=other.medewerker_id)


@pytest.mark.parametrize("what", ["question", "dossier"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE netwerk_rol SET tot = current_date - 1 WHERE id = %s",
        "UPDATE netwerk_rol SET soort = 'monitor' WHERE id = %s",
        "DELETE FROM netwerk_rol WHERE id = %s",
    ],
)
def test_the_database_itself_refuses(what: str, statement: str) -> None:
    gone = rol()
    if what == "question":
        melding(eigenaar_id=gone.medewerker_id)
    else:
        kandidaat(gone)
    _check()
    with pytest.raises(IntegrityError, match="work left behind"):
        _break_in(statement, gone.pk)


def test_a_second_role_or_a_day_to_come_is_enough() -> None:
    gone = rol()
    melding(eigenaar_id=gone.medewerker_id)
    later = TODAY + timedelta(days=3)
    actions.leave_on(BEHEERDER, medewerker_id=gone.medewerker_id, op=later)
    Rol.objects.create(
        medewerker=gone.medewerker, organisatie=gone.organisatie, regio_id="AM08",
        soort=Rolsoort.CONSULENT, van=TODAY,
    )  # fmt: skip
    assert actions.end_rol(BEHEERDER, rol_id=gone.pk, op=TODAY).tot == TODAY
    _check()


def test_the_coordinator_sees_it_two_weeks_before_and_not_without_work() -> None:
    soon, late, idle = rol(), rol(), rol()
    for who, days in ((soon, 14), (late, 15), (idle, 3)):
        if who is not idle:
            melding(eigenaar_id=who.medewerker_id)
        day = TODAY + timedelta(days=days)
        actions.leave_on(BEHEERDER, medewerker_id=who.medewerker_id, op=day)
    (item,) = leaving(actor(rol(Rolsoort.COORDINATOR)))
    assert item.titel.startswith(f"{soon.medewerker.naam} gaat weg op ")
    assert item.uitleg == "Nog 1 vraag en 0 dossiers"
    assert leaving(actor(rol())) == []


def test_after_the_last_day_the_coordinator_has_it_and_once_is_enough() -> None:
    coordinator, gone = rol(Rolsoort.COORDINATOR), rol()
    vraag = melding(eigenaar_id=gone.medewerker_id)
    person = kandidaat(gone)
    gone.medewerker.user.is_active = False
    gone.medewerker.user.save(update_fields=["is_active"])
    assert every_region() == 1
    vraag.refresh_from_db()
    assert vraag.eigenaar_id == _contact(person) == coordinator.medewerker_id
    assert every_region() == 0


def test_the_screens_from_refusal_to_the_end(als: Callable[[Rol], Client]) -> None:
    beheer, coordinator = als(rol(Rolsoort.BEHEER)), als(rol(Rolsoort.COORDINATOR))
    gone, taker = rol(), rol()
    vraag, person = melding(eigenaar_id=gone.medewerker_id), kandidaat(gone)
    base = f"/medewerkers/{gone.medewerker_id}"
    refused = beheer.post(f"/rollen/{gone.pk}/beeindig/")
    assert refused["Location"] == f"{base}/werk/"
    seen = beheer.get(f"{base}/werk/").content.decode()
    assert vraag.nummer not in seen
    assert person.sleutel not in seen
    early = beheer.post(f"{base}/vertrek/", {"op": "1-1-2020"})
    assert early.status_code == 422
    assert "al voorbij" in early.content.decode()
    page = coordinator.get(f"{base}/werk/").content.decode()
    assert vraag.nummer in page
    assert person.sleutel in page
    assert person.achternaam not in page
    assert coordinator.post(f"{base}/werk/overdragen/", {"naar": "x"}).status_code == 422
    chosen = {"naar": taker.medewerker_id}
    assert coordinator.post(f"{base}/werk/overdragen/", chosen).status_code == 302
    assert beheer.post(f"{base}/vertrek/", {"op": f"{TODAY:%d-%m-%Y}"}).status_code == 302
    assert beheer.get("/medewerkers/999999999/werk/").status_code == 404


def test_twice_as_many_take_no_more_queries(
    als: Callable[[Rol], Client], count_queries: Any
) -> None:
    coordinator, gone, asked = als(rol(Rolsoort.COORDINATOR)), rol(), []
    for _ in range(2):
        for _ in range(3):
            rol()
            melding(eigenaar_id=gone.medewerker_id)
            kandidaat(gone)
        with count_queries() as counted:
            coordinator.get(f"/medewerkers/{gone.medewerker_id}/werk/")
        asked.append(counted.aantal)
    assert asked[0] == asked[1]
