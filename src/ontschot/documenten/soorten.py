"""What a file really is, told from its content: a name or a header of a browser proves nothing."""

import io
import zipfile
from dataclasses import dataclass

import puremagic

MAX_BYTES = 10 * 1024 * 1024
# Enough for every signature; a whole file of 10 MB is never searched through.
HEAD_BYTES = 8192
# A spreadsheet of ours unpacks to a few dozen times its size; a bomb to a thousand.
MAX_PARTS = 5000


@dataclass(frozen=True)
class Bestandssoort:
    """One kind of file that a dossier takes: its extension, its mediatype, and its Dutch name."""

    extensie: str
    mediatype: str
    naam: str


PDF = Bestandssoort("pdf", "application/pdf", "PDF")
PNG = Bestandssoort("png", "image/png", "afbeelding (PNG)")
JPG = Bestandssoort("jpg", "image/jpeg", "foto (JPG)")
DOCX = Bestandssoort(
    "docx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "tekst (Word)",
)
XLSX = Bestandssoort(
    "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "tabel (Excel)"
)
ODT = Bestandssoort("odt", "application/vnd.oasis.opendocument.text", "tekst (ODT)")
TXT = Bestandssoort("txt", "text/plain", "platte tekst")

SOORTEN = (PDF, PNG, JPG, DOCX, XLSX, ODT, TXT)
MEDIATYPES = {soort.mediatype: soort for soort in SOORTEN}
# What the signature of puremagic says, and the kind that it is for us.
_BY_SIGNATURE = {".pdf": PDF, ".png": PNG, ".jpg": JPG, ".jpeg": JPG, ".jfif": JPG}


def kind_of(inhoud: bytes) -> Bestandssoort | None:
    """The kind of this content; None when it is none of `SOORTEN`, or holds macros."""
    if zipfile.is_zipfile(io.BytesIO(inhoud)):
        # A PDF or a picture with an archive behind it is something else than it seems.
        return _office_kind(inhoud) if inhoud.startswith(b"PK") else None
    signature = next((e for e in _extensions(inhoud[:HEAD_BYTES]) if e in _BY_SIGNATURE), None)
    if signature:
        return _BY_SIGNATURE[signature]
    return TXT if _is_text(inhoud) else None


def _extensions(head: bytes) -> list[str]:
    try:
        return [match.extension.lower() for match in puremagic.magic_string(head)]
    except (puremagic.PureError, ValueError):
        return []


def _office_kind(inhoud: bytes) -> Bestandssoort | None:
    """A document of an office program, by the parts that such a file must have."""
    try:
        with zipfile.ZipFile(io.BytesIO(inhoud)) as archive:
            names = set(archive.namelist())
            first = archive.infolist()[0] if names else None
            odt = (
                first is not None
                and first.filename == "mimetype"
                and first.file_size < 200
                and archive.read(first) == ODT.mediatype.encode()
            )
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError):
        return None
    if len(names) > MAX_PARTS or any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    if odt:
        return None if any(name.startswith(("Basic/", "Scripts/")) for name in names) else ODT
    if "[Content_Types].xml" in names:
        return DOCX if "word/document.xml" in names else _sheet(names)
    return None


def _sheet(names: set[str]) -> Bestandssoort | None:
    return XLSX if "xl/workbook.xml" in names else None


def _is_text(inhoud: bytes) -> bool:
    """Text that a person can read: UTF-8 or plain western, no control characters."""
    try:
        text = inhoud.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    if text.lstrip()[:1] == "<":
        # HTML, SVG and XML run in a browser when somebody opens them from their disk.
        return False
    return not any(ord(c) < 32 and c not in "\t\n\r\f" for c in text)
