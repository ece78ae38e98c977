"""One PostgreSQL cluster in one folder: make it, start it, stop it.

Who may use it at the same time, and which roles live in it, is not decided here.
"""

import os
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ontschot.server.binaries import postgres_binary
from ontschot.server.data_folder import write_private
from ontschot.server.privileges import Account, server_account
from ontschot.server.problem import Probleem

SUPERUSER = "ontschot_beheer"
PORT = 5432  # only a part of the socket's name: the server does not listen to the network
SOCKET_PATH_MAX_BYTES = 103  # 107 on Linux, 103 on macOS
START_TIMEOUT_SECONDS = 60
STOP_TIMEOUT_SECONDS = 60
LOG_MAX_BYTES = 10_000_000
# Without autovacuum: its workers would hold a test database that is being dropped.
THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
}


def _environment() -> dict[str, str]:
    """A clean environment: a PGPORT or PGOPTIONS of the user must not lead us elsewhere."""
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True)
class Cluster:
    """The cluster in `folder`. `durable=False` trades safety at a power cut for speed."""

    folder: Path
    durable: bool = True

    @property
    def log(self) -> Path:
        """What the server says, outside the cluster because we write it, not the server."""
        return self.folder.with_name(self.folder.name + ".log")

    @property
    def _socket_note(self) -> Path:
        return self.folder.with_name(self.folder.name + ".socket")

    @cached_property
    def account(self) -> Account:
        """Who the server runs as."""
        return server_account(self.folder, postgres_binary("postgres"), _environment())

    # -- making ------------------------------------------------------------------------------

    def initialise(self, password: str) -> None:
        """Make the cluster if it is not there. Half a cluster is never left behind."""
        if (self.folder / "PG_VERSION").exists():
            return
        if self.folder.exists():
            raise Probleem(f"{self.folder} is geen PostgreSQL-map. Haal haar weg of kies --data.")
        fresh = self.folder.with_name(self.folder.name + ".nieuw")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        password_file = self.folder.with_name(self.folder.name + ".wachtwoord")
        write_private(password_file, password)
        for path in (fresh, password_file):
            os.chown(path, self.account.uid, self.account.gid)
        command = [
            postgres_binary("initdb"), "-D", str(fresh), "-U", SUPERUSER,
            f"--pwfile={password_file}", "--auth=scram-sha-256", "--encoding=UTF8",
            "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
            "--no-instructions",
        ]  # fmt: skip
        if not self.durable:
            command.append("--no-sync")
        status, said = self.account.run(command, env=_environment())
        password_file.unlink()
        if status != 0:
            shutil.rmtree(fresh, ignore_errors=True)
            raise Probleem(f"De database kan niet worden gemaakt: {_last_line(said)}")
        fresh.rename(self.folder)

    # -- running -----------------------------------------------------------------------------

    def start(self) -> None:
        """Start the server and wait until it answers. Does nothing when it runs already."""
        if self.pid() is None:
            # A pid that now belongs to somebody else would keep PostgreSQL from starting. When
            # the process is dead or ours, PostgreSQL itself knows best what to do.
            (self.folder / "postmaster.pid").unlink(missing_ok=True)
        deadline = time.monotonic() + START_TIMEOUT_SECONDS
        while True:
            process = None if self.pid() else self._launch()
            if self._becomes_ready(process, deadline):
                return
            said = _last_line(self.log.read_text(errors="replace"))
            # After a kill -9 the children of the old server need a moment to notice.
            if "still in use" not in self._log_tail() or time.monotonic() > deadline:
                raise Probleem(f"PostgreSQL start niet: {said} (alles staat in {self.log})")
            time.sleep(0.5)

    def _launch(self) -> "subprocess.Popen[bytes]":
        if self.log.exists() and self.log.stat().st_size > LOG_MAX_BYTES:
            self.log.unlink()
        settings = {
            "listen_addresses": "",
            "port": str(PORT),
            "unix_socket_directories": str(self._choose_socket_folder()),
            "max_connections": "120",
            "log_timezone": "UTC",
            # What is asked is in memory or on a fast disk: looking in any order costs little, and
            # no question of a page is long enough to be compiled first.
            "random_page_cost": "1.1",
            "jit": "off",
            **({} if self.durable else THROWAWAY),
        }
        command = [postgres_binary("postgres"), "-D", str(self.folder)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        with self.log.open("ab") as log:
            return self.account.popen(command, env=_environment(), output=log)

    def _becomes_ready(self, process: "subprocess.Popen[bytes] | None", deadline: float) -> bool:
        while time.monotonic() < deadline:
            if self._status_line() == "ready" and self.pid():
                return True
            if process is None and not self.pid():
                return False
            if process is not None and process.poll() is not None:
                return False
            time.sleep(0.02)
        return False

    def stop(self) -> None:
        """Stop the server, whoever started it, and wait until it is gone."""
        for sign, seconds in (
            (signal.SIGINT, STOP_TIMEOUT_SECONDS),
            (signal.SIGQUIT, 10),
            (signal.SIGKILL, 10),
        ):
            pid = self.pid()
            if pid is None:
                break
            os.kill(pid, sign)
            deadline = time.monotonic() + seconds
            while self.pid() == pid and time.monotonic() < deadline:
                time.sleep(0.02)
        self._drop_socket_folder()

    def pid(self) -> int | None:
        """The process id of the living server of this very folder."""
        lines = self._pid_file()
        try:
            pid = int(lines[0])
            os.kill(pid, 0)
        except (IndexError, ValueError, ProcessLookupError):
            return None
        except PermissionError:
            return None
        return pid if _serves(pid, self.folder) else None

    def _status_line(self) -> str:
        lines = self._pid_file()
        return lines[7].strip() if len(lines) > 7 else ""

    def _pid_file(self) -> list[str]:
        try:
            return (self.folder / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []
        except PermissionError as fault:
            raise Probleem(
                f"De database in {self.folder} is van een ander account. Start Ontschot met dat"
                " account of kies een andere map met --data MAP."
            ) from fault

    def _log_tail(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-10:])

    # -- the socket --------------------------------------------------------------------------

    def socket_folder(self) -> Path:
        """Where the running server listens."""
        note = self._socket_note
        return Path(note.read_text()) if note.exists() else self.folder

    def _choose_socket_folder(self) -> Path:
        """The cluster's own closed folder, or a short private one when its path is too long.

        After a crash the same folder is used again, because the children know that one.
        """
        if len(os.fsencode(self.folder / f".s.PGSQL.{PORT}")) <= SOCKET_PATH_MAX_BYTES:
            self._drop_socket_folder()
            return self.folder
        known = self.socket_folder()
        if known != self.folder and _private_to(self.account, known):
            return known
        short = Path(tempfile.mkdtemp(prefix="ontschot-", dir="/tmp"))
        os.chown(short, self.account.uid, self.account.gid)
        write_private(self._socket_note, str(short))
        return short

    def _drop_socket_folder(self) -> None:
        if self._socket_note.exists():
            shutil.rmtree(self._socket_note.read_text(), ignore_errors=True)
            self._socket_note.unlink()


def _private_to(account: Account, folder: Path) -> bool:
    try:
        found = folder.lstat()
    except FileNotFoundError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == account.uid and not found.st_mode & 0o77


def _serves(pid: int, folder: Path) -> bool:
    """Is this process the server of that folder? A server's working folder is its cluster."""
    if Path("/proc/self/cwd").exists():
        try:
            return Path(f"/proc/{pid}/cwd").readlink() == folder.resolve()
        except OSError:
            return False
    shown = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return str(folder) in shown.stdout


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["geen melding"])[-1]
