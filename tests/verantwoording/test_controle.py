"""A controle draws what its seed says, hears the partner, and asks back no euro twice."""

from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ontschot.kassier import actions as kassier
from ontschot.kassier.controle import check
from ontschot.kassier.models import Bewijsstuk, Journaalpost, Terugvordering
from ontschot.kassier.rules import Steekproefmaat
from ontschot.kern.errors import Weigering
from ontschot.kern.models import Auditregel, Bericht
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import scope
from ontschot.netwerk.queries import actor_in_role
from ontschot.verantwoording import actions
from ontschot.verantwoording.actions.herinneren import remind_region
from ontschot.verantwoording.models import (
    Bevinding,
    Controle,
    Controlebewijs,
    Controlebewijsinhoud,
    Controlefonds,
    Controleregel,
)
from ontschot.verantwoording.queries.partner import asked_waiting
from ontschot.verantwoording.queries.populatie import drawn_again
from ontschot.verantwoording.rules import (
    Gezien,
    Laatste,
    at_most,
    draw_of,
    estimate,
    outcome,
    together,
    turn,
)
from tests.kassier import factories, kosten
from tests.kassier.factories import Wereld
from tests.verantwoording.controles import (
    PDF,
    agreed,
    answered,
    final,
    found,
    getrokken,
    lines,
    opgezet,
    paid,
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


def refused(statement: str, *values: object) -> str:
    """The name of the rule with which the database refuses a raw statement."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        connection.cursor().execute(statement, values)
    return str(caught.value.__cause__.diag.constraint_name)  # type: ignore[union-attr]


# --- the draw ---


def test_anybody_with_the_seed_draws_the_same_payments(w: Wereld) -> None:
    paid(w, *range(1_000, 6_000, 1_000))
    controle = getrokken(w, DRIE)
    deel = controle.delen.get()
    numbers = Journaalpost.objects.filter(fonds=w.fonds, soort="betaling").values_list(
        "volgnummer", flat=True
    )
    by_hand = sorted(
        numbers,
        key=lambda n: sha256(f"{controle.zaad}:{w.fonds.sleutel}:{n}".encode()).hexdigest(),
    )
    assert sorted(line.post.volgnummer for line in lines(controle)) == sorted(by_hand[:3])
    assert drawn_again(controle) == {line.post_id for line in lines(controle)}
    assert (deel.populatie, deel.populatie_cent) == (5, 15_000)


def test_what_is_paid_after_the_draw_changes_nothing(w: Wereld) -> None:
    paid(w, *[1_000] * 4)
    controle = getrokken(w, Steekproefmaat("procent", procent=50))
    before = drawn_again(controle)
    paid(w, 9_000)
    assert drawn_again(controle) == before
    assert len(before) == 2


def test_a_large_payment_is_always_in_it(w: Wereld) -> None:
    paid(w, 100, 100, 100, 50_000)
    controle = getrokken(w, Steekproefmaat("aantal", aantal=1, altijd_vanaf_cent=50_000))
    assert 50_000 in {line.cent for line in lines(controle)}


@given(
    st.text("0123456789abcdef", min_size=32, max_size=32),
    st.lists(st.integers(1, 10_000), unique=True, min_size=1, max_size=30),
)
def test_the_draw_does_not_depend_on_the_order_and_differs_per_fonds(
    zaad: str, numbers: list[int]
) -> None:
    rows = [(n, 100) for n in numbers]
    assert draw_of(zaad, "a", rows, DRIE) == draw_of(zaad, "a", rows[::-1], DRIE)
    assert len(draw_of(zaad, "a", rows, DRIE)) == min(3, len(rows))


def test_the_seed_is_promised_before_anybody_draws(w: Wereld) -> None:
    paid(w, 1_000)
    controle = opgezet(w)
    line = Auditregel.objects.get(gebeurtenis="controle_opgezet")
    assert line.gegevens["zaadmerk"] == sha256(controle.zaad.encode()).hexdigest()[:16]
    assert controle.zaad not in str(line.gegevens)
    with pytest.raises(Weigering, match="Wie een controle opzet, trekt haar niet"):
        actions.draw_controle(w.wie("kassier"), controle_id=controle.pk)
    assert refused(
        "UPDATE verantwoording_controle SET zaad = repeat('a', 32) WHERE id = %s", controle.pk
    ) == ("verantwoording_controle_frozen")
    actions.draw_controle(w.wie("kassier_2"), controle_id=controle.pk)
    with pytest.raises(Weigering, match="Dit kan niet meer"):
        actions.draw_controle(w.wie("kassier_2"), controle_id=controle.pk)


def test_the_database_refuses_other_lines_than_those_of_the_seed(w: Wereld) -> None:
    paid(w, *[1_000] * 4)
    controle = getrokken(w, DRIE)
    drawn = lines(controle)[0]
    other = Journaalpost.objects.filter(fonds=w.fonds, soort="betaling").exclude(
        pk__in=[line.post_id for line in lines(controle)]
    )[:1][0]
    columns = (
        "regio_id, controle_id, deel_id, post_id, cent, declaratieregel_id, organisatie_id, "
        "status, antwoord, reden_uitstel"
    )
    insert = (
        f"INSERT INTO verantwoording_controleregel ({columns}) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s, 'gevraagd', '', '')"
    )

    def values(controle: Controle, deel: int) -> tuple[object, ...]:
        return (
            "AM08", controle.pk, deel, other.pk, other.cent, other.declaratieregel_id,
            drawn.organisatie_id,
        )  # fmt: skip

    assert refused(insert, *values(controle, drawn.deel_id)) == (
        "verantwoording_controleregel_drawn"
    )
    # Before the draw a line can be put in; then the draw does not pass.
    new = opgezet(w, DRIE)
    connection.cursor().execute(insert, values(new, new.delen.get().pk))
    assert refused(
        "UPDATE verantwoording_controle SET status = 'loopt', getrokken_op = now(), "
        "getrokken_door_id = %s WHERE id = %s",
        w.kassier_2.medewerker_id,
        new.pk,
    ) == ("verantwoording_controle_drawn")


def test_a_payment_that_came_back_or_was_offset_was_not_paid(w: Wereld) -> None:
    line, other = paid(w, 1_000, 2_000)
    back = kassier.propose_terugvordering(
        w.wie("kassier"), declaratieregel_id=line.pk, cent=1_000, reden="niet geleverd"
    )
    last = timezone.localdate() + timedelta(days=9)
    kassier.decide_terugvordering(
        w.wie("kassier_2"), terugvordering_id=back.pk, akkoord=True, uiterlijk=last
    )
    order = factories.ordered(w, 1_000)
    claim = kassier.create_declaratie(
        w.wie("gids"), fonds_id=w.fonds.pk, periode=order.boekdatum, verplichting_ids=[order.pk]
    )
    kassier.submit_declaratie(w.wie("gids"), declaratie_id=claim.pk)
    kassier.approve_declaratie(w.wie("kassier"), declaratie_id=claim.pk)
    kassier.offset_terugvordering(
        w.wie("kassier"), terugvordering_id=back.pk, declaratieregel_id=claim.regels.get().pk
    )
    controle = getrokken(w)
    assert {row.declaratieregel_id for row in lines(controle)} == {line.pk, other.pk}


def test_costs_of_the_organisation_are_drawn_too(db: None) -> None:
    k = kosten.kostenwereld()
    with scope(k.ruim):
        kosten.betaald(k, 5_000, 7_000)
        made = actions.set_up_controle(
            k.wie("kassier"),
            naam="Kosten",
            doel="Bonnen",
            fonds_ids=[k.fonds.pk],
            van=date(2020, 1, 1),
            tot=timezone.localdate(),
            opzet=_terms(),
        )
        controle = actions.draw_controle(k.wie("kassier_2"), controle_id=made.pk)
        line = lines(controle)[0]
        assert {row.cent for row in lines(controle)} == {5_000, 7_000}
        assert line.nummer.startswith("K")
        actions.answer_controleregel(k.wie("werkbedrijf"), regel_id=line.pk, antwoord="Zie de bon.")
        actions.find(
            k.wie("kassier_2"), regel_id=line.pk, nummer=1, oordeel="fout", foutsoort="dubbel",
            fout_cent=100, toelichting="Staat er ook in K1 bij.",
        )  # fmt: skip
        actions.react_bevinding(k.wie("werkbedrijf"), regel_id=line.pk, nummer=1, eens=True)
        third = factories.medewerker("gemeente-nijmegen", Rolsoort.COORDINATOR)
        actions.confirm_bevinding(actor_in_role(third), regel_id=line.pk, nummer=1)
        asked = actions.recover(k.wie("kassier_2"), regel_id=line.pk)
        assert (asked.cent, asked.kostenregel_id) == (100, line.kostenregel_id)


def _terms() -> Any:
    from ontschot.verantwoording.rules import Opzet

    return Opzet(Steekproefmaat("alles"), antwoord_dagen=14, reactie_dagen=7)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"tot": date(2019, 1, 1)}, "ligt vóór de eerste"),
        ({"tot": date(2999, 1, 1)}, "nog niet voorbij"),
        ({"fonds_ids": []}, "minstens één fonds"),
        ({"fonds_ids": [0]}, "jouw organisatie bijhoudt"),
        ({"doel": " "}, "wat je met deze controle wilt weten"),
        ({"antwoord_dagen": 0}, "1 tot en met 365"),
        ({"maat": Steekproefmaat("aantal")}, "minstens één betaling"),
        ({"betrouwbaarheid_procent": 100}, "50 tot en met 99"),
    ],
)
def test_nonsense_is_refused_with_a_sentence(w: Wereld, facts: dict[str, Any], said: str) -> None:
    with pytest.raises(Weigering, match=said):
        opgezet(w, **facts)
    assert not Controle.objects.exists()


def test_nothing_paid_is_nothing_to_draw(w: Wereld) -> None:
    controle = opgezet(w)
    with pytest.raises(Weigering, match="niets te trekken"):
        actions.draw_controle(w.wie("kassier_2"), controle_id=controle.pk)
    actions.withdraw_controle(w.wie("kassier"), controle_id=controle.pk, reden="Verkeerd jaar.")
    controle.refresh_from_db()
    assert (controle.status, controle.conclusie) == ("ingetrokken", "Verkeerd jaar.")


def test_a_kassier_of_other_money_does_not_draw(w: Wereld) -> None:
    paid(w, 1_000)
    other = actor_in_role(factories.medewerker("gemeente-nijmegen", Rolsoort.KASSIER))
    controle = opgezet(w)
    with pytest.raises(Weigering, match="van een kassier van"):
        actions.draw_controle(other, controle_id=controle.pk)
    assert refused(
        "UPDATE verantwoording_controle SET status = 'ingetrokken', conclusie = 'x', "
        "afgesloten_op = now(), afgesloten_door_id = %s WHERE id = %s",
        other.medewerker_id,
        controle.pk,
    ) == ("verantwoording_controle_kassier")


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


# --- what it says of the whole ---


@pytest.mark.parametrize(
    ("status", "days", "last", "whose"),
    [
        ("gevraagd", 0, None, "partner"),
        ("gevraagd", -1, None, "beoordelen"),
        ("compleet", None, None, "beoordelen"),
        ("voorlopig", None, Laatste("in_orde", False, None, 1), "tweede"),
        ("voorlopig", 3, Laatste("fout", False, None, 1), "partner"),
        ("voorlopig", -1, Laatste("fout", False, None, 1), "tweede"),
        ("voorlopig", 3, Laatste("fout", True, True, 1), "tweede"),
        ("voorlopig", 3, Laatste("fout", True, False, 1), "wegen"),
        ("definitief", None, Laatste("fout", True, True, 1), "klaar"),
    ],
)
def test_it_is_always_somebodys_turn(
    status: str, days: int | None, last: Laatste | None, whose: str
) -> None:
    today = date(2026, 3, 2)
    uiterlijk = None if days is None else today + timedelta(days=days)
    assert turn(status, uiterlijk, last, today) == whose


def rows(*faults: int, altijd: bool = False) -> list[Gezien]:
    return [Gezien(1, 1_000, altijd, "fout" if cent else "in_orde", cent) for cent in faults]


def test_the_estimate_scales_what_was_drawn_by_chance_and_counts_the_rest_as_it_is() -> None:
    seen = rows(300, 0, 0, 0) + rows(700, altijd=True)
    found = estimate(11, seen, 95)
    assert found
    # Ten payments below the amount, four of them seen with 300 wrong: 750; and 700 for sure.
    assert found.fout_cent == 750 + 700
    assert estimate(5, seen, 95) is None, "all of them were seen"
    assert estimate(11, seen, None) is None
    assert estimate(11, rows(0, altijd=True), 95) is None


@given(st.integers(1, 40), st.data())
def test_the_bound_is_never_below_what_was_seen_and_covers_what_could_be(
    populatie: int, data: st.DataObject
) -> None:
    getrokken = data.draw(st.integers(1, populatie))
    fout = data.draw(st.integers(0, getrokken))
    most = at_most(populatie, getrokken, fout, 95)
    assert fout <= most <= populatie - (getrokken - fout)
    if getrokken == populatie:
        assert most == fout


def test_the_bound_is_the_exact_one() -> None:
    # Of 100, 10 seen without a fault: with 24 faulty the chance is 5,01 %, with 25 it is 4,9 %.
    assert at_most(100, 10, 0, 95) == 24


def test_rates_have_their_denominator_and_tolerance_is_judged_on_euros() -> None:
    found = outcome({1: (10, 10_000)}, rows(100, 0, 0, 0), 95)[1]
    assert (found.aandeel_regels, found.aandeel_cent) == (0.25, 0.025)
    assert (found.boven(1), found.boven(3), found.boven(None)) == (True, False, None)
    whole = together([found, outcome({2: (1, 500)}, [], 95)[2]])
    assert (whole.populatie, whole.gezien, whole.fout_cent) == (11, 4, 100)
    assert outcome({2: (1, 500)}, [], 95)[2].aandeel_cent is None


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
