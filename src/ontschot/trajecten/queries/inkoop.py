"""What the region and the regeling ask before money is spent."""

from datetime import date

from ontschot.netwerk.queries import valid_on
from ontschot.regelingen.queries import documenten_op, duurgrens_op
from ontschot.trajecten.models import Inkoopregel, Interventie
from ontschot.trajecten.rules import Duur, months_between

# The kassier gives this one by itself: money is reserved before anything is bought.
RESERVERING = "Reserveringsnummer van de kassier"


def inkoopregel_op(regio: str, day: date) -> Inkoopregel | None:
    """What the region asks on this day; None: nothing of its own."""
    return Inkoopregel.objects.filter(valid_on(day), regio=regio).first()


def kansrijk_nodig(regio: str, day: date) -> bool:
    rule = inkoopregel_op(regio, day)
    return rule is not None and rule.kansrijk_nodig


def required_papers(interventiesoort: str, day: date) -> list[str]:
    """The papers that must be there before the verplichting, without the reservering itself."""
    return [d.naam for d in documenten_op(interventiesoort, day) if d.naam != RESERVERING]


def missing_papers(interventie: Interventie, day: date) -> list[str]:
    """Those that are not there yet. Three queries."""
    here = set(interventie.stukken.values_list("naam", flat=True))
    asked = required_papers(interventie.interventiesoort_id, day)
    return [naam for naam in asked if naam not in here]


def duration_of(interventie: Interventie, day: date) -> Duur | None:
    """How long it lasts against what is allowed; None without dates. Three queries at most.

    The limit of the regeling goes before that of the region. Where a kind is bought per so many
    months, what this kandidaat had of it before counts too.
    """
    step = interventie.stap
    if step.van is None or step.tot is None:
        return None
    limit = duurgrens_op(interventie.interventiesoort_id, day)
    if limit is None:
        rule = inkoopregel_op(interventie.regio_id, day)
        return Duur(months_between(step.van, step.tot), rule.maximaal_maanden if rule else None)
    return Duur(
        maanden=months_between(step.van, step.tot),
        grens=limit.maximaal_maanden,
        per_keer=limit.stap_maanden,
        eerder=_before(interventie) if limit.stap_maanden else 0,
    )


def _before(interventie: Interventie) -> int:
    others = Interventie.objects.filter(
        kandidaat=interventie.kandidaat_id,
        interventiesoort=interventie.interventiesoort_id,
        verplicht_op__isnull=False,
        stap__van__isnull=False,
        stap__tot__isnull=False,
    ).exclude(pk=interventie.pk)
    periods = others.values_list("stap__van", "stap__tot")
    return sum(months_between(van, tot) for van, tot in periods if van and tot)
