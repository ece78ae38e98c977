"""Replaying the audit log (pure): who owned what after every line, and where that does not hold.

The rule: an open question has exactly one owner, and a kandidaat exactly one vaste contactpersoon,
at every event. The log proves it by itself; the tables are only compared with how it ends.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

# What only the owner of a question does to it; everything else may come from others.
VAN_DE_EIGENAAR = (
    "vraag_beantwoord",
    "vraag_eerste_contact",
    "vraag_wacht",
    "vraag_verder",
    "vraag_kandidaat",
    "vraag_gesloten",
)
GEWISSELD = ("vraag_overgenomen", "vraag_toegewezen", "vraag_waargenomen")
BEGONNEN = ("kandidaat_aangemaakt", "kandidaat_ingelezen")


@dataclass(frozen=True)
class Regel:
    """One line of the log, in the order of its chain. `door` is the id of a medewerker."""

    nummer: int
    gebeurtenis: str
    sleutel: str
    door: int | None = None
    gegevens: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Stand:
    """Who owns what: open question → medewerker, and kandidaat → vaste contactpersoon."""

    vragen: dict[str, int] = field(default_factory=dict)
    kandidaten: dict[str, int] = field(default_factory=dict)
    gesloten: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Breuk:
    """A line that does not fit what the lines before it said."""

    nummer: int
    zin: str


@dataclass(frozen=True)
class Nagespeeld:
    """How it ends, how many lines were about ownership, and the lines that do not fit."""

    stand: Stand
    gebeurtenissen: int
    breuken: tuple[Breuk, ...]


def replay(regels: Iterable[Regel]) -> Nagespeeld:
    """Play the lines one by one; a line that does not fit is kept as a break, and changes nothing.

    So one fault does not hide the next.
    """
    stand, count, breaks = Stand(), 0, []
    for regel in regels:
        told = follow(stand, regel)
        if told is None:
            continue
        count += 1
        if told:
            breaks.append(Breuk(regel.nummer, told))
    return Nagespeeld(stand, count, tuple(breaks))


def follow(stand: Stand, regel: Regel) -> str | None:
    """Apply one line to `stand`. None: not about ownership; '': it fits; else a Dutch sentence."""
    play = STAPPEN.get(regel.gebeurtenis)
    if play is None and "contacten" in regel.gegevens:
        play = _contacts_now
    return play(stand, regel) if play else None


def _id(regel: Regel, naam: str) -> int | None:
    value = regel.gegevens.get(naam)
    return value if isinstance(value, int) else None


def _received(stand: Stand, regel: Regel) -> str:
    owner, key = _id(regel, "eigenaar_id"), regel.sleutel
    if key in stand.vragen or key in stand.gesloten:
        return f"vraag {key} kwam al eerder binnen."
    if owner is None:
        return f"vraag {key} kwam binnen zonder eigenaar."
    stand.vragen[key] = owner
    return ""


def _open_problem(stand: Stand, key: str) -> str:
    if key in stand.vragen:
        return ""
    was = "is al gesloten" if key in stand.gesloten else "is nooit binnengekomen"
    return f"vraag {key} {was}."


def _changed_hands(stand: Stand, regel: Regel) -> str:
    van, naar, key = _id(regel, "van_id"), _id(regel, "naar_id"), regel.sleutel
    if problem := _open_problem(stand, key):
        return problem
    if naar is None:
        return f"vraag {key} verloor zijn eigenaar."
    if van != stand.vragen[key]:
        return f"vraag {key} ging van {van} naar {naar}, maar was van {stand.vragen[key]}."
    stand.vragen[key] = naar
    return ""


def _by_the_owner(stand: Stand, regel: Regel) -> str:
    key = regel.sleutel
    if problem := _open_problem(stand, key):
        return problem
    if regel.door != stand.vragen[key]:
        return f"vraag {key} is van {stand.vragen[key]}, maar {regel.door} deed er iets mee."
    if regel.gebeurtenis == "vraag_gesloten":
        del stand.vragen[key]
        stand.gesloten.add(key)
    return ""


def _began(stand: Stand, regel: Regel) -> str:
    contact = _id(regel, "contact") or regel.door
    if regel.sleutel in stand.kandidaten:
        return f"kandidaat {regel.sleutel} was er al."
    if contact is None:
        return f"kandidaat {regel.sleutel} begon zonder vaste contactpersoon."
    stand.kandidaten[regel.sleutel] = contact
    return ""


def _contact_moved(stand: Stand, regel: Regel) -> str:
    van, key = _id(regel, "van"), regel.sleutel
    known = stand.kandidaten.get(key)
    if known is None or known != van:
        return f"kandidaat {key} ging over van {van}, maar was van {known or 'niemand'}."
    return _contacts_now(stand, regel)


def _contacts_now(stand: Stand, regel: Regel) -> str:
    """Who is the contact of each dossier that this event touched."""
    found: Mapping[str, int] = regel.gegevens.get("contacten") or {}
    if unknown := sorted(found.keys() - stand.kandidaten.keys()):
        return f"kandidaat {unknown[0]} kreeg een vaste contactpersoon en is niet begonnen."
    if regel.sleutel not in found or not all(isinstance(v, int) for v in found.values()):
        return f"kandidaat {regel.sleutel} verloor de vaste contactpersoon."
    stand.kandidaten.update(found)
    return ""


def _left(stand: Stand, regel: Regel) -> str:
    gone = regel.gegevens.get("weg") or [regel.sleutel]
    if unknown := [key for key in gone if key not in stand.kandidaten]:
        return f"kandidaat {unknown[0]} ging weg en is niet begonnen."
    for key in gone:
        del stand.kandidaten[key]
    return ""


STAPPEN: dict[str, Callable[[Stand, Regel], str]] = {
    "vraag_ontvangen": _received,
    **dict.fromkeys(GEWISSELD, _changed_hands),
    **dict.fromkeys(VAN_DE_EIGENAAR, _by_the_owner),
    **dict.fromkeys(BEGONNEN, _began),
    "contactpersoon_gewisseld": _contact_moved,
    "kandidaat_verhuisd": _left,
}


def differences(
    stand: Stand, vragen: Mapping[str, int], kandidaten: Mapping[str, int]
) -> list[str]:
    """Where the end of the log and the tables do not say the same, one Dutch sentence each."""
    return [
        *_compare("vraag", stand.vragen, vragen),
        *_compare("kandidaat", stand.kandidaten, kandidaten),
    ]


def _compare(wat: str, log: Mapping[str, int], table: Mapping[str, int]) -> list[str]:
    return [
        f"{wat} {key} is volgens het logboek van {log.get(key, 'niemand')} "
        f"en volgens de tabel van {table.get(key, 'niemand')}."
        for key in sorted(log.keys() | table.keys())
        if log.get(key) != table.get(key)
    ]
