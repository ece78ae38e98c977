"""Groups: one form for all, one answer for all, counted per person."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from ontschot.kandidaten.models import Kandidaat
from ontschot.kandidaten.queries import kandidaat_for, visible_to
from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.routes import Menu, Verzoek, route
from ontschot.trajecten import actions, queries
from ontschot.trajecten.forms import RegelForm
from ontschot.trajecten.forms.groep import GroepForm, GroepsakkoordForm, LidForm, WegForm
from ontschot.trajecten.models import Groep, Groepslid, Toetsregel
from ontschot.trajecten.views.common import page, posted
from ontschot.web.forms import Formulier
from ontschot.web.scherm import attempt, done, press


@route(
    "groepen/", rollen=PROFESSIONALS, schrijft="een groep met één inkoop", menu=Menu("Groepen", 36)
)
def groepen(request: Verzoek) -> HttpResponse:
    """The groups of the region; POST makes one."""
    wie, today = request.wie, timezone.localdate()
    form = GroepForm(
        posted(request),
        soorten=queries.kinds(),
        inkopers=queries.buyers(wie.regio, today),
        initial={"inkoper_id": wie.organisatie_id},
    )
    made = attempt(form, lambda: actions.make_groep(wie, **form.cleaned_data))
    if made:
        return redirect("trajecten:groep", made.pk)
    found = Groep.objects.select_related("interventiesoort").prefetch_related("leden")[:100]
    return page(request, "groepen", {"form": form, "rijen": found}, refused=form.is_bound)


@route("groepen/<int:pk>/", rollen=PROFESSIONALS, schrijft="een groep")
def groep(request: Verzoek, pk: int) -> HttpResponse:
    """Everybody in it by key; POST `wat`: lid, plan or toets."""
    found = Groep.objects.filter(pk=pk).select_related("interventiesoort", "inkoper").first()
    if found is None:
        raise Weigering("Deze groep is er niet in jouw regio.")
    what = request.POST.get("wat", "")
    forms = _forms(request, found, what)
    write = _writes(request, pk, forms).get(what)
    if write and done(forms[what], write):
        messages.success(request, "Vastgelegd voor de groep.")
        return redirect("trajecten:groep", pk)
    audit.inzage(
        request,
        "groep_bekeken",
        object_soort="groep",
        object_sleutel=str(pk),
        regio=found.regio_id,
    )
    leden = list(found.leden.select_related("kandidaat", "interventie"))
    context = {
        "groep": found,
        "leden": leden,
        "lid": forms["lid"],
        "plan": forms["plan"],
        "kaarten": _cards(pk, forms["toets"]),
        "klaar": any(m.interventie and m.interventie.toets_gedaan_op for m in leden),
        "stand": {m.interventie.status for m in leden if m.interventie},
    }
    return page(request, "groep", context, refused=request.method == "POST")


def _forms(request: Verzoek, found: Groep, what: str) -> dict[str, Formulier]:
    def sent(name: str) -> Any:
        return request.POST if what == name else None

    mine = Kandidaat.objects.filter(visible_to(request.wie)).order_by("achternaam", "pk")
    people = [(k.pk, f"{k.naam} ({k.sleutel})") for k in mine[:500]] if not found.gepland_op else []
    return {
        "lid": LidForm(sent("lid"), kandidaten=people),
        "plan": GroepsakkoordForm(sent("plan")),
        "toets": RegelForm(sent("toets"), prefix=request.POST.get("kaart", "v")),
    }


def _writes(
    request: Verzoek, pk: int, forms: dict[str, Formulier]
) -> dict[str, Callable[[], object]]:
    wie = request.wie
    return {
        "lid": lambda: actions.add_lid(
            wie, groep_id=pk, kandidaat_id=forms["lid"].cleaned_data["kandidaat"]
        ),
        "plan": lambda: actions.plan_groep(wie, groep_id=pk, **forms["plan"].cleaned_data),
        "toets": lambda: _answer_once(request, pk, forms["toets"].cleaned_data),
    }


def _answer_once(request: Verzoek, pk: int, said: dict[str, str]) -> bool:
    """One answer for the facility that was named, for everybody; True when it is done."""
    if not (said["antwoord"] and said["reden"]):
        raise Weigering("Kies een antwoord én schrijf in één zin waarom.", veld="reden")
    facility = request.POST.get("voorziening", "")
    answers = {facility: (said["antwoord"], said["reden"])}
    actions.answer_for_groep(request.wie, groep_id=pk, answers=answers)
    return True


def _cards(pk: int, sent: Formulier) -> list[tuple[str, Formulier]]:
    """Per facility that is open for somebody a form; the one that was refused as it was sent."""
    named = [(facility, f"v{number}") for number, facility in enumerate(_open_facilities(pk))]
    return [
        (facility, sent if sent.is_bound and sent.prefix == name else RegelForm(prefix=name))
        for facility, name in named
    ]


def _open_facilities(pk: int) -> list[str]:
    lines = Toetsregel.objects.filter(interventie__groepslid__groep=pk, antwoord="")
    return list(lines.order_by("voorziening").values_list("voorziening", flat=True).distinct())


@route("groepen/leden/<int:pk>/weg/", rollen=PROFESSIONALS, schrijft="wie uit een groep gaat")
def lid_weg(request: Verzoek, pk: int) -> HttpResponse:
    """Before the planning one button; after it a reason, and what becomes of the price."""
    rows = Groepslid.objects.select_related("groep", "kandidaat", "interventie")
    lid = rows.filter(pk=pk).first()
    if lid is None:
        raise Weigering("Deze kandidaat staat niet (meer) in de groep. Ververs de pagina.")
    kandidaat_for(request.wie, lid.kandidaat.sleutel, schrijft=True)
    form = WegForm(posted(request) if lid.interventie_id else None)
    said = f"{lid.kandidaat.sleutel} doet niet meer mee."
    if request.method == "POST" and not lid.interventie_id:
        act = partial(actions.leave_groep, request.wie, lid_id=pk)
        return press(request, act, said, "trajecten:groep", lid.groep_id)
    if done(form, lambda: actions.leave_groep(request.wie, lid_id=pk, **form.cleaned_data)):
        messages.success(request, said)
        return redirect("trajecten:groep", lid.groep_id)
    audit.inzage(
        request,
        "groep_bekeken",
        object_soort="groep",
        object_sleutel=str(lid.groep_id),
        regio=lid.regio_id,
    )
    context = {"lid": lid, "groep": lid.groep, "form": form}
    return page(request, "lid_weg", context, refused=form.is_bound)
