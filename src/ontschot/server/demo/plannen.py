"""Templates, a rule of the region, a group, and how some interventies went."""

from datetime import timedelta

from ontschot.netwerk.models import Organisatie
from ontschot.server.demo.gevuld import Gevuld
from ontschot.server.demo.people import RIJK_VAN_NIJMEGEN
from ontschot.server.demo.rijen_traject import Traject
from ontschot.trajecten import actions
from ontschot.trajecten.actions.sjabloon import Regel
from ontschot.trajecten.models import Aanwezigheid, Evaluatie

SJABLONEN = (
    (
        "Overstap naar de zorg",
        "Werk in de zorg",
        (
            Regel("Meelopen in een zorginstelling", wie="kandidaat"),
            Regel("Gesprek bij het leerwerkloket", wie="partner"),
            Regel("Opleiding in de zorg", wie="aanbieder", na=2),
        ),
    ),
    (
        "Eerst de taal",
        "Nederlands leren en daarna werk",
        (
            Regel("Taaltoets", wie="partner"),
            Regel("Taalles", wie="aanbieder", na=1),
            Regel("Samen solliciteren", wie="professional", na=2),
        ),
    ),
)
WOORDEN = (
    ("De les was duidelijk. Ik durf nu meer.", "Kwam altijd op tijd."),
    ("Ik vond het tempo soms hoog.", "Vroeg zelf om extra uitleg."),
    ("Ik weet nu wat ik wil.", ""),
)
# So many interventies of the region have attendance and an evaluation.
GEVOLGD = 12
# What the group costs, for so many places; it does not divide by five.
GROEP_CENT, PLAATSEN = 824_000, 20


def store(gevuld: Gevuld) -> None:
    here = [t for t in gevuld.trajecten if t.dossier.regio == RIJK_VAN_NIJMEGEN]
    _sjablonen(gevuld)
    _groep(gevuld)
    _verloop(gevuld, [t for t in here if t.plan.status in {"loopt", "afgerond"}][:GEVOLGD])


def _sjablonen(gevuld: Gevuld) -> None:
    bezetting = gevuld.bron.bezetting
    coordinator = bezetting.of(RIJK_VAN_NIJMEGEN, rol="coordinator")[0]
    wie = gevuld.bron.actor(coordinator)
    for naam, doel, regels in SJABLONEN:
        actions.make_sjabloon(wie, naam=naam, doel=doel, regels=regels)
    actions.set_inkoopregel(
        wie,
        van=gevuld.today,
        kansrijk_nodig=False,
        maximaal_maanden=9,
        bron="Demo: afspraak in het Regionaal Beraad",
    )


def _groep(gevuld: Gevuld) -> None:
    """A course that is still being filled, with people of one professional."""
    mine = [d for d in gevuld.hier if d.leven.contactpersoon.sleutel == "gids-uwv"][:3]
    wie = gevuld.bron.actor(mine[0].leven.contactpersoon)
    groep = actions.make_groep(
        wie,
        naam="Heftruckcertificaat voor oud-medewerkers van de drukkerij",
        interventiesoort="scholing_vaardigheid",
        inkoper_id=Organisatie.objects.get(sleutel="uwv").pk,
        aanbieder="Opleider in de logistiek",
        totaal_cent=GROEP_CENT,
        btw="excl",
        plaatsen=PLAATSEN,
        van=gevuld.today + timedelta(days=21),
        tot=gevuld.today + timedelta(days=50),
    )
    for dossier in mine:
        actions.add_lid(wie, groep_id=groep.pk, kandidaat_id=dossier.kandidaat.pk)


def _verloop(gevuld: Gevuld, followed: list[Traject]) -> None:
    Aanwezigheid.objects.bulk_create(
        Aanwezigheid(
            regio_id=t.dossier.regio,
            interventie=t.rij,
            van=gevuld.today - timedelta(days=30),
            tot=gevuld.today - timedelta(days=1),
            aanwezig=10 - place % 4,
            verwacht=10,
            door_id=gevuld.bron.medewerker(t.plan.door),
            op=gevuld.nu,
        )
        for place, t in enumerate(followed)
        if t.plan.status == "loopt"
    )
    Evaluatie.objects.bulk_create(
        Evaluatie(
            regio_id=t.dossier.regio,
            interventie=t.rij,
            woorden_kandidaat=WOORDEN[place % len(WOORDEN)][0],
            woorden_professional=WOORDEN[place % len(WOORDEN)][1],
            door_id=gevuld.bron.medewerker(t.plan.door),
            op=gevuld.nu,
        )
        for place, t in enumerate(followed)
        if t.plan.status == "afgerond"
    )
