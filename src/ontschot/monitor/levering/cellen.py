"""Columns of cells as places in one buffer of bytes, so that a whole part is read at once.

A text of up to 64 bytes is a few numbers of eight bytes. Looking up what twenty thousand cells
mean is then a handful of operations on arrays, without a Python object per cell.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ontschot.monitor.rules import Leesfout

if TYPE_CHECKING:
    from numpy.typing import NDArray

LANGSTE = 64  # bytes of a text that is looked up; longer ones are read one by one
WOORD = 8
# So many different texts of a column are remembered; then it begins anew.
ONTHOUDEN = 50_000
MENGEN = 0x9E3779B97F4A7C15


@dataclass(frozen=True)
class Cellen:
    """The cells of one column, in UTF-8: where each begins in `buffer`, and its length in bytes.

    `LANGSTE` zeros stand behind the last text of the buffer, and no text has a zero in it.
    """

    buffer: "NDArray[Any]"
    begin: "NDArray[Any]"
    lengte: "NDArray[Any]"

    def __len__(self) -> int:
        return len(self.begin)

    def text(self, place: int) -> str:
        return self.raw(place).decode()

    def raw(self, place: int) -> bytes:
        begin = int(self.begin[place])
        found: bytes = self.buffer[begin : begin + int(self.lengte[place])].tobytes()
        return found

    def only(self, keep: "NDArray[Any]") -> "Cellen":
        return Cellen(self.buffer, self.begin[keep], self.lengte[keep])

    def words(self) -> "NDArray[Any]":
        """The first `LANGSTE` bytes of each cell: a row for every eight bytes, zeros behind."""
        import numpy as np  # noqa: PLC0415 - a web process never needs it

        longest = min(int(self.lengte.max(initial=1)), LANGSTE)
        everywhere = np.lib.stride_tricks.as_strided(
            self.buffer[:WOORD].view("<u8"), (len(self.buffer) - WOORD + 1,), (1,)
        )
        full = np.uint64(0xFFFF_FFFF_FFFF_FFFF)
        masks = np.array([0, *(full >> np.uint64(64 - 8 * n) for n in range(1, 9))], np.uint64)
        found = np.empty((-(-longest // WOORD), len(self)), np.uint64)
        for row, words in enumerate(found):
            left = np.clip(self.lengte - row * WOORD, 0, WOORD)
            place = np.minimum(self.begin + row * WOORD, len(everywhere) - 1)
            np.bitwise_and(everywhere[place], masks[left], out=words)
        return found


def from_bytes(texts: Sequence[bytes]) -> Cellen:
    """Texts in UTF-8 as the cells of one column."""
    import numpy as np  # noqa: PLC0415

    lengte = np.fromiter(map(len, texts), np.int64, len(texts))
    buffer = np.frombuffer(b"".join(texts) + bytes(LANGSTE), np.uint8)
    return Cellen(buffer, np.cumsum(lengte) - lengte, lengte)


class Woordenboek:
    """What the texts of one column mean, as a number: every different text is read once.

    `read` gives that number for a text, or raises Leesfout.
    """

    def __init__(self, read: Callable[[str], int]) -> None:
        self.read = read
        self.known: dict[bytes, int] = {}
        self._arrange()

    def values(self, cells: Cellen) -> tuple["NDArray[Any]", "NDArray[Any]"]:
        """The numbers of the cells, and for which of them there is one."""
        words = cells.words()
        found, right = self._look_up(cells, words)
        if not right.all():
            self._learn(cells, (~right).nonzero()[0].tolist())
            found, right = self._look_up(cells, words)
        # What is too long to look up, and what shares its mixed number with another text.
        for place in (~right).nonzero()[0].tolist():
            value = self.known.get(cells.raw(place))
            if value is not None:
                found[place], right[place] = value, True
        return found, right

    def _learn(self, cells: Cellen, places: Sequence[int]) -> None:
        new = {cells.raw(place) for place in places}
        if len(self.known) + len(new) > ONTHOUDEN:
            self.known.clear()
            new = {cells.raw(place) for place in range(len(cells))}
        for raw in new:
            with suppress(Leesfout):
                self.known[raw] = self.read(raw.decode())
        self._arrange()

    def _arrange(self) -> None:
        """The known texts in the order of their mixed words, to look up in.

        Not the longer ones: their first words are those of another text.
        """
        import numpy as np  # noqa: PLC0415

        short = {raw: value for raw, value in self.known.items() if len(raw) <= LANGSTE}
        words = _as_wide(from_bytes(list(short)).words(), LANGSTE // WOORD)
        mixed = _mix(words)
        order = np.argsort(mixed, kind="stable")
        self._words, self._mixed = words[:, order], mixed[order]
        self._values = np.fromiter(short.values(), np.int64, len(short))[order]

    def _look_up(
        self, cells: Cellen, words: "NDArray[Any]"
    ) -> tuple["NDArray[Any]", "NDArray[Any]"]:
        import numpy as np  # noqa: PLC0415

        if not len(self._values):
            return np.zeros(len(cells), np.int64), np.zeros(len(cells), bool)
        wide = len(words)
        place = np.searchsorted(self._mixed, _mix(words))
        place[place == len(self._mixed)] = 0
        # Two texts may mix to the same number: then only the first is found, and never a wrong one.
        right: NDArray[Any] = np.asarray(cells.lengte <= LANGSTE)
        for row in range(wide):
            right &= self._words[row][place] == words[row]
        if wide < len(self._words):
            longer = np.logical_or.reduce(self._words[wide:] != 0)
            right &= ~longer[place]
        return self._values[place], right


def _as_wide(words: "NDArray[Any]", rows: int) -> "NDArray[Any]":
    import numpy as np  # noqa: PLC0415

    found = np.zeros((rows, words.shape[1]), np.uint64)
    found[: len(words)] = words
    return found


def _mix(words: "NDArray[Any]") -> "NDArray[Any]":
    """One number per column of words; zeros behind a text change nothing."""
    import numpy as np  # noqa: PLC0415

    found = words[0].copy()
    factor = 1
    for row in words[1:]:
        factor = factor * MENGEN % 2**64
        found += row * np.uint64(factor)
    return found
