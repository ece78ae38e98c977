"""The report as a PDF: tagged, with a title page, one page to read in a minute, and contents."""

from typing import Any

from ontschot.monitor.definities import AFRONDEN
from ontschot.monitor.rapport.boek import Boek
from ontschot.monitor.rapport.hoofdstuk import Hoofdstuk, Lijn, Onderdeel, column_name
from ontschot.monitor.rules import hele_procenten, procent
from ontschot.monitor.tonen import LEGENDA, VERBORGEN
from ontschot.web import pdf
from ontschot.web.format import euro, getal

ACHTERGEHOUDEN = "Deze tabel is achtergehouden: er zitten te kleine aantallen in."
Cel = dict[str, Any]


def as_pdf(boek: Boek) -> bytes:
    return pdf.render(
        "monitor/brieven/rapport.typ",
        {
            "titel": boek.titel,
            "onder": boek.onder,
            "status": boek.status,
            "feiten": [list(fact) for fact in boek.feiten],
            "zinnen": list(boek.zinnen),
            "afronden": AFRONDEN,
            "definities": [
                {"naam": d.naam, "tekst": d.tekst, "teller": d.teller, "noemer": d.noemer,
                 "moment": d.moment, "versie": str(d.versie)}
                for d in boek.definities
            ],
            "hoofdstukken": [
                {"titel": titel, "tabellen": _tables(samen)} for titel, samen in boek.hoofdstukken
            ],
            "bronnen": list(boek.bronnen),
            "tegenstrijdig": list(boek.tegenstrijdig),
        },
    )  # fmt: skip


def _tables(samen: Hoofdstuk) -> list[dict[str, Any]]:
    return [_table(deel) for deel in samen.onderdelen]


def _table(deel: Onderdeel) -> dict[str, Any]:
    if deel.achtergehouden:
        return {"naam": deel.definitie.naam, "voor": "", "noot": ACHTERGEHOUDEN, "kop": [],
                "rijen": [], "zinnen": [], "hoogste": 0}  # fmt: skip
    noot = f"Aandeel van {getal(deel.noemer)} {deel.noemer_van}."
    rijen = [_line(deel, lijn) for lijn in deel.lijnen]
    bars = [cel["balk"] for rij in rijen for cel in rij if cel.get("balk") is not None]
    return {
        "naam": deel.definitie.naam,
        "voor": deel.onbekend,
        "noot": f"{noot} {LEGENDA}" if deel.verborgen else noot,
        "kop": _head(deel),
        "rijen": rijen,
        "zinnen": list(deel.zinnen),
        "hoogste": max([*bars, 1]),
    }


def _head(deel: Onderdeel) -> list[str]:
    kop = [deel.kop, "Aantal", "Aandeel"]
    kop += ["Nederland", "Vergeleken met Nederland"] if deel.nl else []
    before = column_name(deel.eerder)
    kop += [before.capitalize(), f"Vergeleken met {before}"] if deel.eerder else []
    return kop + (["Gemiddelde prijs", "Deel van de kosten"] if deel.met_kosten else [])


def _line(deel: Onderdeel, lijn: Lijn) -> list[Cel]:
    cells = [
        _text(lijn.label),
        _number(VERBORGEN if lijn.verborgen else getal(lijn.aantal)),
        _bar(VERBORGEN if lijn.verborgen else procent(lijn.aandeel), hele_procenten(lijn.aandeel)),
    ]
    if deel.nl:
        hidden = lijn.bron is not None and lijn.bron.nl_verborgen
        tekst = VERBORGEN if hidden else procent(lijn.nl_aandeel)
        cells += [_bar(tekst, hele_procenten(lijn.nl_aandeel), soft=True), _text(lijn.vs_nl)]
    if deel.eerder:
        share = lijn.eerder_aandeel
        cells += [_bar(procent(share), hele_procenten(share), soft=True), _text(lijn.vs_eerder)]
    if deel.met_kosten:
        kosten = (euro(lijn.gemiddeld_cent), procent(lijn.aandeel_kosten))
        cells += map(_number, (VERBORGEN, VERBORGEN) if lijn.verborgen else kosten)
    return cells


def _text(tekst: str) -> Cel:
    return {"tekst": tekst, "soort": "tekst"}


def _number(tekst: str) -> Cel:
    return {"tekst": tekst, "soort": "getal"}


def _bar(tekst: str, balk: int | None, *, soft: bool = False) -> Cel:
    return {"tekst": tekst, "soort": "zacht" if soft else "balk", "balk": balk}
