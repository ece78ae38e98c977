"""Finding the owner of a question: the people of today for the rule, and what if the rule fails."""

from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from ontschot.kern.errors import Weigering
from ontschot.kern.logs import get_logger
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.meldingen.models import Melding
from ontschot.netwerk.models import Rol
from ontschot.netwerk.queries import valid_on
from ontschot.toewijzing import rules
from ontschot.toewijzing.queries import absent_on, as_rule, inzet_field, rules_on
from ontschot.toewijzing.rules import Beschikbaar, Keuze, Vraagfeiten

logger = get_logger(__name__)

# What the rule knows of somebody, and where it is read from.
VELDEN = {
    "medewerker_id": "medewerker_id",
    "organisatie_id": "organisatie_id",
    "organisatie_soort": "organisatie__soort",
    "rol": "soort",
    "open_vragen": "open_vragen",
    "naam": "medewerker__naam",
    "hoogstens": "hoogstens",
    "afwezig": "afwezig",
    "talen": "talen",
    "expertises": "expertises",
}


def assign(regio: str, vraag: Vraagfeiten, eigenaar_id: int | None = None) -> Keuze:
    """Who owns a new question, and why. Raises Weigering when the region has nobody at all.

    `eigenaar_id` is somebody's own choice, and must hold a role for it today. Two queries.
    """
    people = candidates_of(regio)
    if eigenaar_id is not None:
        return _chosen(people, eigenaar_id)
    keuze = by_rule(regio, vraag, people)
    if keuze is None:
        raise Weigering(
            "In deze regio is nu niemand die vragen kan aannemen. "
            "Bel het Werkcentrum of probeer het later opnieuw."
        )
    return keuze


def by_rule(regio: str, vraag: Vraagfeiten, people: list[Beschikbaar]) -> Keuze | None:
    """Whom the rules of today choose out of these people; None when there are none. One query."""
    rows = rules_on(regio, timezone.localdate())
    try:
        return rules.choose(vraag, [as_rule(row) for row in rows], people)
    except Exception:
        # Whatever is wrong with the rule, the question must not suffer from it.
        logger.exception("toewijzing_mislukt", regio=regio, deur=vraag.deur)
        return rules.fallback(people)


def _chosen(people: list[Beschikbaar], eigenaar_id: int) -> Keuze:
    for person in people:
        if person.medewerker_id == eigenaar_id:
            return Keuze(person.medewerker_id, person.organisatie_id, "")
    raise Weigering(
        "Deze medewerker kan vandaag geen vragen aannemen in deze regio. Kies iemand anders.",
        veld="eigenaar",
    )


def candidates_of(regio: str) -> list[Beschikbaar]:
    """Everybody with a role for questions in this region today, also who is absent. One query."""
    rows = _roles(regio).annotate(
        open_vragen=Coalesce(Subquery(_open_count(regio)), 0),
        afwezig=absent_on(regio, timezone.localdate()),
        hoogstens=inzet_field(regio, "hoogstens"),
        talen=inzet_field(regio, "talen"),
        expertises=inzet_field(regio, "expertises"),
    )
    return [_person(row) for row in rows.values_list(*VELDEN.values())]


def _person(row: tuple[Any, ...]) -> Beschikbaar:
    values = dict(zip(VELDEN, row, strict=True))
    for name in ("talen", "expertises"):
        values[name] = frozenset(values[name] or ())
    return Beschikbaar(**values)


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
