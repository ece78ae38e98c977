"""What the worker does by itself in this room."""

from django.utils import timezone
from procrastinate.contrib.django import app

from ontschot.kassier.actions import verlopen


@app.periodic(cron="25 4 * * *")
@app.task(name="kassier.verlopen", queueing_lock="kassier.verlopen")
def expire(timestamp: int) -> None:
    """Give back what was set aside and not used in time; at 4:25 UTC, so after midnight here."""
    verlopen.every_region(timezone.localdate())
