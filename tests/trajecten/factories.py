"""A small world for a trajectory: colleagues with a role, a kandidaat, an advies and a plan."""

from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from ontschot.kandidaten.actions import create_kandidaat, record_feit
from ontschot.kandidaten.models import Kandidaat
from ontschot.kern.scope import Actor
from ontschot.meldingen.actions import give_advies
from ontschot.netwerk.models import Gemeente, Organisatie, Rol
from ontschot.regelingen.queries import criteria_of, regeling_op
from ontschot.trajecten import verplichten
from ontschot.trajecten.actions import (
    add_stap,
    agree_arrangement,
    answer_toets,
    finish_toets,
    offer_overdracht,
    plan_interventie,
    start_arrangement,
)
from ontschot.trajecten.models import Arrangement, Interventie, Overdracht
from tests.casusoverleg.factories import granted_besluit
from tests.netwerk.factories import actor, rol

__all__ = ["actor", "rol"]


def kandidaat(
    wie: Actor, *, situaties: tuple[str, ...] = ("ww",), gemeente: str = "Nijmegen", **over: Any
) -> Kandidaat:
    """A kandidaat with `wie` as vaste contactpersoon and facts that hold today."""
    values: dict[str, Any] = {"voornaam": "Samira", "achternaam": "Verhoeven", "geslacht": "vrouw"}
    found = Gemeente.objects.get(naam=gemeente)
    person = create_kandidaat(wie, gemeente_id=found.pk, **values | over)
    for soort in situaties:
        record_feit(wie, kandidaat=person, soort=soort, van=date(2025, 1, 1))
    return person


def advies(wie: Actor, person: Kandidaat, oordeel: str = "ondersteuning_nodig") -> None:
    regeling = regeling_op(timezone.localdate())
    assert regeling
    first = criteria_of(regeling)[0]
    give_advies(
        wie,
        kandidaat_id=person.pk,
        oordeel=oordeel,
        gronden={first.code: "Twaalf jaar zelfde werk."},
    )


def plan(wie: Actor, person: Kandidaat, *, agreed: bool = True, stappen: int = 1) -> Arrangement:
    arrangement = start_arrangement(wie, kandidaat_id=person.pk, doel="Werk in de zorg")
    for number in range(stappen):
        add_stap(wie, arrangement_id=arrangement.pk, omschrijving=f"Stap {number + 1}")
    if agreed:
        arrangement = agree_arrangement(
            wie, arrangement_id=arrangement.pk, op=timezone.localdate(), wijze="gesprek"
        )
    return arrangement


def interventie(
    wie: Actor, person: Kandidaat, arrangement: Arrangement | None = None, **over: Any
) -> Interventie:
    """Planned on the first free step of the plan."""
    arrangement = arrangement or plan(wie, person)
    step = arrangement.stappen.filter(interventies__isnull=True).first()
    assert step
    values: dict[str, Any] = {
        "interventiesoort": "scholing_beroep",
        "inkoper_id": Organisatie.objects.get(sleutel="uwv").pk,
        "gevraagd_cent": 335_000,
        "btw": "incl",
        "aanbieder": "Rijschool Maas en Waal",
    }
    return plan_interventie(wie, stap_id=step.pk, **values | over)


def toets(wie: Actor, of: Interventie, *, finish: bool = True) -> None:
    """Answer every facility that is still open."""
    for line in of.toets.filter(antwoord=""):
        answer_toets(
            wie, toetsregel_id=line.pk, antwoord="ontoereikend", reden="Vergoedt te weinig."
        )
    if finish:
        finish_toets(wie, interventie_id=of.pk)
    of.refresh_from_db()


def ready(wie: Actor, person: Kandidaat | None = None, **over: Any) -> Interventie:
    """An interventie about which a besluit may be asked."""
    person = person or kandidaat(wie)
    advies(wie, person)
    found = interventie(wie, person, **over)
    toets(wie, found)
    return found


def granted(wie: Actor, **over: Any) -> Interventie:
    """An interventie that was granted by a colleague, without any money yet."""
    found = ready(wie, **over)
    verplichten.ask(found, verplichten.stand_of(found, reden_boven_plafond="nodig"))
    granted_besluit(found, asker_id=wie.medewerker_id or 0, decider_id=rol().medewerker_id)
    return found


def committed(wie: Actor, **over: Any) -> Interventie:
    found = granted(wie, **over)
    regeling = regeling_op(timezone.localdate())
    assert regeling
    return verplichten.freeze(
        found,
        regeling=regeling,
        kosten_cent=found.gevraagd_cent,
        btw="incl",
        plafond_cent=None,
        moment=timezone.now(),
    )


def overdracht(wie: Actor, person: Kandidaat, naar: Rol, **over: Any) -> Overdracht:
    today = timezone.localdate()
    values: dict[str, Any] = {
        "reden": "Zij gaat werken in Tiel.",
        "warm_contact": "Met Samira samen gebeld",
        "warm_contact_op": today,
        "kandidaat_akkoord_op": today,
    }
    return offer_overdracht(wie, kandidaat_id=person.pk, naar_rol_id=naar.pk, **values | over)


def sql(statement: str, *values: Any) -> None:
    """A statement beside the application, as somebody with a database console would send."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
