"""What the menukaart proposes for somebody's situation and gemeente."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from ontschot.kern.scope import Actor
from ontschot.menukaart import queries
from ontschot.menukaart.laden import load
from ontschot.menukaart.models import Dienst
from ontschot.netwerk.models import Gemeente

REGIO = "AM08"
VANDAAG = date(2026, 3, 2)


def _names(situaties: set[str], gemeente: str = "Nijmegen", day: date = VANDAAG) -> set[str]:
    place = Gemeente.objects.get(naam=gemeente)
    found = queries.voorliggend_for(frozenset(situaties), place.pk, day, regio=REGIO)
    return {v.sleutel for v in found}


def test_somebody_with_ww_hears_of_uwv_and_not_of_the_unions_coach(ruim: Actor) -> None:
    found = _names({"ww"})
    assert "uwv-training-solliciteren" in found
    assert "drie-gesprekken-fnv" not in found


def test_what_is_for_everybody_is_proposed_to_somebody_without_known_situation(ruim: Actor) -> None:
    found = _names(set())
    assert "uwv-webinars" in found
    assert "uwv-training-solliciteren" not in found


def test_a_facility_that_stopped_is_proposed_on_the_days_it_ran_and_no_longer(ruim: Actor) -> None:
    stopped = Dienst.objects.get(tot=date(2023, 12, 31))
    assert stopped.sleutel in _names(set(), day=date(2023, 12, 31))
    assert stopped.sleutel not in _names(set(), day=date(2024, 1, 1))


def test_a_gemeente_that_does_not_offer_it_says_why(ruim: Actor) -> None:
    place = Gemeente.objects.get(naam="Mook en Middelaar")
    found = queries.voorliggend_for(frozenset({"participatiewet"}), place.pk, VANDAAG, regio=REGIO)
    absent = [v for v in found if not v.beschikbaar]
    assert absent
    assert all(v.voorwaarde for v in absent)


def test_only_the_steps_that_were_asked_for(ruim: Actor) -> None:
    found = queries.voorliggend_for(frozenset({"ww"}), None, VANDAAG, stappen=["EW06"])
    assert {v.stap for v in found} == {"EW06"}


def test_an_arrangement_finds_services_of_one_interventiesoort(ruim: Actor) -> None:
    kind = "versterken_arbeidsmarktpositie"
    found = queries.aanvullend(frozenset({"in_dienst"}), None, VANDAAG, interventiesoort=kind)
    assert {v.interventiesoort for v in found} == {kind}
    assert all(v.soort == "aanvullend" for v in found)


def test_proposing_costs_two_queries_however_many_services_fit(
    ruim: Actor, count_queries: type
) -> None:
    place = Gemeente.objects.get(naam="Nijmegen").pk
    with count_queries() as counted:
        queries.voorliggend_for(frozenset({"ww", "participatiewet"}), place, VANDAAG)
    assert counted.aantal == 2


def test_loading_again_changes_nothing_and_keeps_a_check_that_somebody_did(ruim: Actor) -> None:
    before = Dienst.objects.count()
    yesterday = timezone.localdate() - timedelta(days=1)
    Dienst.objects.filter(sleutel="uwv-webinars").update(gecontroleerd_op=yesterday)
    assert load() == load() >= before
    assert Dienst.objects.count() == before
    assert Dienst.objects.get(sleutel="uwv-webinars").gecontroleerd_op == yesterday


@pytest.mark.parametrize("soort", ["voorliggend", "aanvullend"])
def test_the_demo_region_has_more_than_twenty_services_of_each_kind(
    ruim: Actor, soort: str
) -> None:
    assert Dienst.objects.filter(regio=REGIO, soort=soort).count() > 20
