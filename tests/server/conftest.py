"""One real cluster per test process; a test starts and stops it as it likes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ontschot.server.cluster import Cluster
from ontschot.server.data_folder import DataFolder
from ontschot.server.embedded import embedded_server
from ontschot.server.roles import Access


@pytest.fixture(autouse=True)
def _no_server_of_the_tester(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "ONTSCHOT_DATABASE_URL", "ONTSCHOT_MODUS", "ONTSCHOT_DATA"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def cluster_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DataFolder]:
    """A data folder with a cluster in it, not running."""
    data = DataFolder.open(tmp_path_factory.mktemp("cluster") / "var")
    with embedded_server(data):
        pass
    yield data
    Cluster(data.path / "postgres").stop()


@pytest.fixture
def access(cluster_data: DataFolder) -> Iterator[Access]:
    """The running server of that folder."""
    with embedded_server(cluster_data) as access:
        yield access


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    """An empty data folder."""
    return DataFolder.open(tmp_path / "var")
