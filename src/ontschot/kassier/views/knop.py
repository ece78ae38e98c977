"""What a button or a form of a page does and where it leads: one shape for the whole room."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.html import escape

from ontschot.kandidaten.scherm import done
from ontschot.kern.routes import Verzoek

Act = Callable[[], object]


def press(request: Verzoek, act: Act, said: str, *terug: Any) -> HttpResponse:
    """Do what the button says; a refusal is told by the routes and changes nothing.

    `terug` is the address that comes next, as `redirect` takes it.
    """
    act()
    messages.success(request, said)
    return redirect(*terug)


def send(
    request: Verzoek,
    form: Any,
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


def heard(request: Verzoek, form: Any, show: Callable[[], HttpResponse]) -> HttpResponse:
    """The page that `show` makes, with what was refused on it.

    When somebody else changed things meanwhile, the form may have gone from the page: then it is
    told above the page, so that no refusal is silent.
    """
    page, said = show(), complaints(form)
    if any(escape(zin) in page.content.decode() for zin in said):
        return page
    messages.error(request, " ".join(["Dit kan hier nu niet meer.", *dict.fromkeys(said)]))
    return show()


def complaints(form: Any) -> tuple[str, ...]:
    """Everything that is said at the fields of a form, for a page that shows it elsewhere."""
    return tuple(str(zin) for zinnen in form.errors.values() for zin in zinnen)
