"""The entries themselves: their hashes and their order, and where each chain ends.

The chains are read in pieces of some ten thousands of entries, so that several connections can
work side by side, also on one fonds. A piece reads the entry before its first one too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.db import connection

from ontschot.kassier.models.journaal import INHOUD_HASH, POST_HASH

STUK = 50_000

# The inner part is computed while reading, so that only small rows are sorted. The words of the
# hashes are those of the functions that write them; calling these costs more than computing.
CHAIN = """
SELECT 'Boeking ' || volgnummer || ' van fonds ' || naam || ': ' || fout FROM (
  SELECT coalesce(f.sleutel, 'zonder naam ' || p.fonds_id) AS naam, p.volgnummer, CASE
    WHEN NOT p.inhoud THEN 'de inhoud is veranderd.'
    WHEN NOT p.past THEN 'de boeking past niet bij haar hash.'
    WHEN p.volgnummer <> coalesce(lag(p.volgnummer) OVER w, 0) + 1
      THEN 'er ontbreekt een boeking ervoor.'
    WHEN p.vorige_hash <> coalesce(lag(p.hash) OVER w, '')
      THEN 'sluit niet aan op de vorige boeking.'
  END AS fout
  FROM (
    SELECT p.fonds_id, p.volgnummer, p.hash, p.vorige_hash,
      p.inhoud_hash = @inhoud AS inhoud, p.hash = @post AS past
    FROM kassier_journaalpost p
    WHERE p.fonds_id = ANY (%(fondsen)s)
      AND p.volgnummer >= %(na)s AND p.volgnummer <= %(tot)s
    OFFSET 0
  ) p LEFT JOIN kassier_fonds f ON f.id = p.fonds_id
  WINDOW w AS (PARTITION BY p.fonds_id ORDER BY p.volgnummer)
) posten WHERE fout IS NOT NULL AND volgnummer > %(na)s ORDER BY naam, volgnummer
""".replace("@inhoud", INHOUD_HASH).replace("@post", POST_HASH)
END = """
SELECT 'Fonds ' || f.sleutel || ': de keten eindigt op ' || coalesce(k.volgnummer::text, 'niets')
  || ', maar die boeking staat er niet zo.'
FROM kassier_fonds f LEFT JOIN kassier_journaalketen k ON k.fonds_id = f.id
LEFT JOIN LATERAL (
  SELECT p.volgnummer, p.hash FROM kassier_journaalpost p
  WHERE p.fonds_id = f.id ORDER BY p.volgnummer DESC LIMIT 1
) laatste ON true
WHERE k.volgnummer IS DISTINCT FROM coalesce(laatste.volgnummer, 0)
   OR k.hash IS DISTINCT FROM coalesce(laatste.hash, '')
ORDER BY f.sleutel
"""
SIZES = """
SELECT fonds_id, count(*), min(volgnummer), max(volgnummer)
FROM kassier_journaalpost GROUP BY 1 ORDER BY 1
"""

CHECKS = {"einde van de keten": END}


@dataclass(frozen=True)
class Stuk:
    """A piece of the chains: the entries with `na` < volgnummer <= `tot` of these fondsen."""

    fondsen: tuple[int, ...]
    na: int
    tot: int
    aantal: int

    def values(self) -> dict[str, object]:
        return {"fondsen": list(self.fondsen), "na": self.na, "tot": self.tot}


def pieces() -> list[Stuk]:
    """All entries in scope, in pieces: a large fonds in several, small ones together in one."""
    with connection.cursor() as cursor:
        cursor.execute(SIZES)
        return list(_divide(cursor.fetchall()))


def _divide(sizes: list[tuple[int, int, int, int]]) -> Iterator[Stuk]:
    small: list[int] = []
    together = low = high = 0
    for fonds, number, first, last in sizes:
        if number > STUK:
            yield from _parts(fonds, number, first - 1, last)
            continue
        small.append(fonds)
        together, low, high = together + number, min(low, first - 1), max(high, last)
        if together > STUK:
            yield Stuk(tuple(small), low, high, together)
            small, together, low, high = [], 0, 0, 0
    if small:
        yield Stuk(tuple(small), low, high, together)


def _parts(fonds: int, number: int, low: int, high: int) -> Iterator[Stuk]:
    """Equal parts by number; a forged number far away makes one part large, and is found."""
    edges = [min(low, 0), *range(low + STUK, low + number, STUK), high]
    for na, tot in pairwise(edges):
        yield Stuk((fonds,), na, tot, STUK)
