"""The form of the weighing."""

from ontschot.web.forms import DatumField, Formulier, text_area


class WegingForm(Formulier):
    tekst = text_area(
        "Waar let onze regio op bij een advies?",
        10,
        help_text="Schrijf in gewone woorden. Geen punten, geen grens en geen formule: de "
        "professional weegt.",
    )
    van = DatumField(label="Vanaf welke dag geldt dit?")
