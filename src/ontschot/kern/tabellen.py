"""Many tables, or many fields, in one step of a migration."""

from collections.abc import Sequence
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
    """Alter these fields, each of which stands by itself."""

    category = OperationCategory.ALTERATION

    def __init__(self, fields: Sequence[AlterField]) -> None:
        self.fields = self.operations = list(fields)

    def describe(self) -> str:
        return f"Alter {len(self.fields)} fields"
