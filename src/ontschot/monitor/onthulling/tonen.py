"""The words in which a decision on the figures of a year is laid before people."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ontschot.monitor.onthulling.models import Publicatie, Vaststelling
from ontschot.monitor.onthulling.queries import Regiostand
from ontschot.monitor.rapport.woorden import opsomming
from ontschot.monitor.rules import kort
from ontschot.web.format import MAANDEN, MAANDEN_KORT, getal

Namen = Mapping[str, str]
SHORT = dict(zip(MAANDEN, MAANDEN_KORT, strict=True))
SOORTEN = {
    "eerste": "Nieuw: van deze regio's zijn nog geen cijfers naar buiten gegaan.",
    "herzien": "Herzien: deze cijfers komen naast die van eerder. Wie ze naast elkaar legt, kan "
    "er geen personen uit halen. Daarom zijn er meer cijfers verborgen.",
    "gelijk": "Ongewijzigd: de voorlopige cijfers worden vastgesteld zoals ze zijn.",
}


def region_lines(states: Iterable[Regiostand], namen: Namen) -> list[dict[str, Any]]:
    return [
        {
            "naam": namen.get(state.code, state.code),
            "code": state.code,
            "leeg": _how_many(state.lege_maanden),
            "welke": ", ".join(SHORT[maand] for maand in state.lege_maanden),
            "sinds": state.sinds,
            "veranderd": state.veranderd,
            "alleen_bedragen": state.alleen_bedragen,
        }
        for state in states
    ]


def _how_many(leeg: Sequence[str]) -> str:
    if not leeg:
        return ""
    return "1 maand zonder rijen" if len(leeg) == 1 else f"{len(leeg)} maanden zonder rijen"


def edition_lines(publicaties: Iterable[Publicatie], namen: Namen) -> list[dict[str, Any]]:
    return [
        {
            "rij": p,
            "regios": _regions(p.regios, namen),
            "stand": _how_firm(p),
            "wie": _who(p.vaststelling),
            "verborgen": f"{getal(p.te_klein + p.erbij)}",
        }
        for p in publicaties
    ]


def _how_firm(publicatie: Publicatie) -> tuple[str, str]:
    if publicatie.vaststelling_id is None:
        return "voorlopig", "warn"
    return ("herzien", "ok") if publicatie.vervangt_id else ("vastgesteld", "ok")


def _who(voorstel: Vaststelling | None) -> str:
    if voorstel is None:
        return "Een opdracht op de server. Niemand heeft dit vastgesteld."
    return f"{voorstel.door_naam} stelde het voor, {voorstel.besloten_naam} bevestigde het."


def _regions(codes: Sequence[str], namen: Namen) -> str:
    if len(codes) > 4:
        return f"{len(codes)} regio's"
    return kort(opsomming([namen.get(code, code) for code in codes]), 160)


def proposal(row: Vaststelling, namen: Namen) -> dict[str, Any]:
    return {"rij": row, "sets": [_set_in_words(made, namen) for made in row.sets]}


def _set_in_words(made: Mapping[str, Any], namen: Namen) -> dict[str, Any]:
    velden, verborgen = made["velden"], made["verborgen"]
    blijft = made["blijft"] if made["soort"] == "herzien" else []
    regios = velden["regios"]
    renewed = [regio for regio in regios if regio not in blijft]
    return {
        "soort": SOORTEN[made["soort"]],
        "regios": _regions(regios, namen),
        "vernieuwd": _regions(renewed, namen) if made["soort"] == "herzien" else "",
        "blijft": _regions(blijft, namen) if blijft else "",
        "klein": getal(velden["te_klein"]),
        "erbij": getal(velden["erbij"]),
        "boven": velden["boven_minimum"],
        "samen": _before_after(verborgen[""]),
        "regels": [
            {"naam": _unit(plaats, namen), "tekst": _before_after(pair)}
            for plaats, pair in verborgen.items()
            if plaats and pair[0] != pair[1]
        ],
    }


def _unit(plaats: str, namen: Namen) -> str:
    return opsomming([namen.get(code, code) for code in plaats.split("+")])


def _before_after(pair: Sequence[int | None]) -> str:
    before, after = pair
    if before is None or before == after:
        return getal(after)
    return f"{getal(after)} (eerst {getal(before)})"
