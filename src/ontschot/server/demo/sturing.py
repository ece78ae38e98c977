"""What makes the figures to steer by live: signals of other years, full agendas, ended grounds."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from ontschot.casusoverleg.actions import follow_signaal, report_signaal
from ontschot.casusoverleg.models import Signaal
from ontschot.kern.scope import Actor, scope
from ontschot.netwerk.models import Rol
from ontschot.server.demo.gevuld import Gevuld
from ontschot.server.demo.people import RIJK_VAN_NIJMEGEN
from ontschot.toewijzing.models import Inzet
from ontschot.trajecten.models import Nazorgmoment, Volggrond

# Topic, words, how many days ago, after how many days it ended (None: not), and what came of it.
SIGNALEN = (
    (
        "aanbod_ontbreekt",
        "Voor wie 's avonds werkt is er geen taalles.",
        430,
        48,
        "Het ROC geeft sinds dit jaar ook les in de avond.",
    ),
    (
        "inkoop",
        "Dezelfde training kost bij twee inkopers een ander bedrag.",
        160,
        75,
        "De partners spraken één prijs af.",
    ),
    ("wachttijd", "Bij schuldhulp wachten mensen tien weken op een gesprek.", 118, None, ""),
)
# Every so many people say after a while that they do not want to be asked any more.
STOPT_ELKE = 12
STOPT_NA = timedelta(days=70)


def store(gevuld: Gevuld) -> None:
    _signals(gevuld)
    _full()
    _grounds_that_ended(gevuld)


def _signals(gevuld: Gevuld) -> None:
    bron = gevuld.bron
    gids = bron.actor(bron.bezetting.of(RIJK_VAN_NIJMEGEN, rol="gids")[0])
    beleid = bron.actor(bron.bezetting.of(RIJK_VAN_NIJMEGEN, rol="beleid")[0])
    for onderwerp, wat, ago, ended_after, uitkomst in SIGNALEN:
        made = report_signaal(gids, onderwerp=onderwerp, wat=wat)
        since = timezone.now() - timedelta(days=ago)
        changed = since + timedelta(days=ended_after or 9)
        with scope(beleid):
            _follow(beleid, made, uitkomst, changed)
        Signaal.objects.filter(pk=made.pk).update(gemeld_op=since, laatste_wijziging_op=changed)


def _follow(beleid: Actor, made: Signaal, uitkomst: str, op: datetime) -> None:
    follow_signaal(beleid, signaal_id=made.pk, status="opgepakt")
    if uitkomst:
        follow_signaal(
            beleid, signaal_id=made.pk, status="in_beraad", beraad_op=timezone.localdate(op)
        )
        follow_signaal(beleid, signaal_id=made.pk, status="afgerond", uitkomst=uitkomst)


def _full() -> None:
    """Two colleagues who take no new questions for now."""
    others = Rol.objects.filter(
        regio=RIJK_VAN_NIJMEGEN, soort="consulent", medewerker__persona=None
    )
    for rol in others.order_by("pk")[:2]:
        Inzet.objects.create(
            regio_id=RIJK_VAN_NIJMEGEN, medewerker_id=rol.medewerker_id, hoogstens=0
        )


def _grounds_that_ended(gevuld: Gevuld) -> None:
    """Some people did not want to be asked any more; what was planned after that day lapsed."""
    ends = Volggrond.objects.filter(regio=RIJK_VAN_NIJMEGEN, grond="toestemming")
    for ground in list(ends.order_by("van", "id"))[::STOPT_ELKE]:
        stop = ground.van + STOPT_NA
        if stop >= gevuld.today:
            continue
        later = Nazorgmoment.objects.filter(kandidaat=ground.kandidaat_id, gepland_op__gt=stop)
        moments = list(later)
        later.delete()
        for moment in moments:
            _lapse(moment, stop)
        ground.tot = stop
        ground.save(update_fields=["tot"])


def _lapse(moment: Nazorgmoment, stop: date) -> None:
    """The same moment as one that nobody was asked at."""
    Nazorgmoment.objects.create(
        regio_id=moment.regio_id,
        uitkomst_id=moment.uitkomst_id,
        kandidaat_id=moment.kandidaat_id,
        gepland_op=moment.gepland_op,
        na=moment.na,
        gedaan_op=stop,
        antwoord="vervallen",
        vervallen_omdat="wil_niet",
    )
