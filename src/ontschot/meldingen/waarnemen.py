"""The questions of whoever is away go to somebody who is there, before the promise is broken."""

from django.db import transaction
from django.utils import timezone

from ontschot.kandidaten.queries import facts_on
from ontschot.kandidaten.waarneming import settle_waarneming
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.meldingen.bezit import record_on
from ontschot.meldingen.eigenaarschap import by_rule, candidates_of
from ontschot.meldingen.models import Melding
from ontschot.netwerk.models import Regio
from ontschot.netwerk.queries import valid_on
from ontschot.toewijzing.actions import end_absence
from ontschot.toewijzing.models import Afwezigheid
from ontschot.toewijzing.rules import Beschikbaar, Keuze, Vraagfeiten, indicatie_of


def every_region() -> int:
    """The round of one day over all regions that take part; returns how many questions moved."""
    with transaction.atomic():
        codes = list(Regio.objects.filter(doet_mee=True).values_list("code", flat=True))
    return sum(hand_over_absent(code) for code in codes)


def hand_over_absent(regio: str, wie: Actor | None = None) -> int:
    """Move the open questions of who is absent today and whose promise falls within the absence.

    And let the waarnemer into the dossiers for as long, or out of them when it is over.

    To the waarnemer when that one is there, else by the rule. Done twice it moves nothing more.
    `wie` is who said so, for the audit log. Returns how many questions moved.
    """
    actor = systeem(regio, reden="waarneming")
    with transaction.atomic(), scope(actor):
        rows = Afwezigheid.objects.filter(valid_on(timezone.localdate()), regio=regio)
        moved = sum(_hand_over(row, wie or actor) for row in rows.order_by("pk"))
        settle_waarneming(wie or actor, regio)
        return moved


def back_again(wie: Actor, *, afwezigheid_id: int) -> Afwezigheid:
    """Somebody is back before the day that was said: the absence ends, and so does the access."""
    with transaction.atomic():
        ended = end_absence(wie, afwezigheid_id=afwezigheid_id)
        with scope(systeem(ended.regio_id, reden="waarneming")):
            settle_waarneming(wie, ended.regio_id)
    return ended


def _hand_over(absence: Afwezigheid, wie: Actor) -> int:
    found = Melding.objects.select_for_update().filter(
        regio=absence.regio_id, eigenaar=absence.medewerker_id
    )
    if absence.tot:
        found = found.filter(belofte__lte=absence.tot)
    moved = 0
    for melding in found.exclude(status="gesloten").order_by("pk"):
        # Read again each time: who just got one is busier by one.
        people = [p for p in candidates_of(absence.regio_id) if not p.afwezig]
        keuze = _successor(absence, melding, people)
        if keuze is None:
            continue
        van, ids = melding.eigenaar.naam, {"van_id": melding.eigenaar_id}
        melding.eigenaar_id, melding.organisatie_id = keuze.medewerker_id, keuze.organisatie_id
        melding.omdat = f"de eigenaar afwezig is en {keuze.omdat}"
        melding.save(update_fields=["eigenaar", "organisatie", "omdat"])
        ids["naar_id"] = keuze.medewerker_id
        record_on(wie, melding, "vraag_waargenomen", van=van, naar=melding.eigenaar.naam, **ids)
        moved += 1
    return moved


def _successor(absence: Afwezigheid, melding: Melding, people: list[Beschikbaar]) -> Keuze | None:
    for person in people:
        if person.medewerker_id == absence.waarnemer_id:
            return Keuze(person.medewerker_id, person.organisatie_id, "dit de waarnemer is")
    known = facts_on(melding.kandidaat_id, timezone.localdate()) if melding.kandidaat_id else ()
    indicatie = indicatie_of(melding.indicatie, known)
    facts = Vraagfeiten(melding.deur, melding.gemeente_id, melding.taal, indicatie)
    return by_rule(absence.regio_id, facts, people)
