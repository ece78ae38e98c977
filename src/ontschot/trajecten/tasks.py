"""What the worker does by itself in this room."""

from django.utils import timezone
from procrastinate.contrib.django import app

from ontschot.trajecten.actions.periodiek import every_region


@app.periodic(cron="15 5 * * *")
@app.task(name="trajecten.ochtendronde", queueing_lock="trajecten.ochtendronde")
def morning_round(timestamp: int) -> None:
    """Remind receivers, send and close nazorg; at 5:15 UTC, before people begin to work."""
    every_region(timezone.localdate())
