"""Decisions on money, closed periods, begrotingen and what expires: what moves, what is refused."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from ontschot.kassier.actions import (
    add_fondsregel,
    change_fonds,
    create_fonds,
    decide_budgetbesluit,
    make_delen,
    propose_budgetbesluit,
    refuse_budgetbesluit,
    reserve,
    toekennen,
    withdraw_budgetbesluit,
)
from ontschot.kassier.actions.fondsen import NieuweRegel
from ontschot.kassier.controle import check
from ontschot.kassier.models import (
    Budgetbesluit,
    Fonds,
    Fondsregel,
    Journaalpost,
    Saldo,
)
from ontschot.kassier.queries import fondsregels_for
from ontschot.kassier.rules.budgetbesluiten import Verplaatsing
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.netwerk.models import Organisatie, Regio
from ontschot.netwerk.queries import actor_in_role
from tests.kassier import factories
from tests.kassier.factories import REGIO, Wereld

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
YESTERDAY = timedelta(days=1)


@pytest.fixture
def w(db: None) -> Iterator[Wereld]:
    world = factories.wereld()
    with scope(systeem(REGIO)):
        yield world


def free(regel: Fondsregel) -> int:
    return Saldo.objects.get(fondsregel=regel).beschikbaar_cent


def second_line(w: Wereld) -> Fondsregel:
    return add_fondsregel(
        w.wie("kassier"), fonds_id=w.fonds.pk, code="praktijkleren", omschrijving="Praktijkleren"
    )


def propose(w: Wereld, soort: str, *moves: Verplaatsing, **kwargs: Any) -> Budgetbesluit:
    kwargs = {"fonds_id": w.fonds.pk, "reden": "afgesproken"} | kwargs
    return propose_budgetbesluit(w.wie("kassier"), soort=soort, verplaatsingen=moves, **kwargs)


def decided(w: Wereld, soort: str, *moves: Verplaatsing, **kwargs: Any) -> Budgetbesluit:
    besluit = propose(w, soort, *moves, **kwargs)
    return decide_budgetbesluit(w.wie("kassier_2"), besluit_id=besluit.pk)


def refused(statement: str, *values: Any) -> str:
    """The database itself says no, and the transaction goes on; by the rule of this name."""
    with pytest.raises(DatabaseError) as refusal:
        _run(statement, values)
    diag = getattr(refusal.value.__cause__, "diag", None)
    return getattr(diag, "constraint_name", None) or ""


def _run(statement: str, values: tuple[Any, ...]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


# Deciding.


def test_a_proposal_moves_nothing_and_its_decision_books_both_halves(w: Wereld) -> None:
    other = second_line(w)
    besluit = propose(w, "verschuiving", Verplaatsing(30_000, w.regel.pk, other.pk))
    assert (free(w.regel), free(other)) == (100_000, 0)
    decide_budgetbesluit(w.wie("kassier_2"), besluit_id=besluit.pk)
    assert (free(w.regel), free(other)) == (70_000, 30_000)
    halves = Journaalpost.objects.filter(budgetregel__besluit=besluit).order_by("volgnummer")
    assert [(p.soort, p.cent) for p in halves] == [
        ("verschuiving_uit", 30_000),
        ("verschuiving_in", 30_000),
    ]
    assert check().verschillen == ()


def test_money_is_added_and_taken_back(w: Wereld) -> None:
    decided(w, "toekenning", Verplaatsing(5000, naar_id=w.regel.pk))
    assert free(w.regel) == 105_000
    decided(w, "verlaging", Verplaatsing(105_000, w.regel.pk))
    assert free(w.regel) == 0
    assert check().verschillen == ()


def test_who_proposes_does_not_decide(w: Wereld) -> None:
    besluit = propose(w, "toekenning", Verplaatsing(5000, naar_id=w.regel.pk))
    with pytest.raises(Weigering, match="Een ander"):
        decide_budgetbesluit(w.wie("kassier"), besluit_id=besluit.pk)
    refused(
        "UPDATE kassier_budgetbesluit SET status = 'besloten', besloten_op = now(), "
        "besloten_door_id = voorgesteld_door_id WHERE id = %s",
        besluit.pk,
    )
    assert free(w.regel) == 100_000


def test_the_owner_decides_and_another_partner_does_not(w: Wereld) -> None:
    besluit = propose(w, "toekenning", Verplaatsing(5000, naar_id=w.regel.pk))
    other = actor_in_role(factories.medewerker("fnv", Rolsoort.BELEID))
    with pytest.raises(Weigering, match="eigenaar"):
        decide_budgetbesluit(other, besluit_id=besluit.pk)
    with pytest.raises(Weigering, match="kassier"):
        decide_budgetbesluit(w.wie("coordinator"), besluit_id=besluit.pk)
    owner = actor_in_role(factories.medewerker("gemeente-nijmegen", Rolsoort.BELEID))
    decide_budgetbesluit(owner, besluit_id=besluit.pk)
    assert free(w.regel) == 105_000


def test_a_refused_and_a_withdrawn_proposal_leave_nothing(w: Wereld) -> None:
    entries = Journaalpost.objects.count()
    one = propose(w, "verlaging", Verplaatsing(5000, w.regel.pk))
    with pytest.raises(Weigering, match="waarom"):
        refuse_budgetbesluit(w.wie("kassier_2"), besluit_id=one.pk, toelichting=" ")
    refuse_budgetbesluit(w.wie("kassier_2"), besluit_id=one.pk, toelichting="te veel")
    two = propose(w, "verlaging", Verplaatsing(5000, w.regel.pk))
    with pytest.raises(Weigering, match="wie het voorstelde"):
        withdraw_budgetbesluit(w.wie("kassier_2"), besluit_id=two.pk)
    withdraw_budgetbesluit(w.wie("kassier"), besluit_id=two.pk)
    for besluit in (one, two):
        with pytest.raises(Weigering, match="kan niet meer"):
            decide_budgetbesluit(w.wie("kassier_2"), besluit_id=besluit.pk)
    assert Journaalpost.objects.count() == entries
    assert check().verschillen == ()


def test_deciding_twice_books_once(w: Wereld) -> None:
    besluit = decided(w, "toekenning", Verplaatsing(5000, naar_id=w.regel.pk))
    with pytest.raises(Weigering, match="kan niet meer"):
        decide_budgetbesluit(w.wie("kassier_2"), besluit_id=besluit.pk)
    assert free(w.regel) == 105_000


def test_more_than_is_free_is_refused_when_proposed_and_when_decided(w: Wereld) -> None:
    with pytest.raises(Weigering, match="meer"):
        propose(w, "verlaging", Verplaatsing(100_001, w.regel.pk))
    first = propose(w, "verlaging", Verplaatsing(60_000, w.regel.pk))
    second = propose(w, "verlaging", Verplaatsing(60_000, w.regel.pk))
    decide_budgetbesluit(w.wie("kassier_2"), besluit_id=first.pk)
    with pytest.raises(Weigering, match="vrij"):
        decide_budgetbesluit(w.wie("kassier_2"), besluit_id=second.pk)
    assert free(w.regel) == 40_000
    assert Budgetbesluit.objects.get(pk=second.pk).status == "voorgesteld"


def test_a_joint_fonds_asks_for_the_reference_of_the_beraad(db: None) -> None:
    w = factories.wereld(beslisregel="beraad_gezamenlijk")
    with scope(w.ruim):
        besluit = propose(w, "toekenning", Verplaatsing(5000, naar_id=w.regel.pk))
        with pytest.raises(Weigering, match="Regionaal Beraad"):
            decide_budgetbesluit(w.wie("kassier_2"), besluit_id=besluit.pk)
        done = decide_budgetbesluit(
            w.wie("kassier_2"),
            besluit_id=besluit.pk,
            kenmerk="RB 2026-04, punt 3",
            besluitdatum=TODAY,
        )
    assert (done.kenmerk, done.besluitdatum) == ("RB 2026-04, punt 3", TODAY)


def test_nobody_grants_money_beside_a_budgetbesluit(w: Wereld) -> None:
    grant = {"fondsregel_id": w.regel.pk, "cent": 1, "sleutel": "x", "reden": "x"}
    with pytest.raises(Weigering, match="budgetbesluit"):
        toekennen(w.wie("kassier"), **grant)
    refused(
        "INSERT INTO kassier_journaalpost (regio_id, fonds_id, fondsregel_id, soort, van, naar, "
        "cent, boekdatum, idempotentiesleutel, wie, rol, reden, organisatie, volgnummer, "
        "inhoud_hash, vorige_hash, hash) VALUES (%s, %s, %s, 'toekenning', 'toegekend', "
        "'beschikbaar', 1, current_date, 'x', 'x', 'kassier', '', '', 0, '', '', '')",
        REGIO,
        w.fonds.pk,
        w.regel.pk,
    )


# What the database keeps, whoever asks.

HALF = """
INSERT INTO kassier_journaalpost (regio_id, fonds_id, fondsregel_id, soort, van, naar, cent,
  boekdatum, idempotentiesleutel, wie, rol, reden, organisatie, volgnummer, inhoud_hash,
  vorige_hash, hash, budgetregel_id)
SELECT %s, %s, %s, 'verschuiving_uit', 'beschikbaar', 'toegekend', r.cent + %s, current_date,
  'half', 'x', 'systeem', '', '', 0, '', '', '', r.id
FROM kassier_budgetregel r WHERE r.besluit_id = %s
"""
DECIDE = (
    "UPDATE kassier_budgetbesluit SET status = 'besloten', besloten_op = now(), "
    "besloten_door_id = %s WHERE id = %s"
)


def test_half_a_shift_or_another_amount_cannot_be_booked(w: Wereld) -> None:
    other = second_line(w)
    besluit = propose(w, "verschuiving", Verplaatsing(30_000, w.regel.pk, other.pk))
    line = (REGIO, w.fonds.pk, w.regel.pk)
    by = w.kassier_2.medewerker_id
    as_decided, whole = "kassier_journaalpost_besluit", "kassier_budgetbesluit_geboekt"
    both = f"{DECIDE}; {HALF}"
    assert refused(HALF, *line, 0, besluit.pk) == as_decided  # nobody decided yet
    assert refused(DECIDE, by, besluit.pk) == whole  # decided and not booked
    assert refused(both, by, besluit.pk, *line, 0, besluit.pk) == whole  # one half only
    assert refused(both, by, besluit.pk, *line, 1, besluit.pk) == as_decided  # another amount
    assert (free(w.regel), free(other)) == (100_000, 0)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE kassier_budgetregel SET cent = cent + 1 WHERE besluit_id = %s",
        "DELETE FROM kassier_budgetregel WHERE besluit_id = %s",
        "UPDATE kassier_budgetbesluit SET totaal_cent = totaal_cent + 1 WHERE id = %s",
        "UPDATE kassier_budgetbesluit SET soort = 'verlaging' WHERE id = %s",
        "UPDATE kassier_budgetbesluit SET status = 'ingetrokken' WHERE id = %s",
        "UPDATE kassier_budgetbesluit SET kenmerk = 'later' WHERE id = %s",
        "DELETE FROM kassier_budgetbesluit WHERE id = %s",
        """INSERT INTO kassier_budgetregel (regio_id, besluit_id, naar_id, cent)
        SELECT regio_id, besluit_id, naar_id, 5 FROM kassier_budgetregel WHERE besluit_id = %s""",
    ],
)
def test_what_was_decided_never_changes(w: Wereld, statement: str) -> None:
    besluit = decided(w, "toekenning", Verplaatsing(5000, naar_id=w.regel.pk))
    assert refused(statement, besluit.pk).startswith("kassier_budget")


def test_a_line_added_to_a_proposal_by_the_side_is_seen_when_deciding(w: Wereld) -> None:
    other = second_line(w)
    besluit = propose(w, "toekenning", Verplaatsing(5000, naar_id=w.regel.pk))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kassier_budgetregel (regio_id, besluit_id, naar_id, cent) "
            "VALUES (%s, %s, %s, 5)",
            [REGIO, besluit.pk, other.pk],
        )
    with pytest.raises(Weigering, match="veranderd"):
        decide_budgetbesluit(w.wie("kassier_2"), besluit_id=besluit.pk)


def test_a_line_of_another_fonds_does_not_fit(w: Wereld) -> None:
    elsewhere = factories.wereld()
    for soort, move in [
        ("toekenning", Verplaatsing(1, naar_id=elsewhere.regel.pk)),
        ("verlaging", Verplaatsing(1, elsewhere.regel.pk)),
        ("verschuiving", Verplaatsing(1, w.regel.pk, elsewhere.regel.pk)),
        # Both began on the same day: there is no later one to take it along to.
        ("overheveling", Verplaatsing(1, w.regel.pk, elsewhere.regel.pk)),
        ("verdeling", Verplaatsing(1, w.regel.pk, elsewhere.regel.pk)),
    ]:
        with pytest.raises(Weigering, match="past niet"):
            propose(w, soort, move)


# From one year to the next, and from the country to the regions.


def new_fonds(wie: Actor, sleutel: str, regio: str | None, van: date) -> Fonds:
    return create_fonds(
        wie,
        sleutel=sleutel,
        naam=f"Fonds {sleutel}",
        regio=regio,
        eigenaar_id=Organisatie.objects.get(sleutel="gemeente-nijmegen").pk,
        kassier_id=Organisatie.objects.get(sleutel="uwv").pk,
        beslisregel="eigenaar",
        soort="interventies",
        van=van,
        regels=[
            NieuweRegel("aanvullend", "Aanvullend", 0, "aanvullend"),
            NieuweRegel("praktijkleren", "Praktijkleren", 0, "praktijkleren"),
        ],
    )


def test_what_is_left_goes_along_to_a_later_fonds(w: Wereld) -> None:
    later = new_fonds(systeem(REGIO), "later", REGIO, date(2027, 1, 1))
    line = later.regels.get(code="aanvullend")
    decided(w, "overheveling", Verplaatsing(40_000, w.regel.pk, line.pk))
    assert (free(w.regel), free(line)) == (60_000, 40_000)
    assert check().verschillen == ()


def test_national_money_is_divided_over_the_regions(w: Wereld) -> None:
    codes = tuple(Regio.objects.order_by("code").values_list("code", flat=True))
    everywhere = systeem(*codes)
    with scope(everywhere):
        fonds = new_fonds(everywhere, "landelijk", None, date(2027, 1, 1))
        assert make_delen(w.wie("kassier"), fonds_id=fonds.pk) == 35
        assert make_delen(w.wie("kassier"), fonds_id=fonds.pk) == 0
        source = fonds.regels.get(code="aanvullend")
        toekennen(everywhere, fondsregel_id=source.pk, cent=35_000, sleutel="l", reden="begroting")
        targets = list(Fondsregel.objects.filter(fonds__deel_van=fonds, code="aanvullend"))
        wrong = Fondsregel.objects.filter(fonds__deel_van=fonds, code="praktijkleren")[0]
    moves = [Verplaatsing(1000, source.pk, target.pk) for target in targets]
    with pytest.raises(Weigering, match="past niet"):
        propose(w, "verdeling", Verplaatsing(1, source.pk, wrong.pk), fonds_id=fonds.pk)
    decided(w, "verdeling", *moves, fonds_id=fonds.pk)
    interventie = factories.granted(w)
    # Nobody reserves from the whole: neither the action nor the database beside it.
    rule = refused(
        "INSERT INTO kassier_reservering (regio_id, interventie_id, fondsregel_id, cent, status, "
        "boekdatum, gemaakt_op, kandidaat_sleutel, reden_vrijgave, beraadsbesluit) VALUES "
        f"('AM08', {interventie.pk}, {source.pk}, 100, 'open', now(), now(), 'x', '', '')"
    )
    assert rule == "kassier_reservering_deel"
    with scope(everywhere):
        assert {free(target) for target in targets} == {1000}
        assert free(source) == 0
        assert check().verschillen == ()
        # What is divided is spent from the part of the region, not from the whole.
        lines = fondsregels_for(REGIO, "aanvullend", date(2027, 2, 1))
        assert source not in lines
        assert any(line in targets for line in lines)
    far = actor_in_role(factories.medewerker("fnv", Rolsoort.KASSIER, regio="AM10"))
    with pytest.raises(Weigering, match="landelijk"):
        propose_budgetbesluit(
            far, fonds_id=fonds.pk, soort="verdeling", reden="x", verplaatsingen=moves
        )


# Closing and opening.


def test_a_closed_period_refuses_everything_of_those_days(w: Wereld) -> None:
    interventie = factories.granted(w)
    until = timezone.localdate() - YESTERDAY
    decided(w, "periode_sluiten", tot_dag=until)
    order = {"interventie_id": interventie.pk, "fondsregel_id": w.regel.pk, "cent": 1000}
    with pytest.raises(Weigering, match="afgesloten"):
        reserve(w.wie("coordinator"), **order, dag=until)
    for rol in ("systeem", "kassier"):
        by = refused(
            "INSERT INTO kassier_journaalpost (regio_id, fonds_id, fondsregel_id, soort, van, naar,"
            " cent, boekdatum, idempotentiesleutel, wie, rol, reden, organisatie, volgnummer,"
            " inhoud_hash, vorige_hash, hash) VALUES (%s, %s, %s, 'toekenning', 'toegekend',"
            " 'beschikbaar', 1, %s, 'x', 'x', %s, '', '', 0, '', '', '')",
            REGIO,
            w.fonds.pk,
            w.regel.pk,
            until,
            rol,
        )
        assert by in ("kassier_journaalpost_zzz_periode", "kassier_journaalpost_besloten")
    refused("UPDATE kassier_fonds SET gesloten_tot = NULL WHERE id = %s", w.fonds.pk)
    reserve(w.wie("coordinator"), **order)
    assert check().verschillen == ()


def test_reopening_a_period_is_a_decision_of_two(w: Wereld) -> None:
    interventie = factories.granted(w)
    until = timezone.localdate() - YESTERDAY
    with pytest.raises(Weigering, match="geen periode gesloten"):
        propose(w, "periode_heropenen")
    decided(w, "periode_sluiten", tot_dag=until)
    with pytest.raises(Weigering, match="al gesloten"):
        propose(w, "periode_sluiten", tot_dag=until)
    decided(w, "periode_heropenen", tot_dag=until - YESTERDAY)
    reserve(
        w.wie("coordinator"),
        interventie_id=interventie.pk,
        fondsregel_id=w.regel.pk,
        cent=1000,
        dag=until,
    )
    assert Fonds.objects.get(pk=w.fonds.pk).gesloten_tot == until - YESTERDAY


def test_a_period_that_is_not_over_cannot_be_closed(w: Wereld) -> None:
    with pytest.raises(Weigering, match="voorbij"):
        propose(w, "periode_sluiten", tot_dag=timezone.localdate())


def test_a_closed_fonds_takes_no_new_money_and_reserves_nothing(w: Wereld) -> None:
    order = factories.ordered(w)
    interventie = factories.granted(w)
    decided(w, "fonds_sluiten")
    with pytest.raises(Weigering, match="gesloten"):
        decided(w, "toekenning", Verplaatsing(5000, naar_id=w.regel.pk))
    reservation = {"interventie_id": interventie.pk, "fondsregel_id": w.regel.pk, "cent": 1000}
    with pytest.raises(Weigering, match="gesloten"):
        reserve(w.wie("coordinator"), **reservation)
    refused("UPDATE kassier_fonds SET status = 'open' WHERE id = %s", w.fonds.pk)
    # What is left may go away, and what was ordered stays.
    decided(w, "verlaging", Verplaatsing(1000, w.regel.pk))
    assert order.status == "open"
    with pytest.raises(Weigering, match="staat al zo"):
        decided(w, "fonds_sluiten")
    decided(w, "fonds_heropenen")
    reserve(w.wie("coordinator"), **reservation)
    assert check().verschillen == ()


# The fonds itself.


def test_what_money_hangs_on_stays_and_the_rest_can_change(w: Wereld) -> None:
    kassier = w.wie("kassier")
    change_fonds(kassier, fonds_id=w.fonds.pk, naam="Andere naam", tot=date(2030, 1, 1))
    assert Fonds.objects.get(pk=w.fonds.pk).naam == "Andere naam"
    with pytest.raises(Weigering, match="niets veranderd"):
        change_fonds(kassier, fonds_id=w.fonds.pk, naam="Andere naam")
    with pytest.raises(Weigering, match="al geld geboekt"):
        change_fonds(kassier, fonds_id=w.fonds.pk, beslisregel="beraad_gezamenlijk")
    with pytest.raises(Weigering, match="rol"):
        change_fonds(w.wie("gids"), fonds_id=w.fonds.pk, naam="x")
    empty = factories.wereld(0)
    change_fonds(kassier, fonds_id=empty.fonds.pk, beslisregel="beraad_gezamenlijk")
    change_fonds(kassier, fonds_id=empty.fonds.pk, voorwaarden="Alleen met advies.")


def test_other_conditions_are_a_decision_of_two(w: Wereld) -> None:
    with pytest.raises(Weigering, match="stel je voor bij Budgetbesluiten"):
        change_fonds(w.wie("kassier"), fonds_id=w.fonds.pk, voorwaarden="Alles mag.")
    refused("UPDATE kassier_fonds SET voorwaarden = 'x' WHERE id = %s", w.fonds.pk)
    made = propose(w, "voorwaarden", voorwaarden="Alleen met advies.")
    assert Fonds.objects.get(pk=w.fonds.pk).voorwaarden == ""
    with pytest.raises(Weigering, match="voorstel zelf"):
        decide_budgetbesluit(w.wie("kassier"), besluit_id=made.pk)
    refused("UPDATE kassier_budgetbesluit SET voorwaarden = 'x' WHERE id = %s", made.pk)
    decide_budgetbesluit(w.wie("kassier_2"), besluit_id=made.pk)
    assert Fonds.objects.get(pk=w.fonds.pk).voorwaarden == "Alleen met advies."
    with pytest.raises(Weigering, match="niets veranderd"):
        propose(w, "voorwaarden", voorwaarden="Alleen met advies.")
    assert check().verschillen == ()
