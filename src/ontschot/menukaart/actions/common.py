"""What the actions of this room share."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor
from ontschot.menukaart.models import Dienst
from ontschot.menukaart.queries.kaart import NERGENS
from ontschot.menukaart.rules import may_edit

# More than this is no text for a menukaart but a document.
MAX_TEKST = 4_000


def locked_dienst(sleutel: str) -> Dienst:
    """The service, locked, with its owner; raises Weigering when it is not in reach."""
    dienst = (
        Dienst.objects.select_for_update(of=("self",))
        .select_related("eigenaar")
        .defer("zoekvector")
        .filter(sleutel=sleutel)
        .first()
    )
    if dienst is None:
        raise Weigering(NERGENS)
    return dienst


def medewerker_of(wie: Actor) -> tuple[int, int]:
    """Who writes, and for which organisatie; raises Weigering for who is no medewerker."""
    if wie.medewerker_id is None or wie.organisatie_id is None:
        raise Weigering("Meld je eerst aan. Daarna kun je dit bewaren.")
    return wie.medewerker_id, wie.organisatie_id


def may_edit_dienst(wie: Actor, dienst: Dienst) -> bool:
    landelijk = dienst.regio_id is None
    return may_edit(wie.rol, wie.organisatie_id, dienst.eigenaar_id, landelijk=landelijk)


def refuse_stranger(wie: Actor, dienst: Dienst) -> None:
    if not may_edit_dienst(wie, dienst):
        raise Weigering(
            f"{dienst.eigenaar.naam} houdt deze dienst bij, dus jij kunt hem niet wijzigen. "
            "Klopt er iets niet? Meld het op de pagina van de dienst."
        )


def keep(wie: Actor, dienst: Dienst, gebeurtenis: str, **gegevens: Any) -> None:
    """Save what was changed on the screen, and say so in the audit log."""
    now = timezone.now()
    dienst.beheerd_sinds = dienst.beheerd_sinds or now
    dienst.save()
    dienst.refresh_from_db(fields=["versie"])
    record(wie, dienst, gebeurtenis, versie=dienst.versie, **gegevens)


def record(wie: Actor, dienst: Dienst, gebeurtenis: str, **gegevens: Any) -> None:
    audit.record(
        wie,
        gebeurtenis,
        object_soort="dienst",
        object_sleutel=dienst.sleutel[:64],
        regio=wie.regio,
        **gegevens,
    )


def bounded(gegevens: Mapping[str, Any]) -> None:
    """Raises Weigering for a text that does not belong on a menukaart by its size alone."""
    for field, value in gegevens.items():
        if isinstance(value, str) and len(value) > MAX_TEKST:
            raise Weigering(
                f"Deze tekst is te lang: {len(value)} tekens. Er passen er {MAX_TEKST}. "
                "Schrijf het korter.",
                veld=field,
            )
