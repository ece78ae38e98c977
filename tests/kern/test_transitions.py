"""The table of steps: in Python with a sentence, and in the database whatever the road."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontschot.kern.errors import Weigering
from ontschot.kern.transitions import Stappen

STATES = ["a", "b", "c", "d"]


class Row:
    """Something with a status and a name."""

    class _meta:
        verbose_name = "vraag"

    def __init__(self, status: str) -> None:
        self.status = status


@given(
    table=st.dictionaries(st.sampled_from(STATES), st.sets(st.sampled_from(STATES)), min_size=1),
    van=st.sampled_from(STATES),
    naar=st.sampled_from(STATES),
)
def test_exactly_the_steps_of_the_table_are_allowed(
    table: dict[str, set[str]], van: str, naar: str
) -> None:
    stappen = Stappen(table, begin=next(iter(table)), labels={s: s for s in STATES})
    row = Row(van)
    if naar in table.get(van, set()):
        stappen.move(row, naar)  # type: ignore[arg-type]
        assert row.status == naar
    else:
        with pytest.raises(Weigering) as refused:
            stappen.move(row, naar)  # type: ignore[arg-type]
        assert row.status == van
        assert "Ververs de pagina" in refused.value.zin


def test_a_begin_that_is_no_state_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="Unknown begin"):
        Stappen({"a": {"b"}}, begin="z")
