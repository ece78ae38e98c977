"""What the worker does by itself in this room."""

from procrastinate.contrib.django import app

from ontschot.meldingen import waarnemen
from ontschot.meldingen.weggaan import actions as weggaan


@app.periodic(cron="45 4 * * *")
@app.task(name="meldingen.waarneming", queueing_lock="meldingen.waarneming")
def hand_over(timestamp: int) -> None:
    """Move the questions of who is away; at 4:45 UTC, before people begin to work."""
    waarnemen.every_region()


@app.periodic(cron="5 4 * * *")
@app.task(name="meldingen.vertrokken", queueing_lock="meldingen.vertrokken")
def take_in_what_was_left(timestamp: int) -> None:
    """Whose last day was yesterday left nothing behind; at 4:05 UTC, so after midnight here."""
    weggaan.every_region()
