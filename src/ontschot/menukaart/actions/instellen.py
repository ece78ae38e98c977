"""How a region keeps its menukaart: when something is stale, and which words mean the same."""

from ontschot.kern import audit
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.menukaart.models import Menukaartinstelling
from ontschot.menukaart.rules import as_groups

MAX_GROEPEN = 300


@action
def save_instelling(
    wie: Actor, *, vers_maanden: int, verouderd_maanden: int, synoniemen: str
) -> Menukaartinstelling:
    """Set the months and the synonyms of the actor's region; `synoniemen` one group per line."""
    if wie.rol != Rolsoort.COORDINATOR:
        raise Weigering("Alleen de coördinator stelt de menukaart in.")
    if vers_maanden >= verouderd_maanden:
        raise Weigering(
            "‘Verouderd’ komt na ‘bijna verlopen’. Kies daarvoor meer maanden.",
            veld="verouderd_maanden",
        )
    groups = as_groups(synoniemen)
    if len(groups) > MAX_GROEPEN:
        raise Weigering(
            f"Dit zijn {len(groups)} regels. Er passen er {MAX_GROEPEN}.", veld="synoniemen"
        )
    own, _ = Menukaartinstelling.objects.update_or_create(
        regio_id=wie.regio,
        defaults={
            "vers_maanden": vers_maanden,
            "verouderd_maanden": verouderd_maanden,
            "synoniemen": groups,
        },
    )
    audit.record(
        wie,
        "menukaart_ingesteld",
        object_soort="regio",
        object_sleutel=wie.regio,
        regio=wie.regio,
        vers=vers_maanden,
        verouderd=verouderd_maanden,
    )
    return own
