"""Which gemeente belongs to which region on which day: pure functions of plain values."""

import re
from collections.abc import Collection, Iterable, Sequence
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


@dataclass(frozen=True)
class Gebied:
    """One line of the CBS list: a gemeente and its region on the day of the list."""

    code: str
    naam: str
    regio: str


def move_to_list(
    stored: Sequence[Indeling], gebieden: Iterable[Gebied], peildatum: date
) -> list[Indeling]:
    """The links as they must be when this list holds from `peildatum` on.

    What the list confirms stays as it is; what it moves or leaves out ends the day before.
    Raises ValueError (Dutch) when another list of the same day says otherwise.
    """
    wanted = {g.naam: g.regio for g in gebieden}
    result, confirmed = [], set()
    for indeling in stored:
        still_open = indeling.tot is None or indeling.tot >= peildatum
        if still_open and wanted.get(indeling.gemeente) == indeling.regio:
            confirmed.add(indeling.gemeente)
            result.append(indeling)
        elif still_open and indeling.van >= peildatum:
            raise ValueError(
                f"{indeling.gemeente} staat op {peildatum:%d-%m-%Y} al bij {indeling.regio}. "
                "Een verbetering kan met een lijst van een latere dag."
            )
        elif still_open:
            result.append(replace(indeling, tot=peildatum - timedelta(days=1)))
        else:
            result.append(indeling)
    for naam, regio in wanted.items():
        if naam not in confirmed:
            result.append(Indeling(naam, regio, peildatum, bron=f"CBS-lijst van {peildatum}"))
    return result


CODE_GEMEENTE = re.compile(r"GM\d{4}")
CODE_REGIO = re.compile(r"AM\d{2}")
KOLOMMEN = ("gemeentecode", "gemeentenaam", "arbeidsmarktregiocode", "peildatum")


def read_gebieden(
    header: Sequence[str], rows: Iterable[Sequence[str]], regios: Collection[str]
) -> tuple[list[Gebied], date | None, list[str]]:
    """The lines of a CBS list, its day, and what is wrong with it in Dutch (then use nothing).

    Line numbers count the header as line 1, as a spreadsheet does.
    """
    names = [column.strip().lower() for column in header]
    missing = [name for name in KOLOMMEN if name not in names]
    if missing:
        return [], None, [f"Regel 1: deze kolommen missen: {', '.join(missing)}."]
    places = [names.index(name) for name in KOLOMMEN]
    found: dict[str, Gebied] = {}
    days: set[date] = set()
    faults: list[str] = []
    for number, row in enumerate(rows, start=2):
        if not any(cell.strip() for cell in row):
            continue
        cells = [row[place].strip() if place < len(row) else "" for place in places]
        fault = _fault_in(cells, regios)
        if not fault and cells[0] in found:
            fault = f"gemeente {cells[0]} staat er twee keer in"
        if fault:
            faults.append(f"Regel {number}: {fault}.")
            continue
        found[cells[0]] = Gebied(cells[0], cells[1], cells[2])
        days.add(date.fromisoformat(cells[3]))
    if len(days) > 1:
        faults.append(
            f"De lijst heeft meer dan één peildatum: {', '.join(map(str, sorted(days)))}."
        )
    if not found and not faults:
        faults.append("De lijst is leeg.")
    return list(found.values()), min(days, default=None), faults


def _fault_in(cells: Sequence[str], regios: Collection[str]) -> str:
    code, naam, regio, dag = cells
    if not CODE_GEMEENTE.fullmatch(code):
        return f"gemeentecode “{code}” klopt niet, schrijf het zo: GM0268"
    if not naam:
        return f"gemeente {code} heeft geen naam"
    if not CODE_REGIO.fullmatch(regio) or regio not in regios:
        return f"arbeidsmarktregio “{regio}” bestaat niet, schrijf het zo: AM08"
    try:
        date.fromisoformat(dag)
    except ValueError:
        return f"peildatum “{dag}” is geen datum, schrijf het zo: 2026-01-01"
    return ""
