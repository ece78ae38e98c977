"""What must be true on the way from a plan to a result: pure functions of plain values."""

from ontschot.trajecten.rules.besluit import (
    SUPPORT_NEEDED,
    WITHOUT_WEIGHING,
    Stand,
    above_plafond,
    advies_problem,
    besluit_problems,
    toets_problem,
)
from ontschot.trajecten.rules.dagen import add_months
from ontschot.trajecten.rules.nazorg import (
    AT_WORK,
    NAZORG,
    Nazorgafspraak,
    nazorg_schedule,
    plans_nazorg,
)
from ontschot.trajecten.rules.overdracht import (
    GIVER_READS_DAGEN,
    OVERDRACHT_TERM_DAGEN,
    answer_before,
    giver_reads_until,
)

__all__ = [
    "AT_WORK",
    "GIVER_READS_DAGEN",
    "NAZORG",
    "OVERDRACHT_TERM_DAGEN",
    "SUPPORT_NEEDED",
    "WITHOUT_WEIGHING",
    "Nazorgafspraak",
    "Stand",
    "above_plafond",
    "add_months",
    "advies_problem",
    "answer_before",
    "besluit_problems",
    "giver_reads_until",
    "nazorg_schedule",
    "plans_nazorg",
    "toets_problem",
]
