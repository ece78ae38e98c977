"""Reserving, ordering, declaring, paying: what moves, and what is refused."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from ontschot.kassier.actions import (
    approve_declaratie,
    build_batch,
    cancel_batch,
    change_declaratie,
    commit_verplichting,
    confirm_payment,
    create_declaratie,
    refuse_regel,
    release_batch,
    release_reservering,
    reserve,
    send_back_declaratie,
    submit_declaratie,
    toekennen,
    void_verplichting,
)
from ontschot.kassier.models import (
    Betaalbatch,
    Declaratie,
    Declaratieregel,
    Journaalpost,
    Reservering,
    Saldo,
    Verplichting,
)
from ontschot.kern.errors import Weigering
from ontschot.kern.models import Auditregel
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import scope, systeem
from ontschot.netwerk.models import Rol
from ontschot.netwerk.queries import actor_in_role
from tests.kassier import factories
from tests.kassier.factories import Wereld

pytestmark = pytest.mark.django_db

ACCOUNTS = ("toegekend", "beschikbaar", "gereserveerd", "verplicht", "gedeclareerd", "betaald")


@pytest.fixture
def w(db: None) -> Iterator[Wereld]:
    world = factories.wereld()
    with scope(systeem(factories.REGIO)):
        yield world


def stand(w: Wereld) -> tuple[int, ...]:
    """beschikbaar, gereserveerd, verplicht, gedeclareerd, betaald, in cents."""
    saldo = Saldo.objects.get(fondsregel=w.regel)
    return tuple(getattr(saldo, f"{name}_cent") for name in ACCOUNTS[1:])


def reserved(w: Wereld, cent: int = 1000) -> Reservering:
    return reserve(
        w.wie("coordinator"),
        interventie_id=factories.granted(w, cent).pk,
        fondsregel_id=w.regel.pk,
        cent=cent,
    )


def commit(w: Wereld, reservering: Reservering, cent: int, **kwargs: str) -> Verplichting:
    return commit_verplichting(
        w.wie("gids"),
        interventie_id=reservering.interventie_id,
        bedrag_cent=cent,
        **({"btw": "excl", "aanbieder": "Bureau"} | kwargs),
    )


def declared(w: Wereld, *orders: Verplichting) -> Declaratie:
    concept = create_declaratie(
        w.wie("gids"),
        fonds_id=w.fonds.pk,
        periode=orders[0].boekdatum,
        verplichting_ids=[order.pk for order in orders],
    )
    return submit_declaratie(w.wie("gids"), declaratie_id=concept.pk)


def batch_of(w: Wereld, *orders: Verplichting) -> Betaalbatch:
    factories.accounts(w)
    declaratie = declared(w, *orders)
    approve_declaratie(w.wie("kassier"), declaratie_id=declaratie.pk)
    return build_batch(w.wie("kassier"), fonds_id=w.fonds.pk, declaratie_ids=[declaratie.pk])


def test_reserving_moves_money_from_free_to_reserved(w: Wereld) -> None:
    reserved(w, 30_000)
    assert stand(w) == (70_000, 30_000, 0, 0, 0)


def test_more_than_there_is_cannot_be_reserved_and_leaves_nothing(w: Wereld) -> None:
    entries = Journaalpost.objects.count()
    with pytest.raises(Weigering, match="vrij"):
        reserved(w, 100_001)
    assert stand(w) == (100_000, 0, 0, 0, 0)
    assert not Reservering.objects.exists()
    assert Journaalpost.objects.count() == entries


def test_reserving_twice_is_the_same_reservering(w: Wereld) -> None:
    first = reserved(w, 1000)
    again = reserve(
        w.wie("coordinator"),
        interventie_id=first.interventie_id,
        fondsregel_id=w.regel.pk,
        cent=1000,
    )
    assert again.pk == first.pk
    assert stand(w)[1] == 1000
    with pytest.raises(Weigering, match="staat al reservering"):
        reserve(
            w.wie("coordinator"),
            interventie_id=first.interventie_id,
            fondsregel_id=w.regel.pk,
            cent=999,
        )


def test_a_joint_fonds_asks_for_the_decision_of_the_beraad(db: None) -> None:
    w = factories.wereld(beslisregel="beraad_gezamenlijk")
    with scope(w.ruim):
        interventie = factories.granted(w)
        order = {"interventie_id": interventie.pk, "fondsregel_id": w.regel.pk, "cent": 1000}
        with pytest.raises(Weigering, match="Beraad"):
            reserve(w.wie("coordinator"), **order)
        reserve(w.wie("coordinator"), **order, beraadsbesluit="RB-2026-04, punt 3")
        assert stand(w)[1] == 1000


def test_a_reservering_given_back_is_free_again(w: Wereld) -> None:
    reservering = reserved(w, 1000)
    with pytest.raises(Weigering, match="Schrijf waarom"):
        release_reservering(w.wie("coordinator"), reservering_id=reservering.pk, reden=" ")
    release_reservering(w.wie("coordinator"), reservering_id=reservering.pk, reden="ziek")
    assert stand(w) == (100_000, 0, 0, 0, 0)
    with pytest.raises(Weigering):
        release_reservering(w.wie("coordinator"), reservering_id=reservering.pk, reden="ziek")


def test_ordering_for_less_gives_the_rest_back_and_freezes_the_interventie(w: Wereld) -> None:
    reservering = reserved(w, 1000)
    order = commit(w, reservering, 900)
    assert stand(w) == (99_100, 0, 900, 0, 0)
    interventie = order.interventie
    interventie.refresh_from_db()
    assert (interventie.status, interventie.kosten_cent) == ("verplicht", 900)
    assert order.regeling_id == interventie.regeling_id


def test_ordering_for_more_is_refused(w: Wereld) -> None:
    reservering = reserved(w, 1000)
    with pytest.raises(Weigering, match="gereserveerd"):
        commit(w, reservering, 1001)
    assert stand(w) == (99_000, 1000, 0, 0, 0)


def test_ordering_again_changes_nothing_and_another_price_is_refused(w: Wereld) -> None:
    reservering = reserved(w, 1000)
    first = commit(w, reservering, 1000)
    assert commit(w, reservering, 1000).pk == first.pk
    with pytest.raises(Weigering, match="al besteld"):
        commit(w, reservering, 999)
    assert stand(w) == (99_000, 0, 1000, 0, 0)


def test_only_the_buying_partner_orders(w: Wereld) -> None:
    reservering = reserved(w, 1000)
    other = actor_in_role(factories.medewerker("uwv", Rolsoort.GIDS))
    order = {
        "interventie_id": reservering.interventie_id,
        "bedrag_cent": 1000,
        "btw": "excl",
        "aanbieder": "Bureau",
    }
    with pytest.raises(Weigering, match="FNV"):
        commit_verplichting(other, **order)
    with pytest.raises(Weigering, match="rol"):
        commit_verplichting(w.wie("kassier"), **order)


def test_above_the_ceiling_only_with_a_reason(w: Wereld) -> None:
    factories.ceiling(500)
    reservering = reserved(w, 1000)
    with pytest.raises(Weigering, match="Schrijf waarom") as refusal:
        commit(w, reservering, 501)
    assert refusal.value.veld == "reden_boven_plafond"
    order = commit(w, reservering, 501, reden_boven_plafond="een lange reis")
    assert order.plafond_cent == 500


def test_calling_off_an_order_gives_all_of_it_back(w: Wereld) -> None:
    order = factories.ordered(w, 1000)
    void_verplichting(w.wie("gids"), verplichting_id=order.pk, reden="ging niet door")
    assert stand(w) == (100_000, 0, 0, 0, 0)
    order.refresh_from_db()
    assert order.status == "ingetrokken"
    with pytest.raises(Weigering):
        void_verplichting(w.wie("gids"), verplichting_id=order.pk, reden="nog eens")


def test_from_order_to_payment_and_the_books_agree(w: Wereld) -> None:
    orders = [factories.ordered(w, 1000), factories.ordered(w, 2000)]
    batch = batch_of(w, *orders)
    assert stand(w) == (97_000, 0, 0, 3000, 0)
    release_batch(w.wie("kassier_2"), batch_id=batch.pk)
    confirm_payment(w.wie("kassier"), batch_id=batch.pk)
    assert stand(w) == (97_000, 0, 0, 0, 3000)
    assert set(Verplichting.objects.values_list("status", flat=True)) == {"afgerond"}
    assert set(Declaratie.objects.values_list("status", flat=True)) == {"betaald"}
    with pytest.raises(Weigering):
        confirm_payment(w.wie("kassier"), batch_id=batch.pk)


def test_an_order_can_be_declared_in_parts_and_the_rest_given_back(w: Wereld) -> None:
    order = factories.ordered(w, 1000)
    part = create_declaratie(
        w.wie("gids"),
        fonds_id=w.fonds.pk,
        periode=order.boekdatum,
        verplichting_ids=[order.pk],
        bedragen={order.pk: 400},
    )
    submit_declaratie(w.wie("gids"), declaratie_id=part.pk)
    with pytest.raises(Weigering, match="nog"):
        create_declaratie(
            w.wie("gids"),
            fonds_id=w.fonds.pk,
            periode=order.boekdatum,
            verplichting_ids=[order.pk],
            bedragen={order.pk: 601},
        )
    void_verplichting(w.wie("gids"), verplichting_id=order.pk, reden="eerder klaar")
    assert stand(w) == (99_600, 0, 0, 400, 0)
    order.refresh_from_db()
    assert order.status == "open"


def test_sent_back_unlocks_the_lines_and_asks_for_a_comment(w: Wereld) -> None:
    one, two = factories.ordered(w, 1000), factories.ordered(w, 2000)
    declaratie = declared(w, one, two)
    with pytest.raises(Weigering, match="liggen vast"):
        change_declaratie(w.wie("gids"), declaratie_id=declaratie.pk, verplichting_ids=[one.pk])
    with pytest.raises(Weigering, match="Schrijf"):
        send_back_declaratie(w.wie("kassier"), declaratie_id=declaratie.pk, toelichting="")
    send_back_declaratie(w.wie("kassier"), declaratie_id=declaratie.pk, toelichting="factuur?")
    assert stand(w) == (97_000, 0, 3000, 0, 0)
    change_declaratie(w.wie("gids"), declaratie_id=declaratie.pk, verplichting_ids=[one.pk])
    submit_declaratie(w.wie("gids"), declaratie_id=declaratie.pk)
    assert stand(w) == (97_000, 0, 2000, 1000, 0)


def test_a_refused_line_can_be_declared_again(w: Wereld) -> None:
    one, two = factories.ordered(w, 1000), factories.ordered(w, 2000)
    declaratie = declared(w, one, two)
    line = declaratie.regels.get(verplichting=two)
    with pytest.raises(Weigering, match="waarom"):
        refuse_regel(w.wie("kassier"), regel_id=line.pk, reden="")
    refuse_regel(w.wie("kassier"), regel_id=line.pk, reden="geen factuur")
    assert stand(w) == (97_000, 0, 2000, 1000, 0)
    declared(w, two)
    assert stand(w) == (97_000, 0, 0, 3000, 0)


def test_the_last_refused_line_refuses_the_declaratie(w: Wereld) -> None:
    order = factories.ordered(w, 1000)
    declaratie = declared(w, order)
    refuse_regel(w.wie("kassier"), regel_id=declaratie.regels.get().pk, reden="dubbel")
    declaratie.refresh_from_db()
    assert declaratie.status == "afgewezen"
    assert stand(w) == (99_000, 0, 1000, 0, 0)


def test_who_made_the_batch_does_not_release_it(w: Wereld) -> None:
    batch = batch_of(w, factories.ordered(w, 1000))
    with pytest.raises(Weigering, match="andere kassier"):
        release_batch(w.wie("kassier"), batch_id=batch.pk)
    with pytest.raises(IntegrityError, match="four_eyes"), transaction.atomic():
        Betaalbatch.objects.filter(pk=batch.pk).update(
            status="vrijgegeven",
            vrijgegeven_door=w.kassier.medewerker,
            vrijgegeven_op=batch.samengesteld_op,
        )


@pytest.mark.parametrize("naam", ["gids", "coordinator"])
def test_who_ordered_or_decided_does_not_pay_in_another_role_either(w: Wereld, naam: str) -> None:
    batch = batch_of(w, factories.ordered(w, 1000))
    person = getattr(w, naam).medewerker
    both_hats = Rol.objects.create(
        medewerker=person,
        organisatie=w.kassier.organisatie,
        regio_id=factories.REGIO,
        soort=Rolsoort.KASSIER,
        van=date(2020, 1, 1),
    )
    with pytest.raises(Weigering, match="besliste"):
        release_batch(actor_in_role(both_hats), batch_id=batch.pk)
    batch.refresh_from_db()
    assert batch.status == "samengesteld"


def test_a_released_batch_is_cancelled_by_the_other_kassier_and_can_be_paid_again(
    w: Wereld,
) -> None:
    batch = batch_of(w, factories.ordered(w, 1000))
    release_batch(w.wie("kassier_2"), batch_id=batch.pk)
    with pytest.raises(Weigering, match="andere kassier"):
        cancel_batch(w.wie("kassier_2"), batch_id=batch.pk, reden="bank weigert")
    cancel_batch(w.wie("kassier"), batch_id=batch.pk, reden="bank weigert")
    declaratie = Declaratie.objects.get()
    again = build_batch(w.wie("kassier"), fonds_id=w.fonds.pk, declaratie_ids=[declaratie.pk])
    release_batch(w.wie("kassier_2"), batch_id=again.pk)
    confirm_payment(w.wie("kassier_2"), batch_id=again.pk)
    assert stand(w) == (99_000, 0, 0, 0, 1000)


def test_a_line_stands_in_one_batch_only(w: Wereld) -> None:
    batch = batch_of(w, factories.ordered(w, 1000))
    with pytest.raises(Weigering, match="al in een batch"):
        build_batch(
            w.wie("kassier"),
            fonds_id=w.fonds.pk,
            declaratie_ids=[batch.regels.get().declaratieregel.declaratie_id],
        )


def test_without_account_number_no_payment(w: Wereld) -> None:
    declaratie = declared(w, factories.ordered(w, 1000))
    approve_declaratie(w.wie("kassier"), declaratie_id=declaratie.pk)
    with pytest.raises(Weigering, match="rekeningnummer"):
        build_batch(w.wie("kassier"), fonds_id=w.fonds.pk, declaratie_ids=[declaratie.pk])
    assert not Betaalbatch.objects.exists()


def test_the_same_key_with_other_content_is_refused(w: Wereld) -> None:
    grant = {"fondsregel_id": w.regel.pk, "sleutel": "extra", "reden": "extra geld"}
    first = toekennen(w.ruim, **grant, cent=500)
    assert toekennen(w.ruim, **grant, cent=500).pk == first.pk
    with pytest.raises(Weigering, match="andere boeking"):
        toekennen(w.ruim, **grant, cent=501)
    assert stand(w)[0] == 100_500


INSERT_TOO_MUCH = """
INSERT INTO kassier_journaalpost (regio_id, fonds_id, fondsregel_id, soort, van, naar, cent,
  boekdatum, reden, idempotentiesleutel, reservering_id, wie, rol, organisatie, volgnummer,
  inhoud_hash, vorige_hash, hash)
SELECT r.regio_id, f.fonds_id, r.fondsregel_id, 'reservering', 'beschikbaar', 'gereserveerd',
  99999999, r.boekdatum, '', 'raw', r.id, '', 'x', '', 0, '', '', ''
FROM kassier_reservering r JOIN kassier_fondsregel f ON f.id = r.fondsregel_id LIMIT 1
"""
RAW = [
    "UPDATE kassier_journaalpost SET cent = cent + 1",
    "DELETE FROM kassier_journaalpost",
    "TRUNCATE kassier_journaalpost CASCADE",
    "UPDATE kassier_saldo SET beschikbaar_cent = 1, toegekend_cent = -1",
    "DELETE FROM kassier_saldo",
    "UPDATE kassier_journaalketen SET volgnummer = 0",
    "UPDATE kassier_verplichting SET bedrag_cent = 1",
    "UPDATE kassier_reservering SET cent = 1",
    "DELETE FROM kassier_verplichting",
    "UPDATE kassier_declaratieregel SET cent = 1",
    "UPDATE kassier_declaratieregel SET status = 'vervallen'",
    "UPDATE kassier_verplichting SET vrijgevallen_cent = bedrag_cent, reden_vrijgave = 'x'",
    "UPDATE kassier_declaratie SET status = 'betaald'",
    INSERT_TOO_MUCH,
]


@pytest.mark.parametrize("statement", RAW)
def test_raw_sql_beside_the_application_is_refused(w: Wereld, statement: str) -> None:
    declared(w, factories.ordered(w, 1000))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_two_lines_never_claim_the_same_euro_not_even_by_raw_sql(w: Wereld) -> None:
    order = factories.ordered(w, 1000)
    declared(w, order)
    concept = Declaratie.objects.create(
        regio_id=factories.REGIO,
        fonds=w.fonds,
        organisatie=w.gids.organisatie,
        periode=order.boekdatum.replace(day=1),
        volgnummer=9,
    )
    with pytest.raises(IntegrityError, match="claimed"), transaction.atomic():
        Declaratieregel.objects.create(
            regio_id=factories.REGIO, declaratie=concept, verplichting=order, cent=1
        )


def test_no_name_of_the_kandidaat_stands_anywhere_in_the_money(w: Wereld) -> None:
    batch = batch_of(w, factories.ordered(w, 1000))
    release_batch(w.wie("kassier_2"), batch_id=batch.pk)
    told = [str(row) for row in Auditregel.objects.values_list("gegevens", "object_sleutel")]
    booked = [str(row) for row in Journaalpost.objects.values_list("reden", "idempotentiesleutel")]
    paid = [bytes(batch.bestand.inhoud).decode()]
    assert not [text for text in [*told, *booked, *paid] if "Persoon" in text or "Geheim" in text]
