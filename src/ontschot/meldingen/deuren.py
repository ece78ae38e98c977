"""Which door, and where exactly: the choices of today, and the Werkcafés and campagnes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor
from ontschot.meldingen.models import Campagne, Melding, Werkcafe
from ontschot.netwerk.models import Partner
from ontschot.netwerk.queries import valid_on
from ontschot.web.format import datum_kort

# Paper is typed in within a fortnight; the posters for next month hang already.
TERUG_DAGEN, VOORUIT_DAGEN = 14, 31
EENVOUDIG = ("telefoon", "email", "inloop", "werkgever", "vakbond", "outreach")
GROEPEN = {"werkcafe": "Werkcafé", "outreach": "Campagne", "partner": "Partner", "elders": "Elders"}
LABELS = dict(Melding.DEUREN)


@dataclass(frozen=True)
class Herkomst:
    """Where exactly a question came from; what the door does not have stays empty."""

    werkcafe_id: int | None = None
    campagne_id: int | None = None
    partij_id: int | None = None
    elders: str = ""


NERGENS = Herkomst()


def split(keuze: str) -> tuple[str, Herkomst]:
    """The door and the place behind a choice such as `telefoon`, `werkcafe:12`, `elders:school`.

    Raises Weigering for what is no choice.
    """
    deur, _, welke = keuze.partition(":")
    if deur == "elders" and welke in dict(Melding.ELDERS):
        return deur, Herkomst(elders=welke)
    if not welke and (deur in EENVOUDIG or deur == "partner"):
        return deur, NERGENS
    if welke.isdecimal() and deur in {"werkcafe", "outreach", "partner"}:
        number = int(welke)
        kinds = {
            "werkcafe": Herkomst(werkcafe_id=number),
            "outreach": Herkomst(campagne_id=number),
            "partner": Herkomst(partij_id=number),
        }
        return deur, kinds[deur]
    raise Weigering("Kies hoe de vraag binnenkwam.", veld="deur")


Keuzes = list[tuple[str, str | list[tuple[str, str]]]]


def places(regio: str, day: date) -> dict[str, list[tuple[str, str]]]:
    """The Werkcafés around this day, running campagnes, partners, and elsewhere. Three queries."""
    around = Q(datum__gte=day - timedelta(days=TERUG_DAGEN)) & Q(
        datum__lte=day + timedelta(days=VOORUIT_DAGEN)
    )
    cafes = Werkcafe.objects.filter(around, regio=regio)
    campagnes = Campagne.objects.filter(valid_on(day), regio=regio)
    partners = Partner.objects.filter(valid_on(day), regio=regio).select_related("organisatie")
    found = {
        "werkcafe": [(f"werkcafe:{c.pk}", f"{c.naam}, {datum_kort(c.datum)}") for c in cafes],
        "outreach": [(f"outreach:{c.pk}", c.naam) for c in campagnes],
        "partner": [
            (f"partner:{p.organisatie_id}", p.organisatie.naam)
            for p in partners.order_by("organisatie__naam")
        ],
        "elders": [(f"elders:{code}", naam) for code, naam in Melding.ELDERS],
    }
    return {deur: rows for deur, rows in found.items() if rows}


def choices(regio: str, day: date) -> Keuzes:
    """Door and place in one choice, for who has twenty seconds."""
    plain: Keuzes = [(deur, LABELS[deur].capitalize()) for deur in EENVOUDIG]
    grouped = places(regio, day)
    return [*plain, *((GROEPEN[deur], rows) for deur, rows in grouped.items())]


def flat(keuzes: Keuzes) -> dict[str, str]:
    """Every choice with its label, without the groups."""
    found: dict[str, str] = {}
    for value, label in keuzes:
        found |= {value: label} if isinstance(label, str) else dict(label)
    return found


def refuse_elsewhere(regio: str, herkomst: Herkomst) -> None:
    """Raise Weigering when a Werkcafé or campagne is not of this region."""
    if herkomst.werkcafe_id is not None:
        _there(Werkcafe.objects.filter(regio=regio, pk=herkomst.werkcafe_id).exists())
    if herkomst.campagne_id is not None:
        _there(Campagne.objects.filter(regio=regio, pk=herkomst.campagne_id).exists())


def _there(found: bool) -> None:
    if not found:
        raise Weigering("Deze plek is er niet in jouw regio. Kies een andere.", veld="deur")


def today_choices(wie: Actor) -> Keuzes:
    return choices(wie.regio, timezone.localdate())


def known(keuze: str, keuzes: Sequence[str]) -> str:
    """The choice of last time, if it still exists."""
    return keuze if keuze in keuzes else ""
