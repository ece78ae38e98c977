"""What the administrator and the privacy officer read."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from ontschot.beheer.demo import PERSONAS, Persona, personas
from ontschot.kern import audit
from ontschot.kern.models import Auditregel, Bericht
from ontschot.kern.rollen import LABELS, Rolsoort
from ontschot.netwerk.models import Medewerker, Partner, Rol
from ontschot.netwerk.queries import valid_on


@dataclass(frozen=True)
class Logregel:
    """One line of the audit log as a person reads it. `geweigerd` marks a refused attempt."""

    volgnummer: int
    op: datetime
    zin: str
    rol: str
    organisatie: str
    oorsprong: str
    geweigerd: bool
    sleutel: str


@dataclass(frozen=True)
class Logfilter:
    """What to show: a dossier key, an event, one medewerker, a period. Empty means all."""

    sleutel: str = ""
    gebeurtenis: str = ""
    medewerker_id: int | None = None
    van: date | None = None
    tot: date | None = None


def audit_lines(regio: str, filter: Logfilter) -> QuerySet[Auditregel]:
    """The lines of this region, newest first."""
    lines = Auditregel.objects.filter(keten=regio)
    if filter.sleutel:
        lines = lines.filter(kandidaat_sleutel=filter.sleutel)
    if filter.gebeurtenis:
        lines = lines.filter(gebeurtenis=filter.gebeurtenis)
    if filter.medewerker_id:
        lines = lines.filter(medewerker_id=filter.medewerker_id)
    if filter.van:
        lines = lines.filter(op__date__gte=filter.van)
    if filter.tot:
        lines = lines.filter(op__date__lte=filter.tot)
    return lines.order_by("-id")


def as_logregel(line: Auditregel) -> Logregel:
    return Logregel(
        volgnummer=line.volgnummer,
        op=line.op or timezone.now(),
        zin=audit.sentence(line),
        rol=rol_label(line.rol),
        organisatie=line.organisatie,
        oorsprong=line.oorsprong,
        geweigerd=line.resultaat == "geweigerd",
        sleutel=line.kandidaat_sleutel,
    )


def rol_label(rol: str) -> str:
    return LABELS[Rolsoort(rol)] if rol in set(Rolsoort) else rol


def medewerkers_with_roles(regio: str) -> QuerySet[Medewerker]:
    """Everybody who has or had a role in the region, roles newest first; two queries."""
    roles = Rol.objects.filter(regio_id=regio).select_related("organisatie").order_by("-van", "-id")
    return (
        Medewerker.objects.filter(rollen__regio_id=regio)
        .distinct()
        .order_by("naam", "id")
        .prefetch_related(Prefetch("rollen", queryset=roles, to_attr="rollen_hier"))
    )


def partners_today(regio: str) -> list[tuple[int, str]]:
    """The partners of the region for a choice: id and name."""
    rows = Partner.objects.filter(valid_on(timezone.localdate()), regio_id=regio)
    return list(rows.order_by("organisatie__naam").values_list("organisatie", "organisatie__naam"))


def colleagues(regio: str) -> list[tuple[int, str]]:
    """Everybody who has or had a role in the region: id and name."""
    rows = Rol.objects.filter(regio_id=regio).order_by("medewerker__naam", "medewerker")
    return list(rows.values_list("medewerker", "medewerker__naam").distinct())


def messages_out(regio: str) -> QuerySet[Bericht]:
    return Bericht.objects.filter(regio=regio).order_by("-id")


def demo_people() -> list[Persona]:
    """The demo people that exist in this database, in the order of the sign-in page."""
    known = personas()
    if not known:
        return []
    present = set(
        Medewerker.objects.filter(persona__in=[p.sleutel for p in PERSONAS]).values_list(
            "persona", flat=True
        )
    )
    return [persona for persona in known if persona.sleutel in present]
