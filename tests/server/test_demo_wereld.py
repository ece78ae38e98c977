"""The demo world in the real database: work for everybody, money that agrees, regions apart.

One small world is loaded once, in a transaction that is rolled back afterwards.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.models import QuerySet
from django.test import override_settings
from django.utils import timezone

from ontschot.aanbieders.actions import decide_overname
from ontschot.aanbieders.models import Rekeningovername
from ontschot.beheer.demo import PERSONAS
from ontschot.kandidaten.models import Betrokkenheid, Kandidaat
from ontschot.kassier.controle import check
from ontschot.kassier.models import Declaratie
from ontschot.kassier.queries.samengevoegd import joined_to_pay
from ontschot.kern.audit import check_chains
from ontschot.kern.models import Auditregel
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.meldingen.models import Melding
from ontschot.monitor.indicatoren import INDICATOREN
from ontschot.monitor.indicatoren.basis import counts
from ontschot.monitor.selectie import read_selectie
from ontschot.netwerk.models import Medewerker, Rol
from ontschot.netwerk.queries import actor_in_role
from ontschot.server.demo import laden, people, wereld
from ontschot.trajecten.models import Interventie, Uitkomst
from ontschot.werkplek.queries import werkvoorraad

# Filled by an import of the monitor, not by the demo world.
ELDERS_GEVULD = {
    "monitor_levering",
    # Delivered by a region that is not in the demo.
    "monitor_leveringsfeit",
    "monitor_leveringsrij",
    "monitor_leveringsstand",
    "monitor_monitorcode",
    # Counted from files of several regions; the demo is one.
    "monitor_personentelling",
    # Remembered when a person couples the columns of a delivery on the screen.
    "monitor_kolomkoppeling",
}
# An offer from one region to another is seen by both, and by nobody else.
VAN_TWEE_REGIOS = {"trajecten_regioaanbod"}
REGIOS = wereld.regios()


@pytest.fixture(scope="module")
def demo(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """The small world, loaded by the application's own role and checked to the last constraint."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(DATA_DIR=tmp_path_factory.mktemp("demo")):
            laden.load("klein", lambda naam: nullcontext())
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def overal(demo: None) -> Iterator[Actor]:
    with transaction.atomic(), scope(systeem(*REGIOS, reden="test")) as wie:
        yield wie


def rol_of(persona: str) -> Rol:
    rollen = Rol.objects.select_related("medewerker", "organisatie").order_by("pk")
    return rollen.filter(medewerker__persona=persona)[0]


def waiting(persona: str) -> dict[str, int]:
    """How many things of each kind wait for a demo person, with their own eyes."""
    found: dict[str, int] = {}
    with transaction.atomic(), scope(actor_in_role(rol_of(persona))) as wie:
        for item in werkvoorraad(wie):
            found[item.soort] = found.get(item.soort, 0) + 1
    return found


def test_every_persona_can_sign_in_and_one_can_change_roles(overal):
    assert set(
        Medewerker.objects.filter(persona__isnull=False).values_list("persona", flat=True)
    ) == {p.sleutel for p in PERSONAS}
    for persona in PERSONAS:
        rol = rol_of(persona.sleutel)
        assert (rol.soort, rol.regio_id) == (persona.rol, "AM08")
        assert rol.organisatie.sleutel == persona.organisatie
    sleutel, organisatie, _ = people.TWEEDE_ROL
    roles = Rol.objects.filter(medewerker__persona=sleutel)
    assert organisatie in roles.values_list("organisatie__sleutel", flat=True)
    assert roles.count() == 2


@pytest.mark.parametrize("persona", ["gids-uwv", "loopbaancoach-fnv", "consulent-gemeente"])
def test_a_helper_has_questions_a_toets_an_order_nazorg_and_an_overdracht_waiting(persona, demo):
    found = waiting(persona)
    assert found["vraag"] >= 3
    assert {"toets", "inkoop", "nazorg", "overdracht", "toegang"} <= found.keys()


def test_the_coordinator_has_besluiten_and_what_came_late(demo):
    assert waiting("coordinator")["besluit"] >= 3
    assert waiting("coordinator")["overdracht"] >= 1


def test_each_kassier_has_work_of_its_own(demo):
    assert waiting("kassier")["declaratie"] >= 2
    assert "betaalbatch" not in waiting("kassier")
    assert waiting("kassier-2")["betaalbatch"] == 1


def test_money_for_a_joined_provider_waits_for_a_decision_of_two(overal):
    """It goes to its own account until a second person agrees with the proposal."""
    (found,) = joined_to_pay(Declaratie.objects.filter(regio="AM08", status="goedgekeurd"))
    assert (found.aanbieder.naam, found.met.naam) == ("ROC Nijmegen Mbo", "ROC Nijmegen")
    assert len(found.nummers) == 1
    proposed = Rekeningovername.objects.get(samenvoeging__aanbieder=found.aanbieder)
    assert (proposed.status, found.overname) == ("voorgesteld", None)
    with scope(actor_in_role(rol_of("kassier"))) as kassier:
        decide_overname(kassier, overname_id=proposed.pk, akkoord=True)
        (found,) = joined_to_pay(Declaratie.objects.filter(regio="AM08", status="goedgekeurd"))
    assert found.overname == proposed


def test_every_open_question_has_an_owner_who_works_there_today(overal):
    open_ = Melding.objects.exclude(status="gesloten")
    assert open_.count() >= 11
    here = set(Rol.objects.values_list("medewerker_id", "regio_id"))
    assert {(m.eigenaar_id, m.regio_id) for m in open_} <= here


def test_every_kandidaat_has_exactly_one_contactpersoon(overal):
    active = Betrokkenheid.objects.filter(vaste_contactpersoon=True, tot__isnull=True)
    here = Kandidaat.objects.filter(overgegaan_op__isnull=True)
    with_contact = list(active.values_list("kandidaat_id", flat=True))
    assert sorted(with_contact) == sorted(here.values_list("pk", flat=True))


def test_the_database_does_not_let_a_contactpersoon_go(overal):
    active = Betrokkenheid.objects.filter(vaste_contactpersoon=True, tot__isnull=True)
    with pytest.raises(IntegrityError):
        let_go(active)


def let_go(active: QuerySet[Betrokkenheid]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        active.update(tot=timezone.now())
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_journaal_agrees_with_the_balances_and_the_documents(overal):
    found = check()
    assert found.boekingen > 100
    assert not found.verschillen


def test_the_log_is_whole_and_tells_about_a_dossier(overal):
    assert check_chains() == []
    assert Auditregel.objects.filter(gebeurtenis="verplichting_aangegaan").count() > 20
    anybody = Kandidaat.objects.filter(regio="AM08").order_by("pk")[0]
    assert Auditregel.objects.filter(kandidaat_sleutel=anybody.sleutel).exists()


def test_interventies_stand_in_every_state_of_the_waiting_work(overal):
    here = Interventie.objects.filter(regio="AM08").values_list("status", flat=True)
    assert {"gepland", "besluit_gevraagd", "toegekend", "verplicht", "afgerond"} <= set(here)


def test_the_demo_never_looks_old_and_never_in_the_future(overal):
    now = timezone.now()
    assert not Melding.objects.filter(ontvangen_op__gt=now).exists()
    assert not Interventie.objects.filter(verplicht_op__gt=now).exists()
    assert not Uitkomst.objects.filter(datum__gt=timezone.localdate()).exists()
    assert Melding.objects.filter(ontvangen_op__gt=now - timedelta(days=2)).exists()


def test_the_stories_open_for_the_demo_medewerker_of_their_region_only(overal):
    for team in people.TEAMS:
        rol = Rol.objects.select_related("medewerker", "organisatie").get(
            medewerker__email__startswith=people.demo_medewerker(team)
        )
        assert rol.regio_id == team.regio
        assert rol.medewerker.persona is None
        own = Betrokkenheid.objects.filter(medewerker=rol.medewerker, tot__isnull=True)
        assert own.exists()
        assert set(own.values_list("regio_id", flat=True)) == {team.regio}


def test_loading_again_changes_nothing(overal):
    before = (Kandidaat.objects.count(), Auditregel.objects.count())
    said = StringIO()
    call_command("laad_demo", "--schaal", "klein", stdout=said)
    assert "verandert niets" in said.getvalue()
    assert (Kandidaat.objects.count(), Auditregel.objects.count()) == before


def scoped_tables() -> list[str]:
    """Every table that is closed per region: it has a regio_id and row level security."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
            "WHERE a.attname = 'regio_id' AND c.relkind = 'r' AND c.relrowsecurity "
            "ORDER BY c.relname"
        )
        return [name for (name,) in cursor.fetchall()]


@contextmanager
def told(regios: str, rol: str) -> Iterator[None]:
    """The three settings as plain SQL sets them, without any of our Python."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('ontschot.regios', %s, true), set_config('ontschot.rol', %s, true),"
            " set_config('ontschot.medewerker', '', true)",
            [regios, rol],
        )
        yield
        transaction.set_rollback(True)


def count(table: str, where: str = "true") -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table}" WHERE {where}')
        (number,) = cursor.fetchone()
        return number


def test_we_look_as_the_application_that_cannot_bypass_a_policy(demo):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.rolsuper, r.rolbypassrls, EXISTS (SELECT 1 FROM pg_class c "
            "WHERE c.relowner = r.oid AND c.relpersistence <> 't') "
            "FROM pg_roles r WHERE r.rolname = current_user"
        )
        assert cursor.fetchone() == (False, False, False)


def test_table_by_table_nothing_shows_without_a_scope_and_only_the_own_region_with_one(demo):
    tables = scoped_tables()
    assert {"kandidaten_kandidaat", "meldingen_melding", "kassier_verplichting"} <= set(tables)
    empty: set[str] = set()
    for table in tables:
        with told("", ""):
            assert count(table) == 0, f"{table} shows rows without a scope"
        with told("AM08", "systeem"):
            strange = count(table, "regio_id IS NOT NULL AND regio_id <> 'AM08'")
            assert strange == 0 or table in VAN_TWEE_REGIOS, f"{table} shows rows of another region"
            if not count(table, "regio_id = 'AM08'"):
                empty.add(table)
        with told("AM33", "gids"):
            assert count(table, "regio_id = 'AM08'") == 0, f"{table} shows AM08 to AM33"
    assert not empty - ELDERS_GEVULD, "these tables have no rows in AM08"


@pytest.mark.parametrize("table", ["kandidaten_kandidaat", "meldingen_melding"])
def test_a_row_cannot_be_moved_into_a_region_out_of_sight(table, demo):
    with pytest.raises(ProgrammingError, match="row-level security"), told("AM08", "systeem"):
        connection.cursor().execute(f"UPDATE \"{table}\" SET regio_id = 'AM33'")


def test_every_figure_about_people_and_waiting_has_something_in_it(demo: None) -> None:
    with transaction.atomic(), scope(actor_in_role(rol_of("monitor"))) as wie:
        # Others deliver about their own regions.
        selectie = read_selectie(wie, {"jaar": "12m"}, {})
        empty = [
            code
            for code, found in INDICATOREN.items()
            if not counts(found, selectie.nederland if found.van_anderen else selectie)[()].teller
        ]
    assert not empty
