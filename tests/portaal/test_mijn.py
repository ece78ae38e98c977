"""The person's own side: coming in, reading, and everything one can say there."""

import json
import re
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.utils import timezone

from ontschot.berichten import actions
from ontschot.berichten.models import Gespreksbericht, Verzoek
from ontschot.kandidaten import actions as kandidaten
from ontschot.kern import links
from ontschot.kern.models import Auditregel, Bericht, Link
from ontschot.kern.scope import Actor, systeem
from ontschot.meldingen.models import Melding
from ontschot.portaal import grenzen
from ontschot.portaal.mijn import kopie
from ontschot.trajecten.models import Arrangement
from tests.berichten import factories as maak
from tests.kandidaten import factories as mensen
from tests.meldingen import factories as vragen
from tests.netwerk.factories import actor, rol
from tests.trajecten import factories as trajecten

pytestmark = pytest.mark.django_db
PAGES = ["", "vragen/", "plan/", "gedeeld/", "gegevens/", "berichten/", "verzoeken/",
         "correctie/", "stoppen/"]  # fmt: skip
CLOSED = "/mijn/aanmelden/"


@pytest.fixture
def gids(ruim: Actor) -> Any:
    return rol()


@pytest.fixture
def samira(gids: Any) -> Any:
    return maak.person(gids)


def text(response: Any) -> str:
    return str(response.content.decode())


def born(client: Client, secret: str, day: str = "12-3-1974") -> Any:
    return client.post(f"/mijn/link/{secret}/", {"geboortedatum": day})


# --- coming in -----------------------------------------------------------------


def test_the_contact_sends_a_link_and_the_person_opens_the_own_page(
    gids: Any, samira: Any, client: Client
) -> None:
    actions.send_link(actor(gids), sleutel=samira.sleutel, kanaal="mail", basis="https://x.nl")
    mail = Bericht.objects.get()
    assert mail.aan == "samira@voorbeeld.nl"
    path = re.search(r"https://x\.nl(/mijn/link/\S+/)", mail.tekst)
    assert path
    assert "geboortedatum" in text(client.get(path[1]))
    entered = client.post(path[1], {"geboortedatum": "12-3-1974"})
    assert entered["Location"] == "/mijn/"
    assert "Dag Samira" in text(client.get("/mijn/"))
    cookie = client.cookies["mijn"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/mijn/")
    assert "sessionid" not in client.cookies


def test_a_link_by_sms_goes_to_the_phone(gids: Any, samira: Any) -> None:
    actions.send_link(actor(gids), sleutel=samira.sleutel, kanaal="sms", basis="https://x.nl")
    sent = Bericht.objects.get()
    assert (sent.kanaal, sent.aan) == ("sms", "06 12345678")


def test_a_new_link_ends_the_old_one_and_its_page(gids: Any, samira: Any) -> None:
    client = maak.own_page(samira)
    assert client.get("/mijn/").status_code == 200
    actions.send_link(actor(gids), sleutel=samira.sleutel, kanaal="mail", basis="https://x.nl")
    assert client.get("/mijn/")["Location"] == CLOSED


def test_taking_the_link_back_closes_the_page_at_once(gids: Any, samira: Any) -> None:
    client = maak.own_page(samira)
    actions.revoke_link(actor(gids), sleutel=samira.sleutel)
    assert client.get("/mijn/plan/")["Location"] == CLOSED


def test_without_a_link_there_is_only_the_door(samira: Any, client: Client) -> None:
    for page in PAGES:
        assert client.get(f"/mijn/{page}")["Location"] == CLOSED


def test_a_changed_cookie_opens_nothing(samira: Any) -> None:
    client = maak.own_page(samira)
    client.cookies["mijn"] = client.cookies["mijn"].value[:-3] + "abc"
    assert client.get("/mijn/")["Location"] == CLOSED


@pytest.mark.parametrize(("minuten", "open"), [(29, True), (31, False)])
def test_the_page_closes_when_nothing_happens_for_half_an_hour(
    samira: Any, time_machine: Any, minuten: int, open: bool
) -> None:
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    client = maak.own_page(samira)
    time_machine.move_to(now + timedelta(minutes=minuten), tick=False)
    assert (client.get("/mijn/").status_code == 200) == open


def test_the_page_closes_after_a_day_also_for_who_keeps_clicking(
    samira: Any, time_machine: Any
) -> None:
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    client = maak.own_page(samira)
    for quarter in range(1, 34):
        time_machine.move_to(now + timedelta(minutes=15 * quarter), tick=False)
        answer = client.get("/mijn/")
        assert answer.status_code == (200 if quarter < 32 else 302)


def test_a_wrong_date_is_refused_logged_and_counted(samira: Any, client: Client) -> None:
    secret = maak.link(samira)
    for _ in range(grenzen.LINK_DATUMS.aantal):
        assert born(client, secret, "1-1-1980").status_code == 422
    stopped = born(client, secret)
    assert stopped.status_code == 429
    assert "Wacht een uur" in text(stopped)
    lines = Auditregel.objects.filter(gebeurtenis="eigen_pagina_geweigerd")
    assert lines.count() == grenzen.LINK_DATUMS.aantal


def test_a_link_that_is_over_says_what_to_do(samira: Any, client: Client) -> None:
    secret = maak.link(samira)
    Link.objects.update(ingetrokken_op=timezone.now())
    answer = client.get(f"/mijn/link/{secret}/")
    assert answer.status_code == 404
    assert "nieuwe link" in text(answer)


@pytest.mark.parametrize("adres", ["Samira@voorbeeld.nl", "+31 6 1234 5678"])
def test_one_comes_back_with_a_code(samira: Any, client: Client, adres: str) -> None:
    maak.link(samira)
    asked = client.post("/mijn/aanmelden/", {"adres": adres, "geboortedatum": "12-3-1974"})
    nonce = re.search(r'name="aanvraag" value="([^"]+)"', text(asked))
    code = re.search(r"\b(\d{6})\b", Bericht.objects.get().tekst)
    assert nonce
    assert code
    wrong = client.post("/mijn/code/", {"aanvraag": nonce[1], "code": "000000"})
    assert wrong.status_code == 422
    entered = client.post("/mijn/code/", {"aanvraag": nonce[1], "code": code[1]})
    assert entered["Location"] == "/mijn/"
    assert "Dag Samira" in text(client.get("/mijn/"))
    again = Client().post("/mijn/code/", {"aanvraag": nonce[1], "code": code[1]})
    assert again.status_code == 422


def test_a_code_works_in_the_browser_that_asked_only(samira: Any, client: Client) -> None:
    maak.link(samira)
    client.post("/mijn/aanmelden/", {"adres": samira.email, "geboortedatum": "12-3-1974"})
    code = re.search(r"\b(\d{6})\b", Bericht.objects.get().tekst)
    assert code
    other = Client().post("/mijn/code/", {"aanvraag": "iets-anders", "code": code[1]})
    assert other.status_code == 422


@pytest.mark.parametrize(
    "values",
    [
        {"adres": "niemand@voorbeeld.nl", "geboortedatum": "12-3-1974"},
        {"adres": "samira@voorbeeld.nl", "geboortedatum": "13-3-1974"},
        {"adres": "x", "geboortedatum": "12-3-1974"},
    ],
)
def test_who_is_not_known_gets_the_same_answer_and_no_code(
    samira: Any, client: Client, values: dict[str, str]
) -> None:
    maak.link(samira)
    assert "onderweg" in text(client.post("/mijn/aanmelden/", values))
    assert not Bericht.objects.exists()


def test_without_a_link_from_the_contact_there_is_no_code(samira: Any, client: Client) -> None:
    client.post("/mijn/aanmelden/", {"adres": samira.email, "geboortedatum": "12-3-1974"})
    assert not Bericht.objects.exists()


def test_asking_for_codes_without_end_is_stopped(samira: Any, client: Client) -> None:
    values = {"adres": "a@b.nl", "geboortedatum": "12-3-1974"}
    for _ in range(grenzen.CODES.aantal):
        assert client.post("/mijn/aanmelden/", values).status_code == 200
    assert client.post("/mijn/aanmelden/", values).status_code == 429


def test_who_works_here_is_a_kandidaat_on_the_own_page_and_nowhere_else(
    gids: Any, samira: Any, als: Any
) -> None:
    client = als(gids)
    client.cookies["mijn"] = maak.own_page(samira).cookies["mijn"].value
    assert "Dag Samira" in text(client.get("/mijn/"))
    assert client.get("/werkvoorraad/").status_code == 200


def test_closing_the_page_closes_it(samira: Any) -> None:
    client = maak.own_page(samira)
    client.post("/mijn/afmelden/")
    assert client.get("/mijn/")["Location"] == CLOSED


# --- reading -------------------------------------------------------------------


def filled(gids: Any, person: Any) -> None:
    """A plan, a question with an answer, a colleague, a hand-over and a message."""
    wie, other = actor(gids), rol()
    mensen.feit(gids, person)
    trajecten.interventie(wie, person, trajecten.plan(wie, person, stappen=2))
    trajecten.overdracht(wie, person, other)
    found = vragen.melding(vraag="Kan ik nog leren?")
    Melding.objects.filter(pk=found.pk).update(kandidaat=person)
    maak.both_ways(wie, person)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_there_in_two_languages(gids: Any, samira: Any, page: str) -> None:
    filled(gids, samira)
    client = maak.own_page(samira)
    dutch = client.get(f"/mijn/{page}")
    assert dutch.status_code == 200
    assert dutch["Cache-Control"] == "no-store"
    english = text(client.get(f"/mijn/{page}", headers={"Accept-Language": "en"}))
    assert '<html lang="en"' in english
    assert "My page" in english


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_page_says_so_and_is_no_error(samira: Any, page: str) -> None:
    assert maak.own_page(samira).get(f"/mijn/{page}").status_code == 200


def test_one_reads_the_own_and_nothing_of_another(gids: Any, samira: Any) -> None:
    filled(gids, samira)
    other = maak.person(gids, voornaam="Bert", email="bert@voorbeeld.nl")
    actions.write_to_kandidaat(actor(gids), sleutel=other.sleutel, tekst="Voor Bert")
    trajecten.plan(actor(gids), other)
    client = maak.own_page(samira)
    pages = "".join(text(client.get(f"/mijn/{page}")) for page in PAGES)
    assert "Bert" not in pages
    for said in ("Kan ik nog leren?", "Werk in de zorg", "Ja, om tien uur."):
        assert said in pages


def test_a_plan_shows_prices_where_the_region_says_so(gids: Any, samira: Any) -> None:
    filled(gids, samira)
    client = maak.own_page(samira)
    assert "€" not in text(client.get("/mijn/plan/"))
    coordinator = actor(rol(soort="coordinator"))
    actions.set_instelling(coordinator, link_dagen=30, toon_prijzen=True)
    assert "3.350" in text(client.get("/mijn/plan/"))


def test_who_looked_is_shown_by_organisation_and_broken_glass_with_its_reason(
    gids: Any, samira: Any, als: Any
) -> None:
    als(gids).get(f"/kandidaten/{samira.sleutel}/")
    stranger = rol()
    kandidaten.break_glass(actor(stranger), sleutel=samira.sleutel, reden="De werkgever belt nu.")
    page = text(maak.own_page(samira).get("/mijn/gedeeld/"))
    assert "De werkgever belt nu." in page
    assert "UWV" in page
    assert stranger.medewerker.naam not in page


def test_the_pages_ask_no_more_when_there_is_more(
    gids: Any, samira: Any, count_queries: Any
) -> None:
    filled(gids, samira)
    client = maak.own_page(samira)
    pages = [page for page in PAGES if page != "vragen/"]

    def asked(page: str) -> int:
        with count_queries() as counted:
            client.get(f"/mijn/{page}")
        return int(counted.aantal)

    for page in pages:
        asked(page)  # what is the same for everybody is remembered from here
    before = [asked(page) for page in pages]
    wie = actor(gids)
    for _ in range(4):
        Verzoek.objects.filter(status="open").update(
            status="teruggetrokken", besloten_op=timezone.now()
        )
        maak.both_ways(wie, samira)
        kandidaten.record_contact(wie, kandidaat=samira, wijze="telefoon", op=timezone.now())
    assert [asked(page) for page in pages] == before


# --- doing ---------------------------------------------------------------------


def test_a_message_waits_for_the_contact_and_the_answer_says_nothing_in_the_mail(
    gids: Any, samira: Any, als: Any
) -> None:
    client = maak.own_page(samira)
    assert client.post("/mijn/berichten/", {"tekst": "Kan ik <b>later</b>?"}).status_code == 302
    staff = als(gids)
    assert "stuurde een bericht" in text(staff.get("/werkvoorraad/"))
    talk = f"/kandidaten/{samira.sleutel}/berichten/"
    assert "Kan ik &lt;b&gt;later&lt;/b&gt;?" in text(staff.get(talk))
    assert staff.post(talk, {"tekst": "Dat kan, kom om vier uur."}).status_code == 302
    assert "stuurde een bericht" not in text(staff.get("/werkvoorraad/"))
    notice = Bericht.objects.get()
    assert "vier uur" not in notice.tekst
    assert "nieuw bericht" in text(client.get("/mijn/"))
    assert "Dat kan, kom om vier uur." in text(client.get("/mijn/berichten/"))
    assert "nieuw bericht" not in text(client.get("/mijn/"))


def test_an_empty_or_endless_message_comes_back(samira: Any) -> None:
    client = maak.own_page(samira)
    for tekst in ("", "  ", "x" * 4001):
        answer = client.post("/mijn/berichten/", {"tekst": tekst})
        assert answer.status_code == 422
    assert not Gespreksbericht.objects.exists()


def test_the_talk_moves_along_when_the_contact_changes(gids: Any, samira: Any, als: Any) -> None:
    maak.own_page(samira).post("/mijn/berichten/", {"tekst": "Hallo"})
    new = rol()
    kandidaten.move_contactpersoon(
        actor(gids),
        kandidaat=samira,
        naar_medewerker_id=new.medewerker_id,
        naar_organisatie_id=new.organisatie_id,
        leest_tot=timezone.localdate(),
    )
    assert "stuurde een bericht" in text(als(new).get("/werkvoorraad/"))
    assert "stuurde een bericht" not in text(als(gids).get("/werkvoorraad/"))


def test_one_agrees_with_the_plan_that_was_on_the_screen(gids: Any, samira: Any) -> None:
    plan = trajecten.plan(actor(gids), samira, agreed=False)
    client = maak.own_page(samira)
    assert "Ja, ik ga akkoord" in text(client.get("/mijn/plan/"))
    old = client.post("/mijn/plan/akkoord/", {"plan": str(plan.pk + 1)})
    assert old.status_code == 302
    plan.refresh_from_db()
    assert plan.status == "concept"
    client.post("/mijn/plan/akkoord/", {"plan": str(plan.pk)})
    agreed = Arrangement.objects.get(pk=plan.pk)
    assert (agreed.status, agreed.akkoord_wijze) == ("akkoord", "bericht")
    assert agreed.akkoord_op == timezone.localdate()
    client.post("/mijn/plan/akkoord/", {"plan": str(plan.pk)})


def test_nobody_agrees_with_the_plan_of_another(gids: Any, samira: Any) -> None:
    other = trajecten.plan(actor(gids), maak.person(gids), agreed=False)
    maak.own_page(samira).post("/mijn/plan/akkoord/", {"plan": str(other.pk)})
    other.refresh_from_db()
    assert other.status == "concept"


def test_a_correction_that_is_granted_is_taken_over(gids: Any, samira: Any, als: Any) -> None:
    client = maak.own_page(samira)
    values = {"onderwerp": "telefoon", "tekst": "06 87654321"}
    assert client.post("/mijn/correctie/", values).status_code == 302
    assert client.post("/mijn/correctie/", values).status_code == 422
    asked = Verzoek.objects.get()
    assert (asked.uiterlijk - timezone.localdate()).days <= 30
    staff = als(gids)
    assert "telefoonnummer" in text(staff.get("/werkvoorraad/"))
    page = f"/eigen-verzoeken/{asked.pk}/"
    assert "06 12345678" in text(staff.get(page))
    assert staff.post(page, {"antwoord": "ja", "reden": ""}).status_code == 422
    assert staff.post(page, {"antwoord": "ja", "reden": "Klopt, dank."}).status_code == 302
    samira.refresh_from_db()
    assert samira.telefoon == "06 87654321"
    assert "Klopt, dank." in text(client.get("/mijn/verzoeken/"))


@pytest.mark.parametrize(
    ("onderwerp", "tekst"),
    [("geboortedatum", "gisteren"), ("email", "x"), ("postcode", "12"), ("telefoon", "bel me"),
     ("voornaam", "x" * 90), ("", "x"), ("bestaat niet", "x")],
)  # fmt: skip
def test_a_correction_that_cannot_be_right_comes_back(
    samira: Any, onderwerp: str, tekst: str
) -> None:
    answer = maak.own_page(samira).post(
        "/mijn/correctie/", {"onderwerp": onderwerp, "tekst": tekst}
    )
    assert answer.status_code == 422
    assert not Verzoek.objects.exists()


def test_a_late_request_climbs_to_the_coordinator(gids: Any, samira: Any, als: Any) -> None:
    actions.ask(maak.eigen(samira), soort="intrekken", onderwerp="delen")
    boss = rol(soort="coordinator")
    assert "niet meer delen" not in text(als(boss).get("/werkvoorraad/"))
    Verzoek.objects.update(uiterlijk=timezone.localdate() - timedelta(days=1))
    assert "niet meer delen" in text(als(boss).get("/werkvoorraad/"))


def test_one_takes_a_request_back_and_only_the_own(gids: Any, samira: Any) -> None:
    mine = actions.ask(maak.eigen(samira), soort="intrekken", onderwerp="hulp")
    other = actions.ask(maak.eigen(maak.person(gids)), soort="intrekken", onderwerp="hulp")
    client = maak.own_page(samira)
    for asked in (mine, other):
        client.post(f"/mijn/verzoeken/{asked.pk}/terug/")
        asked.refresh_from_db()
    assert (mine.status, other.status) == ("teruggetrokken", "open")


def test_a_copy_holds_everything_and_nobody_else(gids: Any, samira: Any) -> None:
    filled(gids, samira)
    other = maak.person(gids, voornaam="Bert", achternaam="Anders")
    actions.write_to_kandidaat(actor(gids), sleutel=other.sleutel, tekst="Geheim van Bert")
    answer = maak.own_page(samira).post("/mijn/kopie/")
    bundle = ZipFile(BytesIO(answer.content))
    assert bundle.read("mijn-gegevens.pdf").startswith(b"%PDF-")
    told = bundle.read("mijn-gegevens.json").decode()
    parts = {part["naam"] for part in json.loads(told)["onderdelen"]}
    assert parts >= {"Kandidaat", "Bericht", "Vraag", "Arrangement", "Stap", "Overdracht"}
    assert "Ja, om tien uur." in told
    assert "Bert" not in told
    assert Verzoek.objects.filter(soort="kopie", status="toegekend").count() == 1
    assert Auditregel.objects.filter(gebeurtenis="eigen_kopie_gemaakt").count() == 1


def test_a_copy_is_made_as_the_kandidaat_or_not_at_all(samira: Any) -> None:
    with pytest.raises(RuntimeError):
        kopie.export_of(samira.pk)


def test_the_code_of_the_question_still_opens_the_answer_for_a_kandidaat(
    gids: Any, samira: Any, client: Client
) -> None:
    asked = vragen.ontvangen()
    Melding.objects.filter(pk=asked.melding.pk).update(kandidaat=samira)
    assert "Mijn contract stopt" in text(client.post("/r/AM08/antwoord/", {"code": asked.code}))


def test_a_link_of_another_kind_opens_no_own_page(samira: Any, client: Client) -> None:
    secret = links.make(
        soort="nazorg",
        regio="AM08",
        object_sleutel=samira.sleutel,
        geldig_tot=timezone.now() + timedelta(days=1),
    )
    assert born(client, secret).status_code == 404


def test_only_the_contact_sends_a_link(gids: Any, samira: Any, als: Any) -> None:
    other = rol()
    kandidaten.add_betrokkene(
        actor(gids),
        kandidaat=samira,
        medewerker_id=other.medewerker_id,
        organisatie_id=other.organisatie_id,
        grond="uitvoering",
    )
    als(other).post(f"/kandidaten/{samira.sleutel}/berichten/link/", {"kanaal": "mail"})
    assert not Link.objects.exists()
    als(gids).post(f"/kandidaten/{samira.sleutel}/berichten/link/", {"kanaal": "mail"})
    assert Link.objects.get().eenmalig is False


def test_ontschot_itself_is_not_a_person(samira: Any) -> None:
    with pytest.raises(RuntimeError):
        kopie.export_of(0)
    assert systeem("AM08").kandidaat_id is None
