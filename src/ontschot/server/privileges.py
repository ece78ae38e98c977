"""Running PostgreSQL when we are root.

PostgreSQL refuses to run as root and wants its data folder to belong to the account it runs as.
So as root it runs as an unprivileged account. That account must be able to reach the binaries and
the data folder, which often lie below a folder that is closed to it. We never open a folder of
somebody else's: instead the child keeps one single capability, to pass through closed folders.
"""

import os
import pwd
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ontschot.server import become
from ontschot.server.problem import Probleem

# From linux/capability.h: write past, and read past, the permissions of files and folders.
CAP_DAC_OVERRIDE = 1
CAP_DAC_READ_SEARCH = 2


@dataclass(frozen=True)
class Account:
    """Who the server runs as: nobody else than ourselves, unless we are root."""

    uid: int
    gid: int
    capability: int | None = None

    def popen(
        self, command: Sequence[str], *, env: Mapping[str, str], output: IO[bytes] | int
    ) -> "subprocess.Popen[bytes]":
        """Start a command as this account, in a session of its own, away from Ctrl-C."""
        return subprocess.Popen(
            [*self._becoming(), *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            env=dict(env),
            start_new_session=True,
        )

    def _becoming(self) -> list[str]:
        """The words before the command with which root becomes this account."""
        if os.geteuid() != 0:
            return []
        capability = "-" if self.capability is None else str(self.capability)
        account = ["account", str(self.uid), str(self.gid), capability]
        return [sys.executable, "-I", "-S", become.__file__, *account]

    def run(self, command: Sequence[str], *, env: Mapping[str, str]) -> tuple[int, str]:
        """Run a command as this account; its exit status and what it said."""
        process = self.popen(command, env=env, output=subprocess.PIPE)
        try:
            said, _ = process.communicate()
        except BaseException:
            process.kill()
            raise
        return process.returncode, said.decode(errors="replace")


def server_account(cluster: Path, binary: str, env: Mapping[str, str]) -> Account:
    """The account for this cluster, with the least that brings it to its folder and the binary."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    entry = _unprivileged(cluster)
    probe = ["/bin/sh", "-c", 'cd "$1" && exec "$2" --version', "sh", str(cluster.parent), binary]
    said = ""
    for capability in (None, CAP_DAC_READ_SEARCH, CAP_DAC_OVERRIDE):
        account = Account(entry.pw_uid, entry.pw_gid, capability)
        status, said = account.run(probe, env=env)
        if status == 0:
            return account
    last = (said.strip().splitlines() or ["geen melding"])[-1]
    raise Probleem(
        f"PostgreSQL draait niet als root en account '{entry.pw_name}' kan niet bij"
        f" {cluster.parent} of {binary} ({last}). Start Ontschot als gewone gebruiker."
    )


def _unprivileged(cluster: Path) -> pwd.struct_passwd:
    """Who already owns the cluster or its folder, if not root; otherwise `nobody`."""
    for place in (cluster, cluster.parent):
        if place.exists() and place.stat().st_uid != 0:
            try:
                return pwd.getpwuid(place.stat().st_uid)
            except KeyError as fault:
                raise Probleem(
                    f"De eigenaar van {place} (nummer {place.stat().st_uid}) bestaat hier niet."
                    " Geef de map aan een bestaand account of kies een andere met --data MAP."
                ) from fault
    try:
        return pwd.getpwnam("nobody")
    except KeyError as fault:
        raise Probleem(
            "PostgreSQL draait niet als root en het account 'nobody' ontbreekt."
            " Start Ontschot als gewone gebruiker."
        ) from fault
