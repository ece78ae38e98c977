"""What the other rooms add to the demo world, once people, plans and money are there.

Each topic has a module of its own with `store(gevuld)`; it goes through the room's own actions
where it can, so the demo shows nothing that a person could not have done on the screen.
"""

from collections.abc import Callable

from ontschot.server.demo import (
    bank,
    berichten,
    budgetten,
    cijfers,
    controles,
    declareren,
    deuren,
    dubbelen,
    extra,
    inkoop,
    kosten,
    leveringen,
    lijsten,
    menukaart,
    overleg,
    papieren,
    plannen,
    situaties,
    sturing,
    toewijzing,
    uitleveringen,
    verantwoording,
    vervolgen,
)
from ontschot.server.demo.gevuld import Gevuld

ONDERWERPEN: tuple[Callable[[Gevuld], None], ...] = (
    extra.store,
    papieren.store,
    situaties.store,
    overleg.store,
    deuren.store,
    berichten.store,
    menukaart.store,
    plannen.store,
    dubbelen.store,
    lijsten.store,
    vervolgen.store,
    cijfers.store,
    toewijzing.store,
    bank.store,
    budgetten.store,
    kosten.store,
    inkoop.store,
    declareren.store,
    verantwoording.store,
    controles.store,
    uitleveringen.store,
    sturing.store,
    leveringen.store,
)


def store(gevuld: Gevuld) -> None:
    for onderwerp in ONDERWERPEN:
        onderwerp(gevuld)
