"""What the screens of the bank ask: files, statements, what is to be placed, batches."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import (
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Sum,
    Window,
)
from django.db.models.functions import Lag
from django.utils import timezone

from ontschot.kassier.bankbericht import Antwoord, Bankbericht, Regel
from ontschot.kassier.models import (
    Bankafschrift,
    Bankbestand,
    Bankregel,
    Betaalbatch,
    Betaalinstelling,
    Betaalregel,
    Declaratieregel,
    Kostenregel,
    Plaatsing,
)
from ontschot.kassier.models.bank import OPGEHAALD
from ontschot.kassier.queries.vergelijken import matched
from ontschot.kassier.redenen import meaning
from ontschot.kassier.rules.bank import Uitkomst, totals

R = TypeVar("R", Declaratieregel, Kostenregel)
LABELS = dict(Bankregel.UITKOMSTEN)
VOORBEELD = 200
# What a payment needs to say what it is for.
LINES = ("declaratieregel__verplichting", "kostenregel__declaratie")


def annuleren_tot(regio_id: str) -> str:
    """Until when a released batch of this region may be cancelled."""
    found = Betaalinstelling.objects.filter(regio_id=regio_id).values_list(
        "annuleren_tot", flat=True
    )
    return found.first() or OPGEHAALD


def dubbel_dagen(regio_id: str) -> int | None:
    """After how many days of silence money that left twice is gone too long; None: not agreed."""
    found = Betaalinstelling.objects.filter(regio_id=regio_id).values_list(
        "dubbel_dagen", flat=True
    )
    return found.first()


def cancellable(batch: Betaalbatch) -> bool:
    """Whether this batch may still be cancelled; the database decides the same."""
    if batch.status == "samengesteld":
        return True
    if batch.status != "vrijgegeven" or batch.regels.exclude(status="open").exists():
        return False
    if annuleren_tot(batch.regio_id) == OPGEHAALD:
        return not batch.ophalingen.exists()
    return timezone.localdate() < batch.uitvoerdatum


@dataclass(frozen=True)
class Betaling:
    """A payment with what the bank said of it, for people."""

    regel: Betaalregel
    reden: str


def payments_of(batch: Betaalbatch) -> list[Betaling]:
    rows = batch.regels.select_related(*LINES).order_by("pk")
    return [Betaling(row, _reason(row)) for row in rows]


def _reason(row: Betaalregel) -> str:
    failed = row.status in ("geweigerd", "teruggekomen")
    return meaning(row.redencode, row.bankreden) if failed else ""


def not_paid(regels: Iterable[R]) -> list[tuple[R, str]]:
    """Lines of one kind that wait again, each with why the bank did not pay it the last time."""
    waiting = {line.pk: line for line in regels if line.status == "opgenomen"}
    if not waiting:
        return []
    first = next(iter(waiting.values()))
    field = "kostenregel" if isinstance(first, Kostenregel) else "declaratieregel"
    busy = Betaalregel.objects.filter(**{field: OuterRef(field)}, status__in=["open", "bevestigd"])
    rows = (
        Betaalregel.objects.filter(
            **{f"{field}__in": waiting}, status__in=["geweigerd", "teruggekomen"]
        )
        .exclude(Exists(busy))
        .order_by("pk")
    )
    last = {getattr(row, f"{field}_id"): _reason(row) for row in rows}
    return [(waiting[pk], why) for pk, why in last.items()]


def bank_files() -> QuerySet[Bankbestand]:
    """All files of the bank, with how many lines, and how many wait for a place."""
    return (
        Bankbestand.objects.defer("inhoud")
        .select_related("klaargezet_door", "ingelezen_door")
        .annotate(
            aantal=Count("regels"),
            open=Count("regels", filter=Q(regels__status__in=["te_plaatsen", "voorgesteld"])),
        )
    )


@dataclass(frozen=True)
class Vooruitblik:
    """What reading a file would do now."""

    bericht: Bankbericht
    totalen: list[tuple[str, int, int]]
    regels: list["Vooruitregel"]
    meer: int


@dataclass(frozen=True)
class Vooruitregel:
    dag: Any
    kenmerk: str
    richting: str
    cent: int
    uitkomst: str
    naam: str
    uitleg: str


def preview(bestand: Bankbestand) -> Vooruitblik:
    """Reads the file and matches it, and writes nothing. Raises Weigering when it is not whole."""
    bericht, uitkomsten = matched(bestand)
    rows = [_preview_line(bericht, u) for u in uitkomsten]
    sums = [(LABELS[name], n, cent) for name, (n, cent) in totals(uitkomsten).items()]
    return Vooruitblik(bericht, sums, rows[:VOORBEELD], max(0, len(rows) - VOORBEELD))


def _preview_line(bericht: Bankbericht, uitkomst: Uitkomst) -> Vooruitregel:
    regel: Regel | Antwoord = uitkomst.regel
    failed = uitkomst.uitkomst in ("geweigerd", "terug")
    moved = isinstance(regel, Regel)
    return Vooruitregel(
        regel.dag if isinstance(regel, Regel) else bericht.dag,
        uitkomst.gezonden.kenmerk if uitkomst.gezonden else regel.kenmerk,
        regel.richting if isinstance(regel, Regel) else "",
        uitkomst.cent if moved or uitkomst.gezonden else 0,
        uitkomst.uitkomst,
        LABELS[uitkomst.uitkomst],
        meaning(regel.redencode, regel.toelichting) if failed else uitkomst.uitleg,
    )


def statements(bestand_id: int | None = None) -> list[Any]:
    """Statements with `sluit_aan`: whether each begins where the one before ended (None: first)."""
    rows = Bankafschrift.objects.annotate(
        vorig_cent=Window(Lag("eind_cent"), partition_by=[F("iban")], order_by=["van", "tot", "id"])
    ).order_by("-tot", "-pk")
    found: list[Any] = list(rows)
    for row in found:
        row.sluit_aan = None if row.vorig_cent is None else row.vorig_cent == row.begin_cent
    return [row for row in found if bestand_id is None or row.bestand_id == bestand_id]


def file_lines(bestand: Bankbestand) -> QuerySet[Bankregel]:
    return bestand.regels.select_related(*(f"betaalregel__{line}" for line in LINES))


def file_totals(bestand: Bankbestand) -> list[tuple[str, int, int]]:
    rows = (
        Bankregel.objects.filter(bestand=bestand)
        .order_by()
        .values_list("uitkomst")
        .annotate(n=Count("pk"), som=Sum("cent"))
    )
    found = {name: (n, som) for name, n, som in rows}
    return [(LABELS[name], *found[name]) for name in LABELS if name in found]


def to_place() -> QuerySet[Bankregel]:
    """Lines that wait for a place, or for a second pair of eyes; with the proposal that stands."""
    proposals = Plaatsing.objects.filter(status="voorgesteld").select_related(
        "voorgesteld_door", *(f"betaalregel__{line}" for line in LINES)
    )
    return (
        Bankregel.objects.filter(status__in=["te_plaatsen", "voorgesteld"])
        .select_related("afschrift", "bestand")
        .prefetch_related(Prefetch("plaatsingen", proposals, to_attr="voorstellen"))
        .order_by("dag", "pk")
    )
