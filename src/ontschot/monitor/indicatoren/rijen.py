"""The rows behind a cell, page by page; a key only for who may see that person by key."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from ontschot.kandidaten.access import visible_to
from ontschot.kandidaten.models import Kandidaat
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.routes import ROUTES
from ontschot.kern.scope import Actor
from ontschot.monitor.indicatoren.basis import Indicator, Rij, rows
from ontschot.monitor.plaats import close, open_place
from ontschot.monitor.schuilnaam import Schuilnamen
from ontschot.monitor.selectie import Selectie
from ontschot.web.format import maand as month_of

BLAD = 50


@dataclass(frozen=True)
class Toonrij:
    """`sleutel` is what this reader may call the row; `url` opens the dossier, if it is theirs.

    `maand` instead of the day, for who could find a row of another list by its day.
    """

    rij: Rij
    sleutel: str
    url: str
    maand: str = ""


@dataclass(frozen=True)
class Bladzijde:
    """One page of rows; `next` and `previous` are query strings, as `{% pagination %}` takes."""

    rijen: Sequence[Toonrij]
    previous: str
    next: str


def page(wie: Actor, indicator: Indicator, selectie: Selectie, deel: str, na: str) -> Bladzijde:
    """The rows after the place `na`; a broken place shows the first page. Two statements."""
    place = _place(open_place(na))
    found = rows(indicator, selectie, deel=deel, na=place, size=BLAD + 1)
    shown = found[:BLAD]
    base = selectie.query() + ("&" + urlencode({"deel": deel}) if deel else "")
    next_place = _next_place(shown, place) if len(found) > BLAD else ""
    return Bladzijde(
        rijen=_for_reader(wie, indicator, selectie, shown),
        previous=base if place else "",
        next=f"{base}&{urlencode({'na': close(next_place)})}" if next_place else "",
    )


def _next_place(shown: Sequence[Rij], place: tuple[date, int] | None) -> str:
    """The last day that was shown, and how many rows of it: an address holds no key of a row."""
    last = shown[-1].dag
    seen = sum(rij.dag == last for rij in shown)
    if place is not None and place[0] == last:
        seen += place[1]
    return f"{last:%Y-%m-%d}_{seen}"


def _place(na: str) -> tuple[date, int] | None:
    dag, _, seen = na.partition("_")
    try:
        return date.fromisoformat(dag), min(abs(int(seen[:9])), 10**9)
    except ValueError:
        return None


def visible_keys(wie: Actor, keys: Collection[str]) -> set[str]:
    """Which of these keys of kandidaten `wie` may see in a list of figures; one statement at most.

    A professional could find a name by a key, and therefore sees the keys of the dossiers that
    are open to them, and no others. Roles without names see none: see `schuilnaam`.
    """
    asked = {key for key in keys if key}
    if wie.rol not in PROFESSIONALS or not asked:
        return asked
    mine = Kandidaat.objects.filter(visible_to(wie), sleutel__in=asked)
    return set(mine.values_list("sleutel", flat=True))


def dossier_url(wie: Actor, sleutel: str) -> str:
    """The dossier behind a key that may be seen, for who works with dossiers; else empty."""
    if not sleutel or wie.rol not in PROFESSIONALS:
        return ""
    return reverse("werkplek:dossier", args=[sleutel])


def _for_reader(
    wie: Actor, indicator: Indicator, selectie: Selectie, found: Sequence[Rij]
) -> list[Toonrij]:
    names = Schuilnamen(wie, f"{indicator.code} {selectie.van} {selectie.tot} {selectie.peil}")
    # A delivered line is of nobody, and whoever reads it must find it in the file.
    if names.nodig and not indicator.van_anderen:
        return [_unnamed(wie, indicator, rij, names) for rij in found]
    keys = visible_keys(wie, {rij.persoon for rij in found})
    shown = [_show(wie, rij, keys) for rij in found]
    return [row if row.url else replace(row, url=_page_of(wie, indicator, row)) for row in shown]


def _unnamed(wie: Actor, indicator: Indicator, rij: Rij, names: Schuilnamen) -> Toonrij:
    """A row for who sees no names; what such a reader may open anyway keeps its own name."""
    row = Toonrij(rij, rij.sleutel, "", maand=month_of(rij.dag))
    if url := _page_of(wie, indicator, row):
        return replace(row, url=url)
    called = "" if rij.sleutel == rij.persoon else names.of("R", rij.sleutel)
    parts = (called, names.of("P", rij.persoon))
    return replace(row, sleutel=" · ".join(part for part in parts if part))


def _page_of(wie: Actor, indicator: Indicator, row: Toonrij) -> str:
    """The page of what the row is about, for the roles that may come there."""
    route, letters = indicator.pagina.get(row.rij.sleutel[:1], ("", 0))
    if not route or wie.rol not in ROUTES[route].rollen:
        return ""
    return reverse(route, args=[row.rij.sleutel[letters:]])


def _show(wie: Actor, rij: Rij, keys: set[str]) -> Toonrij:
    key = rij.persoon if rij.persoon in keys else ""
    # Of a figure of persons the key of the person is also what the row is called.
    called = "" if rij.sleutel == rij.persoon else rij.sleutel
    return Toonrij(rij, " · ".join(part for part in (called, key) if part), dossier_url(wie, key))
