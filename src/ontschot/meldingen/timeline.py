"""What this room tells in the timeline of a dossier."""

from django.urls import reverse

from ontschot.kern.tijdlijn import Rij, Voorval
from ontschot.kern.werk import Tijdlijnitem
from ontschot.meldingen.models import Advies, Antwoord, Hulp, Melding, Verwijzing

DEUREN = dict(Melding.DEUREN)
UITKOMSTEN = dict(Melding.UITKOMSTEN)
HULP = dict(Hulp.SOORTEN)
VERWIJZING = {
    "bevestigd": "neemt het over",
    "geweigerd": "neemt het niet over",
    "ingetrokken": "de verwijzing is ingetrokken",
}
OORDELEN = dict(Advies.OORDELEN)


def _vraag_url(row: Rij) -> str:
    return reverse("meldingen:vraag", args=[row.sleutel])


def _vraag(row: Rij) -> Tijdlijnitem:
    title = f"Vraag via {DEUREN.get(row.wat, row.wat)}"
    return Tijdlijnitem(row.moment, "vraag", title, row.tekst, url=_vraag_url(row))


def _afgesloten(row: Rij) -> Tijdlijnitem:
    outcome = UITKOMSTEN.get(row.wat, row.wat)
    return Tijdlijnitem(row.moment, "vraag", "Vraag afgesloten", outcome, url=_vraag_url(row))


def _antwoord(row: Rij) -> Tijdlijnitem:
    return Tijdlijnitem(
        row.moment, "antwoord", "Antwoord gegeven", row.tekst, row.wie, _vraag_url(row)
    )


def _advies(row: Rij) -> Tijdlijnitem:
    url = reverse("meldingen:advies", args=[row.sleutel])
    title = f"Advies: {OORDELEN.get(row.wat, row.wat)}"
    return Tijdlijnitem(row.moment, "advies", title, row.tekst, row.wie, url)


def _hulp(row: Rij) -> Tijdlijnitem:
    title = f"Geholpen: {HULP.get(row.wat, row.wat)}"
    text = f"{row.tekst} minuten"
    return Tijdlijnitem(row.moment, "hulp", title, text, row.wie, _vraag_url(row))


def _verwijzing(row: Rij) -> Tijdlijnitem:
    title = f"{row.tekst}: {VERWIJZING.get(row.wat, row.wat)}"
    return Tijdlijnitem(row.moment, "verwijzing", title, wie=row.wie, url=_vraag_url(row))


TIJDLIJN = (
    Voorval(Melding, _vraag, op="ontvangen_op", sleutel="nummer", wat="deur", tekst="vraag"),
    Voorval(Melding, _afgesloten, op="gesloten_op", sleutel="nummer", wat="uitkomst"),
    Voorval(
        Antwoord,
        _antwoord,
        kandidaat="melding__kandidaat",
        op="op",
        sleutel="melding__nummer",
        tekst="tekst",
        wie="door__naam",
    ),
    Voorval(
        Advies,
        _advies,
        op="gegeven_op",
        sleutel="kandidaat__sleutel",
        wat="oordeel",
        tekst="toelichting",
        wie="door__naam",
    ),
    Voorval(
        Hulp,
        _hulp,
        kandidaat="melding__kandidaat",
        op="op",
        sleutel="melding__nummer",
        wat="soort",
        tekst="minuten",
        wie="door__naam",
    ),
    Voorval(
        Verwijzing,
        _verwijzing,
        kandidaat="melding__kandidaat",
        op="besloten_op",
        sleutel="melding__nummer",
        wat="status",
        tekst="naar",
        wie="bevestigd_door",
    ),
)
