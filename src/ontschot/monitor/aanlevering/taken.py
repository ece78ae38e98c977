"""The worker's side: a brought file is opened, checked or loaded, in one transaction each.

Whatever ends it half way (a crash, a lost connection, somebody who stops it) leaves nothing of it.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from ontschot.kern.errors import Weigering, as_sentence
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.monitor.aanlevering import actions, queries
from ontschot.monitor.aanlevering.actions import Afgebroken
from ontschot.monitor.aanlevering.openen import open_here
from ontschot.monitor.aanlevering.uitkomst import Foutsoorten, Uitkomst
from ontschot.monitor.levering import opslag
from ontschot.monitor.levering.bestand import Onleesbaar
from ontschot.monitor.levering.importeren import Levergegevens, Voortgang, importeer
from ontschot.monitor.models import Aanlevering
from ontschot.monitor.uitvoer import write_faults
from ontschot.netwerk.models import Regio, Rol
from ontschot.netwerk.queries import actor_in_role

VERTEL_SECONDEN = 0.25  # between two times that the screen hears how far it is
WEG_DATABASE = (
    "De verbinding met de database viel weg. Er is niets geladen. Probeer het nog een keer."
)
ONVERWACHT = (
    "Er ging iets mis wat we niet hadden verwacht. Er is niets geladen. Probeer het nog een keer. "
    "Lukt het dan weer niet, vraag dan de beheerder."
)
ANDERS = (
    "Sinds de controle is er iets veranderd: bijvoorbeeld een andere levering of een codelijst. "
    "Er is niets geladen. Controleer het bestand opnieuw."
)


def enqueue(row: Aanlevering) -> None:
    """Let the worker do what the row waits for, once however often it is asked."""
    try:
        with transaction.atomic():
            work.configure(queueing_lock=f"aanlevering-{row.pk}-{row.poging}").defer(
                aanlevering_id=row.pk, poging=row.poging, rol_id=row.rol_id
            )
    except AlreadyEnqueued:
        return


@app.task(name="monitor.aanlevering")
def work(aanlevering_id: int, poging: int, rol_id: int) -> None:
    """Do it as whoever brought the file. What went wrong is a sentence with the file."""
    rol = Rol.objects.select_related("medewerker", "organisatie").get(pk=rol_id)
    wie = actor_in_role(rol, oorsprong="worker")
    with transaction.atomic(), scope(wie):
        row = Aanlevering.objects.filter(pk=aanlevering_id, poging=poging).first()
    if row is None or row.status not in WERK:
        return
    try:
        with transaction.atomic(), scope(wie):
            queries.lock(row.pk)
            _tell(row, None, 0)
            WERK[row.status](wie, row)
    except Afgebroken:
        return
    except (Onleesbaar, Weigering, IntegrityError) as refusal:
        zin = str(refusal) if isinstance(refusal, Onleesbaar) else as_sentence(refusal)
        _fail(wie, row, zin)
    except (OperationalError, InterfaceError):
        # The next statement opens a connection anew, if there is a database to open one with.
        connection.close()
        _fail(wie, row, WEG_DATABASE)
        raise
    except Exception:
        _fail(wie, row, ONVERWACHT)
        raise
    else:
        if row.status == "laden":
            opslag.forget_file(row.sleutel)


def _fail(wie: Actor, row: Aanlevering, zin: str) -> None:
    with suppress(Afgebroken):
        actions.fail(wie, wanted=row, zin=zin)


def _open(wie: Actor, row: Aanlevering) -> None:
    open_here(row)
    actions.finish(wie, wanted=row, naar="koppelen", event="aanlevering_geopend")


def _check(wie: Actor, row: Aanlevering) -> None:
    soorten = Foutsoorten()

    def keep_faults(fouten: Any) -> None:
        with opslag.writing(row.sleutel, queries.GEWEIGERD) as out:
            write_faults(out, soorten.passing(fouten), excel=True)

    with opslag.reopen(row.sleutel) as stroom:
        uitslag = importeer(
            wie, stroom, _delivery(row, proef=True, vervang=True), keep_faults, _progress(row)
        )
    found = Uitkomst(uitslag, tuple(soorten.most_first()))
    opslag.put(row.sleutel, queries.GECONTROLEERD, found.as_facts())
    actions.finish(
        wie, wanted=row, naar="nagekeken", event="aanlevering_nagekeken", goed=uitslag.goed,
        geweigerd=uitslag.geweigerd,
    )  # fmt: skip


def _load(wie: Actor, row: Aanlevering) -> None:
    """Exactly what the check showed, or nothing."""
    seen = queries.outcome(row)
    if seen is None:
        raise Weigering(opslag.NIET_MEER)
    gegevens = _delivery(
        row, alles_of_niets=not seen.uitslag.geweigerd, vervang=bool(seen.uitslag.vervangen)
    )
    with opslag.reopen(row.sleutel) as stroom:
        uitslag = importeer(wie, stroom, gegevens, None, _progress(row))
    if uitslag.al_bekend:
        raise Weigering("Dit bestand is intussen al geladen. Er verandert niets.")
    if not seen.same_as(uitslag):
        raise Weigering(ANDERS)
    opslag.put(row.sleutel, queries.GELADEN, Uitkomst(uitslag, seen.soorten).as_facts())
    actions.finish(
        wie, wanted=row, naar="geladen", event="aanlevering_geladen", aantal=uitslag.geladen,
        levering_id=uitslag.levering_id,
    )  # fmt: skip


WERK: dict[str, Callable[[Actor, Aanlevering], None]] = {
    "openen": _open,
    "controle": _check,
    "laden": _load,
}


def _delivery(row: Aanlevering, **hoe: Any) -> Levergegevens:
    return Levergegevens(
        naam=row.naam,
        bestandsnaam=row.bestandsnaam,
        openbaar=row.openbaar,
        regio="" if row.openbaar else row.regio_id,
        jaar=row.jaar,
        bron=row.bron_naam,
        soort=row.soort,
        koppeling=row.koppeling,
        **hoe,
    )


def _progress(row: Aanlevering) -> Voortgang:
    """Tells the screen how far it is, and hears whether somebody still waits for it."""
    told = 0.0

    def tell(regels: int, deel: float) -> None:
        nonlocal told
        now = time.monotonic()
        if now - told < VERTEL_SECONDEN and deel < 1:
            return
        told = now
        if not queries.is_wanted(row):
            raise Afgebroken
        _tell(row, deel, regels)

    return tell


def _tell(row: Aanlevering, deel: float | None, regels: int) -> None:
    facts = {"poging": row.poging, "deel": deel, "regels": regels}
    opslag.put(row.sleutel, queries.VOORTGANG, facts)


@app.periodic(cron="37 * * * *")
@app.task(name="monitor.wipe_old", queueing_lock="monitor.wipe_old", pass_context=False)
def wipe_old(timestamp: int) -> None:
    """Every hour: nothing of a brought file is kept longer than a day."""
    with transaction.atomic():
        regios = list(Regio.objects.order_by("code").values_list("code", flat=True))
    wie = systeem(*regios, reden="opruimen")
    with transaction.atomic(), scope(wie):
        old = queries.expired()
    for pk in old:
        with suppress(Afgebroken):
            actions.expire(wie, aanlevering_id=pk)
    opslag.sweep()
