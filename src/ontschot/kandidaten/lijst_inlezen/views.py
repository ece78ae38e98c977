"""The screens of a list: bring it, say which column is which, look it over, load it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from ontschot.kandidaten.lijst_inlezen import actions, queries, taken
from ontschot.kandidaten.lijst_inlezen.lezen import MAX_BYTES
from ontschot.kandidaten.lijst_inlezen.velden import VELDEN
from ontschot.kandidaten.models import Inlezing
from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.kern.routes import Verzoek, may_open, route
from ontschot.web import tabelbestand
from ontschot.web.forms import Formulier
from ontschot.web.scherm import done, status_of

# After such a silence whoever waits may ask the worker again.
STIL_SECONDEN = 60
WIE = PROFESSIONALS | {Rolsoort.BEHEER}


class BestandForm(Formulier):
    bestand = forms.FileField(
        label="Lijst",
        help_text="Een xlsx of csv, tot 5 MB en 5.000 regels. Regel 1 noemt de kolommen.",
    )


class KolommenForm(Formulier):
    """For each heading of the file the field that it is."""

    bestand = forms.FileField(
        label="Hetzelfde bestand",
        required=False,
        help_text="Alleen nodig als je een kolom kiest die nog niet gekozen was: wat daarin "
        "staat, bewaarden we niet.",
    )

    def __init__(self, *args: Any, lijst: Inlezing, voorbeeld: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = {place: veld for veld, place in lijst.koppeling.items()}
        for place, kop in enumerate(lijst.koppen):
            example = voorbeeld[place] if place < len(voorbeeld) else ""
            self.fields[f"kolom_{place}"] = forms.ChoiceField(
                label=kop or f"Kolom {place + 1}",
                choices=VELDEN,
                required=False,
                initial=chosen.get(place, ""),
                help_text=f"Bijvoorbeeld: {example[:40]}" if example else "",
            )
        self.order_fields([*(name for name in self.fields if name != "bestand"), "bestand"])

    def velden(self) -> dict[int, str]:
        return {
            int(name.removeprefix("kolom_")): veld
            for name, veld in self.cleaned_data.items()
            if name.startswith("kolom_")
        }

    def inhoud(self) -> bytes:
        """The file that was brought again; empty when there is none."""
        file = self.cleaned_data["bestand"]
        return _content(file) if file else b""


def _content(file: "UploadedFile[bytes]") -> bytes:
    if (file.size or 0) > MAX_BYTES:
        raise Weigering("Dit bestand is groter dan 5 MB. Verdeel de lijst.", veld="bestand")
    return file.read()


@route("inlezen/", rollen=WIE, schrijft="een lijst van kandidaten inlezen")
def inlezen(request: Verzoek) -> HttpResponse:
    form = BestandForm(request.POST or None, request.FILES or None)
    brought: list[Inlezing] = []

    def act() -> None:
        file = form.cleaned_data["bestand"]
        brought.append(actions.bring_list(request.wie, naam=file.name, inhoud=_content(file)))

    if done(form, act):
        return redirect("kandidaten:inlezing", brought[0].pk)
    context = {
        "form": form,
        "lijsten": queries.lists_for(request.wie),
        "mag_brengen": request.wie.rol in PROFESSIONALS,
        "ziet_kandidaten": may_open(request.wie.rol, "kandidaten:lijst"),
    }
    return render(request, "kandidaten/inlezen.html", context, status=status_of(form))


def _list(request: Verzoek, pk: int) -> Inlezing:
    found = queries.list_for(request.wie, pk)
    if found is None:
        raise Http404
    return found


@route("inlezen/<int:pk>/", rollen=WIE, schrijft="de kolommen van een lijst kiezen")
def inlezing(request: Verzoek, pk: int) -> HttpResponse:
    lijst = _list(request, pk)
    first = lijst.regels.order_by("nummer").first()
    form = KolommenForm(
        request.POST or None,
        request.FILES or None,
        lijst=lijst,
        voorbeeld=first.cellen if first else [],
    )
    if done(
        form,
        lambda: actions.read_columns(
            request.wie, inlezing_id=pk, velden=form.velden(), bestand=form.inhoud()
        ),
    ):
        enqueue_waiting(_list(request, pk))
        return redirect("kandidaten:inlezing", pk)
    after = request.GET.get("na", "")
    stand = queries.progress_of(
        lijst, request.GET.get("soort", ""), int(after) if after.isdecimal() else 0
    )
    audit.inzage(
        request, "lijst_bekeken", object_soort="lijst", object_sleutel=str(pk),
        regio=lijst.regio_id,
    )  # fmt: skip
    silence = (timezone.now() - lijst.bezig_op).total_seconds() if lijst.bezig_op else 0
    context = {
        "lijst": lijst,
        "form": form,
        "stand": stand,
        "eigen": lijst.door_id == request.wie.medewerker_id,
        "stil": lijst.status in ("bezig", "nakijken") and silence > STIL_SECONDEN,
    }
    return render(request, "kandidaten/inlezing.html", context, status=status_of(form))


@route(
    "inlezen/<int:pk>/begin/",
    rollen=PROFESSIONALS,
    schrijft="een nagekeken lijst inlezen",
    knop=True,
)
def inlezing_begin(request: Verzoek, pk: int) -> HttpResponse:
    _keep_choice(request, pk)
    lijst = actions.start_loading(request.wie, inlezing_id=pk)
    taken.enqueue(lijst)
    messages.success(request, "Het inlezen is begonnen. Je kunt deze bladzijde verlaten.")
    return redirect("kandidaten:inlezing", pk)


def _keep_choice(request: Verzoek, pk: int) -> None:
    """Which of the doubles on this page are ticked; those of other pages stay as they were."""
    picked = _numbers(request, "toch")
    if shown := _numbers(request, "getoond") | picked:
        actions.pick_doubles(request.wie, inlezing_id=pk, toch=picked, getoond=shown)


def _numbers(request: Verzoek, name: str) -> frozenset[int]:
    return frozenset(int(n) for n in request.POST.getlist(name) if n.isdecimal())


@route(
    "inlezen/<int:pk>/kies/",
    rollen=PROFESSIONALS,
    schrijft="welke dubbele regels toch mee gaan",
    knop=True,
)
def inlezing_kies(request: Verzoek, pk: int) -> HttpResponse:
    """Keep the ticks of this page, and go on to the next."""
    _keep_choice(request, pk)
    after = request.POST.get("na", "")
    page = reverse("kandidaten:inlezing", args=[pk])
    return redirect(f"{page}?soort=dubbel&na={int(after) if after.isdecimal() else 0}")


def enqueue_waiting(lijst: Inlezing) -> None:
    """A long list waits for the worker; a short one was looked over already."""
    if lijst.status == "nakijken":
        taken.enqueue(lijst)


@route(
    "inlezen/<int:pk>/verder/",
    rollen=PROFESSIONALS,
    schrijft="verder gaan met het inlezen van een lijst",
    knop=True,
)
def inlezing_verder(request: Verzoek, pk: int) -> HttpResponse:
    """For when the worker was stopped: the next rows at once, and the worker for the rest."""
    work = actions.look_over_part if _list(request, pk).status == "nakijken" else actions.load_part
    more = work(request.wie, inlezing_id=pk)
    if more:
        taken.enqueue(_list(request, pk))
    return redirect("kandidaten:inlezing", pk)


@route("inlezen/<int:pk>/wis/", rollen=WIE, schrijft="de regels van een lijst wissen", knop=True)
def inlezing_wis(request: Verzoek, pk: int) -> HttpResponse:
    actions.wipe_list(request.wie, inlezing_id=pk)
    messages.success(request, "De regels zijn gewist. Wat is ingelezen, blijft.")
    return redirect("kandidaten:inlezen")


@route("inlezen/<int:pk>/fouten/<str:soort>/", rollen=WIE, leest="wat er niet is ingelezen")
def inlezing_fouten(request: Verzoek, pk: int, soort: str) -> HttpResponse:
    lijst = _list(request, pk)
    rows = [
        [
            str(row.nummer),
            row.get_status_display(),
            " ".join(f"{kop}: {zin}" if kop else zin for kop, zin in row.meldingen),
            *row.cellen,
        ]
        for row in queries.rows_with_faults(lijst)
    ]
    audit.inzage(
        request, "lijst_bekeken", object_soort="lijst", object_sleutel=str(pk),
        regio=lijst.regio_id,
    )  # fmt: skip
    head = ["regel", "stand", "wat er is", *lijst.koppen]
    return tabelbestand.answer(soort, "niet-ingelezen", head, rows)
