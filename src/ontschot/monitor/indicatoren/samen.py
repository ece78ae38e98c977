"""Several figures in one statement: what they all read of the casework is read once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from ontschot.monitor.indicatoren.basis import (
    LEVEND,
    MATEN,
    Indeling,
    Indicator,
    Sleutel,
    Soort,
    Stand,
    cents,
    narrowed,
)
from ontschot.monitor.selectie import Selectie

PARAMETER = re.compile(r"%\((\w+)\)s")
SLUIS = re.compile(r"monitor_(sluis_\w+)\((%\(peil_)?(?:\d+\)s)?\)")
READ = r"\1"
GELEZEN = "{sluis} AS MATERIALIZED (SELECT * FROM monitor_{sluis}({peil}))"
# The measures of a Stand, with nothing for those of a DUUR.
GEEN_DUUR = ", 0, 0, 0, NULL::integer, NULL::integer, NULL::integer, 0, 0"
VOL = {s: MATEN[s] if s == Soort.DUUR else MATEN[s] + GEEN_DUUR for s in Soort}
DEEL = """
SELECT {nummer}, {grouping}, ARRAY[{kolommen}]::text[], {cent}, {maten}
FROM ({keuze}) gekozen GROUP BY GROUPING SETS ({sets})
"""


@dataclass(frozen=True)
class Vraag:
    """One figure of a selection, with the groups of dimensions that are asked of it."""

    indicator: Indicator
    selectie: Selectie
    groepen: tuple[tuple[str, ...], ...] = ()


def counts_together(vragen: Sequence[Vraag]) -> list[dict[Sleutel, Stand]]:
    """What `counts` says of each, in the same order. One statement; none for no figures.

    The selections share one peildatum: ValueError otherwise.
    """
    if len({vraag.selectie.peil for vraag in vragen}) > 1:
        raise ValueError("Figures with different peildata cannot be counted together.")
    if not vragen:
        return []
    delen = [_part(nummer, vraag) for nummer, vraag in enumerate(vragen)]
    params = {name: value for _, known in delen for name, value in known.items()}
    sql = " UNION ALL ".join(deel for deel, _ in delen)
    kept = [
        GELEZEN.format(sluis=sluis, peil="%(peil_0)s" if peil else "")
        for sluis, peil in sorted(set(SLUIS.findall(sql)))
    ]
    before = ", ".join([PARAMETER.sub(r"%(\1_0)s", LEVEND), *kept])
    with connection.cursor() as cursor:
        cursor.execute(f"WITH RECURSIVE {before} {SLUIS.sub(READ, sql)}", params)
        lines = cursor.fetchall()
    found: list[dict[Sleutel, Stand]] = [{} for _ in vragen]
    indelingen = [Indeling(vraag.groepen) for vraag in vragen]
    for nummer, grouping, waarden, cent, *maten in lines:
        key = indelingen[nummer].sleutel(grouping, waarden)
        found[nummer][key] = replace(Stand(*maten), cent=cent)
    return found


def _part(nummer: int, vraag: Vraag) -> tuple[str, dict[str, Any]]:
    """The statement of one figure with parameters of its own names."""
    keuze = narrowed(vraag.indicator, vraag.selectie)
    indeling = Indeling(vraag.groepen)
    sql = DEEL.format(
        nummer=nummer,
        grouping=indeling.grouping,
        kolommen=", ".join(indeling.kolommen),
        cent=cents(vraag.indicator),
        maten=VOL[vraag.indicator.soort],
        keuze=PARAMETER.sub(rf"%(\1_{nummer})s", keuze.sql),
        sets=indeling.sets,
    )
    return sql, {f"{name}_{nummer}": value for name, value in keuze.params.items()}
