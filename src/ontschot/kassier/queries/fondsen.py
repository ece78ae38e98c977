"""What is left in each fonds, and on which day a line runs out."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Sum, When
from django.utils import timezone

from ontschot.kassier.models import Begroting, Fonds, Fondsregel, Journaalpost, Saldo
from ontschot.kassier.rules import TEMPO_DAGEN, Prognose, Tempo, forecast, pace_days


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
    tempo: Tempo
    prognose: Prognose
    rubriek: str = ""

    @property
    def op_dag(self) -> date | None:
        return self.prognose.dag

    @property
    def besteed_cent(self) -> int:
        """What was really spent or claimed: the realisation beside the begroting."""
        return self.betaald_cent + self.gedeclareerd_cent

    @property
    def vast_cent(self) -> int:
        """What is bound and not spent yet."""
        return self.gereserveerd_cent + self.verplicht_cent

    @property
    def te_besteden_cent(self) -> int:
        """What the begroting leaves after everything that is bound; below zero is too much."""
        return self.begroot_cent - self.vast_cent - self.besteed_cent


@dataclass(frozen=True)
class Fondsstand:
    """A fonds with its lines and their totals, in cents."""

    fonds: Fonds
    regels: tuple[Regelstand, ...]
    begroting: Begroting | None = None

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
    def vast_cent(self) -> int:
        return self.total("vast_cent")

    @property
    def besteed_cent(self) -> int:
        return self.total("besteed_cent")

    @property
    def te_besteden_cent(self) -> int:
        return self.total("te_besteden_cent")

    @property
    def verschil_cent(self) -> int:
        """How much the total printed in the source differs from the sum of its lines."""
        printed = self.begroting.gedrukt_totaal_cent if self.begroting else None
        return printed - self.begroot_cent if printed is not None else 0

    @property
    def begint_later(self) -> bool:
        return self.fonds.van > timezone.localdate()

    @property
    def is_voorbij(self) -> bool:
        return self.fonds.tot is not None and self.fonds.tot < timezone.localdate()

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
        """The lines that run out within a year, and so before the fonds ends, the first first."""
        end = timezone.localdate() + timedelta(days=365)
        found = [r for r in self.regels if r.budget_cent and r.op_dag and r.op_dag <= end]
        return sorted(found, key=lambda regel: regel.op_dag or date.max)


def overview() -> list[Fondsstand]:
    """All fondsen in scope with their lines, those that run today first: four queries."""
    found = stand_of(Fonds.objects.all())
    return sorted(found, key=lambda stand: (stand.is_voorbij, stand.begint_later))


def fonds_page(sleutel: str) -> Fondsstand | None:
    """One fonds with its lines; None when it does not exist in this scope."""
    found = stand_of(Fonds.objects.filter(sleutel=sleutel))
    return found[0] if found else None


def stand_of(fondsen: QuerySet[Fonds]) -> list[Fondsstand]:
    """These fondsen with their lines, in the order of the queryset. Four queries."""
    rows = list(fondsen.select_related("eigenaar", "kassier", "regio", "deel_van"))
    today = timezone.localdate()
    lines: dict[int, list[Fondsregel]] = defaultdict(list)
    regels = Fondsregel.objects.filter(fonds__in=rows).select_related("saldo")
    for regel in regels.order_by("volgorde", "pk"):
        lines[regel.fonds_id].append(regel)
    gone = _went_out([fonds.pk for fonds in rows], today)
    fixed = Begroting.objects.filter(fonds__in=rows, status="vastgesteld").order_by("versie")
    holds = {begroting.fonds_id: begroting for begroting in fixed}
    return [
        Fondsstand(
            fonds,
            tuple(line_of(regel, fonds, gone, today) for regel in lines[fonds.pk]),
            holds.get(fonds.pk),
        )
        for fonds in rows
    ]


# What was set aside, and what came back from it unused.
BACK = ("gereserveerd", "verplicht")


def _went_out(fonds_ids: Iterable[int], today: date) -> dict[int, tuple[int, int]]:
    """Per line over the days of the pace: cents set aside less what came back, and how often."""
    moves = Journaalpost.objects.filter(
        Q(van="beschikbaar", naar="gereserveerd") | Q(naar="beschikbaar", van__in=BACK),
        fonds__in=list(fonds_ids),
        boekdatum__gt=today - timedelta(days=TEMPO_DAGEN),
    )
    sums = (
        moves.order_by()
        .values_list("fondsregel")
        .annotate(
            cent=Sum(Case(When(van="beschikbaar", then=F("cent")), default=-F("cent"))),
            aantal=Count("pk", filter=Q(van="beschikbaar")),
        )
    )
    return {line: (cent, aantal) for line, cent, aantal in sums}


def line_of(
    regel: Fondsregel, fonds: Fonds, gone: dict[int, tuple[int, int]], today: date
) -> Regelstand:
    saldo: Saldo = regel.saldo
    running = (
        fonds.status == "open" and fonds.van <= today and (fonds.tot is None or today <= fonds.tot)
    )
    out, times = gone.get(regel.pk, (0, 0))
    days = pace_days(today, fonds.van)
    tempo = Tempo(saldo.beschikbaar_cent, out, times, days, running, fonds.tot)
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
        tempo=tempo,
        prognose=forecast(today, tempo),
        rubriek=regel.rubriek_id or "",
    )


def fondsregels_for(regio: str, rubriek_code: str, day: date) -> QuerySet[Fondsregel]:
    """The lines that may pay this rubriek in this region on this day, the usual one first.

    Order: made for this rubriek before a line for everything, the region's own before a
    national one, decided by the owner before decided by the Beraad. With `saldo` loaded.
    National money that is divided over the regions is spent from their parts.
    """
    return (
        Fondsregel.objects.filter(
            Q(regio_id=regio) | Q(regio__isnull=True),
            Q(rubriek_id=rubriek_code) | Q(rubriek__isnull=True),
            Q(fonds__tot__isnull=True) | Q(fonds__tot__gte=day),
            ~Exists(Fonds.objects.filter(deel_van=OuterRef("fonds"))),
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
