"""The rules of the regelingen, as loaded."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ontschot.regelingen import laden, models
from tests.refusal import refused_change

pytestmark = pytest.mark.django_db

TABLES = [
    models.Regeling,
    models.Rubriek,
    models.Interventiesoort,
    models.Doelgroep,
    models.Situatiesoort,
    models.Voorrang,
    models.Overlap,
    models.Eerstverantwoordelijke,
    models.Plafond,
    models.Duurgrens,
    models.Documenteis,
    models.Adviescriterium,
    models.Codewaarde,
]


def everything() -> list[list[tuple[object, ...]]]:
    return [list(m._default_manager.order_by("pk").values_list()) for m in TABLES]


def test_every_list_has_its_rows() -> None:
    assert [m._default_manager.count() for m in TABLES] == [
        3, 3, 13, 8, 12, 8, 20, 8, 13, 6, 15, 25, 33,
    ]  # fmt: skip


def test_no_doelgroep_wins_over_itself() -> None:
    pair = models.Voorrang.objects.order_by("pk")[0]
    rule = refused_change(pair, wint_van=pair.doelgroep_id)
    assert rule == "regelingen_voorrang_not_itself"


def test_loading_again_changes_nothing_not_even_a_key() -> None:
    before = everything()
    laden.load()
    assert everything() == before


def test_loading_asks_the_database_little() -> None:
    with CaptureQueriesContext(connection) as counted:
        laden.load()
    assert len(counted) < 40


def test_a_pair_or_amount_that_left_the_file_goes_and_a_changed_one_changes() -> None:
    models.Plafond.objects.filter(interventiesoort="jobcoaching").update(bedrag_cent=1)
    models.Documenteis.objects.create(
        regeling_id="rmt-2021", interventiesoort_id="matching", naam="Verzonnen document"
    )
    laden.load()
    assert models.Plafond.objects.get(interventiesoort="jobcoaching").bedrag_cent == 300_000
    assert not models.Documenteis.objects.filter(naam="Verzonnen document").exists()


def test_a_pair_of_doelgroepen_is_written_once_whatever_its_order() -> None:
    for a, b in [("ag", "nug"), ("nug", "ag")]:
        with pytest.raises(IntegrityError), transaction.atomic():
            models.Overlap.objects.create(a_id=a, b_id=b)
