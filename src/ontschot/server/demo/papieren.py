"""Documents in the dossiers of the demo: agreements, proofs, an invoice, one withdrawn."""

import hashlib
from datetime import timedelta

from ontschot.documenten.models import Document, Inhoud
from ontschot.documenten.soorten import PDF
from ontschot.server.demo.bron import change
from ontschot.server.demo.gevuld import Gevuld
from ontschot.server.demo.klok import day_of
from ontschot.web import pdf

PAPIER = "server/demo/papier.typ"
# The kind, its title, and how many days before now it was kept.
STUKKEN = (
    ("overeenkomst", "Praktijkovereenkomst", 60),
    ("overeenkomst", "Onderwijsovereenkomst", 58),
    ("bewijs_deelname", "Bewijs van deelname", 12),
    ("factuur", "Factuur van de opleider", 9),
)
DOSSIERS = 40


def store(gevuld: Gevuld) -> None:
    """Every dossier gets some, with the same few sheets of paper behind them."""
    sheets = {titel: pdf.render(PAPIER, {"titel": titel}) for _, titel, _ in STUKKEN}
    rows = [
        _document(gevuld, number, place, sheets)
        for number in range(min(DOSSIERS, len(gevuld.hier)))
        for place in range(1 + number % len(STUKKEN))
    ]
    Document.objects.bulk_create(rows)
    Inhoud.objects.bulk_create(
        Inhoud(regio_id=row.regio_id, document=row, bytes=sheets[row.titel]) for row in rows
    )
    old = rows[-1]
    change(
        "documenten_document",
        {
            "ingetrokken_op": "timestamptz",
            "ingetrokken_door_id": "int8",
            "intrekking": "text",
            "reden": "text",
        },
        [(old.pk, gevuld.nu - timedelta(days=2), old.door_id, "vervallen", "Er is een nieuwe.")],
    )


def _document(gevuld: Gevuld, number: int, place: int, sheets: dict[str, bytes]) -> Document:
    # The newest dossiers: those stand on top of the list.
    dossier = gevuld.hier[-1 - number]
    soort, titel, days = STUKKEN[place]
    op = max(gevuld.nu - timedelta(days=days), dossier.leven.aangemaakt_op)
    agreed = day_of(op) if soort == "overeenkomst" else None
    return Document(
        regio_id=dossier.regio,
        kandidaat=dossier.kandidaat,
        soort=soort,
        titel=titel,
        bestandsnaam=f"{titel}.pdf",
        mediatype=PDF.mediatype,
        grootte=len(sheets[titel]),
        sha256=hashlib.sha256(sheets[titel]).hexdigest(),
        datum=day_of(op),
        datum_overeenkomst=agreed,
        geldig_tot=agreed + timedelta(days=270) if agreed else None,
        door_id=gevuld.bron.medewerker(dossier.leven.contactpersoon),
        bewaard_op=op,
    )
