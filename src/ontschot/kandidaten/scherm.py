"""What the screens about people share."""

from collections.abc import Callable

from django.db import IntegrityError

from ontschot.kandidaten.models import Kandidaat
from ontschot.kern import audit
from ontschot.kern.errors import Weigering, as_sentence
from ontschot.kern.routes import Verzoek
from ontschot.web.forms import Formulier

ONVERWERKBAAR = 422


def done(form: Formulier, act: Callable[[], object]) -> bool:
    """Do what a valid form asks; a refusal goes into the form, so nothing typed is lost."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act()
    except (Weigering, IntegrityError) as refusal:
        veld = refusal.veld if isinstance(refusal, Weigering) else None
        form.weiger(Weigering(as_sentence(refusal), veld=veld))
        return False
    return True


def log_read(request: Verzoek, event: str, kandidaat: Kandidaat) -> None:
    """This person's data stand on the page that is being made."""
    audit.inzage(
        request,
        event,
        object_soort="kandidaat",
        object_sleutel=kandidaat.sleutel,
        regio=kandidaat.regio_id,
        kandidaat_sleutel=kandidaat.sleutel,
    )


def status_of(*forms: Formulier) -> int:
    return ONVERWERKBAAR if any(form.is_bound for form in forms) else 200
