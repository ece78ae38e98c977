"""A kansrijk beroep or a baangarantie beside the six questions: the list proposes, people answer.

And praktijkleren only in an erkend leerbedrijf, looked up by somebody on a day.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.menukaart.actions import load_lijst
from ontschot.netwerk.models import Rol
from ontschot.regelingen.queries import regeling_op
from ontschot.trajecten import actions, verplichten
from ontschot.trajecten.models import Inkoopcheck, Interventie
from ontschot.trajecten.rules import Kansrijk, check_problems, suggest
from ontschot.trajecten.rules.inkoop import Bekend, kansrijk_problem, named_trade
from tests.refusal import refused_change
from tests.trajecten import factories as f

pytestmark = pytest.mark.django_db

JA = ("ja", "")


@pytest.fixture
def rol(ruim: Actor) -> Rol:
    return f.rol()


@pytest.fixture
def wie(rol: Rol) -> Actor:
    return f.actor(rol)


@pytest.fixture
def boss(ruim: Actor) -> Actor:
    return f.actor(f.rol(Rolsoort.COORDINATOR, organisatie="gemeente-nijmegen"))


def load(boss: Actor, *beroepen: str) -> None:
    load_lijst(
        boss,
        naam="Kansrijke beroepen",
        editie_op=timezone.localdate() - timedelta(days=10),
        bron="Zelf gemaakt voor deze test",
        beroepen=[(naam, "") for naam in beroepen],
    )


def planned(wie: Actor, omschrijving: str = "Opleiding tot rijinstructeur") -> Interventie:
    person = f.kandidaat(wie)
    plan = actions.start_arrangement(wie, kandidaat_id=person.pk, doel="Werk")
    actions.add_stap(wie, arrangement_id=plan.pk, omschrijving=omschrijving)
    actions.agree_arrangement(wie, arrangement_id=plan.pk, op=timezone.localdate(), wijze="gesprek")
    f.advies(wie, person)
    found = f.interventie(wie, person, plan)
    f.toets(wie, found, finish=False)
    return found


# --- the rules ---------------------------------------------------------------------------------


def test_the_longest_trade_that_the_step_names_is_proposed() -> None:
    trades = ["Monteur", "Monteur zonnepanelen", "Kok"]
    assert named_trade("Cursus monteur zonnepanelen", trades) == "Monteur zonnepanelen"
    assert named_trade("Kookcursus", trades) == ""
    assert named_trade("Kok worden", trades) == "Kok"


@pytest.mark.parametrize(
    ("vorm", "answer", "kansrijk", "enough"),
    [
        ("", ("nee", ""), Kansrijk(), True),
        ("een_van_beide", JA, Kansrijk(), False),
        ("een_van_beide", JA, Kansrijk("Kok"), True),
        ("een_van_beide", JA, Kansrijk(baangarantie_van="Bakkerij"), True),
        ("een_van_beide", ("ja", "Tekort in de regio"), Kansrijk(), True),
        ("beroep", JA, Kansrijk(baangarantie_van="Bakkerij"), False),
        ("beroep", ("ja", "Staat niet op de lijst, wel een tekort"), Kansrijk(), True),
        ("baangarantie", JA, Kansrijk("Kok"), False),
        ("baangarantie", ("ja", "Bakkerij"), Kansrijk(), False),
        ("baangarantie", JA, Kansrijk(baangarantie_van="Bakkerij"), True),
        ("beroep", ("onbekend", "misschien"), Kansrijk(), False),
        ("", ("nee", ""), Kansrijk("Kok"), False),
    ],
)
def test_what_the_region_asks_for_scholing(
    vorm: str, answer: tuple[str, str], kansrijk: Kansrijk, enough: bool
) -> None:
    assert (kansrijk_problem(answer, vorm, kansrijk) == "") is enough


def test_without_scholing_the_region_asks_nothing() -> None:
    answers = suggest(Bekend())
    assert not check_problems(answers, scholing=False, kansrijk_vorm="baangarantie")


# --- the list and the six questions ------------------------------------------------------------


def test_the_list_proposes_with_its_edition_and_the_choice_is_kept(wie: Actor, boss: Actor) -> None:
    load(boss, "Rijinstructeur", "Kok")
    found = planned(wie)
    antwoord, omdat = actions.suggested(found)["kansrijk"]
    assert antwoord == "ja"
    assert "‘Rijinstructeur’ staat op ‘Kansrijke beroepen’ (uitgave " in omdat
    actions.finish_toets(wie, interventie_id=found.pk)
    kept = Inkoopcheck.objects.get(interventie=found)
    assert kept.kansrijk_beroep
    assert kept.kansrijk_beroep.naam == "Rijinstructeur"
    assert "Beroep van de lijst: Rijinstructeur" in kept.kansrijk_regel
    rule = refused_change(kept, blijvend="nee", blijvend_omdat="")
    assert rule == "trajecten_inkoopcheck_blijvend_omdat"


def test_the_list_never_decides(wie: Actor, boss: Actor) -> None:
    load(boss, "Rijinstructeur")
    found = planned(wie)
    answers = actions.suggested(found) | {"kansrijk": ("nee", "Er is hier geen werk in.")}
    actions.finish_toets(wie, interventie_id=found.pk, check=answers)
    assert Inkoopcheck.objects.get(interventie=found).kansrijk == "nee"


def test_a_region_that_asks_a_baangarantie_wants_to_know_of_whom(wie: Actor, boss: Actor) -> None:
    actions.set_inkoopregel(
        boss,
        van=timezone.localdate(),
        kansrijk_nodig=True,
        kansrijk_vorm="baangarantie",
        maximaal_maanden=None,
    )
    found = planned(wie)
    answers = actions.suggested(found) | {"kansrijk": ("ja", "Is beloofd.")}
    with pytest.raises(Weigering, match="baangarantie") as refusal:
        actions.finish_toets(wie, interventie_id=found.pk, check=answers)
    assert refusal.value.veld == "kansrijk"
    named = actions.Kansrijkkeuze(baangarantie_van="Rijschool Maas en Waal")
    actions.finish_toets(wie, interventie_id=found.pk, check=answers, keuze=named)
    assert Inkoopcheck.objects.get(interventie=found).baangarantie_van == "Rijschool Maas en Waal"


def test_a_trade_of_an_older_edition_is_refused(wie: Actor, boss: Actor) -> None:
    load(boss, "Rijinstructeur")
    found = planned(wie)
    with pytest.raises(Weigering, match="niet op de lijst van vandaag"):
        actions.finish_toets(
            wie,
            interventie_id=found.pk,
            check=actions.suggested(found),
            keuze=actions.Kansrijkkeuze(beroep_id=0),
        )


def test_the_database_keeps_the_answer_and_the_trade_together(wie: Actor, boss: Actor) -> None:
    load(boss, "Rijinstructeur")
    found = planned(wie)
    actions.finish_toets(wie, interventie_id=found.pk)
    with pytest.raises(DatabaseError, match="kansrijk_ja"), transaction.atomic():
        f.sql("UPDATE trajecten_inkoopcheck SET kansrijk = 'onbekend', kansrijk_omdat = ''")
    with pytest.raises(DatabaseError, match="not on a list"), transaction.atomic():
        f.sql("UPDATE trajecten_inkoopcheck SET kansrijk_beroep_id = 0")


def test_on_the_screen_a_promise_is_an_answer(rol: Rol, wie: Actor, boss: Actor, als: Any) -> None:
    load(boss, "Kok")
    found = planned(wie)
    client, url = als(rol), f"/interventies/{found.pk}/toets/"
    page = client.get(url).content.decode()
    assert "Welk beroep van de lijst?" in page
    assert "Geen, of een ander beroep" in page
    sent = {"klaar": "1", "klopt": "on", "baangarantie_van": "Bakkerij De Ster"}
    assert client.post(url, sent).status_code == 302
    kept = Inkoopcheck.objects.get(interventie=found)
    assert (kept.kansrijk, kept.baangarantie_van) == ("ja", "Bakkerij De Ster")
    assert "Baangarantie van Bakkerij De Ster." in client.get(url).content.decode()


# --- erkend leerbedrijf ------------------------------------------------------------------------


def commit(found: Interventie) -> Interventie:
    regeling = regeling_op(timezone.localdate())
    assert regeling
    return verplichten.freeze(
        found,
        regeling=regeling,
        kosten_cent=1,
        btw="incl",
        plafond_cent=None,
        moment=timezone.now(),
    )


def look_up(wie: Actor, found: Interventie, **over: Any) -> None:
    values: dict[str, Any] = {
        "bedrijf": "Bakkerij De Ster",
        "waar": "Website van SBB",
        "opgezocht_op": timezone.localdate(),
        "erkend": True,
    }
    actions.record_leerbedrijf(wie, interventie_id=found.pk, **values | over)


def test_praktijkleren_is_not_committed_without_an_erkend_leerbedrijf(wie: Actor) -> None:
    found = f.granted(wie, interventiesoort="praktijkverklaring", gevraagd_cent=70_000)
    with pytest.raises(Weigering, match="erkend leerbedrijf"):
        commit(found)
    look_up(wie, found, erkend=False)
    with pytest.raises(Weigering, match="erkend leerbedrijf"):
        commit(found)
    look_up(wie, found)
    assert commit(found).status == "verplicht"
    with pytest.raises(Weigering, match="al ingekocht"):
        look_up(wie, found, bedrijf="Een ander bedrijf")
    with pytest.raises(DatabaseError, match="stays"), transaction.atomic():
        f.sql("UPDATE trajecten_leerbedrijfcheck SET erkend = false")


def test_the_database_refuses_it_past_the_application(wie: Actor) -> None:
    found = f.granted(wie, interventiesoort="mbo_certificaat", gevraagd_cent=70_000)
    look_up(wie, found)
    look_up(wie, found, bedrijf="Ander bedrijf", erkend=False)
    with pytest.raises(DatabaseError, match="no erkend leerbedrijf"), transaction.atomic():
        f.sql(
            "UPDATE trajecten_interventie SET status = 'verplicht', verplicht_op = now(), "
            "kosten_cent = 1, regeling_id = (SELECT code FROM regelingen_regeling LIMIT 1) "
            "WHERE id = %s",
            found.pk,
        )


def test_another_kind_has_no_leerbedrijf(wie: Actor) -> None:
    found = f.ready(wie)
    with pytest.raises(Weigering, match="praktijkleren"):
        look_up(wie, found)


def test_on_the_screen_what_was_seen_is_written_down_with_place_and_day(
    rol: Rol, wie: Actor, als: Any
) -> None:
    found = f.interventie(wie, f.kandidaat(wie), interventiesoort="mbo_diploma")
    client, url = als(rol), f"/interventies/{found.pk}/"
    assert "Zoek het op bij SBB" in client.get(url).content.decode()
    sent = {
        "bedrijf": "Bakkerij De Ster",
        "plaats": "Wijchen",
        "opgezocht_op": timezone.localdate().isoformat(),
        "erkend": "ja",
    }
    refused = client.post(f"{url}leerbedrijf/", sent)
    assert refused.status_code == 422
    assert 'value="Bakkerij De Ster"' in refused.content.decode()
    assert client.post(f"{url}leerbedrijf/", sent | {"waar": "Website van SBB"}).status_code == 302
    page = client.get(url).content.decode()
    assert "Bakkerij De Ster, Wijchen" in page
    assert "Website van SBB" in page
