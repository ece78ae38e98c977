"""What this room tells in the timeline of a dossier."""

from django.urls import reverse

from ontschot.documenten.models import Document
from ontschot.kern.tijdlijn import Rij, Voorval
from ontschot.kern.werk import Tijdlijnitem

SOORTEN = dict(Document.SOORTEN)


def _bewaard(row: Rij) -> Tijdlijnitem:
    url = reverse("documenten:lijst", args=[row.sleutel])
    title = f"Document bewaard: {SOORTEN.get(row.wat, row.wat)}"
    return Tijdlijnitem(row.moment, "document", title, row.tekst, row.wie, url)


def _ingetrokken(row: Rij) -> Tijdlijnitem:
    url = reverse("documenten:lijst", args=[row.sleutel])
    return Tijdlijnitem(
        row.moment, "document", f"Document ingetrokken: {row.wat}", row.tekst, row.wie, url
    )


TIJDLIJN = (
    Voorval(
        Document,
        _bewaard,
        op="bewaard_op",
        sleutel="kandidaat__sleutel",
        wat="soort",
        tekst="titel",
        wie="door__naam",
    ),
    Voorval(
        Document,
        _ingetrokken,
        op="ingetrokken_op",
        sleutel="kandidaat__sleutel",
        wat="titel",
        tekst="reden",
        wie="ingetrokken_door__naam",
    ),
)
