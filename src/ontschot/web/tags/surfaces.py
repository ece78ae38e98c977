"""Pages, cards, messages, buttons: what stands around the content."""

from collections.abc import Sequence
from typing import Any

from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ontschot.web.slots import fill
from ontschot.web.tags.library import part, register, render, trim

BUTTON_CLASS = {
    "primary": "nl-button nl-button--primary",
    "quiet": "nl-button nl-button--secondary",
    "danger": "nl-button nl-button--primary nl-button--negative",
    "plain": "nl-button nl-button--subtle",
}
BADGE_KINDS = ("neutral", "ok", "warn", "stop")
NOTE_CLASS = {"info": "info", "ok": "ok", "warn": "warning", "stop": "error"}


@register.simple_tag(takes_context=True)
def button(
    context: Context,
    text: str,
    kind: str = "primary",
    *,
    type: str = "submit",
    name: str = "",
    value: Any = "",
    form: str = "",
    dialog: str = "",
    disabled: bool = False,
    label: str = "",
) -> SafeString:
    """A button. With `dialog` it is a link to that dialog, so that it works without JavaScript."""
    values: dict[str, Any] = {"text": text, "label": label, "dialog": dialog}
    values |= {"type": type, "name": name, "value": value, "form": form, "disabled": disabled}
    return render(context, "button", css=BUTTON_CLASS[kind], **values)


@register.simple_tag
def link(
    text: str,
    url: str,
    kind: str = "",
    *,
    current: bool = False,
    label: str = "",
    lang: str = "",
) -> SafeString:
    """A link, plain or looking like a button."""
    attributes = [("class", BUTTON_CLASS[kind] if kind else ""), ("aria-label", label)]
    attributes += [("lang", lang), ("hreflang", lang), ("aria-current", "page" if current else "")]
    extra = format_html_join("", ' {}="{}"', [pair for pair in attributes if pair[1]])
    return format_html('<a href="{}"{}>{}</a>', url, extra, text)


@register.simple_tag(takes_context=True)
def post_button(
    context: Context,
    text: str,
    url: str,
    kind: str = "primary",
    *,
    name: str = "",
    value: Any = "",
    label: str = "",
) -> SafeString:
    """One button that writes: its own form with the csrf token."""
    values = {"text": text, "url": url, "name": name, "value": value, "label": label}
    return render(context, "post_button", css=BUTTON_CLASS[kind], **values)


@register.simple_block_tag
def actions(content: str) -> SafeString:
    return format_html('<div class="os-row os-actions">{}</div>', content)


@register.simple_tag(takes_context=True)
def breadcrumbs(context: Context, *trail: str) -> SafeString:
    """Label, url, label, url, …, and the label of this page."""
    steps = [{"label": trail[i], "url": trail[i + 1]} for i in range(0, len(trail) - 1, 2)]
    here = trail[-1] if len(trail) % 2 else ""
    return render(context, "breadcrumbs", steps=steps, here=here)


@register.simple_block_tag(takes_context=True)
def page_head(context: Context, content: str, title: str, intro: str = "") -> SafeString:
    return render(context, "page_head", title=title, intro=intro, actions=trim(content))


@register.simple_block_tag(takes_context=True)
def card(
    context: Context,
    content: str,
    title: str = "",
    *,
    badge: str = "",
    badge_kind: str = "neutral",
    id: str = "",
    level: int = 2,
    flush: bool = False,
    accent: bool = False,
) -> SafeString:
    """A section on its own surface; `flush` for a table or items, `accent` for "this one now"."""
    css = "os-card" + (" os-flush" if flush else "") + (" os-accent" if accent else "")
    values = {"title": title, "badge": badge, "badge_kind": badge_kind, "id": id, "css": css}
    return render(context, "card", content=content, tag=f"h{int(level)}", **values)


@register.simple_tag
def badge(text: Any, kind: str = "neutral") -> SafeString:
    """A small status. What is empty makes no badge."""
    if text is None or text == "":
        return SafeString("")
    if kind not in BADGE_KINDS:
        raise ValueError(f"badge: {kind!r} is not one of {BADGE_KINDS}")
    extra = "" if kind == "neutral" else f" os-{kind}"
    return format_html('<span class="nl-data-badge{}">{}</span>', extra, text)


@register.simple_block_tag(takes_context=True)
def note(context: Context, content: str, kind: str = "info", title: str = "") -> SafeString:
    """A calm message that belongs to the text of the page."""
    return render(context, "note", content=content, kind=NOTE_CLASS[kind], title=title, role="")


@register.simple_tag(takes_context=True)
def alert(context: Context, text: Any, kind: str = "info", title: str = "") -> SafeString:
    """A message about what just happened; screen readers say it at once."""
    role = "alert" if kind == "stop" else "status"
    return render(context, "note", content=text, kind=NOTE_CLASS[kind], title=title, role=role)


@register.simple_tag(takes_context=True)
def empty(context: Context, text: str, action: str = "", url: str = "") -> SafeString:
    return render(context, "empty", text=text, action=action, url=url)


@register.simple_tag(takes_context=True)
def progress(context: Context, value: int | None, max: int, text: str) -> SafeString:
    """How far a long task is; `value` None when it is busy and nobody knows how long."""
    busy = value is None or max <= 0
    share = None if busy or value is None else min(1.0, value / max)
    return render(context, "progress", value=value, max=max, text=text, share=share, busy=busy)


STEP_STATES = {"done": "klaar", "now": "nu", "todo": "nog te doen", "skipped": "overgeslagen"}


@register.simple_tag(takes_context=True)
def stepper(context: Context, steps: Sequence[Any], current: int = 0) -> SafeString:
    """Where we are. Texts with `current` (from 1), or objects with `label`, `state`, `url`."""
    rows = []
    for number, step in enumerate(steps, start=1):
        if isinstance(step, str):
            state = "done" if number < current else "now" if number == current else "todo"
            rows.append({"label": step, "state": state, "url": "", "words": STEP_STATES[state]})
            continue
        state = part(step, "state", "todo")
        row = {"label": part(step, "label"), "url": part(step, "url", ""), "state": state}
        rows.append(row | {"words": STEP_STATES[state]})
    return render(context, "stepper", steps=rows)


@register.simple_block_tag(takes_context=True)
def waarom(context: Context, content: str, title: str = "") -> SafeString:
    """A disclosure next to a question: why we ask it, and who will see the answer."""
    asked = title or _("Waarom vragen we dit, en wie ziet het?")
    return render(context, "waarom", content=content, title=asked)


@register.simple_block_tag(takes_context=True)
def dialog(context: Context, content: str, id: str, title: str) -> SafeString:
    """A dialog that a `{% button … dialog=id %}` opens; without JavaScript it unfolds in place."""
    return render(context, "dialog", content=content, id=id, title=title)


@register.simple_block_tag(takes_context=True)
def confirm(
    context: Context,
    content: str,
    text: str,
    url: str,
    *,
    title: str,
    kind: str = "danger",
    yes: str = "",
    id: str = "",
    name: str = "",
    value: Any = "",
    label: str = "",
) -> SafeString:
    """A button that asks first. The content stands in the posting form: text and extra fields."""
    key = id or f"vraag-{slugify(f'{text} {url}')}"
    values = {"text": text, "url": url, "title": title, "name": name, "value": value}
    values |= {"yes": yes or text, "id": key, "label": label, "content": content}
    opener = BUTTON_CLASS["quiet"] + (" nl-button--negative" if kind == "danger" else "")
    return render(context, "confirm", css=BUTTON_CLASS[kind], opener_css=opener, **values)


@register.simple_tag(takes_context=True)
def slot(context: Context, naam: str, *values: Any) -> SafeString:
    """A place that a higher room fills (`web.slots`); nothing when none does."""
    return SafeString(fill(naam, context["request"], *values))
