"""Leading further counts when the other side says so; until then the question has its owner."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from ontschot.kern.errors import Weigering
from ontschot.kern.models import Bericht
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor, bezoeker
from ontschot.meldingen import actions, queries
from ontschot.meldingen.actions.verwijzen import Naar
from ontschot.meldingen.models import Melding, Verwijzing
from ontschot.netwerk.models import Organisatie, Partner, Rol
from tests.meldingen import factories as maak

Als = Callable[[Any], Client]


@pytest.fixture
def gids(ruim: Actor) -> Rol:
    return maak.rol(naam="Aisha Demir")


@pytest.fixture
def vraag(gids: Rol) -> Melding:
    row = maak.melding(
        eigenaar_id=gids.medewerker_id,
        vraag="Geheim verhaal",
        contactwijze="bellen",
        telefoon="0612345678",
        naam="Sam de Wit",
    )
    return actions.record_first_contact(maak.actor(gids), melding_id=row.pk)


def text(response: Any) -> str:
    return str(response.content.decode())


def asked(gids: Rol, vraag: Melding, **over: Any) -> Verwijzing:
    values: dict[str, Any] = {
        "soort": "overgedragen",
        "naar": "Taalhuis",
        "gesproken_met": "Riet",
        "gesproken_op": timezone.localdate(),
        "gedeeld": "Wil graag leren lezen.",
    }
    return actions.refer(maak.actor(gids), melding_id=vraag.pk, naar=Naar(**values | over))


def partner() -> Rol:
    """Somebody of the FNV, which takes part in the region."""
    fnv = Organisatie.objects.get(sleutel="fnv")
    here = {"organisatie": fnv, "regio_id": maak.REGIO}
    if not Partner.objects.filter(**here).exists():
        Partner.objects.create(van=timezone.localdate() - timedelta(days=9), **here)
    return maak.rol(organisatie="fnv", naam="Joost")


def close(gids: Rol, vraag: Melding) -> Melding:
    return actions.close(maak.actor(gids), melding_id=vraag.pk, uitkomst="overgedragen")


def test_it_cannot_be_closed_before_the_other_side_confirmed(gids: Rol, vraag: Melding) -> None:
    with pytest.raises(Weigering, match="nog niet bevestigd"):
        close(gids, vraag)
    row = asked(gids, vraag)
    with pytest.raises(Weigering, match="nog niet bevestigd"):
        close(gids, vraag)
    actions.record_confirmation(
        maak.actor(gids), verwijzing_id=row.pk, door="Riet", op=timezone.localdate()
    )
    assert close(gids, vraag).uitkomst == "overgedragen"


def test_raw_sql_cannot_close_what_nobody_confirmed(gids: Rol, vraag: Melding) -> None:
    asked(gids, vraag)
    for uitkomst in ("overgedragen", "naar_voorliggend"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE meldingen_melding SET status = 'gesloten', uitkomst = %s, "
                "gesloten_op = now() WHERE id = %s",
                [uitkomst, vraag.pk],
            )


def test_raw_sql_cannot_confirm_without_a_name_or_change_a_confirmation(
    gids: Rol, vraag: Melding
) -> None:
    row = asked(gids, vraag)
    anonymous = "UPDATE meldingen_verwijzing SET status = 'bevestigd' WHERE id = %s"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(anonymous, [row.pk])
    actions.record_confirmation(
        maak.actor(gids), verwijzing_id=row.pk, door="Riet", op=timezone.localdate()
    )
    other = "UPDATE meldingen_verwijzing SET bevestigd_door = 'Piet' WHERE id = %s"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(other, [row.pk])


def test_a_colleague_of_the_partner_reads_what_is_shared_and_confirms(
    gids: Rol, vraag: Melding, als: Als
) -> None:
    joost = partner()
    row = asked(gids, vraag, naar="", organisatie_id=joost.organisatie_id)
    waits = [w for w in queries.waiting_for(maak.actor(joost)) if w.soort == "verwijzing"]
    beheer = maak.actor(maak.rol(Rolsoort.BEHEER, organisatie="fnv"))
    assert queries.waiting_referrals(beheer) == [], "who may not confirm is not asked"
    assert [w.url for w in waits] == [f"/verwijzingen/{row.pk}/"]
    page = text(als(joost).get(waits[0].url))
    assert "Wil graag leren lezen." in page
    for secret in ("Geheim verhaal", "Sam de Wit", "0612345678"):
        assert secret not in page
    assert als(joost).post(waits[0].url, {"antwoord": "nee"}).status_code == 422
    assert als(joost).post(waits[0].url, {"antwoord": "ja"}).status_code == 302
    row.refresh_from_db()
    assert (row.status, row.bevestigd_door, row.bevestigd_wijze) == (
        "bevestigd",
        "Joost",
        "account",
    )
    mine = [w.actie for w in queries.waiting_for(maak.actor(gids))]
    assert "Sluit de vraag" in mine


def test_somebody_who_was_not_asked_reads_and_confirms_nothing(
    gids: Rol, vraag: Melding, als: Als
) -> None:
    row, stranger = asked(gids, vraag), maak.rol(organisatie="cnv")
    assert als(stranger).get(f"/verwijzingen/{row.pk}/").status_code == 302
    with pytest.raises(Weigering, match="niet voor jouw organisatie"):
        actions.answer_referral(maak.actor(stranger), verwijzing_id=row.pk, ja=True)
    with pytest.raises(Weigering, match="van Aisha Demir"):
        actions.withdraw(maak.actor(stranger), verwijzing_id=row.pk)


def link_of(row: Verwijzing) -> str:
    mail = Bericht.objects.filter(sleutel__startswith=f"verwijzing-{row.pk}-").latest("pk")
    found = re.search(r"(/r/\S+/verwijzing/\S+/)", mail.tekst)
    assert found
    assert "Sam" not in mail.tekst + mail.onderwerp
    return found[1]


def test_an_outside_partner_confirms_once_with_a_link_that_shows_no_name(
    gids: Rol, vraag: Melding
) -> None:
    row = asked(gids, vraag, email="riet@taalhuis.nl")
    path, visitor = link_of(row), Client()
    shown = visitor.get(path)
    assert "Wil graag leren lezen." in text(shown)
    for secret in ("Geheim verhaal", "Sam de Wit", "0612345678", vraag.nummer):
        assert secret not in text(shown)
    assert shown["Referrer-Policy"] == "strict-origin"
    assert visitor.post(path, {"antwoord": "ja", "door": ""}).status_code == 422
    assert visitor.post(path, {"antwoord": "ja", "door": "Riet"}).status_code == 200
    row.refresh_from_db()
    assert (row.status, row.bevestigd_wijze) == ("bevestigd", "link")
    assert visitor.get(path).status_code == 410
    assert visitor.get(path.replace("AM08", "AM10")).status_code in {404, 410}
    assert visitor.get("/r/AM08/verwijzing/onzin/").status_code == 410


def test_a_refusal_needs_a_reason_and_the_question_goes_on(gids: Rol, vraag: Melding) -> None:
    row = asked(gids, vraag, email="riet@taalhuis.nl")
    secret = link_of(row).rstrip("/").rpartition("/")[2]
    refuse = {"regio": "AM08", "geheim": secret, "ja": False, "door": "Riet"}
    with pytest.raises(Weigering, match="waarom"):
        actions.answer_by_link(bezoeker(), **refuse)
    actions.answer_by_link(bezoeker(), **refuse, reden="Er is geen plek.")
    vraag.refresh_from_db()
    assert vraag.status == "open"
    with pytest.raises(Weigering, match="nog niet bevestigd"):
        close(gids, vraag)
    assert asked(gids, vraag).status == "gevraagd"


def test_a_new_link_ends_the_old_one_and_silence_comes_back_to_the_owner(
    gids: Rol, vraag: Melding, als: Als
) -> None:
    row = asked(gids, vraag, email="riet@taalhuis.nl")
    old = link_of(row)
    actions.remind(maak.actor(gids), verwijzing_id=row.pk)
    assert Client().get(old).status_code == 410
    assert Client().get(link_of(row)).status_code == 200
    Verwijzing.objects.update(uiterlijk=timezone.localdate() - timedelta(days=1))
    waits = [w.actie for w in queries.waiting_for(maak.actor(gids))]
    assert "Vraag het na" in waits
    assert "Stuur de link nog eens" in text(als(gids).get(vraag.get_absolute_url()))


def test_two_requests_at_a_time_are_refused(gids: Rol, vraag: Melding) -> None:
    asked(gids, vraag)
    with pytest.raises(IntegrityError), transaction.atomic():
        asked(gids, vraag)


def test_the_form_wants_one_of_the_two_and_keeps_what_was_typed(
    gids: Rol, vraag: Melding, als: Als
) -> None:
    client, url = als(gids), f"{vraag.get_absolute_url()}verwijzen/"
    shown = client.post(url, {"soort": "overgedragen", "gesproken_met": "Riet"})
    assert shown.status_code == 422
    assert 'value="Riet"' in text(shown)
    today = timezone.localdate().strftime("%d-%m-%Y")
    good = {"soort": "overgedragen", "naar": "Taalhuis", "gesproken_met": "Riet"}
    assert client.post(url, good | {"gesproken_op": today}).status_code == 302
    assert client.post(url, good | {"gesproken_op": today}).status_code in {302, 422}
    assert Verwijzing.objects.count() == 1
