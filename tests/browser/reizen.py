"""What each journey asks of a person: fields that are filled in, and screens that are seen.

The journeys in this folder hold themselves to these figures, and `docs/journeys.md` is this table.
A change that asks people more must change a number here, and say why.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.browser.scherm import Scherm


@dataclass(frozen=True)
class Reis:
    """`velden`: what is typed, chosen or ticked; `schermen`: pages that are not the one before.

    None: the screens are not held to a figure yet.
    """

    wat: str
    wie: str
    velden: int
    schermen: int | None


REIZEN = {
    "snel": Reis("a quick question at a busy counter", "gids", 2, 1),
    "middag": Reis("three questions of an afternoon, one answered at once", "loopbaancoach", 5, 1),
    "anoniem": Reis("an anonymous question, until the answer is read", "gids and visitor", 3, 3),
    "intakestop": Reis("an intake stop for the public door", "coördinator", 6, 2),
    "tot_verplichting": Reis("from question to verplichting", "coach and coördinator", 19, 17),
    "vergelijken": Reis("find two services and compare them", "gids", 3, 2),
    "dienst": Reis("put a service on the menukaart", "gids", 3, 2),
    "menukaartbestand": Reis("read in a file for the menukaart", "gids", 1, 2),
    "samenvoegen": Reis("make two dossiers of one person one", "gids", 1, 3),
    "lijst": Reis("read in a list of people", "consulent", 1, 2),
    "plan": Reis("a plan of three steps in order, agreed", "consulent", 5, 1),
    "groep": Reis("a group of two, planned and checked", "consulent", 14, 2),
    "verloop": Reis("attendance and how it was", "gids", 6, 1),
    "overdracht": Reis("hand somebody over to a colleague", "gids", 3, 3),
    "aannemen": Reis("accept somebody from a colleague", "consulent", 0, 3),
    "buiten": Reis("ask a partner without an account", "gids", 6, 2),
    "partner": Reis("the partner's answer", "partner", 2, 1),
    "regio": Reis("offer somebody to another region", "gids", 4, 2),
    "regio_aannemen": Reis("take somebody over from another region", "coördinator", 0, 3),
    "nazorg": Reis("answer how it goes, by link", "kandidaat", 3, 1),
}

INTRO = """# What a journey asks of people

Made from `tests/browser/reizen.py`; a test compares. Each row is walked by a test in a real
browser, which counts the fields that a person fills in (typed, chosen or ticked) and the screens
that a person sees. Signing in does not count. We want these figures low: a professional types each
fact once.

| journey | who | fields | screens |
|---|---|--:|--:|
"""


def tabel() -> str:
    """The document for people."""
    rows = []
    for r in REIZEN.values():
        screens = "–" if r.schermen is None else r.schermen
        rows.append(f"| {r.wat} | {r.wie} | {r.velden} | {screens} |\n")
    return INTRO + "".join(rows)


@contextmanager
def reis(sleutel: str, *schermen: Scherm) -> Iterator[None]:
    """Count what is asked in this block at all these screens, and hold it to the figures."""
    before = [(len(s.ingevuld), len(s.schermen)) for s in schermen]
    yield
    velden, beelden = [], []
    for scherm, (fields, pages) in zip(schermen, before, strict=True):
        velden += scherm.ingevuld[fields:]
        beelden += scherm.schermen[pages:]
    houd_aan(sleutel, velden, beelden)


def houd_aan(sleutel: str, velden: list[str], beelden: list[str]) -> None:
    """Hold what was filled in and seen to the figures."""
    found = REIZEN[sleutel]
    assert len(velden) == found.velden, velden
    assert found.schermen in {None, len(beelden)}, beelden
