import os
import stat
from pathlib import Path

import pytest

from ontschot.server.data_folder import DataFolder
from ontschot.server.problem import Probleem


def test_a_missing_folder_is_made_and_marked_as_ours(tmp_path: Path) -> None:
    folder = DataFolder.open(tmp_path / "een" / "twee")
    assert (folder.path / "ontschot.json").exists()
    assert not stat.S_IMODE(folder.path.stat().st_mode) & 0o066, "others cannot list it"
    assert DataFolder.open(folder.path) == folder


def test_a_folder_with_something_else_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "brief.txt").write_text("van een ander")
    with pytest.raises(Probleem, match="niet leeg en niet van Ontschot"):
        DataFolder.open(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["brief.txt"]


def test_a_file_is_not_a_folder(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("")
    with pytest.raises(Probleem, match="is geen map"):
        DataFolder.open(tmp_path / "var")


def test_demo_data_and_real_data_never_mix(data: DataFolder) -> None:
    data.claim("demo")
    data.claim("demo")
    with pytest.raises(Probleem, match="in gebruik voor 'demo', niet voor 'productie'"):
        data.claim("productie")


def test_secrets_are_made_once_differ_and_are_private(data: DataFolder) -> None:
    secrets = data.secrets()
    assert secrets == DataFolder.open(data.path).secrets()
    assert len(set(secrets.values())) == len(secrets)
    assert all(len(value) >= 40 for value in secrets.values())
    assert stat.S_IMODE((data.path / "geheimen.json").stat().st_mode) == 0o600


def test_a_damaged_secrets_file_is_named_and_not_replaced(data: DataFolder) -> None:
    (data.path / "geheimen.json").write_text("{half")
    with pytest.raises(Probleem, match=r"geheimen\.json is niet te lezen"):
        data.secrets()
    assert (data.path / "geheimen.json").read_text() == "{half"


def test_a_stamp_is_remembered_and_others_stay(data: DataFolder) -> None:
    data.set_stamp("een", "1")
    data.set_stamp("twee", "2")
    data.set_stamp("een", "3")
    assert (data.stamp("een"), data.stamp("twee"), data.stamp("drie")) == ("3", "2", "")


def test_emptying_leaves_an_empty_folder_of_ours(data: DataFolder) -> None:
    data.claim("demo")
    (data.path / "post").mkdir()
    (data.path / "post" / "brief").write_text("")
    link = data.path / "koppeling"
    link.symlink_to(os.devnull)
    data.empty()
    data.claim("productie")
    assert not (data.path / "post").exists()
    assert Path(os.devnull).exists()
