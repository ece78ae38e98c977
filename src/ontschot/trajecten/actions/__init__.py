"""The writing side of the room, by subject; other rooms import from here."""

from ontschot.trajecten.actions.arrangement import (
    add_stap,
    agree_arrangement,
    move_stap,
    remove_stap,
    start_arrangement,
)
from ontschot.trajecten.actions.groep import add_lid, answer_for_groep, make_groep, plan_groep
from ontschot.trajecten.actions.inkoop import (
    Deel,
    allow_longer,
    ask_longer,
    record_paper,
    set_inkoopregel,
    suggested,
)
from ontschot.trajecten.actions.interventie import (
    break_off,
    cancel,
    finish,
    plan_interventie,
    replan,
    start,
)
from ontschot.trajecten.actions.overdracht import (
    accept_overdracht,
    offer_overdracht,
    refuse_overdracht,
    withdraw_overdracht,
)
from ontschot.trajecten.actions.sjabloon import apply_sjabloon, close_sjabloon, make_sjabloon
from ontschot.trajecten.actions.toets import (
    TOETS_OPEN,
    add_voorziening,
    answer_toets,
    finish_toets,
)
from ontschot.trajecten.actions.uitkomst import record_nazorg, record_uitkomst
from ontschot.trajecten.actions.verloop import record_aanwezigheid, record_evaluatie, step_many

__all__ = [
    "TOETS_OPEN",
    "Deel",
    "accept_overdracht",
    "add_lid",
    "add_stap",
    "add_voorziening",
    "agree_arrangement",
    "allow_longer",
    "answer_for_groep",
    "answer_toets",
    "apply_sjabloon",
    "ask_longer",
    "break_off",
    "cancel",
    "close_sjabloon",
    "finish",
    "finish_toets",
    "make_groep",
    "make_sjabloon",
    "move_stap",
    "offer_overdracht",
    "plan_groep",
    "plan_interventie",
    "record_aanwezigheid",
    "record_evaluatie",
    "record_nazorg",
    "record_paper",
    "record_uitkomst",
    "refuse_overdracht",
    "remove_stap",
    "replan",
    "set_inkoopregel",
    "start",
    "start_arrangement",
    "step_many",
    "suggested",
    "withdraw_overdracht",
]
