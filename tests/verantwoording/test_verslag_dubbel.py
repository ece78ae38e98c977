"""A report says what the bank paid twice: outside the books, and as known then."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import scope
from ontschot.netwerk.queries import actor_in_role
from ontschot.verantwoording.actions import make_verslag
from ontschot.verantwoording.models import Verslag
from ontschot.verantwoording.queries import page_of
from ontschot.verantwoording.uitvoer import as_json, as_pdf, made
from tests.kassier import factories
from tests.kassier.factories import Wereld
from tests.kassier.test_bank import w
from tests.kassier.test_bank_dubbel import left_twice
from tests.kassier.test_bank_plaatsen import placed
from tests.verantwoording.test_verslag import report

__all__ = ["w"]  # a fixture


def test_what_left_twice_stands_beside_the_books_until_it_is_back(w: Wereld) -> None:
    with scope(w.ruim):
        _, payment, (one, two) = left_twice(w, 1000, 300, 700)
    first = report(w)
    with scope(w.ruim):
        placed(w, one, "dubbel", payment)
    second = report(w)
    with scope(w.ruim):
        placed(w, two, "dubbel", payment)
    third = report(w)
    with scope(w.ruim):
        pages = [page_of(row) for row in (first, second, third)]
        assert [page.twee_keer for page in pages] == [(1, 1000), (1, 700), (0, 0)]
        assert all(page.gelijk for page in pages)
        assert {row.betaald_cent for row in (first, second, third)} == {1000}
        assert "geen geld van een fonds" in made(pages[0])
        assert "twee keer" not in made(pages[2])
        assert json.loads(as_json(pages[1]))["dubbel"] == {str(w.fonds.pk): [1, 700]}
        assert as_pdf(pages[0]).startswith(b"%PDF")
        fields = {f.attname: getattr(first, f.attname) for f in Verslag._meta.concrete_fields}
        fields |= {"id": None, "peil": timezone.now(), "cijfers": second.cijfers}
        with pytest.raises(IntegrityError, match="report and bank differ"), transaction.atomic():
            Verslag.objects.create(**fields)
    yesterday = timezone.localdate() - timedelta(days=1)
    with scope(w.ruim):
        assert page_of(report(w, tot=yesterday)).twee_keer == (0, 0)


def test_who_sees_no_accounts_still_reads_what_left_twice(w: Wereld) -> None:
    with scope(w.ruim):
        left_twice(w, 1000)
    today = timezone.localdate()
    reader = actor_in_role(factories.medewerker("gemeente-nijmegen", Rolsoort.BELEID))
    found = make_verslag(reader, van=today, tot=today, fonds_id=w.fonds.pk)
    assert found.cijfers["dubbel"] == {str(w.fonds.pk): [1, 1000]}
