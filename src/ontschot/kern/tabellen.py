"""Many tables, or many fields, in one step of a migration."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db.migrations.operations import AlterField, CreateModel
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState


class AtOnce(Operation):
    """Do these operations in this order, and render the models once for all of them.

    After each operation Django renders every model that is related to what changed anew, and in
    one house everything is related to everything: the time grows with the square of the tables.
    Rendered once, an empty database is there in seconds.
    """

    operations: Sequence[Operation]

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        # Without rendered models a change is an entry in a dictionary; whoever asks for the
        # models afterwards gets them all, rendered once.
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)


class CreateModels(AtOnce):
    """Create these tables, in this order."""

    category = OperationCategory.ADDITION

    def __init__(self, models: Sequence[CreateModel]) -> None:
        self.models = self.operations = list(models)

    def describe(self) -> str:
        return f"Create {len(self.models)} models"


class AlterFields(AtOnce):
    """Alter these references, each by itself, and leave their foreign keys and rules as they are.

    Django would make each foreign key anew. PostgreSQL then reads both tables as their owner, and
    the policies, which hold for the owner too, show it nothing: no row has its reference. And where
    a reference loses its index, Django drops every index on that column: a `UniqueConstraint` with
    a condition too.
    """

    category = OperationCategory.ALTERATION

    def __init__(self, fields: Sequence[AlterField]) -> None:
        self.fields = list(fields)
        self.operations = self.fields

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        hidden = self._foreign_keys_out_of_sight(app_label, from_state, to_state)
        with hidden, _unique_indexes_out_of_sight(schema_editor):
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        hidden = self._foreign_keys_out_of_sight(app_label, from_state, to_state)
        with hidden, _unique_indexes_out_of_sight(schema_editor):
            super().database_backwards(app_label, schema_editor, from_state, to_state)

    @contextmanager
    def _foreign_keys_out_of_sight(self, app_label: str, *states: ProjectState) -> Iterator[None]:
        found: list[Any] = [
            state.apps.get_model(app_label, field.model_name)._meta.get_field(field.name)
            for state in states
            for field in self.fields
        ]
        kept = [reference.db_constraint for reference in found]
        for reference in found:
            reference.db_constraint = False
        yield
        for reference, constraint in zip(found, kept, strict=True):
            reference.db_constraint = constraint

    def describe(self) -> str:
        return f"Alter {len(self.fields)} references"


@contextmanager
def _unique_indexes_out_of_sight(editor: Any) -> Iterator[None]:
    find = editor._constraint_names

    def find_no_rule(*where: Any, **kind: Any) -> Any:
        return find(*where, **({"unique": False} | kind if kind.get("index") else kind))

    editor._constraint_names = find_no_rule
    yield
    editor._constraint_names = find
