"""The audit events of this room, one sentence each."""

TEMPLATES: dict[str, str] = {
    "kandidaat_aangemaakt": "{wie} maakte dossier {object} aan.",
    "gegevens_gewijzigd": "{wie} wijzigde gegevens van {object}: {velden}.",
    "feit_vastgelegd": "{wie} legde bij {object} vast: {feit}, vanaf {van}.",
    "feit_afgesloten": "{wie} sloot bij {object} af: {feit}, tot en met {tot}.",
    "feit_ingetrokken": "{wie} trok bij {object} een vergissing in: {feit}, vanaf {van}.",
    "doelgroep_gekozen": "{wie} koos bij {object} de doelgroep {doelgroep}.",
    "contact_vastgelegd": "{wie} legde een contact vast bij {object} ({minuten} minuten).",
    "afscherming_aan": "{wie} schermde dossier {object} af.",
    "afscherming_uit": "{wie} hief de afscherming van dossier {object} op.",
    "betrokkene_toegevoegd": "{wie} liet medewerker {medewerker} toe bij {object}.",
    "betrokkene_weg": "{wie} beëindigde de betrokkenheid van medewerker {medewerker} bij {object}.",
    "contactpersoon_gewisseld": "Het vaste contact van {object} ging van medewerker {van} "
    "naar {naar}.",
    "toegang_gevraagd": "{wie} vroeg toegang tot dossier {object}.",
    "toegang_beslist": "{wie} besliste over een verzoek om toegang tot {object}: {antwoord}.",
    "noodtoegang": "{wie} opende dossier {object} met noodtoegang, voor {uren} uur.",
    "situatie_bekeken": "{wie} bekeek de situatie van {object}.",
    "gegevens_bekeken": "{wie} bekeek de gegevens van {object}.",
    "contact_geopend": "{wie} opende het contactformulier van {object}.",
    "verzoek_bekeken": "{wie} bekeek een verzoek om toegang tot {object}.",
    "kandidaat_in_bestand": "{wie} haalde {object} op in een bestand van de eigen kandidaten.",
    "kandidaten_bekeken": "{wie} bekeek de lijst van kandidaten.",
}
