"""The page of the rules with its preview, and being away."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.meldingen.models import Melding
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


def test_a_rule_looks_at_the_situation_and_at_what_a_colleague_is_good_at(
    ruim: Actor, als: Als
) -> None:
    good, other = maak.rol(naam="Aisha Demir"), maak.rol(naam="Bram Bos")
    client = als(maak.rol(Rolsoort.COORDINATOR, organisatie="gemeente-nijmegen"))
    inzet = {"medewerker": good.medewerker_id, "expertises": ["geldzorgen"]}
    assert client.post(f"{PAGE}inzet/", inzet).status_code == 302
    form = client.get(f"{PAGE}inzet/", {"wie": good.medewerker_id}).content.decode()
    assert "checked" in form.partition('value="geldzorgen"')[2][:120]
    rule = {"indicatie": "participatiewet", "expertise": "geldzorgen", "organisatiesoort": "uwv"}
    assert client.post(f"{PAGE}regel/", rule).status_code == 302
    page = client.get(PAGE, {"deur": "telefoon", "taal": "nl", "indicatie": "participatiewet"})
    text = page.content.decode()
    assert "gaat over iemand die bijstand krijgt" in text
    assert "Regel 1: past: Aisha Demir" in text
    row = maak.melding(indicatie="participatiewet")
    assert row.eigenaar_id == good.medewerker_id
    assert maak.melding(indicatie="").eigenaar_id == other.medewerker_id


@pytest.mark.parametrize("code", ["ziektewet", "wajong", "onzin"])
def test_a_question_keeps_no_situation_that_says_something_about_health(
    ruim: Actor, code: str
) -> None:
    maak.rol()
    with pytest.raises(Weigering, match="Kies een situatie"):
        maak.melding(indicatie=code)
    row = maak.melding()
    with pytest.raises(IntegrityError, match="melding_indicatie"), transaction.atomic():
        Melding.objects.filter(pk=row.pk).update(indicatie=code)
