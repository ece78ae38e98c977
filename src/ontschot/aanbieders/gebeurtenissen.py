"""The audit events of this room, one sentence each: providers and prices, never a person."""

TEMPLATES: dict[str, str] = {
    "aanbieder_toegevoegd": "{wie} zette aanbieder {naam} in de lijst.",
    "aanbieder_gewijzigd": "{wie} wijzigde de gegevens van aanbieder {naam}.",
    "aanbieder_gestopt": "{wie} liet bestellen bij {naam} stoppen per {dag}: {reden}",
    "samenvoeging_voorgesteld": "{wie} stelde voor {naam} samen te voegen met {met}: {reden}",
    "samenvoeging_akkoord": "{wie} stemde in: {naam} is samengevoegd met {met}.",
    "samenvoeging_afgewezen": "{wie} wees af dat {naam} dezelfde is als {met}.",
    "samenvoeging_ongedaan": "{wie} maakte {naam} weer los van {met}: {reden}",
    "overname_voorgesteld": (
        "{wie} stelde voor bestellingen van {naam} te betalen op de rekening van {met}: {reden}"
    ),
    "overname_akkoord": (
        "{wie} stemde in: bestellingen van {naam} worden betaald op de rekening van {met}."
    ),
    "overname_afgewezen": (
        "{wie} wees af dat bestellingen van {naam} worden betaald op de rekening van {met}."
    ),
    "overname_beeindigd": (
        "{wie} liet bestellingen van {naam} niet meer betalen op de rekening van {met}: {reden}"
    ),
    "aanbiederrekening_opgegeven": (
        "{wie} gaf een rekening van {naam} op (eindigt op {einde}); een ander bevestigt haar."
    ),
    "aanbiederrekening_bevestigd": "{wie} bevestigde de rekening van {naam} (eindigt op {einde}).",
    "aanbiederrekening_ingetrokken": (
        "{wie} trok de rekening van {naam} in (eindigt op {einde}): {reden}"
    ),
    "contract_vastgelegd": "{wie} legde een contract van {organisatie} met {naam} vast.",
    "contract_beeindigd": "{wie} beëindigde het contract van {organisatie} met {naam} per {dag}.",
    "kaderprijs_vastgelegd": "{wie} legde een prijs van {naam} vast: {soort}, {bedrag}.",
}
