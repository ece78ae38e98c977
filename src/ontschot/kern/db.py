"""Truths that the database itself keeps, declared beside the model in `Meta.constraints`.

Each class here is a Django constraint, so `makemigrations` writes it into the migration of the
model it guards, and a reader of `models.py` sees every rule of a table in one place. Names may
hold `%(app_label)s_%(class)s`, as in Django.
"""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import BaseConstraint

REGIOS = "(SELECT string_to_array(current_setting('ontschot.regios', true), ','))::text[]"
ROL = "(SELECT current_setting('ontschot.rol', true))"


def _literal(values: Iterable[str]) -> str:
    return ", ".join("'" + value.replace("'", "''") + "'" for value in values)


class DatabaseRule(BaseConstraint):
    """A rule written as two statements: one that makes it and one that takes it away."""

    template_name = "%(app_label)s_%(class)s_rule"

    def __init__(self, *, name: str = "", zin: str | None = None) -> None:
        """`zin` is the Dutch sentence a person reads when the rule refuses."""
        super().__init__(name=name or self.template_name, violation_error_message=zin)

    def make(self, table: str, model: type[models.Model]) -> str:
        raise NotImplementedError

    def unmake(self, table: str) -> str:
        raise NotImplementedError

    # What Django's migration machinery calls.
    def constraint_sql(self, model: Any, schema_editor: BaseDatabaseSchemaEditor | None) -> Any:
        # After the table, because a policy or trigger needs it to exist.
        assert schema_editor is not None
        schema_editor.deferred_sql.append(self.make(model._meta.db_table, model))

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        return self.make(model._meta.db_table, model)

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        return self.unmake(model._meta.db_table)

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """The database answers; a form asks nothing here."""

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        zin = kwargs.pop("violation_error_message", None)
        said = {"zin": zin} if zin else {}
        return path, args, {**kwargs, **said, **self.parameters()}

    def parameters(self) -> dict[str, Any]:
        return {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DatabaseRule) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash(self.name)


class RegioScope(DatabaseRule):
    """Row level security: a row shows only to whoever works in its region.

    `column` holds the CBS code. `landelijk` lets rows without a region be read by everybody in
    any region; `zonder_rollen` never see a row, whatever the region; `ook` is a further SQL
    condition under which a row is visible too.
    """

    template_name = "%(app_label)s_%(class)s_regio"

    def __init__(
        self,
        *,
        column: str = "regio_id",
        landelijk: bool = False,
        zonder_rollen: Iterable[str] = (),
        ook: str = "",
        name: str = "",
        zin: str | None = None,
    ) -> None:
        super().__init__(name=name, zin=zin)
        self.column, self.landelijk, self.ook = column, landelijk, ook
        self.zonder_rollen = tuple(sorted(str(r) for r in zonder_rollen))

    def condition(self) -> str:
        parts = [f"{self.column} = ANY ({REGIOS})"]
        if self.landelijk:
            parts.append(f"({self.column} IS NULL AND {ROL} <> '')")
        if self.ook:
            parts.append(f"({self.ook})")
        condition = " OR ".join(parts)
        if self.zonder_rollen:
            condition = f"({condition}) AND {ROL} NOT IN ({_literal(self.zonder_rollen)})"
        return condition

    def make(self, table: str, model: type[models.Model]) -> str:
        return (
            f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY;'
            f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY;'
            f'CREATE POLICY "{self.name}" ON "{table}" USING ({self.condition()}) '
            f"WITH CHECK ({self.condition()})"
        )

    def unmake(self, table: str) -> str:
        return (
            f'DROP POLICY "{self.name}" ON "{table}";'
            f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY;'
            f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY'
        )

    def parameters(self) -> dict[str, Any]:
        return {
            "column": self.column,
            "landelijk": self.landelijk,
            "zonder_rollen": self.zonder_rollen,
            "ook": self.ook,
        }


class SameRegio(DatabaseRule):
    """A reference may not cross a region: (regio, reference) must exist together over there.

    The other table needs `UniqueConstraint(fields=["regio", "id"])`, see `RegioModel`.
    """

    template_name = "%(app_label)s_%(class)s_same_regio"

    def __init__(self, *, field: str, name: str = "", zin: str | None = None) -> None:
        self.field = field
        super().__init__(zin=zin, name=name or f"%(app_label)s_%(class)s_{field}_same_regio")

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        # At the end of the migration: the unique key over there may come after this table.
        schema_editor.deferred_sql.append(self.make(model._meta.db_table, model))
        # An empty statement: Django runs what comes back, and cannot run None.
        return ""

    def make(self, table: str, model: type[models.Model]) -> str:
        field = cast("models.Field[Any, Any]", model._meta.get_field(self.field))
        target = field.related_model
        assert isinstance(target, type)
        assert issubclass(target, models.Model)
        return (
            f'ALTER TABLE "{table}" ADD CONSTRAINT "{self.name}" '
            f'FOREIGN KEY (regio_id, "{field.column}") '
            f'REFERENCES "{target._meta.db_table}" (regio_id, id) DEFERRABLE INITIALLY DEFERRED'
        )

    def unmake(self, table: str) -> str:
        return f'ALTER TABLE "{table}" DROP CONSTRAINT "{self.name}"'

    def parameters(self) -> dict[str, Any]:
        return {"field": self.field}


class NoOverlap(DatabaseRule):
    """Two rows with the same `fields` may not be valid on the same day.

    `tot` is the last day (inclusive) and may be empty. `waar` is an SQL condition: only rows for
    which it holds are compared. Without the btree_gist extension, which the embedded server does
    not ship, equality is written as a range of one value.
    """

    template_name = "%(app_label)s_%(class)s_overlap"

    def __init__(
        self,
        *,
        fields: Iterable[str],
        van: str = "van",
        tot: str = "tot",
        waar: str = "",
        name: str = "",
        zin: str | None = None,
    ) -> None:
        super().__init__(name=name, zin=zin)
        self.fields, self.van, self.tot, self.waar = tuple(fields), van, tot, waar

    def make(self, table: str, model: type[models.Model]) -> str:
        hashes = [
            f"hashtextextended({cast('models.Field[Any, Any]', found).column}::text, 0)"
            for found in map(model._meta.get_field, self.fields)
        ]
        equal = ", ".join(f"int8range({h}, {h}, '[]') WITH &&" for h in hashes)
        return (
            f'ALTER TABLE "{table}" ADD CONSTRAINT "{self.name}" EXCLUDE USING gist '
            f"({equal}, daterange({self.van}, {self.tot}, '[]') WITH &&)"
            + (f" WHERE ({self.waar})" if self.waar else "")
        )

    def unmake(self, table: str) -> str:
        return f'ALTER TABLE "{table}" DROP CONSTRAINT "{self.name}"'

    def parameters(self) -> dict[str, Any]:
        found: dict[str, Any] = {"fields": self.fields, "van": self.van, "tot": self.tot}
        return found | ({"waar": self.waar} if self.waar else {})


class Trigger(DatabaseRule):
    """A trigger whose function is `body` (PL/pgSQL between BEGIN and END).

    `when` is for example `BEFORE INSERT OR UPDATE`; with `deferred` it becomes a constraint
    trigger that looks at the end of the transaction. `owner` runs it with the rights of the
    owner of the tables instead of those of the application (use it for chains and balances).
    """

    template_name = "%(app_label)s_%(class)s_trigger"

    def __init__(
        self,
        *,
        name: str,
        when: str,
        body: str,
        declare: str = "",
        deferred: bool = False,
        owner: bool = False,
        zin: str | None = None,
    ) -> None:
        super().__init__(name=name, zin=zin)
        self.when, self.body, self.declare = when, body, declare
        self.deferred, self.owner = deferred, owner

    def make(self, table: str, model: type[models.Model]) -> str:
        declare = f"DECLARE {self.declare}" if self.declare else ""
        security = "SECURITY DEFINER" if self.owner else ""
        kind = "CONSTRAINT TRIGGER" if self.deferred else "TRIGGER"
        deferrable = "DEFERRABLE INITIALLY DEFERRED" if self.deferred else ""
        return (
            f'CREATE FUNCTION "{self.name}"() RETURNS trigger LANGUAGE plpgsql {security} '
            f"SET search_path = public, pg_temp SET timezone = 'UTC' AS $ontschot$ {declare} "
            f"BEGIN {self.body} END $ontschot$;"
            f'CREATE {kind} "{self.name}" {self.when} ON "{table}" {deferrable} '
            f'FOR EACH ROW EXECUTE FUNCTION "{self.name}"()'
        )

    def unmake(self, table: str) -> str:
        return f'DROP TRIGGER "{self.name}" ON "{table}"; DROP FUNCTION "{self.name}"()'

    def parameters(self) -> dict[str, Any]:
        return {
            "when": self.when,
            "body": self.body,
            "declare": self.declare,
            "deferred": self.deferred,
            "owner": self.owner,
        }


class Statement(DatabaseRule):
    """A statement of ones own that belongs to this table, such as a function over its rows."""

    def __init__(self, *, name: str, do: str, undo: str, zin: str | None = None) -> None:
        super().__init__(name=name, zin=zin)
        self.do, self.undo = do, undo

    def make(self, table: str, model: type[models.Model]) -> str:
        return self.do

    def unmake(self, table: str) -> str:
        return self.undo

    def parameters(self) -> dict[str, Any]:
        return {"do": self.do, "undo": self.undo}


class AppendOnly(DatabaseRule):
    """What stands in this table stays: update, delete and truncate are refused to everybody."""

    template_name = "%(app_label)s_%(class)s_append_only"

    def make(self, table: str, model: type[models.Model]) -> str:
        return (
            f'CREATE FUNCTION "{self.name}"() RETURNS trigger LANGUAGE plpgsql AS $ontschot$ '
            f"BEGIN RAISE EXCEPTION 'append-only: {table}' USING ERRCODE = 'restrict_violation', "
            f"CONSTRAINT = '{self.name}'; END $ontschot$;"
            f'CREATE TRIGGER "{self.name}" BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}" '
            f'FOR EACH STATEMENT EXECUTE FUNCTION "{self.name}"()'
        )

    def unmake(self, table: str) -> str:
        return f'DROP TRIGGER "{self.name}" ON "{table}"; DROP FUNCTION "{self.name}"()'
