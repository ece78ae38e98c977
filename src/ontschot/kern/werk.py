"""The two shapes in which every room tells the Werkvoorraad and the dossier about itself."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise


@dataclass(frozen=True)
class Wacht:
    """Something that waits for one person: what, where to do it, and before when.

    `uiterlijk` is the promised day; None waits without a promise. `soort` is the room's word for
    it (`vraag`, `overdracht`, `besluit`), shown as a small label. A long list gives a lazy `url`:
    of hundreds of things only the first are shown.
    """

    soort: str
    titel: str
    uitleg: str
    url: str | Promise
    actie: str
    uiterlijk: date | None = None
    sinds: datetime | None = None

    def dagen_te_laat(self, today: date) -> int:
        """How many days past the promise; zero when in time."""
        return max(0, (today - self.uiterlijk).days) if self.uiterlijk else 0


@dataclass(frozen=True)
class Tijdlijnitem:
    """One thing that happened in a dossier, as the timeline tells it.

    `doorgehaald`: it stays readable, and does not count any more.
    """

    op: datetime
    soort: str
    titel: str
    tekst: str = ""
    wie: str = ""
    url: str = ""
    doorgehaald: bool = False


def oldest_promise_first(items: list[Wacht]) -> list[Wacht]:
    """The order of a Werkvoorraad: what was promised earliest stands first."""
    return sorted(items, key=lambda item: (item.uiterlijk or date.max, item.titel))
