"""When a region wants to be warned that money runs out."""

from django.db.models import Q

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
    line = Q(fondsregel=fondsregel_id) if fondsregel_id else Q(fondsregel__isnull=True)
    same = Meldgrens.objects.filter(line, regio=wie.regio, fonds=fonds)
    grens = None
    if onder_cent or dagen:
        grens = same.first() or Meldgrens(
            regio_id=wie.regio, fonds=fonds, fondsregel_id=fondsregel_id
        )
        grens.onder_cent, grens.dagen = onder_cent or None, dagen or None
        grens.gezet_door_id = wie.medewerker_id
        grens.save()
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
