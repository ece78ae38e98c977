"""Keeping the menukaart: who may, what is refused, and that nothing known is lost."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from ontschot.kern.errors import Weigering
from ontschot.kern.models import Bericht
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor, systeem
from ontschot.menukaart import actions, queries, rules
from ontschot.menukaart.actions.dienst import Plaats
from ontschot.menukaart.laden import load
from ontschot.menukaart.models import Dienst, Dienstversie, Kwaliteitssignaal
from ontschot.menukaart.queries.kaart import geschiedenis, known_at
from ontschot.menukaart.rules import Plek, Versheid, Versheidsgrens
from ontschot.netwerk.models import Gemeente
from tests.meldingen.factories import rol
from tests.menukaart.factories import actor, coordinator, dienst, gegevens, gids
from tests.refusal import refused_change

Als = Callable[[Any], Client]
REGIO = "AM08"


def nijmegen() -> int:
    return Gemeente.objects.get(naam="Nijmegen").pk


# Making and changing


def test_a_professional_puts_the_offer_of_their_own_organisation_on_the_menukaart(
    ruim: Actor,
) -> None:
    van = gids()
    made = dienst(van)
    assert made.sleutel == "am08-nieuwe-proefles"
    assert made.gecontroleerd_door_id == van.medewerker_id
    before = made.van - timedelta(days=1)
    assert refused_change(made, tot=before) == "menukaart_dienst_period"
    with pytest.raises(Weigering, match="eigen organisatie"):
        dienst(van, naam="Van een ander", eigenaar_id=gids("fnv").organisatie_id)


def test_the_coordinator_does_so_for_every_organisation(ruim: Actor) -> None:
    chef, uwv = coordinator(), gids()
    made = dienst(chef, eigenaar_id=uwv.organisatie_id, bijgehouden_door_id=uwv.medewerker_id)
    assert made.eigenaar_id == uwv.organisatie_id


@pytest.mark.parametrize(
    ("over", "zin"),
    [
        ({"naam": "Online webinars van UWV"}, "staat al op de menukaart"),
        ({"soort": "aanvullend"}, "soort interventie"),
        ({"tot": date(2020, 1, 1)}, "vóór de eerste"),
        ({"contract_tot": date(2030, 1, 1)}, "met wie het contract"),
        ({"doel": "x" * 5_000}, "te lang"),
        ({"naam": "!!!"}, "naam met letters"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    ruim: Actor, over: dict[str, Any], zin: str
) -> None:
    with pytest.raises(Weigering, match=zin):
        dienst(gids(), **over)


def test_a_keeper_works_for_the_owner(ruim: Actor) -> None:
    with pytest.raises(Weigering, match="Kies iemand van"):
        dienst(gids(), bijgehouden_door_id=gids("fnv").medewerker_id)


def test_who_changes_on_an_old_screen_is_told_so_and_nothing_is_lost(ruim: Actor) -> None:
    van = gids()
    made = dienst(van)
    actions.change_dienst(actor(van), sleutel=made.sleutel, versie=1, gegevens={"plaats": "Druten"})
    with pytest.raises(Weigering, match="Iemand anders veranderde"):
        actions.change_dienst(
            actor(van), sleutel=made.sleutel, versie=1, gegevens={"plaats": "Wijchen"}
        )
    assert Dienst.objects.get(pk=made.pk).plaats == "Druten"


def test_another_organisation_changes_nothing(ruim: Actor) -> None:
    made = dienst(gids())
    for deed in (
        lambda wie: actions.change_dienst(wie, sleutel=made.sleutel, versie=1, gegevens={}),
        lambda wie: actions.publish(wie, sleutel=made.sleutel),
        lambda wie: actions.withdraw(wie, sleutel=made.sleutel, laatste_dag=date(2026, 1, 1)),
        lambda wie: actions.set_gemeenten(wie, sleutel=made.sleutel, plaatsen=[]),
    ):
        with pytest.raises(Weigering, match="houdt deze dienst bij"):
            deed(actor(gids("fnv")))


def test_a_national_service_is_not_the_coordinators_to_change() -> None:
    assert not rules.may_edit(Rolsoort.COORDINATOR, 1, 2, landelijk=True)
    assert rules.may_edit(Rolsoort.COORDINATOR, 1, 2, landelijk=False)
    assert rules.may_edit(Rolsoort.GIDS, 2, 2, landelijk=True)


# Publication


def test_a_concept_is_found_by_nobody_and_proposed_to_nobody(ruim: Actor) -> None:
    van = gids()
    made = dienst(van, op=None)
    today = timezone.localdate()

    def proposed() -> bool:
        found = queries.voorliggend_for(frozenset(), None, today, regio=REGIO)
        return made.sleutel in {v.sleutel for v in found}

    assert not proposed()
    actions.publish(actor(van), sleutel=made.sleutel)
    assert proposed()
    yesterday = today - timedelta(days=1)
    with pytest.raises(Weigering, match="stond deze dienst nog niet"):
        actions.withdraw(actor(van), sleutel=made.sleutel, laatste_dag=yesterday)
    actions.withdraw(actor(van), sleutel=made.sleutel, laatste_dag=today)
    assert proposed()
    after = queries.voorliggend_for(frozenset(), None, today + timedelta(days=1), regio=REGIO)
    assert made.sleutel not in {v.sleutel for v in after}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("gepubliceerd_tot", "2000-01-01"),
        ("bereik", "wereld"),
        ("contract_tot", "2030-01-01"),
    ],
)
def test_the_database_keeps_the_truths_too(ruim: Actor, column: str, value: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE menukaart_dienst SET {column} = %s", [value])


# What was known


def test_any_change_by_any_way_is_kept_and_a_check_is_no_change(ruim: Actor) -> None:
    made = dienst(gids(), plaats="Nijmegen")
    before = timezone.now()
    Dienst.objects.filter(pk=made.pk).update(plaats="Druten")
    Dienst.objects.filter(pk=made.pk).update(gecontroleerd_op=date(2020, 1, 1))
    story = geschiedenis(made)
    assert [w.versie for w in story] == [2, 1]
    assert ("Plaats", "Nijmegen", "Druten") in story[0].regels
    toen = {r.label: r.waarde for r in known_at(made, before).regels}
    assert toen["Plaats"] == "Nijmegen"
    assert known_at(made, made_long_ago()).sinds is None


def made_long_ago() -> Any:
    return timezone.now() - timedelta(days=4_000)


def test_what_a_gemeente_had_is_kept_too(ruim: Actor) -> None:
    van = gids()
    made = dienst(van)
    actions.set_gemeenten(
        actor(van), sleutel=made.sleutel, plaatsen=[Plaats(nijmegen(), False, False, "Geen geld.")]
    )
    then = timezone.now()
    actions.set_gemeenten(actor(van), sleutel=made.sleutel, plaatsen=[Plaats(nijmegen(), True)])
    assert known_at(made, then).gemeenten == [("Nijmegen", "nee", "Geen geld.")]
    assert known_at(made, timezone.now()).gemeenten == []
    assert [w.titel for w in geschiedenis(made)] == ["Nijmegen", "Nijmegen", "Versie 1"]


@pytest.mark.parametrize("deed", ["UPDATE menukaart_dienstversie SET versie = 9", "DELETE FROM"])
def test_the_history_cannot_be_rewritten(ruim: Actor, deed: str) -> None:
    dienst(gids())
    statement = deed if "SET" in deed else f"{deed} menukaart_dienstversie"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_other_region_reads_no_history(ruim: Actor, binnen: Callable[[Actor], Any]) -> None:
    dienst(gids())
    with binnen(actor(rol(regio="AM10"))):
        assert not Dienstversie.objects.filter(regio=REGIO).exists()


def test_what_people_changed_is_not_overwritten_by_the_loader(ruim: Actor) -> None:
    van = gids()
    found = Dienst.objects.get(sleutel="uwv-webinars")
    actions.change_dienst(
        actor(van), sleutel=found.sleutel, versie=found.versie, gegevens={"plaats": "Mars"}
    )
    Dienst.objects.filter(sleutel="drie-gesprekken-fnv").update(plaats="Maan")
    load()
    assert Dienst.objects.get(sleutel="uwv-webinars").plaats == "Mars"
    assert Dienst.objects.get(sleutel="drie-gesprekken-fnv").plaats != "Maan"


# Per gemeente


def test_a_no_needs_a_reason_because_the_toets_quotes_it(ruim: Actor) -> None:
    van = gids()
    made = dienst(van)
    with pytest.raises(Weigering, match="Schrijf waarom"):
        actions.set_gemeenten(
            actor(van), sleutel=made.sleutel, plaatsen=[Plaats(nijmegen(), False, False)]
        )
    elsewhere = Gemeente.objects.get(naam="Amsterdam").pk
    with pytest.raises(Weigering, match="hoort niet bij jouw regio"):
        actions.set_gemeenten(
            actor(van), sleutel=made.sleutel, plaatsen=[Plaats(elsewhere, False, True, "x")]
        )


def test_unknown_is_left_to_a_human_and_the_contact_of_the_gemeente_is_proposed(
    ruim: Actor,
) -> None:
    van = gids()
    made = dienst(van, contact="UWV")
    place = Plaats(nijmegen(), False, None, "", "Balie Nijmegen")
    actions.set_gemeenten(actor(van), sleutel=made.sleutel, plaatsen=[place])
    found = queries.voorliggend_for(frozenset(), nijmegen(), timezone.localdate(), regio=REGIO)
    own = next(v for v in found if v.sleutel == made.sleutel)
    assert own.beschikbaar
    assert own.contact == "Balie Nijmegen"


@pytest.mark.parametrize(
    ("bereik", "given", "expected"),
    [
        ("regionaal", {"differs": False}, Plek.JA),
        ("lokaal", {"differs": False}, Plek.ONBEKEND),
        ("lokaal", {"differs": True}, Plek.JA),
        ("regionaal", {"differs": True, "voorwaarde": "x"}, Plek.VOORWAARDE),
        ("regionaal", {"differs": True, "beschikbaar": False, "voorwaarde": "x"}, Plek.NEE),
        ("regionaal", {"differs": True, "beschikbaar": None}, Plek.ONBEKEND),
    ],
)
def test_what_a_gemeente_has(bereik: str, given: dict[str, Any], expected: Plek) -> None:
    assert rules.place(bereik, **given) is expected


# Freshness, reminders and signals


def test_freshness_is_counted_in_months_of_the_region() -> None:
    today = date(2026, 5, 31)
    assert rules.freshness(date(2026, 2, 28), today) is Versheid.VERS
    assert rules.freshness(date(2026, 2, 27), today) is Versheid.BIJNA_VERLOPEN
    assert rules.freshness(date(2025, 11, 29), today) is Versheid.VEROUDERD
    assert rules.freshness(date(2026, 2, 27), today, Versheidsgrens(4, 8)) is Versheid.VERS


def test_the_region_sets_its_own_months_and_only_the_coordinator(ruim: Actor) -> None:
    chef = actor(coordinator())
    with pytest.raises(Weigering, match="Alleen de coördinator"):
        actions.save_instelling(actor(gids()), vers_maanden=1, verouderd_maanden=2, synoniemen="")
    with pytest.raises(Weigering, match="meer maanden"):
        actions.save_instelling(chef, vers_maanden=6, verouderd_maanden=6, synoniemen="")
    made = dienst(gids())
    checked = timezone.localdate() - timedelta(days=40)
    Dienst.objects.filter(pk=made.pk).update(gecontroleerd_op=checked)
    today = timezone.localdate()
    assert queries.dienst_kaart(made.sleutel, today).versheid is Versheid.VERS
    actions.save_instelling(chef, vers_maanden=1, verouderd_maanden=2, synoniemen="")
    assert queries.dienst_kaart(made.sleutel, today).versheid is Versheid.BIJNA_VERLOPEN


def test_a_keeper_is_reminded_once_a_month_and_sees_it_in_the_werkvoorraad(ruim: Actor) -> None:
    van = gids()
    made = dienst(van, bijgehouden_door_id=van.medewerker_id)
    Dienst.objects.filter(pk=made.pk).update(gecontroleerd_op=date(2025, 1, 1))
    ontschot = systeem(REGIO, reden="menukaart")
    for day in (date(2026, 3, 2), date(2026, 3, 30), date(2026, 4, 1)):
        actions.send_reminders(ontschot, regio=REGIO, day=day)
    mails = Bericht.objects.filter(aan=van.medewerker.email)
    assert mails.count() == 2
    assert "Nieuwe proefles" in mails[0].tekst
    assert any(made.naam in w.titel for w in queries.waiting_for(actor(van)))
    actions.check_dienst(actor(van), dienst_id=made.pk)
    assert queries.waiting_for(actor(van)) == []


def test_stale_services_without_a_keeper_are_one_line_for_the_coordinator(ruim: Actor) -> None:
    made = dienst(gids())
    Dienst.objects.filter(pk=made.pk).update(gecontroleerd_op=date(2020, 1, 1))
    lines = queries.waiting_for(actor(coordinator()))
    assert len([w for w in lines if "niemand houdt het bij" in w.titel]) == 1


def test_a_signal_waits_for_the_keeper_until_it_is_answered_once(ruim: Actor) -> None:
    van, coach = gids(), gids("fnv")
    made = dienst(van, bijgehouden_door_id=van.medewerker_id)
    with pytest.raises(Weigering, match="één zin"):
        actions.report_signaal(actor(coach), sleutel=made.sleutel, soort="klopt_niet", reden=" ")
    told = actions.report_signaal(
        actor(coach), sleutel=made.sleutel, soort="klopt_niet", reden="Nummer klopt niet."
    )
    assert any("meldde iets" in w.titel for w in queries.waiting_for(actor(van)))
    for facts in ({"antwoord": "Ja."}, {"status": "beantwoord"}):
        assert refused_change(told, **facts) == "menukaart_signaal_answer"
    with pytest.raises(Weigering, match="Alleen wie deze dienst bijhoudt"):
        actions.answer_signaal(actor(coach), signaal_id=told.pk, antwoord="x")
    actions.answer_signaal(actor(van), signaal_id=told.pk, antwoord="Is hersteld.")
    with pytest.raises(Weigering, match="kan niet meer"):
        actions.answer_signaal(actor(van), signaal_id=told.pk, antwoord="Nog eens.")
    assert queries.waiting_for(actor(van)) == []


def test_roles_without_names_read_no_signals(ruim: Actor, binnen: Callable[[Actor], Any]) -> None:
    made = dienst(gids())
    actions.report_signaal(actor(gids()), sleutel=made.sleutel, soort="werkte_goed", reden="Ja.")
    with binnen(actor(rol(Rolsoort.MONITOR))):
        assert not Kwaliteitssignaal.objects.exists()


# On the screen


def typed(van: Any, **over: Any) -> dict[str, Any]:
    values = gegevens(van) | {"eigenaar": van.organisatie_id, "van": "1-1-2025"}
    values |= {"bereik": "regionaal", "btw": "onbekend"}
    del values["eigenaar_id"]
    return values | over


def test_a_service_is_made_changed_and_taken_off_on_the_screen(ruim: Actor, als: Als) -> None:
    van = gids()
    client = als(van)
    assert client.get("/menukaart/nieuw/").status_code == 200
    made = client.post("/menukaart/nieuw/", typed(van, publiceer="ja"), follow=True)
    assert "staat op de menukaart" in made.content.decode()
    page = "/menukaart/am08-nieuwe-proefles/"
    assert "Nieuwe proefles" in client.get(f"{page}wijzig/").content.decode()
    refused = client.post(f"{page}wijzig/", typed(van, versie=7, plaats="Wijchen"))
    assert refused.status_code == 422
    assert "Iemand anders" in refused.content.decode()
    assert 'value="Wijchen"' in refused.content.decode()
    client.post(f"{page}wijzig/", typed(van, versie=1, plaats="Wijchen"))
    assert "Wijchen" in client.get(f"{page}geschiedenis/").content.decode()
    day = timezone.localdate()
    assert (
        "Zo stond het er toen"
        in client.get(f"{page}geschiedenis/?op={day:%d-%m-%Y}").content.decode()
    )
    assert client.post(f"{page}stop/", {"laatste_dag": "gisteren"}).status_code == 422
    client.post(f"{page}stop/", {"laatste_dag": f"{day:%d-%m-%Y}"})
    assert Dienst.objects.get(sleutel="am08-nieuwe-proefles").gepubliceerd_tot == day


def test_the_gemeenten_are_typed_on_one_screen(ruim: Actor, als: Als) -> None:
    van = gids()
    made, place = dienst(van), nijmegen()
    client, page = als(van), "/menukaart/am08-nieuwe-proefles/gemeenten/"
    assert client.get(page).status_code == 200
    places = queries.gemeenten_of([REGIO], timezone.localdate())
    values = {f"g{pk}-stand": "zelfde" for pk, _ in places}
    refused = client.post(page, values | {f"g{place}-stand": "nee"})
    assert refused.status_code == 422
    assert "Schrijf waarom" in refused.content.decode()
    client.post(page, values | {f"g{place}-stand": "nee", f"g{place}-voorwaarde": "Geen geld."})
    assert made.gemeenten.get().voorwaarde == "Geen geld."


def test_a_stranger_who_opens_the_form_reads_who_may(ruim: Actor, als: Als) -> None:
    answer = als(gids("fnv")).get("/menukaart/uwv-webinars/wijzig/", follow=True)
    assert "houdt deze dienst bij" in answer.content.decode()


def test_a_signal_is_told_and_answered_on_the_screen(ruim: Actor, als: Als) -> None:
    van = gids()
    made = dienst(van, bijgehouden_door_id=van.medewerker_id)
    page = f"/menukaart/{made.sleutel}/"
    told = als(gids("fnv")).post(
        f"{page}melden/", {"soort": "werkte_goed", "reden": "Binnen een week plek."}, follow=True
    )
    assert "ziet dit in de werkvoorraad" in told.content.decode()
    signaal = Kwaliteitssignaal.objects.get()
    client = als(van)
    assert "Geef antwoord" in client.get(page).content.decode()
    assert client.post(f"/menukaart/signaal/{signaal.pk}/", {"antwoord": ""}).status_code == 422
    client.post(f"/menukaart/signaal/{signaal.pk}/", {"antwoord": "Fijn!"})
    assert "Fijn!" in client.get(page).content.decode()


def test_settings_and_lists_have_their_screens(ruim: Actor, als: Als) -> None:
    client = als(coordinator())
    saved = client.post(
        "/menukaart/instellingen/",
        {"vers_maanden": 2, "verouderd_maanden": 4, "synoniemen": "Fiets, vervoer\nalleen"},
        follow=True,
    )
    assert "fiets, vervoer" in saved.content.decode()
    values = {
        "naam": "Lijst",
        "editie_op": "1-1-2026",
        "bron": "De regio",
        "beroepen": "Kok;horeca",
    }
    assert client.post("/kansrijk/laden/", values | {"beroepen": " "}).status_code == 422
    assert "Kok" in client.post("/kansrijk/laden/", values, follow=True).content.decode()
    assert client.get("/kansrijk/?op=kapot").status_code == 200


def test_paper_folder_and_comparison(ruim: Actor, als: Als) -> None:
    client = als(gids())
    assert "os-paper-a5" in client.get("/menukaart/uwv-webinars/print/?papier=a5").content.decode()
    folder = client.get("/menukaart/uwv-webinars/folder/")
    assert folder.content.startswith(b"%PDF")
    both = client.get("/menukaart/vergelijk/?kies=uwv-webinars&kies=drie-gesprekken-fnv")
    assert "anders" in both.content.decode()
    one = client.get("/menukaart/vergelijk/?kies=uwv-webinars", follow=True)
    assert "Kies twee diensten" in one.content.decode()
