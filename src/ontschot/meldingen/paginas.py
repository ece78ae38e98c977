"""What the screens of the doors show; each page a constant number of queries."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from ontschot.kern.scope import Actor
from ontschot.meldingen.models import Campagne, Intakestop, Melding, Reactietermijn, Werkcafe
from ontschot.meldingen.queries import ON_LIST, readable_by, title_of
from ontschot.meldingen.termijnen import Voorbeeld, example, of_regio

# Old ones leave the page; their questions keep them.
TERUG_DAGEN = 120
MAX_RIJEN = 100
WACHT = Q(wachtenden__uitgenodigd_op__isnull=True) & ~Q(wachtenden__status="gesloten")


@dataclass(frozen=True)
class Deurenpagina:
    werkcafes: list[Werkcafe]
    campagnes: list[Campagne]
    stoppen: list[Intakestop]
    termijn: Reactietermijn
    voorbeeld: Voorbeeld
    vandaag: date


def deuren_page(wie: Actor) -> Deurenpagina:
    """The Werkcafés and campagnes with their questions, stops with who waits. Four queries."""
    today = timezone.localdate()
    since = today - timedelta(days=TERUG_DAGEN)
    questions = Count("meldingen")
    cafes = Werkcafe.objects.filter(regio=wie.regio, datum__gte=since)
    campagnes = Campagne.objects.filter(regio=wie.regio).filter(
        Q(tot__isnull=True) | Q(tot__gte=since)
    )
    stops = Intakestop.objects.filter(regio=wie.regio).select_related("rubriek")
    termijn = of_regio(wie.regio)
    return Deurenpagina(
        werkcafes=list(cafes.annotate(vragen=questions)[:MAX_RIJEN]),
        campagnes=list(campagnes.annotate(vragen=questions)[:MAX_RIJEN]),
        stoppen=list(
            stops.annotate(wachtend=Count("wachtenden", filter=WACHT)).filter(
                Q(tot__gte=since) | Q(wachtend__gt=0)
            )[:MAX_RIJEN]
        ),
        termijn=termijn,
        voorbeeld=example(termijn, today),
        vandaag=today,
    )


@dataclass(frozen=True)
class Wachtende:
    """One place on the list; `titel` only when `wie` may read the question."""

    plaats: int
    melding: Melding
    titel: str


@dataclass(frozen=True)
class Lijst:
    stop: Intakestop
    wachtenden: list[Wachtende]
    loopt: bool


def wachtlijst_page(wie: Actor) -> list[Lijst]:
    """Every stop with who waits, in order of arrival. Two queries."""
    waiting = (
        Melding.objects.filter(ON_LIST, regio=wie.regio)
        .exclude(status="gesloten")
        .select_related("stop__rubriek", "eigenaar")
        .order_by("stop__van", "stop_id", "ontvangen_op", "pk")[: MAX_RIJEN * 5]
    )
    rows = list(waiting)
    readable = set(
        Melding.objects.filter(readable_by(wie), pk__in=[row.pk for row in rows]).values_list(
            "pk", flat=True
        )
    )
    lists: dict[int, Lijst] = {}
    for row in rows:
        if row.stop is None:
            continue
        here = lists.setdefault(
            row.stop.pk, Lijst(row.stop, [], row.stop.tot >= timezone.localdate())
        )
        titel = title_of(row) if row.pk in readable else ""
        here.wachtenden.append(Wachtende(len(here.wachtenden) + 1, row, titel))
    return list(lists.values())
