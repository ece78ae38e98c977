"""From plans to rows: people, their situation, their questions and the advies."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from ontschot.kandidaten.models import (
    Betrokkenheid,
    Contactmoment,
    Doelgroepkeuze,
    Kandidaat,
    Situatiefeit,
)
from ontschot.kern.werkdagen import add_workdays
from ontschot.meldingen import models as meldingen
from ontschot.regelingen.models import Wegingstekst
from ontschot.server.demo.bron import Bron, change
from ontschot.server.demo.klok import day_of
from ontschot.server.demo.plan import Leven, Melding

# Where somebody goes who needs no more of us than a good address.
VERDER = {"naar_voorliggend": "uwv", "overgedragen": "leerwerkloket"}
ANTWOORD_WERKDAGEN, BEVESTIG_WERKDAGEN = 10, 5
GESPROKEN = "We hebben elkaar gesproken en gaan samen verder. Bel gerust als er iets is."


@dataclass(frozen=True)
class Dossier:
    """A life with the row of its kandidaat."""

    leven: Leven
    kandidaat: Kandidaat

    @property
    def regio(self) -> str:
        return self.leven.regio


def store_kandidaten(bron: Bron, levens: Sequence[Leven]) -> list[Dossier]:
    """The kandidaten with their contactpersoon, situation and talks."""
    rows = Kandidaat.objects.bulk_create(_kandidaat(bron, leven) for leven in levens)
    dossiers = [Dossier(leven, row) for leven, row in zip(levens, rows, strict=True)]
    Betrokkenheid.objects.bulk_create(row for d in dossiers for row in _betrokkenen(bron, d))
    Situatiefeit.objects.bulk_create(row for d in dossiers for row in _feiten(bron, d))
    Doelgroepkeuze.objects.bulk_create(row for d in dossiers for row in _keuzes(bron, d))
    Contactmoment.objects.bulk_create(
        Contactmoment(
            regio_id=d.regio,
            kandidaat=d.kandidaat,
            wijze=contact.wijze,
            minuten=contact.minuten,
            samenvatting=contact.samenvatting,
            op=contact.op,
            door_id=bron.medewerker(contact.door),
        )
        for d in dossiers
        for contact in d.leven.contacten
    )
    return dossiers


def _kandidaat(bron: Bron, leven: Leven) -> Kandidaat:
    wie = leven.persoon
    return Kandidaat(
        regio_id=leven.regio,
        sleutel=bron.new_key(leven.regio),
        voornaam=wie.voornaam,
        tussenvoegsel=wie.tussenvoegsel,
        achternaam=wie.achternaam,
        geboortedatum=wie.geboortedatum,
        geslacht=wie.geslacht,
        gemeente_id=bron.gemeenten[wie.gemeente],
        postcode=wie.postcode,
        telefoon=wie.telefoon,
        email=wie.email,
        opleiding=wie.opleiding,
        sector=wie.sector,
        taal=wie.taal,
        afgeschermd=leven.afgeschermd,
        aangemaakt_op=leven.aangemaakt_op,
        laatste_wijziging_op=last_change(leven),
    )


def last_change(leven: Leven) -> datetime:
    """When somebody last did something in this dossier."""
    moments = [leven.aangemaakt_op, *(contact.op for contact in leven.contacten)]
    if leven.advies:
        moments.append(leven.advies.op)
    for interventie in leven.interventies:
        moments.append(interventie.gepland_op)
        if interventie.besluit:
            moments.append(interventie.besluit.besloten_op or interventie.besluit.gevraagd_op)
        if interventie.order:
            moments.append(interventie.order.besteld_op)
    return max(moments)


def _betrokkenen(bron: Bron, dossier: Dossier) -> Iterator[Betrokkenheid]:
    for found in dossier.leven.betrokkenen:
        yield Betrokkenheid(
            regio_id=dossier.regio,
            kandidaat=dossier.kandidaat,
            medewerker_id=bron.medewerker(found.wie),
            organisatie_id=bron.organisatie(found.wie.organisatie),
            grond=found.grond,
            vaste_contactpersoon=found.vast,
            sinds=found.sinds,
            tot=found.tot,
            leest_tot=found.leest_tot,
        )


def _feiten(bron: Bron, dossier: Dossier) -> Iterator[Situatiefeit]:
    first = dossier.leven.betrokkenen[0].wie
    for feit in dossier.leven.feiten:
        begin = day_of(dossier.leven.aangemaakt_op)
        told = dossier.leven.aangemaakt_op if feit.van <= begin else None
        yield Situatiefeit(
            regio_id=dossier.regio,
            kandidaat=dossier.kandidaat,
            soort_id=feit.soort,
            van=feit.van,
            tot=feit.tot,
            vastgelegd_door_id=bron.medewerker(first),
            vastgelegd_op=told or moment_in(dossier, feit.van),
        )


def moment_in(dossier: Dossier, day: date) -> datetime:
    """What came later is written down at the time of the day at which the dossier began."""
    begin = dossier.leven.aangemaakt_op
    # What happened today was not written down later than now.
    return min(begin.replace(year=day.year, month=day.month, day=day.day), timezone.now())


def _keuzes(bron: Bron, dossier: Dossier) -> Iterator[Doelgroepkeuze]:
    """Where the regeling leaves it open and somebody chose."""
    chosen = next((i for i in dossier.leven.interventies if i.gekozen), None)
    if chosen:
        yield Doelgroepkeuze(
            regio_id=dossier.regio,
            kandidaat=dossier.kandidaat,
            doelgroep_id=chosen.doelgroep,
            feiten=sorted(
                f.soort for f in dossier.leven.feiten if f.van <= day_of(chosen.gepland_op)
            ),
            toelichting="Werkt nog de meeste uren in loondienst.",
            door_id=bron.medewerker(chosen.door),
            op=chosen.gepland_op,
        )


def store_meldingen(
    bron: Bron, dossiers: Iterable[Dossier], losse: Iterable[Melding]
) -> list[meldingen.Melding]:
    """The questions: all begin open, and then get the state that they have."""
    told = [(m, d.kandidaat) for d in dossiers for m in d.leven.meldingen]
    plans: list[tuple[Melding, Kandidaat | None]] = [*told, *((m, None) for m in losse)]
    plans.sort(key=lambda pair: pair[0].ontvangen_op)
    rows = meldingen.Melding.objects.bulk_create(_melding(bron, m, wie) for m, wie in plans)
    pairs = [(m, row) for (m, _), row in zip(plans, rows, strict=True)]
    meldingen.Antwoord.objects.bulk_create(
        meldingen.Antwoord(
            regio_id=m.regio,
            melding=row,
            tekst=m.antwoord or GESPROKEN,
            door_id=row.eigenaar_id,
            op=m.eerste_contact_op,
        )
        for m, row in pairs
        if m.eerste_contact_op
    )
    _verwijzingen(bron, pairs)
    answered = [(m, row) for m, row in pairs if m.eerste_contact_op]
    change(
        "meldingen_melding",
        {"status": "text", "uitkomst": "text", "gesloten_op": "timestamptz"},
        [
            (row.pk, "gesloten" if m.gesloten_op else "beantwoord", m.uitkomst, m.gesloten_op)
            for m, row in answered
        ],
    )
    return rows


def _verwijzingen(bron: Bron, pairs: Iterable[tuple[Melding, meldingen.Melding]]) -> None:
    """Whoever was led further or handed over: the other side confirmed before it was closed."""
    led = [(m, row) for m, row in pairs if m.gesloten_op and m.uitkomst in VERDER]
    rows = meldingen.Verwijzing.objects.bulk_create(
        meldingen.Verwijzing(
            regio_id=m.regio,
            melding=row,
            soort=m.uitkomst,
            organisatie_id=bron.organisatie(partner),
            naar=bron.bezetting.organisatie_namen[partner],
            gesproken_met="de balie",
            gesproken_op=day_of(m.eerste_contact_op or m.ontvangen_op),
            door_id=row.eigenaar_id,
            gevraagd_op=m.eerste_contact_op or m.ontvangen_op,
            uiterlijk=add_workdays(day_of(m.ontvangen_op), BEVESTIG_WERKDAGEN),
        )
        for m, row in led
        for partner in [VERDER[m.uitkomst]]
    )
    change(
        "meldingen_verwijzing",
        {"status": "text", "bevestigd_door": "text", "bevestigd_wijze": "text",
         "besloten_op": "timestamptz"},
        [
            (row.pk, "bevestigd", "de balie", "gesprek", m.gesloten_op)
            for (m, _), row in zip(led, rows, strict=True)
        ],
    )  # fmt: skip


def _melding(bron: Bron, plan: Melding, kandidaat: Kandidaat | None) -> meldingen.Melding:
    secret = plan.contactwijze == "anoniem" or plan.deur == "portaal"
    nummer = bron.new_key(f"V{plan.regio.removeprefix('AM')}")
    return meldingen.Melding(
        regio_id=plan.regio,
        nummer=nummer,
        deur=plan.deur,
        plaats=plan.plaats,
        vraag=plan.vraag,
        contactwijze=plan.contactwijze,
        naam=plan.naam,
        telefoon=plan.telefoon,
        email=plan.email,
        gemeente_id=bron.gemeenten.get(plan.gemeente),
        taal=plan.taal,
        eigenaar_id=bron.medewerker(plan.eigenaar),
        organisatie_id=bron.organisatie(plan.eigenaar.organisatie),
        ontvangen_op=plan.ontvangen_op,
        reageer_uiterlijk=plan.reageer_uiterlijk,
        eerste_contact_op=plan.eerste_contact_op,
        antwoord_uiterlijk=add_workdays(day_of(plan.ontvangen_op), ANTWOORD_WERKDAGEN),
        # Nobody holds the code that would open it.
        code_hash=hashlib.sha256(f"demo {nummer}".encode()).hexdigest() if secret else "",
        kandidaat=kandidaat,
    )


def store_adviezen(
    bron: Bron,
    dossiers: Iterable[Dossier],
    vragen: Iterable[meldingen.Melding],
    wegingen: Iterable[Wegingstekst],
) -> None:
    """The advies with its grounds; it belongs to the first question of the dossier."""
    first = {v.kandidaat_id: v.pk for v in vragen if v.kandidaat_id}
    given = [(d, d.leven.advies) for d in dossiers if d.leven.advies]
    rows = meldingen.Advies.objects.bulk_create(
        meldingen.Advies(
            regio_id=d.regio,
            kandidaat=d.kandidaat,
            melding_id=first.get(d.kandidaat.pk),
            regeling_id=bron.regeling(day_of(advies.op)),
            weging=_held_on(wegingen, d.regio, day_of(advies.op)),
            oordeel=advies.oordeel,
            toelichting=advies.toelichting,
            aantal_gronden=len(advies.gronden),
            door_id=bron.medewerker(advies.door),
            organisatie_id=bron.organisatie(advies.door.organisatie),
            gegeven_op=advies.op,
        )
        for d, advies in given
    )
    meldingen.Adviesgrond.objects.bulk_create(
        meldingen.Adviesgrond(
            regio_id=row.regio_id,
            advies=row,
            criterium_id=bron.criteria[row.regeling_id, criterium],
            grond=grond,
        )
        for (_, advies), row in zip(given, rows, strict=True)
        for criterium, grond in advies.gronden
    )


def _held_on(wegingen: Iterable[Wegingstekst], regio: str, day: date) -> Wegingstekst | None:
    """The words of the region that held on this day."""
    held = (w for w in wegingen if w.regio_id == regio and w.van <= day <= (w.tot or day))
    return next(held, None)
