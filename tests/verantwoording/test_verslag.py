"""A report counts what the journaal counts, to the cent, and says the same for ever."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from ontschot.kassier.boeking import REKENINGEN, SOORTEN
from ontschot.kassier.models import Saldo
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import scope
from ontschot.netwerk.models import Gemeente, Rol
from ontschot.verantwoording import uitvoer
from ontschot.verantwoording.actions import make_verslag
from ontschot.verantwoording.models import Verslag
from ontschot.verantwoording.queries import about, behind, count, page_of, sum_behind
from ontschot.verantwoording.rules import (
    VERLOOP,
    Cel,
    Cijfers,
    period_name,
    periods,
    quarter,
    same_counts,
    stand_of,
    table_of,
)
from tests.kassier import factories
from tests.kassier.factories import Wereld

pytestmark = pytest.mark.django_db
Als = Callable[[Rol], Client]
cellen = st.lists(
    st.builds(
        Cel,
        regel=st.sampled_from(["1", "2"]),
        partner=st.sampled_from(["", "7", "8"]),
        gemeente=st.sampled_from(["", "3"]),
        soort=st.sampled_from(sorted(SOORTEN)),
        in_periode=st.booleans(),
        cent=st.integers(1, 10_000),
        aantal=st.integers(1, 9),
    )
)


@pytest.fixture
def w(db: None) -> Wereld:
    return factories.wereld(100_000)


def report(w: Wereld, **facts: object) -> Verslag:
    today = timezone.localdate()
    asked = {"van": date(today.year, 1, 1), "tot": today, "fonds_id": w.fonds.pk} | facts
    return make_verslag(w.wie("kassier"), **asked)  # type: ignore[arg-type]


@given(cellen)
def test_the_rows_of_every_table_add_up_to_the_whole(found: list[Cel]) -> None:
    whole = stand_of(found)
    for key in ("regel", "partner", "gemeente"):
        rows = table_of(found, lambda cel, key=key: getattr(cel, key)).values()
        for rekening in REKENINGEN:
            assert sum(row.stand[rekening] for row in rows) == whole.stand[rekening]
        for naam in VERLOOP:
            assert sum(row.verloop[naam] for row in rows) == whole.verloop[naam]
    assert sum(whole.stand.values()) == 0


@given(cellen)
def test_the_same_figures_have_the_same_hash_in_any_order(found: list[Cel]) -> None:
    one, other = Cijfers(tuple(found)), Cijfers(tuple(reversed(found)))
    assert one.sha256 == other.sha256
    assert same_counts(Cijfers.from_json(json.loads(json.dumps(one.as_json()))), other)


def test_every_kind_of_entry_is_told_in_the_story_of_a_period() -> None:
    told = {code.removeprefix("-") for codes in VERLOOP.values() for code in codes}
    assert told == set(SOORTEN)


def test_quarters_and_years() -> None:
    assert (quarter(2026, 1).van, quarter(2026, 1).tot) == (date(2026, 1, 1), date(2026, 3, 31))
    assert (quarter(2026, 4).van, quarter(2026, 4).tot) == (date(2026, 10, 1), date(2026, 12, 31))
    found = [p.sleutel for p in periods(date(2025, 11, 3), date(2026, 2, 1))]
    assert found == ["2026", "2026-k1", "2025", "2025-k4"]
    assert period_name(date(2026, 4, 1), date(2026, 6, 30)) == "tweede kwartaal 2026"
    assert period_name(date(2026, 4, 1), date(2026, 4, 2)) == "01-04-2026 tot en met 02-04-2026"


def test_a_report_says_what_the_balances_say(w: Wereld) -> None:
    factories.ordered(w, 30_000)
    made = report(w)
    with scope(w.ruim):
        saldo = Saldo.objects.get(fondsregel=w.regel)
        assert (made.budget_cent, made.vrij_cent) == (100_000, saldo.beschikbaar_cent)
        assert made.verplicht_cent == saldo.verplicht_cent == 30_000
        pagina = page_of(made)
    assert pagina.gelijk
    assert [rij.naam for rij in pagina.partners] == [w.gids.organisatie.naam]
    # The grant was booked in 2020: it is in the budget, and no event of this year.
    assert dict(pagina.verloop) == {"Gereserveerd": 30_000, "Verplicht": 30_000}


def test_a_report_as_known_before_is_the_same_after_new_entries(w: Wereld) -> None:
    factories.ordered(w, 10_000)
    first = report(w)
    factories.ordered(w, 5_000)
    with scope(w.ruim):
        assert page_of(first).gelijk
        assert count(about(first)).sha256 == first.sha256
    second = report(w)
    assert (first.verplicht_cent, second.verplicht_cent) == (10_000, 15_000)
    assert report(w, peildatum=timezone.localdate() - timedelta(days=1)).verplicht_cent == 0


def test_what_is_booked_after_the_last_day_does_not_count(w: Wereld) -> None:
    factories.ordered(w, 10_000)
    yesterday = timezone.localdate() - timedelta(days=1)
    made = report(w, van=date(2020, 1, 1), tot=yesterday)
    assert (made.budget_cent, made.verplicht_cent) == (100_000, 0)


def test_the_gemeente_is_that_of_the_planning(w: Wereld) -> None:
    order = factories.ordered(w, 10_000)
    nijmegen = Gemeente.objects.get(naam="Nijmegen")
    with scope(w.ruim):
        interventie = order.interventie
        assert interventie.gemeente_id is None
        with pytest.raises(IntegrityError), transaction.atomic():
            type(interventie).objects.filter(pk=interventie.pk).update(gemeente=nijmegen)
        kandidaat = interventie.kandidaat
        kandidaat.gemeente = nijmegen
        kandidaat.save(update_fields=["gemeente"])
        interventie.refresh_from_db()
        assert interventie.gemeente_id is None
        assert [rij.naam for rij in page_of(report(w)).gemeenten] == ["Gemeente niet vastgelegd"]


def test_behind_each_amount_stand_entries_that_give_it(w: Wereld) -> None:
    factories.ordered(w, 10_000)
    factories.ordered(w, 2_500)
    made = report(w)
    with scope(w.ruim):
        pagina = page_of(made)
        for rij in (*pagina.regels, *pagina.partners, *pagina.gemeenten):
            naam, _, waarde = rij.query.removeprefix("?").partition("=")
            for rekening in ("gereserveerd", "verplicht", "gedeclareerd", "betaald"):
                found, _ = behind(made, {naam: waarde, "rekening": rekening})
                assert sum_behind(found, rekening) == rij.stand.stand[rekening]
        found, _ = behind(made, {"regel": str(w.regel.pk), "rekening": "toegekend"})
        assert sum_behind(found, "toegekend") == made.budget_cent
        assert not behind(made, {"partner": "999999"})[0].exists()


def test_the_database_refuses_a_report_that_says_something_else(w: Wereld) -> None:
    made = report(w)
    fields = {f.attname: getattr(made, f.attname) for f in Verslag._meta.concrete_fields}
    for wrong in ({"betaald_cent": 1, "vrij_cent": made.vrij_cent - 1}, {"boekingen": 99}):
        with scope(w.ruim), pytest.raises(IntegrityError), transaction.atomic():
            Verslag.objects.create(**(fields | {"id": None} | wrong))
    with scope(w.ruim), pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute("UPDATE verantwoording_verslag SET sha256 = 'x'")
    with scope(w.ruim), pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute("DELETE FROM verantwoording_verslag")


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"tot": date(2019, 1, 1)}, "ligt vóór de eerste"),
        ({"van": date(2999, 1, 1), "tot": date(2999, 2, 1)}, "moet nog beginnen"),
        ({"peildatum": date(2999, 1, 1)}, "in de toekomst"),
        ({"fonds_id": 0}, "verantwoordt jouw organisatie"),
    ],
)
def test_nonsense_is_refused_with_a_sentence(w: Wereld, facts: dict[str, object], said: str):
    with pytest.raises(Weigering, match=said):
        report(w, **facts)
    with scope(w.ruim):
        assert not Verslag.objects.exists()


def test_all_fondsen_of_the_region_together(w: Wereld) -> None:
    other = factories.wereld(50_000)
    one, two, both = report(w), report(other), report(w, fonds_id=None)
    with scope(w.ruim):
        every = {saldo.pk: -saldo.toegekend_cent for saldo in Saldo.objects.filter(regio="AM08")}
    assert both.budget_cent == sum(every.values()) >= one.budget_cent + two.budget_cent


def test_the_files_say_what_the_screen_says(w: Wereld) -> None:
    factories.ordered(w, 12_345)
    made = report(w)
    with scope(w.ruim):
        pagina = page_of(made)
        book = load_workbook(BytesIO(uitvoer.as_xlsx(pagina)))
        data = json.loads(uitvoer.as_json(pagina))
        assert uitvoer.as_pdf(pagina).startswith(b"%PDF")
    assert book.sheetnames == [
        "Samen", "Verloop", "Regels", "Partners", "Gemeenten", "Begroting",
    ]  # fmt: skip
    kop = [cell.value for cell in book["Samen"][4]]
    assert dict(zip(kop, (c.value for c in book["Samen"][5]), strict=True))["Verplicht"] == 123.45
    assert data["samen_cent"]["verplicht"] == 12_345
    assert Cijfers.from_json(data).sha256 == data["sha256"] == made.sha256


def test_from_choosing_a_quarter_to_the_entries_behind_it(w: Wereld, als: Als) -> None:
    factories.ordered(w, 10_000)
    client = als(w.kassier)
    today = timezone.localdate()
    asked = {"fonds": w.fonds.pk, "periode": str(today.year)}
    response = client.post(reverse("verantwoording:nieuw"), asked, follow=True)
    assert "Zojuist opnieuw geteld" in response.content.decode()
    with scope(w.ruim):
        made = Verslag.objects.get()
    lijst = client.get(reverse("verantwoording:lijst")).content.decode()
    assert "heel" in lijst
    rows = client.get(
        reverse("verantwoording:rijen", args=[made.pk]) + f"?regel={w.regel.pk}&rekening=verplicht"
    ).content.decode()
    assert "Samen:" in rows
    assert "100,00" in rows
    for soort in ("xlsx", "pdf", "json"):
        got = client.get(reverse("verantwoording:bestand", args=[made.pk, soort]))
        assert got.status_code == 200
    assert client.get(reverse("verantwoording:bestand", args=[made.pk, "exe"])).status_code == 404


def test_own_days_are_asked_for_at_the_field(w: Wereld, als: Als) -> None:
    client = als(w.kassier)
    response = client.post(reverse("verantwoording:nieuw"), {"periode": "eigen"})
    assert response.status_code == 422
    assert "Vul een dag in" in response.content.decode()


def test_the_pages_take_as_many_queries_for_more_rows(
    w: Wereld, als: Als, count_queries: type
) -> None:
    client, numbers = als(w.kassier), []
    for _ in range(2):
        for _ in range(3):
            factories.ordered(w, 1_000)
            made = report(w)
        with count_queries() as counted:
            client.get(reverse("verantwoording:lijst"))
            client.get(reverse("verantwoording:verslag", args=[made.pk]))
            client.get(reverse("verantwoording:rijen", args=[made.pk]))
        numbers.append(counted.aantal)
    assert numbers[0] == numbers[1]


def test_a_national_report_is_for_its_kassier_and_owner_only(w: Wereld, als: Als) -> None:
    stranger = factories.medewerker("fnv", Rolsoort.COORDINATOR)
    with scope(w.ruim):
        national = factories.create_fonds(
            w.ruim,
            sleutel="landelijk-verslag",
            naam="Landelijk",
            regio=None,
            eigenaar_id=w.coordinator.organisatie_id,
            kassier_id=w.kassier.organisatie_id,
            beslisregel="eigenaar",
            soort="interventies",
            van=date(2020, 1, 1),
            regels=[factories.NieuweRegel("alles", "Alles", 0)],
        )
    made = report(w, fonds_id=national.pk)
    assert made.regio_id is None
    assert als(w.kassier).get(reverse("verantwoording:verslag", args=[made.pk])).status_code == 200
    assert als(stranger).get(reverse("verantwoording:verslag", args=[made.pk])).status_code == 404
