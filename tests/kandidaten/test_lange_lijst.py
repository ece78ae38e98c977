"""A long list: every double can be ticked, and the looking over is left to the worker."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from ontschot.kandidaten.lijst_inlezen import actions, queries, taken
from ontschot.kandidaten.models import Inlezing
from ontschot.kern.errors import Weigering
from ontschot.netwerk.models import Rol
from tests.netwerk.factories import actor, rol

pytestmark = pytest.mark.usefixtures("ruim")
VELDEN = {0: "voornaam", 1: "achternaam", 2: "email"}


def brought(gids: Rol, lines: int, *, same: bool = False) -> Inlezing:
    """So many people; with `same` they all have one e-mail address."""
    rows = [f"An{n};Bos{n};{'een' if same else n}@voorbeeld.example" for n in range(lines)]
    text = "\n".join(["Voornaam;Achternaam;Email", *rows])
    return actions.bring_list(actor(gids), naam="lang.csv", inhoud=text.encode())


def test_doubles_beyond_the_first_page_are_ticked_page_by_page(
    als: Callable[[Any], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "OP_DE_PAGINA", 3)
    gids = rol()
    lijst = brought(gids, 8, same=True)
    actions.read_columns(actor(gids), inlezing_id=lijst.pk, velden=VELDEN)
    client, place = als(gids), f"/inlezen/{lijst.pk}/"
    first = client.get(place).content.decode()
    assert first.count('name="getoond"') == 3
    data = {"getoond": ["3", "4", "5"], "toch": ["4"], "na": "5"}
    answer = client.post(f"{place}kies/", data)
    assert answer.headers["Location"] == f"{place}?soort=dubbel&na=5"
    second = client.get(answer.headers["Location"]).content.decode()
    assert 'value="6"' in second
    assert 'value="4"' not in second
    client.post(f"{place}begin/", {"getoond": ["6", "7", "8"], "toch": ["7"]})
    ticked = lijst.regels.filter(toch=True).order_by("nummer")
    assert list(ticked.values_list("nummer", flat=True)) == [4, 7]
    assert lijst.regels.filter(status="overgeslagen").count() == 5
    with pytest.raises(Weigering, match="niet kiezen"):
        actions.pick_doubles(
            actor(gids), inlezing_id=lijst.pk, toch=frozenset(), getoond=frozenset({4})
        )


def test_a_long_list_is_looked_over_by_the_worker_in_parts_and_the_page_tells_how_far(
    als: Callable[[Any], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "METEEN", 4)
    monkeypatch.setattr(actions, "NAKIJKEN", 3)
    asked: list[int] = []
    monkeypatch.setattr(taken, "enqueue", lambda lijst: asked.append(lijst.pk))
    gids = rol()
    lijst = brought(gids, 8)
    client, place = als(gids), f"/inlezen/{lijst.pk}/"
    form = {f"kolom_{n}": veld for n, veld in VELDEN.items()}
    assert client.post(place, form).status_code == 302
    assert asked == [lijst.pk]
    lijst.refresh_from_db()
    assert lijst.status == "nakijken"
    assert actions.look_over_part(actor(gids), inlezing_id=lijst.pk)
    page = client.get(place).content.decode()
    assert "Bezig met nakijken" in page
    assert queries.progress_of(lijst).nagekeken == 3
    with pytest.raises(Weigering):
        actions.start_loading(actor(gids), inlezing_id=lijst.pk)
    taken.look_over(lijst.pk, gids.pk)
    lijst.refresh_from_db()
    assert lijst.status == "nagekeken"
    assert lijst.regels.filter(status="nieuw").count() == 8


def test_parts_know_the_lines_before_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "NAKIJKEN", 3)
    gids = rol()
    lijst = brought(gids, 7, same=True)
    actions.read_columns(actor(gids), inlezing_id=lijst.pk, velden=VELDEN)
    told = lijst.regels.filter(status="dubbel").order_by("nummer")
    assert list(told.values_list("nummer", flat=True)) == [3, 4, 5, 6, 7, 8]
    assert all(row.meldingen == [["", "Lijkt op regel 2 van dit bestand."]] for row in told)
