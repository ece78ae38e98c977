"""The sluis gives keys and codes to roles that may not read the casework, and nothing more."""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from ontschot.kern.rollen import BEZOEKER, KANDIDAAT, ZONDER_NAMEN, Rolsoort
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.monitor.indicatoren import INDICATOREN
from ontschot.monitor.indicatoren.basis import Soort, Stand, rows
from ontschot.monitor.models import LEZERS
from tests.monitor.factories import actor, rol
from tests.monitor.wereld import Wereld, alle_standen, selectie, tel, totaal

pytestmark = pytest.mark.django_db

NU = "'infinity'"
SLUIZEN = {
    f"monitor_sluis_vraag({NU})": "meldingen_melding",
    "monitor_sluis_advies()": "meldingen_advies",
    "monitor_sluis_interventie()": "kandidaten_kandidaat",
    "monitor_sluis_overdracht()": "trajecten_overdracht",
    f"monitor_sluis_toets({NU})": "trajecten_toetsregel",
    "monitor_sluis_uitkomst()": "trajecten_uitkomst",
}


def _count(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        (found,) = cursor.fetchone()
    return int(found)


def _role() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('ontschot.rol', true)")
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize("soort", sorted(ZONDER_NAMEN & LEZERS))
def test_a_role_without_names_gets_codes_and_still_cannot_read_the_tables(
    soort: str, wereld: Wereld
) -> None:
    with scope(actor(soort)):
        for sluis, tabel in SLUIZEN.items():
            assert _count(f"SELECT count(*) FROM {sluis}") > 0, sluis
            assert _count(f"SELECT count(*) FROM {tabel}") == 0, tabel
            # Beside each other in one statement too: the role is put back before it goes on.
            both = f"SELECT count(*) FROM {sluis}, {tabel}"
            assert _count(both) == 0, sluis
        assert _role() == soort


@pytest.mark.parametrize("rol_naam", sorted({*Rolsoort, BEZOEKER, KANDIDAAT, ""} - LEZERS))
def test_who_has_no_figures_gets_nothing_through_a_sluis(rol_naam: str, wereld: Wereld) -> None:
    with scope(Actor(rol=rol_naam, regios=("AM08",))):
        for sluis in SLUIZEN:
            assert _count(f"SELECT count(*) FROM {sluis}") == 0, sluis


def test_a_sluis_stays_inside_the_region(wereld: Wereld) -> None:
    for wie in (actor("monitor", "AM10"), systeem("AM10"), Actor(rol="monitor", regios=())):
        with scope(wie):
            for sluis in SLUIZEN:
                assert _count(f"SELECT count(*) FROM {sluis}") == 0, sluis


def test_a_sluis_gives_no_name_no_text_and_no_birth_date(wereld: Wereld) -> None:
    names = ("Verhoeven", "Samira", "cursus", "Bos", "Twaalf jaar", "Tiel", "gebeld")
    with scope(wereld.monitor), connection.cursor() as cursor:
        for sluis in SLUIZEN:
            cursor.execute(f"SELECT to_jsonb(s)::text FROM {sluis} s")
            everything = " ".join(row[0] for row in cursor.fetchall())
            assert not [name for name in names if name in everything], sluis


def test_of_a_shielded_person_there_is_a_total_and_nothing_to_find(wereld: Wereld) -> None:
    with scope(wereld.gids):
        sleutel = wereld.geheim.sleutel
    with scope(wereld.monitor), connection.cursor() as cursor:
        for sluis in SLUIZEN:
            cursor.execute(f"SELECT to_jsonb(s)::text FROM {sluis} s")
            assert sleutel not in " ".join(row[0] for row in cursor.fetchall()), sluis
    for code in ("unieke_personen", "wachttijd_contact", "voorliggend_toets"):
        found = alle_standen(wereld.monitor, code)
        assert found[()].verborgen, code
        for key, stand in found.items():
            assert not (stand.verborgen and {waarde for _, waarde in key} - {"onbekend"}), key


@pytest.mark.parametrize("code", ["wachttijd_contact", "wachttijd_interventie", "unieke_personen"])
def test_the_only_one_in_a_narrow_cell_is_told_nothing_of(code: str, wereld: Wereld) -> None:
    """A reader opens the cell in which only the shielded person is, and subtracts every list."""
    indicator = INDICATOREN[code]
    met_wie = next(iter(indicator.definitie.dimensies))
    for cel in ({}, {met_wie: "onbekend"}, {"maand": "onbekend"}):
        total = tel(wereld.monitor, code, **cel)[()]
        with scope(wereld.monitor):
            listed = rows(indicator, selectie(wereld.monitor, code, **cel))
        assert total.rijen - len(listed) == total.verborgen == 1
        states = Counter(rij.staat for rij in listed)
        if indicator.soort == Soort.DUUR:
            said = (total.klaar, total.wacht, total.weg)
            assert said == (states["klaar"], states["wacht"], states["weg"])
            over = sorted(r.dagen for r in listed if r.staat == "klaar" and r.dagen is not None)
            assert total.mediaan == (over[(len(over) - 1) // 2] if over else None)
    for maand in ("2026-09", "2026-10", "2026-11"):
        assert not tel(wereld.monitor, code, maand=maand).get((), Stand()).verborgen


def test_to_be_shielded_later_changes_no_total_of_an_earlier_report(wereld: Wereld) -> None:
    peil = "2026-11-18"
    before = totaal(wereld.monitor, "unieke_personen", peil=peil)
    with scope(wereld.gids):
        anna = wereld.anna
    wereld.schermt_af(anna)
    after = totaal(wereld.monitor, "unieke_personen", peil=peil)
    assert after.rijen == before.rijen
    assert after.verborgen == before.verborgen + 1


def test_a_list_shows_no_key_of_who_is_shielded_not_even_to_their_own_contact(
    als: Callable[[Any], Client], wereld: Wereld
) -> None:
    with scope(wereld.gids):
        sleutel = wereld.geheim.sleutel
    for who in (wereld.rol, rol("monitor"), rol("privacy")):
        page = als(who).get("/monitor/indicator/unieke_personen/rijen/").content.decode()
        assert sleutel not in page
        assert "1 rij staat niet in deze lijst" in page


@pytest.mark.parametrize(
    "pad", ["/monitor/indicator/unieke_personen/rijen/", "/monitor/rijen/?bron=eigen"]
)
def test_a_professional_sees_the_keys_of_own_dossiers_and_the_monitor_none(
    als: Callable[[Any], Client], wereld: Wereld, pad: str
) -> None:
    sleutel = wereld.anna.sleutel
    own = als(wereld.rol).get(pad).content.decode()
    assert f"/kandidaten/{sleutel}/" in own
    assert sleutel not in als(rol("consulent")).get(pad).content.decode()
    assert sleutel not in als(rol("coordinator")).get(pad).content.decode()
    # Who sees no names sees that two rows are of one person, and cannot find either elsewhere.
    monitor = als(rol("monitor")).get(pad).content.decode()
    assert sleutel not in monitor
    assert re.search(r"P-[0-9A-Z]{7}", monitor)


def test_a_name_in_one_list_is_in_no_other(als: Callable[[Any], Client], wereld: Wereld) -> None:
    """The lists laid side by side by whoever sees no names: nobody stands in two of them."""
    paden = [
        "/monitor/rijen/?bron=eigen",
        *(f"/monitor/indicator/{code}/rijen/" for code in ("unieke_personen", "wachttijd_advies")),
        "/monitor/indicator/unieke_personen/rijen/?jaar=2026",
    ]
    lezer = rol("monitor")
    pages = [als(lezer).get(pad).content.decode() for pad in paden]
    seen = [set(re.findall(r"[PR]-[0-9A-Z]{7}", page)) for page in pages]
    assert all(seen)
    assert sum(map(len, seen)) == len(set().union(*seen))
    assert seen[0] == set(re.findall(r"P-[0-9A-Z]{7}", als(lezer).get(paden[0]).content.decode()))
    other = als(rol("monitor")).get(paden[0]).content.decode()
    assert seen[0].isdisjoint(re.findall(r"P-[0-9A-Z]{7}", other))
    assert "-11-2026" not in pages[1]


def test_which_facility_was_looked_at_never_stands_beside_a_person(
    als: Callable[[Any], Client], wereld: Wereld
) -> None:
    page = als(wereld.rol).get("/monitor/indicator/voorliggend_toets/rijen/").content.decode()
    assert wereld.anna.sleutel not in page
    assert tel(wereld.monitor, "voorliggend_toets")[()].rijen > 0
