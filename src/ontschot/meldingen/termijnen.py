"""What a region promises: how many working days, and what that means for what comes in today."""

from dataclasses import dataclass
from datetime import date

from ontschot.kern.werkdagen import add_workdays, holidays
from ontschot.meldingen.models import Reactietermijn

VELDEN = (
    "werkdagen",
    "antwoord_werkdagen",
    "wachten_werkdagen",
    "klim_werkdagen",
    "bevestiging_werkdagen",
)


def of_regio(regio: str) -> Reactietermijn:
    """The terms of this region; without a row, the default. One query."""
    return Reactietermijn.objects.filter(regio=regio).first() or Reactietermijn(regio_id=regio)


def promise(regio: str, start: date) -> date:
    """The last day on which the region promised a first contact to what came in on `start`."""
    return add_workdays(start, of_regio(regio).werkdagen)


@dataclass(frozen=True)
class Voorbeeld:
    """What the terms mean for a question that comes in on one day."""

    binnen: date
    contact: date
    antwoord: date
    wachten: date
    klimt: date
    bevestigd: date
    feestdagen: list[tuple[date, str]]


def example(termijn: Reactietermijn, binnen: date) -> Voorbeeld:
    """The days themselves, with the holidays that fall within them (pure)."""
    contact = add_workdays(binnen, termijn.werkdagen)
    antwoord = add_workdays(binnen, termijn.antwoord_werkdagen)
    last = max(antwoord, add_workdays(binnen, termijn.wachten_werkdagen))
    named = [*holidays(binnen.year).items(), *holidays(binnen.year + 1).items()]
    return Voorbeeld(
        binnen=binnen,
        contact=contact,
        antwoord=antwoord,
        wachten=add_workdays(binnen, termijn.wachten_werkdagen),
        klimt=add_workdays(contact, termijn.klim_werkdagen),
        bevestigd=add_workdays(binnen, termijn.bevestiging_werkdagen),
        feestdagen=[(day, naam) for day, naam in named if binnen < day <= last],
    )
