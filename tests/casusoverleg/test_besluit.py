"""Asking and deciding about shared money: by another, once, and never beyond what is there."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from ontschot.casusoverleg import queries
from ontschot.casusoverleg.actions import ask_besluit, decide, withdraw_besluit
from ontschot.casusoverleg.models import Besluit, Mandaat
from ontschot.casusoverleg.rules import Grens, last_day_problem
from ontschot.kassier.models import Reservering
from ontschot.kassier.queries import available_cent
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.netwerk.models import Organisatie
from ontschot.web.format import datum
from tests.kassier.factories import wereld
from tests.refusal import refused_twin
from tests.trajecten import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def wie(ruim: Actor) -> Actor:
    return f.actor(f.rol())


@pytest.fixture
def coordinator(ruim: Actor) -> Actor:
    return f.actor(f.rol(Rolsoort.COORDINATOR, organisatie="gemeente-nijmegen"))


@pytest.fixture
def regel(ruim: Actor) -> int:
    """A line of a fonds with € 10.000 on it."""
    return wereld(1_000_000).regel.pk


def ask(wie: Actor, **over: Any) -> Besluit:
    return ask_besluit(wie, interventie_id=f.ready(wie, **over).pk, vraag="Dit past het best.")


def yes(wie: Actor, besluit: Besluit, regel: int | None, **over: Any) -> Besluit:
    values: dict[str, Any] = {
        "toekennen": True,
        "motivering": "Baangarantie ligt er, en niets anders past.",
        "consensus": True,
        "fondsregel_id": regel,
    }
    return decide(wie, besluit_id=besluit.pk, **values | over)


def refused(statement: str, *values: Any) -> str:
    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        f.sql(statement, *values)
    return str(refusal.value)


def test_a_grant_reserves_the_money_in_the_same_breath(
    wie: Actor, coordinator: Actor, regel: int
) -> None:
    besluit = yes(coordinator, ask(wie), regel)
    assert (besluit.uitkomst, besluit.wijze) == ("toegekend", "casusoverleg")
    assert besluit.interventie.status == "toegekend" or (
        Besluit.objects.get(pk=besluit.pk).interventie.status == "toegekend"
    )
    assert available_cent(regel) == 1_000_000 - 335_000


def test_without_the_money_nothing_is_decided(wie: Actor, coordinator: Actor) -> None:
    besluit, poor = ask(wie), wereld(1_000).regel.pk
    with pytest.raises(Weigering, match="vrij"):
        yes(coordinator, besluit, poor)
    besluit.refresh_from_db()
    assert (besluit.uitkomst, besluit.interventie.status) == ("open", "besluit_gevraagd")
    assert available_cent(poor) == 1_000


def test_a_grant_keeps_the_money_until_the_day_that_was_named(
    wie: Actor, coordinator: Actor, regel: int
) -> None:
    last = timezone.localdate() + timedelta(days=30)
    besluit = yes(coordinator, ask(wie), regel, verloopt_op=last)
    assert Reservering.objects.get(interventie=besluit.interventie_id).verloopt_op == last


def test_money_is_not_kept_until_a_day_that_is_over(
    wie: Actor, coordinator: Actor, regel: int
) -> None:
    besluit, yesterday = ask(wie), timezone.localdate() - timedelta(days=1)
    with pytest.raises(Weigering, match="al voorbij") as refusal:
        yes(coordinator, besluit, regel, verloopt_op=yesterday)
    assert refusal.value.veld == "verloopt_op"
    assert available_cent(regel) == 1_000_000


def test_money_is_kept_until_the_end_of_its_fonds_at_most() -> None:
    today, end = date(2026, 3, 1), date(2026, 12, 31)
    assert last_day_problem(date(2027, 1, 1), today, end) == (
        f"Het fonds eindigt op {datum(end)}. Kies die dag of een dag ervoor."
    )
    for day, fonds_tot in ((end, end), (today, end), (date(2030, 1, 1), None), (None, end)):
        assert last_day_problem(day, today, fonds_tot) == ""


def test_a_refusal_spends_nothing_and_can_be_asked_again(
    wie: Actor, coordinator: Actor, regel: int
) -> None:
    besluit = yes(coordinator, ask(wie), regel, toekennen=False)
    assert besluit.uitkomst == "afgewezen"
    assert Besluit.objects.get(pk=besluit.pk).interventie.status == "afgewezen"
    assert available_cent(regel) == 1_000_000


def test_nobody_decides_about_an_own_question(ruim: Actor, regel: int) -> None:
    boss = f.actor(f.rol(Rolsoort.COORDINATOR, organisatie="gemeente-nijmegen"))
    besluit = ask(boss)
    with pytest.raises(Weigering, match="beslist een ander"):
        yes(boss, besluit, regel)
    assert "casusoverleg_not_own_besluit" in refused(
        "UPDATE casusoverleg_besluit SET uitkomst = 'toegekend', besloten_op = now(), wijze = "
        "'casusoverleg', consensus = true, motivering = 'ja', besloten_door_id = gevraagd_door_id "
        "WHERE id = %s",
        besluit.pk,
    )


def test_a_besluit_is_never_rewritten(wie: Actor, coordinator: Actor, regel: int) -> None:
    besluit = yes(coordinator, ask(wie), regel)
    for change in ["motivering = 'anders'", "uitkomst = 'afgewezen'", "gevraagd_cent = 1"]:
        assert "frozen" in refused(
            f"UPDATE casusoverleg_besluit SET {change} WHERE id = %s", besluit.pk
        )
    assert "frozen" in refused("DELETE FROM casusoverleg_besluit WHERE id = %s", besluit.pk)
    with pytest.raises(Weigering, match="Dit kan niet meer"):
        yes(coordinator, besluit, regel, toekennen=False)


def test_the_question_stays_as_it_was_asked(wie: Actor) -> None:
    besluit = ask(wie)
    assert "frozen" in refused(
        "UPDATE casusoverleg_besluit SET vraag = 'iets anders' WHERE id = %s", besluit.pk
    )


def test_one_question_at_a_time(wie: Actor) -> None:
    besluit = ask(wie)
    with pytest.raises(Weigering, match="Dit kan niet meer"):
        ask_besluit(wie, interventie_id=besluit.interventie_id)
    columns = (
        "regio_id, interventie_id, gevraagd_door_id, gevraagd_op, gevraagd_cent, vraag, "
        "reden_boven_plafond, uitkomst, wijze, motivering, afwijkend_standpunt"
    )
    assert "casusoverleg_one_open_besluit" in refused(
        f"INSERT INTO casusoverleg_besluit ({columns}) SELECT {columns} "
        "FROM casusoverleg_besluit WHERE id = %s",
        besluit.pk,
    )


def test_no_question_without_an_interventie_that_waits(wie: Actor) -> None:
    planned = f.ready(wie)
    assert "does not wait" in refused(
        "INSERT INTO casusoverleg_besluit (regio_id, interventie_id, gevraagd_door_id, "
        "gevraagd_op, gevraagd_cent, vraag, reden_boven_plafond, uitkomst, wijze, motivering, "
        "afwijkend_standpunt) VALUES ('AM08', %s, %s, now(), %s, '', '', 'open', '', '', '')",
        planned.pk,
        wie.medewerker_id,
        planned.gevraagd_cent,
    )


def test_an_incomplete_toets_asks_nothing(wie: Actor) -> None:
    person = f.kandidaat(wie)
    f.advies(wie, person)
    planned = f.interventie(wie, person)
    with pytest.raises(Weigering, match="niet beantwoord"):
        ask_besluit(wie, interventie_id=planned.pk)


@pytest.mark.parametrize("oordeel", [None, "regulier_volstaat"])
def test_without_an_advies_that_asks_for_support_nothing_is_asked(
    wie: Actor, oordeel: str | None
) -> None:
    person = f.kandidaat(wie)
    if oordeel:
        f.advies(wie, person, oordeel)
    planned = f.interventie(wie, person)
    f.toets(wie, planned)
    with pytest.raises(Weigering, match="advies"):
        ask_besluit(wie, interventie_id=planned.pk)


def test_banenafspraak_needs_no_weighing(wie: Actor) -> None:
    person = f.kandidaat(wie, situaties=("banenafspraak",))
    planned = f.interventie(wie, person)
    f.toets(wie, planned)
    assert ask_besluit(wie, interventie_id=planned.pk).uitkomst == "open"


def test_dissent_is_written_down(wie: Actor, coordinator: Actor, regel: int) -> None:
    besluit = ask(wie)
    with pytest.raises(Weigering, match="andere standpunt"):
        yes(coordinator, besluit, regel, consensus=False)
    decided = yes(
        coordinator, besluit, regel, consensus=False, afwijkend_standpunt="FNV wil eerst stage."
    )
    assert decided.afwijkend_standpunt == "FNV wil eerst stage."


def test_a_partner_decides_below_its_mandaat_only(wie: Actor, regel: int) -> None:
    fnv = Organisatie.objects.get(sleutel="fnv")
    colleague = f.actor(f.rol(Rolsoort.LOOPBAANCOACH, organisatie="fnv"))
    besluit = ask(wie)
    with pytest.raises(Weigering, match="buiten het mandaat"):
        yes(colleague, besluit, regel)
    Mandaat.objects.create(regio_id="AM08", organisatie=fnv, tot_cent=335_000, van=date(2020, 1, 1))
    assert queries.waiting_for(colleague)
    assert yes(colleague, besluit, regel).wijze == "mandaat"


def test_a_mandaat_covers_its_whole_amount_on_its_first_and_its_last_day() -> None:
    first, last = date(2026, 1, 1), date(2026, 3, 31)
    grens = Grens(1, 500, first, last)
    assert [grens.covers(cent, first) for cent in (500, 501)] == [True, False]
    days = (first - timedelta(days=1), last, last + timedelta(days=1))
    assert [grens.covers(500, day) for day in days] == [False, True, False]
    assert Grens(1, 500, first, None).covers(500, date(2099, 1, 1))


def test_beyond_the_mandaat_the_database_refuses_too(wie: Actor) -> None:
    fnv = Organisatie.objects.get(sleutel="fnv")
    colleague = f.actor(f.rol(Rolsoort.LOOPBAANCOACH, organisatie="fnv"))
    small = Mandaat.objects.create(
        regio_id="AM08", organisatie=fnv, tot_cent=1_000, van=date(2020, 1, 1)
    )
    assert refused_twin(small, van=date(2024, 1, 1)) == "casusoverleg_mandaat_overlap"
    assert "outside the mandaat" in refused(
        "UPDATE casusoverleg_besluit SET uitkomst = 'toegekend', besloten_op = now(), wijze = "
        "'mandaat', consensus = true, motivering = 'ja', besloten_door_id = %s, mandaat_id = %s "
        "WHERE id = %s",
        colleague.medewerker_id,
        small.pk,
        ask(wie).pk,
    )


def test_the_asker_takes_the_question_back_and_nobody_else(wie: Actor, coordinator: Actor) -> None:
    besluit = ask(wie)
    with pytest.raises(Weigering, match="Alleen wie"):
        withdraw_besluit(coordinator, besluit_id=besluit.pk)
    withdraw_besluit(wie, besluit_id=besluit.pk)
    besluit.refresh_from_db()
    assert (besluit.uitkomst, besluit.interventie.status) == ("ingetrokken", "gepland")
    assert ask_besluit(wie, interventie_id=besluit.interventie_id).uitkomst == "open"


def test_the_list_holds_no_name_and_grows_without_questions(
    wie: Actor, coordinator: Actor, als: Any, count_queries: Any
) -> None:
    rol = f.rol(Rolsoort.COORDINATOR, organisatie="gemeente-nijmegen")
    client = als(rol)
    first = ask(wie)
    client.get("/casusoverleg/")
    with count_queries() as one:
        page = client.get("/casusoverleg/")
    ask(wie)
    ask(wie)
    with count_queries() as three:
        client.get("/casusoverleg/")
    assert one.aantal == three.aantal
    text = page.content.decode()
    assert first.interventie.kandidaat_sleutel in text
    assert "Verhoeven" not in text


def test_the_decision_page_shows_what_is_needed_without_a_name(
    wie: Actor, als: Any, regel: int, count_queries: Any
) -> None:
    besluit = ask(wie)
    client = als(f.rol(Rolsoort.COORDINATOR, organisatie="gemeente-nijmegen"))
    client.get(f"/casusoverleg/{besluit.pk}/")
    with count_queries() as counted:
        page = client.get(f"/casusoverleg/{besluit.pk}/")
    text = page.content.decode()
    for part in ["Dit past het best.", "Twaalf jaar", "Vergoedt te weinig", "3.350", "Nog vrij"]:
        assert part in text, part
    assert "Verhoeven" not in text
    # Six of them say what is left of the money, where somebody decides about it.
    assert counted.aantal <= 24
    done = client.post(
        f"/casusoverleg/{besluit.pk}/",
        {"toekennen": "nee", "motivering": "Eerst een stage.", "consensus": "ja"},
    )
    assert done.status_code == 302
    besluit.refresh_from_db()
    assert besluit.uitkomst == "afgewezen"


def test_a_form_that_is_refused_keeps_what_was_typed(wie: Actor, als: Any, regel: int) -> None:
    besluit = ask(wie)
    client = als(f.rol(Rolsoort.COORDINATOR, organisatie="gemeente-nijmegen"))
    page = client.post(
        f"/casusoverleg/{besluit.pk}/",
        {"toekennen": "ja", "motivering": "Het past.", "consensus": "nee"},
    )
    assert page.status_code == 422
    assert "Het past." in page.content.decode()
    assert "andere standpunt" in page.content.decode()


def test_somebody_who_is_not_betrokken_reads_no_grounds(wie: Actor, als: Any) -> None:
    besluit = ask(wie)
    page = als(f.rol()).get(f"/casusoverleg/{besluit.pk}/")
    assert page.status_code == 302


def test_roles_without_names_see_no_besluit(wie: Actor, binnen: Any) -> None:
    besluit = ask(wie)
    for soort in [Rolsoort.KASSIER, Rolsoort.MONITOR, Rolsoort.BELEID]:
        with binnen(f.actor(f.rol(soort))):
            assert not Besluit.objects.filter(pk=besluit.pk).exists()


def test_the_coordinator_finds_the_question_in_the_werkvoorraad(
    wie: Actor, coordinator: Actor
) -> None:
    besluit = ask(wie)
    item = next(w for w in queries.waiting_for(coordinator) if str(besluit.pk) in w.url)
    assert item.uiterlijk == queries.due(besluit.gevraagd_op)
    assert timezone.localdate() < item.uiterlijk
    assert not queries.waiting_for(wie)
