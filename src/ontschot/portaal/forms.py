"""The forms for visitors, in their own language."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ontschot.meldingen.rules import MAX_VRAAG_TEKENS, MIN_CIJFERS_TELEFOON
from ontschot.web.forms import Formulier


class LangeTekst(forms.CharField):
    """A text with a maximum that we tell; the browser would cut it in silence."""

    def __init__(self, *, rows: int, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(widget=widget, max_length=MAX_VRAAG_TEKENS, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


class VraagForm(Formulier):
    """One question, as one would tell it; a name is not asked from who stays anonymous."""

    vraag = LangeTekst(
        label=_("Jouw vraag"),
        rows=5,
        help_text=_("Schrijf het op zoals je het zou vertellen."),
        error_messages={"required": _("Je hebt nog geen vraag opgeschreven.")},
    )
    contactwijze = forms.ChoiceField(
        label=_("Hoe mogen we antwoorden?"),
        choices=[
            ("bellen", _("Bel mij")),
            ("mailen", _("Mail mij")),
            ("anoniem", _("Ik blijf liever anoniem")),
        ],
        widget=forms.RadioSelect,
        initial="anoniem",
    )
    naam = forms.CharField(
        label=_("Hoe heet je?"),
        required=False,
        max_length=160,
        help_text=_("Alleen als we je mogen bellen of mailen."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    telefoon = forms.CharField(
        label=_("Telefoonnummer"),
        required=False,
        max_length=20,
        help_text=_("Alleen nodig als we je mogen bellen."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    email = forms.EmailField(
        label=_("E-mailadres"),
        required=False,
        help_text=_("Alleen nodig als we je mogen mailen."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    # For machines that fill in everything; people do not see it.
    website = forms.CharField(
        label=_("Laat dit veld leeg"),
        required=False,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "tabindex": "-1", "data-bewaar-niet": ""}
        ),
    )
    formulier = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("website"):
            self.add_error(
                None, _("Laat het veld “Laat dit veld leeg” leeg en probeer het nog eens.")
            )
        way = data.get("contactwijze")
        digits = sum(c.isdigit() for c in data.get("telefoon", ""))
        if way == "bellen" and digits < MIN_CIJFERS_TELEFOON and "telefoon" not in self.errors:
            self.add_error("telefoon", _("Vul een telefoonnummer in van minstens 10 cijfers."))
        if way == "mailen" and not data.get("email") and "email" not in self.errors:
            self.add_error("email", _("Vul je e-mailadres in, bijvoorbeeld naam@voorbeeld.nl."))
        reach = [name for name in ("telefoon", "email") if data.get(name)]
        if way == "anoniem" and reach:
            # Somebody who fills in a number expects a call: never drop it in silence.
            self.add_error(
                "contactwijze",
                _(
                    "Je vulde in hoe we je bereiken, maar koos anoniem. "
                    "Kies bellen of mailen, of haal het weg."
                ),
            )
        return data


class CodeForm(Formulier):
    code = forms.CharField(
        label=_("Jouw code"),
        max_length=40,
        help_text=_("Bijvoorbeeld 7K4M-2QXR-9TBD"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-bewaar-niet": ""}),
    )


class AanvullingForm(Formulier):
    """A further message; the code comes along, so that nobody has to type it twice."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=40)
    tekst = LangeTekst(label=_("Wil je nog iets zeggen?"), rows=4)
