"""Which columns the files of the old monitor have: `uitlevering.toml`, for writing and for reading.

Those of instroom and uitstroom were never published (domain.md 3.4): they are ours, and what they
are called is configuration.
"""

import tomllib
from functools import cache
from typing import Any

from ontschot.monitor.codes import REFERENTIE

SOORTEN = ("instroom", "interventies", "uitstroom")
VELDEN = {
    "instroom": ("id", "regio", "datum", "deur"),
    "interventies": (
        "id", "regio", "datum", "interventie", "doelgroep", "geslacht", "kwalificatie", "sector",
        "inkopende_partij", "eerstverantwoordelijke", "kosten",
    ),
    "uitstroom": ("id", "regio", "datum", "betekenis", "bron"),
}  # fmt: skip


@cache
def vorm() -> dict[str, Any]:
    """What `uitlevering.toml` says. Raises ValueError for an unknown field."""
    found = tomllib.loads((REFERENTIE / "uitlevering.toml").read_text("utf-8"))
    for soort in SOORTEN:
        unknown = {kolom["veld"] for kolom in found[soort]["kolommen"]} - set(VELDEN[soort])
        if unknown:
            raise ValueError(f"uitlevering.toml: {soort} kent geen {sorted(unknown)}.")
    return found


def kolomnamen(soort: str) -> dict[str, str]:
    """From each field to what its column is called in our files; the field itself if nothing."""
    namen = {kolom["veld"]: kolom["naam"] for kolom in vorm()[soort]["kolommen"]}
    return {veld: namen.get(veld, veld) for veld in VELDEN[soort]}
