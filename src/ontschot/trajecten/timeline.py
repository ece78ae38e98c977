"""What this room tells in the timeline of a dossier."""

from datetime import date, datetime, time

from django.urls import reverse
from django.utils import timezone

from ontschot.kern.werk import Tijdlijnitem
from ontschot.trajecten.models import Arrangement, Interventie, Nazorgmoment, Overdracht, Uitkomst


def timeline_of(kandidaat_id: int) -> list[Tijdlijnitem]:
    """What happened with plans, interventies, overdrachten and uitkomsten. Five queries."""
    return [
        *_plan_events(kandidaat_id),
        *_interventie_events(kandidaat_id),
        *_overdracht_events(kandidaat_id),
        *_uitkomst_events(kandidaat_id),
    ]


def _moment(day: date) -> datetime:
    """A day without a time stands at its beginning in the story."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _plan_events(kandidaat_id: int) -> list[Tijdlijnitem]:
    agreed = Arrangement.objects.filter(kandidaat_id=kandidaat_id, akkoord_op__isnull=False)
    return [
        Tijdlijnitem(
            op=_moment(plan.akkoord_op),
            soort="plan",
            titel=f"Plan afgesproken (versie {plan.versie})",
            tekst=plan.doel,
            wie=plan.gemaakt_door.naam,
        )
        for plan in agreed.select_related("gemaakt_door")
        if plan.akkoord_op
    ]


def _interventie_events(kandidaat_id: int) -> list[Tijdlijnitem]:
    found = []
    rows = Interventie.objects.filter(kandidaat_id=kandidaat_id).select_related(
        "doelgroep", "inkoper"
    )
    for i in rows.order_by("id"):
        url = reverse("trajecten:interventie", args=[i.pk])

        def tell(op: datetime, titel: str, tekst: str = "", url: str = url) -> None:
            found.append(Tijdlijnitem(op, "interventie", titel, tekst=tekst, url=url))

        tell(i.gepland_op, f"{i.omschrijving} gepland", f"Doelgroep: {i.doelgroep.label}.")
        if i.toets_gedaan_op:
            tell(i.toets_gedaan_op, f"Voorliggend-toets klaar voor {i.omschrijving}")
        if i.verplicht_op:
            tell(i.verplicht_op, f"{i.omschrijving} ingekocht", f"Door {i.inkoper.naam}.")
        if i.afgesloten_op:
            stand = i.get_status_display()
            tell(_moment(i.afgesloten_op), f"{i.omschrijving} {stand}", i.reden_afgebroken)
    return found


def _overdracht_events(kandidaat_id: int) -> list[Tijdlijnitem]:
    found = []
    rows = Overdracht.objects.filter(kandidaat_id=kandidaat_id).select_related("van", "naar")
    for o in rows.order_by("id"):
        url = reverse("trajecten:overdracht", args=[o.pk])
        wat = "Overdracht" if o.soort == "overdracht" else "Vraag om hulp"
        found.append(
            Tijdlijnitem(
                o.aangeboden_op,
                "overdracht",
                f"{wat} aangeboden aan {o.naar.naam}",
                tekst=o.reden,
                wie=o.van.naam,
                url=url,
            )
        )
        if o.besloten_op:
            wie = o.van.naam if o.status == "ingetrokken" else o.naar.naam
            titel = f"{wat} {o.get_status_display()}"
            answer = Tijdlijnitem(o.besloten_op, "overdracht", titel, o.weigering, wie, url)
            found.append(answer)
    return found


def _uitkomst_events(kandidaat_id: int) -> list[Tijdlijnitem]:
    rows = Uitkomst.objects.filter(kandidaat_id=kandidaat_id).select_related("vastgelegd_door")
    asked = Nazorgmoment.objects.filter(kandidaat_id=kandidaat_id, gedaan_op__isnull=False)
    return [
        *(
            Tijdlijnitem(
                _moment(u.datum),
                "uitkomst",
                f"Uitkomst: {u.get_betekenis_display()}",
                tekst=u.toelichting,
                wie=u.vastgelegd_door.naam,
            )
            for u in rows
        ),
        *(
            Tijdlijnitem(
                _moment(n.gedaan_op),
                "nazorg",
                f"Nazorg na {n.na}: {n.get_antwoord_display()}",
                wie=n.door.naam if n.door else "",
            )
            for n in asked.select_related("door")
            if n.gedaan_op
        ),
    ]
