"""The base form, and the fields for money and dates.

`Formulier` renders with our own components and says what is wrong in whole Dutch sentences.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ontschot.kern.errors import Weigering
from ontschot.web import format as fmt

# By the kind of field, most specific first: what is asked when nothing was filled in.
REQUIRED = (
    (forms.FileField, _("Kies een bestand bij “{label}”.")),
    (forms.BooleanField, _("Zet een vinkje bij “{label}”.")),
    (forms.ChoiceField, _("Kies een antwoord bij “{label}”.")),
    (forms.ModelChoiceField, _("Kies een antwoord bij “{label}”.")),
    (forms.Field, _("Vul “{label}” in.")),
)
INVALID = (
    (forms.EmailField, _("“%(value)s” is geen e-mailadres. Schrijf het zo: naam@voorbeeld.nl.")),
    (forms.DecimalField, _("Vul bij “{label}” een getal in, bijvoorbeeld 12,5.")),
    (forms.IntegerField, _("Vul bij “{label}” een heel getal in, bijvoorbeeld 12.")),
    (forms.URLField, _("“{label}” is geen webadres. Schrijf het zo: https://voorbeeld.nl.")),
)
OTHER = {
    "invalid_choice": _("Die keuze bestaat niet bij “{label}”. Kies er een uit de lijst."),
    "max_length": _("“{label}” is te lang: %(show_value)d tekens. Er passen er %(limit_value)d."),
    "min_length": _("“{label}” is te kort: schrijf minstens %(limit_value)d tekens."),
    "max_value": _("“{label}” mag niet meer zijn dan %(limit_value)s."),
    "min_value": _("“{label}” mag niet minder zijn dan %(limit_value)s."),
    "empty": _("Het bestand bij “{label}” is leeg. Kies een ander bestand."),
}


class Formulier(forms.Form):
    """A form as every screen of Ontschot shows it."""

    template_name = "web/components/form.html"
    # The browser's own bubbles are less clear than our sentences, and differ per browser.
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self._speak()

    def _speak(self) -> None:
        for name, field in self.fields.items():
            _speak_dutch(field, str(field.label or name.replace("_", " ").capitalize()))

    def full_clean(self) -> None:
        # A form may have added fields after it was made.
        self._speak()
        super().full_clean()

    def weiger(self, weigering: Weigering) -> None:
        """Show a refusal of the domain with the field it belongs to, so nothing typed is lost."""
        veld = weigering.veld if weigering.veld in self.fields else None
        self.add_error(veld, weigering.zin)


class RedenForm(Formulier):
    """One sentence why; the label says of what."""

    def __init__(
        self, *args: Any, label: str = "Waarom?", max_length: int = 300, **kwargs: Any
    ) -> None:
        reden = forms.CharField(label=label, max_length=max_length)
        self.base_fields = {"reden": reden}  # type: ignore[misc]  # where Django copies them from
        super().__init__(*args, **kwargs)


def offer(form: forms.Form, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Give a choice field its choices (or groups of them), which come from the database."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


def text_area(label: Any, rows: int = 3, **kwargs: Any) -> forms.CharField:
    """A box for text. The action knows the maximum: a maxlength would cut a paste in silence."""
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def _speak_dutch(field: forms.Field, label: str) -> None:
    """Replace the messages that are still Django's own; one of the form itself stays."""
    texts = {"required": _first(REQUIRED, field), "invalid": _first(INVALID, field)} | OTHER
    defaults = _default_messages(type(field))
    for code, text in texts.items():
        untouched = field.error_messages.get(code) == defaults.get(code)
        if text and code in {*defaults, *_validator_codes(field)} and untouched:
            # A message with parameters goes through `%`; one without does not.
            safe = label.replace("%", "%%") if "%(" in str(text) else label
            field.error_messages[code] = format_lazy(text, label=safe)


def _first(table: tuple[tuple[type[forms.Field], Any], ...], field: forms.Field) -> Any:
    return next((text for kind, text in table if isinstance(field, kind)), "")


def _default_messages(kind: type[forms.Field]) -> dict[str, Any]:
    messages: dict[str, Any] = {}
    for base in reversed(kind.__mro__):
        messages |= getattr(base, "default_error_messages", {})
    return messages


def _validator_codes(field: forms.Field) -> set[str]:
    return {code for validator in field.validators if (code := getattr(validator, "code", ""))}


class BedragField(forms.Field):
    """An amount of money as people type it; the value is an integer number of cents.

    `min_cent` is 0 unless told otherwise; both bounds are inclusive.
    """

    width = "s"

    def __init__(
        self, *, min_cent: int | None = 0, max_cent: int | None = None, **kwargs: Any
    ) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**{"widget": widget} | kwargs)
        self.min_cent, self.max_cent = min_cent, max_cent

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int) and not isinstance(value, bool):
            return fmt.euro(value).replace(f"€{fmt.VAST}", "").replace(fmt.MIN + fmt.VAST, "-")
        return value

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        if isinstance(value, int):
            return value
        if not str(value).strip():
            return None
        try:
            return fmt.lees_bedrag(str(value))
        except ValueError as problem:
            raise ValidationError(str(problem), code="invalid") from problem

    def validate(self, value: int | None) -> None:
        super().validate(value)
        if value is None:
            return
        if self.min_cent is not None and value < self.min_cent:
            raise ValidationError(
                f"{fmt.euro(value)} is te weinig. Vul minstens {fmt.euro(self.min_cent)} in.",
                code="min_value",
            )
        if self.max_cent is not None and value > self.max_cent:
            raise ValidationError(
                f"{fmt.euro(value)} is te veel. Vul hoogstens {fmt.euro(self.max_cent)} in.",
                code="max_value",
            )

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class DatumField(forms.Field):
    """A date as people type it: `12-3-2026`, `12 maart 2026`, `2026-03-12`."""

    width = "s"

    def __init__(
        self, *, min_datum: dt.date | None = None, max_datum: dt.date | None = None, **kwargs: Any
    ) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off"})
        kwargs.setdefault("help_text", _("Bijvoorbeeld 12-3-2026"))
        super().__init__(**{"widget": widget} | kwargs)
        self.min_datum, self.max_datum = min_datum, max_datum

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, dt.date):
            return f"{value.day}-{value.month}-{value.year:04d}"
        return value

    def to_python(self, value: Any) -> dt.date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, dt.datetime):
            return fmt.plaatselijk(value).date()
        if isinstance(value, dt.date):
            return value
        if not str(value).strip():
            return None
        try:
            return fmt.lees_datum(str(value))
        except ValueError as problem:
            raise ValidationError(str(problem), code="invalid") from problem

    def validate(self, value: dt.date | None) -> None:
        super().validate(value)
        if value is None:
            return
        if self.min_datum and value < self.min_datum:
            raise ValidationError(
                f"{fmt.datum(value)} is te vroeg. Kies {fmt.datum(self.min_datum)} of later.",
                code="min_value",
            )
        if self.max_datum and value > self.max_datum:
            raise ValidationError(
                f"{fmt.datum(value)} is te laat. Kies {fmt.datum(self.max_datum)} of eerder.",
                code="max_value",
            )

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True
