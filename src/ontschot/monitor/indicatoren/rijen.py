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
from ontschot.monitor.selectie import Selectie

BLAD = 50


@dataclass(frozen=True)
class Toonrij:
    """`sleutel` is what this reader may call the row; `url` opens the dossier, if it is theirs."""

    rij: Rij
    sleutel: str
    url: str


@dataclass(frozen=True)
class Bladzijde:
    """One page of rows; `next` and `previous` are query strings, as `{% pagination %}` takes."""

    rijen: Sequence[Toonrij]
    previous: str
    next: str


def page(wie: Actor, indicator: Indicator, selectie: Selectie, deel: str, na: str) -> Bladzijde:
    """The rows after the place `na`; a broken place shows the first page. Two statements."""
    place = _place(na)
    found = rows(indicator, selectie, deel=deel, na=place, size=BLAD + 1)
    shown = found[:BLAD]
    base = selectie.query() + ("&" + urlencode({"deel": deel}) if deel else "")
    last = shown[-1] if len(found) > BLAD else None
    return Bladzijde(
        rijen=_for_reader(wie, indicator, shown),
        previous=base if place else "",
        next=f"{base}&{urlencode({'na': f'{last.dag:%Y-%m-%d}_{last.sleutel}'})}" if last else "",
    )


def _place(na: str) -> tuple[date, str] | None:
    dag, _, sleutel = na.partition("_")
    try:
        return (date.fromisoformat(dag), sleutel[:64]) if sleutel else None
    except ValueError:
        return None


def visible_keys(wie: Actor, keys: Collection[str]) -> set[str]:
    """Which of these keys of kandidaten `wie` may see in a list of figures; one statement at most.

    Roles without names see keys. A professional could find a name by a key, and therefore sees
    the keys of the dossiers that are open to them, and no others.
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


def _for_reader(wie: Actor, indicator: Indicator, found: Sequence[Rij]) -> list[Toonrij]:
    keys = visible_keys(wie, {rij.persoon for rij in found})
    shown = [_show(wie, rij, keys) for rij in found]
    return [row if row.url else replace(row, url=_page_of(wie, indicator, row)) for row in shown]


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
