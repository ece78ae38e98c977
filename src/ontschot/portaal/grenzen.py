"""How often one address may do something, against flooding and guessing of codes.

Counted in memory and by a hash of the address, so that nothing about a visitor is kept.
"""

from dataclasses import dataclass

from django.core.cache import cache
from django.utils.crypto import salted_hmac


@dataclass(frozen=True)
class Grens:
    """At most `aantal` times per address in a window of `minuten`."""

    naam: str
    aantal: int
    minuten: int

    def _key(self, address: str) -> str:
        return f"grens-{self.naam}-{salted_hmac('ontschot.portaal.grens', address).hexdigest()}"

    def reached(self, address: str) -> bool:
        """Whether this address has used up its number in this window."""
        return int(cache.get(self._key(address), 0)) >= self.aantal

    def count(self, address: str) -> None:
        """Count one; the window begins with the first."""
        key = self._key(address)
        if not cache.add(key, 1, self.minuten * 60):
            cache.incr(key)


# A werkcafé shares one address: twenty people an hour is a busy afternoon.
VRAGEN = Grens("vragen", aantal=20, minuten=60)
FOUTE_CODES = Grens("codes", aantal=10, minuten=15)
FOUTE_LINKS = Grens("links", aantal=10, minuten=15)
# The own page: a birth date has some 25 000 possibilities, a code a million.
LINK_DATUMS = Grens("linkdatums", aantal=5, minuten=60)
FOUTE_DATUMS = Grens("datums", aantal=20, minuten=60)
CODES = Grens("inlogcodes", aantal=8, minuten=15)
FOUTE_INLOG = Grens("inlog", aantal=5, minuten=60)
