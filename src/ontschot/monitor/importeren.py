"""Taking in a delivery: all lines or none, the same file once, a correction replaces.

The lines stream through `lezen` into a temporary table (COPY); the database finds ids that stand
twice, and moves everything into `monitor_leveringsrij` in the same transaction.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import IO

from django.db import connection, transaction
from django.utils import timezone

from ontschot.kern import audit
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor
from ontschot.monitor.codes import codelijsten
from ontschot.monitor.lezen import Fout, Rij, Telling, read_rows
from ontschot.monitor.models import Levering
from ontschot.monitor.rules import VROEGSTE_DATUM, kort
from ontschot.regelingen.models import Regeling

MEESTE_FOUTEN = 10_000  # enough to mend a file by; beyond that a file has one fault, not many


@dataclass(frozen=True)
class Levergegevens:
    """What the person says about the file. `jaar` None: the years follow from the dates."""

    naam: str
    bestandsnaam: str
    openbaar: bool
    regio: str = ""
    jaar: int | None = None
    vervang: bool = False
    # Only look: everything is checked and nothing is kept.
    proef: bool = False


@dataclass(frozen=True)
class Uitslag:
    """What came of it. With faults nothing was loaded; `geladen` is then zero.

    `geweigerd` counts lines, `fouten` holds at most `MEESTE_FOUTEN` of their faults.
    """

    levering_id: int | None
    geladen: int
    geweigerd: int
    overgeslagen: int
    fouten: tuple[Fout, ...] = ()
    extra_kolommen: tuple[str, ...] = ()
    al_bekend: bool = False
    vervangen: tuple[str, ...] = ()

    @property
    def samenvatting(self) -> str:
        return (
            f"geladen {self.geladen}, geweigerd {self.geweigerd}, overgeslagen {self.overgeslagen}"
        )


class Fouten(Exception):
    """Undoes the transaction and carries the result out of it."""

    def __init__(self, uitslag: Uitslag) -> None:
        super().__init__(uitslag.samenvatting)
        self.uitslag = uitslag


def importeer(wie: Actor, stroom: IO[bytes], gegevens: Levergegevens) -> Uitslag:
    """Take in one file; returns the result, also when nothing was loaded because of faults.

    Raises Onleesbaar when the file cannot be read at all, and Weigering when the period or an
    earlier delivery stands in the way.
    """
    try:
        return _importeer(wie, stroom=stroom, gegevens=gegevens)
    except Fouten as outcome:
        return outcome.uitslag


@action
def _importeer(wie: Actor, *, stroom: IO[bytes], gegevens: Levergegevens) -> Uitslag:
    telling = Telling()
    geweigerd, fouten = _stage(stroom, gegevens, telling)
    if not geweigerd and not telling.regels:
        raise Weigering("Het bestand heeft alleen een kopregel. Er is niets om te laden.")
    bekend = _known(telling.sha256, gegevens)
    if bekend:
        return _say_known(wie, bekend, telling)
    dubbel, extra = _repeated_ids()
    buiten, ook = _outside(wie, gegevens)
    if geweigerd or dubbel or buiten:
        alle = sorted([*fouten, *extra, *ook], key=lambda fout: fout.regel)[:MEESTE_FOUTEN]
        raise Fouten(
            Uitslag(
                None,
                0,
                geweigerd + dubbel + buiten,
                telling.leeg,
                tuple(alle),
                telling.extra_kolommen,
            )
        )
    if gegevens.proef:
        raise Fouten(Uitslag(None, 0, 0, telling.leeg, extra_kolommen=telling.extra_kolommen))
    return _load(wie, gegevens, telling)


STAGE = """
DROP TABLE IF EXISTS monitor_inname;
CREATE TEMPORARY TABLE monitor_inname (
  regel integer, extern_id text, regio_id text, datum date, interventiesoort_id text,
  doelgroep_id text, geslacht text, kwalificatie text, sector text, inkopende_partij text,
  eerstverantwoordelijke text, kosten_cent bigint
) ON COMMIT DROP
"""


def _stage(stroom: IO[bytes], gegevens: Levergegevens, telling: Telling) -> tuple[int, list[Fout]]:
    """Copy the good lines into the temporary table; returns the bad lines and their faults."""
    van, tot = _bounds(gegevens.jaar)
    rows = read_rows(stroom, codelijsten(), van, tot, telling)
    geweigerd = 0
    fouten: list[Fout] = []
    # A savepoint of its own: a file that breaks off halfway leaves COPY in an error.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(STAGE)
        with cursor.copy("COPY monitor_inname FROM STDIN") as copy:
            for row in rows:
                if isinstance(row, Rij):
                    copy.write_row((row.regel, *row.waarden))
                else:
                    geweigerd += 1
                    if len(fouten) < MEESTE_FOUTEN:
                        fouten += row
        cursor.execute("ANALYZE monitor_inname")
    return geweigerd, fouten


def _bounds(jaar: int | None) -> tuple[date, date]:
    today = timezone.localdate()
    if jaar is None:
        return VROEGSTE_DATUM, today
    if not VROEGSTE_DATUM.year <= jaar <= today.year:
        raise Weigering(f"Het jaar {jaar} kan niet. Kies {VROEGSTE_DATUM.year} tot {today.year}.")
    return date(jaar, 1, 1), date(jaar, 12, 31)


def _known(sha256: str, gegevens: Levergegevens) -> Levering | None:
    return Levering.objects.filter(
        sha256=sha256, status="geladen", regio_id=gegevens.regio or None
    ).first()


def _say_known(wie: Actor, levering: Levering, telling: Telling) -> Uitslag:
    audit.record(
        wie,
        "levering_al_bekend",
        object_soort="levering",
        object_sleutel=kort(levering.naam, 64),
        regio=levering.regio_id or "",
    )
    return Uitslag(levering.pk, 0, 0, telling.regels + telling.leeg, al_bekend=True)


REPEATED = """
SELECT regel, extern_id, eerste, count(*) OVER () FROM (
  SELECT regel, extern_id, min(regel) OVER (PARTITION BY extern_id) AS eerste FROM monitor_inname
) r WHERE regel > eerste ORDER BY regel LIMIT %s
"""
OUTSIDE = """
SELECT regel, regio_id, 0, count(*) OVER () FROM monitor_inname
WHERE regio_id <> ALL (%s) ORDER BY regel LIMIT %s
"""


def _repeated_ids() -> tuple[int, list[Fout]]:
    """Lines whose id already stood higher up in the file."""
    return _faults_of(
        REPEATED,
        [],
        lambda regel, waarde, eerste: Fout(
            regel, "id", kort(waarde), f"staat ook op regel {eerste}. Een id komt één keer voor."
        ),
    )


def _outside(wie: Actor, gegevens: Levergegevens) -> tuple[int, list[Fout]]:
    """Lines of a region for which this delivery, or this person, may bring nothing."""
    if gegevens.openbaar and not gegevens.regio:
        return 0, []
    mag = [gegevens.regio] if gegevens.regio else list(wie.regios)
    hoort = f"hoort niet bij {', '.join(mag)}" if len(mag) < 4 else "hoort niet bij jouw regio's"
    return _faults_of(
        OUTSIDE,
        [mag],
        lambda regel, waarde, _: Fout(
            regel,
            "regio",
            waarde,
            f"{hoort}. Haal de regel weg, of lever het bestand openbaar aan.",
        ),
    )


def _faults_of(
    statement: str, params: list[list[str]], say: Callable[[int, str, int], Fout]
) -> tuple[int, list[Fout]]:
    """How many lines a statement finds, and the faults of the first ones.

    The statement gives (regel, waarde, a number to speak of, how many in all).
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, (*params, MEESTE_FOUTEN))
        rows = cursor.fetchall()
    return (rows[0][-1] if rows else 0), [say(*row[:-1]) for row in rows]


def _load(wie: Actor, gegevens: Levergegevens, telling: Telling) -> Uitslag:
    van, tot = _period(gegevens.jaar)
    former = _in_the_way(gegevens, van, tot)
    levering = Levering(
        naam=gegevens.naam,
        bestandsnaam=gegevens.bestandsnaam[:160],
        sha256=telling.sha256,
        regio_id=gegevens.regio or None,
        regeling=_regeling(van),
        van=van,
        tot=tot,
        openbaar=gegevens.openbaar,
        aantal=telling.regels,
        geimporteerd_op=timezone.now(),
        geimporteerd_door_id=wie.medewerker_id,
    )
    levering.save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute(MOVE, (levering.pk,))
        geladen = cursor.rowcount
    _replace(wie, former, levering)
    _say_loaded(wie, levering)
    return Uitslag(
        levering.pk,
        geladen,
        0,
        telling.leeg,
        extra_kolommen=telling.extra_kolommen,
        vervangen=tuple(old.naam for old in former),
    )


MOVE = """
INSERT INTO monitor_leveringsrij (levering_id, extern_id, regio_id, datum, interventiesoort_id,
  doelgroep_id, geslacht, kwalificatie, sector, inkopende_partij, eerstverantwoordelijke,
  kosten_cent)
SELECT %s, extern_id, regio_id, datum, interventiesoort_id, doelgroep_id, geslacht, kwalificatie,
  sector, inkopende_partij, eerstverantwoordelijke, kosten_cent
FROM monitor_inname ORDER BY regel
"""


def _period(jaar: int | None) -> tuple[date, date]:
    """The year that was named, or the whole months in which the rows fall."""
    if jaar is not None:
        return date(jaar, 1, 1), date(jaar, 12, 31)
    months = (
        "SELECT date_trunc('month', min(datum))::date, "
        "(date_trunc('month', max(datum)) + interval '1 month - 1 day')::date FROM monitor_inname"
    )
    with connection.cursor() as cursor:
        cursor.execute(months)
        van, tot = cursor.fetchone()
    return van, tot


def _regeling(van: date) -> Regeling:
    """The regeling of the first day of the delivery; its rows all belong to that one."""
    regeling = Regeling.objects.filter(van__lte=van).order_by("-van").first()
    if regeling is None:
        raise Weigering(
            f"Op {van:%d-%m-%Y} was er nog geen regeling. Kijk of de datums in het bestand kloppen."
        )
    return regeling


OVERLAP = """
SELECT DISTINCT r.levering_id FROM monitor_leveringsrij r
JOIN monitor_levering l ON l.id = r.levering_id AND l.status = 'geladen'
JOIN (SELECT DISTINCT regio_id, date_trunc('month', datum)::date AS maand FROM monitor_inname) n
  ON n.regio_id = r.regio_id AND date_trunc('month', r.datum)::date = n.maand
WHERE r.datum BETWEEN %s AND %s
"""
MISSING = """
SELECT DISTINCT regio_id FROM monitor_leveringsrij WHERE levering_id = ANY (%s)
EXCEPT SELECT regio_id FROM monitor_inname ORDER BY 1
"""


def _in_the_way(gegevens: Levergegevens, van: date, tot: date) -> list[Levering]:
    """The deliveries that already count rows of the same region and month.

    Raises Weigering unless the person said to replace them and the new one can take their place
    as a whole: otherwise rows would be counted twice, or would vanish.
    """
    with connection.cursor() as cursor:
        cursor.execute(OVERLAP, (van, tot))
        ids = [pk for (pk,) in cursor.fetchall()]
    former = list(Levering.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    if not former:
        return []
    namen = ", ".join(f"‘{old.naam}’" for old in former)
    if not gegevens.vervang:
        raise Weigering(
            f"Over dezelfde regio en maand is al geladen: {namen}. Kies ‘vervangt de vorige "
            "levering’, of haal die regels uit het bestand."
        )
    _check_replaces_whole(former, gegevens, van, tot, namen)
    return former


def _check_replaces_whole(
    former: list[Levering], gegevens: Levergegevens, van: date, tot: date, namen: str
) -> None:
    if any((old.regio_id or "") != gegevens.regio for old in former):
        raise Weigering(f"{namen} is door een ander aangeleverd. Vraag of zij een nieuwe maken.")
    if any(old.van < van or old.tot > tot for old in former):
        raise Weigering(f"{namen} gaat over een langere periode. Lever die periode in zijn geheel.")
    with connection.cursor() as cursor:
        cursor.execute(MISSING, ([old.pk for old in former],))
        missing = [regio for (regio,) in cursor.fetchall()]
    if missing:
        raise Weigering(
            f"Het nieuwe bestand mist regio's die in {namen} wel staan: {', '.join(missing)}. "
            "Lever alle regio's samen aan."
        )


def _replace(wie: Actor, former: list[Levering], levering: Levering) -> None:
    for old in former:
        Levering.STAPPEN.move(old, "vervangen")
        old.vervangen_op = levering.geimporteerd_op
        old.vervangen_door = levering
        old.save(update_fields=["status", "vervangen_op", "vervangen_door"])
        audit.record(
            wie,
            "levering_vervangen",
            object_soort="levering",
            object_sleutel=kort(old.naam, 64),
            regio=old.regio_id or "",
        )


def _say_loaded(wie: Actor, levering: Levering) -> None:
    audit.record(
        wie,
        "levering_geladen",
        object_soort="levering",
        object_sleutel=kort(levering.naam, 64),
        regio=levering.regio_id or "",
        aantal=levering.aantal,
        van=levering.van.isoformat(),
        tot=levering.tot.isoformat(),
        sha256=levering.sha256,
    )
