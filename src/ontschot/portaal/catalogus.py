"""The English of the public pages, read from the `.po` files when Ontschot starts.

Django wants compiled `.mo` files, and compiling them asks for GNU gettext, which a fresh machine
does not have and a checkout should not hold. So the few hundred sentences are read here, in
memory, and added to the catalogue that Django keeps per language. Nothing is written.
"""

import ast
from collections.abc import Iterator
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from struct import pack

from django.conf import settings
from django.utils.translation import trans_real

# The keys of an entry; a line that begins with none of them goes on with the one before.
KEYS = ("msgctxt", "msgid_plural", "msgid", "msgstr[0]", "msgstr[1]", "msgstr")
CONTEXT, PLURAL = "\x04", "\x00"
MO_MAGIC = 0x950412DE


def install() -> None:
    """Add every `.po` file of the house to Django's catalogue of its language."""
    for folder in settings.LOCALE_PATHS:
        for path in sorted(Path(folder).glob("*/LC_MESSAGES/django.po")):
            language = path.parent.parent.name.replace("_", "-").lower()
            catalogue = GNUTranslations(BytesIO(compile_po(path.read_text("utf-8"))))
            trans_real.translation(language).merge(catalogue)


def compile_po(text: str) -> bytes:
    """The contents of a `.mo` file, as GNU msgfmt would write it (without a hash table).

    Leaves out fuzzy and untranslated entries. Raises ValueError for a file that cannot be read.
    """
    messages = dict(sorted(messages_of(text).items()))
    ids = [key.encode() for key in messages]
    texts = [value.encode() for value in messages.values()]
    start = 7 * 4 + 16 * len(messages)
    table, data = b"", b""
    for block in (ids, texts):
        for item in block:
            table += pack("<II", len(item), start + len(data))
            data += item + b"\0"
    header = pack("<7I", MO_MAGIC, 0, len(ids), 28, 28 + 8 * len(ids), 0, 0)
    return header + table + data


def messages_of(text: str) -> dict[str, str]:
    """Each translated message by its key (with context and plural, as gettext looks it up)."""
    found = {}
    for entry in _entries(text):
        plural = entry.get("msgid_plural")
        key = entry.get("msgid", "")
        if "msgctxt" in entry:
            key = entry["msgctxt"] + CONTEXT + key
        if plural is None:
            value = entry.get("msgstr", "")
        else:
            key += PLURAL + plural
            value = PLURAL.join(entry.get(f"msgstr[{n}]", "") for n in (0, 1))
        if value.strip(PLURAL):
            found[key] = value
    return found


def _entries(text: str) -> Iterator[dict[str, str]]:
    """The entries of a `.po` file, which empty lines keep apart."""
    for block in text.split("\n\n"):
        lines = [line for line in block.splitlines() if line.strip()]
        if any(line.startswith("#,") and "fuzzy" in line for line in lines):
            continue
        entry = _entry([line for line in lines if not line.startswith("#")])
        if entry:
            yield entry


def _entry(lines: list[str]) -> dict[str, str]:
    entry: dict[str, str] = {}
    current = ""
    for line in lines:
        key = next((k for k in KEYS if line.startswith(f"{k} ")), "")
        current = key or current
        if not current:
            raise ValueError(f"Not a line of a .po file: {line!r}")
        quoted = line.removeprefix(key).strip()
        entry[current] = entry.get(current, "") + str(ast.literal_eval(quoted))
    return entry
