"""What was asked or granted does not go on: the question ends, money goes back, the step stays."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from ontschot.casusoverleg.actions import ask_besluit, decide, lapse_interventie
from ontschot.casusoverleg.models import Besluit
from ontschot.kandidaten.errors import GeenToegang
from ontschot.kassier.models import Reservering
from ontschot.kassier.models.journaal import Journaalpost
from ontschot.kassier.queries import available_cent
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.netwerk.models import Rol
from ontschot.trajecten import actions
from ontschot.trajecten.models import Groep, Interventie
from ontschot.trajecten.queries import steps_of
from tests.kassier.factories import wereld
from tests.trajecten import factories as f
from tests.trajecten.test_groep import ended, filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def rol(ruim: Actor) -> Rol:
    return f.rol()


@pytest.fixture
def wie(rol: Rol) -> Actor:
    return f.actor(rol)


@pytest.fixture
def coordinator(ruim: Actor) -> Actor:
    return f.actor(f.rol(Rolsoort.COORDINATOR, organisatie="gemeente-nijmegen"))


@pytest.fixture
def regel(ruim: Actor) -> int:
    """A line of a fonds with € 10.000 on it."""
    return wereld(1_000_000).regel.pk


def granted(wie: Actor, coordinator: Actor, regel: int) -> Interventie:
    """Asked and granted as people do, with the money set aside."""
    asked = ask_besluit(wie, interventie_id=f.ready(wie, interventiesoort="matching").pk)
    grant(coordinator, asked, regel)
    return Interventie.objects.get(pk=asked.interventie_id)


def grant(coordinator: Actor, asked: Besluit, regel: int) -> None:
    decide(
        coordinator,
        besluit_id=asked.pk,
        toekennen=True,
        motivering="Niets anders past.",
        consensus=True,
        fondsregel_id=regel,
    )


def at_the_end() -> None:
    """What the database says of everything when the transaction would end."""
    f.sql("SET CONSTRAINTS ALL IMMEDIATE")
    f.sql("SET CONSTRAINTS ALL DEFERRED")


def test_what_was_granted_and_lapses_gives_every_cent_back(
    wie: Actor, coordinator: Actor, regel: int
) -> None:
    found = granted(wie, coordinator, regel)
    assert available_cent(regel) == 1_000_000 - found.gevraagd_cent
    lapsed = lapse_interventie(
        wie, interventie_id=found.pk, afbreekreden="anders", reden="Begon een eigen zaak"
    )
    assert (lapsed.status, lapsed.reden_afgebroken) == ("vervallen", "Begon een eigen zaak")
    assert available_cent(regel) == 1_000_000
    assert Reservering.objects.get(interventie=found).status == "vrijgegeven"
    at_the_end()


def test_the_journaal_holds_the_reason_of_the_list_and_no_word_of_ones_own(
    wie: Actor, coordinator: Actor, regel: int
) -> None:
    found = granted(wie, coordinator, regel)
    lapse_interventie(
        wie, interventie_id=found.pk, afbreekreden="werk", reden="Begint bij haar broer"
    )
    last = Journaalpost.objects.order_by("-pk")[0]
    assert last.reden == "De interventie gaat niet door: De kandidaat vond werk."


def test_what_was_asked_and_lapses_is_no_question_any_more(wie: Actor) -> None:
    asked = ask_besluit(wie, interventie_id=f.ready(wie, interventiesoort="matching").pk)
    lapse_interventie(wie, interventie_id=asked.interventie_id, afbreekreden="werk")
    asked.refresh_from_db()
    assert (asked.uitkomst, asked.besloten_door_id) == ("ingetrokken", wie.medewerker_id)
    at_the_end()


def test_without_a_reason_or_in_another_state_nothing_lapses(
    wie: Actor, coordinator: Actor, regel: int
) -> None:
    planned = f.ready(wie)
    with pytest.raises(Weigering, match="‘gepland’"):
        lapse_interventie(wie, interventie_id=planned.pk, afbreekreden="werk")
    found = granted(wie, coordinator, regel)
    for reason in ({"afbreekreden": ""}, {"afbreekreden": "anders", "reden": " "}):
        with pytest.raises(Weigering, match="niet doorgaat"):
            lapse_interventie(wie, interventie_id=found.pk, **reason)
    assert available_cent(regel) < 1_000_000


def test_somebody_who_may_not_open_the_dossier_lapses_nothing(
    wie: Actor, coordinator: Actor, regel: int
) -> None:
    found = granted(wie, coordinator, regel)
    stranger = f.actor(f.rol(organisatie="fnv", soort=Rolsoort.LOOPBAANCOACH))
    with pytest.raises(GeenToegang):
        lapse_interventie(stranger, interventie_id=found.pk, afbreekreden="werk")


def test_the_database_lets_nothing_lapse_that_holds_money_or_a_question(
    wie: Actor, coordinator: Actor, regel: int
) -> None:
    found = granted(wie, coordinator, regel)
    with pytest.raises(DatabaseError, match="lapsed with money"), transaction.atomic():
        ended("UPDATE trajecten_interventie SET status = 'vervallen' WHERE id = %s", found.pk)
    f.sql("SET CONSTRAINTS ALL DEFERRED")


def test_the_step_is_planned_again_and_the_old_one_stays_readable(
    wie: Actor, coordinator: Actor, regel: int
) -> None:
    found = granted(wie, coordinator, regel)
    step = found.stap
    again = {
        "stap_id": step.pk,
        "interventiesoort": "matching",
        "inkoper_id": found.inkoper_id,
        "gevraagd_cent": 60_000,
        "btw": "excl",
    }
    with pytest.raises(Weigering, match="al een interventie gepland"):
        actions.plan_interventie(wie, **again)
    lapse_interventie(wie, interventie_id=found.pk, afbreekreden="aanbieder")
    new = actions.plan_interventie(wie, **again)
    found.refresh_from_db()
    assert (found.stap_id, found.huidig, found.status) == (step.pk, False, "vervallen")
    (shown,) = steps_of(step.arrangement_id)
    assert (shown.interventie_id, shown.status) == (new.pk, "gepland")
    with pytest.raises(DatabaseError, match="per_stap"), transaction.atomic():
        f.sql("UPDATE trajecten_interventie SET huidig = true WHERE id = %s", found.pk)
    with pytest.raises(DatabaseError, match="interventie_huidig"), transaction.atomic():
        f.sql("UPDATE trajecten_interventie SET huidig = false WHERE id = %s", new.pk)


def test_a_new_version_of_the_plan_takes_both_along(
    wie: Actor, coordinator: Actor, regel: int
) -> None:
    found = granted(wie, coordinator, regel)
    lapse_interventie(wie, interventie_id=found.pk, afbreekreden="aanbieder")
    actions.plan_interventie(
        wie,
        stap_id=found.stap_id,
        interventiesoort="matching",
        inkoper_id=found.inkoper_id,
        gevraagd_cent=60_000,
        btw="excl",
    )
    new = actions.start_arrangement(wie, kandidaat_id=found.kandidaat_id, doel="Werk")
    (step,) = new.stappen.all()
    assert step.interventies.count() == 2


def test_on_the_screen_it_says_what_goes_back_and_the_step_can_be_planned_again(
    rol: Rol, wie: Actor, coordinator: Actor, regel: int, als: Any
) -> None:
    found = granted(wie, coordinator, regel)
    client, url = als(rol), f"/interventies/{found.pk}/"
    assert "Het gaat niet door" in client.get(url).content.decode()
    page = client.get(f"{url}vervallen/").content.decode()
    assert "3.350,00" in page
    assert "gaat terug naar" in page
    half = client.post(f"{url}vervallen/", {"afbreekreden": "anders", "reden": ""})
    assert half.status_code == 422
    assert client.post(f"{url}vervallen/", {"afbreekreden": "werk"}).status_code == 302
    assert "Plan opnieuw" in client.get(url).content.decode()
    plan = client.get(f"/kandidaten/{found.kandidaat_sleutel}/plan/").content.decode()
    assert "Plan opnieuw" in plan
    step = client.get(f"/stappen/{found.stap_id}/interventie/")
    assert step.status_code == 200


def test_a_group_goes_on_for_less_when_a_member_lapses_after_the_besluit(
    wie: Actor, coordinator: Actor, regel: int
) -> None:
    groep = filled(wie)
    actions.plan_groep(wie, groep_id=groep.pk, op=timezone.localdate(), wijze="gesprek")
    members = list(Interventie.objects.filter(groepslid__groep=groep).order_by("pk"))
    for member in members:
        f.toets(wie, member)
        asked = ask_besluit(wie, interventie_id=member.pk, reden_boven_plafond="nodig")
    grant(coordinator, asked, regel_of(asked))
    lapse_interventie(wie, interventie_id=asked.interventie_id, afbreekreden="verhuisd")
    assert Groep.objects.get(pk=groep.pk).totaal_cent == 10_000 - 3_333
    at_the_end()


def regel_of(asked: Besluit) -> int:
    """A line with money for the rubriek of this question."""
    line = wereld(1_000_000).regel
    f.sql(
        "UPDATE kassier_fondsregel SET rubriek_id = %s WHERE id = %s",
        asked.interventie.interventiesoort.rubriek_id,
        line.pk,
    )
    return line.pk
