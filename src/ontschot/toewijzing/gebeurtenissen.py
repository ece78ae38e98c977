"""The audit events of this room, one Dutch sentence each."""

TEMPLATES: dict[str, str] = {
    "regel_gemaakt": "{wie} maakte toewijzingsregel {volgorde}.",
    "regel_beeindigd": "{wie} beëindigde toewijzingsregel {volgorde}.",
    "regel_verplaatst": "{wie} zette toewijzingsregel {volgorde} een plaats hoger.",
    "inzet_gezet": "{wie} zette hoeveel vragen een collega tegelijk kan hebben.",
    "afwezigheid_beeindigd": "{wie} beëindigde de afwezigheid van een collega.",
    "afwezigheid_gemeld": "{wie} meldde een collega afwezig van {van} tot en met {tot}.",
}
