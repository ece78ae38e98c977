"""How fresh a service on the menukaart is, and who may say that it is still right: pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ontschot.kern.rollen import PROFESSIONALS, Rolsoort


class Versheid(StrEnum):
    VERS = "vers"
    NAKIJKEN = "nakijken"
    VEROUDERD = "verouderd"


@dataclass(frozen=True)
class Versheidsgrens:
    """Until how many days after a check a service counts as fresh, and from when as stale."""

    vers_dagen: int = 90
    verouderd_dagen: int = 180


GRENS = Versheidsgrens()

SIGNALEN = {
    Versheid.VERS: ("pas nagekeken", "ok"),
    Versheid.NAKIJKEN: ("nakijken", "warn"),
    Versheid.VEROUDERD: ("lang niet nagekeken", "stop"),
}


def freshness(gecontroleerd_op: date, today: date, grens: Versheidsgrens = GRENS) -> Versheid:
    """Whether somebody looked lately; both bounds are inclusive."""
    dagen = (today - gecontroleerd_op).days
    if dagen <= grens.vers_dagen:
        return Versheid.VERS
    if dagen <= grens.verouderd_dagen:
        return Versheid.NAKIJKEN
    return Versheid.VEROUDERD


def may_check(rol: str, organisatie_id: int | None, eigenaar_id: int) -> bool:
    """The coördinator checks everything, a professional what their own organisation offers."""
    if rol == Rolsoort.COORDINATOR:
        return True
    return rol in PROFESSIONALS and organisatie_id == eigenaar_id


def applies(dienst_situaties: frozenset[str], situaties: frozenset[str]) -> bool:
    """A service without situations is for everybody; otherwise one in common is enough."""
    return not dienst_situaties or bool(dienst_situaties & situaties)
