"""What the menukaart tells: for its own screens, for the voorliggend-toets and for a plan."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast

from ontschot.kern.errors import Weigering
from ontschot.menukaart.models import Dienst, DienstInGemeente
from ontschot.menukaart.rules import Versheid, freshness
from ontschot.netwerk.models import GemeenteInRegio
from ontschot.netwerk.queries import valid_on
from ontschot.regelingen.models import Interventiesoort, Situatiesoort

# More words than this say nothing more, and a pasted page would make a slow query.
MAX_WOORDEN = 12


@dataclass(frozen=True)
class Voorstel:
    """A service that fits somebody's situation and gemeente on a day, as it was known that day.

    `beschikbaar` is False where the gemeente of this person does not offer it; `voorwaarde` is
    what that gemeente asks or says (empty: as everywhere). `prijs_cent` in cents, `btw` excl,
    incl or onbekend. `wachttijd_dagen` None: not known.
    """

    dienst_id: int
    sleutel: str
    naam: str
    soort: str
    interventiesoort: str | None
    stap: str
    vorm: str
    aanbieder: str
    samenvatting: str
    contact: str
    plaats: str
    duur: str
    prijs_cent: int
    btw: str
    wachttijd_dagen: int | None
    beschikbaar: bool
    voorwaarde: str
    gecontroleerd_op: date
    versheid: Versheid


def voorliggend_for(
    situaties: frozenset[str],
    gemeente_id: int | None,
    day: date,
    *,
    stappen: Collection[str] = (),
    regio: str = "",
) -> list[Voorstel]:
    """The regular services for these situations (codes of Situatiesoort) on this day.

    Services that the gemeente does not offer are in it too, with `beschikbaar=False` and the
    reason in `voorwaarde`, so that a toets can say so without asking anybody. Without situations
    only what is for everybody. `stappen` keeps to some steps of the journey; `regio` to one
    region, for an actor who sees several. Two queries.
    """
    kind = Q(soort="voorliggend")
    return _voorstellen(kind, situaties, gemeente_id, day, stappen=stappen, regio=regio)


def aanvullend(
    situaties: frozenset[str],
    gemeente_id: int | None,
    day: date,
    *,
    interventiesoort: str = "",
    stappen: Collection[str] = (),
    regio: str = "",
) -> list[Voorstel]:
    """The additional services for an arrangement; see `voorliggend_for`. Two queries."""
    kind = Q(soort="aanvullend")
    if interventiesoort:
        kind &= Q(interventiesoort=interventiesoort)
    return _voorstellen(kind, situaties, gemeente_id, day, stappen=stappen, regio=regio)


def _voorstellen(
    kind: Q,
    situaties: frozenset[str],
    gemeente_id: int | None,
    day: date,
    *,
    stappen: Collection[str],
    regio: str,
) -> list[Voorstel]:
    found = Dienst.objects.filter(kind, valid_on(day), for_situaties(situaties))
    if stappen:
        found = found.filter(stap__in=stappen)
    if regio:
        found = found.filter(Q(regio=regio) | Q(regio__isnull=True))
    here = {
        verschil.dienst_id: verschil
        for verschil in DienstInGemeente.objects.filter(gemeente=gemeente_id, dienst__in=found)
    }
    as_everywhere = DienstInGemeente()
    return [
        _voorstel(dienst, here.get(dienst.pk, as_everywhere), day)
        for dienst in found.order_by("stap", "naam", "pk")
    ]


def _voorstel(dienst: Dienst, verschil: DienstInGemeente, day: date) -> Voorstel:
    return Voorstel(
        dienst_id=dienst.pk,
        sleutel=dienst.sleutel,
        naam=dienst.naam,
        soort=dienst.soort,
        interventiesoort=dienst.interventiesoort_id,
        stap=dienst.stap,
        vorm=dienst.vorm,
        aanbieder=dienst.aanbieder,
        samenvatting=dienst.samenvatting,
        contact=dienst.contact,
        plaats=dienst.plaats,
        duur=dienst.duur,
        prijs_cent=dienst.prijs_cent,
        btw=dienst.btw,
        wachttijd_dagen=dienst.wachttijd_dagen,
        beschikbaar=verschil.beschikbaar,
        voorwaarde=verschil.voorwaarde,
        gecontroleerd_op=dienst.gecontroleerd_op,
        versheid=freshness(dienst.gecontroleerd_op, day),
    )


def for_situaties(situaties: Collection[str]) -> Q:
    """Services for everybody, and those for at least one of these situations."""
    everybody = Q(situaties=[])
    return everybody | Q(situaties__has_any_keys=sorted(situaties)) if situaties else everybody


@dataclass(frozen=True)
class Filter:
    """What somebody is looking for; empty values do not narrow."""

    q: str = ""
    stap: str = ""
    soort: str = ""
    interventiesoort: str = ""
    situatie: str = ""
    gemeente_id: int | None = None
    vorm: str = ""


# In which order the list of a filter stands; total, so that it can be paged by keyset.
VOLGORDE = ("naam", "pk")
VOLGORDE_GEZOCHT = ("-rang", "naam", "pk")


def search(filter: Filter, day: date) -> QuerySet[Dienst]:
    """The services that hold on this day and fit the filter; with a `rang` when words were given.

    Order by VOLGORDE, or VOLGORDE_GEZOCHT where `filter.q` is filled.
    """
    found = Dienst.objects.filter(valid_on(day)).select_related("eigenaar", "interventiesoort")
    for field in ["stap", "soort", "interventiesoort", "vorm"]:
        if value := getattr(filter, field):
            found = found.filter(**{field: value})
    if filter.situatie:
        found = found.filter(for_situaties([filter.situatie]))
    if filter.gemeente_id:
        absent = DienstInGemeente.objects.filter(gemeente=filter.gemeente_id, beschikbaar=False)
        found = found.exclude(pk__in=absent.values("dienst"))
    return _in_words(found, filter.q) if filter.q.strip() else found


def _in_words(found: QuerySet[Dienst], text: str) -> QuerySet[Dienst]:
    """Any of the words, or the beginning of one, in Dutch; what has more of them stands first."""
    words = list(dict.fromkeys(re.findall(r"\w+", text.lower())))[:MAX_WOORDEN]
    if not words:
        return found.none().annotate(rang=Value(0))
    query = SearchQuery(
        " | ".join(f"'{word}':*" for word in words), search_type="raw", config="dutch"
    )
    vector = SearchVector("naam", weight="A", config="dutch") + SearchVector(
        "doel", "samenvatting", "voor_wie", "aanbieder", "plaats", weight="B", config="dutch"
    )
    # A whole number, because a keyset compares for equality.
    rang = Cast(SearchRank(vector, query) * 1_000_000, IntegerField())
    return found.annotate(tekst=vector, rang=rang).filter(tekst=query)


@dataclass(frozen=True)
class Kaart:
    """One service as its page shows it, with where it differs."""

    dienst: Dienst
    verschillen: list[DienstInGemeente]
    versheid: Versheid
    situaties: list[str]


def dienst_kaart(sleutel: str, day: date) -> Kaart:
    """One service of the actor's own region; raises Weigering when there is none. Three queries."""
    dienst = (
        Dienst.objects.filter(sleutel=sleutel)
        .select_related("eigenaar", "interventiesoort__rubriek", "gecontroleerd_door")
        .first()
    )
    if dienst is None:
        raise Weigering("Deze dienst staat niet op de menukaart van jouw regio. Zoek hem opnieuw.")
    verschillen = dienst.gemeenten.select_related("gemeente").order_by("gemeente__naam")
    labels = Situatiesoort.objects.filter(code__in=dienst.situaties)
    return Kaart(
        dienst=dienst,
        verschillen=list(verschillen),
        versheid=freshness(dienst.gecontroleerd_op, day),
        situaties=list(labels.order_by("volgorde").values_list("label", flat=True)),
    )


@dataclass(frozen=True)
class Inloop:
    """A place where one walks in without an appointment."""

    naam: str
    plaats: str
    contact: str


def inloop(regio: str, day: date) -> list[Inloop]:
    """Where one walks in without an appointment, for the public page. One query."""
    found = Dienst.objects.filter(valid_on(day), soort="voorliggend", stap="EW01", regio=regio)
    return [Inloop(d.naam, d.plaats, d.contact) for d in found.order_by("naam", "pk")]


def gemeenten_of(regios: Collection[str], day: date) -> list[tuple[int, str]]:
    """The gemeenten of these regions on this day, as choices."""
    found = GemeenteInRegio.objects.filter(valid_on(day), regio__in=regios)
    return list(found.order_by("gemeente__naam").values_list("gemeente_id", F("gemeente__naam")))


def filter_choices(regios: Collection[str], day: date) -> dict[str, list[tuple[str | int, str]]]:
    """What the filter of the menukaart offers, per field. Three queries."""
    situaties = Situatiesoort.objects.order_by("volgorde").values_list("code", "label")
    soorten = Interventiesoort.objects.order_by("volgorde").values_list("code", "naam")
    return {
        "situatie": [("", "Iedereen"), *situaties],
        "interventiesoort": [("", "Alle interventies"), *soorten],
        "gemeente": [("", "Alle gemeenten"), *gemeenten_of(regios, day)],
    }
