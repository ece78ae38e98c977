"""What a controle found, in numbers and euros, and what that says of what was not looked at.

Pure. Amounts are in cents. The draw itself is `kassier.rules.steekproef`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import comb

from ontschot.kassier.rules import Steekproefmaat, draw

FOUT, ONVOLLEDIG = "fout", "onvolledig"
FOUTEN = (FOUT, ONVOLLEDIG)


@dataclass(frozen=True)
class Opzet:
    """How a controle is done: how many payments, and terms in days. See `models.Controle`."""

    maat: Steekproefmaat
    antwoord_dagen: int
    reactie_dagen: int
    uitstel_dagen: int = 0
    tolerantie_procent: float | None = None
    betrouwbaarheid_procent: int | None = None
    bron: str = ""


def draw_of(
    zaad: str, fonds: str, betalingen: Iterable[tuple[int, int]], maat: Steekproefmaat
) -> tuple[int, ...]:
    """The numbers in the journaal that are looked at, of payments given as (number, cents).

    Each fonds is drawn apart: the key of the fonds is part of the seed, so equal numbers of two
    fondsen are not drawn together.
    """
    return draw(f"{zaad}:{fonds}", betalingen, maat)


@dataclass(frozen=True)
class Gezien:
    """One payment that was looked at; `oordeel` is empty while its finding is not final.

    `altijd`: it was in the sample because of its amount, not by chance.
    """

    deel: int
    cent: int
    altijd: bool
    oordeel: str = ""
    fout_cent: int = 0


@dataclass(frozen=True)
class Schatting:
    """What the payments drawn by chance say of all payments of one fonds. Cents.

    `fout_cent` is an unbiased estimate: what was seen, scaled up. `hoogstens_fout` is the number
    of faulty payments that, with the chosen confidence, the whole does not exceed; exact
    (hypergeometric), whatever the size.
    """

    fout_cent: int
    hoogstens_fout: int
    betalingen: int


@dataclass(frozen=True)
class Deel:
    """The outcome of one fonds, or of all of them together."""

    populatie: int
    populatie_cent: int
    gezien: int
    gezien_cent: int
    klaar: int
    klaar_cent: int
    fout: int
    fout_cent: int
    onvolledig: int
    onvolledig_cent: int
    schatting: Schatting | None = None

    @property
    def aandeel_regels(self) -> float | None:
        """Payments with a fault or without proof, as part of what is final; None: nothing yet."""
        return (self.fout + self.onvolledig) / self.klaar if self.klaar else None

    @property
    def aandeel_cent(self) -> float | None:
        """Euros that are wrong or not proven, as part of the euros of what is final."""
        if not self.klaar_cent:
            return None
        return (self.fout_cent + self.onvolledig_cent) / self.klaar_cent

    @property
    def is_klaar(self) -> bool:
        return self.klaar == self.gezien

    def boven(self, tolerantie_procent: float | None) -> bool | None:
        """Whether more is wrong than was agreed to bear; None when nothing was agreed or seen."""
        if tolerantie_procent is None or self.aandeel_cent is None:
            return None
        return self.aandeel_cent * 100 > tolerantie_procent


def outcome(
    populatie: Mapping[int, tuple[int, int]],
    gezien: Iterable[Gezien],
    betrouwbaarheid_procent: int | None,
) -> dict[int, Deel]:
    """Per fonds what was found; `populatie` is per fonds (number of payments, cents)."""
    per: dict[int, list[Gezien]] = {deel: [] for deel in populatie}
    for row in gezien:
        per[row.deel].append(row)
    return {
        deel: _part(number, cent, per[deel], betrouwbaarheid_procent)
        for deel, (number, cent) in populatie.items()
    }


def _part(populatie: int, cent: int, rows: list[Gezien], procent: int | None) -> Deel:
    wrong = {kind: [r for r in rows if r.oordeel == kind] for kind in FOUTEN}
    done = [row for row in rows if row.oordeel]
    return Deel(
        populatie=populatie,
        populatie_cent=cent,
        gezien=len(rows),
        gezien_cent=sum(r.cent for r in rows),
        klaar=len(done),
        klaar_cent=sum(r.cent for r in done),
        fout=len(wrong[FOUT]),
        fout_cent=sum(r.fout_cent for r in wrong[FOUT]),
        onvolledig=len(wrong[ONVOLLEDIG]),
        onvolledig_cent=sum(r.fout_cent for r in wrong[ONVOLLEDIG]),
        schatting=estimate(populatie, rows, procent) if len(done) == len(rows) else None,
    )


def together(delen: Iterable[Deel]) -> Deel:
    """All fondsen; estimates add up, the confidence of a bound does not, so that is left out."""
    rows = list(delen)
    return Deel(
        populatie=sum(d.populatie for d in rows),
        populatie_cent=sum(d.populatie_cent for d in rows),
        gezien=sum(d.gezien for d in rows),
        gezien_cent=sum(d.gezien_cent for d in rows),
        klaar=sum(d.klaar for d in rows),
        klaar_cent=sum(d.klaar_cent for d in rows),
        fout=sum(d.fout for d in rows),
        fout_cent=sum(d.fout_cent for d in rows),
        onvolledig=sum(d.onvolledig for d in rows),
        onvolledig_cent=sum(d.onvolledig_cent for d in rows),
    )


def estimate(
    populatie: int, rows: Iterable[Gezien], betrouwbaarheid_procent: int | None
) -> Schatting | None:
    """What the sample says of the whole; None when nothing was drawn by chance, or all was seen.

    Payments that are always looked at count as what they are. Those below that amount that came
    in by chance are a simple random sample of all payments below it, so their fault per payment,
    times how many there are, is an unbiased estimate.
    """
    seen = list(rows)
    chance = [row for row in seen if not row.altijd]
    rest = populatie - sum(1 for row in seen if row.altijd)
    if betrouwbaarheid_procent is None or not chance or len(chance) == rest:
        return None
    sure = [row for row in seen if row.altijd]
    scaled = rest * sum(_wrong_cent(row) for row in chance) / len(chance)
    most = at_most(
        rest, len(chance), sum(1 for row in chance if row.oordeel in FOUTEN),
        betrouwbaarheid_procent,
    )  # fmt: skip
    return Schatting(
        fout_cent=sum(_wrong_cent(row) for row in sure) + round(scaled),
        hoogstens_fout=sum(1 for row in sure if row.oordeel in FOUTEN) + most,
        betalingen=populatie,
    )


def _wrong_cent(row: Gezien) -> int:
    return row.fout_cent if row.oordeel in FOUTEN else 0


def at_most(populatie: int, getrokken: int, fout: int, procent: int) -> int:
    """How many faulty ones there can be among `populatie`, with this confidence.

    The largest number with which seeing so few faults has a chance of more than 100 - `procent`
    in 100 (one-sided hypergeometric bound; whole numbers, so nothing is rounded).
    """
    low, high = fout, populatie - (getrokken - fout)
    total = comb(populatie, getrokken)
    while low < high:
        middle = (low + high + 1) // 2
        ways = sum(
            comb(middle, k) * comb(populatie - middle, getrokken - k) for k in range(fout + 1)
        )
        if ways * 100 > total * (100 - procent):
            low = middle
        else:
            high = middle - 1
    return low


@dataclass(frozen=True)
class Laatste:
    """The last finding of a payment, as far as it says whose turn it is."""

    oordeel: str
    gereageerd: bool
    eens: bool | None
    door: int | None


def turn(status: str, uiterlijk: date | None, laatste: Laatste | None, today: date) -> str:
    """Who has to do something: `partner`, `beoordelen`, `wegen`, `tweede`, or nobody (`klaar`).

    `wegen`: the partner does not agree, so whoever judges looks once more, or a second person
    makes it final all the same.
    """
    over = uiterlijk is not None and uiterlijk < today
    if status in ("compleet", "beantwoord"):
        return "beoordelen"
    if status == "gevraagd":
        return "beoordelen" if over else "partner"
    if status != "voorlopig" or laatste is None:
        return "klaar"
    if laatste.gereageerd:
        return "tweede" if laatste.eens else "wegen"
    return "tweede" if laatste.oordeel == "in_orde" or over else "partner"


def partner_late(status: str, uiterlijk: date | None, laatste: Laatste | None, today: date) -> bool:
    """Whether the partner let its term pass. Who answered or reacted is not late afterwards."""
    if uiterlijk is None or uiterlijk >= today:
        return False
    if status == "gevraagd":
        return True
    unheard = laatste is not None and not laatste.gereageerd and laatste.oordeel != "in_orde"
    return status == "voorlopig" and unheard
