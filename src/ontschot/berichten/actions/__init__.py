"""What is written in this room, by subject. One function is one transaction."""

from ontschot.berichten.actions.gesprek import mark_seen, write_as_kandidaat, write_to_kandidaat
from ontschot.berichten.actions.toegang import (
    record_opening,
    record_refusal,
    revoke_link,
    send_code,
    send_link,
    set_bereikbaarheid,
    set_instelling,
)
from ontschot.berichten.actions.verzoek import ask, decide, record_kopie, take_back

__all__ = [
    "ask",
    "decide",
    "mark_seen",
    "record_kopie",
    "record_opening",
    "record_refusal",
    "revoke_link",
    "send_code",
    "send_link",
    "set_bereikbaarheid",
    "set_instelling",
    "take_back",
    "write_as_kandidaat",
    "write_to_kandidaat",
]
