"""What the coördinator sets about who owns a question, and what somebody says of being away."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max
from django.utils import timezone

from ontschot.kern import audit
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.kern.scope import Actor
from ontschot.netwerk.models import Partner, Rol
from ontschot.netwerk.queries import valid_on
from ontschot.toewijzing.models import Afwezigheid, Inzet, Toewijzingsregel


@dataclass(frozen=True)
class Regelgegevens:
    """What a rule says; exactly one of the last three, which the database checks."""

    deur: str = ""
    gemeente_id: int | None = None
    taal: str = ""
    indicatie: str = ""
    expertise: str = ""
    organisatie_id: int | None = None
    organisatiesoort: str = ""
    medewerker_id: int | None = None


def _refuse_unless_coordinator(wie: Actor) -> None:
    if wie.rol != Rolsoort.COORDINATOR:
        raise Weigering("Alleen de coördinator van de regio mag dit veranderen. Vraag het daar.")


def _refuse_unless_here(wie: Actor, medewerker_id: int, veld: str) -> None:
    """Somebody of another region cannot own a question here."""
    roles = Rol.objects.filter(valid_on(timezone.localdate()), regio=wie.regio)
    if not roles.filter(medewerker=medewerker_id, soort__in=sorted(PROFESSIONALS)).exists():
        raise Weigering("Kies een collega die vragen aanneemt in deze regio.", veld=veld)


def _record(wie: Actor, gebeurtenis: str, soort: str, pk: int, **gegevens: str) -> None:
    audit.record(
        wie, gebeurtenis, object_soort=soort, object_sleutel=str(pk), regio=wie.regio, **gegevens
    )


@action
def add_rule(wie: Actor, *, gegevens: Regelgegevens) -> Toewijzingsregel:
    """Put a rule behind the others, from today. Raises Weigering, or IntegrityError without
    exactly one target."""
    _refuse_unless_coordinator(wie)
    if gegevens.medewerker_id:
        _refuse_unless_here(wie, gegevens.medewerker_id, "medewerker")
    today = timezone.localdate()
    partners = Partner.objects.filter(valid_on(today), regio=wie.regio)
    if gegevens.organisatie_id and not partners.filter(organisatie=gegevens.organisatie_id):
        raise Weigering("Kies een partner van deze regio.", veld="organisatie")
    rules = Toewijzingsregel.objects.filter(regio=wie.regio)
    last = rules.aggregate(last=Max("volgorde"))["last"] or 0
    row = Toewijzingsregel.objects.create(
        regio_id=wie.regio, volgorde=last + 1, van=today, **vars(gegevens)
    )
    _record(wie, "regel_gemaakt", "toewijzingsregel", row.pk, volgorde=str(row.volgorde))
    return row


def _rules_locked(wie: Actor) -> list[Toewijzingsregel]:
    _refuse_unless_coordinator(wie)
    today = timezone.localdate()
    rows = Toewijzingsregel.objects.select_for_update().filter(valid_on(today), regio=wie.regio)
    return list(rows.order_by("volgorde"))


def _position(rows: list[Toewijzingsregel], regel_id: int) -> int:
    for place, row in enumerate(rows):
        if row.pk == regel_id:
            return place
    raise Weigering("Deze regel geldt niet meer. Ververs de pagina.")


@action
def end_rule(wie: Actor, *, regel_id: int) -> None:
    """End a rule at once; one that began today never held a day and goes altogether."""
    rows = _rules_locked(wie)
    row = rows[_position(rows, regel_id)]
    _record(wie, "regel_beeindigd", "toewijzingsregel", row.pk, volgorde=str(row.volgorde))
    yesterday = timezone.localdate() - timedelta(days=1)
    if row.van > yesterday:
        row.delete()
        return
    row.tot = yesterday
    row.save(update_fields=["tot"])


@action
def move_up(wie: Actor, *, regel_id: int) -> None:
    """Let a rule change places with the one before it."""
    rows = _rules_locked(wie)
    place = _position(rows, regel_id)
    if place == 0:
        raise Weigering("Deze regel staat al bovenaan.")
    row, before = rows[place], rows[place - 1]
    row.volgorde, before.volgorde = before.volgorde, row.volgorde
    for changed in (row, before):
        changed.save(update_fields=["volgorde"])
    _record(wie, "regel_verplaatst", "toewijzingsregel", row.pk, volgorde=str(before.volgorde))


@action
def set_inzet(
    wie: Actor,
    *,
    medewerker_id: int,
    hoogstens: int | None,
    talen: Collection[str] = (),
    expertises: Collection[str] = (),
) -> Inzet:
    """How many open questions a colleague can have, and what they speak and are good at."""
    _refuse_unless_coordinator(wie)
    _refuse_unless_here(wie, medewerker_id, "medewerker")
    values = {"hoogstens": hoogstens, "talen": sorted(talen), "expertises": sorted(expertises)}
    row, _ = Inzet.objects.update_or_create(
        regio_id=wie.regio, medewerker_id=medewerker_id, defaults=values
    )
    _record(wie, "inzet_gezet", "inzet", row.pk)
    return row


@action
def report_absent(
    wie: Actor,
    *,
    medewerker_id: int,
    van: date,
    tot: date | None,
    waarnemer_id: int | None = None,
) -> Afwezigheid:
    """Say that somebody is away: oneself, or for the coördinator any colleague.

    Raises Weigering for somebody else, IntegrityError when it overlaps another absence.
    """
    if medewerker_id != wie.medewerker_id:
        _refuse_unless_coordinator(wie)
    _refuse_unless_here(wie, medewerker_id, "medewerker")
    if waarnemer_id:
        _refuse_unless_here(wie, waarnemer_id, "waarnemer")
    row = Afwezigheid.objects.create(
        regio_id=wie.regio, medewerker_id=medewerker_id, waarnemer_id=waarnemer_id, van=van, tot=tot
    )
    until = tot.isoformat() if tot else "een later moment"
    _record(wie, "afwezigheid_gemeld", "afwezigheid", row.pk, van=van.isoformat(), tot=until)
    return row


@action
def end_absence(wie: Actor, *, afwezigheid_id: int) -> Afwezigheid:
    """Somebody is back: from now on the absence does not hold. Oneself, or the coördinator.

    One that began today, or not yet, held no day and goes altogether. The questions that moved
    stay where they are; who looked after the dossiers leaves them (`kandidaten.waarneming`).
    """
    rows = Afwezigheid.objects.select_for_update(of=("self",)).select_related("medewerker")
    row = rows.filter(pk=afwezigheid_id, regio=wie.regio).first()
    today = timezone.localdate()
    if row is None or (row.tot and row.tot < today):
        raise Weigering("Deze afwezigheid is al voorbij. Ververs de pagina.")
    if row.medewerker_id != wie.medewerker_id:
        _refuse_unless_coordinator(wie)
    _record(wie, "afwezigheid_beeindigd", "afwezigheid", row.pk)
    if row.van >= today:
        row.delete()
        return row
    row.tot = today - timedelta(days=1)
    row.save(update_fields=["tot"])
    return row
