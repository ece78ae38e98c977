"""Costs of the organisation in the demo: quarters that were paid, one that waits to be judged,
one that came back, and a concept. All on a begroting of the year of the last ended quarter."""

from datetime import date, timedelta

from ontschot.kassier import actions
from ontschot.kassier.actions.fondsen import NieuweRegel
from ontschot.kassier.models import Betaalbatch, Fonds, Kostendeclaratie, Kostenregel
from ontschot.kassier.rules import first_of_quarter, last_of_quarter
from ontschot.kern.scope import Actor, systeem
from ontschot.server.demo.betalen import noon
from ontschot.server.demo.gevuld import Gevuld
from ontschot.server.demo.people import RIJK_VAN_NIJMEGEN

BRON_FONDS = "organisatie-2021"
NOOT = "Demobedragen: de regels en bedragen zijn die van 2021, met een ander jaar."
# Line of the begroting, what for, cents per quarter.
KOSTEN = (
    ("operationeel_coordinator", "Inzet operationeel coördinator", 1_104_900),
    ("kwaliteitsmedewerker", "Inzet kwaliteitsmedewerker", 150_800),
    ("communicatie", "Drukwerk en website", 412_350),
)
BON = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
# So many days after the quarter it was handed in, judged and paid.
INGEDIEND, BEOORDEELD, BETAALD = 6, 9, 11
# What waits was handed in this week, so that it waits in time.
ONLANGS = timedelta(days=5)
# What was asked back is back within so many days.
TERUG_DAGEN = 30


def store(gevuld: Gevuld) -> None:
    """By WerkBedrijf, for which the gemeente pays: as the source of the begroting tells it."""
    today = gevuld.today
    last = first_of_quarter(first_of_quarter(today) - timedelta(days=1))
    fonds = _fonds(gevuld, last.year)
    bezetting = gevuld.bron.bezetting
    here = {"organisatie": "gemeente-nijmegen", "rol": "kassier"}
    kassiers = [gevuld.bron.actor(c) for c in bezetting.of(RIJK_VAN_NIJMEGEN, **here)]
    partner, collega = (
        gevuld.bron.actor(c)
        for c in bezetting.of(RIJK_VAN_NIJMEGEN, organisatie="werkbedrijf", rol="consulent")[:2]
    )
    quarter = date(last.year, 1, 1)
    while quarter < last:
        _paid(kassiers, _handed_in(partner, fonds, quarter, KOSTEN), quarter)
        quarter = last_of_quarter(quarter) + timedelta(days=1)
    _handed_in(partner, fonds, last, KOSTEN[:2], today)
    back = _handed_in(collega, fonds, last, KOSTEN[2:], today)
    actions.send_back_kostendeclaratie(
        kassiers[0],
        declaratie_id=back.pk,
        toelichting="Welk deel is drukwerk en welk deel is de website? Zet het op twee regels.",
    )
    _begun(partner, fonds, last, KOSTEN[:1])
    _asked_back(kassiers, fonds, today)


def _fonds(gevuld: Gevuld, year: int) -> Fonds:
    wie = systeem(RIJK_VAN_NIJMEGEN, reden="laad_demo")
    source = Fonds.objects.get(sleutel=BRON_FONDS)
    fonds = actions.create_fonds(
        wie,
        sleutel=f"organisatie-{year}",
        naam=f"Organisatiebudget Werkcentrum {year}",
        regio=RIJK_VAN_NIJMEGEN,
        eigenaar_id=source.eigenaar_id,
        kassier_id=source.kassier_id,
        beslisregel=source.beslisregel,
        soort=source.soort,
        van=date(year, 1, 1),
        tot=date(year, 12, 31),
        regels=[
            NieuweRegel(r.code, r.omschrijving, r.begroot_cent)
            for r in source.regels.order_by("volgorde", "pk")
        ],
        voorwaarden="WerkBedrijf schiet de kosten voor en declareert per kwartaal bij de gemeente.",
        noot=NOOT,
        bron="Demodata",
    )
    for line in fonds.regels.all():
        actions.toekennen(
            wie,
            fondsregel_id=line.pk,
            cent=line.begroot_cent,
            sleutel=f"toekenning:{fonds.sleutel}:{line.code}",
            reden="toekenning volgens de begroting",
            dag=fonds.van,
        )
    return fonds


def _begun(
    wie: Actor, fonds: Fonds, quarter: date, kosten: tuple[tuple[str, str, int], ...]
) -> Kostendeclaratie:
    made = actions.create_kostendeclaratie(wie, fonds_id=fonds.pk, kwartaal=quarter)
    lines = dict(fonds.regels.values_list("code", "pk"))
    for code, omschrijving, cent in kosten:
        actions.add_kostenregel(
            wie,
            declaratie_id=made.pk,
            fondsregel_id=lines[code],
            omschrijving=omschrijving,
            cent=cent,
            bewijs=(f"specificatie {code}.pdf", BON),
            zonder_namen=True,
        )
    return made


def _handed_in(
    wie: Actor,
    fonds: Fonds,
    quarter: date,
    kosten: tuple[tuple[str, str, int], ...],
    today: date | None = None,
) -> Kostendeclaratie:
    made = _begun(wie, fonds, quarter, kosten)
    day = last_of_quarter(quarter) + timedelta(days=INGEDIEND)
    return actions.submit_kostendeclaratie(
        wie, declaratie_id=made.pk, dag=min(today, max(day, today - ONLANGS)) if today else day
    )


def _paid(kassiers: list[Actor], made: Kostendeclaratie, quarter: date) -> None:
    one, other = kassiers[:2]
    end = last_of_quarter(quarter)
    judged, paid = (end + timedelta(days=days) for days in (BEOORDEELD, BETAALD))
    actions.approve_kostendeclaratie(one, declaratie_id=made.pk, dag=judged)
    batch = actions.build_batch(one, fonds_id=made.fonds_id, kosten_ids=[made.pk], dag=judged)
    made_at = noon(judged) - timedelta(hours=1)
    Betaalbatch.objects.filter(pk=batch.pk).update(samengesteld_op=made_at)
    actions.release_batch(other, batch_id=batch.pk, dag=judged)
    actions.confirm_payment(one, batch_id=batch.pk, dag=paid)


def _asked_back(kassiers: list[Actor], fonds: Fonds, today: date) -> None:
    """Two costs that were paid too high: one of which money is back, one that waits for it."""
    one, other = kassiers[:2]
    lines = Kostenregel.objects.filter(declaratie__fonds=fonds, status="betaald").order_by("pk")
    for number, line in enumerate(lines.filter(fondsregel__code="communicatie")[:2]):
        asked = actions.propose_terugvordering(
            one,
            kostenregel_id=line.pk,
            cent=line.cent // 1000 * 100,
            reden="Een deel van het drukwerk was voor een ander project.",
        )
        actions.decide_terugvordering(
            other,
            terugvordering_id=asked.pk,
            akkoord=True,
            uiterlijk=today + timedelta(days=TERUG_DAGEN),
        )
        if not number:
            actions.settle_terugvordering(
                one, terugvordering_id=asked.pk, cent=asked.cent, sleutel=f"demo:{asked.pk}"
            )
