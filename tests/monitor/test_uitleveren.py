"""Reports that are kept: made in the background, made again the same, and never changed."""

import ast
import hashlib
import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from ontschot import monitor
from ontschot.kern.errors import Weigering
from ontschot.kern.models import Auditregel
from ontschot.kern.scope import Actor, scope
from ontschot.monitor.codes import Codelijsten, codelijsten
from ontschot.monitor.models import Uitleverbestand, Uitlevering
from ontschot.monitor.rapport import actions, soorten, taken
from ontschot.monitor.rapport.soorten import Vraag
from ontschot.monitor.rules import Code
from tests.monitor.factories import actor, alles, csv_bestand, lever, rol
from tests.monitor.test_hoofdstuk import tekst_van

pytestmark = pytest.mark.django_db
Als = Callable[[Any], Client]
INTERN = Vraag("rapport", "AM08", 2023, date(2024, 3, 2), intern=True)
BEKEND = datetime(2024, 3, 1, 12, tzinfo=UTC)


def maak(wie: Actor, vraag: Vraag) -> Uitlevering:
    """Ask, and do the worker's part at once."""
    row = actions.ask(wie, vraag=vraag)
    taken.make(uitlevering_id=row.pk, regio=row.regio_id)
    with scope(wie):
        return Uitlevering.objects.get(pk=row.pk)


def inhoud(wie: Actor, row: Uitlevering, naam: str) -> bytes:
    with scope(wie):
        return bytes(Uitleverbestand.objects.get(uitlevering=row, naam=naam).inhoud)


def test_a_report_made_again_after_the_data_changed_gives_the_same_figures() -> None:
    wie = actor("monitor")
    with time_machine.travel("2024-03-01 12:00+00:00"):
        lever(csv_bestand({}, {}))
    with time_machine.travel("2024-03-05 12:00+00:00"):
        eerste = maak(wie, INTERN)
    with time_machine.travel("2024-06-01 12:00+00:00"):
        lever(csv_bestand({}, {}, {"doelgroep": "ww"}), vervang=True)
        tweede = maak(wie, INTERN)
    with time_machine.travel("2024-06-03 12:00+00:00"):
        nu = maak(wie, Vraag("rapport", "AM08", 2023, date(2024, 6, 2), intern=True))
    assert eerste.fout == ""
    assert len(eerste.sha256) == 64
    assert tweede.sha256 == eerste.sha256 != nu.sha256
    csv_van = [inhoud(wie, row, "rapport.csv") for row in (eerste, tweede, nu)]
    assert csv_van[0] == csv_van[1] != csv_van[2]


def test_the_files_of_a_report_are_there_and_said_in_the_audit_log() -> None:
    wie = actor("beleid")
    lever(csv_bestand({}, {}), op=BEKEND)
    row = maak(wie, INTERN)
    with scope(wie):
        files = list(row.bestanden.order_by("pk"))
        events = list(Auditregel.objects.filter(object_soort="uitlevering").order_by("pk"))
    assert [f.naam for f in files] == list(soorten.BESTANDEN["rapport"])
    assert files[0].inhoud[:4] == b"%PDF"
    assert all(f.sha256 == hashlib.sha256(f.inhoud).hexdigest() for f in files)
    assert [e.gebeurtenis for e in events] == [
        "uitlevering_gevraagd", *["uitlevering_bestand_gemaakt"] * 3, "uitlevering_gemaakt",
    ]  # fmt: skip
    assert events[0].gegevens["bescherming"] == "exact"


def test_work_that_stopped_half_way_goes_on_with_what_is_missing() -> None:
    wie = actor("monitor")
    lever(csv_bestand({}), op=BEKEND)
    row = actions.ask(wie, vraag=INTERN)
    actions.keep_file(
        wie, uitlevering_id=row.pk, naam="rapport.pdf", mediatype="application/pdf", inhoud=b"eerst"
    )
    taken.make(uitlevering_id=row.pk, regio="AM08")
    taken.make(uitlevering_id=row.pk, regio="AM08")
    assert inhoud(wie, row, "rapport.pdf") == b"eerst"
    with scope(wie):
        assert Uitleverbestand.objects.filter(uitlevering=row).count() == 3


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE monitor_uitlevering SET jaar = 2022",
        "UPDATE monitor_uitlevering SET sha256 = repeat('0', 64)",
        "DELETE FROM monitor_uitlevering",
        "UPDATE monitor_uitleverbestand SET naam = 'anders'",
        "DELETE FROM monitor_uitleverbestand",
        (
            "INSERT INTO monitor_uitleverbestand (regio_id, uitlevering_id, naam, mediatype, "
            "grootte, sha256, inhoud) SELECT regio_id, id, 'erbij', 'x', 1, "
            "encode(sha256('a'), 'hex'), 'a' "
            "FROM monitor_uitlevering"
        ),
    ],
)
def test_what_was_delivered_out_cannot_be_changed_by_anybody(sql: str) -> None:
    wie = actor("monitor")
    lever(csv_bestand({}), op=BEKEND)
    row = actions.ask(wie, vraag=INTERN)
    actions.keep_file(wie, uitlevering_id=row.pk, naam="a.csv", mediatype="text/csv", inhoud=b"a")
    actions.finish(wie, uitlevering_id=row.pk, sha256="a" * 64)
    with scope(alles()), pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(sql)


def test_contents_that_differ_from_their_hash_are_refused() -> None:
    wie = actor("monitor")
    row = actions.ask(wie, vraag=INTERN)
    sql = (
        "INSERT INTO monitor_uitleverbestand (regio_id, uitlevering_id, naam, mediatype, grootte, "
        "sha256, inhoud) VALUES ('AM08', %s, 'x', 'x', 1, repeat('0', 64), 'a')"
    )
    with scope(wie), pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(sql, [row.pk])


@pytest.mark.parametrize("soort", ["gids", "kassier", "beheer"])
def test_who_may_not_see_the_figures_of_the_region_sees_no_report(soort: str) -> None:
    actions.ask(actor("monitor"), vraag=INTERN)
    with scope(actor(soort)):
        assert not Uitlevering.objects.exists()
    with scope(actor("monitor", "AM10")):
        assert not Uitlevering.objects.exists()
    with pytest.raises(Weigering, match="hele regio"):
        actions.ask(actor(soort), vraag=INTERN)


@pytest.mark.parametrize(
    ("vraag", "zin"),
    [
        (Vraag("rapport", "AM08", 2023, date(2999, 1, 1)), "een dag die voorbij is"),
        (Vraag("rapport", "AM08", 2023, date(2023, 6, 1)), "nog niet voorbij"),
        (Vraag("rapport", "AM08", 1999, date(2024, 1, 1)), "Kies een jaar"),
        (Vraag("namen", "AM08", 2023, date(2024, 1, 1)), "Kies een rapport"),
        (Vraag("levering", "AM10", 2023, date(2024, 1, 1)), "alleen haar eigen"),
    ],
)
def test_what_cannot_be_made_again_or_protected_is_refused(vraag: Vraag, zin: str) -> None:
    with pytest.raises(Weigering, match=zin):
        actions.ask(actor("monitor"), vraag=vraag)


def test_a_report_of_nothing_is_refused_with_when_it_will_count() -> None:
    lever(csv_bestand({}))
    row = maak(actor("monitor"), INTERN)
    assert "nog niets bekend" in row.fout
    assert "telt vanaf morgen mee" in row.fout


def test_a_refusal_of_the_worker_is_kept_as_a_sentence() -> None:
    wie = actor("monitor")
    row = maak(wie, Vraag("levering", "AM08", 2023, date(2024, 3, 1), intern=True))
    assert "staat geen enkele interventie in Ontschot" in row.fout
    assert row.sha256 == ""


def test_hostile_labels_come_out_harmless() -> None:
    lastig = ["=HYPERLINK(1)", "x" * 10_000, "#pagebreak() $ @ref <a>", "\u202eשלום 🦄"]
    hostile = tuple(Code(f"sector_{n:02d}", label) for n, label in enumerate(lastig, start=1))
    lijsten = codelijsten().lijsten | {"sector": hostile}
    lijsten["regio"] = tuple(Code(c.code, f"={c.label}\n#eval(1)") for c in lijsten["regio"])
    load = [{"sector": f"sector_{n:02d}"} for n in range(1, 5)]
    lever(csv_bestand(*load), naam="=1+1 #eval(1) " + "y" * 100, bron="\u202e🦄")
    wie = alles()
    with scope(wie):
        made = soorten.prepare(
            Vraag("rapport", "AM08", 2023, timezone.localdate(), intern=True), Codelijsten(lijsten)
        )
    files = {bestand.naam: bestand.inhoud() for bestand in made.bestanden}
    assert files["rapport.pdf"].startswith(b"%PDF")
    assert b"/StructTreeRoot" in files["rapport.pdf"]
    assert b"pdfuaid" in files["rapport.pdf"]
    assert b",'=HYPERLINK(1)," in files["rapport.csv"]
    book = openpyxl.load_workbook(io.BytesIO(files["rapport.xlsx"]))
    cells = [cel for blad in book for row in blad.iter_rows() for cel in row]
    assert not [cel for cel in cells if cel.data_type == "f"]
    texts = [cel.value for cel in cells if isinstance(cel.value, str)]
    assert any("=HYPERLINK(1)" in tekst for tekst in texts)
    assert not [tekst for tekst in texts if "\u202e" in tekst]
    assert all(blad._charts for blad in book if blad.title in ("Doelgroep", "Sector"))


# The screen.


def _vraag(**over: str) -> dict[str, str]:
    return {
        "soort": "rapport", "rapport-regio": "AM08", "rapport-jaar": "2023",
        "rapport-bescherming": "binnen", "rapport-peil": "2-3-2024", **over,
    }  # fmt: skip


def test_a_report_is_asked_made_and_fetched_on_the_screen(als: Als) -> None:
    lever(csv_bestand({}), op=BEKEND)
    wie = rol("coordinator")
    client = als(wie)
    assert client.post("/monitor/uitleveringen/", _vraag()).status_code == 302
    pagina = client.get("/monitor/uitleveringen/")
    assert "Bezig met maken" in tekst_van(pagina)
    assert 'hx-trigger="every 3s"' in pagina.content.decode()
    with scope(alles()):
        row = Uitlevering.objects.get()
        assert row.rol_id == wie.pk
    taken.make(uitlevering_id=row.pk, regio="AM08")
    tekst = tekst_van(client.get("/monitor/uitleveringen/"))
    assert "exact, alleen intern" in tekst
    assert "Lever aan de landelijke monitor" not in tekst
    with scope(alles()):
        pk = row.bestanden.get(naam="rapport.csv").pk
    adres = f"/monitor/uitleveringen/bestand/{pk}/"
    gehaald = client.get(adres)
    assert gehaald.content.startswith(b"regio,tabel,")
    assert "attachment" in gehaald["Content-Disposition"]
    with scope(alles()):
        assert Auditregel.objects.filter(gebeurtenis="uitlevering_gedownload").exists()
    assert als(rol("coordinator", "AM10")).get(adres).status_code == 404
    assert als(rol("gids")).get(adres).status_code == 403


def test_what_stays_silent_can_be_asked_for_again(als: Als) -> None:
    lever(csv_bestand({}), op=BEKEND)
    client, wie = als(rol("monitor")), actor("monitor")
    row = actions.ask(wie, vraag=INTERN)
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        assert "Probeer opnieuw" in tekst_van(client.get("/monitor/uitleveringen/"))
        assert client.post(f"/monitor/uitleveringen/{row.pk}/opnieuw/").status_code == 302
    with scope(wie):
        assert Auditregel.objects.filter(gebeurtenis="uitlevering_verder").count() == 1
        assert Uitlevering.objects.count() == 1


def test_a_report_over_ticked_regions_says_so(als: Als) -> None:
    client = als(rol("monitor"))
    client.post("/monitor/uitleveringen/", {**_vraag(), "rapport-regios": ["AM11", "AM08"]})
    with scope(alles()):
        assert Uitlevering.objects.get().keuze == "AM08,AM11"


def test_made_again_on_the_screen_the_list_says_that_it_is_the_same(als: Als) -> None:
    lever(csv_bestand({}), op=BEKEND)
    client = als(rol("monitor"))
    client.post("/monitor/uitleveringen/", _vraag())
    with scope(alles()):
        row = Uitlevering.objects.get()
    taken.make(uitlevering_id=row.pk, regio="AM08")
    client.post(f"/monitor/uitleveringen/{row.pk}/opnieuw/")
    with scope(alles()):
        tweede = Uitlevering.objects.exclude(pk=row.pk).get()
    assert taken.question_of(tweede) == taken.question_of(row)
    taken.make(uitlevering_id=tweede.pk, regio="AM08")
    assert tekst_van(client.get("/monitor/uitleveringen/")).count("gelijk aan een ander") == 2
    assert als(rol("monitor", "AM10")).post(
        f"/monitor/uitleveringen/{row.pk}/opnieuw/"
    ).status_code == 404  # fmt: skip


def test_a_wrong_question_is_said_at_the_field_and_nothing_is_lost(als: Als) -> None:
    client = als(rol("monitor"))
    antwoord = client.post(
        "/monitor/uitleveringen/",
        _vraag(**{"rapport-peil": "1-6-2023", "rapport-bescherming": "buiten"}),
    )
    assert antwoord.status_code == 422
    assert "was 2023 nog niet voorbij" in tekst_van(antwoord)
    assert 'value="1-6-2023"' in antwoord.content.decode()
    leeg = client.post("/monitor/uitleveringen/", _vraag(**{"rapport-regio": "AM99"}))
    assert leeg.status_code == 422


def test_the_list_costs_the_same_with_more_reports(als: Als, count_queries: Any) -> None:
    client, wie = als(rol("monitor")), actor("monitor")
    lever(csv_bestand({}), op=BEKEND)
    maak(wie, INTERN)
    client.get("/monitor/uitleveringen/")
    with count_queries() as first:
        client.get("/monitor/uitleveringen/")
    for jaar in (2021, 2022):
        vraag = Vraag("rapport", "AM08", jaar, date(2024, 3, 1), intern=True)
        actions.ask(wie, vraag=vraag)
    with count_queries() as second:
        client.get("/monitor/uitleveringen/")
    assert second.aantal == first.aantal


def test_nothing_heavy_is_imported_before_a_function_needs_it() -> None:
    """The solver and DuckDB load in the worker or a command, never with a page."""
    heavy = {"duckdb", "highspy", "numpy", "polars"}
    for file in Path(monitor.__file__).parent.rglob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        names = {alias.name.split(".")[0] for node in tree.body if isinstance(node, ast.Import)
                 for alias in node.names}  # fmt: skip
        names |= {
            (node.module or "").split(".")[0]
            for node in tree.body
            if isinstance(node, ast.ImportFrom)
        }
        assert not names & heavy, file
