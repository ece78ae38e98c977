"""Controles for a screen: the list, one with its outcome, one payment with everything about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from ontschot.kassier.models import Bewijsstuk, Kostenbewijs, Terugvordering
from ontschot.kassier.models.afspraken import BEWIJSSOORTEN
from ontschot.kassier.queries.afspraken import asked_evidence
from ontschot.kassier.rules import Steekproefmaat
from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.kern.scope import Actor
from ontschot.verantwoording.models import (
    Bevinding,
    Controle,
    Controlebewijs,
    Controlefonds,
    Controleregel,
)
from ontschot.verantwoording.queries.populatie import asked_back, drawn_again
from ontschot.verantwoording.queries.verslag import LEZERS
from ontschot.verantwoording.rules import (
    Deel,
    Gezien,
    Laatste,
    outcome,
    partner_late,
    together,
    turn,
)

MAKERS = ("ingediend_door", "beoordeeld_door", "gemaakt_door")


def controles(wie: Actor) -> QuerySet[Controle]:
    """The controles of the region, with `getrokken` payments drawn, `klaar` and `te_laat` of them.

    `te_laat`: the partner explained nothing in time, and nobody judged it yet.
    """
    late = Q(regels__status="gevraagd", regels__uiterlijk__lt=timezone.localdate())
    return Controle.objects.select_related(
        "organisatie", "opgezet_door", "getrokken_door", "afgesloten_door"
    ).annotate(
        getrokken=Count("regels"),
        klaar=Count("regels", filter=Q(regels__status="definitief")),
        te_laat=Count("regels", filter=late & Q(status="loopt")),
    )


def latest(lines: Iterable[Controleregel]) -> dict[int, Bevinding]:
    """Per payment its last finding. One query."""
    rows = Bevinding.objects.filter(regel__in=[line.pk for line in lines])
    return {row.regel_id: row for row in rows.order_by("regel_id", "nummer")}


def as_laatste(found: Bevinding | None) -> Laatste | None:
    if not found:
        return None
    return Laatste(found.oordeel, found.reactie_op is not None, found.eens, found.door_id)


@dataclass(frozen=True)
class Regelrij:
    """One payment in a list: whose turn it is, and the last finding."""

    regel: Controleregel
    bevinding: Bevinding | None
    beurt: str

    @property
    def termijn_voorbij(self) -> bool:
        last = self.regel.uiterlijk
        return last is not None and last < timezone.localdate()

    @property
    def te_laat(self) -> bool:
        """The partner let the term pass."""
        last = as_laatste(self.bevinding)
        return partner_late(self.regel.status, self.regel.uiterlijk, last, timezone.localdate())

    @property
    def soort(self) -> str:
        """What the badge of a finding says of it: ok, warn or stop."""
        kinds = {"in_orde": "ok", "fout": "stop", "onvolledig": "warn"}
        return kinds[self.bevinding.oordeel] if self.bevinding else "neutral"


def rows_of(lines: Sequence[Controleregel]) -> list[Regelrij]:
    """The payments of a page with their last finding. One query."""
    today, findings = timezone.localdate(), latest(lines)
    return [
        Regelrij(
            line,
            findings.get(line.pk),
            turn(line.status, line.uiterlijk, as_laatste(findings.get(line.pk)), today),
        )
        for line in lines
    ]


@dataclass(frozen=True)
class Controlepagina:
    """A controle laid out; `gelijk`: the seed draws the same payments now (None: not drawn).

    `terug` are the recoveries that came of it, with what came back of each, in cents.
    """

    controle: Controle
    delen: tuple[tuple[Controlefonds, Deel], ...]
    samen: Deel
    gelijk: bool | None
    terug: tuple[tuple[Controleregel, Terugvordering, int], ...]

    @property
    def maat(self) -> str:
        """How much is looked at, in words."""
        c = self.controle
        return Steekproefmaat(c.soort, c.aantal, c.procent, c.altijd_vanaf_cent).zin.replace(
            "regels", "betalingen"
        )

    @property
    def fondsen(self) -> str:
        return ", ".join(deel.fonds.naam for deel, _ in self.delen)

    @property
    def boven_tolerantie(self) -> bool | None:
        bear = self.controle.tolerantie_procent
        return self.samen.boven(float(bear)) if bear is not None else None

    @property
    def schattingen(self) -> list[tuple[Controlefonds, Deel]]:
        """The fondsen of which more can be said than of what was looked at."""
        return [(deel, found) for deel, found in self.delen if found.schatting]

    @property
    def terug_cent(self) -> int:
        return sum(t.cent for _, t, _ in self.terug if t.status != "afgewezen")


def controle_page(wie: Actor, controle_id: int) -> Controlepagina | None:
    """One controle with its outcome, or None out of reach. Six queries."""
    controle = controles(wie).filter(pk=controle_id).first()
    if not controle:
        return None
    delen = list(controle.delen.select_related("fonds").order_by("pk"))
    lines = list(controle.regels.order_by("pk").values_list("pk", "deel", "post", "cent"))
    final = {
        row.regel_id: row
        for row in Bevinding.objects.filter(
            regel__controle=controle, definitief_op__isnull=False
        ).order_by("pk")
    }
    above = controle.altijd_vanaf_cent
    seen = [
        Gezien(
            deel,
            cent,
            above is not None and cent >= above,
            final[pk].oordeel if pk in final else "",
            final[pk].fout_cent if pk in final else 0,
        )
        for pk, deel, _, cent in lines
    ]
    population = {d.pk: (d.populatie or 0, d.populatie_cent or 0) for d in delen}
    found = outcome(population, seen, controle.betrouwbaarheid_procent)
    drawn = controle.getrokken_op is not None
    return Controlepagina(
        controle=controle,
        delen=tuple((deel, found[deel.pk]) for deel in delen),
        samen=together(found.values()),
        gelijk=drawn_again(controle) == {post for _, _, post, _ in lines} if drawn else None,
        terug=_recoveries(controle),
    )


def _recoveries(controle: Controle) -> tuple[tuple[Controleregel, Terugvordering, int], ...]:
    back = Coalesce(Sum("terugvordering__ontvangsten__cent"), 0)
    rows: Any = (
        Bevinding.objects.filter(regel__controle=controle, terugvordering__isnull=False)
        .select_related(
            "terugvordering",
            "regel__organisatie",
            "regel__declaratieregel__verplichting",
            "regel__kostenregel__declaratie",
        )
        .annotate(terug_cent=back)
        .order_by("pk")
    )
    return tuple((row.regel, row.terugvordering, row.terug_cent) for row in rows)


def lines_of(controle: Controle) -> QuerySet[Controleregel]:
    """The payments of a controle, ready for a table."""
    return controle.regels.select_related(
        "organisatie",
        "post",
        "deel__fonds",
        "declaratieregel__verplichting__interventiesoort",
        "kostenregel__declaratie",
    )


def visible_lines(wie: Actor) -> QuerySet[Controleregel]:
    """The payments somebody may open: readers all, a professional those of the own organisatie."""
    found = Controleregel.objects.select_related(
        "controle__organisatie",
        "deel__fonds",
        "post",
        "organisatie",
        "beantwoord_door",
        "declaratieregel__declaratie__organisatie",
        "declaratieregel__verplichting__interventiesoort",
        "kostenregel__declaratie__organisatie",
        "kostenregel__fondsregel",
    )
    return found if wie.rol in LEZERS else found.filter(organisatie=wie.organisatie_id)


@dataclass(frozen=True)
class Bewijs:
    """A file that was handed in with the declaratie."""

    naam: str
    soort: str
    url: str
    ingetrokken: bool


@dataclass(frozen=True)
class Regelpagina:
    """One payment: what was there, what was asked, what was found. Cents.

    `rol_in` says what the reader did in this declaratie; who did something does not judge it.
    """

    rij: Regelrij
    eerder: tuple[Bewijs, ...]
    mist: tuple[str, ...]
    bewijs: tuple[Controlebewijs, ...]
    bevindingen: tuple[Bevinding, ...]
    te_vorderen_cent: int
    al_teruggevraagd_cent: int
    rol_in: str
    ook_in: tuple[Controle, ...]

    @property
    def regel(self) -> Controleregel:
        return self.rij.regel

    @property
    def definitief(self) -> Bevinding | None:
        return next((b for b in self.bevindingen if b.definitief_op), None)

    @property
    def volgend_nummer(self) -> int:
        return len(self.bevindingen) + 1


def regel_page(wie: Actor, regel_id: int) -> Regelpagina | None:
    """One payment in a controle, or None out of reach. Seven queries.

    Evidence is left out for whoever may not open it, by the policy of its table.
    """
    line = visible_lines(wie).filter(pk=regel_id).first()
    if not line:
        return None
    findings = list(
        line.bevindingen.select_related(
            "door", "reactie_door", "definitief_door", "terugvordering"
        ).order_by("nummer")
    )
    last = findings[-1] if findings else None
    before, missing = _earlier(line)
    final = next((b for b in findings if b.definitief_op), None)
    asked = asked_back(line)
    recoverable = final.fout_cent - asked if final else 0
    return Regelpagina(
        rij=Regelrij(
            line,
            last,
            turn(line.status, line.uiterlijk, as_laatste(last), timezone.localdate()),
        ),
        eerder=before,
        mist=missing,
        bewijs=tuple(line.bewijsstukken.order_by("pk")),
        bevindingen=tuple(findings),
        te_vorderen_cent=max(0, recoverable),
        al_teruggevraagd_cent=asked,
        rol_in=part_in(wie, line),
        ook_in=_also_in(line) if wie.rol in LEZERS else (),
    )


def part_in(wie: Actor, line: Controleregel) -> str:
    """What this person did in the declaratie, in words; empty when nothing."""
    paid = line.declaratieregel or line.kostenregel
    assert paid
    did = {
        "beoordeeld_door": "keurde deze declaratie goed",
        "ingediend_door": "diende deze declaratie in",
        "gemaakt_door": "maakte deze declaratie",
    }
    for part, word in did.items():
        if wie.medewerker_id and getattr(paid.declaratie, f"{part}_id") == wie.medewerker_id:
            return word
    return ""


def _earlier(line: Controleregel) -> tuple[tuple[Bewijs, ...], tuple[str, ...]]:
    """What was handed in before, and what the region asked that was not."""
    if line.kostenregel:
        costs = line.kostenregel
        rows = Kostenbewijs.objects.filter(kostenregel=costs).order_by("pk")
        return tuple(
            Bewijs(
                piece.naam,
                "bewijs van kosten",
                reverse("kassier:kostenbewijs", args=[costs.declaratie_id, piece.pk]),
                piece.ingetrokken_op is not None,
            )
            for piece in rows
        ), ()
    paid = line.declaratieregel
    assert paid
    pieces = list(
        Bewijsstuk.objects.filter(
            declaratie=paid.declaratie_id, verplichting=paid.verplichting_id
        ).order_by("pk")
    )
    handed_in = paid.declaratie.ingediend_op
    day = timezone.localdate(handed_in) if handed_in else timezone.localdate()
    soort = paid.verplichting.interventiesoort_id
    wanted = asked_evidence(line.regio_id, [soort], day).get(soort, frozenset())
    here = {piece.soort for piece in pieces if not piece.ingetrokken_op}
    return tuple(
        Bewijs(
            piece.naam,
            piece.get_soort_display(),
            reverse("kassier:bewijs", args=[piece.pk]),
            piece.ingetrokken_op is not None,
        )
        for piece in pieces
    ), tuple(naam for code, naam in BEWIJSSOORTEN if code in wanted - here)


def _also_in(line: Controleregel) -> tuple[Controle, ...]:
    """Other controles that drew the same payment."""
    same = Controleregel.objects.filter(controle=OuterRef("pk"), post=line.post_id)
    found = Controle.objects.filter(Exists(same)).exclude(pk=line.controle_id)
    return tuple(found.order_by("pk"))


def may_judge(wie: Actor, page: Regelpagina) -> bool:
    """Whether this person can record a finding now."""
    line = page.regel
    return (
        wie.rol == Rolsoort.KASSIER
        and wie.organisatie_id == line.controle.organisatie_id
        and line.controle.status == "loopt"
        and line.status != "definitief"
        and not page.rol_in
    )


def may_confirm(wie: Actor, page: Regelpagina) -> bool:
    """Whether this person can make the last finding final now."""
    last, line = page.rij.bevinding, page.regel
    if not last or page.rij.beurt not in ("tweede", "wegen") or page.rol_in:
        return False
    return last.door_id != wie.medewerker_id and _second(wie, line)


def _second(wie: Actor, line: Controleregel) -> bool:
    if wie.rol == Rolsoort.KASSIER:
        return wie.organisatie_id == line.controle.organisatie_id
    if wie.organisatie_id == line.organisatie_id:
        return False
    return wie.rol == Rolsoort.COORDINATOR or (
        wie.rol == Rolsoort.BELEID and wie.organisatie_id == line.deel.fonds.eigenaar_id
    )


def second_of(wie: Actor, lines: QuerySet[Controleregel]) -> QuerySet[Controleregel]:
    """Of these payments, those of which this role may make the finding final: as `_second`."""
    if wie.rol == Rolsoort.KASSIER:
        return lines.filter(controle__organisatie=wie.organisatie_id)
    others = lines.exclude(organisatie=wie.organisatie_id)
    if wie.rol == Rolsoort.BELEID:
        return others.filter(deel__fonds__eigenaar=wie.organisatie_id)
    return others if wie.rol == Rolsoort.COORDINATOR else lines.none()


def may_answer(wie: Actor, page: Regelpagina) -> bool:
    """Whether this person works for the partner that this was paid to."""
    return wie.rol in PROFESSIONALS and wie.organisatie_id == page.regel.organisatie_id
