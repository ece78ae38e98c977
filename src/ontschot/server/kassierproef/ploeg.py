"""Worker processes that order side by side, heard by the process that started them."""

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

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
        self, environment: dict[str, str], aantal: int, *, fondsen: int, seconden: float
    ) -> None:
        self.werkers = [
            Werker(_launch(environment, number, aantal, fondsen, seconden))
            for number in range(aantal)
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


def orders_per_second(
    environment: dict[str, str], *, werkers: int, fondsen: int, seconden: float
) -> float:
    """Orders (reserved and committed) per second, after a short run-up."""
    ploeg = Ploeg(environment, werkers, fondsen=fondsen, seconden=seconden * 2 + 30)
    try:
        ploeg.begin()
        time.sleep(min(2.0, seconden / 4))
        before, started = len(ploeg.said("v")), time.monotonic()
        time.sleep(seconden)
        number, took = len(ploeg.said("v")) - before, time.monotonic() - started
        ran_dry = any(werker.process.poll() is not None for werker in ploeg.werkers)
    finally:
        ploeg.stop()
    if ran_dry or not number:
        raise Probleem("De proef had te weinig orders. Zet er meer klaar met --orders.")
    return number / took


def _launch(
    environment: dict[str, str], deel: int, van: int, fondsen: int, seconden: float
) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [
            sys.executable, "-m", "ontschot.server.django_command", "kassier_proef", "bestel",
            "--deel", str(deel), "--van", str(van), "--fondsen", str(fondsen),
            "--seconden", str(seconden),
        ],
        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True, bufsize=1,
    )  # fmt: skip
