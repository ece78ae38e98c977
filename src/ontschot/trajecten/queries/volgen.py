"""Until when somebody may be followed, by which schedule, and how lasting the work is."""

from collections import defaultdict
from datetime import date

from django.utils import timezone

from ontschot.kandidaten.models import Kandidaat
from ontschot.kern import outbox
from ontschot.kern.scope import scope, systeem
from ontschot.netwerk.queries import valid_on
from ontschot.trajecten.models import Nazorgmoment, Nazorgschema, Uitkomst, Volggrond
from ontschot.trajecten.rules import AT_WORK
from ontschot.trajecten.rules.nazorg import MOMENTEN, Schema
from ontschot.trajecten.rules.volgen import Antwoord, Baan, Duurcijfer, lasting_figures


def schema_of(regio: str, day: date) -> Schema:
    """The schedule of the region for work that begins on this day; ours where it has none."""
    row = Nazorgschema.objects.filter(valid_on(day), regio=regio).first()
    if row is None:
        return Schema()
    chosen = tuple(moment for code, moment in MOMENTEN.items() if code in row.momenten)
    return Schema(chosen, row.antwoord_dagen, row.automatisch)


def schemas_of(regio: str) -> list[Nazorgschema]:
    """All schedules of the region, the newest first."""
    return list(Nazorgschema.objects.filter(regio=regio).order_by("-van"))


def moment_labels(codes: list[str]) -> list[str]:
    """The moments of a schedule in words, in their order."""
    return [moment.na for code, moment in MOMENTEN.items() if code in codes]


def ground_of(kandidaat_id: int, day: date | None = None) -> Volggrond | None:
    """The ground that holds on this day (today), if there is one."""
    day = day or timezone.localdate()
    found = Volggrond.objects.filter(kandidaat_id=kandidaat_id, van__lte=day, tot__gte=day)
    return found.first()


def reachable(kandidaat: Kandidaat) -> str:
    """By which channel a question can go to this person: `mail`, `sms`, or empty."""
    if kandidaat.email:
        return "mail"
    return "sms" if kandidaat.telefoon and outbox.sms_possible() else ""


def banen_of(regio: str) -> list[Baan]:
    """Every start of work of the region that counts, as plain facts. Three queries."""
    starts = Uitkomst.objects.filter(
        regio=regio, betekenis=AT_WORK, geldt=True, correctie__isnull=True
    ).order_by("datum", "id")
    answers: dict[int, list[Antwoord]] = defaultdict(list)
    done = Nazorgmoment.objects.filter(regio=regio, gedaan_op__isnull=False)
    for uitkomst_id, op, antwoord in done.values_list("uitkomst_id", "gedaan_op", "antwoord"):
        if op:
            answers[uitkomst_id].append(Antwoord(op, antwoord))
    until: dict[int, date] = {}
    grounds = Volggrond.objects.filter(regio=regio)
    for kandidaat_id, tot in grounds.values_list("kandidaat_id", "tot"):
        until[kandidaat_id] = max(tot, until.get(kandidaat_id, tot))
    return [
        Baan(start.datum, until.get(start.kandidaat_id), tuple(answers[start.pk]))
        for start in starts
    ]


def lasting_work(regio: str, today: date) -> list[Duurcijfer]:
    """Lasting work at 3, 6 and 12 months in a region; holds no person."""
    return lasting_figures(banen_of(regio), today)


def lasting_work_of(regio: str, today: date) -> list[Duurcijfer]:
    """The same on behalf of Ontschot, for who works without names and may see the figure."""
    with scope(systeem(regio, reden="cijfer duurzaam werk")):
        return lasting_work(regio, today)
