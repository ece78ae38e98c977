"""The audit events of this room, one sentence each."""

TEMPLATES: dict[str, str] = {
    "rol_gewisseld": "{wie} ging verder als {rol} bij {organisatie}.",
    "regio_doet_mee": "{wie} liet regio {object} meedoen.",
    "regio_stopt": "{wie} liet regio {object} niet meer meedoen.",
    "gebieden_geladen": "{wie} las de gebiedsindeling van {peildatum} in: {aantal} wijzigingen.",
}
