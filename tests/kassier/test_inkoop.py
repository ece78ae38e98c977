"""Who may buy what for whom, within which bounds, and what happens when an order runs out."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ontschot.aanbieders import actions as aanbieders
from ontschot.aanbieders.models import Aanbieder
from ontschot.kassier.actions import (
    Afspraken,
    ask_akkoord,
    commit_verplichting,
    decide_akkoord,
    end_inkoopmandaat,
    give_inkoopmandaat,
    reserve,
)
from ontschot.kassier.models import (
    Inkoopmandaat,
    Plafondakkoord,
    Reservering,
    Saldo,
    Verplichting,
)
from ontschot.kassier.rules import (
    KOPEN,
    Aankoop,
    Deel,
    Mandaat,
    equal_parts,
    mandaat_for,
    may,
    parts_problem,
)
from ontschot.kern.errors import Weigering
from ontschot.kern.models import Auditregel
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import scope, systeem
from ontschot.netwerk.queries import actor_in_role
from ontschot.trajecten.queries.inkoop import RESERVERING
from tests.kassier import factories
from tests.kassier.factories import Wereld

pytestmark = pytest.mark.django_db
VAN, TOT = date(2026, 1, 1), date(2026, 3, 31)


@pytest.fixture
def w(db: None) -> Iterator[Wereld]:
    world = factories.wereld()
    with scope(systeem(factories.REGIO)):
        yield world


def reserved(w: Wereld, cent: int = 1000, **stap: date) -> Reservering:
    return reserve(
        w.wie("coordinator"),
        interventie_id=factories.granted(w, cent, **stap).pk,
        fondsregel_id=w.regel.pk,
        cent=cent,
    )


def order(w: Wereld, reservering: Reservering, cent: int = 1000, **anders: Any) -> Verplichting:
    agreed = {"van": VAN, "tot": TOT} | anders.pop("afspraken", {})
    facts = {"btw": "excl", "aanbieder": "Bureau", "afspraken": Afspraken(**agreed)} | anders
    return commit_verplichting(
        w.wie("gids"), interventie_id=reservering.interventie_id, bedrag_cent=cent, **facts
    )


def mandaat(w: Wereld, **anders: Any) -> Inkoopmandaat:
    facts = {"soort": "kopen", "tot_cent": 5000, "van": date(2025, 1, 1)} | anders
    return give_inkoopmandaat(w.wie("coordinator"), **facts)


def refused_by_database(sql: str, *values: object, match: str = "") -> None:
    with (
        pytest.raises(DatabaseError, match=match or None),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, values)


def copied_order(source: Verplichting, reservering: Reservering, **anders: Any) -> None:
    """The order written once more from beside the application, on another reservering."""
    row = Verplichting.objects.get(pk=source.pk)
    row.pk = None
    row.reservering, row.interventie_id = reservering, reservering.interventie_id
    row.fondsregel_id = reservering.fondsregel_id
    for name, value in anders.items():
        setattr(row, name, value)
    row.save(force_insert=True)


def test_an_order_from_somebody_new_puts_the_provider_in_the_list(w: Wereld) -> None:
    first = order(w, reserved(w), aanbieder="Bureau Nieuw")
    second = order(w, reserved(w), aanbieder="bureau  nieuw BV")
    assert first.leverancier == second.leverancier
    assert second.aanbieder == "Bureau Nieuw"
    assert Aanbieder.objects.count() == 1
    events = Auditregel.objects.filter(gebeurtenis="aanbieder_toegevoegd")
    assert events.count() == 1


def test_a_refused_order_leaves_no_provider_behind(w: Wereld) -> None:
    with pytest.raises(Weigering, match="gereserveerd"):
        order(w, reserved(w, 1000), 1001, aanbieder="Nooit Gezien")
    assert not Aanbieder.objects.exists()


def test_where_is_ordered_no_more_is_not_ordered(w: Wereld) -> None:
    found = aanbieders.add_aanbieder(w.wie("gids"), naam="Bureau")
    aanbieders.stop_aanbieder(
        w.wie("gids"), aanbieder_id=found.pk, tot=date(2025, 12, 31), reden="failliet"
    )
    with pytest.raises(Weigering, match="failliet"):
        order(w, reserved(w))


def test_what_is_left_open_follows_from_the_plan(w: Wereld) -> None:
    reservering = reserved(w, van=VAN, tot=TOT)
    made = commit_verplichting(
        w.wie("gids"),
        interventie_id=reservering.interventie_id,
        bedrag_cent=1000,
        btw="excl",
        aanbieder="Bureau",
    )
    assert (made.van, made.tot) == (VAN, TOT)
    assert (made.eerstverantwoordelijk, made.betaalwijze) == ("uwv", "partner")
    again = commit_verplichting(
        w.wie("gids"),
        interventie_id=reservering.interventie_id,
        bedrag_cent=1000,
        btw="excl",
        aanbieder="Bureau",
    )
    assert again == made


def test_who_answers_first_follows_from_the_doelgroep(w: Wereld) -> None:
    with pytest.raises(Weigering, match="volgt uit de doelgroep"):
        order(w, reserved(w), afspraken={"eerstverantwoordelijk": "gemeente"})


def test_on_request_of_is_a_partner_of_the_region(w: Wereld) -> None:
    uwv = w.kassier.organisatie_id
    made = order(w, reserved(w), afspraken={"op_verzoek_van_id": uwv})
    assert (made.inkoper_id, made.op_verzoek_van_id) == (w.gids.organisatie_id, uwv)
    assert made.eerstverantwoordelijk == "uwv"
    with pytest.raises(Weigering, match="partner"):
        order(w, reserved(w), afspraken={"op_verzoek_van_id": 10**6})


def test_parts_that_do_not_add_up_are_refused_by_action_and_database(w: Wereld) -> None:
    parts = (Deel(VAN, 400), Deel(TOT, 500))
    with pytest.raises(Weigering, match=r"samen €.9,00"):
        order(w, reserved(w), afspraken={"delen": parts})
    good = order(w, reserved(w), afspraken={"delen": (Deel(VAN, 400), Deel(TOT, 600))})
    assert good.termijnen[1] == {"dag": "2026-03-31", "cent": 600}
    open_one = reserved(w)
    for wrong in (
        [{"dag": "2026-01-01", "cent": 999}, {"dag": "2026-02-01", "cent": 2}],
        [{"dag": "2026-02-01", "cent": 500}, {"dag": "2026-01-01", "cent": 500}],
        [{"dag": "2026-01-01", "cent": 1000}],
        [{"dag": "2026-01-01", "cent": 1001}, {"dag": "2026-01-02", "cent": -1}],
        [{"dag": "2025-12-31", "cent": 500}, {"dag": "2026-01-02", "cent": 500}],
        [{"dag": None, "cent": 500}, {"cent": 500}],
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            copied_order(good, open_one, termijnen=wrong)
    refused_by_database("UPDATE kassier_verplichting SET termijnen = '[]' WHERE id = %s", good.pk)


@given(st.integers(2, 10**9), st.integers(2, 24), st.integers(0, 400))
def test_equal_parts_add_up_and_lie_in_order(total: int, number: int, length: int) -> None:
    end = VAN + timedelta(days=length)
    try:
        parts = equal_parts(total, number, VAN, end)
    except ValueError:
        assert number > min(total, length + 1)
        return
    assert parts_problem(parts, total, VAN) == ""
    assert parts[-1].dag == end
    assert max(p.cent for p in parts) - min(p.cent for p in parts) <= 1


def test_without_rows_the_inkoper_buys_and_no_other(w: Wereld) -> None:
    made = order(w, reserved(w))
    assert made.mandaat is None
    other = actor_in_role(factories.medewerker("uwv", Rolsoort.GIDS))
    with pytest.raises(Weigering, match="Alleen FNV"):
        commit_verplichting(
            other,
            interventie_id=reserved(w).interventie_id,
            bedrag_cent=1000,
            btw="excl",
            aanbieder="Bureau",
        )


def test_with_rows_only_who_has_a_mandaat_buys_and_the_refusal_says_who_may(w: Wereld) -> None:
    mandaat(w, organisatie_id=w.kassier.organisatie_id, tot_cent=2000)
    reservering = reserved(w)
    with pytest.raises(Weigering, match=r"Dit mag: UWV tot €.20,00") as refusal:
        order(w, reservering)
    assert "doelgroep van UWV" in refusal.value.zin
    assert "Testfonds" in refusal.value.zin
    own = mandaat(w, organisatie_id=w.gids.organisatie_id, voor="uwv", tot_cent=1000)
    assert order(w, reservering).mandaat == own


@pytest.mark.parametrize(
    "te_krap",
    [{"tot_cent": 999}, {"voor": "gemeente"}, {"rol": "consulent"}, {"van": date(2099, 1, 1)}],
)
def test_a_mandaat_that_does_not_reach_lets_nobody_buy(w: Wereld, te_krap: dict[str, Any]) -> None:
    mandaat(w, organisatie_id=w.kassier.organisatie_id, voor="gemeente")
    mandaat(w, **{"organisatie_id": w.gids.organisatie_id} | te_krap)
    reservering = reserved(w)
    with pytest.raises(Weigering, match="mandaat"):
        order(w, reservering)
    assert Saldo.objects.get(fondsregel=w.regel).gereserveerd_cent == 1000
    assert not Verplichting.objects.exists()


def test_the_database_refuses_an_order_outside_the_mandaat(w: Wereld) -> None:
    before = order(w, reserved(w))  # while the region had no rows
    krap = mandaat(w, organisatie_id=w.gids.organisatie_id, tot_cent=999)
    ruim = mandaat(w, rol="loopbaancoach", tot_cent=1000)
    free = reserved(w)
    for which in (None, krap):
        with (
            pytest.raises(DatabaseError, match="mandaat"),
            transaction.atomic(),
            scope(w.wie("gids")),
        ):
            copied_order(before, free, mandaat=which)
    with scope(w.wie("gids")):
        copied_order(before, free, mandaat=ruim)
    refused_by_database("UPDATE kassier_inkoopmandaat SET tot_cent = 10 WHERE id = %s", ruim.pk)
    refused_by_database("DELETE FROM kassier_inkoopmandaat WHERE id = %s", ruim.pk)


def test_an_ended_mandaat_and_only_the_coordinator_gives_one(w: Wereld) -> None:
    own = mandaat(w, organisatie_id=w.gids.organisatie_id)
    with pytest.raises(Weigering, match="vandaag of een latere dag"):
        end_inkoopmandaat(w.wie("coordinator"), mandaat_id=own.pk, tot=date(2025, 12, 1))
    end_inkoopmandaat(w.wie("coordinator"), mandaat_id=own.pk, tot=timezone.localdate())
    assert order(w, reserved(w)).mandaat == own
    with pytest.raises(Weigering, match="coördinator"):
        give_inkoopmandaat(w.wie("gids"), soort="kopen", tot_cent=10**9, van=VAN)


MANDATEN = st.builds(
    Mandaat,
    pk=st.integers(1, 9),
    soort=st.just(KOPEN),
    tot_cent=st.integers(1, 20),
    organisatie_id=st.none() | st.integers(1, 2),
    rol=st.sampled_from(["", "gids", "coordinator"]),
    voor=st.sampled_from(["", "uwv", "gemeente"]),
    fonds_id=st.none() | st.integers(1, 2),
)
AANKOPEN = st.builds(
    Aankoop,
    organisatie_id=st.integers(1, 2),
    rol=st.sampled_from(["gids", "coordinator"]),
    voor=st.sampled_from(["uwv", "gemeente"]),
    fonds_id=st.integers(1, 2),
    cent=st.integers(1, 20),
)


@given(st.lists(MANDATEN, max_size=4), AANKOPEN)
def test_a_mandaat_that_is_found_covers_and_a_smaller_purchase_is_covered_too(
    mandaten: list[Mandaat], aankoop: Aankoop
) -> None:
    found = mandaat_for(mandaten, KOPEN, aankoop)
    assert (found is None) == (not any(may(m, aankoop) for m in mandaten))
    if found:
        assert may(found, replace(aankoop, cent=1))
        assert aankoop.cent <= found.tot_cent


def test_above_the_ceiling_somebody_else_with_a_higher_mandaat_agrees_first(w: Wereld) -> None:
    factories.ceiling(500)
    mandaat(w, organisatie_id=w.gids.organisatie_id)
    reservering = reserved(w)
    why = {"reden_boven_plafond": "een lange reis"}
    with pytest.raises(Weigering, match="akkoord"):
        order(w, reservering, **why)
    asked = ask_akkoord(
        w.wie("gids"), interventie_id=reservering.interventie_id, cent=1000, reden="een lange reis"
    )
    with pytest.raises(Weigering, match="nog niemand"):
        decide_akkoord(w.wie("coordinator"), akkoord_id=asked.pk, goed=True)
    mandaat(w, soort="boven_plafond", rol="coordinator", tot_cent=1000)
    with pytest.raises(Weigering, match="zelf"):
        decide_akkoord(w.wie("gids"), akkoord_id=asked.pk, goed=True)
    with pytest.raises(Weigering, match="akkoord"):
        order(w, reservering, **why)
    decide_akkoord(w.wie("coordinator"), akkoord_id=asked.pk, goed=True)
    made = order(w, reservering, **why)
    assert made.akkoord == asked
    assert made.akkoord.beslist_door_id == w.coordinator.medewerker_id


def test_the_database_asks_for_that_consent_too(w: Wereld) -> None:
    plain = order(w, reserved(w))
    own = mandaat(w, organisatie_id=w.gids.organisatie_id)
    free = reserved(w)
    above = {"plafond_cent": 500, "reden_boven_plafond": "daarom", "mandaat": own}
    with pytest.raises(DatabaseError, match="ceiling"), transaction.atomic():
        copied_order(plain, free, **above)
    factories.ceiling(500)
    asked = ask_akkoord(
        w.wie("gids"), interventie_id=free.interventie_id, cent=1000, reden="daarom"
    )
    with pytest.raises(DatabaseError, match="ceiling"), transaction.atomic():
        copied_order(plain, free, akkoord=asked, **above)
    decide = (
        "UPDATE kassier_plafondakkoord SET status = 'gegeven', beslist_op = now(), "
        "beslist_door_id = %s, mandaat_id = %s WHERE id = %s"
    )
    refused_by_database(decide, w.coordinator.medewerker_id, own.pk, asked.pk, match="mandaat")
    higher = mandaat(w, soort="boven_plafond", rol="coordinator", tot_cent=999)
    refused_by_database(decide, w.coordinator.medewerker_id, higher.pk, asked.pk, match="mandaat")
    enough = mandaat(w, soort="boven_plafond", rol="loopbaancoach", tot_cent=1000)
    refused_by_database(decide, w.gids.medewerker_id, enough.pk, asked.pk, match="four_eyes")
    assert Plafondakkoord.objects.get().status == "gevraagd"


def test_a_no_says_why_and_lets_nothing_be_ordered(w: Wereld) -> None:
    factories.ceiling(500)
    mandaat(w, organisatie_id=w.gids.organisatie_id)
    mandaat(w, soort="boven_plafond", rol="coordinator", tot_cent=1000)
    reservering = reserved(w)
    asked = ask_akkoord(
        w.wie("gids"), interventie_id=reservering.interventie_id, cent=1000, reden="x"
    )
    with pytest.raises(Weigering, match="waarom"):
        decide_akkoord(w.wie("coordinator"), akkoord_id=asked.pk, goed=False)
    decide_akkoord(w.wie("coordinator"), akkoord_id=asked.pk, goed=False, toelichting="te duur")
    with pytest.raises(Weigering, match="akkoord"):
        order(w, reservering, reden_boven_plafond="x")
    with pytest.raises(Weigering, match="Ververs"):
        decide_akkoord(w.wie("coordinator"), akkoord_id=asked.pk, goed=True)


def test_an_order_comes_out_of_an_open_reservering_only(w: Wereld) -> None:
    made = order(w, reserved(w))
    used = made.reservering
    for field, value in (("bedrag_cent", 1001), ("interventie_id", factories.granted(w).pk)):
        with pytest.raises(DatabaseError), transaction.atomic():
            copied_order(made, reserved(w), **{field: value})
    used.refresh_from_db()
    with pytest.raises(DatabaseError), transaction.atomic():
        copied_order(made, used)


def test_praktijkleren_is_refused_without_a_reserveringsnummer(w: Wereld) -> None:
    factories.paper_first(RESERVERING)
    interventie = factories.granted(w)
    with pytest.raises(Weigering, match="eerst een reserveringsnummer"):
        commit_verplichting(
            w.wie("gids"),
            interventie_id=interventie.pk,
            bedrag_cent=1000,
            btw="excl",
            aanbieder="ROC",
        )
