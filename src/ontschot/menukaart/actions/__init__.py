"""What can be written on the menukaart, by topic."""

from ontschot.menukaart.actions.beroepen import load_lijst
from ontschot.menukaart.actions.controle import check_dienst
from ontschot.menukaart.actions.dienst import (
    change_dienst,
    make_dienst,
    publish,
    set_gemeenten,
    withdraw,
)
from ontschot.menukaart.actions.herinneren import send_reminders
from ontschot.menukaart.actions.instellen import save_instelling
from ontschot.menukaart.actions.invoer import load_invoer, offer_invoer
from ontschot.menukaart.actions.signaal import answer_signaal, report_signaal

__all__ = [
    "answer_signaal",
    "change_dienst",
    "check_dienst",
    "load_invoer",
    "load_lijst",
    "make_dienst",
    "offer_invoer",
    "publish",
    "report_signaal",
    "save_instelling",
    "send_reminders",
    "set_gemeenten",
    "withdraw",
]
