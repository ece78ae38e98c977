"""What makes the figures of the demo region complete: somebody handed over twice, questions that
a professional elsewhere brought, and advies that was all that was needed."""

from datetime import datetime, timedelta

from ontschot.kandidaten.queries import contact_of
from ontschot.kern.rollen import HULPVERLENERS
from ontschot.meldingen import actions
from ontschot.meldingen.actions.kandidaatvorming import link_kandidaat
from ontschot.meldingen.deuren import Herkomst
from ontschot.meldingen.models import Advies
from ontschot.netwerk.models import Rol
from ontschot.netwerk.queries import actor_in_role
from ontschot.server.demo.gevuld import Gevuld
from ontschot.server.demo.people import RIJK_VAN_NIJMEGEN
from ontschot.server.demo.rijen import Dossier
from ontschot.server.demo.vervolgen import PERSONAS, free_dossiers
from ontschot.trajecten.actions import accept_overdracht, offer_overdracht
from ontschot.trajecten.models import Overdracht

# By whom, what was asked, how many days ago, and whether advies was the answer.
GEBRACHT = (
    ("wijkteam", "Mijn cliënt wil weer werken. Met wie kan hij praten?", 40, True),
    ("schuldhulp", "Kan iemand meedenken over meer uren werk?", 33, True),
    ("school", "Een oud-leerling zit thuis en wil een vak leren.", 21, False),
    ("zorg_welzijn", "Wie helpt met een rustige start op een werkplek?", 12, False),
    ("bibliotheek", "Een bezoeker vraagt naar cursussen in de avond.", 5, False),
)
GIDS = "gids-uwv"
OPNIEUW_OVERGEDRAGEN = 3
OVERGEDRAGEN = ((40, "Zij zoekt scholing, en daar weet deze collega meer van."),
                (14, "De collega gaat minder werken."))  # fmt: skip


def store(gevuld: Gevuld) -> None:
    _brought(gevuld)
    _again(gevuld)


def _brought(gevuld: Gevuld) -> None:
    """For the gids: two of these people had a dossier, and the advies in it was enough."""
    dossiers = _with_advies(gevuld, GIDS)[: sum(advies for *_, advies in GEBRACHT)]
    wie = gevuld.bron.actor(next(c for c in gevuld.bron.bezetting.collegas if c.sleutel == GIDS))
    for welke, vraag, dagen, advies in GEBRACHT:
        melding = actions.receive(
            wie,
            regio=RIJK_VAN_NIJMEGEN,
            deur="elders",
            vraag=vraag,
            herkomst=Herkomst(elders=welke),
            eigenaar_id=wie.medewerker_id,
            ontvangen_op=gevuld.nu - timedelta(days=dagen),
        ).melding
        spoken = gevuld.nu - timedelta(days=dagen - 1)
        actions.record_first_contact(wie, melding_id=melding.pk, op=spoken)
        if advies and dossiers:
            known = dossiers.pop().kandidaat.sleutel
            link_kandidaat(wie, melding_id=melding.pk, sleutel=known)
            actions.close(wie, melding_id=melding.pk, uitkomst="advies_gegeven")


def _with_advies(gevuld: Gevuld, persona: str) -> list[Dossier]:
    known = set(Advies.objects.values_list("kandidaat_id", flat=True))
    return [d for d in free_dossiers(gevuld, persona) if d.kandidaat.pk in known]


def _again(gevuld: Gevuld) -> None:
    """Some people were taken over twice in a few weeks: from pillar to post."""
    busy = set(
        Overdracht.objects.filter(status="aangeboden").values_list("kandidaat_id", flat=True)
    )
    settled = [
        d
        for d in gevuld.hier
        if d.kandidaat.pk not in busy
        and d.leven.contactpersoon.sleutel not in PERSONAS
        and d.kandidaat.aangemaakt_op < gevuld.nu - timedelta(days=60)
        and d.kandidaat.is_bereikbaar
    ]
    for number, dossier in enumerate(settled[:OPNIEUW_OVERGEDRAGEN]):
        for dagen, reden in OVERGEDRAGEN:
            _hand_over(dossier, gevuld.nu - timedelta(days=dagen + 5 * number), reden)


def _hand_over(dossier: Dossier, offered: datetime, reden: str) -> None:
    """From whoever is the contact now to a colleague without a part in the demo, who accepts."""
    now = contact_of(dossier.kandidaat.pk).medewerker_id
    rollen = Rol.objects.filter(regio=RIJK_VAN_NIJMEGEN, soort__in=sorted(HULPVERLENERS))
    rollen = rollen.select_related("medewerker", "organisatie").order_by("pk")
    giver = rollen.filter(medewerker_id=now)[0]
    receiver = rollen.filter(medewerker__persona__isnull=True).exclude(medewerker_id=now)[0]
    row = offer_overdracht(
        actor_in_role(giver, oorsprong="laad_demo"),
        kandidaat_id=dossier.kandidaat.pk,
        naar_rol_id=receiver.pk,
        reden=reden,
        warm_contact="Met zijn drieën gebeld",
        warm_contact_op=offered.date(),
        kandidaat_akkoord_op=offered.date(),
        moment=offered,
    )
    accept_overdracht(
        actor_in_role(receiver, oorsprong="laad_demo"),
        overdracht_id=row.pk,
        moment=offered + timedelta(days=2),
    )
