"""Loading the division of the CBS of one day."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from ontschot.netwerk import laden
from ontschot.netwerk.models import Gemeente, GemeenteInRegio, Regio
from ontschot.netwerk.queries import gemeenten_in

pytestmark = pytest.mark.django_db
HEAD = "gemeentecode;gemeentenaam;arbeidsmarktregiocode;peildatum"
DAG = date(2026, 1, 1)


def everything_now(day: str = "2026-01-01", **moved: str) -> list[str]:
    """A whole list as the register stands, with some gemeenten moved or given another name."""
    links = GemeenteInRegio.objects.filter(tot=None).select_related("gemeente")
    return [
        f"{link.gemeente.code or f'GM{9000 + number}'};{link.gemeente.naam};"
        f"{moved.get(link.gemeente.naam, link.regio_id)};{day}"
        for number, link in enumerate(links.order_by("gemeente__naam"))
    ]


def load(path: Path, lines: list[str], head: str = HEAD) -> str:
    path.write_text("\n".join([head, *lines]), "utf-8")
    out = StringIO()
    call_command("netwerk_laad_gebieden", str(path), stdout=out)
    return out.getvalue()


@pytest.fixture
def lijst(tmp_path: Path) -> Path:
    return tmp_path / "gebieden.csv"


def links_of(naam: str) -> list[tuple[str, date, date | None]]:
    found = GemeenteInRegio.objects.filter(gemeente__naam=naam).order_by("van")
    return list(found.values_list("regio_id", "van", "tot"))


def test_a_gemeente_that_moves_ends_the_day_before_and_begins_on_the_day(lijst: Path) -> None:
    said = load(lijst, everything_now(Druten="AM10"))
    assert "2 indelingen veranderd" in said
    assert links_of("Druten") == [
        ("AM08", date(2021, 1, 1), date(2025, 12, 31)),
        ("AM10", DAG, None),
    ]
    assert "Druten" not in [naam for _, naam in gemeenten_in(["AM08"], DAG)]


def test_the_same_list_twice_changes_nothing_and_loading_the_reference_does_not_undo_it(
    lijst: Path,
) -> None:
    lines = everything_now(Druten="AM10")
    load(lijst, lines)
    before = list(GemeenteInRegio.objects.order_by("pk").values_list())
    assert "0 indelingen veranderd" in load(lijst, lines)
    laden.load()
    assert list(GemeenteInRegio.objects.order_by("pk").values_list()) == before


def test_a_gemeente_that_is_not_on_the_list_ends_and_a_new_one_begins(lijst: Path) -> None:
    lines = [line for line in everything_now() if ";Heumen;" not in line]
    load(lijst, [*lines, "GM1999;Nieuw Heumen;AM08;2026-01-01"])
    assert links_of("Heumen")[-1][2] == date(2025, 12, 31)
    assert links_of("Nieuw Heumen") == [("AM08", DAG, None)]


def test_the_addition_of_the_cbs_to_a_name_makes_no_second_gemeente(lijst: Path) -> None:
    lines = [line.replace(";Laren;", ";Laren (NH.);") for line in everything_now()]
    assert "0 indelingen" in load(lijst, lines)
    assert Gemeente.objects.filter(naam__startswith="Laren").count() == 1


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("0268;Nijmegen;AM08;2026-01-01", "Regel 2: gemeentecode “0268” klopt niet"),
        ("GM0268;;AM08;2026-01-01", "Regel 2: gemeente GM0268 heeft geen naam"),
        ("GM0268;Nijmegen;AM04;2026-01-01", "Regel 2: arbeidsmarktregio “AM04” bestaat niet"),
        ("GM0268;Nijmegen;AM08;1 januari", "Regel 2: peildatum “1 januari” is geen datum"),
        ("GM0268", "Regel 2: gemeente GM0268 heeft geen naam"),
    ],
)
def test_a_fault_is_told_with_its_line_and_nothing_changes(
    lijst: Path, line: str, fault: str
) -> None:
    before = list(GemeenteInRegio.objects.order_by("pk").values_list())
    with pytest.raises(CommandError) as refusal:
        load(lijst, [line, *everything_now()])
    assert fault in str(refusal.value)
    assert "niets ingelezen" in str(refusal.value)
    assert refusal.value.returncode == 2
    assert list(GemeenteInRegio.objects.order_by("pk").values_list()) == before


def test_missing_columns_two_days_doubles_and_an_empty_list_are_each_told(lijst: Path) -> None:
    line = "GM0268;Nijmegen;AM08;2026-01-01"
    for head, lines, fault in [
        ("gemeentecode;naam", [line], "deze kolommen missen: gemeentenaam"),
        (HEAD, [line, "GM0252;Heumen;AM08;2026-02-01"], "meer dan één peildatum"),
        (HEAD, [line, line], "Regel 3: gemeente GM0268 staat er twee keer in"),
        (HEAD, [], "De lijst is leeg"),
    ]:
        with pytest.raises(CommandError, match=fault):
            load(lijst, lines, head)


def test_an_older_list_and_another_list_of_the_same_day_are_refused(lijst: Path) -> None:
    load(lijst, everything_now(Druten="AM10"))
    with pytest.raises(CommandError, match="nieuwere lijst"):
        load(lijst, everything_now("2025-01-01"))
    with pytest.raises(CommandError, match="latere dag"):
        load(lijst, everything_now(Druten="AM07"))


def test_a_file_that_is_not_there_or_not_text_is_told_in_dutch(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="niet te lezen"):
        call_command("netwerk_laad_gebieden", str(tmp_path / "weg.csv"))
    (tmp_path / "fout.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CommandError, match="geen UTF-8"):
        call_command("netwerk_laad_gebieden", str(tmp_path / "fout.csv"))


def test_a_region_takes_part_when_the_administrator_says_so() -> None:
    call_command("netwerk_doet_mee", "am01", stdout=StringIO())
    assert Regio.objects.get(code="AM01").doet_mee
    call_command("netwerk_doet_mee", "AM01", "--niet", stdout=StringIO())
    assert not Regio.objects.get(code="AM01").doet_mee
    with pytest.raises(CommandError, match="AM99 bestaat niet"):
        call_command("netwerk_doet_mee", "AM99")
