"""A report beside the begroting, with the costs of the organisation, and closed where it should."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ontschot.kassier import actions
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import scope
from ontschot.netwerk.models import Rol
from ontschot.netwerk.queries import actor_in_role
from ontschot.verantwoording.actions import make_verslag
from ontschot.verantwoording.models import Verslag
from ontschot.verantwoording.queries import behind, page_of, sum_behind
from ontschot.verantwoording.rules import Cijfers, same_counts
from ontschot.verantwoording.uitvoer import as_pdf, as_xlsx
from ontschot.web.format import AMSTERDAM
from tests.kassier import factories, kosten
from tests.kassier.kosten import Kostenwereld
from tests.klok import op

pytestmark = pytest.mark.django_db

# What a copy of a report does not take over.
OWN = ("id", "cijfers", "peil")


@pytest.fixture
def w(db: None) -> Kostenwereld:
    return kosten.kostenwereld(100_000)


def report(w: Kostenwereld, **facts: object) -> Verslag:
    today = timezone.localdate()
    asked = {"van": date(today.year, 1, 1), "tot": today, "fonds_id": w.fonds.pk} | facts
    return make_verslag(w.wie("kassier"), **asked)  # type: ignore[arg-type]


def new_version(w: Kostenwereld, cent: int) -> None:
    with scope(w.ruim):
        made = actions.draft_begroting(
            w.wie("kassier"),
            fonds_id=w.fonds.pk,
            cents=dict.fromkeys(w.regels.values(), cent),
            reden="nieuwe prijzen",
        )
        actions.fix_begroting(w.wie("kassier_2"), begroting_id=made.pk)


def test_the_begroting_of_that_day_stands_beside_budget_and_realisation(w: Kostenwereld) -> None:
    with scope(w.ruim):
        kosten.ingediend(w, 30_000)
        before = report(w)
    new_version(w, 20_000)
    after = report(w)
    with scope(w.ruim):
        first, second = page_of(before), page_of(after)
        assert (first.gelijk, second.gelijk) == (True, True)
        row = {r.naam: r for r in first.begroting}["Communicatiekosten"]
        assert (row.begroot_cent, row.budget_cent, row.realisatie_cent) == (
            100_000,
            100_000,
            30_000,
        )
        later = {r.naam: r for r in second.begroting}["Communicatiekosten"]
        assert (later.begroot_cent, later.verschil_cent) == (20_000, -10_000)
        assert second.begroot_samen.begroot_cent == 40_000
        assert as_xlsx(second).startswith(b"PK")
        assert as_pdf(second).startswith(b"%PDF")


def test_a_version_that_was_fixed_after_the_last_day_does_not_count(w: Kostenwereld) -> None:
    new_version(w, 20_000)
    yesterday = timezone.localdate() - timedelta(days=1)
    with scope(w.ruim):
        found = page_of(report(w, van=yesterday.replace(month=1, day=1), tot=yesterday))
        assert found.begroot_samen.begroot_cent == 200_000


def test_the_database_refuses_a_report_with_another_begroting_or_other_cells(
    w: Kostenwereld,
) -> None:
    with scope(w.ruim):
        kosten.ingediend(w, 30_000)
    made = report(w)
    new_version(w, 20_000)

    def kept_with(cijfers: dict[str, Any]) -> str:
        """The name of the rule that refuses this report, written beside the application."""
        columns = [f.column for f in Verslag._meta.concrete_fields if f.column not in OWN]
        with (
            scope(w.ruim),
            connection.cursor() as cursor,
            pytest.raises(IntegrityError) as refused,
            transaction.atomic(),
        ):
            cursor.execute(
                f"INSERT INTO verantwoording_verslag (cijfers, peil, {', '.join(columns)})"
                f" SELECT %s, clock_timestamp(), {', '.join(columns)}"
                f" FROM verantwoording_verslag WHERE id = {made.pk}",
                [json.dumps(cijfers)],
            )
        assert isinstance(refused.value.__cause__, psycopg.Error)
        return str(refused.value.__cause__.diag.constraint_name)

    now = report(w).cijfers
    line = next(iter(now["begroot"]))
    assert now["begroot"] != made.cijfers["begroot"]
    begroting, cells = "verantwoording_verslag_begroting", "verantwoording_verslag_cellen"
    # What held yesterday, one cent more, a line left out, or no begroting at all.
    for wrong in (
        made.cijfers["begroot"],
        now["begroot"] | {line: 20_001},
        {key: cent for key, cent in now["begroot"].items() if key != line},
        {},
        None,
    ):
        assert kept_with(now | {"begroot": wrong}) == begroting
    # Two cells that change places, one that is told twice, and an older way of counting.
    first, *rest = now["cellen"]
    other = [*first[:3], "verlaging", *first[4:]]
    for wrong_cells in ([other, *rest], [first, first, *rest], rest, []):
        assert kept_with(now | {"cellen": wrong_cells}) == cells
    # The costs under another partner, under nobody, or with a gemeente that they do not have.
    costs = next(cell for cell in now["cellen"] if cell[1])
    for place, value in ((1, str(w.kassier.organisatie_id)), (1, ""), (2, "1"), (2, "")):
        moved = [*costs[:place], value, *costs[place + 1 :]]
        assert moved != costs
        wrong_place = [moved if cell == costs else cell for cell in now["cellen"]]
        assert kept_with(now | {"cellen": wrong_place}) == cells
    assert kept_with(now | {"telling": 1}) == cells


def test_costs_stand_under_the_partner_that_advanced_them(w: Kostenwereld) -> None:
    with scope(w.ruim):
        line = kosten.betaald(w, 3000).regels.get()
        asked = kosten.teruggevraagd(w, line, 1000)
        actions.settle_terugvordering(
            w.wie("kassier"), terugvordering_id=asked.pk, cent=1000, sleutel="b"
        )
        made = report(w)
        pagina = page_of(made)
        (row,) = pagina.partners
        assert (row.naam, row.stand.stand["betaald"]) == ("WerkBedrijf Rijk van Nijmegen", 2000)
        (where,) = pagina.gemeenten
        assert where.naam == "Kosten van de organisatie"
        for rij in (row, where):
            naam, _, waarde = rij.query.removeprefix("?").partition("=")
            found, _ = behind(made, {naam: waarde, "rekening": "betaald"})
            assert sum_behind(found, "betaald") == 2000


def test_a_report_that_was_kept_before_is_counted_in_its_own_way(w: Kostenwereld) -> None:
    with scope(w.ruim):
        kosten.ingediend(w, 3000)
        made = report(w)
        now = Cijfers.from_json(made.cijfers)
        old = dict(made.cijfers)
        old["cellen"] = [[row[0], "", "", *row[3:]] for row in old["cellen"]]
        del old["telling"], old["begroot"], old["dubbel"]
        made.cijfers = old
        pagina = page_of(made)
        assert (pagina.gelijk, pagina.begroting, pagina.partners) == (True, (), ())
        assert not same_counts(now, Cijfers.from_json(old))


def test_the_database_closes_a_national_report_to_others(w: Kostenwereld) -> None:
    stranger = actor_in_role(factories.medewerker("fnv", Rolsoort.KASSIER))
    # Begins on a day to come, and ended on the day before it: seen in the first half hour of it.
    today = date(2090, 7, 2)
    keeper = w.kassier.organisatie.sleutel
    begins, ended = (factories.medewerker(keeper, Rolsoort.KASSIER) for _ in range(2))
    Rol.objects.filter(pk=begins.pk).update(van=today)
    Rol.objects.filter(pk=ended.pk).update(tot=date(2090, 7, 1))
    with scope(w.ruim):
        national = factories.create_fonds(
            w.ruim,
            sleutel="landelijk-gesloten",
            naam="Landelijk",
            regio=None,
            eigenaar_id=w.kassier.organisatie_id,
            kassier_id=w.kassier.organisatie_id,
            beslisregel="eigenaar",
            soort="interventies",
            van=date(2020, 1, 1),
            regels=[factories.NieuweRegel("alles", "Alles", 0)],
        )
    made = report(w, fonds_id=national.pk)
    count = f"SELECT count(*) FROM verantwoording_verslag WHERE id = {made.pk}"
    seen = []
    for who in (stranger, w.wie("elders"), w.wie("kassier"), w.wie("werkbedrijf")):
        with transaction.atomic(), scope(who), connection.cursor() as cursor:
            cursor.execute(count)
            seen.append(cursor.fetchone()[0])
    assert seen == [0, 0, 1, 0]
    with op(datetime(2090, 7, 2, 0, 30, tzinfo=AMSTERDAM)):
        for role in (begins, ended):
            with scope(actor_in_role(role)), connection.cursor() as cursor:
                cursor.execute(count)
                seen.append(cursor.fetchone()[0])
    assert seen[4:] == [1, 0]
