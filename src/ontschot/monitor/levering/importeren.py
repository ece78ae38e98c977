"""Taking in a delivery: each line accepted or refused, a file once, a correction replaces.

The lines stream through `lezen` into a waiting table (`inname`); what is good moves from there into
`monitor_leveringsrij` in the same transaction, unless the person asked for all or nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import IO

from django.db import connection
from django.utils import timezone

from ontschot.kern import audit
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor
from ontschot.monitor.codes import codelijsten
from ontschot.monitor.levering import inname
from ontschot.monitor.levering.bestand import Telling
from ontschot.monitor.levering.lezen import Fout, read_rows
from ontschot.monitor.levering.nummers import numbers
from ontschot.monitor.models import SOORTEN, Kolomkoppeling, Levering
from ontschot.monitor.rules import VROEGSTE_DATUM, kort
from ontschot.regelingen.models import Regeling

GETOONDE_FOUTEN = 200  # enough to mend a file by; the file with faults has them all
FoutenNaar = Callable[[Iterator[Fout]], None]


@dataclass(frozen=True)
class Levergegevens:
    """What the person says about the file. `jaar` None: the years follow from the dates.

    `bron` is who delivers. `koppeling` names, for a column of ours, the column in the file.
    """

    naam: str
    bestandsnaam: str
    openbaar: bool
    regio: str = ""
    jaar: int | None = None
    bron: str = ""
    soort: str = "interventies"
    # With one refused line nothing is loaded.
    alles_of_niets: bool = False
    # Takes the place of the former delivery of this bron; without it that is refused.
    vervang: bool = False
    # Only look: everything is checked and nothing is kept.
    proef: bool = False
    koppeling: Mapping[str, str] = field(default_factory=dict)
    # When it was taken in; None is now. Only the demo has a past.
    op: datetime | None = None


@dataclass(frozen=True)
class Uitslag:
    """What came of it. `geweigerd` counts lines, `fouten` holds the first of their faults.

    `goed` counts the lines that were or could be loaded; `levering_id` is None when nothing was.
    `verdwenen` names the regions that the replaced deliveries had and this one has not;
    `naast` the deliveries of others over the same region and month.
    """

    levering_id: int | None = None
    geladen: int = 0
    geweigerd: int = 0
    overgeslagen: int = 0
    goed: int = 0
    fouten: tuple[Fout, ...] = ()
    extra_kolommen: tuple[str, ...] = ()
    al_bekend: bool = False
    vervangen: tuple[str, ...] = ()
    verdwenen: tuple[str, ...] = ()
    naast: tuple[str, ...] = ()

    @property
    def samenvatting(self) -> str:
        return (
            f"geladen {self.geladen}, geweigerd {self.geweigerd}, overgeslagen {self.overgeslagen}"
        )


class NietGeladen(Exception):
    """Undoes the transaction and carries the result out of it."""

    def __init__(self, uitslag: Uitslag) -> None:
        super().__init__(uitslag.samenvatting)
        self.uitslag = uitslag


def importeer(
    wie: Actor,
    stroom: IO[bytes],
    gegevens: Levergegevens,
    fouten_naar: FoutenNaar | None = None,
) -> Uitslag:
    """Take in one file; returns the result, also when nothing was loaded.

    `fouten_naar` gets every fault in the order of the file, also those that `Uitslag` leaves out.
    Raises Onleesbaar when the file cannot be read at all, and Weigering when the period or an
    earlier delivery stands in the way.
    """
    try:
        return _importeer(wie, stroom=stroom, gegevens=gegevens, fouten_naar=fouten_naar)
    except NietGeladen as outcome:
        return outcome.uitslag


@action
def _importeer(
    wie: Actor, *, stroom: IO[bytes], gegevens: Levergegevens, fouten_naar: FoutenNaar | None
) -> Uitslag:
    if gegevens.soort not in dict(SOORTEN):
        raise Weigering(NIET_BEKEND.format(kort(gegevens.soort)))
    telling = Telling()
    _check(wie, stroom, gegevens, telling)
    good, refused = inname.count()
    if fouten_naar is not None:
        fouten_naar(inname.every_fault())
    known = _known(telling.sha256, gegevens)
    outcome = Uitslag(
        levering_id=known.pk if known else None,
        geweigerd=refused,
        overgeslagen=telling.leeg + (good if known else 0),
        goed=good,
        fouten=tuple(inname.faults(GETOONDE_FOUTEN)),
        extra_kolommen=telling.extra_kolommen,
        al_bekend=known is not None,
    )
    if known:
        _say_known(wie, known)
        return outcome
    if gegevens.proef or not good or (refused and gegevens.alles_of_niets):
        raise NietGeladen(outcome)
    return _load(wie, gegevens, telling, outcome)


NIET_BEKEND = (
    "Leveringen van de soort ‘{}’ kan Ontschot niet lezen: de kolommen daarvan zijn nooit "
    "gepubliceerd. Alleen interventies kan."
)


def _check(wie: Actor, stroom: IO[bytes], gegevens: Levergegevens, telling: Telling) -> None:
    """Read every line into the waiting table, and refuse there what is not right."""
    van, tot = _bounds(gegevens.jaar)
    koppeling = gegevens.koppeling
    inname.stage(read_rows(stroom, codelijsten(), van, tot, telling, koppeling=koppeling))
    if not telling.regels:
        raise Weigering("Het bestand heeft alleen een kopregel. Er is niets om te laden.")
    inname.refuse_repeated_ids()
    if gegevens.openbaar and not gegevens.regio:
        return
    # A region for which this delivery, or this person, may bring nothing.
    mag = [gegevens.regio] if gegevens.regio else list(wie.regios)
    hoort = f"hoort niet bij {', '.join(mag)}" if len(mag) < 4 else "hoort niet bij jouw regio's"
    inname.refuse_outside(mag, f"{hoort}. Haal de regel weg, of lever het bestand openbaar aan.")


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


def _say_known(wie: Actor, levering: Levering) -> None:
    audit.record(
        wie,
        "levering_al_bekend",
        object_soort="levering",
        object_sleutel=kort(levering.naam, 64),
        regio=levering.regio_id or "",
    )


def _load(wie: Actor, gegevens: Levergegevens, telling: Telling, outcome: Uitslag) -> Uitslag:
    eerste, laatste, van, tot = _period(gegevens.jaar)
    former = _former(gegevens, van, tot)
    verdwenen, naast = _missing(former), _beside(former)
    now = gegevens.op or timezone.now()
    _retire(wie, former, now)
    levering = Levering(
        naam=gegevens.naam,
        bestandsnaam=gegevens.bestandsnaam[:160],
        soort=gegevens.soort,
        bron_naam=gegevens.bron,
        jaar=van.year if van.year == tot.year else None,
        sha256=telling.sha256,
        regio_id=gegevens.regio or None,
        regeling=_regeling(eerste),
        van=van,
        tot=tot,
        eerste_dag=eerste,
        laatste_dag=laatste,
        openbaar=gegevens.openbaar,
        aantal=outcome.goed,
        geweigerd=outcome.geweigerd,
        geimporteerd_op=now,
        geimporteerd_door_id=wie.medewerker_id,
    )
    levering.save(force_insert=True)
    Levering.objects.filter(pk__in=[old.pk for old in former]).update(vervangen_door=levering)
    numbers(codelijsten())
    with connection.cursor() as cursor:
        cursor.execute(MOVE, (levering.pk,))
        geladen = cursor.rowcount
        cursor.execute(COUNT, (levering.pk,))
    Levering.STAPPEN.move(levering, "geladen")
    levering.save(update_fields=["status"])
    _remember(wie, gegevens)
    _say_loaded(wie, levering)
    return replace(
        outcome,
        levering_id=levering.pk,
        geladen=geladen,
        vervangen=tuple(old.naam for old in former),
        verdwenen=verdwenen,
        naast=naast,
    )


def _remember(wie: Actor, gegevens: Levergegevens) -> None:
    """Keep how the columns were coupled, for the next delivery of this bron in this region."""
    if gegevens.koppeling and gegevens.bron and wie.regio:
        Kolomkoppeling.objects.update_or_create(
            regio_id=wie.regio,
            soort=gegevens.soort,
            bron_naam=gegevens.bron,
            defaults={"kolommen": dict(gegevens.koppeling)},
        )


MOVE = """
INSERT INTO monitor_leveringsrij (levering_id, kosten_cent, regel, datum, interventie, doelgroep,
  geslacht, kwalificatie, sector, inkopende_partij, eerstverantwoordelijke, regio_id, extern_id)
SELECT %s, n.kosten_cent, n.regel, n.datum, i.nummer, d.nummer, g.nummer, k.nummer, s.nummer,
  p.nummer, e.nummer, n.regio_id, n.extern_id
FROM monitor_inname n
JOIN monitor_monitorcode i ON i.soort = 'interventie' AND i.code = n.interventiesoort_id
JOIN monitor_monitorcode d ON d.soort = 'doelgroep' AND d.code = n.doelgroep_id
JOIN monitor_monitorcode g ON g.soort = 'geslacht' AND g.code = n.geslacht
JOIN monitor_monitorcode k ON k.soort = 'kwalificatie' AND k.code = n.kwalificatie
JOIN monitor_monitorcode s ON s.soort = 'sector' AND s.code = n.sector
JOIN monitor_monitorcode p ON p.soort = 'inkopende_partij' AND p.code = n.inkopende_partij
JOIN monitor_monitorcode e
  ON e.soort = 'eerstverantwoordelijke' AND e.code = n.eerstverantwoordelijke
WHERE n.fouten IS NULL
"""
COUNT = """
INSERT INTO monitor_leveringsstand (levering_id, tabel, regio_id, maand, waarde, aantal,
  kosten_cent)
SELECT r.levering_id, k.tabel, r.regio_id, date_trunc('month', r.geldig_op)::date, k.waarde,
  count(*), sum(r.kosten_cent)
FROM monitor_monitorrij r CROSS JOIN LATERAL (VALUES
  ('interventie', r.interventie), ('doelgroep', r.doelgroep), ('geslacht', r.geslacht),
  ('kwalificatie', r.kwalificatie), ('sector', r.sector),
  ('inkopende_partij', r.inkopende_partij), ('eigen_andere', r.eigen_andere)) AS k(tabel, waarde)
WHERE r.levering_id = %s
GROUP BY 1, 2, 3, 4, 5
"""


def _period(jaar: int | None) -> tuple[date, date, date, date]:
    """The first and last day that occur; the year that was named or the whole years of the rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(datum), max(datum) FROM monitor_inname WHERE fouten IS NULL")
        eerste, laatste = cursor.fetchone()
    return eerste, laatste, date(jaar or eerste.year, 1, 1), date(jaar or laatste.year, 12, 31)


def _regeling(dag: date) -> Regeling:
    """The regeling of the first row of the delivery; its rows all belong to that one."""
    regeling = Regeling.objects.filter(van__lte=dag).order_by("-van").first()
    if regeling is None:
        raise Weigering(
            f"Op {dag:%d-%m-%Y} was er nog geen regeling. Kijk of de datums in het bestand kloppen."
        )
    return regeling


def _former(gegevens: Levergegevens, van: date, tot: date) -> list[Levering]:
    """The deliveries of this bron over these years, which the new one replaces as a whole.

    Raises Weigering when the person did not say so, or when they cover more than the new one.
    """
    former = list(
        Levering.objects.select_for_update()
        .filter(
            soort=gegevens.soort,
            bron_naam=gegevens.bron,
            regio_id=gegevens.regio or None,
            status="geladen",
            van__lte=tot,
            tot__gte=van,
        )
        .order_by("pk")
    )
    namen = ", ".join(f"‘{old.naam}’" for old in former)
    if former and not gegevens.vervang:
        raise Weigering(
            f"Van deze bron is over dit jaar al geladen: {namen}. Kies ‘vervangt de vorige "
            "levering’, of geef de bron een andere naam."
        )
    if any(old.van < van or old.tot > tot for old in former):
        raise Weigering(f"{namen} gaat over een langere periode. Lever die periode in zijn geheel.")
    return former


SAME_ROWS = """
SELECT l.id, l.naam, count(*) FILTER (WHERE r.extern_id = n.extern_id AND r.datum = n.datum)
FROM monitor_leveringsrij r
JOIN monitor_levering l ON l.id = r.levering_id AND l.status = 'geladen' AND l.id <> ALL (%s)
JOIN (SELECT DISTINCT regio_id, date_trunc('month', datum)::date AS maand FROM monitor_inname
  WHERE fouten IS NULL) m
  ON m.regio_id = r.regio_id AND date_trunc('month', r.datum)::date = m.maand
LEFT JOIN monitor_inname n ON n.fouten IS NULL AND n.extern_id = r.extern_id
  AND n.regio_id = r.regio_id AND n.datum = r.datum
GROUP BY l.id, l.naam ORDER BY l.id
"""


def _beside(former: list[Levering]) -> tuple[str, ...]:
    """The deliveries of others that go on counting over the same region and month.

    Two partners may each deliver their own rows. Rows with the same id, region and day are the
    same rows: then it raises Weigering, because they would count twice.
    """
    with connection.cursor() as cursor:
        cursor.execute(SAME_ROWS, ([old.pk for old in former],))
        found = cursor.fetchall()
    for _, naam, twice in found:
        if twice:
            raise Weigering(
                f"{twice} van deze regels zijn al geladen met ‘{naam}’: zelfde id, regio en "
                "datum. Ze zouden dubbel tellen. Gebruik dezelfde bron als toen om die levering "
                "te vervangen."
            )
    return tuple(naam for _, naam, _ in found)


MISSING = """
SELECT DISTINCT regio_id FROM monitor_leveringsrij WHERE levering_id = ANY (%s)
EXCEPT SELECT regio_id FROM monitor_inname WHERE fouten IS NULL ORDER BY 1
"""


def _missing(former: list[Levering]) -> tuple[str, ...]:
    if not former:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(MISSING, ([old.pk for old in former],))
        return tuple(regio for (regio,) in cursor.fetchall())


def _retire(wie: Actor, former: list[Levering], now: datetime) -> None:
    for old in former:
        Levering.STAPPEN.move(old, "vervangen")
        old.vervangen_op = now
        old.save(update_fields=["status", "vervangen_op"])
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
