"""The audit events of this room, one Dutch sentence each."""

TEMPLATES: dict[str, str] = {}
