"""Every Dutch noun that is a table stands in the glossary, itself or as what it is a part of."""

import re
import unicodedata
from pathlib import Path

from django.apps import apps

GLOSSARY = Path(__file__).parents[2] / "docs" / "glossary.md"
# What the introduction of the glossary says of words that are made of two.
PARTS = ("regel", "versie", "bestand", "inhoud", "instelling")


def _plain(text: str) -> str:
    """Small letters without accents, as a name in the code is written."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()


def _terms() -> set[str]:
    rows = re.findall(r"^\| ([^|]+) \|", GLOSSARY.read_text("utf-8"), flags=re.MULTILINE)
    return {word for row in rows for word in re.findall(r"[a-z]+", _plain(row))}


def _explained(noun: str, terms: set[str]) -> bool:
    first = (noun.removesuffix(part) for part in PARTS if noun.endswith(part))
    return noun in terms or any(word in terms or f"{word}en" in terms for word in first)


def test_every_table_has_its_word_in_the_glossary() -> None:
    terms = _terms()
    ours = [m for m in apps.get_models() if m.__module__.startswith("ontschot.")]
    names = {model.__name__: re.sub(r"(?<!^)(?=[A-Z])", " ", model.__name__) for model in ours}
    missing = {
        name
        for name, words in names.items()
        if not all(_explained(_plain(word), terms) for word in words.split())
    }
    assert missing == set()
