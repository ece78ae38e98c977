"""The only place where this room writes: providers, their accounts, contracts and prices."""

from ontschot.aanbieders.actions.contracten import add_contract, end_contract, set_kaderprijs
from ontschot.aanbieders.actions.lijst import (
    LijktOp,
    add_aanbieder,
    change_aanbieder,
    known_or_new,
    record_new,
    stop_aanbieder,
)
from ontschot.aanbieders.actions.rekeningen import (
    confirm_rekening,
    enter_rekening,
    payable_accounts,
    withdraw_rekening,
)

__all__ = [
    "LijktOp",
    "add_aanbieder",
    "add_contract",
    "change_aanbieder",
    "confirm_rekening",
    "end_contract",
    "enter_rekening",
    "known_or_new",
    "payable_accounts",
    "record_new",
    "set_kaderprijs",
    "stop_aanbieder",
    "withdraw_rekening",
]
