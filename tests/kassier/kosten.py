"""A fonds for the organisation: WerkBedrijf declares, the gemeente is its kassier."""

import itertools
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from ontschot.kassier import actions
from ontschot.kassier.actions.fondsen import NieuweRegel, create_fonds, toekennen
from ontschot.kassier.models import (
    Betaalbatch,
    Fonds,
    Kostendeclaratie,
    Kostenregel,
    Terugvordering,
)
from ontschot.kassier.rules import first_of_quarter
from ontschot.kern.rollen import Rolsoort
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.netwerk.models import Organisatie, Rol
from ontschot.netwerk.queries import actor_in_role
from tests.kassier.factories import REGIO, forget_accounts, medewerker

_number = itertools.count(1)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@dataclass
class Kostenwereld:
    """Roles by what they do; `wie(name)` is the actor."""

    werkbedrijf: Rol
    collega: Rol
    kassier: Rol
    kassier_2: Rol
    elders: Rol
    fonds: Fonds
    regels: dict[str, int]

    def wie(self, naam: str) -> Actor:
        rol: Rol = getattr(self, naam)
        return actor_in_role(rol)

    @property
    def ruim(self) -> Actor:
        return systeem(REGIO)

    def regel(self, code: str = "communicatie") -> int:
        """The id of a line of the begroting."""
        return self.regels[code]


def kostenwereld(cent: int = 100_000) -> Kostenwereld:
    """`cent` on each of two lines; `elders` is a kassier of another organisatie."""
    sleutel = f"organisatie-{next(_number)}"
    with transaction.atomic(), scope(systeem(REGIO)):
        org = {o.sleutel: o.pk for o in Organisatie.objects.all()}
        fonds = create_fonds(
            systeem(REGIO),
            sleutel=sleutel,
            naam="Organisatiebudget",
            regio=REGIO,
            eigenaar_id=org["gemeente-nijmegen"],
            kassier_id=org["gemeente-nijmegen"],
            beslisregel="eigenaar",
            soort="organisatie",
            van=date(2020, 1, 1),
            regels=[
                NieuweRegel("communicatie", "Communicatiekosten", cent),
                NieuweRegel("kwartiermaker", "Kwartiermaker", cent),
            ],
        )
        for regel in fonds.regels.all():
            toekennen(
                systeem(REGIO),
                fondsregel_id=regel.pk,
                cent=cent,
                sleutel=f"t:{sleutel}:{regel.pk}",
                reden="begroting",
                dag=date(2020, 1, 1),
            )
        world = Kostenwereld(
            werkbedrijf=medewerker("werkbedrijf", Rolsoort.CONSULENT),
            collega=medewerker("werkbedrijf", Rolsoort.CONSULENT),
            kassier=medewerker("gemeente-nijmegen", Rolsoort.KASSIER),
            kassier_2=medewerker("gemeente-nijmegen", Rolsoort.KASSIER),
            elders=medewerker("uwv", Rolsoort.KASSIER),
            fonds=fonds,
            regels=dict(fonds.regels.values_list("code", "pk")),
        )
        _accounts(world)
        return world


def _accounts(world: Kostenwereld) -> None:
    forget_accounts()
    for rol, iban in [
        (world.werkbedrijf, "NL91ABNA0417164300"),
        (world.kassier, "NL20INGB0001234567"),
    ]:
        actions.set_betaalgegeven(
            world.ruim,
            organisatie_id=rol.organisatie_id,
            iban=iban,
            tenaamstelling=rol.organisatie.naam,
            van=date(2020, 1, 1),
            regio=REGIO,
        )


def dit_kwartaal() -> date:
    return first_of_quarter(timezone.localdate())


def begonnen(w: Kostenwereld, *cents: int, kwartaal: date | None = None) -> Kostendeclaratie:
    """A concept of WerkBedrijf with a line per amount on communication."""
    wie = w.wie("werkbedrijf")
    made = actions.create_kostendeclaratie(
        wie, fonds_id=w.fonds.pk, kwartaal=kwartaal or dit_kwartaal()
    )
    for cent in cents:
        add(w, made, cent)
    return made


def add(w: Kostenwereld, made: Kostendeclaratie, cent: int, **facts: Any) -> Kostenregel:
    given = {"fondsregel_id": w.regel(), "omschrijving": "Drukwerk"} | facts
    return actions.add_kostenregel(w.wie("werkbedrijf"), declaratie_id=made.pk, cent=cent, **given)


def ingediend(w: Kostenwereld, *cents: int, kwartaal: date | None = None) -> Kostendeclaratie:
    made = begonnen(w, *cents, kwartaal=kwartaal)
    return actions.submit_kostendeclaratie(w.wie("werkbedrijf"), declaratie_id=made.pk)


def goedgekeurd(w: Kostenwereld, *cents: int, kwartaal: date | None = None) -> Kostendeclaratie:
    made = ingediend(w, *cents, kwartaal=kwartaal)
    return actions.approve_kostendeclaratie(w.wie("kassier"), declaratie_id=made.pk)


def batch(w: Kostenwereld, made: Kostendeclaratie) -> Betaalbatch:
    return actions.build_batch(w.wie("kassier"), fonds_id=w.fonds.pk, kosten_ids=[made.pk])


def betaald(w: Kostenwereld, *cents: int, kwartaal: date | None = None) -> Kostendeclaratie:
    made = goedgekeurd(w, *cents, kwartaal=kwartaal)
    row = batch(w, made)
    actions.release_batch(w.wie("kassier_2"), batch_id=row.pk)
    actions.confirm_payment(w.wie("kassier"), batch_id=row.pk)
    return made


def teruggevraagd(
    w: Kostenwereld, line: Kostenregel, cent: int, reden: str = "De helft was al vergoed."
) -> Terugvordering:
    """`cent` of a paid cost, asked back by one kassier and decided by the other."""
    asked = actions.propose_terugvordering(
        w.wie("kassier"), kostenregel_id=line.pk, cent=cent, reden=reden
    )
    return actions.decide_terugvordering(
        w.wie("kassier_2"),
        terugvordering_id=asked.pk,
        akkoord=True,
        uiterlijk=timezone.localdate() + timedelta(days=30),
    )
