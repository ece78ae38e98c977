"""The audit events of this room, one sentence each."""

TEMPLATES: dict[str, str] = {
    "vraag_ontvangen": "{wie} legde vraag {object} vast ({deur}); eigenaar werd {eigenaar}.",
    "vraag_waargenomen": "Vraag {object} ging van {van} naar {naar}: {van} is afwezig.",
    "vraag_bekeken": "{wie} bekeek vraag {object}.",
    "vraag_beantwoord": "{wie} beantwoordde vraag {object}.",
    "vraag_aangevuld": "{wie} vulde vraag {object} aan met de code.",
    "vraag_eerste_contact": "{wie} had het eerste contact over vraag {object}.",
    "vraag_overgenomen": "{wie} nam vraag {object} over van {van}.",
    "vraag_toegewezen": "{wie} wees vraag {object} toe; eerst was {van} eigenaar.",
    "vraag_wacht": "{wie} zette vraag {object} op wachten op een ander, tot {tot}.",
    "vraag_verder": "{wie} ging verder met vraag {object}.",
    "vraag_uitgenodigd": "{wie} nodigde de eerste van de wachtlijst uit: vraag {object}.",
    "vraag_voorgetrokken": "{wie} nodigde vraag {object} uit vóór de beurt, met een reden.",
    "vraag_onderwerp": "{wie} gaf vraag {object} een onderwerp.",
    "hulp_gegeven": "{wie} hielp bij vraag {object}: {soort}, {minuten} minuten.",
    "verwijzing_gevraagd": "{wie} vroeg een ander om vraag {object} over te nemen.",
    "verwijzing_bevestigd": "De ander bevestigde de verwijzing van vraag {object} ({wijze}).",
    "verwijzing_geweigerd": "De ander nam vraag {object} niet aan ({wijze}).",
    "verwijzing_ingetrokken": "{wie} trok de verwijzing van vraag {object} in.",
    "verwijzing_link": "{wie} stuurde een link om vraag {object} te bevestigen.",
    "verwijzing_gelezen": "{wie} las wat er bij vraag {object} is gedeeld.",
    "vragen_uitgevoerd": "{wie} haalde een lijst van {aantal} vragen op.",
    "termijnen_gezet": "{wie} zette de termijnen van regio {object}: eerste contact {werkdagen}, "
    "antwoord {antwoord_werkdagen}, wachten {wachten_werkdagen}, doorgeven {klim_werkdagen}, "
    "bevestigen {bevestiging_werkdagen} werkdagen.",
    "werkcafe_bewaard": "{wie} bewaarde Werkcafé {naam}.",
    "campagne_bewaard": "{wie} bewaarde campagne {naam}.",
    "intakestop_bewaard": "{wie} bewaarde een intakestop van {van} tot en met {tot}.",
    "vraag_gesloten": "{wie} sloot vraag {object} af: {uitkomst}.",
    "vraag_kandidaat": "{wie} koppelde vraag {object} aan kandidaat {kandidaat}.",
    "advies_gegeven": "{wie} gaf een advies over {object}: {oordeel}.",
}
