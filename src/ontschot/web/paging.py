"""Keyset pagination: a page begins after a row, so page 600 is as fast as page 1."""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, Model, Q, QuerySet
from django.http import QueryDict

AFTER, BEFORE = "na", "voor"


@dataclass(frozen=True)
class Page:
    """The rows of one page, and the query strings of its neighbours (empty where there is none)."""

    rows: list[Any]
    previous: str = ""
    next: str = ""


def keyset(
    queryset: QuerySet[Any], params: QueryDict, *, order: Sequence[str], size: int = 50
) -> Page:
    """One page of a queryset in a total order (end it with the primary key; no nullable columns).

    The place is read from `na` or `voor` in the query string; a broken one shows the first page.
    """
    names = [_name(queryset, key) for key in order]
    descending = [key.startswith("-") for key in order]
    place, backwards = asked_place(queryset, params, order=order)
    flipped = [down != backwards for down in descending]
    ordered = queryset.order_by(*(f"-{n}" if d else n for n, d in zip(names, flipped, strict=True)))
    if place is not None:
        ordered = ordered.filter(_beyond(names, flipped, place))
    rows = list(ordered[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    has_previous = more if backwards else place is not None
    has_next = True if backwards else more
    if not rows:
        return Page([], previous=_first_page(params) if place is not None else "")
    return Page(
        rows,
        previous=_query(params, BEFORE, _encode(names, rows[0])) if has_previous else "",
        next=_query(params, AFTER, _encode(names, rows[-1])) if has_next else "",
    )


def asked_place(
    queryset: QuerySet[Any], params: QueryDict, *, order: Sequence[str]
) -> tuple[list[Any] | None, bool]:
    """The values of the row at which a page begins, and whether it goes back from there.

    None is the first page, and so is a place that is broken.
    """
    names = [_name(queryset, key) for key in order]
    after, before = str(params.get(AFTER, "")), str(params.get(BEFORE, ""))
    place = _decode(queryset, names, after or before) if after or before else None
    return place, place is not None and not after


def _name(queryset: QuerySet[Any], key: str) -> str:
    name = key.removeprefix("-")
    return cast(str, queryset.model._meta.pk.name) if name == "pk" else name


def _beyond(names: Sequence[str], descending: Sequence[bool], place: Sequence[Any]) -> Q:
    """(a, b, c) > (x, y, z) written out, because the columns may run in different directions."""
    condition, equal = Q(), Q()
    for name, down, value in zip(names, descending, place, strict=True):
        condition |= equal & Q(**{f"{name}__{'lt' if down else 'gt'}": value})
        equal &= Q(**{name: value})
    return condition


def _field(model: type[Model], name: str) -> "Field[Any, Any] | None":
    field: Any = None
    for step in name.split("__"):
        try:
            field = model._meta.get_field(step)
        except FieldDoesNotExist:
            return None
        model = field.related_model or model
    return cast("Field[Any, Any]", field)


def _output_field(queryset: QuerySet[Any], name: str) -> Any:
    annotation = queryset.query.annotations.get(name)
    return annotation.output_field if annotation is not None else _field(queryset.model, name)


def _encode(names: Sequence[str], row: Any) -> str:
    return place_word([str(_value(row, name)) for name in names])


def place_word(values: Sequence[str]) -> str:
    """The place of a row, by its values in the order of the list, as it stands in an address."""
    return base64.urlsafe_b64encode(json.dumps(list(values)).encode()).decode().rstrip("=")


def _value(row: Any, name: str) -> Any:
    if isinstance(row, Mapping):
        return row[name]
    for step in name.split("__"):
        row = getattr(row, step)
    return row.pk if isinstance(row, Model) else row


def _decode(queryset: QuerySet[Any], names: Sequence[str], token: str) -> list[Any] | None:
    try:
        raw = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        if not isinstance(raw, list) or len(raw) != len(names):
            return None
        if not all(isinstance(value, str) for value in raw):
            return None
        fields = [_output_field(queryset, name) for name in names]
        return [f.to_python(value) for f, value in zip(fields, raw, strict=True)]
    except (binascii.Error, ValueError, ValidationError):
        return None


def _query(params: QueryDict, name: str, token: str) -> str:
    kept = [(k, v) for k, vs in params.lists() if k not in (AFTER, BEFORE) for v in vs]
    return "?" + urlencode([*kept, (name, token)])


def _first_page(params: QueryDict) -> str:
    kept = [(k, v) for k, vs in params.lists() if k not in (AFTER, BEFORE) for v in vs]
    return "?" + urlencode(kept)
