"""The audit events of this room, one sentence each."""

TEMPLATES: dict[str, str] = {
    "vraag_ontvangen": "{wie} legde vraag {object} vast ({deur}); eigenaar werd {eigenaar}.",
    "vraag_bekeken": "{wie} bekeek vraag {object}.",
    "vraag_beantwoord": "{wie} beantwoordde vraag {object}.",
    "vraag_aangevuld": "{wie} vulde vraag {object} aan met de code.",
    "vraag_eerste_contact": "{wie} had het eerste contact over vraag {object}.",
    "vraag_overgenomen": "{wie} nam vraag {object} over van {van}.",
    "vraag_gesloten": "{wie} sloot vraag {object} af: {uitkomst}.",
    "vraag_kandidaat": "{wie} koppelde vraag {object} aan kandidaat {kandidaat}.",
    "advies_gegeven": "{wie} gaf een advies over {object}: {oordeel}.",
}
