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
from ontschot.kassier.rules.inkoop import (
    BOVEN_PLAFOND,
    KOPEN,
    OPEN_PARTIJEN,
    Aankoop,
    Deel,
    Mandaat,
    equal_parts,
    mandaat_for,
    may,
    order_expires_after,
    parts_problem,
    who_may,
)
from ontschot.kassier.rules.orders import above_ceiling, rest_cent
from ontschot.kassier.rules.steekproef import Steekproefmaat, draw

__all__ = [
    "AANLEIDINGEN",
    "BOVEN_PLAFOND",
    "KOPEN",
    "OPEN_PARTIJEN",
    "TEMPO_DAGEN",
    "Aankoop",
    "Afwijking",
    "Beoordeling",
    "Deel",
    "Gereed",
    "Mandaat",
    "Prognose",
    "Stand",
    "Steekproefmaat",
    "TeToetsen",
    "Tempo",
    "above_ceiling",
    "check_lines",
    "compare",
    "draw",
    "equal_parts",
    "expires_after",
    "forecast",
    "judge_before",
    "kenmerk",
    "last_of_month",
    "mandaat_for",
    "may",
    "needs_warning",
    "order_expires_after",
    "pace_days",
    "parts_problem",
    "readiness",
    "rest_cent",
    "runs_out_on",
    "submit_before",
    "who_may",
]
