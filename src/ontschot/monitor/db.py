"""What the database itself keeps of a delivery, declared beside the models.

A foreign key per column would look up four rows for each of two million. Instead a policy compares
each code with the highest number of its column, and a levering is *sealed*: rows go in while it is
`bezig`, within one transaction, and the step to `geladen` looks over all of them at once. After
that nothing goes in, out or over.
"""

from dataclasses import dataclass

from django.db import models

from ontschot.kern.db import REGIOS, DatabaseRule, RegioScope

# The columns of a delivered row that hold a code, in the order of the table.
CODEKOLOMMEN = (
    "interventie",
    "doelgroep",
    "geslacht",
    "kwalificatie",
    "sector",
    "inkopende_partij",
    "eerstverantwoordelijke",
)
# The tables that are counted when a delivery is sealed. A rubriek follows from the interventie,
# and regio, maand and total are sums of any of these.
STANDTABELLEN = (
    "interventie",
    "doelgroep",
    "geslacht",
    "kwalificatie",
    "sector",
    "inkopende_partij",
    "eigen_andere",
)


class ManyRows(RegioScope):
    """The scope of a region, for a table of millions: a lookup per row, not a walk over regions."""

    def condition(self) -> str:
        return (
            super()
            .condition()
            .replace(
                f"{self.column} = ANY ({REGIOS})", f"{self.column} IN (SELECT unnest({REGIOS}))"
            )
        )


class WhileReading(DatabaseRule):
    """Beside the policy of the region: rows are added only to a levering that is being read."""

    template_name = "%(app_label)s_%(class)s_while_reading"

    def make(self, table: str, model: type[models.Model]) -> str:
        reading = "SELECT l.id FROM monitor_levering l WHERE l.status = 'bezig'"
        policy = f'CREATE POLICY "{self.name}" ON "{table}" AS RESTRICTIVE FOR INSERT'
        return f"{policy} WITH CHECK (levering_id IN ({reading}))"

    def unmake(self, table: str) -> str:
        return f'DROP POLICY "{self.name}" ON "{table}"'


class KnownCodes(DatabaseRule):
    """Each code of a delivered row is a number that `Monitorcode` has: those run from 0 on."""

    template_name = "%(app_label)s_%(class)s_known_codes"

    def make(self, table: str, model: type[models.Model]) -> str:
        highest = "SELECT max(c.nummer) FROM monitor_monitorcode c WHERE c.soort"
        known = " AND ".join(
            f"{kolom} BETWEEN 0 AND ({highest} = '{kolom}')" for kolom in CODEKOLOMMEN
        )
        policy = f'CREATE POLICY "{self.name}" ON "{table}" AS RESTRICTIVE FOR INSERT'
        return f"{policy} WITH CHECK ({known})"

    def unmake(self, table: str) -> str:
        return f'DROP POLICY "{self.name}" ON "{table}"'


@dataclass(frozen=True)
class Body:
    declare: str
    body: str


_RAISE = "RAISE EXCEPTION '{}' USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME"
_TABELLEN = ", ".join(f"('{tabel}')" for tabel in STANDTABELLEN)

_OTHER_KIND = _RAISE.format("levering: rows of another kind")
# Instroom has no bron, every uitstroom has one; the codes are checked line by line.
_SEAL_FACTS = f"""
  SELECT count(*) AS aantal, min(datum) AS eerste, max(datum) AS laatste,
    bool_or(regio_id NOT IN (SELECT code FROM netwerk_regio)) AS nergens,
    bool_or((bron = '') <> (NEW.soort = 'instroom')) AS anders
  INTO gevonden FROM monitor_leveringsfeit WHERE levering_id = NEW.id;
  IF gevonden.aantal <> NEW.aantal OR NEW.aantal = 0
    OR (gevonden.eerste, gevonden.laatste) IS DISTINCT FROM (NEW.eerste_dag, NEW.laatste_dag)
    OR gevonden.eerste < NEW.van OR gevonden.laatste > NEW.tot THEN
    {_RAISE.format("levering: number or days of the rows")};
  END IF;
  IF gevonden.nergens THEN
    {_RAISE.format("levering: a region that is not known")};
  END IF;
  IF gevonden.anders
    OR EXISTS (SELECT FROM monitor_leveringsrij WHERE levering_id = NEW.id)
    OR EXISTS (SELECT FROM monitor_leveringsstand WHERE levering_id = NEW.id) THEN
    {_OTHER_KIND};
  END IF;"""  # noqa: S608
# The rows are read once: how many, and how many cents, per region and day. Then the standen of each
# table must come to the same per region and month. What is new has no statistics yet, and millions
# of rows would be sorted: that is why it may not. Cents fit an integer, see the row's own check.
SEAL = Body(
    declare="gevonden record;",
    body=f"""
IF TG_OP = 'DELETE' THEN
  {_RAISE.format("levering: kept for ever")};
ELSIF OLD.status = 'bezig' AND NEW.status = 'geladen' AND NEW.soort <> 'interventies' THEN
{_SEAL_FACTS}
ELSIF OLD.status = 'bezig' AND NEW.status = 'geladen' THEN
  IF EXISTS (SELECT FROM monitor_leveringsfeit WHERE levering_id = NEW.id) THEN
    {_OTHER_KIND};
  END IF;
  PERFORM set_config('enable_sort', 'off', true);
  WITH dag AS MATERIALIZED (
    SELECT regio_id, datum, count(*) AS aantal, sum(kosten_cent::integer) AS cent
    FROM monitor_leveringsrij WHERE levering_id = NEW.id GROUP BY regio_id, datum
  ), maand AS MATERIALIZED (
    SELECT regio_id, date_trunc('month', datum)::date AS maand, sum(aantal) AS aantal,
      sum(cent) AS cent, min(datum) AS eerste, max(datum) AS laatste
    FROM dag GROUP BY 1, 2
  ), rijen AS (
    SELECT regio_id, maand, tabel, aantal, cent
    FROM maand CROSS JOIN (VALUES {_TABELLEN}) AS t(tabel)
  ), standen AS (
    SELECT regio_id, maand, tabel, sum(aantal) AS aantal, sum(kosten_cent) AS cent
    FROM monitor_leveringsstand WHERE levering_id = NEW.id GROUP BY 1, 2, 3
  )
  SELECT coalesce(sum(aantal), 0) AS aantal, min(eerste) AS eerste, max(laatste) AS laatste,
    bool_or(regio_id NOT IN (SELECT code FROM netwerk_regio)) AS nergens,
    EXISTS (SELECT FROM rijen FULL JOIN standen USING (regio_id, maand, tabel)
      WHERE (rijen.aantal, rijen.cent) IS DISTINCT FROM (standen.aantal, standen.cent)) AS anders
  INTO gevonden FROM maand;
  PERFORM set_config('enable_sort', 'on', true);
  IF gevonden.aantal <> NEW.aantal OR NEW.aantal = 0
    OR (gevonden.eerste, gevonden.laatste) IS DISTINCT FROM (NEW.eerste_dag, NEW.laatste_dag)
    OR gevonden.eerste < NEW.van OR gevonden.laatste > NEW.tot THEN
    {_RAISE.format("levering: number or days of the rows")};
  END IF;
  IF gevonden.nergens THEN
    {_RAISE.format("levering: a region that is not known")};
  END IF;
  IF gevonden.anders THEN
    {_RAISE.format("levering: the standen are not the rows")};
  END IF;
ELSIF OLD.status <> 'bezig' AND (NEW.aantal, NEW.eerste_dag, NEW.laatste_dag, NEW.sha256, NEW.van,
  NEW.tot, NEW.openbaar, NEW.soort, NEW.geimporteerd_op) IS DISTINCT FROM (OLD.aantal,
  OLD.eerste_dag, OLD.laatste_dag, OLD.sha256, OLD.van, OLD.tot, OLD.openbaar, OLD.soort,
  OLD.geimporteerd_op) THEN
  {_RAISE.format("levering: sealed")};
END IF;
RETURN NEW;""",  # noqa: S608
)
# What `KnownCodes` rests on. They stay: the table is append-only.
NUMBERED_IN_ORDER = f"""
IF NEW.nummer <> (SELECT count(*) FROM monitor_monitorcode c WHERE c.soort = NEW.soort) THEN
  {_RAISE.format("monitorcode: numbers follow each other")};
END IF;
RETURN NEW;"""  # noqa: S608
SEALED_AT_COMMIT = f"""
IF EXISTS (SELECT FROM monitor_levering l WHERE l.id = NEW.id AND l.status = 'bezig') THEN
  {_RAISE.format("levering: never sealed")};
END IF;
RETURN NULL;"""
