"""What the forms of this room share."""

from collections.abc import Sequence
from typing import Any

Keuzes = Sequence[tuple[Any, str]]
