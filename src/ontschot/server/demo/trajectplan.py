"""From a plan to its end: arrangement, toets, besluit, order and how it went (pure).

Everything is drawn as it would go, and stops where `klok.nu` or the wish `stopt_bij` says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from ontschot.server.demo import zinnen
from ontschot.server.demo.aanbod import Dienst, draw_dienst, voorliggend
from ontschot.server.demo.klok import Klok, day_of
from ontschot.server.demo.plan import Besluit, Collega, Interventie, Order, Toets

# A partner may decide by itself up to this price (demo: the region chooses it).
MANDAAT_CENT = 50_000


@dataclass(frozen=True)
class Bezetting:
    """Who works in a region, and what is on its menukaart."""

    klok: Klok
    collegas: tuple[Collega, ...]
    aanbod: Mapping[str, Dienst]

    def bij(self, organisatie: str, *, niet: Collega | None = None) -> list[Collega]:
        """The hulpverleners of a partner, without one of them."""
        return [
            c
            for c in self.collegas
            if c.organisatie == organisatie
            and c.rol in {"gids", "loopbaancoach", "consulent"}
            and (niet is None or c.sleutel != niet.sleutel)
        ]

    def bij_een_ander(self, wie: Collega) -> list[Collega]:
        """The hulpverleners of the other partners."""
        return [
            c
            for c in self.collegas
            if c.rol in {"gids", "loopbaancoach", "consulent"} and c.organisatie != wie.organisatie
        ]

    @property
    def coordinator(self) -> Collega:
        return next(c for c in self.collegas if c.rol == "coordinator")


@dataclass(frozen=True)
class Vraagstelling:
    """What the interventies of one dossier have in common."""

    doelgroep: str
    situaties: frozenset[str]
    partij: str
    inkoper: str
    contact: Collega
    gekozen: bool = False


def draw_interventie(
    rng: Random,
    bezetting: Bezetting,
    stelling: Vraagstelling,
    gepland_op: datetime,
    *,
    dienst: str = "",
    stopt_bij: str = "",
) -> Interventie:
    """One interventie that was planned then. `stopt_bij`: a status that it certainly keeps."""
    aanbod, klok = bezetting.aanbod, bezetting.klok
    found = aanbod.get(dienst) or draw_dienst(rng, aanbod, stelling.partij, stelling.situaties)
    done = None if stopt_bij == "gepland" else klok.na(rng, gepland_op, 1, 8)
    planned = _planned(rng, bezetting, stelling, found, gepland_op=gepland_op, done=done)
    gevraagd = klok.na(rng, done, 0, 2)
    if gevraagd is None:
        return planned
    besluit = draw_besluit(
        rng,
        bezetting,
        stelling,
        cent=found.prijs_cent,
        gevraagd_op=gevraagd,
        stopt_bij=stopt_bij,
    )
    status = "besluit_gevraagd" if besluit.uitkomst == "open" else besluit.uitkomst
    decided = replace(planned, status=status, besluit=besluit)
    return _bought(rng, bezetting, decided, stopt_bij) if status == "toegekend" else decided


def _planned(
    rng: Random,
    bezetting: Bezetting,
    stelling: Vraagstelling,
    dienst: Dienst,
    *,
    gepland_op: datetime,
    done: datetime | None,
) -> Interventie:
    """As it was planned, with its toets: finished at `done`, or not yet."""
    facilities = voorliggend(bezetting.aanbod, dienst, stelling.situaties)
    return Interventie(
        soort=dienst.interventiesoort,
        omschrijving=dienst.naam,
        aanbieder=dienst.aanbieder,
        inkoper=stelling.inkoper,
        doelgroep=stelling.doelgroep,
        gevraagd_cent=dienst.prijs_cent,
        btw=dienst.btw,
        gepland_op=gepland_op,
        door=stelling.contact,
        status="gepland",
        dienst=dienst.sleutel,
        gekozen=stelling.gekozen,
        toets=draw_toets(
            rng,
            bezetting.klok,
            facilities,
            door=stelling.contact,
            gepland_op=gepland_op,
            gedaan_op=done,
        ),
        toets_gedaan_op=done,
    )


def draw_toets(
    rng: Random,
    klok: Klok,
    diensten: Sequence[Dienst],
    *,
    door: Collega,
    gepland_op: datetime,
    gedaan_op: datetime | None,
) -> tuple[Toets, ...]:
    """The facilities with their answers; an unfinished toets misses the last one or two."""
    open_from = len(diensten) if gedaan_op else max(0, len(diensten) - rng.randint(1, 2))
    lines = []
    for place, dienst in enumerate(diensten):
        if place >= open_from:
            lines.append(Toets(dienst.naam, dienst.sleutel))
            continue
        antwoord, reden = zinnen.toetsantwoord(rng, dienst.sleutel)
        last = gedaan_op or klok.nu
        op = gepland_op + (last - gepland_op) * rng.random()
        lines.append(Toets(dienst.naam, dienst.sleutel, antwoord, reden, door, op))
    return tuple(lines)


def draw_besluit(
    rng: Random,
    bezetting: Bezetting,
    stelling: Vraagstelling,
    *,
    cent: int,
    gevraagd_op: datetime,
    stopt_bij: str,
) -> Besluit:
    """In the casusoverleg, or by mandaat of a colleague of the buyer when it is not much."""
    contact, klok = stelling.contact, bezetting.klok
    asked = Besluit(gevraagd_op, contact, zinnen.sentence(rng, "vraag_aan_overleg"))
    if stopt_bij == "besluit_gevraagd":
        return asked
    colleagues = bezetting.bij(stelling.inkoper, niet=contact)
    if cent <= MANDAAT_CENT and colleagues and rng.random() < 0.8:
        wijze, door = "mandaat", rng.choice(colleagues)
        besloten = klok.na(rng, gevraagd_op, 0, 2)
    else:
        wijze, door = "casusoverleg", bezetting.coordinator
        besloten = klok.overleg_na(gevraagd_op)
    if besloten is None:
        return asked
    refused = not stopt_bij and wijze == "casusoverleg" and rng.random() < 0.07
    return Besluit(
        gevraagd_op=gevraagd_op,
        gevraagd_door=contact,
        vraag=asked.vraag,
        uitkomst="afgewezen" if refused else "toegekend",
        wijze=wijze,
        besloten_op=besloten,
        besloten_door=door,
        motivering=zinnen.sentence(rng, "afgewezen" if refused else "motiveringen"),
        afwijkend=(
            zinnen.sentence(rng, "afwijkend")
            if wijze == "casusoverleg" and rng.random() < 0.06
            else ""
        ),
    )


def _bought(rng: Random, bezetting: Bezetting, granted: Interventie, stopt_bij: str) -> Interventie:
    """After the grant: the order, unless it was not needed any more."""
    klok, besluit = bezetting.klok, granted.besluit
    if stopt_bij == "toegekend" or besluit is None:
        return granted
    lapsed = klok.na(rng, besluit.besloten_op, 3, 12)
    if lapsed and not stopt_bij and rng.random() < 0.03:
        return replace(granted, status="vervallen", afgesloten_op=day_of(lapsed))
    besteld = klok.na(rng, besluit.besloten_op, 0, 6)
    if besteld is None:
        return granted
    buyers = bezetting.bij(granted.inkoper)
    own = [c for c in buyers if c.sleutel == granted.door.sleutel]
    cent = granted.gevraagd_cent
    if rng.random() < 0.25:
        # Offered for a little less; in whole euros.
        cent -= cent * rng.randint(3, 12) // 10_000 * 100
    order = Order(besteld, rng.choice(own or buyers), cent)
    ordered = replace(granted, status="verplicht", order=order)
    return ordered if stopt_bij == "verplicht" else _carried_out(rng, klok, ordered, besteld)


def _carried_out(rng: Random, klok: Klok, ordered: Interventie, besteld: datetime) -> Interventie:
    """The start and the end of what was ordered; one in twenty-five stops halfway."""
    started = klok.na(rng, besteld, 2, 18)
    if started is None:
        return ordered
    running = replace(ordered, status="loopt")
    lo, hi = days_it_takes(ordered.gevraagd_cent)
    if rng.random() < 0.04 and (broken := klok.na(rng, started, lo // 2 + 1, lo + 1)):
        return replace(
            running,
            status="afgebroken",
            afgesloten_op=day_of(broken),
            reden_afgebroken=zinnen.sentence(rng, "afgebroken"),
        )
    ended = klok.na(rng, started, lo, hi)
    return replace(running, status="afgerond", afgesloten_op=day_of(ended)) if ended else running


def days_it_takes(cent: int) -> tuple[int, int]:
    """How long a service of this price takes, in days from start to end."""
    if cent < 15_000:
        return 1, 10
    if cent < 70_000:
        return 14, 60
    return (30, 120) if cent < 200_000 else (90, 240)
