"""The decisions of the kassier as pure functions of plain values. Money is integer cents."""

from ontschot.kassier.rules.declaraties import (
    Beoordeling,
    TeToetsen,
    check_lines,
    kenmerk,
    last_of_month,
)
from ontschot.kassier.rules.fondsen import (
    TEMPO_DAGEN,
    Prognose,
    Tempo,
    expires_after,
    forecast,
    needs_warning,
    pace_days,
    runs_out_on,
)
from ontschot.kassier.rules.orders import above_ceiling, rest_cent

__all__ = [
    "TEMPO_DAGEN",
    "Beoordeling",
    "Prognose",
    "TeToetsen",
    "Tempo",
    "above_ceiling",
    "check_lines",
    "expires_after",
    "forecast",
    "kenmerk",
    "last_of_month",
    "needs_warning",
    "pace_days",
    "rest_cent",
    "runs_out_on",
]
