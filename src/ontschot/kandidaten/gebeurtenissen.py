"""The audit events of this room, one sentence each."""

TEMPLATES: dict[str, str] = {}
