"""The voorliggend-toets: what else could carry this, and why it does not."""

from collections.abc import Collection
from datetime import datetime

from django.utils import timezone

from ontschot.kandidaten.vastleggen import medewerker_of
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor
from ontschot.menukaart.models import Dienst
from ontschot.menukaart.queries import Voorstel, voorliggend_for
from ontschot.trajecten.actions.common import (
    at,
    locked_interventie,
    log_interventie,
    required,
)
from ontschot.trajecten.actions.inkoop import (
    Antwoorden,
    Kansrijkkeuze,
    store_check,
    suggested,
)
from ontschot.trajecten.locks import locked
from ontschot.trajecten.models import Interventie, Toetsregel
from ontschot.trajecten.queries.inkoop import kansrijklijst_for
from ontschot.trajecten.rules import Stand, toets_problem

# In which states the answers may still change; kept by the database too.
TOETS_OPEN = frozenset({"gepland", "afgewezen"})


def fill_toets(
    wie: Actor,
    interventie: Interventie,
    *,
    situaties: frozenset[str],
    gemeente_id: int | None,
    moment: datetime,
) -> None:
    """Put in what the menukaart proposes today, inside the transaction of the planning.

    What the gemeente does not offer is answered at once, with the words of the menukaart.
    """
    day = timezone.localdate(moment)
    proposals = voorliggend_for(
        situaties,
        gemeente_id,
        day,
        stappen=_journey_steps(interventie),
        regio=interventie.regio_id,
    )
    Toetsregel.objects.bulk_create(_line(wie, interventie, found, moment) for found in proposals)


def _journey_steps(interventie: Interventie) -> Collection[str]:
    """The steps of the journey where this kind of interventie stands on the menukaart."""
    if interventie.stap.dienst:
        return {interventie.stap.dienst.stap}
    kind = Dienst.objects.filter(interventiesoort=interventie.interventiesoort_id)
    return set(kind.order_by().values_list("stap", flat=True).distinct())


def _line(wie: Actor, interventie: Interventie, found: Voorstel, moment: datetime) -> Toetsregel:
    line = Toetsregel(
        regio_id=interventie.regio_id,
        interventie=interventie,
        dienst_id=found.dienst_id,
        voorziening=found.naam,
        bekend=_known(found),
    )
    if not found.beschikbaar:
        line.antwoord = "niet_beschikbaar"
        line.reden = found.voorwaarde or "De gemeente van deze persoon heeft dit niet."
        line.door_id, line.op = wie.medewerker_id, moment
        line.bekend["uit_menukaart"] = True
    return line


def _known(found: Voorstel) -> dict[str, object]:
    return {
        "aanbieder": found.aanbieder,
        "samenvatting": found.samenvatting,
        "contact": found.contact,
        "voorwaarde": found.voorwaarde,
        "beschikbaar": found.beschikbaar,
        "prijs_cent": found.prijs_cent,
        "wachttijd_dagen": found.wachttijd_dagen,
        "gecontroleerd_op": found.gecontroleerd_op.isoformat(),
    }


@action
def answer_toets(
    wie: Actor, *, toetsregel_id: int, antwoord: str, reden: str, moment: datetime | None = None
) -> Toetsregel:
    """Answer one facility, or change the answer until a besluit is asked.

    `antwoord` is one of `Toetsregel.ANTWOORDEN`; `reden` one sentence, without health.
    """
    found = Toetsregel.objects.filter(pk=toetsregel_id).values_list("interventie_id").first()
    if found is None:
        raise Weigering("Deze voorziening hoort niet bij de toets. Ververs de pagina.")
    interventie = locked_interventie(wie, found[0])
    line = locked(Toetsregel.objects.all(), toetsregel_id, "Deze voorziening")
    _refuse_asked(interventie)
    if antwoord not in dict(Toetsregel.ANTWOORDEN):
        raise Weigering("Kies hoe het zit met deze voorziening.", veld="antwoord")
    line.antwoord = antwoord
    line.reden = required(reden, "Schrijf in één zin waarom.", "reden")
    line.door_id, line.op = medewerker_of(wie), at(moment)
    line.save(update_fields=["antwoord", "reden", "door", "op"])
    log_interventie(wie, "toets_beantwoord", interventie, antwoord=antwoord)
    return line


@action
def add_voorziening(wie: Actor, *, interventie_id: int, voorziening: str) -> Toetsregel:
    """Put a facility in the toets that the menukaart does not know."""
    interventie = locked_interventie(wie, interventie_id)
    _refuse_asked(interventie)
    name = required(voorziening, "Schrijf op welke voorziening je bedoelt.", "voorziening")
    line = Toetsregel.objects.create(
        regio_id=interventie.regio_id, interventie=interventie, voorziening=name[:140]
    )
    log_interventie(wie, "voorziening_toegevoegd", interventie)
    return line


@action
def finish_toets(
    wie: Actor,
    *,
    interventie_id: int,
    check: Antwoorden | None = None,
    keuze: Kansrijkkeuze | None = None,
    moment: datetime | None = None,
) -> Interventie:
    """Say that the toets is complete, and that the six questions have been gone through.

    `check` holds per question (`rules.VRAGEN`) the answer and its line; left out, what is known
    already is confirmed as it stands. `keuze` names the trade or who promises a job. Raises
    Weigering while a facility has no answer, or a question lacks its line.
    """
    interventie = locked_interventie(wie, interventie_id)
    _refuse_asked(interventie)
    stand = Stand(
        doelgroep=interventie.doelgroep_id,
        oordeel=None,
        plan_agreed=False,
        open_toetsregels=interventie.toets.filter(antwoord="").count(),
        toets_done=True,
        gevraagd_cent=interventie.gevraagd_cent,
    )
    if problem := toets_problem(stand):
        raise Weigering(problem)
    done = at(moment)
    if keuze is None:
        proposed = None if check else kansrijklijst_for(interventie).voorstel
        keuze = Kansrijkkeuze(proposed.beroep_id if proposed else None)
    store_check(wie, interventie, check or suggested(interventie), done, keuze)
    interventie.toets_gedaan_op = done
    interventie.save(update_fields=["toets_gedaan_op", "laatste_wijziging_op"])
    log_interventie(wie, "toets_afgerond", interventie)
    return interventie


def _refuse_asked(interventie: Interventie) -> None:
    if interventie.status not in TOETS_OPEN:
        raise Weigering("Er is al een besluit gevraagd. De antwoorden veranderen nu niet meer.")
