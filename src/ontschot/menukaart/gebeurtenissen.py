"""The audit events of this room, one sentence each."""

TEMPLATES: dict[str, str] = {
    "dienst_gecontroleerd": "{wie} keek na of dienst {object} nog klopt: ja.",
}
