"""What is done with a case: on the agenda, notes, actions, and letting a colleague read."""

from datetime import date, timedelta

from django.utils import timezone

from ontschot.casusoverleg.actions.besluiten import instelling
from ontschot.casusoverleg.actions.consult import refuse_hidden
from ontschot.casusoverleg.actions.overleggen import GONE
from ontschot.casusoverleg.models import Actie, Agendapunt, Overleg
from ontschot.kandidaten.actions.betrokken import involve
from ontschot.kandidaten.models import Betrokkenheid, Kandidaat
from ontschot.kandidaten.queries import kandidaat_for
from ontschot.kandidaten.vastleggen import medewerker_of, record, touch
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import HULPVERLENERS, PROFESSIONALS, Rolsoort
from ontschot.kern.scope import Actor
from ontschot.netwerk.models import Rol
from ontschot.netwerk.queries import valid_on


@action
def bring_case(wie: Actor, *, sleutel: str, overleg_id: int, vraag: str) -> Agendapunt:
    """Whoever is betrokken puts a case on the agenda of a meeting, with a question."""
    kandidaat = kandidaat_for(wie, sleutel, schrijft=True)
    refuse_hidden(kandidaat)
    overleg = Overleg.objects.select_for_update(of=("self",)).filter(pk=overleg_id).first()
    if overleg is None or not overleg.open:
        raise Weigering(
            "Dit overleg is er niet of is al voorbij. Kies een ander overleg.", veld="overleg_id"
        )
    if not vraag.strip():
        raise Weigering("Schrijf op wat je wilt vragen.", veld="vraag")
    if overleg.punten.filter(kandidaat=kandidaat, besluit__isnull=True).exists():
        raise Weigering("Deze casus staat al op de agenda van dit overleg.", veld="overleg_id")
    punt = Agendapunt.objects.create(
        regio_id=kandidaat.regio_id,
        overleg=overleg,
        kandidaat=kandidaat,
        reden="ingebracht",
        vraag=vraag.strip(),
        ingebracht_door_id=medewerker_of(wie),
        uiterlijk=timezone.localdate(overleg.begint_op),
    )
    record(wie, "casus_ingebracht", kandidaat, overleg=overleg.pk)
    return punt


@action
def withdraw_case(wie: Actor, *, punt_id: int) -> None:
    """Take a case off the agenda again: by who brought it, before it was discussed."""
    punt = _locked(punt_id)
    if punt.reden != "ingebracht" or punt.ingebracht_door_id != wie.medewerker_id:
        raise Weigering("Alleen wie de casus inbracht, kan hem van de agenda halen.")
    if punt.besproken_op or not punt.overleg.open:
        raise Weigering("Deze casus is al besproken. Hij blijft op de agenda staan.")
    record(wie, "casus_teruggetrokken", punt.kandidaat, overleg=punt.overleg_id)
    punt.delete()


@action
def note_case(wie: Actor, *, punt_id: int, notitie: str) -> Agendapunt:
    """Write down what was said; the case counts as discussed."""
    punt = _running(wie, punt_id)
    punt.notitie = notitie.strip()
    punt.besproken_op = punt.besproken_op or timezone.now()
    punt.genoteerd_door_id = medewerker_of(wie)
    punt.save(update_fields=["notitie", "besproken_op", "genoteerd_door"])
    touch(punt.kandidaat_id)
    record(wie, "casus_besproken", punt.kandidaat, overleg=punt.overleg_id)
    return punt


@action
def add_actie(wie: Actor, *, punt_id: int, wat: str, eigenaar_id: int, uiterlijk: date) -> Actie:
    """Agree that somebody does something before a day. It waits in their Werkvoorraad."""
    punt = _running(wie, punt_id)
    if not wat.strip():
        raise Weigering("Schrijf op wat er gaat gebeuren.", veld="wat")
    if uiterlijk < timezone.localdate():
        raise Weigering("Kies vandaag of een latere dag.", veld="uiterlijk")
    fitting = Rol.objects.filter(
        valid_on(timezone.localdate()),
        medewerker=eigenaar_id,
        regio=punt.regio_id,
        soort__in=PROFESSIONALS,
    )
    if not fitting.exists():
        raise Weigering("Kies een collega uit jouw regio.", veld="eigenaar_id")
    actie = Actie.objects.create(
        regio_id=punt.regio_id,
        kandidaat=punt.kandidaat,
        agendapunt=punt,
        wat=wat.strip()[:200],
        eigenaar_id=eigenaar_id,
        uiterlijk=uiterlijk,
        gemaakt_door_id=medewerker_of(wie),
    )
    touch(punt.kandidaat_id)
    record(wie, "actie_afgesproken", punt.kandidaat, actie=actie.pk)
    return actie


@action
def finish_actie(
    wie: Actor, *, actie_id: int, resultaat: str = "", vervallen: bool = False
) -> Actie:
    """The owner says that it is done, or no longer needed and why."""
    found = Actie.objects.select_for_update(of=("self",)).select_related("kandidaat")
    actie = found.filter(pk=actie_id).first()
    if actie is None:
        raise Weigering("Deze actie is er niet in jouw regio. Ververs de pagina.")
    if actie.eigenaar_id != wie.medewerker_id and wie.rol != Rolsoort.COORDINATOR:
        raise Weigering("Alleen wie de actie kreeg, of de coördinator, kan hem afronden.")
    if vervallen and not resultaat.strip():
        raise Weigering("Schrijf op waarom het niet meer nodig is.", veld="resultaat")
    Actie.STAPPEN.move(actie, "vervallen" if vervallen else "gedaan")
    actie.resultaat, actie.gedaan_op = resultaat.strip()[:200], timezone.now()
    actie.save(update_fields=["status", "resultaat", "gedaan_op"])
    touch(actie.kandidaat_id)
    record(wie, "actie_afgerond", actie.kandidaat, actie=actie.pk)
    return actie


@action
def let_read(wie: Actor, *, punt_id: int, rol_id: int) -> Betrokkenheid:
    """Let one participant read one dossier for its discussion, until some days after the meeting.

    By somebody who is betrokken. The colleague only reads, and it ends by itself.
    """
    punt = _locked(punt_id)
    kandidaat = kandidaat_for(wie, punt.kandidaat.sleutel, schrijft=True, lock=True)
    rol = Rol.objects.filter(
        valid_on(timezone.localdate()), pk=rol_id, regio=punt.regio_id, soort__in=HULPVERLENERS
    ).first()
    takes_part = rol and punt.overleg.deelnames.filter(organisatie=rol.organisatie_id).exists()
    if not rol or not takes_part:
        raise Weigering("Deze collega doet niet mee aan dit overleg.", veld="rol_id")
    if not punt.overleg.open:
        raise Weigering("Dit overleg is voorbij. Laat een collega toe in het dossier zelf.")
    today = timezone.localdate()
    if _reads_already(kandidaat, rol.medewerker_id, today):
        raise Weigering("Deze collega kan dit dossier al lezen.", veld="rol_id")
    found = involve(
        kandidaat,
        medewerker_id=rol.medewerker_id,
        organisatie_id=rol.organisatie_id,
        grond="casusoverleg",
    )
    begins = max(today, timezone.localdate(punt.overleg.begint_op))
    found.tot = timezone.now()
    found.leest_tot = begins + timedelta(days=instelling(punt.regio_id).leest_dagen)
    found.save(update_fields=["tot", "leest_tot"])
    record(
        wie,
        "meegelezen_casusoverleg",
        kandidaat,
        medewerker=rol.medewerker_id,
        tot=found.leest_tot.isoformat(),
    )
    return found


def _reads_already(kandidaat: Kandidaat, medewerker_id: int, today: date) -> bool:
    mine = Betrokkenheid.objects.filter(kandidaat=kandidaat, medewerker=medewerker_id)
    return mine.filter(tot__isnull=True).exists() or mine.filter(leest_tot__gte=today).exists()


def _locked(punt_id: int) -> Agendapunt:
    found = Agendapunt.objects.select_for_update(of=("self",)).select_related(
        "overleg", "kandidaat"
    )
    punt = found.filter(pk=punt_id).first()
    if punt is None:
        raise Weigering("Dit agendapunt is er niet in jouw regio. Ververs de pagina.")
    return punt


def _running(wie: Actor, punt_id: int) -> Agendapunt:
    """An item of the meeting that runs now, for somebody at the table."""
    punt = _locked(punt_id)
    if punt.overleg.status != "bezig":
        raise Weigering("Dit overleg is niet bezig. Begin het overleg eerst.")
    if wie.rol != Rolsoort.COORDINATOR and not at_table(wie, punt.overleg):
        raise Weigering(GONE)
    return punt


def at_table(wie: Actor, overleg: Overleg) -> bool:
    """Whether the organisatie of this professional is expected at the meeting."""
    return (
        wie.rol in PROFESSIONALS
        and overleg.deelnames.filter(organisatie=wie.organisatie_id or 0).exists()
    )
