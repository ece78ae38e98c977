"""A file on its way in that cannot be read, is stopped, belongs to another or is a day old."""

import io
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, OperationalError, connection, transaction

from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import IEDEREEN, Rolsoort
from ontschot.kern.scope import scope, systeem
from ontschot.monitor.aanlevering import actions, queries, taken
from ontschot.monitor.levering import opslag
from ontschot.monitor.models import Aanlevering, Levering
from ontschot.netwerk.queries import actor_in_role
from tests.monitor.brengen import FOUT, LIJST, ZELFDE, Als, Brenger, geladen, in_de_wachtrij
from tests.monitor.factories import (
    actor,
    alles,
    csv_bestand,
    rol,
    werkmap,
)
from tests.monitor.test_hoofdstuk import tekst_van

pytestmark = pytest.mark.django_db


# Not readable, stopped, died, lost.


@pytest.mark.parametrize(
    ("inhoud", "zin"),
    [
        (b"\x00\xff" * 50, "Dit is geen tekstbestand."),
        (b"\n\n", "Het bestand is leeg."),
        (b"\xd0\xcf\x11\xe0oud", "Dit is een oud Excel-bestand"),
        (b"\xfd7zXZ\x00kapot", "Dit xz-bestand is beschadigd."),
    ],
)
def test_a_text_that_cannot_be_read_is_refused_in_the_form(
    monitor: Brenger, inhoud: bytes, zin: str
) -> None:
    antwoord = monitor.kies(inhoud)
    assert antwoord.status_code == 422
    assert zin in tekst_van(antwoord)
    assert "Proefregio" in antwoord.content.decode()
    assert list(opslag._root().glob("*")) == []


def test_a_workbook_that_cannot_be_read_waits_for_a_better_one(monitor: Brenger) -> None:
    adres = monitor.breng(b"PK\x03\x04kapot", "kapot.xlsx")
    pagina = monitor.zie(adres)
    assert "Dit Excel-bestand is beschadigd." in pagina
    beter = SimpleUploadedFile("beter.xlsx", werkmap({}))
    monitor.ander(adres, beter)
    assert "Bezig met openen" in monitor.zie(adres)
    monitor.werk()
    assert "Welke kolom is wat?" in monitor.zie(adres)


def test_a_file_that_breaks_off_half_way_says_so_and_stays(monitor: Brenger) -> None:
    adres = monitor.breng(csv_bestand(*[{}] * 1500) + b"R2,\x00")
    monitor.client.post(adres, ZELFDE)
    monitor.werk()
    pagina = monitor.zie(adres)
    assert "Dit is geen tekstbestand." in pagina
    assert "Heb je een verbeterd bestand?" in pagina


def test_a_worker_that_died_is_told_and_the_same_can_begin_again(monitor: Brenger) -> None:
    adres = monitor.breng(csv_bestand({}, {}))
    monitor.client.post(adres, ZELFDE)
    row = monitor.rij()
    taken._tell(row, 0.4, 1)
    pagina = monitor.zie(adres)
    assert "Het werk is gestopt voordat het klaar was" in pagina
    assert "Er is niets geladen." in pagina
    assert "gestopt" in monitor.zie(LIJST)
    monitor.client.post(f"{adres}opnieuw/")
    assert "gestopt" not in monitor.zie(adres)
    taken.work(row.pk, row.poging, row.rol_id)
    assert monitor.rij().status == "controle"
    monitor.werk()
    assert monitor.rij().status == "nagekeken"


def test_whoever_works_on_it_holds_a_lock_that_the_page_sees(monitor: Brenger) -> None:
    adres = monitor.breng(csv_bestand({}))
    monitor.client.post(adres, ZELFDE)
    row = monitor.rij()
    with scope(actor("monitor")):
        assert not queries.is_locked(row.pk)
        queries.lock(row.pk)
        assert queries.is_locked(row.pk)
    taken._tell(row, 0.4, 1234)
    pagina = monitor.zie(adres)
    assert "40 %" in pagina
    assert "1.234 regels gelezen." in pagina


@pytest.mark.parametrize("wat", ["stop", "weg", "opnieuw"])
def test_what_nobody_waits_for_any_more_leaves_nothing(monitor: Brenger, wat: str) -> None:
    adres = monitor.controleer(csv_bestand({}, {}))
    monitor.client.post(f"{adres}laad/")
    row, wie = monitor.rij(), actor_in_role(monitor.rol)
    monitor.client.post(f"{adres}{wat}/")
    gone = (actions.Afgebroken, Weigering)
    with pytest.raises(gone), transaction.atomic(), scope(wie):
        taken.WERK[row.status](wie, row)
    assert geladen() == 0
    with scope(alles()):
        assert not Levering.objects.exists()
        left = list(Aanlevering.objects.values_list("status", flat=True))
    assert left == {"stop": ["nagekeken"], "weg": [], "opnieuw": ["laden"]}[wat]


@pytest.mark.parametrize(
    ("fault", "zin"),
    [
        (OperationalError("gone"), taken.WEG_DATABASE),
        (RuntimeError("a bug"), taken.ONVERWACHT),
    ],
)
def test_a_fault_of_ours_is_a_sentence_and_the_file_stays(
    monitor: Brenger, monkeypatch: pytest.MonkeyPatch, fault: Exception, zin: str
) -> None:
    adres = monitor.controleer(csv_bestand({}, {}))
    monitor.client.post(f"{adres}laad/")

    def broken(*args: Any) -> Any:
        raise fault

    with monkeypatch.context() as patch:
        patch.setattr(taken, "importeer", broken)
        patch.setattr(taken.connection, "close", lambda: None)
        with pytest.raises(type(fault)):
            monitor.werk()
    assert zin in monitor.zie(adres)
    monitor.doe(adres, "laad")
    assert geladen() == 2


def test_a_second_click_asks_nothing_twice(monitor: Brenger) -> None:
    adres = monitor.breng(csv_bestand({}))
    for _ in range(2):
        assert monitor.client.post(adres, ZELFDE).status_code == 302
    assert len(in_de_wachtrij()) == 1
    monitor.werk()
    for _ in range(2):
        antwoord = monitor.client.post(f"{adres}laad/", follow=True)
        assert "Dit kan niet meer" not in tekst_van(antwoord)
    assert len(in_de_wachtrij()) == 2
    monitor.werk()
    for wat in ("laad", "stop", "opnieuw"):
        assert monitor.client.post(f"{adres}{wat}/", follow=True).status_code == 200
    assert geladen() == 1
    assert "al geladen" in tekst_van(monitor.doe(adres, "weg"))
    assert monitor.rij().status == "geladen"


def test_the_part_that_renews_itself_asks_for_the_page_when_there_is_something_to_decide(
    monitor: Brenger,
) -> None:
    adres = monitor.breng(csv_bestand({}))
    monitor.client.post(adres, ZELFDE)
    htmx = {"HX-Request": "true"}
    deel = monitor.client.get(f"{adres}voortgang/?gezegd=wacht", headers=htmx)
    assert 'hx-trigger="load delay:300ms"' in deel.content.decode()
    assert "hx-swap-oob" not in deel.content.decode()
    monitor.werk()
    assert monitor.client.get(f"{adres}voortgang/", headers=htmx)["HX-Refresh"] == "true"
    assert monitor.client.get(f"{adres}voortgang/").status_code == 302
    assert monitor.client.get("/monitor/aanlevering/0/voortgang/", headers=htmx)["HX-Refresh"]


# Whose it is, and how long.


def test_a_file_shows_to_who_brought_it_and_to_nobody_else(als: Als, monitor: Brenger) -> None:
    adres = monitor.controleer(csv_bestand({}, FOUT))
    for ander in (rol("monitor"), rol("monitor", "AM10")):
        client = als(ander)
        assert "Proef" not in tekst_van(client.get(LIJST))
        for wat in ("", "geweigerd/"):
            antwoord = client.get(f"{adres}{wat}")
            assert (antwoord.status_code, antwoord["Location"]) == (302, LIJST)
        for wat in ("laad", "weg", "stop", "opnieuw"):
            tekst = tekst_van(client.post(f"{adres}{wat}/", follow=True, headers={"referer": ""}))
            assert "wordt niet langer bewaard" in tekst
    assert monitor.rij().status == "nagekeken"


def test_the_database_shows_a_brought_file_to_its_bringer_only(monitor: Brenger) -> None:
    monitor.breng(csv_bestand({}))
    for soort in sorted(IEDEREEN):
        with scope(actor(soort)):
            assert not Aanlevering.objects.exists(), soort
    other = actor("monitor")
    with scope(other), pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(
            "INSERT INTO monitor_aanlevering (regio_id, door_id, rol_id, sleutel, bestandsnaam, "
            "soort, bron_naam, naam, openbaar, koppeling, status, poging, fout, gebracht_op, "
            "gevraagd_op, tot) VALUES ('AM08', %s, %s, 'x', 'x', 'instroom', 'x', 'x', false, "
            "'{}', 'koppelen', 1, '', now(), now(), now() + interval '1 day')",
            [monitor.rol.medewerker_id, monitor.rol.pk],
        )


@pytest.mark.parametrize(
    "verandering",
    [
        "status = 'geladen'",
        "status = 'laden'",
        "soort = 'anders'",
        "tot = gevraagd_op",
        "status = 'controle', fout = 'x'",
    ],
)
def test_a_brought_file_takes_no_step_that_does_not_exist(
    monitor: Brenger, verandering: str
) -> None:
    monitor.breng(csv_bestand({}))
    with scope(systeem("AM08")), pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(f"UPDATE monitor_aanlevering SET {verandering}")


def test_only_the_monitor_of_one_region_brings_a_file() -> None:
    gezegd = actions.Gezegd("instroom", "x", "x", None, openbaar=True)
    for wie in (actor(Rolsoort.BELEID), systeem("AM08", "AM10")):
        with pytest.raises(Weigering):
            actions.bring(wie, bestand=io.BytesIO(b"a;b\n"), bestandsnaam="a", gezegd=gezegd)


def test_after_a_day_nothing_remains(
    monitor: Brenger, django_capture_on_commit_callbacks: Any
) -> None:
    with time_machine.travel("2024-03-01 12:00+00:00", tick=False):
        adres = monitor.controleer(csv_bestand({}, FOUT))
    with time_machine.travel("2024-03-02 11:00+00:00", tick=False):
        taken.wipe_old(0)
        assert monitor.rij().status == "nagekeken"
    with time_machine.travel("2024-03-02 12:01+00:00", tick=False):
        antwoord = monitor.client.get(adres)
        assert (antwoord.status_code, antwoord["Location"]) == (302, LIJST)
        with django_capture_on_commit_callbacks(execute=True):
            taken.wipe_old(0)
    with scope(alles()):
        assert not Aanlevering.objects.exists()
    assert list(opslag._root().glob("*")) == []


def test_after_loading_the_file_itself_is_gone(monitor: Brenger) -> None:
    adres = monitor.controleer(csv_bestand({}, FOUT))
    sleutel = monitor.rij().sleutel
    monitor.doe(adres, "laad")
    assert opslag.beside(sleutel, "bestand") is None
    assert opslag.beside(sleutel, queries.GEWEIGERD)


@pytest.mark.parametrize("sleutel", ["", "x", "../../settings", "0" * 31])
def test_a_key_that_is_none_leads_nowhere(sleutel: str) -> None:
    with pytest.raises(Weigering):
        opslag.reopen(sleutel)


def test_a_closed_delivery_takes_only_rows_of_the_own_region(monitor: Brenger) -> None:
    adres = monitor.controleer(csv_bestand({}, {"regio": "AM10"}), zichtbaar="besloten")
    assert "Hoort niet bij AM08" in monitor.zie(adres)


def test_more_files_on_their_way_cost_the_list_no_more_queries(
    monitor: Brenger, count_queries: Any
) -> None:
    monitor.kies(csv_bestand({}))
    monitor.client.get(LIJST)
    with count_queries() as first:
        monitor.client.get(LIJST)
    for _ in range(3):
        monitor.kies(csv_bestand({}))
    with count_queries() as second:
        monitor.client.get(LIJST)
    assert second.aantal == first.aantal
