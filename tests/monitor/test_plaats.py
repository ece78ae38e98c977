"""The place of a next page says nothing of a row, and nobody can make one up."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from ontschot.monitor.plaats import close, open_place
from tests.monitor.factories import csv_bestand, lever, rol


@given(st.text(max_size=120), st.integers(0, 10_000))
def test_a_place_comes_back_and_a_changed_one_is_none(place: str, where: int) -> None:
    word = close(place)
    assert open_place(word) == place
    assert word == close(place), "a link stays the same"
    raw = bytearray(base64.urlsafe_b64decode(word + "=" * (-len(word) % 4)))
    raw[where % len(raw)] ^= 1
    assert open_place(base64.urlsafe_b64encode(raw).decode()) == ""


@pytest.mark.parametrize("word", ["", "x", "%%%", "é", "A" * 40, "A" * 100_000, "2026-11-12_3"])
def test_what_we_did_not_make_is_no_place(word: str) -> None:
    assert open_place(word) == ""


@pytest.mark.django_db
def test_nobody_finds_the_day_of_a_row_by_asking_for_the_page_after_it(
    als: Callable[[Any], Client],
) -> None:
    lever(csv_bestand(*({"datum": f"2023-06-{n % 28 + 1:02d}"} for n in range(70))))
    client, pad = als(rol("beleid")), "/monitor/rijen/?regio=nederland&jaar=2023"
    first = client.get(pad)
    second = client.get("/monitor/rijen/" + first.context["page"].next)
    shown = [rij["sleutel"] for page in (first, second) for rij in page.context["rijen"]]
    assert len(shown) == len(set(shown)) == 70
    back = client.get("/monitor/rijen/" + second.context["page"].previous)
    assert [r["sleutel"] for r in back.context["rijen"]] == shown[:50]
    word = QueryDict(first.context["page"].next[1:])["na"]
    assert b"2023" not in base64.urlsafe_b64decode(word + "==")
    made_up = base64.urlsafe_b64encode(json.dumps(["2023-06-10", "M"]).encode()).decode()
    guessed = client.get(f"{pad}&na={made_up}")
    assert [r["sleutel"] for r in guessed.context["rijen"]] == shown[:50]
