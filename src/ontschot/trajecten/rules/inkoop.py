"""Before shared money is spent: the six questions, the shares of the payers, how long it lasts."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ontschot.trajecten.rules.dagen import add_months

# KplusV, paragraaf 4.2: what the casusoverleg asks before it buys.
VRAGEN = {
    "regulier": "Is er gewone hulp, en is die genoeg?",
    "plicht": "Moet de werkgever of de sector dit betalen?",
    "bijdrage": "Kan de kandidaat of de werkgever een deel betalen?",
    "gemotiveerd": "Wil de kandidaat dit, en kan het nu?",
    "kansrijk": "Is het een kansrijk beroep, of is er een baangarantie?",
    "blijvend": "Helpt dit voor langere tijd?",
}
# The answers that speak against buying: they need a line that says why it goes on.
TEGEN = {"regulier": "ja", "plicht": "ja", "gemotiveerd": "nee", "blijvend": "nee"}
# The kinds that lead to a profession, for which a region may ask for a kansrijk beroep.
SCHOLING = frozenset(
    {
        "scholing_beroep",
        "scholing_vaardigheid",
        "praktijkverklaring",
        "mbo_certificaat",
        "mbo_diploma",
    }
)
# Praktijkleren in het mbo: always in an erkend leerbedrijf (Eva, step EW06; RVO).
PRAKTIJKLEREN = frozenset({"praktijkverklaring", "mbo_certificaat", "mbo_diploma"})
# Facts in which there is an employer who may have a duty.
MET_WERKGEVER = frozenset({"in_dienst"})
ONBEKEND = ("onbekend", "")


@dataclass(frozen=True)
class Bekend:
    """What is known already when somebody comes to the six questions.

    `antwoorden` are those of the voorliggend-toets, `betalers` who else pays a share,
    `kansrijk_zin` says where the trade stands on the list of the region, if it does.
    """

    antwoorden: Collection[str] = ()
    betalers: Collection[str] = ()
    situaties: Collection[str] = ()
    plan_agreed: bool = False
    scholing: bool = False
    kansrijk_zin: str = ""


@dataclass(frozen=True)
class Kansrijk:
    """What the answer about a kansrijk beroep rests on: a trade of the list, who promises a job."""

    beroep: str = ""
    baangarantie_van: str = ""

    def __bool__(self) -> bool:
        return bool(self.beroep or self.baangarantie_van)


GEEN_KANSRIJK = Kansrijk()


def named_trade(text: str, trades: Iterable[str]) -> str:
    """The longest of these trades that stands in the text as a word; empty when none does."""
    found = (trade for trade in trades if re.search(_as_word(trade), text, re.IGNORECASE))
    return max(found, key=len, default="")


def _as_word(trade: str) -> str:
    return rf"(?<!\w){re.escape(trade)}(?!\w)"


def suggest(known: Bekend) -> dict[str, tuple[str, str]]:
    """For each of the six an answer with its line, as far as it is known; else `onbekend`."""
    pays = {"werkgever", "oeno"} & set(known.betalers)
    part = {"werkgever", "kandidaat"} & set(known.betalers)
    employed = MET_WERKGEVER & set(known.situaties)
    return {
        "regulier": (
            ("ja", "Wordt ook gebruikt, maar is niet genoeg.")
            if "gebruikt" in known.antwoorden
            else ("nee", "Zie de toets.")
        ),
        "plicht": (
            ("ja", "Betaalt al een deel mee.")
            if pays
            else ONBEKEND
            if employed
            else ("nee", "Er is nu geen werkgever.")
        ),
        "bijdrage": ("ja", "Betaalt al een deel mee.") if part else ONBEKEND,
        "gemotiveerd": ("ja", "Ging akkoord met het plan.") if known.plan_agreed else ONBEKEND,
        "kansrijk": _kansrijk(known),
        "blijvend": ONBEKEND,
    }


def _kansrijk(known: Bekend) -> tuple[str, str]:
    if not known.scholing:
        return ("onbekend", "Het is geen scholing.")
    return ("ja", known.kansrijk_zin) if known.kansrijk_zin else ONBEKEND


def check_problems(
    answers: dict[str, tuple[str, str]],
    *,
    scholing: bool,
    kansrijk_vorm: str = "",
    kansrijk: Kansrijk = GEEN_KANSRIJK,
) -> dict[str, str]:
    """Per question why the answer is not complete; empty when the six are done.

    `kansrijk_vorm` is what the region asks for scholing (`models.inkoop.VORMEN`), empty: nothing.
    """
    problems = {}
    for vraag in VRAGEN:
        antwoord, omdat = answers.get(vraag, ("", ""))
        if antwoord not in {"ja", "nee", "onbekend"}:
            problems[vraag] = "Kies ja, nee of onbekend."
        elif TEGEN.get(vraag) == antwoord and not omdat.strip():
            problems[vraag] = "Schrijf in één zin waarom je toch wilt inkopen."
    if "kansrijk" not in problems:
        asked = kansrijk_vorm if scholing else ""
        if problem := kansrijk_problem(answers["kansrijk"], asked, kansrijk):
            problems["kansrijk"] = problem
    return problems


def kansrijk_problem(answer: tuple[str, str], vorm: str, kansrijk: Kansrijk) -> str:
    """Why the answer about the kansrijk beroep does not do; empty when it does.

    A trade that is not on the list counts with words beside it: the list proposes, and never
    decides. A promise of a job names who promises it.
    """
    antwoord, omdat = answer
    if kansrijk and antwoord != "ja":
        return "Je koos een beroep of een baangarantie. Antwoord dan ja, of haal dat weg."
    if not vorm:
        return ""
    if vorm == "baangarantie":
        enough, asked = bool(kansrijk.baangarantie_van), "een baangarantie. Schrijf op van wie."
    elif vorm == "beroep":
        enough = bool(kansrijk.beroep or omdat.strip())
        asked = "een kansrijk beroep. Kies of schrijf op welk beroep."
    else:
        enough = bool(kansrijk or omdat.strip())
        asked = "een kansrijk beroep of een baangarantie. Kies of schrijf op welke."
    return "" if antwoord == "ja" and enough else f"Deze regio vraagt bij scholing {asked}"


def share_of_fund(prijs_cent: int, delen_cent: Iterable[int]) -> int:
    """What is left for shared money, in cents; zero or less when the others pay it all."""
    return prijs_cent - sum(delen_cent)


def shares(total_cent: int, persons: int) -> list[int]:
    """The price per person of a group; the rest goes to the first ones, so that it adds up."""
    each, rest = divmod(total_cent, persons)
    return [each + (place < rest) for place in range(persons)]


def months_between(van: date, tot: date) -> int:
    """How many months a period takes, both days included, rounded up."""
    months = 1
    while add_months(van, months) - timedelta(days=1) < tot:
        months += 1
    return months


@dataclass(frozen=True)
class Duur:
    """How long it lasts and may last, in months. `eerder` is what went before of this kind.

    `per_keer` is the longest one purchase may last (werkfitplek: three months), None without.
    """

    maanden: int
    grens: int | None
    per_keer: int | None = None
    eerder: int = 0


def duration_problem(duur: Duur | None, reden: str) -> str:
    """Why the length does not go through yet; empty when it may."""
    if duur is None:
        return ""
    if duur.per_keer and duur.maanden > duur.per_keer:
        return (
            f"Deze soort koop je per {duur.per_keer} maanden. Maak de stap korter; "
            "daarna kun je verlengen met een nieuwe stap."
        )
    if too_long(duur) and not reden:
        samen = duur.maanden + duur.eerder
        return (
            f"Dit duurt {samen} maanden. De grens is {duur.grens} maanden. Vraag de coördinator "
            "of het langer mag, of maak de stap korter."
        )
    return ""


def too_long(duur: Duur | None) -> bool:
    return bool(duur and duur.grens and duur.maanden + duur.eerder > duur.grens)
