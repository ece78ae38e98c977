"""Hand-overs to outside and to another region, corrections, and following people on a ground."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from ontschot.documenten.models import Document, Inhoud
from ontschot.kandidaten.models import Betrokkenheid, Kandidaat, Situatiefeit
from ontschot.kern.errors import Weigering
from ontschot.kern.models import Bericht, Link
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor, scope
from ontschot.netwerk.models import Regio, Rol
from ontschot.trajecten import actions, queries
from ontschot.trajecten.actions.periodiek import follow_up, remind_receivers
from ontschot.trajecten.models import (
    Nazorgmoment,
    Overdracht,
    Overdrachtdocument,
    Regioaanbod,
    Uitkomst,
    Volggrond,
)
from ontschot.trajecten.nazorgtekst import languages
from tests.documenten.factories import PDF, document
from tests.trajecten import factories as f

pytestmark = pytest.mark.django_db
ELDERS = "AM10"


@pytest.fixture
def rol(ruim: Actor) -> Rol:
    cache.clear()
    Regio.objects.filter(pk=ELDERS).update(doet_mee=True)
    return f.rol()


@pytest.fixture
def wie(rol: Rol) -> Actor:
    return f.actor(rol)


def agreed(**over: Any) -> actions.Afspraak:
    today = timezone.localdate()
    values: dict[str, Any] = {
        "reden": "Daar is meer te bieden.",
        "warm_contact": "Samen gebeld",
        "warm_contact_op": today,
        "kandidaat_akkoord_op": today,
        "kandidaat_akkoord_wijze": "gesprek",
        "samenvatting": "Zoekt werk in de bouw.",
        "gedeeld": ("contactgegevens", "situatie"),
    }
    return actions.Afspraak(**values | over)


def outside(wie: Actor, person: Kandidaat, **over: Any) -> tuple[Overdracht, str]:
    return actions.offer_outside(
        wie,
        kandidaat_id=person.pk,
        aan=actions.Partner("Els Vos", "Schuldhulp Nijmegen", "els@schuldhulp.example"),
        afspraak=agreed(**over),
    )


def owner(person: Kandidaat) -> int:
    found = Betrokkenheid.objects.get(kandidaat=person, vaste_contactpersoon=True, tot=None)
    return found.medewerker_id


def test_consent_or_another_ground_and_never_both(wie: Actor) -> None:
    person, other = f.kandidaat(wie), f.rol(organisatie="fnv", soort=Rolsoort.LOOPBAANCOACH)
    with pytest.raises(Weigering, match="andere grond"):
        f.overdracht(wie, person, other, kandidaat_akkoord_op=None)
    with pytest.raises(Weigering, match="Vul er één in"):
        f.overdracht(wie, person, other, andere_grond="Er is gevaar.")
    offered = f.overdracht(
        wie, person, other, kandidaat_akkoord_op=None, andere_grond="Er is gevaar."
    )
    with pytest.raises(IntegrityError, match="trajecten_overdracht_consent"), transaction.atomic():
        Overdracht.objects.filter(pk=offered.pk).update(andere_grond="")


def test_the_mails_hold_a_key_and_no_name(wie: Actor) -> None:
    person, other = f.kandidaat(wie), f.rol(organisatie="fnv", soort=Rolsoort.LOOPBAANCOACH)
    offered = f.overdracht(wie, person, other)
    actions.accept_overdracht(f.actor(other), overdracht_id=offered.pk)
    mails = Bericht.objects.filter(sleutel__startswith=f"overdracht-{offered.pk}-")
    assert {m.aan for m in mails} == {other.medewerker.email, offered.van.email}
    assert all(person.sleutel in m.tekst + m.onderwerp for m in mails)
    assert not any(person.achternaam in m.tekst + m.onderwerp for m in mails)


def test_the_giver_hears_what_became_of_it_only_when_allowed(wie: Actor) -> None:
    other = f.rol(organisatie="fnv", soort=Rolsoort.LOOPBAANCOACH)
    silent = f.overdracht(wie, f.kandidaat(wie), other)
    told = f.overdracht(wie, f.kandidaat(wie), other, terugkoppeling_mag=True)
    for offer in (silent, told):
        actions.accept_overdracht(f.actor(other), overdracht_id=offer.pk)
    with pytest.raises(Weigering, match="wil niet"):
        actions.give_feedback(f.actor(other), overdracht_id=silent.pk, tekst="Werkt nu.")
    with pytest.raises(IntegrityError, match="feedback"), transaction.atomic():
        Overdracht.objects.filter(pk=silent.pk).update(terugkoppeling="Werkt nu.")
    actions.give_feedback(f.actor(other), overdracht_id=told.pk, tekst="Werkt nu.")
    assert queries.overdracht_for(wie, told.pk).terugkoppeling == "Werkt nu."


def test_a_partner_outside_sees_the_least_and_answers_once(wie: Actor) -> None:
    person = f.kandidaat(wie, telefoon="06 12345678")
    offered, secret = outside(wie, person)
    client, url = Client(), f"/o/{secret}/"
    page = client.get(url)
    html = page.content.decode()
    assert person.sleutel in html
    assert "S. V." in html
    assert "Verhoeven" not in html
    assert "06 12345678" not in html
    assert page["Cache-Control"] == "no-store"
    assert client.post(url, {"antwoord": "nee", "naam": "Els"}).status_code == 422
    done = client.post(url, {"antwoord": "ja", "naam": "Els Vos"}).content.decode()
    assert "Verhoeven" in done
    assert "06 12345678" in done
    offered.refresh_from_db()
    assert offered.status == "aangenomen"
    assert offered.beantwoord_door == "Els Vos, Schuldhulp Nijmegen"
    assert client.get(url).status_code == 404, "the link answers once"
    shared = queries.gedeeld_van(person.pk)
    assert shared[0].wat == ("telefoonnummer en e-mailadres", "werk en inkomen nu")


def test_a_partner_outside_tells_once_how_it_went_with_the_link_that_said_yes(wie: Actor) -> None:
    offered, secret = outside(wie, f.kandidaat(wie), terugkoppeling_mag=True)
    client, url = Client(), f"/o/{secret}/"
    done = client.post(url, {"antwoord": "ja", "naam": "Els Vos"}).content.decode()
    assert "hoe het verder ging" in done
    page = client.get(url)
    assert page["Cache-Control"] == "no-store"
    assert "Verhoeven" not in page.content.decode()
    assert client.post(url, {"tekst": " "}).status_code == 422
    assert client.post(url, {"tekst": "Er is een betalingsregeling."}).status_code == 200
    offered.refresh_from_db()
    assert offered.terugkoppeling == "Er is een betalingsregeling."
    assert client.post(url, {"tekst": "Nog iets."}).status_code == 404
    offered.refresh_from_db()
    assert offered.terugkoppeling == "Er is een betalingsregeling."


def test_after_a_no_or_too_late_nothing_is_told(wie: Actor) -> None:
    client = Client()
    _, refused = outside(wie, f.kandidaat(wie), terugkoppeling_mag=True)
    client.post(f"/o/{refused}/", {"antwoord": "nee", "naam": "Els", "reden": "Vol."})
    assert client.get(f"/o/{refused}/").status_code == 404
    offered, late = outside(wie, f.kandidaat(wie), terugkoppeling_mag=True)
    client.post(f"/o/{late}/", {"antwoord": "ja", "naam": "Els"})
    Link.objects.filter(object_sleutel=str(offered.pk)).update(
        gemaakt_op=timezone.now() - timedelta(days=300),
        geldig_tot=timezone.now() - timedelta(days=1),
    )
    assert client.get(f"/o/{late}/").status_code == 404


def test_who_goes_on_outside_keeps_an_owner_here(wie: Actor) -> None:
    person = f.kandidaat(wie)
    _, secret = outside(wie, person, soort="overdracht")
    Client().post(f"/o/{secret}/", {"antwoord": "ja", "naam": "Els Vos"})
    assert owner(person) == wie.medewerker_id
    part = queries.dossier_part(person).overdrachten[0]
    assert part.gaat_buiten_verder


def test_a_withdrawn_offer_closes_its_link_and_a_guesser_has_to_wait(wie: Actor) -> None:
    offered, secret = outside(wie, f.kandidaat(wie))
    actions.withdraw_overdracht(wie, overdracht_id=offered.pk)
    client = Client()
    assert client.get(f"/o/{secret}/").status_code == 404
    answers = [client.get(f"/o/raad-{n}/").status_code for n in range(12)]
    assert answers[-1] == 429


def test_a_reminder_goes_once_and_replaces_the_link(wie: Actor) -> None:
    _, secret = outside(wie, f.kandidaat(wie))
    later = timezone.localdate() + timedelta(days=10)
    assert remind_receivers("AM08", timezone.localdate()) == 0
    assert [remind_receivers("AM08", later), remind_receivers("AM08", later)] == [1, 0]
    assert Client().get(f"/o/{secret}/").status_code == 404


def rows_seen_by(actor: Actor, table: str, where: str = "true") -> int:
    with scope(actor), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE {where}")
        return int(cursor.fetchone()[0])


def test_another_region_sees_the_offer_and_nothing_else_until_it_accepts(wie: Actor) -> None:
    person = f.kandidaat(wie, telefoon="06 12345678", geboortedatum=date(1980, 2, 3))
    there = f.actor(f.rol(Rolsoort.COORDINATOR, regio_id=ELDERS))
    third = f.actor(f.rol(Rolsoort.COORDINATOR, regio_id="AM11"))
    offer = actions.offer_regio(wie, kandidaat_id=person.pk, naar_regio=ELDERS, afspraak=agreed())
    assert rows_seen_by(there, "trajecten_regioaanbod") == 1
    assert rows_seen_by(third, "trajecten_regioaanbod") == 0
    for table in ("kandidaten_kandidaat", "trajecten_overdracht", "kandidaten_situatiefeit"):
        assert rows_seen_by(there, table) == 0, table
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic(), scope(there):
        Regioaanbod.objects.filter(pk=offer.pk).update(samenvatting="anders")
    new = actions.accept_regio(there, aanbod_id=offer.pk)
    assert (new.regio_id, new.achternaam, new.telefoon) == (ELDERS, "Verhoeven", "06 12345678")
    assert new.sleutel != person.sleutel
    assert Situatiefeit.objects.filter(kandidaat=new).exists()
    assert owner(new) == there.medewerker_id
    person.refresh_from_db()
    assert person.overgegaan_naar_id == ELDERS
    old = Betrokkenheid.objects.get(kandidaat=person, medewerker_id=wie.medewerker_id)
    assert old.leest_tot == timezone.localdate() + timedelta(days=30)
    assert rows_seen_by(there, "kandidaten_kandidaat", f"id = {person.pk}") == 0
    assert rows_seen_by(wie, "kandidaten_kandidaat", f"id = {new.pk}") == 0
    with pytest.raises(IntegrityError, match="moved"), transaction.atomic():
        Kandidaat.objects.filter(pk=person.pk).update(overgegaan_op=None, overgegaan_naar=None)


def test_chosen_documents_go_along_with_their_ground_and_the_person_reads_which(
    rol: Rol, wie: Actor, als: Any
) -> None:
    person, other = f.kandidaat(wie), f.kandidaat(wie)
    chosen = document(rol, person, titel="Diploma lassen")
    document(rol, person, titel="Blijft hier")
    strange = document(rol, other, titel="Van een ander")
    with pytest.raises(Weigering, match="Een gekozen document"):
        actions.offer_regio(
            wie,
            kandidaat_id=person.pk,
            naar_regio=ELDERS,
            afspraak=agreed(),
            document_ids=[strange.pk],
        )
    form = als(rol).get(f"/kandidaten/{person.sleutel}/overdragen/regio/").content.decode()
    assert "Diploma lassen" in form
    there = f.actor(f.rol(Rolsoort.COORDINATOR, regio_id=ELDERS))
    offer = actions.offer_regio(
        wie,
        kandidaat_id=person.pk,
        naar_regio=ELDERS,
        afspraak=agreed(),
        document_ids=[chosen.pk],
    )
    with pytest.raises(IntegrityError, match="document of another"), transaction.atomic():
        Overdrachtdocument.objects.create(
            regio_id="AM08", overdracht_id=offer.overdracht_id, document=strange
        )
    assert rows_seen_by(there, "documenten_document") == 0
    new = actions.accept_regio(there, aanbod_id=offer.pk)
    copy = Document.objects.get(kandidaat=new)
    assert (copy.titel, copy.sha256, copy.regio_id) == ("Diploma lassen", chosen.sha256, ELDERS)
    assert copy.uit_regio_id == "AM08"
    assert copy.grond.startswith("De kandidaat vond dit goed op")
    assert bytes(Inhoud.objects.get(document=copy).bytes) == PDF
    assert queries.gedeeld_van(person.pk)[0].documenten == ("Diploma lassen",)
    copy.pk, copy.grond = None, ""
    with pytest.raises(IntegrityError, match="document_grond"), transaction.atomic():
        copy.save(force_insert=True)


def test_what_is_still_paid_is_settled_before_somebody_moves(wie: Actor) -> None:
    found = f.granted(wie)
    with pytest.raises(Weigering, match=found.omschrijving):
        actions.offer_regio(
            wie, kandidaat_id=found.kandidaat_id, naar_regio=ELDERS, afspraak=agreed()
        )


def test_a_region_refuses_with_a_reason_and_nothing_changes(wie: Actor, als: Any) -> None:
    person = f.kandidaat(wie)
    there = f.rol(Rolsoort.GIDS, regio_id=ELDERS)
    offer = actions.offer_regio(wie, kandidaat_id=person.pk, naar_regio=ELDERS, afspraak=agreed())
    client, url = als(there), f"/regioaanbod/{offer.pk}/"
    html = client.get(url).content.decode()
    assert person.sleutel in html
    assert "Verhoeven" not in html
    assert client.post(url, {"antwoord": "weigeren", "reden": ""}).status_code == 422
    assert client.post(url, {"antwoord": "weigeren", "reden": "Vol."}).status_code == 302
    assert Overdracht.objects.get(pk=offer.overdracht_id).weigering == "Vol."
    assert owner(person) == wie.medewerker_id


def work(wie: Actor, person: Kandidaat, **over: Any) -> Uitkomst:
    values: dict[str, Any] = {
        "betekenis": "aan_het_werk",
        "datum": timezone.localdate() - timedelta(days=7),
        "bron": "kandidaat",
        "grond": "toestemming",
    }
    return actions.record_uitkomst(wie, kandidaat_id=person.pk, **values | over)


def test_a_correction_is_a_new_fact_and_the_wrong_one_counts_no_more(wie: Actor) -> None:
    person = f.kandidaat(wie)
    wrong = work(wie, person)
    assert len(queries.banen_of("AM08")) == 1
    right = actions.correct_uitkomst(
        wie,
        uitkomst_id=wrong.pk,
        toelichting="Hij begon een week later.",
        datum=timezone.localdate(),
    )
    assert [b.sinds for b in queries.banen_of("AM08")] == [timezone.localdate()]
    with pytest.raises(Weigering, match="al verbeterd"):
        actions.correct_uitkomst(wie, uitkomst_id=wrong.pk, toelichting="Nog eens.")
    actions.correct_uitkomst(wie, uitkomst_id=right.pk, toelichting="Verwisseld.", geldt=False)
    assert queries.banen_of("AM08") == []
    assert not Nazorgmoment.objects.filter(kandidaat=person, gedaan_op=None).exists()
    stranger = f.kandidaat(wie)
    with pytest.raises(IntegrityError, match="corrects another"), transaction.atomic():
        Uitkomst.objects.create(
            regio_id="AM08",
            kandidaat=stranger,
            corrigeert=right,
            betekenis="aan_het_werk",
            datum=right.datum,
            bron="partner",
            toelichting="Nee.",
            vastgelegd_door_id=wie.medewerker_id,
        )


def test_a_second_job_replaces_the_series(wie: Actor) -> None:
    person = f.kandidaat(wie)
    work(wie, person, datum=timezone.localdate() - timedelta(days=60))
    second = work(wie, person)
    running = Nazorgmoment.objects.filter(kandidaat=person, gedaan_op=None)
    assert {m.uitkomst_id for m in running} == {second.pk}
    first = running.first()
    assert first
    first.pk = None
    first.uitkomst = Uitkomst.objects.exclude(pk=second.pk).get(kandidaat=person)
    with pytest.raises(IntegrityError, match="trajecten_nazorg"), transaction.atomic():
        first.save(force_insert=True)


def test_without_a_ground_nobody_is_followed(wie: Actor) -> None:
    person = f.kandidaat(wie)
    assert not work(wie, person, grond="").nazorg.exists()
    moment = work(wie, f.kandidaat(wie)).nazorg.first()
    assert moment
    actions.end_volggrond(wie, kandidaat_id=moment.kandidaat_id)
    moment.refresh_from_db()
    assert moment.vervallen_omdat == "wil_niet"


def test_after_the_ground_ended_the_database_keeps_no_answer(wie: Actor) -> None:
    moment = work(wie, f.kandidaat(wie)).nazorg.first()
    assert moment
    yesterday = timezone.localdate() - timedelta(days=1)
    Volggrond.objects.filter(kandidaat=moment.kandidaat).update(tot=yesterday)
    for day in (yesterday, timezone.localdate()):
        with pytest.raises(IntegrityError, match="no ground"), transaction.atomic():
            Nazorgmoment.objects.filter(pk=moment.pk).update(antwoord="werkt_nog", gedaan_op=day)
    with pytest.raises(Weigering, match="geen grond"):
        actions.record_nazorg(wie, nazorgmoment_id=moment.pk, antwoord="werkt_nog")
    assert follow_up("AM08", timezone.localdate()) > 0
    moment.refresh_from_db()
    assert moment.vervallen_omdat == "grond_voorbij"
    assert not [w for w in queries.waiting_for(wie) if w.soort == "nazorg"]


def link_to(moment: Nazorgmoment) -> str:
    text = Bericht.objects.get(sleutel=f"nazorg-{moment.pk}").tekst
    return "/n/" + text.rpartition("/n/")[2].strip()


def test_the_question_is_answered_alone_in_the_own_language(wie: Actor, als: Any) -> None:
    person = f.kandidaat(wie, email="samira@voorbeeld.example", taal="pl")
    moment = work(wie, person).nazorg.earliest("gepland_op")
    actions.ask_by_message(wie, nazorgmoment_id=moment.pk)
    client, url = Client(), link_to(moment)
    html = client.get(url).content.decode()
    assert "Czy nadal pracujesz?" in html
    assert "Verhoeven" not in html
    assert 'dir="rtl"' in client.get(f"{url}?taal=ar").content.decode()
    assert client.post(url, {"werk": "ja"}).status_code == 422
    answer = {"werk": "nee", "hulp": "ja", "later": "nee"}
    assert client.post(url, answer).status_code == 200
    assert client.post(url, answer).status_code == 404
    moment.refresh_from_db()
    assert (moment.antwoord, moment.via_link) == ("werkt_niet_meer", True)
    waiting = [w for w in queries.waiting_for(wie) if w.soort == "nazorg"]
    assert [w.titel for w in waiting] == ["Samira Verhoeven vraagt om hulp"]
    assert (
        queries.ground_of(person.pk) is None or person.volggronden.get().tot <= timezone.localdate()
    )
    actions.take_up_help(wie, nazorgmoment_id=moment.pk)
    assert not [w for w in queries.waiting_for(wie) if w.soort == "nazorg"]


def test_silence_after_the_term_is_recorded_as_silence(wie: Actor) -> None:
    person = f.kandidaat(wie, email="samira@voorbeeld.example")
    moment = work(wie, person).nazorg.earliest("gepland_op")
    actions.ask_by_message(wie, nazorgmoment_id=moment.pk)
    assert follow_up("AM08", timezone.localdate()) == 0
    assert follow_up("AM08", timezone.localdate() + timedelta(days=15)) == 1
    moment.refresh_from_db()
    assert moment.antwoord == "geen_antwoord"


def test_a_region_sets_its_own_moments_and_sends_by_itself(rol: Rol, wie: Actor, als: Any) -> None:
    chief = f.rol(Rolsoort.COORDINATOR, organisatie="gemeente-nijmegen")
    today = timezone.localdate()
    client, url = als(chief), "/nazorg/schema/"
    assert client.get(url).status_code == 200
    assert client.post(url, {"van": today.isoformat(), "antwoord_dagen": "0"}).status_code == 422
    form = {
        "momenten": ["7d", "2m"],
        "antwoord_dagen": "10",
        "automatisch": "on",
        "van": today.isoformat(),
    }
    assert client.post(url, form).status_code == 302
    with pytest.raises(Weigering, match="Alleen de coördinator"):
        actions.set_nazorgschema(
            wie, momenten=["7d"], antwoord_dagen=7, automatisch=False, van=today
        )
    person = f.kandidaat(wie, email="samira@voorbeeld.example")
    planned = work(wie, person, datum=today).nazorg.all()
    assert [m.na for m in planned] == ["1 week", "2 maanden"]
    Nazorgmoment.objects.filter(pk=planned[0].pk).update(gepland_op=today)
    assert [follow_up("AM08", today), follow_up("AM08", today)] == [1, 0]
    assert Bericht.objects.filter(sleutel=f"nazorg-{planned[0].pk}").exists()


def test_hand_overs_per_person_without_names(wie: Actor, als: Any) -> None:
    person, other = f.kandidaat(wie), f.rol(organisatie="fnv", soort=Rolsoort.LOOPBAANCOACH)
    f.kandidaat(wie)
    offered = f.overdracht(wie, person, other)
    actions.accept_overdracht(f.actor(other), overdracht_id=offered.pk)
    figure = queries.figure_of("AM08")
    assert (figure.personen, figure.overdrachten, figure.hoogste) == (2, 1, 1)
    assert figure.gemiddeld == 0.5
    for reader in (f.rol(Rolsoort.BELEID), f.rol(Rolsoort.COORDINATOR)):
        html = als(reader).get("/overdrachten/").content.decode()
        assert "0,50" in html
        assert "Verhoeven" not in html


def test_every_language_says_the_same_things() -> None:
    keys = languages()["nl"].keys()
    assert next(iter(languages())) == "nl"
    for code, texts in languages().items():
        assert texts.keys() == keys, code
        assert all(texts.values()), code
