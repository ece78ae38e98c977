"""What is read about documents; the contents only at a download."""

from django.http import Http404

from ontschot.documenten.models import Document, Inhoud
from ontschot.documenten.timeline import TIJDLIJN
from ontschot.kandidaten.models import Kandidaat

# The other rooms find everything of this room here.
__all__ = ["TIJDLIJN", "document_of", "inhoud_of", "of_kandidaat"]


def of_kandidaat(kandidaat_id: int, *, soort: str = "") -> list[Document]:
    """The documents of a dossier, newest first, withdrawn ones too. One query, no contents."""
    found = Document.objects.filter(kandidaat_id=kandidaat_id)
    if soort:
        found = found.filter(soort=soort)
    return list(
        found.select_related("door", "ingetrokken_door", "uit_regio").order_by("-bewaard_op", "-pk")
    )


def document_of(kandidaat: Kandidaat, document_id: int) -> Document:
    """One document of this dossier; Http404 for any other."""
    found = Document.objects.filter(kandidaat=kandidaat, pk=document_id).select_related("door")
    document = found.first()
    if document is None:
        raise Http404
    document.kandidaat = kandidaat
    return document


def inhoud_of(document: Document) -> bytes:
    """The bytes; Http404 for a document that was withdrawn."""
    if document.ingetrokken_op:
        raise Http404
    found = Inhoud.objects.filter(document=document).values_list("bytes", flat=True).first()
    if found is None:
        raise Http404
    return bytes(found)
