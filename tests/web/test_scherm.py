"""A refusal comes back in the form that was sent, and no refusal is silent."""

from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpResponse
from django.test import RequestFactory

from ontschot.kern.errors import Weigering
from ontschot.web.forms import Formulier, RedenForm
from ontschot.web.scherm import ONVERWERKBAAR, attempt, done, send, status_of

NEE = "Dit dossier is gesloten. Open het eerst."


class NaamForm(Formulier):
    naam = forms.CharField(label="Naam")


def refuse() -> None:
    raise Weigering(NEE, veld="naam")


def request() -> object:
    made = RequestFactory().post("/")
    made.session = {}  # type: ignore[assignment]
    made._messages = FallbackStorage(made)  # type: ignore[attr-defined]
    return made


def test_nothing_is_done_with_a_form_that_was_not_sent_or_is_not_right() -> None:
    did: list[str] = []
    for form in (NaamForm(), NaamForm({"naam": ""})):
        assert not done(form, lambda: did.append("x"))
    assert not did


def test_a_refusal_stands_at_its_field_and_what_was_typed_stays() -> None:
    form = NaamForm({"naam": "Noor"})
    assert not done(form, refuse)
    assert form.errors["naam"] == [NEE]
    assert form["naam"].value() == "Noor"
    assert status_of(form) == ONVERWERKBAAR
    assert status_of(NaamForm(), None) == 200


def test_what_was_made_comes_back_also_when_it_is_nothing_much() -> None:
    assert attempt(NaamForm({"naam": "Noor"}), lambda: 0) == 0
    assert attempt(NaamForm({"naam": "Noor"}), refuse) is None


def test_a_refusal_whose_form_has_gone_from_the_page_is_told_above_it() -> None:
    asked, form = request(), NaamForm({"naam": "Noor"})
    answer = send(asked, form, refuse, "Bewaard.", "/", anders=lambda: HttpResponse("leeg"))  # type: ignore[arg-type]
    assert answer.content == b"leeg"
    assert [NEE in str(said) for said in get_messages(asked)] == [True]  # type: ignore[arg-type]


def test_what_is_asked_when_no_reason_was_given_names_what_the_screen_calls_it() -> None:
    form = RedenForm({"reden": ""}, label="Waarom stopt dit?")
    assert form.errors["reden"] == ["Vul “Waarom stopt dit?” in."]
