"""The screens of this room. Importing this declares their routes."""

from ontschot.verantwoording.views import controle, controleregel, verslag

__all__ = ["controle", "controleregel", "verslag"]
