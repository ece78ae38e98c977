"""The signals of a region: the list, and how many there are per topic."""

from dataclasses import dataclass

from django.db.models import Count, Q, Sum
from django.http import QueryDict

from ontschot.casusoverleg.models import Signaal
from ontschot.kern.errors import Weigering
from ontschot.web.paging import Page, keyset

OPEN = ("nieuw", "opgepakt", "in_beraad")


@dataclass(frozen=True)
class Onderwerpstand:
    """One topic: how many signals are open, and how many people were counted."""

    code: str
    label: str
    signalen: int
    mensen: int


def signalen_list(params: QueryDict, *, onderwerp: str, alles: bool, size: int = 30) -> Page:
    """The signals, last changed first. One query."""
    found = Signaal.objects.select_related("gemeente", "eigenaar")
    if not alles:
        found = found.filter(status__in=OPEN)
    if onderwerp:
        found = found.filter(onderwerp=onderwerp)
    return keyset(found, params, order=("-laatste_wijziging_op", "-pk"), size=size)


def per_topic() -> list[Onderwerpstand]:
    """The open signals counted per topic, most people first. One query."""
    rows = (
        Signaal.objects.filter(status__in=OPEN)
        .values_list("onderwerp")
        .annotate(signalen=Count("id", filter=Q(status__in=OPEN)), mensen=Sum("aantal_keer"))
        .order_by("-mensen", "onderwerp")
    )
    labels = dict(Signaal.ONDERWERPEN)
    return [Onderwerpstand(code, labels[code], count, people) for code, count, people in rows]


def signaal_for(pk: int) -> Signaal:
    found = Signaal.objects.select_related("gemeente", "eigenaar", "gemeld_door").filter(pk=pk)
    signaal = found.first()
    if signaal is None:
        raise Weigering("Dit signaal is er niet in jouw regio. Kijk in de lijst.")
    return signaal
