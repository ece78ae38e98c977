"""The worker's side: a list goes on after a crash, and old rows are wiped at night."""

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from ontschot.kandidaten.lijst_inlezen.actions import load_part, look_over_part, wipe_old
from ontschot.kandidaten.models import Inlezing
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.netwerk.models import Regio, Rol
from ontschot.netwerk.queries import actor_in_role


def enqueue(inlezing: Inlezing) -> None:
    """Let the worker look over or load this list, once however often it is asked."""
    task = look_over if inlezing.status == "nakijken" else load
    try:
        with transaction.atomic():
            task.configure(queueing_lock=f"lijst-{inlezing.status}-{inlezing.pk}").defer(
                inlezing_id=inlezing.pk, rol_id=inlezing.rol_id
            )
    except AlreadyEnqueued:
        return


@app.task(name="kandidaten.load", retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def load(inlezing_id: int, rol_id: int) -> None:
    """Load a list part by part, each in its own transaction, as whoever brought it."""
    rol = Rol.objects.select_related("medewerker", "organisatie").get(pk=rol_id)
    wie = actor_in_role(rol, oorsprong="lijst")
    while _goes_on(wie, inlezing_id, "bezig") and load_part(wie, inlezing_id=inlezing_id):
        continue


@app.task(name="kandidaten.look_over", retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def look_over(inlezing_id: int, rol_id: int) -> None:
    """Look a list over part by part, each in its own transaction, as whoever brought it."""
    rol = Rol.objects.select_related("medewerker", "organisatie").get(pk=rol_id)
    wie = actor_in_role(rol, oorsprong="lijst")
    while _goes_on(wie, inlezing_id, "nakijken") and look_over_part(wie, inlezing_id=inlezing_id):
        continue


def _goes_on(wie: Actor, inlezing_id: int, status: str) -> bool:
    """Somebody else may have done the last rows already."""
    with transaction.atomic(), scope(wie):
        return Inlezing.objects.filter(pk=inlezing_id, status=status).exists()


@app.periodic(cron="17 3 * * *")
@app.task(name="kandidaten.wipe_old_lists", pass_context=False)
def wipe_old_lists(timestamp: int) -> None:
    """Every night: no row of a list is kept longer than 30 days."""
    with transaction.atomic():
        regios = list(Regio.objects.filter(doet_mee=True).order_by("code"))
    actor = systeem(*(regio.code for regio in regios), reden="opruimen")
    with transaction.atomic(), scope(actor):
        wipe_old(actor)
