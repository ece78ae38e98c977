"""Where the code lives: in a checkout, or in an installed wheel."""

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
SOURCE = PACKAGE.parent


def checkout() -> Path | None:
    """The root of the repository, or None when the package was installed from a wheel."""
    root = SOURCE.parent
    return root if SOURCE.name == "src" and (root / "pyproject.toml").is_file() else None


def default_data_folder() -> Path:
    """`ONTSCHOT_DATA`, else `var/` in the repository, else `var/` where you stand."""
    given = os.environ.get("ONTSCHOT_DATA")
    if given:
        return Path(given).expanduser()
    return (checkout() or Path.cwd()) / "var"
