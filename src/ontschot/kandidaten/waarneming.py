"""The waarnemer of somebody absent may be in that colleague's dossiers, for as long as it lasts.

Each is an involvement of its own: the dossier, the own page of the kandidaat and the log show it.
"""

from collections.abc import Iterator

from django.utils import timezone

from ontschot.kandidaten.models import Betrokkenheid, Kandidaat
from ontschot.kandidaten.vastleggen import record
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.scope import Actor
from ontschot.netwerk.models import Rol
from ontschot.netwerk.queries import valid_on
from ontschot.toewijzing.models import Afwezigheid

GROND = "waarneming"


def settle_waarneming(wie: Actor, regio: str) -> int:
    """Bring the involvements of waarnemers in line with who is absent today.

    Inside a transaction with a scope over the whole region; done twice it does nothing more.
    Shielded dossiers do not go along: those open to the betrokkenen only. `wie` is for the audit
    log. Returns how many began or ended.
    """
    today = timezone.localdate()
    away = {
        (row.medewerker_id, row.waarnemer_id): row
        for row in Afwezigheid.objects.filter(
            valid_on(today), regio=regio, waarnemer__isnull=False
        ).order_by("pk")
    }
    ended = sum(_end(wie, row) for row in _running(regio) if not _goes_on(row, away))
    return ended + sum(_begin(wie, row) for row in away.values())


def _running(regio: str) -> Iterator[Betrokkenheid]:
    rows = Betrokkenheid.objects.filter(regio=regio, grond=GROND, tot__isnull=True)
    yield from rows.select_related("kandidaat").order_by("pk")


def _goes_on(row: Betrokkenheid, away: dict[tuple[int, int | None], Afwezigheid]) -> bool:
    """The absence lasts as it was said, and the colleague is still the vaste contactpersoon."""
    absence = away.get((row.namens_id or 0, row.medewerker_id))
    if absence is None or absence.tot != row.uiterlijk or row.kandidaat.afgeschermd:
        return False
    contact = row.kandidaat.betrokkenen.filter(vaste_contactpersoon=True, tot__isnull=True)
    return contact.filter(medewerker_id=row.namens_id or 0).exists()


def _end(wie: Actor, row: Betrokkenheid) -> int:
    row.tot = timezone.now()
    row.save(update_fields=["tot"])
    record(wie, "waarneming_voorbij", row.kandidaat, medewerker=row.medewerker_id)
    return 1


def _begin(wie: Actor, absence: Afwezigheid) -> int:
    """One involvement per open dossier in which the waarnemer is not already."""
    rol = _role_of(absence)
    if rol is None:
        return 0
    contact = Betrokkenheid.objects.filter(
        regio=absence.regio_id,
        medewerker=absence.medewerker_id,
        vaste_contactpersoon=True,
        tot__isnull=True,
    )
    already = Betrokkenheid.objects.filter(medewerker=rol.medewerker_id, tot__isnull=True)
    dossiers = (
        Kandidaat.objects.filter(pk__in=contact.values("kandidaat"), afgeschermd=False)
        .filter(samengevoegd_met__isnull=True)
        .exclude(pk__in=already.values("kandidaat"))
        .order_by("pk")
    )
    rows = Betrokkenheid.objects.bulk_create(
        Betrokkenheid(
            regio_id=absence.regio_id,
            kandidaat=kandidaat,
            medewerker_id=rol.medewerker_id,
            organisatie_id=rol.organisatie_id,
            grond=GROND,
            namens_id=absence.medewerker_id,
            uiterlijk=absence.tot,
        )
        for kandidaat in dossiers
    )
    for row in rows:
        record(
            wie,
            "waarneming_begonnen",
            row.kandidaat,
            medewerker=row.medewerker_id,
            namens=row.namens_id,
        )
    return len(rows)


def _role_of(absence: Afwezigheid) -> Rol | None:
    """In which role the waarnemer works here today; None when that one left."""
    rows = Rol.objects.filter(
        valid_on(timezone.localdate()),
        regio=absence.regio_id,
        medewerker=absence.waarnemer_id or 0,
        soort__in=sorted(PROFESSIONALS),
    )
    return rows.order_by("pk").first()
