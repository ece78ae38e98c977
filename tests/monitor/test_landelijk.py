"""What a region delivers to the national monitor, and open data: made from the same rows."""

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from ontschot.kern.errors import Weigering
from ontschot.kern.models import Auditregel
from ontschot.kern.scope import scope
from ontschot.meldingen.models import Melding
from ontschot.monitor import bestandsvorm
from ontschot.monitor.codes import codelijsten
from ontschot.monitor.levering.lezen import KOLOMMEN
from ontschot.monitor.models import Leveringsrij, Monitorrij
from ontschot.monitor.rapport import landelijk, opendata, soorten
from ontschot.monitor.rapport.soorten import Vraag
from ontschot.monitor.selectie import NEDERLAND
from ontschot.web.format import maand
from tests.monitor.factories import actor, alles, csv_bestand, lever
from tests.trajecten import factories as trajecten

pytestmark = pytest.mark.django_db


def gelezen(inhoud: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(inhoud.decode())))


def gemaakt(vraag: Vraag) -> dict[str, bytes]:
    with scope(alles()):
        made = soorten.prepare(vraag, codelijsten())
    return {bestand.naam: bestand.inhoud() for bestand in made.bestanden}


def _gekocht(hoeveel: int = 1) -> None:
    gids = actor("gids")
    with scope(gids):
        for _ in range(hoeveel):
            trajecten.committed(gids)


def _levering(**anders: Any) -> Vraag:
    """Everything up to this month, asked on the last day of it."""
    vandaag = timezone.localdate()
    tot = (vandaag.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    vol: dict[str, Any] = {
        "soort": "levering", "keuze": "AM08", "jaar": tot.year, "peil": tot, "tot": tot,
        "intern": True, "leeg_klopt": True, **anders,
    }  # fmt: skip
    return Vraag(**vol)


def test_the_interventies_of_a_delivery_import_back_with_nothing_refused() -> None:
    _gekocht(3)
    files = gemaakt(_levering())
    rijen = gelezen(files["interventies.csv"])
    assert (len(rijen), list(rijen[0])) == (3, list(KOLOMMEN))
    uitslag = lever(files["interventies.csv"], bron="Terug", alles_of_niets=False)
    assert (uitslag.geladen, uitslag.geweigerd, uitslag.fouten) == (3, 0, ())
    with scope(alles()):
        terug = Leveringsrij.objects.order_by("extern_id")
        assert sorted(f"{r.kosten_cent / 100:.2f}" for r in terug) == sorted(
            r["kosten"] for r in rijen
        )


def test_what_another_delivered_is_not_delivered_again() -> None:
    lever(csv_bestand({"datum": timezone.localdate().isoformat()}))
    assert gelezen(gemaakt(_levering())["interventies.csv"]) == []


def test_the_control_totals_are_those_of_the_files() -> None:
    _gekocht(2)
    files = gemaakt(_levering())
    totaal = {r["bestand"]: r for r in gelezen(files["controle.csv"]) if r["maand"] == "totaal"}
    for naam in ("instroom.csv", "interventies.csv", "uitstroom.csv"):
        assert int(totaal[naam]["aantal"]) == len(gelezen(files[naam]))
    kosten = sum(float(r["kosten"]) for r in gelezen(files["interventies.csv"]))
    assert float(totaal["interventies.csv"]["kosten"]) == kosten


def test_no_file_of_a_delivery_holds_a_key_or_a_text_of_a_person() -> None:
    _gekocht()
    files = gemaakt(_levering())
    for soort in ("instroom", "uitstroom"):
        kop = files[f"{soort}.csv"].decode().splitlines()[0].split(",")
        assert all(kolom.startswith("ontschot_") for kolom in kop)
    alle = b"".join(files.values()).decode()
    with scope(alles()):
        for melding in Melding.objects.all():
            assert melding.vraag not in alle
        assert Monitorrij.objects.get().kandidaat_sleutel not in alle


def test_every_column_says_whether_it_was_published() -> None:
    kolommen = gelezen(landelijk.columns_csv())
    herkomst = {(k["bestand"], k["kolom"]): k["herkomst"] for k in kolommen}
    assert herkomst["interventies.csv", "doelgroep"] == "gepubliceerd (KplusV 2024)"
    assert {v for (b, _), v in herkomst.items() if b != "interventies.csv"} == {"van Ontschot"}
    assert [k for b, k in herkomst if b == "interventies.csv"] == list(KOLOMMEN)


def test_months_that_are_not_complete_are_refused_with_a_sentence() -> None:
    _gekocht()
    nu = timezone.localdate()
    vorige = nu.replace(day=1) - timedelta(days=1)
    zin = f"Lever tot en met {maand(vorige)}, of wacht"
    for peil in (vorige, nu.replace(day=1)):
        with pytest.raises(Weigering, match=zin):
            gemaakt(_levering(peil=peil))
    with pytest.raises(Weigering, match="geen enkele interventie") as refusal:
        gemaakt(_levering(jaar=nu.year - 1, tot=None, leeg_klopt=False))
    assert f"november {nu.year - 1} en december {nu.year - 1}" in refusal.value.zin
    with pytest.raises(Weigering, match="één regio"):
        gemaakt(_levering(keuze="zes"))


def test_an_unknown_field_in_the_configuration_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(bestandsvorm.VELDEN, "instroom", ("id",))
    landelijk.vorm.cache_clear()
    with pytest.raises(ValueError, match="instroom kent geen"):
        landelijk.vorm()
    landelijk.vorm.cache_clear()


# Open data.


@pytest.fixture
def open_data() -> dict[str, bytes]:
    """Three regions, of which one has a small count to hide."""
    rijen = [
        {"regio": regio, "geslacht": geslacht}
        for regio, vrouwen, mannen in (("AM08", 40, 30), ("AM10", 25, 2), ("AM11", 20, 20))
        for geslacht, hoeveel in (("vrouw", vrouwen), ("man", mannen))
        for _ in range(hoeveel)
    ]
    lever(csv_bestand(*rijen))
    morgen = timezone.localdate() + timedelta(days=1)
    return gemaakt(Vraag("open_data", NEDERLAND, 2023, morgen, per_regio=True, voorlopig=True))


def test_open_data_are_protected_figures_the_same_in_parquet_and_csv(
    open_data: dict[str, bytes], tmp_path: Path
) -> None:
    plek = tmp_path / "cijfers.parquet"
    plek.write_bytes(open_data["cijfers.parquet"])
    with duckdb.connect(":memory:") as base:
        table = base.read_parquet(str(plek))
        names, types, rows = table.columns, [str(t) for t in table.types], table.fetchall()
    assert names == [k.naam for k in opendata.KOLOMMEN]
    assert types == [k.duckdb for k in opendata.KOLOMMEN]
    lines = gelezen(open_data["cijfers.csv"])
    assert [[opendata._text(cell) for cell in row] for row in rows] == [
        list(line.values()) for line in lines
    ]
    by_key = {(r[0], r[2], r[3]): r for r in rows}
    assert len(by_key) == len(rows)
    assert by_key["NL", "geslacht", "vrouw"][5:7] == (85, 137)
    assert by_key["AM10", "geslacht", "man"][5] is None
    # What is hidden says nothing at all; what is shown is never a small number.
    assert all(r[5] is None and r[7] is None and r[8] is None for r in rows if r[9])
    assert all(r[5] == 0 or r[5] >= 5 for r in rows if r[5] is not None)
    pakket = json.loads(open_data["datapackage.json"])
    velden = pakket["resources"][0]["schema"]["fields"]
    assert [v["name"] for v in velden] == names
    assert all(v["description"] for v in velden)
    assert pakket["licenses"] == [{"title": opendata.GEEN_LICENTIE}]
    dcat = json.loads(open_data["dcat.jsonld"])
    assert dcat["dct:temporal"]["dcat:startDate"] == "2023-01-01"
    woorden = {(r["wat"], r["naam"]) for r in gelezen(open_data["woordenlijst.csv"])}
    assert {("kolom", naam) for naam in names} <= woorden
    assert {("tabel", r[2]) for r in rows} <= woorden


def test_exact_figures_never_become_open_data() -> None:
    lever(csv_bestand({}))
    for vraag in (
        Vraag("open_data", NEDERLAND, 2023, date(2024, 1, 1), intern=True),
        Vraag("open_data", "AM08", 2023, date(2024, 1, 1)),
    ):
        with pytest.raises(Weigering, match="altijd beschermd"):
            gemaakt(vraag)


# The commands.


def test_the_commands_write_a_folder_and_say_the_totals(tmp_path: Path, capsys: Any) -> None:
    _gekocht()
    vraag = _levering()
    morgen = vraag.peil + timedelta(days=1)
    with time_machine.travel(f"{morgen} 12:00+00:00"):
        call_command(
            "monitor_exporteer", "--regio", "AM08", "--jaar", str(vraag.jaar), "--leeg-klopt",
            *(["--tot", f"{vraag.peil:%Y-%m}"]), "--uit", str(tmp_path / "uit"),
        )  # fmt: skip
    assert "interventies.csv: 1 regels, " in capsys.readouterr().out
    with scope(alles()):
        regel = Auditregel.objects.get(gebeurtenis="uitlevering_geexporteerd")
    assert (regel.object_sleutel, regel.keten) == ("AM08", "AM08")
    assert sorted(p.name for p in (tmp_path / "uit").iterdir()) == sorted(
        soorten.BESTANDEN["levering"]
    )


@pytest.mark.parametrize(
    "woorden",
    [
        ("monitor_exporteer", "--regio", "AM99", "--jaar", "2023"),
        ("monitor_exporteer", "--regio", "AM08", "--jaar", "2023", "--tot", "2024-01"),
        ("monitor_exporteer", "--regio", "AM08", "--jaar", "1999"),
        ("monitor_exporteer", "--regio", "AM08", "--jaar", "2023", "--peildatum", "ooit"),
        ("monitor_opendata", "--jaar", "2999"),
    ],
)
def test_an_impossible_export_gives_one_line_and_status_two(
    tmp_path: Path, capsys: Any, woorden: tuple[str, ...]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        call_command(*woorden, "--uit", str(tmp_path / "uit"))
    assert stopped.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "uit").exists()
