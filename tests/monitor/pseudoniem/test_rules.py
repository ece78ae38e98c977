"""A pseudonym is the same in every region, another one each year, and tells nothing."""

import secrets
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ontschot.monitor.pseudoniem.rules import (
    Bestand,
    Onbruikbaar,
    blind,
    identity,
    make_file,
    read_file,
    read_key,
    tally,
)

SLEUTEL = bytes(range(40, 72))
DAG = date(1980, 5, 17)
DREMPEL = 5


def _bestand(regio: str, *nummers: int, jaar: int = 2023, sleutel: bytes = SLEUTEL) -> Bestand:
    return make_file(jaar, regio, sleutel, [f"1980-05-17|persoon{n}|a" for n in nummers])


def test_one_person_written_in_two_ways_is_one_person() -> None:
    own = identity(DAG, "José", "Smit-Özkan")
    assert own == identity(DAG, "josé maria", "SMIT ÖZKAN") == "1980-05-17|smitozkan|j"
    assert own != identity(DAG, "Maria", "Smit-Özkan")
    assert own != identity(date(1980, 5, 18), "José", "Smit-Özkan")


@pytest.mark.parametrize("feiten", [(None, "An", "Smit"), (DAG, "", "Smit"), (DAG, "An", "-")])
def test_who_is_known_too_little_gets_no_pseudonym(feiten: tuple[date | None, str, str]) -> None:
    assert identity(*feiten) is None
    bestand = make_file(2023, "AM08", SLEUTEL, [identity(*feiten)])
    assert (bestand.zonder_gegevens, len(bestand.pseudoniemen)) == (1, 0)


def test_regions_with_the_key_agree_and_two_years_have_nothing_in_common() -> None:
    assert _bestand("AM08", 1, 2).pseudoniemen == _bestand("AM10", 2, 1).pseudoniemen
    assert not _bestand("AM08", 1).pseudoniemen & _bestand("AM08", 1, jaar=2024).pseudoniemen
    other = secrets.token_bytes(32)
    assert not _bestand("AM08", 1).pseudoniemen & _bestand("AM08", 1, sleutel=other).pseudoniemen


def test_the_file_holds_nothing_of_a_person_and_comes_back_as_it_was() -> None:
    bestand = _bestand("AM08", *range(9))
    tekst = bestand.as_text()
    assert "persoon" not in tekst
    assert "1980" not in tekst
    assert read_file(tekst) == bestand
    body = tekst.splitlines()[7:]
    assert body == sorted(body)


@pytest.mark.parametrize(
    "kapot",
    ["", "iets anders\n", "{}x\n", "{}0123456789abcdef0123456789abcdef\n", "jaar;2023\n{}"],
)
def test_a_file_in_which_somebody_wrote_is_refused(kapot: str) -> None:
    with pytest.raises(Onbruikbaar):
        read_file(kapot.format(_bestand("AM08", 1, 2).as_text()))


@pytest.mark.parametrize("sleutel", ["", "abc", "geheim" * 20, "00" * 32, "0123" * 20, "ab" * 31])
def test_a_key_that_can_be_guessed_is_refused(sleutel: str) -> None:
    with pytest.raises(Onbruikbaar):
        read_key(sleutel)
    assert read_key(secrets.token_hex(32) + "\n")


def test_persons_in_two_regions_count_once() -> None:
    uitkomst = tally([_bestand("AM08", *range(20)), _bestand("AM10", *range(12, 40))], DREMPEL)
    assert (uitkomst.samen, uitkomst.uniek, uitkomst.in_meer) == (48, 40, 8)


def test_too_few_in_both_regions_are_not_told_nor_to_be_subtracted() -> None:
    for overlap in range(DREMPEL):
        files = [_bestand("AM08", *range(20)), _bestand("AM10", *range(20 - overlap, 40))]
        uitkomst = tally(files, DREMPEL)
        assert (uitkomst.uniek, uitkomst.in_meer) == (None, None)


def test_that_everybody_of_a_region_is_in_the_other_is_not_told() -> None:
    uitkomst = tally([_bestand("AM08", *range(8)), _bestand("AM10", *range(40))], DREMPEL)
    assert uitkomst.uniek is None


def test_a_few_persons_in_three_regions_are_not_to_be_subtracted() -> None:
    files = [_bestand(regio, *range(20)) for regio in ("AM08",)]
    files += [_bestand("AM10", *range(10, 40)), _bestand("AM11", 10, 11, *range(50, 80))]
    uitkomst = tally(files, DREMPEL)
    # 82 places, 70 persons: 10 in two or more regions and 2 of them in three.
    assert (uitkomst.samen, uitkomst.uniek, uitkomst.in_meer) == (82, 70, None)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sets(st.integers(0, 30), min_size=5), min_size=2, max_size=4))
def test_what_is_told_is_true_and_never_small(regios: list[set[int]]) -> None:
    files = [_bestand(f"AM{n:02d}", *sorted(leden)) for n, leden in enumerate(regios)]
    uitkomst = tally(files, DREMPEL)
    times = [sum(nummer in leden for leden in regios) for nummer in set().union(*regios)]
    several = sum(n > 1 for n in times)
    assert uitkomst.uniek in (None, len(times))
    assert uitkomst.in_meer in (None, several)
    if uitkomst.uniek is not None:
        assert several >= DREMPEL


def test_files_that_do_not_belong_together_are_refused() -> None:
    own = _bestand("AM08", *range(20))
    others = [
        _bestand("AM08", *range(30)),
        _bestand("AM10", *range(20), jaar=2022),
        _bestand("AM10", *range(20), sleutel=secrets.token_bytes(32)),
        blind(_bestand("AM10", *range(20)), secrets.token_bytes(32)),
        _bestand("AM10", 1, 2),
    ]
    for other in others:
        with pytest.raises(Onbruikbaar):
            tally([own, other], DREMPEL)
    with pytest.raises(Onbruikbaar):
        tally([own], DREMPEL)


def test_blinded_files_count_the_same_and_a_region_finds_nobody_in_them() -> None:
    centrum = secrets.token_bytes(32)
    files = [_bestand("AM08", *range(20)), _bestand("AM10", *range(12, 40))]
    blinded = [blind(bestand, centrum) for bestand in files]
    assert tally(blinded, DREMPEL) == tally(files, DREMPEL)
    assert not blinded[1].pseudoniemen & files[0].pseudoniemen
    with pytest.raises(Onbruikbaar):
        blind(blinded[0], centrum)
