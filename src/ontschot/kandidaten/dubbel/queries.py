"""What is read about doubles: for the vaste contactpersoon, and over a region for the coördinator.

A pair of which one side must stay hidden from the reader does not show at all.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from ontschot.kandidaten.access import own_id, visible, visible_to
from ontschot.kandidaten.dubbel.vergelijken import contacts_of
from ontschot.kandidaten.models import (
    Betrokkenheid,
    Dubbelvermoeden,
    Kandidaat,
    NietDezelfde,
    Samenvoeging,
)
from ontschot.kandidaten.search import Treffer, hits_for
from ontschot.kern.composed import composed
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.kern.werk import Wacht

MEESTE_PAREN = 100
# After so many days without an answer the coördinator is told too; not from a source.
BLIJFT_LIGGEN_DAGEN = 14


@dataclass(frozen=True)
class Paar:
    """Two dossiers that may be one, as the reader may see them."""

    pk: int
    een: Treffer
    twee: Treffer
    redenen: tuple[str, ...]
    contact_een: str
    contact_twee: str
    mag_vergelijken: bool


def _of_my_people(medewerker: int) -> Q:
    """One of the two has this medewerker as vaste contactpersoon."""
    mine = Betrokkenheid.objects.filter(
        medewerker_id=medewerker, vaste_contactpersoon=True, tot__isnull=True
    ).values("kandidaat_id")
    return Q(een__in=mine) | Q(twee__in=mine)


def _shows(side: str, open_to_me: Q) -> Q:
    """This side of the pair may be known to who asks: not hidden, or betrokken."""
    here = Kandidaat.objects.filter(open_to_me, pk=OuterRef(f"{side}_id"))
    return Q(**{f"{side}__afgeschermd": False}) | Q(Exists(here))


def _pairs(wie: Actor) -> QuerySet[Dubbelvermoeden]:
    """The pairs that are for `wie`: of their own people, and for the coördinator all."""
    found = _pairs_shown(visible_to(wie))
    if wie.rol == Rolsoort.COORDINATOR:
        return found
    return found.filter(_of_my_people(own_id(wie)))


def _pairs_shown(open_to_me: Q) -> QuerySet[Dubbelvermoeden]:
    return Dubbelvermoeden.objects.filter(
        _shows("een", open_to_me),
        _shows("twee", open_to_me),
        een__samengevoegd_met__isnull=True,
        twee__samengevoegd_met__isnull=True,
    )


def doubles_for(wie: Actor) -> list[Paar]:
    """The pairs to look at, longest known first, at most 100. Four queries."""
    rows = list(_pairs(wie).order_by("gezien_op", "pk")[:MEESTE_PAREN])
    hits = hits_for(wie, {pk for row in rows for pk in (row.een_id, row.twee_id)})
    people = Kandidaat.objects.filter(pk__in=hits)
    contacts = contacts_of(*people)
    return [
        Paar(
            pk=row.pk,
            een=hits[row.een_id],
            twee=hits[row.twee_id],
            redenen=tuple(row.redenen),
            contact_een=contacts[row.een_id].medewerker.naam,
            contact_twee=contacts[row.twee_id].medewerker.naam,
            mag_vergelijken=hits[row.een_id].open
            and hits[row.twee_id].open
            and own_id(wie)
            in {contacts[row.een_id].medewerker_id, contacts[row.twee_id].medewerker_id},
        )
        for row in rows
        if row.een_id in hits and row.twee_id in hits
    ]


def pair_for(wie: Actor, pk: int) -> Dubbelvermoeden | None:
    """A pair that `wie` may decide about; None when there is no such pair for them."""
    return _pairs(wie).filter(pk=pk).select_related("een", "twee").first()


@dataclass(frozen=True)
class Onderscheid:
    """Two dossiers that somebody told apart."""

    pk: int
    een: Treffer
    twee: Treffer
    door: str
    op: date


def told_apart_for(wie: Actor) -> list[Onderscheid]:
    """What was told apart among the people of `wie`, newest first, at most 100."""
    found = NietDezelfde.objects.filter(
        _shows("een", visible_to(wie)), _shows("twee", visible_to(wie))
    )
    if wie.rol != Rolsoort.COORDINATOR:
        found = found.filter(_of_my_people(own_id(wie)))
    rows = list(found.select_related("door").order_by("-op", "-pk")[:MEESTE_PAREN])
    hits = hits_for(wie, {pk for row in rows for pk in (row.een_id, row.twee_id)})
    return [
        Onderscheid(
            row.pk,
            hits[row.een_id],
            hits[row.twee_id],
            row.door.naam,
            timezone.localtime(row.op).date(),
        )
        for row in rows
        if row.een_id in hits and row.twee_id in hits
    ]


def merges_for(wie: Actor) -> list[Samenvoeging]:
    """What is asked of or by `wie`, and what can still be undone in their dossiers."""
    open_here = Kandidaat.objects.filter(visible_to(wie, schrijft=True))
    today = timezone.localdate()
    return list(
        Samenvoeging.objects.filter(
            Q(status="gevraagd", akkoord_van_id=own_id(wie))
            | Q(status="gevraagd", gevraagd_door_id=own_id(wie))
            | Q(status="uitgevoerd", ongedaan_tot__gte=today, blijver__in=open_here)
        )
        .select_related("gevraagd_door", "akkoord_van", "contact")
        .order_by("-gevraagd_op", "-pk")[:MEESTE_PAREN]
    )


def merge_for(wie: Actor, pk: int) -> Samenvoeging | None:
    """A merge that `wie` asked for, must agree to, or may undo."""
    mine = Q(gevraagd_door_id=own_id(wie)) | Q(akkoord_van_id=own_id(wie))
    open_here = Kandidaat.objects.filter(visible_to(wie, schrijft=True))
    return (
        Samenvoeging.objects.filter(mine | Q(blijver__in=open_here), pk=pk)
        .select_related("blijver", "verliezer", "gevraagd_door", "akkoord_van", "contact", "spoor")
        .first()
    )


@composed
def _asks_me(medewerker: int) -> QuerySet[Samenvoeging]:
    found = Samenvoeging.objects.filter(status="gevraagd", akkoord_van_id=medewerker)
    return found.select_related("gevraagd_door").order_by("gevraagd_op", "pk")


def waiting_for(wie: Actor) -> list[Wacht]:
    """Merges that ask for my agreement, and one line for all pairs that may be doubles."""
    found = [
        Wacht(
            soort="samenvoegen",
            titel=f"{s.gevraagd_door.naam} wil twee dossiers samenvoegen",
            uitleg=f"{s.blijver_sleutel} en {s.verliezer_sleutel}",
            url=reverse("kandidaten:samenvoeging", args=[s.pk]),
            actie="Bekijk",
            sinds=s.gevraagd_op,
        )
        for s in _asks_me(own_id(wie))
    ]
    now = timezone.now()
    long_ago = now - timedelta(days=BLIJFT_LIGGEN_DAGEN)
    is_coordinator = wie.rol == Rolsoort.COORDINATOR
    number = len(_waiting_pairs(own_id(wie), timezone.localdate(), now, long_ago, is_coordinator))
    if number:
        what = "Twee dossiers zijn" if number == 1 else f"{number} keer zijn twee dossiers"
        found.append(
            Wacht(
                soort="dubbel",
                titel=f"{what} misschien van dezelfde persoon",
                uitleg="Voeg samen, of zeg dat het twee mensen zijn.",
                url=reverse("kandidaten:dubbelen"),
                actie="Kijk na",
            )
        )
    return found


@composed
def _waiting_pairs(
    medewerker: int, today: date, now: datetime, long_ago: datetime, coordinator: bool
) -> QuerySet[Dubbelvermoeden, int]:
    """My own pairs; for the coördinator also what lies there too long."""
    mine = _of_my_people(medewerker)
    if coordinator:
        mine |= Q(gezien_op__lt=long_ago)
    shown = _pairs_shown(visible(medewerker, today, now))
    return shown.filter(mine).values_list("pk", flat=True)
