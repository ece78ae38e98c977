"""Rules, absence and room: what the coördinator sets, and what it does to questions."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ontschot.kern.errors import Weigering
from ontschot.kern.models import Auditregel
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.meldingen.waarnemen import hand_over_absent
from ontschot.toewijzing import actions
from ontschot.toewijzing.actions import Regelgegevens
from ontschot.toewijzing.models import Afwezigheid, Toewijzingsregel
from tests.meldingen import factories as maak


def _coordinator() -> Actor:
    return maak.actor(maak.rol(Rolsoort.COORDINATOR, organisatie="gemeente-nijmegen"))


def test_a_rule_sends_a_question_and_the_question_says_why(ruim: Actor) -> None:
    maak.rol()
    chosen = maak.rol(organisatie="fnv")
    actions.add_rule(
        _coordinator(), gegevens=Regelgegevens(deur="telefoon", medewerker_id=chosen.medewerker_id)
    )
    busy = [maak.melding(deur="telefoon") for _ in range(2)]
    assert {row.eigenaar_id for row in busy} == {chosen.medewerker_id}
    assert busy[0].omdat == "de vraag binnenkomt via de telefoon"
    line = Auditregel.objects.filter(gebeurtenis="vraag_ontvangen").latest("pk")
    assert "omdat de vraag binnenkomt via de telefoon" in str(line.gegevens)


def test_above_the_maximum_the_rule_gives_way(ruim: Actor) -> None:
    other, chosen = maak.rol(), maak.rol()
    wie = _coordinator()
    actions.add_rule(wie, gegevens=Regelgegevens(medewerker_id=chosen.medewerker_id))
    actions.set_inzet(wie, medewerker_id=chosen.medewerker_id, hoogstens=1)
    owners = [maak.melding().eigenaar_id for _ in range(2)]
    assert owners == [chosen.medewerker_id, other.medewerker_id]


def test_rules_change_places_and_end(ruim: Actor) -> None:
    wie = _coordinator()
    first, second = [
        actions.add_rule(wie, gegevens=Regelgegevens(organisatiesoort=soort))
        for soort in ("uwv", "vakbond")
    ]
    actions.move_up(wie, regel_id=second.pk)
    assert list(Toewijzingsregel.objects.values_list("pk", flat=True)) == [second.pk, first.pk]
    with pytest.raises(Weigering):
        actions.move_up(wie, regel_id=second.pk)
    actions.end_rule(wie, regel_id=second.pk)
    assert Toewijzingsregel.objects.get().pk == first.pk


def test_questions_of_who_is_away_go_to_the_waarnemer_once(ruim: Actor) -> None:
    away = maak.rol()
    row = maak.melding()
    waarnemer, _other = maak.rol(), maak.rol()
    today = timezone.localdate()
    actions.report_absent(
        maak.actor(away),
        medewerker_id=away.medewerker_id,
        van=today,
        tot=today + timedelta(days=21),
        waarnemer_id=waarnemer.medewerker_id,
    )
    assert [hand_over_absent(maak.REGIO) for _ in range(2)] == [1, 0]
    row.refresh_from_db()
    assert row.eigenaar_id == waarnemer.medewerker_id
    assert maak.melding().eigenaar_id != away.medewerker_id


def test_what_is_promised_after_the_absence_stays_and_without_anybody_too(ruim: Actor) -> None:
    away = maak.rol()
    row = maak.melding()
    today = timezone.localdate()
    Afwezigheid.objects.create(
        regio_id=maak.REGIO, medewerker=away.medewerker, van=today, tot=today
    )
    maak.rol()
    assert hand_over_absent(maak.REGIO) == 0
    row.refresh_from_db()
    assert row.eigenaar_id == away.medewerker_id


def test_only_the_coordinator_speaks_for_somebody_else(ruim: Actor) -> None:
    me, other = maak.rol(), maak.rol()
    today = timezone.localdate()
    with pytest.raises(Weigering):
        actions.report_absent(
            maak.actor(me), medewerker_id=other.medewerker_id, van=today, tot=None
        )
    with pytest.raises(Weigering):
        actions.add_rule(maak.actor(me), gegevens=Regelgegevens(organisatiesoort="uwv"))


def test_raw_sql_cannot_give_a_rule_two_targets_or_an_absence_twice(ruim: Actor) -> None:
    me = maak.rol()
    rule = actions.add_rule(_coordinator(), gegevens=Regelgegevens(organisatiesoort="uwv"))
    today = timezone.localdate()
    absence = Afwezigheid.objects.create(regio_id=maak.REGIO, medewerker=me.medewerker, van=today)
    broken = [
        ("UPDATE toewijzing_toewijzingsregel SET medewerker_id = %s WHERE id = %s", rule.pk),
        ("UPDATE toewijzing_afwezigheid SET waarnemer_id = %s WHERE id = %s", absence.pk),
        (
            (
                "INSERT INTO toewijzing_afwezigheid (regio_id, medewerker_id, van) "
                "SELECT regio_id, %s, van FROM toewijzing_afwezigheid WHERE id = %s"
            ),
            absence.pk,
        ),
    ]
    for sql, pk in broken:
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, [me.medewerker_id, pk])
