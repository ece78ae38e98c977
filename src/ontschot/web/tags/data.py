"""Tables, lists, bars and stories: what shows the facts."""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ontschot.web import format as fmt
from ontschot.web.tags import values
from ontschot.web.tags.library import part, register, render, trim

COLUMN_KINDS = ("num", "actie")


@lru_cache(maxsize=256)
def parse_columns(columns: str) -> tuple[tuple[str, str], ...]:
    """`Stap|Kosten:num|:actie` -> ((`Stap`, ``), (`Kosten`, `num`), (`Actie`, `actie`))."""
    found = []
    for column in columns.split("|"):
        label, _, kind = column.rpartition(":")
        if kind not in COLUMN_KINDS:
            label, kind = column, ""
        found.append((label.strip() or ("Actie" if kind == "actie" else ""), kind))
    return tuple(found)


@register.simple_block_tag(takes_context=True)
def table(
    context: Context,
    content: str,
    caption: str,
    columns: str,
    *,
    caption_visible: bool = False,
    empty: str = "",
    empty_action: str = "",
    empty_url: str = "",
    id: str = "",
    sticky: bool = False,
) -> SafeString:
    """A table in a region that scrolls sideways; the empty state when there are no rows.

    `sticky` keeps the head and the first column in sight, for a table with many columns.
    """
    if empty and "<tr" not in content:
        return render(context, "empty", text=empty, action=empty_action, url=empty_url)
    shape = {"caption": caption, "caption_visible": caption_visible, "id": id, "sticky": sticky}
    return render(context, "table", content=content, columns=parse_columns(columns), **shape)


@register.simple_tag
def pick(name: str, value: Any, label: Any, form: str = "") -> SafeString:
    """A checkbox that picks a row for a bulk action."""
    owner = format_html(' form="{}"', form) if form else ""
    shape = '<input type="checkbox" name="{}" value="{}" aria-label="Kies {}"{}>'
    return format_html(shape, name, value, label, owner)


@register.simple_tag(takes_context=True)
def pick_all(context: Context, name: str, text: str = "Alles op deze bladzijde") -> SafeString:
    return render(context, "pick_all", name=name, text=text)


@register.simple_tag
def bar_cell(
    value: values.Number | None,
    max: values.Number,
    label: Any = "",
    *,
    url: str = "",
    kind: str = "",
) -> SafeString:
    """A whole table cell: a bar behind the text. An attribute of SVG, so no inline style."""
    if value is None or value == "":
        return format_html('<td class="os-bar">{}</td>', label or fmt.NIETS)
    share = 0.0 if not max else 100 * float(value) / float(max)
    width = f"{min(100.0, share if share > 0 else 0.0):.1f}".rstrip("0").rstrip(".")
    text: Any = label if label != "" else fmt.getal(value, 0 if value == int(value) else 1)
    if url:
        text = format_html('<a href="{}">{}</a>', url, text)
    css = "os-bar os-soft-bar" if kind == "soft" else "os-bar"
    bar = '<svg aria-hidden="true"><rect width="{}%" height="100%"/></svg>'
    return format_html('<td class="{}">' + bar + "<span>{}</span></td>", css, width, text)


@register.simple_tag(takes_context=True)
def money_bar(
    context: Context, parts: Sequence[Any], legend: bool = True, total_label: str = ""
) -> SafeString:
    """Amounts as one stacked bar, with a legend that says them in full."""
    amounts = [(part(p, "label"), int(part(p, "cent", 0) or 0)) for p in parts]
    whole = sum(cent for _, cent in amounts if cent > 0)
    segments, start = [], 0.0
    for number, (label, cent) in enumerate(amounts, start=1):
        width = 100 * cent / whole if whole and cent > 0 else 0.0
        tone = min(number, 5) if number < len(amounts) else 0
        drawn = {"x": f"{start:.2f}", "width": f"{width:.2f}", "visible": width > 0}
        segments.append(drawn | {"tone": tone, "label": label, "cent": cent})
        start += width
    spoken = ", ".join(f"{fmt.euro(cent, kort=True)} {label}" for label, cent in amounts)
    total = sum(cent for _, cent in amounts)
    shape = {"legend": legend, "total_label": total_label, "total": total}
    return render(context, "money_bar", segments=segments, spoken=spoken, **shape)


@register.simple_block_tag
def items(content: str) -> SafeString:
    return format_html('<ul class="os-items">{}</ul>', content)


@register.simple_block_tag(takes_context=True)
def item(
    context: Context,
    content: str,
    title: str,
    url: str = "",
    *,
    sub: str = "",
    kind: str = "",
    level: int = 3,
) -> SafeString:
    """One thing that waits; `kind` is `late` or `soon`, the content its badge and actions."""
    css = f" os-{kind}" if kind in ("late", "soon") else ""
    shape = {"title": title, "url": url, "sub": sub, "css": css, "tag": f"h{int(level)}"}
    return render(context, "item", actions=trim(content), **shape)


@register.simple_block_tag
def timeline(content: str, label: str = "") -> SafeString:
    name = format_html(' aria-label="{}"', label) if label else ""
    return format_html('<ul class="os-time"{}>{}</ul>', name, content)


@register.simple_block_tag(takes_context=True)
def event(
    context: Context,
    content: str,
    title: str,
    when: dt.date | str | None = None,
    by: str = "",
    *,
    kind: str = "",
    struck: bool = False,
) -> SafeString:
    """One line of the story: what, when, by whom, and the words.

    `struck`: it stays readable and does not count any more.
    """
    moment: Any = values.date(when, "short") if isinstance(when, dt.date) else when or ""
    css = f"os-{kind}" if kind in ("ok", "warn", "stop", "soft") else ""
    shape = {"title": title, "when": moment, "by": by, "css": css, "struck": struck}
    return render(context, "event", content=trim(content), **shape)


@register.simple_block_tag
def facts(content: str) -> SafeString:
    return format_html('<dl class="os-facts">{}</dl>', content)


@register.simple_block_tag
def fact(content: str, label: str) -> SafeString:
    return format_html("<dt>{}</dt><dd>{}</dd>", label, content)


@register.simple_tag
def fact_line(label: str, value: Any) -> SafeString:
    shown = fmt.NIETS if value is None or value == "" else value
    return format_html("<dt>{}</dt><dd>{}</dd>", label, shown)


@register.simple_block_tag
def figures(content: str) -> SafeString:
    return format_html('<dl class="os-figures">{}</dl>', content)


@register.simple_tag
def figure(value: Any, label: str, url: str = "") -> SafeString:
    shown = fmt.NIETS if value is None or value == "" else value
    inner = format_html('<a href="{}">{}</a>', url, shown) if url else shown
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", label, inner)


@register.simple_block_tag
def stats(content: str) -> SafeString:
    return format_html('<ul class="os-stats">{}</ul>', content)


@register.simple_block_tag(takes_context=True)
def stat(
    context: Context, content: str, title: str, value: Any, url: str = "", *, level: int = 2
) -> SafeString:
    """One figure with what it says: its value leads to the table, the content says the rest."""
    shown = fmt.NIETS if value is None or value == "" else value
    shape = {"title": title, "value": shown, "url": url, "tag": f"h{int(level)}"}
    return render(context, "stat", content=trim(content), **shape)


@register.simple_tag(takes_context=True)
def pagination(context: Context, page: Any) -> SafeString:
    previous, following = part(page, "previous", ""), part(page, "next", "")
    if not previous and not following:
        return SafeString("")
    return render(context, "pagination", previous=previous, following=following)
