"""The rules of the regelingen without a database."""

import tomllib

from ontschot.regelingen.laden import BESTAND
from ontschot.regelingen.rules import Doelgroepregels


def rules_of_the_file() -> Doelgroepregels:
    """What `queries.doelgroepregels()` must find once the file is loaded."""
    data = tomllib.loads(BESTAND.read_text("utf-8"))
    return Doelgroepregels(
        labels={row["code"]: row["label"] for row in data["doelgroep"]},
        doelgroep_van={row["code"]: row["doelgroep"] for row in data["situatiesoort"]},
        wint=frozenset(
            (r["doelgroep"], loser) for r in data["voorrang"] for loser in r["wint_van"]
        ),
        feiten={row["code"]: row["label"] for row in data["situatiesoort"]},
        overlap={frozenset((row["a"], row["b"])): row["noot"] for row in data["overlap"]},
    )
