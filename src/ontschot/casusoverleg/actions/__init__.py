"""The only place where this room writes."""

from ontschot.casusoverleg.actions.agenda import (
    add_actie,
    at_table,
    bring_case,
    finish_actie,
    let_read,
    note_case,
    withdraw_case,
)
from ontschot.casusoverleg.actions.besluiten import (
    ask_besluit,
    bevoegdheid,
    decide,
    declare_belang,
    instelling,
    running,
    withdraw_besluit,
)
from ontschot.casusoverleg.actions.consult import (
    answer_colleague,
    ask_colleagues,
)
from ontschot.casusoverleg.actions.mandaten import (
    end_mandaat,
    give_mandaat,
)
from ontschot.casusoverleg.actions.overleggen import (
    cancel_overleg,
    change_instelling,
    close_overleg,
    end_reeks,
    move_overleg,
    plan_reeks,
    set_attendance,
    start_overleg,
    subscribe,
)
from ontschot.casusoverleg.actions.signalen import (
    follow_signaal,
    report_signaal,
    see_again,
)
from ontschot.casusoverleg.actions.vervallen import MAY_LAPSE, lapse_interventie
from ontschot.casusoverleg.actions.voorbeelden import (
    drop_example,
    edit_example,
    keep_as_example,
    release_example,
    retract_example,
)

__all__ = [
    "MAY_LAPSE",
    "add_actie",
    "answer_colleague",
    "ask_besluit",
    "ask_colleagues",
    "at_table",
    "bevoegdheid",
    "bring_case",
    "cancel_overleg",
    "change_instelling",
    "close_overleg",
    "decide",
    "declare_belang",
    "drop_example",
    "edit_example",
    "end_mandaat",
    "end_reeks",
    "finish_actie",
    "follow_signaal",
    "give_mandaat",
    "instelling",
    "keep_as_example",
    "lapse_interventie",
    "let_read",
    "move_overleg",
    "note_case",
    "plan_reeks",
    "release_example",
    "report_signaal",
    "retract_example",
    "running",
    "see_again",
    "set_attendance",
    "start_overleg",
    "subscribe",
    "withdraw_besluit",
    "withdraw_case",
]
