"""Buying in the demo: consent above the amount, and providers that stand in the list twice."""

from ontschot.aanbieders import actions as aanbieders
from ontschot.aanbieders.queries import known_as
from ontschot.kassier.actions import decide_akkoord
from ontschot.kassier.models import Plafondakkoord
from ontschot.kern.scope import Actor, scope
from ontschot.server.demo.gevuld import Gevuld
from ontschot.server.demo.people import RIJK_VAN_NIJMEGEN
from ontschot.trajecten.models import Interventie

# No regeling of today names an amount, so these are demo amounts, in cents.
PLAFOND_CENT, GEVRAAGD_CENT = 300_000, 345_000
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
        decide_akkoord(coordinator, akkoord_id=akkoord.pk, goed=True)


def _doubles(consulent: Actor, kassier: Actor, coordinator: Actor) -> None:
    """One that waits; one that was joined, with a proposal to pay the account of the other."""
    for number, (dubbel, naam) in enumerate(
        (("Nieuw Spoor Loopbaan", "Bureau Nieuw Spoor"), ("ROC Nijmegen Mbo", "ROC Nijmegen"))
    ):
        with scope(consulent):
            known = known_as(RIJK_VAN_NIJMEGEN, naam)
        assert known
        double = aanbieders.add_aanbieder(consulent, naam=dubbel, toch_nieuw=True)
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
