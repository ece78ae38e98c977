"""Names by sound, hidden names and likeness."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontschot.kandidaten.rules import (
    Persoon,
    add_workdays,
    exact_keys,
    hidden_name,
    hidden_title,
    name_keys,
    name_words,
    read_search,
    same_person_reasons,
    sound_of,
    sounds_of,
)

NAMES = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), min_size=5, max_size=14)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jansen", "Janssen"),
        ("Jansen", "Janse"),
        ("Vries", "Fries"),
        ("Smit", "Smid"),
        ("Smit", "Smidt"),
        ("Meijer", "Meyer"),
        ("Bakker", "Backer"),
        ("Cornelissen", "Kornelissen"),
        ("Yılmaz", "Yilmaz"),
        ("Müller", "Muller"),
        ("Philips", "Filips"),
        ("Thijssen", "Tijsen"),
    ],
)
def test_names_that_sound_the_same_share_their_sound(one: str, other: str) -> None:
    assert sound_of(one) == sound_of(other)


def test_other_names_do_not() -> None:
    sounds = {sound_of(n) for n in ["Jansen", "Bakker", "Verhoeven", "El Amrani", "Kowalski"]}
    assert len(sounds) == 5


@given(NAMES, st.integers(0, 20), st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
def test_one_letter_left_out_still_shares_a_key(name: str, place: int, letter: str) -> None:
    """Only of the sound: a letter that stands between two others may change how they sound."""
    sound = sound_of(name)
    if len(sound) < 3:
        return
    place %= len(sound)
    without = sound[:place] + sound[place + 1 :]
    assert f"naam:{without}" in name_keys(name)
    assert f"naam:{sound}" in name_keys(name)


@given(st.text(max_size=40))
def test_any_text_has_a_sound_that_fits_its_column(text: str) -> None:
    assert all(c.isascii() and (c.isalnum() or c == " ") for c in sounds_of(text))
    assert len(sounds_of(text)) <= 2 * 40


@given(st.text(max_size=250))
def test_any_text_can_be_searched_for(text: str) -> None:
    question = read_search(text)
    assert len(question.woorden) <= 6


def test_words_that_stand_in_every_name_do_not_count() -> None:
    assert name_words("Jan", "van der Berg") == ["jan", "berg"]
    assert name_words("In den") == ["in", "den"]


def test_a_search_text_is_taken_apart() -> None:
    found = read_search("willemsen 12-3-1974 06 12345678 6601 AB w@voorbeeld.nl am08-7k4m-2q")
    assert found.woorden == ("willemsen",)
    assert found.sleutel == "AM08-7K4M-2Q"
    assert found.exact == exact_keys(
        geboortedatum=date(1974, 3, 12),
        postcode="6601AB",
        telefoon="0612345678",
        email="w@voorbeeld.nl",
    )
    assert read_search("1974 de Vries").jaar == 1974
    assert read_search("31-02-1974 Vries").exact == frozenset()


def test_the_number_with_and_without_the_country_is_the_same_number() -> None:
    assert exact_keys(telefoon="+31 6 1234 5678") == exact_keys(telefoon="06-12345678")


def test_a_hidden_name_tells_initials_and_not_even_the_length() -> None:
    assert hidden_name("Jan", "de", "Vries") == "J•••• d. V•••••"
    assert hidden_name("Johannes", "de", "Vriesendorp") == hidden_name("Jan", "de", "Vries")
    born = date(1974, 3, 12)
    assert hidden_title("Jan", "de", "Vries", born, "Wijchen") == "J•••• d. V•••••, 1974, Wijchen"
    assert hidden_title("Jan", "", "Vries", None, "") == "J•••• V•••••"


BORN = date(1974, 3, 12)
ANDRE = Persoon("André", "Willemsen", BORN, "6601 AB", "0612345678", "andre@voorbeeld.nl")


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (Persoon("Andre", "Willemse", BORN), "zelfde geboortedatum"),
        (Persoon("A.", "Anders", None, "", "+31612345678"), "zelfde telefoonnummer"),
        (Persoon("B.", "Anders", email="ANDRE@voorbeeld.nl"), "zelfde e-mailadres"),
        (Persoon("Andree", "Wilemsen", None, "6601AB"), "zelfde postcode"),
        (Persoon("André", "Willemsen"), "bijna dezelfde naam"),
    ],
)
def test_who_may_be_the_same_person_is_told_with_a_reason(other: Persoon, reason: str) -> None:
    assert any(reason in said for said in same_person_reasons(ANDRE, other))
    assert same_person_reasons(other, ANDRE) == same_person_reasons(ANDRE, other)


@pytest.mark.parametrize(
    "other",
    [
        Persoon("Bart", "Willemsen", BORN),
        Persoon("André", "Willemsen", date(1990, 1, 1)),
        Persoon("André", "Kowalski", BORN),
        Persoon("Bart", "Willemsen", None, "6601 AB"),
    ],
)
def test_a_brother_a_namesake_and_a_stranger_are_not_the_same(other: Persoon) -> None:
    assert same_person_reasons(ANDRE, other) == ()


def test_working_days_skip_the_weekend() -> None:
    assert add_workdays(date(2026, 3, 12), 3) == date(2026, 3, 17)
    assert add_workdays(date(2026, 3, 14), 1) == date(2026, 3, 16)


@pytest.mark.parametrize(
    "typed",
    [
        "12-3-1974", "12/03/1974", "12.3.1974", "12 3 1974", "1974-03-12", "12 maart 1974",
        "12 mrt 1974", "12031974", "Willemsen 12-03-1974",
    ],
)  # fmt: skip
def test_a_date_of_birth_is_understood_however_it_is_written(typed: str) -> None:
    assert "geboren:1974-03-12" in read_search(typed).exact


@pytest.mark.parametrize(
    "typed",
    [
        "0612345678", "06-12345678", "06 12 34 56 78", "+31612345678", "+31 (0)6 1234 5678",
        "0031 6 12345678", "06.12.34.56.78", "willemsen 06-12345678",
    ],
)  # fmt: skip
def test_a_telephone_number_is_understood_in_any_notation(typed: str) -> None:
    assert exact_keys(telefoon="06 12345678") <= read_search(typed).exact


def test_a_short_first_name_is_no_other_person() -> None:
    born = date(1990, 5, 1)
    reasons = same_person_reasons(Persoon("Mo", "Yilmaz", born), Persoon("Mohamed", "Yılmaz", born))
    assert reasons == ("zelfde geboortedatum en klank van de achternaam",)
