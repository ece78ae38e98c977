"""What must be right before Ontschot may start for real."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register


def production_errors(modus: str, secret_key: str, debug: bool) -> list[Error]:
    """The reasons not to start; an empty list when all is well. A demo may be careless."""
    if modus != "productie":
        return []
    errors = []
    if debug:
        errors.append(Error("DEBUG staat aan. Zet dat uit voor echt gebruik.", id="ontschot.E001"))
    if len(secret_key) < 40 or secret_key.startswith("onveilig"):
        errors.append(
            Error(
                "Er is geen goede geheime sleutel. Zet ONTSCHOT_GEHEIM op een willekeurige "
                "tekst van minstens 40 tekens.",
                id="ontschot.E002",
            )
        )
    return errors


def _check(**kwargs: Any) -> list[Error]:
    return production_errors(settings.MODUS, settings.SECRET_KEY, settings.DEBUG)


def register_checks() -> None:
    register(_check, Tags.security)
