"""How far a dossier is, and what it needs now: read off the facts, never stored."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ontschot.kern.werk import Wacht
from ontschot.web.format import aantal


class Stand(StrEnum):
    DONE = "done"
    NOW = "now"
    TODO = "todo"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Feiten:
    """What is known of one dossier, as plain truths.

    `weging_nodig` is false for banenafspraak, where art. 8 asks no advies. `interventie` is the
    furthest state of an interventie in the current arrangement, empty when there is none.
    """

    vraag: bool = False
    advies: bool = False
    weging_nodig: bool = True
    arrangement_akkoord: bool = False
    heeft_interventie: bool = False
    toets_klaar: bool = False
    besluit_klaar: bool = False
    verplicht: bool = False
    uitkomst: bool = False


@dataclass(frozen=True)
class Stap:
    label: str
    state: Stand


def steps(feiten: Feiten) -> list[Stap]:
    """The seven steps of the main road; the first that is not done is now.

    Without an interventie the steps of the money are skipped, not failed: advice alone is help.
    """
    money = feiten.heeft_interventie or not feiten.arrangement_akkoord
    road = [
        ("Vraag", feiten.vraag, True),
        ("Advies", feiten.advies, feiten.weging_nodig),
        ("Arrangement", feiten.arrangement_akkoord, True),
        ("Voorliggend-toets", feiten.toets_klaar, money),
        ("Besluit", feiten.besluit_klaar, money),
        ("Verplichting", feiten.verplicht, money),
        ("Uitkomst", feiten.uitkomst, True),
    ]
    found: list[Stap] = []
    now_given = False
    for label, done, needed in road:
        if done:
            state = Stand.DONE
        elif not needed:
            state = Stand.SKIPPED
        elif not now_given:
            state, now_given = Stand.NOW, True
        else:
            state = Stand.TODO
        found.append(Stap(label, state))
    return found


def current(feiten: Feiten) -> str:
    """The label of the step that is now; empty when all is done."""
    return next((step.label for step in steps(feiten) if step.state is Stand.NOW), "")


@dataclass(frozen=True)
class NuNodig:
    """What a dossier needs now, in a sentence; the page knows a link for the word `actie`."""

    zin: str
    actie: str


NEXT = {
    "Advies": NuNodig("Er is nog geen advies gegeven.", "advies"),
    "Arrangement": NuNodig("Er is nog geen plan afgesproken met de kandidaat.", "arrangement"),
    "Voorliggend-toets": NuNodig("De voorliggend-toets is nog niet af.", "toets"),
    "Besluit": NuNodig("Er is nog geen besluit over het gedeelde budget.", "besluit"),
    "Verplichting": NuNodig("Het besluit is er. De inkopende partij legt de koop vast.", "koop"),
    "Uitkomst": NuNodig("Leg vast wat het heeft opgeleverd, zodra je het weet.", "uitkomst"),
}


def next_step(feiten: Feiten) -> NuNodig | None:
    """The sentence of the step that is now; None when all is done."""
    return NEXT.get(current(feiten))


@dataclass(frozen=True)
class Belofte:
    """A waiting item with how it stands against its promise."""

    wacht: Wacht
    kind: str
    stand: str
    stand_kind: str

    @property
    def naam_voor_lezer(self) -> str:
        """The name of the button for who cannot see which row it stands in."""
        return f"{self.wacht.actie}: {self.wacht.titel}"


SOON_DAYS = 2


def as_promised(wacht: Wacht, today: date) -> Belofte:
    """Late, soon or calm, with the words that say so."""
    if wacht.uiterlijk is None:
        return Belofte(wacht, "", "", "neutral")
    late = wacht.dagen_te_laat(today)
    if late:
        return Belofte(wacht, "late", f"{late} {_days(late)} te laat", "stop")
    left = (wacht.uiterlijk - today).days
    if left == 0:
        return Belofte(wacht, "soon", "vandaag", "warn")
    if left <= SOON_DAYS:
        return Belofte(wacht, "soon", f"nog {left} {_days(left)}", "warn")
    return Belofte(wacht, "", f"nog {left} dagen", "neutral")


def _days(count: int) -> str:
    return "dag" if count == 1 else "dagen"


def greeting(hour: int) -> str:
    """What one says at this hour of the day (0-23)."""
    if hour < 6:
        return "Goedenacht"
    if hour < 12:
        return "Goedemorgen"
    return "Goedemiddag" if hour < 18 else "Goedenavond"


def in_hours(hours: float) -> str:
    """A waiting time in the words of a person: minutes, hours, or days from two days on."""
    if hours < 1:
        minutes = max(1, round(hours * 60))
        return aantal(minutes, "minuut", "minuten")
    if hours < 48:
        return f"{round(hours)} uur"
    return f"{round(hours / 24)} dagen"


def how_much(count: int) -> str:
    """The sentence under the greeting."""
    if count == 0:
        return "Er wacht niets op jou. Niemand in de regio wacht zonder eigenaar."
    what = "Eén ding wacht" if count == 1 else f"{count} dingen wachten"
    return f"{what} op jou. Niemand in de regio wacht zonder eigenaar."
