"""When a region wants to be warned that money runs out."""

from ontschot.kassier.journaal import money_action, require_rol
from ontschot.kassier.models import Fonds, Meldgrens
from ontschot.kern import audit
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.web.format import euro

ZETTERS = frozenset({Rolsoort.KASSIER, Rolsoort.COORDINATOR})


@money_action
def set_meldgrens(
    wie: Actor,
    *,
    fonds_id: int,
    fondsregel_id: int | None = None,
    onder_cent: int | None = None,
    dagen: int | None = None,
) -> Meldgrens | None:
    """Set, change or (with both empty) take away the level of a line, or of the whole fonds."""
    require_rol(wie, ZETTERS, "een waarschuwing instellen")
    fonds = Fonds.objects.filter(pk=fonds_id).first()
    if fonds is None:
        raise Weigering("Dit fonds is er niet in jouw regio.")
    same = Meldgrens.objects.filter(regio=wie.regio, fonds=fonds, fondsregel=fondsregel_id)
    grens = None
    if onder_cent or dagen:
        grens, _ = Meldgrens.objects.update_or_create(
            regio_id=wie.regio,
            fonds=fonds,
            fondsregel_id=fondsregel_id,
            defaults={
                "onder_cent": onder_cent or None,
                "dagen": dagen or None,
                "gezet_door_id": wie.medewerker_id,
            },
        )
    else:
        same.delete()
    audit.record(
        wie,
        "meldgrens_gezet",
        object_soort="fonds",
        object_sleutel=fonds.sleutel,
        regio=wie.regio,
        grens=euro(onder_cent) if onder_cent else "geen bedrag",
        dagen=dagen or "geen",
    )
    return grens
