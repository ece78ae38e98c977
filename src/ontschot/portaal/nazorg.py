"""How is your work going? Three questions, one minute, in the language of who answers."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from ontschot.kern.errors import Weigering
from ontschot.kern.routes import ONAANGEMELD, Verzoek, route
from ontschot.kern.scope import Actor, scope
from ontschot.portaal.links import link_of, not_kept, over_alle_regios
from ontschot.trajecten.actions import Zelfantwoord, answer_by_link
from ontschot.trajecten.models import Nazorgmoment
from ontschot.trajecten.nazorgtekst import languages, texts_in
from ontschot.web.forms import Formulier
from ontschot.web.scherm import ONVERWERKBAAR

WERK = {"ja": "werkt_nog", "nee": "werkt_niet_meer", "anders": "anders"}
JA_NEE = {"ja": True, "nee": False}


class VraagForm(Formulier):
    """The three questions, in one of the languages of the data files."""

    werk = forms.ChoiceField(widget=forms.RadioSelect)
    hulp = forms.ChoiceField(widget=forms.RadioSelect)
    later = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, *args: Any, texts: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, values in (("werk", list(WERK)), ("hulp", list(JA_NEE)), ("later", list(JA_NEE))):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.label, field.choices = texts[name], [(value, texts[value]) for value in values]
            field.error_messages = dict.fromkeys(field.error_messages, texts["kies"])

    def zelf(self) -> Zelfantwoord:
        data = self.cleaned_data
        return Zelfantwoord(WERK[data["werk"]], JA_NEE[data["hulp"]], JA_NEE[data["later"]])


@route("n/<str:geheim>/", rollen=ONAANGEMELD, schrijft="het eigen antwoord op een nazorgvraag")
def nazorg(request: Verzoek, geheim: str) -> HttpResponse:
    wie = over_alle_regios("kandidaat via link")
    link = link_of(request, geheim, soort="nazorg", wie=wie)
    if isinstance(link, HttpResponse):
        return link
    texts = texts_in(_language(request, wie, int(link.object_sleutel)))
    form = VraagForm(request.POST if request.method == "POST" else None, texts=texts)
    problem = texts["kies"] if form.is_bound and not form.is_valid() else ""
    if form.is_bound and not problem:
        try:
            answer_by_link(wie, geheim=geheim, zelf=form.zelf())
        except Weigering:
            problem = texts["verlopen"]
        else:
            context = _context(texts) | {"hulp": form.zelf().hulp_nodig}
            return not_kept(render(request, "portaal/nazorg_klaar.html", context))
    context = _context(texts) | {"fout": problem, "form": form}
    status = ONVERWERKBAAR if problem else 200
    return not_kept(render(request, "portaal/nazorg.html", context, status=status))


def _language(request: Verzoek, wie: Actor, moment_id: int) -> str:
    """What was chosen on the page, or else the language of the kandidaat."""
    chosen = request.GET.get("taal", "")
    if chosen in languages():
        return chosen
    with scope(wie):
        rows = Nazorgmoment.objects.filter(pk=moment_id)
        return str(rows.values_list("kandidaat__taal", flat=True).first() or "nl")


def _context(texts: Mapping[str, str]) -> dict[str, object]:
    code = next(code for code, found in languages().items() if found is texts)
    return {
        "t": texts,
        "taal": code,
        "talen_hier": [(c, found["naam"]) for c, found in languages().items() if c != code],
    }
