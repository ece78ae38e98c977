"""The writing side of the room, by subject; other rooms import from here."""

from ontschot.trajecten.actions.arrangement import (
    add_stap,
    agree_arrangement,
    move_stap,
    remove_stap,
    start_arrangement,
)
from ontschot.trajecten.actions.buiten import (
    Partner,
    answer_outside,
    feedback_link,
    feedback_outside,
    offer_outside,
)
from ontschot.trajecten.actions.groep import (
    add_lid,
    answer_for_groep,
    leave_groep,
    make_groep,
    plan_groep,
)
from ontschot.trajecten.actions.inkoop import (
    Deel,
    Kansrijkkeuze,
    allow_longer,
    ask_longer,
    record_leerbedrijf,
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
from ontschot.trajecten.actions.nazorg import (
    Zelfantwoord,
    answer_by_link,
    ask_by_message,
    record_nazorg,
    take_up_help,
)
from ontschot.trajecten.actions.overdracht import (
    Afspraak,
    accept_overdracht,
    give_feedback,
    offer_overdracht,
    refuse_overdracht,
    withdraw_overdracht,
)
from ontschot.trajecten.actions.regio import accept_regio, offer_regio, refuse_regio
from ontschot.trajecten.actions.sjabloon import apply_sjabloon, close_sjabloon, make_sjabloon
from ontschot.trajecten.actions.toets import (
    TOETS_OPEN,
    add_voorziening,
    answer_toets,
    finish_toets,
)
from ontschot.trajecten.actions.uitkomst import correct_uitkomst, record_uitkomst
from ontschot.trajecten.actions.verloop import record_aanwezigheid, record_evaluatie, step_many
from ontschot.trajecten.actions.volgen import (
    end_volggrond,
    record_volggrond,
    set_nazorgschema,
)

__all__ = [
    "TOETS_OPEN",
    "Afspraak",
    "Deel",
    "Kansrijkkeuze",
    "Partner",
    "Zelfantwoord",
    "accept_overdracht",
    "accept_regio",
    "add_lid",
    "add_stap",
    "add_voorziening",
    "agree_arrangement",
    "allow_longer",
    "answer_by_link",
    "answer_for_groep",
    "answer_outside",
    "answer_toets",
    "apply_sjabloon",
    "ask_by_message",
    "ask_longer",
    "break_off",
    "cancel",
    "close_sjabloon",
    "correct_uitkomst",
    "end_volggrond",
    "feedback_link",
    "feedback_outside",
    "finish",
    "finish_toets",
    "give_feedback",
    "leave_groep",
    "make_groep",
    "make_sjabloon",
    "move_stap",
    "offer_outside",
    "offer_overdracht",
    "offer_regio",
    "plan_groep",
    "plan_interventie",
    "record_aanwezigheid",
    "record_evaluatie",
    "record_leerbedrijf",
    "record_nazorg",
    "record_paper",
    "record_uitkomst",
    "record_volggrond",
    "refuse_overdracht",
    "refuse_regio",
    "remove_stap",
    "replan",
    "set_inkoopregel",
    "set_nazorgschema",
    "start",
    "start_arrangement",
    "step_many",
    "suggested",
    "take_up_help",
    "withdraw_overdracht",
]
