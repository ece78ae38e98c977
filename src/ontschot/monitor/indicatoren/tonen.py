"""How an indicator is shown: its figures, columns and cells, each with the address of its rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from ontschot.monitor.definities import DIMENSIES
from ontschot.monitor.indicatoren.basis import DELEN_VAN, Soort, Stand
from ontschot.monitor.indicatoren.cijfer import Cijfer, Kruistabel, Regel, Tabel
from ontschot.monitor.indicatoren.labels import label
from ontschot.monitor.rules import aandeel, hele_procenten, procent
from ontschot.monitor.selectie import Selectie
from ontschot.web.format import euro, getal
from ontschot.web.uitvoer import Cel

STREEP = "–"


@dataclass(frozen=True)
class Vak:
    """One cell: its text, the address of its rows, and the length of its bar if it has one.

    A cell `links` is no number in a column of numbers: the total below bars.
    """

    tekst: str
    url: str = ""
    balk: int | None = None
    label: str = ""
    links: bool = False


@dataclass(frozen=True)
class Toontabel:
    kop: str
    anker: str
    kolommen: str
    regels: Sequence[tuple[str, Sequence[Vak]]]
    totaal: Sequence[Vak]
    hoogste: int
    onbekend: str
    downloads: dict[str, str]


def days(dagen: int | None) -> str:
    """`1 dag`, `12 dagen`; a dash when there is nothing to tell."""
    if dagen is None:
        return STREEP
    return f"{getal(dagen)} {'dag' if dagen == 1 else 'dagen'}"


def rows_url(cijfer: Cijfer, deel: str = "", **cel: str) -> str:
    url = reverse("monitor:indicator_rijen", args=[cijfer.indicator.code])
    query = cijfer.selectie.query(**cel)
    return url + query + (f"&deel={deel}" if deel else "")


def key_figures(cijfer: Cijfer) -> list[tuple[str, str, str]]:
    """The figures above the tables: value, what it is, and the address of its rows."""
    stand, soort = cijfer.totaal, cijfer.indicator.soort
    naam = cijfer.indicator.definitie.meervoud
    found = [(getal(stand.rijen), naam, rows_url(cijfer) if stand.rijen else "")]
    if cijfer.indicator.met_bedrag:
        found.insert(0, (euro(stand.cent, kort=True), "samen", ""))
    if soort == Soort.AANDEEL:
        found.insert(0, (procent(cijfer.aandeel), f"{getal(stand.teller)} tellen mee", ""))
        found[0] = (*found[0][:2], rows_url(cijfer, "telt") if stand.teller else "")
    if soort == Soort.DUUR:
        found = [
            (
                days(stand.mediaan),
                f"helft van {getal(stand.klaar)} was toen zover",
                "",
            ),
            (days(stand.p90), "negen van de tien waren toen zover", ""),
            (getal(stand.wacht), _waits(stand), rows_url(cijfer, "wacht") if stand.wacht else ""),
        ]
        if stand.met_termijn:
            within = procent(aandeel(stand.op_tijd, stand.met_termijn))
            found.append((within, f"van {getal(stand.met_termijn)} binnen de termijn", ""))
    return found


def _waits(stand: Stand) -> str:
    if not stand.wacht:
        return "wachten nog"
    return f"{'wacht' if stand.wacht == 1 else 'wachten'} nog, de langste {days(stand.langst)}"


KOLOMMEN = {
    Soort.AANTAL: ("Aantal:num", "Aandeel van {rijen}"),
    Soort.AANDEEL: ("Telt mee:num", "Van:num", "Aandeel"),
    Soort.DUUR: (
        "{bereikt}:num",
        "Mediaan:num",
        "9 van de 10 binnen:num",
        "Wacht nog:num",
        "Langst tot {wanneer}:num",
        "Gestopt:num",
    ),
}
EERDER = {
    Soort.AANTAL: "Jaar eerder:num",
    Soort.AANDEEL: "Jaar eerder:num",
    Soort.DUUR: "Mediaan jaar eerder:num",
}


def show(cijfer: Cijfer, tabel: Tabel) -> Toontabel:
    """A table with the address of the rows behind every number."""
    soort = cijfer.indicator.soort
    vergelijk = any(regel.eerder is not None for regel in tabel.regels)
    bars = [hele_procenten(regel.aandeel) or 0 for regel in tabel.regels]
    return Toontabel(
        kop=tabel.dimensie.naam,
        anker=tabel.dimensie.code,
        kolommen="|".join(columns(cijfer, tabel)),
        regels=[(r.label, _cells(cijfer, tabel, r, vergelijk)) for r in tabel.regels],
        totaal=_total(cijfer, vergelijk, _with_term(tabel)),
        hoogste=max(bars, default=0) if soort != Soort.DUUR else 0,
        onbekend=_unknown(cijfer, tabel),
        downloads={
            s: reverse(
                "monitor:indicator_bestand", args=[cijfer.indicator.code, tabel.dimensie.code, s]
            )
            + cijfer.selectie.query()
            for s in ("csv", "xlsx")
        },
    )


def columns(cijfer: Cijfer, tabel: Tabel) -> list[str]:
    """The headings as `{% table %}` takes them."""
    soort = cijfer.indicator.soort
    words = {
        "rijen": getal(tabel.totaal.rijen),
        "bereikt": cijfer.indicator.bereikt,
        "wanneer": "dan" if cijfer.selectie.peil else "nu",
    }
    kop = [tabel.dimensie.naam, *(kolom.format(**words) for kolom in KOLOMMEN[soort])]
    if _with_term(tabel):
        kop.append("Binnen de termijn:num")
    if cijfer.indicator.met_bedrag:
        kop.append("Bedrag:num")
    if any(regel.eerder is not None for regel in tabel.regels):
        kop.append(EERDER[soort])
    return kop


def _with_term(tabel: Tabel) -> bool:
    return tabel.totaal.met_termijn > 0


def _cells(cijfer: Cijfer, tabel: Tabel, regel: Regel, vergelijk: bool) -> list[Vak]:
    dimensie, soort = tabel.dimensie.code, cijfer.indicator.soort
    cel = {dimensie: regel.waarde}
    numbers = _numbers(regel.stand, soort)
    found = [_number(cijfer, n, deel, regel.label, cel) for n, deel in numbers]
    if soort == Soort.DUUR:
        found = _durations(found, regel.stand)
    else:
        share = procent(regel.aandeel)
        found.append(Vak(share, balk=hele_procenten(regel.aandeel), label=share))
    if _with_term(tabel):
        found.append(Vak(_term(regel.stand)))
    if cijfer.indicator.met_bedrag:
        found.append(Vak(euro(regel.stand.cent, kort=True)))
    if vergelijk:
        found.append(Vak(_earlier(regel.eerder, soort, regel)))
    return found


def _numbers(stand: Stand, soort: Soort) -> list[tuple[int, str]]:
    """The counts of a line with the part of the rows that each counts."""
    if soort == Soort.AANTAL:
        return [(stand.rijen, "")]
    if soort == Soort.AANDEEL:
        return [(stand.teller, "telt"), (stand.rijen, "")]
    return [(stand.klaar, "klaar"), (stand.wacht, "wacht"), (stand.weg, "weg")]


def _number(cijfer: Cijfer, aantal: int, deel: str, naam: str, cel: dict[str, str]) -> Vak:
    url = rows_url(cijfer, deel, **cel) if aantal else ""
    return Vak(getal(aantal), url, label=f"{getal(aantal)}: toon de rijen van {naam}")


def _durations(numbers: list[Vak], stand: Stand) -> list[Vak]:
    klaar, wacht, weg = numbers
    return [
        klaar,
        Vak(days(stand.mediaan)),
        Vak(days(stand.p90)),
        wacht,
        Vak(days(stand.langst)),
        weg,
    ]


def _term(stand: Stand) -> str:
    if not stand.met_termijn:
        return STREEP
    return f"{procent(aandeel(stand.op_tijd, stand.met_termijn))} van {getal(stand.met_termijn)}"


def _earlier(eerder: Stand | None, soort: Soort, regel: Regel) -> str:
    if eerder is None:
        return STREEP
    if soort == Soort.AANTAL:
        return getal(eerder.rijen)
    return days(eerder.mediaan) if soort == Soort.DUUR else procent(regel.eerder_aandeel)


def _total(cijfer: Cijfer, vergelijk: bool, termijn: bool) -> list[Vak]:
    soort, stand = cijfer.indicator.soort, cijfer.totaal
    found = [_number(cijfer, n, deel, "alles", {}) for n, deel in _numbers(stand, soort)]
    if soort == Soort.DUUR:
        found = _durations(found, stand)
    else:
        found.append(Vak(procent(cijfer.aandeel), links=True))
    if termijn:
        found.append(Vak(_term(stand)))
    if cijfer.indicator.met_bedrag:
        found.append(Vak(euro(stand.cent, kort=True)))
    if vergelijk:
        eerder = cijfer.eerder
        total = procent(aandeel(eerder.teller, eerder.rijen)) if eerder else STREEP
        text = {Soort.AANTAL: getal(eerder.rijen) if eerder else STREEP, Soort.AANDEEL: total}
        found.append(Vak(text.get(soort) or days(eerder.mediaan if eerder else None)))
    return found


def _unknown(cijfer: Cijfer, tabel: Tabel) -> str:
    """How many are unknown, of how many; nothing where everybody has a value by its nature."""
    if tabel.dimensie.code in ZONDER_ONBEKEND or not tabel.totaal.rijen:
        return ""
    rijen, naam = tabel.totaal.rijen, cijfer.indicator.definitie.meervoud
    deel = procent(aandeel(tabel.onbekend, rijen))
    return f"Van {getal(tabel.onbekend)} van de {getal(rijen)} {naam} ({deel}) is dit niet bekend."


ZONDER_ONBEKEND = (
    "maand", "keer", "uitslag", "uitkomst", "soort_hulp", "campagne", "werkcafe", "stand_werk",
    "stand_signaal", "onderwerp", "eigenaar", "beraad", "ouderdom", "soort_werk", "organisatie",
    "collega", "te_laat", "ruimte",
)  # fmt: skip


@dataclass(frozen=True)
class Toonkruis:
    kop: str
    kolommen: str
    regels: Sequence[tuple[str, Sequence[Vak]]]


def show_cross(cijfer: Cijfer, kruis: Kruistabel) -> Toonkruis:
    """Two dimensions against each other; every number opens its rows."""
    rij, kolom = kruis.rij.code, kruis.kolom.code
    lines = []
    for waarde, naam, cellen, totaal in kruis.regels:
        vakken = [
            _number(cijfer, aantal, "", f"{naam}, {tegen_naam}", {rij: waarde, kolom: tegen})
            for aantal, (tegen, tegen_naam) in zip(cellen, kruis.kolommen, strict=True)
        ]
        lines.append((naam, [*vakken, _number(cijfer, totaal, "", naam, {rij: waarde})]))
    heads = [f"{naam}:num" for _, naam in kruis.kolommen]
    return Toonkruis(
        kop=f"{kruis.rij.naam} tegenover {kruis.kolom.naam[:1].lower()}{kruis.kolom.naam[1:]}",
        kolommen="|".join([kruis.rij.naam, *heads, "Samen:num"]),
        regels=lines,
    )


def file_lines(cijfer: Cijfer, tabel: Tabel) -> tuple[list[str], list[list[Cel]]]:
    """The same table for a file; numbers are numbers, shares whole per cents, days whole days."""
    soort = cijfer.indicator.soort
    kop = [column.removesuffix(":num") for column in columns(cijfer, tabel)]
    termijn = _with_term(tabel)
    vergelijk = any(regel.eerder is not None for regel in tabel.regels)
    bedrag = cijfer.indicator.met_bedrag
    lines = [
        _file_line(r.label, r.stand, hele_procenten(r.aandeel), soort, termijn)
        + ([r.stand.cent / 100] if bedrag else [])
        + ([_file_earlier(r, soort)] if vergelijk else [])
        for r in tabel.regels
    ]
    total = _file_line("Totaal", tabel.totaal, hele_procenten(cijfer.aandeel), soort, termijn)
    return kop, [*lines, [*total, tabel.totaal.cent / 100] if bedrag else total]


def _file_line(naam: str, stand: Stand, deel: int | None, soort: Soort, termijn: bool) -> list[Cel]:
    if soort == Soort.AANTAL:
        return [naam, stand.rijen, deel]
    if soort == Soort.AANDEEL:
        return [naam, stand.teller, stand.rijen, deel]
    found: list[Cel] = [naam, stand.klaar, stand.mediaan, stand.p90, stand.wacht, stand.langst]
    found.append(stand.weg)
    if termijn:
        found.append(hele_procenten(aandeel(stand.op_tijd, stand.met_termijn)))
    return found


def _file_earlier(regel: Regel, soort: Soort) -> Cel:
    if regel.eerder is None:
        return None
    if soort == Soort.AANTAL:
        return regel.eerder.rijen
    return regel.eerder.mediaan if soort == Soort.DUUR else hele_procenten(regel.eerder_aandeel)


def valid_part(soort: Soort, deel: str) -> str:
    """A word of the address that says which part of the rows; nonsense is all of them."""
    return deel if deel in DELEN_VAN[soort] else ""


DELEN_IN_WOORDEN = {
    "telt": "alleen wat meetelt",
    "klaar": "niet meer wachtend",
    "wacht": "wacht nog",
    "weg": "gestopt",
}


def cell_in_words(selectie: Selectie, woorden: dict[str, dict[str, str]]) -> list[str]:
    """What a cell is narrowed to: `deur: inloop`."""
    return [
        f"{DIMENSIES[d].naam.lower()}: {label(w, woorden.get(d, {}), d)}"
        for d, w in selectie.cel.items()
    ]
