"""Who owns a new question in the demo region: two rules, room for one, and somebody away later."""

from datetime import timedelta

from ontschot.netwerk.models import Medewerker, Organisatie, Rol
from ontschot.server.demo.gevuld import Gevuld
from ontschot.server.demo.people import RIJK_VAN_NIJMEGEN
from ontschot.toewijzing.models import Afwezigheid, Inzet, Toewijzingsregel


def store(gevuld: Gevuld) -> None:
    since = gevuld.today - timedelta(days=120)
    fnv = Organisatie.objects.get(sleutel="fnv")
    here = {"regio_id": RIJK_VAN_NIJMEGEN, "van": since}
    Toewijzingsregel.objects.create(volgorde=1, deur="vakbond", organisatie=fnv, **here)
    Toewijzingsregel.objects.create(volgorde=2, taal="en", organisatiesoort="uwv", **here)
    gids = Medewerker.objects.get(persona="gids-uwv")
    Inzet.objects.create(
        regio_id=RIJK_VAN_NIJMEGEN, medewerker=gids, hoogstens=40, talen=["en", "nl"]
    )
    others = Rol.objects.filter(regio=RIJK_VAN_NIJMEGEN, soort="gids", medewerker__persona=None)
    first = others.order_by("pk").first()
    if first:
        # Not yet begun, so that nobody's questions have moved already.
        Afwezigheid.objects.create(
            regio_id=RIJK_VAN_NIJMEGEN,
            medewerker_id=first.medewerker_id,
            waarnemer=gids,
            van=gevuld.today + timedelta(days=9),
            tot=gevuld.today + timedelta(days=23),
        )
