"""The audit events of this room, one sentence each."""

TEMPLATES: dict[str, str] = {
    "besluit_gevraagd": "{wie} vroeg een besluit over interventie {interventie}.",
    "besluit_ingetrokken": "{wie} trok de vraag over interventie {interventie} in.",
    "besluit_genomen": "{wie} besloot over interventie {interventie}: {uitkomst} ({wijze}).",
    "besluit_bekeken": "{wie} bekeek het besluit over interventie {interventie}.",
    "mandaat_gegeven": "{wie} gaf {organisatie} een mandaat tot {bedrag}.",
    "mandaat_beeindigd": "{wie} beëindigde het mandaat van {organisatie} per {tot}.",
    "belang_gemeld": "{wie} meldde een belang bij interventie {interventie}.",
}
