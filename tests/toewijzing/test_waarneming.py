"""Whoever looks after the work of somebody absent is in those dossiers, and no longer."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ontschot.kandidaten.access import may_write, visible_to
from ontschot.kandidaten.actions import create_kandidaat, set_afgeschermd
from ontschot.kandidaten.models import Betrokkenheid, Kandidaat
from ontschot.kern.errors import Weigering
from ontschot.kern.models import Auditregel
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.meldingen.waarnemen import back_again, hand_over_absent
from ontschot.netwerk.models import Rol
from ontschot.portaal.mijn.queries import shared_with
from ontschot.toewijzing import actions
from ontschot.toewijzing.models import Afwezigheid
from tests.meldingen import factories as maak

pytestmark = pytest.mark.django_db


@pytest.fixture
def weg(ruim: Actor) -> Rol:
    return maak.rol()


@pytest.fixture
def waarnemer(ruim: Actor) -> Rol:
    return maak.rol()


def person(of: Rol) -> Kandidaat:
    return create_kandidaat(maak.actor(of), voornaam="Samira", achternaam="Verhoeven")


def away(weg: Rol, waarnemer: Rol, van: date | None = None, tot: date | None = None) -> Afwezigheid:
    row = actions.report_absent(
        maak.actor(weg),
        medewerker_id=weg.medewerker_id,
        van=van or timezone.localdate(),
        tot=tot,
        waarnemer_id=waarnemer.medewerker_id,
    )
    hand_over_absent(maak.REGIO)
    return row


def opens(rol: Rol, who: Kandidaat) -> bool:
    return Kandidaat.objects.filter(visible_to(maak.actor(rol)), pk=who.pk).exists()


def test_the_waarnemer_is_in_the_dossiers_and_the_contact_stays(weg: Rol, waarnemer: Rol) -> None:
    who, other = person(weg), person(waarnemer)
    assert not opens(waarnemer, who)
    away(weg, waarnemer, tot=timezone.localdate() + timedelta(days=7))
    assert opens(waarnemer, who)
    assert may_write(maak.actor(waarnemer), who)
    assert not opens(weg, other)
    contact = Betrokkenheid.objects.get(kandidaat=who, vaste_contactpersoon=True, tot__isnull=True)
    assert contact.medewerker_id == weg.medewerker_id
    assert hand_over_absent(maak.REGIO) == 0
    assert Betrokkenheid.objects.filter(kandidaat=who).count() == 2


def test_the_kandidaat_and_the_log_show_it(weg: Rol, waarnemer: Rol) -> None:
    who = person(weg)
    until = timezone.localdate() + timedelta(days=7)
    away(weg, waarnemer, tot=until)
    seen = [row for row in shared_with(who.pk) if not row.contact]
    assert [(str(row.waarom), row.tot) for row in seen] == [
        ("helpt je zolang je contactpersoon er niet is", until)
    ]
    line = Auditregel.objects.get(gebeurtenis="waarneming_begonnen")
    assert line.kandidaat_sleutel == who.sleutel


def test_it_ends_with_the_absence_even_when_no_task_runs(weg: Rol, waarnemer: Rol) -> None:
    who = person(weg)
    today = timezone.localdate()
    away(weg, waarnemer, tot=today)
    assert opens(waarnemer, who)
    row = Betrokkenheid.objects.get(kandidaat=who, grond="waarneming")
    row.pk, row.uiterlijk, row.tot = None, today - timedelta(days=1), None
    Betrokkenheid.objects.filter(grond="waarneming").update(tot=timezone.now())
    row.save(force_insert=True)
    assert not opens(waarnemer, who), "its last day went by"
    hand_over_absent(maak.REGIO)
    row.refresh_from_db()
    assert row.tot is not None


def test_who_is_back_early_says_so_and_the_access_ends_at_once(weg: Rol, waarnemer: Rol) -> None:
    who = person(weg)
    absence = away(weg, waarnemer)
    with pytest.raises(Weigering, match="coördinator"):
        back_again(maak.actor(waarnemer), afwezigheid_id=absence.pk)
    back_again(maak.actor(weg), afwezigheid_id=absence.pk)
    assert not opens(waarnemer, who)
    assert not Afwezigheid.objects.exists()
    with pytest.raises(Weigering, match="al voorbij"):
        back_again(maak.actor(weg), afwezigheid_id=absence.pk)


def test_an_absence_that_held_days_ends_yesterday(weg: Rol, waarnemer: Rol) -> None:
    today = timezone.localdate()
    absence = away(weg, waarnemer, van=today - timedelta(days=3))
    back_again(maak.actor(weg), afwezigheid_id=absence.pk)
    absence.refresh_from_db()
    assert absence.tot == today - timedelta(days=1)
    assert not Betrokkenheid.objects.filter(grond="waarneming", tot__isnull=True).exists()


def test_a_shielded_dossier_does_not_go_along(weg: Rol, waarnemer: Rol) -> None:
    hidden, open_ = person(weg), person(weg)
    set_afgeschermd(maak.actor(weg), kandidaat=hidden, afgeschermd=True)
    away(weg, waarnemer)
    assert [opens(waarnemer, who) for who in (hidden, open_)] == [False, True]
    set_afgeschermd(maak.actor(weg), kandidaat=open_, afgeschermd=True)
    hand_over_absent(maak.REGIO)
    assert not opens(waarnemer, open_)


def test_the_database_knows_for_whom_somebody_looks_after(weg: Rol, waarnemer: Rol) -> None:
    who = person(weg)
    values: dict[str, Any] = {
        "regio_id": who.regio_id,
        "kandidaat": who,
        "medewerker_id": waarnemer.medewerker_id,
        "organisatie_id": waarnemer.organisatie_id,
    }
    for wrong in (
        {"grond": "waarneming"},
        {"grond": "uitvoering", "namens_id": weg.medewerker_id},
        {"grond": "uitvoering", "uiterlijk": timezone.localdate()},
    ):
        with pytest.raises(IntegrityError, match="waarneming_for"), transaction.atomic():
            Betrokkenheid.objects.create(**values, **wrong)


def test_on_the_screen_somebody_is_back_with_one_button(weg: Rol, waarnemer: Rol, als: Any) -> None:
    who = person(weg)
    absence = away(weg, waarnemer)
    client = als(weg)
    page = client.get("/vragen/afwezig/").content.decode()
    assert f"/vragen/afwezig/{absence.pk}/terug/" in page
    boss = als(maak.rol(Rolsoort.COORDINATOR, organisatie="gemeente-nijmegen"))
    rules = boss.get("/deuren/toewijzing/").content.decode()
    assert f"/vragen/afwezig/{absence.pk}/terug/" in rules
    assert client.post(f"/vragen/afwezig/{absence.pk}/terug/").status_code == 302
    assert not opens(waarnemer, who)
