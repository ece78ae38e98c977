"""The screens of a trajectory: what they show, to whom, and what they do without JavaScript."""

from typing import Any

import pytest
from django.utils import timezone

from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.kern.tijdlijn import timeline_of
from ontschot.menukaart.models import Dienst
from ontschot.netwerk.models import Organisatie, Rol
from ontschot.trajecten import queries
from ontschot.trajecten.actions import record_uitkomst
from ontschot.trajecten.models import Arrangement, Interventie, Overdracht, Uitkomst
from tests.trajecten import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def rol(ruim: Actor) -> Rol:
    return f.rol()


@pytest.fixture
def wie(rol: Rol) -> Actor:
    return f.actor(rol)


def test_from_an_empty_plan_to_a_question_by_plain_forms(rol: Rol, wie: Actor, als: Any) -> None:
    person = f.kandidaat(wie)
    f.advies(wie, person)
    client, plan_url = als(rol), f"/kandidaten/{person.sleutel}/plan/"
    assert client.post(plan_url, {"doel": "Chauffeur worden"}).status_code == 302
    plan = Arrangement.objects.get(kandidaat=person)
    dienst = Dienst.objects.get(sleutel="vrachtwagenchauffeur")
    found = client.get(plan_url, {"q": "vrachtwagen"}).content.decode()
    assert dienst.naam in found
    client.post(f"/plannen/{plan.pk}/stappen/", {"dienst": dienst.pk})
    client.post(f"/plannen/{plan.pk}/stappen/", {"omschrijving": "Zelf het CBR bellen"})
    assert [s.omschrijving for s in plan.stappen.all()] == [dienst.naam, "Zelf het CBR bellen"]
    today = timezone.localdate()
    client.post(f"/plannen/{plan.pk}/akkoord/", {"op": today.isoformat(), "wijze": "gesprek"})
    step = plan.stappen.get(dienst=dienst)
    form = client.get(f"/stappen/{step.pk}/interventie/").content.decode()
    assert "4.600" in form, "the price of the menukaart stands there already"
    planned = client.post(
        f"/stappen/{step.pk}/interventie/",
        {
            "interventiesoort": "scholing_beroep",
            "aanbieder": "Rijschool",
            "gevraagd_cent": "4.600",
            "btw": "incl",
            "inkoper": Organisatie.objects.get(sleutel="uwv").pk,
        },
    )
    interventie = Interventie.objects.get(kandidaat=person)
    assert planned["Location"] == f"/interventies/{interventie.pk}/toets/"
    assert interventie.gevraagd_cent == 460_000
    answers = {
        key: value
        for line in interventie.toets.all()
        for key, value in [
            (f"r{line.pk}-antwoord", "ontoereikend"),
            (f"r{line.pk}-reden", "Vergoedt te weinig."),
        ]
    }
    done = client.post(planned["Location"], answers | {"klaar": "1", "klopt": "on"})
    assert done["Location"] == f"/interventies/{interventie.pk}/besluit-vragen/"
    asked = client.post(done["Location"], {"vraag": ""})
    assert asked.status_code == 302
    interventie.refresh_from_db()
    assert interventie.status == "besluit_gevraagd"


def test_half_an_answer_is_asked_for_and_the_rest_is_saved(rol: Rol, wie: Actor, als: Any) -> None:
    planned = f.interventie(wie, f.kandidaat(wie))
    first, second = planned.toets.all()[:2]
    page = als(rol).post(
        f"/interventies/{planned.pk}/toets/",
        {
            f"r{first.pk}-antwoord": "gebruikt",
            f"r{first.pk}-reden": "Loopt al.",
            f"r{second.pk}-antwoord": "ontoereikend",
            f"r{second.pk}-reden": "",
            "klaar": "1",
        },
    )
    assert page.status_code == 422
    assert "schrijf in één zin waarom" in page.content.decode()
    first.refresh_from_db()
    assert first.reden == "Loopt al."


def test_the_toets_saves_while_typing(rol: Rol, wie: Actor, als: Any) -> None:
    planned = f.interventie(wie, f.kandidaat(wie))
    line = planned.toets.first()
    assert line
    page = als(rol).post(
        f"/interventies/{planned.pk}/toets/",
        {f"r{line.pk}-antwoord": "gebruikt", f"r{line.pk}-reden": "Loopt al."},
        headers={"HX-Request": "true"},
    )
    assert "Automatisch bewaard" in page.content.decode()
    line.refresh_from_db()
    assert line.antwoord == "gebruikt"


@pytest.mark.parametrize("pad", ["plan/", "overdragen/", "uitkomst/"])
def test_the_pages_of_a_dossier_are_closed_to_others(wie: Actor, als: Any, pad: str) -> None:
    person = f.kandidaat(wie)
    page = als(f.rol()).get(f"/kandidaten/{person.sleutel}/{pad}")
    assert page.status_code == 302
    assert person.naam not in page.content.decode()


def test_an_overdracht_is_offered_and_refused_on_screen(rol: Rol, wie: Actor, als: Any) -> None:
    person, other = f.kandidaat(wie), f.rol(Rolsoort.LOOPBAANCOACH, organisatie="fnv")
    today = timezone.localdate().isoformat()
    offer = {
        "soort": "overdracht",
        "naar": other.pk,
        "reden": "Zij kent de sector.",
        "warm_contact": "Samen gebeld",
        "warm_contact_op": today,
        "kandidaat_akkoord_op": today,
    }
    empty = als(rol).post(f"/kandidaten/{person.sleutel}/overdragen/", {})
    assert empty.status_code == 422
    assert als(rol).post(f"/kandidaten/{person.sleutel}/overdragen/", offer).status_code == 302
    offered = Overdracht.objects.get(kandidaat=person)
    client = als(other)
    assert "Zij kent de sector." in client.get(f"/overdrachten/{offered.pk}/").content.decode()
    bare = client.post(f"/overdrachten/{offered.pk}/", {"antwoord": "weigeren", "reden": ""})
    assert bare.status_code == 422
    client.post(f"/overdrachten/{offered.pk}/", {"antwoord": "weigeren", "reden": "Vol."})
    offered.refresh_from_db()
    assert (offered.status, offered.weigering) == ("geweigerd", "Vol.")
    late = client.post(f"/overdrachten/{offered.pk}/", {"antwoord": "aannemen"})
    assert "Dit kan niet meer" in late.content.decode()


def test_a_stranger_does_not_read_an_overdracht(wie: Actor, als: Any) -> None:
    person, other = f.kandidaat(wie), f.rol(Rolsoort.LOOPBAANCOACH, organisatie="fnv")
    offered = f.overdracht(wie, person, other)
    assert als(f.rol()).get(f"/overdrachten/{offered.pk}/").status_code == 302


def test_uitkomst_and_nazorg_on_screen(rol: Rol, wie: Actor, als: Any) -> None:
    person, client = f.kandidaat(wie), als(rol)
    today = timezone.localdate().isoformat()
    url = f"/kandidaten/{person.sleutel}/uitkomst/"
    assert client.get(url).status_code == 200
    work = {"betekenis": "aan_het_werk", "datum": today, "bron": "kandidaat"}
    assert client.post(url, work).status_code == 422, "on what ground may we follow?"
    client.post(url, work | {"grond": "toestemming"})
    moment = Uitkomst.objects.get(kandidaat=person).nazorg.first()
    assert moment
    assert client.get(f"/nazorg/{moment.pk}/").status_code == 200
    client.post(f"/nazorg/{moment.pk}/", {"antwoord": "werkt_nog", "op": today})
    moment.refresh_from_db()
    assert moment.antwoord == "werkt_nog"


def test_the_buyer_reads_by_key_what_was_granted(wie: Actor, als: Any) -> None:
    werkbedrijf = Organisatie.objects.get(sleutel="werkbedrijf")
    found = f.granted(wie, inkoper_id=werkbedrijf.pk)
    buyer = f.rol(Rolsoort.CONSULENT, organisatie="werkbedrijf")
    text = als(buyer).get(f"/interventies/{found.pk}/").content.decode()
    assert found.kandidaat_sleutel in text
    assert "Verhoeven" not in text
    assert "Te weinig geld" not in text, "the toets is about the person"
    assert f"/interventies/{found.pk}/verplichting/" in text
    assert any(w.soort == "inkoop" for w in queries.waiting_for(f.actor(buyer)))


def test_the_list_shows_names_only_where_the_dossier_is_open(
    rol: Rol, wie: Actor, als: Any
) -> None:
    person = f.kandidaat(wie, achternaam="Openbaar")
    f.interventie(wie, person)
    mine = als(rol).get("/interventies/").content.decode()
    assert "Openbaar" in mine
    assert person.sleutel in als(f.rol(Rolsoort.KASSIER)).get("/interventies/").content.decode()
    for other in [f.rol(), f.rol(Rolsoort.COORDINATOR), f.rol(Rolsoort.MONITOR)]:
        for path in ("/interventies/", "/interventies/bestand/csv/"):
            text = als(other).get(path).content.decode()
            assert person.sleutel not in text
            assert "Openbaar" not in text


def test_somebody_who_is_afgeschermd_cannot_be_told_from_others_in_the_list(
    rol: Rol, wie: Actor, als: Any
) -> None:
    person = f.kandidaat(wie)
    f.interventie(wie, person)
    f.interventie(wie, f.kandidaat(wie))
    others = [als(f.rol()), als(f.rol(Rolsoort.MONITOR))]
    file = "/interventies/bestand/csv/"
    before = [client.get(file).content for client in others]
    person.afgeschermd = True
    person.save(update_fields=["afgeschermd"])
    assert person.sleutel in als(rol).get("/interventies/").content.decode()
    assert [client.get(file).content for client in others] == before
    for client in others:
        shown = client.get("/interventies/").content.decode()
        assert shown.count('<th scope="row">') == 2
        assert person.sleutel not in shown


def test_no_page_asks_more_when_there_is_more(
    rol: Rol, wie: Actor, als: Any, count_queries: Any
) -> None:
    person, client = f.kandidaat(wie), als(rol)
    plan = f.plan(wie, person, stappen=4)
    planned = f.interventie(wie, person, plan)
    pages = [
        "/interventies/",
        f"/kandidaten/{person.sleutel}/plan/",
        f"/interventies/{planned.pk}/",
    ]

    def measure() -> list[int]:
        found = []
        for url in pages:
            with count_queries() as counted:
                assert client.get(url).status_code == 200
            found.append(counted.aantal)
        with count_queries() as counted:
            queries.dossier_part(person)
        found.append(counted.aantal)
        with count_queries() as counted:
            timeline_of(person.pk, queries.TIJDLIJN)
        found.append(counted.aantal)
        with count_queries() as counted:
            queries.waiting_for(wie)
        return [*found, counted.aantal]

    measure()
    before = measure()
    for _ in range(2):
        f.interventie(wie, person, plan)
        record_uitkomst(
            wie,
            kandidaat_id=person.pk,
            betekenis="aan_het_werk",
            datum=timezone.localdate(),
            bron="kandidaat",
            grond="toestemming",
        )
    assert measure() == before
    assert before[-3:] == [2, 1, 5], "dossier_part, timeline_of, waiting_for"


def test_the_dossier_says_what_is_needed_now(wie: Actor) -> None:
    person = f.kandidaat(wie)
    planned = f.interventie(wie, person)
    part = queries.dossier_part(person)
    total = planned.toets.count()
    assert part.stappen[0].stand == f"toets {total - part.stappen[0].toets_open} van {total}"
    assert part.nu_nodig_actie == "Maak de toets af"
    assert part.interventie_ids == [planned.pk]
