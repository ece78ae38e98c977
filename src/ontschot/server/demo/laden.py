"""Loading the demo world: one transaction, in the order of the house, from the ground floor up."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain

from django.db import transaction
from django.utils import timezone

from ontschot.kern.scope import scope, systeem
from ontschot.monitor.levering.laden import load_reconstructie
from ontschot.netwerk.models import Medewerker, Regio
from ontschot.server.demo import (
    betalen,
    bron,
    fondsen,
    geld,
    logboek,
    people,
    rijen,
    rijen_traject,
    uitleveringen,
    verder,
    verhalen,
    weging,
    wereld,
)
from ontschot.server.demo.klok import Dobbelsteen, Klok

Fase = Callable[[str], AbstractContextManager[None]]


def is_loaded() -> bool:
    return Medewerker.objects.filter(persona__isnull=False).exists()


def load(schaal: str, fase: Fase, nu: datetime | None = None) -> dict[str, int]:
    """Load the world, all or nothing; returns how many rows of the main kinds there are.

    `fase` announces a phase. Nothing happens (and an empty dict comes back) when it is loaded.
    """
    moment = nu or timezone.now()
    codes = tuple(Regio.objects.order_by("code").values_list("code", flat=True))
    with transaction.atomic(), scope(systeem(*codes, reden="laad_demo")):
        if is_loaded():
            return {}
        return _load(wereld.SCHALEN[schaal], fase, moment)


def _load(schaal: wereld.Schaal, fase: Fase, nu: datetime) -> dict[str, int]:
    today = timezone.localdate(nu)
    with fase("Medewerkers en partners"):
        bezetting = people.store(today)
        source = bron.read(Dobbelsteen(wereld.ZAAD), bezetting)
    with fase("Levens bedenken"):
        world = _imagine(source, schaal, nu)
    with fase("Vragen en kandidaten"):
        dossiers = rijen.store_kandidaten(source, world.levens)
        vragen = rijen.store_meldingen(source, dossiers, world.losse)
        rijen.store_adviezen(source, dossiers, vragen, weging.store(source, today))
    with fase("Plannen en besluiten"):
        trajecten = rijen_traject.store_arrangementen(source, dossiers)
        mandaten = rijen_traject.store_mandaten(source, wereld.regios(), people.BEGIN_PARTNER)
        rijen_traject.store_besluiten(source, trajecten, mandaten)
    with fase("Geld"):
        fondsen.store_accounts(source, wereld.regios())
        money = geld.store(source, trajecten, today)
        declared, batches, posten = betalen.store(source, money, today)
        geld.book([*geld.posten(source, money), *posten])
    with fase("Uitkomsten"):
        rijen_traject.store_orders(source, trajecten)
        offers = rijen_traject.store_overdrachten(source, dossiers)
        rijen_traject.store_uitkomsten(source, dossiers, trajecten)
        rijen_traject.store_moments(trajecten)
    with fase("Logboek"):
        lines = chain(
            logboek.of_meldingen(source, vragen, nu),
            logboek.of_dossiers(source, dossiers, nu),
            logboek.of_trajecten(source, trajecten),
            logboek.of_overdrachten(source, offers),
            logboek.of_orders(source, money),
            logboek.of_payments(declared, batches),
        )
        regels = logboek.write(lines, nu)
    # After the log of what came before: these write their own lines, as actions do.
    with fase("Wat er verder speelt"):
        gevuld = verder.Gevuld(source, dossiers, vragen, trajecten, nu)
        verder.store(gevuld)
    with fase("Cijfers van 2023"):
        # Known for a while, so that a report as known yesterday has it.
        load_reconstructie(nu - timedelta(days=60))
        uitleveringen.wait_for_a_decision(gevuld)
    return {
        "kandidaten": len(dossiers),
        "vragen": len(vragen),
        "interventies": len(trajecten),
        "verplichtingen": sum(m.order is not None for m in money),
        "logregels": regels,
    }


def _imagine(source: bron.Bron, schaal: wereld.Schaal, nu: datetime) -> wereld.Wereld:
    """The nine stories first, so that their keys are the same in every world; then the rest."""
    today = timezone.localdate(nu)
    collegas = source.bezetting.collegas
    told = verhalen.tell(collegas, Klok(nu), source.doelgroepregels, Dobbelsteen(wereld.ZAAD))
    gemeenten = {regio: bron.gemeenten_of(regio, today) for regio in wereld.regios()}
    world = wereld.draw_wereld(nu, schaal, collegas, bron.aanbod_of(source, today), gemeenten)
    return replace(world, levens=(*told, *world.levens))
