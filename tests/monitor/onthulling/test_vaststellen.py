"""The protected report as it leaves the team: fixed once, whoever asks what and when."""

import json
from collections import Counter
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, ProgrammingError, connection, transaction

from ontschot.kern.errors import Weigering
from ontschot.kern.models import Auditregel
from ontschot.kern.scope import scope
from ontschot.monitor.codes import codelijsten
from ontschot.monitor.levering.laden import load_reconstructie
from ontschot.monitor.models import Monitorrij, Publicatie
from ontschot.monitor.rapport import bundel, uitvoer
from ontschot.monitor.selectie import read_selectie
from ontschot.regelingen.models import Interventiesoort
from tests.monitor.factories import alles, csv_bestand, lever
from tests.monitor.onthulling.aanvaller import Aanvaller

pytestmark = pytest.mark.django_db


def _rapport(
    regio: str = "nederland", *, per_regio: bool = False, peil: str = ""
) -> dict[str, Any]:
    """The published JSON of one report over 2023."""
    codes, wie = codelijsten(), alles()
    with transaction.atomic(), scope(wie):
        asked = {"regio": regio, "jaar": "2023", "peil": peil}
        selectie = read_selectie(wie, asked, codes.labels("regio"))
        made = bundel.make(
            selectie, codes, intern=False, per_regio=per_regio, vergelijk=False, voorlopig=True
        )
    data: dict[str, Any] = json.loads(uitvoer.as_json(made))
    return data


def _rij(data: dict[str, Any], tabel: str, waarde: str) -> dict[str, Any]:
    rijen = data["tabellen"][tabel]["rijen"]
    found: dict[str, Any] = next(rij for rij in rijen if rij["waarde"] == waarde)
    return found


def test_the_reconstruction_of_2023_cannot_be_worked_out_from_its_reports() -> None:
    load_reconstructie()
    land = _rapport(per_regio=True)
    codes = sorted(land["regio"])
    neighbours = [",".join(codes[:n] + codes[n + 1 :]) for n in (0, 10)]
    others = [_rapport(keuze) for keuze in ("zes", "AM08,AM10", *neighbours)]
    rubrieken = dict(Interventiesoort.objects.values_list("code", "rubriek_id"))
    small = hidden = 0
    for tabel in ("doelgroep", "geslacht", "interventie", "sector", "inkopende_partij"):
        with scope(alles()):
            rows = Counter(Monitorrij.objects.values_list("regio_id", tabel))
        aanvaller = Aanvaller([land, *others], rubriek_van=rubrieken, alleen=tabel)
        for regio in codes:
            for rij in land["regio"][regio]["tabellen"][tabel]["rijen"]:
                aantal = rows[regio, rij["waarde"]]
                hidden += rij["aantal"] is None
                assert rij["aantal"] in (None, aantal)
                small += 0 < aantal < 5
                # Every fifth region is enough to attack each time.
                if 0 < aantal < 5 and regio in codes[::5]:
                    low, high = aanvaller.bounds((tabel, rij["waarde"], regio))
                    assert low < 1e-6, (tabel, rij, regio)
                    assert high > 5 - 1e-6, (tabel, rij, regio)
    assert (small, hidden) == (290, 333)
    assert land["tabellen"]["doelgroep"]["noemer"] == 20_515
    assert land["onthulling"]["verborgen"] == 0
    (vast,) = land["onthulling"]["vastgesteld"]
    assert vast["boven_minimum"] == 0
    # With 70 cells of rubriek, and 2 of the fixed selection of six regions.
    assert vast["verborgen_te_klein"] + vast["verborgen_erbij"] == 333 + 70 + 2


VEEL = [{"geslacht": g} for g in ("vrouw", "man") for _ in range(6)]
SCHEEF = [*VEEL[:-1], {"geslacht": "man", "doelgroep": "ww"}]


def test_a_cell_too_small_is_hidden_with_another_and_the_rest_of_the_report_stands() -> None:
    lever(csv_bestand(*SCHEEF))
    data = _rapport("AM08")
    assert _rij(data, "doelgroep", "ww") == {
        "waarde": "ww", "aantal": None, "aandeel": None, "verborgen": True
    }  # fmt: skip
    assert _rij(data, "doelgroep", "werknemer")["verborgen"] is True
    assert _rij(data, "geslacht", "vrouw")["aantal"] == 6
    # Everybody got the same interventie, from the same partij: that would tell it of each of them.
    assert _rij(data, "interventie", "orientatie_loopbaan")["aantal"] is None
    assert _rij(data, "inkopende_partij", "fnv")["kosten_cent"] is None
    assert data["onthulling"]["drempel"] == 5
    assert "voorlopig: niemand heeft ze vastgesteld" in data["onthulling"]["toelichting"]


def test_a_corrected_delivery_changes_nothing_that_was_told_before() -> None:
    lever(csv_bestand(*SCHEEF))
    before = _rapport("AM08")
    lever(csv_bestand(*SCHEEF, {"doelgroep": "ww"}), vervang=True)
    assert _rapport("AM08") == before
    assert before["tabellen"]["geslacht"]["noemer"] == 12


def test_a_region_that_delivers_later_is_published_apart() -> None:
    lever(csv_bestand(*SCHEEF))
    first = _rapport()
    meer = [{**rij, "regio": "AM10"} for rij in SCHEEF]
    lever(csv_bestand(*meer), bron="Een ander")
    land = _rapport()
    assert land["tabellen"]["geslacht"]["noemer"] == 24
    assert _rij(land, "geslacht", "vrouw")["aantal"] == 12
    assert _rij(land, "doelgroep", "ww")["aantal"] is None
    assert _rapport("AM08")["tabellen"] == first["tabellen"]
    assert [v["regios"] for v in land["onthulling"]["vastgesteld"]] == [["AM08"], ["AM10"]]
    assert Auditregel.objects.filter(gebeurtenis="monitor_cijfers_voorlopig").count() == 2


def test_too_few_rows_to_tell_anything_of_are_not_told_of_at_all() -> None:
    lever(csv_bestand({}, {}))
    data = _rapport()
    assert data["tabellen"]["geslacht"]["noemer"] == 0
    assert not Publicatie.objects.exists()


def test_a_region_that_stands_together_with_another_is_not_shown_alone() -> None:
    lever(csv_bestand(*VEEL, {"regio": "AM10"}))
    assert _rapport("AM08")["tabellen"]["geslacht"]["achtergehouden"] is True
    assert _rapport("AM08,AM10")["tabellen"]["geslacht"]["noemer"] == 13


def test_a_day_before_the_figures_were_fixed_is_refused() -> None:
    with time_machine.travel("2024-06-01 12:00+00:00"):
        lever(csv_bestand(*VEEL))
        fixed = _rapport()
    assert fixed["peildatum"] == "2024-06-01"
    assert _rapport(peil="2025-01-01") == fixed
    with pytest.raises(Weigering, match=r"vastgesteld zoals bekend op 1.juni 2024"):
        _rapport(peil="2024-03-01")


def test_what_did_not_change_today_was_known_yesterday() -> None:
    with time_machine.travel("2024-06-01 12:00+00:00"):
        lever(csv_bestand(*VEEL))
    with time_machine.travel("2024-06-10 12:00+00:00"):
        assert _rapport()["peildatum"] == "2024-06-09"
        assert _rapport(peil="2024-06-09")["tabellen"]["geslacht"]["noemer"] == 12


def test_what_is_published_can_not_be_changed_nor_published_again() -> None:
    lever(csv_bestand(*VEEL))
    _rapport()
    made = Publicatie.objects.get()
    with pytest.raises((IntegrityError, ProgrammingError)), transaction.atomic():
        Publicatie.objects.update(drempel=2)
    for volgnummer in (1, 2, 3):
        again = Publicatie(
            jaar=2023, volgnummer=volgnummer, regios=made.regios, peildatum=date(2024, 1, 1),
            vastgesteld_op=made.vastgesteld_op, drempel=5, cijfers={}, te_klein=0, erbij=0,
            boven_minimum=0,
        )  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            again.save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM monitor_publicatie")
        assert cursor.fetchone() == (1,)
