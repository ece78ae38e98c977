"""Making a report: counted, compared with the journaal by the database, kept."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.utils import timezone

from ontschot.kassier.actions.budgetbesluiten import wide
from ontschot.kassier.journaal import money_action, require_rol
from ontschot.kassier.models import Fonds
from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor
from ontschot.verantwoording.models import Verslag
from ontschot.verantwoording.queries import LEZERS, Waarover, choices, count, left_twice
from ontschot.verantwoording.rules import stand_of
from ontschot.web.format import euro


@money_action
def make_verslag(
    wie: Actor, *, van: date, tot: date, fonds_id: int | None = None, peildatum: date | None = None
) -> Verslag:
    """Make a report over `van` to `tot` (inclusive) and keep it with its figures.

    `fonds_id` None takes all fondsen of the region together. `peildatum`: as known at the end of
    that day; None is now. Raises Weigering for a period or peildatum that is still to come.
    """
    require_rol(wie, LEZERS, "een verslag maken")
    _require_days(van, tot, peildatum)
    fonds = _fonds(wie, fonds_id)
    fondsen = [fonds] if fonds else list(choices(wie).filter(regio=wie.regio))
    if not fondsen:
        raise Weigering("In deze regio zijn nog geen fondsen. Er is niets te verantwoorden.")
    regio = fonds.regio_id if fonds else wie.regio
    with wide(fondsen[0]):
        moment = wait_for_bookings(fondsen)
        peil = min(moment, _end_of(peildatum)) if peildatum else moment
        verslag = _keep(wie, Waarover(regio, fonds_id, van, tot, peil))
    audit.record(
        wie,
        "verslag_gemaakt",
        object_soort="verslag",
        object_sleutel=verslag.nummer,
        regio=regio or "",
        boekingen=verslag.boekingen,
        betaald=euro(verslag.betaald_cent),
    )
    return verslag


def _require_days(van: date, tot: date, peildatum: date | None) -> None:
    today = timezone.localdate()
    if tot < van:
        raise Weigering("De laatste dag ligt vóór de eerste. Verander een van de twee.", veld="tot")
    if van > today:
        raise Weigering("Deze periode moet nog beginnen. Kies een andere.", veld="van")
    if peildatum and peildatum > today:
        raise Weigering("De peildatum ligt in de toekomst. Kies een eerdere dag.", veld="peildatum")


def _fonds(wie: Actor, fonds_id: int | None) -> Fonds | None:
    if fonds_id is None:
        return None
    found = choices(wie).filter(pk=fonds_id).first()
    if not found:
        raise Weigering("Over dit fonds verantwoordt jouw organisatie zich niet.", veld="fonds")
    return found


def wait_for_bookings(fondsen: Sequence[Fonds]) -> datetime:
    """Let whoever is booking finish; the moment that comes back has everything before it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT verantwoording_wacht(%s)", [[fonds.pk for fonds in fondsen]])
        (moment,) = cursor.fetchone()
    assert isinstance(moment, datetime)
    return moment


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _keep(wie: Actor, wat: Waarover) -> Verslag:
    cijfers = replace(count(wat), dubbel=left_twice(wat))
    samen = stand_of(cijfers.cellen)
    return Verslag.objects.create(
        regio_id=wat.regio,
        fonds_id=wat.fonds,
        van=wat.van,
        tot=wat.tot,
        peil=wat.peil,
        boekingen=samen.boekingen,
        budget_cent=samen.budget_cent,
        vrij_cent=samen.vrij_cent,
        gereserveerd_cent=samen.stand["gereserveerd"],
        verplicht_cent=samen.stand["verplicht"],
        gedeclareerd_cent=samen.stand["gedeclareerd"],
        betaald_cent=samen.stand["betaald"],
        cijfers=cijfers.as_json(),
        sha256=cijfers.sha256,
        gemaakt_door_id=wie.medewerker_id,
    )
