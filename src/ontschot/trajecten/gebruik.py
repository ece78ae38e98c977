"""How often services of the menukaart were used, for the page of a service."""

from datetime import date

from django.db.models import Count, F

from ontschot.menukaart.gebruik import Gebruik
from ontschot.trajecten.models import Interventie, Toetsregel


def count_use(dienst_id: int, since: date) -> list[Gebruik]:
    """Interventies that bought this service, and toetsen that used it, per buyer. One query.

    Counts, never persons; for a role that may not read a toets it finds nothing.
    """
    bought = Interventie.objects.filter(stap__dienst=dienst_id, gepland_op__date__gte=since)
    used = Toetsregel.objects.filter(dienst=dienst_id, antwoord="gebruikt", op__date__gte=since)
    rows = bought.order_by().values_list(F("inkoper__naam")).annotate(aantal=Count("pk"))
    tested = (
        used.order_by().values_list(F("interventie__inkoper__naam")).annotate(aantal=Count("pk"))
    )
    totals: dict[str, int] = {}
    for naam, aantal in rows.union(tested, all=True):
        totals[naam] = totals.get(naam, 0) + aantal
    return [Gebruik(naam, aantal) for naam, aantal in totals.items()]
