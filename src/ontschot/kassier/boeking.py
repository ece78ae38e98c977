"""The accounts of a line and the moves between them: one table, read by models and by actions."""

from dataclasses import dataclass

# Account -> what a person reads when it would go below zero; the source may go below zero.
REKENINGEN = {
    "toegekend": "",
    "beschikbaar": (
        "Er is niet genoeg geld vrij op deze regel. Vraag minder, kies een ander fonds, of "
        "overleg met de kassier."
    ),
    "gereserveerd": "Er is minder gereserveerd dan dit bedrag. Ververs de pagina.",
    "verplicht": "Er is minder verplicht dan dit bedrag. Ververs de pagina.",
    "gedeclareerd": "Er is minder gedeclareerd dan dit bedrag. Ververs de pagina.",
    "betaald": "Er is minder betaald dan dit bedrag. Ververs de pagina.",
}


@dataclass(frozen=True)
class Soort:
    """A kind of entry: its Dutch name, from which account to which, and what must be behind it."""

    naam: str
    van: str
    naar: str
    document: str = ""


SOORTEN = {
    "toekenning": Soort("toegekend", "toegekend", "beschikbaar"),
    "verlaging": Soort("budget verlaagd", "beschikbaar", "toegekend", "budgetregel"),
    "verschuiving_uit": Soort(
        "verschoven naar een andere regel", "beschikbaar", "toegekend", "budgetregel"
    ),
    "verschuiving_in": Soort(
        "verschoven van een andere regel", "toegekend", "beschikbaar", "budgetregel"
    ),
    "overheveling_uit": Soort(
        "meegenomen naar een later fonds", "beschikbaar", "toegekend", "budgetregel"
    ),
    "overheveling_in": Soort(
        "meegenomen van een eerder fonds", "toegekend", "beschikbaar", "budgetregel"
    ),
    "verdeling_uit": Soort("verdeeld over de regio's", "beschikbaar", "toegekend", "budgetregel"),
    "verdeling_in": Soort(
        "gekregen uit het landelijke fonds", "toegekend", "beschikbaar", "budgetregel"
    ),
    "reservering": Soort("gereserveerd", "beschikbaar", "gereserveerd", "reservering"),
    "vervallen_reservering": Soort(
        "reservering verlopen", "gereserveerd", "beschikbaar", "reservering"
    ),
    "vrijval_reservering": Soort(
        "reservering vrijgegeven", "gereserveerd", "beschikbaar", "reservering"
    ),
    "verplichting": Soort("verplicht", "gereserveerd", "verplicht", "verplichting"),
    "vrijval_verplichting": Soort(
        "verplichting vrijgegeven", "verplicht", "beschikbaar", "verplichting"
    ),
    "declaratie": Soort("gedeclareerd", "verplicht", "gedeclareerd", "declaratieregel"),
    "terug_declaratie": Soort(
        "declaratie teruggedraaid", "gedeclareerd", "verplicht", "declaratieregel"
    ),
    # Costs of the organisation were made already: nothing was reserved or ordered for them.
    "kosten": Soort("kosten gedeclareerd", "beschikbaar", "gedeclareerd", "kostenregel"),
    "terug_kosten": Soort("kosten teruggedraaid", "gedeclareerd", "beschikbaar", "kostenregel"),
    "betaling": Soort("betaald", "gedeclareerd", "betaald", "betaalregel"),
    "terugboeking": Soort("teruggekomen van de bank", "betaald", "gedeclareerd", "betaalregel"),
    # Offset with what the partner owes: this part of a line is settled without the bank.
    "verrekening": Soort("verrekend", "gedeclareerd", "betaald", "terugvordering"),
    "terugontvangst": Soort("teruggekomen", "betaald", "beschikbaar", "terugvordering"),
}

# The kinds that a budgetbesluit makes. A grant without one was loaded by Ontschot itself.
BUDGETSOORTEN = frozenset(
    {"toekenning"} | {code for code, soort in SOORTEN.items() if soort.document == "budgetregel"}
)
# What asks for an open fonds: new money on it, and money newly set aside.
VRAAGT_OPEN_FONDS = frozenset(
    {"reservering", "kosten", "toekenning", "verschuiving_in", "overheveling_in", "verdeling_in"}
)
