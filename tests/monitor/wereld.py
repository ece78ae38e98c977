"""What the tests of the indicators ask of a region, in a few words."""

from ontschot.kern.scope import Actor, scope
from ontschot.monitor.indicatoren import INDICATOREN
from ontschot.monitor.indicatoren.basis import Sleutel, Stand, counts
from ontschot.monitor.selectie import Selectie, read_selectie


def selectie(wie: Actor, code: str, **over: str) -> Selectie:
    """The last twelve months of the own region: what is made in a test lies in it."""
    dimensies = (*INDICATOREN[code].definitie.dimensies, "regio")
    params = {"regio": "AM08", "jaar": "12m", **over}
    return read_selectie(wie, params, {"AM08": "Rijk van Nijmegen"}, dimensies)


def tel(wie: Actor, code: str, *groepen: tuple[str, ...], **over: str) -> dict[Sleutel, Stand]:
    with scope(wie):
        return counts(INDICATOREN[code], selectie(wie, code, **over), groepen)


def totaal(wie: Actor, code: str, **over: str) -> Stand:
    return tel(wie, code, **over).get((), Stand())
