"""What the worker does by itself in this room."""

from django.utils import timezone
from procrastinate.contrib.django import app

from ontschot.verantwoording.actions import herinneren


@app.periodic(cron="40 5 * * *")
@app.task(name="verantwoording.herinneren", queueing_lock="verantwoording.herinneren")
def remind(timestamp: int) -> None:
    """Remind of what a controle asks; at 5:40 UTC, before people begin."""
    herinneren.every_region(timezone.localdate())
