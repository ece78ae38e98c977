"""Which rule holds on which day."""

from datetime import date

import pytest

from ontschot.regelingen import queries
from ontschot.regelingen.models import Eerstverantwoordelijke

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2021, 3, 24), None),
        (date(2021, 3, 25), "rmt-2021"),
        (date(2022, 12, 27), "rmt-2021"),
        (date(2022, 12, 28), "rmt-2023"),
        (date(2024, 12, 31), "rmt-2023"),
        (date(2025, 1, 1), "werkcentrum-2025"),
    ],
)
def test_a_regeling_holds_from_its_first_to_its_last_day(day: date, code: str | None) -> None:
    found = queries.regeling_op(day)
    assert (found.code if found else None) == code


def test_a_ceiling_holds_only_as_long_as_its_regeling() -> None:
    plafond = queries.plafond_op("scholing_beroep", date(2022, 12, 27))
    assert plafond is not None
    assert (plafond.bedrag_cent, plafond.btw) == (500_000, "incl")
    assert queries.plafond_op("scholing_beroep", date(2022, 12, 28)) is None
    assert queries.plafond_op("scholing_beroep", date(2021, 3, 24)) is None


def test_durations_and_documents_hold_only_as_long_as_their_regeling() -> None:
    grens = queries.duurgrens_op("werkfitplek", date(2022, 1, 1))
    assert grens is not None
    assert (grens.maximaal_maanden, grens.stap_maanden) == (9, 3)
    assert len(queries.documenten_op("praktijkverklaring", date(2022, 1, 1))) == 5
    assert queries.documenten_op("praktijkverklaring", date(2023, 1, 1)) == []


def test_who_answers_first_for_each_doelgroep() -> None:
    assert queries.eerstverantwoordelijke_for("werknemer") == "vakbond"
    assert queries.eerstverantwoordelijke_for("ag") == "uwv"
    assert queries.eerstverantwoordelijke_for("zelfstandige") == "gemeente"
    with pytest.raises(Eerstverantwoordelijke.DoesNotExist):
        queries.eerstverantwoordelijke_for("verzonnen")


def test_an_unknown_code_is_shown_as_it_is_and_not_lost() -> None:
    assert queries.labels_of([("opleiding", "mbo2"), ("sector", "weg")]) == {
        ("opleiding", "mbo2"): "Mbo niveau 2",
        ("sector", "weg"): "weg",
    }


def test_the_overview_asks_a_fixed_number_of_questions(count_queries) -> None:
    with count_queries() as counted:
        found = queries.overview(date(2026, 1, 1))
    assert counted.aantal <= 8
    assert [o.regeling.code for o in found] == ["werkcentrum-2025", "rmt-2023", "rmt-2021"]
    assert [o.geldt_nu for o in found] == [True, False, False]
    assert [o.weet_bedragen for o in found] == [False, False, True]
