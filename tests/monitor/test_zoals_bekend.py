"""Figures as known on a day: what is entered, changed or erased later does not change them."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from ontschot.kern.scope import scope
from ontschot.meldingen import actions as vragen
from ontschot.meldingen.actions.kandidaatvorming import link_kandidaat
from ontschot.meldingen.models import Melding
from ontschot.monitor.indicatoren import INDICATOREN
from ontschot.monitor.indicatoren.basis import Sleutel, Stand
from ontschot.monitor.indicatoren.samen import Vraag, counts_together
from ontschot.monitor.sturing.duurzaam import groups
from ontschot.trajecten.actions import (
    answer_toets,
    cancel,
    end_volggrond,
    finish_toets,
    record_nazorg,
)
from ontschot.trajecten.models import Nazorgmoment, Toetsregel, Uitkomst
from tests.klok import op
from tests.monitor.factories import rol
from tests.monitor.wereld import NU, Wereld, dagen_geleden, selectie, tel, totaal
from tests.trajecten import factories as trajecten

pytestmark = pytest.mark.django_db
Als = Callable[[Any], Client]


@pytest.fixture
def w(db: None) -> Any:
    with op(NU):
        yield Wereld()


def _peil(dagen: int) -> str:
    return dagen_geleden(dagen).date().isoformat()


def _staten(w: Wereld, code: str, **over: str) -> tuple[int, int, int]:
    """Done, waiting and stopped."""
    stand = totaal(w.monitor, code, **over)
    return stand.klaar, stand.wacht, stand.weg


def _figures(w: Wereld, **over: str) -> dict[str, dict[Sleutel, Stand]]:
    """Every figure that has a peildatum, over the whole year, with all its tables."""
    codes = [code for code, i in INDICATOREN.items() if i.definitie.peildatum]
    year = {"van": date(2026, 1, 1), "tot": date(2026, 12, 31)}
    with scope(w.monitor):
        asked = [
            Vraag(
                INDICATOREN[code],
                replace(selectie(w.monitor, code, **over), **year),
                tuple((d,) for d in INDICATOREN[code].definitie.dimensies),
            )
            for code in codes
        ]
        return dict(zip(codes, counts_together(asked), strict=True))


def test_a_figure_as_known_on_a_day_is_what_it_was_on_that_day(w: Wereld) -> None:
    """A few weeks of work, with a look at every figure each evening; at the end all looked up."""
    dice, people, open_questions, signals = random.Random(44), [], [], []
    evenings = {}
    for dag in range(9, 0, -3):
        people.append(w.koopt(dag, achternaam=f"Prins{dag}") if dag % 2 else w.persoon())
        person = dice.choice(people)
        open_questions.append(w.vraag(dag, person=dice.choice([person, None])))
        w.vraag(dag, contact=dag, dicht=dag, person=person if dag % 2 else None)
        late = open_questions.pop(dice.randrange(len(open_questions)))
        with op(dagen_geleden(dag)), scope(w.gids):
            vragen.record_first_contact(w.gids, melding_id=late.pk, op=late.ontvangen_op)
        if dice.random() < 0.5:
            _couple(w, dag, late, person)
        signals.append(w.meldt(dag))
        w.volgt(dag, signals[0], "opgepakt")
        w.aan_het_werk(dag, person)
        if len(people) == 2:
            w.voegt_samen(dag, people[0], people[1])
            del people[1]
        w.draagt_over(dag, people[-1], dice.choice(["aangenomen", "geweigerd"]), na=0)
        with op(dagen_geleden(dag)):
            evenings[dag] = _figures(w)
    for dag, figures in evenings.items():
        assert _figures(w, peil=_peil(dag)) == figures, dag


def _couple(w: Wereld, dagen: int, melding: Melding, person: Any) -> None:
    with scope(w.gids):
        melding.refresh_from_db()
        person.refresh_from_db()
    if melding.kandidaat_id or person.samengevoegd_met_id:
        return
    with op(dagen_geleden(dagen)), scope(w.gids):
        link_kandidaat(w.gids, melding_id=melding.pk, sleutel=person.sleutel)


def test_a_question_of_paper_counts_from_when_it_was_entered(w: Wereld) -> None:
    gevraagd = dagen_geleden(40)
    melding = w.vraag(5, ontvangen_op=gevraagd)
    assert totaal(w.monitor, "vragen", peil=_peil(6)).rijen == 0
    assert totaal(w.monitor, "vragen", peil=_peil(5)).rijen == 1
    assert tel(w.monitor, "vragen", ("maand",))[(("maand", f"{gevraagd:%Y-%m}"),)].rijen == 1
    assert melding.ontvangen_op == gevraagd


def test_a_first_contact_that_is_written_down_later_was_not_known_before(w: Wereld) -> None:
    melding = w.vraag(30)
    with op(dagen_geleden(10)), scope(w.gids):
        vragen.record_first_contact(w.gids, melding_id=melding.pk, op=dagen_geleden(28))
    assert _staten(w, "wachttijd_contact", peil=_peil(11)) == (0, 1, 0)
    assert totaal(w.monitor, "wachttijd_contact", peil=_peil(11)).langst == 19
    assert _staten(w, "wachttijd_contact", peil=_peil(10)) == (1, 0, 0)
    assert totaal(w.monitor, "wachttijd_contact").mediaan == 2


def test_a_question_that_is_coupled_later_was_of_nobody_before(w: Wereld) -> None:
    melding, person = w.vraag(30), w.persoon()
    _couple(w, 10, melding, person)
    for code in ("wachttijd_advies", "wachttijd_interventie"):
        assert totaal(w.monitor, code, peil=_peil(11)).rijen == 0
        assert totaal(w.monitor, code, peil=_peil(10)).rijen == 1


def test_an_interventie_that_lapsed_later_was_still_being_prepared(w: Wereld) -> None:
    person = w.persoon()
    w.vraag(30, person=person, contact=30, dicht=25, uitkomst="ingetrokken")
    with op(dagen_geleden(20)), scope(w.gids):
        found = trajecten.interventie(w.gids, person)
    with op(dagen_geleden(10)), scope(w.gids):
        cancel(w.gids, interventie_id=found.pk, reden="Het hoeft niet meer.")
    staten = [_staten(w, "wachttijd_interventie", peil=_peil(dag)) for dag in (26, 21, 20, 11, 10)]
    assert staten == [(0, 1, 0), (0, 0, 1), (0, 1, 0), (0, 1, 0), (0, 0, 1)]


def test_an_answer_of_the_toets_that_was_changed_was_the_other_one_before(w: Wereld) -> None:
    with op(dagen_geleden(20)), scope(w.gids):
        found = trajecten.interventie(w.gids, w.persoon())
        trajecten.toets(w.gids, found)
        line = Toetsregel.objects.filter(interventie=found).order_by("pk")[0]
        first = line.antwoord
    with op(dagen_geleden(10)), scope(w.gids):
        other = "gebruikt" if first != "gebruikt" else "ontoereikend"
        answer_toets(w.gids, toetsregel_id=line.pk, antwoord=other, reden="Toch wel.")
    then, now = (
        tel(w.monitor, "voorliggend_toets", ("antwoord",), **over)
        for over in ({"peil": _peil(11)}, {})
    )
    assert totaal(w.monitor, "voorliggend_toets", peil=_peil(21)).rijen == 0
    assert then[()] == now[()]
    moved = {
        key[0][1]: now.get(key, Stand()).rijen - then.get(key, Stand()).rijen
        for key in {*then, *now} - {()}
    }
    assert {answer: by for answer, by in moved.items() if by} == {first: -1, other: 1}
    with op(dagen_geleden(2)), scope(w.gids):
        finish_toets(w.gids, interventie_id=found.pk)
    assert tel(w.monitor, "voorliggend_toets", ("maand",), peil=_peil(11)) == {
        **{key: stand for key, stand in then.items() if key == ()},
        (("maand", f"{dagen_geleden(20):%Y-%m}"),): then[()],
    }


def _work(w: Wereld, peil: str = "") -> dict[str, int]:
    over = {"peil": peil} if peil else {}
    found = tel(w.monitor, "werk_na_3", ("stand_werk",), **over)
    return {key[0][1]: stand.rijen for key, stand in found.items() if key}


def test_what_is_answered_later_or_may_no_more_be_asked_changes_no_earlier_figure(
    w: Wereld,
) -> None:
    begin, person = 100, w.persoon()
    w.aan_het_werk(begin, person)
    with scope(w.gids):
        moment = Nazorgmoment.objects.filter(kandidaat=person, na="3 maanden").get()
    with op(dagen_geleden(3)), scope(w.gids):
        answered = dagen_geleden(6).date()
        record_nazorg(w.gids, nazorgmoment_id=moment.pk, antwoord="werkt_nog", op=answered)
    assert _work(w, _peil(20)) == _work(w, _peil(4)) == {"nog_niet": 1}
    assert _work(w, _peil(3)) == _work(w) == {"werkt": 1}
    with op(dagen_geleden(2)), scope(w.gids):
        end_volggrond(w.gids, kandidaat_id=person.pk)
    assert _work(w, _peil(20)) == {"nog_niet": 1}
    with scope(w.monitor):
        [*_, together] = groups("AM08", dagen_geleden(4).date())
        assert (together.cijfers[0].nog_niet, together.cijfers[0].werkt) == (1, 0)


def test_a_ground_that_ended_later_still_held_before(w: Wereld) -> None:
    person = w.persoon()
    w.aan_het_werk(130, person)
    with op(dagen_geleden(60)), scope(w.gids):
        end_volggrond(w.gids, kandidaat_id=person.pk)
    assert _work(w, _peil(61)) == {"nog_niet": 1}
    assert _work(w) == {"niet_gevolgd": 1}


def test_a_signal_that_ended_later_was_open_before(w: Wereld) -> None:
    signaal = w.meldt(40)
    w.volgt(30, signaal, "opgepakt")
    w.volgt(10, signaal, "afgerond", "Het ROC geeft nu les in de avond.")
    w.volgt(5, signaal, "afgerond", "Het ROC geeft nu ook les op zaterdag.")
    assert _staten(w, "tijd_signaal", peil=_peil(11)) == (0, 1, 0)
    assert totaal(w.monitor, "tijd_signaal").mediaan == 30
    stand = [
        next(key[0][1] for key in tel(w.monitor, "signalen", ("stand_signaal",), peil=p) if key)
        for p in (_peil(31), _peil(11), _peil(10))
    ]
    assert stand == ["nieuw", "opgepakt", "afgerond"]


def test_a_question_that_is_erased_leaves_earlier_figures_too_and_nothing_else_does(
    w: Wereld,
) -> None:
    """Being forgotten goes before being the same; the definition says so."""
    melding = w.vraag(30)
    w.vraag(29)
    assert totaal(w.monitor, "vragen", peil=_peil(20)).rijen == 2
    with scope(w.gids), connection.cursor() as cursor:
        cursor.execute("DELETE FROM meldingen_melding WHERE id = %s", [melding.pk])
        cursor.execute(
            "SELECT count(*) FROM meldingen_meldingversie WHERE melding_id = %s", [melding.pk]
        )
        assert cursor.fetchone() == (0,)
    assert totaal(w.monitor, "vragen", peil=_peil(20)).rijen == 1
    assert "Wat wordt gewist" in INDICATOREN["vragen"].definitie.peil_zin


def test_the_page_of_lasting_work_is_as_known_on_a_day(als: Als, w: Wereld) -> None:
    w.aan_het_werk(20, w.persoon())
    client, pad = als(rol("beleid")), "/monitor/nog-aan-het-werk/"
    page = client.get(pad, {"peil": _peil(10)}).content.decode()
    assert '<time datetime="2026-11-10">' in page
    assert f"peil={_peil(10)}" in page, "the rows are as known on that day too"
    assert "Op die dag was nog niet" in client.get(pad, {"peil": _peil(30)}).content.decode()
    for typed, zin in (("gisteren", "kennen we niet"), ("1-1-2099", "vandaag of een eerdere dag")):
        answer = client.get(pad, {"peil": typed})
        assert answer.status_code == 422
        assert zin in answer.content.decode()
        assert f'value="{typed}"' in answer.content.decode()


def test_every_meaning_is_told_of_a_later_outcome_only_from_then_on(w: Wereld) -> None:
    person = w.persoon()
    for betekenis, _ in Uitkomst.BETEKENISSEN:
        w.aan_het_werk(10, person, betekenis)
        assert totaal(w.monitor, betekenis, peil=_peil(11)).rijen == 0
        assert totaal(w.monitor, betekenis, peil=_peil(10)).rijen == 1


def test_a_page_as_known_on_a_day_compares_with_the_same_part_of_the_year_before(
    als: Als, w: Wereld
) -> None:
    w.vraag(20)
    for dagen in (380, 390):
        w.vraag(dagen, contact=dagen)
    client, pad = als(rol("monitor")), "/monitor/indicator/wachttijd_contact/"
    page = client.get(pad, {"peil": _peil(18), "jaar": "2026"}).content.decode()
    assert "Langst tot dan" in page
    assert "Langst tot nu" not in page
    # A year before the peildatum only the older of the two was there.
    assert client.get(pad, {"peil": _peil(18), "jaar": "2026"}).context["cijfer"].eerder.rijen == 1
    assert "nog niets bekend" in client.get(pad, {"peil": _peil(21)}).content.decode()
