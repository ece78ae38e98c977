"""The only place where this room writes: providers, their accounts, contracts and prices."""

from ontschot.aanbieders.actions.contracten import add_contract, end_contract, set_kaderprijs
from ontschot.aanbieders.actions.lijst import (
    Leverancier,
    LijktOp,
    add_aanbieder,
    change_aanbieder,
    known_or_new,
    record_new,
    stop_aanbieder,
)
from ontschot.aanbieders.actions.overnemen import (
    decide_overname,
    end_overname,
    propose_overname,
)
from ontschot.aanbieders.actions.rekeningen import (
    confirm_rekening,
    enter_rekening,
    payable_accounts,
    withdraw_rekening,
)
from ontschot.aanbieders.actions.samenvoegen import (
    decide_samenvoeging,
    propose_samenvoeging,
    undo_samenvoeging,
)

__all__ = [
    "Leverancier",
    "LijktOp",
    "add_aanbieder",
    "add_contract",
    "change_aanbieder",
    "confirm_rekening",
    "decide_overname",
    "decide_samenvoeging",
    "end_contract",
    "end_overname",
    "enter_rekening",
    "known_or_new",
    "payable_accounts",
    "propose_overname",
    "propose_samenvoeging",
    "record_new",
    "set_kaderprijs",
    "stop_aanbieder",
    "undo_samenvoeging",
    "withdraw_rekening",
]
