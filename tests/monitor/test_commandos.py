"""`./ontschot monitor importeer` and `rapport`, with their exit statuses."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine
from django.core.management import CommandError, call_command

from ontschot.kern.scope import scope
from ontschot.monitor.levering.laden import RECONSTRUCTIE
from ontschot.monitor.levering.lezen import KOLOMMEN
from ontschot.monitor.models import Levering, Leveringsrij, Monitorrij
from ontschot.server import cli
from tests.monitor.factories import GOED, alles, csv_bestand, feiten_bestand, lever, werkmap

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parent / "data"
VERWACHT = DATA / "rmt-monitor-2023-reconstructie.expected.json"
Draai = Callable[..., int]


@pytest.fixture
def draai(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Draai:
    """`./ontschot monitor …` up to the child process, whose work is done here instead."""

    def manage(_data: Any, argv: list[str]) -> int:
        try:
            call_command(argv[0], *argv[1:])
        except SystemExit as stopped:
            return int(stopped.code or 0)
        except CommandError:
            return 2
        return 0

    monkeypatch.setattr(cli, "manage", manage)
    monkeypatch.setattr(cli, "_stop_in_order", lambda: None)
    return lambda *words: cli.main(["monitor", *map(str, words), "--data", str(tmp_path / "var")])


# What a delivery may look like, and what comes of it: (the cells that differ, the fault).
ALIASSEN: list[dict[str, str]] = [
    {"regio": "Rijk van Nijmegen", "datum": "12-06-2023 ", "kosten": "1.234,50"},
    {"regio": "Noord-Holland-Noord", "datum": "2023-06-12", "kosten": "1234,50"},
    {"regio": " Food Valley ", "kosten": "1234.50"},
    {"interventie": "Arbeidsmarktorientatie en Loopbaanbegeleiding"},
    {"interventie": "Scholing naar een beroep of functie"},
    {"interventie": "Scholing-functiegerichte vaardigheidstraining"},
    {"interventie": "Praktijkkieren MBO - praktijkverklaring"},
    {"interventie": "Praktijkkieren MBO - certificaat"},
    {"interventie": "Praktijkkieren MBO diploma"},
    {"interventie": "Praktijkleren MBO – diploma"},
    {"doelgroep": "WW-er", "inkopende_partij": "UWW", "eerstverantwoordelijke": "UWV"},
    {"doelgroep": "NUG-er", "inkopende_partij": "Gemeenten"},
    {"doelgroep": "Banenafpraak"},
    {"doelgroep": "Doelgroep impuls banenafpraak"},
    {"doelgroep": "Niet-uitkeringsgerechtigden"},
    {"doelgroep": "zzp'ers", "inkopende_partij": "Vakbond VCP"},
    {"kwalificatie": "MBO 2,3,4, HAVO & VWO"},
    {"kwalificatie": "MBO 234, HAVO & VWO", "geslacht": "V"},
    {"kwalificatie": "BO, VMBO & MBO1", "geslacht": "man"},
    {"kwalificatie": "HBO/WO", "sector": "Overige sectoren"},
    {"sector": "Onbekend", "eerstverantwoordelijke": "De Vakbeweging"},
]
FOUT: list[tuple[dict[str, str], str]] = [
    ({"interventie": "toveren"}, "interventie"),
    ({"doelgroep": "iedereen"}, "doelgroep"),
    ({"regio": "Atlantis"}, "regio"),
    ({"datum": "31-02-2023"}, "datum"),
    ({"datum": "2022-12-31"}, "datum"),
    ({"kosten": "gratis"}, "kosten"),
    ({"kosten": "-0,01"}, "kosten"),
    ({"id": "R00001"}, "id"),
    ({"geslacht": ""}, "geslacht"),
    ({"id": ""}, "id"),
]


def _messy(*, bom: bool = False, encoding: str = "utf-8") -> tuple[bytes, list[tuple[int, str]]]:
    """Good and bad lines in turn with empty lines between, and where each fault must be found."""
    lines, verwacht = [";".join(KOLOMMEN)], []
    todo: list[tuple[dict[str, str], str]] = [(rij, "") for rij in ALIASSEN]
    for place, bad in enumerate(FOUT):
        todo.insert(2 * place + 1, bad)
    for nummer, (rij, kolom) in enumerate(todo, start=1):
        vol = {"id": f"R{nummer:05d}", **GOED, **rij}
        if nummer % 5 == 0:
            lines.append(" ; ;" if nummer % 2 else "")
        lines.append(";".join(f"{vol[kolom]}  " for kolom in KOLOMMEN))
        if kolom:
            verwacht.append((len(lines), kolom))
    text = "\r\n".join(lines) + "\r\n"
    return (b"\xef\xbb\xbf" if bom else b"") + text.encode(encoding), verwacht


@pytest.mark.parametrize(
    "vorm", [{}, {"bom": True}, {"encoding": "cp1252"}], ids=["utf-8", "bom", "windows-1252"]
)
def test_a_messy_delivery_imports_exactly_what_is_right(
    draai: Draai, tmp_path: Path, capsys: Any, vorm: dict[str, Any]
) -> None:
    inhoud, verwacht = _messy(**vorm)
    bestand, fouten = tmp_path / "rommelig.csv", tmp_path / "fouten.csv"
    bestand.write_bytes(inhoud)
    woorden = ("importeer", bestand, "--jaar", "2023", "--bron", "Proef", "--fouten", fouten)
    assert draai(*woorden) == 1
    laatste = capsys.readouterr().out.strip().splitlines()[-1]
    assert laatste.startswith(f"geladen {len(ALIASSEN)}, geweigerd {len(FOUT)}, overgeslagen ")
    gevonden = list(csv.DictReader(fouten.open(encoding="utf-8")))
    assert [(int(f["regel"]), f["kolom"]) for f in gevonden] == verwacht
    assert all(f["melding"].endswith(".") for f in gevonden)
    with scope(alles()):
        rows = Monitorrij.objects.all()
        assert rows.filter(interventie="mbo_diploma").count() == 2
        assert rows.filter(doelgroep="banenafspraak").count() == 2
        bedragen = rows.filter(kosten_cent=123_450).values_list("regio__naam", flat=True)
        assert set(bedragen) == {"Rijk van Nijmegen", "Noord-Holland Noord", "FoodValley"}
        assert Levering.objects.get().geweigerd == len(FOUT)


def test_with_all_or_nothing_one_bad_line_keeps_the_rest_out(
    draai: Draai, tmp_path: Path, capsys: Any
) -> None:
    bestand = tmp_path / "een.csv"
    bestand.write_bytes(csv_bestand({}, {"kosten": "x"}))
    assert draai("importeer", bestand, "--jaar", "2023", "--alles-of-niets") == 1
    assert capsys.readouterr().out.endswith("geladen 0, geweigerd 1, overgeslagen 0\n")
    with scope(alles()):
        assert not Levering.objects.exists()


def test_the_same_file_twice_changes_nothing_and_refuses_the_same_lines(
    draai: Draai, tmp_path: Path, capsys: Any
) -> None:
    bestand = tmp_path / "een.csv"
    bestand.write_bytes(csv_bestand({}, {"kosten": "x"}, {}))
    assert draai("importeer", bestand, "--jaar", "2023") == 1
    assert draai("importeer", bestand, "--jaar", "2023", "--bron", "Anders") == 1
    assert capsys.readouterr().out.endswith("geladen 0, geweigerd 1, overgeslagen 2\n")
    with scope(alles()):
        assert (Levering.objects.count(), Leveringsrij.objects.count()) == (1, 2)


def test_an_id_of_a_refused_line_may_not_stand_again(draai: Draai, tmp_path: Path) -> None:
    bestand, fouten = tmp_path / "een.csv", tmp_path / "fouten.csv"
    bestand.write_bytes(csv_bestand({"id": "A", "kosten": "x"}, {"id": "A"}, {"id": "A"}))
    assert draai("importeer", bestand, "--fouten", fouten) == 1
    gevonden = [(f["regel"], f["kolom"]) for f in csv.DictReader(fouten.open(encoding="utf-8"))]
    assert gevonden == [("2", "kosten"), ("3", "id"), ("4", "id")]


def test_every_fault_is_in_the_file_also_beyond_what_is_shown(
    draai: Draai, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ontschot.monitor.levering.inname.STUK", 7)
    bestand, fouten = tmp_path / "veel.csv", tmp_path / "fouten.csv"
    bestand.write_bytes(csv_bestand(*[{"kosten": "x", "regio": "?"}] * 40))
    assert draai("importeer", bestand, "--fouten", fouten) == 1
    gevonden = [(int(f["regel"]), f["kolom"]) for f in csv.DictReader(fouten.open())]
    assert gevonden == [(n, k) for n in range(2, 42) for k in ("regio", "kosten")]


@pytest.mark.parametrize(
    "inhoud", [b"", b"\x00" * 9, b"a,b\n1,2\n", b"PK\x03\x04kapot", None], ids=repr
)
def test_a_file_that_cannot_be_read_gives_one_line_and_status_two(
    draai: Draai, tmp_path: Path, capsys: Any, inhoud: bytes | None
) -> None:
    bestand = tmp_path / "raar.csv"
    if inhoud is not None:
        bestand.write_bytes(inhoud)
    assert draai("importeer", bestand) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_instroom_is_read_and_a_kind_that_is_not_known_is_refused(
    draai: Draai, tmp_path: Path, capsys: Any
) -> None:
    bestand = tmp_path / "instroom.csv"
    bestand.write_bytes(feiten_bestand("instroom", {}, {"deur": "luik"}, {}))
    fouten = tmp_path / "fouten.csv"
    assert draai("importeer", bestand, "--soort", "instroom", "--fouten", fouten) == 1
    assert capsys.readouterr().out.endswith("geladen 2, geweigerd 1, overgeslagen 0\n")
    assert fouten.read_text().splitlines()[1].startswith("3,deur,staat niet in de lijst.")
    assert draai("importeer", bestand, "--soort", "doorstroom") == 2
    assert "Kies instroom, interventies of uitstroom." in capsys.readouterr().err


def test_a_workbook_with_real_dates_and_numbers_is_read(
    draai: Draai, tmp_path: Path, capsys: Any
) -> None:
    bestand = tmp_path / "levering.xlsx"
    bestand.write_bytes(
        werkmap(
            {"datum": datetime.fromisoformat("2023-06-12T00:00:00"), "kosten": 1234.5},
            {"datum": date(2023, 6, 13), "kosten": 330, "id": 17},
            {"kosten": 0.125},
            {"datum": "12-06-2023", "kosten": "1.234,50"},
        )
    )
    assert draai("importeer", bestand, "--jaar", "2023") == 1
    said = capsys.readouterr()
    assert said.out.endswith("geladen 3, geweigerd 1, overgeslagen 0\n")
    assert said.err.startswith("Regel 4, kolom kosten: “0,125” is geen bedrag.")
    with scope(alles()):
        rows = Leveringsrij.objects.order_by("regel").values_list("extern_id", "kosten_cent")
        assert list(rows) == [("R00001", 123_450), ("17", 33_000), ("R00004", 123_450)]


# The report.


def _json(draai: Draai, capsys: Any, *woorden: str) -> dict[str, Any]:
    capsys.readouterr()
    assert draai("rapport", "--jaar", "2023", "--formaat", "json", *woorden) == 0
    data: dict[str, Any] = json.loads(capsys.readouterr().out)
    return data


TABELLEN = [
    "doelgroep", "interventie", "rubriek", "geslacht", "kwalificatie", "sector",
    "inkopende_partij", "eigen_andere",
]  # fmt: skip


def _counted(data: dict[str, Any]) -> dict[str, Any]:
    """The report in the shape of the expected file."""
    rows = {naam: tabel["rijen"] for naam, tabel in data["tabellen"].items()}
    counted: dict[str, Any] = {
        naam: {r["waarde"]: r["aantal"] for r in rows[naam] if r["aantal"]}
        for naam in TABELLEN
        if naam not in ("rubriek", "eigen_andere")
    }
    kosten = {r["waarde"]: r["kosten_cent"] for r in rows["inkopende_partij"] if r["aantal"]}
    eigen = {r["waarde"]: r["aantal"] for r in rows["eigen_andere"]}
    noemer = data["tabellen"]["doelgroep"]["noemer"]
    return counted | {"aantal": noemer, "kosten_cent": kosten, **eigen}


def test_the_reconstruction_gives_every_figure_of_every_region_in_one_statement(
    draai: Draai, capsys: Any, django_assert_max_num_queries: Any
) -> None:
    assert draai("importeer", RECONSTRUCTIE, "--jaar", "2023") == 0
    assert capsys.readouterr().out.endswith("geladen 20515, geweigerd 0, overgeslagen 0\n")
    with django_assert_max_num_queries(25):
        data = _json(draai, capsys, "--regio", "alle", "--per-regio", "--intern")
    zes = _json(draai, capsys, "--regio", "zes", "--intern")
    for naam, verwacht in json.loads(VERWACHT.read_text())["tabellen"].items():
        found = {"nederland": data, "selectiegroep": zes}.get(naam) or data["regio"][naam]
        assert _counted(found) == verwacht, naam
    assert len(data["regio"]) == 35
    partij = {r["waarde"]: r for r in zes["tabellen"]["inkopende_partij"]["rijen"]}
    assert partij["gemeente"]["gemiddeld_cent"] == 142_000
    assert sum(r["aandeel"] for r in partij.values()) == pytest.approx(1, abs=1e-12)


def test_the_json_has_the_shape_that_was_agreed(draai: Draai, capsys: Any) -> None:
    lever(csv_bestand({}, {"geslacht": "onbekend"}))
    data = _json(draai, capsys, "--regio", "AM08,AM11", "--per-regio", "--intern")
    assert data["regios"] == ["AM08", "AM11"]
    assert list(data["regio"]) == ["AM08", "AM11"]
    assert list(data["tabellen"]) == TABELLEN
    geslacht = data["tabellen"]["geslacht"]
    assert (geslacht["eenheid"], geslacht["noemer"], geslacht["onbekend"]) == ("interventie", 2, 1)
    assert {"waarde": "vrouw", "aantal": 1, "aandeel": 0.5} in geslacht["rijen"]
    assert data["regio"]["AM11"]["tabellen"]["geslacht"]["noemer"] == 0


def test_a_report_as_known_then_stays_the_same_after_a_correction(
    draai: Draai, capsys: Any
) -> None:
    with time_machine.travel("2024-03-01 12:00+00:00"):
        lever(csv_bestand({}, {}))
    toen = _json(draai, capsys, "--intern", "--peildatum", "2024-03-01")
    with time_machine.travel("2024-06-01 12:00+00:00"):
        lever(csv_bestand({}, {}, {"doelgroep": "ww"}), vervang=True)
    assert _json(draai, capsys, "--intern", "--peildatum", "2024-03-01") == toen
    assert toen["tabellen"]["doelgroep"]["noemer"] == 2
    nu = _json(draai, capsys, "--intern")
    assert nu["tabellen"]["doelgroep"]["noemer"] == 3


@pytest.mark.parametrize(
    "woorden",
    [
        ("--regio", "AM99", "--jaar", "2023"),
        ("--jaar", "2023", "--peildatum", "ooit"),
        ("--jaar", "2023", "--peildatum", "9000-01-01", "--intern"),
        ("--jaar", "1999"),
        (),
        ("--jaar", "2023", "--bron", "eigen"),
        ("--jaar", "2023", "--peildatum", "2023-06-01"),
    ],
)
def test_an_impossible_report_gives_one_line_and_status_two(
    draai: Draai, capsys: Any, woorden: tuple[str, ...]
) -> None:
    assert draai("rapport", *woorden) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_report_comes_as_text_csv_workbook_and_pdf(
    draai: Draai, tmp_path: Path, capsys: Any
) -> None:
    lever(csv_bestand(*[{"regio": r} for r in ("AM08", "AM08", "AM10")]))

    def made(formaat: str) -> bytes:
        plek = tmp_path / f"rapport.{formaat}"
        woorden = ("--jaar", "2023", "--regio", "AM08", "--per-regio", "--intern", "--uit", plek)
        assert draai("rapport", *woorden, "--formaat", formaat) == 0
        return plek.read_bytes()

    assert "Werknemer" in made("tekst").decode()
    lines = list(csv.DictReader(io.StringIO(made("csv").decode())))
    werknemer = next(line for line in lines if line["waarde"] == "werknemer")
    assert (werknemer["aantal"], werknemer["noemer"], werknemer["aandeel"]) == ("2", "2", "1.0")
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx")))
    assert book.sheetnames[:3] == ["Voorblad", "Definities", "Doelgroep"]
    assert book["Doelgroep"]["B5"].value == 2
    assert made("pdf").startswith(b"%PDF")
    assert capsys.readouterr().err == ""
