"""The screens about people. Importing this declares their routes."""

from ontschot.kandidaten.dubbel import views as dubbel
from ontschot.kandidaten.lijst_inlezen import views as lijst_inlezen
from ontschot.kandidaten.views import kandidaat, lijst, situatie, toestand

__all__ = ["dubbel", "kandidaat", "lijst", "lijst_inlezen", "situatie", "toestand"]
