"""What this room tells in the timeline of a dossier."""

from django.urls import reverse

from ontschot.kern.tijdlijn import Rij, Voorval
from ontschot.kern.werk import Tijdlijnitem
from ontschot.meldingen.models import Advies, Antwoord, Melding

DEUREN = dict(Melding.DEUREN)
UITKOMSTEN = dict(Melding.UITKOMSTEN)
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
)
