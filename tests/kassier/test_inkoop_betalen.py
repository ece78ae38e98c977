"""An order that runs out, and a provider that the kassier pays itself."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from ontschot.aanbieders import actions as aanbieders
from ontschot.aanbieders.models import Aanbieder
from ontschot.kassier.actions import (
    approve_declaratie,
    build_batch,
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
