"""Buying in the demo: consent above the amount, and providers that stand in the list twice."""

from django.db.models import Q
from django.utils import timezone

from ontschot.aanbieders import actions as aanbieders
from ontschot.aanbieders.queries import known_as
from ontschot.kassier import actions
from ontschot.kassier.actions.bestellen import Afspraken
from ontschot.kassier.models import Plafondakkoord, Reservering
from ontschot.kern.scope import Actor, scope
from ontschot.server.demo.fondsen import demo_ibans
from ontschot.server.demo.gevuld import Gevuld
from ontschot.server.demo.people import BEGIN_PARTNER, RIJK_VAN_NIJMEGEN
from ontschot.trajecten.models import Interventie

# No regeling of today names an amount, so these are demo amounts, in cents.
PLAFOND_CENT, GEVRAAGD_CENT = 300_000, 345_000
EIGEN_REKENING = 6001
WAAROM = (
    "Demobedrag: er is een extra bijeenkomst nodig om de opleiding af te ronden.",
    "Demobedrag: de cursus duurt langer, omdat die in de avond wordt gegeven.",
)


def store(gevuld: Gevuld) -> None:
    """Of each pair one that waits for a second person, and one that was decided."""
    bron = gevuld.bron

    def one(**who: str) -> Actor:
        return bron.actor(bron.bezetting.of(RIJK_VAN_NIJMEGEN, **who)[0])

    gids, coordinator = one(organisatie="fnv"), one(rol="coordinator")
    _consents(gids, coordinator)
    consulent = one(organisatie="werkbedrijf", rol="consulent")
    _doubles(consulent, one(rol="kassier"), coordinator)


def _consents(gids: Actor, coordinator: Actor) -> None:
    assert gids.medewerker_id is not None
    with scope(gids):
        rows = list(
            Interventie.objects.filter(inkoper_id=gids.organisatie_id, status="toegekend").order_by(
                "pk"
            )[:2]
        )
        asked = [
            Plafondakkoord.objects.create(
                regio_id=row.regio_id,
                interventie=row,
                kandidaat_sleutel=row.kandidaat_sleutel,
                cent=GEVRAAGD_CENT,
                plafond_cent=PLAFOND_CENT,
                reden=reden,
                gevraagd_door_id=gids.medewerker_id,
            )
            for row, reden in zip(rows, WAAROM, strict=False)
        ]
    for akkoord in asked[1:]:
        actions.decide_akkoord(coordinator, akkoord_id=akkoord.pk, goed=True)


def _doubles(consulent: Actor, kassier: Actor, coordinator: Actor) -> None:
    """One that waits; one that was joined, with a proposal to pay the account of the other.

    What was ordered from the one that ended is approved, so its money waits for that decision.
    """
    for number, (dubbel, naam) in enumerate(
        (("Nieuw Spoor Loopbaan", "Bureau Nieuw Spoor"), ("ROC Nijmegen Mbo", "ROC Nijmegen"))
    ):
        with scope(consulent):
            known = known_as(RIJK_VAN_NIJMEGEN, naam)
        assert known
        double = aanbieders.add_aanbieder(consulent, naam=dubbel, toch_nieuw=True)
        if number:
            _account(coordinator, kassier, double.pk, dubbel)
            _ordered(consulent, kassier, dubbel)
        asked = aanbieders.propose_samenvoeging(
            consulent,
            aanbieder_id=double.pk,
            met_id=known.pk,
            reden="Zelfde adres en telefoonnummer.",
        )
        if number:
            aanbieders.decide_samenvoeging(kassier, samenvoeging_id=asked.pk, akkoord=True)
            aanbieders.propose_overname(
                coordinator,
                samenvoeging_id=asked.pk,
                reden="De aanbieder schreef dat er nog één rekening is.",
            )


def _account(coordinator: Actor, kassier: Actor, aanbieder_id: int, naam: str) -> None:
    """An account of its own, seen by two people."""
    made = aanbieders.enter_rekening(
        coordinator,
        aanbieder_id=aanbieder_id,
        iban=next(demo_ibans(EIGEN_REKENING)),
        tenaamstelling=naam,
        van=BEGIN_PARTNER,
    )
    aanbieders.confirm_rekening(kassier, rekening_id=made.pk)


def _ordered(consulent: Actor, kassier: Actor, naam: str) -> None:
    """One order that is paid to the provider itself, declared at once and approved."""
    today = timezone.localdate()
    with scope(consulent):
        granted = Reservering.objects.filter(
            status="open",
            interventie__inkoper=consulent.organisatie_id,
            interventie__status="toegekend",
        ).exclude(Q(verloopt_op__lt=today) | Q(fondsregel__fonds__tot__lt=today))
        row = granted.select_related("fondsregel").order_by("-pk").first()
    if not row:
        return
    order = actions.commit_verplichting(
        consulent,
        interventie_id=row.interventie_id,
        bedrag_cent=row.cent,
        btw="excl",
        aanbieder=naam,
        afspraken=Afspraken(betaalwijze="aanbieder"),
    )
    claim = actions.create_declaratie(
        consulent,
        fonds_id=row.fondsregel.fonds_id,
        periode=order.boekdatum,
        verplichting_ids=[order.pk],
    )
    actions.submit_declaratie(consulent, declaratie_id=claim.pk)
    actions.approve_declaratie(kassier, declaratie_id=claim.pk)
