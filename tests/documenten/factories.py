"""Documents in a dossier, and small files of every kind that is taken."""

import io
import zipfile
from typing import Any

from ontschot.documenten.actions import store
from ontschot.documenten.models import Document
from ontschot.kandidaten.models import Kandidaat
from ontschot.netwerk.models import Rol
from tests.netwerk.factories import actor

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"


def office(*names: str, first: tuple[str, bytes] | None = None) -> bytes:
    """A zip with these empty parts, and perhaps one with contents in front."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as found:
        if first:
            found.writestr(*first)
        for name in names:
            found.writestr(name, b"<x/>")
    return target.getvalue()


DOCX = office("[Content_Types].xml", "word/document.xml")
XLSX = office("[Content_Types].xml", "xl/workbook.xml")
ODT = office("content.xml", first=("mimetype", b"application/vnd.oasis.opendocument.text"))


def document(door: Rol, person: Kandidaat, **over: Any) -> Document:
    values: dict[str, Any] = {
        "soort": "overeenkomst",
        "titel": "Praktijkovereenkomst",
        "inhoud": PDF,
        "bestandsnaam": "overeenkomst.pdf",
    }
    return store(actor(door), kandidaat_id=person.pk, **values | over)
