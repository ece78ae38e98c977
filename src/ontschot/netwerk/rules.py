"""Which gemeente belongs to which region on which day: pure functions of plain values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta


@dataclass(frozen=True)
class Indeling:
    """A gemeente in a region from `van` to `tot`, both days included; no `tot` is until further."""

    gemeente: str
    regio: str
    van: date
    tot: date | None = None
    bron: str = ""


@dataclass(frozen=True)
class Herindeling:
    """On `datum` the gemeenten `opgeheven` go up in `naar`, which then lies in `regio`."""

    datum: date
    opgeheven: tuple[str, ...]
    naar: str
    regio: str
    bron: str = ""


def apply_herindelingen(
    start: Iterable[Indeling], herindelingen: Iterable[Herindeling]
) -> list[Indeling]:
    """Close the link of each gemeente that ceases, and open one for a gemeente that begins.

    Raises ValueError when a merger names a gemeente that does not exist on its day, or moves a
    gemeente that goes on to another region, which a merger does not do.
    """
    closed: list[Indeling] = []
    open_now = {indeling.gemeente: indeling for indeling in start}
    for merger in sorted(herindelingen, key=lambda h: h.datum):
        for gemeente in merger.opgeheven:
            if gemeente not in open_now:
                raise ValueError(f"{gemeente} bestaat niet op {merger.datum} en kan niet opgaan.")
            last_day = merger.datum - timedelta(days=1)
            closed.append(replace(open_now.pop(gemeente), tot=last_day))
        goes_on = open_now.get(merger.naar)
        if goes_on and goes_on.regio != merger.regio:
            raise ValueError(f"{merger.naar} ligt in {goes_on.regio}, niet in {merger.regio}.")
        open_now.setdefault(
            merger.naar, Indeling(merger.naar, merger.regio, merger.datum, bron=merger.bron)
        )
    return sorted([*closed, *open_now.values()], key=lambda i: (i.regio, i.gemeente, i.van))


@dataclass(frozen=True)
class Bijwerking:
    """What must happen to the stored links to make them agree with the wanted ones."""

    sluiten: tuple[Indeling, ...]
    toevoegen: tuple[Indeling, ...]


def reconcile(stored: Sequence[Indeling], wanted: Sequence[Indeling]) -> Bijwerking:
    """Close what the wanted list closes and add what is new; never reopen or move a stored link.

    A link is known by gemeente and first day. A stored link that was closed by a later list stays
    closed, and a wanted link that would overlap a stored one is left out: the later list wins.
    """
    known = {(i.gemeente, i.van): i for i in stored}
    sluiten, toevoegen = [], []
    for indeling in wanted:
        present = known.get((indeling.gemeente, indeling.van))
        if present is None:
            toevoegen.append(indeling)
        elif present.tot is None and indeling.tot is not None:
            sluiten.append(replace(present, tot=indeling.tot))
    ends = {(i.gemeente, i.van): i for i in sluiten}
    after = [ends.get(key, i) for key, i in known.items()]
    free = [i for i in toevoegen if not any(overlaps(i, other) for other in after)]
    return Bijwerking(tuple(sluiten), tuple(free))


def overlaps(one: Indeling, other: Indeling) -> bool:
    """Both links of the same gemeente hold on some same day."""
    return (
        one.gemeente == other.gemeente
        and (one.tot is None or other.van <= one.tot)
        and (other.tot is None or one.van <= other.tot)
    )
