"""The screens of declaraties: tick, add evidence, judge the sample, talk, ask money back."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ontschot.kassier import actions
from ontschot.kassier.actions.herinneren import remind_region
from ontschot.kassier.models import (
    Bewijsstuk,
    Declaratie,
    Declaratieregel,
    Steekproef,
    Terugvordering,
)
from ontschot.kassier.queries import waiting_for
from ontschot.kern.models import Auditregel, Bericht
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import scope
from ontschot.netwerk.models import Rol
from ontschot.trajecten.models import Interventie
from tests.kassier import factories
from tests.kassier.factories import REGIO, Wereld, drawn
from tests.kassier.test_declareren import (
    PDF,
    agree,
    asked_back,
    attended,
    bewijs,
    concept,
    later,
    paid,
    submitted,
)
from tests.kassier.test_schermen import page, post
from tests.kassier.ubl import Nota, Regel, invoice

pytestmark = pytest.mark.django_db
Als = Callable[[Rol], Client]


@pytest.fixture
def w(db: None) -> Wereld:
    return factories.wereld()


def test_what_is_ready_is_ticked_and_the_rest_says_why_not(w: Wereld, als: Als) -> None:
    ready, running = factories.ordered(w), factories.ordered(w)
    with scope(w.ruim):
        attended(ready, w, 8, 10)
        Interventie.objects.filter(pk=ready.interventie_id).update(
            status="afgerond", afgesloten_op=date(2026, 3, 12)
        )
    shown = page(als(w.gids), "nieuwe_declaratie")
    assert f'value="{ready.pk}" aria-label="Kies {ready.nummer}" checked' in shown
    assert f'value="{running.pk}" aria-label="Kies {running.nummer}">' in shown
    assert "aanwezig 8 van 10" in shown
    assert "Nog niet begonnen" in shown


def test_a_part_is_declared_with_its_amount_and_a_wrong_amount_stays(w: Wereld, als: Als) -> None:
    order = factories.ordered(w, 100_00)
    gids = als(w.gids)
    asked = {"periode": "1-3-2026", "verplichtingen": order.pk, f"bedrag_{order.pk}": "abc"}
    wrong = gids.post(reverse("kassier:nieuwe_declaratie"), asked)
    assert wrong.status_code == 422
    assert 'value="abc"' in drawn(wrong)
    post(gids, "nieuwe_declaratie", **{**asked, f"bedrag_{order.pk}": "40,00"})
    with scope(w.ruim):
        line = Declaratieregel.objects.get()
    assert (line.cent, line.deel) == (4000, "termijn")
    claim = line.declaratie_id
    post(gids, "veranderen", claim, **{"verplichtingen": order.pk, f"bedrag_{order.pk}": "55,00"})
    with scope(w.ruim):
        assert Declaratieregel.objects.get(status="opgenomen").cent == 5500


def test_evidence_goes_up_is_opened_by_the_kassier_and_that_is_logged(w: Wereld, als: Als) -> None:
    with scope(w.ruim):
        line = concept(w, factories.ordered(w)).regels.get()
    gids, kassier = als(w.gids), als(w.kassier)
    args = (line.declaratie_id, line.pk)
    file = SimpleUploadedFile("factuur.pdf", PDF)
    no_promise = post(gids, "bewijs_toevoegen", *args, bestand=file, soort="factuur")
    assert no_promise.status_code == 422
    assert "geen namen" in drawn(no_promise)
    file.seek(0)
    post(gids, "bewijs_toevoegen", *args, bestand=file, soort="factuur", zonder_namen="on")
    with scope(w.ruim):
        piece = Bewijsstuk.objects.get()
    page(kassier, "bewijs", piece.pk, status=404)
    post(gids, "indienen", line.declaratie_id)
    answer = kassier.get(reverse("kassier:bewijs", args=[piece.pk]))
    assert answer.content == PDF
    assert "attachment" in answer["Content-Disposition"]
    with scope(w.ruim):
        assert Auditregel.objects.filter(gebeurtenis="bewijs_geopend").count() == 1
    page(als(factories.medewerker("uwv", Rolsoort.GIDS)), "bewijs", piece.pk, status=404)
    page(als(factories.medewerker("uwv", Rolsoort.BELEID)), "bewijs", piece.pk, status=403)


def test_evidence_that_is_asked_and_missing_shows_on_the_page(w: Wereld, als: Als) -> None:
    with scope(w.ruim):
        actions.add_bewijseis(
            w.wie("kassier"),
            interventiesoort=factories.SOORT,
            soort="factuur",
            van=timezone.localdate(),
        )
        claim = submitted(w, factories.ordered(w))
    shown = page(als(w.kassier), "declaratie", claim.pk)
    assert "mist: factuur" in shown
    assert "1 regel zonder bewijs" in shown


def test_a_provider_is_known_by_a_number_and_not_by_its_name(w: Wereld, als: Als) -> None:
    with scope(w.ruim):
        claim = submitted(w, factories.ordered(w))
        provider = claim.regels.get().verplichting.leverancier
        assert provider
    kassier = als(w.kassier)
    assert "1 regel met een aanbieder zonder KvK-nummer" in page(kassier, "declaratie", claim.pk)
    with scope(w.ruim):
        provider.kvk = "12345678"
        provider.save(update_fields=["kvk"])
    assert "aanbieder zonder KvK-nummer" not in page(kassier, "declaratie", claim.pk)


def test_a_credit_note_that_waits_shows_with_the_declaratie(w: Wereld, als: Als) -> None:
    with scope(w.ruim):
        order = factories.ordered(w)
        claim = submitted(w, order)
        note = Nota((Regel(100, order.nummer),), soort="CreditNote")
        made = actions.read_invoice(w.wie("gids"), inhoud=invoice(note))
    assert "1 regel met een creditnota die wacht" in page(als(w.kassier), "declaratie", claim.pk)
    gids = als(w.gids)
    assert "Vraag de kassier om haar terug te sturen" in page(gids, "factuur", made.pk)
    post(als(w.kassier), "terugsturen", claim.pk, toelichting="Verwerk de creditnota.")
    assert "1,00" in page(gids, "factuur", made.pk)
    assert "is verwerkt" in drawn(post(gids, "creditnota_verwerken", made.pk))


def test_the_same_invoice_number_of_one_provider_twice_is_seen(w: Wereld, als: Als) -> None:
    with scope(w.ruim):
        first, second = concept(w, factories.ordered(w)), concept(w, factories.ordered(w))
        for claim in (first, second):
            bewijs(w, claim.regels.get(), kenmerk="2026-17")
    assert "dubbel factuurnummer" in page(als(w.gids), "declaratie", second.pk)


def test_the_kassier_draws_and_judges_the_sample_on_the_page(w: Wereld, als: Als) -> None:
    with scope(w.ruim):
        agree(w, steekproef="procent", steekproef_procent=50)
        claim = submitted(w, factories.ordered(w), factories.ordered(w))
    kassier = als(w.kassier)
    approve = reverse("kassier:goedkeuren", args=[claim.pk])
    assert approve not in page(kassier, "declaratie", claim.pk), "nothing was looked at yet"
    refused = drawn(post(kassier, "goedkeuren", claim.pk))
    assert "Trek eerst de steekproef" in refused
    post(kassier, "steekproef", claim.pk)
    with scope(w.ruim):
        sample = Steekproef.objects.get()
        row = sample.regels.get()
    assert sample.zaad in page(kassier, "declaratie", claim.pk)
    wrong = post(kassier, "bevinding", claim.pk, row.pk, bevinding="opmerking", toelichting="")
    assert wrong.status_code == 422
    assert "Schrijf erbij" in drawn(wrong)
    assert approve not in page(kassier, "declaratie", claim.pk)
    post(kassier, "bevinding", claim.pk, row.pk, bevinding="akkoord")
    assert approve in page(kassier, "declaratie", claim.pk)
    assert "Goedgekeurd" in drawn(post(kassier, "goedkeuren", claim.pk))


def test_a_message_waits_for_the_other_side_until_it_is_read(w: Wereld, als: Als) -> None:
    with scope(w.ruim):
        claim = submitted(w, factories.ordered(w))
    gids, kassier = als(w.gids), als(w.kassier)
    empty = post(kassier, "bericht", claim.pk, tekst="")
    assert empty.status_code == 422
    post(kassier, "bericht", claim.pk, tekst="Welke maand hoort hierbij?")
    with scope(w.wie("gids")):
        assert "bericht" in [item.soort for item in waiting_for(w.wie("gids"))]
    assert "Welke maand" in page(gids, "declaratie", claim.pk)
    post(gids, "gelezen", claim.pk)
    with scope(w.wie("gids")):
        assert waiting_for(w.wie("gids")) == []
    page(als(factories.medewerker("uwv", Rolsoort.GIDS)), "declaratie", claim.pk, status=404)


def test_what_changed_afterwards_shows_with_a_proposal(w: Wereld, als: Als) -> None:
    with scope(w.ruim):
        line = paid(w, 1000)
        order = line.verplichting
        attended(order, w, 3, 4)
        Interventie.objects.filter(pk=order.interventie_id).update(
            status="afgebroken", afbreekreden="werk"
        )
    for rol in (w.kassier, w.gids):
        client = als(rol)
        assert "later afgebroken" in page(client, "declaratie", line.declaratie_id)
        shown = drawn(
            client.get(
                reverse("kassier:declaratieregel", args=[line.declaratie_id, line.pk])
                + "?aanleiding=afgebroken"
            )
        )
        assert 'value="2,50"' in shown


def test_money_is_asked_back_decided_received_and_the_letter_is_there(w: Wereld, als: Als) -> None:
    with scope(w.ruim):
        line = paid(w, 1000)
    kassier, other, gids = als(w.kassier), als(w.kassier_2), als(w.gids)
    too_much = post(kassier, "terugvragen", line.declaratie_id, line.pk, cent="10,01", reden="x")
    assert too_much.status_code == 422
    post(kassier, "terugvragen", line.declaratie_id, line.pk, cent="4,00", reden="niet gekomen")
    with scope(w.ruim):
        asked = Terugvordering.objects.get()
    assert "andere kassier beslist" in page(kassier, "terugvordering", asked.pk)
    with scope(w.wie("kassier_2")):
        assert "terugvordering" in [i.soort for i in waiting_for(w.wie("kassier_2"))]
    no_day = post(other, "terugvordering_besluiten", asked.pk, besluit="ja")
    assert no_day.status_code == 422
    day = f"{later():%d-%m-%Y}"
    post(other, "terugvordering_besluiten", asked.pk, besluit="ja", uiterlijk=day)
    letter = gids.get(reverse("kassier:terugvordering_brief", args=[asked.pk]))
    assert letter.content.startswith(b"%PDF")
    with scope(w.wie("gids")):
        assert "Betaal terug" in waiting_for(w.wie("gids"))[0].titel
    receipt = {"cent": "4,00", "dag": f"{timezone.localdate():%d-%m-%Y}", "sleutel": "scherm:1"}
    for _ in range(2):
        post(kassier, "terugvordering_ontvangen", asked.pk, **receipt)
    assert "voldaan" in page(kassier, "terugvorderingen")
    # Somebody with an older page still has the forms; what is refused is said all the same.
    with scope(w.ruim):
        batch = line.betaalregels.get().batch_id
    old = receipt | {"sleutel": "scherm:2"}
    for name, pk, data in (
        ("terugvordering_ontvangen", asked.pk, old),
        ("afboeken_vragen", asked.pk, {"reden": "niets meer te halen"}),
        ("annuleren", batch, {"reden": "toch niet"}),
    ):
        late = post(kassier, name, pk, **data)
        assert (late.status_code, late.content.decode().count("Dit is niet gelukt")) == (
            422,
            1,
        )


def test_a_region_without_agreements_says_so_and_can_make_them(w: Wereld, als: Als) -> None:
    with scope(w.ruim):
        claim = submitted(w, factories.ordered(w))
    kassier = als(w.kassier)
    assert "geen termijn vastgelegd" in page(kassier, "declaratie", claim.pk)
    facts = {
        "wat": "afspraak",
        "afspraak-fonds": w.fonds.pk,
        "afspraak-van": f"{timezone.localdate():%d-%m-%Y}",
        "afspraak-steekproef": "aantal",
        "afspraak-beoordeeltermijn_dagen": "14",
    }
    wrong = post(kassier, "declaratieafspraken", **facts)
    assert "hoeveel regels" in drawn(wrong)
    post(kassier, "declaratieafspraken", **facts, **{"afspraak-steekproef_aantal": "2"})
    assert "14 dagen" in page(kassier, "declaratieafspraken")
    assert f"{timezone.localdate() + timedelta(days=14):%Y-%m-%d}" in page(
        kassier, "declaratie", claim.pk
    )


def test_the_list_is_narrowed_in_the_address_and_goes_to_a_file(w: Wereld, als: Als) -> None:
    with scope(w.ruim):
        claim = submitted(w, factories.ordered(w))
        naam = Declaratie.objects.select_related("organisatie").get(pk=claim.pk).naam
    kassier = als(w.kassier)
    here = reverse("kassier:lijst")
    found = f"{here}?status=ingediend&fonds={w.fonds.pk}&partner={w.gids.organisatie_id}"
    assert naam in drawn(kassier.get(found))
    assert "hierbij passen" in drawn(kassier.get(f"{here}?status=betaald"))
    file = kassier.get(reverse("kassier:declaraties_bestand", args=["csv"]) + "?status=ingediend")
    assert naam in drawn(file)
    assert kassier.get(reverse("kassier:declaraties_bestand", args=["pdf"])).status_code == 404


def test_reminders_go_out_once_and_climb_when_the_term_is_over(w: Wereld) -> None:
    with scope(w.ruim):
        agree(w, beoordeeltermijn_dagen=14)
        submitted(w, factories.ordered(w))
        asked_back(w, 400)
    today = timezone.localdate()
    assert remind_region(REGIO, today) == 0
    late = today + timedelta(days=40)
    assert remind_region(REGIO, late) == 2
    assert remind_region(REGIO, late) == 0
    with scope(w.ruim):
        to = set(
            Bericht.objects.filter(onderwerp__contains="te laat").values_list("aan", flat=True)
        )
    assert w.coordinator.medewerker.email in to
    assert w.kassier.medewerker.email in to


@pytest.mark.parametrize("name", ["declaratie", "lijst", "nieuwe_declaratie", "terugvorderingen"])
def test_twice_the_rows_take_no_more_queries(
    w: Wereld, als: Als, count_queries: Any, name: str
) -> None:
    def fill(count: int) -> Declaratie:
        with scope(w.ruim):
            if name == "terugvorderingen":
                for _ in range(count):
                    asked_back(w, 100)
            claim = concept(w, *[factories.ordered(w) for _ in range(count)])
            for line in claim.regels.all():
                bewijs(w, line, kenmerk=f"F{line.pk}")
            actions.submit_declaratie(w.wie("gids"), declaratie_id=claim.pk)
            actions.draw_steekproef(w.wie("kassier"), declaratie_id=claim.pk, alles=True)
            factories.ordered(w)
        return claim

    client = als(w.gids if name == "nieuwe_declaratie" else w.kassier)
    counts = []
    for count in (2, 4):
        claim = fill(count)
        args = [claim.pk] if name == "declaratie" else []
        page(client, name, *args)
        with count_queries() as counted:
            page(client, name, *args)
        counts.append(counted.aantal)
    assert counts[1] <= counts[0]
