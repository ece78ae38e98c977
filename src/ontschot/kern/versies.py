"""What was known when: versions of a few columns of a row, written by the database itself.

A row that may change says what is so now. A figure *as known on D* also needs what was so then.
`Versions` on a model keeps each version of the columns that figures are made of, in a table of
`Versie` beside it: codes and moments, no texts. The moment is that of the database. The
application may read the versions and not write them (`kern.grants`); they go when the row goes.
See docs/adr/0044.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.db.models import F, Q

from ontschot.kern.db import DatabaseRule, RegioScope, SameRegio


class Versie(models.Model):
    """What a row said from `bekend_van` on, until `bekend_tot`; None: it still does."""

    bekend_van = models.DateTimeField()
    bekend_tot = models.DateTimeField(null=True)

    class Meta:
        abstract = True


def versie_rules(van: str, *, zonder_rollen: Iterable[str] = ()) -> list[models.BaseConstraint]:
    """The truths of a table of versions; `van` is the field that points at the row itself."""
    return [
        RegioScope(zonder_rollen=zonder_rollen),
        SameRegio(field=van),
        models.UniqueConstraint(fields=[van, "bekend_van"], name="%(app_label)s_%(class)s_once"),
        models.CheckConstraint(
            condition=Q(bekend_tot__isnull=True) | Q(bekend_tot__gt=F("bekend_van")),
            name="%(app_label)s_%(class)s_period",
        ),
    ]


def versie_index() -> models.Index:
    """A figure as known on a day reads the versions of a whole region."""
    return models.Index(fields=["regio"], name="%(class)s_regio")


# When nothing that is kept changed, nothing is written. A version that was replaced in the same
# transaction was never known to anybody. The moment never lies before that of the version before,
# also when transactions overlap.
KEEP = """
DECLARE moment timestamptz := ontschot_nu();
BEGIN
  IF TG_OP = 'DELETE' THEN
    DELETE FROM "{into}" WHERE "{van}" = OLD.id;
    RETURN OLD;
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF ({new}) IS NOT DISTINCT FROM ({old}) THEN RETURN NEW; END IF;
    SELECT greatest(moment, max(coalesce(v.bekend_tot, v.bekend_van))) INTO moment
    FROM "{into}" v WHERE v."{van}" = NEW.id;
    DELETE FROM "{into}" WHERE "{van}" = NEW.id AND bekend_tot IS NULL AND bekend_van = moment;
    UPDATE "{into}" SET bekend_tot = moment WHERE "{van}" = NEW.id AND bekend_tot IS NULL;
  END IF;
  IF {keep} THEN
    INSERT INTO "{into}" (regio_id, "{van}", bekend_van, {columns})
    VALUES (NEW.regio_id, NEW.id, moment, {new_values});
  END IF;
  RETURN NEW;
END
"""


class Versions(DatabaseRule):
    """Keep every version of some columns in the table `into`, whose column `van` points back here.

    `kolommen` gives each column of `into` with the expression that fills it, in which `{rij}` is
    the row. With `mits`, an expression of the same kind, there is a version only while it holds.
    """

    def __init__(
        self,
        *,
        name: str,
        into: str,
        van: str,
        kolommen: Mapping[str, str],
        mits: str = "",
        zin: str | None = None,
    ) -> None:
        super().__init__(name=name, zin=zin)
        self.into, self.van, self.mits = into, van, mits
        self.kolommen = dict(kolommen)

    def _values(self, rij: str) -> str:
        return ", ".join(value.format(rij=rij) for value in self.kolommen.values())

    def _state(self, rij: str) -> str:
        """What is compared: the kept columns; while nothing is kept they are all the same."""
        if not self.mits:
            return self._values(rij)
        kept = self.mits.format(rij=rij)
        parts = [f"CASE WHEN {kept} THEN {v.format(rij=rij)} END" for v in self.kolommen.values()]
        return ", ".join([f"({kept})", *parts])

    def make(self, table: str, model: type[models.Model]) -> str:
        body = KEEP.format(
            into=self.into,
            van=self.van,
            columns=", ".join(f'"{kolom}"' for kolom in self.kolommen),
            new=self._state("NEW"),
            old=self._state("OLD"),
            new_values=self._values("NEW"),
            keep=self.mits.format(rij="NEW") or "true",
        )
        call = f'FOR EACH ROW EXECUTE FUNCTION "{self.name}"()'
        return (
            f'CREATE FUNCTION "{self.name}"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER '
            f"SET search_path = public, pg_temp AS $ontschot${body}$ontschot$;"
            f'CREATE TRIGGER "{self.name}" AFTER INSERT OR UPDATE ON "{table}" {call};'
            f'CREATE TRIGGER "{self.name}_weg" BEFORE DELETE ON "{table}" {call}'
        )

    def unmake(self, table: str) -> str:
        return (
            f'DROP TRIGGER "{self.name}" ON "{table}"; DROP TRIGGER "{self.name}_weg" ON "{table}";'
            f'DROP FUNCTION "{self.name}"()'
        )

    def parameters(self) -> dict[str, Any]:
        found = {"into": self.into, "van": self.van, "kolommen": self.kolommen}
        return found | ({"mits": self.mits} if self.mits else {})


# For the rest of the transaction; policies hold for the owner too, also when keys are checked.
SEE_EVERYTHING = """
SELECT set_config('ontschot.rol', 'systeem', true),
  set_config('ontschot.regios', (SELECT string_agg(code, ',') FROM netwerk_regio), true)
"""
# Fills the versions of a room from what its rows say of themselves: once, of what was there before
# there were versions, and in a demo world. Such rows count from their own day. Only the owner may.
_REPLAY = """
CREATE FUNCTION "{name}"() RETURNS void LANGUAGE plpgsql
SET search_path = public, pg_temp AS $ontschot$
DECLARE
  rol text := coalesce(current_setting('ontschot.rol', true), '');
  regios text := coalesce(current_setting('ontschot.regios', true), '');
BEGIN
  PERFORM set_config('ontschot.rol', 'systeem', true),
    set_config('ontschot.regios', (SELECT string_agg(code, ',') FROM netwerk_regio), true);
  {body}
  PERFORM set_config('ontschot.rol', rol, true), set_config('ontschot.regios', regios, true);
END $ontschot$
"""
_PART = """
  DELETE FROM "{into}";
  WITH stand AS MATERIALIZED ({query}), moment AS (
    SELECT DISTINCT s.id, m.op FROM stand s CROSS JOIN LATERAL unnest(s.momenten) AS m (op)
    WHERE m.op IS NOT NULL
  )
  INSERT INTO "{into}" (regio_id, "{van}", bekend_van, bekend_tot, {columns})
  SELECT s.regio_id, s.id, m.op, lead(m.op) OVER (PARTITION BY s.id ORDER BY m.op), {values}
  FROM stand s JOIN moment m ON m.id = s.id;
"""


def replay_part(into: str, van: str, query: str, kolommen: Mapping[str, str]) -> str:
    """Versions of one table. `query` gives `id`, `regio_id`, and `momenten`: when it changed.

    `kolommen` are expressions over that row `s` and one of its moments `m.op`.
    """
    columns = ", ".join(f'"{kolom}"' for kolom in kolommen)
    values = ", ".join(kolommen.values())
    return _PART.format(into=into, van=van, query=query, columns=columns, values=values)


def replay(name: str, *parts: str) -> str:
    """The statement that makes the function `name`, which fills the tables of its parts."""
    return _REPLAY.format(name=name, body="".join(parts))
