"""The words of the own page for what stands in the register as a code, in B1 and in English."""

from django.utils.translation import gettext_lazy as _

VELDEN = {
    "voornaam": _("mijn voornaam"),
    "tussenvoegsel": _("mijn tussenvoegsel"),
    "achternaam": _("mijn achternaam"),
    "geboortedatum": _("mijn geboortedatum"),
    "telefoon": _("mijn telefoonnummer"),
    "email": _("mijn e-mailadres"),
    "postcode": _("mijn postcode"),
    "anders": _("iets anders"),
}
STOPPEN = {
    "delen": _("Deel mijn gegevens niet meer met anderen"),
    "nazorg": _("Vraag me later niet meer hoe het gaat"),
    "hulp": _("Ik wil stoppen met de hulp"),
}
VERZOEK = {
    "open": _("nog geen antwoord"),
    "toegekend": _("gedaan"),
    "afgewezen": _("niet gedaan"),
    "teruggetrokken": _("je trok dit terug"),
}
KOPIE = _("een kopie van mijn gegevens")

# Why somebody may look: the ground of an involvement.
GRONDEN = {
    "intake": _("nam je vraag aan"),
    "uitvoering": _("helpt bij een stap van je plan"),
    "overdracht": _("nam de hulp over van een collega"),
    "casusoverleg": _("besprak je vraag met collega’s"),
    "toegang": _("vroeg je contactpersoon om mee te mogen kijken"),
    "waarneming": _("helpt je zolang je contactpersoon er niet is"),
}
# What went along when somebody was asked to help; the codes of `trajecten.rules.overdracht`.
DEELBAAR = {
    "contactgegevens": _("je telefoonnummer en e-mailadres"),
    "situatie": _("je werk en inkomen nu"),
    "advies": _("je advies"),
    "plan": _("je plan"),
    "documenten": _("je documenten"),
    "geschiedenis": _("wat er eerder is gedaan"),
}
SAMENVATTING = _("een korte samenvatting")
DOSSIER = _("je dossier")
# How far a step is, without the words of the regeling.
STAND = {
    "gepland": _("we bereiden dit voor"),
    "besluit_gevraagd": _("we beslissen erover"),
    "toegekend": _("het mag, we regelen het"),
    "afgewezen": _("dit kan niet zo, je contactpersoon belt je"),
    "verplicht": _("geregeld, het gaat beginnen"),
    "loopt": _("bezig"),
    "afgerond": _("klaar"),
    "afgebroken": _("gestopt"),
    "vervallen": _("gaat niet door"),
}
# What the contact reads in the talk when the person agreed on this page; always in Dutch.
AKKOORD = "Ik ga akkoord met het plan (versie {versie})."
# A step for which nothing is bought.
VOORSTEL = _("dit stellen we voor")
AFGESPROKEN = _("dit spraken we af")
ROLLEN = {
    "gids": _("gids"),
    "loopbaancoach": _("loopbaancoach"),
    "consulent": _("consulent"),
    "coordinator": _("coördinator van de regio"),
    "privacy": _("bewaker van de privacy"),
    "kassier": _("kassier"),
    "beheer": _("beheerder"),
}
# Each thing that we keep, with why.
WAAROM = {
    "naam": _("Om je goed aan te spreken."),
    "geboortedatum": _("Om te weten dat jij het bent."),
    "adres": _("Om hulp dichtbij te vinden."),
    "bereik": _("Om je te bellen of te mailen."),
    "taal": _("Om te praten in een taal die je goed kent."),
    "opleiding": _("Om scholing te vinden die bij je past."),
    "sector": _("Om werk te vinden dat dichtbij ligt."),
    "situatie": _("Om te weten wie je hulp kan betalen."),
}
