"""The list of dossiers that are open to somebody: filters, pages, and the same rows as a file."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from ontschot.kandidaten.access import in_my_hands, own_id
from ontschot.kandidaten.models import (
    Betrokkenheid,
    Contactmoment,
    Kandidaat,
    Situatiefeit,
)
from ontschot.kern.scope import Actor
from ontschot.netwerk.queries import valid_on
from ontschot.web.paging import Page, keyset

# More than this does not go in one file: each person in it is a line in the log.
MAX_UITVOER = 1_000


@dataclass(frozen=True)
class Lijstfilter:
    """The filters of the list.

    `wie` is `mij` (I am the vaste contactpersoon), `organisatie` (somebody of my organisatie is)
    or empty (all I may see). `stil` counts days in which nothing happened in the dossier; 0 does
    not ask. `zonder` keeps those for whom no interventie was ever planned.
    """

    wie: str = ""
    gemeente_id: int | None = None
    situatie: str = ""
    doelgroep: str = ""
    stil: int = 0
    zonder: bool = False


@dataclass(frozen=True)
class Kandidaatrij:
    """One row of the list of kandidaten."""

    pk: int
    sleutel: str
    naam: str
    url: str
    gemeente: str
    situatie: tuple[str, ...]
    contactpersoon: str
    laatste_contact_op: datetime | None
    laatste_wijziging_op: datetime
    afgeschermd: bool


def kandidaten_list(wie: Actor, chosen: Lijstfilter, params: QueryDict, *, size: int = 50) -> Page:
    """One page of the dossiers that are open to `wie`, last changed first. Four queries."""
    found = _filtered(wie, chosen)
    page = keyset(found, params, order=("-laatste_wijziging_op", "-pk"), size=size)
    return replace(page, rows=_as_rows(page.rows))


def rows_for_file(
    wie: Actor, chosen: Lijstfilter, sleutels: list[str]
) -> tuple[list[tuple[Kandidaat, Kandidaatrij]], bool]:
    """The same rows for a file, of the caseload of `wie` only; and whether some did not fit.

    `sleutels` keeps those that were picked; empty means all that the filters keep.
    """
    found = _filtered(wie, replace(chosen, wie="mij"))
    if sleutels:
        found = found.filter(sleutel__in=sleutels)
    people = list(found.order_by("-laatste_wijziging_op", "-pk")[: MAX_UITVOER + 1])
    rows = _as_rows(people[:MAX_UITVOER])
    return list(zip(people, rows, strict=False)), len(people) > MAX_UITVOER


def _filtered(wie: Actor, chosen: Lijstfilter) -> QuerySet[Kandidaat]:
    found = Kandidaat.objects.filter(in_my_hands(wie), samengevoegd_met__isnull=True)
    if wie.regio:
        # The same as the policy says, as an equality: so the index gives the order too.
        found = found.filter(regio_id=wie.regio)
    if chosen.wie:
        whose = (
            {"medewerker_id": own_id(wie)}
            if chosen.wie == "mij"
            else {"organisatie_id": wie.organisatie_id or 0}
        )
        contacts = Betrokkenheid.objects.filter(
            vaste_contactpersoon=True, tot__isnull=True, **whose
        )
        found = found.filter(pk__in=contacts.order_by().values("kandidaat_id"))
    if chosen.gemeente_id:
        found = found.filter(gemeente_id=chosen.gemeente_id)
    if chosen.stil:
        found = found.filter(laatste_wijziging_op__lt=timezone.now() - timedelta(days=chosen.stil))
    if chosen.zonder:
        found = found.filter(interventies__isnull=True)
    return found.filter(_holds(chosen)).select_related("gemeente")


def _holds(chosen: Lijstfilter) -> Q:
    """Who has such a fact today. The doelgroep is the one that a fact by itself points at."""
    holding = Situatiefeit.objects.filter(valid_on(timezone.localdate()), kandidaat=OuterRef("pk"))
    asked = Q()
    if chosen.situatie:
        asked &= Q(Exists(holding.filter(soort_id=chosen.situatie)))
    if chosen.doelgroep:
        asked &= Q(Exists(holding.filter(soort__doelgroep_id=chosen.doelgroep)))
    return asked


def _as_rows(kandidaten: list[Kandidaat]) -> list[Kandidaatrij]:
    ids = [k.pk for k in kandidaten]
    facts: dict[int, list[str]] = {}
    holding = Situatiefeit.objects.filter(valid_on(timezone.localdate()), kandidaat_id__in=ids)
    rows = holding.order_by("kandidaat_id", "soort__volgorde")
    for kandidaat_id, label in rows.values_list("kandidaat_id", "soort__label"):
        facts.setdefault(kandidaat_id, []).append(label)
    contacts = dict(
        Betrokkenheid.objects.filter(
            kandidaat_id__in=ids, vaste_contactpersoon=True, tot__isnull=True
        ).values_list("kandidaat_id", "medewerker__naam")
    )
    spoken = dict(
        Contactmoment.objects.filter(kandidaat_id__in=ids)
        .order_by()
        .values_list("kandidaat_id")
        .annotate(laatste=Max("op"))
    )
    return [
        Kandidaatrij(
            pk=k.pk,
            sleutel=k.sleutel,
            naam=k.naam,
            url=k.get_absolute_url(),
            gemeente=k.gemeente.naam if k.gemeente else "",
            situatie=tuple(facts.get(k.pk, [])),
            contactpersoon=contacts.get(k.pk, ""),
            laatste_contact_op=spoken.get(k.pk),
            laatste_wijziging_op=k.laatste_wijziging_op,
            afgeschermd=k.afgeschermd,
        )
        for k in kandidaten
    ]
