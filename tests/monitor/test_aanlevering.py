"""A file on its way in: brought on the screen, checked and loaded by the worker, never half."""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ontschot.kern.models import Auditregel
from ontschot.kern.scope import scope, systeem
from ontschot.monitor import views
from ontschot.monitor.aanlevering.uitkomst import Foutsoorten, Uitkomst, Voorbeeld, from_facts
from ontschot.monitor.levering import opslag
from ontschot.monitor.levering.importeren import Uitslag
from ontschot.monitor.levering.lezen import KOLOMMEN, Fout, column_names, proposed_names
from ontschot.monitor.models import Aanlevering, Levering
from tests.monitor.brengen import FOUT, LIJST, ZELFDE, Als, Brenger, geladen, in_de_wachtrij
from tests.monitor.factories import (
    alles,
    csv_bestand,
    feiten_bestand,
    lever,
    rol,
    werkmap,
)
from tests.monitor.test_hoofdstuk import tekst_van

pytestmark = pytest.mark.django_db


def fout_bij_bestand(antwoord: Any) -> str:
    """What stands at the field of the file."""
    html = antwoord.content.decode()
    found = re.search(r'error-message" id="id_nieuw-bestand[^>]*>(.*?)</div>', html, re.S)
    assert found
    return found[1]


# From the file to the rows.


def test_a_delivery_is_brought_checked_and_loaded_on_the_screen(monitor: Brenger) -> None:
    adres = monitor.breng(csv_bestand({}, {}))
    assert "Zo begint het bestand" in monitor.zie(adres)
    monitor.client.post(adres, ZELFDE)
    assert "Bezig met controleren" in monitor.zie(adres)
    assert [naam for naam, _ in in_de_wachtrij()] == ["monitor.aanlevering"]
    monitor.werk()
    assert "Alle regels zijn goed. Er is nog niets geladen." in monitor.zie(adres)
    assert geladen() == 0
    monitor.doe(adres, "laad")
    assert "Alle regels zijn geladen." in monitor.zie(adres)
    assert geladen() == 2
    pagina = monitor.zie(LIJST)
    assert "telt mee" in pagina
    assert "Bezig of nog te laden" not in pagina
    with scope(alles()):
        levering = Levering.objects.get()
        assert levering.geimporteerd_door_id == monitor.rol.medewerker_id
        events = list(
            Auditregel.objects.filter(object_soort="aanlevering")
            .order_by("pk")
            .values_list("gebeurtenis", flat=True)
        )
    assert events == [
        "aanlevering_gebracht", "aanlevering_controle_gevraagd", "aanlevering_nagekeken",
        "aanlevering_laden_gevraagd", "aanlevering_geladen",
    ]  # fmt: skip


def test_no_page_loads_numpy_or_reads_a_workbook(
    monitor: Brenger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With these modules out of reach every page still answers; only the worker needs them."""

    def zonder(doe: Callable[[], Any]) -> Any:
        with monkeypatch.context() as patch:
            for naam in ("numpy", "openpyxl", "duckdb", "highspy"):
                patch.setitem(sys.modules, naam, None)
            return doe()

    inhoud = werkmap({}, FOUT)
    zonder(lambda: monitor.kies(inhoud, "levering.xlsx"))
    monitor.werk()
    adres = f"/monitor/aanlevering/{monitor.rij().pk}/"
    assert "orientatie_loopbaan" in zonder(lambda: monitor.zie(adres))
    assert zonder(lambda: monitor.client.post(adres, ZELFDE)).status_code == 302
    zonder(lambda: monitor.client.get(f"{adres}voortgang/", headers={"HX-Request": "true"}))
    monitor.werk()
    assert "Hoe vaak" in zonder(lambda: monitor.zie(adres))
    assert zonder(lambda: monitor.client.get(f"{adres}geweigerd/")).status_code == 200
    assert zonder(lambda: monitor.client.post(f"{adres}laad/")).status_code == 302
    monitor.werk()
    assert "zijn geladen" in zonder(lambda: monitor.zie(adres))


def test_no_view_calls_what_reads_a_delivery() -> None:
    """Beside the walk above: whoever adds a view may not bring the import back into a request."""
    for file in Path(views.__file__).parent.glob("*.py"):
        said = file.read_text("utf-8")
        assert not re.search(r"\bimporteer\b|taken\.work|open_here", said), file


def test_faults_are_told_by_kind_with_the_first_lines_and_all_of_them_in_a_file(
    monitor: Brenger,
) -> None:
    rijen = [FOUT] * 7 + [{"kosten": "veel"}, {"id": "R00009"}, {}]
    adres = monitor.controleer(csv_bestand(*rijen, {"id": "R00009"}))
    pagina = monitor.zie(adres)
    assert "1 goed" not in pagina
    assert "In het bestand zitten fouten. Er is nog niets geladen." in pagina
    assert (
        "doelgroep Staat niet in de lijst. Schrijf bijvoorbeeld werknemer. =HYPERLINK(1) op regel "
        "2, 3, 4, 5, 6 en meer (7 keer) 7"
    ) in pagina
    assert "veel op regel 9 1" in pagina
    assert "id Staat ook op regel 10. Een id komt één keer voor. R00009 op regel 12 1" in pagina
    antwoord = monitor.client.get(f"{adres}geweigerd/")
    bestand = b"".join(antwoord.streaming_content).decode("utf-8-sig").splitlines()
    assert bestand[0] == "regel;kolom;melding;waarde"
    assert len(bestand) == 10
    assert bestand[1].endswith(";'=HYPERLINK(1)")
    assert geladen() == 0
    monitor.doe(adres, "laad")
    assert "De goede regels zijn geladen. De geweigerde regels niet." in monitor.zie(adres)
    assert geladen() == 2


def test_faults_that_differ_in_a_number_only_are_one_kind() -> None:
    soorten = Foutsoorten()
    fouten = [Fout(n, "id", "A", f"staat ook op regel {n - 1}.") for n in range(3, 12)]
    assert list(soorten.passing(fouten)) == fouten
    [soort] = soorten.most_first()
    assert (soort.aantal, soort.melding) == (9, "staat ook op regel ….")
    assert soort.voorbeelden == [
        Voorbeeld("A", "staat ook op regel 2.", aantal=9, regels=[3, 4, 5, 6, 7])
    ]


def test_of_many_different_faults_the_first_are_named_and_the_rest_is_counted() -> None:
    soorten = Foutsoorten()
    list(soorten.passing(Fout(n, f"k{n % 70}", f"w{n}", "is fout.") for n in range(2, 7002)))
    found = soorten.most_first()
    assert len(found) == 60
    assert {soort.aantal for soort in found} == {100}
    assert {(len(soort.voorbeelden), soort.meer) for soort in found} == {(8, 92)}
    assert from_facts(Uitkomst(Uitslag(goed=1), tuple(found)).as_facts()).soorten == tuple(found)


def test_a_name_that_probably_means_a_column_is_proposed_and_never_taken_unasked() -> None:
    kop = ["Nr", "Arbeidsmarktregio", "Datum interventie", "Soort interventie", "Groep", "M/V",
           "Opleiding", "Branche", "Inkoper", "Wie eerst", "Bedrag"]  # fmt: skip
    assert proposed_names(kop, "interventies") == [*KOLOMMEN[:9], "wie_eerst", "kosten"]
    assert column_names(kop)[-1] == "bedrag"
    # What is called by its own name leaves nothing to guess.
    assert proposed_names(["Opleiding", "Kwalificatie"], "interventies")[0] == "opleiding"
    assert proposed_names(["Bedrag", "Kanaal"], "instroom") == ["bedrag", "deur"]


def test_columns_with_other_names_are_coupled_once_and_remembered(monitor: Brenger) -> None:
    anders = {kolom: f"Veld {n}" for n, kolom in enumerate(KOLOMMEN)}
    kop = ",".join(anders.values())
    adres = monitor.breng(csv_bestand({}, kop=kop))
    assert "Kies een kolom" in monitor.zie(adres)
    geweigerd = monitor.client.post(adres, {**anders, "kosten": "Veld 0"})
    assert geweigerd.status_code == 422
    assert "Deze kolom is al gekozen bij ‘id’." in tekst_van(geweigerd)
    monitor.client.post(adres, anders)
    monitor.werk()
    monitor.doe(adres, "laad")
    assert geladen() == 1
    with scope(systeem("AM08")):
        Aanlevering.objects.all().delete()
    volgende = monitor.client.get(monitor.breng(csv_bestand({}, {}, kop=kop)))
    assert volgende.content.decode().count(" selected>Veld") == len(KOLOMMEN)


def test_instroom_is_chosen_coupled_and_loaded_on_the_screen(monitor: Brenger) -> None:
    pagina = monitor.zie(LIJST)
    assert "Deze kolommen zijn van Ontschot." in pagina
    inhoud = feiten_bestand("instroom", {}, {"deur": "luik"}).replace(b"ontschot_deur", b"ingang")
    gekozen = {veld: f"ontschot_{veld}" for veld in ("id", "regio", "datum")}
    adres = monitor.controleer(inhoud, {**gekozen, "deur": "ingang"}, soort="instroom")
    assert "deur Staat niet in de lijst." in monitor.zie(adres)
    keuze = monitor.client.get(f"{adres}?kolommen").content.decode()
    assert all(f'value="{kop}" selected' in keuze for kop in [*gekozen.values(), "ingang"])
    assert "Inkopende partij" not in keuze
    monitor.doe(adres, "laad")
    assert geladen() == 1


def test_a_corrected_file_is_checked_at_once_and_nothing_is_asked_again(
    monitor: Brenger, django_capture_on_commit_callbacks: Any
) -> None:
    adres = monitor.controleer(csv_bestand({}, FOUT))
    oud = monitor.rij().sleutel
    beter = SimpleUploadedFile("beter.csv", csv_bestand({}, {}))
    with django_capture_on_commit_callbacks(execute=True):
        monitor.ander(adres, beter)
    monitor.werk()
    assert "Alle regels zijn goed." in monitor.zie(adres)
    assert "beter.csv" in monitor.zie(adres)
    assert opslag.beside(oud, "bestand") is None
    ander = SimpleUploadedFile("ander.csv", csv_bestand({}, kop=",".join("abcdefghijk")))
    monitor.ander(adres, ander)
    assert "Welke kolom is wat?" in monitor.zie(adres)
    slecht = SimpleUploadedFile("slecht.csv", b"\x00\xff" * 50)
    antwoord = monitor.ander(adres, slecht)
    assert antwoord.status_code == 422
    assert "Dit is geen tekstbestand." in fout_bij_bestand(antwoord)
    assert "Welke kolom is wat?" in tekst_van(antwoord)
    assert "Kies een bestand" in fout_bij_bestand(monitor.ander(adres, None))
    assert monitor.rij().bestandsnaam == "ander.csv"


# What the check already says, so that loading does not surprise.


def test_the_check_says_what_would_be_replaced_and_the_button_does_it(monitor: Brenger) -> None:
    lever(csv_bestand({}), naam="Vorige")
    adres = monitor.controleer(csv_bestand({}, {}))
    pagina = monitor.zie(adres)
    assert "Als je laadt, vervangt dit bestand ‘Vorige’." in pagina
    assert "Laad alle regels en vervang de vorige levering" in pagina
    with scope(alles()):
        assert [levering.status for levering in Levering.objects.all()] == ["geladen"]
    monitor.doe(adres, "laad")
    assert "Vervangen: ‘Vorige’. Die blijft te lezen" in monitor.zie(adres)
    with scope(alles()):
        statussen = Levering.objects.order_by("pk").values_list("status", flat=True)
        assert list(statussen) == ["vervangen", "geladen"]


def test_the_same_file_twice_changes_nothing_and_says_so(monitor: Brenger) -> None:
    lever(csv_bestand({}))
    adres = monitor.controleer(csv_bestand({}))
    pagina = monitor.zie(adres)
    assert "Dit bestand was al geladen. Er verandert niets." in pagina
    assert "Laad alle" not in pagina
    assert "Van dit bestand kan niets worden geladen." in tekst_van(monitor.doe(adres, "laad"))
    assert geladen() == 1


def test_the_check_says_what_stands_in_the_way_of_loading(monitor: Brenger) -> None:
    lever(csv_bestand({}), bron="Een ander")
    adres = monitor.controleer(csv_bestand({}, {}, FOUT))
    pagina = monitor.zie(adres)
    assert "Dit bestand kan zo niet worden geladen" in pagina
    assert "1 van deze regels zijn al geladen met ‘Proef’" in pagina
    assert "doelgroep Staat niet in de lijst" in pagina
    assert "Laad a" not in pagina


def test_what_changed_since_the_check_is_not_loaded_unseen(monitor: Brenger) -> None:
    adres = monitor.controleer(csv_bestand({}, {}))
    lever(csv_bestand({"id": "X1"}), naam="Intussen")
    monitor.doe(adres, "laad")
    pagina = monitor.zie(adres)
    assert "Dit lukte niet" in pagina
    assert "Van deze bron is over dit jaar al geladen: ‘Intussen’." in pagina
    assert geladen() == 1


def test_two_people_with_the_same_file_load_it_once(als: Als, monitor: Brenger) -> None:
    eerste, tweede = monitor, Brenger(als, rol("monitor", "AM10"))
    adressen = [wie.controleer(csv_bestand({}, {})) for wie in (eerste, tweede)]
    eerste.doe(adressen[0], "laad")
    tweede.doe(adressen[1], "laad")
    assert "Dit bestand is intussen al geladen. Er verandert niets." in tweede.zie(adressen[1])
    assert geladen() == 2
