"""The work of the menukaart that a clock starts; the worker finds it here."""

from django.db import transaction
from procrastinate.contrib.django import app

from ontschot.kern.scope import scope, systeem
from ontschot.menukaart.actions.herinneren import send_reminders
from ontschot.netwerk.models import Regio

WERKDAGEN_OM_ZES = "0 6 * * 1-5"


@app.periodic(cron=WERKDAGEN_OM_ZES)
@app.task(name="menukaart.remind")
def remind(timestamp: int) -> None:
    """Remind the keepers of every region; who was mailed this month is not mailed again."""
    for regio in Regio.objects.filter(doet_mee=True).order_by("code"):
        ontschot = systeem(regio.code, reden="menukaart")
        with transaction.atomic(), scope(ontschot):
            send_reminders(ontschot, regio=regio.code)
