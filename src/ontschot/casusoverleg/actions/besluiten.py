"""Asking whether shared money may be spent, and deciding it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from ontschot.casusoverleg.models import (
    Belang,
    Besluit,
    Casusinstelling,
    Mandaat,
    Overleg,
    Overlegreeks,
)
from ontschot.casusoverleg.rules import (
    Bevoegdheid,
    Bijeen,
    Grens,
    last_day_problem,
    may_decide,
)
from ontschot.kandidaten.queries import kandidaat_for
from ontschot.kandidaten.vastleggen import medewerker_of
from ontschot.kassier.actions import reserve
from ontschot.kassier.models import Fondsregel
from ontschot.kassier.queries import fondsregel_for
from ontschot.kern import audit
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor
from ontschot.netwerk.queries import valid_on
from ontschot.trajecten import verplichten
from ontschot.trajecten.actions.common import at
from ontschot.trajecten.models import Interventie


@dataclass(frozen=True)
class Uitgave:
    """From which line a grant is paid, by which joint decision, and until when it is kept."""

    fondsregel_id: int | None = None
    beraadsbesluit: str = ""
    verloopt_op: date | None = None


@action
def ask_besluit(
    wie: Actor,
    *,
    interventie_id: int,
    vraag: str = "",
    reden_boven_plafond: str = "",
    moment: datetime | None = None,
) -> Besluit:
    """Ask a besluit about an interventie; raises Weigering with the first thing that lacks.

    `vraag` is the asker's own summary; `reden_boven_plafond` is needed when the price is above
    the amount that stands in the regeling. The price of this moment is kept with the question.
    """
    interventie = verplichten.lock(interventie_id)
    kandidaat_for(wie, interventie.kandidaat_sleutel, schrijft=True)
    stand = verplichten.stand_of(interventie, reden_boven_plafond=reden_boven_plafond)
    verplichten.ask(interventie, stand)
    besluit = Besluit.objects.create(
        regio_id=interventie.regio_id,
        interventie=interventie,
        gevraagd_door_id=medewerker_of(wie),
        gevraagd_op=at(moment),
        gevraagd_cent=interventie.gevraagd_cent,
        plafond_cent=stand.plafond_cent,
        vraag=vraag.strip(),
        reden_boven_plafond=stand.reden_boven_plafond,
    )
    _log(wie, "besluit_gevraagd", besluit, interventie)
    return besluit


@action
def withdraw_besluit(wie: Actor, *, besluit_id: int) -> Besluit:
    """Take the question back as long as nobody decided; only the asker can do this."""
    besluit, interventie = locked_besluit(besluit_id)
    if besluit.gevraagd_door_id != wie.medewerker_id:
        raise Weigering("Alleen wie het besluit vroeg, kan de vraag intrekken.")
    _decide(besluit, "ingetrokken", wie, timezone.now())
    besluit.save()
    verplichten.take_back(interventie)
    _log(wie, "besluit_ingetrokken", besluit, interventie)
    return besluit


@action
def decide(
    wie: Actor,
    *,
    besluit_id: int,
    toekennen: bool,
    motivering: str,
    consensus: bool,
    afwijkend_standpunt: str = "",
    fondsregel_id: int | None = None,
    beraadsbesluit: str = "",
    verloopt_op: date | None = None,
    moment: datetime | None = None,
) -> Besluit:
    """Grant or refuse; a grant reserves the money in the same transaction.

    In the casusoverleg by the coördinator, or by mandaat of the decider's organisatie. Without
    `fondsregel_id` the line of the region's interventies-fonds for the rubriek is used.
    `beraadsbesluit` is the reference of the joint decision, for a fonds that asks for one.
    `verloopt_op` is the last day of the reservering; without it that of the fonds counts.
    Raises Weigering when the actor may not decide, the meeting lacks its quorum, somebody was
    first, the day lies outside the fonds, or the money is not there.
    """
    besluit, interventie = locked_besluit(besluit_id)
    decided = at(moment)
    how = bevoegdheid(wie, besluit, timezone.localdate(decided), lock=True)
    if not how.wijze:
        raise Weigering(how.waarom)
    _decide(besluit, "toegekend" if toekennen else "afgewezen", wie, decided)
    besluit.wijze, besluit.mandaat_id = how.wijze, how.mandaat_id
    besluit.overleg_id = how.overleg_id
    besluit.motivering = _required(motivering, "Schrijf op waarom.", "motivering")
    _agree(besluit, consensus, afwijkend_standpunt.strip())
    if toekennen:
        _spend(wie, besluit, interventie, Uitgave(fondsregel_id, beraadsbesluit, verloopt_op))
    else:
        verplichten.refuse(interventie)
    besluit.save()
    if besluit.overleg_id is not None:
        besluit.agendapunten.filter(overleg=besluit.overleg_id, besproken_op__isnull=True).update(
            besproken_op=decided
        )
    _log(wie, "besluit_genomen", besluit, interventie, uitkomst=besluit.uitkomst, wijze=how.wijze)
    return besluit


def _agree(besluit: Besluit, consensus: bool, anders: str) -> None:
    """Everybody agreed, or the other view is written down."""
    if not consensus and not anders:
        raise Weigering(
            "Niet iedereen was het eens. Schrijf het andere standpunt op.",
            veld="afwijkend_standpunt",
        )
    besluit.consensus, besluit.afwijkend_standpunt = consensus, anders


def _spend(
    wie: Actor,
    besluit: Besluit,
    interventie: Interventie,
    uitgave: Uitgave,
) -> None:
    verplichten.grant(interventie)
    day = timezone.localdate(besluit.besloten_op)
    line = _line(interventie, uitgave.fondsregel_id, day)
    beraadsbesluit = uitgave.beraadsbesluit.strip()
    if line.fonds.beslisregel == "beraad_gezamenlijk" and not beraadsbesluit:
        raise Weigering(
            f"Over ‘{line.fonds.naam}’ beslist het Regionaal Beraad. Vul het kenmerk van dat "
            "besluit in, of kies een ander fonds.",
            veld="beraadsbesluit",
        )
    if problem := last_day_problem(uitgave.verloopt_op, timezone.localdate(), line.fonds.tot):
        raise Weigering(problem, veld="verloopt_op")
    reserve(
        wie,
        interventie_id=interventie.pk,
        fondsregel_id=line.pk,
        cent=besluit.gevraagd_cent,
        beraadsbesluit=beraadsbesluit,
        verloopt_op=uitgave.verloopt_op,
        dag=day,
    )


def _line(interventie: Interventie, fondsregel_id: int | None, day: date) -> Fondsregel:
    """The line that was chosen, or the usual one of the region for this rubriek."""
    rubriek = interventie.interventiesoort.rubriek_id
    if fondsregel_id is None:
        line = fondsregel_for(interventie.regio_id, rubriek, day)
    else:
        line = Fondsregel.objects.select_related("fonds").filter(pk=fondsregel_id).first()
    if line is None:
        raise Weigering(
            "Er is vandaag geen fonds voor deze rubriek. Kies zelf een regel van een fonds, "
            "of vraag de kassier.",
            veld="fondsregel_id",
        )
    return line


def bevoegdheid(wie: Actor, besluit: Besluit, day: date, *, lock: bool = False) -> Bevoegdheid:
    """Whether and how this actor may decide about this question on a day. Four queries at most.

    `lock` holds the running meeting until the end of the transaction, so that its quorum stays.
    """
    mandaat = (
        Mandaat.objects.filter(
            valid_on(day), regio=besluit.regio_id, organisatie=wie.organisatie_id
        ).first()
        if wie.organisatie_id
        else None
    )
    return may_decide(
        rol=wie.rol,
        decider_id=wie.medewerker_id,
        asker_id=besluit.gevraagd_door_id,
        cent=besluit.gevraagd_cent,
        day=day,
        grens=Grens(mandaat.pk, mandaat.tot_cent, mandaat.van, mandaat.tot) if mandaat else None,
        belang=_has_stake(wie, besluit),
        vergadert=Overlegreeks.objects.filter(valid_on(day), regio=besluit.regio_id).exists()
        if wie.rol == Rolsoort.COORDINATOR
        else False,
        bijeen=running(besluit.regio_id, lock=lock) if wie.rol == Rolsoort.COORDINATOR else None,
    )


def running(regio: str, *, lock: bool = False) -> Bijeen | None:
    """The meeting that runs now in a region, and who is there; None when none runs."""
    found = Overleg.objects.filter(regio=regio, status="bezig")
    overleg = (found.select_for_update(of=("self",)) if lock else found).first()
    if overleg is None:
        return None
    return Bijeen(overleg.pk, overleg.quorum, overleg.deelnames.filter(aanwezig=True).count())


def _has_stake(wie: Actor, besluit: Besluit) -> bool:
    """Told so, or works for the provider or the buyer, as the region sets."""
    if Belang.objects.filter(besluit=besluit, medewerker=wie.medewerker_id or 0).exists():
        return True
    interventie = besluit.interventie
    sells = wie.organisatie.casefold() == interventie.aanbieder.strip().casefold()
    buys = wie.organisatie_id == interventie.inkoper_id
    if not (sells or buys):
        return False
    chosen = instelling(besluit.regio_id)
    return (sells and chosen.aanbieder_beslist_niet) or (buys and chosen.inkoper_beslist_niet)


def instelling(regio: str) -> Casusinstelling:
    """How this region runs its casusoverleg; the defaults when it chose nothing."""
    return Casusinstelling.objects.filter(regio=regio).first() or Casusinstelling(regio_id=regio)


def locked_besluit(besluit_id: int) -> tuple[Besluit, Interventie]:
    """The question and its interventie, locked in the order of the whole house: that one first."""
    found = Besluit.objects.filter(pk=besluit_id).values_list("interventie_id", flat=True).first()
    if found is None:
        raise Weigering("Deze vraag is er niet in jouw regio. Ververs de pagina.")
    interventie = verplichten.lock(found)
    return Besluit.objects.select_for_update(of=("self",)).get(pk=besluit_id), interventie


def _decide(besluit: Besluit, uitkomst: str, wie: Actor, moment: datetime) -> None:
    Besluit.STAPPEN.move(besluit, uitkomst, field="uitkomst")
    besluit.besloten_door_id, besluit.besloten_op = medewerker_of(wie), moment


def _required(tekst: str, zin: str, veld: str) -> str:
    if not tekst.strip():
        raise Weigering(zin, veld=veld)
    return tekst.strip()


def _log(
    wie: Actor, event: str, besluit: Besluit, interventie: Interventie, **gegevens: str
) -> None:
    audit.record(
        wie,
        event,
        object_soort="besluit",
        object_sleutel=str(besluit.pk),
        regio=besluit.regio_id,
        kandidaat_sleutel=interventie.kandidaat_sleutel,
        interventie=interventie.pk,
        **gegevens,
    )


@action
def declare_belang(wie: Actor, *, besluit_id: int, uitleg: str = "") -> Belang:
    """Tell that you have a stake in a question: from then on you do not decide about it."""
    besluit, interventie = locked_besluit(besluit_id)
    if besluit.uitkomst != "open":
        raise Weigering("Hierover is al besloten. Bespreek je belang met de coördinator.")
    found = Belang.objects.create(
        regio_id=besluit.regio_id,
        besluit=besluit,
        medewerker_id=medewerker_of(wie),
        uitleg=uitleg.strip()[:200],
    )
    _log(wie, "belang_gemeld", besluit, interventie)
    return found
