"""What is read of the advies."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone

from ontschot.documenten.models import Document
from ontschot.kandidaten.models import Kandidaat
from ontschot.kern.composed import composed
from ontschot.meldingen.models import Advies, Adviesgrond
from ontschot.regelingen.models import Adviescriterium
from ontschot.regelingen.queries import criteria_of, regeling_op


@dataclass(frozen=True)
class Grond:
    criterium: str
    grond: str


@dataclass(frozen=True)
class Adviesdeel:
    """The advies that holds now."""

    oordeel: str
    oordeel_label: str
    toelichting: str
    gronden: list[Grond]
    door: str
    organisatie: str
    gegeven_op: datetime
    regeling: str
    weging: str = ""


@dataclass(frozen=True)
class Dossierdeel:
    """What this room adds to a dossier; `advies` None: not given yet. `url` gives a (new) one."""

    advies: Adviesdeel | None
    url: str


def dossier_part(kandidaat: Kandidaat) -> Dossierdeel:
    """The advies of now with its grounds. One query."""
    advies: Any = next(iter(_given(kandidaat.pk)), None)
    url = reverse("meldingen:advies", args=[kandidaat.sleutel])
    return Dossierdeel(_advies(advies, advies.met_gronden) if advies else None, url)


@composed
def _given(kandidaat: int) -> QuerySet[Advies]:
    grounds = Adviesgrond.objects.filter(advies=OuterRef("pk")).order_by("criterium__volgorde")
    row = JSONObject(criterium="criterium__naam", grond="grond")
    return (
        Advies.objects.filter(kandidaat=kandidaat, vervangen_door__isnull=True)
        .select_related("door", "organisatie", "regeling", "weging")
        .annotate(met_gronden=ArraySubquery(grounds.values_list(row)))[:1]
    )


def _advies(advies: Advies, gronden: Iterable[dict[str, str]]) -> Adviesdeel:
    return Adviesdeel(
        oordeel=advies.oordeel,
        oordeel_label=advies.get_oordeel_display(),
        toelichting=advies.toelichting,
        gronden=[Grond(**grond) for grond in gronden],
        door=advies.door.naam,
        organisatie=advies.organisatie.naam,
        gegeven_op=advies.gegeven_op,
        regeling=advies.regeling.naam,
        weging=advies.weging.tekst if advies.weging else "",
    )


def letter_of(kandidaat: Kandidaat, advies: Adviesdeel | None) -> Document | None:
    """The newest letter that says this advies, if one was made."""
    if advies is None:
        return None
    return (
        Document.objects.filter(
            kandidaat=kandidaat,
            soort="advies",
            gegenereerd=True,
            ingetrokken_op__isnull=True,
            bewaard_op__gte=advies.gegeven_op,
        )
        .order_by("-bewaard_op", "-pk")
        .first()
    )


def criteria_today() -> list[Adviescriterium]:
    """The criteria of the regeling that holds today, in the order of the conversation."""
    regeling = regeling_op(timezone.localdate())
    return list(criteria_of(regeling)) if regeling else []
