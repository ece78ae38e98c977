"""A report and a delivery of the demo region, as the worker would have made them."""

from datetime import timedelta

from ontschot.monitor.rapport import actions, taken
from ontschot.monitor.rapport.soorten import Vraag
from ontschot.server.demo.gevuld import Gevuld
from ontschot.server.demo.people import RIJK_VAN_NIJMEGEN


def store(gevuld: Gevuld) -> None:
    """By the monitor: this year so far with exact numbers, and the months that are over."""
    monitor = gevuld.bron.actor(gevuld.bron.bezetting.of(RIJK_VAN_NIJMEGEN, rol="monitor")[0])
    peil = actions.yesterday()
    over = gevuld.today.replace(day=1) - timedelta(days=1)
    questions = (
        Vraag("rapport", RIJK_VAN_NIJMEGEN, peil.year, peil, intern=True),
        Vraag("levering", RIJK_VAN_NIJMEGEN, over.year, peil, tot=over, intern=True,
              leeg_klopt=True),
    )  # fmt: skip
    for vraag in questions:
        row = actions.ask(monitor, vraag=vraag)
        taken.make(uitlevering_id=row.pk, regio=row.regio_id)
