"""Running PostgreSQL when we are root.

PostgreSQL refuses to run as root and wants its data folder to belong to the account it runs as.
So as root it runs as an unprivileged account. That account must be able to reach the binaries and
the data folder, which often lie below a folder that is closed to it. We never open a folder of
somebody else's: instead the child keeps one single capability, to pass through closed folders.
"""

import ctypes
import os
import pwd
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ontschot.server.problem import Probleem

# From linux/capability.h, linux/prctl.h and linux/securebits.h.
CAP_DAC_OVERRIDE = 1
CAP_DAC_READ_SEARCH = 2
PR_SET_SECUREBITS = 28
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
SECBIT_NO_SETUID_FIXUP = 1 << 2
CAPABILITY_VERSION_3 = 0x20080522


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
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            env=dict(env),
            start_new_session=True,
            preexec_fn=_becoming(self) if os.geteuid() == 0 else None,
        )

    def run(self, command: Sequence[str], *, env: Mapping[str, str]) -> tuple[int, str]:
        """Run a command as this account; its exit status and what it said."""
        try:
            process = self.popen(command, env=env, output=subprocess.PIPE)
        except (OSError, subprocess.SubprocessError) as fault:
            return 126, str(fault)
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


class _Header(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


class _Sets(ctypes.Structure):
    _fields_ = [
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    ]


def _becoming(account: Account) -> Callable[[], None]:
    """What the child does between fork and exec to become the account."""
    libc = ctypes.CDLL(None, use_errno=True)

    def checked(outcome: int) -> None:
        if outcome != 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))

    def become() -> None:
        if account.capability is not None:
            # Without this bit access(2) ignores the capability, and PostgreSQL uses access(2).
            checked(libc.prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP, 0, 0, 0))
        os.setgroups([])
        os.setresgid(account.gid, account.gid, account.gid)
        os.setresuid(account.uid, account.uid, account.uid)
        os.umask(0o077)
        if account.capability is None:
            return
        bit = 1 << account.capability
        header = _Header(CAPABILITY_VERSION_3, 0)
        sets = (_Sets * 2)(_Sets(bit, bit, bit), _Sets(0, 0, 0))
        checked(libc.capset(ctypes.byref(header), ctypes.byref(sets)))
        checked(libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, account.capability, 0, 0))

    return become
