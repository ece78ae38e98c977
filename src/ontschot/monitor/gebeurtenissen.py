"""The audit events of this room, one sentence each."""

TEMPLATES: dict[str, str] = {
    "levering_geladen": "{wie} laadde de levering {object}: {aantal} rijen, {van} – {tot}.",
    "levering_al_bekend": "{wie} bood de levering {object} nog een keer aan; er veranderde niets.",
    "levering_vervangen": "{wie} verving de levering {object} door een nieuwe.",
    "aanlevering_gebracht": "{wie} bracht een bestand met {soort} voor de monitor.",
    "aanlevering_geopend": "Ontschot opende aanlevering {object} voor {wie}.",
    "aanlevering_controle_gevraagd": "{wie} liet aanlevering {object} controleren.",
    "aanlevering_nagekeken": "Aanlevering {object} van {wie} is gecontroleerd: {goed} regels goed, "
    "{geweigerd} geweigerd.",
    "aanlevering_laden_gevraagd": "{wie} liet {aantal} regels van aanlevering {object} laden.",
    "aanlevering_geladen": "Aanlevering {object} van {wie} is geladen: {aantal} regels.",
    "aanlevering_opnieuw_gevraagd": "{wie} liet aanlevering {object} opnieuw verwerken.",
    "aanlevering_gestopt": "{wie} stopte het verwerken van aanlevering {object}.",
    "aanlevering_mislukt": "Aanlevering {object} van {wie} lukte niet: {reden}",
    "aanlevering_weggegooid": "{wie} gooide aanlevering {object} weg.",
    "aanlevering_verlopen": "Ontschot gooide aanlevering {object} weg, omdat de dag om was.",
    "aanlevering_gedownload": "{wie} haalde de geweigerde regels van aanlevering {object} op.",
    "monitor_tabel_gedownload": "{wie} downloadde de tabel {object} van de monitor ({selectie}).",
    "pseudoniemen_gemaakt": "{wie} maakte {aantal} pseudoniemen van personen over {jaar} "
    "(sleutel {sleutel}).",
    "personen_geteld": "{wie} telde de unieke personen over {jaar} in {regios}.",
    "monitor_cijfers_voorlopig": "{wie} gaf voorlopige beschermde cijfers over {jaar} van {aantal} "
    "regio's, zoals bekend op {peildatum}.",
    "monitor_vaststelling_voorgesteld": "{wie} stelde voor om de cijfers over {jaar} vast te "
    "stellen, zoals bekend op {peildatum}: {toelichting}",
    "monitor_vaststelling_berekend": "Het voorstel van {wie} over {jaar} is berekend: {uitslag}.",
    "monitor_vaststelling_mislukt": "Het voorstel van {wie} over {jaar} kon niet: {reden}",
    "monitor_vaststelling_bevestigd": "{wie} bevestigde het voorstel van {door} over {jaar}.",
    "monitor_vaststelling_afgewezen": "{wie} wees het voorstel van {door} over {jaar} af: {reden}",
    "monitor_vaststelling_ingetrokken": "{wie} trok het voorstel over {jaar} in.",
    "monitor_cijfers_vastgesteld": "{wie} stelde de beschermde cijfers over {jaar} van {aantal} "
    "regio's vast, zoals bekend op {peildatum}.",
    "uitlevering_gevraagd": "{wie} vroeg om een {soort} over {waarover}, {jaar}, zoals bekend op "
    "{peil} ({bescherming}).",
    "uitlevering_bestand_gemaakt": "{wie} liet het bestand {bestand} maken.",
    "uitlevering_gemaakt": "Uitlevering {object} voor {wie} is klaar.",
    "uitlevering_geweigerd": "Uitlevering {object} voor {wie} kon niet: {reden}",
    "uitlevering_gedownload": "{wie} haalde {bestand} op van uitlevering {object}.",
    "uitlevering_geexporteerd": "{wie} maakte de bestanden van {object} over {jaar}, zoals bekend "
    "op {peil}.",
    "uitlevering_verder": "{wie} vroeg opnieuw om uitlevering {object} te maken.",
}
