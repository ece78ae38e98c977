"""The audit events of this room, one Dutch sentence each."""

TEMPLATES: dict[str, str] = {
    "eigen_link_gestuurd": "{wie} stuurde {object} een link naar de eigen pagina ({kanaal}).",
    "eigen_link_ingetrokken": "{wie} trok de link van {object} naar de eigen pagina in.",
    "eigen_pagina_geopend": "De kandidaat van {object} opende de eigen pagina ({manier}).",
    "eigen_pagina_geweigerd": "Iemand vulde bij de link van {object} een verkeerde datum in.",
    "eigen_gesprek_gelezen": "De kandidaat van {object} las de berichten.",
    "eigen_bericht_gestuurd": "De kandidaat van {object} stuurde een bericht.",
    "gesprek_bekeken": "{wie} bekeek de berichten van {object}.",
    "gesprek_bericht_gestuurd": "{wie} stuurde {object} een bericht.",
    "gesprek_gelezen": "{wie} vinkte de berichten van {object} af als gelezen.",
    "eigen_verzoek_gedaan": "De kandidaat van {object} vroeg iets: {soort} ({onderwerp}).",
    "eigen_verzoek_terug": "De kandidaat van {object} trok een verzoek terug ({soort}).",
    "eigen_verzoek_bekeken": "{wie} bekeek een verzoek van {object}.",
    "eigen_verzoek_beslist": "{wie} besliste over een verzoek van {object}: {soort}, {antwoord}.",
    "eigen_kopie_gemaakt": "De kandidaat van {object} haalde een kopie van de gegevens op.",
    "eigen_plan_akkoord": "De kandidaat van {object} ging zelf akkoord met het plan.",
    "eigen_instelling": "{wie} stelde in hoe de eigen pagina in de regio werkt.",
    "bereikbaarheid_gewijzigd": "{wie} vulde in op welke tijden kandidaten kunnen bellen.",
}
