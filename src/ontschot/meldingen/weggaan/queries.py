"""What somebody would leave behind, who could take it, and who goes soon."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Count,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from ontschot.kandidaten.models import Betrokkenheid
from ontschot.kern.rollen import LABELS, PROFESSIONALS, Rolsoort
from ontschot.kern.scope import Actor
from ontschot.kern.werk import Wacht
from ontschot.meldingen.models import Melding
from ontschot.netwerk.models import Rol
from ontschot.netwerk.queries import valid_on
from ontschot.web.format import aantal

# So long before the last day the coördinator hears of it.
VOORAF = timedelta(days=14)
MAX_VERTREK = 20
OWN_CONTACT = Q(vaste_contactpersoon=True, tot__isnull=True)
# A part of a joined dossier goes along with the living one, and is not counted again.
LIVING = Q(kandidaat__samengevoegd_met__isnull=True)


@dataclass(frozen=True)
class Werk:
    """What somebody has in hand, in keys only: numbers of questions, keys of dossiers."""

    vragen: list[str]
    dossiers: list[str]

    def __bool__(self) -> bool:
        return bool(self.vragen or self.dossiers)


@dataclass(frozen=True)
class Collega:
    """Somebody who can take work today, in one role, with what they have already."""

    medewerker_id: int
    naam: str
    organisatie_id: int
    organisatie: str
    rol: str
    vragen: int
    dossiers: int

    @property
    def werk(self) -> int:
        return self.vragen + self.dossiers

    @property
    def rol_naam(self) -> str:
        return LABELS[Rolsoort(self.rol)]


def open_questions(regio: str) -> QuerySet[Melding]:
    return Melding.objects.filter(regio=regio).exclude(status="gesloten")


def contacts(regio: str) -> QuerySet[Betrokkenheid]:
    return Betrokkenheid.objects.filter(OWN_CONTACT & LIVING, regio=regio)


def work_of(regio: str, medewerker_id: int) -> Werk:
    """The open questions and the dossiers of one medewerker in this region. Two queries."""
    vragen = open_questions(regio).filter(eigenaar=medewerker_id).order_by("nummer")
    dossiers = contacts(regio).filter(medewerker=medewerker_id).order_by("kandidaat__sleutel")
    return Werk(
        list(vragen.values_list("nummer", flat=True)),
        list(dossiers.values_list("kandidaat__sleutel", flat=True)),
    )


def takers(regio: str, zonder: int) -> list[Collega]:
    """Who can take work today, per role, but for `zonder`; by name. One query."""
    rows = _counted(
        Rol.objects.filter(
            valid_on(timezone.localdate()),
            regio=regio,
            soort__in=sorted(PROFESSIONALS),
            medewerker__user__is_active=True,
        ).exclude(medewerker=zonder),
        regio,
    ).order_by("medewerker__naam", "medewerker", "pk")
    return [
        Collega(*row)
        for row in rows.values_list(
            "medewerker_id", "medewerker__naam", "organisatie_id", "organisatie__naam", "soort",
            "vragen", "dossiers",
        )
    ]  # fmt: skip


def left_behind(regio: str) -> list[int]:
    """Who has work here and no role any more with which to do it. Two queries."""
    here = Rol.objects.filter(
        valid_on(timezone.localdate()),
        regio=regio,
        soort__in=sorted(PROFESSIONALS),
        medewerker__user__is_active=True,
    )
    owners = open_questions(regio).filter(~Exists(here.filter(medewerker=OuterRef("eigenaar"))))
    people = contacts(regio).filter(~Exists(here.filter(medewerker=OuterRef("medewerker"))))
    found = {*owners.order_by().values_list("eigenaar", flat=True)}
    return sorted(found | {*people.order_by().values_list("medewerker", flat=True)})


def leaving(wie: Actor) -> list[Wacht]:
    """For the coördinator: who goes within two weeks and still has work. One query."""
    if wie.rol != Rolsoort.COORDINATOR:
        return []
    today = timezone.localdate()
    return [
        Wacht(
            soort="vertrek",
            titel=f"{rol.medewerker.naam} gaat weg op {rol.tot:%d-%m-%Y}",
            uitleg=f"Nog {amounts(rol.vragen, rol.dossiers)}",
            url=reverse("beheer:werk", args=[rol.medewerker_id]),
            actie="Draag het werk over",
            uiterlijk=rol.tot,
        )
        for rol in _leaving(wie.regio, today)[:MAX_VERTREK]
    ]


def _leaving(regio: str, today: date) -> QuerySet[Any, Any]:
    the_day_after = ExpressionWrapper(
        OuterRef("tot") + Value(1, output_field=IntegerField()), output_field=DateField()
    )
    work_on = Rol.objects.filter(
        Q(tot__isnull=True) | Q(tot__gt=OuterRef("tot")),
        medewerker=OuterRef("medewerker"),
        regio=regio,
        soort__in=sorted(PROFESSIONALS),
        van__lte=the_day_after,
    )
    going = Rol.objects.filter(
        ~Exists(work_on),
        regio=regio,
        soort__in=sorted(PROFESSIONALS),
        tot__gte=today,
        tot__lte=today + VOORAF,
    )
    counted = _counted(going, regio).filter(Q(vragen__gt=0) | Q(dossiers__gt=0))
    return counted.select_related("medewerker").order_by("tot", "pk")


def _counted(roles: QuerySet[Rol], regio: str) -> QuerySet[Any, Any]:
    """Roles with what their medewerker has in hand in this region."""
    return roles.annotate(
        vragen=_number(open_questions(regio), "eigenaar"),
        dossiers=_number(contacts(regio), "medewerker"),
    )


def _number(rows: QuerySet[Model], field: str) -> Coalesce:
    own = rows.filter(**{field: OuterRef("medewerker")}).order_by().values(van=F(field))
    counted = own.annotate(aantal=Count("pk")).values("aantal")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def amounts(vragen: int, dossiers: int) -> str:
    """How much work, as people say it: `3 vragen en 1 dossier`."""
    return f"{aantal(vragen, 'vraag', 'vragen')} en {aantal(dossiers, 'dossier', 'dossiers')}"
