"""What is tolerated in production and must not be in tests, because it hides a mistake.

Each of these has bitten somebody: an unordered list that happened to be in order, a row lock on a
join that silently loses the row, a name in a template that nobody gave, a refusal that was a
column forgotten in the test.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.db.models.functions import Random
from django.db.models.sql.compiler import SQLCompiler
from django.template import engines
from django.template.base import VariableDoesNotExist

# Of the states with which PostgreSQL answers; those that begin with 42 say it was asked wrongly.
NO_VALUE, NO_RIGHT = "23502", "42501"


class Undefined(str):
    """What Django puts in the place of a variable that is not there; here it stops the test."""

    __slots__ = ()

    def __mod__(self, name: Any) -> str:
        raise VariableDoesNotExist("Nobody gave '%s' to this template.", (name,))

    def __contains__(self, other: Any) -> bool:
        return bool(other == "%s")


def undefined_variables_fail(patch: pytest.MonkeyPatch) -> None:
    engine: Any = engines["django"]
    patch.setattr(engine.engine, "string_if_invalid", Undefined("%s"))


def unordered_rows_come_in_any_order(patch: pytest.MonkeyPatch) -> None:
    """A query that asks for no order gets a random one, so nobody leans on luck."""
    original = SQLCompiler.get_order_by

    def shuffled(compiler: Any) -> Any:
        found = original(compiler)
        query = compiler.query
        free = not (query.distinct or query.combinator or query.group_by or query.subquery)
        if found or not free or query.combined_queries or query.standard_ordering is False:
            return found
        order = Random().asc()
        statement, parameters = compiler.compile(order)
        return [(order, (statement, tuple(parameters), False))]

    patch.setattr(SQLCompiler, "get_order_by", shuffled)


@contextmanager
def locks_name_their_table() -> Iterator[None]:
    """A row lock on a join must say `OF`: without it, whoever waited can find the row gone."""

    def look(execute: Callable[..., Any], sql: Any, params: Any, many: Any, context: Any) -> Any:
        text = str(sql)
        tail = text.rpartition(" FOR UPDATE")
        if tail[1] and " JOIN " in tail[0] and " OF " not in tail[2]:
            raise AssertionError(f"select_for_update on a join without of=: {text[:200]}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield


@contextmanager
def refusals_come_from_a_rule() -> Iterator[None]:
    """A test that waits for a refusal is not content with a word that PostgreSQL does not know."""

    def look(execute: Callable[..., Any], sql: Any, params: Any, many: Any, context: Any) -> Any:
        try:
            return execute(sql, params, many, context)
        except DatabaseError as fault:
            state = str(getattr(fault.__cause__, "sqlstate", ""))
            forgotten = state == NO_VALUE and str(sql).lstrip().startswith("INSERT")
            if forgotten or (state.startswith("42") and state != NO_RIGHT):
                raise AssertionError(f"No rule refuses this: {fault}") from fault
            raise

    with connection.execute_wrapper(look):
        yield
