"""The meetings of a region, and everything about one case without a name."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from ontschot.casusoverleg.actions import at_table, bevoegdheid, instelling
from ontschot.casusoverleg.actions.consult import persoon_of
from ontschot.casusoverleg.models import (
    Actie,
    Agendapunt,
    Besluit,
    Consult,
    Consultantwoord,
    Deelname,
    Mandaat,
    Overleg,
    Overlegreeks,
    Signaal,
)
from ontschot.casusoverleg.queries.besluiten import Zaak, besluiten_for, related, zaak_of
from ontschot.casusoverleg.voorstel import REDENEN, Punt, proposals, written
from ontschot.kandidaten.errors import GeenToegang
from ontschot.kandidaten.models import Kandidaat
from ontschot.kandidaten.naamloos import mask
from ontschot.kandidaten.queries import kandidaat_for, situation_of
from ontschot.kern.composed import composed
from ontschot.kern.errors import Weigering
from ontschot.kern.rollen import PROFESSIONALS, Rolsoort
from ontschot.kern.scope import Actor
from ontschot.kern.werk import Wacht
from ontschot.regelingen.queries import labels_of
from ontschot.trajecten.models import Stap
from ontschot.trajecten.queries.plan import with_interventie

SOON_DAGEN = 60


@dataclass(frozen=True)
class Startpagina:
    """What somebody sees first: the next meeting, what is on it, and what waits for them."""

    volgende: Overleg | None
    per_reden: tuple[tuple[str, int], ...]
    later: tuple[Overleg, ...]
    acties: tuple[Actie, ...]
    consulten: tuple[Consultantwoord, ...]
    aflopend: tuple[Mandaat, ...]


def start_page(wie: Actor) -> Startpagina:
    """At most fourteen queries, however much there is to do."""
    coming = Overleg.objects.filter(
        Q(status="bezig") | Q(status="gepland", begint_op__gte=timezone.now() - timedelta(days=1)),
        regio=wie.regio,
    )
    rows = list(coming.order_by("-gestart_op__date", "begint_op", "id")[:9])
    rows.sort(key=lambda row: (row.status != "bezig", row.begint_op))
    first = rows[0] if rows else None
    return Startpagina(
        volgende=first,
        per_reden=_per_reason(agenda_of(first)) if first else (),
        later=tuple(rows[1:]),
        acties=tuple(my_acties(wie)),
        consulten=tuple(_asked_me(wie.medewerker_id or 0)),
        aflopend=tuple(_ending_mandaten(wie)),
    )


def _per_reason(items: list[Punt]) -> tuple[tuple[str, int], ...]:
    counts = {code: sum(item.reden == code for item in items) for code in REDENEN}
    return tuple((REDENEN[code], count) for code, count in counts.items() if count)


def _ending_mandaten(wie: Actor) -> list[Mandaat]:
    if wie.rol != Rolsoort.COORDINATOR:
        return []
    today = timezone.localdate()
    found = Mandaat.objects.filter(tot__range=(today, today + timedelta(days=SOON_DAGEN)))
    return list(found.select_related("organisatie").order_by("tot", "id"))


def agenda_of(overleg: Overleg) -> list[Punt]:
    """The agenda: as it fills itself before the meeting, as it was fixed from its beginning."""
    if overleg.status == "gepland":
        return proposals(overleg, instelling(overleg.regio_id))
    return written(overleg)


def overleg_for(pk: int) -> Overleg:
    found = Overleg.objects.select_related("reeks", "gestart_door").filter(pk=pk).first()
    if found is None:
        raise Weigering("Dit overleg is er niet in jouw regio. Kies er een uit de lijst.")
    return found


def partners_of(overleg: Overleg) -> list[Deelname]:
    """The expected partners by name, and whether they are there."""
    return list(overleg.deelnames.select_related("organisatie").order_by("organisatie__naam", "id"))


def coming_meetings(regio: str) -> list[Overleg]:
    """The meetings that go on from today, the first one first."""
    found = Overleg.objects.filter(
        regio=regio,
        status__in=["gepland", "bezig"],
        begint_op__gte=timezone.now() - timedelta(days=1),
    )
    return list(found.order_by("begint_op", "id"))


def calendar_meetings(regio: str) -> list[Overleg]:
    """What belongs in a calendar: half a year back, and all to come, with what was called off."""
    since = timezone.now() - timedelta(days=182)
    found = Overleg.objects.filter(regio=regio, begint_op__gte=since)
    return list(found.order_by("begint_op", "id"))


def reeksen_list(regio: str) -> list[Overlegreeks]:
    """The series with how many partners each expects, running ones first."""
    found = Overlegreeks.objects.filter(regio=regio).annotate(aantal_partners=Count("partners"))
    return sorted(found, key=lambda r: (r.tot is not None, r.naam))


def mandaten_list(regio: str) -> list[Mandaat]:
    found = Mandaat.objects.filter(regio=regio).select_related("organisatie")
    return list(found.order_by("organisatie__naam", "-van", "id"))


@dataclass(frozen=True)
class Casus:
    """A case for the table: key and situation in words, no name, no birth date, no address."""

    sleutel: str
    gemeente: str
    situatie: tuple[str, ...]
    doelgroep: str
    opleiding: str
    sector: str
    doel: str
    stappen: tuple[tuple[str, str], ...]


def casus_of(kandidaat: Kandidaat) -> Casus:
    """The nameless summary; needs the gemeente loaded. Two queries."""
    situatie = situation_of(kandidaat.pk)
    person = persoon_of(kandidaat)
    codes = {lijst: getattr(kandidaat, lijst) for lijst in ("opleiding", "sector")}
    labels = labels_of(codes.items())
    steps = (
        with_interventie("arrangement", "nu")
        .filter(arrangement__kandidaat=kandidaat)
        .exclude(arrangement__status="vervangen")
        .order_by("volgorde")
    )
    rows = list(steps)
    return Casus(
        sleutel=kandidaat.sleutel,
        gemeente=kandidaat.gemeente.naam if kandidaat.gemeente else "",
        situatie=tuple(fact.soort.label for fact in situatie.geldig),
        doelgroep=situatie.doelgroep_label,
        opleiding=labels["opleiding", kandidaat.opleiding],
        sector=labels["sector", kandidaat.sector],
        doel=mask(rows[0].arrangement.doel, person) if rows else "",
        stappen=tuple((mask(row.omschrijving, person), _state(row)) for row in rows),
    )


def _state(step: Stap) -> str:
    interventie = getattr(step, "nu", None)
    return interventie.get_status_display() if interventie else ""


@dataclass(frozen=True)
class Tafel:
    """The meeting on the screen: the case of now, with the way to the next and the one before."""

    overleg: Overleg
    punten: list[Punt]
    punt: Agendapunt
    casus: Casus
    vraag: str
    zaak: Zaak | None
    toets: tuple[tuple[str, str, str], ...]
    acties: tuple[Actie, ...]
    plek: int
    # Whether everybody at the table may read the names in the dossier is not asked: none does.
    aanwezig: int

    @property
    def vorige(self) -> int | None:
        return self.punten[self.plek - 1].punt_id if self.plek else None

    @property
    def volgende(self) -> int | None:
        later = self.plek + 1
        return self.punten[later].punt_id if later < len(self.punten) else None

    @property
    def besproken(self) -> int:
        return sum(item.besproken for item in self.punten)

    @property
    def genoeg(self) -> bool:
        return self.aanwezig >= self.overleg.quorum


def require_seat(wie: Actor, overleg: Overleg) -> None:
    """The coördinator, and while the meeting runs whoever is at the table."""
    if wie.rol == Rolsoort.COORDINATOR:
        return
    if overleg.status != "bezig" or not at_table(wie, overleg):
        raise Weigering(
            "De casussen zie je tijdens het overleg, als jouw organisatie meedoet.",
            naar=reverse("casusoverleg:overleg", args=[overleg.pk]),
        )


def tafel_for(wie: Actor, overleg: Overleg, punt_id: int | None) -> Tafel | None:
    """The case of `punt_id`, or the first that was not discussed; None without any case.

    At most 22 queries, however long the agenda.
    """
    require_seat(wie, overleg)
    punten = written(overleg)
    if not punten:
        return None
    place = next((n for n, p in enumerate(punten) if p.punt_id == punt_id), None)
    if place is None:
        place = next((n for n, p in enumerate(punten) if not p.besproken), 0)
    row = Agendapunt.objects.select_related("kandidaat__gemeente", "ingebracht_door").get(
        pk=punten[place].punt_id or 0
    )
    person = persoon_of(row.kandidaat)
    zaak = _zaak(wie, row.besluit_id) if row.besluit_id else None
    return Tafel(
        overleg=overleg,
        punten=punten,
        punt=row,
        casus=casus_of(row.kandidaat),
        vraag=mask(zaak.besluit.vraag if zaak else row.vraag, person),
        zaak=zaak,
        toets=tuple(
            (t.voorziening, t.get_antwoord_display(), mask(t.reden, person)) for t in zaak.toets
        )
        if zaak
        else (),
        acties=tuple(row.acties.select_related("eigenaar").order_by("uiterlijk", "id")),
        plek=place,
        aanwezig=overleg.deelnames.filter(aanwezig=True).count(),
    )


def _zaak(wie: Actor, besluit_id: int) -> Zaak:
    besluit = related(Besluit.objects.filter(pk=besluit_id)).get()
    return zaak_of(wie, besluit, bevoegdheid(wie, besluit, timezone.localdate()))


def my_acties(wie: Actor) -> list[Actie]:
    """What I agreed to do and did not do yet. One query."""
    return _open_acties(wie.medewerker_id or 0)


@composed
def _open_acties(medewerker: int) -> QuerySet[Actie]:
    found = Actie.objects.filter(eigenaar=medewerker, status="open")
    return found.select_related("kandidaat", "gemaakt_door").order_by("uiterlijk", "id")


def actie_for(wie: Actor, pk: int) -> Actie:
    """An action of my own; for the coördinator any of the region."""
    found = Actie.objects.select_related("kandidaat", "eigenaar", "gemaakt_door").filter(pk=pk)
    if wie.rol != Rolsoort.COORDINATOR:
        found = found.filter(eigenaar=wie.medewerker_id or 0)
    actie = found.first()
    if actie is None:
        raise Weigering("Deze actie is niet van jou. Kijk in je Werkvoorraad.")
    return actie


@composed
def _asked_me(medewerker: int) -> QuerySet[Consultantwoord]:
    mine = Consultantwoord.objects.filter(medewerker=medewerker, antwoord_op__isnull=True)
    return mine.select_related("consult__kandidaat", "consult__gesteld_door").order_by(
        "consult__uiterlijk", "id"
    )


@dataclass(frozen=True)
class Consultpagina:
    consult: Consult
    casus: Casus
    antwoorden: tuple[Consultantwoord, ...]
    mijn: Consultantwoord | None
    is_vrager: bool


def consult_for(wie: Actor, pk: int) -> Consultpagina:
    """A question to colleagues: for who was asked, who asked, and who is betrokken."""
    found = Consult.objects.select_related("kandidaat__gemeente", "gesteld_door").filter(pk=pk)
    consult = found.first()
    gone = "Deze vraag is niet aan jou gesteld. Kijk in je Werkvoorraad."
    if consult is None:
        raise Weigering(gone)
    answers = tuple(consult.antwoorden.select_related("medewerker").order_by("id"))
    mine = next((a for a in answers if a.medewerker_id == wie.medewerker_id), None)
    asker = consult.gesteld_door_id == wie.medewerker_id
    if not (mine or asker):
        try:
            kandidaat_for(wie, consult.kandidaat.sleutel)
        except GeenToegang as refusal:
            raise Weigering(gone) from refusal
    # Who was asked reads the own answer; who is with the kandidaat reads all.
    shown = answers if asker or mine is None else (mine,)
    return Consultpagina(consult, casus_of(consult.kandidaat), shown, mine, asker)


def waiting_for(wie: Actor) -> list[Wacht]:
    """Besluiten to take, actions to do, questions of colleagues, signals to take up."""
    if wie.medewerker_id is None:
        return []
    if wie.rol == Rolsoort.BELEID:
        return _signals(wie)
    if wie.rol not in PROFESSIONALS:
        return []
    acties = [
        Wacht(
            soort="actie",
            titel=f"{actie.wat}",
            uitleg=f"{actie.kandidaat.sleutel} · afgesproken met {actie.gemaakt_door.naam}",
            url=reverse("casusoverleg:actie", args=[actie.pk]),
            actie="Rond af",
            uiterlijk=actie.uiterlijk,
            sinds=actie.gemaakt_op,
        )
        for actie in my_acties(wie)
    ]
    asked = [
        Wacht(
            soort="collega",
            titel=f"{row.consult.gesteld_door.naam} vraagt je raad",
            uitleg=f"Over {row.consult.kandidaat.sleutel}, zonder naam",
            url=reverse("casusoverleg:consult", args=[row.consult_id]),
            actie="Antwoord",
            uiterlijk=row.consult.uiterlijk,
            sinds=row.consult.gesteld_op,
        )
        for row in _asked_me(wie.medewerker_id)
    ]
    return [*besluiten_for(wie), *acties, *asked]


def _signals(wie: Actor) -> list[Wacht]:
    """What nobody took up, and what is mine and goes on."""
    found = Signaal.objects.filter(
        Q(status="nieuw") | Q(status__in=["opgepakt", "in_beraad"], eigenaar=wie.medewerker_id or 0)
    )
    return [
        Wacht(
            soort="signaal",
            titel=f"Signaal: {row.get_onderwerp_display()}",
            uitleg=f"{row.aantal_keer} keer gezien · {row.get_status_display()}",
            url=reverse("casusoverleg:signaal", args=[row.pk]),
            actie="Pak op" if row.status == "nieuw" else "Volg op",
            uiterlijk=row.beraad_op,
            sinds=row.gemeld_op,
        )
        for row in found.order_by("gemeld_op", "id")
    ]


def punt_for(wie: Actor, pk: int) -> Agendapunt:
    """An item of the agenda, for who may write in its dossier; raises Weigering otherwise."""
    found = Agendapunt.objects.select_related("overleg", "kandidaat").filter(pk=pk).first()
    if found is None:
        raise Weigering("Dit agendapunt is er niet in jouw regio. Ververs de pagina.")
    kandidaat_for(wie, found.kandidaat.sleutel, schrijft=True)
    return found
