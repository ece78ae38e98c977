"""Making pseudonyms in a region, on the command line and on the screen, and counting them."""

import secrets
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import DatabaseError, transaction

from ontschot.kandidaten.models import Kandidaat
from ontschot.kern.errors import Weigering
from ontschot.kern.models import Auditregel
from ontschot.kern.scope import scope
from ontschot.monitor.models import Personentelling
from ontschot.monitor.pseudoniem import actions
from ontschot.monitor.pseudoniem.rules import make_file, read_file
from tests.monitor.factories import actor, alles, rol
from tests.trajecten import factories as trajecten

pytestmark = pytest.mark.django_db
SLEUTEL = secrets.token_bytes(32)


@pytest.fixture
def geholpen() -> Kandidaat:
    """Somebody who was bought something for in 2025."""
    with time_machine.travel("2025-06-02 10:00+00:00"):
        gids = actor("gids")
        with scope(gids):
            gekocht = trajecten.committed(gids)
            found: Kandidaat = gekocht.kandidaat
            Kandidaat.objects.filter(pk=found.pk).update(geboortedatum=date(1980, 5, 17))
    return found


def _gemaakt(jaar: int = 2025) -> set[str]:
    made = actions.make(actor("privacy"), regio="AM08", jaar=jaar, sleutel=SLEUTEL)
    return set(made.pseudoniemen)


def test_who_was_helped_in_the_year_gets_a_pseudonym_and_the_audit_log_names_nobody(
    geholpen: Kandidaat,
) -> None:
    assert len(_gemaakt()) == 1
    assert _gemaakt(2024) == set()
    with scope(alles()):
        line = Auditregel.objects.filter(gebeurtenis="pseudoniemen_gemaakt").first()
    assert line is not None
    assert geholpen.achternaam not in str(line.gegevens)


def test_who_is_afgeschermd_is_in_no_file(geholpen: Kandidaat) -> None:
    with scope(alles()):
        Kandidaat.objects.filter(pk=geholpen.pk).update(afgeschermd=True)
    assert _gemaakt() == set()


def test_a_year_that_runs_is_refused() -> None:
    with pytest.raises(Weigering, match="nog niet voorbij"):
        _gemaakt(2099)


def _files(*overlap: int) -> list[Any]:
    sets = {"AM08": range(20), "AM10": range(*(overlap or (12, 40)))}
    return [make_file(2024, regio, SLEUTEL, map(str, n)) for regio, n in sets.items()]


def test_a_year_is_counted_once() -> None:
    first = actions.count(alles(), bestanden=_files())
    assert (first.uniek, first.in_meer) == (40, 8)
    assert actions.count(alles(), bestanden=_files()[::-1]) == first
    with pytest.raises(Weigering, match="Over 2024 is al geteld, met AM08, AM10"):
        actions.count(alles(), bestanden=_files(13, 40))
    with pytest.raises(DatabaseError), transaction.atomic():
        Personentelling.objects.update(uniek=1)


def test_the_whole_way_on_the_command_line(
    geholpen: Kandidaat, tmp_path: Path, capsys: Any
) -> None:
    def run(*words: object) -> int:
        try:
            call_command("monitor_pseudoniem", *map(str, words))
        except SystemExit as stopped:
            return int(stopped.code or 0)
        return 0

    sleutel, eigen = tmp_path / "sleutel", tmp_path / "AM08.txt"
    maak = ("maak", "--regio", "AM08", "--jaar", 2025, "--sleutel", sleutel, "--uit", eigen)
    assert run("sleutel", "--uit", sleutel) == 0
    assert run("sleutel", "--uit", sleutel) == 2
    assert "bestaat al" in capsys.readouterr().err
    assert sleutel.stat().st_mode & 0o077 == 0
    assert run(*maak) == 0
    assert len(read_file(eigen.read_text()).pseudoniemen) == 1
    sleutel.chmod(0o644)
    capsys.readouterr()
    assert run(*maak) == 2
    assert "chmod 600" in capsys.readouterr().err
    for bestand in _files():
        (tmp_path / bestand.regio).write_text(bestand.as_text())
    assert run("tel", tmp_path / "AM08", tmp_path / "AM10") == 0
    assert "40 unieke personen" in capsys.readouterr().out
    assert run("tel", tmp_path / "AM08", eigen) == 2
    assert run("tel", tmp_path / "er-is-niets", eigen) == 2


def test_the_privacy_officer_makes_the_file_on_the_screen(geholpen: Kandidaat, als: Any) -> None:
    client = als(rol("privacy"))
    actions.count(alles(), bestanden=_files())
    page = client.get("/monitor/pseudoniemen/")
    assert "40 unieke personen" in page.content.decode()

    def send(inhoud: str) -> Any:
        sleutel = SimpleUploadedFile("sleutel", inhoud.encode())
        return client.post("/monitor/pseudoniemen/", {"jaar": "2025", "sleutel": sleutel})

    answer = send(SLEUTEL.hex())
    assert answer.status_code == 200
    assert read_file(answer.content.decode()).regio == "AM08"
    refused = send("geheim")
    assert refused.status_code == 422
    assert "In het sleutelbestand staat iets anders" in refused.content.decode()
    client = als(rol("monitor"))
    assert client.get("/monitor/pseudoniemen/").status_code == 403
