"""The begroting in versions, what expires, and how long the money lasts."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ontschot.kassier.actions import (
    change_fonds,
    draft_begroting,
    expire_reservering,
    fix_begroting,
    reserve,
    withdraw_begroting,
)
from ontschot.kassier.actions.verlopen import every_region, overdue
from ontschot.kassier.controle import check
from ontschot.kassier.models import (
    Begroting,
    Fondsregel,
    Reservering,
)
from ontschot.kassier.rules import Tempo, expires_after, forecast, needs_warning
from ontschot.kassier.rules.budgetbesluiten import Verplaatsing, merged, off_each
from ontschot.kern.errors import Weigering
from ontschot.trajecten.models import Interventie
from tests.kassier import factories
from tests.kassier.factories import REGIO, Wereld
from tests.kassier.test_budget import TODAY, YESTERDAY, free, new_fonds, refused, second_line, w

pytestmark = pytest.mark.django_db
__all__ = ["w"]  # fixtures


# The begroting.


def test_a_new_version_holds_once_a_second_person_fixed_it(w: Wereld) -> None:
    kassier, other = w.wie("kassier"), w.wie("kassier_2")
    second = second_line(w)
    cents = {w.regel.pk: 90_000, second.pk: 20_000}
    draft = draft_begroting(kassier, fonds_id=w.fonds.pk, cents=cents, reden="meer praktijkleren")
    assert (draft.versie, draft.status) == (2, "concept")
    with pytest.raises(Weigering, match="al een nieuwe versie"):
        draft_begroting(kassier, fonds_id=w.fonds.pk, cents=cents, reden="nog een")
    with pytest.raises(Weigering, match="ander"):
        fix_begroting(kassier, begroting_id=draft.pk)
    assert Fondsregel.objects.get(pk=second.pk).begroot_cent == 0
    fix_begroting(other, begroting_id=draft.pk)
    assert Fondsregel.objects.get(pk=second.pk).begroot_cent == 20_000
    assert Fondsregel.objects.get(pk=w.regel.pk).begroot_cent == 90_000
    refused("UPDATE kassier_begrotingsregel SET cent = 1 WHERE begroting_id = %s", draft.pk)
    refused("DELETE FROM kassier_begrotingsregel WHERE begroting_id = %s", draft.pk)
    refused("UPDATE kassier_begroting SET noot = 'x' WHERE id = %s", draft.pk)
    refused("UPDATE kassier_fondsregel SET begroot_cent = 1 WHERE id = %s", second.pk)
    assert check().verschillen == ()


def test_a_withdrawn_version_changes_nothing_and_keeps_its_number(w: Wereld) -> None:
    kassier = w.wie("kassier")
    cents = {w.regel.pk: 1}
    draft = draft_begroting(kassier, fonds_id=w.fonds.pk, cents=cents, reden="te vroeg")
    withdraw_begroting(kassier, begroting_id=draft.pk)
    again = draft_begroting(kassier, fonds_id=w.fonds.pk, cents=cents, reden="nu echt")
    assert again.versie == 3
    assert Fondsregel.objects.get(pk=w.regel.pk).begroot_cent == 100_000


def test_a_printed_total_that_differs_needs_a_note(w: Wereld) -> None:
    draft = {"fonds_id": w.fonds.pk, "cents": {w.regel.pk: 100}, "reden": "zoals gedrukt"}
    with pytest.raises(Weigering, match="gedrukte totaal"):
        draft_begroting(w.wie("kassier"), **draft, gedrukt_totaal_cent=101)
    draft_begroting(
        w.wie("kassier"), **draft, gedrukt_totaal_cent=101, noot="Zo staat het in de brief."
    )
    with pytest.raises(Weigering, match="iedere regel"):
        draft_begroting(w.wie("kassier"), fonds_id=w.fonds.pk, cents={}, reden="leeg")


def test_the_budget_of_nijmegen_keeps_its_printed_total_beside_its_sum(ruim: object) -> None:
    begroting = Begroting.objects.get(fonds__sleutel="organisatie-2021", status="vastgesteld")
    assert begroting.gedrukt_totaal_cent == 174_662_00
    assert sum(regel.cent for regel in begroting.regels.all()) == 174_661_00
    assert "174.661" in begroting.noot


def test_the_begroting_of_a_person_waits_for_a_second_one(w: Wereld) -> None:
    fonds = new_fonds(w.wie("kassier"), "van-een-mens", REGIO, date(2027, 1, 1))
    assert fonds.begrotingen.get().status == "concept"


# What expires.


def reserved(w: Wereld, verloopt_op: date | None, cent: int = 1000) -> Reservering:
    return reserve(
        w.wie("coordinator"),
        interventie_id=factories.granted(w, cent).pk,
        fondsregel_id=w.regel.pk,
        cent=cent,
        verloopt_op=verloopt_op,
    )


def test_money_not_used_in_time_goes_back_and_the_interventie_with_it(w: Wereld) -> None:
    today = timezone.localdate()
    over = reserved(w, today - YESTERDAY)
    still, without_end = reserved(w, today), reserved(w, None)
    assert list(overdue(today)) == [over]
    assert every_region(today) == 1
    assert every_region(today) == 0
    over.refresh_from_db()
    assert over.status == "verlopen"
    assert Interventie.objects.get(pk=over.interventie_id).status == "gepland"
    assert free(w.regel) == 98_000
    for row in (still, without_end):
        with pytest.raises(Weigering, match="loopt nog"):
            expire_reservering(w.wie("kassier"), reservering_id=row.pk)
    with pytest.raises(Weigering):
        expire_reservering(w.wie("kassier"), reservering_id=over.pk)
    assert check().verschillen == ()


def test_the_end_of_the_fonds_ends_its_reserveringen(w: Wereld) -> None:
    row = reserved(w, timezone.localdate() + timedelta(days=900))
    change_fonds(w.wie("kassier"), fonds_id=w.fonds.pk, tot=timezone.localdate() - YESTERDAY)
    expire_reservering(w.wie("kassier"), reservering_id=row.pk)
    assert free(w.regel) == 100_000


# The rules.

CENTS = st.integers(0, 10**12)


@given(CENTS, st.integers(-(10**12), 10**12), st.integers(0, 500), st.integers(1, 90))
def test_a_forecast_is_a_day_from_today_on_or_a_reason(
    vrij: int, uit: int, aantal: int, dagen: int
) -> None:
    found = forecast(TODAY, Tempo(vrij, uit, aantal, dagen))
    assert (found.dag is None) == bool(found.waarom_niet)
    assert found.dag is None or found.dag >= TODAY


@given(st.integers(1, 10**9), st.integers(1, 10**9), st.integers(1, 10**9))
def test_more_free_money_never_runs_out_earlier(vrij: int, meer: int, uit: int) -> None:
    less = forecast(TODAY, Tempo(vrij, uit, 10, 90)).dag or date.max
    more = forecast(TODAY, Tempo(vrij + meer, uit, 10, 90)).dag or date.max
    assert less <= more


def test_a_pace_of_a_few_days_or_a_few_reserveringen_is_none() -> None:
    assert "13 dagen" in forecast(TODAY, Tempo(100, 50, 10, 13)).waarom_niet
    assert "2 keer" in forecast(TODAY, Tempo(100, 50, 2, 90)).waarom_niet
    assert "loopt nu niet" in forecast(TODAY, Tempo(100, 50, 9, 90, loopt=False)).waarom_niet
    assert forecast(TODAY, Tempo(0, 0, 0, 1)).dag == TODAY
    last = TODAY + timedelta(days=10)
    assert "geld over" in forecast(TODAY, Tempo(1000, 500, 9, 90, tot=last)).waarom_niet


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(1, 3), st.integers(1, 3))))
def test_merging_moves_keeps_every_cent(rows: list[tuple[int, int, int]]) -> None:
    moves = [Verplaatsing(*row) for row in rows]
    together = merged(moves)
    assert sum(move.cent for move in together) == sum(move.cent for move in moves)
    assert sum(off_each(together).values()) == sum(move.cent for move in moves)
    assert all(move.cent for move in together)


def test_a_reservering_ends_on_the_first_of_its_two_days() -> None:
    early, late = date(2026, 1, 1), date(2026, 2, 1)
    assert expires_after(late, early) == early
    assert expires_after(early, None) == early
    assert expires_after(None, None) is None


def test_a_warning_comes_below_an_amount_or_before_a_day() -> None:
    soon = TODAY + timedelta(days=20)
    assert needs_warning(99, None, TODAY, onder_cent=100, dagen=None)
    assert not needs_warning(100, soon, TODAY, onder_cent=100, dagen=19)
    assert needs_warning(100, soon, TODAY, onder_cent=None, dagen=20)
    assert not needs_warning(100, None, TODAY, onder_cent=None, dagen=20)
