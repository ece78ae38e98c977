"""Documents: what is taken, who opens them, what the database keeps."""

import hashlib
import shutil
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.test import Client

from ontschot.documenten import queries
from ontschot.documenten.actions import clean_name, keep_letter, withdraw
from ontschot.documenten.models import Document, Inhoud
from ontschot.documenten.soorten import MAX_BYTES, kind_of
from ontschot.kandidaten.errors import GeenToegang
from ontschot.kern.errors import Weigering, as_sentence
from ontschot.kern.models import Auditregel
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.tijdlijn import timeline_of
from ontschot.netwerk.models import Rol
from ontschot.web import pdf
from tests.documenten import factories as maak
from tests.kandidaten.factories import kandidaat
from tests.netwerk.factories import actor, rol

pytestmark = pytest.mark.usefixtures("ruim")
Als = Callable[[Rol], Client]


@pytest.mark.parametrize(
    ("inhoud", "extensie"),
    [
        (maak.PDF, "pdf"),
        (maak.PNG, "png"),
        (maak.JPG, "jpg"),
        (maak.DOCX, "docx"),
        (maak.XLSX, "xlsx"),
        (maak.ODT, "odt"),
        ("Gewoon een notitie, met één accent.\r\n".encode(), "txt"),
    ],
)
def test_the_content_tells_what_a_file_is(inhoud: bytes, extensie: str) -> None:
    kind = kind_of(inhoud)
    assert kind is not None
    assert kind.extensie == extensie


@pytest.mark.parametrize(
    "inhoud",
    [
        b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00",
        b"<html><script>alert(1)</script></html>",
        b"\xef\xbb\xbf <svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00",
        b"\x00\x01\x02\x03" * 20,
        maak.office("a.txt", "b.txt"),
        maak.office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        maak.PDF + maak.office("a.txt"),
        maak.DOCX[:60],
    ],
    ids=["exe", "html", "svg", "gif", "binary", "zip", "macros", "pdf+zip", "half a docx"],
)
def test_anything_else_is_refused(inhoud: bytes) -> None:
    assert kind_of(inhoud) is None
    gids = rol()
    with pytest.raises(Weigering, match="bewaren we niet"):
        maak.document(gids, kandidaat(gids), inhoud=inhoud, bestandsnaam="brief.pdf")


def test_empty_and_too_big_are_refused() -> None:
    gids = rol()
    person = kandidaat(gids)
    with pytest.raises(Weigering, match="leeg"):
        maak.document(gids, person, inhoud=b"")
    with pytest.raises(Weigering, match="10 MB"):
        maak.document(gids, person, inhoud=maak.PDF + b" " * MAX_BYTES)


def test_a_name_of_a_file_is_safe_and_has_the_extension_of_what_it_is() -> None:
    assert clean_name("../../etc/passwd.exe", "pdf") == "passwd.pdf"
    assert clean_name("C:\\werk\\plan é.docx", "docx") == "plan é.docx"
    assert clean_name("\r\nSet-Cookie: x", "txt") == "Set-Cookie x.txt"
    assert clean_name("...", "png") == "document.png"
    assert len(clean_name("a" * 500, "pdf")) <= 120


def test_a_list_never_reads_the_contents(count_queries: Any) -> None:
    gids = rol()
    person = kandidaat(gids)
    maak.document(gids, person)
    with count_queries() as counted:
        found = queries.of_kandidaat(person.pk)
    assert [d.titel for d in found] == ["Praktijkovereenkomst"]
    assert counted.aantal == 1
    assert "inhoud" not in counted.statements[0]


def test_a_download_is_an_attachment_and_stands_in_the_log(als: Als) -> None:
    gids = rol()
    person = kandidaat(gids)
    document = maak.document(gids, person)
    response = als(gids).get(f"/kandidaten/{person.sleutel}/documenten/{document.pk}/")
    assert response.content == maak.PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="overeenkomst.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert Auditregel.objects.filter(
        gebeurtenis="document_opgehaald", kandidaat_sleutel=person.sleutel
    ).exists()


def test_who_is_not_betrokken_gets_nothing(als: Als) -> None:
    gids, other = rol(), rol()
    person = kandidaat(gids)
    document = maak.document(gids, person)
    for page in ("", f"{document.pk}/", "nieuw/", f"{document.pk}/intrekken/"):
        response = als(other).get(f"/kandidaten/{person.sleutel}/documenten/{page}")
        assert response.status_code in {302, 404}, page
    with pytest.raises(GeenToegang):
        maak.document(other, person)
    with pytest.raises(GeenToegang):
        withdraw(actor(other), document_id=document.pk, intrekking="vervallen", reden="Zomaar.")


def test_a_document_of_another_dossier_is_not_found_under_mine(als: Als) -> None:
    gids, other = rol(), rol()
    mine, theirs = kandidaat(gids), kandidaat(other)
    document = maak.document(other, theirs)
    found = als(gids).get(f"/kandidaten/{mine.sleutel}/documenten/{document.pk}/")
    assert found.status_code == 404


@pytest.mark.parametrize("soort", [Rolsoort.KASSIER, Rolsoort.MONITOR, Rolsoort.BELEID])
def test_roles_without_names_see_no_document(soort: Rolsoort, binnen: Callable[[Any], Any]) -> None:
    gids = rol()
    maak.document(gids, kandidaat(gids))
    with binnen(actor(rol(soort))):
        assert not Document.objects.exists()
        assert not Inhoud.objects.exists()


def test_keeping_a_document_by_the_screen(als: Als) -> None:
    gids = rol()
    person = kandidaat(gids)
    client = als(gids)
    page = f"/kandidaten/{person.sleutel}/documenten/nieuw/"
    assert "niet gescand op virussen" in client.get(page).content.decode()
    data = {"soort": "factuur", "titel": "", "bestand": SimpleUploadedFile("nota.pdf", maak.PDF)}
    assert client.post(page, data).status_code == 302
    kept = Document.objects.get()
    assert (kept.titel, kept.soort, kept.gescand) == ("nota", "factuur", False)
    shown = client.get(f"/kandidaten/{person.sleutel}/documenten/").content.decode()
    assert "niet gescand op virussen" in shown


def test_a_refused_file_gives_the_form_back_as_it_was(als: Als) -> None:
    gids = rol()
    person = kandidaat(gids)
    data = {
        "soort": "factuur",
        "titel": "Nota van de school",
        "bestand": SimpleUploadedFile("nota.pdf", b"MZ\x90\x00" * 10),
    }
    response = als(gids).post(f"/kandidaten/{person.sleutel}/documenten/nieuw/", data)
    assert response.status_code == 422
    assert "Nota van de school" in response.content.decode()
    assert "We kijken naar de inhoud" in response.content.decode()


LETTER = """#import "/web/pdf/brief.typ": brief
#let gegevens = json(bytes(sys.inputs.gegevens))
#show: brief.with(titel: gegevens.titel)
Dag.
"""


def test_a_letter_is_made_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "web" / "pdf").mkdir(parents=True)
    shutil.copy(pdf.SRC / "web" / "pdf" / "brief.typ", tmp_path / "web" / "pdf")
    (tmp_path / "proef.typ").write_text(LETTER, encoding="utf-8")
    monkeypatch.setattr(pdf, "SRC", tmp_path)
    gids = rol()
    person = kandidaat(gids)
    made = keep_letter(
        actor(gids),
        kandidaat_id=person.pk,
        soort="overig",
        titel="Een brief",
        template="proef.typ",
        gegevens={"titel": "Een brief"},
    )
    assert made.gegenereerd
    assert made.mediatype == "application/pdf"
    assert queries.inhoud_of(made).startswith(b"%PDF")


def test_a_document_of_the_wrong_dossier_loses_its_contents() -> None:
    gids = rol()
    document = maak.document(gids, kandidaat(gids))
    withdraw(actor(gids), document_id=document.pk, intrekking="verkeerd", reden="Van een ander.")
    assert not Inhoud.objects.filter(document=document).exists()
    assert Document.objects.get(pk=document.pk).reden == "Van een ander."


def test_a_withdrawn_document_stays_and_does_not_open(als: Als) -> None:
    gids = rol()
    person = kandidaat(gids)
    document = maak.document(gids, person)
    client = als(gids)
    page = f"/kandidaten/{person.sleutel}/documenten/{document.pk}/"
    answer = client.post(f"{page}intrekken/", {"intrekking": "vervallen", "reden": "Oude versie."})
    assert answer.status_code == 302
    assert client.get(page).status_code == 404
    assert Inhoud.objects.filter(document=document).exists()
    with pytest.raises(Http404):
        queries.inhoud_of(Document.objects.get(pk=document.pk))
    with pytest.raises(Weigering, match="al ingetrokken"):
        withdraw(actor(gids), document_id=document.pk, intrekking="vervallen", reden="Nog eens.")
    told = [item.titel for item in timeline_of(person.pk, queries.TIJDLIJN)]
    assert sorted(told) == [
        "Document bewaard: overeenkomst",
        "Document ingetrokken: Praktijkovereenkomst",
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE documenten_document SET titel = 'anders' WHERE id = %s",
        "UPDATE documenten_document SET sha256 = repeat('0', 64) WHERE id = %s",
        "UPDATE documenten_inhoud SET bytes = 'anders' WHERE document_id = %s",
        "UPDATE documenten_document SET ingetrokken_op = now() WHERE id = %s",
    ],
)
def test_the_database_keeps_a_document_as_it_was(statement: str) -> None:
    gids = rol()
    document = maak.document(gids, kandidaat(gids))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [document.pk])


def test_the_database_refuses_contents_that_are_not_those_of_the_document() -> None:
    gids = rol()
    document = maak.document(gids, kandidaat(gids))
    Inhoud.objects.filter(document=document).delete()
    assert document.sha256 == hashlib.sha256(maak.PDF).hexdigest()
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Inhoud.objects.create(regio_id="AM08", document=document, bytes=maak.PDF[::-1])
    assert "verandert niet meer" in as_sentence(refused.value)


def test_twice_the_documents_ask_no_more(als: Als, count_queries: Any) -> None:
    gids = rol()
    person, client, asked = kandidaat(gids), als(gids), []
    for number in (3, 6):
        for _ in range(number):
            maak.document(gids, person)
        with count_queries() as counted:
            assert client.get(f"/kandidaten/{person.sleutel}/documenten/").status_code == 200
        asked.append(counted.aantal)
    assert asked[0] == asked[1]


@contextmanager
def _clamd(answer: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """A scanner that gives this answer; and what it received."""
    received: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            link, _ = server.accept()
            with link, link.makefile("rb") as stream:
                received.append(stream.read(10))
                while size := struct.unpack("!L", stream.read(4))[0]:
                    received.append(stream.read(size))
                link.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"tcp:127.0.0.1:{server.getsockname()[1]}", received
        thread.join(5)


def test_a_scanned_file_says_so(settings: Any) -> None:
    gids = rol()
    with _clamd(b"stream: OK\0") as (place, received):
        settings.CLAMD = place
        document = maak.document(gids, kandidaat(gids))
    assert document.gescand
    assert document.herkomst == "gescand op virussen"
    assert received[0] == b"zINSTREAM\0"
    assert b"".join(received[1:]) == maak.PDF


def test_a_virus_is_refused(settings: Any) -> None:
    gids = rol()
    with _clamd(b"stream: Eicar-Signature FOUND\0") as (place, _):
        settings.CLAMD = place
        with pytest.raises(Weigering, match="zit een virus"):
            maak.document(gids, kandidaat(gids))
    assert not Document.objects.exists()


@pytest.mark.parametrize("place", ["unix:/nergens/clamd", "tcp:127.0.0.1:1", "onzin", "tcp:x:y"])
def test_a_scanner_that_does_not_answer_refuses(settings: Any, place: str) -> None:
    gids = rol()
    settings.CLAMD = place
    with pytest.raises(Weigering, match="niet bereikbaar"):
        maak.document(gids, kandidaat(gids))
