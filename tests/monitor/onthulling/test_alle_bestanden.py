"""A reader with every kind of file, of every selection, before and after a correction.

Apart from `test_bescherming`: the reports come from the database, through the decision of two
people, as csv, JSON, text, workbook and open data; a region comes late and another one corrects.
"""

import csv
import io
import json
from collections import Counter, defaultdict
from datetime import date
from typing import Any

import openpyxl
import pytest
import time_machine
from django.db import transaction

from ontschot.kern.scope import scope
from ontschot.monitor.codes import codelijsten
from ontschot.monitor.models import Publicatie
from ontschot.monitor.onthulling.geteld import everybody, whole_year
from ontschot.monitor.rapport import boek, bundel, opendata, uitvoer, werkboek
from ontschot.monitor.rapport.bundel import HOOFDSTUK_3
from ontschot.monitor.selectie import read_selectie
from ontschot.monitor.tellen import counted
from ontschot.regelingen.models import Interventiesoort
from tests.monitor.onthulling.aanvaller import Aanvaller
from tests.monitor.onthulling.test_besluiten import op, stel_vast

pytestmark = pytest.mark.django_db

Rij = dict[str, str]


def regio(code: str, *groepen: tuple[str, str, str, int]) -> list[Rij]:
    return [
        {"regio": code, "doelgroep": d, "geslacht": g, "inkopende_partij": p}
        for d, g, p, keer in groepen
        for _ in range(keer)
    ]


EERST = [
    *regio("AM08", ("werknemer", "vrouw", "fnv", 21), ("ww", "man", "uwv", 17),
           ("nug", "man", "gemeente", 2), ("ww", "vrouw", "uwv", 8)),
    *regio("AM10", ("werknemer", "man", "cnv", 14), ("ww", "vrouw", "uwv", 19),
           ("participatiewet", "man", "gemeente", 9), ("nug", "vrouw", "gemeente", 3)),
    *regio("AM13", ("werknemer", "vrouw", "fnv", 12), ("ww", "man", "uwv", 11),
           ("nug", "man", "gemeente", 8)),
]  # fmt: skip
CORRECTIE = regio("AM08", ("ww", "vrouw", "uwv", 7), ("nug", "man", "gemeente", 3),
                  ("werknemer", "man", "fnv", 6))  # fmt: skip
LAAT = regio("AM20", ("werknemer", "man", "fnv", 13), ("ww", "vrouw", "uwv", 4),
             ("nug", "vrouw", "gemeente", 7))  # fmt: skip
REGIOS = ("AM08", "AM10", "AM13", "AM20")
SELECTIES = ("nederland", "AM08,AM10", "AM10,AM13", "AM08,AM20", "AM08,AM10,AM13")


def gemaakt(keuze: str, dag: str) -> bundel.Bundel:
    codes, wie = codelijsten(), everybody()
    with time_machine.travel(f"{dag} 12:00+00:00"), transaction.atomic(), scope(wie):
        asked = {"regio": keuze, "jaar": "2023", "peil": dag}
        selectie = read_selectie(wie, asked, codes.labels("regio"))
        return bundel.make(selectie, codes, intern=False, per_regio=True, vergelijk=True)


def uit_csv(tekst: str) -> list[dict[str, Any]]:
    """The reports that a csv holds, as the reader of JSON knows them."""
    found: dict[str, Any] = defaultdict(lambda: defaultdict(list))
    noemers: dict[tuple[str, str], int] = {}
    for rij in csv.DictReader(io.StringIO(tekst)):
        waar = rij["regio"]
        if waar == "NL":
            continue
        noemers[waar, rij["tabel"]] = int(rij["noemer"] or 0)
        found[waar][rij["tabel"]].append({
            "waarde": rij["waarde"],
            "aantal": int(rij["aantal"]) if rij["aantal"] else None,
            "aandeel": float(rij["aandeel"]) if rij.get("aandeel") else None,
        })  # fmt: skip
    return [
        {
            "regios": waar.split("+"),
            "tabellen": {
                naam: {"noemer": noemers[waar, naam], "rijen": rijen}
                for naam, rijen in tabellen.items()
            },
        }
        for waar, tabellen in found.items()
    ]


def hernoem(rapport: dict[str, Any], editie: int) -> dict[str, Any]:
    """The same report with regions named after their edition: AM08 becomes AM08/2."""
    parts = {c: hernoem(deel, editie) for c, deel in rapport.get("regio", {}).items()}
    return rapport | {"regios": [f"{r}/{editie}" for r in rapport["regios"]], "regio": parts}


def waar_geteld(peil: date) -> Counter[tuple[str, str, str]]:
    """What was really counted as known on a day."""
    found: Counter[tuple[str, str, str]] = Counter()
    with scope(everybody()):
        for naam in HOOFDSTUK_3:
            rows = counted(whole_year(2023, peil)).values_list(naam, "regio_id")
            found.update((naam, waarde, regio) for waarde, regio in rows)
    return found


@pytest.fixture
def edities() -> tuple[str, str]:
    """The days on which the first and the second edition are told."""
    op("2024-02-01", *EERST)
    stel_vast("2024-03-02", "AM08", "AM10", "AM13")
    op("2024-04-01", *EERST, *CORRECTIE, vervang=True)
    op("2024-04-02", *LAAT, bron="Laat")
    stel_vast("2024-05-02", *REGIOS)
    return "2024-04-01", "2024-06-01"


def test_who_has_every_file_of_both_editions_finds_nobody(edities: tuple[str, str]) -> None:
    told: list[dict[str, Any]] = []
    for editie, dag in enumerate(edities, start=1):
        for keuze in SELECTIES:
            made = gemaakt(keuze, dag)
            told += [hernoem(json.loads(uitvoer.as_json(made)), editie)]
            told += [hernoem(r, editie) for r in uit_csv(uitvoer.as_csv(made))]
            if keuze == "nederland":
                open_data = opendata.as_csv(opendata.rows(made, codelijsten())).decode("utf-8-sig")
                told += [hernoem(r, editie) for r in uit_csv(open_data)]
    rubriek_van = dict(Interventiesoort.objects.values_list("code", "rubriek_id"))
    toen, nu = waar_geteld(date(2024, 3, 1)), waar_geteld(date(2024, 5, 1))
    hidden = Counter[str]()
    for tabel in HOOFDSTUK_3:
        reader = Aanvaller(told, rubriek_van=rubriek_van, alleen=tabel)
        waarden = sorted({w for t, w, _ in (*toen, *nu) if t == tabel})
        for waarde in waarden:
            for kept in ("AM10", "AM13"):
                reader.equal((tabel, waarde, f"{kept}/1"), (tabel, waarde, f"{kept}/2"))
        for waarde in waarden:
            for waar in REGIOS:
                cel = (tabel, waarde, waar)
                pair = [(tabel, waarde, f"{waar}/{n}") for n in (1, 2)]
                for vraag, aantal in zip(pair, (toen[cel], nu[cel]), strict=True):
                    if 0 < aantal < 5:
                        hidden["te klein"] += 1
                        low, high = reader.bounds(vraag)
                        assert (low < 1e-4, high > 5 - 1e-4) == (True, True), (vraag, low, high)
                change = nu[cel] - toen[cel]
                if 0 < abs(change) < 5 and waar != "AM20":
                    hidden["te kleine verandering"] += 1
                    low, high = reader.change(*pair)
                    near = (low, high) if change > 0 else (-high, -low)
                    assert (near[0] < 1e-4, near[1] > 5 - 1e-4) == (True, True), (cel, near)
    assert hidden["te klein"] > 5
    assert hidden["te kleine verandering"] > 0
    assert sum(p.boven_minimum for p in Publicatie.objects.all()) == 0


def test_a_hidden_cell_says_nothing_in_any_kind_of_file(edities: tuple[str, str]) -> None:
    codes = codelijsten()
    made = gemaakt("AM08", edities[1])
    verborgen = {
        (naam, regel.waarde): regel
        for naam, tabel in made.rapport.tabellen.items()
        for regel in tabel.regels
        if regel.verborgen
    }
    assert verborgen
    for regel in verborgen.values():
        told = (regel.aandeel, regel.kosten_cent, regel.gemiddeld_cent, regel.aandeel_kosten)
        assert told == (None,) * 4
        assert regel.verschil is None
    labels = {regel.label for regel in verborgen.values()}
    for line in map(str.strip, uitvoer.as_text(made, codes).splitlines()):
        for label in (label for label in labels if line.startswith(label)):
            rest = line.removeprefix(label).strip()
            assert rest == "*" or not rest.startswith("*"), line
    book = openpyxl.load_workbook(
        io.BytesIO(werkboek.as_xlsx(boek.write(made, codes, None, HOOFDSTUK_3), made))
    )
    seen = 0
    for sheet in book:
        for row in sheet.iter_rows(values_only=True):
            if row and row[0] in labels and len(row) > 1 and row[1] == "*":
                seen += 1
                assert not isinstance(row[1], int | float)
                assert not isinstance(row[2], int | float)
    assert seen >= len(verborgen)
