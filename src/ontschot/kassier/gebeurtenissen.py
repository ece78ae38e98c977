"""The audit events of this room, one sentence each: keys and amounts, never somebody's name."""

TEMPLATES: dict[str, str] = {
    "fonds_gemaakt": "{wie} maakte het fonds {object} met {regels} regels.",
    "geld_toegekend": "{wie} zette {bedrag} op regel {regel} van fonds {object}: {reden}",
    "opdracht_herhaald": "{wie} stuurde {object} nog eens. Er veranderde niets.",
    "geld_gereserveerd": "{wie} reserveerde {bedrag} op {regel} ({object}).",
    "reservering_vrijgegeven": "{wie} gaf {bedrag} van reservering {object} vrij: {reden}",
    "verplichting_aangegaan": "{wie} bestelde voor {bedrag} ({object}); {rest} ging terug.",
    "verplichting_vrijgegeven": "{wie} gaf {bedrag} van verplichting {object} terug: {reden}",
    "declaratie_gemaakt": "{wie} maakte declaratie {object} van {bedrag}, {regels} regels.",
    "declaratie_veranderd": "{wie} veranderde declaratie {object}: nu {bedrag}, {regels} regels.",
    "declaratie_ingediend": "{wie} diende declaratie {object} in: {bedrag}, {regels} regels.",
    "declaratie_ingetrokken": "{wie} trok declaratie {object} in.",
    "declaratie_goedgekeurd": "{wie} keurde declaratie {object} goed: {bedrag}.",
    "declaratie_teruggestuurd": "{wie} stuurde declaratie {object} terug: {reden}",
    "declaratieregel_afgewezen": (
        "{wie} wees {verplichting} ({bedrag}) in declaratie {object} af: {reden}"
    ),
    "betaalgegeven_vastgelegd": "{wie} legde de rekening van {object} vast (eindigt op {einde}).",
    "batch_samengesteld": "{wie} stelde {object} samen: {aantal} regels, {bedrag}.",
    "batch_vrijgegeven": "{wie} gaf {object} vrij: {aantal} regels, {bedrag}, sha256 {sha256}.",
    "batch_bevestigd": "{wie} bevestigde dat {object} betaald is: {aantal} regels, {bedrag}.",
    "batch_geannuleerd": "{wie} annuleerde {object}: {reden}",
    "betaalbestand_gehaald": "{wie} haalde het betaalbestand van {object} op.",
}
