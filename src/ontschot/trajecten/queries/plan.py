"""The plan and its steps."""

from dataclasses import dataclass, replace
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import FilteredRelation, OuterRef, Q, QuerySet
from django.urls import reverse

from ontschot.kandidaten.models import Kandidaat
from ontschot.kern.composed import composed
from ontschot.trajecten.models import Arrangement, Interventie, Stap, Toetsregel
from ontschot.trajecten.queries.stand import STATUS_KIND


@dataclass(frozen=True)
class Stapdeel:
    """One step of a plan as the dossier shows it. Amounts in cents; None: nothing is bought.

    `toets_open` and `toets_totaal` count the facilities of the voorliggend-toets.
    """

    stap_id: int
    omschrijving: str
    sub: str
    van_wie: str
    van: date | None
    tot: date | None
    interventie_id: int | None = None
    status: str = ""
    stand: str = ""
    stand_kind: str = "neutral"
    cent: int | None = None
    toets_open: int = 0
    toets_totaal: int = 0
    url: str = ""
    volgorde: int = 0
    wie: str = ""
    na: str = ""
    totaal_cent: int | None = None


def steps_of(arrangement_id: int) -> list[Stapdeel]:
    """The steps of a plan with their interventies and the state of each toets. One query."""
    return [_step(step) for step in _steps().filter(arrangement_id=arrangement_id)]


def with_interventie(*along: str) -> QuerySet[Stap]:
    """Steps with the interventie that counts for each as `nu`, or None; `along` is read with it."""
    counts = FilteredRelation("interventies", condition=Q(interventies__huidig=True))
    return Stap.objects.annotate(nu=counts).select_related(*along)


def _steps() -> QuerySet[Stap]:
    """Steps in their order, with the answers of each toets as `antwoorden`."""
    lines = Toetsregel.objects.filter(
        interventie__stap=OuterRef("pk"), interventie__huidig=True
    ).order_by()
    return (
        with_interventie("dienst", "na", "nu__interventiesoort")
        .annotate(antwoorden=ArraySubquery(lines.values_list("antwoord")))
        .order_by("volgorde")
    )


def _step(step: Stap) -> Stapdeel:
    interventie: Interventie | None = getattr(step, "nu", None)
    plain = Stapdeel(
        stap_id=step.pk,
        omschrijving=step.omschrijving,
        sub=step.dienst.get_soort_display() if step.dienst else "",
        van_wie=step.van_wie,
        van=step.van,
        tot=step.tot,
        volgorde=step.volgorde,
        wie=step.get_wie_display() if step.wie else "",
        na=step.na.omschrijving if step.na else "",
    )
    if interventie is None:
        return plain
    answers: list[str] = getattr(step, "antwoorden", [])
    total, unanswered = len(answers), answers.count("")
    return replace(
        plain,
        sub=interventie.interventiesoort.naam,
        interventie_id=interventie.pk,
        status=interventie.status,
        stand=_standing(interventie, total, unanswered),
        stand_kind="warn" if unanswered else STATUS_KIND[interventie.status],
        cent=interventie.kosten_cent or interventie.gevraagd_cent,
        totaal_cent=interventie.totaal_cent,
        toets_open=unanswered,
        toets_totaal=total,
        url=reverse("trajecten:interventie", args=[interventie.pk]),
    )


def _standing(interventie: Interventie, total: int, unanswered: int) -> str:
    if interventie.status == "gepland" and interventie.toets_gedaan_op is None and total:
        return f"toets {total - unanswered} van {total}"
    return str(interventie.get_status_display())


def current_plan(kandidaat_id: int) -> Arrangement | None:
    """The plan that counts: the one being made or the one agreed. One query."""
    plans = Arrangement.objects.filter(kandidaat_id=kandidaat_id).exclude(status="vervangen")
    return plans.select_related("kandidaat").first()


@composed
def _running_steps(kandidaat: int) -> QuerySet[Stap]:
    running = _steps().filter(arrangement__kandidaat=kandidaat)
    return running.exclude(arrangement__status="vervangen").select_related("arrangement")


def plan_with_steps(kandidaat: Kandidaat) -> tuple[Arrangement | None, tuple[Stapdeel, ...]]:
    """The plan that counts with its steps. One query; a plan without a step costs a second."""
    steps = _running_steps(kandidaat.pk)
    if not steps:
        return current_plan(kandidaat.pk), ()
    return steps[0].arrangement, tuple(_step(step) for step in steps)


@dataclass(frozen=True)
class Verschil:
    """What changed in a plan since its former version, in words."""

    versie: int
    akkoord_op: date | None
    doel: str
    nieuw: tuple[str, ...]
    weg: tuple[str, ...]
    anders: tuple[str, ...]

    @property
    def leeg(self) -> bool:
        return not (self.doel or self.nieuw or self.weg or self.anders)


def versions_of(kandidaat_id: int) -> list[Arrangement]:
    """All versions of somebody's plan with their steps, the newest first. Two queries."""
    plans = Arrangement.objects.filter(kandidaat_id=kandidaat_id).order_by("-versie")
    return list(plans.prefetch_related("stappen"))


def difference(new: Arrangement, old: Arrangement) -> Verschil:
    """What changed from `old` to `new`; both with their steps read already. No query."""
    steps, before = list(new.stappen.all()), {s.pk: s for s in old.stappen.all()}
    kept = {s.vorige_id for s in steps}
    return Verschil(
        versie=new.versie,
        akkoord_op=new.akkoord_op,
        doel=new.doel if new.doel != old.doel else "",
        nieuw=tuple(s.omschrijving for s in steps if s.vorige_id not in before),
        weg=tuple(s.omschrijving for pk, s in before.items() if pk not in kept),
        anders=tuple(
            s.omschrijving
            for s in steps
            if s.vorige_id in before and _facts(s) != _facts(before[s.vorige_id])
        ),
    )


def _facts(step: Stap) -> tuple[object, ...]:
    return (step.omschrijving, step.wie, step.van_wie, step.van, step.tot)
