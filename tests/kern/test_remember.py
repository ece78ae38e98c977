"""What is read on every page is asked once a minute, and anew after a load."""

import pytest

from ontschot.kern import remember as memory
from ontschot.kern.remember import forget, remember
from ontschot.regelingen import laden
from ontschot.regelingen.models import Doelgroep
from ontschot.regelingen.queries import doelgroepregels


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds of the clock, to move by hand."""
    now = [1000.0]
    monkeypatch.setattr(memory, "monotonic", lambda: now[0])
    return now


def test_within_a_minute_it_is_asked_once(clock: list[float]) -> None:
    asked: list[int] = []

    @remember
    def count() -> int:
        asked.append(1)
        return len(asked)

    assert [count(), count()] == [1, 1]
    clock[0] += memory.SECONDS - 0.1
    assert count() == 1
    clock[0] += 0.1
    assert count() == 2
    forget()
    assert count() == 3


def test_a_mistake_is_not_remembered() -> None:
    answers = iter([ZeroDivisionError, 1])

    @remember
    def read() -> int:
        answer = next(answers)
        if answer is ZeroDivisionError:
            raise ZeroDivisionError
        return 7

    with pytest.raises(ZeroDivisionError):
        read()
    assert read() == 7


def test_two_questions_do_not_share_an_answer() -> None:
    one, two = remember(lambda: "een"), remember(lambda: "twee")
    assert (one(), two()) == ("een", "twee")


@pytest.mark.usefixtures("ruim")
def test_a_load_of_the_rules_is_seen_at_once() -> None:
    before = doelgroepregels().labels
    Doelgroep.objects.filter(code="ww").update(label="Tijdelijk anders")
    assert doelgroepregels().labels == before
    laden.load()
    Doelgroep.objects.filter(code="ww").update(label="Nog anders")
    assert doelgroepregels().label("ww") == "Nog anders"
