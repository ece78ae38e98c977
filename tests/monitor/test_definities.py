"""The registry: every figure says what it is, and no figure is called just uitstroom."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from ontschot.monitor.definities import DEFINITIES, DIMENSIES, TABELLEN
from ontschot.monitor.indicatoren import INDICATOREN
from ontschot.monitor.management.commands.definities_tabel import document
from ontschot.trajecten.models import Uitkomst
from tests.monitor.factories import rol


def test_the_document_for_people_is_what_the_registry_says() -> None:
    written = Path(settings.ROOT_DIR, "docs", "definities.md").read_text(encoding="utf-8")
    assert written == document(), "run: ./ontschot manage definities_tabel --schrijf"


def test_there_are_four_meanings_and_no_figure_is_called_just_uitstroom() -> None:
    assert {code for code, _ in Uitkomst.BETEKENISSEN} <= set(INDICATOREN)
    for definitie in DEFINITIES.values():
        assert "uitstroom" not in definitie.code
        assert "uitstroom" not in definitie.naam.casefold()


def test_every_figure_says_all_that_a_figure_must_say() -> None:
    for definitie in DEFINITIES.values():
        said = (definitie.tekst, definitie.teller, definitie.noemer, definitie.moment)
        assert all(zin.endswith(".") for zin in said), definitie.code
        assert definitie.versie >= 1
        assert set(definitie.dimensies) <= set(DIMENSIES), definitie.code
    assert len({d.naam for d in DEFINITIES.values()}) == len(DEFINITIES)
    assert set(INDICATOREN).isdisjoint(TABELLEN)


@pytest.mark.django_db
def test_a_definition_is_found_by_its_heading_and_nothing_else_is(
    als: Callable[[Any], Client],
) -> None:
    client = als(rol("gids"))
    page = client.get("/monitor/definities/?zoek=EERSTE contact").content.decode()
    assert 'id="wachttijd_contact"' in page
    assert 'id="doelgroep"' not in page
    page = client.get("/monitor/definities/?zoek=uitstroom").content.decode()
    assert all(f'id="{betekenis}"' in page for betekenis, _ in Uitkomst.BETEKENISSEN)
    assert 'id="doelgroep"' not in page
    assert (
        "Geen definitie gevonden" in client.get("/monitor/definities/?zoek=kwik").content.decode()
    )


@pytest.mark.django_db
def test_every_definition_and_dimension_has_an_anchor(als: Callable[[Any], Client]) -> None:
    page = als(rol("coordinator")).get("/monitor/definities/").content.decode()
    for code in (*DEFINITIES, *(f"dimensie-{code}" for code in DIMENSIES)):
        assert f'id="{code}"' in page
