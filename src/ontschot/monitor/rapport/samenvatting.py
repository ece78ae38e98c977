"""The first page: five sentences that a wethouder reads in one minute, made by rule.

Nothing is judged and nothing is left to choice: how much, for whom, what, by whom and for whose
doelgroep. A figure that may not be shown is not said either.
"""

from ontschot.monitor.rapport.hoofdstuk import (
    Hoofdstuk,
    Lijn,
    Onderdeel,
    grenzen,
    number_versus_cost,
)
from ontschot.monitor.rapport.woorden import (
    LANDELIJK,
    interventies,
    jaar_ervoor,
    meer_of_minder,
    met_anker,
)
from ontschot.monitor.rules import procent, procentpunt
from ontschot.web.format import euro


def five_sentences(samen: Hoofdstuk, waar: str, periode: str) -> list[str]:
    """`waar` names the selection, `periode` the period as a reader says it after ‘In’."""
    return [
        volume(samen, waar, periode),
        _largest(samen, "doelgroep", "De grootste{} doelgroep"),
        _largest(samen, "interventie", "De meest ingekochte{} soort"),
        _bought(samen),
        _for_others(samen),
    ]


def volume(samen: Hoofdstuk, waar: str, periode: str) -> str:
    """How many, for how much, and how many more or fewer than in the period before."""
    shown = next((t for t in samen.rapport.tabellen.values()), None)
    if shown is None:
        return f"{waar}, {periode}: het aantal interventies is te klein om te laten zien."
    if not shown.noemer:
        return f"{waar}, {periode}: er zijn geen interventies geteld."
    werkwoord = "is" if shown.noemer == 1 else "zijn"
    kosten = samen.rapport.tabellen.get("inkopende_partij")
    bedrag = f", voor {euro(kosten.kosten_cent, kort=True)}" if kosten else ""
    zin = f"{waar}, {periode}: er {werkwoord} {interventies(shown.noemer)} ingekocht{bedrag}."
    before = next((t for t in samen.vorig.tabellen.values()), None) if samen.vorig else None
    more = meer_of_minder(
        shown.noemer, before.noemer if before else None, jaar_ervoor(samen.eerder)
    )
    return f"{zin} {more}".strip()


def _largest(samen: Hoofdstuk, code: str, begin: str) -> str:
    deel = samen.onderdeel(code)
    lijn = _top(deel)
    if deel is None or lijn is None:
        return _nothing(deel)
    zin = (
        f"{begin.format(' getoonde' if deel.verborgen else '')} is ‘{lijn.label}’: "
        f"{procent(lijn.aandeel)} van {interventies(deel.noemer or 0)}."
    )
    return f"{zin} {_beside(lijn)}".strip()


def _top(deel: Onderdeel | None) -> Lijn | None:
    """The largest line that is known and shown."""
    if deel is None:
        return None
    known = [r for r in deel.lijnen if r.aantal and r.waarde != deel.definitie.onbekend]
    return max(known, key=lambda lijn: lijn.aantal or 0, default=None)


def _nothing(deel: Onderdeel | None) -> str:
    naam = deel.definitie.naam if deel else "Dit onderdeel"
    if deel is not None and not deel.achtergehouden and not deel.verborgen:
        return f"{naam}: er is niets geteld."
    return f"{naam}: hiervan mogen we niets laten zien."


def _beside(lijn: Lijn) -> str:
    return met_anker(procentpunt(lijn.aandeel, lijn.nl_aandeel), grenzen(), LANDELIJK)


def _bought(samen: Hoofdstuk) -> str:
    deel = samen.onderdeel("aantal_kosten")
    zin = number_versus_cost(deel.lijnen[0]) if deel and deel.lijnen else ""
    return zin or _largest(samen, "inkopende_partij", "De grootste{} inkopende partij")


def _for_others(samen: Hoofdstuk) -> str:
    deel = samen.onderdeel("eigen_andere")
    lijn = next((r for r in deel.lijnen if r.waarde == "andere"), None) if deel else None
    if deel is None or lijn is None or lijn.aandeel is None:
        return _nothing(deel)
    zin = (
        f"{procent(lijn.aandeel)} is ingekocht door een andere partij dan wie het eerst "
        "verantwoordelijk is voor de doelgroep."
    )
    return f"{zin} {_beside(lijn)}".strip()
