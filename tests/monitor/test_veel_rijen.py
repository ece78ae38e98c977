"""A large delivery: the same figures, and no more memory than a small one."""

import io
import tracemalloc
from collections.abc import Iterator

import pytest

from ontschot.kern.scope import scope
from ontschot.monitor import queries
from ontschot.monitor.codes import codelijsten
from ontschot.monitor.db import CODEKOLOMMEN
from ontschot.monitor.levering import bestand, stukken
from ontschot.monitor.levering.bestand import Telling
from ontschot.monitor.levering.cellen import Woordenboek, from_bytes
from ontschot.monitor.levering.kolommen import KostenLezer, readers
from ontschot.monitor.levering.lezen import KOLOMMEN, read_parts
from ontschot.monitor.levering.vooruit import ahead
from ontschot.monitor.models import Leveringsrij
from ontschot.monitor.rules import VROEGSTE_DATUM, Leesfout, lees_kosten
from ontschot.monitor.selectie import read_selectie
from tests.monitor.factories import GOED, alles, csv_bestand, lever

pytestmark = pytest.mark.django_db


def _bestand(regels: int) -> bytes:
    kop = ",".join(KOLOMMEN)
    cells = ",".join(GOED[kolom] for kolom in KOLOMMEN[1:-1])
    lines = (f"R{n},{cells},{n % 9999}.{n % 90 + 10}" for n in range(regels))
    return ("\n".join([kop, *lines]) + "\n").encode()


def _peak(regels: int) -> int:
    """Bytes that reading a file of so many lines takes at most, beside the file itself."""
    stroom = io.BytesIO(_bestand(regels))
    codes = codelijsten()
    nummers = {
        kolom: {code.code: n for n, code in enumerate(codes.lijsten[kolom])}
        for kolom in CODEKOLOMMEN
    }
    periode = (VROEGSTE_DATUM, VROEGSTE_DATUM.replace(year=2026))
    lezers = readers(codes, nummers, sorted(codes.labels("regio")), periode, lambda _regio: None)
    tracemalloc.start()
    for _ in read_parts(stroom, lezers, Telling(), {}):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_reading_ten_times_the_lines_takes_the_same_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stukken, "STUK", 128 * 1024)
    small, large = _peak(6_000), _peak(60_000)
    assert large < 1.3 * small


NIET_IN_DE_LIJST = "staat niet in de lijst. Schrijf bijvoorbeeld vrouw, man of onbekend."


def test_a_file_in_many_parts_comes_in_whole_also_with_an_id_twice_in_different_parts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stukken, "STUK", 4096)
    rijen = [{"kosten": f"{n}.50", "doelgroep": ("ww", "WW-er")[n % 2]} for n in range(300)]
    rijen[250] = rijen[250] | {"id": "R00003"}
    rijen[280] = rijen[280] | {"id": "R00100", "geslacht": "?"}
    uitslag = lever(csv_bestand(*rijen), alles_of_niets=False)
    assert (uitslag.geladen, uitslag.geweigerd) == (298, 2)
    assert [str(fout) for fout in uitslag.fouten] == [
        "Regel 252, kolom id: “R00003” staat ook op regel 4. Een id komt één keer voor.",
        f"Regel 282, kolom geslacht: “?” {NIET_IN_DE_LIJST}",
        "Regel 282, kolom id: “R00100” staat ook op regel 101. Een id komt één keer voor.",
    ]
    with scope(alles()):
        selectie = read_selectie(alles(), {"jaar": "2023"}, {})
        assert queries.rapport(selectie).kosten_cent == sum(
            n * 100 + 50 for n in range(300) if n not in (250, 280)
        )
        assert sorted(Leveringsrij.objects.values_list("regel", flat=True))[-1] == 301


def test_a_refused_line_claims_its_id_for_the_parts_behind_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stukken, "STUK", 1024)
    rijen = [{"id": "A", "kosten": "x"}, *[{} for _ in range(40)], {"id": "A"}]
    uitslag = lever(csv_bestand(*rijen), alles_of_niets=False)
    assert [(fout.regel, fout.kolom) for fout in uitslag.fouten] == [(2, "kosten"), (43, "id")]


def test_a_quote_that_never_closes_pulls_in_the_parts_behind_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stukken, "STUK", 512)
    goed = csv_bestand(*[{} for _ in range(20)])
    uitslag = lever(goed + b'"R9,AM08,2023-01-01\n' + b"x,y\n" * 400, alles_of_niets=False)
    assert (uitslag.geladen, [fout.regel for fout in uitslag.fouten]) == (20, [22])


@pytest.mark.parametrize("groot", [False, True])
def test_quoted_cells_and_a_quote_inside_are_read_as_they_are_meant(groot: bool) -> None:
    regel = '"R{}","AM08","2023-06-12","matching","ww","man","hbo_wo","overig","uwv","uwv","1,50"'
    lines = [",".join(KOLOMMEN), *(regel.format(n) for n in range(3000 if groot else 3))]
    uitslag = lever("\r\n".join(lines).encode())
    assert (uitslag.geladen, uitslag.fouten) == (len(lines) - 1, ())


def test_two_texts_that_look_up_alike_never_take_each_others_meaning(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ontschot.monitor.levering.cellen.MENGEN", 1)
    twee = [b"aaaaaaaabbbbbbbb", b"bbbbbbbbaaaaaaaa"]
    lezer = Woordenboek({"aaaaaaaabbbbbbbb": 1, "bbbbbbbbaaaaaaaa": 2}.__getitem__)
    values, right = lezer.values(from_bytes([*twee, *twee]))
    assert (values.tolist(), right.all()) == ([1, 2, 1, 2], True)


def test_texts_longer_than_what_is_looked_up_are_read_too() -> None:
    lezer = Woordenboek(len)
    # One that is too long is learned first: it must not answer for the text that it begins with.
    assert lezer.values(from_bytes([b"x" * 70]))[0].tolist() == [70]
    texts = [b"x" * n for n in (1, 8, 9, 63, 64, 65, 66, 200)]
    for asked in (texts[::-1], [texts[4]], [texts[5]], texts):
        values, right = lezer.values(from_bytes(asked))
        assert (values.tolist(), right.all()) == ([len(text) for text in asked], True)


@pytest.mark.parametrize(
    "tekst", ["1.50", "0.00", "999999.99", "12,30", "1.234,50", "12", "-1.00", "1.5", "", "x.yz",
    "1000000.00", "1000000.01", "é.00", "....", "1.234"],
)  # fmt: skip
def test_an_amount_read_with_many_others_is_the_amount_read_alone(tekst: str) -> None:
    try:
        alone = lees_kosten(tekst)
    except Leesfout:
        alone = None
    values, right = KostenLezer().values(from_bytes([b"7.25", tekst.encode(), b"1.234,50"]))
    assert (values[1] if right[1] else None) == alone
    assert values[[0, 2]].tolist() == [725, 123_450]


def test_reading_ahead_raises_what_the_reading_raised_and_stops_when_nobody_listens() -> None:
    def parts() -> Iterator[int]:
        yield 1
        raise bestand.Onleesbaar("stuk")

    with pytest.raises(bestand.Onleesbaar, match="stuk"):
        list(ahead(parts()))
    endless = ahead(iter(int, 1))
    assert next(endless) == 0
    endless.close()
