"""What somebody without names calls a person or a row in a list: a name for one list and one day.

A key that is the same in every list lets a reader lay the lists side by side: door, gemeente, age,
doelgroep, days. Then one person is told apart although no list does so. Roles without names need
to see which rows are of the same person, in one list; they can open no dossier. So the key is
made anew per figure, per reader and per day, and cannot be turned back.
"""

import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from ontschot.kern.rollen import ZONDER_NAMEN
from ontschot.kern.scope import Actor

# No letters that look like digits, as in the keys themselves.
TEKENS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTE = 7  # 30^7: two of ten thousand rows are called the same once in four hundred lists


@dataclass(frozen=True)
class Schuilnamen:
    """`figuur` says which list it is: the same figure over another period is another list."""

    wie: Actor
    figuur: str

    @property
    def nodig(self) -> bool:
        return self.wie.rol in ZONDER_NAMEN

    def of(self, soort: str, sleutel: str) -> str:
        """`sleutel` itself for who may see it, a name for this list for who may not."""
        if not self.nodig or not sleutel:
            return sleutel
        what = (str(self.wie.rol_id), timezone.localdate().isoformat(), self.figuur, soort, sleutel)
        secret = f"schuilnaam:{settings.SECRET_KEY}".encode()
        rest = int.from_bytes(hmac.digest(secret, "|".join(what).encode(), hashlib.sha256))
        letters = []
        for _ in range(LENGTE):
            rest, letter = divmod(rest, len(TEKENS))
            letters.append(TEKENS[letter])
        return f"{soort}-{''.join(letters)}"
