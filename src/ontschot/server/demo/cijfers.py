"""What makes the figures of the demo region complete: somebody handed over twice, questions that
a professional elsewhere brought, and advies that was all that was needed."""

from datetime import timedelta

from ontschot.meldingen import actions
from ontschot.meldingen.deuren import Herkomst
from ontschot.meldingen.kandidaatvorming import link_kandidaat
from ontschot.meldingen.models import Advies
from ontschot.netwerk.models import Rol
from ontschot.netwerk.queries import actor_in_role
from ontschot.server.demo.gevuld import Gevuld
from ontschot.server.demo.people import RIJK_VAN_NIJMEGEN
from ontschot.server.demo.rijen import Dossier
from ontschot.server.demo.vervolgen import contact_of, free_dossiers
from ontschot.trajecten.actions import accept_overdracht, offer_overdracht

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
    """Who was taken over this year is taken over once more: from pillar to post."""
    begin, tot = gevuld.nu - timedelta(days=300), gevuld.nu - timedelta(days=30)
    contacts = dict.fromkeys(d.leven.contactpersoon.sleutel for d in gevuld.hier)
    moved = [
        d
        for contact in contacts
        for d in free_dossiers(gevuld, contact)
        if d.regio == RIJK_VAN_NIJMEGEN
        and any(
            o.status == "aangenomen" and o.besloten_op and begin < o.besloten_op < tot
            for o in d.leven.overdrachten
        )
    ]
    for number, dossier in enumerate(moved[:OPNIEUW_OVERGEDRAGEN]):
        offered = gevuld.nu - timedelta(days=14 + 5 * number)
        wie = contact_of(gevuld, dossier)
        naar = Rol.objects.filter(regio=RIJK_VAN_NIJMEGEN, soort="consulent").exclude(
            medewerker_id=wie.medewerker_id
        )
        rol = naar.select_related("medewerker", "organisatie").order_by("pk")[number]
        row = offer_overdracht(
            wie,
            kandidaat_id=dossier.kandidaat.pk,
            naar_rol_id=rol.pk,
            reden="De collega gaat minder werken.",
            warm_contact="Met zijn drieën gebeld",
            warm_contact_op=offered.date(),
            kandidaat_akkoord_op=offered.date(),
            moment=offered,
        )
        accept_overdracht(
            actor_in_role(rol, oorsprong="laad_demo"),
            overdracht_id=row.pk,
            moment=offered + timedelta(days=2 + number),
        )
