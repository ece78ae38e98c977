"""The only place where this room writes: funds, orders, declaraties and payments."""

from ontschot.kassier.actions.betalen import (
    build_batch,
    cancel_batch,
    confirm_payment,
    release_batch,
    set_betaalgegeven,
)
from ontschot.kassier.actions.declaraties import (
    approve_declaratie,
    change_declaratie,
    create_declaratie,
    refuse_regel,
    send_back_declaratie,
    submit_declaratie,
    withdraw_declaratie,
)
from ontschot.kassier.actions.fondsen import create_fonds, toekennen
from ontschot.kassier.actions.orders import (
    commit_verplichting,
    release_reservering,
    reserve,
    void_verplichting,
)

__all__ = [
    "approve_declaratie",
    "build_batch",
    "cancel_batch",
    "change_declaratie",
    "commit_verplichting",
    "confirm_payment",
    "create_declaratie",
    "create_fonds",
    "refuse_regel",
    "release_batch",
    "release_reservering",
    "reserve",
    "send_back_declaratie",
    "set_betaalgegeven",
    "submit_declaratie",
    "toekennen",
    "void_verplichting",
    "withdraw_declaratie",
]
