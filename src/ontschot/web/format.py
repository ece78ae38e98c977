"""Numbers, money, dates and moments as the Dutch write them: pure functions of plain values.

Writing takes `None` and gives an en dash, so that a missing value never breaks a page.
Reading raises `ValueError` with a Dutch sentence that names what was typed.
"""

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal, localcontext
from zoneinfo import ZoneInfo

NIETS = "–"
MIN = "\u2212"
VAST = "\u00a0"  # a space on which a line does not break
AMSTERDAM = ZoneInfo("Europe/Amsterdam")

MAANDEN = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
MAANDEN_KORT = ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DAGEN = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

GROOTSTE_BEDRAG_CENT = 10**13  # a hundred billion euros: more is a typing mistake
_EURO = r"(?:€|eur|euro)"
_BEDRAG = re.compile(
    rf"(?P<min>-?) ?{_EURO}? ?(?P<min_na>-?) ?"
    r"(?:(?P<heel>\d+|\d{1,3}(?:\.\d{3})+|\d{1,3}(?: \d{3})+)(?:,(?P<cent>\d{1,2}|-))?"
    r"|(?P<heel_punt>\d+|\d{1,3}(?:,\d{3})+)\.(?P<cent_punt>\d{1,2}))"
    rf" ?{_EURO}?",
    re.ASCII,
)
_DATUM_CIJFERS = re.compile(r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$", re.ASCII)
_DATUM_WOORDEN = re.compile(r"^(?:[a-z]+dag\s+)?(\d{1,2})\s+([a-z]+)\.?\s+(\d{4})$", re.ASCII)
_DATUM_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$", re.ASCII)


def _punten(heel: int) -> str:
    """1234567 -> 1.234.567 (without a sign)."""
    return f"{heel:,}".replace(",", ".")


def euro(cent: int | None, *, kort: bool = False, teken: bool = False) -> str:
    """Integer cents as money: `€ 1.420,00`, `− € 310,00`.

    `kort` leaves out `,00` of whole euros; `teken` also writes a plus, for differences.
    """
    if cent is None:
        return NIETS
    heel, rest = divmod(abs(cent), 100)
    staart = "" if kort and rest == 0 else f",{rest:02d}"
    voor = MIN + VAST if cent < 0 else ("+" + VAST if teken and cent > 0 else "")
    return f"{voor}€{VAST}{_punten(heel)}{staart}"


def lees_bedrag(tekst: str) -> int:
    """What somebody typed as an amount in euros -> integer cents.

    Accepts `1.420,50`, `1420.50`, `€ 1.420,50`, `1 420`, `1.420`, `12,-`; a lone point before
    three digits is a thousands point, as the Dutch write it.
    """
    getypt = tekst.strip()
    kaal = re.sub(r"\s+", " ", getypt.lower()).replace(MIN, "-").replace("–", "-")
    match = _BEDRAG.fullmatch(kaal)
    if match is None or (match["min"] and match["min_na"]) or len(re.findall(_EURO, kaal)) > 1:
        raise ValueError(f"“{getypt[:40]}” is geen bedrag. Schrijf het zo: 1.420,50.")
    cijfers = re.sub(r"\D", "", match["heel"] or match["heel_punt"])
    staart = (match["cent"] or match["cent_punt"] or "").replace("-", "")
    heel = int(cijfers) if len(cijfers) < 20 else GROOTSTE_BEDRAG_CENT
    cent = heel * 100 + int(staart.ljust(2, "0"))
    if cent > GROOTSTE_BEDRAG_CENT:
        raise ValueError(f"“{getypt[:40]}” is te groot. Kijk of er een komma mist.")
    return -cent if match["min"] or match["min_na"] else cent


def getal(waarde: int | float | Decimal | None, decimalen: int = 0) -> str:
    """A number with Dutch points and comma: `1.676`, `1,2`, `− 7`."""
    if waarde is None:
        return NIETS
    ruw = Decimal(str(waarde))
    if not ruw.is_finite():
        return NIETS
    with localcontext() as context:
        context.prec = max(28, abs(ruw.adjusted()) + decimalen + 5)
        rond = ruw.quantize(Decimal(1).scaleb(-decimalen), rounding=ROUND_HALF_UP)
    heel, _, staart = f"{abs(rond):f}".partition(".")
    tekst = _punten(int(heel)) + (f",{staart}" if staart else "")
    return f"{MIN}{VAST}{tekst}" if rond < 0 else tekst


def aantal(hoeveel: int, een: str, meer: str) -> str:
    """How many, with its word: `1 regel`, `1.676 regels`."""
    return f"{getal(hoeveel)} {een if hoeveel == 1 else meer}"


def procent(deel: float | Decimal | None, decimalen: int = 0) -> str:
    """A share (0.53) as a percentage (`53 %`)."""
    if deel is None:
        return NIETS
    return f"{getal(Decimal(str(deel)) * 100, decimalen)}{VAST}%"


def verschil(waarde: int | float | Decimal | None, decimalen: int = 0) -> str:
    """A difference with its sign: `+ 5`, `− 7`, `± 0`."""
    tekst = getal(waarde, decimalen)
    if waarde is None or tekst.startswith(MIN):
        return tekst
    nul = not tekst.strip("0.,")
    return f"{'±' if nul else '+'}{VAST}{tekst}"


def datum(dag: dt.date | None, *, taal: str = "nl") -> str:
    """`12 maart 2026` (English: `12 March 2026`)."""
    if dag is None:
        return NIETS
    maanden = MONTHS if taal.startswith("en") else MAANDEN
    return f"{dag.day}{VAST}{maanden[dag.month - 1]} {dag.year}"


def maand(dag: dt.date) -> str:
    """`maart 2026`."""
    return f"{MAANDEN[dag.month - 1]} {dag.year}"


def datum_kort(dag: dt.date | None, vandaag: dt.date | None = None, *, taal: str = "nl") -> str:
    """`12 mrt`, and `12 mrt 2024` when it is not this year."""
    if dag is None:
        return NIETS
    maanden = [m[:3] for m in MONTHS] if taal.startswith("en") else MAANDEN_KORT
    jaar = "" if vandaag is not None and dag.year == vandaag.year else f" {dag.year}"
    return f"{dag.day}{VAST}{maanden[dag.month - 1]}{jaar}"


def datum_relatief(dag: dt.date | None, vandaag: dt.date, *, taal: str = "nl") -> str:
    """`vandaag`, `gisteren`, `morgen`, a weekday within the week, else the short date."""
    if dag is None:
        return NIETS
    english = taal.startswith("en")
    afstand = (dag - vandaag).days
    vlakbij = {
        0: ("vandaag", "today"),
        -1: ("gisteren", "yesterday"),
        1: ("morgen", "tomorrow"),
        -2: ("eergisteren", "two days ago"),
        2: ("overmorgen", "the day after tomorrow"),
    }
    if afstand in vlakbij:
        return vlakbij[afstand][english]
    naam = (DAYS if english else DAGEN)[dag.weekday()]
    if 2 < afstand < 7:
        return naam
    if -7 < afstand < -2:
        return f"last {naam}" if english else f"afgelopen {naam}"
    return datum_kort(dag, vandaag, taal=taal)


def tijd(moment: dt.datetime | dt.time | None) -> str:
    """`15.52`, in Amsterdam."""
    if moment is None:
        return NIETS
    if isinstance(moment, dt.datetime):
        moment = plaatselijk(moment)
    return f"{moment.hour}.{moment.minute:02d}"


def plaatselijk(moment: dt.datetime) -> dt.datetime:
    """The moment on an Amsterdam clock; a naive moment is taken to be one already."""
    return moment if moment.tzinfo is None else moment.astimezone(AMSTERDAM)


def moment(waarde: dt.datetime | None, *, taal: str = "nl") -> str:
    """`12 maart 2026, 15.52`."""
    if waarde is None:
        return NIETS
    hier = plaatselijk(waarde)
    return f"{datum(hier.date(), taal=taal)}, {tijd(hier)}"


def lees_datum(tekst: str) -> dt.date:
    """`12-3-2026`, `12/3/2026`, `12 maart 2026`, `12 mrt 2026`, `2026-03-12` -> a date."""
    getypt = tekst.strip()
    kaal = re.sub(r"\s+", " ", getypt.lower())
    if match := _DATUM_ISO.match(kaal):
        jaar, maand, dag = match.groups()
    elif match := _DATUM_CIJFERS.match(kaal):
        dag, maand, jaar = match.groups()
    elif (match := _DATUM_WOORDEN.match(kaal)) and (nummer := _maandnummer(match[2])):
        dag, maand, jaar = match[1], str(nummer), match[3]
    else:
        raise ValueError(f"“{getypt[:40]}” is geen datum. Schrijf het zo: 12-3-2026.")
    try:
        return dt.date(int(jaar), int(maand), int(dag))
    except ValueError:
        zin = f"“{getypt[:40]}” bestaat niet op de kalender. Kijk de dag en de maand na."
        raise ValueError(zin) from None


def _maandnummer(woord: str) -> int | None:
    """The month of a whole name or an abbreviation of three letters or more (Dutch or English)."""
    if woord == "mrt":
        return 3
    if len(woord) < 3:
        return None
    for namen in (MAANDEN, MONTHS):
        for nummer, naam in enumerate(namen, start=1):
            if naam.lower().startswith(woord):
                return nummer
    return None
