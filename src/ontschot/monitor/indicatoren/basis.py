"""An indicator is ONE relation; everything that is shown of it is asked of that relation.

    register(Indicator("overdrachten", DUUR, '''SELECT … FROM monitor_sluis_overdracht() o …'''))

The relation has one row for each thing that counts. `gekozen` narrows it to a selection and a
cell; the figure, its tables and its rows all start from `gekozen`, so a cell and its rows cannot
disagree. What a relation gives:

| column | for | holds |
|---|---|---|
| `sleutel` text | all | unique; what a row is called on the screen |
| `regio_id` text | all | the region |
| `dag` date | all | the Amsterdam day on which it counts |
| `persoon` text | all | from a sluis: a key, `''`, or `~…` for somebody shielded |
| `telt` boolean | AANDEEL | whether the row is in the numerator; all rows are the denominator |
| `staat` text | DUUR | `klaar`, `wacht` or `weg` (stopped without coming to an end) |
| `dagen` int | DUUR | how long it took (`klaar`) or takes until now (`wacht`) |
| `op_tijd` boolean | DUUR | kept the term; NULL: no term, or it may still be kept |
| one text per dimension | | a code; `onbekend` when nobody wrote it down |

It may use the parameters `%(peil)s` (the first moment that is not known any more), `%(vandaag)s`
(the last day that is known), `%(van)s` and `%(tot)s`, the function `monitor_dag(moment)` for the
Amsterdam day, and the table `levend(sleutel, levende)`: the
dossier that went on, as known at the peil. A `%` of its own is written `%%`. With a peildatum it
looks at dated facts that never change, and at versions (`kern.versies`) as known at the peil;
where that cannot be, the definition says so in `geen_peildatum`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Any

from django.db import connection
from django.utils import timezone

from ontschot.kern.errors import Weigering
from ontschot.monitor.definities import DEFINITIES, Definitie
from ontschot.monitor.rules import aandeel
from ontschot.monitor.selectie import LATER, Selectie

SCHERM = "~%%"  # how the stand-in of a shielded person begins, as a pattern


class Soort(StrEnum):
    AANTAL = "aantal"  # how many rows
    AANDEEL = "aandeel"  # how many of the rows count
    DUUR = "duur"  # how many days it takes, and who still waits


@dataclass(frozen=True)
class Indicator:
    """A definition with the relation that it is counted from.

    `kruisen` are pairs of its dimensions that are also shown against each other: what came of each.
    `met_sleutel` False: its rows never show a person, also not to who may see that person.
    `bereikt` heads the column of those who do not wait any more.
    `met_bedrag`: the relation has a column `cent`, and its sums are shown beside the counts.
    `van_anderen`: delivered by regions without Ontschot, so shown of all that may be seen.
    `pagina` is the route of what a row is about, by the first letter of its sleutel, and how many
    letters go off the sleutel to make its argument.
    """

    code: str
    soort: Soort
    relatie: str
    kruisen: tuple[tuple[str, str], ...] = ()
    met_sleutel: bool = True
    bereikt: str = ""
    met_bedrag: bool = False
    van_anderen: bool = False
    pagina: Mapping[str, tuple[str, int]] = field(default_factory=dict)

    @property
    def definitie(self) -> Definitie:
        return DEFINITIES[self.code]


INDICATOREN: dict[str, Indicator] = {}
# The part of the rows that a cell counts, by the word that stands for it in the address.
DELEN = {
    "": "true",
    "telt": "telt",
    "klaar": "staat = 'klaar'",
    "wacht": "staat = 'wacht'",
    "weg": "staat = 'weg'",
}
DELEN_VAN = {
    Soort.AANTAL: ("",),
    Soort.AANDEEL: ("", "telt"),
    Soort.DUUR: ("", "klaar", "wacht", "weg"),
}


def register(indicator: Indicator) -> Indicator:
    """Give a definition its relation. Raises ValueError for a code that is taken or unknown."""
    if indicator.code in INDICATOREN or indicator.code not in DEFINITIES:
        raise ValueError(f"No definition, or two relations, for {indicator.code!r}.")
    INDICATOREN[indicator.code] = indicator
    return indicator


def quoted(values: Iterable[str]) -> str:
    """Our own codes as a list of texts in SQL, in a fixed order."""
    return ", ".join(f"'{value}'" for value in sorted(values))


# Which dossier goes on for each that ended, as known at the peil; over as many merges as there are.
LEVEND = """
samen(sleutel, verder) AS (
  SELECT s.verliezer_sleutel, s.blijver_sleutel FROM kandidaten_samenvoeging s
  WHERE s.status IN ('uitgevoerd', 'teruggedraaid') AND s.besloten_op < %(peil)s
    AND (s.teruggedraaid_op IS NULL OR s.teruggedraaid_op >= %(peil)s)
), keten(sleutel, levende) AS (
  SELECT sleutel, verder FROM samen
  UNION SELECT k.sleutel, s.verder FROM keten k JOIN samen s ON s.sleutel = k.levende
), levend AS (
  SELECT k.sleutel, k.levende FROM keten k
  WHERE NOT EXISTS (SELECT 1 FROM samen s WHERE s.sleutel = k.levende)
)"""
# Who is shielded counts, and nothing is said of the row: not the month, not how long it took, not
# what came of it. Else a narrow cell, or what is left of a total, would tell it of that person.
KEUZE = """
  SELECT r.* FROM (
    SELECT g.sleutel, g.regio_id, g.dag, g.persoon, g.verborgen{kolommen}
    FROM (SELECT r.*, to_char(r.dag, 'YYYY-MM') AS maand, r.persoon LIKE '{scherm}' AS verborgen
      FROM ({relatie}) r) g
    WHERE g.dag BETWEEN %(van)s AND %(tot)s
  ) r WHERE true {waar}
"""
ONGEZEGD = {
    Soort.AANTAL: {},
    Soort.AANDEEL: {"telt": "false"},
    Soort.DUUR: {"staat": "''", "dagen": "NULL", "op_tijd": "NULL"},
}
GEKOZEN = "WITH RECURSIVE {levend}, gekozen AS MATERIALIZED ({keuze})"


@dataclass(frozen=True)
class Vraagstuk:
    """A composed start of a statement, up to `gekozen`, with its parameters."""

    sql: str
    params: Mapping[str, Any]


def chosen(indicator: Indicator, selectie: Selectie) -> Vraagstuk:
    """The start of a statement over `narrowed`, up to `gekozen`."""
    keuze = narrowed(indicator, selectie)
    return Vraagstuk(GEKOZEN.format(levend=LEVEND, keuze=keuze.sql), keuze.params)


def narrowed(indicator: Indicator, selectie: Selectie) -> Vraagstuk:
    """The rows that a selection and its cell count: the one predicate of every figure.

    It reads `levend`. Raises Weigering for a peildatum that this figure cannot be given at.
    """
    refuse_peildatum(indicator.definitie, selectie)
    today = timezone.localdate()
    params: dict[str, Any] = {
        "van": selectie.van,
        "tot": selectie.tot,
        "peil": selectie.peilmoment or "infinity",
        "vandaag": selectie.peil or today,
    }
    waar = ""
    if selectie.regios is not None:
        params["regios"] = list(selectie.regios)
        waar += " AND r.regio_id = ANY (%(regios)s)"
    known = {*indicator.definitie.dimensies, "regio"}
    for nummer, (dimensie, waarde) in enumerate(sorted(selectie.cel.items())):
        if dimensie in known:
            params[f"cel{nummer}"] = waarde
            waar += f" AND {_expression(dimensie)} = %(cel{nummer})s"
    sql = KEUZE.format(
        relatie=indicator.relatie, scherm=SCHERM, waar=waar, kolommen=_columns(indicator)
    )
    return Vraagstuk(sql, params)


def refuse_peildatum(definitie: Definitie, selectie: Selectie) -> None:
    """Raise Weigering for a peildatum that cannot be: there is no history, or it is yet to come."""
    if selectie.peil and not definitie.peildatum:
        raise Weigering(
            f"‘{definitie.naam}’ kan niet zoals bekend op een eerdere dag. "
            f"{definitie.geen_peildatum} Haal de datum bij ‘Zoals bekend op’ weg."
        )
    refuse_future(selectie.peil)


def refuse_future(peil: date | None) -> None:
    """Raise Weigering for a day that is still to come: nobody knows what will be known."""
    if peil and peil > timezone.localdate():
        raise Weigering(LATER)


def _columns(indicator: Indicator) -> str:
    """What is told of a row, with nothing in it of who is shielded."""
    untold = dict.fromkeys(("maand", *indicator.definitie.dimensies), "'onbekend'")
    untold |= ONGEZEGD[indicator.soort]
    told = [f", CASE WHEN g.verborgen THEN {no} ELSE g.{k} END AS {k}" for k, no in untold.items()]
    return "".join(told) + (", g.cent" if indicator.met_bedrag else "")


def _expression(dimensie: str) -> str:
    return "r.regio_id" if dimensie == "regio" else f"r.{dimensie}"


@dataclass(frozen=True)
class Stand:
    """What was counted in one group of rows; days are calendar days.

    `rijen` is how many there are, `teller` what counts of it, `verborgen` how many rows are of
    somebody shielded: they stand in no list, and nothing but their number is told. The other
    fields are of a DUUR: `klaar`, `wacht`, `weg` and `verborgen` add up to `rijen`; `mediaan` and
    `p90` are of `klaar`; `langst` is the longest that somebody waits until now; `op_tijd` of
    `met_termijn` kept the term. `cent` is the sum of an indicator `met_bedrag`.
    """

    rijen: int = 0
    teller: int = 0
    verborgen: int = 0
    klaar: int = 0
    wacht: int = 0
    weg: int = 0
    mediaan: int | None = None
    p90: int | None = None
    langst: int | None = None
    op_tijd: int = 0
    met_termijn: int = 0
    cent: int = 0


MATEN = {
    Soort.AANTAL: "count(*), count(*), count(*) FILTER (WHERE verborgen)",
    Soort.AANDEEL: "count(*), count(*) FILTER (WHERE telt), count(*) FILTER (WHERE verborgen)",
    Soort.DUUR: """count(*), count(*) FILTER (WHERE staat = 'klaar'),
  count(*) FILTER (WHERE verborgen), count(*) FILTER (WHERE staat = 'klaar'),
  count(*) FILTER (WHERE staat = 'wacht'), count(*) FILTER (WHERE staat = 'weg'),
  percentile_disc(0.5) WITHIN GROUP (ORDER BY CASE WHEN staat = 'klaar' THEN dagen END),
  percentile_disc(0.9) WITHIN GROUP (ORDER BY CASE WHEN staat = 'klaar' THEN dagen END),
  max(dagen) FILTER (WHERE staat = 'wacht'),
  count(*) FILTER (WHERE op_tijd), count(*) FILTER (WHERE op_tijd IS NOT NULL)""",
}
TELLING = """{tot_gekozen}
SELECT {grouping}, {kolommen}{cent}, {maten} FROM gekozen WHERE {deel}
GROUP BY GROUPING SETS ({sets})
"""
RIJEN = """{tot_gekozen}
SELECT sleutel, regio_id, dag, persoon, {cent}, {extra}{kolommen} FROM gekozen
WHERE NOT verborgen AND {deel}{waar} ORDER BY dag DESC, sleutel DESC LIMIT %(size)s OFFSET %(al)s
"""
Sleutel = tuple[tuple[str, str], ...]  # ((dimension, value), …); () is the total


def counts(
    indicator: Indicator,
    selectie: Selectie,
    groepen: Sequence[Sequence[str]] = (),
    *,
    deel: str = "",
) -> dict[Sleutel, Stand]:
    """The total and every group of dimensions, in one statement over one pass of the rows."""
    vraag = chosen(indicator, selectie)
    indeling = Indeling(groepen)
    statement = TELLING.format(
        tot_gekozen=vraag.sql,
        grouping=indeling.grouping,
        kolommen="".join(f"{kolom}, " for kolom in indeling.kolommen),
        cent=cents(indicator),
        maten=MATEN[indicator.soort],
        deel=DELEN[deel],
        sets=indeling.sets,
    )
    aantal = len(indeling.namen)
    found: dict[Sleutel, Stand] = {}
    for grouping, *rest in _ask(statement, vraag.params):
        waarden, (cent, *maten) = rest[:aantal], rest[aantal:]
        found[indeling.sleutel(grouping, waarden)] = replace(Stand(*maten), cent=cent)
    return found


def cents(indicator: Indicator) -> str:
    """The sum of the money of a group of rows, in SQL."""
    return "coalesce(sum(cent), 0)::bigint" if indicator.met_bedrag else "0::bigint"


class Indeling:
    """Groups of dimensions as GROUPING SETS, and which line of the answer is which group."""

    def __init__(self, groepen: Sequence[Sequence[str]]) -> None:
        self.namen = sorted({dimensie for groep in groepen for dimensie in groep})
        self.kolommen = [_column(naam) for naam in self.namen]
        sets = [", ".join(_column(naam) for naam in groep) for groep in groepen]
        self.sets = ", ".join(["()", *(f"({kolommen})" for kolommen in sets)])
        self.grouping = f"GROUPING({', '.join(self.kolommen)})" if self.kolommen else "0"

    def sleutel(self, grouping: int, waarden: Sequence[Any]) -> Sleutel:
        """Which group a line is about: the bits of GROUPING that are zero."""
        last = len(self.namen) - 1
        pairs = enumerate(zip(self.namen, waarden, strict=True))
        return tuple((n, str(w)) for i, (n, w) in pairs if not grouping >> (last - i) & 1)


def _column(dimensie: str) -> str:
    return "regio_id" if dimensie == "regio" else dimensie


def _ask(statement: str, params: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, dict(params))
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


@dataclass(frozen=True)
class Rij:
    """A row behind a cell. `persoon` is a key or empty; `waarden` its codes per dimension."""

    sleutel: str
    regio: str
    dag: date
    persoon: str
    waarden: Mapping[str, str]
    telt: bool = True
    staat: str = ""
    dagen: int | None = None
    cent: int | None = None


EXTRA = {
    Soort.AANTAL: "true, '', NULL::integer",
    Soort.AANDEEL: "telt, '', NULL::integer",
    Soort.DUUR: "staat = 'klaar', staat, dagen",
}


def rows(
    indicator: Indicator,
    selectie: Selectie,
    *,
    deel: str = "",
    na: tuple[date, int] | None = None,
    size: int = 50,
) -> list[Rij]:
    """The rows behind a cell, newest first, at most `size`; from `na` on: a day, and how many
    rows of it were there already.

    `deel` is a word of `DELEN_VAN` this kind of figure. Who is shielded stands in no list: that
    they are there is said by `Stand.verborgen`.
    """
    vraag = chosen(indicator, selectie)
    params = {**vraag.params, "size": size, "al": 0}
    dimensies = [d for d in indicator.definitie.dimensies if d != "maand"]
    waar = ""
    if na is not None:
        params |= {"na_dag": na[0], "al": na[1]}
        waar = " AND dag <= %(na_dag)s"
    statement = RIJEN.format(
        tot_gekozen=vraag.sql,
        cent="cent" if indicator.met_bedrag else "NULL::bigint",
        extra=EXTRA[indicator.soort],
        kolommen="".join(f", {d}" for d in dimensies),
        deel=DELEN[deel],
        waar=waar,
    )
    return [
        Rij(
            sleutel=sleutel,
            regio=regio,
            dag=dag,
            persoon=persoon if indicator.met_sleutel else "",
            waarden=dict(zip(dimensies, waarden, strict=True)),
            telt=telt,
            staat=staat,
            dagen=dagen,
            cent=cent,
        )
        for sleutel, regio, dag, persoon, cent, telt, staat, dagen, *waarden in _ask(
            statement, params
        )
    ]


def share(stand: Stand, totaal: Stand, soort: Soort) -> Fraction | None:
    """The exact share that a figure shows: of an AANDEEL inside its own rows, else of the total."""
    if soort == Soort.AANTAL:
        return aandeel(stand.rijen, totaal.rijen)
    return aandeel(stand.teller, stand.rijen - stand.verborgen)


def year_before(selectie: Selectie, today: date) -> Selectie:
    """The same part of the year before: of a year that still runs only the days that are past."""
    tot = min(selectie.tot, today)
    return replace(selectie, van=_year_earlier(selectie.van), tot=_year_earlier(tot))


def _year_earlier(dag: date) -> date:
    try:
        return dag.replace(year=dag.year - 1)
    except ValueError:  # 29 February
        return dag - timedelta(days=366)
