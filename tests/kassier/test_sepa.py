"""The payment file: valid by the official schema, reads back equal, refuses by the line."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sepaxml
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from schwifty import IBAN

from ontschot.kassier import sepa
from ontschot.kassier.sepa import Adres, Batch, Betaling, clean_text, pain001
from ontschot.kassier.target import easter, is_target_day, next_target_day
from ontschot.kern.errors import Weigering

SCHEMA = etree.XMLSchema(
    etree.parse(Path(sepaxml.__file__).parent / "schemas" / "pain.001.001.09.xsd")
)
NS = {"p": sepa.NAMESPACE}
GOOD = "NL91ABNA0417164300"
LINE = Betaling("AM08-B1-R1", 142_000, "FNV", "NL20INGB0001234567", "Declaratie 2026-03-FNV")
BATCH = Batch(
    "ONTSCHOT-AM08-1",
    datetime(2026, 3, 12, 9, 30, tzinfo=UTC),
    date(2026, 3, 13),
    "Gemeente Nijmegen",
    GOOD,
    (LINE,),
)


def read(content: bytes) -> Batch:
    """The file back as plain values, by another way than the one that wrote it."""
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False))
    SCHEMA.assertValid(root)

    def text(node: etree._Element, path: str) -> str:
        return str(node.findtext(path, "", NS))

    def address(node: etree._Element) -> Adres | None:
        if node.find("p:PstlAdr", NS) is None:
            return None
        names = ["TwnNm", "Ctry", "StrtNm", "BldgNb", "PstCd"]
        return Adres(*(text(node, f"p:PstlAdr/p:{name}") for name in names))

    info = root.find(".//p:PmtInf", NS)
    lines = tuple(
        Betaling(
            text(t, "p:PmtId/p:EndToEndId"),
            int(text(t, "p:Amt/p:InstdAmt").replace(".", "")),
            text(t, "p:Cdtr/p:Nm"),
            text(t, "p:CdtrAcct/p:Id/p:IBAN"),
            text(t, "p:RmtInf/p:Ustrd"),
            address(t.find("p:Cdtr", NS)),
        )
        for t in info.findall("p:CdtTrfTxInf", NS)
    )
    for level in (root.find(".//p:GrpHdr", NS), info):
        assert int(text(level, "p:NbOfTxs")) == len(lines)
        assert int(text(level, "p:CtrlSum").replace(".", "")) == sum(line.cent for line in lines)
    return Batch(
        text(root, ".//p:MsgId"),
        datetime.fromisoformat(text(root, ".//p:CreDtTm")),
        date.fromisoformat(text(info, "p:ReqdExctnDt/p:Dt")),
        text(info, "p:Dbtr/p:Nm"),
        text(info, "p:DbtrAcct/p:Id/p:IBAN"),
        lines,
        address(info.find("p:Dbtr", NS)),
    )


def test_a_batch_reads_back_equal() -> None:
    assert read(pain001(BATCH)) == BATCH


def test_an_address_is_structured() -> None:
    line = replace(LINE, adres=Adres("Nijmegen", "NL", "Korte Nieuwstraat", "6", "6511 PP"))
    batch = replace(BATCH, betalingen=(line,))
    assert read(pain001(batch)) == batch


hostile = st.text(max_size=400) | st.sampled_from(
    [
        "</Nm><Nm>x",
        "]]>",
        "&lt;",
        "\u202egnp.exe",
        "=cmd|' /C calc'!A0",
        "😀" * 80,
        "//a//b//",
        "\x00",
    ]
)
LETTERS = st.sampled_from(["Jansen", "Ærø Ørsted", "Ąćż", "Zoë"])


@given(naam=st.tuples(LETTERS, hostile), omschrijving=hostile, cent=st.integers(1, sepa.MAX_CENT))
def test_hostile_text_gives_a_valid_file_that_reads_back_equal(
    naam: tuple[str, str], omschrijving: str, cent: int
) -> None:
    line = replace(LINE, naam=" ".join(naam), omschrijving=omschrijving, cent=cent)
    back = read(pain001(replace(BATCH, betalingen=(line,)))).betalingen[0]
    assert back == replace(
        line, naam=clean_text(" ".join(naam), 70), omschrijving=clean_text(omschrijving, 140)
    )


@given(st.text(max_size=300), st.integers(1, 140))
def test_cleaned_text_is_in_the_character_set_and_stays_what_it_is(text: str, length: int) -> None:
    clean = clean_text(text, length)
    assert len(clean) <= length
    assert not sepa._NOT_ALLOWED.search(clean)
    assert "//" not in clean
    assert clean == clean.strip("/ ")
    assert clean_text(clean, length) == clean


def test_accents_become_letters() -> None:
    assert clean_text("Zoë Ærøskøbing & Łukasz – € 5", 70) == "Zoe AEroskobing + Lukasz - EUR 5"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"iban": "NL91ABNA0417164301"}, "rekeningnummer"),
        ({"iban": ""}, "rekeningnummer"),
        ({"iban": "US00"}, "rekeningnummer"),
        ({"iban": "SA0380000000608010167519"}, "SEPA"),
        ({"cent": 0}, "bedrag"),
        ({"cent": -1}, "bedrag"),
        ({"cent": sepa.MAX_CENT + 1}, "bedrag"),
        ({"naam": "北京"}, "naam"),
        ({"naam": "/ - /"}, "naam"),
        ({"end_to_end_id": "x" * 36}, "kenmerk"),
        ({"end_to_end_id": "/x"}, "kenmerk"),
        ({"end_to_end_id": "a//b"}, "kenmerk"),
        ({"end_to_end_id": "é"}, "kenmerk"),
        ({"end_to_end_id": "x\n"}, "kenmerk"),
        ({"end_to_end_id": ""}, "kenmerk"),
        ({"adres": Adres("", "NL")}, "adres"),
        ({"adres": Adres("Nijmegen", "Nederland")}, "adres"),
    ],
)
def test_a_wrong_line_is_refused_by_its_number(change: dict[str, Any], why: str) -> None:
    wrong = replace(LINE, **{"end_to_end_id": "AM08-B1-R2", **change})
    with pytest.raises(Weigering, match="Regel 2") as refusal:
        pain001(replace(BATCH, betalingen=(LINE, wrong)))
    assert why in refusal.value.zin


def test_the_same_line_twice_is_refused() -> None:
    with pytest.raises(Weigering, match="twee keer"):
        pain001(replace(BATCH, betalingen=(LINE, LINE)))


@pytest.mark.parametrize(
    "change",
    [
        {"betalingen": ()},
        {"betalingen": (LINE,) * (sepa.MAX_REGELS + 1)},
        {"uitvoerdatum": date(2026, 4, 3)},  # Good Friday
        {"uitvoerdatum": date(2026, 3, 11)},  # yesterday
        {"iban": "NL00ABNA0417164300"},
        {"naam": "؟"},
        {"kenmerk": ""},
    ],
)
def test_a_wrong_batch_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(Weigering):
        pain001(replace(BATCH, **change))


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(2000, 4, 23), (2008, 3, 23), (2019, 4, 21), (2024, 3, 31), (2026, 4, 5), (2038, 4, 25)],
)
def test_easter(year: int, month: int, day: int) -> None:
    assert easter(year) == date(year, month, day)


def test_target_days_of_2026() -> None:
    closed = ["2026-01-01", "2026-04-03", "2026-04-06", "2026-05-01", "2026-12-25", "2026-03-14"]
    assert not [day for day in closed if is_target_day(date.fromisoformat(day))]
    # King's Day, Liberation Day, Ascension and Whit Monday are ordinary banking days.
    open_days = ["2026-04-27", "2026-05-05", "2026-05-14", "2026-05-25"]
    assert all(is_target_day(date.fromisoformat(day)) for day in open_days)
    assert next_target_day(date(2026, 4, 3)) == date(2026, 4, 7)


@given(st.dates(date(2000, 1, 1), date(2200, 1, 1)))
def test_the_next_target_day_is_near_and_open(day: date) -> None:
    found = next_target_day(day)
    assert is_target_day(found)
    assert 0 <= (found - day).days <= 5


def test_the_iban_check_agrees_with_a_made_up_one() -> None:
    iban = IBAN.generate("NL", bank_code="INGB", account_code="1234567")
    assert sepa.clean_iban(iban.formatted) == iban.compact
