"""What this room tells in the timeline of a dossier: that there was a message, not what it said."""

from django.urls import reverse

from ontschot.berichten.models import Gespreksbericht, Verzoek
from ontschot.berichten.rules import subject_label
from ontschot.kern.tijdlijn import Rij, Voorval
from ontschot.kern.werk import Tijdlijnitem

ANTWOORDEN = Verzoek.STAPPEN.labels
# The kind of item that waits for an answer; the dossier marks it.
VAN_KANDIDAAT, VAN_ONS = "bericht_kandidaat", "bericht"


def _bericht(row: Rij) -> Tijdlijnitem:
    url = reverse("berichten:gesprek", args=[row.sleutel])
    if row.wat == "gezien":
        return Tijdlijnitem(row.moment, VAN_ONS, "Bericht gelezen", wie=row.wie, url=url)
    if row.bij == "kandidaat":
        return Tijdlijnitem(row.moment, VAN_KANDIDAAT, "Bericht van de kandidaat", url=url)
    return Tijdlijnitem(row.moment, VAN_ONS, "Bericht aan de kandidaat", wie=row.wie, url=url)


def _gevraagd(row: Rij) -> Tijdlijnitem:
    url = reverse("berichten:verzoek", args=[row.sleutel])
    title = f"De kandidaat vraagt: {subject_label(row.wat, row.bij)}"
    return Tijdlijnitem(row.moment, "verzoek", title, url=url if row.wat != "kopie" else "")


def _beslist(row: Rij) -> Tijdlijnitem:
    if row.wat == "teruggetrokken":
        return Tijdlijnitem(row.moment, "verzoek", "De kandidaat trok een verzoek terug")
    title = f"Verzoek beantwoord: {ANTWOORDEN.get(row.wat, row.wat)}"
    return Tijdlijnitem(row.moment, "verzoek", title, row.tekst, row.wie)


TIJDLIJN = (
    Voorval(
        Gespreksbericht,
        _bericht,
        op="op",
        sleutel="kandidaat__sleutel",
        wat="soort",
        bij="van",
        wie="door__naam",
    ),
    Voorval(Verzoek, _gevraagd, op="gevraagd_op", sleutel="pk", wat="soort", bij="onderwerp"),
    Voorval(
        Verzoek,
        _beslist,
        op="besloten_op",
        wat="status",
        tekst="reden",
        wie="besloten_door__naam",
    ),
)
