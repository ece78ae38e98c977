"""Templates, a rule of the region, a group, and how some interventies went."""

from datetime import date, timedelta

from ontschot.casusoverleg.actions import lapse_interventie
from ontschot.netwerk.models import Organisatie
from ontschot.server.demo.gevuld import Gevuld
from ontschot.server.demo.klok import day_of
from ontschot.server.demo.people import RIJK_VAN_NIJMEGEN
from ontschot.server.demo.rijen_traject import Traject
from ontschot.trajecten import actions
from ontschot.trajecten.actions import Deel
from ontschot.trajecten.actions.sjabloon import Regel
from ontschot.trajecten.models import Aanwezigheid, Evaluatie, Stuk
from ontschot.trajecten.rules.inkoop import PRAKTIJKLEREN

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
# Papers of these names stood in the rules of 2021; of today none are known, so the region says it.
STUKKEN = ("Praktijkovereenkomst", "Onderwijsovereenkomst")
# So many interventies of the region have attendance and an evaluation.
GEVOLGD = 8
# For so many that are planned somebody else pays a share.
BETALEN_MEE = 4
# What the group costs, for so many places; it does not divide by five.
GROEP_CENT, PLAATSEN = 824_000, 20


def store(gevuld: Gevuld) -> None:
    here = [t for t in gevuld.trajecten if t.dossier.regio == RIJK_VAN_NIJMEGEN]
    _sjablonen(gevuld)
    _groep(gevuld)
    _stukken(gevuld, [t for t in here if t.plan.soort in PRAKTIJKLEREN])
    _betalers(gevuld, here)
    running = [t for t in here if t.plan.status == "loopt"]
    over = [t for t in here if t.plan.status == "afgerond"]
    _verloop(gevuld, [*running[:GEVOLGD], *over[:GEVOLGD]])
    _gaat_niet_door(gevuld, here)


def _sjablonen(gevuld: Gevuld) -> None:
    bezetting = gevuld.bron.bezetting
    coordinator = bezetting.of(RIJK_VAN_NIJMEGEN, rol="coordinator")[0]
    wie = gevuld.bron.actor(coordinator)
    for naam, doel, regels in SJABLONEN:
        actions.make_sjabloon(wie, naam=naam, doel=doel, regels=regels)
    actions.set_inkoopregel(
        wie,
        van=gevuld.today,
        kansrijk_nodig=True,
        maximaal_maanden=9,
        stukken="\n".join(STUKKEN),
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


def _stukken(gevuld: Gevuld, learning: list[Traject]) -> None:
    """The papers of praktijkleren are there where it was bought, and one where it was granted."""
    papers = [
        (t, naam)
        for t in learning
        for naam in (STUKKEN if t.plan.order else STUKKEN[:1])
        if t.plan.besluit
    ]
    Stuk.objects.bulk_create(
        Stuk(
            regio_id=t.dossier.regio,
            interventie=t.rij,
            naam=naam,
            aanwezig_op=min(gevuld.today, day_of(t.plan.gepland_op) + timedelta(days=7)),
            door_id=gevuld.bron.medewerker(t.plan.door),
        )
        for t, naam in papers
    )


def _betalers(gevuld: Gevuld, here: list[Traject]) -> None:
    """An employer and the kandidaat pay a share of what is planned for some."""
    planned = [t for t in here if t.plan.status == "gepland" and t.plan.gevraagd_cent > 40_000]
    for place, t in enumerate(planned[:BETALEN_MEE]):
        whole = t.plan.gevraagd_cent
        delen = [Deel("werkgever", "De vorige werkgever", whole // 2)]
        if place % 2:
            delen.append(Deel("kandidaat", "", 5_000))
        actions.replan(
            gevuld.bron.actor(t.dossier.leven.contactpersoon),
            interventie_id=t.rij.pk,
            gevraagd_cent=whole - sum(deel.cent for deel in delen),
            btw=t.plan.btw,
            inkoper_id=t.rij.inkoper_id,
            aanbieder=t.plan.aanbieder,
            delen=delen,
        )


def _gaat_niet_door(gevuld: Gevuld, here: list[Traject]) -> None:
    """One that was granted does not go on: the money went back, and the step waits."""
    persona = {"gids-uwv", "loopbaancoach-fnv", "consulent-gemeente"}
    granted = [t for t in here if t.plan.status == "toegekend"]
    spare = [t for t in granted if t.dossier.leven.contactpersoon.sleutel not in persona]
    for t in spare[:1]:
        lapse_interventie(
            gevuld.bron.actor(t.dossier.leven.contactpersoon),
            interventie_id=t.rij.pk,
            afbreekreden="aanbieder",
            reden="De groep ging niet door.",
        )


def _verloop(gevuld: Gevuld, followed: list[Traject]) -> None:
    Aanwezigheid.objects.bulk_create(
        Aanwezigheid(
            regio_id=t.dossier.regio,
            interventie=t.rij,
            van=_last_day(gevuld, t) - timedelta(days=29),
            tot=_last_day(gevuld, t),
            aanwezig=10 - place % 4,
            verwacht=10,
            door_id=gevuld.bron.medewerker(t.plan.door),
            op=gevuld.nu,
        )
        for place, t in enumerate(followed)
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


def _last_day(gevuld: Gevuld, t: Traject) -> date:
    """Yesterday, or the day on which it ended."""
    return t.plan.afgesloten_op or gevuld.today - timedelta(days=1)
