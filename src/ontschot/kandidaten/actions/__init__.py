"""What is written about people; the other rooms find every action of this room here."""

from ontschot.kandidaten.actions.betrokken import (
    add_betrokkene,
    ask_access,
    break_glass,
    close_as_moved,
    decide_access,
    end_betrokkenheid,
    involve,
    move_contactpersoon,
)
from ontschot.kandidaten.actions.kandidaat import (
    Gegevens,
    begin_kandidaat,
    change_gegevens,
    create_kandidaat,
    insert_kandidaat,
    record_contact,
)
from ontschot.kandidaten.actions.situatie import (
    choose_doelgroep,
    correct_feit,
    end_feit,
    record_feit,
    withdraw_feit,
)
from ontschot.kandidaten.actions.toestand import (
    record_overleden,
    record_verhuisd,
    set_afgeschermd,
    undo_toestand,
)
from ontschot.kandidaten.vastleggen import touch

__all__ = [
    "Gegevens",
    "add_betrokkene",
    "ask_access",
    "begin_kandidaat",
    "break_glass",
    "change_gegevens",
    "choose_doelgroep",
    "close_as_moved",
    "correct_feit",
    "create_kandidaat",
    "decide_access",
    "end_betrokkenheid",
    "end_feit",
    "insert_kandidaat",
    "involve",
    "move_contactpersoon",
    "record_contact",
    "record_feit",
    "record_overleden",
    "record_verhuisd",
    "set_afgeschermd",
    "touch",
    "undo_toestand",
    "withdraw_feit",
]
