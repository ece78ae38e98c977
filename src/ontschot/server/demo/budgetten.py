"""Budgets in the demo: decided and waiting decisions, a divided national fonds, a second version
of a begroting, levels that are nearly reached, and money that was set aside for too long."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count

from ontschot.kassier.actions import (
    create_fonds,
    decide_budgetbesluit,
    draft_begroting,
    expire_reservering,
    fix_begroting,
    make_delen,
    propose_budgetbesluit,
    set_meldgrens,
)
from ontschot.kassier.actions.fondsen import NieuweRegel
from ontschot.kassier.models import Budgetbesluit, Fonds, Fondsregel, Reservering
from ontschot.kassier.queries.fondsen import Fondsstand, stand_of
from ontschot.kassier.rules.budgetbesluiten import Verplaatsing
from ontschot.kern.scope import Actor, systeem
from ontschot.netwerk.models import Regio, Rol
from ontschot.netwerk.queries import actor_in_role
from ontschot.regelingen.models import Rubriek
from ontschot.server.demo.gevuld import Gevuld
from ontschot.server.demo.people import RIJK_VAN_NIJMEGEN

NOOT = "Demobedragen: hoe het landelijke geld is verdeeld, is niet gepubliceerd."
# What the regions get in the demo, in cents: rounded, and no real key.
DELEN_CENT = {"aanvullend": 20_000_000, "praktijkleren": 4_000_000, "werkfitbehoud": 1_500_000}


def store(gevuld: Gevuld) -> None:
    here = (
        stand_of(
            Fonds.objects.filter(
                regio=RIJK_VAN_NIJMEGEN,
                soort="interventies",
                van__year=gevuld.today.year,
                regels__rubriek__isnull=False,
            ).distinct()
        )
    )[0]
    _levels(here)
    _closed()
    landelijk = _national(gevuld)
    _this_year(here, landelijk)
    _begroting(here)
    _expired(gevuld)


def _kassier(persona: str) -> Actor:
    rollen = Rol.objects.select_related("medewerker", "organisatie")
    return actor_in_role(rollen.filter(medewerker__persona=persona).order_by("pk")[0])


def _propose(fonds: Fonds, soort: str, reden: str, *moves: Verplaatsing, **more: Any) -> int:
    found: Budgetbesluit = propose_budgetbesluit(
        _kassier("kassier"),
        fonds_id=fonds.pk,
        soort=soort,
        reden=reden,
        verplaatsingen=moves,
        **more,
    )
    return found.pk


def _decided(fonds: Fonds, soort: str, reden: str, *moves: Verplaatsing, **more: Any) -> None:
    pk = _propose(fonds, soort, reden, *moves, **more)
    decide_budgetbesluit(_kassier("kassier-2"), besluit_id=pk)


def _levels(here: Fondsstand) -> None:
    """The smallest line is nearly at its level; the whole is watched by the days."""
    kassier = _kassier("kassier")
    least = min(here.regels, key=lambda regel: regel.vrij_cent)
    set_meldgrens(
        kassier,
        fonds_id=here.fonds.pk,
        fondsregel_id=least.pk,
        onder_cent=least.vrij_cent + 200_000,
    )
    set_meldgrens(kassier, fonds_id=here.fonds.pk, dagen=45)


def _closed() -> None:
    """The books of the first organisation budget are closed."""
    fonds = Fonds.objects.get(sleutel="organisatie-2021")
    _decided(fonds, "periode_sluiten", "De jaarrekening is klaar.", tot_dag=fonds.tot)


def _national(gevuld: Gevuld) -> Fonds:
    """Next year's national money: granted, and its division waits for a second pair of eyes."""
    codes = Regio.objects.order_by("code").values_list("code", flat=True)
    wie = systeem(*codes, reden="laad_demo")
    year = gevuld.today.year + 1
    rubrieken = list(Rubriek.objects.order_by("nummer"))
    fonds = create_fonds(
        wie,
        sleutel=f"landelijk-{year}",
        naam=f"Landelijk interventiebudget {year}",
        regio=None,
        eigenaar_id=gevuld.bron.organisatie("uwv"),
        kassier_id=gevuld.bron.organisatie("uwv"),
        beslisregel="eigenaar",
        soort="interventies",
        van=date(year, 1, 1),
        tot=date(year, 12, 31),
        regels=[NieuweRegel(r.code, r.naam, 36 * DELEN_CENT[r.code], r.code) for r in rubrieken],
        noot=NOOT,
        bron="Demodata",
    )
    make_delen(wie, fonds_id=fonds.pk)
    lines = {line.code: line for line in fonds.regels.all()}
    _decided(
        fonds,
        "toekenning",
        "Budget voor volgend jaar.",
        *(Verplaatsing(36 * DELEN_CENT[c], naar_id=line.pk) for c, line in lines.items()),
        kenmerk="DEMO-1",
    )
    parts = Fondsregel.objects.filter(fonds__deel_van=fonds).order_by("pk")
    _propose(
        fonds,
        "verdeling",
        "Eerste verdeling over de regio's.",
        *(Verplaatsing(DELEN_CENT[p.code], lines[p.code].pk, p.pk) for p in parts),
    )
    return fonds


def _this_year(here: Fondsstand, landelijk: Fonds) -> None:
    """A shift that was decided, one that waits, and what will be taken along to next year."""
    ranked = sorted(here.regels, key=lambda regel: regel.vrij_cent)
    low, high = ranked[0], ranked[-1]
    _decided(
        here.fonds,
        "verschuiving",
        "Er komen meer aanvragen voor deze rubriek dan verwacht.",
        Verplaatsing(min(100_000, high.vrij_cent // 4), high.pk, low.pk),
        kenmerk="Overleg met de eigenaar, demo",
    )
    deel = landelijk.delen.get(regio=RIJK_VAN_NIJMEGEN)
    target = deel.regels.get(code=high.code)
    _propose(
        here.fonds,
        "overheveling",
        "Wat dit jaar vrij blijft, nemen we mee naar volgend jaar.",
        Verplaatsing(high.vrij_cent // 4, high.pk, target.pk),
    )


def _begroting(here: Fondsstand) -> None:
    """A second version that holds, and a third that waits."""
    first = {regel.pk: regel.begroot_cent for regel in here.regels}
    top = max(first, key=lambda pk: first[pk])
    second = first | {top: first[top] + 500_000}
    made = draft_begroting(
        _kassier("kassier"),
        fonds_id=here.fonds.pk,
        cents=second,
        reden="Bijgesteld na het eerste half jaar.",
    )
    fix_begroting(_kassier("kassier-2"), begroting_id=made.pk)
    draft_begroting(
        _kassier("kassier-2"),
        fonds_id=here.fonds.pk,
        cents=first,
        reden="Voorstel om de bijstelling terug te draaien.",
    )


def _expired(gevuld: Gevuld) -> None:
    """One reservering of the demo region was not used in time."""
    open_ = Reservering.objects.filter(
        regio=RIJK_VAN_NIJMEGEN, status="open", interventie__status="toegekend"
    )
    # Of a buyer that keeps others to order.
    busy = open_.values("interventie__inkoper").annotate(n=Count("pk")).filter(n__gt=2)
    row = (
        open_.filter(
            interventie__kandidaat__afgeschermd=False,
            interventie__inkoper__in=busy.values("interventie__inkoper"),
        )
        .order_by("-pk")
        .first()
    )
    if row:
        Reservering.objects.filter(pk=row.pk).update(verloopt_op=gevuld.today - timedelta(days=1))
        expire_reservering(
            systeem(RIJK_VAN_NIJMEGEN, reden="verlopen reserveringen"), reservering_id=row.pk
        )
