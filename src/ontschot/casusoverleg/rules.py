"""Who may decide about shared money, and how: pure functions of plain values."""

from dataclasses import dataclass
from datetime import date

from ontschot.kern.rollen import HULPVERLENERS, Rolsoort

CASUSOVERLEG = "casusoverleg"
MANDAAT = "mandaat"
OWN = "Over je eigen vraag beslist een ander."


@dataclass(frozen=True)
class Grens:
    """A mandaat as the rule needs it: up to and including so many cents, until a last day."""

    mandaat_id: int
    tot_cent: int
    van: date
    tot: date | None

    def covers(self, cent: int, day: date) -> bool:
        return cent <= self.tot_cent and self.van <= day and (self.tot is None or day <= self.tot)


@dataclass(frozen=True)
class Bevoegdheid:
    """How this person may decide; `wijze` is empty when not, and then `waarom` says why."""

    wijze: str
    mandaat_id: int | None = None
    waarom: str = ""


def may_decide(
    *,
    rol: str,
    decider_id: int | None,
    asker_id: int,
    cent: int,
    day: date,
    grens: Grens | None,
) -> Bevoegdheid:
    """The coördinator decides in the casusoverleg; a partner below its mandaat; never one's own.

    `grens` is the mandaat of the decider's organisatie in this region, None without one.
    """
    if decider_id is None or decider_id == asker_id:
        return Bevoegdheid("", waarom=OWN)
    if rol == Rolsoort.COORDINATOR:
        return Bevoegdheid(CASUSOVERLEG)
    if rol not in HULPVERLENERS:
        return Bevoegdheid("", waarom="Met deze rol beslis je niet over interventies.")
    if grens is None or not grens.covers(cent, day):
        return Bevoegdheid(
            "", waarom="Dit valt buiten het mandaat. De coördinator beslist in het casusoverleg."
        )
    return Bevoegdheid(MANDAAT, grens.mandaat_id)
