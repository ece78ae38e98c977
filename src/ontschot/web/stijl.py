"""What the living style page shows: every component, in every state."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from ontschot.kern.errors import Weigering
from ontschot.web.forms import BedragField, DatumField, Formulier
from ontschot.web.paging import Page

LANG = "Van Zijl-Hoogheemraadschapsverkiezingsuitslagenadministratie de Groot"


class VoorbeeldForm(Formulier):
    """One field of every kind."""

    naam = forms.CharField(label="Naam", error_messages={"required": "Vul in hoe je heet."})
    email = forms.EmailField(
        label="E-mail", required=False, help_text="Alleen om je antwoord te sturen."
    )
    vraag = forms.CharField(
        label="Jouw vraag",
        help_text="Schrijf het op zoals je het zou vertellen.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    antwoord = forms.ChoiceField(
        label="Hoe mogen we antwoorden?",
        choices=[("tel", "Bel mij"), ("mail", "Mail mij"), ("code", "Ik blijf liever anoniem")],
        widget=forms.RadioSelect,
    )
    dagen = forms.MultipleChoiceField(
        label="Welke dagen kun je?",
        choices=[("ma", "maandag"), ("di", "dinsdag"), ("wo", "woensdag")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    gemeente = forms.ChoiceField(
        label="Gemeente", choices=[("", "Kies…"), ("nij", "Nijmegen"), ("wij", "Wijchen")]
    )
    bedrag_cent = BedragField(label="Bedrag", max_cent=500_000, help_text="Hoogstens € 5.000.")
    datum = DatumField(label="Eerste dag", required=False)
    bestand = forms.FileField(label="Offerte", required=False)
    akkoord = forms.BooleanField(label="Dit plan is met de kandidaat besproken")


class FilterForm(Formulier):
    regio = forms.ChoiceField(
        label="Regio", required=False, choices=[("", "Alle"), ("AM08", "Rijk van Nijmegen")]
    )
    jaar = forms.ChoiceField(label="Jaar", required=False, choices=[("", "Alle"), ("2023", "2023")])
    tekst = forms.CharField(label="Tekst", required=False)


@dataclass(frozen=True)
class Rij:
    naam: str
    organisatie: str
    cent: int | None
    soort: str
    stand: str


RIJEN = [
    Rij("Drie gesprekken loopbaancoach", "FNV", 0, "ok", "afgerond"),
    Rij("Opleiding rijinstructeur", "Rijschool Maas en Waal", 485_000, "warn", "toets 2 van 3"),
    Rij("Terugbetaling examengeld", "CBR", -31_000, "neutral", "gepland"),
    Rij(LANG, LANG, None, "stop", "te laat"),
]
AANDELEN = [
    ("Werknemer", 1676, 0.53, 0.48, 5),
    ("WW", 467, 0.15, 0.22, -7),
    ("AG", 98, 0.03, 0.03, 0),
]
LIJNEN = [
    {"label": "begonnen in 2023", "values": [100, 88, 81, 74]},
    {"label": "begonnen in 2024", "values": [100, 84, None, 66]},
    {"label": "begonnen in 2025", "values": [100, 91, 79, None]},
    {"label": "Nederland", "values": [100, 80, 71.5, 60]},
]
STAPPEN = ["Vraag", "Advies", "Arrangement", "Voorliggend-toets", "Besluit", "Verplichting"]


def _formulier_met_fouten() -> VoorbeeldForm:
    data = QueryDict(mutable=True)
    data.update({"fout-email": "jan@", "fout-bedrag_cent": "veel", "fout-datum": "31-2-2026"})
    form = VoorbeeldForm(data, prefix="fout")
    form.weiger(Weigering("Dit fonds heeft nog € 310,00. Vraag minder, of kies een ander fonds."))
    return form


def voorbeelden() -> dict[str, Any]:
    """The context of the style page."""
    nu = timezone.now()
    delen = [("betaald", 21_430_000), ("verplicht", 9_612_000), ("gereserveerd", 2_317_000)]
    return {
        "form": VoorbeeldForm(prefix="leeg"),
        "fout_form": _formulier_met_fouten(),
        "filter_form": FilterForm({"jaar": "2023"}),
        "rijen": RIJEN,
        "veel_rijen": [
            Rij(f"AM08-{n:04d}", "UWV", n * 1_250, "neutral", "lopend") for n in range(1, 6)
        ],
        "aandelen": AANDELEN,
        "stappen": STAPPEN,
        "stappen_los": [
            {"label": "Vraag", "state": "done", "url": "#stappen"},
            {"label": "Advies", "state": "skipped"},
            {"label": "Besluit", "state": "now"},
            {"label": "Uitkomst", "state": "todo"},
        ],
        "delen": [{"label": label, "cent": cent} for label, cent in [*delen, ("vrij", 8_641_000)]],
        "leeg_fonds": [{"label": "betaald", "cent": 0}, {"label": "vrij", "cent": 0}],
        "maanden": [{"at": maand, "label": str(maand)} for maand in (0, 3, 6, 12)],
        "lijnen": LIJNEN,
        "lege_lijn": [{"label": LANG, "values": [None, 4, None, None]}],
        "lang": LANG,
        "kwaad": "<script>alert('1')</script> & “Jansen”",
        "nu": nu,
        "vandaag": nu.date(),
        "gisteren": nu.date() - dt.timedelta(days=1),
        "ooit": dt.date(2024, 3, 12),
        "page": Page([], previous="?voor=x", next="?na=y"),
    }
