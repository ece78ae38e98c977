"""How far a dossier is, and what it needs now: read off the facts, never stored."""

from dataclasses import dataclass
from enum import StrEnum


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
