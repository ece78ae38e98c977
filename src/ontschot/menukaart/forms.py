"""The forms of the menukaart; what is chosen in a filter stands in the URL."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from ontschot.menukaart.actions.dienst import Plaats
from ontschot.menukaart.models import (
    Dienst,
    DienstInGemeente,
    Kwaliteitssignaal,
    Menukaartinstelling,
)
from ontschot.menukaart.queries import Filter
from ontschot.menukaart.rules import as_text
from ontschot.web.forms import BedragField, DatumField, Formulier, offer, text_area

GEEN_PERSONEN = "Schrijf niets over een persoon of over gezondheid."


class MenukaartForm(Formulier):
    """What is chosen stands in the URL, so a list can be kept and sent."""

    q = forms.CharField(label="Zoek", required=False, max_length=120)
    soort = forms.ChoiceField(
        label="Aanbod", required=False, choices=[("", "Alles"), *Dienst.SOORTEN]
    )
    stap = forms.ChoiceField(
        label="Stap", required=False, choices=[("", "Alle stappen"), *Dienst.STAPPEN]
    )
    situatie = forms.ChoiceField(label="Voor wie", required=False)
    gemeente = forms.TypedChoiceField(
        label="Gemeente", required=False, coerce=int, empty_value=None
    )
    interventiesoort = forms.ChoiceField(label="Interventie", required=False)
    vorm = forms.ChoiceField(
        label="Vorm", required=False, choices=[("", "Maakt niet uit"), *Dienst.VORMEN]
    )
    taal = forms.ChoiceField(
        label="Ook in het", required=False, choices=[("", "Maakt niet uit"), *Dienst.TALEN]
    )
    wacht = forms.TypedChoiceField(
        label="Wachttijd",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "Maakt niet uit"), (0, "geen"), (14, "tot 2 weken"), (42, "tot 6 weken")],
    )
    bijhouden = forms.ChoiceField(
        label="Bijhouden",
        required=False,
        choices=[
            ("", "Alles op de menukaart"),
            ("van_ons", "van mijn organisatie"),
            ("bijna_verlopen", "bijna verlopen"),
            ("verouderd", "verouderd"),
            ("concept", "nog niet of niet meer op de menukaart"),
        ],
    )

    def __init__(
        self, *args: Any, choices: Mapping[str, Sequence[tuple[Any, str]]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in choices.items():
            offer(self, name, offered)

    def chosen(self, organisatie_id: int | None) -> Filter:
        """What was asked; a value that does not exist asks nothing."""
        self.is_valid()
        data = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        keep = data.pop("bijhouden", "")
        return Filter(
            gemeente_id=data.pop("gemeente", None),
            versheid=keep if keep in {"bijna_verlopen", "verouderd"} else "",
            van_ons=organisatie_id if keep == "van_ons" else None,
            concept=keep == "concept",
            **data,
        )


class DienstForm(Formulier):
    """One service: what it is, for whom, where, what it costs, and who keeps it."""

    naam = forms.CharField(label="Naam", max_length=140)
    soort = forms.ChoiceField(label="Aanbod", choices=Dienst.SOORTEN, widget=forms.RadioSelect)
    interventiesoort = forms.ChoiceField(
        label="Soort interventie", required=False, help_text="Alleen bij aanvullend aanbod."
    )
    stap = forms.ChoiceField(label="Stap", choices=Dienst.STAPPEN)
    doel = forms.CharField(
        label="Doel", required=False, max_length=300, help_text="In één zin: wat heb je eraan?"
    )
    samenvatting = text_area("Wat is het?", 4, required=False, help_text=GEEN_PERSONEN)
    voor_wie = text_area("Voor wie is het?", 2, required=False)
    situaties = forms.MultipleChoiceField(
        label="Situatie",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Kies niets als het voor iedereen is.",
    )
    voorwaarden = text_area("Voorwaarden", 2, required=False)
    beroep = forms.CharField(
        label="Beroep",
        required=False,
        max_length=140,
        help_text="Leidt dit op voor één beroep? Schrijf het zoals op de lijst van kansrijke "
        "beroepen.",
    )
    vorm = forms.ChoiceField(label="Vorm", choices=Dienst.VORMEN)
    wijze = forms.ChoiceField(
        label="Manier", required=False, choices=[("", "Niet gezegd"), *Dienst.WIJZEN]
    )
    duur = forms.CharField(label="Duur", required=False, max_length=80)
    uren_per_week = forms.IntegerField(
        label="Uren per week", required=False, min_value=0, max_value=168
    )
    wachttijd_dagen = forms.IntegerField(
        label="Wachttijd in dagen", required=False, min_value=0, max_value=1000
    )
    talen = forms.MultipleChoiceField(
        label="Ook in het",
        required=False,
        choices=Dienst.TALEN,
        widget=forms.CheckboxSelectMultiple,
    )
    bereik = forms.ChoiceField(label="Bereik", choices=Dienst.BEREIKEN)
    locatie = forms.ChoiceField(
        label="Waar gebeurt het?", required=False, choices=[("", "Niet gezegd"), *Dienst.LOCATIES]
    )
    plaats = forms.CharField(label="Plaats", required=False, max_length=120)
    aanbieder = forms.CharField(label="Aanbieder", max_length=140)
    contact = forms.CharField(
        label="Contact", required=False, max_length=160, help_text="Wie bel of mail je?"
    )
    aanmelden = text_area("Hoe meld je iemand aan?", 2, required=False)
    prijs_cent = BedragField(label="Prijs", required=False, max_cent=10_000_000)
    btw = forms.ChoiceField(label="Btw", choices=Dienst.BTW)
    contract_met = forms.CharField(label="Contract met", required=False, max_length=140)
    contract_tot = DatumField(label="Contract tot en met", required=False)
    van = DatumField(label="Loopt vanaf")
    tot = DatumField(label="Loopt tot en met", required=False)
    eigenaar = forms.TypedChoiceField(label="Eigenaar", coerce=int)
    bijgehouden_door = forms.TypedChoiceField(
        label="Wie houdt dit bij?",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="Deze collega krijgt een seintje als het lang niet is nagekeken.",
    )
    versie = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, choices: Mapping[str, Sequence[tuple[Any, str]]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in choices.items():
            offer(self, name, offered)

    def gegevens(self) -> dict[str, Any]:
        """What was typed, by the field of the service."""
        data = dict(self.cleaned_data)
        data.pop("versie")
        data["interventiesoort_id"] = data.pop("interventiesoort") or None
        data["eigenaar_id"] = data.pop("eigenaar")
        data["bijgehouden_door_id"] = data.pop("bijgehouden_door")
        data["prijs_cent"] = data["prijs_cent"] or 0
        return data


def as_typed(dienst: Dienst) -> dict[str, Any]:
    """A service as the form shows it."""
    shown = {
        name: getattr(dienst, name) for name in DienstForm.base_fields if hasattr(dienst, name)
    }
    return shown | {
        "interventiesoort": dienst.interventiesoort_id or "",
        "eigenaar": dienst.eigenaar_id,
        "bijgehouden_door": dienst.bijgehouden_door_id or "",
    }


STANDEN = [
    ("zelfde", "zoals overal"),
    ("ja", "ja, maar anders"),
    ("nee", "nee"),
    ("onbekend", "niet bekend"),
]
BESCHIKBAAR = {"ja": True, "nee": False, "onbekend": None}


class GemeentenForm(Formulier):
    """For each gemeente of the region: is it there, on which condition, and whom to call."""

    def __init__(self, *args: Any, gemeenten: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        self.gemeenten = list(gemeenten)
        super().__init__(*args, **kwargs)
        for pk, naam in self.gemeenten:
            self.fields[f"g{pk}-stand"] = forms.ChoiceField(
                label=f"Is het er in {naam}?", choices=STANDEN
            )
            self.fields[f"g{pk}-voorwaarde"] = forms.CharField(
                label=f"Voorwaarde of reden in {naam}", required=False, max_length=400
            )
            self.fields[f"g{pk}-contact"] = forms.CharField(
                label=f"Contact in {naam}", required=False, max_length=160
            )

    def rows(self) -> list[tuple[str, Any, Any, Any]]:
        """Per gemeente its name and its three fields."""
        return [
            (naam, self[f"g{pk}-stand"], self[f"g{pk}-voorwaarde"], self[f"g{pk}-contact"])
            for pk, naam in self.gemeenten
        ]

    def plaatsen(self) -> list[Plaats]:
        return [self._place(pk) for pk, _ in self.gemeenten]

    def _place(self, pk: int) -> Plaats:
        stand, voorwaarde, contact = (
            self.cleaned_data[f"g{pk}-{part}"] for part in ("stand", "voorwaarde", "contact")
        )
        # Who typed a condition or a contact means that it is different here.
        differs = stand != "zelfde" or bool(voorwaarde or contact)
        return Plaats(pk, not differs, BESCHIKBAAR.get(stand, True), voorwaarde, contact)


def places_as_typed(verschillen: Sequence[DienstInGemeente]) -> dict[str, str]:
    word = {value: key for key, value in BESCHIKBAAR.items()}
    typed: dict[str, str] = {}
    for verschil in verschillen:
        typed[f"g{verschil.gemeente_id}-stand"] = word[verschil.beschikbaar]
        typed[f"g{verschil.gemeente_id}-voorwaarde"] = verschil.voorwaarde
        typed[f"g{verschil.gemeente_id}-contact"] = verschil.contact
    return typed


class StopForm(Formulier):
    laatste_dag = DatumField(label="Laatste dag op de menukaart")


class SignaalForm(Formulier):
    soort = forms.ChoiceField(
        label="Wat wil je melden?",
        choices=Kwaliteitssignaal.SOORTEN,
        widget=forms.RadioSelect,
    )
    reden = text_area("Wat zag je?", 3, help_text=GEEN_PERSONEN)


class AntwoordForm(Formulier):
    antwoord = text_area("Jouw antwoord", 3, help_text=GEEN_PERSONEN)


class InstellingForm(Formulier):
    vers_maanden = forms.IntegerField(
        label="Na hoeveel maanden is iets bijna verlopen?", min_value=1, max_value=24
    )
    verouderd_maanden = forms.IntegerField(
        label="Na hoeveel maanden is iets verouderd?", min_value=2, max_value=36
    )
    synoniemen = text_area(
        "Woorden die hetzelfde zijn",
        8,
        required=False,
        help_text="Zet woorden die hetzelfde betekenen op één regel, met komma's ertussen. "
        "Bijvoorbeeld: fiets, vervoer, reiskosten",
    )


def setting_as_typed(instelling: Menukaartinstelling) -> dict[str, Any]:
    return {
        "vers_maanden": instelling.vers_maanden,
        "verouderd_maanden": instelling.verouderd_maanden,
        "synoniemen": as_text(instelling.synoniemen),
    }


class BestandForm(Formulier):
    bestand = forms.FileField(
        label="Bestand", help_text="Een Excelbestand (.xlsx) of een csv, hoogstens 2 MB."
    )


class BeroepenForm(Formulier):
    naam = forms.CharField(label="Naam van de lijst", max_length=140)
    editie_op = DatumField(label="Datum van de editie")
    bron = forms.CharField(
        label="Waar komt de lijst vandaan?", max_length=200, help_text="Een naam of een adres."
    )
    beroepen = text_area(
        "Beroepen", 12, help_text="Op elke regel een beroep. Daarachter mag na een ; de sector."
    )

    def pairs(self) -> list[tuple[str, str]]:
        lines = str(self.cleaned_data["beroepen"]).splitlines()
        return [(naam, sector) for naam, _, sector in (line.partition(";") for line in lines)]


class ToenForm(Formulier):
    op = DatumField(label="Wat was bekend op", required=False, max_datum=date(9999, 12, 30))
