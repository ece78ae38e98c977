"""Publishing the figures of a year: two people decide, and a correction has a safe way out."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ontschot.kern.errors import Weigering
from ontschot.kern.models import Auditregel
from ontschot.kern.scope import Actor, scope
from ontschot.monitor.codes import codelijsten
from ontschot.monitor.models import Publicatie, Vaststelling
from ontschot.monitor.onthulling import besluiten, queries, taken
from ontschot.monitor.rapport import actions as rapport
from ontschot.monitor.rapport import bundel, uitvoer
from ontschot.monitor.rapport.soorten import Vraag
from ontschot.monitor.selectie import read_selectie
from tests.monitor.factories import actor, alles, csv_bestand, lever, rol

pytestmark = pytest.mark.django_db

# Ten of one and fourteen of the other, in each of two regions.
EEN_REGIO = [{"doelgroep": d, "geslacht": g, "inkopende_partij": p}
             for d, g, p, keer in (("werknemer", "vrouw", "fnv", 10), ("ww", "man", "uwv", 14))
             for _ in range(keer)]  # fmt: skip
RIJEN = [{**rij, "regio": regio} for regio in ("AM08", "AM10") for rij in EEN_REGIO]
ERBIJ = [{"doelgroep": d, "inkopende_partij": p} for d, p in (("ww", "uwv"), ("werknemer", "fnv"))
         for _ in range(6)]  # fmt: skip


def voorstel(wie: Actor, *regios: str, jaar: int = 2023) -> Vaststelling:
    """Propose, and do the worker's part at once."""
    row = besluiten.propose(
        wie, jaar=jaar, regios=regios or ("AM08", "AM10"), toelichting="Alles is geleverd."
    )
    taken.reken(vaststelling_id=row.pk, regio=row.regio)
    row.refresh_from_db()
    return row


def stel_vast(op: str, *regios: str) -> list[Publicatie]:
    with time_machine.travel(f"{op} 12:00+00:00"):
        row = voorstel(actor("monitor"), *regios)
        assert row.fout == ""
        return besluiten.confirm(actor("privacy"), vaststelling_id=row.pk)


def op(dag: str, *rijen: dict[str, str], **over: Any) -> None:
    with time_machine.travel(f"{dag} 12:00+00:00"):
        lever(csv_bestand(*rijen), **over)


def rapport_van(regio: str = "nederland", *, peil: str = "", per_regio: bool = False) -> Any:
    codes, wie = codelijsten(), alles()
    with transaction.atomic(), scope(wie):
        asked = {"regio": regio, "jaar": "2023", "peil": peil}
        selectie = read_selectie(wie, asked, codes.labels("regio"))
        made = bundel.make(selectie, codes, intern=False, per_regio=per_regio, vergelijk=False)
    return json.loads(uitvoer.as_json(made))


def aantal(data: Any, tabel: str, waarde: str) -> int | None:
    rijen = data["tabellen"][tabel]["rijen"]
    found: int | None = next(rij["aantal"] for rij in rijen if rij["waarde"] == waarde)
    return found


def test_without_a_decision_nothing_leaves_the_team_and_nothing_is_fixed() -> None:
    op("2024-02-01", *RIJEN)
    vraag = Vraag("rapport", "AM08", 2023, date(2024, 3, 1))
    with time_machine.travel("2024-03-02 12:00+00:00"):
        with pytest.raises(Weigering, match="nog niet vastgesteld"):
            rapport.ask(actor("monitor"), vraag=vraag)
        with pytest.raises(Weigering, match="nog niet vastgesteld"):
            rapport_van()
    assert not Publicatie.objects.exists()


def test_one_proposes_and_somebody_else_decides() -> None:
    op("2024-02-01", *RIJEN)
    monitor = actor("monitor")
    with time_machine.travel("2024-03-02 12:00+00:00"):
        row = voorstel(monitor)
        assert row.status == "voorgesteld"
        assert not Publicatie.objects.exists()
        with pytest.raises(Weigering, match="zelf"):
            besluiten.confirm(monitor, vaststelling_id=row.pk)
        for soort in ("beleid", "coordinator"):
            with pytest.raises(Weigering, match="privacy"):
                besluiten.confirm(actor(soort), vaststelling_id=row.pk)
        with pytest.raises(Weigering, match="ligt al een voorstel"):
            voorstel(actor("monitor"))
        (made,) = besluiten.confirm(actor("privacy"), vaststelling_id=row.pk)
        assert aantal(rapport_van(peil="2024-03-01"), "geslacht", "vrouw") == 20
    assert (made.peildatum, made.vaststelling) == (date(2024, 3, 1), row)
    with scope(alles()):
        found = Auditregel.objects.filter(gebeurtenis__startswith="monitor_").order_by("pk")
        events = list(found.values_list("gebeurtenis", flat=True))
    assert events == [
        "monitor_vaststelling_voorgesteld", "monitor_vaststelling_berekend",
        "monitor_vaststelling_bevestigd", "monitor_cijfers_vastgesteld",
    ]  # fmt: skip


def test_what_was_proposed_and_decided_is_kept_by_the_database() -> None:
    op("2024-02-01", *RIJEN)
    row = voorstel(actor("monitor"))
    ander = rol("privacy").medewerker_id
    decide = "UPDATE monitor_vaststelling SET besloten_op = now(), besloten_door_id ="
    columns = (
        "jaar, volgnummer, regios, peildatum, standen, vastgesteld_op, drempel, cijfers, dubbel, "
        "te_klein, erbij, boven_minimum, vaststelling_id"
    )
    values = f"2023, 1, '[]', now(), '{{}}', now(), 5, '{{}}', '[]', 0, 0, 0, {row.pk}"
    refused = (
        "UPDATE monitor_vaststelling SET status = 'vastgesteld'",
        f"{decide} door_id, status = 'vastgesteld'",
        "UPDATE monitor_vaststelling SET sets = '[]'",
        "UPDATE monitor_vaststelling SET peildatum = '2023-01-01'",
        f"{decide} {ander}, status = 'afgewezen'",
        "DELETE FROM monitor_vaststelling",
        # Published as if somebody had decided.
        f"INSERT INTO monitor_publicatie ({columns}) VALUES ({values})",
    )
    for statement in refused:
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    besluiten.reject(actor("privacy"), vaststelling_id=row.pk, reden="AM10 mist december.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Vaststelling.objects.update(reden="")
    assert not Publicatie.objects.exists()


def test_a_region_that_is_not_complete_stays_out_until_it_is() -> None:
    op("2024-02-01", *RIJEN)
    (first,) = stel_vast("2024-03-02", "AM08")
    assert first.regios == ["AM08"]
    with time_machine.travel("2024-04-01 12:00+00:00"):
        assert aantal(rapport_van(), "geslacht", "vrouw") == 10
    (later,) = stel_vast("2024-05-02", "AM10")
    assert later.regios == ["AM10"]
    with time_machine.travel("2024-06-01 12:00+00:00"):
        assert aantal(rapport_van(), "geslacht", "vrouw") == 20
        assert aantal(rapport_van(peil="2024-04-01"), "geslacht", "vrouw") == 10


def test_a_correction_of_enough_persons_becomes_a_next_edition() -> None:
    op("2024-02-01", *RIJEN)
    stel_vast("2024-03-02")
    op("2024-04-01", *RIJEN, *ERBIJ, vervang=True)
    (made,) = stel_vast("2024-05-02")
    assert made.vervangt is not None
    assert made.standen == {"AM10": "2024-03-01"}
    with time_machine.travel("2024-06-01 12:00+00:00"):
        after, before = rapport_van("AM08"), rapport_van("AM08", peil="2024-05-01")
        assert rapport_van("AM10")["tabellen"] == rapport_van("AM10", peil="2024-05-01")["tabellen"]
    assert [d["tabellen"]["geslacht"]["noemer"] for d in (before, after)] == [24, 36]
    assert aantal(before, "doelgroep", "ww") == 14
    assert aantal(after, "doelgroep", "ww") == 20
    # All twelve who came are women: that may not be read from the two side by side.
    assert (aantal(before, "geslacht", "vrouw"), aantal(after, "geslacht", "vrouw")) == (10, None)
    assert after["onthulling"]["vastgesteld"][0]["herzien"] is True


def test_a_correction_of_a_few_persons_waits_for_more() -> None:
    op("2024-02-01", *RIJEN)
    stel_vast("2024-03-02")
    op("2024-04-01", *RIJEN, *ERBIJ[:2], vervang=True)
    with time_machine.travel("2024-05-02 12:00+00:00"):
        row = voorstel(actor("monitor"))
    assert row.status == "mislukt"
    assert "te weinig veranderd" in row.fout
    op("2024-06-01", *RIJEN, *ERBIJ, vervang=True)
    assert len(stel_vast("2024-07-02")) == 1


def test_a_correction_of_prices_alone_waits_for_persons_and_the_page_says_so(
    als: Callable[[Any], Client],
) -> None:
    op("2024-02-01", *RIJEN)
    stel_vast("2024-03-02")
    duurder = [{**rij, "kosten": "999.00"} if rij["regio"] == "AM08" else rij for rij in RIJEN]
    op("2024-04-01", *duurder, vervang=True)
    with time_machine.travel("2024-05-02 12:00+00:00"):
        with scope(actor("privacy")):
            states = queries.region_states(2023, queries.editions(2023), bundel.HOOFDSTUK_3)
        page = als(rol("privacy")).get("/monitor/vaststellen/2023/").content.decode()
        row = voorstel(actor("monitor"))
    assert [(s.code, s.veranderd, s.alleen_bedragen) for s in states] == [
        ("AM08", True, True), ("AM10", False, False),
    ]  # fmt: skip
    assert "alleen bedragen veranderd" in page
    assert row.status == "mislukt"
    op("2024-06-01", *duurder, *ERBIJ, vervang=True)
    (made,) = stel_vast("2024-07-02")
    assert made.known_on("AM08") == "2024-07-01"


def test_figures_that_a_command_gave_are_voorlopig_until_two_people_decide() -> None:
    op("2024-02-01", *RIJEN)
    with time_machine.travel("2024-02-10 12:00+00:00"):
        waiting = voorstel(actor("monitor"))
        codes, wie = codelijsten(), alles()
        with transaction.atomic(), scope(wie):
            selectie = read_selectie(wie, {"jaar": "2023"}, codes.labels("regio"))
            bundel.make(
                selectie, codes, intern=False, per_regio=False, vergelijk=False, voorlopig=True
            )
    first = Publicatie.objects.get()
    assert first.vaststelling is None
    with pytest.raises(Weigering, match="iets anders naar buiten"):
        besluiten.confirm(actor("privacy"), vaststelling_id=waiting.pk)
    besluiten.withdraw(actor("monitor"), vaststelling_id=waiting.pk)
    with time_machine.travel("2024-02-20 12:00+00:00"):
        assert rapport_van()["onthulling"]["vastgesteld"][0]["voorlopig"] is True
    (made,) = stel_vast("2024-03-02")
    assert (made.vervangt, made.cijfers) == (first, first.cijfers)
    with time_machine.travel("2024-04-01 12:00+00:00"):
        assert rapport_van()["onthulling"]["vastgesteld"][0]["voorlopig"] is False


def test_two_proposals_cannot_publish_beside_each_other() -> None:
    op("2024-02-01", *RIJEN)
    stel_vast("2024-03-02")
    op("2024-04-01", *RIJEN, *ERBIJ, vervang=True)
    with time_machine.travel("2024-05-02 12:00+00:00"):
        row = voorstel(actor("monitor"))
        monitor, privacy = actor("monitor"), actor("privacy")
        made = row.sets[0]
        besluiten.confirm(privacy, vaststelling_id=row.pk)
        with pytest.raises(Weigering, match="Dit kan niet meer"):
            besluiten.confirm(privacy, vaststelling_id=row.pk)
        with pytest.raises(Weigering, match="Dit kan niet meer"):
            besluiten.withdraw(monitor, vaststelling_id=row.pk)
    assert Publicatie.objects.filter(vervangt_id=made["vervangt"]).count() == 1


def test_the_page_says_who_delivered_what_and_whoever_may_decides(
    als: Callable[[Any], Client],
) -> None:
    monitor, privacy = rol("monitor"), rol("privacy")
    op("2024-02-01", *RIJEN, {"regio": "AM10", "datum": "2023-12-01"})
    pad = "/monitor/vaststellen/2023/"
    page = als(monitor).get(pad).content.decode()
    assert "10 maanden zonder rijen" in page
    assert "jan, feb, mrt, apr, mei, jul" in page
    assert "Er zijn nog geen cijfers over dit jaar naar buiten gegaan" in page
    empty = als(monitor).post(pad, {"toelichting": "Klaar."})
    assert empty.status_code == 422
    als(monitor).post(pad, {"toelichting": "Klaar.", "regios": ["AM08", "AM10"]})
    row = Vaststelling.objects.get()
    taken.reken(vaststelling_id=row.pk, regio=row.regio)
    own = als(monitor).get(pad).content.decode()
    assert "Er ligt een voorstel" in own
    assert "Bevestig en stel vast" not in own
    assert "Bevestig en stel vast" in als(privacy).get(pad).content.decode()
    assert (
        "wacht op een tweede persoon" in als(privacy).get("/monitor/vaststellen/").content.decode()
    )
    als(privacy).post(f"/monitor/vaststellen/voorstel/{row.pk}/bevestigen/")
    after = als(rol("beleid")).get(pad).content.decode()
    assert "vastgesteld" in after
    assert "ongewijzigd sinds" in after
    assert "Stel voor om" not in after


def test_a_proposal_waits_in_the_werkvoorraad_of_who_may_decide_and_of_nobody_else(
    als: Callable[[Any], Client], django_assert_num_queries: Any
) -> None:
    proposer = actor("monitor")
    op("2024-02-01", *RIJEN)
    with time_machine.travel("2024-03-02 12:00+00:00"):
        row = voorstel(proposer)
    colleague, privacy = actor("monitor"), actor("privacy")
    zin = "Beslis over de cijfers van 2023"
    for wie in (colleague, privacy):
        (wacht,) = queries.waiting_for(wie)
        assert (wacht.titel, wacht.url) == (zin, "/monitor/vaststellen/2023/")
    assert zin in als(rol("privacy")).get("/werkvoorraad/").content.decode()
    others = [actor(soort) for soort in ("beleid", "coordinator", "consulent", "kassier")]
    with django_assert_num_queries(0):
        assert [queries.waiting_for(wie) for wie in others] == [[]] * 4
    assert queries.waiting_for(proposer) == []
    with django_assert_num_queries(1):
        queries.waiting_for(colleague)
    besluiten.reject(privacy, vaststelling_id=row.pk, reden="Er mist een maand.")
    assert queries.waiting_for(colleague) == []


def test_the_page_asks_no_more_for_more_regions(als: Callable[[Any], Client]) -> None:
    client, pad = als(rol("monitor")), "/monitor/vaststellen/2023/"
    op("2024-02-01", *RIJEN)
    client.get(pad)
    with CaptureQueriesContext(connection) as few:
        client.get(pad)
    op("2024-02-02", *({**r, "regio": g} for g in ("AM11", "AM13") for r in EEN_REGIO), bron="B")
    with CaptureQueriesContext(connection) as more:
        assert "Flevoland" in client.get(pad).content.decode()
    assert len(more) == len(few)
