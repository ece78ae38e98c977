"""The meeting: it comes back, begins with enough partners, fills its agenda and decides."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from ontschot.casusoverleg import actions, queries
from ontschot.casusoverleg.kalender import meeting_days
from ontschot.casusoverleg.models import Agendapunt, Besluit, Overleg
from ontschot.casusoverleg.queries.overleggen import agenda_of
from ontschot.kandidaten.models import Betrokkenheid, Kandidaat
from ontschot.kandidaten.queries import kandidaat_for
from ontschot.kern.errors import Weigering
from ontschot.kern.models import Bericht
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from tests.casusoverleg import factories as c
from tests.kassier.factories import wereld
from tests.trajecten import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def wie(ruim: Actor) -> Actor:
    return f.actor(f.rol())


@pytest.fixture
def boss(ruim: Actor) -> Actor:
    return f.actor(f.rol(Rolsoort.COORDINATOR, organisatie="gemeente-nijmegen"))


def refused(statement: str, *values: Any) -> str:
    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        f.sql(statement, *values)
    return str(refusal.value)


def no(boss: Actor, besluit: Besluit) -> Besluit:
    return actions.decide(
        boss, besluit_id=besluit.pk, toekennen=False, motivering="Eerst stage.", consensus=True
    )


def asked(wie: Actor) -> Besluit:
    return actions.ask_besluit(wie, interventie_id=f.ready(wie).pk, vraag="Samira past hier.")


def test_a_series_comes_back_in_its_rhythm_and_not_on_a_holiday() -> None:
    days = meeting_days(0, 1, date(2027, 3, 1), date(2027, 3, 20), 3)
    # Easter Monday is 29 March 2027.
    assert days == [date(2027, 3, 22), date(2027, 4, 5), date(2027, 4, 12)]
    assert meeting_days(1, 2, date(2027, 3, 1), date(2027, 3, 2), 2) == [
        date(2027, 3, 16),
        date(2027, 3, 30),
    ]


def test_a_series_plans_ahead_and_invites_everybody_once(boss: Actor, wie: Actor) -> None:
    c.reeks(boss)
    assert Overleg.objects.filter(status="gepland").count() == 8
    mails = Bericht.objects.filter(onderwerp__startswith="Uitnodiging")
    assert mails.exists()
    assert mails.count() == mails.values("aan").distinct().count()


def test_a_quorum_beyond_the_partners_is_refused(boss: Actor) -> None:
    with pytest.raises(Weigering, match="kleiner aantal"):
        c.reeks(boss, quorum=4)


def test_only_the_coordinator_plans(wie: Actor) -> None:
    with pytest.raises(Weigering, match="coördinator"):
        c.reeks(wie)


def test_a_meeting_begins_with_enough_partners_only(boss: Actor) -> None:
    overleg = c.vandaag(c.reeks(boss))
    with pytest.raises(Weigering, match="minstens 2"):
        actions.start_overleg(boss, overleg_id=overleg.pk)
    assert "without a quorum" in refused(
        "UPDATE casusoverleg_overleg SET status = 'bezig', gestart_op = now() WHERE id = %s",
        overleg.pk,
    )
    actions.set_attendance(boss, overleg_id=overleg.pk, aanwezig=c.partner_ids()[:2])
    assert actions.start_overleg(boss, overleg_id=overleg.pk).status == "bezig"


def test_where_people_meet_nobody_decides_outside_the_meeting(wie: Actor, boss: Actor) -> None:
    besluit = asked(wie)
    c.reeks(boss)
    with pytest.raises(Weigering, match="geen casusoverleg bezig"):
        no(boss, besluit)
    assert "outside a meeting" in refused(
        "UPDATE casusoverleg_besluit SET uitkomst = 'afgewezen', besloten_op = now(), wijze = "
        "'casusoverleg', consensus = true, motivering = 'nee', besloten_door_id = %s WHERE id = %s",
        boss.medewerker_id,
        besluit.pk,
    )


def test_without_a_quorum_the_meeting_decides_nothing(wie: Actor, boss: Actor) -> None:
    besluit, overleg = asked(wie), c.bezig(boss, aanwezig=1)
    with pytest.raises(Weigering, match=r"Stel het besluit uit.*mandaat"):
        no(boss, besluit)
    assert "without a quorum" in refused(
        "UPDATE casusoverleg_besluit SET uitkomst = 'afgewezen', besloten_op = now(), wijze = "
        "'casusoverleg', consensus = true, motivering = 'nee', besloten_door_id = %s, "
        "overleg_id = %s WHERE id = %s",
        boss.medewerker_id,
        overleg.pk,
        besluit.pk,
    )


def test_a_besluit_of_the_meeting_ticks_its_case(wie: Actor, boss: Actor) -> None:
    besluit = asked(wie)
    overleg = c.bezig(boss)
    assert no(boss, besluit).overleg_id == overleg.pk
    assert overleg.punten.get(besluit=besluit).besproken_op


def test_a_mandaat_spares_the_meeting(wie: Actor, boss: Actor) -> None:
    besluit = asked(wie)
    c.reeks(boss)
    colleague = f.actor(f.rol(Rolsoort.LOOPBAANCOACH, organisatie="fnv"))
    actions.give_mandaat(
        boss,
        organisatie_id=c.partner_ids("fnv")[0],
        tot_cent=400_000,
        van=timezone.localdate(),
    )
    assert no(colleague, besluit).wijze == "mandaat"


def test_a_mandaat_is_given_and_ended_by_the_coordinator(wie: Actor, boss: Actor) -> None:
    today, fnv = timezone.localdate(), c.partner_ids("fnv")[0]
    with pytest.raises(Weigering, match="coördinator"):
        actions.give_mandaat(wie, organisatie_id=fnv, tot_cent=1, van=today)
    given = actions.give_mandaat(boss, organisatie_id=fnv, tot_cent=100_000, van=today)
    with pytest.raises(Weigering, match="vandaag of een latere"):
        actions.end_mandaat(boss, mandaat_id=given.pk, tot=today - timedelta(days=1))
    assert actions.end_mandaat(boss, mandaat_id=given.pk, tot=today).tot == today


def test_who_has_a_stake_does_not_decide(wie: Actor, boss: Actor) -> None:
    besluit = asked(wie)
    actions.declare_belang(boss, besluit_id=besluit.pk, uitleg="Ik ken het bedrijf.")
    with pytest.raises(Weigering, match="belang"):
        no(boss, besluit)
    assert "stake" in refused(
        "UPDATE casusoverleg_besluit SET uitkomst = 'afgewezen', besloten_op = now(), wijze = "
        "'casusoverleg', consensus = true, motivering = 'nee', besloten_door_id = %s WHERE id = %s",
        boss.medewerker_id,
        besluit.pk,
    )
    assert "append-only" in refused("DELETE FROM casusoverleg_belang")


def test_whoever_works_for_the_buyer_does_not_decide_where_the_region_says_so(
    wie: Actor, ruim: Actor
) -> None:
    besluit = asked(wie)
    buyer = f.actor(f.rol(Rolsoort.COORDINATOR, organisatie="uwv"))
    assert actions.bevoegdheid(buyer, besluit, timezone.localdate()).wijze
    actions.change_instelling(
        buyer,
        stil_dagen=30,
        loopt_af_dagen=7,
        leest_dagen=7,
        aanbieder_beslist_niet=True,
        inkoper_beslist_niet=True,
    )
    assert not actions.bevoegdheid(buyer, besluit, timezone.localdate()).wijze


def test_no_grant_without_a_besluit_in_the_database(wie: Actor) -> None:
    besluit = asked(wie)
    assert "granted without a besluit" in refused(
        "UPDATE trajecten_interventie SET status = 'toegekend' WHERE id = %s; "
        "SET CONSTRAINTS ALL IMMEDIATE",
        besluit.interventie_id,
    )


def test_a_joint_fonds_asks_for_the_decision_of_the_beraad(wie: Actor, boss: Actor) -> None:
    besluit = asked(wie)
    joint = wereld(1_000_000, beslisregel="beraad_gezamenlijk").regel.pk
    values: dict[str, Any] = {
        "besluit_id": besluit.pk,
        "toekennen": True,
        "motivering": "Het past.",
        "consensus": True,
        "fondsregel_id": joint,
    }
    with pytest.raises(Weigering, match="Regionaal Beraad"):
        actions.decide(boss, **values)
    actions.decide(boss, **values, beraadsbesluit="RB 2026-14")
    found = besluit.interventie.reserveringen.get()
    assert found.beraadsbesluit == "RB 2026-14"


def test_the_agenda_fills_itself_with_its_reasons_oldest_promise_first(
    wie: Actor, boss: Actor
) -> None:
    besluit = asked(wie)
    quiet = f.ready(wie)
    long_ago = timezone.now() - timedelta(days=90)
    Kandidaat.objects.filter(pk=quiet.kandidaat_id).update(laatste_wijziging_op=long_ago)
    overleg = c.vandaag(c.reeks(boss))
    brought = f.kandidaat(wie)
    actions.bring_case(wie, sleutel=brought.sleutel, overleg_id=overleg.pk, vraag="Wat nu?")
    agenda = agenda_of(overleg)
    assert [p.reden for p in agenda] == ["vastgelopen", "ingebracht", "besluit"]
    assert agenda[2].besluit_id == besluit.pk
    assert all(p.toelichting or p.vraag for p in agenda)
    assert sorted(p.uiterlijk for p in agenda) == [p.uiterlijk for p in agenda]


def test_the_agenda_is_fixed_when_the_meeting_begins(wie: Actor, boss: Actor) -> None:
    asked(wie)
    overleg = c.bezig(boss)
    assert overleg.punten.count() == 1
    asked(wie)
    assert len(agenda_of(overleg)) == 1


def test_what_was_not_discussed_goes_to_the_next_meeting(wie: Actor, boss: Actor) -> None:
    overleg, person = c.bezig(boss), f.kandidaat(wie)
    actions.bring_case(wie, sleutel=person.sleutel, overleg_id=overleg.pk, vraag="Wat nu?")
    actions.close_overleg(boss, overleg_id=overleg.pk)
    moved = Agendapunt.objects.get(kandidaat=person)
    assert moved.overleg.status == "gepland"


def test_after_the_meeting_nothing_changes(wie: Actor, boss: Actor) -> None:
    asked(wie)
    overleg = c.bezig(boss)
    punt = overleg.punten.get()
    actions.note_case(boss, punt_id=punt.pk, notitie="Besproken.")
    actions.close_overleg(boss, overleg_id=overleg.pk)
    with pytest.raises(Weigering, match="niet bezig"):
        actions.note_case(boss, punt_id=punt.pk, notitie="Anders.")
    for table in ["agendapunt SET notitie = 'x'", "deelname SET aanwezig = true"]:
        assert "is over" in refused(f"UPDATE casusoverleg_{table}, id = id")


def test_an_action_waits_for_its_owner_until_it_is_done(wie: Actor, boss: Actor) -> None:
    asked(wie)
    punt = c.bezig(boss).punten.get()
    actie = actions.add_actie(
        boss,
        punt_id=punt.pk,
        wat="Bel de werkgever",
        eigenaar_id=wie.medewerker_id or 0,
        uiterlijk=timezone.localdate(),
    )
    assert [w.titel for w in queries.waiting_for(wie) if w.soort == "actie"] == [actie.wat]
    other = f.actor(f.rol())
    with pytest.raises(Weigering, match="Alleen wie de actie kreeg"):
        actions.finish_actie(other, actie_id=actie.pk)
    actions.finish_actie(wie, actie_id=actie.pk, resultaat="Begint in maart.")
    assert not [w for w in queries.waiting_for(wie) if w.soort == "actie"]


def test_who_may_read_along_reads_this_case_for_a_while(wie: Actor, boss: Actor) -> None:
    overleg, person, other = c.bezig(boss), f.kandidaat(wie), f.kandidaat(wie)
    punt = actions.bring_case(wie, sleutel=person.sleutel, overleg_id=overleg.pk, vraag="Wat nu?")
    rol = f.rol(Rolsoort.LOOPBAANCOACH, organisatie="fnv")
    with pytest.raises(Weigering):
        kandidaat_for(f.actor(rol), person.sleutel)
    actions.let_read(wie, punt_id=punt.pk, rol_id=rol.pk)
    assert kandidaat_for(f.actor(rol), person.sleutel).mag_schrijven is False
    with pytest.raises(Weigering):
        kandidaat_for(f.actor(rol), other.sleutel)
    row = Betrokkenheid.objects.get(kandidaat=person, grond="casusoverleg")
    assert row.leest_tot == timezone.localdate() + timedelta(days=14)


def test_the_case_on_the_table_has_no_name(wie: Actor, als: Any) -> None:
    besluit = asked(wie)
    rol = f.rol(Rolsoort.COORDINATOR, organisatie="gemeente-nijmegen")
    overleg = c.bezig(f.actor(rol))
    client = als(rol)
    text = client.get(f"/casusoverleg/overleg/{overleg.pk}/tafel/").content.decode()
    assert besluit.interventie.kandidaat_sleutel in text
    assert "Nijmegen" in text
    for name in ["Samira", "Verhoeven"]:
        assert name not in text
    part = client.get(f"/casusoverleg/overleg/{overleg.pk}/tafel/", headers={"HX-Request": "true"})
    assert part.content.decode().lstrip().startswith('<div id="tafel"')


def test_the_table_keeps_what_was_typed_and_decides(wie: Actor, als: Any) -> None:
    besluit = asked(wie)
    rol = f.rol(Rolsoort.COORDINATOR, organisatie="gemeente-nijmegen")
    overleg = c.bezig(f.actor(rol))
    punt, client = overleg.punten.get(), als(rol)
    sent = {"doe": "besluit", "punt": punt.pk, "b-toekennen": "nee", "b-consensus": "nee"}
    back = client.post(
        f"/casusoverleg/overleg/{overleg.pk}/tafel/", sent | {"b-motivering": "Eerst stage."}
    )
    assert back.status_code == 422
    assert "Eerst stage." in back.content.decode()
    done = client.post(
        f"/casusoverleg/overleg/{overleg.pk}/tafel/",
        sent | {"b-motivering": "Eerst stage.", "b-afwijkend_standpunt": "FNV ziet het anders."},
    )
    assert done.status_code == 302
    besluit.refresh_from_db()
    assert (besluit.uitkomst, besluit.consensus) == ("afgewezen", False)


def test_who_is_not_at_the_table_sees_no_case(wie: Actor, boss: Actor, als: Any) -> None:
    asked(wie)
    overleg = c.bezig(boss)
    stranger = als(f.rol(organisatie="werkbedrijf"))
    assert stranger.get(f"/casusoverleg/overleg/{overleg.pk}/tafel/").status_code == 302


def test_a_longer_agenda_takes_no_more_queries(wie: Actor, als: Any, count_queries: Any) -> None:
    asked(wie)
    rol = f.rol(Rolsoort.COORDINATOR, organisatie="gemeente-nijmegen")
    boss, client = f.actor(rol), als(rol)
    planned = c.vandaag(c.reeks(boss))
    pages = ["/casusoverleg/", f"/casusoverleg/overleg/{planned.pk}/"]
    for path in pages:
        client.get(path)
    counts = []
    for _ in range(2):
        found = []
        for path in pages:
            with count_queries() as counted:
                client.get(path)
            found.append(counted.aantal)
        counts.append(found)
        asked(wie)
        asked(wie)
    assert counts[0] == counts[1]


def test_a_calendar_holds_meetings_and_no_person(wie: Actor, als: Any) -> None:
    rol = f.rol()
    boss = f.actor(f.rol(Rolsoort.COORDINATOR, organisatie="gemeente-nijmegen"))
    asked(wie)
    c.reeks(boss)
    page = als(rol).post("/casusoverleg/abonnement/").content.decode()
    path = "/casusoverleg/abonnement/" + page.split("/casusoverleg/abonnement/")[-1].split("<")[0]
    feed = Client().get(path)
    found = Calendar.from_ical(feed.content)
    assert len(list(found.walk("VEVENT"))) == 8
    assert "AM08-" not in feed.content.decode()
    assert Client().get("/casusoverleg/abonnement/onzin/").status_code == 404
    als(rol).post("/casusoverleg/abonnement/")
    assert Client().get(path).status_code == 404


def test_a_hidden_person_is_not_brought_to_the_table(wie: Actor, boss: Actor) -> None:
    besluit = asked(wie)
    hidden = besluit.interventie.kandidaat
    Kandidaat.objects.filter(pk=hidden.pk).update(afgeschermd=True)
    overleg = c.bezig(boss)
    assert not overleg.punten.exists()
    with pytest.raises(Weigering, match="afgeschermd"):
        actions.bring_case(wie, sleutel=hidden.sleutel, overleg_id=overleg.pk, vraag="Wat nu?")
    assert no(boss, besluit).overleg_id == overleg.pk


def test_a_meeting_is_moved_or_called_off_with_a_mail(boss: Actor, wie: Actor) -> None:
    first, second = c.reeks(boss).overleggen.order_by("begint_op")[:2]
    moved = actions.move_overleg(
        boss, overleg_id=first.pk, begint_op=first.begint_op + timedelta(hours=1)
    )
    assert moved.versie == 1
    person = f.kandidaat(wie)
    actions.bring_case(wie, sleutel=person.sleutel, overleg_id=first.pk, vraag="Wat nu?")
    with pytest.raises(Weigering, match="waarom"):
        actions.cancel_overleg(boss, overleg_id=first.pk, reden=" ")
    actions.cancel_overleg(boss, overleg_id=first.pk, reden="Feestdag.")
    assert Agendapunt.objects.get(kandidaat=person).overleg_id == second.pk
    assert Bericht.objects.filter(onderwerp="Casusoverleg veranderd").exists()


def test_who_brought_a_case_takes_it_back(wie: Actor, boss: Actor) -> None:
    overleg = c.vandaag(c.reeks(boss))
    punt = actions.bring_case(
        wie, sleutel=f.kandidaat(wie).sleutel, overleg_id=overleg.pk, vraag="Wat nu?"
    )
    with pytest.raises(Weigering, match="Alleen wie de casus inbracht"):
        actions.withdraw_case(boss, punt_id=punt.pk)
    actions.withdraw_case(wie, punt_id=punt.pk)
    assert not Agendapunt.objects.exists()


@pytest.mark.parametrize(
    "path",
    [
        "/casusoverleg/instellen/",
        "/casusoverleg/mandaten/",
        "/casusoverleg/abonnement/",
        "/signalen/nieuw/",
        "/voorbeelden/?q=%00&doelgroep=niets",
    ],
)
def test_the_pages_of_the_coordinator_open(path: str, ruim: Actor, als: Any) -> None:
    client = als(f.rol(Rolsoort.COORDINATOR, organisatie="gemeente-nijmegen"))
    assert client.get(path).status_code == 200


def test_a_series_is_planned_from_the_screen_and_keeps_what_was_typed(
    ruim: Actor, als: Any
) -> None:
    client = als(f.rol(Rolsoort.COORDINATOR, organisatie="gemeente-nijmegen"))
    sent = {
        "doe": "reeks",
        "naam": "Casusoverleg Noord",
        "weekdag": 1,
        "om": "9:30",
        "duur_minuten": 60,
        "elke_weken": 1,
        "van": "1-3-2027",
        "quorum": 9,
        "partners": c.partner_ids(),
    }
    back = client.post("/casusoverleg/instellen/", sent)
    assert back.status_code == 422
    assert "Casusoverleg Noord" in back.content.decode()
    assert client.post("/casusoverleg/instellen/", sent | {"quorum": 2}).status_code == 302
    assert Overleg.objects.count() == 8
