"""The page behind a secret link: somebody of another organisation says yes or no."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ontschot.kern.errors import Weigering
from ontschot.kern.routes import ONAANGEMELD, Verzoek, route
from ontschot.kern.scope import bezoeker, scope, systeem
from ontschot.kern.wie import origin
from ontschot.meldingen import actions
from ontschot.meldingen.actions.verwijzen import by_link
from ontschot.meldingen.models import Verwijzing
from ontschot.netwerk.models import Regio
from ontschot.portaal import grenzen
from ontschot.web.forms import Formulier
from ontschot.web.scherm import done, status_of

WEG, TE_VAAK = 410, 429
ANDER = bezoeker(oorsprong="verwijzing")


class LinkForm(Formulier):
    antwoord = forms.ChoiceField(
        label=_("Nemen jullie het over?"),
        choices=[
            ("ja", _("Ja, wij helpen deze persoon verder")),
            ("nee", _("Nee, dat lukt niet")),
        ],
        widget=forms.RadioSelect,
    )
    door = forms.CharField(label=_("Hoe heet je?"), max_length=120)
    reden = forms.CharField(
        label=_("Waarom niet?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Schrijf niets over gezondheid."),
    )


@route(
    "r/<slug:code>/verwijzing/<str:geheim>/",
    rollen=ONAANGEMELD,
    schrijft="een verwijzing bevestigen met een link",
)
def verwijzing(request: Verzoek, code: str, geheim: str) -> HttpResponse:
    """Shows what was shared and nothing else: no name, no number, no question."""
    place = Regio.objects.filter(code=code.upper(), doet_mee=True).first()
    if place is None:
        raise Http404
    form = LinkForm(request.POST or None)
    context = {"regio": place, "regio_naam": place.naam, "form": form}
    address = origin(request)
    if grenzen.FOUTE_CODES.reached(address):
        zin = gettext("Er zijn te veel verkeerde codes geprobeerd. Wacht een kwartier.")
        return _page(request, context | {"verlopen": zin}, TE_VAAK)
    try:
        row = _row(place.code, geheim)
    except Weigering as refusal:
        grenzen.FOUTE_CODES.count(address)
        return _page(request, context | {"verlopen": gettext(refusal.zin)}, WEG)
    if done(form, lambda: _answer(place.code, geheim, form.cleaned_data)):
        return _page(request, context | {"klaar": True}, 200)
    return _page(request, context | {"verwijzing": row}, status_of(form))


def _row(regio: str, geheim: str) -> Verwijzing:
    with scope(systeem(regio, reden="verwijzing")):
        row = by_link(regio, geheim)
        if Verwijzing.STAPPEN.final(row.status):
            raise Weigering("Hier is al op geantwoord. Dank je wel.")
        return row


def _answer(regio: str, geheim: str, data: dict[str, Any]) -> None:
    actions.answer_by_link(
        ANDER,
        regio=regio,
        geheim=geheim,
        ja=data["antwoord"] == "ja",
        door=data["door"],
        reden=data["reden"],
    )


def _page(request: Verzoek, context: dict[str, object], status: int) -> HttpResponse:
    response = render(request, "portaal/verwijzing.html", context, status=status)
    response["Cache-Control"] = "no-store"
    # The secret in the address must not travel on; `no-referrer` would make the form's origin null.
    response["Referrer-Policy"] = "strict-origin"
    response["X-Robots-Tag"] = "noindex"
    return response
