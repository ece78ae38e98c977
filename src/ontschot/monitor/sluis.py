"""The sluis: how the figures read casework that their readers may not read.

The tables with persons are closed to the roles without names, and stay closed. A sluis is a
function of the database that hands out keys, codes and days of such a table, and nothing else:
no name, no text, no date of birth. It looks at the table as `systeem`, inside the regions of
whoever asks, and puts the role back before it answers. Whoever has no figures gets no rows.
One that takes a `peil` answers as known just before that moment.

`persoon` is the key of the kandidaat; empty when nobody knows who asked. Of a shielded person
(`Kandidaat.afgeschermd`) a sluis gives `~` with a meaningless number instead of the key, and
`onbekend` instead of every code about the person: such a person counts in every total, stands in
no list, and cannot be found by narrowing a cell. See docs/adr/0040.
"""

from collections.abc import Mapping

from ontschot.kern.rollen import SYSTEEM
from ontschot.monitor.models import LEZERS

# A key, or what stands for one; and whether something about a person may be told.
PERSOON = (
    "CASE WHEN k.afgeschermd THEN '~' || coalesce(k.samengevoegd_met_id, k.id)"
    " ELSE coalesce(k.sleutel, '') END"
)


def open_code(expression: str) -> str:
    """A code about the person `k`; `onbekend` when it is empty or the person is shielded."""
    return (
        f"CASE WHEN k.afgeschermd THEN 'onbekend' "
        f"ELSE coalesce(nullif({expression}::text, ''), 'onbekend') END"
    )


MAKE = """
CREATE FUNCTION {naam}({vraag}) RETURNS TABLE ({kolommen}) LANGUAGE plpgsql
SET search_path = public, pg_temp{plan} AS $ontschot$
#variable_conflict use_column
DECLARE asked text := coalesce(current_setting('ontschot.rol', true), '');
BEGIN
  IF asked NOT IN ({rollen}) THEN RETURN; END IF;
  PERFORM set_config('ontschot.rol', '{systeem}', true);
  RETURN QUERY SELECT {expressies} {uit};
  PERFORM set_config('ontschot.rol', asked, true);
END $ontschot$
"""


def known(versie: str, peil: str = "peil") -> str:
    """Whether this version is what was known just before the peil (`kern.versies`)."""
    until = f"({versie}.bekend_tot IS NULL OR {versie}.bekend_tot >= {peil})"
    return f"{versie}.bekend_van < {peil} AND {until}"


def make(
    naam: str, kolommen: Mapping[str, tuple[str, str]], uit: str, *, peil: bool = False
) -> str:
    """The statement that makes a sluis: per column its type and expression, and where from.

    `uit` begins with FROM and names the kandidaat `k`. With `peil` the sluis takes that moment,
    and is planned for it: a plan for any moment expects few rows, and looks them up one by one.
    """
    rollen = sorted({*LEZERS, SYSTEEM})
    return MAKE.format(
        naam=naam,
        vraag="peil timestamptz" if peil else "",
        plan=" SET plan_cache_mode = force_custom_plan" if peil else "",
        kolommen=", ".join(f"{kolom} {soort}" for kolom, (soort, _) in kolommen.items()),
        rollen=", ".join(f"'{rol}'" for rol in rollen),
        systeem=SYSTEEM,
        expressies=", ".join(f"({wat})::{soort}" for soort, wat in kolommen.values()),
        uit=uit,
    )


def unmake(naam: str, *, peil: bool = False) -> str:
    return f"DROP FUNCTION {naam}({'timestamptz' if peil else ''})"
