"""Counting: which rows a selection counts, and all its tables in one statement.

Of a levering whole months come from its standen, which the database compared with the rows when
the levering was sealed. Everything else is counted row by row: what Ontschot registers itself,
the days of a month that is cut through, and a cell that the standen do not know.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import BooleanField, F, Func, Q, QuerySet
from django.utils.timezone import make_aware

from ontschot.monitor.db import STANDTABELLEN
from ontschot.monitor.models import Levering, Monitorrij
from ontschot.monitor.selectie import Selectie
from ontschot.web.format import AMSTERDAM

# The cells that every stand knows, whatever its table.
OVERAL = ("regio", "maand", "bron")
Lijn = tuple[Any, str, str, int, int, bool]


def counted(selectie: Selectie) -> QuerySet[Monitorrij]:
    """The rows that a selection counts: the one predicate of every figure."""
    rows = Monitorrij.objects.filter(_in_period(selectie.van, selectie.tot))
    if selectie.regios is not None:
        rows = rows.filter(regio_id__in=selectie.regios)
    if selectie.bron:
        rows = rows.filter(bron=selectie.bron)
    peil = selectie.peilmoment
    if peil is None:
        rows = rows.filter(vervallen_op__isnull=True)
    else:
        rows = rows.filter(
            Q(vervallen_op__isnull=True) | Q(vervallen_op__gte=peil), geregistreerd_op__lt=peil
        )
    for dimensie, waarde in selectie.cel.items():
        rows = rows.filter(_cell(dimensie, waarde))
    return rows


def _in_period(van: date, tot: date) -> Q:
    """The rows whose `geldig_op` lies in a period.

    Of our own rows that is the Amsterdam day of `geregistreerd_op`. Asked of that moment itself,
    the database need not work out the day of every row, and knows how many there will be.
    """
    after = tot + timedelta(days=1)
    begin, end = (make_aware(datetime.combine(day, time.min), AMSTERDAM) for day in (van, after))
    own = Q(bron="eigen", geregistreerd_op__gte=begin, geregistreerd_op__lt=end)
    return own | Q(bron="levering", geldig_op__range=(van, tot))


def _cell(dimensie: str, waarde: str) -> Q:
    if dimensie == "regio":
        return Q(regio_id=waarde)
    if dimensie != "maand":
        return Q(**{dimensie: waarde})
    maand = _first_day(waarde)
    if maand is None:
        return Q(geldig_op__isnull=True)  # no such month: no rows
    return Q(geldig_op__range=(maand, _next_month(maand) - timedelta(days=1)))


def _first_day(maand: str) -> date | None:
    try:
        return date.fromisoformat(f"{maand}-01")
    except ValueError:
        return None


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def lines(
    selectie: Selectie, namen: Sequence[str], deel: str = "true", first: tuple[Any, ...] = ()
) -> list[Lijn]:
    """The counts of all tables, apart for each value of `deel` (SQL, with `first` for its %s).

    Each line: the value of `deel`, table, value, number, cents, and whether own rows and a
    levering both stand in it. The table `""` is the total; `regio` and `maand` may be asked too.
    """
    parts = [_rows_part(selectie, namen, deel, first)]
    if _from_standen(selectie):
        parts.append(_standen_part(selectie, namen, deel, first))
    params = [value for _, values in parts for value in values]
    with connection.cursor() as cursor:
        cursor.execute(TOGETHER.format(" UNION ALL ".join(sql for sql, _ in parts)), params)
        found: list[Lijn] = cursor.fetchall()
    return found


TOGETHER = """
SELECT deel, tabel, waarde, sum(aantal)::bigint, sum(kosten_cent)::bigint,
  bool_or(eigen) AND bool_or(levering)
FROM ({}) samen GROUP BY deel, tabel, waarde
"""


def _from_standen(selectie: Selectie) -> bool:
    """Whether the standen know this selection; else every row is looked at."""
    bronnen = {selectie.bron, selectie.cel.get("bron", "")}
    return "eigen" not in bronnen and all(dimensie in OVERAL for dimensie in selectie.cel)


# One pass over the rows; a line belongs to the table whose column `GROUPING` does not set.
ROWS = """
SELECT deel, CASE GROUPING({kolommen}) {tabellen} ELSE '' END AS tabel,
  coalesce({waarden}, '') AS waarde, count(*) AS aantal, sum(kosten_cent) AS kosten_cent,
  bool_or(bron = 'eigen') AS eigen, bool_or(bron = 'levering') AS levering
FROM (
  SELECT {deel} AS deel, geteld.*,
    geldig_op - (date_part('day', geldig_op)::integer - 1) AS maand
  FROM ({rijen}) geteld
) r
GROUP BY deel, GROUPING SETS ((), {sets})
"""


def _rows_part(
    selectie: Selectie, namen: Sequence[str], deel: str, first: tuple[Any, ...]
) -> tuple[str, tuple[Any, ...]]:
    kolommen = ["regio_id" if naam == "regio" else naam for naam in namen]
    gelezen = [kolom for kolom in kolommen if kolom != "maand"]
    values = dict.fromkeys((*gelezen, "bron", "kosten_cent", "geldig_op", "regio_id"))
    rows = counted(selectie)
    if _from_standen(selectie):
        rows = rows.filter(_cut_through(selectie))
    rijen, params = rows.values(*values).query.sql_with_params()
    alle = (1 << len(namen)) - 1
    statement = ROWS.format(
        kolommen=", ".join(kolommen),
        tabellen=" ".join(
            f"WHEN {alle ^ 1 << (len(namen) - 1 - plek)} THEN '{naam}'"
            for plek, naam in enumerate(namen)
        ),
        waarden=", ".join(
            "to_char(maand, 'YYYY-MM')" if kolom == "maand" else kolom for kolom in kolommen
        ),
        deel=deel,
        sets=", ".join(f"({kolom})" for kolom in kolommen),
        rijen=rijen,
    )
    return statement, (*first, *params)


class _EqualsAny(Func):
    """`left = ANY (array)`: unlike a subquery it is asked once, before any row is read."""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY ("
    output_field = BooleanField()


def _cut_through(selectie: Selectie) -> Q:
    """The rows that the standen leave out: our own, and months that the period cuts through.

    A month is not cut when the levering has no day beyond the period.
    """
    found = Q(bron="eigen")
    begin, end = selectie.van.replace(day=1), selectie.tot.replace(day=1)
    cuts = []
    if begin < selectie.van:
        cuts.append((begin, Q(eerste_dag__lt=selectie.van)))
    if _next_month(end) != selectie.tot + timedelta(days=1):
        cuts.append((end, Q(laatste_dag__gt=selectie.tot)))
    for maand, beyond in cuts:
        leveringen = ArraySubquery(Levering.objects.filter(beyond).order_by().values("pk"))
        found |= Q(
            _EqualsAny(F("levering_id"), leveringen),
            bron="levering",
            geldig_op__range=(maand, _next_month(maand) - timedelta(days=1)),
        )
    return found


# The tables by value; a rubriek from the interventies in it. Regions, months and the total are
# sums of any table: those of the smallest are read once more.
STANDEN = """
SELECT deel, tabel, waarde, aantal, kosten_cent, false, true FROM (
  WITH geteld AS (
    SELECT {deel} AS deel, tabel, waarde, sum(aantal) AS aantal, sum(kosten_cent) AS kosten_cent
    FROM ({standen}) AS stand GROUP BY 1, 2, 3
  )
  SELECT * FROM geteld WHERE tabel = ANY (%s)
  UNION ALL
  SELECT deel, 'rubriek', i.rubriek_id, sum(aantal), sum(kosten_cent)
  FROM geteld JOIN regelingen_interventiesoort i ON i.code = waarde
  WHERE tabel = 'interventie' AND %s GROUP BY deel, i.rubriek_id
  UNION ALL
  SELECT deel, CASE GROUPING(regio_id, maand) WHEN 1 THEN 'regio' WHEN 2 THEN 'maand' ELSE '' END,
    coalesce(regio_id, to_char(maand, 'YYYY-MM'), ''), sum(aantal), sum(kosten_cent)
  FROM (SELECT {deel} AS deel, stand.* FROM ({standen}) AS stand) AS kleinste
  GROUP BY deel, GROUPING SETS ((), (regio_id), (maand))
) AS uit_standen
"""
STAND = """
SELECT s.tabel, s.waarde, s.regio_id, s.maand, s.aantal, s.kosten_cent
FROM monitor_leveringsstand s JOIN monitor_levering l ON l.id = s.levering_id WHERE {}
"""
KLEINSTE = "eigen_andere"


def _standen_part(
    selectie: Selectie, namen: Sequence[str], deel: str, first: tuple[Any, ...]
) -> tuple[str, tuple[Any, ...]]:
    shown = [naam for naam in namen if naam in STANDTABELLEN]
    needed = {*shown, *(["interventie"] if "rubriek" in namen else [])}
    conditions = _stand_conditions(selectie)
    stand = STAND.format(" AND ".join(["s.tabel = ANY (%s)", *(sql for sql, _ in conditions)]))
    params = [value for _, values in conditions for value in values]
    return STANDEN.format(deel=deel, standen=stand), (
        *first, sorted(needed), *params, shown, "rubriek" in namen, *first, [KLEINSTE], *params,
    )  # fmt: skip


def _stand_conditions(selectie: Selectie) -> list[tuple[str, list[Any]]]:
    """Which standen a selection counts (SQL about `s` and `l`, with what belongs to its %s)."""
    van, tot = selectie.van, selectie.tot
    # The first month that ends after the period.
    cut = (tot + timedelta(days=1)).replace(day=1)
    return [
        *_known_standen(selectie),
        ("(s.maand >= %s OR l.eerste_dag >= %s)", [van, van]),
        ("(s.maand < %s OR l.laatste_dag <= %s)", [cut, tot]),
    ]


def _known_standen(selectie: Selectie) -> list[tuple[str, list[Any]]]:
    """The standen of a selection, also of months of which the period takes some days."""
    van, tot = selectie.van, selectie.tot
    conditions: list[tuple[str, list[Any]]] = [
        ("l.van <= %s AND l.tot >= %s", [tot, van]),
        ("s.maand BETWEEN %s AND %s", [van.replace(day=1), tot]),
    ]
    if selectie.regios is not None:
        conditions.append(("s.regio_id = ANY (%s)", [list(selectie.regios)]))
    if selectie.peilmoment is None:
        conditions.append(("l.vervangen_op IS NULL", []))
    else:
        known = "l.geimporteerd_op < %s AND (l.vervangen_op IS NULL OR l.vervangen_op >= %s)"
        conditions.append((known, [selectie.peilmoment] * 2))
    if "regio" in selectie.cel:
        conditions.append(("s.regio_id = %s", [selectie.cel["regio"]]))
    if "maand" in selectie.cel:
        conditions.append(("s.maand = %s", [_first_day(selectie.cel["maand"])]))
    if selectie.cel.get("bron", "levering") != "levering":
        conditions.append(("false", []))
    return conditions


def count(selectie: Selectie) -> int:
    """How many rows a selection counts; of one cell of a table the standen know it."""
    apart = [dimensie for dimensie in selectie.cel if dimensie not in OVERAL]
    if len(apart) != 1 or apart[0] not in (*STANDTABELLEN, "rubriek"):
        return counted(selectie).count() if apart else _total(selectie)
    tabel, waarde = apart[0], selectie.cel[apart[0]]
    rest = {d: w for d, w in selectie.cel.items() if d != tabel}
    found = lines(replace(selectie, cel=rest), (tabel,))
    return sum(line[3] for line in found if line[1:3] == (tabel, waarde))


def _total(selectie: Selectie) -> int:
    return sum(line[3] for line in lines(selectie, ("regio",)) if line[1] == "")


# How the delivered rows of a selection lie over the months, and in which leveringen.
SPREAD = """
SELECT s.maand, sum(s.aantal), array_agg(DISTINCT s.levering_id) FROM monitor_leveringsstand s
JOIN monitor_levering l ON l.id = s.levering_id WHERE {} GROUP BY s.maand ORDER BY s.maand
"""
# Among so many times the rows of a page they are looked for first; then among all.
RUIM = (4, 40)


def windows(selectie: Selectie, number: int, begin: date | None, *, back: bool) -> Iterator[Q]:
    """Ever wider parts of a selection to look in for `number` rows from the day `begin` on.

    `back` in time, else forward. Of millions of rows those of a page lie within a few days: about
    how many days, the standen tell. The last part is all that a selection has on that side.
    """
    months, among = _spread(selectie)
    begin = begin or (selectie.tot if back else selectie.van)
    for times in RUIM:
        until = _reach(months, times * number, begin, back=back)
        if until is None:
            break
        yield among & Q(geldig_op__range=(until, begin) if back else (begin, until))
    yield among & (Q(geldig_op__lte=begin) if back else Q(geldig_op__gte=begin))


def _spread(selectie: Selectie) -> tuple[dict[date, int], Q]:
    """About how many delivered rows lie in each month, and the leveringen that can have them."""
    if selectie.bron == "eigen":
        return {}, Q()
    conditions = [*_known_standen(selectie), ("s.tabel = %s", [KLEINSTE])]
    # Of one cell of a table the standen know it; of several at once only that there are no more.
    known = [dimensie for dimensie in selectie.cel if dimensie in STANDTABELLEN][:1]
    for tabel in known:
        conditions[-1] = ("s.tabel = %s AND s.waarde = %s", [tabel, selectie.cel[tabel]])
    with connection.cursor() as cursor:
        cursor.execute(
            SPREAD.format(" AND ".join(sql for sql, _ in conditions)),
            [value for _, values in conditions for value in values],
        )
        found = cursor.fetchall()
    leveringen = {pk for _, _, pks in found for pk in pks}
    among = Q(bron="eigen") | Q(bron="levering", levering_id__in=leveringen)
    return {maand: int(aantal) for maand, aantal, _ in found}, among


def _reach(months: Mapping[date, int], number: int, begin: date, *, back: bool) -> date | None:
    """The day until which about `number` rows lie from `begin` on; None when there are fewer."""
    left, step = float(number), timedelta(days=-1 if back else 1)
    for maand in sorted(months, reverse=back):
        last = _next_month(maand) - timedelta(days=1)
        start, end = (min(begin, last), maand) if back else (max(begin, maand), last)
        days = (end - start) // step + 1
        here = months[maand] * days / last.day
        if days > 0 and here >= left:
            # One day more, because of the first day a part has been shown.
            return start + (math.ceil(days * left / here)) * step
        left -= max(here, 0)
    return None
