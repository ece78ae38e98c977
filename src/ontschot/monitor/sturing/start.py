"""The figures of a start page: what each role wants to know first, and where its table is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils import timezone

from ontschot.kern.scope import Actor
from ontschot.monitor import queries
from ontschot.monitor.definities import DEFINITIES
from ontschot.monitor.indicatoren import INDICATOREN
from ontschot.monitor.indicatoren.basis import Stand, year_before
from ontschot.monitor.indicatoren.samen import Vraag, counts_together
from ontschot.monitor.selectie import Selectie, read_selectie
from ontschot.monitor.sturing.geld import Geldstand, money_of
from ontschot.monitor.sturing.richting import compared
from ontschot.monitor.sturing.rollen import KEUZES, Keuze
from ontschot.monitor.sturing.zeggen import (
    ERVOOR,
    GEEN_VROEGER,
    PERIODE,
    Gezegd,
    Standen,
    of_granted,
    say,
    short_euro,
)
from ontschot.trajecten.rules.dagen import add_months
from ontschot.trajecten.rules.volgen import PEILMAANDEN
from ontschot.web.format import datum, getal

# About now alone: what it was before is not kept.
VAN_NU = frozenset({"werklast", "ruimte"})
# Split by this, because the value itself needs it.
UITGESPLITST: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "signalen": (("stand_signaal",),),
    "werklast": (("soort_werk",), ("collega", "soort_werk")),
    **dict.fromkeys((f"werk_na_{maanden}" for maanden in PEILMAANDEN), (("stand_werk",),)),
}
KWARTAAL_GELEDEN = "drie maanden geleden"


@dataclass(frozen=True)
class Startcijfer:
    keuze: Keuze
    gezegd: Gezegd
    url: str

    @property
    def titel(self) -> str:
        return self.keuze.titel or DEFINITIES[self.keuze.code].naam

    @property
    def definitie_url(self) -> str:
        return f"{reverse('monitor:definities')}#{self.keuze.code}"


def start_figures(wie: Actor) -> list[Startcijfer]:
    """The figures of this role. A constant number of statements, whatever was registered."""
    keuzes = KEUZES[wie.rol]
    selectie = _last_year(wie)
    geld = money_of(wie.regio) if any(keuze.code in GELD for keuze in keuzes) else None
    geteld = _counted([keuze for keuze in keuzes if keuze.code in INDICATOREN], selectie)
    return [_figure(keuze, selectie, geld, geteld) for keuze in keuzes]


def _last_year(wie: Actor) -> Selectie:
    """The last twelve months of the own region, in our own registration."""
    found = read_selectie(wie, {"regio": wie.regio}, {wie.regio: ""})
    return replace(found, keuze=wie.regio, regios=(wie.regio,))


# A figure over the last twelve months and over the twelve before; None: about now alone.
Paar = tuple[Standen, Standen | None]


def _figure(
    keuze: Keuze, selectie: Selectie, geld: Geldstand | None, geteld: Mapping[str, Paar]
) -> Startcijfer:
    if geld is not None and keuze.code in GELD:
        return Startcijfer(keuze, GELD[keuze.code](geld), reverse("monitor:geld"))
    if keuze.code not in INDICATOREN:
        url = reverse("monitor:overzicht") + selectie.query()
        return Startcijfer(keuze, _interventies(selectie), url)
    if keuze.code.startswith("werk_na_"):
        url = reverse("monitor:nog_aan_het_werk")
    else:
        url = reverse("monitor:indicator", args=[keuze.code]) + selectie.query()
    nu, toen = geteld[keuze.code]
    said = _mine(keuze, nu) if keuze.cel else say(INDICATOREN[keuze.code], nu, toen)
    return Startcijfer(keuze, said, url)


def _counted(keuzes: Sequence[Keuze], selectie: Selectie) -> dict[str, Paar]:
    """Every figure now and before, by its code. One statement."""
    today = timezone.localdate()
    asked: dict[tuple[str, bool], Vraag] = {}
    for code in dict.fromkeys(keuze.code for keuze in keuzes):
        chosen, groepen = _reached(code, selectie), UITGESPLITST.get(code, ())
        asked[code, False] = Vraag(INDICATOREN[code], chosen, groepen)
        if code not in VAN_NU:
            before = year_before(chosen, today)
            asked[code, True] = Vraag(INDICATOREN[code], before, groepen)
    found = dict(zip(asked, counts_together(list(asked.values())), strict=True))
    return {code: (found[code, False], found.get((code, True))) for code, _ in asked}


def _mine(keuze: Keuze, nu: Standen) -> Gezegd:
    """One cell of what everybody carries, beside the same of the whole region."""
    soort = {"soort_werk": keuze.cel["soort_werk"]}
    mine, everybody = (
        nu.get(tuple(sorted(cel.items())), Stand()).rijen for cel in (keuze.cel, soort)
    )
    noemer = f"Van de {getal(everybody)} in de hele regio."
    return Gezegd(getal(mine), noemer, GEEN_VROEGER, not everybody)


def _reached(code: str, selectie: Selectie) -> Selectie:
    """Of lasting work: who came so far in this period, and so began to work earlier."""
    if not code.startswith("werk_na_"):
        return selectie
    back = -int(code.removeprefix("werk_na_"))
    van, tot = add_months(selectie.van, back), add_months(selectie.tot, back)
    return replace(selectie, van=van, tot=tot)


def _interventies(selectie: Selectie) -> Gezegd:
    nu = queries.count(selectie)
    toen = queries.count(year_before(selectie, timezone.localdate()))
    moved = compared(nu, toen or None, ERVOOR)
    return Gezegd(getal(nu), f"Interventies {PERIODE}.", moved, not nu)


def _balance(name: str, *rekeningen: str) -> Callable[[Geldstand], Gezegd]:
    """A balance over all lines, beside what it was a quarter ago."""

    def words(geld: Geldstand) -> Gezegd:
        cent, granted = geld.nu(name), geld.nu("budget_cent")
        moved = compared(cent, geld.toen(name, *rekeningen), KWARTAAL_GELEDEN, short_euro)
        return Gezegd(short_euro(cent), of_granted(cent, granted), moved, not geld.regels)

    return words


def _paid(geld: Geldstand) -> Gezegd:
    cent, before = geld.betaald()
    moved = compared(cent, before or None, ERVOOR, short_euro)
    return Gezegd(
        short_euro(cent), of_granted(cent, geld.nu("budget_cent")), moved, not geld.regels
    )


def _runs_out(geld: Geldstand) -> Gezegd:
    lines = [line for line in geld.regels if line.regel.budget_cent]
    found = geld.loopt_leeg
    first = ""
    if found:
        first = f"De eerste is {found[0].regel.omschrijving}, rond {datum(found[0].regel.op_dag)}."
    noemer = f"Van {getal(len(lines))} regels met geld. {first}".strip()
    return Gezegd(getal(len(found)), noemer, GEEN_VROEGER, not geld.regels)


def _levels(geld: Geldstand) -> Gezegd:
    found = [f"{m.waarvan}: {m.zin}" for m in geld.meldingen]
    return Gezegd(getal(len(found)), " ".join(found[:1]), GEEN_VROEGER, not geld.regels)


GELD: dict[str, Callable[[Geldstand], Gezegd]] = {
    "geld_vrij": _balance("vrij_cent", "beschikbaar"),
    "geld_vast": _balance("vast_cent", "gereserveerd", "verplicht"),
    "geld_te_betalen": _balance("gedeclareerd_cent", "gedeclareerd"),
    "geld_betaald": _paid,
    "geld_prognose": _runs_out,
    "geld_grens": _levels,
}
