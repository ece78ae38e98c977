"""Lays the answers of the rooms side by side; it knows no rules of its own."""

from dataclasses import dataclass

from ontschot.aanbieders import queries as aanbieders
from ontschot.berichten import queries as berichten
from ontschot.berichten.timeline import VAN_KANDIDAAT, VAN_ONS
from ontschot.casusoverleg import queries as casusoverleg
from ontschot.documenten import queries as documenten
from ontschot.kandidaten import queries as kandidaten
from ontschot.kandidaten.models import Kandidaat
from ontschot.kassier import queries as kassier
from ontschot.kern.audit import readers_of
from ontschot.kern.scope import Actor
from ontschot.kern.tijdlijn import timeline_of
from ontschot.kern.werk import Tijdlijnitem, Wacht, oldest_promise_first
from ontschot.meldingen import queries as meldingen
from ontschot.menukaart import queries as menukaart
from ontschot.monitor.onthulling import queries as vaststellen
from ontschot.trajecten import queries as trajecten
from ontschot.verantwoording import queries as verantwoording
from ontschot.werkplek.rules import Feiten

# Every room that has something to tell about a kandidaat.
TIJDLIJN = (
    *kandidaten.TIJDLIJN,
    *documenten.TIJDLIJN,
    *berichten.TIJDLIJN,
    *meldingen.TIJDLIJN,
    *trajecten.TIJDLIJN,
    *casusoverleg.TIJDLIJN,
)
BANENAFSPRAAK = "banenafspraak"
DECIDED = {"toegekend", "verplicht", "loopt", "afgerond", "afgebroken"}
COMMITTED = DECIDED - {"toegekend"}


def werkvoorraad(wie: Actor) -> list[Wacht]:
    """Everything that waits for this person, oldest promise first."""
    return oldest_promise_first(
        [
            *kandidaten.waiting_for(wie),
            *berichten.waiting_for(wie),
            *meldingen.waiting_for(wie),
            *trajecten.waiting_for(wie),
            *casusoverleg.waiting_for(wie),
            *kassier.waiting_for(wie),
            *verantwoording.waiting_for(wie),
            *vaststellen.waiting_for(wie),
            *menukaart.waiting_for(wie),
            *aanbieders.waiting_for(wie),
        ]
    )


@dataclass(frozen=True)
class Dossier:
    """One dossier as the page shows it: the person, the plan, the money, the story."""

    kandidaat: Kandidaat
    persoon: kandidaten.Dossierdeel
    advies: meldingen.Dossierdeel
    traject: trajecten.Dossierdeel
    geld: dict[int, kassier.Geld]
    tijdlijn: list[Tijdlijnitem]
    lezers: int

    @property
    def bericht_wacht(self) -> bool:
        """Whether the kandidaat had the last word; read off the story, which is newest first."""
        talk = (item.soort for item in self.tijdlijn if item.soort in {VAN_KANDIDAAT, VAN_ONS})
        return next(talk, "") == VAN_KANDIDAAT

    @property
    def feiten(self) -> Feiten:
        told = any(item.soort == "uitkomst" for item in self.tijdlijn)
        return facts_of(self.persoon, self.advies, self.traject, uitkomst=told)


def dossier(kandidaat: Kandidaat) -> Dossier:
    """The parts of all rooms; the number of queries does not grow with what is in them."""
    traject = trajecten.dossier_part(kandidaat)
    return Dossier(
        kandidaat=kandidaat,
        persoon=kandidaten.dossier_part(kandidaat),
        advies=meldingen.dossier_part(kandidaat),
        traject=traject,
        geld=kassier.money_of(traject.interventie_ids),
        tijdlijn=timeline_of(kandidaat.pk, TIJDLIJN, ook=[pk for pk, _ in kandidaat.eerdere]),
        lezers=readers_of(kandidaat.sleutel),
    )


def facts_of(
    persoon: kandidaten.Dossierdeel,
    advies: meldingen.Dossierdeel,
    traject: trajecten.Dossierdeel,
    *,
    uitkomst: bool,
) -> Feiten:
    """What the rooms say, as the plain truths that the stepper asks for."""
    bought = [stap for stap in traject.stappen if stap.interventie_id]
    states = {stap.status for stap in bought}
    doelgroep = getattr(persoon.situatie.doelgroep, "code", "")
    agreed = traject.arrangement is not None and traject.arrangement.status == "akkoord"
    return Feiten(
        vraag=True,
        advies=advies.advies is not None,
        weging_nodig=doelgroep != BANENAFSPRAAK,
        arrangement_akkoord=agreed,
        heeft_interventie=bool(bought),
        toets_klaar=bool(bought) and not any(stap.toets_open for stap in bought),
        besluit_klaar=bool(states & DECIDED),
        verplicht=bool(states & COMMITTED),
        uitkomst=uitkomst,
    )
