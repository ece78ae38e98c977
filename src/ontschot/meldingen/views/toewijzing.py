"""Who owns a new question: the rules with a preview, room per colleague, and absence."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from ontschot.kandidaten.models.persoon import EXPERTISES
from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.kern.routes import Verzoek, route
from ontschot.meldingen.eigenaarschap import candidates_of
from ontschot.meldingen.models import INDICATIEKEUZES, Melding
from ontschot.meldingen.views.inrichting import COORDINATOR, saved, show_form
from ontschot.meldingen.waarnemen import back_again, hand_over_absent
from ontschot.netwerk.models import Organisatie, Partner
from ontschot.netwerk.queries import colleagues_in, gemeenten_in, valid_on
from ontschot.toewijzing import actions
from ontschot.toewijzing.models import Inzet
from ontschot.toewijzing.queries import TALEN, absences, as_rule, rules_on, sentence_of
from ontschot.toewijzing.rules import Vraagfeiten, choose
from ontschot.web.forms import DatumField, Formulier, offer

Keuzes = list[tuple[Any, str]]


def _colleagues(wie_regio: str) -> Keuzes:
    rows = colleagues_in(wie_regio, sorted(PROFESSIONALS))
    return list({row.medewerker_id: row.medewerker.naam for row in rows}.items())


def _number(value: str) -> int | None:
    return int(value) if value else None


class ProefForm(Formulier):
    """A question that is not there yet: who would own it?"""

    GEEN_GEMEENTE = "Niet bekend"

    deur = forms.ChoiceField(label="Deur", choices=Melding.DEUREN)
    gemeente = forms.TypedChoiceField(
        label="Gemeente", required=False, coerce=_number, empty_value=None
    )
    taal = forms.ChoiceField(label="Taal", choices=list(TALEN.items()))
    indicatie = forms.ChoiceField(
        label="Situatie", required=False, choices=[("", "Niet gevraagd"), *INDICATIEKEUZES]
    )

    def __init__(self, *args: Any, regio: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(
            self,
            "gemeente",
            [("", self.GEEN_GEMEENTE), *gemeenten_in([regio], timezone.localdate())],
        )


class RegelForm(ProefForm):
    """When, and to whom: one partner, one kind of partner, or one colleague."""

    GEEN_GEMEENTE = "Iedere gemeente"

    deur = forms.ChoiceField(
        label="Deur", required=False, choices=[("", "Iedere deur"), *Melding.DEUREN]
    )
    taal = forms.ChoiceField(
        label="Taal",
        required=False,
        choices=[("", "Iedere taal"), *TALEN.items()],
        help_text="Bij Engels gaat de vraag alleen naar wie Engels spreekt.",
    )
    indicatie = forms.ChoiceField(
        label="Situatie",
        required=False,
        choices=[("", "Iedere situatie"), *INDICATIEKEUZES],
        help_text="De regel past dan alleen als de situatie is gevraagd.",
    )
    expertise = forms.ChoiceField(
        label="Alleen wie goed is in",
        required=False,
        choices=[("", "Maakt niet uit"), *EXPERTISES],
        help_text="Wat een collega kan, staat bij Ruimte voor vragen.",
    )
    organisatie = forms.TypedChoiceField(
        label="Naar een partner", required=False, coerce=_number, empty_value=None
    )
    organisatiesoort = forms.ChoiceField(
        label="Of naar een soort partner",
        required=False,
        choices=[("", "Kies een soort"), *Organisatie.SOORTEN],
    )
    medewerker = forms.TypedChoiceField(
        label="Of naar een collega", required=False, coerce=_number, empty_value=None
    )

    def __init__(self, *args: Any, regio: str, **kwargs: Any) -> None:
        super().__init__(*args, regio=regio, **kwargs)
        rows = Partner.objects.filter(valid_on(timezone.localdate()), regio=regio)
        names = rows.order_by("organisatie__naam").values_list(
            "organisatie_id", "organisatie__naam"
        )
        offer(self, "organisatie", [("", "Kies een partner"), *names])
        offer(self, "medewerker", [("", "Kies een collega"), *_colleagues(regio)])

    def gegevens(self) -> actions.Regelgegevens:
        data = self.cleaned_data
        return actions.Regelgegevens(
            deur=data["deur"],
            gemeente_id=data["gemeente"],
            taal=data["taal"],
            indicatie=data["indicatie"],
            expertise=data["expertise"],
            organisatie_id=data["organisatie"],
            organisatiesoort=data["organisatiesoort"],
            medewerker_id=data["medewerker"],
        )


class InzetForm(Formulier):
    medewerker = forms.TypedChoiceField(label="Collega", coerce=_number)
    hoogstens = forms.IntegerField(
        label="Hoeveel open vragen tegelijk?",
        required=False,
        min_value=0,
        max_value=500,
        help_text="Leeg is geen grens.",
    )
    talen = forms.MultipleChoiceField(
        label="Welke talen?",
        required=False,
        choices=list(TALEN.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    expertises = forms.MultipleChoiceField(
        label="Waar is deze collega goed in?",
        required=False,
        choices=EXPERTISES,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, regio: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "medewerker", _colleagues(regio))


class AfwezigForm(Formulier):
    medewerker = forms.TypedChoiceField(label="Wie is er niet?", coerce=_number)
    van = DatumField(label="Eerste dag")
    tot = DatumField(label="Laatste dag", required=False, help_text="Leeg als je het niet weet.")
    waarnemer = forms.TypedChoiceField(
        label="Wie neemt de vragen over?", required=False, coerce=_number, empty_value=None
    )

    def __init__(self, *args: Any, wie: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = _colleagues(wie.regio)
        own = [row for row in people if row[0] == wie.medewerker_id]
        offer(self, "medewerker", people if wie.rol == Rolsoort.COORDINATOR else own)
        offer(self, "waarnemer", [("", "Wie de regels kiezen"), *people])


@route("deuren/toewijzing/", rollen=COORDINATOR, leest="wie een nieuwe vraag krijgt")
def toewijzing(request: Verzoek) -> HttpResponse:
    """The rules as sentences, and for a question that is filled in who would own it and why."""
    regio, today = request.wie.regio, timezone.localdate()
    rows, people = rules_on(regio, today), candidates_of(regio)
    form = ProefForm(request.GET if "deur" in request.GET else None, regio=regio)
    keuze = None
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        facts = Vraagfeiten(data["deur"], data["gemeente"], data["taal"], data["indicatie"])
        keuze = choose(facts, [as_rule(row) for row in rows], people)
    names = {person.medewerker_id: person.naam for person in people}
    context = {
        "regels": [(row, sentence_of(row)) for row in rows],
        "mensen": sorted(people, key=lambda p: (p.naam, p.organisatie_id)),
        "afwezig": absences(regio, today),
        "form": form,
        "keuze": keuze,
        "naam": names.get(keuze.medewerker_id, "") if keuze else "",
    }
    return render(request, "meldingen/toewijzing.html", context)


@route("deuren/toewijzing/regel/", rollen=COORDINATOR, schrijft="een regel voor nieuwe vragen")
def toewijzing_regel(request: Verzoek) -> HttpResponse:
    form = RegelForm(request.POST or None, regio=request.wie.regio)
    if form.is_bound and saved(
        request, form, lambda: actions.add_rule(request.wie, gegevens=form.gegevens())
    ):
        return redirect("meldingen:toewijzing")
    return show_form(request, form, "meldingen/toewijzing_regel.html")


@route(
    "deuren/toewijzing/<int:pk>/hoger/", rollen=COORDINATOR, schrijft="een regel hoger", knop=True
)
def toewijzing_hoger(request: Verzoek, pk: int) -> HttpResponse:
    actions.move_up(request.wie, regel_id=pk)
    return redirect("meldingen:toewijzing")


@route(
    "deuren/toewijzing/<int:pk>/einde/", rollen=COORDINATOR, schrijft="een regel stoppen", knop=True
)
def toewijzing_einde(request: Verzoek, pk: int) -> HttpResponse:
    actions.end_rule(request.wie, regel_id=pk)
    return redirect("meldingen:toewijzing")


@route("deuren/toewijzing/inzet/", rollen=COORDINATOR, schrijft="hoeveel vragen een collega aankan")
def toewijzing_inzet(request: Verzoek) -> HttpResponse:
    """Of one colleague at a time (`?wie=`), filled in as it stands now."""
    regio, chosen = request.wie.regio, request.GET.get("wie", "")
    now = Inzet.objects.filter(
        regio=regio, medewerker=int(chosen) if chosen.isdecimal() else 0
    ).first()
    known = (
        {name: getattr(now, name) for name in ("hoogstens", "talen", "expertises")} if now else {}
    )
    initial = {"medewerker": chosen, **known}
    form = InzetForm(request.POST or None, regio=regio, initial=initial)

    def keep() -> None:
        data = dict(form.cleaned_data)
        actions.set_inzet(request.wie, medewerker_id=data.pop("medewerker"), **data)

    if form.is_bound and saved(request, form, keep):
        return redirect("meldingen:toewijzing")
    return show_form(request, form, "meldingen/deur_form.html", titel="Ruimte voor vragen")


@route("vragen/afwezig/", rollen=PROFESSIONALS, schrijft="iemand afwezig melden")
def afwezig(request: Verzoek) -> HttpResponse:
    wie = request.wie
    form = AfwezigForm(
        request.POST or None,
        wie=wie,
        initial={"medewerker": wie.medewerker_id, "van": timezone.localdate()},
    )

    def keep() -> None:
        data = form.cleaned_data
        actions.report_absent(
            wie,
            medewerker_id=data["medewerker"],
            van=data["van"],
            tot=data["tot"],
            waarnemer_id=data["waarnemer"],
        )
        if moved := hand_over_absent(wie.regio, wie):
            messages.info(request, f"Open vragen die een ander nu heeft: {moved}.")

    if form.is_bound and saved(request, form, keep):
        return redirect("meldingen:vragen")
    return show_form(
        request,
        form,
        "meldingen/afwezig.html",
        afwezigheden=[
            row
            for row in absences(wie.regio, timezone.localdate())
            if wie.rol == Rolsoort.COORDINATOR or row.medewerker_id == wie.medewerker_id
        ],
    )


@route(
    "vragen/afwezig/<int:pk>/terug/",
    rollen=PROFESSIONALS,
    schrijft="iemand die eerder terug is",
    knop=True,
)
def afwezig_terug(request: Verzoek, pk: int) -> HttpResponse:
    back_again(request.wie, afwezigheid_id=pk)
    messages.success(request, "Vastgelegd. De waarnemer kan de dossiers nu niet meer openen.")
    return redirect("meldingen:afwezig")
