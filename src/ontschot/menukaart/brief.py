"""A service in plain words for the kandidaat, as the values of `brieven/dienst.typ`."""

from typing import Any

from django.utils import timezone

from ontschot.menukaart.queries.kaart import Kaart, in_words
from ontschot.web.format import aantal, datum


def folder_of(kaart: Kaart) -> dict[str, Any]:
    """Questions and answers; what is not known is left out. No price: shared money pays that."""
    dienst = kaart.dienst
    pairs = [
        ("Wat heb je eraan?", dienst.doel),
        ("Wat is het?", dienst.samenvatting),
        ("Voor wie is het?", dienst.voor_wie),
        ("Wat moet je weten of meenemen?", dienst.voorwaarden),
        ("Hoe lang duurt het?", _duration(kaart)),
        ("Is het alleen of in een groep?", _shape(dienst.vorm)),
        ("Waar is het?", dienst.plaats),
        ("In welke taal?", _languages(kaart)),
        ("Wanneer kun je beginnen?", _waiting(dienst.wachttijd_dagen)),
        ("Wat kost het?", _price(kaart)),
        ("Hoe meld je je aan?", dienst.aanmelden or "Vraag het je contactpersoon."),
        ("Wie kun je bellen of mailen?", dienst.contact),
    ]
    places = [
        f"{verschil.gemeente.naam}: {in_words('beschikbaar', verschil.beschikbaar)}"
        + (f". {verschil.voorwaarde}" if verschil.voorwaarde else "")
        for verschil in kaart.verschillen
    ]
    return {
        "titel": dienst.naam,
        "aanbieder": f"Van {dienst.aanbieder}",
        "vragen": [{"vraag": vraag, "antwoord": antwoord} for vraag, antwoord in pairs if antwoord],
        "gemeenten": places,
        "nagekeken": f"Nagekeken op {datum(dienst.gecontroleerd_op)}",
        "datum": datum(timezone.localdate()),
    }


def _duration(kaart: Kaart) -> str:
    uren = kaart.dienst.uren_per_week
    parts = [kaart.dienst.duur, f"{uren} uur per week" if uren else ""]
    return ", ".join(part for part in parts if part)


def _shape(vorm: str) -> str:
    return {"individueel": "Je krijgt hulp alleen.", "groep": "Je doet dit in een groep."}[vorm]


def _languages(kaart: Kaart) -> str:
    talen = kaart.dienst.talen
    return f"Nederlands. Ook: {in_words('talen', talen)}." if talen else ""


def _waiting(dagen: int | None) -> str:
    if dagen is None:
        return ""
    if dagen == 0:
        return "Meteen."
    return f"Na ongeveer {aantal(dagen, 'dag', 'dagen')}."


def _price(kaart: Kaart) -> str:
    if kaart.dienst.soort == "voorliggend" and not kaart.dienst.prijs_cent:
        return "Voor jou is dit gratis."
    return "Je contactpersoon vertelt je wie dit betaalt."
