"""Truths of the money that need more than one table, in the same way as `kern.db`."""

from collections.abc import Iterable
from typing import Any

from django.db import models

from ontschot.kern.db import DatabaseRule, Trigger


class SqlFunction(DatabaseRule):
    """A function over one row of the table: `CREATE FUNCTION name(p table) RETURNS text`.

    `body` is one SQL expression that may use `p`. The trigger that writes and the command that
    checks both call it, so they cannot drift apart.
    """

    template_name = "%(app_label)s_%(class)s_function"

    def __init__(self, *, name: str, body: str, zin: str | None = None) -> None:
        super().__init__(name=name, zin=zin)
        self.body = body

    def make(self, table: str, model: type[models.Model]) -> str:
        return (
            f'CREATE FUNCTION "{self.name}"(p "{table}") RETURNS text LANGUAGE sql STABLE '
            f"SET timezone = 'UTC' SET datestyle = 'ISO' SET search_path = public "
            f"AS $ontschot$ SELECT {self.body} $ontschot$"
        )

    def unmake(self, table: str) -> str:
        return f'DROP FUNCTION "{self.name}"("{table}")'

    def parameters(self) -> dict[str, Any]:
        return {"body": self.body}


class SameRegioOrNational(DatabaseRule):
    """A reference to a row of the same region, or of no region at all (landelijk).

    A composite foreign key cannot say that, so a trigger looks; with `optional` not at an empty
    reference.
    """

    template_name = "%(app_label)s_%(class)s_regio_or_national"

    def __init__(
        self, *, field: str, optional: bool = False, name: str = "", zin: str | None = None
    ) -> None:
        self.field, self.optional = field, optional
        super().__init__(zin=zin, name=name or f"%(app_label)s_%(class)s_{field}_regio_or_national")

    def make(self, table: str, model: type[models.Model]) -> str:
        field = model._meta.get_field(self.field)
        assert isinstance(field, models.ForeignKey)
        target = field.related_model
        empty = f'IF NEW."{field.column}" IS NULL THEN RETURN NEW; END IF; '
        return (
            f'CREATE FUNCTION "{self.name}"() RETURNS trigger LANGUAGE plpgsql '
            "SET search_path = public AS $ontschot$ BEGIN "
            f"{empty if self.optional else ''}"
            f'PERFORM 1 FROM "{target._meta.db_table}" t WHERE t.id = NEW."{field.column}" '
            "AND (t.regio_id IS NULL OR t.regio_id = NEW.regio_id); "
            "IF NOT FOUND THEN RAISE EXCEPTION 'reference crosses a region' "
            "USING ERRCODE = 'foreign_key_violation', CONSTRAINT = TG_NAME; END IF; "
            "RETURN NEW; END $ontschot$;"
            f'CREATE TRIGGER "{self.name}" BEFORE INSERT OR UPDATE OF regio_id, "{field.column}" '
            f'ON "{table}" FOR EACH ROW EXECUTE FUNCTION "{self.name}"()'
        )

    def unmake(self, table: str) -> str:
        return f'DROP TRIGGER "{self.name}" ON "{table}"; DROP FUNCTION "{self.name}"()'

    def parameters(self) -> dict[str, Any]:
        return {"field": self.field} | ({"optional": True} if self.optional else {})


class SaidBy(DatabaseRule):
    """The Dutch sentence of a refusal that another trigger of this table raises by this name."""

    template_name = "%(app_label)s_%(class)s_said"

    def make(self, table: str, model: type[models.Model]) -> str:
        return "SELECT 1"

    def unmake(self, table: str) -> str:
        return "SELECT 1"


def frozen(columns: Iterable[str], *, name: str, zin: str, unless: str = "false") -> Trigger:
    """These columns keep the value they were made with, `unless` a condition on OLD holds."""
    changed = " OR ".join(f"NEW.{c} IS DISTINCT FROM OLD.{c}" for c in columns)
    return Trigger(
        name=name,
        when="BEFORE UPDATE",
        body=f"IF NOT ({unless}) AND ({changed}) THEN RAISE EXCEPTION 'frozen' "
        "USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME; END IF; RETURN NEW;",
        zin=zin,
    )


def no_delete(*, name: str, zin: str) -> Trigger:
    """A row that money hangs on is closed with a status, never taken away."""
    return Trigger(
        name=name,
        when="BEFORE DELETE",
        body="RAISE EXCEPTION 'no delete' USING ERRCODE = 'restrict_violation', "
        "CONSTRAINT = TG_NAME; RETURN NULL;",
        zin=zin,
    )
