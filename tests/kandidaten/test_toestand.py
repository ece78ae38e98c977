"""Shielded, died, moved away; and the fields that a dossier may have more."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from ontschot.kandidaten import actions, queries
from ontschot.kandidaten.forms import EXTRA
from ontschot.kandidaten.models import Kandidaat, Toestand
from ontschot.kern.errors import Weigering, as_sentence
from ontschot.kern.models import Auditregel
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.tijdlijn import timeline_of
from ontschot.netwerk.models import Rol
from ontschot.regelingen.models import Codewaarde
from tests.kandidaten.factories import kandidaat
from tests.netwerk.factories import actor, rol

pytestmark = pytest.mark.usefixtures("ruim")
Als = Callable[[Rol], Client]
TODAY = timezone.localdate()


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_the_contactpersoon_shields_a_dossier_with_a_reason_and_the_history_stays() -> None:
    gids = rol()
    person = kandidaat(gids)
    wie = actor(gids)
    actions.set_afgeschermd(wie, kandidaat=person, afgeschermd=True, reden="veiligheid")
    actions.set_afgeschermd(wie, kandidaat=person, afgeschermd=False, reden="voorbij")
    told = Toestand.objects.filter(kandidaat=person).order_by("op", "pk")
    assert [(t.aan, t.reden) for t in told] == [(True, "veiligheid"), (False, "voorbij")]
    line = Auditregel.objects.get(gebeurtenis="afscherming_aan")
    assert "veiligheid" not in str(line.gegevens)


def test_a_colleague_who_helps_does_not_shield() -> None:
    gids, coach = rol(), rol(Rolsoort.LOOPBAANCOACH)
    person = kandidaat(gids)
    actions.add_betrokkene(
        actor(gids),
        kandidaat=person,
        medewerker_id=coach.medewerker_id,
        organisatie_id=coach.organisatie_id,
        grond="uitvoering",
    )
    with pytest.raises(Weigering, match="vaste contactpersoon"):
        actions.set_afgeschermd(actor(coach), kandidaat=person, afgeschermd=True, reden="collega")


@pytest.mark.parametrize(("aan", "reden"), [(True, "voorbij"), (True, "x"), (False, "collega")])
def test_a_shield_needs_a_reason_that_fits(aan: bool, reden: str) -> None:
    gids = rol()
    person = kandidaat(gids)
    with pytest.raises(Weigering, match="Kies waarom"):
        actions.set_afgeschermd(actor(gids), kandidaat=person, afgeschermd=aan, reden=reden)


def test_the_privacy_officer_shields_by_key_without_seeing_who_it_is(als: Als) -> None:
    gids, privacy = rol(), rol(Rolsoort.PRIVACY)
    person = kandidaat(gids)
    client = als(privacy)
    data = {"sleutel": person.sleutel.lower(), "wat": "aan", "reden": "veiligheid"}
    assert client.post("/afscherming/", data).status_code == 302
    person.refresh_from_db()
    assert person.afgeschermd
    unknown = client.post("/afscherming/", data | {"sleutel": "AM08-2222-22"})
    assert unknown.status_code == 422
    assert person.voornaam not in client.get("/afscherming/").content.decode()
    assert als(gids).get("/afscherming/").status_code == 403


def test_who_died_is_not_reachable_and_the_dossier_says_so(als: Als) -> None:
    gids = rol()
    person = kandidaat(gids)
    client = als(gids)
    assert person.is_bereikbaar
    day = (TODAY - timedelta(days=2)).strftime("%d-%m-%Y")
    sent = client.post(f"/kandidaten/{person.sleutel}/overleden/", {"overleden-dag": day})
    assert sent.status_code == 302
    person.refresh_from_db()
    assert not person.is_bereikbaar
    dossier = client.get(person.get_absolute_url()).content.decode()
    assert f"{person.naam} is overleden op" in dossier
    titles = [item.titel for item in timeline_of(person.pk, queries.TIJDLIJN)]
    assert "Overleden" in titles
    actions.undo_toestand(actor(gids), kandidaat=person, soort="overleden")
    person.refresh_from_db()
    assert person.is_bereikbaar
    titles = [item.titel for item in timeline_of(person.pk, queries.TIJDLIJN)]
    assert "Niet meer overleden" in titles


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), date(1970, 1, 1)])
def test_a_day_that_cannot_be_is_refused(day: date) -> None:
    gids = rol()
    with pytest.raises(Weigering, match="kan niet kloppen"):
        actions.record_overleden(actor(gids), kandidaat=kandidaat(gids), dag=day)


def test_who_moved_away_is_shown_with_the_way_on(als: Als) -> None:
    gids = rol()
    person = kandidaat(gids)
    client = als(gids)
    page = f"/kandidaten/{person.sleutel}/verhuisd/"
    day = TODAY.strftime("%d-%m-%Y")
    empty = client.post(page, {"verhuisd-dag": day, "verhuisd-naar": ""})
    assert empty.status_code == 422
    assert client.post(page, {"verhuisd-dag": day, "verhuisd-naar": "Arnhem"}).status_code == 302
    assert "Verhuisd naar Arnhem" in client.get(person.get_absolute_url()).content.decode()
    assert (
        "Draag het dossier over"
        in client.get(f"/kandidaten/{person.sleutel}/toestand/").content.decode()
    )
    nothing = client.post(f"/kandidaten/{person.sleutel}/toestand/terug/", {"soort": "onzin"})
    assert nothing.status_code == 302


def test_the_history_cannot_be_rewritten_in_sql() -> None:
    gids = rol()
    person = kandidaat(gids)
    actions.set_afgeschermd(actor(gids), kandidaat=person, afgeschermd=True, reden="collega")
    with pytest.raises(IntegrityError), transaction.atomic():
        sql("UPDATE kandidaten_toestand SET reden = 'verzoek' WHERE kandidaat_id = %s", person.pk)


@pytest.mark.parametrize("name", ["geslacht", "opleiding", "sector"])
def test_unknown_without_a_reason_is_refused_by_the_database(name: str) -> None:
    person = kandidaat(rol())
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        sql(
            f"UPDATE kandidaten_kandidaat SET {name} = 'onbekend', {name}_onbekend = '' "
            "WHERE id = %s",
            person.pk,
        )
    assert name in as_sentence(refused.value)


def test_what_is_known_has_no_reason_for_being_unknown() -> None:
    person = kandidaat(rol(), opleiding="mbo1")
    person.refresh_from_db()
    assert (person.opleiding_onbekend, person.sector_onbekend) == ("", "niet_gevraagd")


def test_a_dossier_from_before_says_not_asked_yet() -> None:
    assert Kandidaat._meta.get_field("sector_onbekend").get_default() == "niet_gevraagd"


def test_the_further_fields_are_kept_and_shown(als: Als) -> None:
    gids = rol()
    person = kandidaat(gids)
    client = als(gids)
    page = f"/kandidaten/{person.sleutel}/gegevens/"
    shown = client.get(page)
    assert all(f'name="{name}"' in shown.content.decode() for name in EXTRA)
    data = {
        "voornaam": "Noor",
        "achternaam": "Verhoeven",
        "gemeente": str(person.gemeente_id),
        "opleiding": "mbo1",
        "sector": "onbekend",
        "geslacht": "onbekend",
        "sector_onbekend": "",
        "geslacht_onbekend": "wil_niet",
        "jaren_functie": "12",
        "expertise": "omscholing",
        "contact_kanaal": "sms",
        "contact_tijden": "na 17 uur",
        "tolk": "on",
        "gezien": shown.context["form"]["gezien"].value(),
    }
    refused = client.post(page, data)
    assert refused.status_code == 422
    assert "Kies waarom sector onbekend is." in refused.content.decode()
    assert client.post(page, data | {"sector_onbekend": "weet_niet"}).status_code == 302
    person.refresh_from_db()
    assert (person.jaren_functie, person.expertise) == (12, "omscholing")
    assert (person.geslacht_onbekend, person.sector_onbekend) == ("wil_niet", "weet_niet")
    assert person.opleiding_onbekend == ""
    assert "sms, na 17 uur, tolk nodig" in client.get(person.get_absolute_url()).content.decode()


def test_education_is_finer_than_the_monitor_and_falls_exactly_in_its_classes() -> None:
    rows = Codewaarde.objects.filter(lijst="opleiding").values_list("code", "monitorklasse")
    classes: dict[str, set[str]] = {}
    for code, klasse in rows:
        classes.setdefault(klasse, set()).add(code)
    assert classes["bo_vmbo_mbo1"] == {"geen", "basisonderwijs", "vmbo", "mbo1"}
    assert classes["mbo234_havo_vwo"] == {"mbo2", "mbo3", "mbo4", "havo", "vwo"}
    assert classes["hbo_wo"] == {"hbo", "wo"}
    assert classes["onbekend"] == {"onbekend"}
