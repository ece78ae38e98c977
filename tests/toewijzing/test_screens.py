"""The page of the rules with its preview, and being away."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.utils import timezone

from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.toewijzing.models import Afwezigheid, Toewijzingsregel
from tests.meldingen import factories as maak

Als = Callable[[Any], Client]
PAGE = "/deuren/toewijzing/"


def test_the_coordinator_makes_a_rule_and_sees_beforehand_what_it_does(
    ruim: Actor, als: Als
) -> None:
    chosen = maak.rol(naam="Aisha Demir")
    client = als(maak.rol(Rolsoort.COORDINATOR, organisatie="gemeente-nijmegen"))
    assert "Er zijn geen regels" in client.get(PAGE).content.decode()
    wrong = client.post(f"{PAGE}regel/", {"deur": "telefoon"})
    assert wrong.status_code == 422
    assert "Kies waar de vraag heen gaat" in wrong.content.decode()
    data = {"deur": "telefoon", "medewerker": chosen.medewerker_id}
    assert client.post(f"{PAGE}regel/", data).status_code == 302
    page = client.get(PAGE, {"deur": "telefoon", "taal": "nl"}).content.decode()
    assert "Als de vraag binnenkomt via de telefoon, dan gaat die naar Aisha Demir." in page
    assert "Regel 1: past: Aisha Demir" in page
    inzet = {"medewerker": chosen.medewerker_id, "hoogstens": "0", "talen": ["nl"]}
    assert client.post(f"{PAGE}inzet/", inzet).status_code == 302
    page = client.get(PAGE, {"deur": "telefoon", "taal": "nl"}).content.decode()
    assert "Regel 1: past, maar vol: Aisha Demir" in page
    rule = Toewijzingsregel.objects.get()
    client.post(f"{PAGE}{rule.pk}/einde/")
    assert not Toewijzingsregel.objects.exists()


def test_who_says_to_be_away_hands_the_questions_over(ruim: Actor, als: Als) -> None:
    me = maak.rol()
    row = maak.melding()
    other = maak.rol()
    today = timezone.localdate()
    answer = als(me).post(
        "/vragen/afwezig/",
        {
            "medewerker": me.medewerker_id,
            "van": today.strftime("%d-%m-%Y"),
            "tot": "",
            "waarnemer": other.medewerker_id,
        },
    )
    assert answer.status_code == 302
    assert Afwezigheid.objects.get().waarnemer_id == other.medewerker_id
    row.refresh_from_db()
    assert row.eigenaar_id == other.medewerker_id
