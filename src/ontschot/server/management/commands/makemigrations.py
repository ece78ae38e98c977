"""Django's own command, but what belongs to a new table is written inside that table.

A constraint apart from its table makes Django build every related model anew, for every constraint
of an empty database: with several hundred of them that was three quarters of the time of `migrate`.
"""

from collections.abc import Sequence
from typing import Any

from django.core.management.commands.makemigrations import Command as DjangoCommand
from django.db.migrations import Migration
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation


def fold(operations: Sequence[Operation]) -> list[Operation]:
    """Move constraints and indexes into the `CreateModel` they belong to.

    What mentions a field that is added later stays behind it, and so does everything of a table
    that was changed in another way in between.
    """
    kept: list[Operation] = []
    new: dict[str, CreateModel] = {}
    later: dict[str, set[str]] = {}
    for operation in operations:
        if isinstance(operation, AddConstraint | AddIndex):
            name = operation.model_name_lower
            if name in new and not _mentions(operation, later.get(name, set())):
                _append(new[name], operation)
                continue
        elif isinstance(operation, CreateModel):
            new[operation.name_lower] = operation
        elif isinstance(operation, AddField):
            later.setdefault(operation.model_name_lower, set()).add(operation.name)
        else:
            new = {n: m for n, m in new.items() if not operation.references_model(m.name, "")}
        kept.append(operation)
    return kept


def _thing(operation: AddConstraint | AddIndex) -> Any:
    return operation.constraint if isinstance(operation, AddConstraint) else operation.index


def _mentions(operation: AddConstraint | AddIndex, fields: set[str]) -> bool:
    text = repr(_thing(operation).deconstruct())
    return any(field in text for field in fields)


def _append(model: CreateModel, operation: AddConstraint | AddIndex) -> None:
    option = "constraints" if isinstance(operation, AddConstraint) else "indexes"
    model.options[option] = [*model.options.get(option, []), _thing(operation)]


class Command(DjangoCommand):
    """`./ontschot manage makemigrations`: finds the same changes, in fewer steps."""

    def write_migration_files(
        self, changes: dict[str, list[Migration]], *args: Any, **kwargs: Any
    ) -> None:
        """Fold what was found, then write it as Django does."""
        for migrations in changes.values():
            for migration in migrations:
                vars(migration)["operations"] = fold(migration.operations)
        super().write_migration_files(changes, *args, **kwargs)
