"""The nazorg question in the languages that the people speak: short sentences in data files.

A language is there when its file is there; every file has the same keys as the Dutch one.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "nazorgteksten"
EERSTE = "nl"


@cache
def languages() -> dict[str, Mapping[str, str]]:
    """The texts per language code, Dutch first."""
    found = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in FOLDER.glob("*.toml")}
    return {code: found[code] for code in sorted(found, key=lambda c: (c != EERSTE, c))}


def texts_in(taal: str) -> Mapping[str, str]:
    """The texts in this language, in Dutch when there are none."""
    known = languages()
    return known.get(taal[:2], known[EERSTE])
