"""The screens of budgets: from a new fonds to a decision, and what is shown where one decides."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ontschot.kassier.actions import (
    expire_reservering,
    make_delen,
    propose_budgetbesluit,
    reserve,
    set_meldgrens,
)
from ontschot.kassier.models import Begroting, Budgetbesluit, Fonds, Fondsregel, Meldgrens, Saldo
from ontschot.kassier.queries import waiting_for
from ontschot.kassier.rules.budgetbesluiten import Verplaatsing
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import scope, systeem
from ontschot.netwerk.models import Organisatie, Regio, Rol
from tests.kassier import factories
from tests.kassier.factories import Wereld
from tests.kassier.test_budget import new_fonds

pytestmark = pytest.mark.django_db
Als = Callable[[Rol], Client]


@pytest.fixture
def w(db: None) -> Wereld:
    return factories.wereld()


def page(client: Client, name: str, *args: Any, status: int = 200, **query: Any) -> str:
    response = client.get(reverse(f"kassier:{name}", args=args), query)
    assert response.status_code == status
    return response.content.decode()


def post(client: Client, name: str, *args: Any, **data: Any) -> Any:
    return client.post(reverse(f"kassier:{name}", args=args), data, follow=True)


def last(w: Wereld) -> Budgetbesluit:
    with scope(w.ruim):
        return Budgetbesluit.objects.order_by("-pk")[0]


def free(w: Wereld, regel: Fondsregel) -> int:
    with scope(w.ruim):
        return Saldo.objects.get(fondsregel=regel).beschikbaar_cent


def test_a_new_fonds_gets_its_money_from_two_people(w: Wereld, als: Als) -> None:
    kassier, other = als(w.kassier), als(w.kassier_2)
    page(kassier, "fonds_nieuw")
    with scope(w.ruim):
        owner = Organisatie.objects.get(sleutel="gemeente-nijmegen").pk
    facts = {
        "naam": "Leven lang ontwikkelen",
        "bereik": "regio",
        "eigenaar_id": owner,
        "kassier_id": w.kassier.organisatie_id,
        "beslisregel": "beraad_gezamenlijk",
        "soort": "interventies",
        "van": "1-1-2026",
    }
    empty = post(kassier, "fonds_nieuw", **facts)
    assert empty.status_code == 422
    assert "minstens één regel" in empty.content.decode()
    post(kassier, "fonds_nieuw", **facts, regel_1="Scholing", cent_1="5.000", rubrieken="")
    with scope(w.ruim):
        fonds = Fonds.objects.get(naam="Leven lang ontwikkelen")
        line = fonds.regels.get()
    sleutel = fonds.sleutel
    assert "Geld erbij" in page(kassier, "besluitenlijst", sleutel)
    nothing = post(kassier, "voorstel", sleutel, "toekenning", reden="start")
    assert "minstens één bedrag" in nothing.content.decode()
    sent = {f"cent_{line.pk}": "5.000", "reden": "start van het fonds"}
    shown = post(kassier, "voorstel", sleutel, "toekenning", **sent).content.decode()
    assert "Je deed dit voorstel zelf" in shown
    besluit = last(w)
    without = post(other, "budgetbesluit", besluit.pk, doe="beslis")
    assert without.status_code == 422
    assert "Regionaal Beraad" in without.content.decode()
    post(other, "budgetbesluit", besluit.pk, doe="beslis", kenmerk="RB 3", besluitdatum="1-3-2026")
    assert free(w, line) == 500_000
    assert "budgetbesluit" in page(kassier, "journaal", sleutel)
    assert "RB 3" in page(als(w.coordinator), "budgetbesluit", besluit.pk)


def test_a_proposal_is_refused_or_taken_back_on_the_screen(w: Wereld, als: Als) -> None:
    kassier, other = als(w.kassier), als(w.kassier_2)
    sent = {f"cent_{w.regel.pk}": "10", "reden": "minder nodig"}
    post(kassier, "voorstel", w.fonds.sleutel, "verlaging", **sent)
    first = last(w)
    bare = post(other, "budgetbesluit", first.pk, doe="weiger")
    assert bare.status_code == 422
    post(other, "budgetbesluit", first.pk, **{"doe": "weiger", "w-reden": "te vroeg"})
    assert "te vroeg" in page(kassier, "budgetbesluit", first.pk)
    late = post(other, "budgetbesluit", first.pk, **{"doe": "weiger", "w-reden": "of te laat"})
    assert late.status_code == 422
    assert "Dit is niet gelukt." in late.content.decode()
    assert "of te laat" in late.content.decode()
    post(kassier, "voorstel", w.fonds.sleutel, "verlaging", **sent)
    post(kassier, "budgetbesluit", last(w).pk, doe="intrekken")
    assert last(w).status == "ingetrokken"
    assert free(w, w.regel) == 100_000


def test_shifting_asks_where_to_and_a_period_which_day(w: Wereld, als: Als) -> None:
    kassier = als(w.kassier)
    sleutel = w.fonds.sleutel
    post(kassier, "fonds_wijzigen", sleutel, **{"doe": "regel", "r-omschrijving": "Praktijkleren"})
    with scope(w.ruim):
        target = w.fonds.regels.get(code="praktijkleren")
    sent = {f"cent_{w.regel.pk}": "10", "reden": "meer vraag"}
    assert (
        "naar welke regel"
        in post(kassier, "voorstel", sleutel, "verschuiving", **sent).content.decode()
    )
    sent[f"naar_{w.regel.pk}"] = str(target.pk)
    post(kassier, "voorstel", sleutel, "verschuiving", **sent)
    assert last(w).totaal_cent == 1000
    late = post(kassier, "voorstel", sleutel, "periode_sluiten", reden="x", tot_dag="1-1-2099")
    assert "voorbij" in late.content.decode()
    post(kassier, "voorstel", sleutel, "periode_sluiten", reden="x", tot_dag="31-12-2024")
    post(als(w.kassier_2), "budgetbesluit", last(w).pk, doe="beslis")
    assert "31 december 2024" in page(kassier, "fonds", sleutel).replace("\xa0", " ")
    page(kassier, "voorstel", sleutel, "onzin", status=404)
    for soort in ("overheveling", "fonds_sluiten", "periode_heropenen"):
        page(kassier, "voorstel", sleutel, soort)


@pytest.fixture
def landelijk(w: Wereld) -> Fonds:
    everywhere = systeem(*Regio.objects.values_list("code", flat=True))
    with scope(everywhere):
        fonds = new_fonds(everywhere, "landelijk", None, date(2027, 1, 1))
        make_delen(everywhere, fonds_id=fonds.pk)
    return fonds


def test_35_regions_by_their_lines_on_one_screen_and_by_file(
    w: Wereld, als: Als, landelijk: Fonds
) -> None:
    kassier = als(w.kassier)
    shown = page(kassier, "verdeling", landelijk.sleutel)
    assert shown.count('name="cel_') == 70
    example = kassier.get(reverse("kassier:verdeling_bestand", args=[landelijk.sleutel, "xlsx"]))
    book = openpyxl.load_workbook(io.BytesIO(example.content))
    sheet = book.worksheets[0]
    assert sheet.max_row == 36
    for row in range(2, 37):
        sheet.cell(row, 3).value = 1234.5
    out = io.BytesIO()
    book.save(out)
    filled = post(
        kassier,
        "verdeling",
        landelijk.sleutel,
        lees="1",
        bestand=SimpleUploadedFile("verdeling.xlsx", out.getvalue()),
    )
    assert filled.content.decode().count("1234,50") == 35
    assert "nog niets bewaard" in filled.content.decode()
    with scope(w.ruim):
        assert not Budgetbesluit.objects.exists()
    cells = {f"cel_{line}": "10" for line in _lines(landelijk)}
    too_much = post(kassier, "verdeling", landelijk.sleutel, reden="verdelen", **cells)
    assert "vrij" in too_much.content.decode()


def _lines(fonds: Fonds) -> list[int]:
    with scope(systeem(*Regio.objects.values_list("code", flat=True))):
        found = Fondsregel.objects.filter(fonds__deel_van=fonds)
        return list(found.values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("regio;aanvullend\nAM08;10\n", "praktijkleren"),
        ("regio;aanvullend;praktijkleren\nAM99;10;10\n", "kennen we niet"),
        ("regio;aanvullend;praktijkleren\nAM08;10;10\nAM08;1;1\n", "twee keer"),
        ("regio;aanvullend;praktijkleren\nAM08;veel;10\n", "geen bedrag"),
        ("regio;aanvullend;praktijkleren\nAM08;-5;10\n", "€\xa00 of meer"),
        ("=HYPERLINK(1)", "regel"),
    ],
)
def test_nonsense_in_a_file_is_refused_by_the_line(
    w: Wereld, als: Als, landelijk: Fonds, text: str, said: str
) -> None:
    file = SimpleUploadedFile("v.csv", text.encode())
    answer = post(als(w.kassier), "verdeling", landelijk.sleutel, lees="1", bestand=file)
    assert answer.status_code == 422
    assert said.replace("\xa0", " ") in answer.content.decode().replace("\xa0", " ").lower()


def test_a_begroting_shows_what_changed_and_what_became_of_it(w: Wereld, als: Als) -> None:
    kassier, other = als(w.kassier), als(w.kassier_2)
    sleutel = w.fonds.sleutel
    assert "1.000" in page(kassier, "begroting_nieuw", sleutel)
    sent = {f"cent_{w.regel.pk}": "1.200", "reden": "bijgesteld", "gedrukt_totaal_cent": "1.201"}
    wrong = post(kassier, "begroting_nieuw", sleutel, **sent)
    assert "noot" in wrong.content.decode()
    post(kassier, "begroting_nieuw", sleutel, **sent, noot="Zo staat het in de brief.")
    assert "Een andere kassier" in page(kassier, "begroting", sleutel)
    with scope(w.ruim):
        concept = Begroting.objects.get(status="concept", fonds=w.fonds)
        assert any(item.soort == "begroting" for item in waiting_for(w.wie("kassier_2")))
    post(other, "begroting_vaststellen", concept.pk)
    shown = page(als(w.coordinator), "begroting", sleutel).replace("\xa0", " ")
    assert "+ € 200" in shown
    assert "Totaal dat in het stuk staat" in shown
    assert "€ 1.201" in shown
    assert "naast de som" in shown
    assert "Zo staat het in de brief." in shown


def test_what_is_left_stands_where_somebody_decides(w: Wereld, als: Als) -> None:
    interventie = factories.granted(w, 1000)
    with scope(w.ruim):
        besluit = interventie.besluiten.get()
    for name, pk in (("casusoverleg:besluit", besluit.pk), ("trajecten:toets", interventie.pk)):
        client = als(w.coordinator if name.startswith("casus") else w.gids)
        shown = client.get(reverse(name, args=[pk])).content.decode()
        assert "Wat er nog is" in shown
        assert "Testfonds" in shown
        assert "geen dag te noemen" in shown


def test_a_level_that_is_reached_warns_and_advises_a_stop(w: Wereld, als: Als) -> None:
    coordinator = als(w.coordinator)
    empty = post(coordinator, "grens", w.fonds.sleutel, waarvoor=w.regel.pk, onder_cent="9.999")
    assert empty.status_code == 200
    with scope(w.ruim):
        assert Meldgrens.objects.get().onder_cent == 999_900
        for who in ("coordinator", "kassier"):
            (item,) = [i for i in waiting_for(w.wie(who)) if i.soort == "geld"]
            assert "grens" in item.uitleg
    shown = page(coordinator, "fonds", w.fonds.sleutel)
    assert "Overweeg een intakestop" in shown
    assert "Overweeg een intakestop" not in page(als(w.kassier), "fonds", w.fonds.sleutel)
    stop = coordinator.get(
        reverse("meldingen:stop_nieuw"),
        {"reden": "geld", "rubriek": "aanvullend", "tekst_nl": "Op"},
    ).content.decode()
    assert 'value="geld" checked' in stop or 'checked value="geld"' in stop or "checked" in stop
    assert ">Op<" in stop.replace("\n", "")
    post(coordinator, "grens", w.fonds.sleutel, waarvoor=w.regel.pk)
    with scope(w.ruim):
        assert not Meldgrens.objects.exists()


def test_the_professional_hears_that_the_money_went_back(w: Wereld, als: Als) -> None:
    interventie = factories.granted(w, 1000)
    with scope(w.ruim):
        row = reserve(
            w.wie("coordinator"),
            interventie_id=interventie.pk,
            fondsregel_id=w.regel.pk,
            cent=1000,
            verloopt_op=timezone.localdate() - timedelta(days=1),
        )
    kassier = als(w.kassier)
    assert row.nummer in page(kassier, "verlopen")
    assert "1 reservering is verlopen" in post(kassier, "verlopen").content.decode()
    assert "geen reservering" in page(kassier, "verlopen")
    with scope(w.ruim):
        (item,) = [i for i in waiting_for(w.wie("gids")) if i.soort == "reservering"]
    assert "terug naar het fonds" in item.titel
    assert als(w.gids).get(item.url).status_code == 200


def test_the_owner_sees_the_proposal_waiting(w: Wereld) -> None:
    beleid = factories.medewerker("gemeente-nijmegen", Rolsoort.BELEID)
    with scope(w.ruim):
        propose_budgetbesluit(
            w.wie("kassier"),
            fonds_id=w.fonds.pk,
            soort="verlaging",
            reden="minder",
            verplaatsingen=[Verplaatsing(5, w.regel.pk)],
        )
        from ontschot.netwerk.queries import actor_in_role

        assert [i.soort for i in waiting_for(actor_in_role(beleid))] == ["budgetbesluit"]
        assert not [i for i in waiting_for(w.wie("kassier")) if i.soort == "budgetbesluit"]


LISTS = ["kassier", "besluitenlijst", "begroting", "verlopen", "fonds"]


@pytest.mark.parametrize("name", LISTS)
def test_no_list_of_budgets_asks_more_for_more_rows(w: Wereld, als: Als, name: str) -> None:
    """Doubling: twice the rows, the same number of statements."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = als(w.kassier)
    args = [] if name in ("kassier", "verlopen") else [w.fonds.sleutel]
    counts = []
    for _ in range(2):
        with scope(w.ruim):
            for number in range(3):
                propose_budgetbesluit(
                    w.wie("kassier_2"),
                    fonds_id=w.fonds.pk,
                    soort="verlaging",
                    reden=f"voorstel {number}",
                    verplaatsingen=[Verplaatsing(5, w.regel.pk)],
                )
                row = reserve(
                    w.wie("coordinator"),
                    interventie_id=factories.granted(w, 10).pk,
                    fondsregel_id=w.regel.pk,
                    cent=10,
                    verloopt_op=timezone.localdate() - timedelta(days=1),
                )
            set_meldgrens(w.wie("kassier"), fonds_id=w.fonds.pk, onder_cent=10**9)
            expire_reservering(w.wie("kassier"), reservering_id=row.pk)
        with CaptureQueriesContext(connection) as seen:
            page(client, name, *args)
        counts.append(len(seen))
    assert counts[0] == counts[1]
