"""A controle draws what its seed says, and nothing else."""

from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ontschot.kassier import actions as kassier
from ontschot.kassier.models import Journaalpost
from ontschot.kassier.rules import Steekproefmaat
from ontschot.kern.errors import Weigering
from ontschot.kern.models import Auditregel
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import scope
from ontschot.netwerk.queries import actor_in_role
from ontschot.verantwoording import actions
from ontschot.verantwoording.models import (
    Controle,
)
from ontschot.verantwoording.queries.populatie import drawn_again
from ontschot.verantwoording.rules import (
    draw_of,
)
from tests.kassier import factories, kosten
from tests.kassier.factories import Wereld
from tests.verantwoording.controles import (
    getrokken,
    lines,
    opgezet,
    paid,
    refused,
)

pytestmark = pytest.mark.django_db
FINAL = (
    "UPDATE verantwoording_bevinding SET definitief_op = now(), definitief_door_id = %s "
    "WHERE regel_id = %s"
)
DRIE = Steekproefmaat("aantal", aantal=3)


@pytest.fixture
def w(db: None) -> Iterator[Wereld]:
    world = factories.wereld(1_000_000)
    with scope(world.ruim):
        yield world


def test_anybody_with_the_seed_draws_the_same_payments(w: Wereld) -> None:
    paid(w, *range(1_000, 6_000, 1_000))
    controle = getrokken(w, DRIE)
    deel = controle.delen.get()
    numbers = Journaalpost.objects.filter(fonds=w.fonds, soort="betaling").values_list(
        "volgnummer", flat=True
    )
    by_hand = sorted(
        numbers,
        key=lambda n: sha256(f"{controle.zaad}:{w.fonds.sleutel}:{n}".encode()).hexdigest(),
    )
    assert sorted(line.post.volgnummer for line in lines(controle)) == sorted(by_hand[:3])
    assert drawn_again(controle) == {line.post_id for line in lines(controle)}
    assert (deel.populatie, deel.populatie_cent) == (5, 15_000)


def test_what_is_paid_after_the_draw_changes_nothing(w: Wereld) -> None:
    paid(w, *[1_000] * 4)
    controle = getrokken(w, Steekproefmaat("procent", procent=50))
    before = drawn_again(controle)
    paid(w, 9_000)
    assert drawn_again(controle) == before
    assert len(before) == 2


def test_a_large_payment_is_always_in_it(w: Wereld) -> None:
    paid(w, 100, 100, 100, 50_000)
    controle = getrokken(w, Steekproefmaat("aantal", aantal=1, altijd_vanaf_cent=50_000))
    assert 50_000 in {line.cent for line in lines(controle)}


@given(
    st.text("0123456789abcdef", min_size=32, max_size=32),
    st.lists(st.integers(1, 10_000), unique=True, min_size=1, max_size=30),
)
def test_the_draw_does_not_depend_on_the_order_and_differs_per_fonds(
    zaad: str, numbers: list[int]
) -> None:
    rows = [(n, 100) for n in numbers]
    assert draw_of(zaad, "a", rows, DRIE) == draw_of(zaad, "a", rows[::-1], DRIE)
    assert len(draw_of(zaad, "a", rows, DRIE)) == min(3, len(rows))


def test_the_seed_is_promised_before_anybody_draws(w: Wereld) -> None:
    paid(w, 1_000)
    controle = opgezet(w)
    line = Auditregel.objects.get(gebeurtenis="controle_opgezet")
    assert line.gegevens["zaadmerk"] == sha256(controle.zaad.encode()).hexdigest()[:16]
    assert controle.zaad not in str(line.gegevens)
    with pytest.raises(Weigering, match="Wie een controle opzet, trekt haar niet"):
        actions.draw_controle(w.wie("kassier"), controle_id=controle.pk)
    assert refused(
        "UPDATE verantwoording_controle SET zaad = repeat('a', 32) WHERE id = %s", controle.pk
    ) == ("verantwoording_controle_frozen")
    actions.draw_controle(w.wie("kassier_2"), controle_id=controle.pk)
    with pytest.raises(Weigering, match="Dit kan niet meer"):
        actions.draw_controle(w.wie("kassier_2"), controle_id=controle.pk)


def test_the_database_refuses_other_lines_than_those_of_the_seed(w: Wereld) -> None:
    paid(w, *[1_000] * 4)
    controle = getrokken(w, DRIE)
    drawn = lines(controle)[0]
    other = Journaalpost.objects.filter(fonds=w.fonds, soort="betaling").exclude(
        pk__in=[line.post_id for line in lines(controle)]
    )[:1][0]
    columns = (
        "regio_id, controle_id, deel_id, post_id, cent, declaratieregel_id, organisatie_id, "
        "status, antwoord, reden_uitstel"
    )
    insert = (
        f"INSERT INTO verantwoording_controleregel ({columns}) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s, 'gevraagd', '', '')"
    )

    def values(controle: Controle, deel: int) -> tuple[object, ...]:
        return (
            "AM08", controle.pk, deel, other.pk, other.cent, other.declaratieregel_id,
            drawn.organisatie_id,
        )  # fmt: skip

    assert refused(insert, *values(controle, drawn.deel_id)) == (
        "verantwoording_controleregel_drawn"
    )
    # Before the draw a line can be put in; then the draw does not pass.
    new = opgezet(w, DRIE)
    connection.cursor().execute(insert, values(new, new.delen.get().pk))
    assert refused(
        "UPDATE verantwoording_controle SET status = 'loopt', getrokken_op = now(), "
        "getrokken_door_id = %s WHERE id = %s",
        w.kassier_2.medewerker_id,
        new.pk,
    ) == ("verantwoording_controle_drawn")


def test_a_payment_that_came_back_or_was_offset_was_not_paid(w: Wereld) -> None:
    line, other = paid(w, 1_000, 2_000)
    back = kassier.propose_terugvordering(
        w.wie("kassier"), declaratieregel_id=line.pk, cent=1_000, reden="niet geleverd"
    )
    last = timezone.localdate() + timedelta(days=9)
    kassier.decide_terugvordering(
        w.wie("kassier_2"), terugvordering_id=back.pk, akkoord=True, uiterlijk=last
    )
    order = factories.ordered(w, 1_000)
    claim = kassier.create_declaratie(
        w.wie("gids"), fonds_id=w.fonds.pk, periode=order.boekdatum, verplichting_ids=[order.pk]
    )
    kassier.submit_declaratie(w.wie("gids"), declaratie_id=claim.pk)
    kassier.approve_declaratie(w.wie("kassier"), declaratie_id=claim.pk)
    kassier.offset_terugvordering(
        w.wie("kassier"), terugvordering_id=back.pk, declaratieregel_id=claim.regels.get().pk
    )
    controle = getrokken(w)
    assert {row.declaratieregel_id for row in lines(controle)} == {line.pk, other.pk}


def test_costs_of_the_organisation_are_drawn_too(db: None) -> None:
    k = kosten.kostenwereld()
    with scope(k.ruim):
        kosten.betaald(k, 5_000, 7_000)
        made = actions.set_up_controle(
            k.wie("kassier"),
            naam="Kosten",
            doel="Bonnen",
            fonds_ids=[k.fonds.pk],
            van=date(2020, 1, 1),
            tot=timezone.localdate(),
            opzet=_terms(),
        )
        controle = actions.draw_controle(k.wie("kassier_2"), controle_id=made.pk)
        line = lines(controle)[0]
        assert {row.cent for row in lines(controle)} == {5_000, 7_000}
        assert line.nummer.startswith("K")
        actions.answer_controleregel(k.wie("werkbedrijf"), regel_id=line.pk, antwoord="Zie de bon.")
        actions.find(
            k.wie("kassier_2"), regel_id=line.pk, nummer=1, oordeel="fout", foutsoort="dubbel",
            fout_cent=100, toelichting="Staat er ook in K1 bij.",
        )  # fmt: skip
        actions.react_bevinding(k.wie("werkbedrijf"), regel_id=line.pk, nummer=1, eens=True)
        third = factories.medewerker("gemeente-nijmegen", Rolsoort.COORDINATOR)
        actions.confirm_bevinding(actor_in_role(third), regel_id=line.pk, nummer=1)
        asked = actions.recover(k.wie("kassier_2"), regel_id=line.pk)
        assert (asked.cent, asked.kostenregel_id) == (100, line.kostenregel_id)


def _terms() -> Any:
    from ontschot.verantwoording.rules import Opzet

    return Opzet(Steekproefmaat("alles"), antwoord_dagen=14, reactie_dagen=7)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"tot": date(2019, 1, 1)}, "ligt vóór de eerste"),
        ({"tot": date(2999, 1, 1)}, "nog niet voorbij"),
        ({"fonds_ids": []}, "minstens één fonds"),
        ({"fonds_ids": [0]}, "jouw organisatie bijhoudt"),
        ({"doel": " "}, "wat je met deze controle wilt weten"),
        ({"antwoord_dagen": 0}, "1 tot en met 365"),
        ({"maat": Steekproefmaat("aantal")}, "minstens één betaling"),
        ({"betrouwbaarheid_procent": 100}, "50 tot en met 99"),
    ],
)
def test_nonsense_is_refused_with_a_sentence(w: Wereld, facts: dict[str, Any], said: str) -> None:
    with pytest.raises(Weigering, match=said):
        opgezet(w, **facts)
    assert not Controle.objects.exists()


def test_nothing_paid_is_nothing_to_draw(w: Wereld) -> None:
    controle = opgezet(w)
    with pytest.raises(Weigering, match="niets te trekken"):
        actions.draw_controle(w.wie("kassier_2"), controle_id=controle.pk)
    actions.withdraw_controle(w.wie("kassier"), controle_id=controle.pk, reden="Verkeerd jaar.")
    controle.refresh_from_db()
    assert (controle.status, controle.conclusie) == ("ingetrokken", "Verkeerd jaar.")


def test_a_kassier_of_other_money_does_not_draw(w: Wereld) -> None:
    paid(w, 1_000)
    other = actor_in_role(factories.medewerker("gemeente-nijmegen", Rolsoort.KASSIER))
    controle = opgezet(w)
    with pytest.raises(Weigering, match="van een kassier van"):
        actions.draw_controle(other, controle_id=controle.pk)
    assert refused(
        "UPDATE verantwoording_controle SET status = 'ingetrokken', conclusie = 'x', "
        "afgesloten_op = now(), afgesloten_door_id = %s WHERE id = %s",
        other.medewerker_id,
        controle.pk,
    ) == ("verantwoording_controle_kassier")
