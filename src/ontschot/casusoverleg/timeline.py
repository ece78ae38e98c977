"""What this room tells in the timeline of a dossier."""

from django.urls import reverse

from ontschot.casusoverleg.models import Actie, Agendapunt, Besluit, Consult, Consultantwoord
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


def _besproken(row: Rij) -> Tijdlijnitem:
    url = reverse("casusoverleg:overleg", args=[row.sleutel])
    return Tijdlijnitem(
        row.moment, "overleg", "Besproken in het casusoverleg", row.tekst, row.wie, url
    )


def _actie(row: Rij) -> Tijdlijnitem:
    return Tijdlijnitem(row.moment, "overleg", f"Actie gedaan: {row.wat}", row.tekst, row.wie)


def _gevraagd_aan_collegas(row: Rij) -> Tijdlijnitem:
    url = reverse("casusoverleg:consult", args=[row.sleutel])
    return Tijdlijnitem(row.moment, "overleg", "Collega's gevraagd", row.tekst, row.wie, url)


def _raad(row: Rij) -> Tijdlijnitem:
    url = reverse("casusoverleg:consult", args=[row.sleutel])
    return Tijdlijnitem(row.moment, "overleg", "Een collega antwoordde", row.tekst, row.wie, url)


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
    Voorval(
        Agendapunt,
        _besproken,
        op="besproken_op",
        sleutel="overleg_id",
        tekst="notitie",
        wie="genoteerd_door__naam",
    ),
    Voorval(Actie, _actie, op="gedaan_op", wat="wat", tekst="resultaat", wie="eigenaar__naam"),
    Voorval(
        Consult,
        _gevraagd_aan_collegas,
        op="gesteld_op",
        sleutel="pk",
        tekst="vraag",
        wie="gesteld_door__naam",
    ),
    Voorval(
        Consultantwoord,
        _raad,
        kandidaat="consult__kandidaat",
        op="antwoord_op",
        sleutel="consult_id",
        tekst="antwoord",
        wie="medewerker__naam",
    ),
)
