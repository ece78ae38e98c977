"""Names put together at random from the lists of `namen.toml`: nobody in the demo exists."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from random import Random

DATA = Path(__file__).parent


@dataclass(frozen=True)
class Naamlijst:
    """Names that go together. `aandeel`: percent of the people; `taal`: what half of them speak."""

    aandeel: int
    taal: str
    vrouwen: tuple[str, ...]
    mannen: tuple[str, ...]
    achternamen: tuple[str, ...]


@dataclass(frozen=True)
class Naam:
    voornaam: str
    tussenvoegsel: str
    achternaam: str


def _read() -> tuple[Naamlijst, ...]:
    rows = tomllib.loads((DATA / "namen.toml").read_text("utf-8"))["lijst"]
    return tuple(
        Naamlijst(
            aandeel=row["aandeel"],
            taal=row["taal"],
            vrouwen=tuple(row["vrouwen"]),
            mannen=tuple(row["mannen"]),
            achternamen=tuple(row["achternamen"]),
        )
        for row in rows
    )


LIJSTEN = _read()


def split(achternaam: str) -> tuple[str, str]:
    """`van der Berg` is ("van der", "Berg"): what is written small comes before the name."""
    words = achternaam.split()
    small = [word for word in words if word[0].islower() or word[0] == "'"]
    return " ".join(small), " ".join(word for word in words if word not in small)


def draw_name(rng: Random, geslacht: str) -> tuple[Naam, str]:
    """A name for a `vrouw`, `man` or somebody else, and a language code that may go with it."""
    lijst = rng.choices(LIJSTEN, [lijst.aandeel for lijst in LIJSTEN])[0]
    voornamen = lijst.mannen if geslacht == "man" else lijst.vrouwen
    tussenvoegsel, achternaam = split(rng.choice(lijst.achternamen))
    taal = lijst.taal if rng.random() < 0.5 else "nl"
    return Naam(rng.choice(voornamen), tussenvoegsel, achternaam), taal
