"""The screens of the menukaart; the order of the imports is the order of the addresses."""

from ontschot.menukaart.views import lijst  # isort: skip
from ontschot.menukaart.views import invoer, instellen, beroepen, signaal  # isort: skip
from ontschot.menukaart.views import beheer, dienst  # isort: skip

__all__ = ["beheer", "beroepen", "dienst", "instellen", "invoer", "lijst", "signaal"]
