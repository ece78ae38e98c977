"""What other rooms and the screens ask of the money. No name of anybody is read here."""

from datetime import date

from django.db.models import Q

from ontschot.kassier.models import Fondsregel, Saldo


def fondsregel_for(regio: str, rubriek_code: str, day: date) -> Fondsregel | None:
    """The line that pays this rubriek in this region on this day.

    The region's own fonds comes before a national one.

    A fonds where the owner decides comes before one that needs a joint decision.
    """
    return (
        Fondsregel.objects.filter(
            Q(fonds__tot__isnull=True) | Q(fonds__tot__gte=day),
            Q(regio_id=regio) | Q(regio__isnull=True),
            fonds__soort="interventies",
            fonds__status="open",
            fonds__van__lte=day,
            rubriek_id=rubriek_code,
        )
        .select_related("fonds")
        .order_by("regio_id", "-fonds__beslisregel", "-fonds__van", "id")
        .first()
    )


def available_cent(fondsregel_id: int) -> int:
    """Cents that are free on a line now. Raises Saldo.DoesNotExist for a line out of reach."""
    found = Saldo.objects.values_list("beschikbaar_cent", flat=True).get(
        fondsregel_id=fondsregel_id
    )
    return int(found)
