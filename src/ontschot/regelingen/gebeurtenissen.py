"""The audit events of this room, one sentence each."""

TEMPLATES: dict[str, str] = {
    "weging_vastgesteld": "{wie} stelde een nieuwe weging van de regio vast, vanaf {van}.",
}
