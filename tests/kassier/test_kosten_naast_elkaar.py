"""Two people at once: the last money of a line is declared once, and judged and paid once."""

import pytest
from django.db import transaction

from ontschot.kassier import actions
from ontschot.kassier.controle import check
from ontschot.kassier.models import Betaalregel, Kostendeclaratie, Saldo
from ontschot.kern.scope import scope
from tests.kassier import kosten
from tests.tegelijk import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_at_once_the_last_money_is_declared_judged_and_paid_once() -> None:
    w = kosten.kostenwereld(1000)
    partner, collega = w.wie("werkbedrijf"), w.wie("collega")
    one, other = w.wie("kassier"), w.wie("kassier_2")
    with transaction.atomic(), scope(w.ruim):
        first, second = kosten.begonnen(w, 700), kosten.begonnen(w, 700)

    assert sorted(
        together(
            lambda: actions.submit_kostendeclaratie(partner, declaratie_id=first.pk),
            lambda: actions.submit_kostendeclaratie(collega, declaratie_id=second.pk),
        )
    ) == [False, True]
    with transaction.atomic(), scope(w.ruim):
        made = Kostendeclaratie.objects.get(status="ingediend")
        saldo = Saldo.objects.get(fondsregel=w.regel())
        assert (saldo.beschikbaar_cent, saldo.gedeclareerd_cent) == (300, 700)

    # What was approved first can still be sent back; what was sent back is not approved any more.
    _, sent_back = together(
        lambda: actions.approve_kostendeclaratie(one, declaratie_id=made.pk),
        lambda: actions.send_back_kostendeclaratie(
            other, declaratie_id=made.pk, toelichting="Welke maand?"
        ),
    )
    with transaction.atomic(), scope(w.ruim):
        made.refresh_from_db()
        assert (sent_back, made.status) == (True, "teruggestuurd")
        actions.submit_kostendeclaratie(partner, declaratie_id=made.pk)
        actions.approve_kostendeclaratie(one, declaratie_id=made.pk)

    def collect() -> object:
        return actions.build_batch(one, fonds_id=w.fonds.pk, kosten_ids=[made.pk])

    assert sorted(together(collect, collect)) == [False, True]
    with transaction.atomic(), scope(w.ruim):
        assert Betaalregel.objects.count() == 1
        assert check().verschillen == ()
