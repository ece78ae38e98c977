"""The page of what was handed in: what both kinds show, and who may do what on it."""

from dataclasses import dataclass, field
from typing import Any

from ontschot.kassier.forms import TerugForm
from ontschot.kassier.models import Claim
from ontschot.kassier.models.indieningen import OPEN_FOR_CHANGE
from ontschot.kassier.queries.indieningen import unpaid
from ontschot.kassier.views.fondsen import LEZERS
from ontschot.kern.rollen import HULPVERLENERS, PROFESSIONALS, Rolsoort
from ontschot.kern.scope import Actor
from ontschot.web.forms import RedenForm
from ontschot.web.scherm import ONVERWERKBAAR

KASSIER = frozenset({Rolsoort.KASSIER})
LEEST = LEZERS | HULPVERLENERS
AFWIJZEN = "Waarom wijs je deze regel af?"


@dataclass
class Filled:
    """The forms of the page as somebody filled them in, when something was refused."""

    forms: dict[str, Any] = field(default_factory=dict)
    # The line that was not refused, and why it should be as somebody wrote it.
    afwijzing: tuple[int, RedenForm] | None = None
    status: int = ONVERWERKBAAR


def shared(wie: Actor, row: Claim, filled: Filled, *, kassier: bool) -> dict[str, Any]:
    """What `kassier/indiening.html` is drawn from; `kassier` judges for this fonds."""
    own = row.organisatie_id == wie.organisatie_id and wie.rol in PROFESSIONALS
    judges = kassier and wie.medewerker_id != row.ingediend_door_id
    judge = judges and row.status == "ingediend"
    return {
        "declaratie": row,
        "van_mij": own,
        "eigen": own and row.status in OPEN_FOR_CHANGE,
        "beoordeelt": judge,
        "stuurt_terug": judge or (judges and row.status == "goedgekeurd" and unpaid(row)),
        "terug": TerugForm(),
    }


def refusal_form(regel_id: int, data: Any = None) -> RedenForm:
    """Why one line is refused; each has a form of its own on the page."""
    return RedenForm(data, label=AFWIJZEN, auto_id=f"regel-{regel_id}-%s")
