"""The audit events of this room, one sentence each."""

TEMPLATES: dict[str, str] = {
    "aangemeld": "{wie} meldde zich aan.",
    "aanmelden_mislukt": "Aanmelden mislukte.",
    "afgemeld": "{wie} meldde zich af.",
    "medewerker_toegevoegd": "{wie} voegde medewerker {object} toe.",
    "rol_gegeven": "{wie} gaf medewerker {object} de rol {rol} bij {organisatie}.",
    "rol_beeindigd": "{wie} beëindigde de rol {rol} van medewerker {object}.",
    "auditlog_bekeken": "{wie} bekeek het auditlog.",
    "logboek_bekeken": "{wie} bekeek wie er in dossier {object} keek.",
}
