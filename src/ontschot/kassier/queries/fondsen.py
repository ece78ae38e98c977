"""What is left in each fonds, and on which day a line runs out."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, F, Q, QuerySet, Sum, When
from django.utils import timezone

from ontschot.kassier.models import Fonds, Fondsregel, Journaalpost, Saldo
from ontschot.kassier.rules import TEMPO_DAGEN, pace_days, runs_out_on
from ontschot.netwerk.queries import valid_on


@dataclass(frozen=True)
class Regelstand:
    """One line, in cents. `budget_cent` is what was granted; `op_dag` when it runs out."""

    omschrijving: str
    code: str
    pk: int
    begroot_cent: int
    budget_cent: int
    betaald_cent: int
    gedeclareerd_cent: int
    verplicht_cent: int
    gereserveerd_cent: int
    vrij_cent: int
    uitgegaan_cent: int = 0
    tempo_dagen: int = TEMPO_DAGEN
    op_dag: date | None = None


@dataclass(frozen=True)
class Fondsstand:
    """A fonds with its lines and their totals, in cents."""

    fonds: Fonds
    regels: tuple[Regelstand, ...]

    def total(self, name: str) -> int:
        return sum(getattr(regel, name) for regel in self.regels)

    @property
    def begroot_cent(self) -> int:
        return self.total("begroot_cent")

    @property
    def budget_cent(self) -> int:
        return self.total("budget_cent")

    @property
    def betaald_cent(self) -> int:
        return self.total("betaald_cent")

    @property
    def gedeclareerd_cent(self) -> int:
        return self.total("gedeclareerd_cent")

    @property
    def verplicht_cent(self) -> int:
        return self.total("verplicht_cent")

    @property
    def gereserveerd_cent(self) -> int:
        return self.total("gereserveerd_cent")

    @property
    def vrij_cent(self) -> int:
        return self.total("vrij_cent")

    @property
    def verschil_cent(self) -> int:
        """How much the total printed in the source differs from the sum of its lines."""
        printed = self.fonds.gedrukt_totaal_cent
        return printed - self.begroot_cent if printed is not None else 0

    @property
    def delen(self) -> list[dict[str, object]]:
        """The parts of the money bar."""
        return [
            {"label": "betaald", "cent": self.betaald_cent},
            {"label": "gedeclareerd", "cent": self.gedeclareerd_cent},
            {"label": "verplicht", "cent": self.verplicht_cent},
            {"label": "gereserveerd", "cent": self.gereserveerd_cent},
            {"label": "vrij", "cent": self.vrij_cent},
        ]

    @property
    def loopt_leeg(self) -> list[Regelstand]:
        """The lines that run out within a year and before the fonds ends, the first one first."""
        end = min(self.fonds.tot or date.max, timezone.localdate() + timedelta(days=365))
        found = [r for r in self.regels if r.budget_cent and r.op_dag and r.op_dag <= end]
        return sorted(found, key=lambda regel: regel.op_dag or date.max)


def overview() -> list[Fondsstand]:
    """All fondsen in scope with their lines: three queries."""
    return _stand(Fonds.objects.all())


def fonds_page(sleutel: str) -> Fondsstand | None:
    """One fonds with its lines; None when it does not exist in this scope."""
    found = _stand(Fonds.objects.filter(sleutel=sleutel))
    return found[0] if found else None


def _stand(fondsen: QuerySet[Fonds]) -> list[Fondsstand]:
    rows = list(fondsen.select_related("eigenaar", "kassier", "regio"))
    today = timezone.localdate()
    lines: dict[int, list[Fondsregel]] = defaultdict(list)
    regels = Fondsregel.objects.filter(fonds__in=rows).select_related("saldo")
    for regel in regels.order_by("volgorde", "pk"):
        lines[regel.fonds_id].append(regel)
    gone = _went_out(rows, today)
    return [
        Fondsstand(
            fonds,
            tuple(_line(regel, fonds, gone.get(regel.pk, 0), today) for regel in lines[fonds.pk]),
        )
        for fonds in rows
    ]


def _went_out(fondsen: Iterable[Fonds], today: date) -> dict[int, int]:
    """Cents reserved less cents that came back, per line, over the days of the pace."""
    moves = Journaalpost.objects.filter(
        Q(van="beschikbaar") | Q(naar="beschikbaar", van__in=["gereserveerd", "verplicht"]),
        fonds__in=list(fondsen),
        boekdatum__gt=today - timedelta(days=TEMPO_DAGEN),
    )
    sums = moves.order_by().values_list("fondsregel")
    return dict(
        sums.annotate(cent=Sum(Case(When(van="beschikbaar", then=F("cent")), default=-F("cent"))))
    )


def _line(regel: Fondsregel, fonds: Fonds, gone_cent: int, today: date) -> Regelstand:
    saldo: Saldo = regel.saldo
    days = pace_days(today, fonds.van)
    running = fonds.van <= today and (fonds.tot is None or today <= fonds.tot)
    return Regelstand(
        omschrijving=regel.omschrijving,
        code=regel.code,
        pk=regel.pk,
        begroot_cent=regel.begroot_cent,
        budget_cent=-saldo.toegekend_cent,
        betaald_cent=saldo.betaald_cent,
        gedeclareerd_cent=saldo.gedeclareerd_cent,
        verplicht_cent=saldo.verplicht_cent,
        gereserveerd_cent=saldo.gereserveerd_cent,
        vrij_cent=saldo.beschikbaar_cent,
        uitgegaan_cent=gone_cent,
        tempo_dagen=days,
        op_dag=runs_out_on(today, saldo.beschikbaar_cent, gone_cent, days) if running else None,
    )


def fondsregels_for(regio: str, rubriek_code: str, day: date) -> QuerySet[Fondsregel]:
    """The lines that may pay this rubriek in this region on this day, the usual one first.

    Order: made for this rubriek before a line for everything, the region's own before a
    national one, decided by the owner before decided by the Beraad. With `saldo` loaded.
    """
    return (
        Fondsregel.objects.filter(
            Q(regio_id=regio) | Q(regio__isnull=True),
            Q(rubriek_id=rubriek_code) | Q(rubriek__isnull=True),
            Q(fonds__tot__isnull=True) | Q(fonds__tot__gte=day),
            fonds__soort="interventies",
            fonds__status="open",
            fonds__van__lte=day,
        )
        .select_related("fonds", "saldo")
        .order_by(
            F("rubriek").asc(nulls_last=True),
            F("regio").asc(nulls_last=True),
            "-fonds__beslisregel",
            "-fonds__van",
            "pk",
        )
    )


def fondsregel_for(regio: str, rubriek_code: str, day: date) -> Fondsregel | None:
    """The line made for this rubriek in this region on this day; None when there is none."""
    return fondsregels_for(regio, rubriek_code, day).filter(rubriek_id=rubriek_code).first()


def available_cent(fondsregel_id: int) -> int:
    """Cents that are free on a line now. Raises Saldo.DoesNotExist for a line out of reach."""
    free = Saldo.objects.values_list("beschikbaar_cent", flat=True)
    return int(free.get(fondsregel_id=fondsregel_id))


def open_fondsen(day: date) -> QuerySet[Fonds]:
    """The fondsen from which new money can be set aside on this day."""
    return Fonds.objects.filter(valid_on(day), status="open")
