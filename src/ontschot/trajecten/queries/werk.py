"""What waits for somebody in this room."""

from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from ontschot.kandidaten.models import Betrokkenheid
from ontschot.kern.rollen import HULPVERLENERS, PROFESSIONALS, Rolsoort
from ontschot.kern.scope import Actor
from ontschot.kern.werk import Wacht
from ontschot.trajecten.models import Interventie, Nazorgmoment, Volggrond
from ontschot.trajecten.queries.overdracht import overdrachten_for
from ontschot.web.format import euro

# How many days ahead a nazorgmoment shows in the Werkvoorraad.
NAZORG_VOORUIT_DAGEN = 7


def waiting_for(wie: Actor) -> list[Wacht]:
    """What waits for this person: overdrachten, toetsen, nazorg, and what may be bought.

    Overdue overdrachten climb to the coördinator, without a name. Five queries.
    """
    if wie.medewerker_id is None or wie.rol not in PROFESSIONALS:
        return []
    items = overdrachten_for(wie)
    if wie.rol == Rolsoort.COORDINATOR:
        items += _longer_for(wie)
    if wie.rol in HULPVERLENERS:
        items += [*_toetsen_for(wie), *_nazorg_for(wie), *_purchases_for(wie)]
    return items


def _longer_for(wie: Actor) -> list[Wacht]:
    """Interventies that want to last longer than the limit, by key."""
    found = (
        Interventie.objects.filter(
            regio=wie.regio,
            langer_gevraagd_op__isnull=False,
            langer_reden="",
            status__in=["gepland", "afgewezen"],
        )
        .select_related("interventiesoort")
        .order_by("langer_gevraagd_op", "id")
    )
    return [
        Wacht(
            soort="langer",
            titel=f"Mag dit langer? {i.interventiesoort.naam} voor {i.kandidaat_sleutel}",
            uitleg="Duurt langer dan de grens",
            url=reverse("trajecten:langer", args=[i.pk]),
            actie="Bekijk",
            sinds=i.langer_gevraagd_op,
        )
        for i in found
    ]


def _mine(wie: Actor) -> Q:
    """Rows about a kandidaat of whom this person is the vaste contactpersoon."""
    contact = Betrokkenheid.objects.filter(
        medewerker_id=wie.medewerker_id or 0, vaste_contactpersoon=True, tot__isnull=True
    )
    return Q(kandidaat_id__in=contact.values("kandidaat_id"))


def _toetsen_for(wie: Actor) -> list[Wacht]:
    found = (
        Interventie.objects.filter(_mine(wie), status="gepland")
        .select_related("kandidaat")
        .annotate(open=Count("toets", filter=Q(toets__antwoord="")))
        .order_by("gepland_op", "id")
    )
    return [
        Wacht(
            soort="toets",
            titel=f"{i.kandidaat.naam}: {i.omschrijving}",
            uitleg=f"Nog {i.open} te beantwoorden" if i.open else "Klaar om een besluit te vragen",
            url=reverse("trajecten:toets", args=[i.pk]),
            actie="Maak de toets af" if i.open else "Vraag een besluit",
            sinds=i.gepland_op,
        )
        for i in found
    ]


def _purchases_for(wie: Actor) -> list[Wacht]:
    """Granted, and my organisation buys: by key, because the buyer need not be betrokken."""
    found = (
        Interventie.objects.filter(status="toegekend", inkoper_id=wie.organisatie_id)
        .select_related("interventiesoort")
        .order_by("laatste_wijziging_op", "id")
    )
    return [
        Wacht(
            soort="inkoop",
            titel=f"{i.omschrijving} voor {i.kandidaat_sleutel}",
            uitleg=f"{i.interventiesoort.naam} · {euro(i.gevraagd_cent)}",
            url=reverse("trajecten:interventie", args=[i.pk]),
            actie="Leg de verplichting vast",
            sinds=i.laatste_wijziging_op,
        )
        for i in found
    ]


def _nazorg_for(wie: Actor) -> list[Wacht]:
    """What is due to be asked, and who asked for help. Nothing without a ground to follow."""
    today = timezone.localdate()
    until = today + timedelta(days=NAZORG_VOORUIT_DAGEN)
    ground = Volggrond.objects.filter(
        kandidaat=OuterRef("kandidaat"), van__lte=today, tot__gte=today
    )
    due = Q(gedaan_op__isnull=True, gepland_op__lte=until) & Q(Exists(ground))
    help_asked = Q(hulp_nodig=True, hulp_opgepakt_op__isnull=True)
    found = (
        Nazorgmoment.objects.filter(
            _mine(wie),
            due | help_asked,
            kandidaat__overleden_op__isnull=True,
            kandidaat__overgegaan_op__isnull=True,
        )
        .select_related("kandidaat")
        .order_by("gepland_op", "id")
    )
    return [_nazorg_item(n) for n in found]


def _nazorg_item(n: Nazorgmoment) -> Wacht:
    url = reverse("trajecten:nazorg", args=[n.pk])
    if n.hulp_nodig:
        return Wacht(
            soort="nazorg",
            titel=f"{n.kandidaat.naam} vraagt om hulp",
            uitleg=f"Antwoord op de vraag na {n.na}: {n.get_antwoord_display()}",
            url=url,
            actie="Neem contact op",
            uiterlijk=n.gedaan_op,
        )
    asked = n.gevraagd_op is not None and n.antwoord_voor is not None
    return Wacht(
        soort="nazorg",
        titel=f"Hoe gaat het met {n.kandidaat.naam}?",
        uitleg=f"Nazorg na {n.na}" + (" · bericht gestuurd" if asked else ""),
        url=url,
        actie="Bekijk" if asked else "Leg vast",
        uiterlijk=n.antwoord_voor if asked else n.gepland_op,
    )
