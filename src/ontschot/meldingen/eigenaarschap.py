"""Finding the owner of a question: plain candidates for the rule, and what if the rule fails."""

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from ontschot.kern.errors import Weigering
from ontschot.kern.logs import get_logger
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.meldingen import rules
from ontschot.meldingen.models import Melding
from ontschot.meldingen.rules import Aanspreekbaar
from ontschot.netwerk.models import Rol
from ontschot.netwerk.queries import valid_on

logger = get_logger(__name__)


def assign(regio: str, deur: str, eigenaar_id: int | None = None) -> Aanspreekbaar:
    """Who owns a new question. Raises Weigering when the region has nobody at all.

    `eigenaar_id` is somebody's own choice, and must be able to own it today.
    """
    candidates = list(candidates_of(regio))
    if eigenaar_id is not None:
        return _chosen(candidates, eigenaar_id)
    try:
        owner = rules.choose_owner(deur, candidates)
    except Exception:
        # Whatever is wrong with the rule, the question must not suffer from it.
        logger.exception("toewijzing_mislukt", regio=regio, deur=deur)
        owner = rules.fallback_owner(candidates)
    if owner is None:
        raise Weigering(
            "In deze regio is nu niemand die vragen kan aannemen. "
            "Bel het Werkcentrum of probeer het later opnieuw."
        )
    return owner


def _chosen(candidates: list[Aanspreekbaar], eigenaar_id: int) -> Aanspreekbaar:
    for candidate in candidates:
        if candidate.medewerker_id == eigenaar_id:
            return candidate
    raise Weigering(
        "Deze medewerker kan vandaag geen vragen aannemen in deze regio. Kies iemand anders.",
        veld="eigenaar",
    )


def candidates_of(regio: str) -> list[Aanspreekbaar]:
    """Everybody who can own a question in this region today. One query."""
    rows = _roles(regio).annotate(open_vragen=Coalesce(Subquery(_open_count(regio)), 0))
    return [
        Aanspreekbaar(medewerker_id, organisatie_id, organisatie_soort, rol, open_vragen)
        for medewerker_id, organisatie_id, organisatie_soort, rol, open_vragen in rows.values_list(
            "medewerker_id", "organisatie_id", "organisatie__soort", "soort", "open_vragen"
        )
    ]


def _roles(regio: str) -> QuerySet[Rol]:
    return Rol.objects.filter(
        valid_on(timezone.localdate()),
        regio=regio,
        soort__in=sorted(PROFESSIONALS),
        medewerker__user__is_active=True,
    ).order_by("pk")


def _open_count(regio: str) -> QuerySet[Melding, int]:
    return (
        Melding.objects.filter(regio=regio, eigenaar=OuterRef("medewerker"))
        .exclude(status="gesloten")
        .order_by()
        .values(wie=F("eigenaar"))
        .annotate(aantal=Count("pk", output_field=IntegerField()))
        .values_list("aantal", flat=True)
    )
