"""What waits for somebody in this room."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from ontschot.kandidaten.models import Betrokkenheid
from ontschot.kandidaten.rules import full_name
from ontschot.kern.composed import composed
from ontschot.kern.rollen import HULPVERLENERS, PROFESSIONALS, Rolsoort
from ontschot.kern.scope import Actor
from ontschot.kern.werk import Wacht
from ontschot.trajecten.models import Interventie, Nazorgmoment, Toetsregel, Volggrond
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


def _mine(medewerker: int) -> Q:
    """Rows about a kandidaat of whom this person is the vaste contactpersoon."""
    contact = Betrokkenheid.objects.filter(
        medewerker_id=medewerker, vaste_contactpersoon=True, tot__isnull=True
    )
    return Q(kandidaat_id__in=contact.values("kandidaat_id"))


def _toetsen_for(wie: Actor) -> list[Wacht]:
    return [
        Wacht(
            soort="toets",
            titel=f"{full_name(*naam)}: {wat}",
            uitleg=f"Nog {nog} te beantwoorden" if nog else "Klaar om een besluit te vragen",
            url=reverse_lazy("trajecten:toets", args=[pk]),
            actie="Maak de toets af" if nog else "Vraag een besluit",
            sinds=sinds,
        )
        for pk, wat, sinds, nog, *naam in _planned(wie.medewerker_id or 0, wie.regio)
    ]


@composed
def _planned(medewerker: int, regio: str) -> QuerySet[Interventie, Any]:
    """What waits for its toets, with the number of facilities that have no answer yet.

    Rows and no objects: these are the long lists of a Werkvoorraad. The region is said beside the
    policy, so that PostgreSQL begins at what is planned and not at all people.
    """
    unanswered = (
        Toetsregel.objects.filter(interventie=OuterRef("pk"), antwoord="")
        .order_by()
        .values("interventie")
        .annotate(aantal=Count("pk"))
    )
    return (
        Interventie.objects.filter(_mine(medewerker), regio=regio, status="gepland")
        .annotate(nog=Subquery(unanswered.values("aantal")))
        .order_by("gepland_op", "id")
        .values_list(
            "pk", "omschrijving", "gepland_op", "nog",
            "kandidaat__voornaam", "kandidaat__tussenvoegsel", "kandidaat__achternaam",
        )
    )  # fmt: skip


def _purchases_for(wie: Actor) -> list[Wacht]:
    """Granted, and my organisation buys: by key, because the buyer need not be betrokken."""
    return [
        Wacht(
            soort="inkoop",
            titel=f"{wat} voor {sleutel}",
            uitleg=f"{soort} · {euro(cent)}",
            url=reverse_lazy("trajecten:interventie", args=[pk]),
            actie="Leg de verplichting vast",
            sinds=sinds,
        )
        for pk, wat, sleutel, soort, cent, sinds in _granted(wie.organisatie_id or 0, wie.regio)
    ]


@composed
def _granted(organisatie: int, regio: str) -> QuerySet[Interventie, Any]:
    return (
        Interventie.objects.filter(regio=regio, status="toegekend", inkoper_id=organisatie)
        .order_by("laatste_wijziging_op", "id")
        .values_list(
            "pk", "omschrijving", "kandidaat_sleutel", "interventiesoort__naam",
            "gevraagd_cent", "laatste_wijziging_op",
        )
    )  # fmt: skip


def _nazorg_for(wie: Actor) -> list[Wacht]:
    """What is due to be asked, and who asked for help. Nothing without a ground to follow."""
    today = timezone.localdate()
    until = today + timedelta(days=NAZORG_VOORUIT_DAGEN)
    return [_nazorg_item(n) for n in _due(wie.medewerker_id or 0, today, until)]


@composed
def _due(medewerker: int, today: date, until: date) -> QuerySet[Nazorgmoment]:
    ground = Volggrond.objects.filter(
        kandidaat=OuterRef("kandidaat"), van__lte=today, tot__gte=today
    )
    due = Q(gedaan_op__isnull=True, gepland_op__lte=until) & Q(Exists(ground))
    help_asked = Q(hulp_nodig=True, hulp_opgepakt_op__isnull=True)
    return (
        Nazorgmoment.objects.filter(
            _mine(medewerker),
            due | help_asked,
            kandidaat__overleden_op__isnull=True,
            kandidaat__overgegaan_op__isnull=True,
        )
        .select_related("kandidaat")
        .order_by("gepland_op", "id")
    )


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
