"""What the reason codes of banks mean, for people (ISO 20022 external code sets). Pure.

Only codes that occur with credit transfers. An unknown code is shown as it is.
"""

REDENEN = {
    "AC01": "het rekeningnummer klopt niet",
    "AC04": "de rekening is opgeheven",
    "AC06": "de rekening is geblokkeerd",
    "AC14": "dit soort rekening kan geen betaling ontvangen",
    "AG01": "op deze rekening mag zo niet worden betaald",
    "AG02": "de bank kent dit soort opdracht niet",
    "AM02": "het bedrag is hoger dan mag",
    "AM03": "in deze munt kan niet worden betaald",
    "AM04": "er stond te weinig geld op de rekening van de betaler",
    "AM05": "de bank ziet dit als een dubbele betaling",
    "AM09": "het bedrag klopt niet",
    "AM10": "het controletotaal klopt niet",
    "BE01": "naam en rekening horen niet bij elkaar",
    "BE04": "het adres van de ontvanger ontbreekt",
    "BE05": "de bank kent de opdrachtgever niet",
    "CNOR": "de bank van de ontvanger is niet bereikbaar",
    "CUST": "op verzoek van de klant",
    "DNOR": "de bank van de betaler is niet bereikbaar",
    "DT01": "de datum klopt niet",
    "DUPL": "het is een dubbele betaling",
    "ED05": "de afhandeling tussen de banken mislukte",
    "FF01": "de opbouw van het bestand klopt niet",
    "FOCR": "teruggestuurd na een verzoek om te annuleren",
    "FRAD": "de bank vermoedt fraude",
    "MD07": "de rekeninghouder is overleden",
    "MS02": "de ontvanger weigert, zonder reden te geven",
    "MS03": "de bank geeft geen reden",
    "NARR": "zie de toelichting van de bank",
    "RC01": "de code van de bank klopt niet",
    "RR01": "een wettelijk verplicht gegeven ontbreekt",
    "RR02": "de naam of het adres van de betaler ontbreekt",
    "RR03": "de naam of het adres van de ontvanger ontbreekt",
    "RR04": "de wet staat deze betaling niet toe",
    "TECH": "er ging iets mis in de techniek",
    "TM01": "het bestand kwam te laat binnen",
}
# What is wrong is the account, so the same account is not worth a second try.
REKENING_FOUT = frozenset({"AC01", "AC04", "AC06", "AC14", "BE01", "MD07", "RC01"})


def meaning(code: str, toelichting: str = "") -> str:
    """What people read: `de rekening is opgeheven (AC04)`, with what the bank added."""
    if not code:
        return toelichting or "de bank gaf geen reden"
    known = REDENEN.get(code, "een reden die Ontschot niet kent; vraag het de bank")
    more = f": {toelichting}" if toelichting else ""
    return f"{known} ({code}){more}"
