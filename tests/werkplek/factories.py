"""One dossier in which everything happened once, and can happen again."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle

from django.utils import timezone

from ontschot.casusoverleg.actions import ask_besluit, decide
from ontschot.kandidaten.actions import record_contact, record_feit
from ontschot.kandidaten.models import Kandidaat
from ontschot.kassier.actions import commit_verplichting
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.meldingen import actions as meldingen
from ontschot.netwerk.models import Rol
from ontschot.trajecten.actions import (
    add_stap,
    agree_arrangement,
    record_nazorg,
    record_uitkomst,
    start_arrangement,
)
from ontschot.trajecten.models import Interventie, Nazorgmoment
from tests.kassier.factories import wereld
from tests.meldingen.factories import melding
from tests.trajecten import factories as f

_years = cycle(range(2000, 2024))


@dataclass
class Dossier:
    """A kandidaat with the gids who is contactpersoon, the coordinator, and a line with money."""

    gids: Rol
    coordinator: Actor
    fondsregel_id: int
    person: Kandidaat

    @property
    def wie(self) -> Actor:
        return f.actor(self.gids)

    @property
    def url(self) -> str:
        return self.person.get_absolute_url()


def dossier() -> Dossier:
    """From question to outcome, with an overdracht that waits for an answer."""
    gids = f.rol()
    coordinator = f.actor(f.rol(Rolsoort.COORDINATOR, organisatie="gemeente-nijmegen"))
    found = Dossier(gids, coordinator, wereld(10_000_000).regel.pk, f.kandidaat(f.actor(gids)))
    live(found)
    f.overdracht(found.wie, found.person, f.rol())
    return found


def live(of: Dossier) -> None:
    """A question, a contact, a fact, an advies, a bought step and an outcome; again each time."""
    ask_a_question(of)
    record_contact(
        of.wie, kandidaat=of.person, wijze="gesprek", op=timezone.now(), samenvatting="Zij belde."
    )
    long_ago = date(next(_years), 1, 1)
    record_feit(
        of.wie, kandidaat=of.person, soort="in_dienst", van=long_ago, tot=date(long_ago.year, 2, 1)
    )
    f.advies(of.wie, of.person)
    buy(of)
    record_uitkomst(
        of.wie,
        kandidaat_id=of.person.pk,
        betekenis="aan_het_werk",
        datum=timezone.localdate() - timedelta(days=7),
        bron="kandidaat",
        grond="toestemming",
    )
    first = Nazorgmoment.objects.filter(kandidaat=of.person, gedaan_op=None).earliest("gepland_op")
    record_nazorg(of.wie, nazorgmoment_id=first.pk, antwoord="werkt_nog")


def ask_a_question(of: Dossier) -> None:
    row = melding(eigenaar_id=of.gids.medewerker_id)
    meldingen.link_kandidaat(of.wie, melding_id=row.pk, sleutel=of.person.sleutel)
    meldingen.answer(of.wie, melding_id=row.pk, tekst="Kom langs.")


def buy(of: Dossier) -> Interventie:
    """One step more in the plan, and the whole road of the shared money for it."""
    plan = start_arrangement(of.wie, kandidaat_id=of.person.pk, doel="Werk in de zorg")
    add_stap(of.wie, arrangement_id=plan.pk, omschrijving="Een cursus")
    agree_arrangement(of.wie, arrangement_id=plan.pk, op=timezone.localdate(), wijze="gesprek")
    bought = f.interventie(of.wie, of.person, plan)
    f.toets(of.wie, bought)
    besluit = ask_besluit(of.wie, interventie_id=bought.pk, vraag="Dit past het best.")
    decide(
        of.coordinator,
        besluit_id=besluit.pk,
        toekennen=True,
        motivering="Niets anders past.",
        consensus=True,
        fondsregel_id=of.fondsregel_id,
    )
    commit_verplichting(
        of.wie,
        interventie_id=bought.pk,
        bedrag_cent=bought.gevraagd_cent,
        btw="incl",
        aanbieder="Rijschool",
    )
    return bought
