"""Declaraties on the screen: the list with its filters, and one with everything beside it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from ontschot.aanbieders.models import Aanbieder, Aanbiederrekening
from ontschot.kassier.models import (
    Bewijsstuk,
    Declaratie,
    Declaratieafspraak,
    Declaratiebericht,
    Declaratieregel,
    Factuur,
    Factuurregel,
    Momentopname,
    Steekproef,
    Steekproefregel,
    Terugvordering,
)
from ontschot.kassier.models.afspraken import BEWIJSSOORTEN
from ontschot.kassier.models.indieningen import LIVE, OPEN_FOR_CHANGE
from ontschot.kassier.queries.afspraken import afspraak_on, asked_evidence
from ontschot.kassier.queries.bank import not_paid
from ontschot.kassier.queries.indieningen import visible
from ontschot.kassier.rules import (
    Afwijking,
    Beoordeling,
    Gereed,
    Stand,
    Steekproefmaat,
    TeToetsen,
    check_lines,
    compare,
    judge_before,
    readiness,
    submit_before,
)
from ontschot.kassier.standen import attendance, frozen_stand, standen
from ontschot.kern.scope import Actor
from ontschot.trajecten.models import Interventie
from ontschot.web.format import aantal

# What the kassier found of a line of the sample when it can be approved.
IN_ORDE = ("akkoord", "opmerking")
EXPORT_MAX = 10_000
KOP = ("Declaratie", "Partner", "Fonds", "Periode", "Status", "Ingediend", "Regels", "Bedrag")


@dataclass(frozen=True)
class Declaratiefilter:
    """What somebody is looking for; empty values do not narrow. `periode` is a first of month."""

    periode: date | None = None
    partner: int | None = None
    status: str = ""
    fonds: int | None = None


def filtered(wie: Actor, chosen: Declaratiefilter) -> QuerySet[Declaratie]:
    wanted = {
        "periode": chosen.periode,
        "organisatie": chosen.partner,
        "status": chosen.status,
        "fonds": chosen.fonds,
    }
    return visible(wie, Declaratie).filter(
        **{field: value for field, value in wanted.items() if value}
    )


def export_rows(wie: Actor, chosen: Declaratiefilter) -> list[tuple[str, ...]]:
    """The list as a file, amounts in euros as a Dutch spreadsheet reads them. One query."""
    rows: Any = filtered(wie, chosen).order_by("-periode", "-pk")[:EXPORT_MAX]
    return [
        (
            row.naam,
            row.organisatie.naam,
            row.fonds.naam,
            f"{row.periode:%Y-%m}",
            row.get_status_display(),
            f"{timezone.localdate(row.ingediend_op):%d-%m-%Y}" if row.ingediend_op else "",
            str(row.aantal),
            f"{row.cent // 100},{row.cent % 100:02d}",
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Regelstand:
    """One line with everything that hangs on it. Amounts in cents.

    `gevraagd` are the kinds of evidence that the region asks. `afwijkingen` is empty while the
    line is open. `bankreden` says why the bank did not pay it.
    """

    regel: Declaratieregel
    stand: Stand
    gereed: Gereed
    gevraagd: frozenset[str]
    bewijs: tuple[Bewijsstuk, ...]
    afwijkingen: tuple[Afwijking, ...]
    steekproef: Steekproefregel | None
    terugvorderingen: tuple[Terugvordering, ...]
    bankreden: str = ""

    @property
    def geldig_bewijs(self) -> tuple[Bewijsstuk, ...]:
        return tuple(piece for piece in self.bewijs if not piece.ingetrokken_op)

    @property
    def mist(self) -> list[str]:
        """The names of the evidence that is asked and not there."""
        here = {piece.soort for piece in self.geldig_bewijs}
        return [naam for code, naam in BEWIJSSOORTEN if code in self.gevraagd - here]

    @property
    def bewijs_tekst(self) -> str:
        count = len(self.geldig_bewijs)
        return aantal(count, "bewijsstuk", "bewijsstukken")

    @property
    def terug_te_vragen_cent(self) -> int:
        """What was paid and is not asked back yet."""
        asked = sum(t.cent for t in self.terugvorderingen if t.status != "afgewezen")
        return self.regel.cent - asked if self.regel.status == "betaald" else 0


@dataclass(frozen=True)
class Declaratiestand:
    """A declaratie with its lines, checks, sample and conversation; `cent` of its live lines."""

    declaratie: Declaratie
    naam: str
    regels: tuple[Regelstand, ...]
    aantal: int
    cent: int
    controles: tuple[Beoordeling, ...]
    steekproef: Steekproef | None
    berichten: tuple[Declaratiebericht, ...]
    afspraak: Declaratieafspraak | None

    @property
    def afwijkingen(self) -> list[tuple[Regelstand, Afwijking]]:
        return [(row, drift) for row in self.regels for drift in row.afwijkingen]

    @property
    def in_steekproef(self) -> list[Regelstand]:
        return [row for row in self.regels if row.steekproef]

    @property
    def mag_goedgekeurd(self) -> bool:
        """The sample that is agreed was drawn, and every line of it that counts looks right.

        The database holds the same (`kassier_declaratie_sample_*`)."""
        agreed = self.afspraak is not None and self.afspraak.steekproef != "geen"
        if agreed and not self.steekproef:
            return False
        counts = (row for row in self.in_steekproef if row.regel.status == "opgenomen")
        return all(row.steekproef and row.steekproef.bevinding in IN_ORDE for row in counts)

    @property
    def maat(self) -> str:
        """How the sample was drawn, in words."""
        s = self.steekproef
        return Steekproefmaat(s.soort, s.aantal, s.procent, s.altijd_vanaf_cent).zin if s else ""

    @property
    def indienen_voor(self) -> date | None:
        days = self.afspraak.indientermijn_dagen if self.afspraak else None
        return submit_before(self.declaratie.periode, days)

    @property
    def beoordelen_voor(self) -> date | None:
        handed_in = self.declaratie.ingediend_op
        days = self.afspraak.beoordeeltermijn_dagen if self.afspraak else None
        return judge_before(timezone.localdate(handed_in), days) if handed_in else None


def declaratie_page(wie: Actor, declaratie_id: int) -> Declaratiestand | None:
    """One declaratie, or None when it does not exist for this person. Constant in queries.

    Evidence is left out for whoever may not open it, by the policy of its table.
    """
    found = visible(wie, Declaratie).filter(pk=declaratie_id)
    row = found.select_related("organisatie", "fonds", "ingediend_door", "beoordeeld_door").first()
    if not row:
        return None
    lines = list(
        Declaratieregel.objects.filter(declaratie=row)
        .exclude(status="vervallen")
        .select_related(
            "verplichting__interventiesoort",
            "verplichting__fondsregel",
            "verplichting__reservering",
        )
        .order_by("pk")
    )
    sample = Steekproef.objects.filter(declaratie=row, keer=row.keer).select_related(
        "getrokken_door"
    )
    day = timezone.localdate(row.ingediend_op) if row.ingediend_op else timezone.localdate()
    drawn = sample.first()
    rows = _rows(row, lines, drawn, day)
    live = [line for line in lines if line.status in LIVE]
    return Declaratiestand(
        declaratie=row,
        naam=row.naam,
        regels=tuple(rows),
        aantal=len(live),
        cent=sum(line.cent for line in live),
        controles=tuple(check_lines(row.periode, _to_check(row, rows))),
        steekproef=drawn,
        berichten=tuple(row.berichten.select_related("door")),
        afspraak=afspraak_on(row.regio_id, row.fonds_id, day),
    )


def _rows(
    claim: Declaratie, lines: Sequence[Declaratieregel], sample: Steekproef | None, day: date
) -> list[Regelstand]:
    known = standen(lines)
    frozen = {
        m.declaratieregel_id: frozen_stand(m)
        for m in Momentopname.objects.filter(declaratieregel__in=lines, keer=claim.keer)
    }
    evidence: dict[int, list[Bewijsstuk]] = defaultdict(list)
    for piece in Bewijsstuk.objects.filter(declaratie=claim).order_by("pk"):
        evidence[piece.verplichting_id].append(piece)
    asked = asked_evidence(
        claim.regio_id, {line.verplichting.interventiesoort_id for line in lines}, day
    )
    drawn = {s.declaratieregel_id: s for s in sample.regels.all()} if sample else {}
    back: dict[int, list[Terugvordering]] = defaultdict(list)
    for t in Terugvordering.objects.filter(declaratieregel__in=lines).order_by("pk"):
        back[t.declaratieregel_id or 0].append(t)
    refused = {line.pk: reason for line, reason in not_paid(lines)}
    locked = claim.status not in OPEN_FOR_CHANGE
    return [
        Regelstand(
            regel=line,
            stand=known[line.pk],
            gereed=_gereed(known[line.pk]),
            gevraagd=asked.get(line.verplichting.interventiesoort_id, frozenset()),
            bewijs=tuple(evidence[line.verplichting_id]),
            afwijkingen=_drift(line, frozen.get(line.pk), known[line.pk]) if locked else (),
            steekproef=drawn.get(line.pk),
            terugvorderingen=tuple(back[line.pk]),
            bankreden=refused.get(line.pk, ""),
        )
        for line in lines
    ]


def _gereed(stand: Stand) -> Gereed:
    return readiness(stand.status, stand.afgesloten_op, stand.aanwezig, stand.verwacht)


def _drift(line: Declaratieregel, toen: Stand | None, nu: Stand) -> tuple[Afwijking, ...]:
    """Nothing for a refused line, or for one that locked before this was kept."""
    return compare(toen, nu, line.cent) if toen and line.status in LIVE else ()


def _to_check(claim: Declaratie, rows: Sequence[Regelstand]) -> list[TeToetsen]:
    """What the checks need of the lines that count: five queries."""
    live = [row for row in rows if row.regel.status in LIVE]
    orders = {row.regel.verplichting_id for row in live}
    claimed = dict(
        Declaratieregel.objects.filter(verplichting__in=orders, status__in=LIVE)
        .order_by()
        .values_list("verplichting")
        .annotate(som=Sum("cent"))
    )
    bought = {
        i.pk: i
        for i in Interventie.objects.filter(
            pk__in={row.regel.verplichting.interventie_id for row in live}
        ).select_related("interventiesoort")
    }
    known = _known_providers({row.regel.verplichting.leverancier_id for row in live})
    credited = set(
        Factuurregel.objects.filter(
            verplichting__in=orders,
            voorstel_cent__gt=0,
            factuur__soort=Factuur.CREDITNOTA,
            factuur__status="ingelezen",
        ).values_list("verplichting", flat=True)
    )
    doubles = _double_invoices(claim, live)
    return [
        replace(
            _check_of(row, bought[row.regel.verplichting.interventie_id], claimed, doubles),
            aanbieder_bekend=row.regel.verplichting.leverancier_id in known,
            creditnota=row.regel.verplichting_id in credited,
        )
        for row in live
    ]


def _known_providers(ids: set[int | None]) -> set[int]:
    """Those that the register knows by a number, not by their name alone. One query.

    Whoever may not see account numbers goes by KvK and btw number only.
    """
    accounts = Aanbiederrekening.objects.filter(
        aanbieder=OuterRef("pk"), bevestigd_op__isnull=False, ingetrokken_op__isnull=True
    )
    living = Q(samengevoegd_met__isnull=False) & (
        ~Q(samengevoegd_met__kvk="") | ~Q(samengevoegd_met__btwnummer="")
    )
    found = Aanbieder.objects.filter(
        ~Q(kvk="") | ~Q(btwnummer="") | living | Exists(accounts), pk__in=[pk for pk in ids if pk]
    )
    return set(found.values_list("pk", flat=True))


def _check_of(
    row: Regelstand,
    interventie: Interventie,
    claimed: dict[int, int],
    doubles: dict[int, str],
) -> TeToetsen:
    line, order = row.regel, row.regel.verplichting
    return TeToetsen(
        nummer=order.nummer,
        cent=line.cent,
        bedrag_cent=order.bedrag_cent,
        plafond_cent=order.plafond_cent,
        reden_boven_plafond=order.reden_boven_plafond,
        boekdatum=order.boekdatum,
        geclaimd_cent=claimed.get(order.pk, 0),
        gestart_op=interventie.gestart_op,
        geleverd=interventie.status in ("afgerond", "afgebroken"),
        aanwezigheid_bekend=row.stand.verwacht > 0,
        doelgroep_vast=bool(interventie.doelgroep_id and interventie.verplicht_op),
        rubriek=interventie.interventiesoort.rubriek_id,
        reserveringsnummer=order.reservering.nummer,
        bewijs=frozenset(piece.soort for piece in row.geldig_bewijs),
        gevraagd=row.gevraagd,
        dubbele_factuur=doubles.get(order.pk, ""),
    )


def _double_invoices(claim: Declaratie, rows: Iterable[Regelstand]) -> dict[int, str]:
    """Per order an invoice number that another order of the same provider has. One query."""
    mine = {
        (row.regel.verplichting.aanbieder, piece.kenmerk): row.regel.verplichting_id
        for row in rows
        for piece in row.geldig_bewijs
        if piece.kenmerk and piece.soort == "factuur"
    }
    live = Declaratieregel.objects.filter(
        declaratie=OuterRef("declaratie"), verplichting=OuterRef("verplichting"), status__in=LIVE
    )
    others = Bewijsstuk.objects.filter(
        Exists(live),
        regio=claim.regio_id,
        kenmerk__in={kenmerk for _, kenmerk in mine},
        soort="factuur",
        ingetrokken_op__isnull=True,
    ).values_list("verplichting__aanbieder", "kenmerk", "verplichting")
    return {
        mine[aanbieder, kenmerk]: kenmerk
        for aanbieder, kenmerk, order in others
        if (aanbieder, kenmerk) in mine and mine[aanbieder, kenmerk] != order
    }


@dataclass(frozen=True)
class Voorstel:
    """An open order with what is left of it (cents), and whether it is ready to be declared."""

    order: Any  # a Verplichting with `over_cent`
    gereed: Gereed


def proposals(orders: Sequence[Any]) -> list[Voorstel]:
    """These open orders with why each is proposed or not yet, the ready ones first. Two queries."""
    if not orders:
        return []
    ids = {order.interventie_id for order in orders}
    present = attendance(ids, orders[0].regio_id)
    rows = Interventie.objects.filter(pk__in=ids).values_list("pk", "status", "afgesloten_op")
    bought = {pk: (status, day) for pk, status, day in rows}
    found = [
        Voorstel(
            order,
            readiness(*bought[order.interventie_id], *present.get(order.interventie_id, (0, 0))),
        )
        for order in orders
    ]
    return sorted(found, key=lambda v: not v.gereed.klaar)


def list_choices(wie: Actor) -> dict[str, Any]:
    """What the filters of the list offer: two queries."""
    seen = visible(wie, Declaratie).order_by()
    months = seen.values_list("periode", flat=True).distinct()
    pairs = seen.values_list("organisatie", "organisatie__naam", "fonds", "fonds__naam").distinct()
    rows = list(pairs)
    return {
        "periodes": sorted(months, reverse=True),
        "partners": sorted({(pk, naam) for pk, naam, _, _ in rows}, key=lambda p: p[1]),
        "fondsen": sorted({(pk, naam) for _, _, pk, naam in rows}, key=lambda p: p[1]),
    }
