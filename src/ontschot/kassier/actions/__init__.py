"""The only place where this room writes: funds, orders, declaraties and payments."""

from ontschot.kassier.actions.bank import (
    agree_plaatsing,
    drop_bank_file,
    propose_plaatsing,
    read_bank_file,
    register_vereffenaar,
    reject_plaatsing,
    stage_bank_file,
)
from ontschot.kassier.actions.begroting import draft_begroting, fix_begroting, withdraw_begroting
from ontschot.kassier.actions.betalen import (
    build_batch,
    cancel_batch,
    confirm_payment,
    fetch_file,
    refuse_batch,
    release_batch,
    set_annuleren_tot,
    set_betaalgegeven,
)
from ontschot.kassier.actions.budgetbesluit import (
    decide_budgetbesluit,
    propose_budgetbesluit,
    refuse_budgetbesluit,
    withdraw_budgetbesluit,
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
from ontschot.kassier.actions.fondsbeheer import add_fondsregel, change_fonds, make_delen
from ontschot.kassier.actions.fondsen import create_fonds, toekennen
from ontschot.kassier.actions.meldgrens import set_meldgrens
from ontschot.kassier.actions.orders import (
    commit_verplichting,
    release_reservering,
    reserve,
    void_verplichting,
)
from ontschot.kassier.actions.verlopen import expire_reservering

__all__ = [
    "add_fondsregel",
    "agree_plaatsing",
    "approve_declaratie",
    "build_batch",
    "cancel_batch",
    "change_declaratie",
    "change_fonds",
    "commit_verplichting",
    "confirm_payment",
    "create_declaratie",
    "create_fonds",
    "decide_budgetbesluit",
    "draft_begroting",
    "drop_bank_file",
    "expire_reservering",
    "fetch_file",
    "fix_begroting",
    "make_delen",
    "propose_budgetbesluit",
    "propose_plaatsing",
    "read_bank_file",
    "refuse_batch",
    "refuse_budgetbesluit",
    "refuse_regel",
    "register_vereffenaar",
    "reject_plaatsing",
    "release_batch",
    "release_reservering",
    "reserve",
    "send_back_declaratie",
    "set_annuleren_tot",
    "set_betaalgegeven",
    "set_meldgrens",
    "stage_bank_file",
    "submit_declaratie",
    "toekennen",
    "void_verplichting",
    "withdraw_begroting",
    "withdraw_budgetbesluit",
    "withdraw_declaratie",
]
