"""What this room tells in the timeline of a dossier."""

from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse

from ontschot.kern.tijdlijn import Rij, Voorval
from ontschot.kern.werk import Tijdlijnitem
from ontschot.trajecten.models import (
    Arrangement,
    Interventie,
    Nazorgmoment,
    Overdracht,
    Overname,
    Uitkomst,
    Volggrond,
)

STANDEN = Interventie.STAPPEN.labels
ANTWOORDEN = Overdracht.STAPPEN.labels
BETEKENISSEN = dict(Uitkomst.BETEKENISSEN)
HOE_GAAT_HET = dict(Nazorgmoment.ANTWOORDEN)
VERVALLEN = dict(Nazorgmoment.VERVALLEN)
GRONDEN = dict(Volggrond.GRONDEN)
# What a correction makes of an uitkomst, as codes in a row of the timeline.
VERBETERD, VERBETERING, NOOIT = "verbeterd", "verbetering", "nooit"


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


def _teruggekoppeld(row: Rij) -> Tijdlijnitem:
    url = reverse("trajecten:overdracht", args=[row.sleutel])
    return Tijdlijnitem(
        row.moment, "overdracht", "Overdracht: hoe het verder ging", row.tekst, row.wie, url
    )


def _overgenomen(row: Rij) -> Tijdlijnitem:
    title = f"Overdracht uit regio {row.wat}"
    return Tijdlijnitem(row.moment, "overdracht", title, row.tekst, row.wie)


def _uitkomst(row: Rij) -> Tijdlijnitem:
    """A corrected result stays readable; what says that it never was has no meaning of its own."""
    what = BETEKENISSEN.get(row.wat, row.wat)
    titles = {
        VERBETERD: f"Uitkomst: {what} (verbeterd)",
        NOOIT: "Uitkomst ingetrokken",
        VERBETERING: f"Uitkomst verbeterd: {what}",
    }
    url = reverse("trajecten:uitkomst_verbeteren", args=[row.sleutel]) if _may_correct(row) else ""
    return Tijdlijnitem(
        row.moment,
        "uitkomst",
        titles.get(row.bij, f"Uitkomst: {what}"),
        row.tekst,
        row.wie,
        url,
        doorgehaald=row.bij == VERBETERD,
    )


def _may_correct(row: Rij) -> bool:
    return row.bij not in (VERBETERD, NOOIT)


def _nazorg(row: Rij) -> Tijdlijnitem:
    title = f"Nazorg na {row.wat}: {HOE_GAAT_HET.get(row.bij, row.bij)}"
    text = VERVALLEN.get(row.tekst, row.tekst)
    url = reverse("trajecten:nazorg", args=[row.sleutel])
    return Tijdlijnitem(row.moment, "nazorg", title, text, row.wie, url)


def _volggrond(row: Rij) -> Tijdlijnitem:
    title = f"Nazorg mag: {GRONDEN.get(row.wat, row.wat)}"
    return Tijdlijnitem(row.moment, "nazorg", title, row.tekst, row.wie)


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
        bij=Coalesce("naar__naam", "naar_regio__naam", "extern_organisatie"),
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
        wie=Case(
            When(status="ingetrokken", then="van__naam"),
            default=Coalesce("naar__naam", NullIf("beantwoord_door", Value(""))),
        ),
    ),
    Voorval(
        Overdracht,
        _teruggekoppeld,
        op="terugkoppeling_op",
        sleutel="pk",
        tekst="terugkoppeling",
        wie=Coalesce("naar__naam", NullIf("beantwoord_door", Value(""))),
    ),
    Voorval(
        Overname, _overgenomen, op="op", wat="van_regio__naam", tekst="tekst", wie="door__naam"
    ),
    Voorval(
        Uitkomst,
        _uitkomst,
        dag="datum",
        sleutel="pk",
        wat="betekenis",
        bij=Case(
            When(correctie__isnull=False, then=Value(VERBETERD)),
            When(geldt=False, then=Value(NOOIT)),
            When(corrigeert__isnull=False, then=Value(VERBETERING)),
            default=Value(""),
        ),
        tekst="toelichting",
        wie="vastgelegd_door__naam",
    ),
    Voorval(
        Nazorgmoment,
        _nazorg,
        dag="gedaan_op",
        sleutel="pk",
        wat="na",
        bij="antwoord",
        tekst=Case(
            When(hulp_nodig=True, then=Value("De kandidaat vraagt om hulp.")),
            When(antwoord="vervallen", then=F("vervallen_omdat")),
            default=Value(""),
        ),
        wie=Case(When(via_link=True, then=Value("de kandidaat zelf")), default="door__naam"),
    ),
    Voorval(
        Volggrond, _volggrond, dag="van", wat="grond", tekst="tekst", wie="vastgelegd_door__naam"
    ),
)
