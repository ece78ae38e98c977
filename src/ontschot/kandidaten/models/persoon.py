"""The code lists of a person's own data, and what the database keeps of them.

Nothing of this is needed to be helped; each field says on the screen why it is asked.
"""

from django.db import models
from django.db.models import F, Q

from ontschot.kern.db import Trigger

# Why we do not know something. "Onbekend" without a reason says nothing to a colleague.
ONBEKEND = [
    ("niet_gevraagd", "nog niet gevraagd"),
    ("wil_niet", "wil het niet zeggen"),
    ("weet_niet", "weet het niet"),
]
MET_REDEN = ("geslacht", "opleiding", "sector")

# What a colleague should know a lot about. No illness and no origin.
EXPERTISES = [
    ("geldzorgen", "geldzorgen en schulden"),
    ("taal", "Nederlands leren"),
    ("omscholing", "omscholing en diploma’s"),
    ("ondernemen", "een eigen bedrijf"),
    ("ontslag", "contract en ontslag"),
    ("jongeren", "jongeren en school"),
    ("banenafspraak", "banenafspraak"),
]
KANALEN = [
    ("bellen", "bellen"),
    ("sms", "sms"),
    ("mailen", "e-mail"),
    ("brief", "brief"),
    ("langskomen", "langskomen"),
]
MAX_JAREN = 70

# What is known has no reason for being unknown, whoever writes it.
KNOWN_HAS_NO_REASON = "".join(
    f"IF NEW.{name} <> 'onbekend' THEN NEW.{name}_onbekend := ''; END IF;\n" for name in MET_REDEN
)

RULES: list[models.BaseConstraint] = [
    Trigger(
        name="kandidaten_kandidaat_known",
        when="BEFORE INSERT OR UPDATE",
        body=f"{KNOWN_HAS_NO_REASON}RETURN NEW;",
    ),
    *[
        models.CheckConstraint(
            condition=~Q(**{name: "onbekend"})
            | Q(**{f"{name}_onbekend__in": [code for code, _ in ONBEKEND]}),
            name=f"kandidaten_{name}_waarom",
            violation_error_message=f"Kies waarom {name} onbekend is.",
        )
        for name in MET_REDEN
    ],
    models.CheckConstraint(
        condition=Q(jaren_functie__isnull=True) | Q(jaren_functie__lte=MAX_JAREN),
        name="kandidaten_kandidaat_jaren",
        violation_error_message=f"Vul hoogstens {MAX_JAREN} jaar in.",
    ),
    models.CheckConstraint(
        condition=Q(overleden_op__isnull=True)
        | Q(geboortedatum__isnull=True)
        | Q(overleden_op__gte=F("geboortedatum")),
        name="kandidaten_kandidaat_overleden",
        violation_error_message="Deze dag ligt vóór de geboortedatum.",
    ),
]
