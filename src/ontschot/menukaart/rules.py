"""The decisions of the menukaart: how fresh, who keeps it, what a gemeente has. Pure."""

import calendar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ontschot.kern.rollen import HULPVERLENERS, PROFESSIONALS, Rolsoort


class Versheid(StrEnum):
    VERS = "vers"
    BIJNA_VERLOPEN = "bijna_verlopen"
    VEROUDERD = "verouderd"


@dataclass(frozen=True)
class Versheidsgrens:
    """Until how many months after a check a service counts as fresh, and from when as stale."""

    vers_maanden: int = 3
    verouderd_maanden: int = 6


GRENS = Versheidsgrens()

SIGNALEN = {
    Versheid.VERS: ("vers", "ok"),
    Versheid.BIJNA_VERLOPEN: ("bijna verlopen", "warn"),
    Versheid.VEROUDERD: ("verouderd", "stop"),
}


def add_months(day: date, months: int) -> date:
    """The same day so many months later (or earlier); the last day of a shorter month."""
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def freshness(gecontroleerd_op: date, today: date, grens: Versheidsgrens = GRENS) -> Versheid:
    """Whether somebody looked lately; both bounds are inclusive.

    Counted back from today, as the filter of the list does: at the end of a month it matters.
    """
    if gecontroleerd_op >= add_months(today, -grens.vers_maanden):
        return Versheid.VERS
    if gecontroleerd_op >= add_months(today, -grens.verouderd_maanden):
        return Versheid.BIJNA_VERLOPEN
    return Versheid.VEROUDERD


def may_check(rol: str, organisatie_id: int | None, eigenaar_id: int) -> bool:
    """The coördinator checks everything, a professional what their own organisation offers."""
    if rol == Rolsoort.COORDINATOR:
        return True
    return rol in PROFESSIONALS and organisatie_id == eigenaar_id


def may_edit(rol: str, organisatie_id: int | None, eigenaar_id: int, *, landelijk: bool) -> bool:
    """Who checks it may change it too; a national service only from within its own organisation."""
    if landelijk:
        return rol in PROFESSIONALS and organisatie_id == eigenaar_id
    return may_check(rol, organisatie_id, eigenaar_id)


def may_make(rol: str, organisatie_id: int | None, eigenaar_id: int) -> bool:
    """A professional puts the offer of their own organisation on the menukaart."""
    return rol == Rolsoort.COORDINATOR or (rol in HULPVERLENERS and organisatie_id == eigenaar_id)


def applies(dienst_situaties: frozenset[str], situaties: frozenset[str]) -> bool:
    """A service without situations is for everybody; otherwise one in common is enough."""
    return not dienst_situaties or bool(dienst_situaties & situaties)


class Plek(StrEnum):
    """Whether a facility is there for the people of one gemeente."""

    JA = "ja"
    VOORWAARDE = "onder voorwaarde"
    NEE = "nee"
    ONBEKEND = "onbekend"


PLEK_KIND = {
    Plek.JA: "ok",
    Plek.VOORWAARDE: "warn",
    Plek.NEE: "stop",
    Plek.ONBEKEND: "neutral",
}


def place(
    bereik: str, *, differs: bool, beschikbaar: bool | None = True, voorwaarde: str = ""
) -> Plek:
    """What the menukaart says of a service in one gemeente.

    Where nothing was said of a gemeente, a regional or national service is there; of a local one
    nobody knows.
    """
    if not differs:
        return Plek.ONBEKEND if bereik == "lokaal" else Plek.JA
    if beschikbaar is None:
        return Plek.ONBEKEND
    if not beschikbaar:
        return Plek.NEE
    return Plek.VOORWAARDE if voorwaarde.strip() else Plek.JA


# Fewer than this many is not told: it could point at somebody.
KLEIN = 5


def few(count: int) -> str:
    """A count as it may be told to colleagues elsewhere."""
    return f"minder dan {KLEIN}" if 0 < count < KLEIN else str(count)


def as_groups(text: str) -> list[list[str]]:
    """Words that mean the same, one group per line, separated by commas; in small letters."""
    groups = []
    for line in text.splitlines():
        words = [" ".join(word.lower().split()) for word in line.split(",")]
        kept = list(dict.fromkeys(word for word in words if word))
        if len(kept) > 1:
            groups.append(kept)
    return groups


def as_text(groups: list[list[str]]) -> str:
    """The groups as they are typed."""
    return "\n".join(", ".join(group) for group in groups)
