"""The page of a partner without an account: what is asked, and yes or no, once.

Before the answer it shows the least: the key, initials, the summary and whom to call. After a yes
it shows, once, what the giver chose to share.
"""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.routes import ONAANGEMELD, Verzoek, route
from ontschot.kern.scope import Actor, scope
from ontschot.portaal.links import link_of, no_page, not_kept, over_alle_regios
from ontschot.trajecten.actions import answer_outside, feedback_link, feedback_outside
from ontschot.trajecten.models import Overdracht
from ontschot.trajecten.queries import shared_parts
from ontschot.trajecten.rules.overdracht import initials, shared_words
from ontschot.web.forms import Formulier, text_area
from ontschot.web.scherm import done, status_of


class AntwoordForm(Formulier):
    """Yes or no; a no says why."""

    antwoord = forms.ChoiceField(
        label=_("Kun je deze persoon helpen?"),
        choices=[("ja", _("Ja, ik neem contact op")), ("nee", _("Nee, dat kan niet"))],
        widget=forms.RadioSelect,
    )
    naam = forms.CharField(label=_("Wat is je naam?"), max_length=100)
    reden = text_area(
        _("Waarom kan het niet?"),
        2,
        required=False,
        help_text=_("Alleen bij nee. Schrijf niets over gezondheid."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("antwoord") == "nee" and not (data.get("reden") or "").strip():
            self.add_error("reden", gettext("Schrijf waarom het niet kan."))
        return data


class VerderForm(Formulier):
    """How it went on, in a sentence."""

    tekst = text_area(
        _("Hoe ging het verder?"),
        2,
        help_text=_("Eén zin. Schrijf niets over gezondheid."),
        error_messages={"required": _("Schrijf in één zin hoe het verder ging.")},
    )


@route(
    "o/<str:geheim>/", rollen=ONAANGEMELD, schrijft="het antwoord van een partner op een overdracht"
)
def overdracht(request: Verzoek, geheim: str) -> HttpResponse:
    wie = over_alle_regios("partner via link")
    link = link_of(request, geheim, soort="overdracht", wie=wie, ook_gebruikt=True)
    if isinstance(link, HttpResponse):
        return link
    if link.gebruikt_op:
        return _how_it_went(request, geheim, wie)
    with scope(wie):
        rows = Overdracht.objects.select_related("kandidaat", "van", "van_organisatie", "regio")
        found = rows.filter(pk=int(link.object_sleutel), status="aangeboden").first()
    if found is None:
        return no_page(request, 404)
    form = AntwoordForm(request.POST if request.method == "POST" else None)
    if done(form, lambda: _answer(wie, geheim, form.cleaned_data)):
        return _thanks(request, wie, found, accepted=form.cleaned_data["antwoord"] == "ja")
    context = {"overdracht": found, "form": form, **_least(found)}
    return not_kept(render(request, "portaal/overdracht.html", context, status=status_of(form)))


def _how_it_went(request: Verzoek, geheim: str, wie: Actor) -> HttpResponse:
    """After a yes: one sentence for the giver, once, if the kandidaat allows it."""
    form = VerderForm(request.POST if request.method == "POST" else None)
    try:
        with scope(wie):
            found = feedback_link(geheim)
        if form.is_valid():
            feedback_outside(wie, geheim=geheim, tekst=form.cleaned_data["tekst"])
            return not_kept(render(request, "portaal/overdracht_verteld.html", _least(found)))
    except Weigering:
        return no_page(request, 404)
    context = {"overdracht": found, "form": form, **_least(found)}
    return not_kept(
        render(request, "portaal/overdracht_verder.html", context, status=status_of(form))
    )


def _least(found: Overdracht) -> dict[str, Any]:
    person = found.kandidaat
    return {
        "regio": found.regio,
        "regio_naam": found.regio.naam,
        "initialen": initials(person.voornaam, person.achternaam),
        "gedeeld": shared_words(found.gedeeld),
    }


def _answer(wie: Actor, geheim: str, data: dict[str, Any]) -> None:
    answer_outside(
        wie,
        geheim=geheim,
        aannemen=data["antwoord"] == "ja",
        naam=data["naam"],
        reden=data["reden"],
    )


def _thanks(request: Verzoek, wie: Actor, found: Overdracht, *, accepted: bool) -> HttpResponse:
    """Thanks; after a yes with the name and what was chosen, which is shown this once."""
    context: dict[str, Any] = {"overdracht": found, "ja": accepted, **_least(found)}
    context["later"] = found.terugkoppeling_mag
    if accepted:
        with scope(wie):
            context["naam"] = found.kandidaat.naam
            context["delen"] = shared_parts(found.gedeeld, found.kandidaat)
            audit.record(
                wie,
                "overdracht_buiten_bekeken",
                object_soort="overdracht",
                object_sleutel=str(found.pk),
                regio=found.regio_id,
                kandidaat_sleutel=found.kandidaat.sleutel,
            )
    return not_kept(render(request, "portaal/overdracht_klaar.html", context))
