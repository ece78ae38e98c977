"""Documents in the dossiers of the demo: agreements, proofs, an invoice, one withdrawn."""

import hashlib
from datetime import timedelta

from ontschot.documenten.models import Document, Inhoud
from ontschot.documenten.soorten import PDF
from ontschot.meldingen.advies.actions import BRIEF, letter_of, letter_title
from ontschot.meldingen.models import Advies
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
# So many of the newest dossiers with an advies have it as a letter.
BRIEVEN = 6


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
    _letters(gevuld)
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


def _letters(gevuld: Gevuld) -> None:
    """The advies as a letter, made an hour after it was given."""
    newest = {d.kandidaat.pk: d.kandidaat for d in gevuld.hier[-60:] if d.leven.advies}
    given = (
        Advies.objects.filter(kandidaat_id__in=newest, vervangen_door__isnull=True)
        .select_related("door", "organisatie", "regio")
        .order_by("-gegeven_op", "-pk")[:BRIEVEN]
    )
    made = [
        (advies, pdf.render(BRIEF, letter_of(advies, newest[advies.kandidaat_id])))
        for advies in given
    ]
    rows = Document.objects.bulk_create(
        Document(
            regio_id=advies.regio_id,
            kandidaat_id=advies.kandidaat_id,
            soort="advies",
            titel=letter_title(advies),
            bestandsnaam=f"{letter_title(advies)}.pdf",
            mediatype=PDF.mediatype,
            grootte=len(sheet),
            sha256=hashlib.sha256(sheet).hexdigest(),
            gegenereerd=True,
            datum=day_of(advies.gegeven_op),
            door_id=advies.door_id,
            bewaard_op=min(advies.gegeven_op + timedelta(hours=1), gevuld.nu),
        )
        for advies, sheet in made
    )
    Inhoud.objects.bulk_create(
        Inhoud(regio_id=row.regio_id, document=row, bytes=sheet)
        for row, (_, sheet) in zip(rows, made, strict=True)
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
