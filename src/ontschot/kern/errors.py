"""The one way in which Ontschot says no."""

import errno
from functools import cache

from django.apps import apps
from django.db import IntegrityError

UNKNOWN = (
    "Dit kon niet worden opgeslagen, omdat het niet klopt met wat er al vastligt. "
    "Ververs de pagina, kijk wat er nu staat en probeer het opnieuw."
)

WAAROM_NIET = {
    errno.ENOENT: "het bestaat niet",
    errno.EISDIR: "het is een map",
    errno.ENOTDIR: "de map ervoor is geen map",
    errno.EEXIST: "er staat al iets met die naam",
    errno.EACCES: "dat mag niet van de computer",
    errno.EPERM: "dat mag niet van de computer",
    errno.ENOSPC: "de schijf is vol",
}


def why(problem: OSError) -> str:
    """Why a file cannot be used, in a few Dutch words; those of the system for what is rare."""
    return WAAROM_NIET.get(problem.errno or 0, problem.strerror or str(problem))


class Weigering(Exception):
    """A refusal with a sentence for the person who asked.

    `zin` is Dutch and says what cannot be done, why, and how to mend it.
    `veld` names the form field it belongs to, if there is one. `naar` is the address where the
    person can go on, if that is not where they came from.
    """

    def __init__(self, zin: str, *, veld: str | None = None, naar: str = "") -> None:
        super().__init__(zin)
        self.zin = zin
        self.veld = veld
        self.naar = naar


@cache
def _constraint_messages() -> dict[str, str]:
    return {
        constraint.name: str(constraint.violation_error_message)
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if constraint.violation_error_message != constraint.default_violation_error_message
    }


def as_sentence(refusal: Weigering | IntegrityError) -> str:
    """What to tell the person: the action's own sentence, or that of the constraint that broke."""
    if isinstance(refusal, Weigering):
        return refusal.zin
    diag = getattr(refusal.__cause__, "diag", None)
    name = getattr(diag, "constraint_name", None) or ""
    return _constraint_messages().get(name, UNKNOWN)
