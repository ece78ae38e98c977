"""The screens beside the meeting, through the door: what is typed arrives, or comes back."""

from typing import Any

import pytest
from django.utils import timezone

from ontschot.casusoverleg import actions
from ontschot.casusoverleg.models import Belang, Consult, Mandaat, Signaal, Voorbeeldconcept
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from tests.casusoverleg import factories as c
from tests.trajecten import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def rol(ruim: Actor) -> Any:
    return f.rol()


@pytest.fixture
def boss(ruim: Actor) -> Any:
    return f.rol(Rolsoort.COORDINATOR, organisatie="gemeente-nijmegen")


def test_a_mandaat_is_given_and_ended_on_the_screen(boss: Any, als: Any) -> None:
    client, today = als(boss), timezone.localdate()
    sent = {"doe": "geef", "organisatie_id": c.partner_ids("fnv")[0], "van": today.isoformat()}
    back = client.post("/casusoverleg/mandaten/", sent | {"tot_cent": "veel"})
    assert back.status_code == 422
    day = f"{today.day}-{today.month}-{today.year}"
    sent |= {"van": day}
    assert client.post("/casusoverleg/mandaten/", sent | {"tot_cent": "1.000"}).status_code == 302
    given = Mandaat.objects.get()
    assert given.tot_cent == 100_000
    ended = client.post(
        "/casusoverleg/mandaten/", {"doe": "einde", "einde-welke": given.pk, "einde-tot": day}
    )
    assert ended.status_code == 302
    given.refresh_from_db()
    assert given.tot == today


def test_a_question_to_colleagues_keeps_what_was_typed(rol: Any, als: Any) -> None:
    wie, client = f.actor(rol), als(rol)
    person, other = f.kandidaat(wie), f.rol()
    path = f"/kandidaten/{person.sleutel}/collegas-vragen/"
    assert client.get(path).status_code == 200
    today = timezone.localdate()
    sent = {
        "vraag": "Samira wil door. Wie betaalt?",
        "medewerkers": [other.medewerker_id],
        "uiterlijk": f"{today.day}-{today.month}-{today.year}",
    }
    back = client.post(path, sent)
    assert back.status_code == 422
    assert "Samira wil door" in back.content.decode()
    assert client.post(path, sent | {"vraag": "Wie betaalt dit?"}).status_code == 302
    consult = Consult.objects.get()
    done = als(other).post(f"/casusoverleg/vragen/{consult.pk}/", {"antwoord": "Het fonds."})
    assert done.status_code == 302
    story = client.get(f"/kandidaten/{person.sleutel}/").content.decode()
    assert "Het fonds." in story


def test_a_signal_from_a_dossier_refuses_the_name_and_keeps_the_text(rol: Any, als: Any) -> None:
    client, person = als(rol), f.kandidaat(f.actor(rol))
    path = f"/signalen/nieuw/?dossier={person.sleutel}"
    assert client.get(path).status_code == 200
    sent = {
        "dossier": person.sleutel,
        "onderwerp": "wachttijd",
        "wat": "Samira wacht elf weken.",
        "aantal_keer": 1,
    }
    back = client.post("/signalen/nieuw/", sent)
    assert back.status_code == 422
    assert "Samira wacht elf weken." in back.content.decode()
    assert client.post("/signalen/nieuw/", sent | {"wat": "Elf weken wachten."}).status_code == 302
    assert Signaal.objects.get().wat == "Elf weken wachten."


def test_a_stake_is_told_with_one_button_and_closes_the_form(rol: Any, boss: Any, als: Any) -> None:
    besluit = actions.ask_besluit(
        f.actor(rol), interventie_id=f.ready(f.actor(rol)).pk, vraag="Past goed."
    )
    client, path = als(boss), f"/casusoverleg/{besluit.pk}/"
    assert "Leg het besluit vast" in client.get(path).content.decode()
    assert client.post(f"{path}belang/", {"uitleg": "Mijn zus."}).status_code == 302
    assert Belang.objects.get().medewerker_id == boss.medewerker_id
    assert "Leg het besluit vast" not in client.get(path).content.decode()


def test_an_example_goes_from_the_besluit_to_the_library(rol: Any, boss: Any, als: Any) -> None:
    wie = f.actor(rol)
    besluit = actions.ask_besluit(wie, interventie_id=f.ready(wie).pk, vraag="Past goed.")
    actions.decide(
        f.actor(boss), besluit_id=besluit.pk, toekennen=False, motivering="Nee.", consensus=True
    )
    client = als(boss)
    assert client.post(f"/casusoverleg/{besluit.pk}/bewaar-als-voorbeeld/").status_code == 302
    path = f"/voorbeelden/concept/{Voorbeeldconcept.objects.get().pk}/"
    assert client.get(path).status_code == 200
    sent = {"doe": "geef_vrij", "situatie": "WW", "vraag": "Opleiding", "waarom": ""}
    assert client.post(path, sent).status_code == 422
    assert client.post(path, sent | {"waarom": "Eerst stage."}).status_code == 302
    assert not Voorbeeldconcept.objects.exists()
    found = als(f.rol(Rolsoort.BELEID)).get("/voorbeelden/?q=opleidingen").content.decode()
    assert "Opleiding" in found
