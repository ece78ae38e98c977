"""Chapter 3 as people read it: each table beside Nederland and the year before, said in words.

Made from reports that were counted (and protected) already; nothing is counted here. What a table
does not show, no sum, average or sentence shows: every derived figure is made of shown figures.
The order is that of the KplusV report, section 3.2 and 3.3.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from django.utils import timezone

from ontschot.monitor.codes import klassen
from ontschot.monitor.definities import DEFINITIES, Definitie
from ontschot.monitor.queries import Rapport, Regel, Tabel
from ontschot.monitor.rapport.woorden import (
    LANDELIJK,
    Anker,
    Grenzen,
    Verschil,
    in_een_cel,
    jaar_ervoor,
    prijs,
    verdeling,
)
from ontschot.monitor.rules import aandeel, gemiddeld_cent, procent, procentpunt
from ontschot.monitor.selectie import Selectie
from ontschot.regelingen.models import Interventiesoort
from ontschot.web.format import getal

VOLGORDE = (
    "rubriek", "doelgroep", "geslacht", "kwalificatie", "sector", "inkopende_partij",
    "eigen_andere", "interventie",
)  # fmt: skip
RUBRIEK_1 = "aanvullend"
VAKBONDEN = frozenset({"fnv", "cnv", "vcp"})
KOPPEN = {
    "doelgroep": "Doelgroep",
    "interventie": "Soort",
    "rubriek": "Rubriek",
    "geslacht": "Geslacht",
    "kwalificatie": "Opleidingsniveau",
    "sector": "Sector",
    "inkopende_partij": "Inkopende partij",
    "eigen_andere": "Ingekocht voor",
    "rubriek_1": "Soort",
    "aantal_kosten": "Partijen",
}


@dataclass(frozen=True)
class Lijn:
    """One line: shares are exact, None where there is no denominator or it may not be shown.

    `vs_nl` and `vs_eerder` say the difference in words; `prijs_vs_nl` that of the average price.
    """

    waarde: str
    label: str
    aantal: int | None
    aandeel: Fraction | None
    nl_aandeel: Fraction | None = None
    eerder_aandeel: Fraction | None = None
    gemiddeld_cent: int | None = None
    aandeel_kosten: Fraction | None = None
    nl_aandeel_kosten: Fraction | None = None
    vs_nl: str = ""
    vs_eerder: str = ""
    prijs_vs_nl: str = ""
    verborgen: bool = False
    # The part of the selection and of Nederland that a link opens; empty for a derived line.
    bron: Regel | None = None


@dataclass(frozen=True)
class Onderdeel:
    """A table with what is said about it. `lijnen` is empty when it is withheld as a whole."""

    definitie: Definitie
    kop: str
    noemer: int | None
    noemer_van: str
    nl: bool
    eerder: str
    lijnen: Sequence[Lijn]
    onbekend: str
    zinnen: Sequence[str]
    achtergehouden: bool = False

    @property
    def code(self) -> str:
        return self.definitie.code

    @property
    def verborgen(self) -> bool:
        return any(lijn.verborgen for lijn in self.lijnen)

    @property
    def met_kosten(self) -> bool:
        return self.definitie.met_kosten or self.code == "aantal_kosten"


@dataclass(frozen=True)
class Hoofdstuk:
    """All tables of one selection. `eerder` names the period before; empty without figures."""

    rapport: Rapport
    vorig: Rapport | None
    eerder: str
    onderdelen: Sequence[Onderdeel]

    def onderdeel(self, code: str) -> Onderdeel | None:
        return next((o for o in self.onderdelen if o.code == code), None)


def grenzen() -> Grenzen:
    """What counts as a difference: configuration, see `klassen.toml`."""
    waarden = klassen()["verschil"]
    return Grenzen(int(waarden["gelijk"]), int(waarden["licht"]))


def year_before(selectie: Selectie) -> Selectie:
    """The same days a year earlier, as far as they are known in this year.

    A year that still runs is compared with the same part of the year before, else the year before
    would always be the larger one.
    """
    known = selectie.peil or timezone.localdate()
    tot = max(min(selectie.tot, known), selectie.van)
    jaar = str(int(selectie.jaar) - 1) if selectie.jaar.isdecimal() else selectie.jaar
    return replace(selectie, jaar=jaar, van=_earlier(selectie.van), tot=_earlier(tot))


def _earlier(dag: date) -> date:
    """The same day a year before; 29 February becomes 28, and an end of February stays one."""
    if dag.month == 2 and (dag + timedelta(days=1)).month == 3:
        return date(dag.year - 1, 3, 1) - timedelta(days=1)
    return dag.replace(year=dag.year - 1)


def period_name(selectie: Selectie) -> str:
    """`2022`, `dezelfde periode in 2025`, or `de twaalf maanden ervoor`."""
    begin, end = selectie.van, selectie.tot
    if begin.year != end.year:
        return "de twaalf maanden ervoor"
    whole = (begin.month, begin.day, end.month, end.day) == (1, 1, 12, 31)
    return str(begin.year) if whole else f"dezelfde periode in {begin.year}"


def column_name(eerder: str) -> str:
    """How a column heads the period before: `2022`, else `jaar ervoor`."""
    return eerder if eerder.isdecimal() else "jaar ervoor"


def soorten_van_rubriek_1() -> frozenset[str]:
    found = Interventiesoort.objects.filter(rubriek_id=RUBRIEK_1)
    return frozenset(found.values_list("code", flat=True))


def make(
    rapport: Rapport, vorig: Rapport | None, rubriek_1: Iterable[str], volgorde: Sequence[str]
) -> Hoofdstuk:
    """Lay a report beside the one before it. `rubriek_1` are the interventies of that rubriek."""
    leeg = vorig is None or not any(t.noemer for t in vorig.tabellen.values())
    eerder = "" if vorig is None or leeg else period_name(vorig.selectie)
    vorige = {} if vorig is None or leeg else vorig.tabellen
    found: list[Onderdeel] = []
    for naam in volgorde:
        tabel = rapport.tabellen.get(naam)
        if tabel is None:
            found.append(_withheld(naam))
            continue
        found.append(_part(tabel, vorige.get(naam), eerder))
        if naam == "inkopende_partij":
            found.append(_number_and_cost(tabel))
        if naam == "interventie":
            found.append(_rubriek_1(tabel, vorige.get(naam), eerder, frozenset(rubriek_1)))
    return Hoofdstuk(rapport, None if leeg else vorig, eerder, found)


def _withheld(naam: str) -> Onderdeel:
    return Onderdeel(
        DEFINITIES[naam], KOPPEN[naam], None, "", False, "", (), "", (), achtergehouden=True
    )


def _part(tabel: Tabel, vorige: Tabel | None, eerder: str) -> Onderdeel:
    before = {r.waarde: r for r in vorige.regels} if vorige else {}
    lijnen = [
        _line(
            regel,
            before.get(regel.waarde),
            Delen(regel.aandeel, regel.nl_aandeel, _share_of(before.get(regel.waarde))),
            eerder,
        )
        for regel in tabel.regels
    ]
    return Onderdeel(
        definitie=tabel.definitie,
        kop=KOPPEN[tabel.definitie.code],
        noemer=tabel.noemer,
        noemer_van="interventies",
        nl=tabel.nl_noemer is not None,
        eerder=eerder if vorige else "",
        lijnen=lijnen,
        onbekend=_unknown(tabel),
        zinnen=_sentences(lijnen, eerder if vorige else ""),
    )


def _share_of(regel: Regel | None) -> Fraction | None:
    return regel.aandeel if regel else None


@dataclass(frozen=True)
class Delen:
    """The share of the selection, of Nederland and of the year before."""

    eigen: Fraction | None
    nl: Fraction | None
    eerder: Fraction | None


def _line(regel: Regel, before: Regel | None, delen: Delen, eerder: str) -> Lijn:
    grens = grenzen()
    return Lijn(
        waarde=regel.waarde,
        label=regel.label,
        aantal=regel.aantal,
        aandeel=delen.eigen,
        nl_aandeel=delen.nl,
        eerder_aandeel=delen.eerder,
        gemiddeld_cent=regel.gemiddeld_cent,
        aandeel_kosten=regel.aandeel_kosten,
        vs_nl=in_een_cel(procentpunt(delen.eigen, delen.nl), grens),
        vs_eerder=in_een_cel(procentpunt(delen.eigen, delen.eerder), grens) if eerder else "",
        prijs_vs_nl=prijs(regel.gemiddeld_cent, _nl_average(regel)),
        verborgen=regel.verborgen,
        bron=regel,
    )


def _nl_average(regel: Regel) -> int | None:
    if not regel.nl_aantal or regel.nl_kosten_cent is None:
        return None
    return gemiddeld_cent(regel.nl_kosten_cent, regel.nl_aantal)


def _sentences(lijnen: Sequence[Lijn], eerder: str) -> list[str]:
    """What stands out beside Nederland, and beside the year before."""
    said = [_compared(lijnen, lambda lijn: lijn.nl_aandeel, LANDELIJK)]
    if eerder:
        said.append(_compared(lijnen, lambda lijn: lijn.eerder_aandeel, jaar_ervoor(eerder)))
    return [zin for zin in said if zin]


def _compared(
    lijnen: Sequence[Lijn], ander: Callable[[Lijn], Fraction | None], anker: Anker
) -> str:
    def difference(lijn: Lijn) -> Verschil | None:
        punten = procentpunt(lijn.aandeel, ander(lijn))
        return None if punten is None else Verschil(lijn.label, punten)

    return verdeling([difference(lijn) for lijn in lijnen], grenzen(), anker)


def _unknown(tabel: Tabel) -> str:
    """How much nobody wrote down: said before the table, because it weighs on every other line."""
    if not tabel.definitie.onbekend:
        return ""
    regel = next((r for r in tabel.regels if r.waarde == tabel.definitie.onbekend), None)
    if regel is None or tabel.onbekend is None:
        return "Hoeveel hiervan niet bekend is, laten we niet zien."
    deel = f" ({procent(regel.aandeel)})" if regel.aandeel is not None else ""
    landelijk = f" Landelijk is dat {procent(regel.nl_aandeel)}." if regel.nl_aandeel else ""
    return (
        f"Van {getal(tabel.onbekend)} van de {getal(tabel.noemer)} interventies{deel} is dit niet "
        f"bekend.{landelijk}"
    )


def _number_and_cost(tabel: Tabel) -> Onderdeel:
    """The unions together beside gemeenten and UWV: share of the number, share of the costs."""
    groepen = (
        ("vakbonden", "FNV, CNV en VCP samen", [r for r in tabel.regels if r.waarde in VAKBONDEN]),
        ("overige", "Gemeenten en UWV samen",
         [r for r in tabel.regels if r.waarde not in VAKBONDEN]),
    )  # fmt: skip
    nl_kosten = _total(r.nl_kosten_cent for r in tabel.regels)
    lijnen = [_group(tabel, nl_kosten, *groep) for groep in groepen]
    return Onderdeel(
        definitie=DEFINITIES["aantal_kosten"],
        kop=KOPPEN["aantal_kosten"],
        noemer=tabel.noemer,
        noemer_van="interventies",
        nl=tabel.nl_noemer is not None,
        eerder="",
        lijnen=lijnen,
        onbekend="",
        zinnen=[zin for lijn in lijnen if (zin := number_versus_cost(lijn))],
    )


def _group(
    tabel: Tabel, nl_kosten: int | None, waarde: str, label: str, regels: Sequence[Regel]
) -> Lijn:
    aantal, kosten = _total(r.aantal for r in regels), _total(r.kosten_cent for r in regels)
    nl_aantal = _total(r.nl_aantal for r in regels)
    nl_deel_kosten = _total(r.nl_kosten_cent for r in regels)
    deel, nl_deel = _part_of(aantal, tabel.noemer), _part_of(nl_aantal, tabel.nl_noemer)
    return Lijn(
        waarde=waarde,
        label=label,
        aantal=aantal,
        aandeel=deel,
        nl_aandeel=nl_deel,
        gemiddeld_cent=gemiddeld_cent(kosten, aantal) if kosten is not None and aantal else None,
        aandeel_kosten=_part_of(kosten, tabel.kosten_cent),
        nl_aandeel_kosten=_part_of(nl_deel_kosten, nl_kosten),
        vs_nl=in_een_cel(procentpunt(deel, nl_deel), grenzen()),
        prijs_vs_nl="–",
        verborgen=aantal is None,
    )


def number_versus_cost(lijn: Lijn) -> str:
    """`FNV, CNV en VCP samen kochten 60 % van het aantal in, voor 23 % van de kosten.`"""
    if lijn.aandeel is None or lijn.aandeel_kosten is None:
        return ""
    zin = (
        f"{lijn.label} kochten {procent(lijn.aandeel)} van het aantal in, voor "
        f"{procent(lijn.aandeel_kosten)} van de kosten"
    )
    if lijn.nl_aandeel is not None and lijn.nl_aandeel_kosten is not None:
        zin += (
            f"; landelijk {procent(lijn.nl_aandeel)} van het aantal, voor "
            f"{procent(lijn.nl_aandeel_kosten)} van de kosten"
        )
    return f"{zin}."


def _total(waarden: Iterable[int | None]) -> int | None:
    """The sum; None when one of them may not be shown."""
    found = list(waarden)
    return None if any(w is None for w in found) else sum(w for w in found if w is not None)


def _part_of(deel: int | None, geheel: int | None) -> Fraction | None:
    return None if deel is None or geheel is None else aandeel(deel, geheel)


def _rubriek_1(
    tabel: Tabel, vorige: Tabel | None, eerder: str, soorten: frozenset[str]
) -> Onderdeel:
    """The interventies of rubriek 1 as shares of that rubriek; section 3.3 counts them so."""

    def inside(van: Tabel | None) -> Mapping[str, Regel]:
        return {r.waarde: r for r in van.regels if r.waarde in soorten} if van else {}

    own, before = inside(tabel), inside(vorige)
    noemer = _total(r.aantal for r in own.values())
    nl_noemer = _total(r.nl_aantal for r in own.values())
    eerder_noemer = _total(r.aantal for r in before.values()) if before else None

    def parts(regel: Regel) -> Delen:
        earlier = before.get(regel.waarde)
        return Delen(
            _part_of(regel.aantal, noemer),
            _part_of(regel.nl_aantal, nl_noemer),
            _part_of(earlier.aantal if earlier else None, eerder_noemer),
        )

    lijnen = [_line(r, before.get(r.waarde), parts(r), eerder) for r in own.values()]
    return Onderdeel(
        definitie=DEFINITIES["rubriek_1"],
        kop=KOPPEN["rubriek_1"],
        noemer=noemer,
        noemer_van="interventies van deze rubriek",
        nl=tabel.nl_noemer is not None,
        eerder=eerder if vorige else "",
        lijnen=lijnen,
        onbekend="",
        zinnen=_sentences(lijnen, eerder if vorige else ""),
    )
