"""Two reports in the demo region: this year so far, and the quarter that ended last."""

from datetime import date

from ontschot.kassier.models import Fonds
from ontschot.server.demo.gevuld import Gevuld
from ontschot.server.demo.people import RIJK_VAN_NIJMEGEN
from ontschot.verantwoording.actions import make_verslag
from ontschot.verantwoording.rules import Periode, quarter, year


def store(gevuld: Gevuld) -> None:
    """By the kassier, over the money that was spent from most, and over all of it."""
    today = gevuld.today
    kassier = gevuld.bron.actor(gevuld.bron.bezetting.of(RIJK_VAN_NIJMEGEN, rol="kassier")[0])
    fonds = Fonds.objects.filter(regio=RIJK_VAN_NIJMEGEN, soort="interventies", van__lte=today)
    newest = fonds.order_by("-beslisregel", "-van", "pk").first()
    for over, periode in ((newest, _last_quarter(today)), (None, year(today.year))):
        make_verslag(kassier, van=periode.van, tot=periode.tot, fonds_id=over.pk if over else None)


def _last_quarter(today: date) -> Periode:
    """The last quarter of which the last day lies behind us."""
    done = (today.month - 1) // 3
    return quarter(today.year, done) if done else quarter(today.year - 1, 4)
