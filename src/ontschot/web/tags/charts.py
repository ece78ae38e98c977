"""The line chart: a picture beside a table, drawn here as SVG and readable without colour."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.template import Context
from django.utils.safestring import SafeString
from django.utils.text import slugify

from ontschot.web import format as fmt
from ontschot.web.tags.library import part, register, render

# The drawing in its own units; CSS makes it as wide as there is room.
BREED, HOOG = 400, 230
LINKS, RECHTS, BOVEN, ONDER = 54, 390, 14, 196
# More lines than this cannot be told apart without colour.
LIJNEN = 4
STAPPEN = (1, 2, 2.5, 5, 10)
MARKERS = (
    "M{x} {y}m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z",
    "M{x} {y}m-4 -4h8v8h-8z",
    "M{x} {y}m0 -5l5 9h-10z",
    "M{x} {y}m0 -5.5l5.5 5.5l-5.5 5.5l-5.5 -5.5z",
)


@dataclass(frozen=True)
class Plaats:
    """A place on the horizontal axis. Numbers of SVG are texts: a template writes a comma."""

    label: str
    x: str


@dataclass(frozen=True)
class Lijn:
    """One line as it is drawn: pieces between gaps, a marker on every known value."""

    nummer: int
    label: str
    stukken: list[str]
    punten: list[str]
    teken: str
    gezegd: str


@register.simple_tag(takes_context=True)
def line_chart(
    context: Context,
    title: str,
    places: Sequence[Any],
    lines: Sequence[Any],
    *,
    unit: str = "",
    max: float | None = None,
    table: str = "",
    x_label: str = "",
    id: str = "",
) -> SafeString:
    """Lines over a few places. `table` is the id of the table with the same numbers.

    `places` are texts (evenly apart) or objects with `label` and `at`; a line has a `label` and
    one value per place in `values`, where None is a gap: nothing is drawn over what is not known.
    Raises ValueError for more than four lines or a line that does not fit the places.
    """
    if len(lines) > LIJNEN:
        raise ValueError(f"A chart holds at most {LIJNEN} lines; split it in two.")
    values = [list(part(line, "values", ())) for line in lines]
    if any(len(row) != len(places) for row in values):
        raise ValueError("A line needs a value, or None, for every place.")
    found = _places(places)
    steps = ticks(_highest(values) if max is None else max)
    drawn = [
        _line(number, line, found, top=steps[-1], unit=unit)
        for number, line in enumerate(lines, start=1)
    ]
    shape = {
        "title": title,
        "id": slugify(id or title) or "lijnen",
        "table": slugify(table),
        "lijnen": drawn,
        "plaatsen": found,
        "hoogten": [(f"{_number(step)}{unit}", _height(step, steps[-1])) for step in steps],
        "x_label": x_label,
        "gezegd": " ".join(line.gezegd for line in drawn),
        "maat": {"breed": BREED, "hoog": HOOG, "links": LINKS, "rechts": RECHTS, "onder": ONDER},
    }
    return render(context, "line_chart", **shape)


def _highest(values: list[list[Any]]) -> float:
    return max((float(v) for row in values for v in row if v is not None), default=0.0)


def ticks(highest: float) -> list[float]:
    """Round numbers from 0 to at least `highest`, four to six of them."""
    if highest <= 0:
        return [0.0, 1.0]
    power = 10.0 ** math.floor(math.log10(highest / 5))
    step = next(power * s for s in STAPPEN if power * s * 5 >= highest)
    count = next(n for n in range(1, 7) if step * n >= highest - step / 1e6)
    return [step * n for n in range(count + 1)]


def _places(places: Sequence[Any]) -> list[Plaats]:
    plain = all(isinstance(place, str) for place in places)
    spots = list(range(len(places))) if plain else [float(part(p, "at", 0)) for p in places]
    low, high = min(spots, default=0), max(spots, default=0)
    width = RECHTS - LINKS - 20
    labels = [p if isinstance(p, str) else str(part(p, "label")) for p in places]
    shares = [(at - low) / (high - low) if high > low else 0.5 for at in spots]
    return [
        Plaats(label, f"{LINKS + 10 + width * share:.1f}")
        for label, share in zip(labels, shares, strict=True)
    ]


def _height(value: float, top: float) -> str:
    return f"{ONDER - (ONDER - BOVEN) * min(1.0, max(0.0, value / top)):.1f}"


def _line(number: int, line: Any, places: list[Plaats], *, top: float, unit: str) -> Lijn:
    label, marker = str(part(line, "label")), MARKERS[number - 1]
    spots: list[tuple[str, str] | None] = []
    said = []
    for place, value in zip(places, part(line, "values", ()), strict=True):
        spots.append(None if value is None else (place.x, _height(float(value), top)))
        text = "niet bekend" if value is None else f"{_number(value)}{unit}"
        said.append(f"{place.label}: {text}")
    return Lijn(
        nummer=number,
        label=label,
        stukken=[" ".join(f"{x},{y}" for x, y in piece) for piece in _pieces(spots)],
        punten=[marker.format(x=x, y=y) for x, y in filter(None, spots)],
        teken=marker.format(x=18, y=7),
        gezegd=f"{label}: {'; '.join(said)}.",
    )


def _pieces(spots: list[tuple[str, str] | None]) -> Iterator[list[tuple[str, str]]]:
    """The runs of known values of two or longer; a value between two gaps is a marker alone."""
    for is_known, run in groupby(spots, key=lambda spot: spot is not None):
        piece = [spot for spot in run if spot is not None]
        if is_known and len(piece) > 1:
            yield piece


def _number(value: float) -> str:
    return fmt.getal(value, 0 if value == int(value) else 1)
