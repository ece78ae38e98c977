"""The published set as JSON and back: what is hidden is not in it."""

from typing import Any

from ontschot.monitor.onthulling.tabellen import Gepubliceerd, Indeling, Opzet


def to_json(gepubliceerd: Gepubliceerd) -> dict[str, Any]:
    cellen: dict[str, dict[str, dict[str, list[int]]]] = {}
    for (tabel, waarde, plaats), getallen in gepubliceerd.cellen.items():
        cellen.setdefault(tabel, {}).setdefault(waarde, {})[plaats] = list(getallen)
    return {
        "eenheden": {code: list(r) for code, r in gepubliceerd.indeling.eenheden.items()},
        "selecties": {naam: list(e) for naam, e in gepubliceerd.indeling.selecties.items()},
        "tabellen": [
            {
                "naam": opzet.naam,
                "waarden": list(opzet.waarden),
                "onbekend": opzet.onbekend,
                "met_kosten": opzet.met_kosten,
                "ouder": opzet.ouder,
                "deel_van": dict(opzet.deel_van),
            }
            for opzet in gepubliceerd.opzetten
        ],
        "totalen": {plaats: list(g) for plaats, g in gepubliceerd.totalen.items()},
        "cellen": cellen,
    }


def from_json(data: dict[str, Any]) -> Gepubliceerd:
    return Gepubliceerd(
        indeling=Indeling(
            {code: tuple(regios) for code, regios in data["eenheden"].items()},
            {naam: tuple(eenheden) for naam, eenheden in data["selecties"].items()},
        ),
        opzetten=tuple(
            Opzet(**{**opzet, "waarden": tuple(opzet["waarden"])}) for opzet in data["tabellen"]
        ),
        totalen={plaats: (a, k) for plaats, (a, k) in data["totalen"].items()},
        cellen={
            (tabel, waarde, plaats): (aantal, kosten)
            for tabel, waarden in data["cellen"].items()
            for waarde, plaatsen in waarden.items()
            for plaats, (aantal, kosten) in plaatsen.items()
        },
    )
