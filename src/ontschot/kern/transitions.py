"""States and the steps between them: one table beside the model, kept by the database too.

    STAPPEN = Stappen({
        "open": {"beantwoord", "gesloten"},
        "beantwoord": {"gesloten", "open"},
    }, begin="open")

    class Meta:
        constraints = [*STAPPEN.constraints("status")]

`move(row, "beantwoord")` in an action refuses with a sentence; a raw UPDATE is refused by the
trigger; a raw INSERT in any other state than `begin` too.
"""

from collections.abc import Mapping
from typing import Any

from django.db import models

from ontschot.kern.db import Trigger
from ontschot.kern.errors import Weigering


class Stappen:
    """The states of one kind of thing and the steps that are allowed between them."""

    def __init__(
        self,
        table: Mapping[str, set[str]],
        *,
        begin: str | set[str],
        labels: Mapping[str, str] | None = None,
    ) -> None:
        self.table = {state: frozenset(targets) for state, targets in table.items()}
        self.begin = {begin} if isinstance(begin, str) else set(begin)
        targets = set().union(*self.table.values()) if self.table else set()
        self.states = [*self.table, *sorted(targets - self.table.keys())]
        self.labels = {state: state.replace("_", " ") for state in self.states} | dict(labels or {})
        unknown = self.begin - set(self.states)
        if unknown:
            raise ValueError(f"Unknown begin states: {sorted(unknown)}")

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(state, self.labels[state]) for state in self.states]

    def allows(self, van: str, naar: str) -> bool:
        return naar in self.table.get(van, frozenset())

    def final(self, state: str) -> bool:
        return not self.table.get(state)

    def move(self, row: models.Model, naar: str, *, field: str = "status") -> None:
        """Set the new state on the (locked) row, not saved yet; raises Weigering if not allowed."""
        van = getattr(row, field)
        if not self.allows(van, naar):
            wat, stand = str(row._meta.verbose_name), self.labels[van]
            how = (
                f"staat al op ‘{stand}’"
                if van == naar
                else f"staat op ‘{stand}’ en kan van daaruit niet naar ‘{self.labels[naar]}’"
            )
            raise Weigering(
                f"Dit kan niet meer: {wat} {how}. Ververs de pagina om te zien wat er gebeurde."
            )
        setattr(row, field, naar)

    def constraints(self, field: str = "status") -> list[Any]:
        """The check on the values and the trigger on the steps, for `Meta.constraints`."""
        pairs = ", ".join(
            f"('{van}', '{naar}')" for van in sorted(self.table) for naar in sorted(self.table[van])
        )
        begin = ", ".join(f"'{state}'" for state in sorted(self.begin))
        name = f"%(app_label)s_%(class)s_{field}_stappen"
        body = (
            f"IF TG_OP = 'INSERT' THEN IF NEW.{field} NOT IN ({begin}) THEN "
            "RAISE EXCEPTION 'begin: %', "
            f"NEW.{field} USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME; END IF; "
            f"ELSIF NEW.{field} <> OLD.{field} "
            f"AND (OLD.{field}, NEW.{field}) NOT IN ({pairs}) THEN "
            "RAISE EXCEPTION 'step: % to %', "
            f"OLD.{field}, NEW.{field} "
            "USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME; END IF; RETURN NEW;"
        )
        return [
            models.CheckConstraint(
                condition=models.Q(**{f"{field}__in": sorted(self.states)}),
                name=f"%(app_label)s_%(class)s_{field}",
            ),
            Trigger(name=name, when="BEFORE INSERT OR UPDATE", body=body),
        ]
