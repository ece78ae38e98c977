"""The screens of buying: what is proposed, what is asked, who decides, what the provider gets."""

from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ontschot.aanbieders import actions as aanbieders
from ontschot.kassier.actions import give_inkoopmandaat, reserve, set_besteltermijn
from ontschot.kassier.brief import order_letter
from ontschot.kassier.models import Inkoopmandaat, Plafondakkoord, Verplichting
from ontschot.kassier.queries import waiting_for
from ontschot.kassier.queries.prijzen import compare
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import scope
from ontschot.netwerk.models import Rol
from ontschot.netwerk.queries import actor_in_role
from ontschot.trajecten.models import Interventie
from ontschot.trajecten.queries.inkoop import RESERVERING
from tests.kassier import factories
from tests.kassier.factories import Wereld, drawn

pytestmark = pytest.mark.django_db
Als = Callable[[Rol], Client]
BESTELLING = {"bedrag_cent": "10,00", "btw": "excl", "aanbieder": "Bureau Loopbaan"}


@pytest.fixture
def w(db: None) -> Iterator[Wereld]:
    return factories.wereld()


def reserved(w: Wereld, cent: int = 1000, **stap: date) -> Interventie:
    found = factories.granted(w, cent, **stap)
    with scope(w.ruim):
        reserve(w.wie("coordinator"), interventie_id=found.pk, fondsregel_id=w.regel.pk, cent=cent)
    return found


def page(client: Client, name: str, *args: int) -> str:
    return drawn(client.get(reverse(f"kassier:{name}", args=args)))


def post(client: Client, name: str, *args: int, **data: Any) -> str:
    sent = client.post(reverse(f"kassier:{name}", args=args), data, follow=True)
    return drawn(sent)


def only(w: Wereld) -> Verplichting:
    with scope(w.ruim):
        return Verplichting.objects.select_related(
            "inkoper", "interventiesoort", "reservering"
        ).get()


def test_the_agreed_price_is_proposed_with_its_provider(w: Wereld, als: Als) -> None:
    interventie = reserved(w, 90_000)
    with scope(w.ruim):
        found = aanbieders.add_aanbieder(w.wie("gids"), naam="Bureau Loopbaan")
        contract = aanbieders.add_contract(
            w.wie("gids"), aanbieder_id=found.pk, wat="Coaching", van=date(2025, 1, 1)
        )
        aanbieders.set_kaderprijs(
            w.wie("gids"),
            contract_id=contract.pk,
            interventiesoort=factories.SOORT,
            cent=80_000,
            btw="excl",
            van=date(2025, 1, 1),
        )
        Interventie.objects.filter(pk=interventie.pk).update(aanbieder="bureau loopbaan")
    shown = page(als(w.gids), "nieuwe_verplichting", interventie.pk)
    assert 'value="800,00"' in shown
    assert "Afgesproken prijs" in shown
    assert '<option value="Bureau Loopbaan">' in shown
    assert "Jouw regio legde geen mandaten vast" in shown


def test_parts_written_down_or_counted_stand_on_the_order_and_in_the_letter(
    w: Wereld, als: Als
) -> None:
    interventie = reserved(w)
    gids = als(w.gids)
    wrong = post(gids, "nieuwe_verplichting", interventie.pk, **BESTELLING, delen="1-1-2026 tien")
    assert "geen dag met een bedrag" in wrong
    wrong = post(gids, "nieuwe_verplichting", interventie.pk, **BESTELLING, aantal_delen="2")
    assert "eerste en de laatste dag" in wrong
    more = {"aantal_delen": "3", "van": "1-1-2026", "tot": "31-3-2026", "kenmerk_inkoper": "IK-7"}
    post(gids, "nieuwe_verplichting", interventie.pk, **BESTELLING, **more)
    made = only(w)
    assert [row["cent"] for row in made.termijnen] == [334, 333, 333]
    shown = page(gids, "verplichting", made.pk)
    assert "In delen" in shown
    assert "IK-7" in shown
    with scope(w.ruim):
        letter = str(order_letter(made))
    assert made.nummer in letter
    assert interventie.kandidaat_sleutel not in letter
    assert "Persoon" not in letter
    answer = gids.get(reverse("kassier:bestelbrief", args=[made.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert BytesIO(answer.content).read(5) == b"%PDF-"
    other = als(factories.medewerker("uwv", Rolsoort.GIDS))
    assert other.get(reverse("kassier:bestelbrief", args=[made.pk])).status_code == 404


def test_the_reserveringsnummer_comes_first_on_the_screen(w: Wereld, als: Als) -> None:
    with scope(w.ruim):
        factories.paper_first(RESERVERING)
    without = factories.granted(w)
    assert "dan krijg je het reserveringsnummer" in page(
        als(w.gids), "nieuwe_verplichting", without.pk
    ).replace("Dan", "dan")
    shown = page(als(w.gids), "nieuwe_verplichting", reserved(w).pk)
    assert "Zet dit nummer op de overeenkomsten" in shown


def test_the_coordinator_gives_a_mandaat_and_everybody_reads_it(w: Wereld, als: Als) -> None:
    assert "Er zijn geen mandaten vastgelegd" in page(als(w.gids), "mandatenlijst")
    coordinator = als(w.coordinator)
    sent = {"n-soort": "kopen", "n-tot_cent": "500", "n-van": "1-1-2026"}
    wrong = post(coordinator, "mandaat_geven", **sent | {"n-tot_cent": "veel"})
    assert "1-1-2026" in wrong
    post(coordinator, "mandaat_geven", **sent, **{"n-organisatie": w.kassier.organisatie_id})
    with scope(w.ruim):
        given = Inkoopmandaat.objects.get()
    shown = page(als(w.gids), "mandatenlijst")
    assert "UWV" in shown
    assert "Nieuw mandaat" not in shown
    refused = post(als(w.gids), "nieuwe_verplichting", reserved(w).pk, **BESTELLING)
    assert "Jij hebt geen mandaat" in refused
    today = timezone.localdate()
    nonsense = post(coordinator, "mandaat_beeindigen", given.pk, **{f"m{given.pk}-tot": "morgen"})
    assert 'value="morgen"' in nonsense
    assert "Dit is niet gelukt." in post(coordinator, "mandaat_beeindigen", 999_999)
    ending = {f"m{given.pk}-tot": f"{today:%d-%m-%Y}"}
    assert "beëindigd" in post(coordinator, "mandaat_beeindigen", given.pk, **ending)
    post(coordinator, "termijn", **{"t-dagen": "90", "t-van": f"{today:%d-%m-%Y}"})
    assert "Tot 90 dagen na" in page(als(w.kassier), "mandatenlijst")


def test_above_the_ceiling_is_asked_and_answered_on_the_screen(w: Wereld, als: Als) -> None:
    with scope(w.ruim):
        factories.ceiling(500)
        facts = {"tot_cent": 5000, "van": date(2025, 1, 1)}
        give_inkoopmandaat(
            w.wie("coordinator"), soort="kopen", organisatie_id=w.gids.organisatie_id, **facts
        )
        give_inkoopmandaat(w.wie("coordinator"), soort="boven_plafond", rol="coordinator", **facts)
    interventie = reserved(w)
    gids = als(w.gids)
    why = BESTELLING | {"reden_boven_plafond": "een lange reis"}
    assert "hoger mandaat" in post(gids, "nieuwe_verplichting", interventie.pk, **why)
    assert "Akkoord is gevraagd" in post(
        gids, "nieuwe_verplichting", interventie.pk, **why, vraag_akkoord="1"
    )
    with scope(w.ruim):
        asked = Plafondakkoord.objects.get()
        for naam, aantal in {"gids": 0, "kassier": 0, "coordinator": 1}.items():
            with scope(w.wie(naam)):
                found = [x for x in waiting_for(w.wie(naam)) if x.soort == "akkoord"]
            assert len(found) == aantal, naam
    coordinator = als(w.coordinator)
    assert "een lange reis" in page(coordinator, "akkoord", asked.pk)
    assert "waarom je geen akkoord geeft" in post(
        coordinator, "akkoord", asked.pk, antwoord="niet", toelichting=""
    )
    post(coordinator, "akkoord", asked.pk, antwoord="goed", toelichting="")
    # Once more, from a page of before.
    late = post(coordinator, "akkoord", asked.pk, antwoord="niet", toelichting="Liever later")
    assert "Dit is niet gelukt." in late
    assert "Liever later" in late
    assert "Besteld" in post(gids, "nieuwe_verplichting", interventie.pk, **why)


def test_taking_an_order_back_from_a_page_of_before_is_told(w: Wereld, als: Als) -> None:
    gids = als(w.gids)
    post(gids, "nieuwe_verplichting", reserved(w).pk, **BESTELLING)
    made = only(w)
    post(gids, "intrekken", made.pk, reden="Ziek")
    late = post(gids, "intrekken", made.pk, reden="Toch niet")
    assert "Dit is niet gelukt." in late
    assert "Je schreef: ‘Toch niet’." in late


def test_an_expired_order_is_closed_with_a_button(w: Wereld, als: Als) -> None:
    interventie = reserved(w)
    gids = als(w.gids)
    period = {"van": "1-1-2025", "tot": "31-1-2025"}
    post(gids, "nieuwe_verplichting", interventie.pk, **BESTELLING, **period)
    made = only(w)
    assert "Laat verlopen" not in page(gids, "verplichting", made.pk)
    with scope(w.ruim):
        set_besteltermijn(w.wie("coordinator"), dagen=30, van=timezone.localdate())
    assert "Laat verlopen" in page(gids, "verplichting", made.pk)
    assert "verlopen" in post(gids, "order_verlopen", made.pk)
    assert only(w).status == "verlopen"


def test_prices_of_partners_stand_side_by_side_and_take_a_fixed_number_of_queries(
    w: Wereld, als: Als, count_queries: Any
) -> None:
    uwv = actor_in_role(factories.medewerker("uwv", Rolsoort.GIDS))
    for cent in (100, 200, 400):
        interventie = reserved(w, cent)
        order = BESTELLING | {"bedrag_cent": f"{cent / 100:.2f}".replace(".", ",")}
        post(als(w.gids), "nieuwe_verplichting", interventie.pk, **order)
    with scope(w.ruim):
        found = Verplichting.objects.first().leverancier
        contract = aanbieders.add_contract(
            uwv, aanbieder_id=found.pk, wat="Coaching", van=date(2025, 1, 1)
        )
        aanbieders.set_kaderprijs(
            uwv,
            contract_id=contract.pk,
            interventiesoort=factories.SOORT,
            cent=300,
            btw="excl",
            van=date(2025, 1, 1),
        )
        with count_queries() as few:
            (same,) = compare(factories.REGIO, date(2025, 1, 1), timezone.localdate())
    fnv, other = same.partners
    assert (fnv.aantal, fnv.laagste_cent, fnv.mediaan_cent, fnv.hoogste_cent) == (3, 100, 200, 400)
    assert (other.partner, other.kader_cent, other.aantal) == ("UWV", 300, 0)
    assert len(few) == 2
    assert "Mediaan" in page(als(w.coordinator), "prijzen")


def test_the_list_of_mandaten_asks_the_same_for_one_and_for_many(
    w: Wereld, als: Als, count_queries: Any
) -> None:
    coordinator = als(w.coordinator)

    def give(number: int) -> None:
        with scope(w.ruim):
            org = factories.medewerker("uwv", Rolsoort.GIDS).organisatie_id
            give_inkoopmandaat(
                w.wie("coordinator"),
                soort="kopen",
                organisatie_id=org,
                tot_cent=1000 * number,
                van=date(2026, 1, number),
                tot=date(2030, 1, number),
            )

    def counted() -> int:
        with count_queries() as found:
            page(coordinator, "mandatenlijst")
        return len(found)

    give(1)
    page(coordinator, "mandatenlijst")  # what is remembered is remembered now
    before = counted()
    for number in (2, 3, 4):
        give(number)
    assert counted() == before
