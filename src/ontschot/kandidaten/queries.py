"""What is read about people; each function asks the database a constant number of questions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone

from ontschot.kandidaten.access import findable_by, kandidaat_for, may_write, own_id, visible_to
from ontschot.kandidaten.dubbel import queries as dubbel
from ontschot.kandidaten.lijst import Kandidaatrij, Lijstfilter, kandidaten_list
from ontschot.kandidaten.models import (
    Betrokkenheid,
    Doelgroepkeuze,
    Feitintrekking,
    Kandidaat,
    Samenvoeging,
    Situatiefeit,
    Toegangsverzoek,
)
from ontschot.kandidaten.search import Treffer, possible_duplicates, search
from ontschot.kandidaten.timeline import TIJDLIJN
from ontschot.kern.composed import composed
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.kern.werk import Wacht
from ontschot.netwerk.queries import valid_on
from ontschot.regelingen import queries as regelingen
from ontschot.regelingen.rules import (
    Afleiding,
    Doelgroepregels,
    Keuze,
    Uitleg,
    derive_doelgroep,
    explain_doelgroep,
    settle,
    summary,
)
from ontschot.web.format import datum

# The other rooms find everything of this room here.
__all__ = [
    "TIJDLIJN",
    "Kandidaatrij",
    "Lijstfilter",
    "Treffer",
    "findable_by",
    "kandidaat_for",
    "kandidaten_list",
    "may_write",
    "possible_duplicates",
    "search",
    "visible_to",
]


def facts_on(kandidaat_id: int, day: date) -> frozenset[str]:
    """The codes of the situatiesoorten that hold on this day."""
    holding = Situatiefeit.objects.filter(valid_on(day), kandidaat_id=kandidaat_id)
    return frozenset(holding.order_by().values_list("soort_id", flat=True))


@dataclass(frozen=True)
class Situatie:
    """Everything that was recorded about a situation, and what follows from it on one day."""

    dag: date
    geldig: tuple[Situatiefeit, ...]
    voorbij: tuple[Situatiefeit, ...]
    straks: tuple[Situatiefeit, ...]
    regels: Doelgroepregels
    # What the facts say, before anybody chose.
    afleiding: Afleiding
    # The same, or what was chosen for exactly these facts.
    doelgroep: Afleiding
    gekozen_door_id: int | None = None
    gekozen_door: str = ""

    @property
    def uitleg(self) -> tuple[Uitleg, ...]:
        """For each of the eight doelgroepen why, or why not."""
        chosen = getattr(self.doelgroep, "code", "") if self.gekozen_door_id else ""
        since = {feit.soort_id: f"sinds {datum(feit.van)}" for feit in self.geldig}
        return explain_doelgroep(since, self.regels, gekozen=chosen, door=self.gekozen_door)

    @property
    def samenvatting(self) -> str:
        """What it is and what it is not, with the facts; empty when nothing is recorded."""
        return summary(self.uitleg)

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(feit.soort_id for feit in self.geldig)

    @property
    def doelgroep_label(self) -> str:
        """The label when there is one doelgroep; empty when it is open or unknown."""
        code = getattr(self.doelgroep, "code", "")
        return self.regels.label(code) if code else ""

    @property
    def keuzes(self) -> list[tuple[str, str]]:
        """What the professional can choose from, when the facts leave it open."""
        if not isinstance(self.afleiding, Keuze):
            return []
        return [(code, self.regels.label(code)) for code in self.afleiding.codes]


def situation_of(
    kandidaat_id: int, day: date | None = None, *, erbij: Situatiefeit | None = None
) -> Situatie:
    """The facts of a kandidaat with the doelgroep that follows on `day` (today). One query.

    `erbij` is a fact that is not recorded, to see what would follow if it were.
    """
    day = day or timezone.localdate()
    recorded: list[Any] = _recorded(kandidaat_id)
    # A choice holds for exactly these facts, and without facts there was nothing to choose.
    choices = recorded[0].keuzes if recorded else []
    facts: list[Situatiefeit] = [*([erbij] if erbij else []), *recorded]
    holding = tuple(f for f in facts if f.van <= day and (f.tot is None or f.tot >= day))
    rules = regelingen.doelgroepregels()
    codes = sorted({f.soort_id for f in holding})
    derived = derive_doelgroep(codes, rules)
    choice = next((made for made in choices if made["feiten"] == codes), None)
    settled = settle(derived, choice["code"], rules, choice["door"]) if choice else derived
    return Situatie(
        dag=day,
        geldig=holding,
        voorbij=tuple(f for f in facts if f.tot is not None and f.tot < day),
        straks=tuple(f for f in facts if f.van > day),
        regels=rules,
        afleiding=derived,
        doelgroep=settled,
        gekozen_door_id=choice["door_id"] if choice and settled is not derived else None,
        gekozen_door=choice["door"] if choice else "",
    )


@composed
def _recorded(kandidaat: int) -> QuerySet[Situatiefeit, Any]:
    """All facts, the newest first, each with what was chosen for this kandidaat."""
    facts = Situatiefeit.objects.filter(kandidaat_id=kandidaat).select_related("soort")
    return facts.annotate(keuzes=_choices(kandidaat)).order_by("-van", "-id")


def withdrawn_facts(kandidaat_id: int) -> list[Feitintrekking]:
    """What was recorded by mistake and taken back, newest first. One query."""
    rows = Feitintrekking.objects.filter(kandidaat_id=kandidaat_id)
    return list(rows.select_related("soort", "ingetrokken_door").order_by("-ingetrokken_op", "-pk"))


def _choices(kandidaat_id: int) -> ArraySubquery:
    """What was chosen for this kandidaat, last first, to read along with the facts."""
    row = JSONObject(feiten="feiten", code="doelgroep_id", door="door__naam", door_id="door_id")
    made = Doelgroepkeuze.objects.filter(kandidaat_id=kandidaat_id).order_by("-op", "-id")
    return ArraySubquery(made.values_list(row))


@dataclass(frozen=True)
class Betrokkene:
    """Somebody who is with this kandidaat now, or who still reads."""

    naam: str
    organisatie: str
    grond: str
    sinds: datetime
    vaste_contactpersoon: bool
    leest_tot: date | None
    medewerker_id: int
    betrokkenheid_id: int
    uiterlijk: date | None = None


def involved_with(kandidaat_id: int) -> list[Betrokkene]:
    """Who is with this kandidaat, the vaste contactpersoon first; then who only reads still."""
    return [
        Betrokkene(
            naam=b.medewerker.naam,
            organisatie=b.organisatie.naam,
            grond=b.get_grond_display(),
            sinds=b.sinds,
            vaste_contactpersoon=b.vaste_contactpersoon and b.tot is None,
            leest_tot=b.leest_tot if b.tot else None,
            uiterlijk=b.uiterlijk,
            medewerker_id=b.medewerker_id,
            betrokkenheid_id=b.pk,
        )
        for b in _involved(kandidaat_id, timezone.localdate())
    ]


@composed
def _involved(kandidaat: int, today: date) -> QuerySet[Betrokkenheid]:
    return (
        Betrokkenheid.objects.filter(kandidaat_id=kandidaat)
        .filter(Q(tot__isnull=True) | Q(leest_tot__gte=today))
        .select_related("medewerker", "organisatie")
        .order_by(F("tot").desc(nulls_first=True), "-vaste_contactpersoon", "sinds", "id")
    )


@dataclass(frozen=True)
class Dossierdeel:
    """What this room gives the dossier page."""

    situatie: Situatie
    betrokkenen: tuple[Betrokkene, ...]
    opleiding: str
    sector: str
    geslacht: str

    @property
    def contactpersoon(self) -> Betrokkene | None:
        return next((b for b in self.betrokkenen if b.vaste_contactpersoon), None)

    @property
    def anderen(self) -> tuple[Betrokkene, ...]:
        """Who else is with this kandidaat, or still reads."""
        return tuple(b for b in self.betrokkenen if not b.vaste_contactpersoon)


def dossier_part(kandidaat: Kandidaat) -> Dossierdeel:
    """Situation, doelgroep, who is with the person, and labels of the codes. Two queries."""
    codes = {lijst: getattr(kandidaat, lijst) for lijst in ("opleiding", "sector", "geslacht")}
    labels = regelingen.labels_of(codes.items())
    return Dossierdeel(
        situatie=situation_of(kandidaat.pk),
        betrokkenen=tuple(involved_with(kandidaat.pk)),
        **{lijst: labels[lijst, code] for lijst, code in codes.items()},
    )


def _decidable_by(wie: Actor) -> QuerySet[Toegangsverzoek]:
    """What `wie` may decide: as vaste contactpersoon, and as coördinator what is overdue."""
    return _decidable(own_id(wie), timezone.localdate(), wie.rol == Rolsoort.COORDINATOR)


def _decidable(medewerker: int, today: date, coordinator: bool) -> QuerySet[Toegangsverzoek]:
    mine = Betrokkenheid.objects.filter(
        kandidaat=OuterRef("kandidaat"),
        medewerker_id=medewerker,
        vaste_contactpersoon=True,
        tot__isnull=True,
    )
    for_me = Q(Exists(mine))
    if coordinator:
        for_me |= Q(uiterlijk__lt=today, kandidaat__afgeschermd=False)
    return (
        Toegangsverzoek.objects.filter(for_me)
        .exclude(medewerker_id=medewerker)
        .select_related("medewerker", "organisatie", "kandidaat", "kandidaat__gemeente")
    )


@composed
def _open_requests(medewerker: int, today: date, coordinator: bool) -> QuerySet[Toegangsverzoek]:
    found = _decidable(medewerker, today, coordinator).filter(status="open")
    return found.order_by("uiterlijk", "id")


def waiting_for(wie: Actor) -> list[Wacht]:
    """The requests for access that wait for `wie`, with keys and no names of kandidaten.

    What nobody decided before its day climbs to the coördinator. Doubles wait here too.
    """
    is_coordinator = wie.rol == Rolsoort.COORDINATOR
    return [
        *dubbel.waiting_for(wie),
        *(
            Wacht(
                soort="toegang",
                titel=f"{v.medewerker.naam} vraagt toegang",
                uitleg=f"{v.organisatie.naam} · dossier {v.kandidaat.sleutel}",
                url=reverse("kandidaten:verzoek", args=[v.pk]),
                actie="Beslis",
                uiterlijk=v.uiterlijk,
                sinds=v.gevraagd_op,
            )
            for v in _open_requests(own_id(wie), timezone.localdate(), is_coordinator)
        ),
    ]


def verzoek_for(wie: Actor, verzoek_id: int) -> Toegangsverzoek | None:
    """A request that `wie` may decide on, decided already or not; None when it is not theirs."""
    return _decidable_by(wie).filter(pk=verzoek_id).first()


def open_request(wie: Actor, kandidaat_id: int) -> Toegangsverzoek | None:
    """The request of `wie` that waits for an answer, if there is one."""
    mine = Toegangsverzoek.objects.filter(medewerker_id=own_id(wie), status="open")
    return mine.filter(kandidaat_id=kandidaat_id).first()


def contact_of(kandidaat_id: int) -> Betrokkenheid:
    """The vaste contactpersoon, with medewerker and organisatie; there is always exactly one."""
    return Betrokkenheid.objects.select_related("medewerker", "organisatie").get(
        kandidaat_id=kandidaat_id, vaste_contactpersoon=True, tot__isnull=True
    )


def living_keys(sleutels: Collection[str]) -> dict[str, str]:
    """The key of the person behind each key: itself, or that of the dossier that goes on.

    Whoever counts persons by key counts these. Open to every role: keys only.
    Two queries; a chain of more than two merges counts as the second.
    """
    joined = dict(
        Samenvoeging.objects.filter(status="uitgevoerd", verliezer_sleutel__in=sleutels)
        .order_by("pk")
        .values_list("verliezer_sleutel", "blijver_sleutel")
    )
    further = dict(
        Samenvoeging.objects.filter(status="uitgevoerd", verliezer_sleutel__in=joined.values())
        .order_by("pk")
        .values_list("verliezer_sleutel", "blijver_sleutel")
    )
    return {key: further.get(joined.get(key, key), joined.get(key, key)) for key in sleutels}
