"""The audit events of this room, one sentence each."""

TEMPLATES: dict[str, str] = {
    "dossier_bekeken": "{wie} bekeek dossier {object}.",
    "gezocht": "{wie} zocht een kandidaat en vond er {aantal}.",
}
