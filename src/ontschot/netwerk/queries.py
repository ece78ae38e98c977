"""What the other rooms ask of the network."""

from datetime import date

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from ontschot.kern.scope import Actor
from ontschot.kern.wie import origin
from ontschot.netwerk.models import Rol

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


def actor_of_session(request: HttpRequest) -> Actor | None:
    """The signed-in medewerker in the role of this session, in one query; None for a visitor.

    The hash in the session must fit the password of today, as Django's own sign-in asks.
    """
    user_id = request.session.get(SESSION_KEY)
    if not user_id:
        return None
    today = Rol.objects.filter(valid_on(timezone.localdate()), medewerker__user_id=user_id)
    rollen = list(
        today.filter(medewerker__user__is_active=True)
        .select_related("medewerker__user", "organisatie", "regio")
        .order_by("id")
    )
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
