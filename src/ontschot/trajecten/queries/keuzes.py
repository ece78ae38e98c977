"""The choices in forms and filters."""

from datetime import date

from ontschot.netwerk.models import Organisatie, Partner
from ontschot.netwerk.queries import valid_on
from ontschot.regelingen.models import Doelgroep, Interventiesoort


def buyers(regio: str, day: date) -> list[tuple[int, str]]:
    """The partners that may buy in this region on this day, as choices."""
    partners = Organisatie.objects.filter(
        mag_inkopen=True,
        pk__in=Partner.objects.filter(valid_on(day), regio=regio).values("organisatie"),
    )
    return list(partners.order_by("naam").values_list("pk", "naam"))


def kinds() -> list[tuple[str, str]]:
    """The kinds of interventie, as choices."""
    return list(Interventiesoort.objects.order_by("volgorde").values_list("code", "naam"))


def doelgroepen() -> list[tuple[str, str]]:
    """The doelgroepen, as choices."""
    return list(Doelgroep.objects.order_by("volgorde").values_list("code", "label"))
