"""Figures to steer by: lasting work, signals, who carries how much, and what was missing."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ontschot.casusoverleg.actions import follow_signaal, report_signaal
from ontschot.casusoverleg.models import Signaal
from ontschot.kandidaten.models import Kandidaat
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor, scope
from ontschot.meldingen.models import Melding
from ontschot.monitor.indicatoren import INDICATOREN
from ontschot.monitor.indicatoren.basis import rows
from ontschot.monitor.sturing.duurzaam import groups, lines_of_doubt, lines_per_year
from ontschot.monitor.sturing.richting import compared, compared_days
from ontschot.netwerk.models import Rol
from ontschot.toewijzing.models import Afwezigheid, Inzet
from ontschot.trajecten.gemis import gemis_per_gemeente
from ontschot.trajecten.models import Nazorgmoment, Uitkomst, Volggrond
from ontschot.trajecten.queries.volgen import banen_of
from ontschot.trajecten.rules.volgen import PEILMAANDEN, Duur, lasting, lasting_figures
from tests.meldingen import factories as vragen
from tests.monitor.wereld import selectie, tel, totaal
from tests.netwerk.factories import actor, rol
from tests.trajecten import factories as trajecten
from tests.werkplek.test_voorzieningen import bought_for_want_of, missing

Als = Callable[[Any], Client]
REGIO = "AM08"
ANTWOORDEN = ("werkt_nog", "werkt_niet_meer", "anders", "geen_antwoord", "vervallen")
EVER = {"van": date(2020, 1, 1), "tot": date(2099, 12, 31)}


def starts(count: int, van: Rol) -> None:
    """So many people who began to work some day, followed or not, asked or not; always the same."""
    dice, today, door = random.Random(5), timezone.localdate(), van.medewerker_id
    for _ in range(count):
        person = vragen.kandidaat(van)
        since = today - timedelta(days=dice.randrange(560))
        start = _uitkomst(person, since, door)
        if dice.random() < 0.8:
            _ground(person, since, since + timedelta(days=dice.choice([40, 200, 700])), door)
        for number in range(dice.randrange(5)):
            _answer(start, since + timedelta(days=dice.randrange(420)), dice, number)


def _uitkomst(person: Kandidaat, datum: date, door: int, **over: Any) -> Uitkomst:
    values = {"betekenis": "aan_het_werk", "bron": "kandidaat", **over}
    return Uitkomst.objects.create(
        regio_id=REGIO, kandidaat=person, datum=datum, vastgelegd_door_id=door, **values
    )


def _ground(person: Kandidaat, van: date, tot: date, door: int) -> None:
    Volggrond.objects.create(
        regio_id=REGIO, kandidaat=person, grond="toestemming", tekst="Gezegd.", van=van, tot=tot,
        vastgelegd_door_id=door,
    )  # fmt: skip


def _answer(start: Uitkomst, op: date, dice: random.Random, number: int) -> None:
    if op > timezone.localdate():
        return
    antwoord = dice.choice(ANTWOORDEN)
    Nazorgmoment.objects.create(
        regio_id=REGIO, uitkomst=start, kandidaat=start.kandidaat, gepland_op=op, gedaan_op=op,
        na=f"moment {number}", antwoord=antwoord,
        vervallen_omdat="wil_niet" if antwoord == "vervallen" else "",
    )  # fmt: skip


@pytest.fixture
def collega(ruim: Actor) -> Rol:
    return rol()


@pytest.fixture
def gids(collega: Rol) -> Actor:
    return actor(collega)


def test_the_database_and_the_rule_say_the_same_of_every_start_of_work(collega: Rol) -> None:
    starts(70, collega)
    today, wie = timezone.localdate(), actor(rol(Rolsoort.BELEID))
    banen = dict(zip(Uitkomst.objects.order_by("datum", "id"), banen_of(REGIO), strict=True))
    seen = set()
    for maanden in PEILMAANDEN:
        indicator = INDICATOREN[f"werk_na_{maanden}"]
        with scope(wie):
            chosen = replace(selectie(wie, indicator.code), **EVER)
            found = {r.sleutel: r.waarden["stand_werk"] for r in rows(indicator, chosen, size=99)}
        told = {f"U{u.pk}": lasting(baan, maanden, today).value for u, baan in banen.items()}
        assert found == told
        seen |= set(told.values())
    assert seen == {duur.value for duur in Duur}


def test_the_years_add_up_to_everybody_and_no_state_is_lost(collega: Rol) -> None:
    starts(40, collega)
    expected = lasting_figures(banen_of(REGIO), timezone.localdate())
    with scope(actor(rol(Rolsoort.MONITOR))):
        *years, together = groups(REGIO)
    assert list(together.cijfers) == expected
    for place, cijfer in enumerate(together.cijfers):
        assert cijfer.begonnen == 40
        for name in ("werkt", "geen_antwoord", "niet_gevolgd", "nog_niet"):
            assert sum(getattr(y.cijfers[place], name) for y in years) == getattr(cijfer, name)


def test_who_we_know_nothing_of_lies_between_the_lines_and_few_people_make_no_point(
    collega: Rol,
) -> None:
    starts(40, collega)
    with scope(actor(collega)):
        groepen = groups(REGIO)
    most, known, least = lines_of_doubt(groepen)
    for high, middle, low in zip(most.values, known.values, least.values, strict=True):
        assert middle is None or (low or 0) <= middle <= (high or 0)
    for line, groep in zip(lines_per_year(groepen), groepen, strict=False):
        for value, cijfer in zip(line.values[1:], groep.cijfers, strict=True):
            assert (value is None) == (cijfer.bekend < 5)


def test_a_corrected_start_of_work_counts_once_and_a_withdrawn_one_not(gids: Actor) -> None:
    today, door = timezone.localdate(), gids.medewerker_id or 0
    person = trajecten.kandidaat(gids)
    wrong = _uitkomst(person, today - timedelta(days=9), door)
    right = _uitkomst(
        person, today - timedelta(days=3), door, corrigeert=wrong, toelichting="Verkeerde dag."
    )
    assert totaal(gids, "werk_na_3").rijen == totaal(gids, "aan_het_werk").rijen == 1
    _uitkomst(
        person, right.datum, door, corrigeert=right, toelichting="Het ging niet door.", geldt=False
    )
    assert totaal(gids, "werk_na_3").rijen == totaal(gids, "aan_het_werk").rijen == 0


@pytest.fixture
def signalen(gids: Actor) -> Actor:
    """One signal that nobody has, one in the Beraad and one that ended; returns who follows."""
    beleid = actor(rol(Rolsoort.BELEID, organisatie="gemeente-nijmegen"))
    made = [
        report_signaal(gids, onderwerp=onderwerp, wat="Het past niet.")
        for onderwerp in ("wachttijd", "wachttijd", "inkoop")
    ]
    today = timezone.localdate()
    for signaal in made[1:]:
        follow_signaal(beleid, signaal_id=signaal.pk, status="opgepakt")
    follow_signaal(beleid, signaal_id=made[1].pk, status="in_beraad", beraad_op=today)
    follow_signaal(beleid, signaal_id=made[2].pk, status="afgerond", uitkomst="Prijs afgesproken.")
    return beleid


def test_signals_are_counted_by_owner_by_beraad_and_by_how_they_ended(signalen: Actor) -> None:
    found = tel(signalen, "signalen", ("eigenaar",), ("beraad",), ("stand_signaal",))
    counted = {key: stand.rijen for key, stand in found.items()}
    assert counted == {
        (): 3,
        (("eigenaar", "geen"),): 1,
        (("eigenaar", signalen.naam),): 2,
        (("beraad", "niet"),): 2,
        (("beraad", "geweest"),): 1,
        (("stand_signaal", "nieuw"),): 1,
        (("stand_signaal", "in_beraad"),): 1,
        (("stand_signaal", "afgerond"),): 1,
    }
    time = totaal(signalen, "tijd_signaal")
    assert (time.klaar, time.wacht, time.mediaan) == (1, 2, 0)


def test_the_owner_of_a_signal_has_a_name_only_for_who_reads_the_signal_itself(
    signalen: Actor,
) -> None:
    monitor = actor(rol(Rolsoort.MONITOR))
    owners = {key for key in tel(monitor, "signalen", ("eigenaar",)) if key}
    assert owners == {(("eigenaar", "geen"),), (("eigenaar", "iemand"),)}


def test_a_signal_opens_for_who_may_read_it(signalen: Actor, als: Als) -> None:
    pad = "/monitor/indicator/signalen/rijen/"
    url = f'href="/signalen/{Signaal.objects.order_by("pk")[0].pk}/"'
    assert url in als(rol(Rolsoort.BELEID)).get(pad).content.decode()
    assert url not in als(rol(Rolsoort.MONITOR)).get(pad).content.decode()


def test_an_older_signal_stands_with_its_age(signalen: Actor) -> None:
    Signaal.objects.filter(status="nieuw").update(gemeld_op=timezone.now() - timedelta(days=100))
    ages = tel(signalen, "signalen", ("ouderdom",))
    assert {key[0][1]: s.rijen for key, s in ages.items() if key} == {
        "30": 1, "180": 1, "gesloten": 1,
    }  # fmt: skip


def _work(wie: Actor, dimensie: str) -> dict[str, int]:
    found = tel(wie, "werklast", (dimensie,))
    return {key[0][1]: stand.rijen for key, stand in found.items() if key}


def _question(van: Rol) -> Melding:
    """An open question of this colleague."""
    made = vragen.melding()
    owner = {"eigenaar": van.medewerker, "organisatie": van.organisatie}
    Melding.objects.filter(pk=made.pk).update(**owner)
    return made


def test_only_the_coordinator_sees_who_carries_how_much(ruim: Actor) -> None:
    mine, other = rol(), rol(organisatie="fnv")
    for owner in (mine, other, other):
        _question(owner)
    vragen.kandidaat(mine)
    boss = rol(Rolsoort.COORDINATOR, organisatie="gemeente-nijmegen")
    assert _work(actor(boss), "collega") == {mine.medewerker.naam: 2, other.medewerker.naam: 2}
    assert _work(actor(mine), "collega") == {"ik": 2, "collega": 2}
    beleid = rol(Rolsoort.BELEID, organisatie="gemeente-nijmegen")
    assert _work(actor(beleid), "collega") == {"collega": 4}


def test_the_rows_of_the_own_work_lead_to_the_question_and_to_the_dossier(
    ruim: Actor, als: Als
) -> None:
    mine = rol()
    asked, person = _question(mine), vragen.kandidaat(mine)
    page = als(mine).get("/monitor/indicator/werklast/rijen/?collega=ik").content.decode()
    for url in (asked.get_absolute_url(), person.get_absolute_url()):
        assert f'href="{url}"' in page


def test_an_organisatie_of_few_colleagues_is_not_told_apart_from_another(ruim: Actor) -> None:
    uwv = [rol() for _ in range(3)]
    fnv, cnv = rol(organisatie="fnv"), rol(organisatie="cnv")
    for owner in (*uwv, fnv, cnv):
        _question(owner)
    beleid = actor(rol(Rolsoort.BELEID, organisatie="gemeente-nijmegen"))
    assert _work(beleid, "organisatie") == {"UWV": 3, "klein": 2}
    assert _work(actor(fnv), "organisatie") == {"UWV": 3, "FNV": 1, "klein": 1}
    boss = actor(rol(Rolsoort.COORDINATOR, organisatie="gemeente-nijmegen"))
    assert _work(boss, "organisatie") == {"UWV": 3, "FNV": 1, "CNV": 1}


def test_room_is_for_who_is_there_and_below_the_maximum(ruim: Actor) -> None:
    full, free, away, *_ = (rol() for _ in range(4))
    for who, most in ((full, 1), (free, 2)):
        Inzet.objects.create(regio_id=REGIO, medewerker=who.medewerker, hoogstens=most)
        _question(who)
    Afwezigheid.objects.create(regio_id=REGIO, medewerker=away.medewerker, van=timezone.localdate())
    boss = actor(rol(Rolsoort.COORDINATOR, organisatie="gemeente-nijmegen"))
    found = tel(boss, "ruimte", ("ruimte",))
    # The coördinator can get questions too, without a maximum.
    assert (found[()].teller, found[()].rijen) == (3, 5)
    assert {k[0][1]: s.rijen for k, s in found.items() if k} == {
        "vol": 1, "vrij": 1, "afwezig": 1, "zonder_maximum": 2,
    }  # fmt: skip


@pytest.mark.parametrize("soort", sorted(Rolsoort))
def test_who_is_away_stands_on_the_page_of_the_coordinator_only(als: Als, soort: str) -> None:
    status = als(rol(soort)).get("/monitor/indicator/ruimte/").status_code
    assert (status == 200) == (soort == Rolsoort.COORDINATOR)


def test_the_sum_of_what_was_missing_is_that_of_the_map(ruim: Actor) -> None:
    dienst = missing("Mook en Middelaar")
    bought = bought_for_want_of(dienst, "Mook en Middelaar", 2)
    bought += bought_for_want_of(missing("Mook en Middelaar"), "Nijmegen")
    boss, today = actor(rol(Rolsoort.COORDINATOR)), timezone.localdate()
    found = tel(boss, "gemis", ("gemeente",))
    with scope(boss):
        mapped = gemis_per_gemeente(REGIO, today, today)
    assert found[()].cent == sum(b.kosten_cent or 0 for b in bought) == sum(g.cent for g in mapped)
    assert found[(("gemeente", "Mook en Middelaar"),)].rijen == 2
    with scope(boss):
        listed = rows(INDICATOREN["gemis"], selectie(boss, "gemis"))
    assert sum(row.cent or 0 for row in listed) == found[()].cent
    assert {row.persoon for row in listed} == {""}


def test_a_role_without_names_cannot_find_the_cost_of_fewer_than_five_people(ruim: Actor) -> None:
    beleid = actor(rol(Rolsoort.BELEID))
    bought_for_want_of(missing("Mook en Middelaar"), "Mook en Middelaar", 5)
    [other] = bought_for_want_of(missing("Mook en Middelaar"), "Nijmegen")
    found = tel(beleid, "gemis", ("gemeente",))
    assert {key for key in found if key} == {(("gemeente", "Mook en Middelaar"),)}
    assert found[()].rijen == 5
    bought_for_want_of(missing("Mook en Middelaar"), "Wijchen", 4)
    found = tel(beleid, "gemis", ("gemeente",), ("gemist",))
    assert found[(("gemeente", "klein"),)].rijen == found[(("gemist", "klein"),)].rijen == 5
    assert other.kosten_cent is not None


def test_two_facilities_that_were_missing_count_one_interventie_once(ruim: Actor) -> None:
    [bought] = bought_for_want_of(missing("Mook en Middelaar"), "Mook en Middelaar")
    second = bought.toets.exclude(antwoord="niet_beschikbaar").first()
    assert second is not None
    bought.toets.filter(pk=second.pk).update(antwoord="niet_beschikbaar")
    found = tel(actor(rol(Rolsoort.COORDINATOR)), "gemis", ("gemist",))
    assert {key: (s.rijen, s.cent) for key, s in found.items()} == {
        (): (1, bought.kosten_cent), (("gemist", "meer"),): (1, bought.kosten_cent),
    }  # fmt: skip


def test_what_was_missing_is_known_as_it_was_on_a_day(ruim: Actor) -> None:
    bought_for_want_of(missing("Mook en Middelaar"), "Mook en Middelaar")
    boss = actor(rol(Rolsoort.COORDINATOR))
    yesterday = timezone.localdate() - timedelta(days=1)
    assert totaal(boss, "gemis", peil=yesterday.isoformat()).rijen == 0
    assert totaal(boss, "gemis").rijen == 1


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_direction_in_words_is_the_difference_and_names_what_it_was(nu: int, toen: int) -> None:
    words = compared(nu, toen, "vorig jaar", str)
    if nu == toen:
        assert words == "Evenveel als vorig jaar."
    else:
        word = "meer" if nu > toen else "minder"
        assert words == f"{abs(nu - toen)} {word} dan vorig jaar ({toen})."
    assert compared(nu, None, "vorig jaar") == "Er is nog niets om mee te vergelijken."


def test_fewer_days_are_said_to_be_shorter() -> None:
    assert compared_days(2, 3, "vorig jaar") == "1 dag korter dan vorig jaar (3 dagen)."
    assert compared_days(3, None, "vorig jaar") == "Er is nog niets om mee te vergelijken."
