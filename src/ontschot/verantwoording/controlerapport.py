"""The report of a controle outside the screen: xlsx and PDF, both from the laid-out page."""

from collections.abc import Sequence

from django.utils import timezone

from ontschot.verantwoording.queries import Controlepagina, Regelrij
from ontschot.verantwoording.rules import Deel, period_name
from ontschot.web import pdf
from ontschot.web.format import datum, euro, getal, moment, procent
from ontschot.web.uitvoer import Blad, Cel, as_workbook

UITKOMST = (
    "Fonds", "Betalingen", "Betaald", "Getrokken", "Bedrag getrokken", "Met een fout",
    "Bedrag fout", "Zonder bewijs", "Bedrag zonder bewijs",
)  # fmt: skip
REGELS = (
    "Fonds", "Boeking", "Regel", "Partner", "Betaald", "Bevinding", "Wat", "Bedrag", "Toelichting",
    "Stand",
)  # fmt: skip
TERUG = ("Regel", "Partner", "Terugvordering", "Bedrag", "Teruggekomen", "Stand")
AANNAMEN = (
    "Een schatting is geen vaststelling. Zij rekent wat gevonden is in de betalingen die door het "
    "zaad zijn gekozen om naar alle betalingen onder het bedrag van ‘altijd’. Dat mag, omdat elke "
    "betaling daar dezelfde kans had. Bij weinig fouten is het bedrag heel onzeker; daarom staat "
    "er geen marge bij. Het hoogste aantal is exact berekend (hypergeometrisch, eenzijdig)."
)


def _row(naam: str, deel: Deel) -> list[Cel]:
    return [
        naam, deel.populatie, deel.populatie_cent / 100, deel.gezien, deel.gezien_cent / 100,
        deel.fout, deel.fout_cent / 100, deel.onvolledig, deel.onvolledig_cent / 100,
    ]  # fmt: skip


def rate(deel: Deel) -> str:
    """Both rates with their denominators: what is final, and how much of it all that is."""
    if deel.aandeel_regels is None or deel.aandeel_cent is None:
        return f"Van geen van de {getal(deel.gezien)} betalingen is de bevinding al definitief."
    wrong = deel.fout + deel.onvolledig
    cent = deel.fout_cent + deel.onvolledig_cent
    over = "alle" if deel.is_klaar else f"{getal(deel.klaar)} van de"
    return (
        f"Definitief nagekeken: {over} {getal(deel.gezien)} betalingen. Daarvan "
        f"{'is er' if wrong == 1 else 'zijn er'} {getal(wrong)} fout of zonder bewijs "
        f"({procent(deel.aandeel_regels, 1)}). In euro’s: {euro(cent)} van "
        f"{euro(deel.klaar_cent)} ({procent(deel.aandeel_cent, 1)})."
    )


def tolerance(pagina: Controlepagina) -> str:
    """The agreed tolerance beside what was found, in one sentence."""
    bear = pagina.controle.tolerantie_procent
    if bear is None:
        return "Er is geen tolerantie afgesproken. In de bronnen staat er geen."
    said = f"De tolerantie is {getal(float(bear), 2)} % van de euro’s."
    if pagina.boven_tolerantie is None:
        return said
    found = "De uitkomst" if pagina.samen.is_klaar else "Wat tot nu toe definitief is,"
    return f"{said} {found} {'ligt daarboven' if pagina.boven_tolerantie else 'blijft daaronder'}."


def estimates(pagina: Controlepagina) -> list[str]:
    """What the sample says of what was not looked at, a sentence per fonds."""
    sure = pagina.controle.betrouwbaarheid_procent
    return [
        f"{deel.fonds.naam}: naar schatting is {euro(found.schatting.fout_cent)} van "
        f"{euro(found.populatie_cent)} fout of zonder bewijs. Met {sure} % zekerheid gaat het om "
        f"hoogstens {getal(found.schatting.hoogstens_fout)} van de "
        f"{getal(found.schatting.betalingen)} betalingen."
        for deel, found in pagina.schattingen
        if found.schatting
    ]


def made(pagina: Controlepagina) -> str:
    """Who drew, when, from what, and how anybody can do it again."""
    row = pagina.controle
    assert row.getrokken_op
    heads = "; ".join(
        f"{deel.fonds.sleutel}: boeking 1 tot en met {deel.tot_nummer} ({deel.tot_hash[:16]})"
        for deel, _ in pagina.delen
    )
    return (
        f"Opgezet door {row.opgezet_door}, getrokken door {row.getrokken_door} op "
        f"{moment(timezone.localtime(row.getrokken_op))}. Zaad {row.zaad}. Getrokken uit {heads}."
    )


def _lines(rijen: Sequence[Regelrij]) -> list[list[Cel]]:
    return [
        [
            rij.regel.deel.fonds.naam,
            rij.regel.post.volgnummer,
            rij.regel.nummer,
            rij.regel.organisatie.naam,
            rij.regel.cent / 100,
            rij.bevinding.get_oordeel_display() if rij.bevinding else "",
            rij.bevinding.get_foutsoort_display() if rij.bevinding else "",
            rij.bevinding.fout_cent / 100 if rij.bevinding else None,
            rij.bevinding.toelichting if rij.bevinding else "",
            rij.regel.get_status_display(),
        ]
        for rij in rijen
    ]


def _back(pagina: Controlepagina) -> list[list[Cel]]:
    return [
        [
            regel.nummer, regel.organisatie.naam, t.nummer, t.cent / 100, terug / 100,
            t.get_status_display(),
        ]
        for regel, t, terug in pagina.terug
    ]  # fmt: skip


def as_xlsx(pagina: Controlepagina, rijen: Sequence[Regelrij]) -> bytes:
    """A sheet with the outcome, one with every payment, one with what is asked back; in euros."""
    row = pagina.controle
    titel = f"Controle {row.nummer}: {row.naam}, {period_name(row.van, row.tot)}"
    outcome = [_row(deel.fonds.naam, found) for deel, found in pagina.delen]
    said = [made(pagina), rate(pagina.samen), tolerance(pagina), *estimates(pagina)]
    if pagina.schattingen:
        said.append(AANNAMEN)
    return as_workbook(
        [
            Blad(
                "Uitkomst", titel, UITKOMST, [*outcome, _row("Samen", pagina.samen)], " ".join(said)
            ),
            Blad("Betalingen", titel, REGELS, _lines(rijen), made(pagina)),
            Blad("Terugvorderingen", titel, TERUG, _back(pagina)),
        ]
    )


def as_pdf(pagina: Controlepagina, rijen: Sequence[Regelrij]) -> bytes:
    """The report as people hand it around; what is in order is counted, what is not is told."""
    row = pagina.controle
    return pdf.render(
        "verantwoording/brieven/controle.typ",
        {
            "titel": f"Controle {row.nummer}: {row.naam}",
            "nummer": row.nummer,
            "afzender": row.organisatie.naam,
            "datum": datum(timezone.localdate(row.afgesloten_op or row.getrokken_op)),
            "stand": row.get_status_display(),
            "periode": period_name(row.van, row.tot),
            "fondsen": pagina.fondsen,
            "doel": row.doel,
            "maat": pagina.maat,
            "bron": row.bron or "nergens vastgelegd; gekozen bij het opzetten",
            "conclusie": row.conclusie,
            "gemaakt": made(pagina),
            "uitkomst": rate(pagina.samen),
            "tolerantie": tolerance(pagina),
            "schattingen": estimates(pagina),
            "aannamen": AANNAMEN,
            "kolommen": list(UITKOMST),
            "rijen": _results(pagina),
            "fouten": _wrong(rijen),
            "terug": [
                [t.nummer, regel.nummer, euro(t.cent), euro(terug), t.get_status_display()]
                for regel, t, terug in pagina.terug
            ],
        },
    )


def _results(pagina: Controlepagina) -> list[list[str]]:
    """A row per fonds, and one for all when there are more."""
    rows = [_row(deel.fonds.naam, found) for deel, found in pagina.delen]
    if len(pagina.delen) > 1:
        rows.append(_row("Samen", pagina.samen))
    return [
        [str(cell) if i in (1, 3, 5, 7) else _euro(cell) for i, cell in enumerate(cells)]
        for cells in rows
    ]


def _wrong(rijen: Sequence[Regelrij]) -> list[list[str]]:
    return [
        [
            rij.regel.nummer,
            rij.regel.organisatie.naam,
            _what(rij),
            euro(rij.bevinding.fout_cent),
            rij.regel.get_status_display(),
        ]
        for rij in rijen
        if rij.bevinding and rij.bevinding.oordeel != "in_orde"
    ]


def _euro(cell: Cel) -> str:
    return cell if isinstance(cell, str) else euro(round(float(cell or 0) * 100))


def _what(rij: Regelrij) -> str:
    found = rij.bevinding
    assert found
    kind = found.get_foutsoort_display() if found.oordeel == "fout" else "bewijs ontbreekt"
    return f"{kind}: {found.toelichting}"
