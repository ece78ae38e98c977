"""Worker processes that order side by side, heard by the process that started them."""

import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass

from ontschot.server.problem import Probleem

READY_SECONDS = 120.0
# How long a worker may take to notice that the database is gone.
NOTICE_SECONDS = 30.0


class Werker:
    """One process and every line it said; a line is an answer that was committed."""

    def __init__(self, environment: dict[str, str], deel: int, van: int) -> None:
        self.process = subprocess.Popen(
            [
                sys.executable, "-m", "ontschot.server.django_command", "kassier_proef", "bestel",
                "--deel", str(deel), "--van", str(van),
            ],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True, bufsize=1,
        )  # fmt: skip
        self.lines: list[str] = []
        self.ready, self.over = threading.Event(), threading.Event()
        self._ear = threading.Thread(target=self._listen, daemon=True)
        self._ear.start()

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            if line == "klaar\n":
                self.ready.set()
            elif line.endswith("\n"):
                self.lines.append(line.strip())
                if line[0] in "cg":
                    self.over.set()
        self.over.set()

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def tell(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def kill(self) -> None:
        """Without any warning, as a power cut would."""
        if self.alive:
            os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._ear.join(10)


@dataclass(frozen=True)
class Gang:
    """How fast a crew went, and the processor that one order took, in milliseconds."""

    per_seconde: float
    python_ms: float
    database_ms: float


class Ploeg:
    """Several workers that start at the same moment, as often as they are asked."""

    def __init__(self, environment: dict[str, str], aantal: int) -> None:
        self.environment = environment
        self.werkers = [Werker(environment, deel, aantal) for deel in range(aantal)]

    def begin(self, *, fondsen: int, seconden: float, gereserveerd: bool = False) -> None:
        """All at once, when everybody knows what to order; who died before has a successor.

        With `gereserveerd` they only commit, what was reserved before.
        """
        self.werkers = [
            werker if werker.alive else Werker(self.environment, deel, len(self.werkers))
            for deel, werker in enumerate(self.werkers)
        ]
        for werker in self.werkers:
            werker.lines = []
            werker.ready.clear()
            werker.over.clear()
            werker.tell(f"{fondsen} {seconden} {int(gereserveerd)}")
        if not all(werker.ready.wait(READY_SECONDS) for werker in self.werkers):
            raise Probleem("Een werkproces van de proef komt niet op gang.")
        for werker in self.werkers:
            werker.tell("begin")

    def wait(self, seconden: float) -> None:
        """Until everybody said the last word, or died; who does neither in time is killed."""
        for werker in self.werkers:
            if not werker.over.wait(seconden):
                werker.kill()

    def stop(self) -> None:
        for werker in self.werkers:
            werker.kill()

    def said(self, letter: str) -> list[tuple[int, ...]]:
        """The numbers of the answers of one kind since the beginning."""
        return [
            tuple(int(word) for word in line.split()[1:])
            for werker in self.werkers
            for line in list(werker.lines)
            if line.startswith(f"{letter} ")
        ]

    def pace(self, *, fondsen: int, seconden: float, gereserveerd: bool = False) -> Gang:
        """Orders per second: reserved and committed, or with `gereserveerd` only committed."""
        self.begin(fondsen=fondsen, seconden=seconden, gereserveerd=gereserveerd)
        self.wait(seconden + NOTICE_SECONDS)
        said = self.said("c")
        if len(said) < len(self.werkers):
            raise Probleem("Een werkproces van de proef stopte te vroeg.")
        numbers, here, there, left = zip(*said, strict=True)
        if not all(left) or not all(numbers):
            raise Probleem("De proef had te weinig orders. Zet er meer klaar met --orders.")
        each = sum(numbers) * 1000
        return Gang(sum(numbers) / seconden, sum(here) / each, sum(there) / each)
