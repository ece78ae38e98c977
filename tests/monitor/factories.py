"""A small world for the figures: roles, delivered rows and a file as somebody would send it."""

import io
from typing import Any

import openpyxl

from ontschot.kern.scope import Actor, systeem
from ontschot.monitor.bestandsvorm import VELDEN
from ontschot.monitor.levering.importeren import Levergegevens, Uitslag, importeer
from ontschot.monitor.levering.lezen import KOLOMMEN
from ontschot.netwerk.models import Regio, Rol
from tests.netwerk import factories as netwerk

GOED: dict[str, str] = {
    "regio": "AM08",
    "datum": "2023-06-12",
    "interventie": "orientatie_loopbaan",
    "doelgroep": "werknemer",
    "geslacht": "vrouw",
    "kwalificatie": "hbo_wo",
    "sector": "onbekend",
    "inkopende_partij": "fnv",
    "eerstverantwoordelijke": "vakbond",
    "kosten": "330.00",
}


def alles() -> Actor:
    return systeem(*Regio.objects.values_list("code", flat=True))


def rol(soort: str, regio: str = "AM08") -> Rol:
    return netwerk.rol(soort, regio_id=regio)


def actor(soort: str, regio: str = "AM08") -> Actor:
    return netwerk.actor(rol(soort, regio))


def csv_bestand(
    *rijen: dict[str, str], kop: str = ",".join(KOLOMMEN), scheiding: str = ","
) -> bytes:
    """A file of rows; what a row does not say is right, and its id is its number."""
    lines = [kop.replace(",", scheiding)]
    for nummer, rij in enumerate(rijen, start=1):
        vol = {"id": f"R{nummer:05d}", **GOED, **rij}
        lines.append(scheiding.join(vol[kolom] for kolom in KOLOMMEN))
    return ("\n".join(lines) + "\n").encode()


FEITEN: dict[str, dict[str, str]] = {
    "instroom": {"regio": "AM08", "datum": "2023-06-12", "deur": "telefoon"},
    "uitstroom": {
        "regio": "AM08",
        "datum": "2023-06-12",
        "betekenis": "aan_het_werk",
        "bron": "kandidaat",
    },
}


def feiten_bestand(soort: str, *rijen: dict[str, str], voor: str = "ontschot_") -> bytes:
    """A file of instroom or uitstroom; what a row does not say is right."""
    velden = VELDEN[soort]
    lines = [",".join(voor + veld for veld in velden)]
    for nummer, rij in enumerate(rijen, start=1):
        vol = {"id": f"F{nummer:05d}", **FEITEN[soort], **rij}
        lines.append(",".join(vol[veld] for veld in velden))
    return ("\n".join(lines) + "\n").encode()


def lever(inhoud: bytes, *, wie: Actor | None = None, **gegevens: Any) -> Uitslag:
    vol: dict[str, Any] = {
        "naam": "Proef",
        "bestandsnaam": "proef.csv",
        "openbaar": True,
        "bron": "Proefregio",
        "alles_of_niets": True,
    } | gegevens
    return importeer(wie or alles(), io.BytesIO(inhoud), Levergegevens(**vol))


def werkmap(*rijen: dict[str, Any]) -> bytes:
    """The same file as xlsx; a row may hold numbers and dates."""
    book = openpyxl.Workbook()
    book.active.append(KOLOMMEN)
    for nummer, rij in enumerate(rijen, start=1):
        vol = {"id": f"R{nummer:05d}", **GOED, **rij}
        book.active.append([vol[kolom] for kolom in KOLOMMEN])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
