"""The worker's side of a proposal: count every region, protect, keep what would be published."""

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from ontschot.kern.errors import Weigering
from ontschot.kern.scope import scope, systeem
from ontschot.monitor.codes import codelijsten
from ontschot.monitor.onthulling import besluiten
from ontschot.monitor.onthulling.geteld import everybody
from ontschot.monitor.onthulling.herzien import propose_sets
from ontschot.monitor.onthulling.models import Vaststelling
from ontschot.monitor.rapport.bundel import HOOFDSTUK_3


def enqueue(row: Vaststelling) -> None:
    """Let the worker count it, once however often it is asked."""
    try:
        with transaction.atomic():
            reken.configure(queueing_lock=f"vaststelling-{row.pk}").defer(
                vaststelling_id=row.pk, regio=row.regio
            )
    except AlreadyEnqueued:
        return


@app.task(name="monitor.reken", retry=RetryStrategy(max_attempts=3, exponential_wait=4))
def reken(vaststelling_id: int, regio: str) -> None:
    """Some seconds to a minute; a proposal that was withdrawn meanwhile stays as it is."""
    wie = systeem(regio, reden="vaststelling")
    with transaction.atomic(), scope(everybody()):
        row = Vaststelling.objects.get(pk=vaststelling_id)
        if row.status != "berekenen":
            return
        try:
            sets = propose_sets(row.jaar, row.peildatum, row.keuze, codelijsten(), HOOFDSTUK_3)
        except Weigering as refusal:
            sets, zin = [], refusal.zin
        else:
            zin = ""
    if zin:
        besluiten.fail(wie, vaststelling_id=vaststelling_id, zin=zin)
    else:
        besluiten.keep_outcome(wie, vaststelling_id=vaststelling_id, sets=sets)
