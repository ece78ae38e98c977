"""What this room gives the dossier."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from ontschot.kandidaten.models import Kandidaat
from ontschot.kern.composed import composed
from ontschot.trajecten.models import Arrangement, Overdracht
from ontschot.trajecten.queries.plan import Stapdeel, plan_with_steps


@dataclass(frozen=True)
class Overdrachtdeel:
    """An offer without answer; or, with `gaat_buiten_verder`, that a partner outside took over."""

    overdracht_id: int
    soort: str
    naar: str
    reageer_uiterlijk: date
    url: str
    gaat_buiten_verder: bool = False


@dataclass(frozen=True)
class Dossierdeel:
    """What this room gives the dossier: the current plan, its steps, and what is on offer.

    `nu_nodig` is the next thing to do in a sentence, with where to do it; empty when nothing.
    """

    arrangement: Arrangement | None
    stappen: tuple[Stapdeel, ...]
    overdrachten: tuple[Overdrachtdeel, ...]
    nu_nodig: str = ""
    nu_nodig_url: str = ""
    nu_nodig_actie: str = ""

    @property
    def interventie_ids(self) -> list[int]:
        return [s.interventie_id for s in self.stappen if s.interventie_id is not None]


def dossier_part(kandidaat: Kandidaat) -> Dossierdeel:
    """Plan, steps with interventies and open overdrachten. Two queries, three without a step."""
    arrangement, steps = plan_with_steps(kandidaat)
    return Dossierdeel(
        arrangement=arrangement,
        stappen=steps,
        overdrachten=tuple(
            Overdrachtdeel(
                o.pk,
                o.get_soort_display(),
                o.naar_wie,
                o.reageer_uiterlijk,
                reverse("trajecten:overdracht", args=[o.pk]),
                gaat_buiten_verder=o.status == "aangenomen",
            )
            for o in _offers(kandidaat.pk)
        ),
        **_next(kandidaat.sleutel, arrangement, steps),
    )


@composed
def _offers(kandidaat: int) -> QuerySet[Overdracht]:
    goes_on_outside = Q(status="aangenomen", waarheen="buiten", soort="overdracht")
    return (
        Overdracht.objects.filter(Q(status="aangeboden") | goes_on_outside, kandidaat=kandidaat)
        .select_related("naar", "naar_organisatie", "naar_regio")
        .order_by("id")
    )


def _next(
    sleutel: str, arrangement: Arrangement | None, steps: tuple[Stapdeel, ...]
) -> dict[str, str]:
    """The next thing to do in this room, in a sentence, with its button."""
    for step in steps:
        if step.status == "gepland" and step.toets_open:
            wat = (
                "is nog één voorziening"
                if step.toets_open == 1
                else f"zijn nog {step.toets_open} van de {step.toets_totaal} voorzieningen"
            )
            return {
                "nu_nodig": f"Bij {step.omschrijving} {wat} niet beantwoord.",
                "nu_nodig_url": reverse("trajecten:toets", args=[step.interventie_id]),
                "nu_nodig_actie": "Maak de toets af",
            }
    if arrangement and arrangement.status == "concept" and steps:
        return {
            "nu_nodig": "Het plan is nog niet afgesproken met de kandidaat.",
            "nu_nodig_url": reverse("trajecten:plan", args=[sleutel]),
            "nu_nodig_actie": "Spreek het plan af",
        }
    return {}
