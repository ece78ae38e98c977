"""The decisions of this room as plain values."""

from datetime import date, timedelta

# AVG article 12(3): an answer within one month, and the shortest month has 28 days.
VERZOEK_DAGEN = 28
# Within so many working days a message gets an answer; the default promise of a first reaction.
BERICHT_WERKDAGEN = 2
LINK_DAGEN = 90
MAX_TEKENS = 4000

# What a kandidaat can say is wrong, with its label; these are taken over when it is granted.
VELDEN = {
    "voornaam": "voornaam",
    "tussenvoegsel": "tussenvoegsel",
    "achternaam": "achternaam",
    "geboortedatum": "geboortedatum",
    "telefoon": "telefoonnummer",
    "email": "e-mailadres",
    "postcode": "postcode",
    "anders": "iets anders",
}
# What can stop: the consent to share, being asked how it goes, and all help.
STOPPEN = {
    "delen": "niet meer delen met anderen",
    "nazorg": "niet meer vragen hoe het gaat",
    "hulp": "stoppen met de hulp",
}


def answer_before(asked: date) -> date:
    """The last day on which a request must be answered."""
    return asked + timedelta(days=VERZOEK_DAGEN)


def subject_label(soort: str, onderwerp: str) -> str:
    """What the request is about, in words."""
    if soort == "correctie":
        return f"verbeteren: {VELDEN.get(onderwerp, onderwerp)}"
    if soort == "intrekken":
        return STOPPEN.get(onderwerp, onderwerp)
    return "een kopie van de gegevens"
