"""The casusoverleg of Rijk van Nijmegen: it meets on Tuesday, and one meeting runs now.

Everything goes through the room's own actions, as the people of the demo could have done it.
"""

import tomllib
from collections.abc import Sequence
from datetime import date, time, timedelta
from pathlib import Path

from django.db.models import F
from django.utils import timezone

from ontschot.casusoverleg import actions
from ontschot.casusoverleg.models import Besluit, Casusinstelling, Overleg, Voorbeeld
from ontschot.kern.scope import Actor, scope
from ontschot.server.demo.bron import Bron
from ontschot.server.demo.gevuld import Gevuld
from ontschot.server.demo.klok import DINSDAG
from ontschot.server.demo.people import RIJK_VAN_NIJMEGEN
from ontschot.server.demo.rijen import Dossier

PARTNERS = ("gemeente-nijmegen", "uwv", "fnv", "werkbedrijf", "cnv")
PERSONAS = ("gids-uwv", "loopbaancoach-fnv", "consulent-gemeente")
TEKST = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
VRAGEN: list[str] = TEKST["vragen"]


def store(gevuld: Gevuld) -> None:
    bron = gevuld.bron
    boss = bron.actor(next(c for c in bron.bezetting.collegas if c.sleutel == "coordinator"))
    with scope(boss):
        _plan(bron, boss, gevuld.today)
        running = _start(bron, boss)
        _brought(bron, gevuld.hier)
        _discussed(bron, boss, running)
        _belang(bron)
        _asked(bron, gevuld.hier)
        _signals(bron)
        _library(boss, gevuld.today)


def _plan(bron: Bron, boss: Actor, today: date) -> None:
    """A meeting every Tuesday, and one of today that is not of the series."""
    actions.plan_reeks(
        boss,
        naam="Casusoverleg Rijk van Nijmegen",
        weekdag=DINSDAG,
        om=time(9, 30),
        duur_minuten=60,
        quorum=3,
        partners=[bron.organisatie(sleutel) for sleutel in PARTNERS],
        van=today,
        plaats="Werkcentrum, Stationsplein",
        online="https://vergaderen.voorbeeld.nl/casusoverleg",
    )
    Casusinstelling.objects.get_or_create(regio_id=RIJK_VAN_NIJMEGEN)


def _start(bron: Bron, boss: Actor) -> Overleg:
    first = Overleg.objects.filter(regio=RIJK_VAN_NIJMEGEN).order_by("begint_op")[0]
    running = Overleg.objects.create(
        regio_id=RIJK_VAN_NIJMEGEN,
        reeks=first.reeks,
        begint_op=timezone.now() - timedelta(minutes=10),
        plaats=first.plaats,
        online=first.online,
        quorum=first.quorum,
    )
    running.deelnames.model.objects.bulk_create(
        running.deelnames.model(
            regio_id=RIJK_VAN_NIJMEGEN, overleg=running, organisatie_id=bron.organisatie(sleutel)
        )
        for sleutel in PARTNERS
    )
    here = [bron.organisatie(sleutel) for sleutel in PARTNERS[:4]]
    actions.set_attendance(boss, overleg_id=running.pk, aanwezig=here)
    return actions.start_overleg(boss, overleg_id=running.pk)


def _own(bron: Bron, dossiers: Sequence[Dossier], persona: str) -> tuple[Actor, Dossier]:
    """A dossier of this demo person, and the person as an actor."""
    found = next(d for d in dossiers if d.leven.contactpersoon.sleutel == persona)
    return bron.actor(found.leven.contactpersoon), found


def _belang(bron: Bron) -> None:
    """Somebody of a partner told beforehand that they have a stake in one of the questions."""
    asked = Besluit.objects.filter(regio=RIJK_VAN_NIJMEGEN, uitkomst="open").order_by("-pk")
    collega = next(c for c in bron.bezetting.collegas if c.sleutel == "consulent-gemeente")
    wie = bron.actor(collega)
    open_question = asked.exclude(gevraagd_door=wie.medewerker_id).first()
    if open_question:
        actions.declare_belang(
            wie, besluit_id=open_question.pk, uitleg="Mijn zus werkt bij deze aanbieder."
        )


def _brought(bron: Bron, dossiers: Sequence[Dossier]) -> None:
    coming = Overleg.objects.filter(regio=RIJK_VAN_NIJMEGEN, status="gepland")
    first = coming.order_by("begint_op")[0]
    for persona, vraag in zip(PERSONAS, VRAGEN, strict=True):
        wie, found = _own(bron, dossiers, persona)
        actions.bring_case(wie, sleutel=found.kandidaat.sleutel, overleg_id=first.pk, vraag=vraag)


def _discussed(bron: Bron, boss: Actor, running: Overleg) -> None:
    """The first case of the running meeting was discussed; each demo person got something to do."""
    punten = list(running.punten.order_by("uiterlijk", "pk")[:3])
    for punt, persona in zip(punten, PERSONAS, strict=False):
        wie = next(c for c in bron.bezetting.collegas if c.sleutel == persona)
        actions.add_actie(
            boss,
            punt_id=punt.pk,
            wat="Bel de werkgever over de begindatum",
            eigenaar_id=bron.medewerker(wie),
            # The meeting runs now, whatever day the world was made for.
            uiterlijk=timezone.localdate() + timedelta(days=5),
        )
    for punt in punten[:1]:
        actions.note_case(
            boss, punt_id=punt.pk, notitie="Iedereen ziet dit werk worden. Eerst de begindatum."
        )


def _asked(bron: Bron, dossiers: Sequence[Dossier]) -> None:
    """The demo people ask each other; one answer is there."""
    people = {
        persona: next(c for c in bron.bezetting.collegas if c.sleutel == persona)
        for persona in PERSONAS
    }
    for place, persona in enumerate(PERSONAS):
        wie, found = _own(bron, list(reversed(dossiers)), persona)
        other = people[PERSONAS[(place + 1) % len(PERSONAS)]]
        third = people[PERSONAS[(place + 2) % len(PERSONAS)]]
        asked = actions.ask_colleagues(
            wie,
            sleutel=found.kandidaat.sleutel,
            vraag=VRAGEN[(place + 1) % len(VRAGEN)],
            medewerkers=[bron.medewerker(other), bron.medewerker(third)],
            uiterlijk=timezone.localdate() + timedelta(days=3 + place),
        )
        actions.answer_colleague(bron.actor(third), consult_id=asked.pk, antwoord=TEKST["raad"])


def _signals(bron: Bron) -> None:
    gids = next(c for c in bron.bezetting.collegas if c.sleutel == PERSONAS[0])
    beleid = bron.bezetting.of(RIJK_VAN_NIJMEGEN, rol="beleid")
    for place, words in enumerate(TEKST["signalen"]):
        made = actions.report_signaal(bron.actor(gids), **words)
        if place and beleid:
            with scope(bron.actor(beleid[0])):
                _follow(bron.actor(beleid[0]), made.pk, place)


def _follow(wie: Actor, signaal_id: int, place: int) -> None:
    actions.follow_signaal(wie, signaal_id=signaal_id, status="opgepakt")
    if place == 1:
        actions.follow_signaal(
            wie,
            signaal_id=signaal_id,
            status="in_beraad",
            beraad_op=timezone.localdate() + timedelta(days=21),
        )


def _library(boss: Actor, today: date) -> None:
    """Examples of earlier years, and one in the making for the coördinator."""
    Voorbeeld.objects.bulk_create(
        Voorbeeld(
            regio_id=RIJK_VAN_NIJMEGEN,
            jaar=today.year - 1,
            **words,
            vrijgegeven_door_id=boss.medewerker_id or 0,
            vrijgegeven_op=today - timedelta(days=60 + place),
        )
        for place, words in enumerate(TEKST["voorbeelden"])
    )
    taken = Besluit.objects.filter(regio=RIJK_VAN_NIJMEGEN, uitkomst="toegekend")
    last = taken.order_by(F("besloten_op").desc(), "-pk").first()
    if last:
        actions.keep_as_example(boss, besluit_id=last.pk)
