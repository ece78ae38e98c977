"""Every letter is a tagged PDF, and what a person typed is text, never markup."""

import json
from pathlib import Path

import pytest

from ontschot.web import pdf

LETTER = """#import "/web/pdf/brief.typ": brief
#let gegevens = json(bytes(sys.inputs.gegevens))
#show: brief.with(titel: gegevens.titel, kenmerk: "AM08-7K4M-2Q")
#gegevens.tekst
"""
HOSTILE = '#panic("x") *vet* $a$ <b> \u202eomgekeerd 😀 ' + "lang " * 2000


@pytest.fixture
def letter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    paper = (pdf.SRC / "web" / "pdf" / "brief.typ").read_text(encoding="utf-8")
    (tmp_path / "web" / "pdf").mkdir(parents=True)
    (tmp_path / "web" / "pdf" / "brief.typ").write_text(paper, encoding="utf-8")
    (tmp_path / "proef.typ").write_text(LETTER, encoding="utf-8")
    monkeypatch.setattr(pdf, "SRC", tmp_path)
    return "proef.typ"


@pytest.mark.parametrize(
    "tekst",
    [
        "Gewone tekst.",
        HOSTILE,
        "مرحبا بالعالم",
        "你好 👩‍👩‍👧",
        "\u0000\u001b\ufeff\u200b",
        "Ж ё ș ğ ł",
    ],
)
def test_a_letter_is_a_tagged_pdf_whatever_stands_in_it(letter: str, tekst: str) -> None:
    made = pdf.render(letter, {"titel": "Je plan", "tekst": tekst})
    assert made.startswith(b"%PDF-")
    assert b"pdfuaid" in made
    assert b"/StructTreeRoot" in made


@pytest.mark.parametrize(
    ("tekst", "op_papier"),
    [
        ("Bureau 😀🏳️\u200d🌈👩🏽\u200d🚀 plus", "Bureau ?????? plus"),
        ("株式会社 電通 国際情報サービス東京都港区港南二丁目", None),
        ("a\x00b\x1bc\x7fd\x85e\u200bf\ufeffg\u2060h\U000e0041i\u00adj", "abcdefghij"),
        ("factuur\u202efdp.exe\u202c \u2066x\u2069\u200f", "factuurfdp.exe x"),
        ("Z\u0335\u0301\u0323\u0488\u0335o", "Z\u0335\u0301o"),
        ("een\u2028twee\u2029drie", "een\ntwee\ndrie"),
        ("\ufffe\uffff\U0010ffff\ue000", "????"),
        ("<script>#panic($a$)</script> *b* \\", "<script>#panic($a$)</script> *b* \\"),
    ],
)
def test_hostile_words_cost_the_letter_nothing_else(
    letter: str, tekst: str, op_papier: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The amounts keep their euro, nothing runs backwards, and no letter takes many tries."""
    tried: list[str] = []
    compiled = pdf._compile

    def watched(template: str, gegevens: str) -> bytes:
        tried.append(gegevens)
        return compiled(template, gegevens)

    monkeypatch.setattr(pdf, "_compile", watched)
    assert pdf.render(letter, {"titel": "€ 1,00 – ‘één’", "tekst": tekst}).startswith(b"%PDF-")
    assert len(tried) <= 3
    said = json.loads(tried[-1])
    assert said["titel"] == "€ 1,00 – ‘één’"
    assert op_papier is None or said["tekst"] == op_papier


def test_a_word_that_fits_in_no_column_may_be_broken() -> None:
    """So it never runs over the amounts beside it; words that fit and IBANs stay whole."""
    fits = "sollicitatievaardigheden NL91ABNA0417164300 re-integratiebureau/arbeidsmarktregio"
    assert pdf._printable(fits) == fits
    long = "e\u0301" * 70
    broken = pdf._printable({"a": [long]})["a"][0]
    assert broken.replace(pdf.BREAK, "") == long
    assert max(len(part) for part in broken.split(pdf.BREAK)) <= 2 * pdf.BREAK_EVERY
    assert f"{pdf.BREAK}\u0301" not in broken
