"""What waits for a besluit, and everything somebody needs to take one."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils import timezone

from ontschot.casusoverleg.actions import bevoegdheid
from ontschot.casusoverleg.models import Besluit, Mandaat, Voorbeeld
from ontschot.casusoverleg.queries.voorbeelden import comparable_examples
from ontschot.casusoverleg.rules import Bevoegdheid
from ontschot.casusoverleg.voorstel import due
from ontschot.kandidaten.errors import GeenToegang
from ontschot.kandidaten.queries import kandidaat_for
from ontschot.kassier.models import Fondsregel
from ontschot.kassier.queries import fondsregels_for
from ontschot.kern.composed import composed
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import HULPVERLENERS, Rolsoort
from ontschot.kern.scope import Actor
from ontschot.kern.werk import Wacht
from ontschot.meldingen.models import Advies
from ontschot.netwerk.queries import valid_on
from ontschot.trajecten.models import Toetsregel
from ontschot.web.format import euro
from ontschot.web.paging import Page, keyset

COMPARED = 5


@dataclass(frozen=True)
class Vergelijkbaar:
    """An earlier besluit about the same kind of interventie: no person in it."""

    op: datetime
    uitkomst: str
    doelgroep: str
    cent: int
    plafond_cent: int | None


@dataclass(frozen=True)
class Zaak:
    """One question as the decision page shows it. Amounts in cents.

    `vrij_cent` is what is left on the line now; None when there is no line for this rubriek.
    """

    besluit: Besluit
    advies: Advies | None
    toets: tuple[Toetsregel, ...]
    fondsregel: Fondsregel | None
    fondsregels: tuple[Fondsregel, ...]
    vrij_cent: int | None
    vergelijkbaar: tuple[Vergelijkbaar, ...]
    voorbeelden: tuple[Voorbeeld, ...]
    bevoegdheid: Bevoegdheid
    is_mijn_vraag: bool

    @property
    def boven_plafond(self) -> bool:
        plafond = self.besluit.plafond_cent
        return plafond is not None and self.besluit.gevraagd_cent > plafond

    @property
    def te_weinig(self) -> bool:
        return self.vrij_cent is not None and self.vrij_cent < self.besluit.gevraagd_cent

    @property
    def open(self) -> bool:
        return self.besluit.uitkomst == "open"


def related(found: QuerySet[Besluit]) -> QuerySet[Besluit]:
    return found.select_related(
        "interventie__interventiesoort__rubriek",
        "interventie__doelgroep",
        "interventie__inkoper",
        "gevraagd_door",
        "besloten_door",
    )


def besluiten_list(wie: Actor, params: QueryDict, *, alles: bool, size: int = 40) -> Page:
    """The questions that wait, the oldest first; or (`alles`) what was decided, newest first.

    Keys and codes only: no name is read. One query.
    """
    # Beside the policy, so that the index can be read in its own order.
    here = related(Besluit.objects.filter(regio=wie.regio))
    if alles:
        decided = here.exclude(uitkomst="open")
        return keyset(decided, params, order=("-besloten_op", "-pk"), size=size)
    waiting = here.filter(uitkomst="open")
    return keyset(waiting, params, order=("gevraagd_op", "pk"), size=size)


def besluiten_for(wie: Actor) -> list[Wacht]:
    """The questions that this person may decide: all for the coördinator, else by mandaat."""
    if wie.medewerker_id is None:
        return []
    if wie.rol == Rolsoort.COORDINATOR:
        return [_item(row) for row in _open_for(wie.medewerker_id)]
    if wie.rol not in HULPVERLENERS:
        return []
    ceilings = _mandaten(wie.organisatie_id or 0, timezone.localdate())
    mine = _open_under(wie.medewerker_id, ceilings[0]) if ceilings else []
    return [_item(row) for row in mine]


def _open_to(medewerker: int) -> QuerySet[Besluit, Any]:
    """What `_item` tells of each. Nobody decides on their own question."""
    asked = Besluit.objects.filter(uitkomst="open").exclude(gevraagd_door_id=medewerker)
    return asked.order_by("gevraagd_op", "id").values_list(
        "pk", "interventie__interventiesoort__naam", "interventie__kandidaat_sleutel",
        "gevraagd_cent", "gevraagd_door__naam", "gevraagd_op",
    )  # fmt: skip


_open_for = composed(_open_to)


@composed
def _open_under(medewerker: int, ceiling_cent: int) -> QuerySet[Besluit, Any]:
    return _open_to(medewerker).filter(gevraagd_cent__lte=ceiling_cent)


@composed
def _mandaten(organisatie: int, today: date) -> QuerySet[Mandaat, int]:
    """Up to how much this organisation decides by itself."""
    found = Mandaat.objects.filter(valid_on(today), organisatie_id=organisatie)
    return found.order_by("pk").values_list("tot_cent", flat=True)[:1]


def _item(row: tuple[int, str, str, int, str, datetime]) -> Wacht:
    pk, soort, sleutel, cent, door, op = row
    return Wacht(
        soort="besluit",
        titel=f"{soort} voor {sleutel}",
        uitleg=f"{euro(cent)} · gevraagd door {door}",
        url=reverse_lazy("casusoverleg:besluit", args=[pk]),
        actie="Beslis",
        uiterlijk=due(op),
        sinds=op,
    )


def zaak_for(wie: Actor, pk: int) -> Zaak:
    """One question with its grounds, for who may decide it or may open the dossier.

    Raises GeenToegang for anybody else. Ten queries, however many grounds and facilities.
    """
    asked = related(Besluit.objects.filter(pk=pk)).select_related("interventie__inkoopcheck")
    besluit = asked.first()
    if besluit is None:
        raise Weigering("Deze vraag is er niet in jouw regio. Kijk in de lijst.")
    how = bevoegdheid(wie, besluit, timezone.localdate())
    if not how.wijze and wie.rol != Rolsoort.COORDINATOR:
        _require_dossier(wie, besluit)
    return zaak_of(wie, besluit, how)


def zaak_of(wie: Actor, besluit: Besluit, how: Bevoegdheid) -> Zaak:
    """The grounds of one question, for who was found to be allowed to see them."""
    interventie = besluit.interventie
    lines = tuple(
        fondsregels_for(
            besluit.regio_id, interventie.interventiesoort.rubriek_id, timezone.localdate()
        )
    )
    line = next((r for r in lines if r.rubriek_id), None)
    return Zaak(
        besluit=besluit,
        advies=_advies(interventie.kandidaat_id),
        toets=tuple(interventie.toets.order_by("id")),
        fondsregel=line,
        fondsregels=lines,
        vrij_cent=line.saldo.beschikbaar_cent if line else None,
        vergelijkbaar=_comparable(besluit),
        voorbeelden=comparable_examples(interventie),
        bevoegdheid=how,
        is_mijn_vraag=besluit.gevraagd_door_id == wie.medewerker_id,
    )


def _require_dossier(wie: Actor, besluit: Besluit) -> None:
    """The asker and whoever is betrokken read it; a closed dossier stays closed."""
    if besluit.gevraagd_door_id == wie.medewerker_id:
        return
    try:
        kandidaat_for(wie, besluit.interventie.kandidaat_sleutel)
    except GeenToegang as refusal:
        raise Weigering(
            "Over deze vraag beslist de coördinator. Je bent niet betrokken bij deze kandidaat."
        ) from refusal


def _advies(kandidaat_id: int) -> Advies | None:
    current = Advies.objects.filter(kandidaat_id=kandidaat_id, vervangen_door__isnull=True)
    return current.select_related("organisatie").prefetch_related("gronden__criterium").first()


def _comparable(besluit: Besluit) -> tuple[Vergelijkbaar, ...]:
    kind = besluit.interventie.interventiesoort_id
    earlier = (
        Besluit.objects.filter(
            Q(uitkomst="toegekend") | Q(uitkomst="afgewezen"), interventie__interventiesoort=kind
        )
        .exclude(pk=besluit.pk)
        .select_related("interventie__doelgroep")
        .order_by("-besloten_op", "-id")[:COMPARED]
    )
    return tuple(
        Vergelijkbaar(
            b.besloten_op,
            b.get_uitkomst_display(),
            b.interventie.doelgroep.label,
            b.gevraagd_cent,
            b.plafond_cent,
        )
        for b in earlier
        if b.besloten_op
    )


def current_besluit(interventie_id: int) -> Besluit | None:
    """The last question about an interventie, answered or not."""
    return Besluit.objects.filter(interventie_id=interventie_id).order_by("-id").first()
