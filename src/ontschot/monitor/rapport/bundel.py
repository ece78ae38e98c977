"""A report for whoever asks one on the command line: of a selection, and of each of its regions.

With `intern` everything comes from one statement over all regions. Without it nothing is counted:
a report that leaves the team is made of what `onthulling` published of that year, and shows what
follows from that, so that no two reports can be laid beside each other to find more.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ontschot.monitor.codes import Codelijsten
from ontschot.monitor.definities import DEFINITIES, TABELLEN
from ontschot.monitor.onthulling import vaststellen
from ontschot.monitor.onthulling.antwoorden import Antwoorden
from ontschot.monitor.onthulling.bewaren import from_json
from ontschot.monitor.onthulling.geteld import rules
from ontschot.monitor.onthulling.models import Publicatie
from ontschot.monitor.queries import Rapport, Stand, Standen, region_counts, table
from ontschot.monitor.selectie import Selectie
from ontschot.web.format import datum, getal

# The tables of chapter 3; the months are for the screen.
HOOFDSTUK_3 = tuple(naam for naam in TABELLEN if naam != "maand")


# Of a selection: the numbers, and the cells that are hidden; None when nothing may be told.
Tellen = Callable[[Collection[str]], tuple[Standen, Collection[tuple[str, str]]] | None]


@dataclass(frozen=True)
class Bundel:
    """`per_regio` is empty unless it was asked for. `drempel` None: the numbers are exact."""

    rapport: Rapport
    per_regio: Mapping[str, Rapport]
    regios: tuple[str, ...]
    drempel: int | None
    publicaties: Sequence[Publicatie] = ()

    @property
    def voorlopig(self) -> bool:
        """Whether nobody decided on some of the figures."""
        return any(p.vaststelling_id is None for p in self.publicaties)

    @property
    def onthulling(self) -> str:
        return self.onthulling_van(self.rapport)

    def onthulling_van(self, rapport: Rapport) -> str:
        """Which rule protects the figures, in words that a wethouder reads."""
        if self.drempel is None:
            return "geen: exacte aantallen, alleen voor wie ze mag zien"
        said = (
            f"Aantallen van 1 tot en met {self.drempel - 1} zijn verborgen, en zo weinig andere "
            "cijfers als nodig is om te zorgen dat niemand ze kan uitrekenen, ook niet met een "
            f"ander rapport. Hier verborgen: {_cells(rapport.verborgen)}."
        )
        if rapport.achtergehouden:
            said += (
                " Geen enkele tabel kan naar buiten: er is te weinig om te tonen, of een regio is "
                "alleen samen met een andere groot genoeg."
            )
        return " ".join([said, *map(_fixed_on, self.publicaties)])

    def onthulling_json(self, rapport: Rapport) -> dict[str, Any]:
        """The same for a program, and how far from the least possible the hiding is."""
        if self.drempel is None:
            return {"regel": "geen", "toelichting": self.onthulling_van(rapport)}
        return {
            "regel": "celonderdrukking",
            "drempel": self.drempel,
            "verborgen": rapport.verborgen,
            "achtergehouden": list(rapport.achtergehouden),
            "vastgesteld": [
                {
                    "peildatum": p.peildatum.isoformat(),
                    "regios": p.regios,
                    "voorlopig": p.vaststelling_id is None,
                    "herzien": p.vervangt_id is not None,
                    "verborgen_te_klein": p.te_klein,
                    "verborgen_erbij": p.erbij,
                    "boven_minimum": p.boven_minimum,
                }
                for p in self.publicaties
            ],
            "toelichting": self.onthulling_van(rapport),
        }


def _cells(aantal: int) -> str:
    return "1 cel" if aantal == 1 else f"{getal(aantal)} cellen"


def _fixed_on(publicatie: Publicatie) -> str:
    n, above = len(publicatie.regios), publicatie.boven_minimum
    regios = "1 regio" if n == 1 else f"{n} regio's"
    least = f"hoogstens {getal(above)} meer dan nodig" if above else "minder kan bewezen niet"
    return (
        f"De cijfers van {regios} zijn {_how_firm(publicatie)} zoals bekend op "
        f"{datum(publicatie.peildatum)}. Daarin: {_cells(publicatie.te_klein)} te klein en "
        f"{_cells(publicatie.erbij)} erbij verborgen; {least}."
    )


def _how_firm(publicatie: Publicatie) -> str:
    if publicatie.vaststelling_id is None:
        return "voorlopig: niemand heeft ze vastgesteld. Ze zijn geteld"
    return "herzien en vastgesteld" if publicatie.vervangt_id else "vastgesteld"


def make(
    selectie: Selectie,
    codes: Codelijsten,
    *,
    intern: bool,
    per_regio: bool,
    vergelijk: bool,
    voorlopig: bool = False,
) -> Bundel:
    """Count or look up once, and lay the report together.

    Raises Weigering when it cannot be protected, or when nobody decided on the figures of that
    year. With `voorlopig` (a command) they are given as such (see `onthulling.vaststellen`).
    """
    publicaties: Sequence[Publicatie] = ()
    if intern:
        counts, dubbel = region_counts(selectie.nederland, HOOFDSTUK_3)
        tellen = _exact(counts)
    else:
        publicaties = vaststellen.of_year(selectie, codes, HOOFDSTUK_3, voorlopig=voorlopig)
        dubbel = {regio for publicatie in publicaties for regio in publicatie.dubbel}
        tellen = _protected(publicaties)
        if publicaties:
            selectie = replace(selectie, peil=max(p.peildatum for p in publicaties))
    labels = codes.labels("regio")
    alle = tuple(sorted(labels))
    asked = alle if selectie.regios is None else selectie.regios

    def report(regios: Collection[str], naast: Collection[str]) -> Rapport:
        return replace(
            _report(selectie, codes, tellen(regios), tellen(naast) if naast else None),
            dubbel=tuple(labels.get(code, code) for code in sorted(dubbel & set(regios))),
        )

    beside = alle if vergelijk else ()
    parts = {regio: report((regio,), beside) for regio in asked} if per_regio else {}
    whole = report(asked, beside if selectie.regios is not None else ())
    drempel = None if intern else rules().drempel
    return Bundel(whole, parts, asked, drempel, publicaties)


def _exact(counts: Mapping[str, Standen]) -> Tellen:
    return lambda regios: (_together(counts, regios), ())


def _protected(publicaties: Sequence[Publicatie]) -> Tellen:
    """Answers from what was published; numbers that are hidden never come near a report."""
    antwoorden = Antwoorden([from_json(publicatie.cijfers) for publicatie in publicaties])

    def tell(regios: Collection[str]) -> tuple[Standen, Collection[tuple[str, str]]] | None:
        antwoord = antwoorden.of(regios)
        if antwoord is None:
            return None
        standen: Standen = defaultdict(Stand)
        for key, (aantal, kosten) in antwoord.getallen.items():
            standen[key] = Stand(aantal, kosten)
        return standen, antwoord.verborgen

    return tell


def _report(
    selectie: Selectie,
    codes: Codelijsten,
    own: tuple[Standen, Collection[tuple[str, str]]] | None,
    beside: tuple[Standen, Collection[tuple[str, str]]] | None,
) -> Rapport:
    if own is None:
        return Rapport(selectie, 0, 0, {}, achtergehouden=HOOFDSTUK_3)
    standen, verborgen = own
    nl, nl_verborgen = beside or (None, ())
    return Rapport(
        selectie=selectie,
        aantal=standen[("", "")].aantal,
        kosten_cent=standen[("", "")].kosten_cent,
        tabellen={
            naam: table(
                DEFINITIES[naam],
                selectie,
                codes,
                standen,
                nl,
                verborgen=verborgen,
                nl_verborgen=nl_verborgen,
            )
            for naam in HOOFDSTUK_3
        },
    )


def _together(counts: Mapping[str, Standen], regios: Iterable[str]) -> Standen:
    total: Standen = defaultdict(Stand)
    for regio in regios:
        for key, stand in counts.get(regio, {}).items():
            total[key].add(stand.aantal, stand.kosten_cent)
    return total
