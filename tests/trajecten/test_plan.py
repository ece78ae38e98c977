"""The plan: order, who does what, versions, templates, a letter; and how an interventie goes."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from ontschot.documenten.models import Document
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.netwerk.models import Rol
from ontschot.trajecten import actions, queries
from ontschot.trajecten.actions.sjabloon import Regel
from ontschot.trajecten.models import Arrangement, Sjabloon, Stap
from ontschot.trajecten.queries.doorlooptijden import doorlooptijden
from tests.tegelijk import at_once
from tests.trajecten import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def rol(ruim: Actor) -> Rol:
    return f.rol()


@pytest.fixture
def wie(rol: Rol) -> Actor:
    return f.actor(rol)


@pytest.fixture
def boss(ruim: Actor) -> Rol:
    return f.rol(Rolsoort.COORDINATOR, organisatie="gemeente-nijmegen")


def refused(statement: str, *values: object) -> str:
    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        f.sql(statement, *values)
    return str(refusal.value)


def three(wie: Actor) -> tuple[Arrangement, list[Stap]]:
    plan = f.plan(wie, f.kandidaat(wie), agreed=False, stappen=3)
    return plan, list(plan.stappen.all())


# --- order and who does what -----------------------------------------------------------


def test_a_step_waits_for_an_earlier_one_and_never_in_a_circle(wie: Actor) -> None:
    plan, (a, b, _c) = three(wie)
    last = actions.add_stap(
        wie, arrangement_id=plan.pk, omschrijving="Stage", wie_doet="kandidaat", na_id=b.pk
    )
    assert (last.wie, last.na_id) == ("kandidaat", b.pk)
    for step, after in ((a, last), (a, a), (a, b)):
        assert "waits for a later step" in refused(
            "UPDATE trajecten_stap SET na_id = %s WHERE id = %s", after.pk, step.pk
        )
    assert "waits for a later step" in refused(
        "UPDATE trajecten_stap SET volgorde = 9 WHERE id = %s", b.pk
    )


def test_a_step_of_another_plan_cannot_come_first(wie: Actor) -> None:
    plan, _ = three(wie)
    _, (other, *_rest) = three(wie)
    with pytest.raises(Weigering, match="hetzelfde plan"):
        actions.add_stap(wie, arrangement_id=plan.pk, omschrijving="Stage", na_id=other.pk)


def test_two_steps_change_places_and_keep_what_they_wait_for(wie: Actor) -> None:
    plan, (a, b, c) = three(wie)
    Stap.objects.filter(pk=c.pk).update(na=a)
    actions.move_stap(wie, stap_id=b.pk, omhoog=True)
    assert list(plan.stappen.values_list("pk", flat=True)) == [b.pk, a.pk, c.pk]
    c.refresh_from_db()
    assert c.na_id == a.pk
    with pytest.raises(Weigering, match="wacht op"):
        actions.move_stap(wie, stap_id=c.pk, omhoog=True)
    with pytest.raises(Weigering, match="aan de rand"):
        actions.move_stap(wie, stap_id=b.pk, omhoog=True)


def test_several_goals_are_lines_of_one_box(wie: Actor) -> None:
    plan = actions.start_arrangement(
        wie, kandidaat_id=f.kandidaat(wie).pk, doel="Werk in de zorg\n\n Nederlands leren "
    )
    assert plan.doelen == ["Werk in de zorg", "Nederlands leren"]


# --- versions -----------------------------------------------------------


def test_a_new_version_says_what_changed_and_the_former_stays(wie: Actor) -> None:
    person = f.kandidaat(wie)
    first = f.plan(wie, person, stappen=2)
    second = actions.start_arrangement(wie, kandidaat_id=person.pk, doel="Chauffeur worden")
    actions.remove_stap(wie, stap_id=second.stappen.get(volgorde=2).pk)
    actions.add_stap(wie, arrangement_id=second.pk, omschrijving="Rijles")
    newest, former = queries.versions_of(person.pk)
    changed = queries.difference(newest, former)
    assert (changed.doel, changed.nieuw, changed.weg) == (
        "Chauffeur worden",
        ("Rijles",),
        ("Stap 2",),
    )
    assert former.pk == first.pk
    assert newest.akkoord_op is None, "a changed plan needs agreement again"


def test_the_page_of_versions_and_the_letter(rol: Rol, wie: Actor, als: Any) -> None:
    person = f.kandidaat(wie)
    f.plan(wie, person, stappen=2)
    actions.start_arrangement(wie, kandidaat_id=person.pk, doel="Chauffeur worden")
    client = als(rol)
    page = client.get(f"/kandidaten/{person.sleutel}/plan/versies/").content.decode()
    assert "Wat is er anders?" in page
    made = client.post(f"/kandidaten/{person.sleutel}/plan/brief/")
    document = Document.objects.get(kandidaat=person)
    assert made["Location"] == f"/kandidaten/{person.sleutel}/documenten/{document.pk}/"
    assert (document.soort, document.mediatype) == ("plan", "application/pdf")


# --- templates -----------------------------------------------------------


def test_a_template_fills_a_plan_with_its_order(wie: Actor, boss: Rol) -> None:
    made = actions.make_sjabloon(
        f.actor(boss),
        naam="Naar de zorg",
        doel="Werk in de zorg",
        regels=[Regel("Taalles", wie="kandidaat"), Regel("Stage", wie="partner", na=1)],
    )
    person = f.kandidaat(wie)
    plan = actions.start_arrangement(wie, kandidaat_id=person.pk, doel="Werk")
    actions.apply_sjabloon(wie, arrangement_id=plan.pk, sjabloon_id=made.pk)
    taal, stage = plan.stappen.all()
    assert (taal.wie, stage.na_id) == ("kandidaat", taal.pk)
    actions.close_sjabloon(f.actor(boss), sjabloon_id=made.pk)
    with pytest.raises(Weigering, match="niet meer"):
        actions.apply_sjabloon(wie, arrangement_id=plan.pk, sjabloon_id=made.pk)


def test_a_template_in_a_circle_or_without_steps_is_refused(wie: Actor, boss: Rol) -> None:
    for regels in ([], [Regel("Stage", na=1)], [Regel("")]):
        with pytest.raises(Weigering):
            actions.make_sjabloon(f.actor(boss), naam="X", doel="Y", regels=regels)
    with pytest.raises(Weigering, match="Alleen de coördinator"):
        actions.make_sjabloon(wie, naam="X", doel="Y", regels=[Regel("Stage")])
    made = actions.make_sjabloon(f.actor(boss), naam="X", doel="Y", regels=[Regel("Stage")])
    assert "trajecten_sjabloonstap_na" in refused(
        "UPDATE trajecten_sjabloonstap SET na = 1 WHERE sjabloon_id = %s", made.pk
    )


def test_the_coordinator_makes_a_template_on_the_screen(boss: Rol, als: Any) -> None:
    client = als(boss)
    sent = {"naam": "Kort", "doel": "Werk", "omschrijving1": "Bellen", "wie1": "kandidaat"}
    assert client.post("/sjablonen/", sent | {"omschrijving3": "Later"}).status_code == 422
    assert client.post("/sjablonen/", sent).status_code == 302
    assert Sjabloon.objects.get().stappen.count() == 1
    assert "Bellen" in client.get("/sjablonen/").content.decode()


# --- how it goes -----------------------------------------------------------


def test_attendance_and_evaluation_on_one_screen(rol: Rol, wie: Actor, als: Any) -> None:
    running = f.committed(wie)
    client, url = als(rol), f"/interventies/{running.pk}/verloop/"
    today = timezone.localdate().isoformat()
    counted = {
        "wat": "aanwezig",
        "a-van": today,
        "a-tot": today,
        "a-aanwezig": "9",
        "a-verwacht": "10",
        "a-eenheid": "keer",
    }
    assert client.post(url, counted | {"a-aanwezig": "11"}).status_code == 422
    assert client.post(url, counted).status_code == 302
    assert "al vastgelegd" in client.post(url, counted).content.decode()
    assert client.post(url, {"wat": "evaluatie"}).status_code == 422
    said = {"wat": "evaluatie", "e-woorden_kandidaat": "Fijne les."}
    assert client.post(url, said).status_code == 302
    page = client.get(f"/interventies/{running.pk}/").content.decode()
    assert "9 van 10 keer" in page
    assert "Fijne les." in page


def test_nothing_is_recorded_before_the_buying(wie: Actor) -> None:
    planned = f.interventie(wie, f.kandidaat(wie))
    today = timezone.localdate()
    with pytest.raises(Weigering, match="niet ingekocht"):
        actions.record_aanwezigheid(
            wie, interventie_id=planned.pk, van=today, tot=today, aanwezig=1, verwacht=1
        )


def test_breaking_off_says_why_from_a_list(wie: Actor) -> None:
    running = f.committed(wie)
    with pytest.raises(Weigering, match="Noem geen gezondheid"):
        actions.break_off(wie, interventie_id=running.pk)
    ended = actions.break_off(wie, interventie_id=running.pk, afbreekreden="werk")
    assert ended.get_afbreekreden_display() == "De kandidaat vond werk"
    assert "trajecten_afgebroken_reason" in refused(
        "UPDATE trajecten_interventie SET afbreekreden = 'anders' WHERE id = %s", ended.pk
    )


# --- the list -----------------------------------------------------------


def test_several_are_started_at_once_and_one_refusal_stops_no_other(
    rol: Rol, wie: Actor, als: Any
) -> None:
    running, planned = f.committed(wie), f.interventie(wie, f.kandidaat(wie))
    client = als(rol)
    sent = {"stap": "start", "id": [running.pk, planned.pk]}
    page = client.post("/interventies/samen/", sent, follow=True).content.decode()
    assert "Bijgewerkt: 1." in page
    assert "Dit kan niet meer" in page
    running.refresh_from_db()
    assert (running.status, running.gestart_op) == ("loopt", timezone.localdate())
    assert client.post("/interventies/samen/", {"stap": "weg", "id": ["x"]}).status_code < 500


def test_the_file_holds_no_formula_and_no_name(rol: Rol, wie: Actor, als: Any) -> None:
    f.interventie(wie, f.kandidaat(wie, achternaam="=1+1"))
    client = als(rol)
    text = client.get("/interventies/bestand/csv/").content.decode()
    assert "3350,00" in text
    assert "=1+1" not in text
    assert client.get("/interventies/bestand/xlsx/?status=gepland").content[:2] == b"PK"
    assert client.get("/interventies/bestand/exe/").status_code == 404


# --- waiting times -----------------------------------------------------------


def test_small_numbers_stay_hidden_and_five_show_their_median(wie: Actor, boss: Rol) -> None:
    today = timezone.localdate()
    for _ in range(4):
        f.committed(wie)
    assert {t.aantal for t in doorlooptijden("AM08", today, today)} == {None}
    f.committed(wie)
    found = {t.stap: t for t in doorlooptijden("AM08", today, today)}
    assert found["Van besluit tot verplichting"].aantal == 5
    assert found["Van verplichting tot begin"].mediaan_dagen is None


def test_the_page_of_waiting_times(boss: Rol, als: Any) -> None:
    client = als(boss)
    assert "minder dan 5" in client.get("/doorlooptijden/").content.decode()
    assert client.get("/doorlooptijden/?van=gisteren").status_code == 422


# --- two people at once -----------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_halves_of_a_circle_at_the_same_moment() -> None:
    with transaction.atomic(), scope(systeem("AM08")):
        _, (a, b, _c) = three(f.actor(f.rol()))

    def follow(first: Stap, then: Stap) -> None:
        try:
            with transaction.atomic(), scope(systeem("AM08")):
                Stap.objects.filter(pk=then.pk).update(na=first)
        except DatabaseError as refusal:
            raise Weigering(str(refusal)) from refusal

    told = at_once(lambda: follow(a, b), lambda: follow(b, a))
    assert told[0] == ""
    assert "waits for a later step" in told[1]
