"""A small world of money: a fonds, its people, and interventies that were granted."""

import itertools
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.utils import timezone

from ontschot.kandidaten.models import Betrokkenheid, Kandidaat
from ontschot.kassier.actions import (
    commit_verplichting,
    create_fonds,
    reserve,
    set_betaalgegeven,
    toekennen,
)
from ontschot.kassier.actions.fondsen import NieuweRegel
from ontschot.kassier.models import Betaalgegeven, Fonds, Fondsregel, Verplichting
from ontschot.kern.keys import new_key
from ontschot.kern.remember import forget
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.netwerk.models import Medewerker, Organisatie, Rol
from ontschot.netwerk.queries import actor_in_role
from ontschot.regelingen.models import Documenteis, Plafond
from ontschot.regelingen.queries import regeling_op
from ontschot.trajecten.models import Arrangement, Inkoopcheck, Interventie, Stap
from tests.casusoverleg.factories import granted_besluit

REGIO = "AM08"
SOORT = "sollicitatievaardigheden"
_number = itertools.count(1)


def medewerker(sleutel: str, soort: Rolsoort, regio: str = REGIO) -> Rol:
    """Somebody who works for this organisatie in this role; returns the role."""
    nummer = next(_number)
    user = get_user_model().objects.create(username=f"kas{nummer}", email=f"kas{nummer}@test.nl")
    person = Medewerker.objects.create(user=user, naam=f"Mens {nummer}", email=user.email)
    return Rol.objects.create(
        medewerker=person,
        organisatie=Organisatie.objects.get(sleutel=sleutel),
        regio_id=regio,
        soort=soort,
        van=date(2020, 1, 1),
    )


@dataclass
class Wereld:
    """The people of one region, as roles; `wie(rol)` is the actor."""

    gids: Rol
    coordinator: Rol
    kassier: Rol
    kassier_2: Rol
    fonds: Fonds
    regel: Fondsregel

    def wie(self, naam: str) -> Actor:
        rol: Rol = getattr(self, naam)
        return actor_in_role(rol)

    @property
    def ruim(self) -> Actor:
        return systeem(REGIO)


def wereld(cent: int = 100_000, *, beslisregel: str = "eigenaar") -> Wereld:
    """FNV buys, a coordinator decides, two kassiers pay; `cent` on one line of one fonds."""
    sleutel = f"fonds-{next(_number)}"
    with transaction.atomic(), scope(systeem(REGIO)):
        fonds = create_fonds(
            systeem(REGIO),
            sleutel=sleutel,
            naam="Testfonds",
            regio=REGIO,
            eigenaar_id=Organisatie.objects.get(sleutel="gemeente-nijmegen").pk,
            kassier_id=Organisatie.objects.get(sleutel="uwv").pk,
            beslisregel=beslisregel,
            soort="interventies",
            van=date(2020, 1, 1),
            regels=[NieuweRegel("aanvullend", "Aanvullend", cent, "aanvullend")],
        )
        regel = fonds.regels.get()
        if cent:
            toekennen(
                systeem(REGIO),
                fondsregel_id=regel.pk,
                cent=cent,
                sleutel=f"t:{sleutel}",
                reden="begroting",
                dag=date(2020, 1, 1),
            )
        return Wereld(
            gids=medewerker("fnv", Rolsoort.LOOPBAANCOACH),
            coordinator=medewerker("gemeente-nijmegen", Rolsoort.COORDINATOR),
            kassier=medewerker("uwv", Rolsoort.KASSIER),
            kassier_2=medewerker("uwv", Rolsoort.KASSIER),
            fonds=fonds,
            regel=regel,
        )


def accounts(world: Wereld) -> None:
    """The buyer and the kassier have an account."""
    for rol, iban in [(world.gids, "NL91ABNA0417164300"), (world.kassier, "NL20INGB0001234567")]:
        with transaction.atomic(), scope(world.ruim):
            set_betaalgegeven(
                world.ruim,
                organisatie_id=rol.organisatie_id,
                iban=iban,
                tenaamstelling=rol.organisatie.naam,
                van=date(2020, 1, 1),
                regio=REGIO,
            )


def granted(world: Wereld, cent: int = 1000, **stap_dagen: date) -> Interventie:
    """An interventie of a new kandidaat, granted and without money yet; FNV buys it.

    `van` and `tot` are the days of its step.
    """
    with transaction.atomic(), scope(world.ruim):
        door = world.gids.medewerker
        kandidaat = Kandidaat.objects.create(
            regio_id=REGIO, sleutel=new_key(REGIO), voornaam="Geheim", achternaam="Persoon"
        )
        Betrokkenheid.objects.create(
            regio_id=REGIO,
            kandidaat=kandidaat,
            medewerker=door,
            organisatie=world.gids.organisatie,
            grond="intake",
            vaste_contactpersoon=True,
        )
        plan = Arrangement.objects.create(
            regio_id=REGIO, kandidaat=kandidaat, doel="werk", gemaakt_door=door
        )
        stap = Stap.objects.create(
            regio_id=REGIO, arrangement=plan, volgorde=1, omschrijving="x", **stap_dagen
        )
        Arrangement.STAPPEN.move(plan, "akkoord")
        plan.akkoord_op, plan.akkoord_wijze = timezone.localdate(), "gesprek"
        plan.save()
        found = Interventie.objects.create(
            regio_id=REGIO,
            kandidaat=kandidaat,
            kandidaat_sleutel=kandidaat.sleutel,
            stap=stap,
            interventiesoort_id=SOORT,
            omschrijving="Drie gesprekken",
            gepland_op=timezone.now(),
            doelgroep_id="ww",
            inkoper=world.gids.organisatie,
            eerstverantwoordelijk="uwv",
            gevraagd_cent=cent,
            toets_gedaan_op=timezone.now(),
        )
        Inkoopcheck.objects.create(regio_id=found.regio_id, interventie=found)
        found.status = "besluit_gevraagd"
        found.save(update_fields=["status"])
        granted_besluit(found, asker_id=door.pk, decider_id=world.coordinator.medewerker_id)
        # Deferred rules look now, while this scope still sees the kandidaat.
        connection.check_constraints()
        return found


def ordered(world: Wereld, cent: int = 1000) -> Verplichting:
    """A granted interventie for which money is reserved and which FNV ordered."""
    interventie = granted(world, cent)
    with transaction.atomic(), scope(world.ruim):
        reserve(
            world.wie("coordinator"),
            interventie_id=interventie.pk,
            fondsregel_id=world.regel.pk,
            cent=cent,
        )
        return commit_verplichting(
            world.wie("gids"),
            interventie_id=interventie.pk,
            bedrag_cent=cent,
            btw="excl",
            aanbieder="Bureau Loopbaan",
        )


def ceiling(cent: int) -> None:
    """From now on this amount stands in the regeling beside the kind of `granted`."""
    Plafond.objects.create(
        regeling=regeling_op(timezone.localdate()),
        interventiesoort_id=SOORT,
        bedrag_cent=cent,
        btw="excl",
    )
    forget()


def paper_first(naam: str) -> None:
    """From now on the regeling asks for this paper before the kind of `granted` is bought."""
    Documenteis.objects.create(
        regeling=regeling_op(timezone.localdate()), interventiesoort_id=SOORT, naam=naam
    )
    forget()


def forget_accounts() -> None:
    """For a second world in the same region, whose people work for the same organisations."""
    Betaalgegeven.objects.filter(regio_id=REGIO).delete()


def drawn(response: Any) -> str:
    """The page as a browser draws it: blank space is one space, unless it may not break."""
    return re.sub(r"[ \t\r\n]+", " ", response.content.decode())
