"""The fields that a list can fill, and the headings by which people call them."""

from collections.abc import Mapping, Sequence

from ontschot.kandidaten.rules import plain

VELDEN = (
    ("", "Niet inlezen"),
    ("naam", "Hele naam"),
    ("voornaam", "Voornaam"),
    ("tussenvoegsel", "Tussenvoegsel"),
    ("achternaam", "Achternaam"),
    ("geboortedatum", "Geboortedatum"),
    ("geslacht", "Geslacht"),
    ("gemeente", "Gemeente"),
    ("postcode", "Postcode"),
    ("telefoon", "Telefoonnummer"),
    ("email", "E-mailadres"),
    ("contact", "E-mailadres van de medewerker (vast contact)"),
)
_GISSEN = {
    "naam": {"naam", "volledige naam", "naam kandidaat", "name", "client", "kandidaat"},
    "voornaam": {"voornaam", "roepnaam", "voornamen", "first name"},
    "tussenvoegsel": {"tussenvoegsel", "tussenvoegsels", "voorvoegsel", "tv"},
    "achternaam": {"achternaam", "familienaam", "geslachtsnaam", "last name"},
    "geboortedatum": {"geboortedatum", "geb datum", "gebdatum", "geboren", "geboortedag"},
    "geslacht": {"geslacht", "m v", "gender"},
    "gemeente": {"gemeente", "woongemeente", "woonplaats", "plaats"},
    "postcode": {"postcode", "pc", "zip"},
    "telefoon": {"telefoon", "telefoonnummer", "mobiel", "tel", "gsm", "06 nummer"},
    "email": {"email", "e mail", "e mailadres", "mail", "emailadres"},
    "contact": {"medewerker", "contactpersoon", "begeleider", "coach", "mail medewerker"},
}


def guess(koppen: Sequence[str], remembered: Mapping[str, str]) -> list[str]:
    """For each heading the field it seems to be; what this organisatie chose before comes first.

    No field is given out twice.
    """
    taken: set[str] = set()
    found = []
    for kop in koppen:
        word = plain(kop)
        veld = remembered.get(word)
        if veld is None:
            veld = next((name for name, words in _GISSEN.items() if word in words), "")
        found.append("" if veld in taken else veld)
        taken.add(veld)
    return found
