"""What the worker does by itself in this room."""

from procrastinate.contrib.django import app

from ontschot.meldingen.waarnemen import every_region


@app.periodic(cron="45 4 * * *")
@app.task(name="meldingen.waarneming", queueing_lock="meldingen.waarneming")
def hand_over(timestamp: int) -> None:
    """Move the questions of who is away; at 4:45 UTC, before people begin to work."""
    every_region()
