"""The list of providers in the browser: who may do what, and nothing typed is lost."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from ontschot.aanbieders.models import Aanbieder, Aanbiederrekening, Contract, Kaderprijs
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import scope, systeem
from ontschot.netwerk.models import Rol
from tests.kassier.factories import REGIO, SOORT, medewerker

pytestmark = pytest.mark.django_db
Als = Callable[[Rol], Client]
IBAN = "NL20INGB0001234567"


@pytest.fixture
def uwv(db: None) -> Rol:
    return medewerker("uwv", Rolsoort.GIDS)


def post(client: Client, name: str, *args: int, **data: object) -> str:
    return client.post(reverse(f"aanbieders:{name}", args=args), data, follow=True).content.decode()


def page(client: Client, pk: int) -> str:
    return client.get(reverse("aanbieders:aanbieder", args=[pk])).content.decode()


def only() -> Aanbieder:
    with scope(systeem(REGIO)):
        return Aanbieder.objects.get()


def test_from_a_name_to_a_price_that_everybody_sees(uwv: Rol, als: Als) -> None:
    gids, kassier, kassier_2 = (
        als(uwv),
        als(medewerker("uwv", Rolsoort.KASSIER)),
        als(medewerker("uwv", Rolsoort.KASSIER)),
    )
    assert "staat in de lijst" in post(gids, "nieuw", naam="Bureau Loopbaan")
    pk = only().pk
    post(gids, "contract", pk, **{"c-wat": "Coaching", "c-van": "1-1-2025"})
    with scope(systeem(REGIO)):
        contract = Contract.objects.get()
    price = {"contract_id": contract.pk, "interventiesoort": SOORT, "cent": "950", "btw": "excl"}
    post(gids, "prijs", pk, **{f"p-{k}": v for k, v in price.items()}, **{"p-van": "1-1-2025"})
    with scope(systeem(REGIO)):
        assert Kaderprijs.objects.get().cent == 95_000
    assert "950,00" in page(als(medewerker("fnv", Rolsoort.LOOPBAANCOACH)), pk)
    account = {"r-iban": IBAN, "r-tenaamstelling": "Bureau", "r-van": "1-1-2025"}
    assert "Een kassier die dit niet zelf deed" in post(kassier, "rekening", pk, **account)
    with scope(systeem(REGIO)):
        found = Aanbiederrekening.objects.get()
    bevestig = reverse("aanbieders:bevestigen", args=[found.pk])
    assert bevestig not in page(kassier, pk)
    assert bevestig in page(kassier_2, pk)
    assert "zelf" in post(kassier, "bevestigen", found.pk)
    assert "bevestigd" in post(kassier_2, "bevestigen", found.pk)
    assert "NL20 INGB 0001 2345 67" in page(kassier, pk)
    assert "NL20 INGB 0001 2345 67" not in page(gids, pk)


def test_a_name_that_looks_like_another_gets_a_tick_to_say_it_is_not(uwv: Rol, als: Als) -> None:
    gids = als(uwv)
    post(gids, "nieuw", naam="Bureau Loopbaan")
    asked = post(gids, "nieuw", naam="Bureau Loopbanen", contact="024 000")
    assert "Bedoel je ‘Bureau Loopbaan’" in asked
    assert 'name="toch_nieuw"' in asked
    assert "024 000" in asked
    post(gids, "nieuw", naam="Bureau Loopbanen", toch_nieuw="on")
    with scope(systeem(REGIO)):
        assert Aanbieder.objects.count() == 2


def test_a_wrong_number_is_said_at_its_field_and_nothing_is_lost(uwv: Rol, als: Als) -> None:
    gids = als(uwv)
    shown = post(gids, "nieuw", naam="Bureau", kvk="123", contact="024 000")
    assert "acht cijfers" in shown
    assert "024 000" in shown
    post(gids, "nieuw", naam="Bureau")
    pk = only().pk
    assert "geen goed btw-nummer" in post(
        gids, "wijzigen", pk, **{"a-naam": "Bureau", "a-btwnummer": "NL1"}
    )
    assert "waarom" in post(gids, "stoppen", pk, **{"s-tot": "1-1-2026"}).lower()


def test_who_reads_policy_changes_nothing_and_sees_no_account(uwv: Rol, als: Als) -> None:
    post(als(uwv), "nieuw", naam="Bureau")
    pk = only().pk
    beleid = als(medewerker("gemeente-nijmegen", Rolsoort.BELEID))
    assert "Nieuwe rekening" not in page(beleid, pk)
    assert "Gegevens wijzigen" not in page(beleid, pk)
    assert beleid.post(reverse("aanbieders:nieuw"), {"naam": "X"}).status_code == 403


def test_another_region_finds_nothing(uwv: Rol, als: Als) -> None:
    post(als(uwv), "nieuw", naam="Bureau")
    far = als(medewerker("uwv", Rolsoort.GIDS, regio="AM10"))
    assert far.get(reverse("aanbieders:aanbieder", args=[only().pk])).status_code == 404
    assert "Bureau" not in far.get(reverse("aanbieders:lijst")).content.decode()
