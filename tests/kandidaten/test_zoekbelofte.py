"""What the search promises, held against mistakes that nobody chose."""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from ontschot.kandidaten.rules import (
    NAAM_LIJKT,
    name_keys,
    name_likeness,
    plain,
    read_search,
    sound_of,
)
from ontschot.kandidaten.search import search
from ontschot.server import demo
from tests.kandidaten.factories import kandidaat
from tests.netwerk.factories import actor, rol

MAANDEN = "januari februari maart april mei juni juli augustus september oktober november december"
NAMEN = ("Willemsen", "Kowalska", "van der Steen", "Groothuis", "Scholten", "Mohammadi")
letters = st.text("abcdefghijklmnopqrstuvwxyz", min_size=5, max_size=14)


def mistakes(name: str) -> Iterator[str]:
    """Each letter left out, each doubled, each two neighbours exchanged."""
    for i, letter in enumerate(name):
        yield name[:i] + name[i + 1 :]
        yield name[:i] + letter + name[i:]
        if i + 1 < len(name):
            yield name[:i] + name[i + 1] + letter + name[i + 2 :]


def seen_through(name: str, typed: str) -> bool:
    """Whether somebody with this name is weighed, and weighed as alike."""
    question = read_search(typed)
    alike = name_likeness(question.woorden, [plain(name)])
    return bool(question.keys() & name_keys(name)) and alike >= NAAM_LIJKT


@given(letters, st.data())
def test_one_mistake_in_the_sound_is_seen_through(name: str, data: st.DataObject) -> None:
    typed = data.draw(st.sampled_from(list(mistakes(name))))
    one, other = sound_of(name), sound_of(typed)
    assume(name not in {"", typed} and len(one) > 2 and len(other) > 1)
    assume(OSA.distance(one, other) <= 1 and read_search(typed).woorden == (typed,))
    assert seen_through(name, typed)


def test_of_all_single_mistakes_in_dutch_names_three_in_a_hundred_are_not_seen_through() -> None:
    words = (Path(demo.__file__).parent / "namen.toml").read_text(encoding="utf-8")
    names = {plain(word) for word in _words(tomllib.loads(words))}
    tried = [(n, t) for n in sorted(names) if len(n) > 4 and n.isalpha() for t in mistakes(n)]
    missed = [pair for pair in tried if not seen_through(*pair)]
    assert len(tried) > 1000
    assert len(missed) <= 0.03 * len(tried), missed[:20]


def _words(found: object) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict | list):
        for part in found.values() if isinstance(found, dict) else found:
            yield from _words(part)


@pytest.mark.usefixtures("ruim")
def test_a_person_is_found_under_each_mistake_that_is_seen_through() -> None:
    gids = rol()
    people = {name: kandidaat(gids, achternaam=name).sleutel for name in NAMEN}
    wie = actor(gids)

    @given(st.sampled_from(NAMEN), st.data())
    def found(name: str, data: st.DataObject) -> None:
        last = plain(name).split()[-1]
        typed = data.draw(st.sampled_from([m for m in mistakes(last) if seen_through(last, m)]))
        assert people[name] in [hit.sleutel for hit in search(wie, typed)], typed

    found()


@pytest.mark.usefixtures("ruim")
def test_a_person_is_found_under_every_notation() -> None:
    gids, born = rol(), date(1974, 3, 5)
    person = kandidaat(gids, geboortedatum=born, postcode="6601 AB", telefoon="06-12345678").sleutel
    wie = actor(gids)
    day, month, year = born.day, born.month, born.year
    typed = [
        *(f"{d}{mark}{m}{mark}{year}" for d, m in ((day, month), ("05", "03")) for mark in "-/. "),
        f"{year}-03-05", "05031974", f"{day} {MAANDEN.split()[month - 1]} {year}", "5 mrt 1974",
        "6601 AB", "6601AB", "6601 ab", "6601ab",
        "0612345678", "06-12345678", "06 12 34 56 78", "06.1234.5678", "+31612345678",
        "+31 6 12345678", "0031 6 1234 5678", "+31 (0)6 12345678", "+31(0)612345678",
    ]  # fmt: skip
    missed = [text for text in typed if person not in [hit.sleutel for hit in search(wie, text)]]
    assert missed == []
