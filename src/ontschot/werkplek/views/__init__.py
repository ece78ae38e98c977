"""The screens on which a professional lives. Importing this declares their routes."""

from ontschot.werkplek.views import voorzieningen, werkplek

__all__ = ["voorzieningen", "werkplek"]
