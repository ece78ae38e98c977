"""What a form or a button of a page does: the same in every room.

A view asks `done` or `attempt` whether the form could be carried out, or hands the whole step to
`press` (a button) or `send` (a form). Nothing typed is lost at a refusal.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.db import IntegrityError
from django.forms import CharField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import escape
from django.utils.translation import gettext

from ontschot.kern.errors import Weigering, as_sentence
from ontschot.kern.routes import Verzoek
from ontschot.web.forms import Formulier

T = TypeVar("T")
Act = Callable[[], object]

# The answer that shows a form again, with what is wrong in it.
ONVERWERKBAAR = 422


def status_of(*forms: Formulier | None) -> int:
    """The status of a page that shows these forms: one that was sent and is shown was refused."""
    return ONVERWERKBAAR if any(form and form.is_bound for form in forms) else 200


def done(form: Formulier, act: Act) -> bool:
    """Do what a valid form asks; a refusal goes into the form, so nothing typed is lost."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act()
    except (Weigering, IntegrityError) as refusal:
        veld = refusal.veld if isinstance(refusal, Weigering) else None
        form.weiger(Weigering(gettext(as_sentence(refusal)), veld=veld))
        return False
    return True


def attempt(form: Formulier, act: Callable[[], T]) -> T | None:
    """What `act` made of a valid form; None when it was refused, and then the form says why."""
    made: list[T] = []
    return made[0] if done(form, lambda: made.append(act())) else None


def press(request: Verzoek, act: Act, said: str, *terug: Any) -> HttpResponse:
    """Do what the button says; a refusal is told by the routes and changes nothing.

    `terug` is the address that comes next, as `redirect` takes it.
    """
    act()
    messages.success(request, said)
    return redirect(*terug)


def send(
    request: Verzoek,
    form: Formulier,
    act: Act,
    said: str,
    *terug: Any,
    anders: Callable[[], HttpResponse],
) -> HttpResponse:
    """Do what a form asks; a refusal stands in that form, on the page that `anders` shows."""
    if done(form, act):
        messages.success(request, said)
        return redirect(*terug)
    return heard(request, form, anders)


def heard(request: Verzoek, form: Formulier, show: Callable[[], HttpResponse]) -> HttpResponse:
    """The page that `show` makes, with what was refused on it.

    When somebody else changed things meanwhile, the form may have gone from the page: then it is
    told above the page with the words that were typed, so that no refusal is silent and nothing
    is lost.
    """
    page, said = show(), complaints(form)
    if any(escape(zin) in page.content.decode() for zin in said):
        return page
    gone = ["Dit is niet gelukt.", *dict.fromkeys(said), *_typed(form)]
    messages.error(request, " ".join(gone))
    return show()


def _typed(form: Formulier) -> tuple[str, ...]:
    """The words that somebody wrote in a form that is not on the page any more, to copy."""
    words = [form[naam].value() for naam, veld in form.fields.items() if type(veld) is CharField]
    found = "; ".join(str(zin).strip() for zin in words if zin and str(zin).strip())
    return (f"Je schreef: ‘{found}’.",) if found else ()


def answer(
    request: Verzoek, form: Formulier, template: str, context: dict[str, Any]
) -> HttpResponse:
    """A page around one form: as it is, or with what was refused on it."""
    if not form.is_bound:
        return render(request, template, context)
    return heard(request, form, lambda: render(request, template, context, status=ONVERWERKBAAR))


def of_row(pk: int, sent: tuple[int, Formulier] | None, new: Callable[[], Any]) -> Any:
    """The form of one row of a list: the one that was `sent` for it and refused, or a new one."""
    return sent[1] if sent and sent[0] == pk else new()


def complaints(form: Formulier) -> tuple[str, ...]:
    """Everything that is said at the fields of a form, for a page that shows it elsewhere."""
    return tuple(str(zin) for zinnen in form.errors.values() for zin in zinnen)
