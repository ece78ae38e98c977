"""The audit events of this room, one sentence each."""

TEMPLATES: dict[str, str] = {
    "verslag_gemaakt": "{wie} maakte {object}: {boekingen} boekingen, betaald {betaald}.",
    "archief_gehaald": "{wie} haalde het archief van fonds {object} op.",
}
