import os
import shutil
import signal
import stat
import time
from pathlib import Path

import psycopg
import pytest

from ontschot.server.cluster import SOCKET_PATH_MAX_BYTES, Cluster
from ontschot.server.data_folder import DataFolder
from ontschot.server.embedded import embedded_server, nobody_uses, revive, throwaway_server
from ontschot.server.problem import Probleem
from ontschot.server.roles import Access


def cluster_of(data: DataFolder) -> Cluster:
    return Cluster(data.path / "postgres")


def one(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(query.encode()).fetchone()
    return row[0] if row else None


def test_a_used_server_runs_and_an_unused_one_does_not(cluster_data: DataFolder) -> None:
    with embedded_server(cluster_data) as access:
        assert one(access.app_url, "SELECT current_user") == "ontschot_app"
        assert cluster_of(cluster_data).pid() is not None
    assert cluster_of(cluster_data).pid() is None


@pytest.mark.parametrize("which", ["app_url", "eigenaar_url"])
def test_neither_role_can_pass_by_the_policies(access: Access, which: str) -> None:
    powers = "SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles"
    assert one(getattr(access, which), f"{powers} WHERE rolname = current_user") is False


def test_the_application_makes_no_tables(access: Access) -> None:
    with (
        psycopg.connect(access.app_url) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("CREATE TABLE van_mij (id int)")


def test_without_the_password_nobody_comes_in(access: Access) -> None:
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(access.app_url.replace("ontschot_app:", "ontschot_app:x"))


def test_the_server_does_not_listen_to_the_network(access: Access) -> None:
    assert one(access.app_url, "SHOW listen_addresses") == ""


def test_a_cluster_with_real_data_writes_safely(access: Access) -> None:
    assert one(access.app_url, "SHOW fsync") == "on"
    assert one(access.app_url, "SHOW synchronous_commit") == "on"


def test_the_last_one_out_stops_the_server(cluster_data: DataFolder) -> None:
    first, second = embedded_server(cluster_data), embedded_server(cluster_data)
    first.__enter__()
    pid = cluster_of(cluster_data).pid()
    access = second.__enter__()
    first.__exit__(None, None, None)
    assert cluster_of(cluster_data).pid() == pid
    assert one(access.app_url, "SELECT 1") == 1
    second.__exit__(None, None, None)
    assert cluster_of(cluster_data).pid() is None


def test_a_fault_while_using_the_server_still_stops_it(cluster_data: DataFolder) -> None:
    with pytest.raises(ZeroDivisionError), embedded_server(cluster_data):
        raise ZeroDivisionError
    assert cluster_of(cluster_data).pid() is None


def test_a_killed_server_comes_back_with_everything_that_was_committed(
    cluster_data: DataFolder,
) -> None:
    with embedded_server(cluster_data) as access:
        with psycopg.connect(access.eigenaar_url) as connection:
            connection.execute("CREATE TABLE bewaard AS SELECT 42 AS getal")
        kill(cluster_data)
    with embedded_server(cluster_data) as access:
        assert one(access.eigenaar_url, "SELECT getal FROM bewaard") == 42
        kill(cluster_data)
        revive(cluster_data, lambda _line: None)
        assert one(access.eigenaar_url, "SELECT getal FROM bewaard") == 42
        with psycopg.connect(access.eigenaar_url) as connection:
            connection.execute("DROP TABLE bewaard")


def kill(data: DataFolder) -> None:
    pid = cluster_of(data).pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    while cluster_of(data).pid() is not None:
        time.sleep(0.01)


def test_a_pid_that_now_belongs_to_another_process_is_not_believed(
    cluster_data: DataFolder,
) -> None:
    pid_file = cluster_data.path / "postgres" / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{pid_file.parent}\n1\n5432\n\n\n0 0\nready\n")
    os.chown(pid_file, pid_file.parent.stat().st_uid, pid_file.parent.stat().st_gid)
    assert cluster_of(cluster_data).pid() is None
    with embedded_server(cluster_data) as access:
        assert one(access.app_url, "SELECT 1") == 1


def test_who_crashed_leaves_a_server_that_the_next_one_uses_and_stops(
    cluster_data: DataFolder,
) -> None:
    cluster = cluster_of(cluster_data)
    cluster.start()
    pid = cluster.pid()
    with embedded_server(cluster_data):
        assert cluster.pid() == pid
    assert cluster.pid() is None


def test_half_a_cluster_is_never_taken_for_a_whole_one(data: DataFolder) -> None:
    (data.path / "postgres.nieuw").mkdir()
    (data.path / "postgres.nieuw" / "PG_VERSION").write_text("18")
    (data.path / "postgres").mkdir()
    with pytest.raises(Probleem, match="geen PostgreSQL-map"), embedded_server(data):
        pass


def test_a_server_that_does_not_start_says_why_in_one_line(
    cluster_data: DataFolder, tmp_path: Path
) -> None:
    broken = DataFolder.open(tmp_path / "var")
    cluster = cluster_of(broken)
    shutil.copytree(cluster_data.path / "postgres", cluster.folder)
    (cluster.folder / "global" / "pg_control").unlink()
    owner = (cluster_data.path / "postgres").stat()
    for path in [cluster.folder, *cluster.folder.rglob("*")]:
        os.chown(path, owner.st_uid, owner.st_gid)
    with (
        pytest.raises(Probleem, match=r"start niet: .*pg_control") as caught,
        embedded_server(broken),
    ):
        pass
    assert len(str(caught.value).splitlines()) == 1


def test_a_folder_in_use_is_not_emptied(cluster_data: DataFolder) -> None:
    with (
        embedded_server(cluster_data),
        pytest.raises(Probleem, match="in gebruik"),
        nobody_uses(cluster_data),
    ):
        pass
    with nobody_uses(cluster_data):
        assert cluster_of(cluster_data).pid() is None


def test_a_closed_parent_stays_closed_and_the_path_may_be_long(tmp_path: Path) -> None:
    closed = tmp_path / "dicht"
    closed.mkdir(mode=0o700)
    deep = closed / ("een-lange-naam-" * 5) / ("nog-een-lange-naam-" * 4)
    assert len(os.fsencode(deep)) > SOCKET_PATH_MAX_BYTES
    data = DataFolder.open(deep)
    with embedded_server(data) as access:
        socket_folder = cluster_of(data).socket_folder()
        assert one(access.app_url, "SELECT 1") == 1
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
        cluster = (data.path / "postgres").stat()
        assert stat.S_IMODE(cluster.st_mode) == 0o700
        assert cluster.st_uid != 0
        assert stat.S_IMODE(socket_folder.stat().st_mode) == 0o700
    assert not socket_folder.exists()


def test_a_throw_away_server_is_gone_afterwards_and_so_is_what_a_crash_left(
    data: DataFolder,
) -> None:
    with throwaway_server(data) as (folder, access):
        assert one(access.app_url, "SHOW fsync") == "off"
        left = data.path / "test" / "achtergebleven"
        left.mkdir()
        with throwaway_server(data) as (other, _access):
            assert other != folder
            assert not left.exists()
        assert one(access.app_url, "SELECT 1") == 1
    assert list((data.path / "test").iterdir()) == []
