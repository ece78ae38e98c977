"""The forms of this room, by screen."""

from ontschot.meldingen.forms.vraag import (
    AntwoordForm,
    SluitForm,
    VraagForm,
    VragenfilterForm,
    known_from,
)

__all__ = [
    "AntwoordForm",
    "SluitForm",
    "VraagForm",
    "VragenfilterForm",
    "known_from",
]
