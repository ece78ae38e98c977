"""Fifty people at once for money for a hundred orders, kill -9, and what the measuring says."""

import os
import subprocess
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction

from ontschot.kassier.actions import commit_verplichting, reserve
from ontschot.kassier.controle import check
from ontschot.kassier.models import Reservering, Saldo, Verplichting
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import scope, systeem
from ontschot.server.binaries import postgres_binary
from ontschot.server.data_folder import DataFolder
from ontschot.server.embedded import throwaway_server
from ontschot.server.environment import child_environment
from ontschot.server.kassierproef import meten
from ontschot.server.kassierproef.crash import DOELEN, crashes
from ontschot.server.kassierproef.ploeg import Gang
from ontschot.server.kassierproef.verslag import Controle, Groei, Tempo, met, table
from ontschot.server.kassierproef.wereld import places, seed
from ontschot.server.prepare import run_django_silently
from ontschot.server.roles import DATABASE, with_database
from ontschot.trajecten.models import Interventie

WENSEN, GELD_VOOR, VERBINDINGEN, CENT = 1000, 100, 50, 1000


def _room() -> int:
    """Fifty connections, or fewer when this server is shared and almost full."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('max_connections')::int - count(*) FROM pg_stat_activity"
        )
        return max(5, min(VERBINDINGEN, int(cursor.fetchone()[0]) - 12))


@pytest.mark.django_db(transaction=True)
def test_a_thousand_orders_at_once_for_money_for_a_hundred() -> None:
    seed(1, WENSEN, cent=CENT, money_for=GELD_VOOR)
    with transaction.atomic(), scope(systeem("AM01")):
        (place,) = places()
        asked = list(Interventie.objects.filter(regio_id="AM01").values_list("pk", flat=True))
    assert len(asked) == WENSEN

    def order(interventies: list[int]) -> Counter[bool]:
        done: Counter[bool] = Counter()
        for interventie in interventies:
            try:
                reserve(
                    place.coordinator,
                    interventie_id=interventie,
                    fondsregel_id=place.regel_id,
                    cent=CENT,
                )
                commit_verplichting(
                    place.gids,
                    interventie_id=interventie,
                    bedrag_cent=CENT,
                    btw="excl",
                    aanbieder="Bureau",
                )
                done[True] += 1
            except Weigering:
                done[False] += 1
        connection.close()
        return done

    side_by_side = _room()
    with ThreadPoolExecutor(side_by_side) as pool:
        outcomes = sum(
            pool.map(order, [asked[n::side_by_side] for n in range(side_by_side)]), Counter()
        )
    assert outcomes == {True: GELD_VOOR, False: WENSEN - GELD_VOOR}
    with transaction.atomic(), scope(systeem("AM01")):
        saldo = Saldo.objects.get(fondsregel=place.regel_id)
        assert (saldo.beschikbaar_cent, saldo.gereserveerd_cent) == (0, 0)
        assert saldo.verplicht_cent == GELD_VOOR * CENT
        assert Reservering.objects.count() == Verplichting.objects.count() == GELD_VOOR
        assert check().verschillen == ()


def _copied(name: str, beheer_url: str, to: Path) -> None:
    """The migrated database of the tests, on another server."""
    source = with_database(os.environ["ONTSCHOT_BEHEER_URL"], name)
    subprocess.run(
        [postgres_binary("pg_dump"), "-Fc", "-f", str(to), source], check=True, timeout=120
    )
    subprocess.run(
        [postgres_binary("pg_restore"), "--no-comments", "-d", beheer_url, str(to)],
        check=True, timeout=120,
    )  # fmt: skip


@pytest.mark.lang
def test_after_kill_9_the_books_agree_and_nothing_acknowledged_is_lost(
    tmp_path_factory: pytest.TempPathFactory, clean_database: str
) -> None:
    """The application, one process of the database, and the whole database; on durable storage."""
    folder = tmp_path_factory.mktemp("crash")
    folder.chmod(0o711)
    data = DataFolder.open(folder / "var")
    with throwaway_server(data, durable=True) as (own, access):
        assert access.beheer_url
        assert with_database(access.beheer_url, DATABASE) == access.beheer_url
        with psycopg.connect(access.beheer_url) as link:
            assert link.execute("SHOW fsync").fetchone() == ("on",)
        _copied(clean_database, access.beheer_url, folder / "schoon.dump")
        environment = child_environment(own, access, "demo")
        sow = ["kassier_proef", "zaai", "--fondsen", "2", "--orders", "400"]
        assert run_django_silently(sow, environment) == (0, "")
        found = crashes(own, access, environment, keer=3, werkers=2, fondsen=2)
    assert [klap.doel for klap in found] == list(DOELEN)
    assert all(klap.bevestigd for klap in found), "something was acknowledged before each crash"
    assert [klap for klap in found if not klap.goed] == []


def test_the_trial_refuses_any_database_but_a_demo(settings: object) -> None:
    with pytest.raises(CommandError, match="alleen op een demodatabase"):
        call_command("kassier_proef", "bestel")


def test_the_report_says_when_an_aim_is_not_met() -> None:
    quick = Gang(200.0, 3.0, 2.0)
    slow, fast = Tempo(1, quick, quick, 1000.0), Tempo(1, quick, quick, 500.0)
    many = Tempo(35, quick, quick, 10_000.0)
    assert (slow.verhouding, fast.verhouding) == (0.2, 0.4)
    in_time, too_late = Controle(1_000_000, 59.0), Controle(1_000_000, 61.0)
    assert not met([slow, many], [in_time])
    assert met([fast, many], [in_time])
    assert not met([fast], [too_late])
    shown = table([fast], [Groei(10_000, quick)], [in_time])
    assert "200,0" in shown
    assert "0,40" in shown
    assert "10.000" in shown


@pytest.mark.parametrize(
    ("asked", "parts"),
    [
        ([], (True, True, 0)),
        (["--deel", "tempo"], (True, False, 0)),
        (["--deel", "groei", "--deel", "crash"], (False, True, 50)),
        (["--crash"], (False, False, 50)),
        (["--crash", "7"], (False, False, 7)),
        (["--deel", "tempo", "--crash", "7"], (True, False, 7)),
    ],
)
def test_each_part_can_be_run_alone(asked: list[str], parts: tuple[bool, bool, int]) -> None:
    options = meten._parse(asked)
    assert (options.tempo, options.groei, options.crash) == parts
