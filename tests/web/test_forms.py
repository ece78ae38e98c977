"""Forms speak Dutch, keep what was typed and are linked for screen readers."""

import datetime as dt
from typing import Any

import pytest
from django import forms
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from ontschot.kern.errors import Weigering
from ontschot.web import format as fmt
from ontschot.web.forms import BedragField, DatumField, Formulier
from ontschot.web.stijl import VoorbeeldForm

KWAAD = "<script>alert('1')</script>"


class Contact(Formulier):
    naam = forms.CharField(label="Naam", error_messages={"required": "Vul in hoe je heet."})
    email = forms.EmailField(label="E-mail", required=False, help_text="Alleen voor je antwoord.")
    keuze = forms.ChoiceField(
        label="Hoe?", choices=[("a", "Bel"), ("b", KWAAD)], widget=forms.RadioSelect
    )
    aantal = forms.IntegerField(label="Aantal 100%", required=False, max_value=3)
    kort = forms.CharField(label="Kort", required=False, max_length=3)
    vink = forms.BooleanField(label="Akkoord")
    geheim = forms.CharField(widget=forms.HiddenInput, required=False)


def render(form: forms.Form) -> Any:
    return lxml_html.fromstring(f"<form>{form}</form>")


def test_messages_are_whole_dutch_sentences() -> None:
    form = Contact({"email": "jan@", "aantal": "x", "kort": "abcde"})
    assert form.errors["naam"] == ["Vul in hoe je heet."]
    assert form.errors["email"] == [
        "“jan@” is geen e-mailadres. Schrijf het zo: naam@voorbeeld.nl."
    ]
    assert form.errors["keuze"] == ["Kies een antwoord bij “Hoe?”."]
    assert form.errors["aantal"] == ["Vul bij “Aantal 100%” een heel getal in, bijvoorbeeld 12."]
    assert form.errors["kort"] == ["“Kort” is te lang: 5 tekens. Er passen er 3."]
    assert form.errors["vink"] == ["Zet een vinkje bij “Akkoord”."]


def test_a_limit_in_a_message_survives_a_percent_sign_in_the_label() -> None:
    form = Contact({"aantal": "4"})
    assert form.errors["aantal"] == ["“Aantal 100%” mag niet meer zijn dan 3."]


def test_each_field_is_label_then_help_then_error_then_input() -> None:
    page = render(Contact({"email": "jan@"}))
    field = page.xpath("//input[@name='email']/..")[0]
    assert [child.tag for child in field] == ["label", "div", "div", "input"]
    described = field[3].get("aria-describedby").split()
    assert described == [field[1].get("id"), field[2].get("id")]
    assert field[3].get("aria-invalid") == "true"
    assert field[0].get("for") == field[3].get("id")


def test_only_optional_fields_are_marked_and_in_words() -> None:
    page = render(Contact())
    marked = {label.get("for") for label in page.xpath("//label[contains(., 'niet verplicht')]")}
    assert marked == {"id_email", "id_aantal", "id_kort"}
    assert not page.xpath("//input[@required]")


def test_a_group_of_options_is_a_fieldset_that_carries_its_error() -> None:
    page = render(Contact({}))
    group = page.xpath("//fieldset")[0]
    assert group.find("legend").text.strip() == "Hoe?"
    error = page.get_element_by_id(group.get("aria-describedby")).text_content()
    assert error.strip().startswith("Fout:")
    assert [i.get("type") for i in group.xpath(".//label/input")] == ["radio", "radio"]


def test_every_line_of_the_summary_leads_to_something_that_can_have_the_focus() -> None:
    form = VoorbeeldForm({})
    form.weiger(Weigering("Dit kan niet."))
    page = render(form)
    summary = page.xpath("//*[@role='alert']")[0]
    assert summary.get("tabindex") == "-1"
    targets = [link.get("href")[1:] for link in summary.xpath(".//a")]
    assert len(targets) == len(form.errors) - 1
    for target in targets:
        assert page.get_element_by_id(target).tag in {"input", "select", "textarea"}


def test_a_refusal_stands_with_its_field_and_what_was_typed_stays() -> None:
    form = Contact({"naam": "Jansen", "keuze": "a", "vink": "on"})
    assert form.is_valid()
    form.weiger(Weigering("Deze naam is al in gebruik.", veld="naam"))
    form.weiger(Weigering("Het fonds is leeg.", veld="bestaat_niet"))
    page = render(form)
    assert page.xpath("//input[@name='naam']/@value") == ["Jansen"]
    assert form.errors["naam"] == ["Deze naam is al in gebruik."]
    assert form.non_field_errors() == ["Het fonds is leeg."]


def test_hostile_text_stays_text_in_labels_values_and_errors() -> None:
    class Kwaad(Formulier):
        veld = forms.CharField(label=KWAAD, help_text=KWAAD, max_length=2)
        keus = forms.ChoiceField(label=KWAAD, choices=[(KWAAD, KWAAD)])

    form = Kwaad({"veld": KWAAD, "keus": "<b>"})
    form.weiger(Weigering(KWAAD))
    assert "<script" not in str(form)
    assert "<script" not in str(Kwaad())


def test_a_hidden_field_has_no_label() -> None:
    page = render(Contact())
    assert len(page.xpath("//input[@name='geheim'][@type='hidden']")) == 1
    assert not page.xpath("//label[@for='id_geheim']")


def test_the_public_part_speaks_english_dates_too() -> None:
    with translation.override("en"):
        assert "Naam" in str(Contact({}))


class Geld(Formulier):
    bedrag_cent = BedragField(label="Bedrag", max_cent=500_000)
    verschil_cent = BedragField(label="Verschil", min_cent=None, required=False)


@given(st.integers(0, 500_000))
def test_an_amount_comes_back_as_it_was_shown(cent: int) -> None:
    shown = Geld(initial={"bedrag_cent": cent})["bedrag_cent"].value()
    form = Geld({"bedrag_cent": shown})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["bedrag_cent"] == cent


@given(st.integers(-(10**9), 10**9))
def test_a_negative_amount_is_possible_where_it_is_meant(cent: int) -> None:
    shown = Geld(initial={"verschil_cent": cent})["verschil_cent"].value()
    form = Geld({"bedrag_cent": "1", "verschil_cent": shown})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["verschil_cent"] == cent


@pytest.mark.parametrize(
    ("getypt", "zin"),
    [
        ("veel", "“veel” is geen bedrag. Schrijf het zo: 1.420,50."),
        ("-5", "−\u00a0€\u00a05,00 is te weinig. Vul minstens €\u00a00,00 in."),
        ("9000", "€\u00a09.000,00 is te veel. Vul hoogstens €\u00a05.000,00 in."),
        ("", "Vul “Bedrag” in."),
        ("   ", "Vul “Bedrag” in."),
    ],
)
def test_a_wrong_amount_is_named_and_kept(getypt: str, zin: str) -> None:
    form = Geld({"bedrag_cent": getypt})
    assert form.errors["bedrag_cent"] == [zin]
    assert form["bedrag_cent"].value() == getypt


def test_an_amount_left_empty_is_none_and_zero_is_zero() -> None:
    form = Geld({"bedrag_cent": "0", "verschil_cent": ""})
    assert form.is_valid()
    assert form.cleaned_data == {"bedrag_cent": 0, "verschil_cent": None}


def test_an_amount_written_otherwise_has_not_changed() -> None:
    assert not Geld({"bedrag_cent": "€ 1.420"}, initial={"bedrag_cent": 142_000}).has_changed()
    assert Geld({"bedrag_cent": "veel"}, initial={"bedrag_cent": 142_000}).has_changed()


class Dag(Formulier):
    dag = DatumField(
        label="Dag", min_datum=dt.date(2026, 1, 1), max_datum=dt.date(2026, 12, 31), required=False
    )


@given(st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)))
def test_a_date_comes_back_as_it_was_shown(dag: dt.date) -> None:
    for shown in (Dag(initial={"dag": dag})["dag"].value(), fmt.datum(dag), dag.isoformat()):
        form = Dag({"dag": shown})
        assert form.is_valid(), form.errors
        assert form.cleaned_data["dag"] == dag


@pytest.mark.parametrize(
    ("getypt", "begin"),
    [
        ("gisteren", "“gisteren” is geen datum"),
        ("31-12-2025", "31\u00a0december 2025 is te vroeg"),
        ("1-1-2027", "1\u00a0januari 2027 is te laat"),
        ("30-2-2026", "“30-2-2026” bestaat niet"),
    ],
)
def test_a_wrong_date_is_named_and_kept(getypt: str, begin: str) -> None:
    form = Dag({"dag": getypt})
    assert str(form.errors["dag"][0]).startswith(begin)
    assert form["dag"].value() == getypt
