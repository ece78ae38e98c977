"""A controle hears the partner, and asks back no euro twice."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from ontschot.kassier import actions as kassier
from ontschot.kassier.controle import check
from ontschot.kassier.models import Bewijsstuk, Terugvordering
from ontschot.kassier.rules import Steekproefmaat
from ontschot.kern.errors import Weigering
from ontschot.kern.models import Bericht
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import scope
from ontschot.netwerk.queries import actor_in_role
from ontschot.verantwoording import actions
from ontschot.verantwoording.actions.herinneren import remind_region
from ontschot.verantwoording.models import (
    Bevinding,
    Controlebewijs,
    Controlebewijsinhoud,
    Controlefonds,
    Controleregel,
)
from ontschot.verantwoording.queries.partner import asked_waiting
from tests.kassier import factories
from tests.kassier.factories import Wereld
from tests.refusal import refused_change
from tests.verantwoording.controles import (
    PDF,
    agreed,
    answered,
    final,
    found,
    getrokken,
    lines,
    paid,
    refused,
    vergeten,
)

pytestmark = pytest.mark.django_db
FINAL = (
    "UPDATE verantwoording_bevinding SET definitief_op = now(), definitief_door_id = %s "
    "WHERE regel_id = %s"
)
DRIE = Steekproefmaat("aantal", aantal=3)


@pytest.fixture
def w(db: None) -> Iterator[Wereld]:
    world = factories.wereld(1_000_000)
    with scope(world.ruim):
        yield world


# --- what is asked of the partner ---


def test_what_was_proven_is_not_asked_again(w: Wereld) -> None:
    kassier.add_bewijseis(
        w.wie("coordinator"),
        interventiesoort=factories.SOORT,
        soort="factuur",
        van=date(2020, 1, 1),
        regio="AM08",
    )
    order = factories.ordered(w, 1_000)
    factories.accounts(w)
    claim = kassier.create_declaratie(
        w.wie("gids"), fonds_id=w.fonds.pk, periode=order.boekdatum, verplichting_ids=[order.pk]
    )
    kassier.add_bewijs(
        w.wie("gids"), declaratieregel_id=claim.regels.get().pk, soort="factuur", naam="f.pdf",
        inhoud=PDF,
    )  # fmt: skip
    kassier.submit_declaratie(w.wie("gids"), declaratie_id=claim.pk)
    kassier.approve_declaratie(w.wie("kassier"), declaratie_id=claim.pk)
    batch = kassier.build_batch(w.wie("kassier"), fonds_id=w.fonds.pk, declaratie_ids=[claim.pk])
    kassier.release_batch(w.wie("kassier_2"), batch_id=batch.pk)
    kassier.confirm_payment(w.wie("kassier"), batch_id=batch.pk)
    (line,) = lines(getrokken(w))
    assert (line.status, line.uiterlijk) == ("compleet", None)
    assert not list(asked_waiting(w.wie("gids")))
    assert Bewijsstuk.objects.count() == 1
    found(w, line, 100)
    assert [item.uitleg for item in asked_waiting(w.wie("gids"))] == [
        "1 bevinding om op te reageren"
    ]


def test_the_partner_is_told_once_and_reminded_before_the_term(w: Wereld) -> None:
    paid(w, 1_000, 2_000)
    controle = getrokken(w)
    mail = Bericht.objects.get(sleutel__startswith=f"controle:{controle.pk}:")
    assert mail.aan == w.gids.medewerker.email
    assert "2 betalingen van jullie zijn gekozen" in mail.tekst
    (item,) = asked_waiting(w.wie("gids"))
    assert item.uitleg == "2 betalingen uitleggen"
    today = timezone.localdate()
    assert item.uiterlijk == today + timedelta(days=14)
    assert remind_region("AM08", today) == 0
    soon = today + timedelta(days=12)
    assert (remind_region("AM08", soon), remind_region("AM08", soon)) == (2, 0)
    answered(w, lines(controle)[0])
    assert remind_region("AM08", soon + timedelta(days=8)) == 1


def test_who_left_does_not_leave_the_question_behind(w: Wereld) -> None:
    paid(w, 1_000)
    getrokken(w)
    colleague = factories.medewerker("fnv", Rolsoort.LOOPBAANCOACH)
    assert not list(asked_waiting(actor_in_role(colleague)))
    w.gids.tot = timezone.localdate() + timedelta(days=30)
    w.gids.save()
    who = actor_in_role(colleague)
    with time_machine.travel(timezone.now() + timedelta(days=40), tick=False):
        assert list(asked_waiting(who))


def test_more_time_once_and_for_the_days_of_the_controle(w: Wereld) -> None:
    paid(w, 1_000)
    (line,) = lines(getrokken(w))
    with pytest.raises(Weigering, match="waarom je meer tijd"):
        actions.ask_more_time(w.wie("gids"), regel_id=line.pk, reden=" ")
    later = actions.ask_more_time(w.wie("gids"), regel_id=line.pk, reden="De aanbieder is weg.")
    assert later.uiterlijk == timezone.localdate() + timedelta(days=19)
    with pytest.raises(Weigering, match="één keer"):
        actions.ask_more_time(w.wie("gids"), regel_id=line.pk, reden="Nog eens.")
    assert refused(
        "UPDATE verantwoording_controleregel SET uiterlijk = uiterlijk + 5 WHERE id = %s", line.pk
    ) == ("verantwoording_controleregel_once_more")


def test_papers_only_while_they_are_asked_and_only_of_the_own_partner(w: Wereld) -> None:
    paid(w, 1_000)
    (line,) = lines(getrokken(w))
    asked: dict[str, Any] = {"regel_id": line.pk, "naam": "bon.pdf", "inhoud": PDF}
    stranger = actor_in_role(factories.medewerker("cnv", Rolsoort.LOOPBAANCOACH))
    with pytest.raises(Weigering, match="Die antwoordt"):
        actions.add_controlebewijs(stranger, **asked, zonder_namen=True)
    with pytest.raises(Weigering, match="geen namen"):
        actions.add_controlebewijs(w.wie("gids"), **asked, zonder_namen=False)
    piece = actions.add_controlebewijs(w.wie("gids"), **asked, zonder_namen=True)
    with pytest.raises(Weigering, match="Ook de kassier"):
        actions.answer_controleregel(
            w.wie("gids"), regel_id=line.pk, antwoord="Geheim Persoon was er drie keer."
        )
    answered(w, line)
    with pytest.raises(Weigering, match="wordt nu niets gevraagd"):
        actions.add_controlebewijs(w.wie("gids"), **asked, zonder_namen=True)
    actions.withdraw_controlebewijs(
        w.wie("gids"), bewijs_id=piece.pk, reden="Er stond een naam in.", wissen=True
    )
    assert not Controlebewijsinhoud.objects.exists()
    assert Controlebewijs.objects.get().ingetrokken_op
    assert refused("DELETE FROM verantwoording_controlebewijs") == (
        "verantwoording_controlebewijs_stays"
    )


def test_what_was_brought_does_not_change_and_an_answer_has_its_moment(w: Wereld) -> None:
    paid(w, 1_000)
    (line,) = lines(getrokken(w))
    piece = actions.add_controlebewijs(
        w.wie("gids"), regel_id=line.pk, naam="bon.pdf", inhoud=PDF, zonder_namen=True
    )
    assert refused_change(piece.inhoud, bytes=b"anders") == (
        "verantwoording_controlebewijsinhoud_same"
    )
    assert refused_change(line, antwoord="Ja.") == "verantwoording_controleregel_antwoord"


# --- findings ---


def test_who_approved_or_declared_does_not_judge_and_nobody_confirms_himself(w: Wereld) -> None:
    paid(w, 1_000)
    (line,) = lines(getrokken(w))
    answered(w, line)
    with pytest.raises(Weigering, match="indiende of goedkeurde"):
        actions.find(w.wie("kassier"), regel_id=line.pk, nummer=1, oordeel="in_orde")
    found(w, line)
    with pytest.raises(Weigering, match="maakt haar niet definitief"):
        actions.confirm_bevinding(w.wie("kassier_2"), regel_id=line.pk, nummer=1)
    with pytest.raises(Weigering, match="indiende of goedkeurde"):
        actions.confirm_bevinding(w.wie("kassier"), regel_id=line.pk, nummer=1)
    for person, rule in (
        (w.kassier_2, "verantwoording_bevinding_four_eyes"),
        (w.kassier, "verantwoording_bevinding_judge"),
        (w.gids, "verantwoording_bevinding_judge"),
        (factories.medewerker("cnv", Rolsoort.GIDS), "verantwoording_bevinding_role"),
    ):
        assert (
            refused(
                FINAL,
                person.medewerker_id,
                line.pk,
            )
            == rule
        ), person.soort
    actions.confirm_bevinding(w.wie("coordinator"), regel_id=line.pk, nummer=1)


def test_a_fault_waits_for_the_answer_and_for_the_reaction(w: Wereld) -> None:
    paid(w, 1_000)
    (line,) = lines(getrokken(w))
    with pytest.raises(Weigering, match="nog tijd om te antwoorden"):
        found(w, line, 500)
    answered(w, line)
    with pytest.raises(Weigering, match="Meer kan niet fout zijn"):
        found(w, line, 1_001)
    found(w, line, 500)
    with pytest.raises(Weigering, match="nog tijd om te reageren"):
        actions.confirm_bevinding(w.wie("coordinator"), regel_id=line.pk, nummer=1)
    assert refused(
        FINAL,
        w.coordinator.medewerker_id,
        line.pk,
    ) == ("verantwoording_bevinding_turn")
    with pytest.raises(Weigering, match="waarom je het niet eens bent"):
        actions.react_bevinding(w.wie("gids"), regel_id=line.pk, nummer=1, eens=False)
    actions.react_bevinding(
        w.wie("gids"), regel_id=line.pk, nummer=1, eens=False, reactie="Het derde was op 3 maart."
    )
    with pytest.raises(Weigering, match="niets gevraagd"):
        agreed(w, line)
    # Heard: a new finding replaces it, and the old one stays readable.
    found(w, line, 200, nummer=2)
    agreed(w, line, nummer=2)
    actions.confirm_bevinding(w.wie("coordinator"), regel_id=line.pk, nummer=2)
    assert [b.fout_cent for b in line.bevindingen.order_by("nummer")] == [500, 200]
    with pytest.raises(Weigering, match="al definitief"):
        found(w, line, nummer=3)


def test_no_evidence_within_the_term_is_incomplete(w: Wereld) -> None:
    paid(w, 1_000)
    (line,) = lines(vergeten(w))
    incomplete: dict[str, Any] = {
        "nummer": 1, "oordeel": "onvolledig", "fout_cent": 1_000, "toelichting": "Geen antwoord.",
    }  # fmt: skip
    with pytest.raises(Weigering, match="Meer tijd vragen kan niet meer"):
        actions.ask_more_time(w.wie("gids"), regel_id=line.pk, reden="Druk.")
    with pytest.raises(Weigering, match="van welk bedrag"):
        found(w, line, **incomplete | {"fout_cent": 0})
    made = found(w, line, **incomplete | {"fout_cent": None})
    assert made.fout_cent == 1_000
    line.refresh_from_db()
    assert (made.oordeel, line.status) == ("onvolledig", "voorlopig")
    assert line.uiterlijk == timezone.localdate() + timedelta(days=7)


def test_two_people_who_find_at_once_do_not_both_count(w: Wereld) -> None:
    paid(w, 1_000)
    (line,) = lines(getrokken(w))
    found(w, line)
    with pytest.raises(Weigering, match="net een andere bevinding"):
        found(w, line)


def test_all_that_is_in_order_is_made_final_at_once(w: Wereld) -> None:
    paid(w, 1_000, 2_000, 3_000)
    controle = getrokken(w)
    one, two, three = lines(controle)
    found(w, one)
    found(w, two)
    answered(w, three)
    found(w, three, 300)
    assert actions.confirm_in_orde(w.wie("coordinator"), controle_id=controle.pk) == 2
    with pytest.raises(Weigering, match="niets dat een ander"):
        actions.confirm_in_orde(w.wie("coordinator"), controle_id=controle.pk)
    with pytest.raises(Weigering, match="niets dat een ander"):
        actions.confirm_in_orde(w.wie("kassier"), controle_id=controle.pk)
    with pytest.raises(Weigering, match="nog niet definitief"):
        actions.close_controle(w.wie("kassier"), controle_id=controle.pk, conclusie="Klaar.")
    assert refused(
        "UPDATE verantwoording_controle SET status = 'afgesloten', conclusie = 'x', "
        "afgesloten_op = now(), afgesloten_door_id = %s WHERE id = %s",
        w.kassier.medewerker_id,
        controle.pk,
    ) == ("verantwoording_controle_judged")


def test_what_is_closed_stays_as_it_is(w: Wereld) -> None:
    paid(w, 1_000)
    controle = getrokken(w)
    (line,) = lines(controle)
    final(w, line, 400)
    actions.close_controle(w.wie("kassier"), controle_id=controle.pk, conclusie="Eén fout.")
    for statement in (
        "UPDATE verantwoording_bevinding SET fout_cent = 1",
        "UPDATE verantwoording_bevinding SET definitief_door_id = door_id",
        "DELETE FROM verantwoording_bevinding",
        "UPDATE verantwoording_controleregel SET cent = 1",
        "UPDATE verantwoording_controleregel SET antwoord = 'anders'",
        "DELETE FROM verantwoording_controleregel",
        "UPDATE verantwoording_controle SET conclusie = 'anders'",
        "UPDATE verantwoording_controlefonds SET populatie = 9",
        "DELETE FROM verantwoording_controle",
    ):
        assert refused(statement).startswith("verantwoording_"), statement
    assert Controlefonds.objects.get().populatie == 1


# --- recovery ---


def test_one_click_asks_back_what_is_wrong_and_no_euro_twice(w: Wereld) -> None:
    (paid_line,) = paid(w, 1_000)
    kassier.propose_terugvordering(
        w.wie("kassier"), declaratieregel_id=paid_line.pk, cent=150, reden="al afgesproken"
    )
    (line,) = lines(getrokken(w))
    with pytest.raises(Weigering, match="na een definitieve bevinding"):
        actions.recover(w.wie("kassier_2"), regel_id=line.pk)
    final(w, line, 400)
    asked = actions.recover(w.wie("kassier_2"), regel_id=line.pk)
    assert (asked.cent, asked.status, asked.declaratieregel_id) == (
        250,
        "voorgesteld",
        paid_line.pk,
    )
    assert "het bedrag klopt niet" in asked.reden
    assert Bevinding.objects.get().terugvordering == asked
    with pytest.raises(Weigering, match="wordt al teruggevraagd"):
        actions.recover(w.wie("kassier_2"), regel_id=line.pk)
    # The same payment in a second controle, with the same fault: nothing more to ask.
    (again,) = lines(getrokken(w))
    final(w, again, 400)
    with pytest.raises(Weigering, match="wordt al teruggevraagd"):
        actions.recover(w.wie("kassier_2"), regel_id=again.pk)
    # Turned down, so it can be asked once more.
    kassier.decide_terugvordering(
        w.wie("kassier"), terugvordering_id=asked.pk, akkoord=False, reden="Toch geleverd."
    )
    assert actions.recover(w.wie("kassier_2"), regel_id=line.pk).cent == 250
    assert check().verschillen == ()


def test_the_database_links_only_the_recovery_of_this_payment(w: Wereld) -> None:
    first, second = paid(w, 1_000, 2_000)
    one, two = lines(getrokken(w))
    final(w, one, 400)
    for line, cent in ((first, 500), (second, 100)):
        made = kassier.propose_terugvordering(
            w.wie("kassier"), declaratieregel_id=line.pk, cent=cent, reden="x"
        )
        assert refused(
            "UPDATE verantwoording_bevinding SET terugvordering_id = %s WHERE regel_id = %s",
            made.pk,
            one.pk,
        ) == ("verantwoording_bevinding_recovery")
    assert Terugvordering.objects.count() == 2
    assert two.cent == 2_000


def test_who_may_not_see_it_sees_nothing(w: Wereld) -> None:
    paid(w, 1_000)
    (line,) = lines(getrokken(w))
    actions.add_controlebewijs(
        w.wie("gids"), regel_id=line.pk, naam="b.pdf", inhoud=PDF, zonder_namen=True
    )
    for soort, seen, papers in (
        (Rolsoort.MONITOR, 0, 0),
        (Rolsoort.PRIVACY, 0, 0),
        (Rolsoort.BELEID, 1, 0),
        (Rolsoort.KASSIER, 1, 1),
    ):
        who = actor_in_role(factories.medewerker("gemeente-nijmegen", soort))
        with scope(who):
            assert Controleregel.objects.count() == seen, soort
            assert Controlebewijs.objects.count() == papers, soort
    with pytest.raises(DatabaseError), transaction.atomic(), scope(w.wie("gids")):
        connection.cursor().execute("UPDATE verantwoording_controlefonds SET regio_id = 'AM33'")
