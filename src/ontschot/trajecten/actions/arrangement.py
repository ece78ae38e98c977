"""Making a plan with somebody, and agreeing on it."""

from datetime import date

from django.db.models import Max

from ontschot.kandidaten.vastleggen import medewerker_of
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor
from ontschot.menukaart.models import Dienst
from ontschot.trajecten import truths
from ontschot.trajecten.actions.common import (
    betrokken,
    locked_arrangement,
    log_dossier,
    not_in_future,
    required,
)
from ontschot.trajecten.locks import locked
from ontschot.trajecten.models import Arrangement, Interventie, Stap

# Where a step waits while two change places: no plan is so long.
FREE_PLACE = 30_000


@action
def start_arrangement(wie: Actor, *, kandidaat_id: int, doel: str) -> Arrangement:
    """Begin a plan, or the next version of an agreed one with the same steps.

    The interventies move along to the new version; the old one keeps its steps as they were
    agreed. Raises Weigering while a version is still being made.
    """
    kandidaat = betrokken(wie, kandidaat_id, lock=True)
    doel = required(doel, "Schrijf in één zin wat de kandidaat wil bereiken.", "doel")
    old = Arrangement.objects.filter(kandidaat=kandidaat).exclude(status="vervangen").first()
    if old and old.status == "concept":
        raise Weigering("Er is al een plan in de maak. Maak dat eerst af.")
    if old:
        Arrangement.STAPPEN.move(old, "vervangen")
        old.save(update_fields=["status"])
    new = Arrangement.objects.create(
        regio_id=kandidaat.regio_id,
        kandidaat=kandidaat,
        versie=old.versie + 1 if old else 1,
        doel=doel,
        gemaakt_door_id=medewerker_of(wie),
    )
    if old:
        _take_steps_along(old, new)
    log_dossier(wie, "arrangement_gestart", kandidaat, versie=new.versie)
    return new


def _take_steps_along(old: Arrangement, new: Arrangement) -> None:
    steps = list(old.stappen.all())
    copies = Stap.objects.bulk_create(
        Stap(
            regio_id=step.regio_id,
            arrangement=new,
            volgorde=step.volgorde,
            dienst_id=step.dienst_id,
            omschrijving=step.omschrijving,
            wie=step.wie,
            van_wie=step.van_wie,
            van=step.van,
            tot=step.tot,
            vorige=step,
        )
        for step in steps
    )
    copy_of = {step.pk: copy for step, copy in zip(steps, copies, strict=True)}
    _keep_order(steps, copy_of)
    for interventie in Interventie.objects.filter(stap__in=steps).select_for_update(of=("self",)):
        interventie.stap = copy_of[interventie.stap_id]
        interventie.save(update_fields=["stap"])


def _keep_order(steps: list[Stap], copy_of: dict[int, Stap]) -> None:
    """The copies wait for each other as the steps did."""
    for step in steps:
        if step.na_id in copy_of:
            copy = copy_of[step.pk]
            copy.na = copy_of[step.na_id]
            copy.save(update_fields=["na"])


@action
def add_stap(
    wie: Actor,
    *,
    arrangement_id: int,
    dienst_id: int | None = None,
    omschrijving: str = "",
    wie_doet: str = "",
    van_wie: str = "",
    na_id: int | None = None,
    van: date | None = None,
    tot: date | None = None,
) -> Stap:
    """Put a step at the end of a plan in the making: a dienst, or something of one's own.

    A dienst fills in what is left empty. `wie_doet` is one of `Stap.DOENERS`, `na_id` the step of
    the same plan that must be done first. Raises Weigering for an agreed plan.
    """
    arrangement = locked_arrangement(wie, arrangement_id)
    step = append_stap(
        arrangement,
        dienst_id=dienst_id,
        omschrijving=omschrijving,
        wie_doet=wie_doet,
        van_wie=van_wie,
        na_id=na_id,
        van=van,
        tot=tot,
    )
    log_dossier(wie, "stap_toegevoegd", arrangement.kandidaat, volgorde=step.volgorde)
    return step


def append_stap(
    arrangement: Arrangement,
    *,
    dienst_id: int | None,
    omschrijving: str,
    van_wie: str,
    van: date | None,
    tot: date | None,
    wie_doet: str = "",
    na_id: int | None = None,
) -> Stap:
    """The step itself, inside the transaction of an action that locked the arrangement."""
    _refuse_agreed(arrangement)
    dienst = Dienst.objects.filter(pk=dienst_id).first() if dienst_id else None
    if dienst_id and dienst is None:
        raise Weigering("Deze dienst staat niet op jouw menukaart. Kies een andere.")
    if dienst:
        omschrijving, van_wie = omschrijving or dienst.naam, van_wie or dienst.aanbieder
        wie_doet = wie_doet or "aanbieder"
    omschrijving = required(omschrijving, "Schrijf op wat deze stap is.", "omschrijving")
    if van and tot and tot < van:
        raise Weigering("De stap eindigt vóór hij begint. Verander een datum.", veld="tot")
    if wie_doet and wie_doet not in dict(Stap.DOENERS):
        raise Weigering("Kies wie deze stap doet.", veld="wie_doet")
    if na_id and not arrangement.stappen.filter(pk=na_id).exists():
        raise Weigering(truths.STEP_AFTER_ZIN, veld="na")
    last = arrangement.stappen.aggregate(last=Max("volgorde"))["last"] or 0
    return Stap.objects.create(
        regio_id=arrangement.regio_id,
        arrangement=arrangement,
        volgorde=last + 1,
        dienst=dienst,
        omschrijving=omschrijving,
        wie=wie_doet,
        van_wie=van_wie.strip(),
        na_id=na_id,
        van=van,
        tot=tot,
    )


def _refuse_agreed(arrangement: Arrangement) -> None:
    if arrangement.status != "concept":
        raise Weigering("Dit plan is al afgesproken. Maak een nieuwe versie om het te veranderen.")


@action
def move_stap(wie: Actor, *, stap_id: int, omhoog: bool) -> Arrangement:
    """Change places with the step before or after it, in a plan in the making."""
    arrangement_id = Stap.objects.filter(pk=stap_id).values_list("arrangement_id", flat=True)
    arrangement = locked_arrangement(wie, arrangement_id.first() or 0)
    _refuse_agreed(arrangement)
    step = Stap.objects.get(pk=stap_id)
    beside = (
        arrangement.stappen.filter(volgorde__lt=step.volgorde).order_by("-volgorde")
        if omhoog
        else arrangement.stappen.filter(volgorde__gt=step.volgorde).order_by("volgorde")
    ).first()
    if beside is None:
        raise Weigering("Deze stap staat al aan de rand van het plan.")
    first, second = (beside, step) if omhoog else (step, beside)
    if second.na_id == first.pk:
        raise Weigering(f"‘{second.omschrijving}’ wacht op ‘{first.omschrijving}’.")
    _change_places(arrangement, first, second)
    log_dossier(wie, "stap_verplaatst", arrangement.kandidaat, volgorde=first.volgorde)
    return arrangement


def _change_places(arrangement: Arrangement, first: Stap, second: Stap) -> None:
    """What waits for what is loosened while two steps change places, and tied again after it."""
    waiting = list(arrangement.stappen.filter(na__isnull=False).values_list("pk", "na_id"))
    arrangement.stappen.update(na=None)
    low, high = first.volgorde, second.volgorde
    for row, place in ((first, FREE_PLACE), (second, low), (first, high)):
        Stap.objects.filter(pk=row.pk).update(volgorde=place)
    for pk, na_id in waiting:
        Stap.objects.filter(pk=pk).update(na_id=na_id)


@action
def remove_stap(wie: Actor, *, stap_id: int) -> Arrangement:
    """Take a step out of a plan in the making; raises Weigering when an interventie hangs on it."""
    step = locked(Stap.objects.all(), stap_id, "Deze stap")
    arrangement = locked_arrangement(wie, step.arrangement_id)
    _refuse_agreed(arrangement)
    if Interventie.objects.filter(stap=step).exists():
        raise Weigering(
            "Voor deze stap is een interventie gepland. Laat die eerst vervallen; "
            "de stap blijft dan in het plan staan."
        )
    log_dossier(wie, "stap_verwijderd", arrangement.kandidaat, volgorde=step.volgorde)
    step.delete()
    return arrangement


@action
def agree_arrangement(wie: Actor, *, arrangement_id: int, op: date, wijze: str) -> Arrangement:
    """Record that the kandidaat agreed: when and how (`Arrangement.WIJZEN`)."""
    arrangement = locked_arrangement(wie, arrangement_id)
    not_in_future(op, "op")
    if wijze not in dict(Arrangement.WIJZEN):
        raise Weigering("Kies hoe de kandidaat akkoord ging.", veld="wijze")
    if not arrangement.stappen.exists():
        raise Weigering("Het plan heeft nog geen stappen. Zet er eerst minstens één in.")
    Arrangement.STAPPEN.move(arrangement, "akkoord")
    arrangement.akkoord_op, arrangement.akkoord_wijze = op, wijze
    arrangement.save(update_fields=["status", "akkoord_op", "akkoord_wijze"])
    log_dossier(wie, "arrangement_afgesproken", arrangement.kandidaat)
    return arrangement
