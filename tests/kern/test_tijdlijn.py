"""One story out of many tables: in order, of one person, and only what happened."""

from datetime import date, datetime
from typing import Any

import pytest
from django.utils import timezone

from ontschot.kandidaten.actions import record_contact
from ontschot.kandidaten.models import Contactmoment, Situatiefeit
from ontschot.kern.scope import Actor
from ontschot.kern.tijdlijn import Rij, Voorval, timeline_of
from ontschot.kern.werk import Tijdlijnitem
from tests.trajecten import factories as f

pytestmark = pytest.mark.django_db


def tell(row: Rij) -> Tijdlijnitem:
    return Tijdlijnitem(row.moment, "x", row.wat, row.tekst, row.wie)


CONTACT = Voorval(Contactmoment, tell, op="op", wat="wijze", wie="door__naam")
BEGIN = Voorval(Situatiefeit, tell, dag="van", wat="soort_id")
EINDE = Voorval(Situatiefeit, tell, dag="tot", wat="soort_id", tekst="bron")


def test_a_day_stands_at_its_beginning_and_a_null_did_not_happen(ruim: Actor) -> None:
    wie = f.actor(f.rol())
    person, other = f.kandidaat(wie, situaties=("ww",)), f.kandidaat(wie)
    record_contact(wie, kandidaat=person, wijze="gesprek", op=timezone.now())
    record_contact(wie, kandidaat=other, wijze="telefoon", op=timezone.now())
    story = timeline_of(person.pk, (BEGIN, EINDE, CONTACT))
    assert [item.titel for item in story] == ["gesprek", "ww"], "newest first, and no end yet"
    assert story[0].wie == wie.naam
    begin = timezone.make_aware(datetime.combine(date(2025, 1, 1), datetime.min.time()))
    assert story[1].op == begin


def test_one_question_whatever_there_is_to_tell(ruim: Actor, count_queries: Any) -> None:
    wie = f.actor(f.rol())
    person = f.kandidaat(wie, situaties=("ww", "wajong"))
    for kinds in [(CONTACT,), (CONTACT, BEGIN), (BEGIN, EINDE, CONTACT)]:
        with count_queries() as counted:
            timeline_of(person.pk, kinds)
        assert counted.aantal == 1


def test_another_role_reads_its_own_rows_with_the_same_statement(ruim: Actor, binnen: Any) -> None:
    wie = f.actor(f.rol())
    person = f.kandidaat(wie)
    assert timeline_of(person.pk, (BEGIN,))
    with binnen(f.actor(f.rol("kassier"))):
        assert timeline_of(person.pk, (BEGIN,)) == []
