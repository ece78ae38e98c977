"""The screens: who may come, what they show, and how many queries they take."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from ontschot.kassier.actions import (
    approve_declaratie,
    build_batch,
    create_declaratie,
    submit_declaratie,
)
from ontschot.kassier.models import Betaalbatch, Declaratie, Verplichting
from ontschot.kassier.queries import money_of, timeline_of, waiting_for
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import scope
from ontschot.netwerk.models import Rol
from tests.kassier import factories
from tests.kassier.factories import Wereld, drawn

pytestmark = pytest.mark.django_db
Als = Callable[[Rol], Client]


@pytest.fixture
def w(db: None) -> Wereld:
    return factories.wereld()


def declared(w: Wereld, *orders: Verplichting) -> Declaratie:
    with scope(w.ruim):
        made = create_declaratie(
            w.wie("gids"),
            fonds_id=w.fonds.pk,
            periode=orders[0].boekdatum,
            verplichting_ids=[order.pk for order in orders],
        )
        return submit_declaratie(w.wie("gids"), declaratie_id=made.pk)


def page(client: Client, name: str, *args: Any, status: int = 200) -> str:
    response = client.get(reverse(f"kassier:{name}", args=args))
    assert response.status_code == status
    return drawn(response)


def post(client: Client, name: str, *args: Any, **data: Any) -> Any:
    return client.post(reverse(f"kassier:{name}", args=args), data, follow=True)


def test_from_granted_to_payment_file_in_the_browser_of_each(w: Wereld, als: Als) -> None:
    interventie = factories.granted(w, 10_000)
    with scope(w.ruim):
        from ontschot.kassier.actions import reserve

        reserve(
            w.wie("coordinator"),
            interventie_id=interventie.pk,
            fondsregel_id=w.regel.pk,
            cent=10_000,
        )
    factories.accounts(w)
    gids, kassier, kassier_2 = als(w.gids), als(w.kassier), als(w.kassier_2)
    shown = page(gids, "nieuwe_verplichting", interventie.pk)
    assert interventie.kandidaat_sleutel in shown
    order = {"bedrag_cent": "95,00", "btw": "excl", "aanbieder": "Bureau Loopbaan"}
    assert "Besteld" in drawn(post(gids, "nieuwe_verplichting", interventie.pk, **order))
    with scope(w.ruim):
        made = Verplichting.objects.get()
    assert made.nummer in page(gids, "nieuwe_declaratie")
    post(gids, "nieuwe_declaratie", periode="1-3-2026", verplichtingen=made.pk)
    with scope(w.ruim):
        declaratie = Declaratie.objects.get()
    post(gids, "indienen", declaratie.pk)
    assert "2026-03-FNV" in page(kassier, "kassier")
    post(kassier, "goedkeuren", declaratie.pk)
    post(kassier, "nieuwe_batch", declaraties=declaratie.pk)
    with scope(w.ruim):
        batch = Betaalbatch.objects.get()
    assert "andere kassier" in page(kassier, "batch", batch.pk)
    assert "Je stelde" in drawn(post(kassier, "vrijgeven", batch.pk))
    post(kassier_2, "vrijgeven", batch.pk)
    file = kassier_2.post(reverse("kassier:bestand", args=[batch.pk]))
    assert b'<InstdAmt Ccy="EUR">95.00</InstdAmt>' in file.content
    post(kassier, "bevestigen", batch.pk)
    for name, args in [("kassier", []), ("fonds", [w.fonds.sleutel]), ("batch", [batch.pk])]:
        assert "95" in page(kassier, name, *args)
    journal = page(kassier, "journaal", w.fonds.sleutel)
    assert reverse("kassier:batch", args=[batch.pk]) in journal
    euro = page(kassier, "verplichting", made.pk)
    assert f"AM08-B{batch.pk}" in euro
    one = drawn(
        kassier.get(
            reverse("kassier:journaal", args=[w.fonds.sleutel]), {"verplichting": made.nummer}
        )
    )
    assert one.count("boeking-") == 5  # reserved, ordered, rest back, declared, paid


def test_no_page_of_the_money_shows_a_name_of_a_kandidaat(w: Wereld, als: Als) -> None:
    order = factories.ordered(w)
    declaratie = declared(w, order)
    for rol in (w.kassier, w.gids, w.coordinator):
        pages = [("verplichting", [order.pk]), ("declaratie", [declaratie.pk]), ("lijst", [])]
        for name, args in pages:
            response = als(rol).get(reverse(f"kassier:{name}", args=args))
            assert "Persoon" not in drawn(response)


def test_another_partner_does_not_see_the_order_or_the_declaratie(w: Wereld, als: Als) -> None:
    order = factories.ordered(w)
    declaratie = declared(w, order)
    other = als(factories.medewerker("uwv", Rolsoort.GIDS))
    page(other, "verplichting", order.pk, status=404)
    page(other, "declaratie", declaratie.pk, status=404)
    page(other, "nieuwe_verplichting", order.interventie_id, status=404)
    assert "FNV" not in page(other, "lijst")


def test_another_region_sees_nothing(w: Wereld, als: Als) -> None:
    order = factories.ordered(w)
    far = als(factories.medewerker("uwv", Rolsoort.KASSIER, regio="AM10"))
    page(far, "verplichting", order.pk, status=404)
    page(far, "fonds", w.fonds.sleutel, status=404)
    page(far, "journaal", w.fonds.sleutel, status=404)


def test_another_region_does_nothing_with_a_number_of_ours(w: Wereld, als: Als) -> None:
    """Every address of an order, a declaratie and a batch, typed by a kassier from elsewhere."""
    factories.accounts(w)
    order = factories.ordered(w)
    waiting = declared(w, factories.ordered(w))
    approved = declared(w, order)
    with scope(w.ruim):
        approve_declaratie(w.wie("kassier"), declaratie_id=approved.pk)
        batch = build_batch(w.wie("kassier"), fonds_id=w.fonds.pk, declaratie_ids=[approved.pk])
        line = waiting.regels.get().pk
    far = als(factories.medewerker("uwv", Rolsoort.KASSIER, regio="AM10"))
    for name, args in [
        ("batch", [batch.pk]), ("bestelbrief", [order.pk]), ("declaratie", [waiting.pk]),
        ("declaratieregel", [waiting.pk, line]), ("specificatie", [batch.pk, "fnv"]),
    ]:  # fmt: skip
        page(far, name, *args, status=404)
    reden = {"reden": "Van een ander", "toelichting": "Van een ander", "bank-reden": "Nee"}
    for name, args in [
        ("goedkeuren", [waiting.pk]), ("terugsturen", [waiting.pk]), ("steekproef", [waiting.pk]),
        ("afwijzen", [waiting.pk, line]), ("bericht", [waiting.pk]), ("vrijgeven", [batch.pk]),
        ("terugvragen", [waiting.pk, line]), ("annuleren", [batch.pk]), ("bestand", [batch.pk]),
        ("batch_geweigerd", [batch.pk]), ("bevestigen", [batch.pk]),
        ("specificatie_mailen", [batch.pk]), ("order_verlopen", [order.pk]),
    ]:  # fmt: skip
        answer = far.post(reverse(f"kassier:{name}", args=args), reden)
        assert answer.status_code in (302, 404), name
        if answer.status_code == 302:
            said = [str(message) for message in get_messages(answer.wsgi_request)]
            assert any("bestaat niet" in zin or "niet in jouw regio" in zin for zin in said), name
    with scope(w.ruim):
        for row, status in ((waiting, "ingediend"), (batch, "samengesteld"), (order, "open")):
            row.refresh_from_db()
            assert row.status == status


def test_who_reads_policy_sees_figures_and_no_account(w: Wereld, als: Als) -> None:
    order = factories.ordered(w)
    declared(w, order)
    factories.accounts(w)
    beleid = als(factories.medewerker("gemeente-nijmegen", Rolsoort.BELEID))
    assert "Testfonds" in page(beleid, "kassier")
    page(beleid, "verplichting", order.pk)
    page(beleid, "batchlijst", status=403)
    page(beleid, "rekeningen", status=403)


def test_sending_back_without_a_comment_keeps_what_was_typed(w: Wereld, als: Als) -> None:
    declaratie = declared(w, factories.ordered(w), factories.ordered(w))
    kassier = als(w.kassier)
    refused = post(kassier, "terugsturen", declaratie.pk, toelichting="")
    assert refused.status_code == 422
    with scope(w.ruim):
        line = declaratie.regels.first()
    assert line
    wrong = post(kassier, "afwijzen", declaratie.pk, line.pk, reden="")
    assert wrong.status_code == 422
    assert "Vul “Waarom wijs je deze regel af?” in." in drawn(wrong)
    post(kassier, "afwijzen", declaratie.pk, line.pk, reden="geen factuur")
    assert "geen factuur" in page(kassier, "declaratie", declaratie.pk)
    post(kassier, "terugsturen", declaratie.pk, toelichting="Welke factuur hoort hierbij?")
    assert "Welke factuur" in page(als(w.gids), "declaratie", declaratie.pk)


def test_the_budget_of_2021_shows_both_totals_with_the_note(w: Wereld, als: Als) -> None:
    shown = page(als(w.kassier), "fonds", "organisatie-2021").replace("\xa0", " ")
    assert "€ 174.662" in shown
    assert "€ 174.661" in shown
    assert "verschil van 1 euro" in shown


def test_a_wrong_account_number_stays_in_the_form(w: Wereld, als: Als) -> None:
    wrong = post(
        als(w.kassier),
        "rekeningen",
        organisatie=w.gids.organisatie_id,
        iban="NL00 ABNA 0417 1643 00",
        tenaamstelling="FNV",
        van="1-1-2026",
    )
    assert wrong.status_code == 422
    assert "geen goed rekeningnummer" in drawn(wrong)


def test_what_waits_for_the_kassier_and_for_the_partner(w: Wereld) -> None:
    declaratie = declared(w, factories.ordered(w))
    with scope(w.wie("kassier")):
        assert [item.actie for item in waiting_for(w.wie("kassier"))] == ["Beoordeel"]
    with scope(w.ruim):
        approve_declaratie(w.wie("kassier"), declaratie_id=declaratie.pk)
    with scope(w.wie("kassier")):
        assert [item.actie for item in waiting_for(w.wie("kassier"))] == ["Stel samen"]
    with scope(w.wie("gids")):
        assert waiting_for(w.wie("gids")) == []


def test_the_dossier_gets_its_money_in_a_constant_number_of_queries(
    w: Wereld, count_queries: Any
) -> None:
    one = factories.ordered(w)
    with scope(w.ruim):
        with count_queries() as first:
            money = money_of([one.interventie_id])
        assert money[one.interventie_id].verplicht_cent == 1000
        assert money[one.interventie_id].url == f"/kassier/verplichtingen/{one.pk}/"
        assert [item.titel for item in timeline_of(one.interventie.kandidaat_id)] == [
            "€\xa010,00 gereserveerd",
            "€\xa010,00 verplicht",
        ]
        more = [factories.ordered(w).interventie_id for _ in range(4)]
        with count_queries() as second:
            money_of([one.interventie_id, *more])
    assert first.aantal == second.aantal == 1


PAGES = ["kassier", "fonds", "journaal", "lijst", "nieuwe_declaratie", "declaratie", "nieuwe_batch"]


@pytest.mark.parametrize("name", PAGES)
def test_twice_the_rows_take_no_more_queries(
    w: Wereld, als: Als, count_queries: Any, name: str
) -> None:
    def fill() -> Declaratie:
        with scope(w.ruim):
            approve_declaratie(
                w.wie("kassier"),
                declaratie_id=declared(w, factories.ordered(w), factories.ordered(w)).pk,
            )
        factories.ordered(w)
        return declared(w, factories.ordered(w), factories.ordered(w))

    declaratie = fill()
    rol = w.gids if name == "nieuwe_declaratie" else w.kassier
    args = {
        "fonds": [w.fonds.sleutel],
        "journaal": [w.fonds.sleutel],
        "declaratie": [declaratie.pk],
    }
    client = als(rol)
    page(client, name, *args.get(name, []))
    with count_queries() as first:
        page(client, name, *args.get(name, []))
    fill()
    if name == "declaratie":
        with scope(w.ruim):
            bigger = declared(w, *[factories.ordered(w) for _ in range(6)])
        args["declaratie"] = [bigger.pk]
    with count_queries() as second:
        page(client, name, *args.get(name, []))
    assert second.aantal <= first.aantal
