"""The audit events of this room, one sentence each."""

TEMPLATES: dict[str, str] = {
    "verslag_gemaakt": "{wie} maakte {object}: {boekingen} boekingen, betaald {betaald}.",
    "archief_gehaald": "{wie} haalde het archief van fonds {object} op.",
    "controle_opgezet": "{wie} zette {object} op (merk van het zaad: {zaadmerk}).",
    "controle_getrokken": "{wie} trok {aantal} van {van} betalingen voor {object}, zaad {zaad}.",
    "controle_ingetrokken": "{wie} trok {object} in: {reden}",
    "controle_afgesloten": "{wie} sloot {object} af: {aantal} betalingen, {bedrag} nagekeken.",
    "controle_herinnerd": "{wie} herinnerde aan {aantal} betalingen in {object}.",
    "controle_beantwoord": "{wie} gaf uitleg bij {regel} in {object}.",
    "controle_uitgesteld": "{wie} kreeg meer tijd voor {regel} in {object}, tot {dag}: {reden}",
    "controlebewijs_toegevoegd": "{wie} voegde bewijs toe bij {regel} in {object}.",
    "controlebewijs_ingetrokken": "{wie} trok bewijs in bij {regel} in {object}: {reden}",
    "controlebewijs_geopend": "{wie} opende bewijs bij {regel} in {object}.",
    "bevinding_vastgelegd": "{wie} legde vast bij {regel} in {object}: {oordeel} ({bedrag}).",
    "bevinding_weersproken": (
        "{wie} reageerde op bevinding {nummer} bij {regel} in {object}: {reactie}."
    ),
    "bevinding_definitief": (
        "{wie} maakte de bevinding bij {regel} in {object} definitief: {oordeel} ({bedrag})."
    ),
    "bevindingen_definitief": "{wie} maakte {aantal} keer in orde definitief in {object}.",
    "controle_teruggevraagd": (
        "{wie} vroeg {bedrag} terug na {object} ({regel}): terugvordering {terugvordering}."
    ),
    "controle_meegenomen": "{wie} haalde {object} op als {soort}.",
}
