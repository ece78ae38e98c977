"""The letter that goes with an order: the words of `brieven/bestelling.typ`."""

from datetime import date
from typing import Any

from ontschot.kassier.models import Verplichting
from ontschot.web.format import datum, euro

TEMPLATE = "kassier/brieven/bestelling.typ"


def order_letter(order: Verplichting) -> dict[str, Any]:
    """What the provider must know to deliver and to send its invoice; nobody's name or key."""
    return {
        "afzender": [order.inkoper.naam],
        "aanbieder": order.aanbieder,
        "datum": datum(order.boekdatum),
        "nummer": order.nummer,
        "regels": _lines(order),
        "delen": [
            f"{datum(date.fromisoformat(row['dag']))}: {euro(row['cent'])}"
            for row in order.termijnen
        ],
        "factuur_aan": (
            "Stuur de factuur aan de kassier, met het nummer van deze bestelling. De kassier "
            "betaalt op de rekening die bij ons bekend en nagekeken is."
            if order.betaalwijze == "aanbieder"
            else f"Stuur de factuur aan {order.inkoper.naam}, met het nummer van deze bestelling."
        ),
    }


def _lines(order: Verplichting) -> list[list[str]]:
    period = f"{datum(order.van)} tot en met {datum(order.tot)}" if order.van and order.tot else ""
    found = [
        ("Dienst", order.interventiesoort.naam),
        ("Prijs", f"{euro(order.bedrag_cent)} {order.get_btw_display()}"),
        ("Levering", period),
        ("Reserveringsnummer", order.reservering.nummer),
        ("Ons kenmerk", order.kenmerk_inkoper),
    ]
    return [[name, value] for name, value in found if value]
