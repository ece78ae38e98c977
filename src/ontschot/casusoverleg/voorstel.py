"""What should be on the table now: the agenda as it fills itself, each with its reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from ontschot.casusoverleg.models import Agendapunt, Besluit, Casusinstelling, Overleg
from ontschot.kassier.models import Reservering
from ontschot.trajecten.models import Interventie, Overdracht
from ontschot.web.format import datum

# How long a question may wait; the casusoverleg meets every week (KplusV, paragraaf 4.2).
TERM_DAGEN = 7
# So many of each kind at most, the oldest first: an agenda of an hour.
PER_REDEN = 12
BUSY = ("gepland", "toegekend", "verplicht", "loopt")
REDENEN = dict(Agendapunt.REDENEN)


def due(asked: datetime) -> date:
    """Until when a question about money may wait."""
    return timezone.localdate(asked) + timedelta(days=TERM_DAGEN)


@dataclass(frozen=True)
class Punt:
    """One case on an agenda. `punt_id` is empty as long as nobody wrote it down."""

    kandidaat_id: int
    sleutel: str
    reden: str
    toelichting: str
    uiterlijk: date
    besluit_id: int | None = None
    punt_id: int | None = None
    vraag: str = ""
    ingebracht_door: str = ""
    ingebracht_door_id: int | None = None
    besproken: bool = False
    cent: int | None = None

    @property
    def reden_label(self) -> str:
        return REDENEN[self.reden]

    def as_row(self, overleg: Overleg) -> Agendapunt:
        return Agendapunt(
            regio_id=overleg.regio_id,
            overleg=overleg,
            kandidaat_id=self.kandidaat_id,
            besluit_id=self.besluit_id,
            reden=self.reden,
            toelichting=self.toelichting,
            uiterlijk=self.uiterlijk,
        )


def proposals(overleg: Overleg, instelling: Casusinstelling) -> list[Punt]:
    """The agenda of a meeting that did not begin: brought by hand and found, oldest promise first.

    One case stands there once, and once for each besluit that it asks. Seven queries.
    """
    today = timezone.localdate()
    found: list[Punt] = [*_brought(overleg), *_asked(overleg.regio_id)]
    seen = {item.kandidaat_id for item in found}
    until = today + timedelta(days=instelling.loopt_af_dagen)
    for item in (
        *_late(overleg.regio_id, today),
        *_ending(overleg.regio_id, today, until),
        *_stuck(overleg.regio_id, today, instelling.stil_dagen),
    ):
        if item.kandidaat_id not in seen:
            seen.add(item.kandidaat_id)
            found.append(item)
    return sorted(found, key=lambda item: (item.uiterlijk, item.sleutel, item.besluit_id or 0))


def written(overleg: Overleg) -> list[Punt]:
    """The agenda as it was fixed. One query."""
    rows = overleg.punten.select_related("kandidaat", "ingebracht_door", "besluit").order_by(
        "uiterlijk", "kandidaat__sleutel", "id"
    )
    return [_as_punt(row) for row in rows]


def _as_punt(row: Agendapunt) -> Punt:
    return Punt(
        kandidaat_id=row.kandidaat_id,
        sleutel=row.kandidaat.sleutel,
        reden=row.reden,
        toelichting=row.toelichting,
        uiterlijk=row.uiterlijk,
        besluit_id=row.besluit_id,
        punt_id=row.pk,
        vraag=row.vraag,
        ingebracht_door=row.ingebracht_door.naam if row.ingebracht_door else "",
        ingebracht_door_id=row.ingebracht_door_id,
        besproken=row.besproken_op is not None,
        cent=row.besluit.gevraagd_cent if row.besluit else None,
    )


def _brought(overleg: Overleg) -> list[Punt]:
    return [item for item in written(overleg) if item.reden == "ingebracht"]


def _asked(regio: str) -> Iterator[Punt]:
    # A hidden person does not come on the table; the coördinator decides on the page itself.
    rows = Besluit.objects.filter(
        regio=regio, uitkomst="open", interventie__kandidaat__afgeschermd=False
    ).select_related("interventie__interventiesoort")
    for row in rows.order_by("gevraagd_op", "id")[: 4 * PER_REDEN]:
        yield Punt(
            kandidaat_id=row.interventie.kandidaat_id,
            sleutel=row.interventie.kandidaat_sleutel,
            reden="besluit",
            toelichting=f"Gevraagd op {datum(row.gevraagd_op)}: "
            f"{row.interventie.interventiesoort.naam.lower()}.",
            uiterlijk=due(row.gevraagd_op),
            besluit_id=row.pk,
            cent=row.gevraagd_cent,
        )


def _late(regio: str, today: date) -> Iterator[Punt]:
    offers = Overdracht.objects.filter(
        regio=regio,
        status="aangeboden",
        reageer_uiterlijk__lt=today,
        kandidaat__afgeschermd=False,
    ).select_related("kandidaat")
    for row in offers.order_by("reageer_uiterlijk", "id")[:PER_REDEN]:
        yield Punt(
            kandidaat_id=row.kandidaat_id,
            sleutel=row.kandidaat.sleutel,
            reden="te_laat",
            toelichting=f"De overdracht wacht sinds {datum(row.reageer_uiterlijk)} op antwoord.",
            uiterlijk=row.reageer_uiterlijk,
        )
    over = _open_cases(regio).filter(status="loopt", stap__tot__lt=today)
    for case in over.order_by("stap__tot", "id")[:PER_REDEN]:
        if case.stap.tot is not None:
            yield _case(
                case, "te_laat", f"Zou klaar zijn op {datum(case.stap.tot)}.", case.stap.tot
            )


def _ending(regio: str, today: date, until: date) -> Iterator[Punt]:
    reserved = Reservering.objects.filter(
        regio=regio,
        status="open",
        verloopt_op__range=(today, until),
        interventie__kandidaat__afgeschermd=False,
    ).select_related("interventie")
    for row in reserved.order_by("verloopt_op", "id")[:PER_REDEN]:
        if row.verloopt_op is not None:
            zin = f"Het gereserveerde geld vervalt op {datum(row.verloopt_op)}."
            yield _case(row.interventie, "loopt_af", zin, row.verloopt_op)
    ends = _open_cases(regio).filter(status="loopt", stap__tot__range=(today, until))
    for case in ends.order_by("stap__tot", "id")[:PER_REDEN]:
        if case.stap.tot is not None:
            yield _case(case, "loopt_af", f"Is klaar op {datum(case.stap.tot)}.", case.stap.tot)


def _stuck(regio: str, today: date, days: int) -> Iterator[Punt]:
    since = timezone.now() - timedelta(days=days)
    still = _open_cases(regio).filter(
        Q(status="gepland") | Q(status="toegekend"), kandidaat__laatste_wijziging_op__lt=since
    )
    still = still.select_related("stap", "kandidaat")
    for case in still.order_by("kandidaat__laatste_wijziging_op", "id")[:PER_REDEN]:
        last = timezone.localdate(case.kandidaat.laatste_wijziging_op)
        zin = f"Er is niets gebeurd sinds {datum(last)}."
        yield _case(case, "vastgelopen", zin, last + timedelta(days=days))


def _open_cases(regio: str) -> QuerySet[Interventie]:
    found = Interventie.objects.filter(regio=regio, status__in=BUSY, kandidaat__afgeschermd=False)
    return found.select_related("stap")


def _case(case: Interventie, reden: str, toelichting: str, uiterlijk: date) -> Punt:
    return Punt(
        kandidaat_id=case.kandidaat_id,
        sleutel=case.kandidaat_sleutel,
        reden=reden,
        toelichting=toelichting,
        uiterlijk=uiterlijk,
    )
