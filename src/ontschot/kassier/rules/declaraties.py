"""What the system checks of a declaratie, and what people call it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ontschot.kassier.rules.orders import above_ceiling
from ontschot.web.format import aantal

PRAKTIJKLEREN = "praktijkleren"


@dataclass(frozen=True)
class Beoordeling:
    """One check of a declaratie by the system, with its outcome and the lines it is about."""

    regel: str
    goed: bool
    uitkomst: str
    regels: tuple[str, ...] = ()


@dataclass(frozen=True)
class TeToetsen:
    """What the checks need of one line. `cent` is declared, `bedrag_cent` was ordered.

    `geclaimd_cent` is what all live lines of the order claim together. `aanbieder_bekend`: the
    register knows a number of the provider. `creditnota`: one waits that makes this order cost
    less. `bewijs` and `gevraagd` are kinds of evidence, `dubbele_factuur` an invoice number that
    stands with another order.
    """

    nummer: str
    cent: int
    bedrag_cent: int
    plafond_cent: int | None
    reden_boven_plafond: str
    boekdatum: date
    geclaimd_cent: int = 0
    gestart_op: date | None = None
    geleverd: bool = True
    aanwezigheid_bekend: bool = True
    doelgroep_vast: bool = True
    rubriek: str = ""
    reserveringsnummer: str = ""
    aanbieder_bekend: bool = True
    creditnota: bool = False
    bewijs: frozenset[str] = frozenset()
    gevraagd: frozenset[str] = frozenset()
    dubbele_factuur: str = ""


@dataclass(frozen=True)
class _Regel:
    """A rule: its name, which lines fall short, and what is said of those."""

    naam: str
    mist: Callable[[TeToetsen, date], bool]
    wat: str


RULES = (
    _Regel(
        "Bedrag binnen de regeling",
        lambda r, _: above_ceiling(r.bedrag_cent, r.plafond_cent),
        "boven plafond, met reden",
    ),
    _Regel(
        "Besteld vóór het einde van de periode",
        lambda r, periode: r.boekdatum > last_of_month(periode),
        "later besteld",
    ),
    _Regel("Hele verplichting", lambda r, _: r.cent < r.bedrag_cent, "voor een deel"),
    _Regel(
        "Niet meer dan besteld",
        lambda r, _: max(r.cent, r.geclaimd_cent) > r.bedrag_cent,
        "boven de bestelling",
    ),
    _Regel(
        "Besteld vóór de start",
        lambda r, _: r.gestart_op is not None and r.boekdatum > r.gestart_op,
        "na de start besteld",
    ),
    _Regel("Geleverd", lambda r, _: not r.geleverd, "nog niet klaar"),
    _Regel(
        "Aanwezigheid vastgelegd", lambda r, _: not r.aanwezigheid_bekend, "zonder aanwezigheid"
    ),
    _Regel("Doelgroep vastgelegd", lambda r, _: not r.doelgroep_vast, "zonder doelgroep"),
    _Regel(
        "Reserveringsnummer bij praktijkleren",
        lambda r, _: r.rubriek == PRAKTIJKLEREN and not r.reserveringsnummer,
        "zonder nummer",
    ),
    _Regel(
        "Aanbieder bekend",
        lambda r, _: not r.aanbieder_bekend,
        "met een aanbieder zonder KvK-nummer, btw-nummer of bevestigde rekening",
    ),
    _Regel("Geen creditnota open", lambda r, _: r.creditnota, "met een creditnota die wacht"),
    _Regel("Gevraagd bewijs aanwezig", lambda r, _: bool(r.gevraagd - r.bewijs), "zonder bewijs"),
    _Regel(
        "Factuurnummer niet eerder gebruikt",
        lambda r, _: bool(r.dubbele_factuur),
        "met een dubbel factuurnummer",
    ),
)


def check_lines(periode: date, regels: Iterable[TeToetsen]) -> list[Beoordeling]:
    """The checks that the kassier sees beside a declaratie: each rule with what came of it."""
    lines = list(regels)
    return [
        _outcome(rule.naam, [line for line in lines if rule.mist(line, periode)], rule.wat)
        for rule in RULES
    ]


def _outcome(regel: str, found: list[TeToetsen], wat: str) -> Beoordeling:
    if not found:
        return Beoordeling(regel, goed=True, uitkomst="goed")
    numbers = ", ".join(r.nummer for r in found[:5]) + (" …" if len(found) > 5 else "")
    return Beoordeling(
        regel,
        goed=False,
        uitkomst=f"{aantal(len(found), 'regel', 'regels')} {wat}: {numbers}",
        regels=tuple(r.nummer for r in found),
    )


def last_of_month(day: date) -> date:
    first_of_next = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return first_of_next - timedelta(days=1)


def kenmerk(periode: date, code: str, volgnummer: int) -> str:
    """What people call a declaratie: `2026-03-FNV`, and `2026-03-FNV-2` for the second."""
    first = f"{periode:%Y-%m}-{code.upper()}"
    return first if volgnummer == 1 else f"{first}-{volgnummer}"


def submit_before(periode: date, dagen: int | None) -> date | None:
    """The last day on which a month may be handed in; None when no term was agreed."""
    return last_of_month(periode) + timedelta(days=dagen) if dagen else None


def judge_before(ingediend: date, dagen: int | None) -> date | None:
    """The last day on which the kassier judges; None when no term was agreed."""
    return ingediend + timedelta(days=dagen) if dagen else None
