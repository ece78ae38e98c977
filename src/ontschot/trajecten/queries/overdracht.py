"""Hand-overs: what waits, who may see one, who may receive."""

from datetime import date

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from ontschot.documenten.models import Document
from ontschot.kandidaten.models import Kandidaat
from ontschot.kern.composed import composed
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import HULPVERLENERS, Rolsoort
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.kern.werk import Wacht
from ontschot.netwerk.models import Regio, Rol
from ontschot.netwerk.queries import valid_on
from ontschot.trajecten.models import Overdracht, Regioaanbod
from ontschot.trajecten.rules.overdracht import Overdrachtcijfer, overdracht_figure
from ontschot.web.format import datum


def overdrachten_for(wie: Actor) -> list[Wacht]:
    is_coordinator = wie.rol == Rolsoort.COORDINATOR
    found = _offered(wie.medewerker_id or 0, timezone.localdate(), is_coordinator)
    return [*(_overdracht_item(wie, o) for o in found), *_from_elsewhere(wie)]


@composed
def _offered(medewerker: int, today: date, coordinator: bool) -> QuerySet[Overdracht]:
    for_me = Q(naar_id=medewerker)
    if coordinator:
        for_me |= Q(reageer_uiterlijk__lt=today)
    return (
        Overdracht.objects.filter(for_me, status="aangeboden")
        .select_related("kandidaat", "van", "naar", "naar_organisatie", "naar_regio")
        .order_by("reageer_uiterlijk", "id")
    )


def _from_elsewhere(wie: Actor) -> list[Wacht]:
    """What other regions offer to this one: for the coördinator and the gidsen, without a name."""
    if wie.rol not in (Rolsoort.COORDINATOR, Rolsoort.GIDS):
        return []
    return [
        Wacht(
            soort="overdracht",
            titel=f"Regio {o.regio.naam} vraagt of wij iemand overnemen",
            uitleg=f"{o.kandidaat_sleutel} · {o.van_naam}, {o.van_organisatie}",
            url=reverse("trajecten:regioaanbod", args=[o.pk]),
            actie="Neem aan of weiger",
            uiterlijk=o.reageer_uiterlijk,
            sinds=o.aangeboden_op,
        )
        for o in _offered_from_elsewhere(wie.regio)
    ]


@composed
def _offered_from_elsewhere(regio: str) -> QuerySet[Regioaanbod]:
    found = Regioaanbod.objects.filter(naar_regio=regio, status="aangeboden")
    return found.select_related("regio").order_by("reageer_uiterlijk", "id")


def _overdracht_item(wie: Actor, o: Overdracht) -> Wacht:
    mine = o.naar_id == wie.medewerker_id
    wat = "draagt over" if o.soort == "overdracht" else "vraagt je mee te helpen"
    return Wacht(
        soort="overdracht",
        titel=f"{o.van.naam} {wat}" if mine else f"Overdracht zonder antwoord van {o.naar_wie}",
        uitleg=f"{o.kandidaat.naam} · {o.reden}" if mine else f"Dossier {o.kandidaat.sleutel}",
        url=reverse("trajecten:overdracht", args=[o.pk]),
        actie="Neem aan of weiger" if mine else "Bekijk",
        uiterlijk=o.reageer_uiterlijk,
        sinds=o.aangeboden_op,
    )


def receivers(wie: Actor, regio: str, day: date) -> list[tuple[int, str]]:
    """The colleagues to whom somebody can be handed over, as choices of `netwerk.Rol`."""
    rollen = (
        Rol.objects.filter(valid_on(day), regio=regio, soort__in=sorted(HULPVERLENERS))
        .exclude(medewerker_id=wie.medewerker_id or 0)
        .select_related("medewerker", "organisatie")
        .order_by("organisatie__naam", "medewerker__naam", "id")
    )
    return [
        (r.pk, f"{r.medewerker.naam} · {r.organisatie.naam} ({r.get_soort_display()})")
        for r in rollen
    ]


def overdracht_for(wie: Actor, pk: int) -> Overdracht:
    """An offer for giver and receiver; for the coördinator once it is late."""
    mine = Q(van_id=wie.medewerker_id or 0) | Q(naar_id=wie.medewerker_id or 0)
    if wie.rol == Rolsoort.COORDINATOR:
        mine |= Q(status="aangeboden", reageer_uiterlijk__lt=timezone.localdate())
    found = (
        Overdracht.objects.filter(mine, pk=pk)
        .select_related(
            "kandidaat", "van", "van_organisatie", "naar", "naar_organisatie", "naar_regio"
        )
        .first()
    )
    if found is None:
        raise Weigering("Deze overdracht is niet aan jou aangeboden.")
    return found


def regioaanbod_for(wie: Actor, pk: int) -> Regioaanbod:
    """An offer from another region, for the professionals of the receiving one."""
    found = Regioaanbod.objects.filter(pk=pk, naar_regio=wie.regio or None)
    row = found.select_related("regio", "besloten_door").first()
    if row is None:
        raise Weigering("Dit aanbod is niet aan jouw regio gedaan.")
    return row


def other_regions(regio: str) -> list[tuple[str, str]]:
    """The regions that can receive somebody, as choices."""
    rows = Regio.objects.filter(doet_mee=True).exclude(pk=regio).order_by("naam")
    return list(rows.values_list("code", "naam"))


def documents_to_share(kandidaat_id: int) -> list[tuple[int, str]]:
    """The documents of a dossier that can go along, newest first, as choices. One query."""
    rows = Document.objects.filter(kandidaat_id=kandidaat_id, ingetrokken_op__isnull=True)
    return [
        (row.pk, f"{row.titel} ({row.get_soort_display().lower()}, {datum(row.datum)})")
        for row in rows.order_by("-bewaard_op", "-pk")
    ]


def figure_of(regio: str, since: date | None = None) -> Overdrachtcijfer:
    """How often people of this region were handed over since a day, as numbers only. One query.

    Read on behalf of Ontschot, because who works without names may see the figure and no row.
    """
    taken = Q(overdrachten__soort="overdracht", overdrachten__status="aangenomen")
    if since:
        taken &= Q(overdrachten__besloten_op__date__gte=since)
    with scope(systeem(regio, reden="cijfer overdrachten")):
        people = Kandidaat.objects.filter(regio=regio).annotate(
            keren=Count("overdrachten", filter=taken)
        )
        return overdracht_figure(people.values_list("keren", flat=True))


def handed_over_most(wie: Actor, limit: int = 10) -> list[tuple[str, int]]:
    """The keys of who was handed over twice or more, for the coördinator; no names."""
    if wie.rol != Rolsoort.COORDINATOR:
        return []
    taken = Q(overdrachten__soort="overdracht", overdrachten__status="aangenomen")
    rows = (
        Kandidaat.objects.filter(regio=wie.regio or None, afgeschermd=False)
        .annotate(keren=Count("overdrachten", filter=taken))
        .filter(keren__gte=2)
        .order_by("-keren", "sleutel")
    )
    return list(rows.values_list("sleutel", "keren")[:limit])
