"""Which line of the bank belongs to which payment of ours. Pure.

A payment is recognised by its EndToEndId (or a whole file by its MsgId), and then amount and
account must be the same too. Whatever is only nearly right goes to a person, with the reason.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from ontschot.kassier.bankbericht import Antwoord, Bankbericht, Regel
from ontschot.web.format import euro

# What a bank answers to a payment (ISO 20022, ExternalPaymentTransactionStatus1Code).
GEWEIGERD = frozenset({"RJCT", "CANC"})
BETAALD = frozenset({"ACSC", "ACCC"})
STATUS_ZIN = {
    "geweigerd": "De bank weigerde deze betaling eerder, en hier gaat het geld toch weg.",
    "vervallen": "Deze betaling is geannuleerd, en hier gaat het geld toch weg.",
    "teruggekomen": "Deze betaling kwam al terug, en hier gaat het geld nog eens weg.",
}


@dataclass(frozen=True)
class Gezonden:
    """A payment as it was sent. `gezien`: the directions in which a statement showed it.

    `teruggevorderd`: some of it is asked back, or came back in another way.
    """

    nummer: int
    kenmerk: str
    bericht: str
    cent: int
    iban: str
    status: str
    gezien: frozenset[str] = frozenset()
    teruggevorderd: bool = False


@dataclass(frozen=True)
class Uitkomst:
    """What a line of the bank does. `gezonden` is None when it does nothing of ours."""

    regel: Regel | Antwoord
    uitkomst: str
    cent: int
    gezonden: Gezonden | None = None
    uitleg: str = ""


@dataclass
class Matching:
    """Goes through the lines in their order and remembers what they did so far."""

    gezonden: dict[str, Gezonden]
    uitkomsten: list[Uitkomst] = field(default_factory=list)

    def of_file(self, bericht: str) -> list[Gezonden]:
        return [g for g in self.gezonden.values() if g.bericht == bericht]

    def did(self, regel: Regel | Antwoord, uitkomst: str, sent: Gezonden) -> None:
        status = {"betaald": "bevestigd", "geweigerd": "geweigerd", "terug": "teruggekomen"}
        seen = sent.gezien | ({regel.richting} if isinstance(regel, Regel) else set())
        self.gezonden[sent.kenmerk] = replace(
            sent, status=status.get(uitkomst, sent.status), gezien=frozenset(seen)
        )
        self.uitkomsten.append(Uitkomst(regel, uitkomst, sent.cent, sent))

    def unknown(self, regel: Regel | Antwoord, uitleg: str) -> None:
        cent = regel.cent or 0
        self.uitkomsten.append(Uitkomst(regel, "onbekend", cent, uitleg=uitleg))


def match(bericht: Bankbericht, gezonden: Iterable[Gezonden]) -> list[Uitkomst]:
    """One outcome per line; more than one where the bank booked a whole file as one amount."""
    work = Matching({sent.kenmerk: sent for sent in gezonden})
    for afschrift in bericht.afschriften:
        for regel in afschrift.regels:
            _movement(work, regel)
    for antwoord in bericht.antwoorden:
        _answer(work, antwoord)
    return work.uitkomsten


def _movement(work: Matching, regel: Regel) -> None:
    sent = work.gezonden.get(regel.kenmerk)
    if sent is None:
        _whole_file(work, regel)
    elif problem := _differs(sent, regel):
        work.unknown(regel, problem)
    elif regel.richting in sent.gezien:
        work.unknown(regel, f"Betaling {sent.kenmerk} staat al op een afschrift. Is zij dubbel?")
    elif regel.richting == "bij":
        _came_back(work, regel, sent)
    elif sent.status == "open":
        work.did(regel, "betaald", sent)
    elif sent.status == "bevestigd":
        work.did(regel, "bekend", sent)
    else:
        work.unknown(regel, STATUS_ZIN[sent.status])


def _came_back(work: Matching, regel: Regel, sent: Gezonden) -> None:
    if sent.status == "bevestigd" and sent.teruggevorderd:
        work.unknown(
            regel,
            f"Van betaling {sent.kenmerk} wordt al geld teruggevorderd. Plaats dit bij de "
            "terugvordering, of sluit die eerst af.",
        )
    elif sent.status == "bevestigd":
        work.did(regel, "terug", sent)
    else:
        work.unknown(
            regel, f"Betaling {sent.kenmerk} staat niet op betaald, dus zij kan niet terugkomen."
        )


def _differs(sent: Gezonden, regel: Regel) -> str:
    if sent.cent != regel.cent:
        return (
            f"Betaling {sent.kenmerk} is {euro(sent.cent)}, en hier staat {euro(regel.cent)}. "
            "Vraag de bank waar het verschil door komt."
        )
    if regel.tegenrekening and regel.tegenrekening.replace(" ", "") != sent.iban:
        return f"Betaling {sent.kenmerk} ging naar een andere rekening dan hier staat."
    return ""


def _whole_file(work: Matching, regel: Regel) -> None:
    """The bank booked all payments of a file as one amount."""
    lines = work.of_file(regel.bericht) if regel.bericht and not regel.kenmerk else []
    due = [s for s in lines if s.status in ("open", "bevestigd") and regel.richting not in s.gezien]
    if regel.richting == "bij" or not due:
        work.unknown(regel, "Geen betaling van ons heeft dit kenmerk.")
    elif sum(s.cent for s in due) != regel.cent:
        work.unknown(
            regel,
            f"Van bestand {regel.bericht} staat nog {euro(sum(s.cent for s in due))} open, en "
            f"hier staat {euro(regel.cent)}.",
        )
    else:
        for sent in due:
            work.did(regel, "betaald" if sent.status == "open" else "bekend", sent)


def _answer(work: Matching, antwoord: Antwoord) -> None:
    uitkomst = _answered(antwoord.status)
    if not antwoord.kenmerk:
        # Single answers came first, so here are the ones that the bank said nothing else about.
        for sent in work.of_file(antwoord.bericht):
            if sent.status == "open" and uitkomst != "aangenomen":
                work.did(antwoord, uitkomst, sent)
        if uitkomst == "aangenomen" or not work.of_file(antwoord.bericht):
            _of_no_payment(work, antwoord, uitkomst)
        return
    known = work.gezonden.get(antwoord.kenmerk)
    if known is None or known.bericht != antwoord.bericht:
        work.unknown(antwoord, "Geen betaling van ons heeft dit kenmerk.")
    elif antwoord.cent is not None and antwoord.cent != known.cent:
        work.unknown(
            antwoord,
            f"Betaling {known.kenmerk} is {euro(known.cent)}, en de bank antwoordt op "
            f"{euro(antwoord.cent)}.",
        )
    elif uitkomst == "aangenomen" or known.status == "open":
        work.did(antwoord, uitkomst, known)
    elif known.status == {"betaald": "bevestigd"}.get(uitkomst, uitkomst):
        work.did(antwoord, "bekend", known)
    else:
        work.unknown(antwoord, f"Betaling {known.kenmerk} staat bij ons al op ‘{known.status}’.")


def _of_no_payment(work: Matching, antwoord: Antwoord, uitkomst: str) -> None:
    if work.of_file(antwoord.bericht):
        work.uitkomsten.append(Uitkomst(antwoord, uitkomst, 0))
    else:
        work.unknown(antwoord, "Ontschot stuurde geen bestand met dit kenmerk.")


def _answered(status: str) -> str:
    if status in GEWEIGERD:
        return "geweigerd"
    return "betaald" if status in BETAALD else "aangenomen"


def totals(uitkomsten: Iterable[Uitkomst]) -> Mapping[str, tuple[int, int]]:
    """Per outcome (how many, cents), in a fixed order and without the empty ones."""
    found: dict[str, tuple[int, int]] = {}
    names = ["betaald", "geweigerd", "terug", "onbekend", "bekend", "aangenomen"]
    rows = list(uitkomsten)
    for name in names:
        mine = [u for u in rows if u.uitkomst == name]
        if mine:
            found[name] = (len(mine), sum(u.cent for u in mine))
    return found
