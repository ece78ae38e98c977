"""Worker processes that order side by side, heard by the process that started them."""

import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from typing import Any

from ontschot.server.problem import Probleem

READY_SECONDS = 120.0


@dataclass
class Werker:
    """One process and every line it said; a line is an answer that was committed."""

    process: "subprocess.Popen[str]"
    lines: list[str] = field(default_factory=list)
    ready: threading.Event = field(default_factory=threading.Event)

    def listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            if line == "klaar\n":
                self.ready.set()
            elif line.endswith("\n"):
                self.lines.append(line.strip())

    def kill(self) -> None:
        """Without any warning, as a power cut would."""
        if self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGKILL)


class Ploeg:
    """Several workers that start at the same moment."""

    def __init__(
        self,
        environment: dict[str, str],
        aantal: int,
        *,
        fondsen: int,
        seconden: float,
        gereserveerd: bool = False,
    ) -> None:
        """With `gereserveerd` they only commit, what was reserved before."""
        asked = ["--van", aantal, "--fondsen", fondsen, "--seconden", seconden]
        asked += ["--gereserveerd"] if gereserveerd else []
        self.werkers = [
            Werker(_launch(environment, ["--deel", number, *asked])) for number in range(aantal)
        ]
        self._ears = [threading.Thread(target=w.listen, daemon=True) for w in self.werkers]
        for ear in self._ears:
            ear.start()
        for werker in self.werkers:
            if not werker.ready.wait(READY_SECONDS):
                self.stop()
                raise Probleem("Een werkproces van de proef komt niet op gang.")

    def begin(self) -> None:
        for werker in self.werkers:
            assert werker.process.stdin
            werker.process.stdin.write("begin\n")
            werker.process.stdin.flush()

    def wait(self) -> None:
        """Until every worker is gone and every line was heard."""
        for werker, ear in zip(self.werkers, self._ears, strict=True):
            werker.process.wait()
            ear.join(10)

    def stop(self) -> None:
        for werker in self.werkers:
            werker.kill()
        self.wait()

    def said(self, letter: str) -> list[tuple[int, ...]]:
        """The numbers of the answers of one kind, so far."""
        return [
            tuple(int(word) for word in line.split()[1:])
            for werker in self.werkers
            for line in list(werker.lines)
            if line.startswith(f"{letter} ")
        ]


@dataclass(frozen=True)
class Gang:
    """How fast a crew went, and the processor that one order took, in milliseconds."""

    per_seconde: float
    python_ms: float
    database_ms: float


def pace(
    environment: dict[str, str],
    *,
    werkers: int,
    fondsen: int,
    seconden: float,
    gereserveerd: bool = False,
) -> Gang:
    """Orders per second: reserved and committed, or with `gereserveerd` only committed."""
    ploeg = Ploeg(
        environment, werkers, fondsen=fondsen, seconden=seconden, gereserveerd=gereserveerd
    )
    try:
        ploeg.begin()
        ploeg.wait()
    finally:
        ploeg.stop()
    said = ploeg.said("c")
    if len(said) < werkers:
        raise Probleem("Een werkproces van de proef stopte te vroeg.")
    numbers, here, there, left = zip(*said, strict=True)
    if not all(left) or not all(numbers):
        raise Probleem("De proef had te weinig orders. Zet er meer klaar met --orders.")
    each = sum(numbers) * 1000
    return Gang(sum(numbers) / seconden, sum(here) / each, sum(there) / each)


def _launch(environment: dict[str, str], options: list[Any]) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [
            sys.executable, "-m", "ontschot.server.django_command", "kassier_proef", "bestel",
            *map(str, options),
        ],
        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True, bufsize=1,
    )  # fmt: skip
