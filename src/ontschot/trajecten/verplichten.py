"""The steps of an interventie that belong to another room's transaction.

Plain functions: the caller opened the transaction, may act, and writes the audit line.
`casusoverleg` asks and decides, `kassier` commits and gives back.
"""

from datetime import datetime

from django.utils import timezone

from ontschot.kandidaten.zonder_naam import refuse_person
from ontschot.kern.errors import Weigering
from ontschot.kern.rows import update
from ontschot.meldingen.models import Advies
from ontschot.regelingen.models import Regeling
from ontschot.regelingen.queries import plafond_op
from ontschot.trajecten.aanbieder import provider
from ontschot.trajecten.groepsprijs import shrink
from ontschot.trajecten.locks import locked
from ontschot.trajecten.models import Inkoopcheck, Interventie
from ontschot.trajecten.queries.inkoop import duration_of, leerbedrijf_lacks, missing_papers
from ontschot.trajecten.rules import Stand, besluit_problems
from ontschot.trajecten.truths import LEERBEDRIJF_ZIN

MAX_REDEN = 160


def lock(interventie_id: int) -> Interventie:
    """The interventie, locked; raises Weigering when it is not in this region."""
    return locked(Interventie.objects.all(), interventie_id, "Deze interventie")


def stand_of(interventie: Interventie, *, reden_boven_plafond: str = "") -> Stand:
    """How the interventie stands on the way to a besluit. Nine queries at most."""
    plafond = plafond_op(interventie.interventiesoort_id, timezone.localdate())
    advies = Advies.objects.filter(
        kandidaat_id=interventie.kandidaat_id, vervangen_door__isnull=True
    )
    return Stand(
        doelgroep=interventie.doelgroep_id,
        oordeel=advies.values_list("oordeel", flat=True).first(),
        plan_agreed=interventie.stap.arrangement.status == "akkoord",
        open_toetsregels=interventie.toets.filter(antwoord="").count(),
        toets_done=interventie.toets_gedaan_op is not None,
        gevraagd_cent=interventie.gevraagd_cent,
        plafond_cent=plafond.bedrag_cent if plafond else None,
        reden_boven_plafond=reden_boven_plafond.strip(),
        checked=Inkoopcheck.objects.filter(interventie=interventie).exists(),
        duur=duration_of(interventie, timezone.localdate()),
        langer_reden=interventie.langer_reden,
    )


def ask(interventie: Interventie, stand: Stand) -> None:
    """Move the interventie to where it waits for a besluit; raises Weigering with what lacks."""
    if problems := besluit_problems(stand):
        raise Weigering(problems[0])
    _move(interventie, "besluit_gevraagd")


def take_back(interventie: Interventie) -> None:
    """The asker took the question back."""
    _move(interventie, "gepland")


def grant(interventie: Interventie) -> None:
    _move(interventie, "toegekend")


def refuse(interventie: Interventie) -> None:
    _move(interventie, "afgewezen")


def expire(interventie: Interventie) -> None:
    """The money that was set aside expired: a new besluit has to be asked."""
    _move(interventie, "gepland")


def freeze(
    interventie: Interventie,
    *,
    regeling: Regeling,
    kosten_cent: int,
    btw: str,
    plafond_cent: int | None,
    moment: datetime,
    aanbieder: str = "",
) -> Interventie:
    """Fix what is counted and paid, at the moment the verplichting is entered.

    Amounts in cents. Raises Weigering when no besluit granted it, or when a paper is missing that
    the regeling asks for first, or for praktijkleren an erkend leerbedrijf.
    """
    if leerbedrijf_lacks(interventie):
        raise Weigering(LEERBEDRIJF_ZIN)
    if missing := missing_papers(interventie, timezone.localdate(moment)):
        raise Weigering(
            f"Dit stuk is er nog niet: {missing[0].lower()}. Leg het eerst vast bij de interventie."
        )
    interventie.regeling = regeling
    interventie.kosten_cent, interventie.btw = kosten_cent, btw
    interventie.plafond_cent = plafond_cent
    interventie.verplicht_op = moment
    interventie.aanbieder = provider(interventie.kandidaat, aanbieder) or interventie.aanbieder
    _move(
        interventie,
        "verplicht",
        "regeling",
        "kosten_cent",
        "btw",
        "plafond_cent",
        "verplicht_op",
        "aanbieder",
    )
    return interventie


def lapse(interventie: Interventie, *, afbreekreden: str, reden: str = "") -> None:
    """A granted interventie does not go on; the caller gives the reserved money back.

    `afbreekreden` is one of `Interventie.AFBREEKREDENEN`; with `anders` it needs `reden`. A group
    goes on without this person, and costs that much less.
    """
    interventie.afgesloten_op = timezone.localdate()
    interventie.afbreekreden = afbreekreden
    words = require_reason(afbreekreden, reden)
    interventie.reden_afgebroken = refuse_person(
        interventie.kandidaat_id, words, "reden", "Schrijf het anders."
    )
    _move(interventie, "vervallen", "afgesloten_op", "afbreekreden", "reden_afgebroken")
    shrink(interventie)


def require_reason(afbreekreden: str, reden: str) -> str:
    """The words beside a reason of the list, at most 160; raises Weigering when they lack."""
    if afbreekreden not in dict(Interventie.AFBREEKREDENEN):
        raise Weigering("Kies waarom het niet doorgaat.", veld="afbreekreden")
    words = reden.strip()
    if afbreekreden == "anders" and not words:
        raise Weigering("Schrijf op waarom het niet doorgaat. Noem geen gezondheid.", veld="reden")
    if len(words) > MAX_REDEN:
        raise Weigering(f"Schrijf het korter: hoogstens {MAX_REDEN} tekens.", veld="reden")
    return words


def _move(interventie: Interventie, status: str, *fields: str) -> None:
    Interventie.STAPPEN.move(interventie, status)
    update(interventie, "status", "laatste_wijziging_op", *fields)
