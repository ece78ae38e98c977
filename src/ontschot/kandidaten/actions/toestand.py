"""The actions about what changes how we deal with somebody: shielded, died, moved away.

Part of `actions.py`, which is where the other rooms find them.
"""

from collections.abc import Callable
from datetime import date

from django.utils import timezone

from ontschot.kandidaten.access import kandidaat_for
from ontschot.kandidaten.errors import GeenToegang
from ontschot.kandidaten.models import Betrokkenheid, Kandidaat, Toestand
from ontschot.kandidaten.vastleggen import medewerker_of, record
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import SYSTEEM, Rolsoort
from ontschot.kern.scope import Actor, scope, systeem

REDENEN_AAN = ("collega", "veiligheid", "verzoek")
REDENEN_UIT = ("voorbij", "verzoek", "vergissing")

# What the rooms above stop when somebody died.
_WHEN_OVERLEDEN: list[Callable[[int], object]] = []


def when_overleden(stop: Callable[[int], object]) -> None:
    """A room above says what stops by itself: called with a kandidaat_id, as `systeem`."""
    if stop not in _WHEN_OVERLEDEN:
        _WHEN_OVERLEDEN.append(stop)


@action
def set_afgeschermd(
    wie: Actor, *, kandidaat: Kandidaat, afgeschermd: bool, reden: str = "verzoek"
) -> Kandidaat:
    """Hide a person from everybody who is not betrokken, or show them again.

    The vaste contactpersoon may, and the functionaris gegevensbescherming, who needs no access to
    the dossier for it. `reden` is one of `REDENEN_AAN` or `REDENEN_UIT`.
    """
    row = _locked_for_shield(wie, kandidaat)
    if reden not in (REDENEN_AAN if afgeschermd else REDENEN_UIT):
        raise Weigering("Kies waarom.", veld="reden")
    if row.afgeschermd == afgeschermd:
        raise Weigering(
            "Dit dossier is al afgeschermd."
            if afgeschermd
            else "Dit dossier is niet afgeschermd. Er valt niets op te heffen."
        )
    row.afgeschermd = afgeschermd
    _keep(row, ["afgeschermd"])
    _tell(wie, row, "afgeschermd", aan=afgeschermd, reden=reden, dag=timezone.localdate())
    record(wie, "afscherming_aan" if afgeschermd else "afscherming_uit", row)
    return row


def _locked_for_shield(wie: Actor, kandidaat: Kandidaat) -> Kandidaat:
    if wie.rol == Rolsoort.PRIVACY:
        found = Kandidaat.objects.select_for_update(of=("self",)).filter(pk=kandidaat.pk).first()
        if found is None:
            raise GeenToegang(kandidaat.sleutel, schrijft=True)
        return found
    row = kandidaat_for(wie, kandidaat.sleutel, lock=True, schrijft=True)
    contact = Betrokkenheid.objects.filter(
        kandidaat=row,
        medewerker_id=wie.medewerker_id or 0,
        vaste_contactpersoon=True,
        tot__isnull=True,
    )
    if wie.rol != SYSTEEM and not contact.exists():
        raise Weigering(
            "Alleen de vaste contactpersoon of de functionaris gegevensbescherming schermt een "
            "dossier af. Vraag het een van hen."
        )
    return row


@action
def record_overleden(wie: Actor, *, kandidaat: Kandidaat, dag: date) -> Kandidaat:
    """Record that somebody died. From now on nothing is sent and nobody is invited.

    See `Kandidaat.is_bereikbaar`. Raises Weigering for a day that cannot be.
    """
    row = kandidaat_for(wie, kandidaat.sleutel, lock=True, schrijft=True)
    born = row.geboortedatum or date(1900, 1, 1)
    if not born <= dag <= timezone.localdate():
        raise Weigering("Deze dag kan niet kloppen. Kijk de datum na.", veld="dag")
    if row.overleden_op == dag:
        raise Weigering("Dit is al zo vastgelegd.")
    row.overleden_op = dag
    _keep(row, ["overleden_op"])
    _tell(wie, row, "overleden", aan=True, reden="bericht", dag=dag)
    _stop_all(row)
    record(wie, "overlijden_vastgelegd", row)
    return row


def _stop_all(row: Kandidaat) -> None:
    """Also in the dossiers that were joined to this one: they are of the same person."""
    parts = list(row.delen.order_by("pk").values_list("pk", flat=True))
    with scope(systeem(row.regio_id, reden="overleden")):
        for pk in [row.pk, *parts]:
            for stop in _WHEN_OVERLEDEN:
                stop(pk)


@action
def record_verhuisd(wie: Actor, *, kandidaat: Kandidaat, dag: date, naar: str) -> Kandidaat:
    """Record that somebody moved out of the region; handing over the dossier is another deed.

    `naar` is the gemeente. Raises Weigering for a day that cannot be.
    """
    row = kandidaat_for(wie, kandidaat.sleutel, lock=True, schrijft=True)
    if not date(2000, 1, 1) <= dag <= timezone.localdate():
        raise Weigering("Leg een verhuizing vast als ze geweest is. Kijk de datum na.", veld="dag")
    if not naar.strip():
        raise Weigering("Vul in naar welke gemeente.", veld="naar")
    row.verhuisd_op, row.verhuisd_naar = dag, " ".join(naar.split())[:80]
    _keep(row, ["verhuisd_op", "verhuisd_naar"])
    _tell(wie, row, "verhuisd", aan=True, reden="persoon", dag=dag)
    record(wie, "verhuizing_vastgelegd", row)
    return row


@action
def undo_toestand(wie: Actor, *, kandidaat: Kandidaat, soort: str) -> Kandidaat:
    """Take back that somebody died or moved: it was a mistake. The history keeps both."""
    row = kandidaat_for(wie, kandidaat.sleutel, lock=True, schrijft=True)
    columns = {"overleden": ["overleden_op"], "verhuisd": ["verhuisd_op", "verhuisd_naar"]}
    if soort not in columns or not getattr(row, columns[soort][0]):
        raise Weigering("Er valt hier niets terug te draaien. Ververs de pagina.")
    for name in columns[soort]:
        setattr(row, name, "" if name == "verhuisd_naar" else None)
    _keep(row, columns[soort])
    _tell(wie, row, soort, aan=False, reden="vergissing", dag=timezone.localdate())
    record(wie, "toestand_teruggedraaid", row, soort=soort)
    return row


def _keep(row: Kandidaat, columns: list[str]) -> None:
    row.laatste_wijziging_op = timezone.now()
    row.save(update_fields=[*columns, "laatste_wijziging_op"])


def _tell(wie: Actor, row: Kandidaat, soort: str, *, aan: bool, reden: str, dag: date) -> None:
    Toestand.objects.create(
        regio_id=row.regio_id,
        kandidaat=row,
        soort=soort,
        aan=aan,
        reden=reden,
        dag=dag,
        door_id=medewerker_of(wie),
    )
