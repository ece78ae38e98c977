"""Keyset pagination: no row twice, none forgotten, whatever the order and the size."""

import base64
import json

import pytest
from django.db.models import F
from django.db.models.functions import Length
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from ontschot.kern.scope import Actor
from ontschot.netwerk.models import Regio
from ontschot.web.paging import Page, keyset

ORDERS = [("pk",), ("-pk",), ("naam", "pk"), ("-naam", "pk"), ("naam", "-pk")]


def walk(order: tuple[str, ...], size: int) -> tuple[list[Page], list[Page]]:
    """All pages forwards, and then the same way back."""
    forwards = [keyset(Regio.objects.all(), QueryDict(""), order=order, size=size)]
    while forwards[-1].next:
        params = QueryDict(forwards[-1].next[1:])
        forwards.append(keyset(Regio.objects.all(), params, order=order, size=size))
    backwards = [forwards[-1]]
    while backwards[-1].previous:
        params = QueryDict(backwards[-1].previous[1:])
        backwards.append(keyset(Regio.objects.all(), params, order=order, size=size))
    return forwards, backwards


@pytest.mark.django_db
@settings(max_examples=15)
@given(order=st.sampled_from(ORDERS), size=st.integers(1, 40))
def test_every_row_is_seen_once_on_the_way_there_and_back(
    ruim: Actor, order: tuple[str, ...], size: int
) -> None:
    expected = list(Regio.objects.order_by(*order))
    forwards, backwards = walk(order, size)
    assert [row for page in forwards for row in page.rows] == expected
    assert [row for page in reversed(backwards) for row in page.rows] == expected
    assert forwards[0].previous == ""


def test_an_annotation_can_be_the_order(ruim: Actor) -> None:
    rows = Regio.objects.annotate(lengte=Length(F("naam"))).values("code", "lengte")
    first = keyset(rows, QueryDict(""), order=("-lengte", "pk"), size=5)
    second = keyset(rows, QueryDict(first.next[1:]), order=("-lengte", "pk"), size=100)
    codes = [row["code"] for row in first.rows + second.rows]
    assert codes == [r["code"] for r in rows.order_by("-lengte", "pk")]


def test_the_filters_stay_in_the_address(ruim: Actor) -> None:
    page = keyset(
        Regio.objects.all(), QueryDict("jaar=2023&soort=a&soort=b"), order=("pk",), size=3
    )
    kept = QueryDict(page.next[1:])
    assert kept.getlist("soort") == ["a", "b"]
    assert set(kept) == {"jaar", "soort", "na"}


def token(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()


@pytest.mark.parametrize(
    "broken",
    ["x", "%%%", "é", token("x"), token([]), token(["a", "b"]), token([1]), token({"a": 1}), "W10"],
)
def test_a_broken_place_shows_the_first_page(ruim: Actor, broken: str) -> None:
    params = QueryDict(mutable=True)
    params["na"] = broken
    page = keyset(Regio.objects.all(), params, order=("pk",), size=3)
    assert page.rows == list(Regio.objects.order_by("pk")[:3])


def test_a_place_beyond_the_end_leads_back_to_the_beginning(ruim: Actor) -> None:
    params = QueryDict(mutable=True)
    params["na"] = token(["ZZZZ"])
    page = keyset(Regio.objects.all(), params, order=("pk",), size=3)
    assert page.rows == []
    assert page.previous == "?"


def test_a_page_costs_one_query_however_far_it_is(ruim: Actor, count_queries: type) -> None:
    pages, _ = walk(("pk",), 10)
    params = QueryDict(pages[-2].next[1:])
    with count_queries() as counted:
        keyset(Regio.objects.all(), params, order=("pk",), size=10)
    assert counted.aantal == 1
