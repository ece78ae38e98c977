"""The same rows and the same counts elsewhere: bare COPY, DuckDB and Polars."""

# ruff: noqa: S608 - statements made of the names of our own columns

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from ontschot.server.monitorproef.bestand import JAAR, KOP
from ontschot.server.problem import Probleem

STUK = 1024 * 1024
# What a table of the eleven columns costs and nothing else: no key, no index, no trigger.
KAAL = (
    "CREATE TABLE kaal (id text, regio text, datum date, interventie text, doelgroep text, "
    "geslacht text, kwalificatie text, sector text, inkopende_partij text, "
    "eerstverantwoordelijke text, kosten numeric(12,2))"
)
KEREN = 5
CODES = [kolom for kolom in KOP.split(",") if kolom not in ("id", "datum", "kosten")]
# The tables of the report; eigen_andere and maand are worked out, rubriek is looked up.
TELLEN = [*CODES[1:7], "eigen_andere", "rubriek", "maand", "regio"]


@dataclass(frozen=True)
class Naast:
    """Seconds to load the rows into typed columns, and to count them (the median of some runs)."""

    laden: float
    tellen: float


def bare_copy(url: str, plek: Path) -> float:
    """Seconds of COPY of the file, as it is, into a plain table: one durable transaction."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS kaal")
        connection.execute(KAAL)
        started = time.perf_counter()
        with (
            connection.transaction(),
            connection.cursor() as cursor,
            cursor.copy("COPY kaal FROM STDIN (FORMAT csv, HEADER)") as copy,
            plek.open("rb") as file,
        ):
            while block := file.read(STUK):
                copy.write(block)
        seconds = time.perf_counter() - started
        connection.execute("DROP TABLE kaal")
    return seconds


def duckdb_counts(plek: Path, rubrieken: dict[str, str]) -> Naast:
    """All tables of the report in one statement, over columns with a dictionary (ENUM)."""
    duckdb = _library("duckdb")
    with duckdb.connect() as connection:
        started = time.perf_counter()
        connection.execute(
            "CREATE TABLE ruw AS SELECT * FROM read_csv(?, all_varchar=true)", [str(plek)]
        )
        for kolom in CODES:
            connection.execute(f"CREATE TYPE t_{kolom} AS ENUM (SELECT DISTINCT {kolom} FROM ruw)")
        typed = ", ".join(f"{kolom}::t_{kolom} AS {kolom}" for kolom in CODES)
        connection.execute(
            f"CREATE TABLE rijen AS SELECT id, datum::date AS datum, {typed}, "
            "(kosten::decimal(12,2) * 100)::bigint AS cent FROM ruw"
        )
        connection.execute("DROP TABLE ruw")
        connection.execute("CREATE TABLE rubrieken (code varchar, rubriek varchar)")
        connection.executemany("INSERT INTO rubrieken VALUES (?, ?)", list(rubrieken.items()))
        loaded = time.perf_counter() - started
        sets = ", ".join(f"({kolom})" for kolom in TELLEN)
        statement = f"""
            SELECT {", ".join(TELLEN)}, count(*), sum(cent) FROM (
              SELECT r.* EXCLUDE (id), b.rubriek, date_trunc('month', datum) AS maand,
                eerstverantwoordelijke::varchar = CASE
                  WHEN inkopende_partij IN ('fnv', 'cnv', 'vcp') THEN 'vakbond'
                  ELSE inkopende_partij::varchar END AS eigen_andere
              FROM rijen r JOIN rubrieken b ON b.code = r.interventie::varchar
              WHERE datum BETWEEN DATE '{JAAR}-01-01' AND DATE '{JAAR}-12-31'
            ) GROUP BY GROUPING SETS ((), {sets})"""
        return Naast(loaded, _median(lambda: connection.execute(statement).fetchall()))


def polars_counts(plek: Path) -> Naast:
    """Six plain group-bys, one after the other, over columns with a dictionary (Categorical)."""
    pl = _library("polars")
    started = time.perf_counter()
    frame = pl.read_csv(
        plek, schema_overrides=dict.fromkeys(CODES, pl.Categorical), try_parse_dates=True
    ).with_columns((pl.col("kosten") * 100).round().cast(pl.Int64).alias("cent"))
    loaded = time.perf_counter() - started

    def count() -> None:
        year = frame.filter(pl.col("datum").dt.year() == JAAR)
        for kolom in CODES[1:7]:
            year.group_by(kolom).agg(pl.len(), pl.col("cent").sum())

    return Naast(loaded, _median(count))


def _library(name: str) -> Any:
    """Imported only here: whoever does not measure needs neither."""
    try:
        return __import__(name)
    except ModuleNotFoundError:
        raise Probleem(
            f"Voor deze meting is {name} nodig. Installeer de pakketten uit requirements/dev.txt."
        ) from None


def _median(count: Callable[[], Any]) -> float:
    times = []
    for _ in range(KEREN):
        started = time.perf_counter()
        count()
        times.append(time.perf_counter() - started)
    return statistics.median(times)
