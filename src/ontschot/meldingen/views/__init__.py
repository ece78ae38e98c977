"""The screens of questions. Importing this declares their routes."""

from ontschot.meldingen.advies import views as advies
from ontschot.meldingen.views import afhandelen, inrichting, lijst, opvang, toewijzing, vraag

__all__ = ["advies", "afhandelen", "inrichting", "lijst", "opvang", "toewijzing", "vraag"]
