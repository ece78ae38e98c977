"""Two people at the same moment, on two connections: one of the two wins, and the books agree."""

import psycopg
import pytest
from django.db import transaction

from ontschot.kassier import actions
from ontschot.kassier.controle import check
from ontschot.kassier.models import Declaratie, Declaratieregel, Terugontvangst, Verplichting
from ontschot.kern.scope import scope
from tests.kassier import factories
from tests.kassier.factories import Wereld
from tests.kassier.test_declareren import asked_back, bewijs, concept, submitted
from tests.kassier.test_naast_elkaar import beheer, booked, controleer  # noqa: F401
from tests.tegelijk import together

pytestmark = pytest.mark.django_db(transaction=True)


def world_with(count: int) -> tuple[Wereld, list[Verplichting]]:
    w = factories.wereld()
    return w, [factories.ordered(w) for _ in range(count)]


def test_at_once_nobody_claims_a_euro_twice_judges_twice_or_receives_twice() -> None:
    """One database for four stories: each begins with an order of its own."""
    w, (ticked, called_off, judged) = world_with(3)
    gids, kassier, kassier_2 = w.wie("gids"), w.wie("kassier"), w.wie("kassier_2")

    def tick() -> object:
        return actions.create_declaratie(
            gids,
            fonds_id=w.fonds.pk,
            periode=ticked.boekdatum,
            verplichting_ids=[ticked.pk],
        )

    assert sorted(together(tick, tick)) == [False, True]

    with transaction.atomic(), scope(w.ruim):
        half = actions.create_declaratie(
            gids,
            fonds_id=w.fonds.pk,
            periode=called_off.boekdatum,
            verplichting_ids=[called_off.pk],
            bedragen={called_off.pk: 400},
        )
    done = together(
        lambda: actions.submit_declaratie(gids, declaratie_id=half.pk),
        lambda: actions.void_verplichting(
            gids, verplichting_id=called_off.pk, reden="eerder klaar"
        ),
    )
    assert done == [True, True]

    with transaction.atomic(), scope(w.ruim):
        claim = submitted(w, judged)
    # What was approved may still be sent back, but what was sent back is not approved: whoever
    # is first, the declaratie ends with the partner.
    done = together(
        lambda: actions.approve_declaratie(kassier, declaratie_id=claim.pk),
        lambda: actions.send_back_declaratie(
            kassier_2, declaratie_id=claim.pk, toelichting="Welke maand?"
        ),
    )
    assert done in ([True, True], [False, True])
    with transaction.atomic(), scope(w.ruim):
        claim.refresh_from_db()
        assert claim.status == "teruggestuurd"
        actions.submit_declaratie(gids, declaratie_id=claim.pk)
    done = together(
        *(
            lambda somebody=somebody: actions.approve_declaratie(somebody, declaratie_id=claim.pk)
            for somebody in (kassier, kassier_2)
        )
    )
    assert sorted(done) == [False, True]

    with transaction.atomic(), scope(w.ruim):
        asked = asked_back(w, 400)
    settle = {"terugvordering_id": asked.pk, "cent": 400, "sleutel": "bank:1"}
    assert any(
        together(
            lambda: actions.settle_terugvordering(kassier, **settle),
            lambda: actions.settle_terugvordering(kassier_2, **settle),
        )
    )

    with transaction.atomic(), scope(w.ruim):
        assert Declaratieregel.objects.filter(verplichting=ticked).count() == 1
        called_off.refresh_from_db()
        assert called_off.vrijgevallen_cent == 600
        assert Declaratie.objects.get(pk=claim.pk).status == "goedgekeurd"
        assert Terugontvangst.objects.count() == 1
        assert check().verschillen == ()


def test_a_line_is_not_both_offset_and_put_in_a_batch() -> None:
    w = factories.wereld()
    with transaction.atomic(), scope(w.ruim):
        asked = asked_back(w, 400)
        claim = submitted(w, factories.ordered(w))
        actions.approve_declaratie(w.wie("kassier"), declaratie_id=claim.pk)
        line = claim.regels.get()
    kassier, kassier_2 = w.wie("kassier"), w.wie("kassier_2")
    together(
        lambda: actions.build_batch(kassier, fonds_id=w.fonds.pk, declaratie_ids=[claim.pk]),
        lambda: actions.offset_terugvordering(
            kassier_2, terugvordering_id=asked.pk, declaratieregel_id=line.pk
        ),
    )
    with transaction.atomic(), scope(w.ruim):
        line.refresh_from_db()
        payment = line.betaalregels.first()
        assert payment is None or payment.cent == line.te_betalen_cent
        assert check().verschillen == ()
        assert concept(w, factories.ordered(w)).status == "concept"


# What somebody with all rights could change, how to put it back, and what is said of it.
TAMPERING = [
    (
        "UPDATE kassier_terugontvangst SET cent = cent - 1",
        "UPDATE kassier_terugontvangst SET cent = cent + 1",
        "teruggekomen 99 cent, in het journaal 100",
    ),
    (
        "UPDATE kassier_terugvordering SET cent = cent + 1000",
        "UPDATE kassier_terugvordering SET cent = cent - 1000",
        "meer dan er betaald is",
    ),
    (
        "UPDATE kassier_terugvordering SET status = 'voldaan'",
        "UPDATE kassier_terugvordering SET status = 'open'",
        "(voldaan)",
    ),
    (
        "UPDATE kassier_declaratieregel SET verrekend_cent = 1",
        "UPDATE kassier_declaratieregel SET verrekend_cent = 0",
        "cent verrekend",
    ),
    (
        "UPDATE kassier_steekproef SET soort = 'aantal', aantal = 1",
        "UPDATE kassier_steekproef SET soort = 'alles', aantal = NULL",
        "andere regels",
    ),
    (
        "UPDATE kassier_bewijsinhoud SET bytes = bytes || 'x'::bytea",
        "",
        "de inhoud is veranderd",
    ),
]


def test_controleer_finds_what_was_changed_around_a_declaratie(
    beheer: psycopg.Connection,  # noqa: F811
) -> None:
    w = factories.wereld()
    with transaction.atomic(), scope(w.ruim):
        asked = asked_back(w, 400)
        actions.settle_terugvordering(
            w.wie("kassier"), terugvordering_id=asked.pk, cent=100, sleutel="b"
        )
        claim = concept(w, factories.ordered(w), factories.ordered(w))
        bewijs(w, claim.regels.all()[0])
        actions.submit_declaratie(w.wie("gids"), declaratie_id=claim.pk)
        actions.draw_steekproef(w.wie("kassier"), declaratie_id=claim.pk, alles=True)
    assert controleer()[0] == 0
    for do, undo, said in TAMPERING:
        beheer.execute(do.encode())
        assert said in controleer()[1], do
        if undo:
            beheer.execute(undo.encode())
