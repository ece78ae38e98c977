"""How an interventie stands, in words and colours."""

from ontschot.trajecten.models import Interventie

STATUS_KIND = {
    "gepland": "neutral",
    "besluit_gevraagd": "warn",
    "toegekend": "ok",
    "verplicht": "ok",
    "loopt": "ok",
    "afgerond": "ok",
    "afgewezen": "stop",
    "afgebroken": "stop",
    "vervallen": "neutral",
}


ROAD = ("gepland", "besluit_gevraagd", "toegekend", "verplicht", "loopt", "afgerond")


ROAD_LABELS = ("Gepland", "Besluit gevraagd", "Toegekend", "Ingekocht", "Loopt", "Afgerond")


def road_of(interventie: Interventie) -> list[dict[str, str]]:
    """Where the interventie is on its way, for the stepper; empty when it left the road."""
    if interventie.status not in ROAD:
        return []
    here = ROAD.index(interventie.status)
    last = interventie.status == ROAD[-1]
    return [
        {"label": label, "state": "done" if i < here or last else "now" if i == here else "todo"}
        for i, label in enumerate(ROAD_LABELS)
    ]
