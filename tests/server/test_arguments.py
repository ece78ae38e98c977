from pathlib import Path

import pytest

from ontschot.server.arguments import HELP, in_dutch, parse, take_data_folder
from ontschot.server.cli import COMMANDS
from ontschot.server.places import default_data_folder
from ontschot.server.problem import Probleem


@pytest.mark.parametrize(
    "argv",
    [
        ["--data", "/a", "demo", "--port", "9000"],
        ["demo", "--data", "/a", "--port", "9000"],
        ["demo", "--port", "9000", "--data=/a"],
    ],
)
def test_the_data_folder_may_stand_anywhere(argv: list[str]) -> None:
    assert take_data_folder(argv) == (Path("/a"), ["demo", "--port", "9000"])


def test_behind_a_lone_double_dash_nothing_is_ours() -> None:
    folder, rest = take_data_folder(["manage", "x", "--", "--data", "y"])
    assert (folder, rest) == (default_data_folder(), ["manage", "x", "--", "--data", "y"])


@pytest.mark.parametrize("argv", [["demo", "--data"], ["demo", "--data="]])
def test_a_data_option_without_a_folder_is_refused(argv: list[str]) -> None:
    with pytest.raises(Probleem, match="Achter --data ontbreekt"):
        take_data_folder(argv)


def test_the_environment_names_the_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONTSCHOT_DATA", "/elders")
    assert take_data_folder(["demo"])[0] == Path("/elders")


@pytest.mark.parametrize("port", ["0", "65536", "-1", "acht", "8000.0", ""])
def test_a_wrong_port_is_named_in_dutch(port: str) -> None:
    with pytest.raises(Probleem, match=r"poort|waarde"):
        parse("demo", ["--port", port])


@pytest.mark.parametrize(
    ("command", "argv", "said"),
    [
        ("demo", ["--snel"], "onbekend: --snel"),
        ("demo", ["--port"], "achter --port ontbreekt een waarde"),
        ("serve", ["--fresh"], "onbekend: --fresh"),
        ("backup", [], "er ontbreekt iets: bestand"),
        ("demo", ["--fresh=ja"], "--fresh heeft geen waarde"),
    ],
)
def test_a_mistake_is_one_dutch_line(command: str, argv: list[str], said: str) -> None:
    with pytest.raises(Probleem) as caught:
        parse(command, argv)
    assert said in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("command", ["test", "manage", "bench", "kassier", "monitor"])
def test_what_is_for_others_is_passed_on_unread(command: str) -> None:
    assert parse(command, ["-k", "x", "--port"]).rest == ["-k", "x", "--port"]


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_stands_in_the_help(command: str) -> None:
    assert f"\n  {command} " in HELP


@pytest.mark.parametrize(
    ("said", "dutch"),
    [
        ("argument --jaar: invalid int value: 'x'", "'x' is geen goede waarde voor --jaar"),
        (
            "argument --formaat: invalid choice: 'doc' (choose from 'json', 'pdf')",
            "'doc' kan niet bij --formaat; kies 'json', 'pdf'",
        ),
        ("the following arguments are required: FILE", "er ontbreekt iets: FILE"),
    ],
)
def test_what_argparse_says_is_said_in_dutch(said: str, dutch: str) -> None:
    assert in_dutch(said) == dutch
