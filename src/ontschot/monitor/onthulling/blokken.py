"""When a table may leave the team: pure functions of counts.

The rule withholds whole tables, never a cell, and holds over every selection of regions at once.
Of each table the regions are cut into blocks whose own table is safe. A selection shows a table
only when it is made of whole blocks. Whatever is shown is then a sum of block tables, and whatever
can be found by subtracting one report from another is so too. A block is never opened further.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

Cellen = Mapping[str, int]  # value of the table -> number of rows


def is_safe(cellen: Cellen, drempel: int, onbekend: str = "") -> bool:
    """No count from 1 to the threshold, and not everybody in one and the same cell.

    All rows in one cell would tell that value of each person; unless it is the unknown.
    """
    filled = {waarde: aantal for waarde, aantal in cellen.items() if aantal}
    if not filled:
        return True
    if min(filled.values()) < drempel:
        return False
    return len(filled) > 1 or set(filled) == {onbekend}


def blocks(
    per_regio: Mapping[str, Cellen], drempel: int, onbekend: str = ""
) -> list[frozenset[str]]:
    """The regions in blocks that are safe; a region in no block is never shown.

    A region that is safe alone is a block. All others are one block together; where that is not
    safe yet, the smallest of the first join it until it is. When even all of them do not make it
    safe, the others are left out and the safe regions stand alone.
    """
    filled = {regio: Counter(cellen) for regio, cellen in per_regio.items() if any(cellen.values())}
    alone = [regio for regio, cellen in filled.items() if is_safe(cellen, drempel, onbekend)]
    rest = filled.keys() - alone
    joined = _join(filled, alone, rest, drempel, onbekend)
    if joined:
        alone = [regio for regio in alone if regio not in joined]
    return [frozenset([regio]) for regio in sorted(alone)] + ([joined] if joined else [])


def _join(
    filled: Mapping[str, Counter[str]],
    alone: Iterable[str],
    rest: Iterable[str],
    drempel: int,
    onbekend: str,
) -> frozenset[str] | None:
    members = set(rest)
    if not members:
        return None
    total: Counter[str] = sum((filled[regio] for regio in sorted(members)), Counter())
    waiting = sorted(alone, key=lambda regio: (filled[regio].total(), regio))
    while not is_safe(total, drempel, onbekend):
        if not waiting:
            return None
        regio = waiting.pop(0)
        members.add(regio)
        total += filled[regio]
    return frozenset(members)


def may_show(regios: Iterable[str], leeg: Iterable[str], blokken: Iterable[frozenset[str]]) -> bool:
    """Whether a selection is made of whole blocks; `leeg` are the regions without any row."""
    asked = set(regios) - set(leeg)
    inside = [blok for blok in blokken if blok <= asked]
    return asked == set().union(*inside)
