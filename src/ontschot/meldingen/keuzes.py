"""What the forms of this room offer to choose from; one query each."""

from django.db.models import Q
from django.utils import timezone

from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.scope import Actor
from ontschot.meldingen.models import Campagne
from ontschot.menukaart.models import Dienst
from ontschot.netwerk.models import Partner
from ontschot.netwerk.queries import colleagues_in, valid_on
from ontschot.regelingen.models import Rubriek


def rubrieken() -> list[tuple[str, str]]:
    return list(Rubriek.objects.values_list("code", "naam"))


def collegas_of(wie: Actor) -> list[tuple[int, str]]:
    """Everybody of the region who can own a question, once each, by name."""
    found = {
        rol.medewerker_id: f"{rol.medewerker.naam} ({rol.organisatie.naam})"
        for rol in colleagues_in(wie.regio, sorted(PROFESSIONALS))
    }
    return list(found.items())


def partners_of(wie: Actor) -> list[tuple[int, str]]:
    found = Partner.objects.filter(valid_on(timezone.localdate()), regio=wie.regio)
    rows = found.order_by("organisatie__naam")
    return list(rows.values_list("organisatie_id", "organisatie__naam"))


def diensten_of(wie: Actor) -> list[tuple[int, str]]:
    """The regular services of the region and of the country."""
    here = Q(regio=wie.regio) | Q(regio__isnull=True)
    found = Dienst.objects.filter(valid_on(timezone.localdate()), here, soort="voorliggend")
    return list(found.order_by("naam").values_list("pk", "naam"))


def campagnes_of(wie: Actor) -> list[tuple[str, str]]:
    """Campagnes that ran too: their questions are still there."""
    return [(str(c.pk), c.naam) for c in Campagne.objects.filter(regio=wie.regio)]
