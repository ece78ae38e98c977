import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from ontschot.server import backup as module
from ontschot.server.backup import backup, herstel
from ontschot.server.data_folder import DataFolder
from ontschot.server.embedded import embedded_server
from ontschot.server.prepare import claim_database, modus_of_database
from ontschot.server.problem import Probleem
from ontschot.server.roles import Access

CLOSED_TABLE = """
CREATE TABLE dossier (id int PRIMARY KEY, naam text);
INSERT INTO dossier SELECT i, 'persoon ' || i FROM generate_series(1, 3) i;
ALTER TABLE dossier ENABLE ROW LEVEL SECURITY;
ALTER TABLE dossier FORCE ROW LEVEL SECURITY;
CREATE POLICY niemand ON dossier USING (false);
GRANT SELECT ON dossier TO ontschot_app;
"""


@pytest.fixture(autouse=True)
def _without_migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "migrate", lambda *_arguments: None)


@pytest.fixture
def filled(cluster_data: DataFolder) -> Iterator[DataFolder]:
    """A database with three rows that its own owner cannot see."""
    with embedded_server(cluster_data) as access:
        with psycopg.connect(access.eigenaar_url) as connection:
            connection.execute(CLOSED_TABLE)
        claim_database(access, "demo")
        assert count(access.eigenaar_url) == 0
    yield cluster_data
    with embedded_server(cluster_data) as access, psycopg.connect(access.eigenaar_url) as owner:
        owner.execute("DROP TABLE IF EXISTS dossier, later")
        owner.execute("COMMENT ON SCHEMA public IS NULL")


def count(url: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM dossier").fetchone()
    return row[0] if row else None


def all_rows(access: Access) -> object:
    assert access.beheer_url is not None
    return count(access.beheer_url)


def test_a_backup_holds_the_rows_that_the_policies_hide(
    filled: DataFolder, data: DataFolder, tmp_path: Path
) -> None:
    file = tmp_path / "ontschot.backup"
    assert backup(filled, file) == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert herstel(data, file, sure=False) == 0
    with embedded_server(data) as access:
        assert all_rows(access) == 3
        assert count(access.app_url) == 0, "the policy came along"
        assert modus_of_database(access) == "demo"
    assert data.about()["modus"] == "demo", "a demo does not become real by a backup"


def test_a_database_with_tables_is_replaced_only_when_asked_for(
    filled: DataFolder, tmp_path: Path
) -> None:
    file = tmp_path / "ontschot.backup"
    backup(filled, file)
    with embedded_server(filled) as access, psycopg.connect(access.eigenaar_url) as connection:
        connection.execute("CREATE TABLE later (id int)")
    with pytest.raises(Probleem, match="staan al gegevens"):
        herstel(filled, file, sure=False)
    assert herstel(filled, file, sure=True) == 0
    with embedded_server(filled) as access, psycopg.connect(access.eigenaar_url) as connection:
        assert connection.execute("SELECT to_regclass('later')").fetchone() == (None,)


def test_a_database_in_use_is_not_replaced(filled: DataFolder, tmp_path: Path) -> None:
    file = tmp_path / "ontschot.backup"
    backup(filled, file)
    with embedded_server(filled) as access, psycopg.connect(access.app_url):
        with pytest.raises(Probleem, match="in gebruik"):
            herstel(filled, file, sure=True)
        assert all_rows(access) == 3


def test_a_damaged_backup_changes_nothing(filled: DataFolder, tmp_path: Path) -> None:
    file = tmp_path / "ontschot.backup"
    backup(filled, file)
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with pytest.raises(Probleem, match="pg_restore lukt niet"):
        herstel(filled, file, sure=True)
    with embedded_server(filled) as access:
        assert all_rows(access) == 3


def test_an_existing_file_is_not_overwritten(data: DataFolder, tmp_path: Path) -> None:
    file = tmp_path / "brief.txt"
    file.write_text("van een ander")
    with pytest.raises(Probleem, match="bestaat al"):
        backup(data, file)
    with pytest.raises(Probleem, match="geen backup van Ontschot"):
        herstel(data, file, sure=True)
    with pytest.raises(Probleem, match="niet te lezen"):
        herstel(data, tmp_path / "weg", sure=True)
    assert file.read_text() == "van een ander"
