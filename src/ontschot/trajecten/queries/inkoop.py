"""What the region and the regeling ask before money is spent."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from ontschot.menukaart.queries.beroepen import KansrijkBeroep, kansrijk_op
from ontschot.netwerk.queries import valid_on
from ontschot.regelingen.queries import documenten_op, duurgrens_op
from ontschot.trajecten.models import Inkoopregel, Interventie, Leerbedrijfcheck
from ontschot.trajecten.rules import Duur, Kansrijk, months_between
from ontschot.trajecten.rules.inkoop import (
    PRAKTIJKLEREN,
    SCHOLING,
    kansrijk_problem,
    named_trade,
)
from ontschot.web.format import datum

# The kassier gives this one by itself: money is reserved before anything is bought.
RESERVERING = "Reserveringsnummer van de kassier"
# Not a paper here but a look in the register, see `Leerbedrijfcheck`.
ERKENNING = "Erkenning van het leerbedrijf door SBB"


def inkoopregel_op(regio: str, day: date) -> Inkoopregel | None:
    """What the region asks on this day; None: nothing of its own."""
    return Inkoopregel.objects.filter(valid_on(day), regio=regio).first()


def kansrijk_vorm(regio: str, day: date) -> str:
    """Which of `VORMEN` the region asks for scholing on this day; empty: nothing."""
    rule = inkoopregel_op(regio, day)
    return rule.kansrijk_vorm if rule and rule.kansrijk_nodig else ""


@dataclass(frozen=True)
class Kansrijklijst:
    """The list that counts today for a scholing, and the trade of it that the step names.

    `voorstel` is a proposal: somebody answers.
    """

    beroepen: tuple[KansrijkBeroep, ...] = ()
    voorstel: KansrijkBeroep | None = None

    @property
    def zin(self) -> str:
        """Why the answer could be yes; empty without a proposal."""
        found = self.voorstel
        return f"‘{found.naam}’ staat op {lijst_in_words(found)}." if found else ""


def lijst_in_words(beroep: KansrijkBeroep) -> str:
    """The list of a trade with its edition, and said so when it is an example."""
    voorbeeld = ", een voorbeeld" if beroep.voorbeeld else ""
    return f"‘{beroep.lijst}’ (uitgave {datum(beroep.editie_op)}{voorbeeld})"


def kansrijklijst_for(interventie: Interventie) -> Kansrijklijst:
    """The list beside the question about a kansrijk beroep. Two queries; none without scholing."""
    if interventie.interventiesoort_id not in SCHOLING:
        return Kansrijklijst()
    beroepen = tuple(kansrijk_op(interventie.regio_id, timezone.localdate()))
    named = named_trade(interventie.omschrijving, [b.naam for b in beroepen])
    found = next((b for b in beroepen if b.naam == named), None)
    return Kansrijklijst(beroepen, found)


def kansrijk_wanted(interventie: Interventie, answer: tuple[str, str], lijst: Kansrijklijst) -> str:
    """What the region still asks of a scholing; empty when the proposal answers it. One query."""
    if interventie.interventiesoort_id not in SCHOLING:
        return ""
    vorm = kansrijk_vorm(interventie.regio_id, timezone.localdate())
    named = Kansrijk(lijst.voorstel.naam) if lijst.voorstel else Kansrijk()
    return kansrijk_problem(answer, vorm, named)


def required_papers(interventie: Interventie, day: date) -> list[str]:
    """The papers that must be there before the verplichting: of the regeling, and of the region.

    Without the reservering, which the kassier gives, and the leerbedrijf, which is looked up.
    Three queries at most.
    """
    soort = interventie.interventiesoort_id
    names = [d.naam for d in documenten_op(soort, day)]
    rule = inkoopregel_op(interventie.regio_id, day) if soort in PRAKTIJKLEREN else None
    names += rule.stukken if rule else []
    return [naam for naam in dict.fromkeys(names) if naam not in (RESERVERING, ERKENNING)]


def leerbedrijf_of(interventie: Interventie) -> Leerbedrijfcheck | None:
    """What was last looked up about the leerbedrijf. One query."""
    return interventie.leerbedrijven.select_related("door").first()


def leerbedrijf_lacks(interventie: Interventie) -> bool:
    """Praktijkleren, and no erkend leerbedrijf was found at the last look. One query at most."""
    if interventie.interventiesoort_id not in PRAKTIJKLEREN:
        return False
    found = leerbedrijf_of(interventie)
    return found is None or not found.erkend


def missing_papers(interventie: Interventie, day: date) -> list[str]:
    """Those that are not there yet. Four queries at most."""
    if not (asked := required_papers(interventie, day)):
        return []
    here = set(interventie.stukken.values_list("naam", flat=True))
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
