"""Who may see whom: the one place where that is written down.

`visible_to` is the predicate of every list, search and export; `kandidaat_for` opens one dossier.
Both stand on the same two facts: an involvement, or a running noodtoegang.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.utils import timezone

from ontschot.kandidaten.errors import GeenToegang
from ontschot.kandidaten.models import Betrokkenheid, Kandidaat, Noodtoegang
from ontschot.kern.composed import composed
from ontschot.kern.rollen import SYSTEEM
from ontschot.kern.scope import Actor


def own_id(wie: Actor) -> int:
    """The medewerker behind this actor, or a number that no row has."""
    return wie.medewerker_id or 0


def _involved(medewerker: int, today: date, schrijft: bool) -> QuerySet[Betrokkenheid]:
    # On behalf of somebody absent it is over after its last day, also when no task ran.
    still = Q(tot__isnull=True) & (Q(uiterlijk__isnull=True) | Q(uiterlijk__gte=today))
    if not schrijft:
        still |= Q(leest_tot__gte=today)
    return Betrokkenheid.objects.filter(still, medewerker_id=medewerker)


def _emergency(medewerker: int, now: datetime) -> QuerySet[Noodtoegang]:
    return Noodtoegang.objects.filter(medewerker_id=medewerker, tot__gt=now)


def visible_to(wie: Actor, *, schrijft: bool = False) -> Q:
    """The kandidaten whose dossier is open to `wie`; with `schrijft` those they may write in.

    A Q over `Kandidaat`; for a table that points at kandidaten there is `about_visible_to`.
    The database adds the region and the roles that never see a person.
    """
    if wie.rol == SYSTEEM:
        return Q()
    if wie.medewerker_id is None:
        return Q(pk__in=[])
    return visible(wie.medewerker_id, timezone.localdate(), timezone.now(), schrijft=schrijft)


def visible(medewerker: int, today: date, now: datetime, *, schrijft: bool = False) -> Q:
    """`visible_to` in plain values, for a statement that is composed once."""
    mine = _involved(medewerker, today, schrijft)
    # Who is with a person is with every dossier that was joined to theirs.
    involved = Q(Exists(mine.filter(kandidaat=OuterRef("pk"))))
    involved |= Q(
        Exists(mine.filter(kandidaat=OuterRef("samengevoegd_met_id"))),
        samengevoegd_met__isnull=False,
    )
    if schrijft:
        return involved
    return involved | Q(Exists(_emergency(medewerker, now).filter(kandidaat=OuterRef("pk"))))


def findable_by(wie: Actor) -> Q:
    """The kandidaten that may show at all, if only with a hidden name: open, or not afgeschermd."""
    return Q(afgeschermd=False) | visible_to(wie)


def in_my_hands(wie: Actor, via: str = "pk") -> Q:
    """`visible_to` for a whole list, as two small sets of ids; without joined dossiers.

    PostgreSQL then walks the dossiers in the order of the list and stops when a page is full,
    instead of looking at every dossier of the region.
    """
    mine = _involved(own_id(wie), timezone.localdate(), schrijft=False)
    emergency = _emergency(own_id(wie), timezone.now())
    return Q(**{f"{via}__in": mine.order_by().values("kandidaat_id")}) | Q(
        **{f"{via}__in": emergency.order_by().values("kandidaat_id")}
    )


def about_visible_to(wie: Actor) -> Q:
    """The rows about a kandidaat whose dossier is open to `wie`, as small sets of ids.

    A Q over a table with a `kandidaat`; the same predicate as `visible_to`.
    """
    if wie.rol == SYSTEEM:
        return Q(kandidaat__isnull=False)
    mine = _involved(own_id(wie), timezone.localdate(), schrijft=False)
    joined = Kandidaat.objects.filter(
        samengevoegd_met__isnull=False, samengevoegd_met__in=mine.order_by().values("kandidaat_id")
    )
    return in_my_hands(wie, "kandidaat") | Q(kandidaat__in=joined.order_by().values("pk"))


def kandidaat_for(
    wie: Actor, sleutel: str, *, lock: bool = False, schrijft: bool = False
) -> Kandidaat:
    """The kandidaat with this key, with the gemeente, if the dossier is open to `wie`.

    Its `mag_schrijven` says whether `wie` may record something, for showing the buttons.
    `schrijft` asks for an active involvement: former colleagues and noodtoegang only read.
    `lock` holds the row until the end of the transaction, so that what is checked stays true.
    Raises GeenToegang, the same for unknown, hidden and closed.
    """
    found: Iterable[Any]  # with the columns of `_with_rights`
    if lock or wie.medewerker_id is None:
        found = _with_rights(visible_to(wie, schrijft=schrijft), visible_to(wie, schrijft=True))
        found = found.filter(sleutel=sleutel)
        found = found.select_for_update(of=("self",)) if lock else found
    else:
        moment = (timezone.localdate(), timezone.now())
        found = _open_to(sleutel, wie.medewerker_id, *moment, schrijft)
    kandidaat: Any = next(iter(found), None)
    if kandidaat is None:
        raise GeenToegang(sleutel, schrijft=schrijft)
    kandidaat.mag_schrijven = kandidaat.schrijft_mee
    kandidaat.eerdere = tuple((deel["id"], deel["sleutel"]) for deel in kandidaat.ook)
    opened: Kandidaat = kandidaat
    return opened


def _with_rights(may: Q, may_write: Q) -> QuerySet[Kandidaat]:
    """Who `may` be seen, with whether one may write and with what was joined to them.

    The rights are a column, so that they are read along with the kandidaat.
    """
    writes = ExpressionWrapper(may_write, output_field=BooleanField())
    found = Kandidaat.objects.filter(may).select_related("gemeente", "samengevoegd_met")
    return found.annotate(schrijft_mee=writes, ook=_joined()).order_by("pk")


@composed
def _open_to(
    sleutel: str, medewerker: int, today: date, now: datetime, schrijft: bool
) -> QuerySet[Kandidaat]:
    may = visible(medewerker, today, now, schrijft=schrijft)
    may_write = visible(medewerker, today, now, schrijft=True)
    return _with_rights(may, may_write).filter(sleutel=sleutel)


def _joined() -> ArraySubquery:
    """The dossiers that were joined to this one, to read along with it."""
    joined = Kandidaat.objects.filter(samengevoegd_met=OuterRef("pk")).order_by("pk")
    return ArraySubquery(joined.values_list(JSONObject(id="pk", sleutel="sleutel")))


def may_write(wie: Actor, kandidaat: Kandidaat) -> bool:
    """Whether `wie` may record something here, when the kandidaat came another way."""
    return Kandidaat.objects.filter(visible_to(wie, schrijft=True), pk=kandidaat.pk).exists()
