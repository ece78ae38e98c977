"""What this room tells in the timeline of a dossier."""

from django.db.models import Case, When
from django.urls import reverse

from ontschot.kern.tijdlijn import Rij, Voorval
from ontschot.kern.werk import Tijdlijnitem
from ontschot.trajecten.models import Arrangement, Interventie, Nazorgmoment, Overdracht, Uitkomst

STANDEN = Interventie.STAPPEN.labels
ANTWOORDEN = Overdracht.STAPPEN.labels
BETEKENISSEN = dict(Uitkomst.BETEKENISSEN)
HOE_GAAT_HET = dict(Nazorgmoment.ANTWOORDEN)


def _plan(row: Rij) -> Tijdlijnitem:
    title = f"Plan afgesproken (versie {row.wat})"
    return Tijdlijnitem(row.moment, "plan", title, row.tekst, row.wie)


def _interventie(row: Rij, title: str, text: str = "") -> Tijdlijnitem:
    url = reverse("trajecten:interventie", args=[row.sleutel])
    return Tijdlijnitem(row.moment, "interventie", title, text, url=url)


def _gepland(row: Rij) -> Tijdlijnitem:
    return _interventie(row, f"{row.wat} gepland", f"Doelgroep: {row.bij}.")


def _getoetst(row: Rij) -> Tijdlijnitem:
    return _interventie(row, f"Voorliggend-toets klaar voor {row.wat}")


def _ingekocht(row: Rij) -> Tijdlijnitem:
    return _interventie(row, f"{row.wat} ingekocht", f"Door {row.bij}.")


def _afgesloten(row: Rij) -> Tijdlijnitem:
    return _interventie(row, f"{row.wat} {STANDEN.get(row.bij, row.bij)}", row.tekst)


def _overdracht(row: Rij, what: str) -> Tijdlijnitem:
    kind = "Overdracht" if row.wat == "overdracht" else "Vraag om hulp"
    url = reverse("trajecten:overdracht", args=[row.sleutel])
    return Tijdlijnitem(row.moment, "overdracht", f"{kind} {what}", row.tekst, row.wie, url)


def _aangeboden(row: Rij) -> Tijdlijnitem:
    return _overdracht(row, f"aangeboden aan {row.bij}")


def _beantwoord(row: Rij) -> Tijdlijnitem:
    return _overdracht(row, ANTWOORDEN.get(row.bij, row.bij))


def _uitkomst(row: Rij) -> Tijdlijnitem:
    title = f"Uitkomst: {BETEKENISSEN.get(row.wat, row.wat)}"
    return Tijdlijnitem(row.moment, "uitkomst", title, row.tekst, row.wie)


def _nazorg(row: Rij) -> Tijdlijnitem:
    title = f"Nazorg na {row.wat}: {HOE_GAAT_HET.get(row.bij, row.bij)}"
    return Tijdlijnitem(row.moment, "nazorg", title, wie=row.wie)


TIJDLIJN = (
    Voorval(
        Arrangement, _plan, dag="akkoord_op", wat="versie", tekst="doel", wie="gemaakt_door__naam"
    ),
    Voorval(
        Interventie,
        _gepland,
        op="gepland_op",
        sleutel="pk",
        wat="omschrijving",
        bij="doelgroep__label",
    ),
    Voorval(Interventie, _getoetst, op="toets_gedaan_op", sleutel="pk", wat="omschrijving"),
    Voorval(
        Interventie,
        _ingekocht,
        op="verplicht_op",
        sleutel="pk",
        wat="omschrijving",
        bij="inkoper__naam",
    ),
    Voorval(
        Interventie,
        _afgesloten,
        dag="afgesloten_op",
        sleutel="pk",
        wat="omschrijving",
        bij="status",
        tekst="reden_afgebroken",
    ),
    Voorval(
        Overdracht,
        _aangeboden,
        op="aangeboden_op",
        sleutel="pk",
        wat="soort",
        bij="naar__naam",
        tekst="reden",
        wie="van__naam",
    ),
    Voorval(
        Overdracht,
        _beantwoord,
        op="besloten_op",
        sleutel="pk",
        wat="soort",
        bij="status",
        tekst="weigering",
        wie=Case(When(status="ingetrokken", then="van__naam"), default="naar__naam"),
    ),
    Voorval(
        Uitkomst,
        _uitkomst,
        dag="datum",
        wat="betekenis",
        tekst="toelichting",
        wie="vastgelegd_door__naam",
    ),
    Voorval(Nazorgmoment, _nazorg, dag="gedaan_op", wat="na", bij="antwoord", wie="door__naam"),
)
