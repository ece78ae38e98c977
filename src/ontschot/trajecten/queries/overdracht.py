"""Hand-overs: what waits, who may see one, who may receive."""

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import HULPVERLENERS, Rolsoort
from ontschot.kern.scope import Actor
from ontschot.kern.werk import Wacht
from ontschot.netwerk.models import Rol
from ontschot.netwerk.queries import valid_on
from ontschot.trajecten.models import Overdracht


def overdrachten_for(wie: Actor) -> list[Wacht]:
    for_me = Q(naar_id=wie.medewerker_id)
    if wie.rol == Rolsoort.COORDINATOR:
        for_me |= Q(reageer_uiterlijk__lt=timezone.localdate())
    found = (
        Overdracht.objects.filter(for_me, status="aangeboden")
        .select_related("kandidaat", "van", "van_organisatie", "naar")
        .order_by("reageer_uiterlijk", "id")
    )
    return [_overdracht_item(wie, o) for o in found]


def _overdracht_item(wie: Actor, o: Overdracht) -> Wacht:
    mine = o.naar_id == wie.medewerker_id
    wat = "draagt over" if o.soort == "overdracht" else "vraagt je mee te helpen"
    return Wacht(
        soort="overdracht",
        titel=f"{o.van.naam} {wat}" if mine else f"Overdracht zonder antwoord van {o.naar.naam}",
        uitleg=f"{o.kandidaat.naam} · {o.reden}" if mine else f"{o.kandidaat.sleutel} · te laat",
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
        .select_related("kandidaat", "van", "van_organisatie", "naar", "naar_organisatie")
        .first()
    )
    if found is None:
        raise Weigering("Deze overdracht is niet aan jou aangeboden.")
    return found
