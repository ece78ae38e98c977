"""The only place of this room that writes: reports, and controles from set-up to recovery."""

from ontschot.verantwoording.actions.bevindingen import (
    TWEEDEN,
    confirm_bevinding,
    confirm_in_orde,
    find,
    recover,
)
from ontschot.verantwoording.actions.controle import (
    KASSIERS,
    close_controle,
    draw_controle,
    set_up_controle,
    withdraw_controle,
)
from ontschot.verantwoording.actions.partner import (
    add_controlebewijs,
    answer_controleregel,
    ask_more_time,
    react_bevinding,
    withdraw_controlebewijs,
)
from ontschot.verantwoording.actions.verslag import make_verslag

__all__ = [
    "KASSIERS",
    "TWEEDEN",
    "add_controlebewijs",
    "answer_controleregel",
    "ask_more_time",
    "close_controle",
    "confirm_bevinding",
    "confirm_in_orde",
    "draw_controle",
    "find",
    "make_verslag",
    "react_bevinding",
    "recover",
    "set_up_controle",
    "withdraw_controle",
    "withdraw_controlebewijs",
]
