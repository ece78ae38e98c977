"""What each figure counts, and what it does not."""

from typing import Any

import pytest
import time_machine

from ontschot.kandidaten.dubbel.actions import undo_merge
from ontschot.kandidaten.queries import living_keys
from ontschot.kern.scope import scope
from ontschot.meldingen.deuren import Herkomst
from ontschot.meldingen.models import Campagne
from ontschot.monitor.models import Monitorrij
from ontschot.trajecten.actions import correct_uitkomst
from tests.monitor.wereld import NU, Wereld, alle_standen, dagen_geleden, gemeente, tel, totaal

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> Any:
    with time_machine.travel(NU, tick=False):
        yield Wereld()


def _by(w: Wereld, code: str, dimensie: str, **over: str) -> dict[str, int]:
    found = tel(w.monitor, code, (dimensie,), **over)
    return {key[0][1]: stand.teller for key, stand in found.items() if key}


def test_persons_are_counted_by_the_living_key_and_once(w: Wereld) -> None:
    een = w.koopt(60)
    w.koopt(40, een)
    twee = w.koopt(50, achternaam="Verhoeven-Jansen")
    assert totaal(w.monitor, "unieke_personen").rijen == 2
    asked = w.voegt_samen(10, een, twee)
    assert totaal(w.monitor, "unieke_personen").rijen == 1
    with scope(w.monitor):
        keys = set(Monitorrij.objects.values_list("kandidaat_sleutel", flat=True))
        assert len(set(living_keys(keys).values())) == 1
    # As known before the merge there were two; and after it is undone there are two again.
    assert totaal(w.monitor, "unieke_personen", peil="2026-11-09").rijen == 2
    with time_machine.travel(dagen_geleden(5), tick=False), scope(w.gids):
        undo_merge(w.gids, samenvoeging_id=asked.pk)
    assert totaal(w.monitor, "unieke_personen").rijen == 2
    assert totaal(w.monitor, "unieke_personen", peil="2026-11-12").rijen == 1


def test_a_person_is_who_they_were_at_the_first_interventie(w: Wereld) -> None:
    anna = w.koopt(400, situaties=("ww",), gemeente="Druten")
    with scope(w.gids):
        anna.gemeente_id, anna.geslacht = gemeente("Nijmegen"), "man"
        anna.save(update_fields=["gemeente", "geslacht"])
    w.koopt(20, anna)
    assert totaal(w.monitor, "unieke_personen").rijen == 1
    assert _by(w, "unieke_personen", "gemeente") == {"Druten": 1}
    assert _by(w, "unieke_personen", "geslacht") == {"vrouw": 1}
    assert _by(w, "unieke_personen", "maand") == {"2026-10": 1}


def test_help_without_interventie_is_an_answer_and_nothing_bought_until_then(w: Wereld) -> None:
    w.vraag(30, contact=30, dicht=29)
    w.vraag(28, dicht=27, uitkomst="ingetrokken")
    anna = w.koopt(40)
    w.vraag(25, person=anna, contact=24, dicht=23)
    later = w.persoon(achternaam="Later")
    w.vraag(20, person=later, contact=19, dicht=18)
    w.koopt(10, later)
    stand = totaal(w.monitor, "hulp_zonder_interventie")
    assert (stand.teller, stand.rijen) == (2, 3)
    assert _by(w, "hulp_zonder_interventie", "soort_hulp") == {"beantwoord": 2, "geen": 0}


def test_who_still_waits_is_counted_apart_and_never_as_zero_days(w: Wereld) -> None:
    w.vraag(40, contact=40)
    w.vraag(40, contact=36)
    w.vraag(40, contact=30)
    w.vraag(20)
    w.vraag(0)
    w.vraag(10, dicht=9, uitkomst="ingetrokken")
    stand = totaal(w.monitor, "wachttijd_contact")
    assert (stand.klaar, stand.wacht, stand.weg) == (3, 2, 1)
    assert (stand.mediaan, stand.p90, stand.langst) == (4, 10, 20)
    # Two working days are promised: one in time, two too late, and the one that waits too long;
    # of the question of today nobody can say it yet.
    assert (stand.op_tijd, stand.met_termijn) == (1, 4)


def test_only_waiting_gives_no_median_at_all(w: Wereld) -> None:
    w.vraag(6)
    stand = totaal(w.monitor, "wachttijd_contact")
    assert (stand.mediaan, stand.p90, stand.wacht, stand.langst) == (None, None, 1, 6)


def test_waiting_for_advies_and_interventie_begins_at_the_first_question(w: Wereld) -> None:
    anna = w.persoon()
    w.vraag(60, person=anna, contact=60, dicht=50)
    w.vraag(45, person=anna, contact=45)
    w.koopt(40, anna)
    bezig = w.persoon(achternaam="Bezig")
    w.vraag(12, person=bezig, contact=11)
    gestopt = w.persoon(achternaam="Gestopt")
    w.vraag(14, person=gestopt, contact=13, dicht=12)
    w.vraag(14)
    for code in ("wachttijd_advies", "wachttijd_interventie"):
        stand = totaal(w.monitor, code)
        assert (stand.rijen, stand.klaar, stand.wacht, stand.weg) == (3, 1, 1, 1)
        assert (stand.mediaan, stand.langst, stand.met_termijn) == (20, 12, 0)


def test_what_is_answered_later_was_still_open_on_the_day_itself(w: Wereld) -> None:
    anna = w.persoon()
    w.draagt_over(30, anna, "geweigerd", na=10)
    w.draagt_over(8, anna, "ingetrokken", na=2)
    w.draagt_over(3, anna, "")
    found = _by(w, "overdrachten", "uitslag")
    assert found == {"geweigerd": 1, "ingetrokken": 1, "aangeboden": 1}
    assert _by(w, "overdrachten", "uitslag", peil="2026-10-25") == {"aangeboden": 1}
    stand = totaal(w.monitor, "tijd_overdracht")
    assert (stand.klaar, stand.wacht, stand.weg) == (1, 1, 1)
    assert (stand.mediaan, stand.langst, stand.op_tijd, stand.met_termijn) == (10, 3, 0, 1)
    assert totaal(w.monitor, "tijd_overdracht", peil="2026-10-25").langst == 4


def test_from_pillar_to_post_is_to_be_taken_over_twice(w: Wereld) -> None:
    w.draagt_over(30, w.persoon(), "aangenomen")  # there and back again
    w.draagt_over(9, w.persoon(achternaam="Bos"), "geweigerd")
    stand = totaal(w.monitor, "vaker_overgedragen")
    assert (stand.teller, stand.rijen) == (1, 1)
    assert _by(w, "vaker_overgedragen", "keer") == {"2": 1}


def test_a_question_is_counted_by_its_door_and_by_what_came_of_it(w: Wereld) -> None:
    with scope(w.gids):
        begin = dagen_geleden(99).date()
        campagne = Campagne.objects.create(regio_id="AM08", naam="Overstappen", van=begin)
    w.vraag(20, deur="outreach", herkomst=Herkomst(campagne_id=campagne.pk), contact=19, dicht=9)
    w.vraag(20, deur="elders", herkomst=Herkomst(elders="school"))
    w.vraag(400)
    assert _by(w, "vragen", "deur") == {"outreach": 1, "elders": 1}
    assert _by(w, "vragen", "campagne") == {str(campagne.pk): 1, "geen": 1}
    assert _by(w, "vragen", "elders") == {"school": 1, "geen": 1}
    found = tel(w.monitor, "vragen", ("deur", "uitkomst"))
    assert found[("deur", "outreach"), ("uitkomst", "beantwoord")].rijen == 1
    assert found[("deur", "elders"), ("uitkomst", "loopt")].rijen == 1


def test_the_toets_is_counted_per_answer_facility_and_gemeente(w: Wereld) -> None:
    w.koopt(10, gemeente="Wijchen")
    found = alle_standen(w.monitor, "voorliggend_toets")
    assert found[()].rijen > 1
    assert found[(("antwoord", "ontoereikend"),)].rijen == found[()].rijen
    assert found[(("gemeente", "Wijchen"),)].rijen == found[()].rijen


def test_a_corrected_uitkomst_counts_as_it_was_known(w: Wereld) -> None:
    anna = w.koopt(50)
    fout = w.aan_het_werk(20, anna)
    w.aan_het_werk(8, anna, "stap_op_de_ladder")
    assert totaal(w.monitor, "aan_het_werk").rijen == 1
    with time_machine.travel(dagen_geleden(5), tick=False), scope(w.gids):
        correct_uitkomst(w.gids, uitkomst_id=fout.pk, toelichting="Ging niet door.", geldt=False)
    assert totaal(w.monitor, "aan_het_werk").rijen == 0
    assert totaal(w.monitor, "aan_het_werk", peil="2026-11-10").rijen == 1
    # No meaning follows from another.
    assert totaal(w.monitor, "stap_op_de_ladder").rijen == 1
    assert totaal(w.monitor, "interventie_afgerond").rijen == 0
