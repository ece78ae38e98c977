"""Costs of the organisation: declared per quarter, judged by another, paid, told in a statement."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from ontschot.kassier import actions
from ontschot.kassier.actions.afspraken import Afspraak
from ontschot.kassier.actions.herinneren import remind_region
from ontschot.kassier.controle import check
from ontschot.kassier.models import (
    Betaalregel,
    Journaalpost,
    Kostenbewijs,
    Kostenbewijsinhoud,
    Kostendeclaratie,
    Kostenregel,
    Saldo,
)
from ontschot.kassier.queries.kosten import costs_waiting
from ontschot.kassier.rules import first_of_quarter, kwartaalkenmerk, last_of_quarter
from ontschot.kern.errors import Weigering
from ontschot.kern.models import Auditregel, Bericht
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import scope
from ontschot.netwerk.queries import actor_in_role
from tests.kassier import kosten
from tests.kassier.factories import medewerker
from tests.kassier.kosten import PDF, Kostenwereld

pytestmark = pytest.mark.django_db


@pytest.fixture
def w(db: None) -> Iterator[Kostenwereld]:
    world = kosten.kostenwereld()
    with scope(world.ruim):
        yield world


def saldo(w: Kostenwereld, code: str = "communicatie") -> tuple[int, int, int]:
    """What is free, declared and paid on a line of the begroting."""
    row = Saldo.objects.get(fondsregel=w.regel(code))
    return row.beschikbaar_cent, row.gedeclareerd_cent, row.betaald_cent


def refused_by_the_database(statement: str, match: str) -> None:
    with (
        pytest.raises(DatabaseError, match=match),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def clean() -> None:
    assert check().verschillen == ()


# Quarters


def test_a_quarter_begins_and_ends_on_its_own_days() -> None:
    assert first_of_quarter(date(2026, 5, 17)) == date(2026, 4, 1)
    assert last_of_quarter(date(2026, 11, 30)) == date(2026, 12, 31)
    assert last_of_quarter(date(2024, 2, 29)) == date(2024, 3, 31)
    assert kwartaalkenmerk(date(2026, 7, 1), "wb", 2) == "2026-K3-WB-2"


# From concept to paid


def test_costs_go_straight_from_free_to_declared_and_then_to_paid(w: Kostenwereld) -> None:
    made = kosten.begonnen(w, 3000, 1500)
    assert saldo(w) == (100_000, 0, 0)
    actions.submit_kostendeclaratie(w.wie("werkbedrijf"), declaratie_id=made.pk)
    assert saldo(w) == (95_500, 4500, 0)
    actions.approve_kostendeclaratie(w.wie("kassier"), declaratie_id=made.pk)
    row = kosten.batch(w, made)
    assert (row.aantal, row.totaal_cent) == (2, 4500)
    actions.release_batch(w.wie("kassier_2"), batch_id=row.pk)
    actions.confirm_payment(w.wie("kassier"), batch_id=row.pk)
    assert saldo(w) == (95_500, 0, 4500)
    made.refresh_from_db()
    assert made.status == "betaald"
    kinds = Journaalpost.objects.filter(kostenregel__declaratie=made).order_by("volgnummer")
    assert list(kinds.values_list("soort", flat=True)) == [
        "kosten", "kosten", "betaling", "betaling",
    ]  # fmt: skip
    clean()


def test_every_step_leaves_an_audit_line_without_a_name(w: Kostenwereld) -> None:
    kosten.betaald(w, 1000)
    told = list(
        Auditregel.objects.filter(object_soort="kostendeclaratie").values_list(
            "gebeurtenis", flat=True
        )
    )
    assert sorted(told) == [
        "kosten_gemaakt", "kosten_goedgekeurd", "kosten_ingediend", "kostenregel_gezet",
    ]  # fmt: skip


def test_a_refused_line_is_free_again_and_the_last_one_refuses_the_whole(w: Kostenwereld) -> None:
    made = kosten.ingediend(w, 3000, 1500)
    first, second = made.regels.order_by("pk")
    actions.refuse_kostenregel(w.wie("kassier"), regel_id=first.pk, reden="niet van het team")
    assert saldo(w) == (98_500, 1500, 0)
    actions.refuse_kostenregel(w.wie("kassier"), regel_id=second.pk, reden="dubbel")
    made.refresh_from_db()
    assert (made.status, saldo(w)) == ("afgewezen", (100_000, 0, 0))
    clean()


def test_what_comes_back_is_changed_and_handed_in_again(w: Kostenwereld) -> None:
    made = kosten.ingediend(w, 3000)
    actions.send_back_kostendeclaratie(
        w.wie("kassier"), declaratie_id=made.pk, toelichting="Welke periode?"
    )
    assert saldo(w) == (100_000, 0, 0)
    actions.drop_kostenregel(w.wie("werkbedrijf"), regel_id=made.regels.get().pk)
    kosten.add(w, made, 2000, omschrijving="Drukwerk mei")
    actions.submit_kostendeclaratie(w.wie("werkbedrijf"), declaratie_id=made.pk)
    assert saldo(w) == (98_000, 2000, 0)
    actions.approve_kostendeclaratie(w.wie("kassier_2"), declaratie_id=made.pk)
    clean()


def test_a_withdrawn_concept_leaves_nothing_to_submit(w: Kostenwereld) -> None:
    made = kosten.begonnen(w, 3000)
    actions.withdraw_kostendeclaratie(w.wie("werkbedrijf"), declaratie_id=made.pk)
    with pytest.raises(Weigering, match="kan niet meer"):
        actions.submit_kostendeclaratie(w.wie("werkbedrijf"), declaratie_id=made.pk)
    clean()


def test_a_payment_that_came_back_opens_the_declaratie_again(w: Kostenwereld) -> None:
    from ontschot.kassier.actions.uitbetaling import Afloop, one_payment, settle

    made = kosten.betaald(w, 3000)
    payment = Betaalregel.objects.get(kostenregel__declaratie=made)
    wie = w.wie("kassier")
    settle(
        wie,
        one_payment(payment.pk),
        [Afloop(payment.pk, "teruggekomen", payment.afgehandeld_op, "AC04")],  # type: ignore[arg-type]
        payment.afgehandeld_op,  # type: ignore[arg-type]
    )
    made.refresh_from_db()
    assert (made.status, saldo(w)) == ("goedgekeurd", (97_000, 3000, 0))
    with pytest.raises(Weigering, match="andere rekening"):
        kosten.batch(w, made)
    clean()


# What must not be


def test_never_more_than_is_free_on_that_line_and_the_refusal_names_it(w: Kostenwereld) -> None:
    made = kosten.begonnen(w, 60_000, 40_001)
    with pytest.raises(Weigering, match=r"kosten’: gevraagd €\s1\.000,01, vrij €\s1\.00"):
        actions.submit_kostendeclaratie(w.wie("werkbedrijf"), declaratie_id=made.pk)
    made.refresh_from_db()
    assert (made.status, saldo(w)) == ("concept", (100_000, 0, 0))


def test_who_submits_does_not_judge_and_another_kassier_neither(w: Kostenwereld) -> None:
    made = kosten.ingediend(w, 1000)
    with pytest.raises(Weigering, match="Jouw rol"):
        actions.approve_kostendeclaratie(w.wie("collega"), declaratie_id=made.pk)
    with pytest.raises(Weigering, match="andere kassier"):
        actions.approve_kostendeclaratie(w.wie("elders"), declaratie_id=made.pk)
    own = w.kassier.medewerker_id
    refused_by_the_database(
        f"UPDATE kassier_kostendeclaratie SET status = 'goedgekeurd', beoordeeld_op = now(), "
        f"beoordeeld_door_id = {w.elders.medewerker_id} WHERE id = {made.pk}",
        "not a kassier of this fonds",
    )
    refused_by_the_database(
        f"UPDATE kassier_kostendeclaratie SET status = 'goedgekeurd', beoordeeld_op = now(), "
        f"beoordeeld_door_id = {own}, ingediend_door_id = {own} WHERE id = {made.pk}",
        "four_eyes",
    )


def test_who_declared_does_not_put_the_batch_together_or_release_it(w: Kostenwereld) -> None:
    made = kosten.goedgekeurd(w, 1000)
    refused = "UPDATE kassier_betaalbatch SET status = 'vrijgegeven', vrijgegeven_op = now(), "
    row = kosten.batch(w, made)
    refused_by_the_database(
        f"{refused} vrijgegeven_door_id = {w.werkbedrijf.medewerker_id} WHERE id = {row.pk}",
        "who decided does not pay",
    )
    with pytest.raises(Weigering, match="zelf samen"):
        actions.release_batch(w.wie("kassier"), batch_id=row.pk)


def test_lines_lock_when_they_are_handed_in(w: Kostenwereld) -> None:
    made = kosten.ingediend(w, 1000)
    with pytest.raises(Weigering, match="liggen vast"):
        kosten.add(w, made, 500)
    with pytest.raises(Weigering, match="liggen vast"):
        actions.drop_kostenregel(w.wie("werkbedrijf"), regel_id=made.regels.get().pk)
    refused_by_the_database(
        "INSERT INTO kassier_kostenregel (regio_id, declaratie_id, fondsregel_id, omschrijving, "
        f"cent, status, reden_afwijzing) VALUES ('AM08', {made.pk}, {w.regel()}, 'x', 1, "
        "'opgenomen', '')",
        "lines are locked",
    )
    refused_by_the_database(
        f"UPDATE kassier_kostenregel SET status = 'vervallen' WHERE declaratie_id = {made.pk}",
        "lines are locked",
    )
    refused_by_the_database(
        f"UPDATE kassier_kostenregel SET cent = 1 WHERE declaratie_id = {made.pk}", "frozen"
    )
    refused_by_the_database("DELETE FROM kassier_kostenregel", "no delete")
    refused_by_the_database("DELETE FROM kassier_kostendeclaratie", "no delete")


def test_another_partner_or_fonds_is_refused(w: Kostenwereld) -> None:
    made = kosten.begonnen(w, 1000)
    from tests.kassier import factories

    other = factories.wereld()
    with pytest.raises(Weigering, match="is van"):
        actions.submit_kostendeclaratie(other.wie("gids"), declaratie_id=made.pk)
    with pytest.raises(Weigering, match="fonds voor organisatiekosten"):
        actions.create_kostendeclaratie(
            w.wie("werkbedrijf"), fonds_id=other.fonds.pk, kwartaal=kosten.dit_kwartaal()
        )
    with pytest.raises(Weigering, match="regel van de begroting"):
        kosten.add(w, made, 100, fondsregel_id=other.regel.pk)
    refused_by_the_database(
        "INSERT INTO kassier_kostenregel (regio_id, declaratie_id, fondsregel_id, omschrijving, "
        f"cent, status, reden_afwijzing) VALUES ('AM08', {made.pk}, {other.regel.pk}, 'x', 1, "
        "'opgenomen', '')",
        "lines are locked",
    )


def test_a_quarter_to_come_and_a_day_inside_a_quarter_are_refused(w: Kostenwereld) -> None:
    later = last_of_quarter(kosten.dit_kwartaal()) + timedelta(days=1)
    with pytest.raises(Weigering, match="moet nog beginnen"):
        kosten.begonnen(w, kwartaal=later)
    with pytest.raises(Weigering, match="geldt van"):
        kosten.begonnen(w, kwartaal=date(2019, 12, 31))
    kosten.begonnen(w)
    refused_by_the_database(
        "UPDATE kassier_kostendeclaratie SET kwartaal = kwartaal + 1", "frozen|kwartaal"
    )


def test_a_cost_needs_a_description_and_an_amount(w: Kostenwereld) -> None:
    made = kosten.begonnen(w)
    for facts in ({"omschrijving": "  "}, {"omschrijving": "x" * 201}):
        with pytest.raises(Weigering, match="waarvoor"):
            kosten.add(w, made, 100, **facts)
    with pytest.raises(Weigering, match="meer dan"):
        kosten.add(w, made, 0)
    with pytest.raises(Weigering, match="geen regels"):
        actions.submit_kostendeclaratie(w.wie("werkbedrijf"), declaratie_id=made.pk)


def test_a_payment_is_of_exactly_one_line_and_never_twice(w: Kostenwereld) -> None:
    made = kosten.goedgekeurd(w, 1000)
    row = kosten.batch(w, made)
    with pytest.raises(Weigering, match="al in een batch"):
        kosten.batch(w, made)
    columns = (
        "regio_id, batch_id, end_to_end_id, cent, begunstigde, iban, omschrijving, status, "
        "redencode, bankreden, kostenregel_id"
    )
    for line, match in [
        ("NULL", "only approved|one_line"),
        (str(made.regels.get().pk), "kosten_once"),
    ]:
        refused_by_the_database(
            f"INSERT INTO kassier_betaalregel ({columns}) VALUES ('AM08', {row.pk}, 'x', 1000, "
            f"'x', 'NL91ABNA0417164300', 'x', 'open', '', '', {line})",
            match,
        )


def closed(w: Kostenwereld, soort: str, **facts: object) -> None:
    found = actions.propose_budgetbesluit(
        w.wie("kassier"), fonds_id=w.fonds.pk, soort=soort, reden="Het jaar is om.", **facts
    )  # type: ignore[arg-type]
    actions.decide_budgetbesluit(w.wie("kassier_2"), besluit_id=found.pk)


def test_a_closed_fonds_takes_no_new_costs(w: Kostenwereld) -> None:
    made = kosten.begonnen(w, 1000)
    back = kosten.ingediend(w, 500)
    closed(w, "fonds_sluiten")
    submit = {"declaratie_id": made.pk}
    with pytest.raises(Weigering, match="gesloten"):
        actions.submit_kostendeclaratie(w.wie("werkbedrijf"), **submit)
    made.refresh_from_db()
    assert (made.status, saldo(w)) == ("concept", (99_500, 500, 0))
    # What was handed in before goes on its way, and back is always possible.
    actions.send_back_kostendeclaratie(
        w.wie("kassier"), declaratie_id=back.pk, toelichting="Zet dit in het volgende fonds."
    )
    with pytest.raises(Weigering, match="gesloten"):
        actions.submit_kostendeclaratie(w.wie("werkbedrijf"), declaratie_id=back.pk)
    closed(w, "fonds_heropenen")
    actions.submit_kostendeclaratie(w.wie("werkbedrijf"), **submit)
    clean()


def test_costs_are_not_booked_in_a_closed_period_nor_in_the_future(w: Kostenwereld) -> None:
    made = kosten.begonnen(w, 1000)
    yesterday = timezone.localdate() - timedelta(days=1)
    closed(w, "periode_sluiten", tot_dag=yesterday)
    for day, said in ((yesterday, "afgesloten"), (date(2999, 1, 1), "toekomst")):
        with pytest.raises(Weigering, match=said):
            actions.submit_kostendeclaratie(w.wie("werkbedrijf"), declaratie_id=made.pk, dag=day)
    assert saldo(w) == (100_000, 0, 0)


# Evidence


def proof(w: Kostenwereld, line: Kostenregel, **facts: object) -> Kostenbewijs:
    given = {"naam": "../x/Factuur.exe", "inhoud": PDF, "zonder_namen": True} | facts
    return actions.add_kostenbewijs(w.wie("werkbedrijf"), regel_id=line.pk, **given)  # type: ignore[arg-type]


def test_evidence_is_kept_by_its_content_and_locks_with_the_lines(w: Kostenwereld) -> None:
    made = kosten.begonnen(w, 1000)
    line = made.regels.get()
    kept = proof(w, line)
    assert (kept.naam, kept.mediatype, bytes(kept.inhoud.bytes)) == (
        "Factuur.pdf", "application/pdf", PDF,
    )  # fmt: skip
    for facts, match in [
        ({"zonder_namen": False}, "geen namen"),
        ({"inhoud": b""}, "leeg"),
        ({"inhoud": b"MZ\x90\x00"}, "bestand"),
    ]:
        with pytest.raises(Weigering, match=match):
            proof(w, line, **facts)
    actions.submit_kostendeclaratie(w.wie("werkbedrijf"), declaratie_id=made.pk)
    with pytest.raises(Weigering, match="ligt vast"):
        proof(w, line)
    refused_by_the_database("UPDATE kassier_kostenbewijs SET naam = 'y'", "evidence is locked")
    refused_by_the_database("UPDATE kassier_kostenbewijsinhoud SET bytes = 'x'", "contents differ")
    refused_by_the_database("DELETE FROM kassier_kostenbewijsinhoud", "withdraw the evidence first")


def test_evidence_with_a_name_in_it_is_withdrawn_and_erased(w: Kostenwereld) -> None:
    kept = proof(w, kosten.begonnen(w, 1000).regels.get())
    actions.withdraw_kostenbewijs(
        w.wie("werkbedrijf"), bewijs_id=kept.pk, reden="er stond een naam in", wissen=True
    )
    assert not Kostenbewijsinhoud.objects.exists()
    with pytest.raises(Weigering, match="al ingetrokken"):
        actions.withdraw_kostenbewijs(w.wie("werkbedrijf"), bewijs_id=kept.pk, reden="x")
    clean()


def test_each_quarter_and_number_is_one_declaratie(w: Kostenwereld) -> None:
    first, second = kosten.begonnen(w), kosten.begonnen(w)
    assert [first.volgnummer, second.volgnummer] == [1, 2]
    assert Kostendeclaratie.objects.count() == 2


# Terms


def agreed(w: Kostenwereld, **facts: int) -> None:
    actions.set_afspraak(
        w.wie("kassier"),
        fonds_id=w.fonds.pk,
        van=date(2020, 1, 1),
        afspraak=Afspraak(**facts),  # type: ignore[arg-type]
    )


def test_without_an_agreement_there_is_no_day_to_judge_before(w: Kostenwereld) -> None:
    kosten.ingediend(w, 1000)
    (waits,) = costs_waiting(w.wie("kassier"))
    assert waits.uiterlijk is None
    agreed(w, beoordeeltermijn_dagen=21)
    (waits,) = costs_waiting(w.wie("kassier"))
    assert waits.uiterlijk == timezone.localdate() + timedelta(days=21)


def test_the_coordinator_sees_what_is_judged_too_late(w: Kostenwereld) -> None:
    agreed(w, beoordeeltermijn_dagen=5)
    ago = timezone.localdate() - timedelta(days=6)
    made = kosten.begonnen(w, 1000, kwartaal=first_of_quarter(ago))
    coordinator = actor_in_role(medewerker("gemeente-nijmegen", Rolsoort.COORDINATOR))
    assert costs_waiting(coordinator) == []
    actions.submit_kostendeclaratie(w.wie("werkbedrijf"), declaratie_id=made.pk, dag=ago)
    (late,) = costs_waiting(coordinator)
    assert "niet op tijd" in late.titel


def test_the_kassier_of_the_fonds_is_reminded_and_the_partner_too(w: Kostenwereld) -> None:
    agreed(w, indientermijn_dagen=30, beoordeeltermijn_dagen=10)
    kosten.begonnen(w, 500)
    kosten.ingediend(w, 1000)
    today = timezone.localdate()

    def told() -> list[str]:
        rows = Bericht.objects.filter(onderwerp__startswith="Kostendeclaratie")
        return sorted(rows.order_by("pk").values_list("aan", flat=True))

    assert remind_region(kosten.REGIO, today) == 0
    assert remind_region(kosten.REGIO, today + timedelta(days=8)) == 1
    mine = sorted(r.medewerker.email for r in (w.kassier, w.kassier_2))
    assert set(told()) >= set(mine)
    assert w.elders.medewerker.email not in told()
    assert remind_region(kosten.REGIO, today + timedelta(days=9)) == 0, "once a week"
    after = last_of_quarter(today) + timedelta(days=28)
    assert remind_region(kosten.REGIO, after) == 2
    assert w.werkbedrijf.medewerker.email in told()
