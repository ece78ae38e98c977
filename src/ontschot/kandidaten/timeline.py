"""What this room tells in the timeline of a dossier."""

from ontschot.kandidaten.models import (
    Betrokkenheid,
    Contactmoment,
    Doelgroepkeuze,
    Feitintrekking,
    Noodtoegang,
    Situatiefeit,
    Toestand,
)
from ontschot.kern.tijdlijn import Rij, Voorval
from ontschot.kern.werk import Tijdlijnitem
from ontschot.web.format import datum

WIJZEN = dict(Contactmoment.WIJZEN)
GRONDEN = dict(Betrokkenheid.GRONDEN)


def _contact(row: Rij) -> Tijdlijnitem:
    title = f"Contact: {WIJZEN.get(row.wat, row.wat)}"
    return Tijdlijnitem(row.moment, "contact", title, row.tekst, row.wie)


def _feit(row: Rij) -> Tijdlijnitem:
    until = f" tot en met {datum(row.tot)}" if row.tot else ""
    title = f"{row.wat} vanaf {datum(row.dag)}{until}"
    return Tijdlijnitem(row.moment, "situatie", title, row.tekst, row.wie)


def _ingetrokken(row: Rij) -> Tijdlijnitem:
    title = f"Klopte niet: {row.wat} vanaf {datum(row.dag)}"
    return Tijdlijnitem(row.moment, "situatie", title, row.tekst, row.wie)


TOESTANDEN = dict(Toestand.SOORTEN)


def _toestand(row: Rij) -> Tijdlijnitem:
    what = TOESTANDEN.get(row.wat, row.wat)
    told = what.capitalize() if row.bij == "true" else f"Niet meer {what}"
    return Tijdlijnitem(row.moment, "situatie", told, wie=row.wie)


def _keuze(row: Rij) -> Tijdlijnitem:
    return Tijdlijnitem(
        row.moment, "doelgroep", f"Doelgroep gekozen: {row.wat}", row.tekst, row.wie
    )


def _betrokken(row: Rij) -> Tijdlijnitem:
    title = f"{row.wie} ({row.bij}) {GRONDEN.get(row.wat, row.wat)}"
    return Tijdlijnitem(row.moment, "betrokkenheid", title, wie=row.wie)


def _noodtoegang(row: Rij) -> Tijdlijnitem:
    title = f"{row.wie} opende dit dossier met noodtoegang"
    return Tijdlijnitem(row.moment, "noodtoegang", title, row.tekst, row.wie)


TIJDLIJN = (
    Voorval(Contactmoment, _contact, op="op", wat="wijze", tekst="samenvatting", wie="door__naam"),
    Voorval(
        Situatiefeit,
        _feit,
        op="vastgelegd_op",
        dag="van",
        tot="tot",
        wat="soort__label",
        tekst="bron",
        wie="vastgelegd_door__naam",
    ),
    Voorval(
        Feitintrekking,
        _ingetrokken,
        op="ingetrokken_op",
        dag="van",
        wat="soort__label",
        tekst="reden",
        wie="ingetrokken_door__naam",
    ),
    Voorval(Toestand, _toestand, op="op", wat="soort", bij="aan", wie="door__naam"),
    Voorval(
        Doelgroepkeuze,
        _keuze,
        op="op",
        wat="doelgroep__label",
        tekst="toelichting",
        wie="door__naam",
    ),
    Voorval(
        Betrokkenheid,
        _betrokken,
        op="sinds",
        wat="grond",
        bij="organisatie__naam",
        wie="medewerker__naam",
    ),
    Voorval(Noodtoegang, _noodtoegang, op="op", tekst="reden", wie="medewerker__naam"),
)
