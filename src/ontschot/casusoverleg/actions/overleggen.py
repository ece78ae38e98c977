"""The meetings: a series, its dates, who was there, beginning and closing."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from ontschot.casusoverleg.actions.besluiten import instelling
from ontschot.casusoverleg.actions.mandaten import require_coordinator
from ontschot.casusoverleg.kalender import meeting_days
from ontschot.casusoverleg.kalender import moment as moment_of
from ontschot.casusoverleg.models import (
    Agendapunt,
    Casusinstelling,
    Deelname,
    Overleg,
    Overlegreeks,
    Reekspartner,
)
from ontschot.casusoverleg.rules import too_few
from ontschot.casusoverleg.voorstel import proposals
from ontschot.kandidaten.vastleggen import medewerker_of
from ontschot.kern import audit, links, outbox
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS
from ontschot.kern.scope import Actor
from ontschot.netwerk.models import Medewerker, Partner, Rol
from ontschot.netwerk.queries import valid_on
from ontschot.web.format import moment as in_words

# So many meetings stand in the calendars of people, and are filled up as they go by.
VOORUIT = 8
ABONNEMENT_DAGEN = 365
GONE = "Dit overleg is er niet in jouw regio. Kies er een uit de lijst."


@action
def plan_reeks(
    wie: Actor,
    *,
    naam: str,
    weekdag: int,
    om: time,
    duur_minuten: int,
    quorum: int,
    partners: Collection[int],
    van: date,
    elke_weken: int = 1,
    plaats: str = "",
    online: str = "",
    basis: str = "",
) -> Overlegreeks:
    """Start a series, with its first meetings, and invite everybody of the expected partners.

    `partners` are ids of organisaties; `basis` is the address of this site, for the mail.
    """
    require_coordinator(wie, "een reeks plannen")
    _check_partners(wie.regio, partners, quorum)
    reeks = Overlegreeks(
        regio_id=wie.regio,
        naam=naam.strip(),
        weekdag=weekdag,
        om=om,
        duur_minuten=duur_minuten,
        elke_weken=elke_weken,
        plaats=plaats.strip(),
        online=online,
        quorum=quorum,
        van=van,
    )
    reeks.save()
    Reekspartner.objects.bulk_create(
        Reekspartner(regio_id=wie.regio, reeks=reeks, organisatie_id=pk) for pk in partners
    )
    made = generate_ahead(reeks)
    _log(wie, "overlegreeks_gepland", "overlegreeks", reeks.pk, reeks.regio_id, aantal=len(made))
    _invite(reeks, made, basis)
    return reeks


def _check_partners(regio: str, partners: Collection[int], quorum: int) -> None:
    here = Partner.objects.filter(
        valid_on(timezone.localdate()), regio=regio, organisatie__in=partners
    )
    if not partners or here.values("organisatie").distinct().count() != len(set(partners)):
        raise Weigering("Kies partners die nu in jouw regio meedoen.", veld="partners")
    if quorum > len(set(partners)):
        raise Weigering(
            f"Je verwacht {len(set(partners))} partners. Kies een kleiner aantal, of meer "
            "partners.",
            veld="quorum",
        )


def generate_ahead(reeks: Overlegreeks, aantal: int = VOORUIT) -> list[Overleg]:
    """Fill the series up to `aantal` meetings from today on; returns the new ones."""
    today = timezone.localdate()
    known = list(reeks.overleggen.order_by("-begint_op").values_list("begint_op", flat=True))
    ahead = sum(timezone.localdate(moment) >= today for moment in known)
    last = max([today - timedelta(days=1), *(timezone.localdate(m) for m in known[:1])])
    days = meeting_days(reeks.weekdag, reeks.elke_weken, reeks.van, last, max(0, aantal - ahead))
    taken = set(
        Overleg.objects.filter(regio=reeks.regio_id)
        .exclude(status="vervallen")
        .values_list("begint_op", flat=True)
    )
    made = [
        Overleg(
            regio_id=reeks.regio_id,
            reeks=reeks,
            begint_op=moment_of(day, reeks.om),
            duur_minuten=reeks.duur_minuten,
            plaats=reeks.plaats,
            online=reeks.online,
            quorum=reeks.quorum,
        )
        for day in days
        if (reeks.tot is None or day <= reeks.tot) and moment_of(day, reeks.om) not in taken
    ]
    Overleg.objects.bulk_create(made)
    partners = list(reeks.partners.order_by("id").values_list("organisatie_id", flat=True))
    Deelname.objects.bulk_create(
        Deelname(regio_id=reeks.regio_id, overleg=overleg, organisatie_id=organisatie)
        for overleg in made
        for organisatie in partners
    )
    return made


@action
def end_reeks(wie: Actor, *, reeks_id: int, tot: date) -> Overlegreeks:
    """End a series after a last day; its later meetings that did not begin do not go on."""
    require_coordinator(wie, "een reeks beëindigen")
    reeks = Overlegreeks.objects.select_for_update(of=("self",)).filter(pk=reeks_id).first()
    if reeks is None or reeks.tot is not None:
        raise Weigering("Deze reeks is er niet (meer). Ververs de pagina.")
    if tot < max(reeks.van, timezone.localdate()):
        raise Weigering("Kies vandaag of een latere dag.", veld="tot")
    reeks.tot = tot
    reeks.save(update_fields=["tot"])
    later = reeks.overleggen.filter(status="gepland", begint_op__gt=moment_of(tot, time.max))
    for overleg in later.select_for_update(of=("self",)).order_by("pk"):
        _cancel(overleg, "De reeks is gestopt.")
    _log(wie, "overlegreeks_beeindigd", "overlegreeks", reeks.pk, reeks.regio_id)
    return reeks


def _invite(reeks: Overlegreeks, made: Iterable[Overleg], basis: str) -> None:
    """One mail to each person of the expected partners, with all dates."""
    dates = "\n".join(f"- {in_words(o.begint_op)}" for o in made)
    where = " · ".join(part for part in (reeks.plaats, reeks.online) if part)
    tekst = (
        f"Je bent uitgenodigd voor {reeks.naam}.\n{where}\n\n{dates}\n\n"
        "Zet deze overleggen in je agenda: open Casusoverleg in Ontschot en kies "
        f"‘Zet in mijn agenda’.\n{basis}/casusoverleg/\n"
    )
    for medewerker in _colleagues(reeks):
        outbox.queue(
            regio=reeks.regio_id,
            aan=medewerker.email,
            onderwerp=f"Uitnodiging: {reeks.naam}",
            tekst=tekst,
            sleutel=f"overlegreeks-{reeks.pk}-{medewerker.pk}",
        )


def _colleagues(reeks: Overlegreeks) -> list[Medewerker]:
    """The people who take part for the expected partners, each once."""
    roles = Rol.objects.filter(
        valid_on(timezone.localdate()),
        regio=reeks.regio_id,
        soort__in=PROFESSIONALS,
        organisatie__in=reeks.partners.values("organisatie"),
    )
    return list(Medewerker.objects.filter(pk__in=roles.values("medewerker")).order_by("pk"))


@action
def move_overleg(
    wie: Actor,
    *,
    overleg_id: int,
    begint_op: datetime,
    plaats: str = "",
    online: str = "",
    basis: str = "",
) -> Overleg:
    """Put one meeting at another moment or place, and tell who is invited."""
    overleg = locked(wie, overleg_id, "een overleg verzetten")
    if overleg.status != "gepland":
        raise Weigering("Dit overleg is al begonnen of voorbij. Je kunt het niet verzetten.")
    if begint_op <= timezone.now():
        raise Weigering("Kies een moment dat nog komt.", veld="dag")
    was = overleg.begint_op
    overleg.begint_op, overleg.plaats, overleg.online = begint_op, plaats.strip(), online
    overleg.versie += 1
    overleg.save(update_fields=["begint_op", "plaats", "online", "versie"])
    _log(wie, "overleg_verzet", "overleg", overleg.pk, overleg.regio_id)
    _tell(
        overleg,
        f"Het casusoverleg van {in_words(was)} is nu op {in_words(begint_op)}.\n"
        f"{overleg.plaats} {overleg.online}\n{basis}/casusoverleg/\n",
    )
    return overleg


@action
def cancel_overleg(wie: Actor, *, overleg_id: int, reden: str) -> Overleg:
    """A meeting does not go on; what somebody put on its agenda goes to the next one."""
    overleg = locked(wie, overleg_id, "een overleg afzeggen")
    if not reden.strip():
        raise Weigering("Schrijf op waarom het overleg niet doorgaat.", veld="reden")
    _cancel(overleg, reden.strip()[:160])
    _log(wie, "overleg_afgezegd", "overleg", overleg.pk, overleg.regio_id)
    _tell(overleg, f"Het casusoverleg van {in_words(overleg.begint_op)} gaat niet door: {reden}")
    return overleg


def _cancel(overleg: Overleg, reden: str) -> None:
    _carry_over(overleg)
    Overleg.STAPPEN.move(overleg, "vervallen")
    overleg.reden_vervallen, overleg.versie = reden, overleg.versie + 1
    overleg.save(update_fields=["status", "reden_vervallen", "versie"])


def _tell(overleg: Overleg, tekst: str) -> None:
    if overleg.reeks is None:
        return
    for medewerker in _colleagues(overleg.reeks):
        outbox.queue(
            regio=overleg.regio_id,
            aan=medewerker.email,
            onderwerp="Casusoverleg veranderd",
            tekst=tekst,
            sleutel=f"overleg-{overleg.pk}-{overleg.versie}-{medewerker.pk}",
        )


@action
def set_attendance(wie: Actor, *, overleg_id: int, aanwezig: Collection[int]) -> Overleg:
    """Tick which partners are there (ids of organisaties), before and during the meeting."""
    overleg = locked(wie, overleg_id, "aanvinken wie er is")
    if not overleg.open:
        raise Weigering("Dit overleg is voorbij. Er verandert niets meer aan.")
    overleg.deelnames.filter(organisatie__in=aanwezig, aanwezig=False).update(aanwezig=True)
    overleg.deelnames.exclude(organisatie__in=aanwezig).filter(aanwezig=True).update(aanwezig=False)
    count = overleg.deelnames.filter(aanwezig=True).count()
    _log(wie, "overleg_aanwezig", "overleg", overleg.pk, overleg.regio_id, aantal=count)
    return overleg


@action
def start_overleg(wie: Actor, *, overleg_id: int) -> Overleg:
    """Begin, with enough partners: from now on the agenda is fixed and besluiten can be taken."""
    _lock_open(wie.regio)
    overleg = locked(wie, overleg_id, "een overleg beginnen")
    if Overleg.objects.filter(regio=overleg.regio_id, status="bezig").exclude(pk=overleg_id):
        raise Weigering("Er is al een overleg bezig. Sluit dat eerst af.")
    if overleg.status == "gepland" and timezone.localdate(overleg.begint_op) > timezone.localdate():
        raise Weigering(
            f"Dit overleg is pas op {in_words(overleg.begint_op)}. Verzet het als je eerder begint."
        )
    here = overleg.deelnames.filter(aanwezig=True).count()
    if overleg.status == "gepland" and here < overleg.quorum:
        raise Weigering(too_few(here, overleg.quorum))
    items = proposals(overleg, instelling(overleg.regio_id))
    Agendapunt.objects.bulk_create(item.as_row(overleg) for item in items if item.punt_id is None)
    Overleg.STAPPEN.move(overleg, "bezig")
    overleg.gestart_op, overleg.gestart_door_id = timezone.now(), medewerker_of(wie)
    overleg.save(update_fields=["status", "gestart_op", "gestart_door"])
    _log(wie, "overleg_begonnen", "overleg", overleg.pk, overleg.regio_id, aantal=here)
    return overleg


def _lock_open(regio: str) -> None:
    """Lock the open meetings of a region in one order, so that two do not begin at once."""
    rows = Overleg.objects.select_for_update(of=("self",)).filter(regio=regio)
    list(rows.filter(status__in=["gepland", "bezig"]).order_by("pk").values_list("pk"))


@action
def close_overleg(wie: Actor, *, overleg_id: int) -> Overleg:
    """Close the meeting. What a colleague brought and was not discussed goes to the next one."""
    overleg = locked(wie, overleg_id, "een overleg afsluiten")
    carried = _carry_over(overleg)
    Overleg.STAPPEN.move(overleg, "afgesloten")
    overleg.afgesloten_op = timezone.now()
    overleg.save(update_fields=["status", "afgesloten_op"])
    if overleg.reeks is not None and overleg.reeks.tot is None:
        generate_ahead(overleg.reeks)
    _log(wie, "overleg_afgesloten", "overleg", overleg.pk, overleg.regio_id, aantal=carried)
    return overleg


def _carry_over(overleg: Overleg) -> int:
    """Move what a colleague brought and nobody discussed to the next meeting; how many moved."""
    left = overleg.punten.filter(reden="ingebracht", besproken_op__isnull=True)
    if not left.exists():
        return 0
    later = Overleg.objects.filter(
        regio=overleg.regio_id, status="gepland", begint_op__gt=overleg.begint_op
    )
    coming = later.exclude(pk=overleg.pk).order_by("begint_op").first()
    if coming is None:
        raise Weigering(
            "Op de agenda staan nog casussen van collega's, en er is geen volgend overleg. Plan "
            "eerst een volgend overleg, of bespreek ze nu."
        )
    there = coming.punten.values("kandidaat")
    return left.exclude(kandidaat__in=there).update(overleg=coming)


@action
def change_instelling(
    wie: Actor,
    *,
    stil_dagen: int,
    loopt_af_dagen: int,
    leest_dagen: int,
    aanbieder_beslist_niet: bool,
    inkoper_beslist_niet: bool,
) -> Casusinstelling:
    """Set how this region runs its casusoverleg."""
    require_coordinator(wie, "het casusoverleg instellen")
    found, _ = Casusinstelling.objects.update_or_create(
        regio_id=wie.regio,
        defaults={
            "stil_dagen": stil_dagen,
            "loopt_af_dagen": loopt_af_dagen,
            "leest_dagen": leest_dagen,
            "aanbieder_beslist_niet": aanbieder_beslist_niet,
            "inkoper_beslist_niet": inkoper_beslist_niet,
        },
    )
    _log(wie, "casusoverleg_ingesteld", "casusinstelling", found.pk, wie.regio)
    return found


@action
def subscribe(wie: Actor) -> str:
    """A new secret link to my calendar of meetings; an older one stops. Returns the secret."""
    me = str(medewerker_of(wie))
    links.revoke(soort="agenda", object_sleutel=me)
    secret = links.make(
        soort="agenda",
        regio=wie.regio,
        object_sleutel=me,
        geldig_tot=timezone.now() + timedelta(days=ABONNEMENT_DAGEN),
        eenmalig=False,
    )
    _log(wie, "agenda_abonnement", "medewerker", wie.medewerker_id or 0, wie.regio)
    return secret


def locked(wie: Actor, overleg_id: int, wat: str) -> Overleg:
    """The meeting, locked, for the coördinator; raises Weigering otherwise."""
    require_coordinator(wie, wat)
    found = Overleg.objects.select_for_update(of=("self",)).select_related("reeks")
    overleg = found.filter(pk=overleg_id).first()
    if overleg is None:
        raise Weigering(GONE)
    return overleg


def _log(wie: Actor, event: str, soort: str, pk: int, regio: str, **gegevens: Any) -> None:
    audit.record(wie, event, object_soort=soort, object_sleutel=str(pk), regio=regio, **gegevens)
