"""An order that runs out, and a provider that the kassier pays itself."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from ontschot.aanbieders import actions as aanbieders
from ontschot.aanbieders.models import Aanbieder, Rekeningovername
from ontschot.kassier.actions import (
    approve_declaratie,
    build_batch,
    cancel_batch,
    create_declaratie,
    expire_verplichting,
    release_batch,
    set_besteltermijn,
    submit_declaratie,
)
from ontschot.kassier.models import (
    Betaalbatch,
    Saldo,
    Verplichting,
)
from ontschot.kassier.queries.samengevoegd import joined_in
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import systeem
from tests.kassier import factories
from tests.kassier.factories import Wereld
from tests.kassier.test_inkoop import VAN, copied_order, order, refused_by_database, reserved, w

pytestmark = pytest.mark.django_db
__all__ = ["w"]  # fixtures


def termijn(w: Wereld, dagen: int = 30) -> None:
    set_besteltermijn(w.wie("coordinator"), dagen=dagen, van=timezone.localdate())


def test_an_order_expires_after_its_delivery_and_the_term_of_the_region(w: Wereld) -> None:
    today = timezone.localdate()
    late = order(w, reserved(w), afspraken={"tot": today - timedelta(days=31)} | {"van": None})
    running = order(w, reserved(w), afspraken={"tot": today - timedelta(days=30), "van": None})
    with pytest.raises(Weigering, match="geen termijn"):
        expire_verplichting(systeem(factories.REGIO), verplichting_id=late.pk)
    termijn(w)
    with pytest.raises(Weigering, match="loopt nog"):
        expire_verplichting(systeem(factories.REGIO), verplichting_id=running.pk)
    expire_verplichting(systeem(factories.REGIO), verplichting_id=late.pk)
    late.refresh_from_db()
    assert (late.status, late.vrijgevallen_cent) == ("verlopen", 1000)
    saldo = Saldo.objects.get(fondsregel=w.regel)
    assert (saldo.beschikbaar_cent, saldo.verplicht_cent) == (99_000, 1000)


def test_nothing_can_be_done_with_an_expired_order(w: Wereld) -> None:
    made = order(w, reserved(w), afspraken={"van": None, "tot": date(2025, 1, 1)})
    termijn(w)
    expire_verplichting(w.wie("kassier"), verplichting_id=made.pk)
    with pytest.raises(Weigering):
        create_declaratie(
            w.wie("gids"), fonds_id=w.fonds.pk, periode=VAN, verplichting_ids=[made.pk]
        )
    with pytest.raises(Weigering):
        expire_verplichting(w.wie("kassier"), verplichting_id=made.pk)
    with pytest.raises(Weigering):
        order(w, made.reservering)
    refused_by_database("UPDATE kassier_verplichting SET status = 'open' WHERE id = %s", made.pk)


def test_an_order_does_not_end_with_money_left_in_it(w: Wereld) -> None:
    made = order(w, reserved(w))
    for status in ("verlopen", "ingetrokken"):
        refused_by_database(
            "UPDATE kassier_verplichting SET status = %s WHERE id = %s",
            status,
            made.pk,
            match="left",
        )


def approved(w: Wereld, *orders: Verplichting) -> int:
    concept = create_declaratie(
        w.wie("gids"), fonds_id=w.fonds.pk, periode=VAN, verplichting_ids=[o.pk for o in orders]
    )
    submit_declaratie(w.wie("gids"), declaratie_id=concept.pk)
    approve_declaratie(w.wie("kassier"), declaratie_id=concept.pk)
    return concept.pk


def batch(w: Wereld, declaratie_id: int) -> Betaalbatch:
    return build_batch(w.wie("kassier"), fonds_id=w.fonds.pk, declaratie_ids=[declaratie_id])


def account(w: Wereld, naam: str, iban: str = "NL02ABNA0123456789", *, van: date = VAN) -> int:
    found = Aanbieder.objects.get(naam=naam)
    made = aanbieders.enter_rekening(
        w.wie("coordinator"), aanbieder_id=found.pk, iban=iban, tenaamstelling="Büreau", van=van
    )
    aanbieders.confirm_rekening(w.wie("kassier_2"), rekening_id=made.pk)
    return made.pk


def test_the_kassier_pays_the_provider_on_the_account_that_two_people_saw(w: Wereld) -> None:
    factories.accounts(w)
    direct = order(w, reserved(w), afspraken={"betaalwijze": "aanbieder"})
    partner = order(w, reserved(w))
    declaratie = approved(w, direct, partner)
    with pytest.raises(Weigering, match=rf"{direct.nummer}: Bureau heeft geen bevestigde") as no:
        batch(w, declaratie)
    assert partner.nummer not in no.value.zin
    account(w, "Bureau")
    made = batch(w, declaratie)
    lines = {row.declaratieregel.verplichting_id: row for row in made.regels.all()}
    assert lines[direct.pk].iban == "NL02ABNA0123456789"
    assert lines[direct.pk].begunstigde == "Bureau"
    assert lines[partner.pk].iban == "NL91ABNA0417164300"


def test_a_batch_whose_provider_changed_its_account_is_not_released(w: Wereld) -> None:
    factories.accounts(w)
    made = order(w, reserved(w), afspraken={"betaalwijze": "aanbieder"})
    declaratie = approved(w, made)
    first = account(w, "Bureau", van=date(2020, 1, 1))
    built = batch(w, declaratie)
    aanbieders.withdraw_rekening(w.wie("kassier"), rekening_id=first, reden="fraude")
    with pytest.raises(Weigering, match="rekening van een aanbieder veranderde"):
        release_batch(w.wie("kassier_2"), batch_id=built.pk)


def test_the_database_pays_no_other_account(w: Wereld) -> None:
    factories.accounts(w)
    made = order(w, reserved(w), afspraken={"betaalwijze": "aanbieder"})
    declaratie = approved(w, made)
    account(w, "Bureau")
    line = batch(w, declaratie).regels.get()
    line.pk, line.end_to_end_id, line.iban = None, "anders", "NL91ABNA0417164300"
    with pytest.raises(DatabaseError, match="no confirmed account"), transaction.atomic():
        line.save(force_insert=True)


def test_the_kassier_pays_only_a_provider_of_the_list(w: Wereld) -> None:
    made = order(w, reserved(w))
    with pytest.raises(DatabaseError, match="betaalwijze"), transaction.atomic():
        copied_order(made, reserved(w), betaalwijze="aanbieder", leverancier=None)


def ended(w: Wereld, *, met_rekening: bool = True) -> tuple[int, int]:
    """An order with a provider that was joined with another; gives (declaratie, samenvoeging)."""
    factories.accounts(w)
    made = order(w, reserved(w), afspraken={"betaalwijze": "aanbieder"})
    account(w, "Bureau")
    other = aanbieders.add_aanbieder(w.wie("gids"), naam="Werkpunt Groesbeek")
    if met_rekening:
        account(w, other.naam, "NL20INGB0001234567")
    join = aanbieders.propose_samenvoeging(
        w.wie("gids"), aanbieder_id=made.leverancier_id or 0, met_id=other.pk, reden="Zelfde KvK."
    )
    aanbieders.decide_samenvoeging(w.wie("kassier"), samenvoeging_id=join.pk, akkoord=True)
    return approved(w, made), join.pk


def paid_on(made: Betaalbatch) -> str:
    return made.regels.get().iban


def test_a_join_alone_changes_no_account_and_two_people_can(w: Wereld) -> None:
    declaratie, join = ended(w)
    first = batch(w, declaratie)
    assert paid_on(first) == "NL02ABNA0123456789", "its own account"
    asked = aanbieders.propose_overname(
        w.wie("coordinator"), samenvoeging_id=join, reden="De oude is gesloten."
    )
    assert joined_in(first)[0].overname is None
    aanbieders.decide_overname(w.wie("kassier"), overname_id=asked.pk, akkoord=True)
    with pytest.raises(Weigering, match="rekening van een aanbieder veranderde"):
        release_batch(w.wie("kassier_2"), batch_id=first.pk)
    cancel_batch(w.wie("kassier"), batch_id=first.pk, reden="andere rekening")
    second = batch(w, declaratie)
    assert paid_on(second) == "NL20INGB0001234567"
    (told,) = joined_in(second)
    assert (told.met.naam, told.overname) == ("Werkpunt Groesbeek", asked)
    line = second.regels.get()
    line.pk, line.end_to_end_id, line.iban = None, "anders", "NL02ABNA0123456789"
    with pytest.raises(DatabaseError, match="no confirmed account"), transaction.atomic():
        line.save(force_insert=True)
    aanbieders.end_overname(w.wie("coordinator"), overname_id=asked.pk, reden="Toch niet.")
    cancel_batch(w.wie("kassier"), batch_id=second.pk, reden="andere rekening")
    assert paid_on(batch(w, declaratie)) == "NL02ABNA0123456789"


def test_providers_that_come_apart_are_paid_on_their_own_account_again(w: Wereld) -> None:
    declaratie, join = ended(w)
    asked = aanbieders.propose_overname(w.wie("kassier"), samenvoeging_id=join, reden="x")
    with pytest.raises(Weigering, match="zelf"):
        aanbieders.decide_overname(w.wie("kassier"), overname_id=asked.pk, akkoord=True)
    with pytest.raises(Weigering, match="Vraag de kassier"):
        aanbieders.decide_overname(w.wie("coordinator"), overname_id=asked.pk, akkoord=True)
    agree = "UPDATE aanbieders_rekeningovername SET status = 'akkoord', beslist_op = now(), "
    refused_by_database(
        agree + "beslist_door_id = voorgesteld_door_id WHERE id = %s", asked.pk, match="four_eyes"
    )
    aanbieders.decide_overname(w.wie("kassier_2"), overname_id=asked.pk, akkoord=True)
    aanbieders.undo_samenvoeging(w.wie("gids"), samenvoeging_id=join, reden="Toch twee.")
    assert paid_on(batch(w, declaratie)) == "NL02ABNA0123456789"


def test_no_account_is_taken_over_that_nobody_checked(w: Wereld) -> None:
    _, join = ended(w, met_rekening=False)
    with pytest.raises(Weigering, match="geen bevestigde rekening"):
        aanbieders.propose_overname(w.wie("kassier"), samenvoeging_id=join, reden="x")
    made = Rekeningovername.objects.create(
        regio_id=factories.REGIO,
        samenvoeging_id=join,
        reden="x",
        voorgesteld_door_id=w.kassier.medewerker_id,
    )
    agree = f"beslist_op = now(), beslist_door_id = {w.kassier_2.medewerker_id} WHERE id = %s"
    refused_by_database(
        f"UPDATE aanbieders_rekeningovername SET status = 'akkoord', {agree}",
        made.pk,
        match="no account to take over",
    )


def test_who_pays_reads_whose_account_it_is_and_where_to_change_it(w: Wereld, als: Any) -> None:
    declaratie, join = ended(w)
    kassier, other = als(w.kassier), als(w.kassier_2)
    page = reverse("aanbieders:aanbieder", args=[Aanbieder.objects.get(naam="Bureau").pk])
    shown = kassier.get(reverse("kassier:nieuwe_batch")).content.decode()
    assert "de eigen rekening van Bureau" in " ".join(shown.split())
    assert f"{page}?deel=1" in shown
    asked = reverse("aanbieders:overname", args=[join])
    wrong = kassier.post(asked, {"o-reden": ""})
    assert (wrong.status_code, "Vul “Waarom op die rekening?” in" in wrong.content.decode()) == (
        422,
        True,
    )
    kassier.post(asked, {"o-reden": "De oude is gesloten."})
    assert "Een andere kassier beslist." in kassier.get(f"{page}?deel=1").content.decode()
    assert "betalen op de rekening van" in other.get("/werkvoorraad/").content.decode()
    found = Rekeningovername.objects.get()
    other.post(reverse("aanbieders:overname_besluiten", args=[found.pk]), {"besluit": "ja"})
    made = batch(w, declaratie)
    shown = other.get(reverse("kassier:batch", args=[made.pk])).content.decode()
    assert "de rekening van Werkpunt Groesbeek, zoals" in " ".join(shown.split())
    assert als(w.gids).get(f"{page}?deel=1").status_code == 200
    assert "Waar betalen we naartoe?" not in als(w.gids).get(f"{page}?deel=1").content.decode()
