"""One course for several people: bought once, counted per person."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.utils import timezone

from ontschot.kandidaten.vastleggen import medewerker_of
from ontschot.kern import audit
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor
from ontschot.menukaart.models import Dienst
from ontschot.regelingen.models import Interventiesoort
from ontschot.trajecten.actions.arrangement import add_stap, agree_arrangement, start_arrangement
from ontschot.trajecten.actions.common import betrokken, not_in_future, required
from ontschot.trajecten.actions.interventie import buyer, cancel_locked, plan_interventie
from ontschot.trajecten.actions.toets import TOETS_OPEN, answer_toets, finish_toets
from ontschot.trajecten.groepsprijs import MAY_CHANGE, shrink, spread
from ontschot.trajecten.locks import locked
from ontschot.trajecten.models import Arrangement, Groep, Groepslid, Interventie, Toetsregel
from ontschot.trajecten.rules import shares
from ontschot.trajecten.verplichten import require_reason


@action
def make_groep(
    wie: Actor,
    *,
    naam: str,
    interventiesoort: str,
    inkoper_id: int,
    totaal_cent: int,
    btw: str,
    plaatsen: int,
    van: date,
    tot: date,
    aanbieder: str = "",
    dienst_id: int | None = None,
) -> Groep:
    """One price (`totaal_cent`) for so many places, from when until when."""
    if tot < van:
        raise Weigering("De groep eindigt vóór hij begint. Verander een datum.", veld="tot")
    if totaal_cent < plaatsen or plaatsen < 1:
        raise Weigering("Vul een prijs en een aantal plaatsen in.", veld="totaal_cent")
    if not Interventiesoort.objects.filter(pk=interventiesoort).exists():
        raise Weigering("Kies wat voor interventie het is.", veld="interventiesoort")
    groep = Groep.objects.create(
        regio_id=wie.regio,
        naam=required(naam, "Geef de groep een naam.", "naam"),
        interventiesoort_id=interventiesoort,
        dienst=Dienst.objects.filter(pk=dienst_id).first() if dienst_id else None,
        aanbieder=aanbieder.strip()[:140],
        inkoper=buyer(inkoper_id, wie.regio, timezone.localdate()),
        totaal_cent=totaal_cent,
        btw=btw,
        plaatsen=plaatsen,
        van=van,
        tot=tot,
        gemaakt_door_id=medewerker_of(wie),
    )
    _log(wie, "groep_gemaakt", groep)
    return groep


@action
def add_lid(wie: Actor, *, groep_id: int, kandidaat_id: int) -> Groepslid:
    """Put a kandidaat of one's own in the group; refused when it is full or planned."""
    groep = _open_groep(groep_id)
    kandidaat = betrokken(wie, kandidaat_id)
    if groep.leden.filter(kandidaat=kandidaat).exists():
        raise Weigering("Deze kandidaat staat al in de groep.", veld="kandidaat")
    if groep.leden.count() >= groep.plaatsen:
        raise Weigering("De groep is vol. Maak een nieuwe groep.", veld="kandidaat")
    lid = Groepslid.objects.create(regio_id=groep.regio_id, groep=groep, kandidaat=kandidaat)
    audit.record(
        wie,
        "groepslid_toegevoegd",
        object_soort="kandidaat",
        object_sleutel=kandidaat.sleutel,
        regio=groep.regio_id,
        kandidaat_sleutel=kandidaat.sleutel,
        groep=groep.pk,
    )
    return lid


@action
def leave_groep(
    wie: Actor,
    *,
    lid_id: int,
    afbreekreden: str = "",
    reden: str = "",
    prijs: str = "minder",
) -> Groep:
    """Take somebody out of a group before a besluit is asked.

    Before the planning the place is free again. After it the interventie lapses, with a reason
    (`Interventie.AFBREEKREDENEN`); with `prijs` "minder" the group costs so much less, with
    "zelfde" the others carry the part. Later the interventie itself lapses or is broken off.
    """
    lid = Groepslid.objects.filter(pk=lid_id).select_related("kandidaat").first()
    if lid is None:
        raise Weigering("Deze kandidaat staat niet (meer) in de groep. Ververs de pagina.")
    betrokken(wie, lid.kandidaat_id)
    if lid.interventie_id is None:
        groep = _open_groep(lid.groep_id)
        Groepslid.objects.filter(pk=lid.pk, interventie__isnull=True).delete()
    else:
        _lapse_member(wie, lid.interventie_id, afbreekreden, reden, prijs)
        groep = Groep.objects.get(pk=lid.groep_id)
    audit.record(
        wie,
        "groepslid_verwijderd",
        object_soort="kandidaat",
        object_sleutel=lid.kandidaat.sleutel,
        regio=groep.regio_id,
        kandidaat_sleutel=lid.kandidaat.sleutel,
        groep=groep.pk,
    )
    return groep


def _lapse_member(
    wie: Actor, interventie_id: int, afbreekreden: str, reden: str, prijs: str
) -> None:
    interventie = locked(Interventie.objects.all(), interventie_id, "Deze interventie")
    words = require_reason(afbreekreden, reden)
    if interventie.status not in MAY_CHANGE:
        raise Weigering(
            "Voor deze kandidaat is al een besluit gevraagd. Laat de interventie zelf vervallen, "
            "of breek die af als hij al is ingekocht."
        )
    if interventie.status == "afgewezen":
        Interventie.STAPPEN.move(interventie, "gepland")
        interventie.save(update_fields=["status"])
    if prijs == "zelfde":
        spread(interventie)
    cancel_locked(wie, interventie, afbreekreden=afbreekreden, reden=words)
    if prijs != "zelfde":
        shrink(interventie)


@action
def plan_groep(wie: Actor, *, groep_id: int, op: date, wijze: str) -> Groep:
    """Plan the interventie of everybody in the group, at their part of the price.

    Each gets a step in the plan, as a new version where one was agreed; `op` and `wijze` are how
    all of them agreed. The rest of the division goes to the first ones, so it adds up. Raises
    Weigering for the first person for whom it cannot be, and then plans nobody.
    """
    groep = _open_groep(groep_id)
    not_in_future(op, "op")
    leden = list(groep.leden.select_related("kandidaat"))
    if not leden:
        raise Weigering("Er staat nog niemand in de groep. Voeg eerst kandidaten toe.")
    for lid, cent in zip(leden, shares(groep.totaal_cent, len(leden)), strict=True):
        try:
            lid.interventie = _plan_one(wie, groep, lid, cent, op=op, wijze=wijze)
        except Weigering as refusal:
            raise Weigering(f"{lid.kandidaat.sleutel}: {refusal.zin}") from refusal
        lid.save(update_fields=["interventie"])
    groep.gepland_op = timezone.now()
    groep.save(update_fields=["gepland_op"])
    _log(wie, "groep_gepland", groep, aantal=len(leden))
    return groep


def _plan_one(
    wie: Actor, groep: Groep, lid: Groepslid, cent: int, *, op: date, wijze: str
) -> Interventie:
    plans = Arrangement.objects.filter(kandidaat=lid.kandidaat).exclude(status="vervangen")
    plan = plans.first()
    if plan is None or plan.status == "akkoord":
        doel = plan.doel if plan else groep.naam
        plan = start_arrangement(wie, kandidaat_id=lid.kandidaat_id, doel=doel)
    step = add_stap(
        wie,
        arrangement_id=plan.pk,
        dienst_id=groep.dienst_id,
        omschrijving=groep.naam,
        wie_doet="aanbieder",
        van_wie=groep.aanbieder,
        van=groep.van,
        tot=groep.tot,
    )
    planned = plan_interventie(
        wie,
        stap_id=step.pk,
        interventiesoort=groep.interventiesoort_id,
        inkoper_id=groep.inkoper_id,
        gevraagd_cent=cent,
        btw=groep.btw,
        aanbieder=groep.aanbieder,
    )
    agree_arrangement(wie, arrangement_id=plan.pk, op=op, wijze=wijze)
    return planned


def answer_for_groep(
    wie: Actor, *, groep_id: int, answers: dict[str, tuple[str, str]]
) -> Collection[int]:
    """Give one answer per facility to everybody whose toets has it open; stored per person.

    `answers` holds per name of the facility the answer and its line. Whose toets is complete then
    is finished too. Returns the interventies that are ready for a besluit.
    """
    members = Interventie.objects.filter(groepslid__groep=groep_id, status__in=TOETS_OPEN)
    lines = Toetsregel.objects.filter(interventie__in=members, antwoord="")
    for pk, facility in lines.values_list("pk", "voorziening"):
        if facility in answers:
            antwoord, reden = answers[facility]
            answer_toets(wie, toetsregel_id=pk, antwoord=antwoord, reden=reden)
    ready = members.filter(toets_gedaan_op__isnull=True).exclude(toets__antwoord="")
    for pk in ready.values_list("pk", flat=True):
        finish_toets(wie, interventie_id=pk)
    return list(members.filter(toets_gedaan_op__isnull=False).values_list("pk", flat=True))


def _open_groep(groep_id: int) -> Groep:
    groep = locked(Groep.objects.all(), groep_id, "Deze groep")
    if groep.gepland_op:
        raise Weigering("Deze groep is al gepland. Maak een nieuwe groep voor wie erbij komt.")
    return groep


def _log(wie: Actor, event: str, groep: Groep, **gegevens: Any) -> None:
    audit.record(
        wie,
        event,
        object_soort="groep",
        object_sleutel=str(groep.pk),
        regio=groep.regio_id,
        **gegevens,
    )
