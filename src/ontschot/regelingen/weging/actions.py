"""Setting the words by which a region weighs."""

from datetime import date, timedelta

from django.utils import timezone

from ontschot.kern import audit
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.netwerk.models import Regio
from ontschot.regelingen.models import Wegingstekst

MAX_TEKENS = 4000
VOORUIT_DAGEN = 366


@action
def set_weging(wie: Actor, *, tekst: str, van: date) -> Wegingstekst:
    """Let a new text hold from `van`, today or later; the one before it ends the day before.

    Raises Weigering for anybody but the coördinator, an empty or long text, a day that has been,
    or a day before which a later text was set already.
    """
    if wie.rol != Rolsoort.COORDINATOR or not wie.regio or wie.medewerker_id is None:
        raise Weigering("De operationeel coördinator stelt de weging van de regio vast.")
    clean = tekst.replace("\r\n", "\n").strip()
    if not clean:
        raise Weigering("Schrijf op waar de regio op let.", veld="tekst")
    if len(clean) > MAX_TEKENS:
        raise Weigering(
            f"De tekst is {len(clean)} tekens lang. Er passen er {MAX_TEKENS}.", veld="tekst"
        )
    today = timezone.localdate()
    if not today <= van <= today + timedelta(days=VOORUIT_DAGEN):
        raise Weigering(
            "Laat de tekst vandaag ingaan, of hoogstens een jaar later: wie eerder een advies gaf, "
            "had deze tekst nog niet.",
            veld="van",
        )
    # The region is the lock: two coördinatoren at once would both end the same text.
    Regio.objects.select_for_update().get(pk=wie.regio)
    _end_before(wie.regio, van)
    weging = Wegingstekst.objects.create(
        regio_id=wie.regio, tekst=clean, van=van, vastgesteld_door_id=wie.medewerker_id
    )
    audit.record(
        wie,
        "weging_vastgesteld",
        object_soort="weging",
        object_sleutel=str(weging.pk),
        regio=wie.regio,
        van=van.isoformat(),
    )
    return weging


def _end_before(regio: str, van: date) -> None:
    last = Wegingstekst.objects.filter(regio_id=regio).order_by("-van").first()
    if last is None or (last.tot and last.tot < van):
        return
    if last.van >= van:
        raise Weigering(
            "Vanaf die dag is al een tekst vastgesteld, en die verandert niet meer. Kies een "
            "latere dag.",
            veld="van",
        )
    last.tot = van - timedelta(days=1)
    last.save(update_fields=["tot"])
