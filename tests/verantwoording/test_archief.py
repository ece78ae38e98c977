"""The archive proves itself with plain Python, and whoever changes one byte is found out."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ontschot.kandidaten.models import Kandidaat
from ontschot.kassier.actions import (
    approve_declaratie,
    build_batch,
    create_declaratie,
    release_batch,
    submit_declaratie,
)
from ontschot.kassier.rules import Steekproefmaat
from ontschot.kern.models import Auditregel
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import scope
from ontschot.netwerk.models import Rol
from tests.kassier import factories
from tests.kassier.factories import Wereld
from tests.verantwoording import controles

pytestmark = pytest.mark.django_db
Als = Callable[[Rol], Client]


@pytest.fixture
def w(db: None) -> Wereld:
    return factories.wereld(100_000)


def paid(w: Wereld) -> None:
    """One order all the way to the payment file, and one that is only ordered."""
    order = factories.ordered(w, 10_000)
    factories.ordered(w, 2_500)
    factories.accounts(w)
    with scope(w.ruim):
        made = create_declaratie(
            w.wie("gids"),
            fonds_id=w.fonds.pk,
            periode=order.boekdatum,
            verplichting_ids=[order.pk],
        )
        submit_declaratie(w.wie("gids"), declaratie_id=made.pk)
        approve_declaratie(w.wie("kassier"), declaratie_id=made.pk)
        batch = build_batch(w.wie("kassier"), fonds_id=w.fonds.pk, declaratie_ids=[made.pk])
        release_batch(w.wie("kassier_2"), batch_id=batch.pk)


def fetched(w: Wereld, als: Als, folder: Path) -> Path:
    response: Any = als(w.kassier).get(reverse("verantwoording:archief", args=[w.fonds.sleutel]))
    assert response.status_code == 200
    with zipfile.ZipFile(BytesIO(b"".join(response.streaming_content))) as archive:
        archive.extractall(folder)
    return folder


def verdict(folder: Path) -> tuple[int, str]:
    """Run the script of the archive as an auditor would: with Python alone."""
    done = subprocess.run(
        [sys.executable, "-I", str(folder / "controleer.py")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def change_line(path: Path, number: int, **fields: object) -> None:
    lines = path.read_text("utf-8").splitlines()
    lines[number] = json.dumps(json.loads(lines[number]) | fields, ensure_ascii=False)
    path.write_text("\n".join(lines) + "\n", "utf-8")


def forge_manifest(folder: Path) -> None:
    """Somebody who changes a file can also write its new hash in the manifest."""
    from hashlib import sha256

    path = folder / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    for naam, wat in manifest["bestanden"].items():
        wat["sha256"] = sha256((folder / naam).read_bytes()).hexdigest()
    path.write_text(json.dumps(manifest), "utf-8")


def test_the_archive_is_right_and_holds_no_name(w: Wereld, als: Als, tmp_path: Path) -> None:
    paid(w)
    folder = fetched(w, als, tmp_path)
    code, said = verdict(folder)
    assert (code, "Alles klopt." in said) == (0, True), said
    with scope(w.ruim):
        names = {k.achternaam for k in Kandidaat.objects.filter(achternaam="Persoon")}
        assert Auditregel.objects.filter(gebeurtenis="archief_gehaald").count() == 1
    assert names
    texts = [p.read_bytes() for p in folder.rglob("*") if p.is_file()]
    assert not any(naam.encode() in text for naam in names for text in texts)
    assert list((folder / "bestanden" / "betaling").glob("*.xml"))
    assert len((folder / "documenten" / "besluit.jsonl").read_text().splitlines()) == 2


def test_a_changed_file_an_added_one_and_a_missing_one_are_found(
    w: Wereld, als: Als, tmp_path: Path
) -> None:
    paid(w)
    folder = fetched(w, als, tmp_path)
    (folder / "LEESMIJ.txt").write_text("niets aan de hand")
    (folder / "erbij.txt").write_text("nieuw")
    (folder / "documenten" / "besluit.jsonl").unlink()
    code, said = verdict(folder)
    assert code == 1
    assert "LEESMIJ.txt is veranderd." in said
    assert "erbij.txt staat niet in manifest.json." in said
    assert "besluit.jsonl ontbreekt." in said


@pytest.mark.parametrize(
    ("fields", "fout"),
    [
        ({"cent": 1}, "de inhoud past niet bij haar hash"),
        ({"wie": "iemand anders"}, "de boeking past niet bij haar hash"),
        ({"vorige_hash": "0" * 64}, "sluit niet aan op de vorige boeking"),
        ({"volgnummer": 9}, "ontbreekt"),
    ],
)
def test_an_entry_that_was_changed_is_found_whatever_the_manifest_says(
    w: Wereld, als: Als, tmp_path: Path, fields: dict[str, object], fout: str
) -> None:
    paid(w)
    folder = fetched(w, als, tmp_path)
    change_line(folder / "posten.jsonl", 1, **fields)
    forge_manifest(folder)
    code, said = verdict(folder)
    assert code == 1
    assert fout in said


def test_a_dropped_last_entry_a_balance_and_a_document_are_found(
    w: Wereld, als: Als, tmp_path: Path
) -> None:
    paid(w)
    folder = fetched(w, als, tmp_path)
    posten = folder / "posten.jsonl"
    posten.write_text("\n".join(posten.read_text("utf-8").splitlines()[:-1]) + "\n", "utf-8")
    change_line(folder / "documenten" / "verplichting.jsonl", 0, bedrag_cent=1)
    forge_manifest(folder)
    code, said = verdict(folder)
    assert code == 1
    assert "De keten eindigt niet" in said
    assert "op verplicht staat" in said or "op gedeclareerd staat" in said
    assert "is 1 cent, geboekt is 10000" in said


def test_a_controle_is_drawn_again_by_the_archive_alone(
    w: Wereld, als: Als, tmp_path: Path
) -> None:
    with scope(w.ruim):
        controles.paid(w, *range(4_000, 9_000, 1_000))
        opgezet = controles.opgezet(w)
        maat = Steekproefmaat("aantal", aantal=3, altijd_vanaf_cent=8_000)
        line = controles.lines(controles.getrokken(w, maat))[0]
        controles.final(w, line, 400)
    folder = fetched(w, als, tmp_path)
    code, said = verdict(folder)
    assert (code, "Alles klopt." in said) == (0, True), said
    # What is not drawn yet keeps its seed to itself.
    assert opgezet.zaad not in (folder / "controles" / "controle.jsonl").read_text()
    kept = {path: path.read_text() for path in (folder / "controles").glob("*.jsonl")}
    changes: list[tuple[str, int, dict[str, object], str]] = [
        ("controle", 1, {"populatie": 9}, "het aantal of het bedrag"),
        ("controle", 1, {"tot_hash": "x"}, "niet getrokken uit deze boekingen"),
        ("controleregel", 0, {"cent": 1}, "komen er andere betalingen uit"),
        ("bevinding", 0, {"fout_cent": 99_999}, "meer fout dan er betaald is"),
        ("bevinding", 0, {"definitief_door_id": w.kassier_2.medewerker_id}, "één persoon"),
    ]

    def changed(naam: str, number: int, fields: dict[str, object]) -> tuple[int, str]:
        for path, text in kept.items():
            path.write_text(text)
        change_line(folder / "controles" / f"{naam}.jsonl", number, **fields)
        forge_manifest(folder)
        return verdict(folder)

    for naam, number, fields, fout in changes:
        code, said = changed(naam, number, fields)
        assert (code, fout in said) == (1, True), (fields, said)
    # Of five payments another seed may well draw the same; ten seeds in a row do not.
    seeds = ({"zaad": digit * 32} for digit in "0123456789")
    assert any(
        "komen er andere betalingen uit" in changed("controle", 1, seed)[1] for seed in seeds
    )


def test_a_folder_that_is_no_archive_gets_one_sentence(tmp_path: Path) -> None:
    from ontschot.verantwoording.archief import SCRIPT

    (tmp_path / "controleer.py").write_bytes(SCRIPT.read_bytes())
    code, said = verdict(tmp_path)
    assert code == 2
    assert "geen archief van Ontschot" in said
    assert "Traceback" not in said


def test_who_sees_no_account_numbers_gets_no_archive(w: Wereld, als: Als) -> None:
    beleid = factories.medewerker("gemeente-nijmegen", Rolsoort.BELEID)
    url = reverse("verantwoording:archief", args=[w.fonds.sleutel])
    assert als(beleid).get(url).status_code == 403
    assert als(w.kassier).get(url.replace(w.fonds.sleutel, "bestaat-niet")).status_code == 404
