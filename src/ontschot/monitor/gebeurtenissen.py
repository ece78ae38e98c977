"""The audit events of this room, one sentence each."""

TEMPLATES: dict[str, str] = {
    "levering_geladen": "{wie} laadde de levering {object}: {aantal} rijen, {van} – {tot}.",
    "levering_al_bekend": "{wie} bood de levering {object} nog een keer aan; er veranderde niets.",
    "levering_vervangen": "{wie} verving de levering {object} door een nieuwe.",
    "monitor_tabel_gedownload": "{wie} downloadde de tabel {object} van de monitor ({selectie}).",
}
