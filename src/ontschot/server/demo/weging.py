"""How the region of the demo weighs: the words that hold now, and those of before."""

from datetime import date, timedelta

from ontschot.regelingen.models import Wegingstekst
from ontschot.server.demo.bron import Bron
from ontschot.server.demo.people import RIJK_VAN_NIJMEGEN

EERDER = (
    "Kijk eerst wat iemand zelf wil en zelf al kan. Wie lang in één sector werkte of weinig "
    "opleiding heeft, krijgt eerder extra hulp.\n\nTwijfel je? Overleg met een collega van een "
    "andere partner."
)
NU = (
    "Kijk eerst wat iemand zelf wil en zelf al kan. In onze regio letten we daarnaast op drie "
    "dingen: werk in een sector waar banen verdwijnen, een overstap naar zorg, techniek of ict, "
    "en taal die voor het werk nodig is.\n\nGeen van die dingen geeft alleen de doorslag. Schrijf "
    "op waarom je tot je advies komt, zodat een collega het kan volgen.\n\nTwijfel je? Bespreek "
    "het in het casusoverleg."
)


def store(bron: Bron, today: date) -> list[Wegingstekst]:
    """Two texts after each other, set by the coördinator."""
    coordinator = next(iter(bron.bezetting.of(RIJK_VAN_NIJMEGEN, rol="coordinator")))
    turn = today - timedelta(days=300)
    periods = [(EERDER, turn - timedelta(days=500), turn - timedelta(days=1)), (NU, turn, None)]
    return Wegingstekst.objects.bulk_create(
        Wegingstekst(
            regio_id=RIJK_VAN_NIJMEGEN,
            tekst=tekst,
            van=van,
            tot=tot,
            vastgesteld_door_id=bron.medewerker(coordinator),
        )
        for tekst, van, tot in periods
    )
