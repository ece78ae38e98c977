"""Fields and forms: label, help, error, input, in that order."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.template import Context
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ontschot.web.tags.library import register, render, trim

WIDTHS = ("xs", "s", "m")
GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


@register.simple_tag(takes_context=True)
def field(
    context: Context,
    bound: BoundField,
    *,
    width: str = "",
    label: str = "",
    help: str = "",
    optional: bool = True,
    bare: bool = False,
) -> SafeString:
    """One field of a form, whatever its widget. `optional=False` leaves out *(niet verplicht)*.

    `bare` is for a cell of a table: the heads of row and column say it, the label is only heard.
    """
    if bound.is_hidden:
        return SafeString(str(bound))
    widget = bound.field.widget
    help_text = str(help or bound.help_text)
    # The group of options carries the description itself: see the template.
    grouped = isinstance(widget, (*GROUPS, forms.MultiWidget))
    values = {
        "bound": bound,
        "label": label or bound.label,
        "help": help_text,
        "help_id": f"{bound.auto_id}_helptext",
        "errors": list(bound.errors),
        "error_id": f"{bound.auto_id}_error",
        "described": _described(bound, help_text),
        "optional": optional and not bound.field.required and not bare,
        "bare": bare,
        "options": list(bound.subwidgets) if isinstance(widget, GROUPS) else [],
        "input": "" if isinstance(widget, GROUPS) else _input(bound, width, help_text),
    }
    if isinstance(widget, forms.CheckboxInput):
        return render(context, "field_check", **values)
    return render(context, "field_group" if grouped else "field", **values)


def _described(bound: BoundField, help_text: str) -> str:
    ids = [f"{bound.auto_id}_helptext"] if help_text else []
    if bound.errors:
        ids.append(f"{bound.auto_id}_error")
    return " ".join(ids)


def _input(bound: BoundField, width: str, help_text: str) -> SafeString:
    """The input itself, linked with its help and error and given the right size."""
    widget = bound.field.widget
    attrs: dict[str, Any] = {}
    if described := _described(bound, help_text):
        attrs["aria-describedby"] = described
    if bound.errors:
        attrs["aria-invalid"] = "true"
    size = width or getattr(bound.field, "width", "")
    if size in WIDTHS:
        attrs["class"] = f"{widget.attrs.get('class', '')} os-w-{size}".strip()
    return bound.as_widget(attrs=attrs)


@register.simple_tag(takes_context=True)
def form_errors(context: Context, form: Any) -> SafeString:
    """What is wrong, as one list at the top, each line leading to its field."""
    if not form.errors:
        return SafeString("")
    lines = [{"text": text, "target": ""} for text in form.non_field_errors()]
    for bound in form:
        target = _first_input(bound)
        lines += [{"text": text, "target": target} for text in bound.errors]
    return render(context, "form_errors", lines=lines)


def _first_input(bound: BoundField) -> str:
    """The id of what can have the focus: of the first option where there is a group."""
    if bound.is_hidden:
        return ""
    if isinstance(bound.field.widget, GROUPS):
        options = list(bound.subwidgets)
        return options[0].id_for_label if options else ""
    if isinstance(bound.field.widget, forms.MultiWidget):
        return f"{bound.auto_id}_0"
    return bound.id_for_label


@register.simple_tag
def hidden(form: Any) -> SafeString:
    return format_html_join("", "{}", ((bound,) for bound in form.hidden_fields()))


@register.simple_block_tag(takes_context=True)
def fieldset(context: Context, content: str, legend: str, help: str = "") -> SafeString:
    return render(context, "fieldset", content=content, legend=legend, help=help)


@register.simple_block_tag(takes_context=True)
def filter_bar(
    context: Context, content: str, form: Any, submit: str = "", reset_url: str = ""
) -> SafeString:
    """Filters beside each other in a GET form, so that they stand in the address."""
    used = any(value for value in form.data.values()) if form.is_bound else False
    values = {"submit": submit or _("Toon"), "reset_url": reset_url if used else ""}
    return render(context, "filter_bar", form=form, content=trim(content), **values)
