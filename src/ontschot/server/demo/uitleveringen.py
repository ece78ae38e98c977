"""A report and a delivery of the demo region, as the worker would have made them."""

from datetime import date, timedelta

from ontschot.kern.scope import Actor
from ontschot.monitor.codes import klassen
from ontschot.monitor.onthulling import besluiten
from ontschot.monitor.onthulling import taken as onthulling
from ontschot.monitor.rapport import actions, taken
from ontschot.monitor.rapport.soorten import Vraag
from ontschot.server.demo.gevuld import Gevuld
from ontschot.server.demo.people import RIJK_VAN_NIJMEGEN

LANDELIJK_JAAR = 2023  # of the reconstruction


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
        _make(monitor, vraag)
    _decide(gevuld, monitor, peil.year - 1, peil)


def wait_for_a_decision(gevuld: Gevuld) -> None:
    """The delivered figures of 2023 were proposed; who guards privacy has not decided yet."""
    row = besluiten.propose(
        gevuld.bron.actor(gevuld.bron.bezetting.of(RIJK_VAN_NIJMEGEN, rol="monitor")[0]),
        jaar=LANDELIJK_JAAR,
        regios=klassen()["selectie"]["zes"]["regios"],
        toelichting="De zes regio's van het onderzoek hebben hun levering nagekeken.",
    )
    onthulling.reken(vaststelling_id=row.pk, regio=row.regio)


def _make(wie: Actor, vraag: Vraag) -> None:
    row = actions.ask(wie, vraag=vraag)
    taken.make(uitlevering_id=row.pk, regio=row.regio_id)


def _decide(gevuld: Gevuld, monitor: Actor, jaar: int, peil: date) -> None:
    """The figures of last year were proposed and confirmed, and a protected report was made."""
    privacy = gevuld.bron.actor(gevuld.bron.bezetting.of(RIJK_VAN_NIJMEGEN, rol="privacy")[0])
    row = besluiten.propose(
        monitor,
        jaar=jaar,
        regios=[RIJK_VAN_NIJMEGEN],
        toelichting="Alle maanden zijn geteld en nagekeken.",
    )
    onthulling.reken(vaststelling_id=row.pk, regio=row.regio)
    besluiten.confirm(privacy, vaststelling_id=row.pk)
    _make(monitor, Vraag("rapport", RIJK_VAN_NIJMEGEN, jaar, peil))
