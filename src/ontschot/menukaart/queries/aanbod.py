"""What is on offer for somebody on a day: for the voorliggend-toets, a plan and the public page."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import F, Q

from ontschot.menukaart.models import Dienst, DienstInGemeente
from ontschot.menukaart.rules import GRENS, Versheid, Versheidsgrens, freshness
from ontschot.netwerk.models import GemeenteInRegio
from ontschot.netwerk.queries import valid_on


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


def on_menukaart(day: date) -> Q:
    """The services that run on this day and stand on the menukaart that day."""
    published = Q(gepubliceerd_van__lte=day)
    published &= Q(gepubliceerd_tot__isnull=True) | Q(gepubliceerd_tot__gte=day)
    return valid_on(day) & published


def grens_of(dienst: Dienst) -> Versheidsgrens:
    """When this region calls a service stale. Select `regio__menukaart`, then it asks nothing."""
    try:
        own = dienst.regio.menukaart if dienst.regio else None
    except ObjectDoesNotExist:
        own = None
    return Versheidsgrens(own.vers_maanden, own.verouderd_maanden) if own else GRENS


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


def for_situaties(situaties: Collection[str]) -> Q:
    """Services for everybody, and those for at least one of these situations."""
    everybody = Q(situaties=[])
    return everybody | Q(situaties__has_any_keys=sorted(situaties)) if situaties else everybody


def _voorstellen(
    kind: Q,
    situaties: frozenset[str],
    gemeente_id: int | None,
    day: date,
    *,
    stappen: Collection[str],
    regio: str,
) -> list[Voorstel]:
    found = Dienst.objects.filter(kind, on_menukaart(day), for_situaties(situaties))
    if stappen:
        found = found.filter(stap__in=stappen)
    if regio:
        found = found.filter(Q(regio=regio) | Q(regio__isnull=True))
    here = {
        verschil.dienst_id: verschil
        for verschil in DienstInGemeente.objects.filter(gemeente=gemeente_id, dienst__in=found)
    }
    as_everywhere = DienstInGemeente()
    found = found.select_related("regio__menukaart").defer("zoekvector")
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
        contact=verschil.contact or dienst.contact,
        plaats=dienst.plaats,
        duur=dienst.duur,
        prijs_cent=dienst.prijs_cent,
        btw=dienst.btw,
        wachttijd_dagen=dienst.wachttijd_dagen,
        # Where nobody knows, a human asks; the toets does not answer that by itself.
        beschikbaar=verschil.beschikbaar is not False,
        voorwaarde=verschil.voorwaarde,
        gecontroleerd_op=dienst.gecontroleerd_op,
        versheid=freshness(dienst.gecontroleerd_op, day, grens_of(dienst)),
    )


@dataclass(frozen=True)
class Inloop:
    """A place where one walks in without an appointment."""

    naam: str
    plaats: str
    contact: str


def inloop(regio: str, day: date) -> list[Inloop]:
    """Where one walks in without an appointment, for the public page. One query."""
    found = Dienst.objects.filter(on_menukaart(day), soort="voorliggend", stap="EW01", regio=regio)
    return [Inloop(d.naam, d.plaats, d.contact) for d in found.order_by("naam", "pk")]


def gemeenten_of(regios: Collection[str], day: date) -> list[tuple[int, str]]:
    """The gemeenten of these regions on this day, as choices."""
    found = GemeenteInRegio.objects.filter(valid_on(day), regio__in=regios)
    return list(found.order_by("gemeente__naam").values_list("gemeente_id", F("gemeente__naam")))
