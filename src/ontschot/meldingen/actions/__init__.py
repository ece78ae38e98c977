"""What is written about questions; the other rooms find every action of this room here."""

from ontschot.meldingen.actions.hulp import add_hulp
from ontschot.meldingen.actions.inrichting import save_campagne, save_werkcafe, set_termijnen
from ontschot.meldingen.actions.kandidaatvorming import link_kandidaat, make_kandidaat
from ontschot.meldingen.actions.overnemen import assign_to, take_over, take_over_many
from ontschot.meldingen.actions.stoppen import invite, save_stop
from ontschot.meldingen.actions.verwijzen import (
    answer_by_link,
    answer_referral,
    record_confirmation,
    refer,
    remind,
    withdraw,
)
from ontschot.meldingen.actions.vraag import (
    Ontvangen,
    add_by_code,
    answer,
    close,
    receive,
    record_first_contact,
    set_onderwerp,
)
from ontschot.meldingen.actions.wachten import resume, wait_for
from ontschot.meldingen.advies.actions import give_advies
from ontschot.meldingen.deuren import Herkomst
from ontschot.meldingen.termijnen import promise

__all__ = [
    "Herkomst",
    "Ontvangen",
    "add_by_code",
    "add_hulp",
    "answer",
    "answer_by_link",
    "answer_referral",
    "assign_to",
    "close",
    "give_advies",
    "invite",
    "link_kandidaat",
    "make_kandidaat",
    "promise",
    "receive",
    "record_confirmation",
    "record_first_contact",
    "refer",
    "remind",
    "resume",
    "save_campagne",
    "save_stop",
    "save_werkcafe",
    "set_onderwerp",
    "set_termijnen",
    "take_over",
    "take_over_many",
    "wait_for",
    "withdraw",
]
