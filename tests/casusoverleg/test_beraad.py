"""Asking colleagues, signals and examples: what leaves a dossier leaves without the person."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import QueryDict
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ontschot.casusoverleg import actions, queries
from ontschot.casusoverleg.models import Consultantwoord, Signaal, Voorbeeld
from ontschot.casusoverleg.queries.signalen import per_topic
from ontschot.casusoverleg.queries.voorbeelden import comparable_examples, examples
from ontschot.kandidaten.naamloos import Persoon, mask, person_data_in
from ontschot.kandidaten.queries import kandidaat_for
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from tests.refusal import refused_change
from tests.trajecten import factories as f

pytestmark = pytest.mark.django_db

SAMIRA = Persoon("Samira", "Verhoeven-de Boer")


@pytest.fixture
def wie(ruim: Actor) -> Actor:
    return f.actor(f.rol())


@pytest.fixture
def boss(ruim: Actor) -> Actor:
    return f.actor(f.rol(Rolsoort.COORDINATOR, organisatie="gemeente-nijmegen"))


@pytest.mark.parametrize(
    "text",
    [
        "Samira zoekt werk",
        "de werkgever van SAMIRA's zus",
        "mevrouw verhoeven belde",
        "Zij (Sámira) wil door",
        "zie AM08-7K4M-2Q",
        "mail naar s.v@voorbeeld.nl",
        "bel 06 12 34 56 78",
        "bel +31 24 329 9999",
        "haar nummer is 123456782",
        "woont op 6511 AB",
    ],
)
def test_what_points_at_a_person_is_found(text: str) -> None:
    assert person_data_in(text, SAMIRA)


@pytest.mark.parametrize(
    "text",
    [
        "De opleiding kost € 3.350 en duurt 12 maanden.",
        "Elf weken wachten, sinds 1 maart 2026.",
        "In 2024 en 2025 gebeurde dit 12 keer.",
    ],
)
def test_an_ordinary_text_passes(text: str) -> None:
    assert not person_data_in(text, SAMIRA)


@given(before=st.text(max_size=30), after=st.text(max_size=30))
def test_a_masked_text_holds_no_name(before: str, after: str) -> None:
    masked = mask(f"{before} Samira Verhoeven {after}", SAMIRA)
    assert not any("naam" in found for found in person_data_in(masked, SAMIRA))


def ask(wie: Actor, other: Actor, **over: Any) -> Any:
    values: dict[str, Any] = {
        "sleutel": f.kandidaat(wie).sleutel,
        "vraag": "Wie betaalt dit?",
        "medewerkers": [other.medewerker_id],
        "uiterlijk": timezone.localdate() + timedelta(days=3),
    }
    return actions.ask_colleagues(wie, **values | over)


def test_a_colleague_answers_without_the_dossier_and_the_asker_reads_it(
    wie: Actor, als: Any
) -> None:
    rol = f.rol(Rolsoort.LOOPBAANCOACH, organisatie="fnv")
    other = f.actor(rol)
    consult = ask(wie, other)
    assert [w.soort for w in queries.waiting_for(other)] == ["collega"]
    page = als(rol).get(f"/casusoverleg/vragen/{consult.pk}/").content.decode()
    assert "Wie betaalt dit?" in page
    assert "Verhoeven" not in page
    with pytest.raises(Weigering):
        kandidaat_for(other, consult.kandidaat.sleutel)
    actions.answer_colleague(other, consult_id=consult.pk, antwoord="Het sectorfonds.")
    assert not queries.waiting_for(other)
    with pytest.raises(Weigering, match="al geantwoord"):
        actions.answer_colleague(other, consult_id=consult.pk, antwoord="Toch niet.")
    with pytest.raises(DatabaseError), transaction.atomic():
        f.sql("UPDATE casusoverleg_consultantwoord SET antwoord = 'anders'")
    assert Consultantwoord.objects.get().antwoord == "Het sectorfonds."


def test_a_question_with_the_name_is_refused(wie: Actor) -> None:
    other = f.actor(f.rol())
    with pytest.raises(Weigering, match="Samira"):
        ask(wie, other, vraag="Samira wil een opleiding, wie betaalt?")


def test_somebody_else_reads_no_question(wie: Actor, als: Any) -> None:
    consult = ask(wie, f.actor(f.rol()))
    assert als(f.rol()).get(f"/casusoverleg/vragen/{consult.pk}/").status_code == 302


def report(wie: Actor, **over: Any) -> Signaal:
    values: dict[str, Any] = {"onderwerp": "wachttijd", "wat": "Elf weken wachten op taal."}
    return actions.report_signaal(wie, **values | over)


def test_a_signal_holds_no_person_and_no_link_to_one(wie: Actor) -> None:
    person = f.kandidaat(wie)
    with pytest.raises(Weigering, match="naam"):
        report(wie, wat="Samira wacht elf weken.", sleutel=person.sleutel)
    signaal = report(wie, sleutel=person.sleutel)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(s)::text FROM casusoverleg_signaal s")
        assert person.sleutel not in str(cursor.fetchall())
        cursor.execute(
            "SELECT count(*) FROM kern_auditregel WHERE object_soort = 'signaal' AND "
            "(kandidaat_sleutel <> '' OR gegevens::text LIKE %s)",
            [f"%{person.sleutel}%"],
        )
        assert cursor.fetchone() == (0,)
    assert actions.see_again(wie, signaal_id=signaal.pk).aantal_keer == 2


def test_policy_follows_a_signal_to_its_outcome(wie: Actor, als: Any) -> None:
    signaal, rol = report(wie), f.rol(Rolsoort.BELEID, organisatie="gemeente-nijmegen")
    beleid = f.actor(rol)
    assert [w.soort for w in queries.waiting_for(beleid)] == ["signaal"]
    assert refused_change(signaal, status="opgepakt") == "casusoverleg_signaal_owned"
    with pytest.raises(Weigering, match="Dit kan niet meer"):
        actions.follow_signaal(beleid, signaal_id=signaal.pk, status="afgerond", uitkomst="Klaar")
    actions.follow_signaal(beleid, signaal_id=signaal.pk, status="opgepakt")
    with pytest.raises(Weigering, match="wanneer"):
        actions.follow_signaal(beleid, signaal_id=signaal.pk, status="in_beraad")
    with pytest.raises(Weigering, match="wat er met het signaal"):
        actions.follow_signaal(beleid, signaal_id=signaal.pk, status="afgerond")
    done = actions.follow_signaal(
        beleid, signaal_id=signaal.pk, status="afgerond", uitkomst="Twee groepen erbij."
    )
    assert done.eigenaar_id == beleid.medewerker_id
    assert als(rol).get(f"/signalen/{signaal.pk}/").status_code == 200
    with pytest.raises(DatabaseError), transaction.atomic():
        f.sql("UPDATE casusoverleg_signaal SET uitkomst = ''")


def test_signals_are_counted_per_topic(wie: Actor) -> None:
    report(wie, aantal_keer=3)
    report(wie, aantal_keer=2)
    report(wie, onderwerp="inkoop")
    assert [(o.code, o.signalen, o.mensen) for o in per_topic()] == [
        ("wachttijd", 2, 5),
        ("inkoop", 1, 1),
    ]


def released(wie: Actor, boss: Actor) -> Voorbeeld:
    besluit = actions.ask_besluit(
        wie, interventie_id=f.ready(wie).pk, vraag="Samira past hier goed."
    )
    actions.decide(
        boss,
        besluit_id=besluit.pk,
        toekennen=False,
        motivering="Eerst een gesprek met een werkgever.",
        consensus=True,
    )
    concept = actions.keep_as_example(wie, besluit_id=besluit.pk)
    assert "Samira" not in concept.vraag
    texts = {
        "situatie": "WW, twaalf jaar hetzelfde werk",
        "vraag": "Een opleiding tot rijinstructeur",
        "geprobeerd": concept.geprobeerd,
        "waarom": concept.waarom,
    }
    with pytest.raises(Weigering, match="coördinator"):
        actions.release_example(wie, concept_id=concept.pk, **texts)
    with pytest.raises(Weigering, match="Verhoeven"):
        actions.release_example(
            boss, concept_id=concept.pk, **texts | {"waarom": "Mevrouw Verhoeven wilde het."}
        )
    return actions.release_example(boss, concept_id=concept.pk, **texts)


def test_an_example_is_found_by_dutch_words_and_for_a_comparable_case(
    wie: Actor, boss: Actor, als: Any
) -> None:
    example = released(wie, boss)
    for words in ["opleidingen", "gesprekken werkgever", "rijinstructeurs"]:
        assert [e.pk for e in examples(QueryDict(), q=words).rows] == [example.pk], words
    assert not examples(QueryDict(), q="lasser").rows
    assert [e.pk for e in comparable_examples(f.ready(wie))] == [example.pk]
    rol = f.rol(Rolsoort.BELEID)
    assert als(rol).get(f"/voorbeelden/{example.pk}/").status_code == 200
    actions.retract_example(boss, voorbeeld_id=example.pk)
    assert not comparable_examples(f.ready(wie))


def test_policy_reads_no_example_in_the_making(wie: Actor, boss: Actor, binnen: Any) -> None:
    besluit = actions.ask_besluit(wie, interventie_id=f.ready(wie).pk)
    actions.decide(
        boss, besluit_id=besluit.pk, toekennen=False, motivering="Nee, eerst.", consensus=True
    )
    concept = actions.keep_as_example(boss, besluit_id=besluit.pk)
    with binnen(f.actor(f.rol(Rolsoort.BELEID))):
        assert not type(concept).objects.exists()


def test_longer_lists_take_no_more_queries(wie: Actor, als: Any, count_queries: Any) -> None:
    client, counts = als(f.rol(Rolsoort.BELEID)), []
    for _ in range(3):
        report(wie)
        with count_queries() as counted:
            client.get("/signalen/")
        counts.append(counted.aantal)
    assert counts[1] == counts[2]
