"""What the other rooms ask of the network."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from ontschot.kern.composed import composed
from ontschot.kern.rollen import LABELS, Rolsoort
from ontschot.kern.scope import Actor
from ontschot.kern.wie import origin
from ontschot.netwerk.models import GemeenteInRegio, Partner, Regio, Rol

ROL_IN_SESSION = "rol_id"


def valid_on(day: date) -> Q:
    """The rows whose period holds this day."""
    return Q(van__lte=day) & (Q(tot__isnull=True) | Q(tot__gte=day))


def roles_of(medewerker_id: int) -> QuerySet[Rol]:
    """The roles that a medewerker holds today, with their organisatie and regio."""
    return (
        Rol.objects.filter(valid_on(timezone.localdate()), medewerker_id=medewerker_id)
        .select_related("organisatie", "regio")
        .order_by("regio_id", "organisatie__naam", "soort")
    )


@composed
def _roles_of_user(user: int, day: date) -> QuerySet[Rol]:
    """The roles of who signed in, if that account still works."""
    found = Rol.objects.filter(
        valid_on(day), medewerker__user_id=user, medewerker__user__is_active=True
    )
    return found.select_related("medewerker__user", "organisatie", "regio").order_by("id")


def actor_of_session(request: HttpRequest) -> Actor | None:
    """The signed-in medewerker in the role of this session, in one query; None for a visitor.

    The hash in the session must fit the password of today, as Django's own sign-in asks.
    """
    user_id = request.session.get(SESSION_KEY)
    if not user_id:
        return None
    rollen = _roles_of_user(int(user_id), timezone.localdate())
    if not rollen:
        return None
    chosen = request.session.get(ROL_IN_SESSION)
    found = next((rol for rol in rollen if rol.pk == chosen), rollen[0])
    # For the role switcher in the top bar, which then asks nothing more.
    request.__dict__["rollen"] = rollen
    user = found.medewerker.user
    if not constant_time_compare(
        request.session.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash()
    ):
        return None
    request.user = user
    return actor_in_role(found, oorsprong=origin(request))


def actor_in_role(rol: Rol, oorsprong: str = "") -> Actor:
    """The Actor of a medewerker in one of the roles; needs medewerker and organisatie loaded."""
    return Actor(
        rol=rol.soort,
        regios=(rol.regio_id,),
        medewerker_id=rol.medewerker_id,
        rol_id=rol.pk,
        organisatie_id=rol.organisatie_id,
        naam=rol.medewerker.naam,
        organisatie=rol.organisatie.naam,
        oorsprong=oorsprong,
    )


def gemeenten_in(regios: Collection[str], day: date) -> list[tuple[int, str]]:
    """The gemeenten of these regions on this day, by name, as choices of a form."""
    found = GemeenteInRegio.objects.filter(valid_on(day), regio__in=regios)
    return list(found.order_by("gemeente__naam").values_list("gemeente_id", F("gemeente__naam")))


def colleagues_in(regio: str, soorten: Collection[str]) -> list[Rol]:
    """The roles of these kinds that are held in a region today, by name."""
    found = Rol.objects.filter(valid_on(timezone.localdate()), regio_id=regio, soort__in=soorten)
    return list(
        found.select_related("medewerker", "organisatie").order_by("medewerker__naam", "id")
    )


@dataclass(frozen=True)
class Medewerkerregel:
    naam: str
    rol: str
    email: str
    telefoon: str


@dataclass(frozen=True)
class Partnerkaart:
    """A partner of the region with its people of today."""

    naam: str
    soort: str
    wat: str
    rol: str
    koopt_in: bool
    van: date
    tot: date | None
    medewerkers: tuple[Medewerkerregel, ...]


@dataclass(frozen=True)
class Netwerkoverzicht:
    regio: Regio
    partners: tuple[Partnerkaart, ...]
    voorheen: tuple[Partnerkaart, ...]
    gemeenten: tuple[str, ...]


def overview(regio: str, day: date) -> Netwerkoverzicht:
    """The partners of a region with their people and the gemeenten. Four queries."""
    people: dict[int, list[Medewerkerregel]] = {}
    for rol in colleagues_in(regio, list(Rolsoort)):
        line = Medewerkerregel(
            rol.medewerker.naam,
            LABELS[Rolsoort(rol.soort)],
            rol.medewerker.email,
            rol.medewerker.telefoon,
        )
        people.setdefault(rol.organisatie_id, []).append(line)
    partners = Partner.objects.filter(regio_id=regio, van__lte=day).select_related("organisatie")
    cards: dict[bool, list[Partnerkaart]] = {True: [], False: []}
    for partner in partners.order_by("organisatie__naam", "van"):
        present = partner.tot is None or partner.tot >= day
        found = people.get(partner.organisatie_id, []) if present else []
        cards[present].append(_card(partner, tuple(found)))
    return Netwerkoverzicht(
        regio=Regio.objects.select_related("centrumgemeente").get(pk=regio),
        partners=tuple(cards[True]),
        voorheen=tuple(cards[False]),
        gemeenten=tuple(naam for _, naam in gemeenten_in([regio], day)),
    )


def _card(partner: Partner, people: tuple[Medewerkerregel, ...]) -> Partnerkaart:
    organisatie = partner.organisatie
    return Partnerkaart(
        naam=organisatie.naam,
        soort=organisatie.get_soort_display(),
        wat=organisatie.rol,
        rol=partner.rol,
        koopt_in=organisatie.mag_inkopen,
        van=partner.van,
        tot=partner.tot,
        medewerkers=people,
    )


@dataclass(frozen=True)
class Rolkeuze:
    """One line of the role switcher."""

    sleutel: int
    label: str
    actief: bool


def layout(request: HttpRequest, wie: Actor) -> dict[str, Any]:
    """What this room adds to every page: the region's name, and the roles to switch between.

    Asks the database nothing: the roles were read with the session.
    """
    rollen: list[Rol] = request.__dict__.get("rollen", [])
    here = next((rol for rol in rollen if rol.pk == wie.rol_id), None)
    if here is None:
        return {}
    return {
        "regio_naam": here.regio.naam,
        "wissel_url": reverse("netwerk:wissel"),
        "rollen": [
            Rolkeuze(
                rol.pk,
                f"{LABELS[Rolsoort(rol.soort)]}, {rol.organisatie.naam} ({rol.regio.naam})",
                rol.pk == wie.rol_id,
            )
            for rol in rollen
        ]
        if len(rollen) > 1
        else [],
    }
