"""The regions, gemeenten and partners, as loaded."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ontschot.netwerk import laden
from ontschot.netwerk.models import Gemeente, GemeenteInRegio, Organisatie, Partner, Regio
from ontschot.netwerk.rules import Herindeling, Indeling, apply_herindelingen, reconcile

pytestmark = pytest.mark.django_db


def regio_van(naam: str, day: date) -> str | None:
    link = GemeenteInRegio.objects.filter(gemeente__naam=naam, van__lte=day)
    return link.exclude(tot__lt=day).values_list("regio_id", flat=True).first()


def test_there_are_35_regions_and_every_gemeente_of_2021_lies_in_one() -> None:
    assert Regio.objects.count() == 35
    assert GemeenteInRegio.objects.filter(van=date(2021, 1, 1)).count() == 352


def test_weesp_moves_from_gooi_en_vechtstreek_into_amsterdam_on_the_day_itself() -> None:
    assert regio_van("Weesp", date(2022, 3, 23)) == "AM12"
    assert regio_van("Weesp", date(2022, 3, 24)) is None
    weesp = Gemeente.objects.get(naam="Weesp")
    assert weesp.opgegaan_in is not None
    assert weesp.opgegaan_in.naam == "Amsterdam"
    assert weesp.opgeheven_op == date(2022, 3, 24)


def test_a_gemeente_that_begins_with_a_merger_has_no_link_before_that_day() -> None:
    assert regio_van("Land van Cuijk", date(2021, 12, 31)) is None
    assert regio_van("Land van Cuijk", date(2022, 1, 1)) == "AM27"
    assert regio_van("Cuijk", date(2021, 12, 31)) == "AM27"
    assert regio_van("Cuijk", date(2022, 1, 1)) is None


def test_a_gemeente_that_takes_another_over_goes_on_with_the_link_it_had() -> None:
    assert list(
        GemeenteInRegio.objects.filter(gemeente__naam="Purmerend").values_list("van", "tot")
    ) == [(date(2021, 1, 1), None)]


def test_the_partners_of_rijk_van_nijmegen_are_there_and_the_buyers_have_a_code() -> None:
    assert Partner.objects.filter(regio="AM08").count() == 11
    assert set(Organisatie.objects.filter(mag_inkopen=True).values_list("sleutel", flat=True)) == {
        "gemeente-nijmegen", "werkbedrijf", "uwv", "fnv", "cnv", "vcp",
    }  # fmt: skip


def test_the_regions_of_the_demo_take_part_and_the_others_do_not() -> None:
    assert set(Regio.objects.filter(doet_mee=True).values_list("code", flat=True)) == {
        "AM08", "AM10", "AM11", "AM13", "AM15", "AM33", "AM38",
    }  # fmt: skip


def everything() -> list[list[tuple[object, ...]]]:
    models = [Regio, Gemeente, GemeenteInRegio, Organisatie, Partner]
    return [list(m._default_manager.order_by("pk").values_list()) for m in models]


def test_loading_again_changes_nothing() -> None:
    before = everything()
    laden.load()
    assert everything() == before


def test_loading_asks_the_database_little() -> None:
    with CaptureQueriesContext(connection) as counted:
        laden.load()
    assert len(counted) < 25


def test_loading_again_keeps_what_the_administrator_changed() -> None:
    Regio.objects.filter(code="AM08").update(doet_mee=False)
    Partner.objects.filter(regio="AM08", organisatie__sleutel="vcp").update(tot=date(2024, 12, 31))
    laden.load()
    assert not Regio.objects.get(code="AM08").doet_mee
    assert Partner.objects.get(regio="AM08", organisatie__sleutel="vcp").tot == date(2024, 12, 31)


def test_loading_again_keeps_a_link_that_a_later_list_closed_and_moved() -> None:
    link = GemeenteInRegio.objects.get(gemeente__naam="Mook en Middelaar")
    link.tot = date(2024, 12, 31)
    link.save()
    GemeenteInRegio.objects.create(gemeente=link.gemeente, regio_id="AM29", van=date(2025, 1, 1))
    laden.load()
    assert regio_van("Mook en Middelaar", date(2026, 1, 1)) == "AM29"


def test_the_database_refuses_a_gemeente_in_two_regions_on_one_day() -> None:
    link = GemeenteInRegio.objects.get(gemeente__naam="Wijchen")
    with pytest.raises(IntegrityError), transaction.atomic():
        GemeenteInRegio.objects.create(
            gemeente=link.gemeente, regio_id="AM07", van=date(2024, 1, 1)
        )


A, B = Indeling("A", "AM01", date(2021, 1, 1)), Indeling("B", "AM02", date(2021, 1, 1))


def test_a_merger_of_a_gemeente_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="Onbekend bestaat niet"):
        apply_herindelingen([A], [Herindeling(date(2022, 1, 1), ("Onbekend",), "A", "AM01")])


def test_a_merger_cannot_move_a_gemeente_that_goes_on_to_another_region() -> None:
    with pytest.raises(ValueError, match="AM01, niet in AM02"):
        apply_herindelingen([A, B], [Herindeling(date(2022, 1, 1), ("B",), "A", "AM02")])


def test_a_gemeente_can_merge_twice_whatever_the_order_of_the_list() -> None:
    first = Herindeling(date(2022, 1, 1), ("A",), "C", "AM01")
    second = Herindeling(date(2023, 1, 1), ("C",), "D", "AM01")
    assert apply_herindelingen([A], [second, first]) == apply_herindelingen([A], [first, second])
    c = next(i for i in apply_herindelingen([A], [first, second]) if i.gemeente == "C")
    assert (c.van, c.tot) == (date(2022, 1, 1), date(2022, 12, 31))


def test_reconcile_leaves_no_gemeente_in_two_regions() -> None:
    moved = Indeling("A", "AM05", date(2024, 1, 1))
    ended = Indeling("A", "AM01", date(2021, 1, 1), date(2023, 12, 31))
    todo = reconcile([ended, moved], [A])
    assert todo.sluiten == ()
    assert todo.toevoegen == ()
    late = Indeling("A", "AM07", date(2024, 1, 1) + timedelta(days=30))
    assert reconcile([ended, moved], [late]).toevoegen == ()
