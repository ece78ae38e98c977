"""Which rule of the database refuses something, asked beside the actions and the forms."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model


class Refusal:
    """The name of the rule, once the block is over."""

    rule = ""


@contextmanager
def refusing() -> Iterator[Refusal]:
    """Fails when nothing is refused, and on any error that is no refusal by a rule with a name."""
    refusal = Refusal()
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        yield refusal
    rule = caught.value.__cause__.diag.constraint_name  # type: ignore[union-attr]
    assert rule, f"No rule refuses this, but: {caught.value}"
    refusal.rule = str(rule)


def refused_change(row: Model, **facts: object) -> str:
    """The rule that keeps these facts out of a row that stands."""
    with refusing() as refusal:
        type(row)._base_manager.filter(pk=row.pk).update(**facts)
    return refusal.rule


def refused_twin(row: Model, **facts: object) -> str:
    """The rule that keeps out a second row like this one, but for these facts."""
    twin = copy(row)
    twin.pk = None
    for name, value in facts.items():
        setattr(twin, name, value)
    with refusing() as refusal:
        twin.save(force_insert=True)
    return refusal.rule
