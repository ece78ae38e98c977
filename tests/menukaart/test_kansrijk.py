"""Which trades are kansrijk: by the edition of the list that counted on the day."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from ontschot.kern.scope import Actor
from ontschot.menukaart import queries
from ontschot.menukaart.models import Beroep, Kansrijkeberoepenlijst

REGIO = "AM08"


def lijst(editie: date, *namen: str) -> Kansrijkeberoepenlijst:
    found = Kansrijkeberoepenlijst.objects.create(
        regio_id=REGIO, naam="Lijst van de regio", editie_op=editie, bron="Test"
    )
    Beroep.objects.bulk_create(Beroep(regio_id=REGIO, lijst=found, naam=naam) for naam in namen)
    return found


def test_the_edition_of_that_day_counts(ruim: Actor) -> None:
    lijst(date(2025, 1, 1), "Loodgieter", "Kok")
    lijst(date(2026, 1, 1), "Loodgieter")
    assert [b.naam for b in queries.kansrijk_op(REGIO, date(2025, 6, 1))] == ["Kok", "Loodgieter"]
    assert queries.is_kansrijk(REGIO, "kok", date(2025, 12, 31))
    assert queries.is_kansrijk(REGIO, " KOK ", date(2026, 1, 1)) is False


def test_without_a_list_nobody_can_say(ruim: Actor) -> None:
    assert queries.kansrijk_op(REGIO, date(2024, 1, 1)) == []
    assert queries.is_kansrijk(REGIO, "Kok", date(2024, 1, 1)) is None


def test_the_same_edition_loaded_again_is_how_a_mistake_is_mended(ruim: Actor) -> None:
    lijst(date(2025, 1, 1), "Kko")
    lijst(date(2025, 1, 1), "Kok")
    assert [b.naam for b in queries.kansrijk_op(REGIO, date(2025, 6, 1))] == ["Kok"]


@pytest.mark.parametrize("table", ["menukaart_beroep", "menukaart_kansrijkeberoepenlijst"])
def test_a_list_that_was_used_cannot_be_rewritten(ruim: Actor, table: str) -> None:
    lijst(date(2025, 1, 1), "Kok")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")
