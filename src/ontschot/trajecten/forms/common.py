"""What the forms of this room share."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import IntegrityError

from ontschot.kern.errors import Weigering, as_sentence
from ontschot.web.forms import Formulier

Keuzes = Sequence[tuple[Any, str]]


def perform(form: Formulier, write: Callable[[], Any]) -> Any:
    """Do it and return what was made, or put the refusal in the form and return None."""
    try:
        return write()
    except Weigering as refusal:
        form.weiger(refusal)
    except IntegrityError as refusal:
        form.add_error(None, as_sentence(refusal))
    return None
