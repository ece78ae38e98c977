"""What the children are told about the outside world."""

from pathlib import Path

import pytest

from ontschot.server.data_folder import DataFolder
from ontschot.server.environment import child_environment

CASES = [
    ("demo", {}, 8123, "http://127.0.0.1:8123"),
    ("demo", {"ONTSCHOT_HOSTS": "ontschot.voorbeeld.nl"}, 8123, "http://127.0.0.1:8123"),
    ("productie", {"ONTSCHOT_HOSTS": "een.nl, twee.nl"}, 8000, "https://een.nl"),
    ("productie", {"ONTSCHOT_HOSTS": ".een.nl"}, None, "https://een.nl"),
    (
        "productie",
        {"ONTSCHOT_HOSTS": "een.nl", "ONTSCHOT_WEBADRES": "https://x.nl"},
        1,
        "https://x.nl",
    ),
]


@pytest.mark.parametrize("case", CASES)
def test_links_in_messages_lead_to_where_people_find_us(
    case: tuple[str, dict[str, str], int | None, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    modus, said, port, address = case
    for name in ("ONTSCHOT_HOSTS", "ONTSCHOT_WEBADRES"):
        monkeypatch.delenv(name, raising=False)
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    folder = DataFolder(tmp_path)
    assert child_environment(folder, None, modus, port=port)["ONTSCHOT_WEBADRES"] == address
