"""What the worker does by itself in this room."""

from django.utils import timezone
from procrastinate.contrib.django import app

from ontschot.kassier.actions import herinneren, verlopen


@app.periodic(cron="25 4 * * *")
@app.task(name="kassier.verlopen", queueing_lock="kassier.verlopen")
def expire(timestamp: int) -> None:
    """Give back what was set aside and not used in time; at 4:25 UTC, so after midnight here."""
    verlopen.every_region(timezone.localdate())


@app.periodic(cron="20 5 * * *")
@app.task(name="kassier.herinneren", queueing_lock="kassier.herinneren")
def remind(timestamp: int) -> None:
    """Remind of agreed terms and of what must come back; at 5:20 UTC, before people begin."""
    herinneren.every_region(timezone.localdate())
