"""Every letter is a tagged PDF, and what a person typed is text, never markup."""

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
