"""How a figure is shown: its texts, its bars, and the addresses of the rows behind it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from ontschot.kern.scope import Actor
from ontschot.monitor.codes import Codelijsten, klassen
from ontschot.monitor.queries import Rapport, Regel, Tabel
from ontschot.monitor.rules import hele_procenten, in_woorden, met_teken, procent
from ontschot.monitor.selectie import TWAALF_MAANDEN, Selectie, mag_landelijk
from ontschot.web.format import datum, euro, getal

# What stands in a cell that may not be shown, and what a reader is told about it.
VERBORGEN = "*"
LEGENDA = (
    "* Te klein om te tonen, of verborgen omdat iemand een te klein aantal er anders mee kan "
    "uitrekenen."
)

KOPPEN = {
    "doelgroep": "Doelgroep",
    "interventie": "Soort",
    "rubriek": "Rubriek",
    "geslacht": "Geslacht",
    "kwalificatie": "Opleidingsniveau",
    "sector": "Sector",
    "inkopende_partij": "Inkopende partij",
    "eigen_andere": "Ingekocht voor",
    "maand": "Maand",
}


@dataclass(frozen=True)
class Toonregel:
    """A line with its texts and the addresses of the rows behind its cells."""

    regel: Regel
    url: str
    nl_url: str
    aantal: str
    aandeel: str
    nl_aandeel: str
    balk: int | None
    nl_balk: int | None
    verschil: str
    aandeel_kosten: str


@dataclass(frozen=True)
class Toontabel:
    tabel: Tabel
    regels: Sequence[Toonregel]
    kolommen: str
    hoogste: int
    totaal_url: str
    nl_totaal_url: str
    downloads: dict[str, str]
    samenvatting: str
    onbekend: str
    legenda: str


def why_alone(rapport: Rapport, wie: Actor) -> str:
    """Why no Nederland stands beside the figures, where a reader would look for it; else empty."""
    selectie = rapport.selectie
    if rapport.nl_aantal is not None or selectie.regios is None:
        return ""
    if not mag_landelijk(wie):
        return (
            "Dit is je eigen regio. Nederland ernaast zien de monitor, beleid, de coördinator en "
            "wie over privacy gaat."
        )
    if selectie.bron == "eigen":
        return "Er staat geen Nederland naast: van andere regio's zie je alleen wat zij leveren."
    return "Er staat geen Nederland naast: van andere regio's is over deze periode niets geleverd."


def regio_label(selectie: Selectie, codes: Codelijsten) -> str:
    if selectie.regios is None:
        return "Nederland"
    if selectie.keuze in klassen()["selectie"]:
        return str(klassen()["selectie"][selectie.keuze]["label"])
    namen = codes.labels("regio")
    return ", ".join(namen.get(code, code) for code in selectie.regios)


def periode_label(selectie: Selectie) -> str:
    if selectie.jaar == TWAALF_MAANDEN:
        return f"{datum(selectie.van)} tot en met {datum(selectie.tot)}"
    return selectie.jaar


def show_table(tabel: Tabel, selectie: Selectie) -> Toontabel:
    """A table with the address behind every cell."""
    naam = tabel.definitie.code
    landelijk = selectie.nederland
    rijen = reverse("monitor:rijen")
    lines = [
        Toonregel(
            regel=regel,
            url=rijen + selectie.query(**{naam: regel.waarde}) if regel.aantal else "",
            nl_url=rijen + landelijk.query(**{naam: regel.waarde}) if regel.nl_aantal else "",
            aantal=number(regel),
            aandeel=VERBORGEN if regel.verborgen else procent(regel.aandeel),
            nl_aandeel=VERBORGEN if regel.nl_verborgen else procent(regel.nl_aandeel),
            balk=hele_procenten(regel.aandeel),
            nl_balk=hele_procenten(regel.nl_aandeel),
            verschil=met_teken(regel.verschil),
            aandeel_kosten=VERBORGEN if regel.verborgen else procent(regel.aandeel_kosten),
        )
        for regel in tabel.regels
    ]
    bars = [bar for line in lines for bar in (line.balk, line.nl_balk) if bar is not None]
    return Toontabel(
        tabel=tabel,
        regels=lines,
        kolommen=_columns(tabel),
        hoogste=max(bars, default=0),
        totaal_url=rijen + selectie.query(),
        nl_totaal_url=rijen + landelijk.query(),
        downloads={s: _download_url(naam, s, selectie) for s in ("csv", "xlsx")},
        samenvatting=_in_words(tabel),
        onbekend=_unknown(tabel),
        legenda=LEGENDA if tabel.verborgen else "",
    )


def _columns(tabel: Tabel) -> str:
    kolommen = [KOPPEN[tabel.definitie.code], "Aantal:num"]
    kolommen.append(f"Aandeel van {getal(tabel.noemer)}")
    if tabel.nl_noemer is not None:
        kolommen += [f"Nederland, van {getal(tabel.nl_noemer)}", "Verschil (procentpunt):num"]
    if tabel.definitie.met_kosten:
        kolommen += ["Gemiddelde prijs:num", f"Aandeel in {euro(tabel.kosten_cent, kort=True)}:num"]
    return "|".join(kolommen)


def number(regel: Regel) -> str:
    """The number of a line, or the mark of a hidden cell."""
    return VERBORGEN if regel.verborgen else getal(regel.aantal)


def _download_url(tabel: str, soort: str, selectie: Selectie) -> str:
    return reverse("monitor:tabel", args=[tabel, soort]) + selectie.query()


def _unknown(tabel: Tabel) -> str:
    if tabel.onbekend is None:
        return ""
    deel = next((r.aandeel for r in tabel.regels if r.waarde == tabel.definitie.onbekend), None)
    return f"Van {getal(tabel.onbekend)} interventies ({procent(deel)}) is dit niet bekend."


def _in_words(tabel: Tabel) -> str:
    """The largest differences with Nederland, in one sentence; empty when there are none."""
    if tabel.definitie.code == "maand":
        return ""
    large = [(abs(r.verschil), r) for r in tabel.regels if r.verschil and abs(r.verschil) >= 3]
    large.sort(key=lambda pair: (-pair[0], pair[1].label))
    said = [in_woorden(r.label, r.verschil) for _, r in large[:3] if r.verschil]
    if not said:
        return ""
    text = said[0] if len(said) == 1 else f"{', '.join(said[:-1])} en {said[-1]}"
    return f"Vergeleken met Nederland: {text}."
