"""The worker's side: an uitlevering is counted and written, file by file, and can be resumed."""

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.monitor.codes import codelijsten
from ontschot.monitor.models import Uitlevering
from ontschot.monitor.rapport import actions
from ontschot.monitor.rapport.soorten import Vraag, prepare
from ontschot.netwerk.models import Regio
from ontschot.netwerk.queries import actor_in_role


def enqueue(row: Uitlevering) -> None:
    """Let the worker make it, once however often it is asked."""
    try:
        with transaction.atomic():
            make.configure(queueing_lock=f"uitlevering-{row.pk}").defer(
                uitlevering_id=row.pk, regio=row.regio_id
            )
    except AlreadyEnqueued:
        return


@app.task(name="monitor.make", retry=RetryStrategy(max_attempts=3, exponential_wait=4))
def make(uitlevering_id: int, regio: str) -> None:
    """Count it, then write what is not there yet; each file in a transaction of its own."""
    beheer = systeem(regio, reden="uitlevering")
    with transaction.atomic(), scope(beheer):
        row = Uitlevering.objects.select_related("rol__medewerker", "rol__organisatie").get(
            pk=uitlevering_id
        )
        there = set(row.bestanden.values_list("naam", flat=True))
    if row.klaar_op:
        return
    asker = actor_in_role(row.rol, oorsprong="worker") if row.rol else beheer
    try:
        with transaction.atomic(), scope(_eyes(row, asker)):
            made = prepare(question_of(row), codelijsten())
    except Weigering as refusal:
        actions.fail(asker, uitlevering_id=row.pk, zin=refusal.zin)
        return
    for bestand in made.bestanden:
        if bestand.naam not in there:
            actions.keep_file(
                asker, uitlevering_id=row.pk, naam=bestand.naam, mediatype=bestand.mediatype,
                inhoud=bestand.inhoud(),
            )  # fmt: skip
    actions.finish(asker, uitlevering_id=row.pk, sha256=made.sha256)


def question_of(row: Uitlevering) -> Vraag:
    return Vraag(
        soort=row.soort,
        keuze=row.keuze,
        jaar=row.jaar,
        peil=row.peil,
        tot=row.tot,
        bron=row.bron,
        per_regio=row.per_regio,
        intern=row.intern,
        leeg_klopt=row.leeg_klopt,
    )


def _eyes(row: Uitlevering, asker: Actor) -> Actor:
    """Who counts: exact figures with the eyes of who asked; protected ones over every region.

    A protection that does not know the other regions can be undone by subtracting. What a region
    delivers is read as Ontschot itself, because the asker sees no dossier.
    """
    if row.soort == "levering":
        return systeem(row.regio_id, reden="uitlevering")
    if row.intern:
        return asker
    return systeem(*Regio.objects.values_list("code", flat=True), reden="uitlevering")
