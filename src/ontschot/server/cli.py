"""The `ontschot` command: from what was typed to the function that does it."""

import argparse
import importlib.util
import os
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from ontschot.server.arguments import HELP, parse, take_data_folder
from ontschot.server.backup import backup, herstel
from ontschot.server.data_folder import DataFolder
from ontschot.server.manage import manage
from ontschot.server.problem import Probleem
from ontschot.server.running import demo, serve
from ontschot.server.testrun import run_tests

Command = Callable[[DataFolder, argparse.Namespace], int]


def _kassier(data: DataFolder, options: argparse.Namespace) -> int:
    return _domain_command(data, "kassier", ("controleer",), options.rest)


def _monitor(data: DataFolder, options: argparse.Namespace) -> int:
    verbs = ("controleer", "importeer", "rapport", "exporteer", "opendata", "pseudoniem")
    return _domain_command(data, "monitor", verbs, options.rest)


def _domain_command(data: DataFolder, room: str, verbs: Sequence[str], rest: Sequence[str]) -> int:
    if not rest or rest[0] not in verbs:
        raise Probleem(f"Schrijf: ./ontschot {room} {' of '.join(verbs)}. Zie ./ontschot help.")
    return manage(data, [f"{room}_{rest[0]}", *rest[1:]])


def _bench(data: DataFolder, options: argparse.Namespace) -> int:
    if importlib.util.find_spec("ontschot.server.bench") is None:
        raise Probleem("De metingen ontbreken in deze versie van Ontschot.")
    os.environ["ONTSCHOT_DATA"] = str(data.path)
    return int(importlib.import_module("ontschot.server.bench").main(options.rest))


COMMANDS: dict[str, Command] = {
    "demo": lambda data, options: demo(data, options.port, fresh=options.fresh, sure=options.ja),
    "serve": lambda data, options: serve(data, options.port),
    "test": lambda data, options: run_tests(data, options.rest),
    "manage": lambda data, options: manage(data, options.rest),
    "kassier": _kassier,
    "monitor": _monitor,
    "backup": lambda data, options: backup(data, options.bestand),
    "herstel": lambda data, options: herstel(data, options.bestand, sure=options.ja),
    "bench": _bench,
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Whatever goes wrong is one line, and exit status 2."""
    words = list(sys.argv[1:] if argv is None else argv)
    folder = Path.cwd()
    _stop_in_order()
    try:
        folder, words = take_data_folder(words)
        if not words or words[0] in {"help", "-h", "--help"}:
            print(HELP, end="")
            return 0
        return _run(words[0], words[1:], folder)
    except Probleem as problem:
        print(problem, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except Exception as fault:
        return _unexpected(fault, folder)


def _run(name: str, rest: Sequence[str], folder: Path) -> int:
    if name not in COMMANDS:
        raise Probleem(f"Het commando '{name}' bestaat niet. Zie ./ontschot help.")
    options = parse(name, rest)
    return COMMANDS[name](DataFolder.open(folder), options)


def _stop_in_order() -> None:
    """Unwind when asked to stop, instead of dying on the spot; asking twice changes nothing."""
    signs = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def stop(sign: int, _frame: object) -> None:
        for other in signs:
            signal.signal(other, signal.SIG_IGN)
        if sign == signal.SIGINT:
            raise KeyboardInterrupt
        raise SystemExit(128 + sign)

    for sign in signs:
        # `nohup` ignores SIGHUP on purpose; a shell's `&` ignores SIGINT, but we must hear it.
        if sign == signal.SIGINT or signal.getsignal(sign) is not signal.SIG_IGN:
            signal.signal(sign, stop)


def _unexpected(fault: Exception, folder: Path) -> int:
    """A fault of ours: one line for the user, the traceback for whoever mends it."""
    first = (str(fault).strip().splitlines() or [""])[0]
    line = f"Onverwachte fout: {type(fault).__name__}: {first}"
    if os.environ.get("ONTSCHOT_TRACEBACK"):
        traceback.print_exc()
    else:
        log = folder / "fout.log"
        try:
            with log.open("a", encoding="utf-8") as file:
                file.write(f"== {datetime.now(UTC).isoformat()} {' '.join(sys.argv)}\n")
                traceback.print_exc(file=file)
            line += f" (bijzonderheden in {log})"
        except OSError:
            line += " (zet ONTSCHOT_TRACEBACK=1 voor bijzonderheden)"
    print(line, file=sys.stderr)
    return 2
