"""Who may decide about shared money, and how: pure functions of plain values."""

from dataclasses import dataclass
from datetime import date

from ontschot.kern.rollen import HULPVERLENERS, Rolsoort
from ontschot.web.format import datum

CASUSOVERLEG = "casusoverleg"
MANDAAT = "mandaat"
OWN = "Over je eigen vraag beslist een ander."
STAKE = "Je hebt een belang bij deze vraag. Laat een ander beslissen."
NOT_RUNNING = (
    "Er is nu geen casusoverleg bezig. Start het overleg, of laat een partner met een mandaat "
    "beslissen."
)


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
class Bijeen:
    """The running meeting of a region: how many partners are there, and how many it needs."""

    overleg_id: int
    quorum: int
    aanwezig: int

    @property
    def genoeg(self) -> bool:
        return self.aanwezig >= self.quorum


@dataclass(frozen=True)
class Bevoegdheid:
    """How this person may decide; `wijze` is empty when not, and then `waarom` says why."""

    wijze: str
    mandaat_id: int | None = None
    waarom: str = ""
    overleg_id: int | None = None


def last_day_problem(verloopt_op: date | None, today: date, fonds_tot: date | None) -> str:
    """Why money cannot be kept until this day; empty when it can, or when no day was named."""
    if verloopt_op is None:
        return ""
    if verloopt_op < today:
        return "Deze dag is al voorbij. Kies vandaag of een dag die komt."
    if fonds_tot and verloopt_op > fonds_tot:
        return f"Het fonds eindigt op {datum(fonds_tot)}. Kies die dag of een dag ervoor."
    return ""


def too_few(aanwezig: int, quorum: int) -> str:
    """Why this meeting cannot decide, and what to do."""
    here = "is nu 1 partner" if aanwezig == 1 else f"zijn nu {aanwezig} partners"
    return (
        f"Er {here} in het overleg, en het overleg beslist met minstens {quorum}. Stel het "
        "besluit uit tot het volgende overleg, of laat een partner met een mandaat beslissen."
    )


def may_decide(
    *,
    rol: str,
    decider_id: int | None,
    asker_id: int,
    cent: int,
    day: date,
    grens: Grens | None,
    belang: bool = False,
    vergadert: bool = False,
    bijeen: Bijeen | None = None,
) -> Bevoegdheid:
    """The coördinator decides in the casusoverleg; a partner below its mandaat; never one's own.

    `grens` is the mandaat of the decider's organisatie in this region, None without one.
    `vergadert` says that the region has a series of meetings: then only `bijeen`, the running
    meeting, decides, and with its quorum. Whoever has a stake (`belang`) never does.
    """
    if decider_id is None or decider_id == asker_id:
        return Bevoegdheid("", waarom=OWN)
    if belang:
        return Bevoegdheid("", waarom=STAKE)
    if rol == Rolsoort.COORDINATOR:
        return _in_meeting(vergadert, bijeen)
    if rol not in HULPVERLENERS:
        return Bevoegdheid("", waarom="Met deze rol beslis je niet over interventies.")
    if grens is None or not grens.covers(cent, day):
        return Bevoegdheid(
            "", waarom="Dit valt buiten het mandaat. De coördinator beslist in het casusoverleg."
        )
    return Bevoegdheid(MANDAAT, grens.mandaat_id)


def _in_meeting(vergadert: bool, bijeen: Bijeen | None) -> Bevoegdheid:
    if bijeen is None:
        return Bevoegdheid("", waarom=NOT_RUNNING) if vergadert else Bevoegdheid(CASUSOVERLEG)
    if not bijeen.genoeg:
        return Bevoegdheid("", waarom=too_few(bijeen.aanwezig, bijeen.quorum))
    return Bevoegdheid(CASUSOVERLEG, overleg_id=bijeen.overleg_id)
