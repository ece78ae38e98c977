"""The table of journeys for people is what the journeys in the browser are held to."""

from pathlib import Path

from django.conf import settings

from tests.browser.reizen import REIZEN, tabel

DOCUMENT = Path(settings.ROOT_DIR, "docs", "journeys.md")


def test_the_table_of_journeys_is_what_the_tests_count() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == tabel()


def test_every_journey_is_walked_by_a_test() -> None:
    folder = Path(settings.ROOT_DIR, "tests", "browser")
    walked = "".join(p.read_text(encoding="utf-8") for p in folder.glob("test_*.py"))
    assert not [
        key for key in REIZEN if f'reis("{key}"' not in walked and f'houd_aan("{key}"' not in walked
    ]
