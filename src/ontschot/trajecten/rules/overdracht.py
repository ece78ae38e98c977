"""The terms of a hand-over."""

from datetime import date, timedelta

# Days in which the receiver of an overdracht answers, and in which the giver may still read.
# Neither is in a source (domain: not found); the region may set its own later.
OVERDRACHT_TERM_DAGEN = 5


GIVER_READS_DAGEN = 30


def answer_before(offered_on: date, term_dagen: int = OVERDRACHT_TERM_DAGEN) -> date:
    """The last day on which the receiver is in time: working days, without Saturday and Sunday."""
    day, left = offered_on, term_dagen
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day


def giver_reads_until(accepted_on: date) -> date:
    """The last day on which the giver may still read the dossier."""
    return accepted_on + timedelta(days=GIVER_READS_DAGEN)
