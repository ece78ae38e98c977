"""How long the money of a line lasts at the pace of late, and when money set aside expires."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import floor

# The pace of a line is what went out of it over this many days.
TEMPO_DAGEN = 90
# Less than this says nothing about a pace. Our own choice: the sources give no rule (domain 2.9).
MINSTENS_DAGEN, MINSTENS_AANTAL = 14, 3
# Further away than this is not worth a date.
HOOGSTENS_DAGEN = 3650


@dataclass(frozen=True)
class Tempo:
    """What happened on a line over the last `dagen` days, and what is free now; in cents.

    `uitgegaan_cent` is what was set aside less what came back unused, `aantal` how often
    something was set aside. `loopt`: the fonds can be used today; `tot` is its last day.
    """

    vrij_cent: int
    uitgegaan_cent: int
    aantal: int
    dagen: int
    loopt: bool = True
    tot: date | None = None


@dataclass(frozen=True)
class Prognose:
    """The day on which a line runs out, or why that cannot be said (then `dag` is None)."""

    dag: date | None
    waarom_niet: str = ""


def forecast(today: date, tempo: Tempo) -> Prognose:
    """When a line is empty if money keeps being set aside at the pace of late.

    Honest about what it does not know: a pace of a few days or a few reserveringen is none.
    """
    if tempo.loopt and tempo.vrij_cent <= 0:
        return Prognose(today)
    if unknown := _no_pace(tempo):
        return Prognose(None, unknown)
    day = runs_out_on(today, tempo.vrij_cent, tempo.uitgegaan_cent, tempo.dagen)
    if day is None:
        return Prognose(None, "dit duurt in dit tempo langer dan tien jaar")
    if tempo.tot and day > tempo.tot:
        return Prognose(None, "in dit tempo is er op de laatste dag nog geld over")
    return Prognose(day)


def _no_pace(tempo: Tempo) -> str:
    """Why nothing can be said about the pace; empty when it can."""
    if not tempo.loopt:
        return "het fonds loopt nu niet"
    if tempo.dagen < MINSTENS_DAGEN:
        return f"het fonds loopt nog maar {tempo.dagen} dagen"
    if tempo.aantal < MINSTENS_AANTAL:
        return f"er is te weinig gereserveerd ({tempo.aantal} keer)"
    if tempo.uitgegaan_cent <= 0:
        return "er kwam meer terug dan er werd gereserveerd"
    return ""


def runs_out_on(
    today: date, beschikbaar_cent: int, uitgegaan_cent: int, dagen: int = TEMPO_DAGEN
) -> date | None:
    """The day on which a line is empty when money keeps going out at the pace of late.

    `uitgegaan_cent` is what was reserved less what came back, over the last `dagen` days.
    None when nothing goes out, or when it lasts longer than ten years. An empty line is empty
    today.
    """
    if beschikbaar_cent <= 0:
        return today
    if uitgegaan_cent <= 0 or dagen <= 0:
        return None
    left = floor(beschikbaar_cent * dagen / uitgegaan_cent)
    return today + timedelta(days=left) if left <= HOOGSTENS_DAGEN else None


def pace_days(today: date, van: date, dagen: int = TEMPO_DAGEN) -> int:
    """Over how many days the pace is measured: a young fonds has no ninety days behind it."""
    return max(1, min(dagen, (today - van).days + 1))


def expires_after(verloopt_op: date | None, fonds_tot: date | None) -> date | None:
    """The last day of a reservering: its own or that of the fonds, the first; None: no end."""
    days = [day for day in (verloopt_op, fonds_tot) if day]
    return min(days) if days else None


def needs_warning(
    vrij_cent: int,
    op_dag: date | None,
    today: date,
    *,
    onder_cent: int | None,
    dagen: int | None,
) -> bool:
    """Whether a level is reached: too little is free, or it runs out within so many days."""
    too_little = onder_cent is not None and vrij_cent < onder_cent
    too_soon = dagen is not None and op_dag is not None and op_dag <= today + timedelta(days=dagen)
    return too_little or too_soon
