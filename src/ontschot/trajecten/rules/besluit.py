"""What must be there before a besluit may be asked."""

from dataclasses import dataclass

from ontschot.trajecten.rules.inkoop import Duur, duration_problem

# Art. 3 of the regeling (tijdelijke impuls banenafspraak) knows no weighing (Eva, step EW01).
WITHOUT_WEIGHING = frozenset({"banenafspraak"})


SUPPORT_NEEDED = "ondersteuning_nodig"


@dataclass(frozen=True)
class Stand:
    """How an interventie stands when somebody wants to ask a besluit.

    `oordeel` is that of the current advies, None without one. Amounts in cents;
    `plafond_cent` None: the regeling of that day names no amount.
    """

    doelgroep: str
    oordeel: str | None
    plan_agreed: bool
    open_toetsregels: int
    toets_done: bool
    gevraagd_cent: int
    plafond_cent: int | None = None
    reden_boven_plafond: str = ""
    checked: bool = True
    duur: Duur | None = None
    langer_reden: str = ""


def above_plafond(cent: int, plafond_cent: int | None) -> bool:
    """Whether the price is above the amount that stands in the regeling.

    What that amount means in law is not certain, so it asks for a reason and forbids nothing.
    """
    return plafond_cent is not None and cent > plafond_cent


def advies_problem(doelgroep: str, oordeel: str | None) -> str:
    """Why the advies does not carry shared money yet; empty when it does (art. 4 and 8)."""
    if doelgroep in WITHOUT_WEIGHING:
        return ""
    if oordeel is None:
        return "Er is nog geen advies. Geef eerst een advies, dan kun je een besluit vragen."
    if oordeel != SUPPORT_NEEDED:
        return (
            "Het advies zegt dat het gewone aanbod genoeg is. Is dat veranderd? "
            "Geef dan eerst een nieuw advies."
        )
    return ""


def toets_problem(stand: Stand) -> str:
    """Why the voorliggend-toets is not complete; empty when it is."""
    if stand.open_toetsregels == 1:
        return "Eén voorziening is nog niet beantwoord. Beantwoord die eerst."
    if stand.open_toetsregels:
        return (
            f"{stand.open_toetsregels} voorzieningen zijn nog niet beantwoord. "
            "Beantwoord die eerst."
        )
    return "" if stand.toets_done else "De toets is nog niet klaar. Rond hem eerst af."


def besluit_problems(stand: Stand) -> list[str]:
    """Everything that must happen before a besluit may be asked, in the order of the road."""
    problems = [
        advies_problem(stand.doelgroep, stand.oordeel),
        ""
        if stand.plan_agreed
        else "De kandidaat ging nog niet akkoord met het plan. Leg eerst het akkoord vast.",
        toets_problem(stand),
        "" if stand.checked else "De zes vragen zijn nog niet nagelopen. Doe dat bij de toets.",
        duration_problem(stand.duur, stand.langer_reden),
    ]
    if above_plafond(stand.gevraagd_cent, stand.plafond_cent) and not stand.reden_boven_plafond:
        problems.append(
            "De prijs ligt boven het bedrag van de regeling. Schrijf op waarom dat nodig is."
        )
    return [problem for problem in problems if problem]
