"""The audit events of this room, one sentence each."""

TEMPLATES: dict[str, str] = {
    "dienst_gecontroleerd": "{wie} keek na of dienst {object} nog klopt: ja.",
    "dienst_gemaakt": "{wie} maakte dienst {object} (versie {versie}).",
    "dienst_gewijzigd": "{wie} wijzigde dienst {object} (versie {versie}).",
    "dienst_gepubliceerd": "{wie} zette dienst {object} op de menukaart (versie {versie}).",
    "dienst_gestopt": "{wie} haalde dienst {object} van de menukaart (versie {versie}).",
    "dienst_gemeenten": "{wie} legde vast waar dienst {object} anders is: {aantal} gemeenten.",
    "dienst_signaal_gemeld": "{wie} meldde iets over dienst {object}: {soort}.",
    "dienst_signaal_beantwoord": "{wie} gaf antwoord op een signaal over dienst {object}.",
    "menukaart_ingesteld": (
        "{wie} stelde de menukaart van {object} in: vers tot {vers} maanden, "
        "verouderd na {verouderd}."
    ),
    "menukaart_herinnerd": "{wie} herinnerde {aantal} medewerkers in {object} aan hun aanbod.",
    "menukaart_aangeboden": "{wie} bood bestand {object} met {aantal} regels aan.",
    "menukaart_ingelezen": (
        "{wie} las bestand {object} in: {nieuw} nieuw, {gewijzigd} gewijzigd, "
        "{geweigerd} geweigerd."
    ),
    "beroepenlijst_geladen": "{wie} laadde een lijst van {aantal} kansrijke beroepen, {object}.",
}
