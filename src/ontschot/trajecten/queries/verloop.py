"""How an interventie goes: attendance, evaluation, papers, length."""

from dataclasses import dataclass

from django.utils import timezone

from ontschot.trajecten.models import (
    Aanwezigheid,
    Evaluatie,
    Interventie,
    Leerbedrijfcheck,
    Stuk,
)
from ontschot.trajecten.queries.inkoop import duration_of, leerbedrijf_of, required_papers
from ontschot.trajecten.rules import Duur, too_long
from ontschot.trajecten.rules.inkoop import PRAKTIJKLEREN

BOUGHT = frozenset({"verplicht", "loopt", "afgerond", "afgebroken"})


@dataclass(frozen=True)
class Verloop:
    """What stands on the page of one interventie beside its own row.

    `stukken` are those that are there, `missend` those that must still come.
    """

    aanwezigheid: tuple[Aanwezigheid, ...]
    evaluatie: Evaluatie | None
    stukken: tuple[Stuk, ...]
    missend: tuple[str, ...]
    duur: Duur | None
    praktijkleren: bool = False
    leerbedrijf: Leerbedrijfcheck | None = None

    @property
    def te_lang(self) -> bool:
        return too_long(self.duur)

    @property
    def totalen(self) -> list[str]:
        """Per unit how much of it somebody was there, for example `9 van 10 keer`."""
        units = {a.eenheid: a.get_eenheid_display() for a in self.aanwezigheid}
        return [
            f"{sum(a.aanwezig for a in self.aanwezigheid if a.eenheid == code)} van "
            f"{sum(a.verwacht for a in self.aanwezigheid if a.eenheid == code)} {label}"
            for code, label in units.items()
        ]


def verloop_of(interventie: Interventie) -> Verloop:
    """Nine queries at most, however long it lasts."""
    day = timezone.localdate()
    papers = tuple(interventie.stukken.all())
    asked = required_papers(interventie, day)
    here = {paper.naam for paper in papers}
    bought = interventie.status in BOUGHT
    learns = interventie.interventiesoort_id in PRAKTIJKLEREN
    return Verloop(
        aanwezigheid=tuple(interventie.aanwezigheid.all()) if bought else (),
        evaluatie=Evaluatie.objects.filter(interventie=interventie).first() if bought else None,
        stukken=papers,
        missend=tuple(naam for naam in asked if naam not in here),
        duur=duration_of(interventie, day),
        praktijkleren=learns,
        leerbedrijf=leerbedrijf_of(interventie) if learns else None,
    )
