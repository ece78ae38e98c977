"""What of an invoice can be declared, line by line, and why not. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from ontschot.kassier.ubl import Factuur, Regel
from ontschot.web.format import euro

# How much two names of a supplier must look alike, out of 100.
GELIJK = 85
# What a person does when the supplier is right after all.
ZELF = {
    "factuur": "Declareer de verplichting dan zelf.",
    "creditnota": "Geef de rest van de verplichting vrij, of vorder het bedrag terug.",
}
_RECHTSVORM = re.compile(r"\b(b\.?v\.?|n\.?v\.?|v\.?o\.?f\.?|stichting|u\.?a\.?)(?=\W|$)", re.I)


@dataclass(frozen=True)
class Bestelling:
    """What an invoice is laid beside: an order of this region. `open_cent` is to be declared.

    Beside a credit note `open_cent` is what the order still costs.
    `sleutels` are the keys (`kvk:…`, `btw:…`, `iban:…`) of the provider, when it is registered.
    """

    pk: int
    nummer: str
    organisatie_id: int
    organisatie: str
    aanbieder: str
    btw: str
    open_cent: int
    besteld: bool
    sleutels: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Voorstel:
    """One line of the invoice with its order, what can be declared of it, and what is wrong."""

    regel: Regel
    ordernummer: str = ""
    bestelling: Bestelling | None = None
    cent: int = 0
    uitleg: str = ""


def propose(
    factuur: Factuur, bestellingen: Mapping[str, Bestelling], organisatie_id: int | None
) -> list[Voorstel]:
    """One proposal per line. `organisatie_id` is the partner that declares; None: any."""
    left = {nummer: b.open_cent for nummer, b in bestellingen.items()}
    found = []
    for regel in factuur.regels:
        voorstel = _line(factuur, regel, bestellingen, organisatie_id)
        if voorstel.bestelling and not voorstel.uitleg:
            voorstel = _within(factuur, voorstel, left)
        found.append(voorstel)
    return found


def _line(
    factuur: Factuur,
    regel: Regel,
    bestellingen: Mapping[str, Bestelling],
    organisatie_id: int | None,
) -> Voorstel:
    numbers = regel.ordernummers or factuur.ordernummers
    if len(numbers) != 1:
        return Voorstel(regel, uitleg=_no_number(numbers))
    order = bestellingen.get(numbers[0])
    if order is None:
        said = f"Verplichting {numbers[0]} bestaat niet in deze regio."
        return Voorstel(regel, numbers[0], uitleg=f"{said} Vraag de leverancier om het nummer.")
    if organisatie_id is not None and order.organisatie_id != organisatie_id:
        said = f"{order.nummer} is besteld door {order.organisatie}. Stuur de factuur naar hen."
        return Voorstel(regel, numbers[0], uitleg=said)
    return Voorstel(regel, numbers[0], order, uitleg=_not_now(factuur, order))


def _no_number(numbers: Iterable[str]) -> str:
    if not tuple(numbers):
        return (
            "Deze regel noemt geen verplichting. Vraag de leverancier om het nummer erbij te "
            "zetten, zoals V2026-000123."
        )
    return (
        f"Deze regel noemt meer verplichtingen ({', '.join(numbers)}). Vraag de leverancier om "
        "een regel per verplichting."
    )


def _not_now(factuur: Factuur, order: Bestelling) -> str:
    if factuur.soort == "factuur" and not order.besteld:
        return f"{order.nummer} is al afgerond of ingetrokken. Er is niets meer te declareren."
    if not same_supplier(factuur, order):
        return (
            f"{order.nummer} is besteld bij {order.aanbieder}, niet bij deze leverancier. Klopt de "
            f"{factuur.soort} toch? {ZELF[factuur.soort]}"
        )
    return ""


def same_supplier(factuur: Factuur, order: Bestelling) -> bool:
    """By number when the provider is registered, else by the name that stands on the order."""
    leverancier = factuur.leverancier
    if order.sleutels:
        mine = {f"kvk:{leverancier.kvk}", f"btw:{leverancier.btw}", f"iban:{leverancier.iban}"}
        return bool(mine & order.sleutels)
    return fuzz.token_set_ratio(_plain(leverancier.naam), _plain(order.aanbieder)) >= GELIJK


def _plain(naam: str) -> str:
    return " ".join(re.sub(r"\W+", " ", _RECHTSVORM.sub(" ", naam.casefold())).split())


def _within(factuur: Factuur, voorstel: Voorstel, left: dict[str, int]) -> Voorstel:
    """The amount on the VAT basis of the order, and never more than what is open on it."""
    order, regel = voorstel.bestelling, voorstel.regel
    assert order
    asked = regel.netto_cent if order.btw == "excl" else regel.netto_cent + regel.btw_cent
    cent = min(asked, left[order.nummer])
    left[order.nummer] -= cent
    if cent == asked:
        uitleg = ""
    elif factuur.soort == "creditnota":
        uitleg = (
            f"De creditnota is {euro(asked)}. {order.nummer} kost nog maar {euro(cent)}: meer kan "
            "er niet af."
        )
    elif cent:
        uitleg = f"De factuur vraagt {euro(asked)}. Van {order.nummer} is nog {euro(cent)} open."
    else:
        uitleg = f"Van {order.nummer} is alles al gedeclareerd."
    return Voorstel(regel, voorstel.ordernummer, order, cent, uitleg)
