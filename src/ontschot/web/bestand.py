"""A file to be kept on a disk, never opened inside our own address and never kept on the way."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def download(content: bytes | str, naam: str, mediatype: str) -> HttpResponse:
    response = HttpResponse(content, content_type=mediatype)
    response["Content-Disposition"] = content_disposition_header(True, naam)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
