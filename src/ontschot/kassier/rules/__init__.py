"""The decisions of the kassier as pure functions of plain values. Money is integer cents."""

from ontschot.kassier.rules.afwijkingen import AANLEIDINGEN, Afwijking, Stand, compare
from ontschot.kassier.rules.declaraties import (
    Beoordeling,
    TeToetsen,
    check_lines,
    judge_before,
    kenmerk,
    last_of_month,
    submit_before,
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
from ontschot.kassier.rules.gereed import Gereed, readiness
from ontschot.kassier.rules.orders import above_ceiling, rest_cent
from ontschot.kassier.rules.steekproef import Steekproefmaat, draw

__all__ = [
    "AANLEIDINGEN",
    "TEMPO_DAGEN",
    "Afwijking",
    "Beoordeling",
    "Gereed",
    "Prognose",
    "Stand",
    "Steekproefmaat",
    "TeToetsen",
    "Tempo",
    "above_ceiling",
    "check_lines",
    "compare",
    "draw",
    "expires_after",
    "forecast",
    "judge_before",
    "kenmerk",
    "last_of_month",
    "needs_warning",
    "pace_days",
    "readiness",
    "rest_cent",
    "runs_out_on",
    "submit_before",
]
