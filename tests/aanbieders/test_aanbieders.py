"""One list of providers per region; no account is paid that two people did not see."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ontschot.aanbieders import actions
from ontschot.aanbieders.models import Aanbieder, Aanbiederrekening, Kaderprijs
from ontschot.aanbieders.nummers import clean_btw, clean_iban, clean_kvk
from ontschot.aanbieders.queries import kaderprijs_of
from ontschot.aanbieders.rules import Rekening, key_of, look_alikes, may_be_paid
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.netwerk.models import Rol
from ontschot.netwerk.queries import actor_in_role
from tests.kassier.factories import REGIO, SOORT, medewerker
from tests.refusal import refused_twin

pytestmark = pytest.mark.django_db
IBAN, ANDERE_IBAN = "NL20INGB0001234567", "NL91ABNA0417164300"
VANDAAG = date(2026, 3, 1)


class Mensen:
    """Somebody of each kind in the region; `wie(name)` is the actor."""

    def __init__(self) -> None:
        self.fnv = medewerker("fnv", Rolsoort.LOOPBAANCOACH)
        self.uwv = medewerker("uwv", Rolsoort.GIDS)
        self.coordinator = medewerker("gemeente-nijmegen", Rolsoort.COORDINATOR)
        self.kassier = medewerker("uwv", Rolsoort.KASSIER)
        self.kassier_2 = medewerker("uwv", Rolsoort.KASSIER)

    def wie(self, naam: str) -> Actor:
        rol: Rol = getattr(self, naam)
        return actor_in_role(rol)


@pytest.fixture
def m(db: None) -> Iterator[Mensen]:
    people = Mensen()
    with scope(systeem(REGIO)):
        yield people


def bureau(m: Mensen, naam: str = "Bureau Loopbaan") -> Aanbieder:
    return actions.add_aanbieder(m.wie("fnv"), naam=naam)


def rekening(m: Mensen, aanbieder: Aanbieder, iban: str = IBAN, van: date = VANDAAG) -> int:
    return actions.enter_rekening(
        m.wie("coordinator"),
        aanbieder_id=aanbieder.pk,
        iban=iban,
        tenaamstelling="Bureau Loopbaan BV",
        van=van,
    ).pk


def refused_by_database(sql: str, *values: object) -> None:
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, values)


@pytest.mark.parametrize(
    "anders",
    ["bureau loopbaan", "Bureau Loop-baan B.V.", " BUREAU  LOOPBAAN nv", "Bureau Lóópbaan"],
)
def test_the_same_provider_stands_in_the_list_once_however_it_is_written(
    m: Mensen, anders: str
) -> None:
    bureau(m)
    with pytest.raises(Weigering, match="staat al in de lijst"):
        actions.add_aanbieder(m.wie("uwv"), naam=anders)
    assert Aanbieder.objects.count() == 1


def test_a_name_that_looks_like_another_is_asked_about_first(m: Mensen) -> None:
    bureau(m)
    with pytest.raises(actions.LijktOp, match="Bedoel je ‘Bureau Loopbaan’") as refusal:
        actions.add_aanbieder(m.wie("uwv"), naam="Bureau Loopbanen")
    assert refusal.value.namen == ["Bureau Loopbaan"]
    made = actions.add_aanbieder(m.wie("uwv"), naam="Bureau Loopbanen", toch_nieuw=True)
    assert Aanbieder.objects.count() == 2
    assert made.gemaakt_door_id == m.uwv.medewerker_id


@pytest.mark.parametrize(("veld", "nummer"), [("kvk", "12345678"), ("btwnummer", "NL004495445B01")])
def test_a_number_belongs_to_one_provider(m: Mensen, veld: str, nummer: str) -> None:
    first = actions.add_aanbieder(m.wie("fnv"), naam="Eerste", **{veld: nummer})
    with pytest.raises(Weigering, match="Eerste") as refusal:
        actions.add_aanbieder(m.wie("fnv"), naam="Heel iets anders", **{veld: nummer})
    assert refusal.value.veld == veld
    second = bureau(m, "Heel iets anders")
    refused_by_database(
        f"UPDATE aanbieders_aanbieder SET {veld} = %s WHERE id = %s", nummer, second.pk
    )
    refused_by_database("DELETE FROM aanbieders_aanbieder WHERE id = %s", first.pk)
    refused_by_database("UPDATE aanbieders_aanbieder SET naam = 'EERSTE' WHERE id = %s", second.pk)


@pytest.mark.parametrize("fout", ["1234567", "123456789", "1234567a", "١٢٣٤٥٦٧٨"])
def test_a_kvk_number_is_eight_digits(fout: str) -> None:
    with pytest.raises(Weigering, match="acht cijfers"):
        clean_kvk(fout)


def test_numbers_are_kept_in_one_form() -> None:
    assert clean_kvk(" 1234 5678 ") == "12345678"
    assert clean_btw("nl 0044.95.445.B01") == "NL004495445B01"
    assert clean_iban("nl20 ingb 0001 2345 67") == IBAN
    assert (clean_kvk(""), clean_btw(" ")) == ("", "")


@pytest.mark.parametrize("fout", ["NL123456789B01", "004495445", "NL004495446B01", "x"])
def test_a_btw_number_with_a_wrong_check_digit_is_refused(fout: str) -> None:
    with pytest.raises(Weigering, match="btw-nummer"):
        clean_btw(fout)


@given(st.text(max_size=40), st.text(max_size=40))
def test_names_that_differ_only_in_signs_are_one(een: str, ander: str) -> None:
    assert key_of(f"{een} {ander}") == key_of(f" {een}  {ander}. ") or "." in een + ander
    assert een not in look_alikes(een, [een])


def test_a_number_in_a_name_tells_two_apart() -> None:
    assert look_alikes("Groep 12 Nijmegen", ["Groep 13 Nijmegen", "Groep 12 Nijmegen e.o."]) == [
        "Groep 12 Nijmegen e.o."
    ]


def test_an_account_counts_after_a_second_pair_of_eyes(m: Mensen) -> None:
    aanbieder = bureau(m)
    pk = rekening(m, aanbieder)
    assert actions.payable_accounts({aanbieder.pk}, VANDAAG) == {}
    with pytest.raises(Weigering, match="kassier"):
        actions.confirm_rekening(m.wie("coordinator"), rekening_id=pk)
    actions.confirm_rekening(m.wie("kassier"), rekening_id=pk)
    assert actions.payable_accounts({aanbieder.pk}, VANDAAG)[aanbieder.pk].iban == IBAN


def test_who_enters_an_account_does_not_confirm_it_not_even_in_the_database(m: Mensen) -> None:
    pk = actions.enter_rekening(
        m.wie("kassier"),
        aanbieder_id=bureau(m).pk,
        iban=IBAN,
        tenaamstelling="Bureau",
        van=VANDAAG,
    ).pk
    with pytest.raises(Weigering, match="zelf"):
        actions.confirm_rekening(m.wie("kassier"), rekening_id=pk)
    refused_by_database(
        "UPDATE aanbieders_aanbiederrekening SET bevestigd_door_id = opgegeven_door_id, "
        "bevestigd_op = now() WHERE id = %s",
        pk,
    )
    refused_by_database(
        "UPDATE aanbieders_aanbiederrekening SET bevestigd_op = now() WHERE id = %s", pk
    )


def test_a_changed_account_is_a_new_row_and_the_old_one_ends_when_it_is_confirmed(
    m: Mensen,
) -> None:
    aanbieder = bureau(m)
    old = rekening(m, aanbieder)
    actions.confirm_rekening(m.wie("kassier"), rekening_id=old)
    new = rekening(m, aanbieder, ANDERE_IBAN, VANDAAG + timedelta(days=10))
    later = VANDAAG + timedelta(days=20)
    assert actions.payable_accounts({aanbieder.pk}, later)[aanbieder.pk].pk == old
    actions.confirm_rekening(m.wie("kassier_2"), rekening_id=new)
    assert actions.payable_accounts({aanbieder.pk}, later)[aanbieder.pk].pk == new
    before = actions.payable_accounts({aanbieder.pk}, VANDAAG + timedelta(days=9))
    assert before[aanbieder.pk].pk == old
    refused_by_database(
        "UPDATE aanbieders_aanbiederrekening SET iban = %s WHERE id = %s",
        "NL02ABNA0123456789",
        new,
    )
    refused_by_database("UPDATE aanbieders_aanbiederrekening SET tot = NULL WHERE id = %s", old)


def test_one_account_stands_at_one_provider(m: Mensen) -> None:
    rekening(m, bureau(m))
    with pytest.raises(Weigering, match="staat al bij ‘Bureau Loopbaan’"):
        rekening(m, bureau(m, "Anders"))


def test_a_withdrawn_account_is_never_paid_and_stays_withdrawn(m: Mensen) -> None:
    aanbieder = bureau(m)
    pk = rekening(m, aanbieder)
    actions.confirm_rekening(m.wie("kassier"), rekening_id=pk)
    with pytest.raises(Weigering, match="waarom"):
        actions.withdraw_rekening(m.wie("kassier"), rekening_id=pk, reden=" ")
    actions.withdraw_rekening(m.wie("kassier"), rekening_id=pk, reden="bank belde")
    assert actions.payable_accounts({aanbieder.pk}, VANDAAG) == {}
    refused_by_database(
        "UPDATE aanbieders_aanbiederrekening SET ingetrokken_op = NULL WHERE id = %s", pk
    )
    rekening(m, aanbieder)  # the same number can be entered again


def test_nobody_but_kassier_and_coordinator_sees_an_account(m: Mensen) -> None:
    rekening(m, bureau(m))
    for naam, aantal in {"fnv": 0, "uwv": 0, "coordinator": 1, "kassier": 1}.items():
        with scope(m.wie(naam)):
            assert Aanbiederrekening.objects.count() == aantal, naam


def test_another_region_does_not_see_our_providers(m: Mensen) -> None:
    bureau(m)
    with scope(systeem("AM10")):
        assert not Aanbieder.objects.exists()


@given(st.booleans(), st.booleans(), st.integers(-3, 3), st.none() | st.integers(-3, 3))
def test_only_confirmed_and_only_on_its_days(
    bevestigd: bool, ingetrokken: bool, van: int, tot: int | None
) -> None:
    account = Rekening(
        VANDAAG + timedelta(days=van),
        None if tot is None else VANDAAG + timedelta(days=tot),
        bevestigd,
        ingetrokken,
    )
    holds = van <= 0 and (tot is None or tot >= 0)
    assert may_be_paid(account, VANDAAG) == (bevestigd and not ingetrokken and holds)


def prijs(m: Mensen, contract_id: int, cent: int, van: date) -> Kaderprijs:
    return actions.set_kaderprijs(
        m.wie("uwv"),
        contract_id=contract_id,
        interventiesoort=SOORT,
        cent=cent,
        btw="excl",
        van=van,
    )


def test_a_price_holds_on_its_days_as_long_as_the_contract_does(m: Mensen) -> None:
    aanbieder, today = bureau(m), timezone.localdate()
    contract = actions.add_contract(
        m.wie("uwv"), aanbieder_id=aanbieder.pk, wat="Coaching", van=date(2025, 1, 1)
    )
    first = prijs(m, contract.pk, 100_000, date(2025, 1, 1))
    second = prijs(m, contract.pk, 110_000, today)
    own = (m.uwv.organisatie_id, aanbieder.pk, SOORT)
    assert refused_twin(second, cent=0) == "aanbieders_kaderprijs_bedrag"
    assert kaderprijs_of(*own, today - timedelta(days=1)) == first
    assert kaderprijs_of(*own, today) == second
    assert kaderprijs_of(m.fnv.organisatie_id, aanbieder.pk, SOORT, today) is None
    actions.end_contract(m.wie("uwv"), contract_id=contract.pk, tot=today)
    assert kaderprijs_of(*own, today + timedelta(days=1)) is None
    refused_by_database("UPDATE aanbieders_kaderprijs SET cent = 1 WHERE id = %s", first.pk)
    refused_by_database("UPDATE aanbieders_kaderprijs SET tot = NULL WHERE id = %s", first.pk)
    refused_by_database("DELETE FROM aanbieders_contract WHERE id = %s", contract.pk)


def test_a_contract_is_that_of_the_own_partner_which_buys(m: Mensen) -> None:
    aanbieder = bureau(m)
    sbb = actor_in_role(medewerker("sbb", Rolsoort.GIDS))
    with pytest.raises(Weigering, match="zelf inkoopt"):
        actions.add_contract(sbb, aanbieder_id=aanbieder.pk, wat="Iets", van=VANDAAG)
    contract = actions.add_contract(
        m.wie("fnv"), aanbieder_id=aanbieder.pk, wat="Coaching", van=VANDAAG
    )
    with pytest.raises(Weigering, match="FNV"):
        prijs(m, contract.pk, 1, VANDAAG)
