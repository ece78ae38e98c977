"""Evidence, sample, conversation, drift and money that comes back."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from ontschot.kassier import actions
from ontschot.kassier.actions.afspraken import Afspraak
from ontschot.kassier.controle import check
from ontschot.kassier.models import (
    Bewijsinhoud,
    Bewijsstuk,
    Declaratie,
    Declaratiebericht,
    Declaratieregel,
    Steekproef,
    Steekproefregel,
    Terugvordering,
    Verplichting,
)
from ontschot.kassier.rules import Steekproefmaat, draw
from ontschot.kassier.standen import frozen_stand, standen
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import scope
from ontschot.trajecten.models import Aanwezigheid, Interventie
from tests.kassier import factories
from tests.kassier.factories import Wereld
from tests.refusal import refused_twin

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def w(db: None) -> Iterator[Wereld]:
    world = factories.wereld()
    with scope(world.ruim):
        yield world


def concept(w: Wereld, *orders: Verplichting) -> Declaratie:
    return actions.create_declaratie(
        w.wie("gids"),
        fonds_id=w.fonds.pk,
        periode=orders[0].boekdatum,
        verplichting_ids=[order.pk for order in orders],
    )


def submitted(w: Wereld, *orders: Verplichting) -> Declaratie:
    return actions.submit_declaratie(w.wie("gids"), declaratie_id=concept(w, *orders).pk)


def approved(w: Wereld, *orders: Verplichting) -> Declaratie:
    made = submitted(w, *orders)
    return actions.approve_declaratie(w.wie("kassier"), declaratie_id=made.pk)


def paid(w: Wereld, cent: int = 1000) -> Declaratieregel:
    """A line that the bank paid."""
    factories.forget_accounts()
    factories.accounts(w)
    claim = approved(w, factories.ordered(w, cent))
    batch = actions.build_batch(w.wie("kassier"), fonds_id=w.fonds.pk, declaratie_ids=[claim.pk])
    actions.release_batch(w.wie("kassier_2"), batch_id=batch.pk)
    actions.confirm_payment(w.wie("kassier"), batch_id=batch.pk)
    return claim.regels.get()


def asked_back(w: Wereld, cent: int = 400, line: Declaratieregel | None = None) -> Terugvordering:
    """Proposed by one kassier, decided by the other."""
    made = actions.propose_terugvordering(
        w.wie("kassier"), declaratieregel_id=(line or paid(w)).pk, cent=cent, reden="niet gekomen"
    )
    return actions.decide_terugvordering(
        w.wie("kassier_2"), terugvordering_id=made.pk, akkoord=True, uiterlijk=later()
    )


def later() -> date:
    return timezone.localdate() + timedelta(days=30)


def bewijs(w: Wereld, line: Declaratieregel, **facts: Any) -> Bewijsstuk:
    given = {"soort": "factuur", "naam": "factuur.pdf", "inhoud": PDF} | facts
    return actions.add_bewijs(w.wie("gids"), declaratieregel_id=line.pk, **given)


def refused_by_the_database(statement: str, match: str) -> None:
    with (
        pytest.raises(DatabaseError, match=match),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def agree(w: Wereld, **facts: Any) -> None:
    actions.set_afspraak(
        w.wie("kassier"),
        fonds_id=w.fonds.pk,
        van=timezone.localdate(),
        afspraak=Afspraak(**facts),
    )


# Evidence


def test_evidence_is_kept_by_content_and_without_names_only(w: Wereld) -> None:
    line = concept(w, factories.ordered(w)).regels.get()
    made = bewijs(w, line, naam="../map/Factuur 17.exe", kenmerk=" F-17 ")
    assert (made.naam, made.kenmerk, made.mediatype) == (
        "Factuur 17.pdf",
        "F-17",
        "application/pdf",
    )
    assert bytes(made.inhoud.bytes) == PDF
    with pytest.raises(Weigering, match="geen namen"):
        bewijs(w, line, zonder_namen=False)
    with pytest.raises(Weigering, match="leeg"):
        bewijs(w, line, inhoud=b"")
    with pytest.raises(Weigering, match="soort bestand"):
        bewijs(w, line, inhoud=b"<html>")


def test_a_file_can_be_replaced_before_submission_and_not_afterwards(w: Wereld) -> None:
    claim = concept(w, factories.ordered(w))
    line = claim.regels.get()
    first = bewijs(w, line)
    second = bewijs(w, line, vervangt_id=first.pk)
    first.refresh_from_db()
    assert first.ingetrokken_op
    actions.submit_declaratie(w.wie("gids"), declaratie_id=claim.pk)
    with pytest.raises(Weigering, match="ligt vast"):
        bewijs(w, line, vervangt_id=second.pk)
    refused_by_the_database(
        f"UPDATE kassier_bewijsstuk SET naam = 'x' WHERE id = {second.pk}", "locked"
    )
    refused_by_the_database(f"DELETE FROM kassier_bewijsstuk WHERE id = {second.pk}", "no delete")
    refused_by_the_database("UPDATE kassier_bewijsinhoud SET bytes = 'x'", "differ")
    refused_by_the_database("DELETE FROM kassier_bewijsinhoud", "withdraw")


def test_evidence_with_a_name_in_it_is_erased_and_its_row_stays(w: Wereld) -> None:
    claim = concept(w, factories.ordered(w))
    made = bewijs(w, claim.regels.get())
    assert refused_twin(made, zonder_namen=False) == "kassier_bewijsstuk_namen"
    actions.submit_declaratie(w.wie("gids"), declaratie_id=claim.pk)
    actions.withdraw_bewijs(
        w.wie("gids"), bewijs_id=made.pk, reden="er stond een naam in", wissen=True
    )
    assert not Bewijsinhoud.objects.exists()
    assert Bewijsstuk.objects.get().reden == "er stond een naam in"
    assert check().verschillen == ()


def test_evidence_stays_when_the_amount_changes(w: Wereld) -> None:
    order = factories.ordered(w)
    claim = concept(w, order)
    bewijs(w, claim.regels.get())
    actions.change_declaratie(
        w.wie("gids"), declaratie_id=claim.pk, verplichting_ids=[order.pk], bedragen={order.pk: 400}
    )
    line = claim.regels.get(status="opgenomen")
    assert (line.cent, line.deel) == (400, "termijn")
    assert len(standen([line])[line.pk].bewijsstukken) == 1


def test_another_partner_adds_no_evidence(w: Wereld) -> None:
    line = concept(w, factories.ordered(w)).regels.get()
    with pytest.raises(Weigering, match="FNV"):
        actions.add_bewijs(
            w.wie("coordinator"),
            declaratieregel_id=line.pk,
            soort="factuur",
            naam="x.pdf",
            inhoud=PDF,
        )


def attended(order: Verplichting, w: Wereld, er: int, van: int) -> None:
    Aanwezigheid.objects.create(
        regio_id=order.regio_id,
        interventie_id=order.interventie_id,
        van=date(2026, 1, 1) + timedelta(days=Aanwezigheid.objects.count()),
        tot=date(2026, 1, 1) + timedelta(days=Aanwezigheid.objects.count()),
        aanwezig=er,
        verwacht=van,
        door=w.gids.medewerker,
    )


def test_a_statement_of_attendance_is_made_from_what_was_registered(w: Wereld) -> None:
    order = factories.ordered(w)
    line = concept(w, order).regels.get()
    with pytest.raises(Weigering, match="aanwezigheid"):
        actions.make_aanwezigheid(w.wie("gids"), declaratieregel_id=line.pk)
    attended(order, w, 8, 10)
    made = actions.make_aanwezigheid(w.wie("gids"), declaratieregel_id=line.pk)
    again = actions.make_aanwezigheid(w.wie("gids"), declaratieregel_id=line.pk)
    made.refresh_from_db()
    assert made.ingetrokken_op
    assert again.gegenereerd
    assert b"Geheim" not in bytes(again.inhoud.bytes)


# Sample


def test_the_agreed_sample_must_be_drawn_and_judged_before_approval(w: Wereld) -> None:
    agree(w, steekproef="aantal", steekproef_aantal=1, altijd_vanaf_cent=2000)
    claim = submitted(w, factories.ordered(w), factories.ordered(w), factories.ordered(w, 2000))
    approve = {"declaratie_id": claim.pk}
    with pytest.raises(Weigering, match="Trek eerst de steekproef"):
        actions.approve_declaratie(w.wie("kassier"), **approve)
    made = actions.draw_steekproef(w.wie("kassier"), declaratie_id=claim.pk)
    drawn = tuple(
        made.regels.order_by("declaratieregel_id").values_list("declaratieregel", flat=True)
    )
    lines = claim.regels.values_list("pk", "cent")
    assert drawn == draw(made.zaad, lines, Steekproefmaat("aantal", 1, None, 2000))
    with pytest.raises(Weigering, match="al getrokken"):
        actions.draw_steekproef(w.wie("kassier"), declaratie_id=claim.pk)
    with pytest.raises(Weigering, match="elke regel van de steekproef"):
        actions.approve_declaratie(w.wie("kassier"), **approve)
    for row in made.regels.all():
        actions.judge_steekproefregel(
            w.wie("kassier"), steekproefregel_id=row.pk, bevinding="akkoord"
        )
    actions.approve_declaratie(w.wie("kassier"), **approve)
    assert check().verschillen == ()


def test_a_line_that_is_wrong_is_refused_before_the_rest_is_approved(w: Wereld) -> None:
    claim = submitted(w, factories.ordered(w), factories.ordered(w))
    made = actions.draw_steekproef(w.wie("kassier"), declaratie_id=claim.pk, alles=True)
    wrong, right = made.regels.all()
    with pytest.raises(Weigering, match="Schrijf erbij"):
        actions.judge_steekproefregel(
            w.wie("kassier"), steekproefregel_id=wrong.pk, bevinding="niet_akkoord"
        )
    actions.judge_steekproefregel(
        w.wie("kassier"),
        steekproefregel_id=wrong.pk,
        bevinding="niet_akkoord",
        toelichting="andere maand",
    )
    actions.judge_steekproefregel(
        w.wie("kassier"), steekproefregel_id=right.pk, bevinding="akkoord"
    )
    with pytest.raises(Weigering, match="wijs"):
        actions.approve_declaratie(w.wie("kassier"), declaratie_id=claim.pk)
    actions.refuse_regel(w.wie("kassier"), regel_id=wrong.declaratieregel_id, reden="andere maand")
    actions.approve_declaratie(w.wie("kassier"), declaratie_id=claim.pk)


def test_the_draw_is_of_what_was_handed_in_also_when_a_line_was_refused_first(w: Wereld) -> None:
    claim = submitted(w, factories.ordered(w), factories.ordered(w))
    refused = claim.regels.first()
    assert refused
    actions.refuse_regel(w.wie("kassier"), regel_id=refused.pk, reden="geen factuur")
    made = actions.draw_steekproef(w.wie("kassier"), declaratie_id=claim.pk, alles=True)
    assert made.regels.count() == 2
    assert check().verschillen == ()


def test_nobody_approves_around_the_sample_or_changes_it(w: Wereld) -> None:
    claim = submitted(w, factories.ordered(w))
    made = actions.draw_steekproef(w.wie("kassier"), declaratie_id=claim.pk, alles=True)
    approve = (
        f"UPDATE kassier_declaratie SET status = 'goedgekeurd', "
        f"beoordeeld_door_id = {w.kassier.medewerker_id} WHERE id = {claim.pk}"
    )
    refused_by_the_database(approve, "not judged")
    refused_by_the_database(f"UPDATE kassier_steekproef SET zaad = '{'0' * 32}'", "append-only")
    refused_by_the_database("DELETE FROM kassier_steekproefregel", "no delete")
    assert Steekproef.objects.get().pk == made.pk
    assert Steekproefregel.objects.count() == 1


def test_whoever_submitted_draws_and_judges_nothing(w: Wereld) -> None:
    claim = submitted(w, factories.ordered(w))
    with pytest.raises(Weigering, match="rol"):
        actions.draw_steekproef(w.wie("gids"), declaratie_id=claim.pk, alles=True)


def test_a_sample_without_an_agreement_is_all_or_nothing(w: Wereld) -> None:
    claim = submitted(w, factories.ordered(w))
    with pytest.raises(Weigering, match="geen steekproef afgesproken"):
        actions.draw_steekproef(w.wie("kassier"), declaratie_id=claim.pk)
    actions.approve_declaratie(w.wie("kassier"), declaratie_id=claim.pk)


def test_an_agreement_ends_the_one_before_and_asks_a_size(w: Wereld) -> None:
    agree(w, beoordeeltermijn_dagen=14)
    with pytest.raises(Weigering, match="hoeveel regels"):
        actions.set_afspraak(
            w.wie("kassier"),
            fonds_id=w.fonds.pk,
            van=later(),
            afspraak=Afspraak(steekproef="aantal"),
        )
    actions.set_afspraak(w.wie("kassier"), fonds_id=w.fonds.pk, van=later(), afspraak=Afspraak())
    first, second = w.fonds.afspraken.order_by("van")
    assert (first.tot, second.tot) == (later() - timedelta(days=1), None)


# Conversation


def test_partner_and_kassier_write_beside_a_declaratie_and_nothing_goes_away(w: Wereld) -> None:
    claim = submitted(w, factories.ordered(w))
    asked = actions.send_bericht(w.wie("kassier"), declaratie_id=claim.pk, tekst="Welke maand?")
    actions.send_bericht(w.wie("gids"), declaratie_id=claim.pk, tekst="Maart.")
    asked.refresh_from_db()
    assert asked.gelezen_op
    assert actions.read_berichten(w.wie("kassier"), declaratie_id=claim.pk) == 1
    refused_by_the_database("UPDATE kassier_declaratiebericht SET tekst = 'x'", "stays")
    refused_by_the_database("DELETE FROM kassier_declaratiebericht", "no delete")
    with pytest.raises(Weigering, match="Schrijf eerst"):
        actions.send_bericht(w.wie("gids"), declaratie_id=claim.pk, tekst="  ")
    with pytest.raises(Weigering, match="FNV"):
        actions.send_bericht(w.wie("coordinator"), declaratie_id=claim.pk, tekst="hallo")


def test_the_comment_of_sending_back_stands_in_the_conversation_each_time(w: Wereld) -> None:
    claim = submitted(w, factories.ordered(w))
    for text in ("Een factuur ontbreekt.", "Nog steeds geen factuur."):
        actions.send_back_declaratie(w.wie("kassier"), declaratie_id=claim.pk, toelichting=text)
        actions.submit_declaratie(w.wie("gids"), declaratie_id=claim.pk)
    said = Declaratiebericht.objects.values_list("tekst", "bij_terugsturen")
    assert list(said) == [("Een factuur ontbreekt.", True), ("Nog steeds geen factuur.", True)]
    assert not Declaratiebericht.objects.filter(gelezen_op__isnull=True).exists()


# Drift


def test_what_was_known_at_submission_is_kept_and_compared_with_now(w: Wereld) -> None:
    order = factories.ordered(w)
    attended(order, w, 5, 5)
    line = submitted(w, order).regels.get()
    then = frozen_stand(line.momentopnamen.get())
    assert then == standen([line])[line.pk]
    attended(order, w, 0, 5)
    Interventie.objects.filter(pk=order.interventie_id).update(
        status="afgebroken", afbreekreden="werk"
    )
    now = standen([line])[line.pk]
    assert (now.aanwezig, now.verwacht, now.status) == (5, 10, "afgebroken")
    refused_by_the_database("UPDATE kassier_momentopname SET aanwezig = 1", "append-only")


def test_more_within_what_is_left_is_a_new_line_with_a_reason(w: Wereld) -> None:
    factories.forget_accounts()
    factories.accounts(w)
    order = factories.ordered(w, 1000)
    claim = actions.create_declaratie(
        w.wie("gids"),
        fonds_id=w.fonds.pk,
        periode=order.boekdatum,
        verplichting_ids=[order.pk],
        bedragen={order.pk: 600},
    )
    actions.submit_declaratie(w.wie("gids"), declaratie_id=claim.pk)
    actions.approve_declaratie(w.wie("kassier"), declaratie_id=claim.pk)
    batch = actions.build_batch(w.wie("kassier"), fonds_id=w.fonds.pk, declaratie_ids=[claim.pk])
    actions.release_batch(w.wie("kassier_2"), batch_id=batch.pk)
    actions.confirm_payment(w.wie("kassier"), batch_id=batch.pk)
    line = claim.regels.get()
    ask = {"regel_id": line.pk, "periode": order.boekdatum}
    with pytest.raises(Weigering, match="Schrijf waarom"):
        actions.declare_more(w.wie("gids"), cent=100, reden=" ", **ask)
    with pytest.raises(Weigering, match="nog"):
        actions.declare_more(w.wie("gids"), cent=401, reden="langer geduurd", **ask)
    more = actions.declare_more(w.wie("gids"), cent=400, reden="langer geduurd", **ask)
    assert more.regels.get().corrigeert_id == line.pk
    assert check().verschillen == ()
