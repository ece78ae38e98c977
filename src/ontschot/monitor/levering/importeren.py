"""Taking in a delivery: each line accepted or refused, a file once, a correction replaces.

A part of the file goes into `monitor_leveringsrij` while the next is read (`vooruit`), and its
standen are counted on the way. The levering is `bezig` until the last line; then it is sealed, or
everything is undone. Nothing that grows with the file is held in memory.
"""

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import IO, Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ontschot.kern import audit
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering, as_sentence
from ontschot.kern.scope import Actor
from ontschot.monitor.codes import codelijsten
from ontschot.monitor.levering import inname
from ontschot.monitor.levering.bestand import Telling
from ontschot.monitor.levering.feiten import (
    Feiteninname,
    Feitenteller,
    fact_readers,
    read_facts,
)
from ontschot.monitor.levering.kolommen import readers
from ontschot.monitor.levering.lezen import Fout, read_parts
from ontschot.monitor.levering.nummers import numbers
from ontschot.monitor.levering.standen import Telraam
from ontschot.monitor.levering.vooruit import ahead
from ontschot.monitor.models import SOORTEN, Kolomkoppeling, Levering
from ontschot.monitor.rules import VROEGSTE_DATUM, Leesfout, kort
from ontschot.regelingen.models import Regeling

GETOONDE_FOUTEN = 200  # enough to mend a file by; the file with faults has them all
FoutenNaar = Callable[[Iterator[Fout]], None]
# How a kind of delivery is read in parts, and where a part goes.
Parts = Callable[[IO[bytes]], Iterator[Any]]
Store = Callable[[Any], None]
Voortgang = Callable[[int, float], None]


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
    # Only look: everything is done as it would be, and undone.
    proef: bool = False
    koppeling: Mapping[str, str] = field(default_factory=dict)
    # When it was taken in; None is now. Only the demo has a past.
    op: datetime | None = None


@dataclass(frozen=True)
class Uitslag:
    """What came of it. `geweigerd` counts lines, `fouten` holds the first of their faults.

    `goed` counts the lines that were or could be loaded; `levering_id` is None when nothing was.
    `verdwenen` names the regions that the replaced deliveries had and this one has not;
    `naast` the deliveries of others over the same region and month. `beletsel` of a trial says why
    the good lines could not be loaded all the same.
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
    beletsel: str = ""

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
    voortgang: Voortgang | None = None,
) -> Uitslag:
    """Take in one file; returns the result, also when nothing was loaded.

    `fouten_naar` gets every fault in the order of the file, also those that `Uitslag` leaves out.
    `voortgang` hears now and then how many lines and which share of the file have been read.
    Raises Onleesbaar when the file cannot be read at all, and Weigering when the period or an
    earlier delivery stands in the way.
    """
    try:
        return _importeer(
            wie, stroom=stroom, gegevens=gegevens, fouten_naar=fouten_naar, voortgang=voortgang
        )
    except NietGeladen as outcome:
        return outcome.uitslag


@action
def _importeer(
    wie: Actor,
    *,
    stroom: IO[bytes],
    gegevens: Levergegevens,
    fouten_naar: FoutenNaar | None,
    voortgang: Voortgang | None,
) -> Uitslag:
    """Everything goes in while it is read; what may not stay goes out with its savepoint."""
    if gegevens.soort not in dict(SOORTEN):
        raise Weigering(NIET_BEKEND.format(kort(gegevens.soort)))
    try:
        with transaction.atomic():
            kind = _Lezing if gegevens.soort == "interventies" else _Feitenlezing
            lezing = kind(wie, gegevens)
            lezing.read(stroom, voortgang)
            outcome = lezing.outcome(fouten_naar)
            _stop_here(gegevens, lezing.telling.sha256, outcome)
            if gegevens.proef:
                raise NietGeladen(_rehearse(wie, gegevens, lezing, outcome))
            return _load(wie, gegevens, lezing, outcome)
    except _AlBekend as found:
        _record(wie, "levering_al_bekend", found.levering)
        return found.uitslag


def _stop_here(gegevens: Levergegevens, sha256: str, outcome: Uitslag) -> None:
    """Raises what undoes the reading, when the delivery is known, empty or wrong."""
    known = _known(sha256, gegevens)
    if known:
        raise _AlBekend(known, outcome)
    refused = outcome.geweigerd and gegevens.alles_of_niets
    if not outcome.goed or refused:
        raise NietGeladen(outcome)


def _rehearse(wie: Actor, gegevens: Levergegevens, lezing: "_Lezing", outcome: Uitslag) -> Uitslag:
    """What loading would give, seal and all; who looks first is not surprised afterwards."""
    try:
        return replace(_load(wie, gegevens, lezing, outcome), levering_id=None, geladen=0)
    except (Weigering, IntegrityError) as refusal:
        return replace(outcome, beletsel=as_sentence(refusal))


class _AlBekend(Exception):
    """The same content counts already: undo, and say so."""

    def __init__(self, levering: Levering, uitslag: Uitslag) -> None:
        super().__init__(levering.naam)
        self.levering = levering
        self.uitslag = replace(
            uitslag,
            levering_id=levering.pk,
            al_bekend=True,
            overgeslagen=uitslag.overgeslagen + uitslag.goed,
        )


# The standen say who else counts over the same region and month; only then rows are compared.
BESIDE = """
SELECT l.id, l.naam FROM monitor_levering l
WHERE l.status = 'geladen' AND l.id <> ALL (%(former)s) AND EXISTS (
  SELECT FROM monitor_leveringsstand s
  JOIN monitor_leveringsstand n USING (tabel, regio_id, maand)
  WHERE s.levering_id = l.id AND n.levering_id = %(new)s AND tabel = 'eigen_andere')
ORDER BY l.id
"""
SAME_ROWS = """
SELECT count(*) FROM {rijen} r
JOIN {rijen} n USING (extern_id, regio_id, datum)
WHERE r.levering_id = %s AND n.levering_id = %s
"""
MISSING = """
SELECT regio_id FROM monitor_leveringsstand WHERE levering_id = ANY (%s)
EXCEPT SELECT regio_id FROM monitor_leveringsstand WHERE levering_id = %s ORDER BY 1
"""
# Facts have no standen; deliveries of one kind only are compared.
FEITEN_NAAST = """
SELECT l.id, l.naam FROM monitor_levering l
JOIN monitor_levering nieuw ON nieuw.id = %(new)s AND nieuw.soort = l.soort
WHERE l.status = 'geladen' AND l.id <> ALL (%(former)s) AND EXISTS (
  SELECT FROM monitor_leveringsfeit f
  WHERE f.levering_id = l.id AND (f.regio_id, date_trunc('month', f.datum)) IN (
    SELECT n.regio_id, date_trunc('month', n.datum) FROM monitor_leveringsfeit n
    WHERE n.levering_id = %(new)s))
ORDER BY l.id
"""
FEITEN_VERDWENEN = MISSING.replace("monitor_leveringsstand", "monitor_leveringsfeit")


NIET_BEKEND = "Leveringen van de soort ‘{}’ bestaan niet. Kies instroom, interventies of uitstroom."


class _Lezing:
    """A levering while it is read: its rows go in, its standen are counted.

    `rijen` is their table; `naast` and `verdwenen` ask it who else counts, and which regions went.
    """

    rijen, naast, verdwenen = "monitor_leveringsrij", BESIDE, MISSING

    def __init__(self, wie: Actor, gegevens: Levergegevens) -> None:
        self.gegevens, self.telling = gegevens, Telling()
        self.periode = _bounds(gegevens.jaar)
        self.codes = codelijsten()
        self.mag = _allowed(wie, gegevens)
        self.levering = _begin(wie, gegevens, self.periode)
        self.prepare(sorted(self.codes.labels("regio")))

    def prepare(self, regios: list[str]) -> None:
        nummers = numbers(self.codes)
        lezers = readers(self.codes, nummers, regios, self.periode, self.mag)
        telraam = Telraam(nummers, regios, self.periode)
        way_in = inname.Inname(self.levering.pk, regios)
        self.teller: Telraam | Feitenteller = telraam
        self.parts: Parts = lambda stroom: way_in.laid_out(
            read_parts(stroom, lezers, self.telling, self.gegevens.koppeling)
        )
        self.store: Store = lambda laid_out: telraam.add(way_in.store(*laid_out))
        self.finish = way_in.finish
        self.store_standen = lambda: way_in.store_standen(telraam.standen())

    def read(self, stroom: IO[bytes], voortgang: Voortgang | None) -> None:
        """Read the whole file. Raises Onleesbaar, or Weigering when it has a header only."""
        size = stroom.seek(0, io.SEEK_END) or 1
        stroom.seek(0)
        with closing(ahead(self.parts(stroom))) as ready:
            for part in ready:
                self.store(part)
                if voortgang is not None:
                    # Packed and workbooks too: how far the file itself has been read.
                    voortgang(self.telling.regels, min(1.0, stroom.tell() / size))
        if not self.telling.regels:
            raise Weigering("Het bestand heeft alleen een kopregel. Er is niets om te laden.")

    def outcome(self, fouten_naar: FoutenNaar | None) -> Uitslag:
        refused = self.finish()
        if fouten_naar is not None:
            fouten_naar(inname.every_fault())
        return Uitslag(
            geweigerd=refused,
            overgeslagen=self.telling.leeg,
            goed=self.teller.aantal,
            fouten=tuple(inname.faults(GETOONDE_FOUTEN)),
            extra_kolommen=self.telling.extra_kolommen,
        )


class _Feitenlezing(_Lezing):
    """The same of instroom or uitstroom, which no report of chapter 3 counts: no standen."""

    rijen, naast, verdwenen = "monitor_leveringsfeit", FEITEN_NAAST, FEITEN_VERDWENEN

    def prepare(self, regios: list[str]) -> None:
        lezers = fact_readers(self.codes, self.periode, self.mag)
        teller, way_in = Feitenteller(), Feiteninname(self.levering.pk, regios)
        self.teller = teller
        self.parts = lambda stroom: read_facts(
            stroom, self.gegevens.soort, lezers, self.telling, self.gegevens.koppeling
        )
        self.store = lambda deel: teller.add(way_in.store_facts(deel))
        self.finish = way_in.finish
        self.store_standen = lambda: None


def _allowed(wie: Actor, gegevens: Levergegevens) -> Callable[[str], None]:
    """Raises Leesfout for a region that this delivery, or this person, may not bring."""
    openbaar = gegevens.openbaar and not gegevens.regio
    mag = [gegevens.regio] if gegevens.regio else list(wie.regios)
    hoort = f"hoort niet bij {', '.join(mag)}" if len(mag) < 4 else "hoort niet bij jouw regio's"

    def check(regio: str) -> None:
        if not openbaar and regio not in mag:
            raise Leesfout(f"{hoort}. Haal de regel weg, of lever het bestand openbaar aan.")

    return check


def _begin(wie: Actor, gegevens: Levergegevens, periode: tuple[date, date]) -> Levering:
    """A levering that is being read; what follows from its rows is filled in when it is sealed."""
    regeling = Regeling.objects.order_by("-van").first()
    assert regeling is not None, "the reference data has a regeling"
    levering = Levering(
        naam=gegevens.naam,
        bestandsnaam=gegevens.bestandsnaam[:160],
        soort=gegevens.soort,
        bron_naam=gegevens.bron,
        regio_id=gegevens.regio or None,
        regeling=regeling,
        van=periode[0],
        tot=periode[1],
        openbaar=gegevens.openbaar,
        aantal=0,
        geimporteerd_op=timezone.now(),
        geimporteerd_door_id=wie.medewerker_id,
    )
    levering.save(force_insert=True)
    return levering


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


def _record(wie: Actor, event: str, levering: Levering, **gegevens: Any) -> None:
    audit.record(
        wie, event, object_soort="levering", object_sleutel=kort(levering.naam, 64),
        regio=levering.regio_id or "", **gegevens,
    )  # fmt: skip


def _load(wie: Actor, gegevens: Levergegevens, lezing: _Lezing, outcome: Uitslag) -> Uitslag:
    days = lezing.teller.eerste_en_laatste
    assert days is not None, "nothing is loaded without a good row"
    levering = lezing.levering
    _fill_in(levering, gegevens.jaar, days)
    former = _former(levering, vervang=gegevens.vervang)
    lezing.store_standen()
    verdwenen, naast = _missing(lezing, former), _beside(lezing, former)
    now = gegevens.op or timezone.now()
    _retire(wie, former, now)
    levering.sha256 = lezing.telling.sha256
    levering.aantal, levering.geweigerd = outcome.goed, outcome.geweigerd
    # Known from the moment that it counts, not from when somebody began to read it.
    levering.geimporteerd_op = now
    Levering.STAPPEN.move(levering, "geladen")
    levering.save()
    Levering.objects.filter(pk__in=[old.pk for old in former]).update(vervangen_door=levering)
    _remember(wie, gegevens)
    _record(
        wie, "levering_geladen", levering, aantal=levering.aantal, van=levering.van.isoformat(),
        tot=levering.tot.isoformat(), sha256=levering.sha256,
    )  # fmt: skip
    return replace(
        outcome,
        levering_id=levering.pk,
        geladen=outcome.goed,
        vervangen=tuple(old.naam for old in former),
        verdwenen=verdwenen,
        naast=naast,
    )


def _fill_in(levering: Levering, jaar: int | None, days: tuple[date, date]) -> None:
    """The period: the year that was named, or the whole years of the rows; and the regeling."""
    eerste, laatste = days
    levering.eerste_dag, levering.laatste_dag = eerste, laatste
    levering.van = date(jaar or eerste.year, 1, 1)
    levering.tot = date(jaar or laatste.year, 12, 31)
    levering.jaar = levering.van.year if levering.van.year == levering.tot.year else None
    levering.regeling = _regeling(eerste)


def _remember(wie: Actor, gegevens: Levergegevens) -> None:
    """Keep how the columns were coupled, for the next delivery of this bron in this region."""
    if gegevens.koppeling and gegevens.bron and wie.regio:
        Kolomkoppeling.objects.update_or_create(
            regio_id=wie.regio,
            soort=gegevens.soort,
            bron_naam=gegevens.bron,
            defaults={"kolommen": dict(gegevens.koppeling)},
        )


def _regeling(dag: date) -> Regeling:
    """The regeling of the first row of the delivery; its rows all belong to that one."""
    regeling = Regeling.objects.filter(van__lte=dag).order_by("-van").first()
    if regeling is None:
        raise Weigering(
            f"Op {dag:%d-%m-%Y} was er nog geen regeling. Kijk of de datums in het bestand kloppen."
        )
    return regeling


def _former(levering: Levering, *, vervang: bool) -> list[Levering]:
    """The deliveries of this bron over these years, which the new one replaces as a whole.

    Raises Weigering when the person did not say so, or when they cover more than the new one.
    """
    van, tot = levering.van, levering.tot
    former = list(
        Levering.objects.select_for_update()
        .filter(
            soort=levering.soort,
            bron_naam=levering.bron_naam,
            regio_id=levering.regio_id,
            status="geladen",
            van__lte=tot,
            tot__gte=van,
        )
        .order_by("pk")
    )
    namen = ", ".join(f"‘{old.naam}’" for old in former)
    if former and not vervang:
        raise Weigering(
            f"Van deze bron is over dit jaar al geladen: {namen}. Kies ‘vervangt de vorige "
            "levering’, of geef de bron een andere naam."
        )
    if any(old.van < van or old.tot > tot for old in former):
        raise Weigering(f"{namen} gaat over een langere periode. Lever die periode in zijn geheel.")
    return former


DUBBEL = (
    "{} van deze regels zijn al geladen met ‘{}’: zelfde id, regio en datum. Ze zouden dubbel "
    "tellen. Gebruik dezelfde bron als toen om die levering te vervangen."
)


def _beside(lezing: _Lezing, former: list[Levering]) -> tuple[str, ...]:
    """The deliveries of others that go on counting over the same region and month.

    Two partners may each deliver their own rows. Rows with the same id, region and day are the
    same rows: then it raises Weigering, because they would count twice.
    """
    with connection.cursor() as cursor:
        new = lezing.levering.pk
        cursor.execute(lezing.naast, {"former": [old.pk for old in former], "new": new})
        found = cursor.fetchall()
        for pk, naam in found:
            cursor.execute(SAME_ROWS.format(rijen=lezing.rijen), (pk, new))
            [(twice,)] = cursor.fetchall()
            if twice:
                raise Weigering(DUBBEL.format(twice, naam))
    return tuple(naam for _, naam in found)


def _missing(lezing: _Lezing, former: list[Levering]) -> tuple[str, ...]:
    if not former:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(lezing.verdwenen, ([old.pk for old in former], lezing.levering.pk))
        return tuple(regio for (regio,) in cursor.fetchall())


def _retire(wie: Actor, former: list[Levering], now: datetime) -> None:
    for old in former:
        Levering.STAPPEN.move(old, "vervangen")
        old.vervangen_op = now
        old.save(update_fields=["status", "vervangen_op"])
        _record(wie, "levering_vervangen", old)
