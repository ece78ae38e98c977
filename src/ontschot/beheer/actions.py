"""What the administrator writes: medewerkers and the roles they hold."""

from datetime import date

from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from ontschot.kern import audit
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import LABELS, Rolsoort
from ontschot.kern.scope import Actor
from ontschot.meldingen.weggaan.truths import ACHTERGELATEN
from ontschot.netwerk.models import Medewerker, Organisatie, Partner, Rol
from ontschot.netwerk.queries import valid_on


@action
def add_medewerker(wie: Actor, *, naam: str, email: str) -> Medewerker:
    """Make an account without a password; the person sets one with the mail for that.

    Raises Weigering when the address is in use.
    """
    email = email.strip().lower()
    if Medewerker.objects.filter(email=email).exists():
        raise Weigering(
            f"Er is al een medewerker met het adres {email}. Geef die persoon een rol erbij.",
            veld="email",
        )
    user = get_user_model().objects.create_user(username=email, email=email)
    user.set_unusable_password()
    user.save(update_fields=["password"])
    medewerker = Medewerker.objects.create(user=user, naam=naam.strip(), email=email)
    audit.record(
        wie,
        "medewerker_toegevoegd",
        object_soort="medewerker",
        object_sleutel=str(medewerker.pk),
        regio=wie.regio,
    )
    return medewerker


@action
def give_rol(
    wie: Actor,
    *,
    medewerker_id: int,
    organisatie_id: int,
    soort: Rolsoort,
    van: date,
    tot: date | None = None,
) -> Rol:
    """Give somebody a role in the administrator's own region, at a partner of that region.

    Raises Weigering for oneself, and for an organisatie that is no partner then.
    """
    if medewerker_id == wie.medewerker_id:
        raise Weigering("Je kunt jezelf geen rol geven. Vraag een andere beheerder.")
    partner = Partner.objects.filter(
        valid_on(van), organisatie_id=organisatie_id, regio_id=wie.regio
    )
    if not partner.exists():
        raise Weigering(
            "Deze organisatie is op die dag geen partner in de regio. Kies een partner.",
            veld="organisatie",
        )
    rol = Rol.objects.create(
        medewerker_id=medewerker_id,
        organisatie_id=organisatie_id,
        regio_id=wie.regio,
        soort=soort,
        van=van,
        tot=tot,
    )
    _record(wie, "rol_gegeven", rol)
    return rol


@action
def end_rol(wie: Actor, *, rol_id: int, op: date) -> Rol:
    """Let a role end on this day (its last).

    Raises Weigering for one's own role, and when somebody would leave work behind today.
    """
    rol = Rol.objects.select_for_update().filter(pk=rol_id, regio_id=wie.regio).first()
    if rol is None:
        raise Weigering("Deze rol bestaat niet in jouw regio. Ververs de pagina.")
    if rol.medewerker_id == wie.medewerker_id:
        raise Weigering("Je eigen rol beëindigt een andere beheerder.")
    _end(wie, rol, op)
    _refuse_left_behind(rol)
    return rol


@action
def leave_on(wie: Actor, *, medewerker_id: int, op: date) -> list[Rol]:
    """Let every role in the region that has begun end on this day (the last one at work).

    A day to come is always possible: until then the coördinator sees that there is work to hand
    over. Raises Weigering for oneself, without such a role, and for today while there is work.
    """
    if medewerker_id == wie.medewerker_id:
        raise Weigering("Je eigen rol beëindigt een andere beheerder.")
    if op < timezone.localdate():
        raise Weigering("Deze dag is al voorbij. Kies vandaag of een dag die komt.", veld="op")
    rows = Rol.objects.select_for_update().filter(
        Q(tot__isnull=True) | Q(tot__gt=op),
        medewerker_id=medewerker_id,
        regio_id=wie.regio,
        van__lte=op,
    )
    ending = list(rows.order_by("pk"))
    if not ending:
        raise Weigering(
            "Op die dag is er geen rol die nog doorloopt. Kies een eerdere dag.", veld="op"
        )
    for rol in ending:
        _end(wie, rol, op)
    _refuse_left_behind(ending[0])
    return ending


def _end(wie: Actor, rol: Rol, op: date) -> None:
    rol.tot = max(op, rol.van)
    rol.save(update_fields=["tot"])
    _record(wie, "rol_beeindigd", rol)


def _refuse_left_behind(rol: Rol) -> None:
    """Ask the database now, so that the person reads what to do and where."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute('SET CONSTRAINTS "meldingen_work_left_behind" IMMEDIATE')
            cursor.execute('SET CONSTRAINTS "meldingen_work_left_behind" DEFERRED')
    except IntegrityError as refusal:
        raise Weigering(
            ACHTERGELATEN, naar=reverse("beheer:werk", args=[rol.medewerker_id])
        ) from refusal


def _record(wie: Actor, event: str, rol: Rol) -> None:
    audit.record(
        wie,
        event,
        object_soort="medewerker",
        object_sleutel=str(rol.medewerker_id),
        regio=wie.regio,
        rol=LABELS[Rolsoort(rol.soort)],
        organisatie=Organisatie.objects.values_list("naam", flat=True).get(pk=rol.organisatie_id),
    )
