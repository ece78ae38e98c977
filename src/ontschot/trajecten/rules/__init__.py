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
from ontschot.trajecten.rules.inkoop import (
    TEGEN,
    VRAGEN,
    Bekend,
    Duur,
    Kansrijk,
    check_problems,
    duration_problem,
    months_between,
    share_of_fund,
    shares,
    suggest,
    too_long,
)
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
    "TEGEN",
    "VRAGEN",
    "WITHOUT_WEIGHING",
    "Bekend",
    "Duur",
    "Kansrijk",
    "Nazorgafspraak",
    "Stand",
    "above_plafond",
    "add_months",
    "advies_problem",
    "answer_before",
    "besluit_problems",
    "check_problems",
    "duration_problem",
    "giver_reads_until",
    "months_between",
    "nazorg_schedule",
    "plans_nazorg",
    "share_of_fund",
    "shares",
    "suggest",
    "toets_problem",
    "too_long",
]
