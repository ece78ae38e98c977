"""The audit events of this room, one sentence each: keys and amounts, never somebody's name."""

TEMPLATES: dict[str, str] = {
    "fonds_gemaakt": "{wie} maakte het fonds {object} met {regels} regels.",
    "geld_toegekend": "{wie} zette {bedrag} op regel {regel} van fonds {object}: {reden}",
    "fonds_veranderd": "{wie} veranderde het fonds {object}: {wat}.",
    "fondsregel_gemaakt": "{wie} maakte de regel {regel} in fonds {object}.",
    "begroting_opgesteld": "{wie} stelde versie {versie} van de begroting van {object} op.",
    "begroting_vastgesteld": "{wie} stelde versie {versie} van de begroting van {object} vast.",
    "begroting_ingetrokken": "{wie} trok versie {versie} van de begroting van {object} in.",
    "budgetbesluit_voorgesteld": "{wie} stelde {object} voor ({soort}, {bedrag}).",
    "budgetbesluit_besloten": "{wie} besloot {object} ({soort}, {bedrag}, {kenmerk}).",
    "budgetbesluit_geweigerd": "{wie} weigerde {object} ({bedrag}): {reden}",
    "budgetbesluit_ingetrokken": "{wie} trok {object} in ({bedrag}).",
    "meldgrens_gezet": (
        "{wie} stelde de waarschuwing van {object} in: onder {grens}, dagen vooraf: {dagen}."
    ),
    "reservering_verlopen": (
        "{wie} liet reservering {object} verlopen (tot en met {dag}): {bedrag} ging terug."
    ),
    "opdracht_herhaald": "{wie} stuurde {object} nog eens. Er veranderde niets.",
    "geld_gereserveerd": "{wie} reserveerde {bedrag} op {regel} ({object}).",
    "reservering_vrijgegeven": "{wie} gaf {bedrag} van reservering {object} vrij: {reden}",
    "verplichting_aangegaan": "{wie} bestelde voor {bedrag} ({object}); {rest} ging terug.",
    "verplichting_vrijgegeven": "{wie} gaf {bedrag} van verplichting {object} terug: {reden}",
    "verplichting_verlopen": "{wie} liet verplichting {object} verlopen; {bedrag} ging terug.",
    "inkoopmandaat_gegeven": "{wie} gaf {aan} mandaat: {wat}, tot {bedrag}.",
    "inkoopmandaat_beeindigd": "{wie} beëindigde het mandaat van {aan} per {dag}.",
    "besteltermijn_vastgesteld": (
        "{wie} stelde vast dat een bestelling {dagen} dagen na de levering verloopt."
    ),
    "plafondakkoord_gevraagd": "{wie} vroeg akkoord voor {bedrag} boven het bedrag: {reden}",
    "plafondakkoord_gegeven": "{wie} vond {bedrag} boven het bedrag goed.",
    "plafondakkoord_geweigerd": "{wie} vond {bedrag} boven het bedrag niet goed: {reden}",
    "declaratie_gemaakt": "{wie} maakte declaratie {object} van {bedrag}, {regels} regels.",
    "declaratie_veranderd": "{wie} veranderde declaratie {object}: nu {bedrag}, {regels} regels.",
    "declaratie_ingediend": "{wie} diende declaratie {object} in: {bedrag}, {regels} regels.",
    "declaratie_ingetrokken": "{wie} trok declaratie {object} in.",
    "declaratie_goedgekeurd": "{wie} keurde declaratie {object} goed: {bedrag}.",
    "declaratie_teruggestuurd": "{wie} stuurde declaratie {object} terug: {reden}",
    "declaratieregel_afgewezen": (
        "{wie} wees {verplichting} ({bedrag}) in declaratie {object} af: {reden}"
    ),
    "kosten_gemaakt": "{wie} begon kostendeclaratie {object}.",
    "kostenregel_gezet": "{wie} zette {cent} op regel {regel} in kostendeclaratie {object}.",
    "kostenregel_weg": "{wie} haalde {cent} uit kostendeclaratie {object}.",
    "kosten_ingediend": "{wie} diende kostendeclaratie {object} in: {bedrag}, {regels} regels.",
    "kosten_ingetrokken": "{wie} trok kostendeclaratie {object} in.",
    "kosten_goedgekeurd": "{wie} keurde kostendeclaratie {object} goed: {bedrag}.",
    "kosten_teruggestuurd": "{wie} stuurde kostendeclaratie {object} terug: {reden}",
    "kostenregel_afgewezen": "{wie} wees {cent} in kostendeclaratie {object} af: {reden}",
    "kostenbewijs_toegevoegd": "{wie} voegde bewijs toe bij kostendeclaratie {object}.",
    "kostenbewijs_ingetrokken": "{wie} trok bewijs in bij kostendeclaratie {object}: {reden}",
    "kostenbewijs_geopend": "{wie} opende bewijs bij kostendeclaratie {object}.",
    "kwartaalstaat_gemaakt": "{wie} haalde de kwartaalstaat van {object} op als {soort}.",
    "bewijs_toegevoegd": "{wie} voegde bewijs ({soort}) toe bij {verplichting} in {object}.",
    "bewijs_gemaakt": "{wie} liet bewijs ({soort}) maken bij {verplichting} in {object}.",
    "bewijs_ingetrokken": "{wie} trok bewijs ({soort}) in bij declaratie {object}: {reden}",
    "bewijs_geopend": "{wie} opende bewijs ({soort}) bij declaratie {object}.",
    "declaraties_uitgevoerd": "{wie} haalde de declaraties op als {soort}.",
    "declaratiebericht_gestuurd": "{wie} schreef een bericht bij declaratie {object}.",
    "declaratieberichten_gelezen": "{wie} las {aantal} berichten bij declaratie {object}.",
    "declaratie_herinnerd": "{wie} herinnerde aan declaratie {object}: {waarom}.",
    "steekproef_getrokken": (
        "{wie} trok {aantal} van {van} regels uit declaratie {object}, zaad {zaad}."
    ),
    "steekproefregel_beoordeeld": (
        "{wie} keek {verplichting} na in declaratie {object}: {bevinding}."
    ),
    "declaratieafspraak_vastgelegd": (
        "{wie} legde afspraken over declaraties op fonds {object} vast, vanaf {van}."
    ),
    "bewijseis_vastgelegd": "{wie} vraagt bij {object} als bewijs: {soort}, vanaf {van}.",
    "bewijseis_beeindigd": "{wie} vraagt bij {object} na {tot} geen {soort} meer.",
    "terugvordering_voorgesteld": (
        "{wie} stelde voor om {bedrag} terug te vragen ({object}): {reden}"
    ),
    "terugvordering_vastgesteld": (
        "{wie} besloot dat {bedrag} terugkomt ({object}), uiterlijk {uiterlijk}."
    ),
    "terugvordering_afgewezen": "{wie} wees terugvordering {object} af: {reden}",
    "terugvordering_ontvangen": (
        "{wie} legde vast dat {bedrag} terugkwam ({object}); nog open {open}."
    ),
    "terugvordering_verrekend": "{wie} verrekende {bedrag} van {object} met {verplichting}.",
    "afboeking_gevraagd": "{wie} vroeg om terugvordering {object} af te boeken: {reden}",
    "terugvordering_afgeboekt": "{wie} boekte {bedrag} van {object} af: {reden}",
    "terugvordering_herinnerd": "{wie} herinnerde aan terugvordering {object}.",
    "betaalgegeven_vastgelegd": "{wie} legde de rekening van {object} vast (eindigt op {einde}).",
    "batch_samengesteld": "{wie} stelde {object} samen: {aantal} regels, {bedrag}.",
    "batch_vrijgegeven": "{wie} gaf {object} vrij: {aantal} regels, {bedrag}, sha256 {sha256}.",
    "batch_bevestigd": "{wie} bevestigde dat {object} betaald is: {aantal} regels, {bedrag}.",
    "batch_geweigerd": "{wie} legde vast dat de bank {object} weigerde: {reden}",
    "annuleren_ingesteld": "{wie} stelde in: een vrijgegeven batch is te annuleren {tot}.",
    "bankbestand_klaargezet": "{wie} zette bestand {object} van de bank klaar ({soort}).",
    "bankbestand_ingelezen": (
        "{wie} las bestand {object} van de bank in: {betaald} betaald, {geweigerd} geweigerd, "
        "{terug} teruggekomen, {open} te plaatsen."
    ),
    "bankbestand_weggelegd": "{wie} legde bestand {object} van de bank weg.",
    "dubbel_stap": "{wie} legde bij {object} ({bedrag}, ging twee keer weg) vast: {stap}.",
    "dubbel_gestopt": "{wie} stemde in om niet langer op {object} ({bedrag}) te wachten.",
    "dubbel_dagen_ingesteld": "{wie} stelde in wanneer geld dat twee keer wegging, te lang weg is: "
    "{termijn}.",
    "plaatsing_voorgesteld": "{wie} stelde voor waar {object} ({bedrag}) bij hoort: {soort}.",
    "plaatsing_akkoord": "{wie} stemde in met de plaats van {object} ({bedrag}): {soort}.",
    "plaatsing_afgewezen": "{wie} wees het voorstel voor {object} ({bedrag}) af.",
    "factuur_ingelezen": "{wie} las {object} van {leverancier} in: {bedrag}, {regels} regels.",
    "factuur_voorgesteld": "{wie} zette {object} in declaratie {declaratie}: {bedrag}.",
    "creditnota_verwerkt": (
        "{wie} verwerkte {object}: {vrij} terug naar het fonds, {terug} terug te vorderen."
    ),
    "factuur_afgekeurd": "{wie} keurde {object} af: {reden}",
    "betaalspecificatie_gemaakt": "{wie} maakte de betaalspecificatie van {object}.",
    "betaalspecificatie_gemaild": "{wie} mailde de betaalspecificatie van {object} ({aantal}).",
    "partneroverzicht_gemaakt": "{wie} maakte het overzicht van {object}.",
    "batch_geannuleerd": "{wie} annuleerde {object}: {reden}",
    "betaalbestand_gehaald": "{wie} haalde het betaalbestand van {object} op.",
}
