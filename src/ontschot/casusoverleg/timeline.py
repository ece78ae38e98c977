"""What this room tells in the timeline of a dossier."""

from django.urls import reverse

from ontschot.casusoverleg.models import Besluit
from ontschot.kern.tijdlijn import Rij, Voorval
from ontschot.kern.werk import Tijdlijnitem

UITKOMSTEN = Besluit.STAPPEN.labels


def _besluit(row: Rij, title: str) -> Tijdlijnitem:
    url = reverse("casusoverleg:besluit", args=[row.sleutel])
    return Tijdlijnitem(row.moment, "besluit", title, row.tekst, row.wie, url)


def _gevraagd(row: Rij) -> Tijdlijnitem:
    return _besluit(row, f"Besluit gevraagd: {row.wat}")


def _besloten(row: Rij) -> Tijdlijnitem:
    return _besluit(row, f"Besluit {UITKOMSTEN.get(row.bij, row.bij)}: {row.wat}")


TIJDLIJN = (
    Voorval(
        Besluit,
        _gevraagd,
        kandidaat="interventie__kandidaat",
        op="gevraagd_op",
        sleutel="pk",
        wat="interventie__omschrijving",
        tekst="vraag",
        wie="gevraagd_door__naam",
    ),
    Voorval(
        Besluit,
        _besloten,
        kandidaat="interventie__kandidaat",
        op="besloten_op",
        sleutel="pk",
        wat="interventie__omschrijving",
        bij="uitkomst",
        tekst="motivering",
        wie="besloten_door__naam",
    ),
)
