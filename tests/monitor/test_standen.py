"""What stands beside the rows of a levering is what the rows say, and nothing slips in later."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.http import QueryDict
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from ontschot.kern.scope import scope
from ontschot.monitor import queries, tellen
from ontschot.monitor.db import CODEKOLOMMEN
from ontschot.monitor.definities import TABELLEN
from ontschot.monitor.models import Levering, Leveringsrij, Leveringsstand, Monitorcode
from ontschot.monitor.selectie import Selectie
from tests.monitor.factories import actor, alles, csv_bestand, lever
from tests.trajecten import factories as trajecten

pytestmark = pytest.mark.django_db
JAAR = Selectie("nederland", None, "2023", date(2023, 1, 1), date(2023, 12, 31))


def _do(statement: str, *params: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)


def _from_rows(selectie: Selectie, dimensie: str) -> dict[str, tuple[int, int]]:
    """Counted in Python, row by row."""
    found: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for rij in queries.counted(selectie):
        waarde = f"{rij.geldig_op:%Y-%m}" if dimensie == "maand" else getattr(rij, dimensie)
        aantal, cent = found[str(waarde)]
        found[str(waarde)] = (aantal + 1, cent + rij.kosten_cent)
    return dict(found)


def _from_lines(selectie: Selectie, dimensie: str) -> dict[str, tuple[int, int]]:
    found = tellen.lines(selectie, (*TABELLEN, "regio"))
    return {w: (n, cent) for _, tabel, w, n, cent, _ in found if tabel == dimensie}


rijen = st.lists(
    st.fixed_dictionaries(
        {
            "regio": st.sampled_from(["AM08", "AM10", "AM11"]),
            "datum": st.dates(date(2023, 1, 1), date(2023, 4, 30)).map(date.isoformat),
            "interventie": st.sampled_from(["matching", "mbo_diploma", "scholing_beroep"]),
            "doelgroep": st.sampled_from(["werknemer", "ww", "nug"]),
            "inkopende_partij": st.sampled_from(["uwv", "fnv", "vcp"]),
            "eerstverantwoordelijke": st.sampled_from(["uwv", "vakbond"]),
            "kosten": st.integers(0, 10**6).map(lambda cent: f"{cent / 100:.2f}"),
        }
    ),
    min_size=1,
    max_size=12,
)
dagen = st.dates(date(2022, 12, 1), date(2023, 6, 1))
regios = st.sampled_from([None, ("AM08",), ("AM08", "AM11")])
cellen = st.sampled_from(
    [{}, {"regio": "AM10"}, {"maand": "2023-02"}, {"doelgroep": "ww"}, {"bron": "levering"}]
)


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


selecties = st.builds(
    lambda van, dagen, regios, cel: Selectie(
        "x", regios, "2023", van, van + timedelta(days=dagen), cel=cel
    ),
    dagen,
    st.integers(0, 150),
    regios,
    cellen,
)


@settings(max_examples=5)
@given(rijen, rijen, st.lists(selecties, min_size=3, max_size=3))
def test_standen_say_of_every_selection_what_its_rows_say(
    eerste: Any, tweede: Any, gevraagd: list[Selectie]
) -> None:
    with _undone(), scope(alles()):
        lever(csv_bestand(*eerste))
        lever(csv_bestand(*[{"id": f"B{n}", **rij} for n, rij in enumerate(tweede)]), bron="B")
        for selectie in gevraagd:
            for dimensie in ("doelgroep", "rubriek", "eigen_andere", "maand", "regio_id"):
                tabel = "regio" if dimensie == "regio_id" else dimensie
                assert _from_lines(selectie, tabel) == _from_rows(selectie, dimensie)
            assert queries.count(selectie) == queries.counted(selectie).count()


def test_the_count_of_every_cell_is_the_number_of_its_rows() -> None:
    lever(csv_bestand({}, {"doelgroep": "ww", "regio": "AM10"}, {"datum": "2023-02-03"}))
    with scope(alles()):
        for naam, tabel in queries.rapport(JAAR).tabellen.items():
            for regel in tabel.regels:
                cel = replace(JAAR, cel={naam: regel.waarde})
                assert queries.count(cel) == queries.counted(cel).count() == regel.aantal


def test_the_newest_rows_of_all_months_are_shown_first_and_the_rest_behind_them() -> None:
    dagen = ["2023-01-09", "2023-03-05", "2023-02-11", "2023-03-02"]
    lever(csv_bestand(*[{"datum": dag} for dag in dagen]))
    with scope(alles()):
        eerste = queries.rows(JAAR, QueryDict(""), size=3)
        assert [rij.geldig_op.isoformat() for rij in eerste.rows] == [
            "2023-03-05", "2023-03-02", "2023-02-11",
        ]  # fmt: skip
        tweede = queries.rows(JAAR, QueryDict(eerste.next.lstrip("?")), size=3)
        assert [rij.regel for rij in tweede.rows] == [2]
        assert not queries.rows(JAAR, QueryDict(""), size=9).next
        for cel in ({"doelgroep": "werknemer"}, {"rubriek": "aanvullend"}, {"bron": "levering"}):
            narrowed = queries.rows(replace(JAAR, cel=cel), QueryDict(""), size=2)
            assert [rij.regel for rij in narrowed.rows] == [3, 5]


@settings(max_examples=6)
@given(
    st.lists(st.dates(date(2023, 1, 20), date(2023, 4, 10)), min_size=1, max_size=30),
    st.sampled_from([{}, {"maand": "2023-02"}, {"doelgroep": "werknemer", "geslacht": "vrouw"}]),
)
def test_page_after_page_and_back_shows_every_row_once(dagen: list[date], cel: Any) -> None:
    """However few days are looked at first, and also where the period cuts through a month."""
    selectie = replace(JAAR, van=date(2023, 1, 25), cel=cel)
    with _undone(), scope(alles()):
        lever(csv_bestand(*[{"datum": dag.isoformat(), "geslacht": "vrouw"} for dag in dagen]))
        alle = [rij.sleutel for rij in queries.counted(selectie).order_by("-geldig_op", "-sleutel")]
        pages = [queries.rows(selectie, QueryDict(""), size=3)]
        while pages[-1].next:
            pages.append(queries.rows(selectie, QueryDict(pages[-1].next.lstrip("?")), size=3))
        assert [rij.sleutel for page in pages for rij in page.rows] == alle
        for earlier, later in pairwise(pages):
            back = queries.rows(selectie, QueryDict(later.previous.lstrip("?")), size=3)
            assert [rij.sleutel for rij in back.rows] == [rij.sleutel for rij in earlier.rows]


def test_the_rows_of_a_page_are_looked_for_in_a_few_days_and_then_in_all() -> None:
    dagen = [date(2023, 3, day) for day in range(1, 31)]
    lever(csv_bestand(*[{"datum": dag.isoformat()} for dag in dagen for _ in range(3)]))
    with scope(alles()):
        for back in (True, False):
            parts = tellen.windows(JAAR, 3, date(2023, 3, 15), back=back)
            days = [queries.counted(JAAR).filter(part).values("geldig_op") for part in parts]
            # Twelve rows lie in four days, one day more for what was shown; 120 rows are too many.
            assert [part.distinct().count() for part in days] == [6, 15 if back else 16]


def test_own_and_delivered_rows_stand_in_one_report() -> None:
    gids = actor("gids")
    with scope(gids):
        gekocht = trajecten.committed(gids)
    day = timezone.localdate(gekocht.verplicht_op)
    lever(csv_bestand({"datum": day.isoformat(), "kosten": "1.00"}))
    selectie = replace(JAAR, van=date(day.year, 1, 1), tot=date(day.year, 12, 31))
    with scope(alles()):
        assert queries.rapport(selectie).kosten_cent == gekocht.kosten_cent + 100
        assert queries.rapport(replace(selectie, bron="eigen")).aantal == 1
        assert queries.rapport(replace(selectie, bron="levering")).kosten_cent == 100


# What the database itself keeps, beside the application.

RIJ = (
    "INSERT INTO monitor_leveringsrij (levering_id, regel, extern_id, regio_id, datum, interventie,"
    " doelgroep, geslacht, kwalificatie, sector, inkopende_partij, eerstverantwoordelijke,"
    " kosten_cent) VALUES (%s, 2, 'X', %s, '2023-06-12', %s, 0, 0, 0, 0, 0, 0, 100)"
)
STAND = (
    "INSERT INTO monitor_leveringsstand (levering_id, regio_id, maand, tabel, waarde, aantal,"
    " kosten_cent) SELECT %s, 'AM08', '2023-06-01', tabel, 'x', %s, %s"
    " FROM unnest(%s::text[]) AS t(tabel)"
)
SEAL = (
    "UPDATE monitor_levering SET status = 'geladen', eerste_dag = '2023-06-12',"
    " laatste_dag = '2023-06-12' WHERE id = %s"
)


def _reading() -> int:
    """A levering that is being read: one row was announced, nothing is in yet."""
    lever(csv_bestand({"id": "Eerder"}))
    old = Levering.objects.get()
    old.pk, old.sha256, old.bron_naam, old.status = None, "anders", "Ander", "bezig"
    old.eerste_dag = old.laatste_dag = None
    old.save(force_insert=True)
    return int(old.pk)


def test_a_levering_is_sealed_when_rows_and_standen_agree() -> None:
    with scope(alles()):
        pk = _reading()
        _do(RIJ, pk, "AM08", 0)
        _do(STAND, pk, 1, 100, list(tellen.STANDTABELLEN))
        _do(SEAL, pk)
        with pytest.raises(ProgrammingError, match="row-level security"):
            _do(RIJ.replace("'X'", "'Y'"), pk, "AM08", 0)
        with pytest.raises(ProgrammingError, match="row-level security"):
            _do(STAND.replace("'x'", "'y'"), pk, 1, 100, ["sector"])


@pytest.mark.parametrize(
    ("rij", "stand", "melding"),
    [
        (("AM08", 50), (1, 100, tellen.STANDTABELLEN), "row-level security"),
        (("AM08", -1), (1, 100, tellen.STANDTABELLEN), "row-level security"),
        (("AM08", 0), (2, 100, tellen.STANDTABELLEN), "standen"),
        (("AM08", 0), (1, 99, tellen.STANDTABELLEN), "standen"),
        (("AM08", 0), (1, 100, tellen.STANDTABELLEN[1:]), "standen"),
        (("AM10", 0), (1, 100, tellen.STANDTABELLEN), "standen"),
        (("XX", 0), (1, 100, tellen.STANDTABELLEN), "row-level security"),
        (None, (1, 100, tellen.STANDTABELLEN), "number"),
    ],
)
def test_a_levering_that_does_not_add_up_is_not_sealed(rij: Any, stand: Any, melding: str) -> None:
    with scope(alles()):
        pk = _reading()
        with pytest.raises((IntegrityError, ProgrammingError), match=melding):
            _fill_and_seal(pk, rij, stand)


def _fill_and_seal(pk: int, rij: Any, stand: Any) -> None:
    aantal, cent, tabellen = stand
    if rij:
        _do(RIJ, pk, *rij)
    _do(STAND, pk, aantal, cent, list(tabellen))
    _do(SEAL, pk)


def test_a_region_that_does_not_exist_is_not_sealed_whoever_brings_it() -> None:
    landelijk = replace(alles(), rol="monitor")
    with scope(alles()):
        pk = _reading()
    with scope(landelijk):
        _do(RIJ, pk, "XX", 0)
        _do(STAND.replace("'AM08'", "'XX'"), pk, 1, 100, list(tellen.STANDTABELLEN))
        with pytest.raises(IntegrityError, match="not known"):
            _do(SEAL, pk)


@pytest.mark.parametrize("kolom", CODEKOLOMMEN)
def test_each_code_of_a_row_is_a_number_that_its_column_has(kolom: str) -> None:
    with scope(alles()):
        pk = _reading()
        _do(RIJ, pk, "AM08", 0)
        copied = (
            "INSERT INTO monitor_leveringsrij SELECT (jsonb_populate_record(r,"
            f" jsonb_build_object('extern_id', %s::text, '{kolom}', %s::int))).*"
            " FROM monitor_leveringsrij r WHERE levering_id = %s"
        )
        highest = Monitorcode.objects.filter(soort=kolom).count() - 1
        _do(copied, "hoogste", highest, pk)
        for wrong in (highest + 1, -1):
            with pytest.raises(ProgrammingError, match="row-level security"):
                _do(copied, "fout", wrong, pk)


@pytest.mark.parametrize("nummer", [0, 40])
def test_the_numbers_of_codes_follow_each_other(nummer: int) -> None:
    lever(csv_bestand({}))
    with pytest.raises(IntegrityError, match="follow each other"):
        _do("INSERT INTO monitor_monitorcode VALUES ('geslacht', %s, 'nieuw')", nummer)
    _do("INSERT INTO monitor_monitorcode SELECT soort, count(*), 'nieuw'"
        " FROM monitor_monitorcode WHERE soort = 'geslacht' GROUP BY soort")  # fmt: skip


@pytest.mark.parametrize("cent", ["-1", "100000001"])
def test_an_amount_lies_between_nothing_and_a_million_euros(cent: str) -> None:
    with scope(alles()):
        pk = _reading()
        with pytest.raises(IntegrityError, match="monitor_leveringsrij_kosten"):
            _do(RIJ.replace("100)", f"{cent})"), pk, "AM08", 0)


def test_an_id_stands_once_in_a_levering() -> None:
    with scope(alles()):
        pk = _reading()
        _do(RIJ, pk, "AM08", 0)
        with pytest.raises(IntegrityError, match="monitor_leveringsrij_pkey"):
            _do(RIJ, pk, "AM10", 0)


def test_a_levering_cannot_be_left_unsealed() -> None:
    with scope(alles()):
        _reading()
        with pytest.raises(IntegrityError, match="never sealed"):
            _do("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_sealed_levering_keeps_its_number_its_period_and_who_may_see_it() -> None:
    lever(csv_bestand({}))
    with scope(alles()):
        for change in ("aantal = 2", "openbaar = false", "tot = '2024-12-31'", "sha256 = ''"):
            with pytest.raises(IntegrityError, match="sealed"):
                _do(f"UPDATE monitor_levering SET {change}")
        with pytest.raises(IntegrityError, match="kept for ever"):
            _do("DELETE FROM monitor_levering")


def test_standen_cannot_be_changed_or_taken_away_and_keep_to_their_region() -> None:
    lever(csv_bestand({}, {"regio": "AM10"}), openbaar=False)
    with scope(alles()):
        assert Leveringsrij.objects.count() == 2
        for statement in (
            "UPDATE monitor_leveringsstand SET aantal = 9",
            "DELETE FROM monitor_leveringsstand",
            "DELETE FROM monitor_monitorcode",
        ):
            with pytest.raises(Exception, match="append-only"):
                _do(statement)
    with scope(replace(alles(), rol="monitor", regios=("AM10",))):
        assert set(Leveringsstand.objects.values_list("regio_id", flat=True)) == {"AM10"}


def test_counting_again_finds_nothing_and_says_so(capsys: Any) -> None:
    lever(csv_bestand({}, {"regio": "AM10"}))
    call_command("monitor_controleer")
    assert capsys.readouterr().out == "Alle standen kloppen: 1 leveringen, 2 rijen.\n"


def test_counting_again_names_a_stand_that_lies_within_its_region_and_month(capsys: Any) -> None:
    """The seal adds up per table, region and month; which value a row has only counting tells."""
    with scope(alles()):
        pk = _reading()
        _do(RIJ, pk, "AM08", 0)
        _do(STAND, pk, 1, 100, list(tellen.STANDTABELLEN))
        _do(SEAL, pk)
    with pytest.raises(SystemExit) as stopped:
        call_command("monitor_controleer")
    assert stopped.value.code == 1
    said = capsys.readouterr().out
    assert "sector x, AM08, 2023-06: de rijen tellen 0 (0 cent), de stand zegt 1 (100 cent)" in said
    assert "14 standen kloppen niet met hun rijen." in said
