"""The texts of the demo, read from `vragen.toml` and `zinnen.toml`."""

import tomllib
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from ontschot.server.demo.namen import DATA


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))


_VRAGEN, _ZINNEN = _read("vragen"), _read("zinnen")

# Per doelgroep, and `iedereen` and `los`.
VRAGEN: Mapping[str, Sequence[str]] = _VRAGEN["vraag"]
ANTWOORDEN: Sequence[str] = _VRAGEN["antwoord"]["algemeen"]
DOELEN: Mapping[str, Sequence[str]] = _VRAGEN["doel"]
GRONDEN: Mapping[str, Sequence[str]] = _ZINNEN["grond"]
CONTACTEN: Sequence[Mapping[str, Any]] = _ZINNEN["contact"]
NIET_MEER_NODIG = "Niet meer nodig: de kandidaat vond zelf werk."


def sentence(rng: Random, kind: str) -> str:
    """One of the sentences of this kind (`[zin]` in the file)."""
    return str(rng.choice(_ZINNEN["zin"][kind]))


def toetsantwoord(rng: Random, dienst: str) -> tuple[str, str]:
    """What came of a regular facility: (antwoord, reden)."""
    found = rng.choice(_ZINNEN["toets"].get(dienst, _ZINNEN["toets"]["anders"]))
    return found["antwoord"], found["reden"]
