"""What every action has in common: one transaction, one scope, and never without an audit line."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.db import connection, transaction

from ontschot.kern import audit
from ontschot.kern.scope import Actor, scope

P = ParamSpec("P")
R = TypeVar("R")


def action(
    function: Callable[Concatenate[Actor, P], R],
) -> Callable[Concatenate[Actor, P], R]:
    """Mark a function that writes. Its first argument is the `Actor` on whose behalf it writes.

    The function runs in one transaction in that actor's scope. Returning without having written
    an audit line is a programming error and undoes the work.
    """

    @wraps(function)
    def run(wie: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
        token = audit.written.set(0)
        alone = not connection.in_atomic_block
        try:
            with transaction.atomic(), scope(wie, to_the_end=alone):
                result = function(wie, *args, **kwargs)
                if not audit.written.get():
                    raise RuntimeError(f"{function.__qualname__} wrote no audit line.")
                return result
        finally:
            audit.written.reset(token)

    return run
