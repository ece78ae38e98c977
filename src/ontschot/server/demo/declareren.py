"""Around the declaraties of the demo region: agreements, evidence, a sample, drift, money back."""

from datetime import date, timedelta

from django.utils import timezone

from ontschot.kassier import actions
from ontschot.kassier.actions.afspraken import Afspraak
from ontschot.kassier.models import (
    Declaratie,
    Declaratiebericht,
    Declaratieregel,
    Terugvordering,
)
from ontschot.kassier.standen import freeze_standen
from ontschot.kern.rollen import HULPVERLENERS
from ontschot.kern.scope import Actor
from ontschot.server.demo.gevuld import Gevuld
from ontschot.server.demo.people import RIJK_VAN_NIJMEGEN
from ontschot.trajecten.models import Aanwezigheid
from ontschot.web import pdf

PAPIER = "server/demo/papier.typ"
BRON = "voorbeeld: afspraak van deze regio"
# How many paid lines have something behind them.
BETAALD = 4


def store(gevuld: Gevuld) -> None:
    een, ander = (
        gevuld.bron.actor(c) for c in gevuld.bron.bezetting.of(RIJK_VAN_NIJMEGEN, rol="kassier")[:2]
    )
    _agreements(gevuld, een)
    _sent_back(gevuld, een)
    _sample(een)
    lines = _paid_lines(gevuld)
    if lines:
        _drift(gevuld, lines[0])
        _money_back(gevuld, een, ander, lines)


def _agreements(gevuld: Gevuld, een: Actor) -> None:
    first = gevuld.today.replace(day=1)
    claims = Declaratie.objects.filter(regio=RIJK_VAN_NIJMEGEN, status="ingediend")
    fondsen = sorted(set(claims.values_list("fonds_id", flat=True)))
    for fonds in fondsen:
        actions.set_afspraak(
            een,
            fonds_id=fonds,
            van=first,
            afspraak=Afspraak(
                indientermijn_dagen=30,
                beoordeeltermijn_dagen=21,
                steekproef="aantal",
                steekproef_aantal=3,
                altijd_vanaf_cent=250_000,
                bron=BRON,
            ),
        )
    soorten = Declaratieregel.objects.filter(
        declaratie__in=Declaratie.objects.filter(
            regio=RIJK_VAN_NIJMEGEN, status__in=["teruggestuurd", "concept"]
        )
    ).values_list("verplichting__interventiesoort", flat=True)
    for soort in sorted(set(soorten))[:2]:
        actions.add_bewijseis(een, interventiesoort=soort, soort="factuur", van=first, bron=BRON)


def _sent_back(gevuld: Gevuld, een: Actor) -> None:
    """The declaratie that came back, with what was said about it and evidence with a few lines."""
    claim = _newest("teruggestuurd")
    if not claim:
        return
    partner = _partner(gevuld, claim)
    Declaratiebericht.objects.create(
        regio_id=claim.regio_id,
        declaratie=claim,
        kant="kassier",
        tekst=claim.toelichting,
        bij_terugsturen=True,
        door_id=een.medewerker_id,
        op=claim.beoordeeld_op or gevuld.nu,
    )
    actions.send_bericht(
        partner,
        declaratie_id=claim.pk,
        tekst="Ik vraag de aanbieder om een nieuwe factuur met de juiste maand.",
    )
    actions.send_bericht(
        een, declaratie_id=claim.pk, tekst="Dank je. Zet het ordernummer er ook op, graag."
    )
    paper = pdf.render(PAPIER, {"titel": "Factuur"})
    for number, line in enumerate(claim.regels.filter(status="opgenomen").order_by("pk")[:3]):
        actions.add_bewijs(
            partner,
            declaratieregel_id=line.pk,
            soort="factuur",
            naam=f"Factuur {2026000 + number}.pdf",
            inhoud=paper,
            kenmerk=f"F-{number // 2 + 1:04d}",
        )


def _partner(gevuld: Gevuld, claim: Declaratie) -> Actor:
    helpers = gevuld.bron.bezetting.of(RIJK_VAN_NIJMEGEN, organisatie=claim.organisatie.sleutel)
    return gevuld.bron.actor(next(c for c in helpers if c.rol in HULPVERLENERS))


def _newest(status: str) -> Declaratie | None:
    found = Declaratie.objects.filter(regio=RIJK_VAN_NIJMEGEN, status=status)
    return found.select_related("organisatie").order_by("-periode", "pk").first()


def _sample(een: Actor) -> None:
    """One sample is drawn and begun; the other declaratie still waits for hers."""
    claim = _newest("ingediend")
    if not claim:
        return
    made = actions.draw_steekproef(een, declaratie_id=claim.pk)
    for row in made.regels.order_by("pk")[:1]:
        actions.judge_steekproefregel(een, steekproefregel_id=row.pk, bevinding="akkoord")


def _paid_lines(gevuld: Gevuld) -> list[Declaratieregel]:
    """Lines that the bank paid last, of orders without attendance yet."""
    with_attendance = Aanwezigheid.objects.values("interventie")
    return list(
        Declaratieregel.objects.filter(
            regio=RIJK_VAN_NIJMEGEN,
            status="betaald",
            declaratie__status="betaald",
            cent__gte=8_000,
            declaratie__periode__gte=gevuld.today.replace(day=1) - timedelta(days=400),
        )
        .exclude(verplichting__interventie__in=with_attendance)
        .select_related("verplichting", "declaratie__organisatie")
        .order_by("-declaratie__periode", "pk")[:BETAALD]
    )


def _drift(gevuld: Gevuld, line: Declaratieregel) -> None:
    """Attendance that was registered before and after the line locked."""
    door = _partner(gevuld, line.declaratie).medewerker_id
    assert door
    start = line.verplichting.boekdatum
    _attended(line, start, 8, 8, door)
    freeze_standen([line], line.declaratie.keer)
    _attended(line, start + timedelta(days=7), 1, 4, door)


def _attended(line: Declaratieregel, van: date, er: int, uit: int, door: int) -> None:
    Aanwezigheid.objects.create(
        regio_id=line.regio_id,
        interventie_id=line.verplichting.interventie_id,
        van=van,
        tot=van + timedelta(days=6),
        aanwezig=er,
        verwacht=uit,
        door_id=door,
        op=timezone.now(),
    )


def _money_back(gevuld: Gevuld, een: Actor, ander: Actor, lines: list[Declaratieregel]) -> None:
    """One proposed, one open, one that came back in full."""
    last = gevuld.today + timedelta(days=24)
    for number, line in enumerate(lines[1:BETAALD]):
        asked = actions.propose_terugvordering(
            een,
            declaratieregel_id=line.pk,
            cent=line.cent // 400 * 100,
            reden="De laatste bijeenkomst ging niet door en is niet ingehaald.",
        )
        if number == 2:
            continue
        _decide(ander, asked, last)
        if number == 1:
            actions.settle_terugvordering(
                een, terugvordering_id=asked.pk, cent=asked.cent, sleutel=f"demo:{asked.pk}"
            )


def _decide(ander: Actor, asked: Terugvordering, last: date) -> None:
    actions.decide_terugvordering(ander, terugvordering_id=asked.pk, akkoord=True, uiterlijk=last)
