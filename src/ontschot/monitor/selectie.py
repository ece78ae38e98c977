"""What a figure is about: regions, period, source, as known when; and the cell that was opened.

A `Selectie` is read from the query string and written back into it, so every figure has an
address of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.utils import timezone

from ontschot.kern.rollen import SYSTEEM
from ontschot.kern.scope import Actor
from ontschot.monitor.codes import klassen
from ontschot.monitor.definities import TABELLEN
from ontschot.monitor.models import LANDELIJKE_ROLLEN
from ontschot.web.format import lees_datum

EERSTE_JAAR = 2021
TWAALF_MAANDEN = "12m"
NEDERLAND = "nederland"
KALENDER = range(1900, 9999)
LATER = (
    "Wat er later bekend is, weten we nu niet. Kies bij ‘Zoals bekend op’ vandaag of een eerdere "
    "dag."
)
DIMENSIES = (*TABELLEN, "regio", "bron")


@dataclass(frozen=True)
class Selectie:
    """`regios` None means all regions that may be seen. `van` and `tot` are both inclusive.

    `keuze` and `jaar` are the words of the query string; `cel` narrows to one cell.
    """

    keuze: str
    regios: tuple[str, ...] | None
    jaar: str
    van: date
    tot: date
    bron: str = ""
    peil: date | None = None
    cel: Mapping[str, str] = field(default_factory=dict)

    def query(self, **cel: str) -> str:
        """The query string of this selection, narrowed to a cell."""
        known = {"regio": self.keuze, "jaar": self.jaar, "bron": self.bron}
        if self.peil:
            known["peil"] = self.peil.isoformat()
        narrowed = {**self.cel, **cel}
        cells = {_cel_name(dimensie): waarde for dimensie, waarde in narrowed.items()}
        return "?" + urlencode({k: v for k, v in {**known, **cells}.items() if v})

    @property
    def nederland(self) -> "Selectie":
        """The same period and source over all regions."""
        return replace(self, keuze=NEDERLAND, regios=None)

    @property
    def peilmoment(self) -> datetime | None:
        """The last moment of the peildatum, Amsterdam time; None is now."""
        return moment_after(self.peil) if self.peil else None


def moment_after(day: date) -> datetime:
    """The first moment that lies after this day in Amsterdam."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _cel_name(dimensie: str) -> str:
    # `regio` and `bron` of a cell narrow a selection that has its own `regio` and `bron`.
    return f"cel_{dimensie}" if dimensie in ("regio", "bron") else dimensie


def mag_landelijk(wie: Actor) -> bool:
    return wie.rol in LANDELIJKE_ROLLEN or wie.rol == SYSTEEM


def read_selectie(
    wie: Actor,
    params: Mapping[str, str],
    codes: Mapping[str, str],
    dimensies: Sequence[str] = DIMENSIES,
) -> Selectie:
    """The selection of a query string; what is missing or nonsense falls back to the default.

    `codes` are the regions (code -> name), `dimensies` what a cell may narrow. A professional
    always sees the own region.
    """
    keuze = params.get("regio", "")
    if not mag_landelijk(wie) or not known_choice(keuze, codes):
        keuze = wie.regio or NEDERLAND
    jaar, van, tot = read_jaar(params.get("jaar", ""))
    bron = params.get("bron", "")
    asked = {d: _value(params.get(_cel_name(d), "")) for d in dimensies}
    return Selectie(
        keuze=keuze,
        regios=regios_of(keuze),
        jaar=jaar,
        van=van,
        tot=tot,
        bron=bron if bron in ("eigen", "levering") else "",
        peil=read_peil(params.get("peil", "")),
        cel={dimensie: waarde for dimensie, waarde in asked.items() if waarde},
    )


def _value(tekst: str) -> str:
    """A value as it may be looked for: of no code longer than ours, without what no text holds."""
    return tekst.replace("\x00", "")[:64]


def known_choice(keuze: str, codes: Mapping[str, str]) -> bool:
    if keuze == NEDERLAND or keuze in klassen()["selectie"]:
        return True
    return bool(keuze) and all(code in codes for code in keuze.split(","))


def regios_of(keuze: str) -> tuple[str, ...] | None:
    """`nederland`, the name of a fixed selection, or codes with commas."""
    if keuze == NEDERLAND:
        return None
    if keuze in klassen()["selectie"]:
        return tuple(klassen()["selectie"][keuze]["regios"])
    return tuple(sorted(set(keuze.split(","))))


def read_jaar(jaar: str) -> tuple[str, date, date]:
    """A year, or the last twelve months: this one so far and the eleven before it."""
    today = timezone.localdate()
    if jaar.isascii() and jaar.isdecimal() and EERSTE_JAAR <= int(jaar[:9]) <= today.year:
        return jaar, date(int(jaar), 1, 1), date(int(jaar), 12, 31)
    next_month = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    return TWAALF_MAANDEN, next_month.replace(year=next_month.year - 1), today


def read_peil(tekst: str) -> date | None:
    """The day as somebody wrote it; None when there is none, or none that can be read."""
    try:
        dag = lees_datum(tekst[:40]) if tekst.strip() else None
    except ValueError:
        return None
    # A year before, or a day after, must exist too.
    return dag if dag and dag.year in KALENDER else None
