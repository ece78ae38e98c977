from collections.abc import Iterator

import psycopg
import pytest

from ontschot.server import own_server as module
from ontschot.server.data_folder import DataFolder
from ontschot.server.own_server import own_server
from ontschot.server.problem import Probleem
from ontschot.server.roles import Access, with_database, with_role


@pytest.fixture
def theirs(access: Access) -> Iterator[str]:
    """Somebody else's server: a role that may make roles, with a database of its own."""
    assert access.beheer_url is not None
    server = with_database(access.beheer_url, "postgres")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CREATE ROLE regio LOGIN CREATEROLE PASSWORD 'ge/heim'")
        connection.execute("CREATE DATABASE register OWNER regio")
    yield with_role(with_database(access.beheer_url, "register"), "regio", "ge/heim")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("DROP DATABASE register WITH (FORCE)")
        connection.execute("DROP ROLE IF EXISTS regio_app, met_de_hand, regio")


def test_the_application_role_is_made_beside_the_owner(theirs: str, data: DataFolder) -> None:
    for _again in range(2):
        with own_server(data, theirs) as access:
            assert (access.eigenaar_url, access.app_role) == (theirs, "regio_app")
            assert access.beheer_url is None
            with psycopg.connect(access.app_url) as connection:
                row = connection.execute("SELECT current_user, current_database()").fetchone()
            assert row == ("regio_app", "register")


def test_a_second_data_folder_brings_its_own_password(
    theirs: str, data: DataFolder, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with own_server(data, theirs):
        pass
    other = DataFolder.open(tmp_path_factory.mktemp("ander") / "var")
    with own_server(other, theirs) as access:
        psycopg.connect(access.app_url).close()


def test_an_owner_that_may_not_make_roles_is_told_what_to_do(
    theirs: str, access: Access, data: DataFolder
) -> None:
    assert access.beheer_url is not None
    with psycopg.connect(access.beheer_url) as connection:
        connection.execute("ALTER ROLE regio NOCREATEROLE")
    with (
        pytest.raises(Probleem, match=r"'regio'.*'regio_app' niet maken.*CREATEROLE"),
        own_server(data, theirs),
    ):
        pass


def test_a_role_made_by_hand_is_used_unless_it_passes_by_the_policies(
    theirs: str, access: Access, data: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert access.beheer_url is not None
    with psycopg.connect(access.beheer_url) as connection:
        connection.execute("CREATE ROLE met_de_hand LOGIN PASSWORD 'x'")
    by_hand = with_role(theirs, "met_de_hand", "x")
    monkeypatch.setenv("ONTSCHOT_DATABASE_URL", by_hand)
    with own_server(data, theirs) as found:
        assert (found.app_url, found.app_role) == (by_hand, "met_de_hand")
    with psycopg.connect(access.beheer_url) as connection:
        connection.execute("ALTER ROLE met_de_hand BYPASSRLS")
    with pytest.raises(Probleem, match="geen BYPASSRLS"), own_server(data, theirs):
        pass


def test_a_server_that_is_too_old_is_refused(
    theirs: str, data: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "OLDEST_VERSION", 99)
    with (
        pytest.raises(Probleem, match="heeft versie 99 of nieuwer nodig"),
        own_server(data, theirs),
    ):
        pass


@pytest.mark.parametrize(
    "url", ["", "mysql://jan@server/x", "postgresql://server/x", "postgresql://jan@server", "x"]
)
def test_an_address_that_is_none_shows_how_to_write_one(url: str, data: DataFolder) -> None:
    with pytest.raises(Probleem, match="Schrijf: postgresql://gebruiker"), own_server(data, url):
        pass


def test_a_server_that_does_not_answer_is_one_line_without_the_password(data: DataFolder) -> None:
    with (
        pytest.raises(Probleem, match="Geen verbinding") as caught,
        own_server(data, "postgresql://jan:geheim@127.0.0.1:1/x"),
    ):
        pass
    assert len(str(caught.value).splitlines()) == 1
    assert "geheim" not in str(caught.value)
