"""The actions about somebody's situation: facts with dates, and the choice of a doelgroep.

Part of `actions.py`, which is where the other rooms find them.
"""

from datetime import date, timedelta

from django.utils import timezone

from ontschot.kandidaten.access import kandidaat_for
from ontschot.kandidaten.models import (
    Doelgroepkeuze,
    Feitintrekking,
    Kandidaat,
    Situatiefeit,
)
from ontschot.kandidaten.queries import situation_of
from ontschot.kandidaten.vastleggen import medewerker_of, record, touch
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor

# A fact may begin before work for anybody living, and a planned one at most a year ahead.
EARLIEST_FACT = date(1950, 1, 1)
FACT_AHEAD_DAYS = 366
VERTELD = "verteld door de kandidaat"
VERGISSING = "Dit was een vergissing."


def _check_day(day: date, veld: str) -> None:
    latest = timezone.localdate() + timedelta(days=FACT_AHEAD_DAYS)
    if not EARLIEST_FACT <= day <= latest:
        raise Weigering(
            "Deze datum kan niet kloppen. Kies een dag tussen 1950 en een jaar vooruit.", veld=veld
        )


@action
def record_feit(
    wie: Actor,
    *,
    kandidaat: Kandidaat,
    soort: str,
    van: date,
    tot: date | None = None,
    bron: str = VERTELD,
) -> Situatiefeit:
    """Record that a fact holds from `van`, until `tot` (the last day) if that is known."""
    row = kandidaat_for(wie, kandidaat.sleutel, lock=True, schrijft=True)
    _check_day(van, "van")
    if van > timezone.localdate() and bron.strip().lower() in {"", VERTELD}:
        raise Weigering(
            "Dit begint pas later. Schrijf waarop dat steunt, bijvoorbeeld: brief van UWV, "
            "contract van de werkgever.",
            veld="bron",
        )
    if tot:
        _check_day(tot, "tot")
        if tot < van:
            raise Weigering("De einddatum ligt vóór de begindatum.", veld="tot")
    same = Situatiefeit.objects.filter(kandidaat=row, soort_id=soort).exclude(tot__lt=van)
    if (same.filter(van__lte=tot) if tot else same).exists():
        raise Weigering(
            "Dit staat er voor die tijd al. Sluit eerst het oude af, of kies een andere datum.",
            veld="soort",
        )
    feit = Situatiefeit.objects.create(
        regio_id=row.regio_id,
        kandidaat=row,
        soort_id=soort,
        van=van,
        tot=tot,
        bron=bron,
        vastgelegd_door_id=medewerker_of(wie),
    )
    touch(row.pk)
    record(wie, "feit_vastgelegd", row, feit=soort, van=van.isoformat())
    return feit


def _locked_feit(wie: Actor, feit_id: int) -> Situatiefeit:
    """The fact, with its kandidaat locked first: always in that order."""
    feit = Situatiefeit.objects.filter(pk=feit_id).select_related("kandidaat").first()
    if feit is None:
        raise Weigering("Dit feit is er niet meer. Ververs de pagina.")
    kandidaat_for(wie, feit.kandidaat.sleutel, lock=True, schrijft=True)
    feit.refresh_from_db(fields=["tot"])
    return feit


@action
def end_feit(wie: Actor, *, feit_id: int, tot: date) -> Situatiefeit:
    """Say what the last day of a fact is. An ended fact does not change any more."""
    feit = _locked_feit(wie, feit_id)
    if feit.tot is not None:
        raise Weigering("Dit feit is al afgesloten. Ververs de pagina om te zien wat er staat.")
    _check_day(tot, "tot")
    if tot < feit.van:
        raise Weigering("De einddatum ligt vóór de begindatum.", veld="tot")
    feit.tot = tot
    feit.save(update_fields=["tot"])
    touch(feit.kandidaat_id)
    record(wie, "feit_afgesloten", feit.kandidaat, feit=feit.soort_id, tot=tot.isoformat())
    return feit


@action
def withdraw_feit(wie: Actor, *, feit_id: int, reden: str = VERGISSING) -> None:
    """Take back a fact that was recorded by mistake; that it was there stays in the history.

    What was planned on it does not change: an interventie carries the doelgroep of its own day.
    """
    _take_back(wie, _locked_feit(wie, feit_id), reden)


@action
def correct_feit(
    wie: Actor,
    *,
    feit_id: int,
    soort: str,
    van: date,
    tot: date | None = None,
    bron: str,
    reden: str,
) -> Situatiefeit:
    """Take back a fact and record what should have stood there, both or neither."""
    wrong = _locked_feit(wie, feit_id)
    if (wrong.soort_id, wrong.van, wrong.tot, wrong.bron) == (soort, van, tot, bron):
        raise Weigering("Dit is wat er al staat. Verander wat niet klopt.", veld="soort")
    kandidaat = wrong.kandidaat
    _take_back(wie, wrong, reden)
    return record_feit(wie, kandidaat=kandidaat, soort=soort, van=van, tot=tot, bron=bron)


def _take_back(wie: Actor, feit: Situatiefeit, reden: str) -> None:
    if not reden.strip():
        raise Weigering("Schrijf op wat er niet klopte.", veld="reden")
    Feitintrekking.objects.create(
        regio_id=feit.regio_id,
        kandidaat=feit.kandidaat,
        soort_id=feit.soort_id,
        van=feit.van,
        tot=feit.tot,
        bron=feit.bron,
        vastgelegd_op=feit.vastgelegd_op,
        ingetrokken_door_id=medewerker_of(wie),
        reden=" ".join(reden.split())[:300],
    )
    period = {"van": feit.van.isoformat(), "tot": feit.tot.isoformat() if feit.tot else ""}
    record(wie, "feit_ingetrokken", feit.kandidaat, feit=feit.soort_id, **period)
    touch(feit.kandidaat_id)
    feit.delete()


@action
def choose_doelgroep(
    wie: Actor, *, kandidaat: Kandidaat, doelgroep: str, toelichting: str = ""
) -> Doelgroepkeuze:
    """Choose where the regeling leaves it open; holds until the facts change."""
    row = kandidaat_for(wie, kandidaat.sleutel, lock=True, schrijft=True)
    situatie = situation_of(row.pk)
    if doelgroep not in dict(situatie.keuzes):
        raise Weigering(
            "Bij deze situatie valt dit niet te kiezen. Ververs de pagina: misschien "
            "veranderde de situatie.",
            veld="doelgroep",
        )
    keuze = Doelgroepkeuze.objects.create(
        regio_id=row.regio_id,
        kandidaat=row,
        doelgroep_id=doelgroep,
        feiten=sorted(situatie.codes),
        toelichting=toelichting,
        door_id=medewerker_of(wie),
    )
    touch(row.pk)
    record(wie, "doelgroep_gekozen", row, doelgroep=doelgroep)
    return keuze
