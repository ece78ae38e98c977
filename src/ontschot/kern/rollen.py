"""The kinds of role that a person can hold in a region.

The roles themselves are rows with a validity (`netwerk.Rol`); these are the kinds that the
routes and the database policies speak of.
"""

from enum import StrEnum


class Rolsoort(StrEnum):
    GIDS = "gids"
    LOOPBAANCOACH = "loopbaancoach"
    CONSULENT = "consulent"
    COORDINATOR = "coordinator"
    KASSIER = "kassier"
    BELEID = "beleid"
    MONITOR = "monitor"
    PRIVACY = "privacy"
    BEHEER = "beheer"


LABELS = {
    Rolsoort.GIDS: "gids",
    Rolsoort.LOOPBAANCOACH: "loopbaancoach",
    Rolsoort.CONSULENT: "consulent",
    Rolsoort.COORDINATOR: "operationeel coördinator",
    Rolsoort.KASSIER: "kassier",
    Rolsoort.BELEID: "beleidsadviseur",
    Rolsoort.MONITOR: "monitor",
    Rolsoort.PRIVACY: "functionaris gegevensbescherming",
    Rolsoort.BEHEER: "beheerder",
}

# A visitor without an account, a kandidaat on the own page, and Ontschot itself (commands,
# worker, assignment rules).
BEZOEKER = "bezoeker"
KANDIDAAT = "kandidaat"
SYSTEEM = "systeem"

HULPVERLENERS = frozenset({Rolsoort.GIDS, Rolsoort.LOOPBAANCOACH, Rolsoort.CONSULENT})
PROFESSIONALS = HULPVERLENERS | {Rolsoort.COORDINATOR}
IEDEREEN = frozenset(Rolsoort)

# These roles work with keys, codes and money; the database shows them no person at all.
ZONDER_NAMEN = frozenset({Rolsoort.KASSIER, Rolsoort.MONITOR, Rolsoort.BELEID})
