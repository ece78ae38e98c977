"""How long the money of a line lasts at the pace of late."""

from datetime import date, timedelta
from math import floor

# The pace of a line is what went out of it over this many days.
TEMPO_DAGEN = 90


def runs_out_on(
    today: date, beschikbaar_cent: int, uitgegaan_cent: int, dagen: int = TEMPO_DAGEN
) -> date | None:
    """The day on which a line is empty when money keeps going out at the pace of late.

    `uitgegaan_cent` is what was reserved less what came back, over the last `dagen` days.
    None when nothing goes out, or when it lasts longer than ten years. An empty line is empty
    today.
    """
    if beschikbaar_cent <= 0:
        return today
    if uitgegaan_cent <= 0 or dagen <= 0:
        return None
    left = floor(beschikbaar_cent * dagen / uitgegaan_cent)
    return today + timedelta(days=left) if left <= 3650 else None


def pace_days(today: date, van: date, dagen: int = TEMPO_DAGEN) -> int:
    """Over how many days the pace is measured: a young fonds has no ninety days behind it."""
    return max(1, min(dagen, (today - van).days + 1))
