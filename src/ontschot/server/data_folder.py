"""The data folder: its mark, its secrets, its locks and its stamps.

Everything the product writes stands below this one folder.
"""

import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ontschot.server.problem import Probleem

MARK = "ontschot.json"
SECRETS = "geheimen.json"
SECRET_NAMES = ("beheer", "eigenaar", "app", "geheim")


def write_private(path: Path, text: str) -> None:
    """Replace a file as a whole, readable for its owner only."""
    temporary = path.with_name(path.name + ".nieuw")
    temporary.unlink(missing_ok=True)
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    temporary.replace(path)


def _read_json(path: Path) -> dict[str, str]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as fault:
        raise Probleem(f"{path} is niet te lezen ({fault}). Zet het bestand terug.") from fault
    return {str(key): str(value) for key, value in content.items()}


@dataclass(frozen=True)
class DataFolder:
    """A data folder that exists, is ours and can be written."""

    path: Path

    @classmethod
    def open(cls, path: Path) -> "DataFolder":
        """Make the folder when it is missing; refuse one that holds something else."""
        path = path.absolute()
        try:
            # Root's PostgreSQL runs under another account, which must be able to pass through.
            path.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
            strange = not (path / MARK).exists() and any(path.iterdir())
        except (NotADirectoryError, FileExistsError) as fault:
            raise Probleem(f"{path} is geen map. Kies een andere met --data MAP.") from fault
        except OSError as fault:
            raise Probleem(_unwritable(path, fault)) from fault
        if strange:
            raise Probleem(
                f"De map {path} is niet leeg en niet van Ontschot. Kies een lege met --data MAP."
            )
        folder = cls(path)
        folder._mark()
        return folder

    def _mark(self) -> None:
        try:
            if not os.access(self.path, os.W_OK | os.X_OK):
                raise PermissionError(13, "geen schrijfrecht")
            if not (self.path / MARK).exists():
                write_private(self.path / MARK, json.dumps({"soort": "ontschot-gegevens"}))
        except OSError as fault:
            raise Probleem(_unwritable(self.path, fault)) from fault

    def about(self) -> dict[str, str]:
        """What the folder says of itself: `modus` once it was used by demo or serve."""
        return _read_json(self.path / MARK)

    def claim(self, modus: str) -> None:
        """Keep demo data and real data apart for ever."""
        about = self.about()
        known = about.get("modus", modus)
        if known != modus:
            raise Probleem(
                f"De map {self.path} is in gebruik voor '{known}', niet voor '{modus}'."
                " Kies een andere met --data MAP."
            )
        if "modus" not in about:
            write_private(self.path / MARK, json.dumps({**about, "modus": modus}))

    def secrets(self) -> dict[str, str]:
        """Passwords and keys, made once, in a file that only its owner reads."""
        known = _read_json(self.path / SECRETS)
        missing = [name for name in SECRET_NAMES if name not in known]
        if missing:
            known |= {name: secrets.token_urlsafe(48) for name in missing}
            write_private(self.path / SECRETS, json.dumps(known, indent=1))
        return known

    @contextmanager
    def lock(self, name: str) -> Iterator[None]:
        """Wait for our turn; the kernel gives the lock back when we die."""
        with (self.path / f".{name}.slot").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def stamp(self, name: str) -> str:
        """The last thing remembered under this name, or an empty string."""
        return _read_json(self.path / "stempels.json").get(name, "")

    def set_stamp(self, name: str, value: str) -> None:
        """Remember; two commands beside each other do not lose each other's stamp."""
        with self.lock("stempels"):
            known = _read_json(self.path / "stempels.json")
            write_private(self.path / "stempels.json", json.dumps({**known, name: value}))

    def empty(self) -> None:
        """Throw everything away. The caller asked, and holds the server's lock."""
        for child in self.path.iterdir():
            if child.suffix == ".slot":
                continue
            if child.is_dir() and not child.is_symlink():
                shutil.rmtree(child)
            else:
                child.unlink(missing_ok=True)
        self._mark()


def _unwritable(path: Path, fault: OSError) -> str:
    return (
        f"In de map {path} kan niet worden geschreven ({fault.strerror or fault})."
        " Kies een andere met --data MAP."
    )
