"""The money of a region per line, now and before, with the day on which a line runs out.

Reads what the kassier's own pages read, and holds no person. A balance of before is the balance
of now without the entries since: the journaal only grows.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q, Sum
from django.utils import timezone

from ontschot.kassier.models import Fonds, Journaalpost
from ontschot.kassier.queries.fondsen import Regelstand, stand_of
from ontschot.kassier.queries.restgeld import Melding, reached
from ontschot.netwerk.queries import valid_on

KWARTAAL, JAAR = timedelta(days=91), timedelta(days=365)


@dataclass(frozen=True)
class Verloop:
    """How far an account of a line moved, in cents: since a quarter ago, and in two years."""

    kwartaal_cent: int = 0
    jaar_cent: int = 0
    jaar_ervoor_cent: int = 0


@dataclass(frozen=True)
class Geldregel:
    """One line of a fonds that runs today. `verloop` per account of `kassier.boeking`."""

    fonds: Fonds
    regel: Regelstand
    verloop: dict[str, Verloop]


@dataclass(frozen=True)
class Geldstand:
    """All lines of the region. Amounts in cents."""

    regels: tuple[Geldregel, ...]
    meldingen: tuple[Melding, ...]
    vandaag: date

    def nu(self, name: str) -> int:
        """The sum of an amount of `Regelstand`, such as `vrij_cent`."""
        return sum(getattr(line.regel, name) for line in self.regels)

    def toen(self, name: str, *rekeningen: str) -> int:
        """The same sum a quarter ago; `rekeningen` are the accounts that it is made of."""
        return self.nu(name) - self._moved(rekeningen, lambda v: v.kwartaal_cent)

    def betaald(self) -> tuple[int, int]:
        """What was paid in the last year, and in the year before that."""
        paid = ("betaald",)
        return (
            self._moved(paid, lambda v: v.jaar_cent),
            self._moved(paid, lambda v: v.jaar_ervoor_cent),
        )

    def _moved(self, rekeningen: Iterable[str], part: Callable[[Verloop], int]) -> int:
        found = [line.verloop.get(r) for line in self.regels for r in rekeningen]
        return sum(part(verloop) for verloop in found if verloop)

    @property
    def loopt_leeg(self) -> list[Geldregel]:
        """The lines that are empty within a year if nothing changes, the first first."""
        end = self.vandaag + JAAR
        days = [(line.regel.op_dag, line) for line in self.regels if line.regel.budget_cent]
        soon = [(day, line) for day, line in days if day and day <= end]
        return [line for _, line in sorted(soon, key=lambda pair: pair[0])]


def money_of(regio: str) -> Geldstand:
    """The fondsen of the region that run today. At most eleven queries, however many lines."""
    today = timezone.localdate()
    standen = stand_of(Fonds.objects.filter(valid_on(today), regio=regio, status="open"))
    moved = _moved([stand.fonds.pk for stand in standen], today)
    return Geldstand(
        tuple(
            Geldregel(stand.fonds, regel, moved[regel.pk])
            for stand in standen
            for regel in stand.regels
        ),
        tuple(reached(regio)),
        today,
    )


def _moved(fonds_ids: list[int], today: date) -> dict[int, dict[str, Verloop]]:
    """Per line and account what came in less what went out. One query."""
    since, year, before = today - KWARTAAL, today - JAAR, today - 2 * JAAR
    rows = (
        Journaalpost.objects.filter(fonds__in=fonds_ids, boekdatum__gt=before)
        .order_by()
        .values_list("fondsregel", "van", "naar")
        .annotate(
            kwartaal=Sum(F("cent"), filter=Q(boekdatum__gt=since), default=0),
            jaar=Sum(F("cent"), filter=Q(boekdatum__gt=year), default=0),
            ervoor=Sum(F("cent"), filter=Q(boekdatum__lte=year), default=0),
        )
    )
    found: dict[int, dict[str, Verloop]] = defaultdict(dict)
    for line, van, naar, *cents in rows:
        for rekening, sign in ((van, -1), (naar, 1)):
            was = found[line].get(rekening, Verloop())
            found[line][rekening] = Verloop(
                was.kwartaal_cent + sign * cents[0],
                was.jaar_cent + sign * cents[1],
                was.jaar_ervoor_cent + sign * cents[2],
            )
    return found
