"""What may be told of a year: the newest edition of each published set, as known on a day.

Rows that change a little between two reports would tell of the few persons in between. So a report
that leaves the team is never counted anew: it is made of published sets. Publishing is a decision
of two people (`besluiten`). Only a command on the server may go before them: what it tells is
*voorlopig*, is kept too, and everything later is protected together with it (`edities`).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from ontschot.kern import audit
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor, scope
from ontschot.monitor.codes import Codelijsten
from ontschot.monitor.onthulling.bewaren import to_json
from ontschot.monitor.onthulling.geteld import (
    Meting,
    everybody,
    fixed_selections,
    layouts,
    measure,
    rules,
    whole_year,
)
from ontschot.monitor.onthulling.models import Publicatie, Vaststelling
from ontschot.monitor.onthulling.tabellen import Gepubliceerd, protect
from ontschot.monitor.selectie import TWAALF_MAANDEN, Selectie
from ontschot.web.format import datum


def of_year(
    selectie: Selectie, codes: Codelijsten, tabellen: Sequence[str], *, voorlopig: bool = False
) -> list[Publicatie]:
    """All that is published of a year as known then, the newest edition of each set.

    Whoever asks, the same figures. With `voorlopig` what is not published yet is published first,
    as long as nobody decided on this year. Raises Weigering when this period, source or day can
    not be asked, or when nobody decided.
    """
    check_protectable(selectie)
    jaar = int(selectie.jaar)
    with transaction.atomic(), scope(everybody()) as wie:
        known = known_editions(jaar, selectie.peil, voorlopig=voorlopig)
        there = Publicatie.objects.filter(jaar=jaar)
        decided = there.filter(vaststelling__isnull=False).exists()
        if voorlopig and not decided and len(known) == there.count():
            known += _publish_rest(wie, selectie, codes, tabellen, known)
    return newest(known)


def known_editions(jaar: int, peil: date | None, *, voorlopig: bool = False) -> list[Publicatie]:
    """Every edition that a report as known on `peil` (None: now) is made of.

    Raises Weigering when there was none then; when there is none at all, unless `voorlopig`.
    """
    there = list(Publicatie.objects.filter(jaar=jaar))
    known = [p for p in there if peil is None or valid_from(p) <= peil]
    if there and not known:
        raise Weigering(
            f"De cijfers over {jaar} zijn vastgesteld zoals bekend op "
            f"{datum(there[0].peildatum)}. Kies die dag of een latere. Zoals bekend op een "
            "eerdere dag geven we alleen exacte aantallen, voor intern gebruik."
        )
    if not there and not voorlopig:
        raise Weigering(
            f"De cijfers over {jaar} zijn nog niet vastgesteld. Daarom kan er nog niets naar "
            "buiten. Laat ze vaststellen bij ‘Cijfers vaststellen’: de een stelt het voor, een "
            "ander bevestigt het."
        )
    return known


def valid_from(publicatie: Publicatie) -> date:
    """The first peildatum for which a report is made of this edition.

    Before the first of a year there was nothing to contradict. A later one counts for days that
    came after it was published: the report of an earlier day stays what it was.
    """
    if publicatie.volgnummer == 1:
        return publicatie.peildatum
    return timezone.localtime(publicatie.vastgesteld_op).date()


def newest(publicaties: Iterable[Publicatie]) -> list[Publicatie]:
    """Of each set the edition that no other of these replaces."""
    found = list(publicaties)
    replaced = {p.vervangt_id for p in found}
    return [p for p in found if p.pk not in replaced]


def check_protectable(selectie: Selectie) -> None:
    """Only whole years that are over, from all sources: else two reports differ by a few rows."""
    if selectie.jaar == TWAALF_MAANDEN:
        raise Weigering("Noem een jaar met --jaar, of vraag exacte aantallen met --intern.")
    if selectie.bron:
        raise Weigering("Een rapport over één bron kan alleen met --intern.")
    known = selectie.peil or timezone.localdate() - timedelta(days=1)
    if known < selectie.tot:
        raise Weigering(
            f"Het jaar {selectie.jaar} was op {datum(known)} nog niet voorbij. Zo'n rapport kan "
            "alleen met --intern."
        )


def _publish_rest(
    wie: Actor,
    selectie: Selectie,
    codes: Codelijsten,
    tabellen: Sequence[str],
    known: Sequence[Publicatie],
) -> list[Publicatie]:
    """The regions with rows that no set holds yet, as a set of their own; [] when there are none.

    Too few rows to tell anything of stay out until others join them.
    """
    meting = measure(whole_year(int(selectie.jaar), selectie.peil), tabellen)
    new = meting.regios - {regio for publicatie in known for regio in publicatie.regios}
    gepubliceerd = first_edition(meting, new, codes)
    if gepubliceerd is None:
        return []
    return [
        store(
            wie,
            jaar=int(selectie.jaar),
            velden=fields(gepubliceerd, _known_on(meting), dubbel=set(meting.dubbel) & new),
        )
    ]


def first_edition(meting: Meting, regios: set[str], codes: Codelijsten) -> Gepubliceerd | None:
    """What may be published of regions of which nothing was; None when there is too little."""
    if not regios:
        return None
    opzetten = layouts(meting.tellingen(regios), codes, meting.tabellen)
    stand = meting.stand(regios, opzetten)
    return protect(
        stand.tellingen,
        stand.hoogste_cent,
        opzetten,
        fixed_selections(),
        rules(),
        verbanden=stand.verbanden,
    )


def _known_on(meting: Meting) -> date:
    """The day of whose end these are the counts: asked without a day, yesterday when that is true.

    A page asks for days that are over, and must not be refused for what nothing changed today.
    """
    today = timezone.localdate()
    if meting.alles.peil is not None:
        return min(meting.alles.peil, today)
    yesterday = today - timedelta(days=1)
    then = measure(whole_year(int(meting.alles.jaar), yesterday), meting.tabellen)
    return yesterday if then.counts == meting.counts else today


def fields(
    gepubliceerd: Gepubliceerd,
    peildatum: date,
    *,
    dubbel: Iterable[str] = (),
    standen: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """What is kept of a set, as JSON: shown cells only."""
    regios = sorted(r for leden in gepubliceerd.indeling.eenheden.values() for r in leden)
    return {
        "regios": regios,
        "peildatum": peildatum.isoformat(),
        "standen": dict(standen or {}),
        "cijfers": to_json(gepubliceerd),
        "dubbel": sorted(dubbel),
        "drempel": rules().drempel,
        "te_klein": gepubliceerd.te_klein,
        "erbij": gepubliceerd.erbij,
        "boven_minimum": gepubliceerd.boven_minimum,
    }


@action
def store(
    wie: Actor,
    *,
    jaar: int,
    velden: Mapping[str, Any],
    vaststelling: Vaststelling | None = None,
    vervangt_id: int | None = None,
) -> Publicatie:
    """Keep what is published; from here on everything later is protected together with it."""
    publicatie = Publicatie.objects.create(
        jaar=jaar,
        volgnummer=1 + Publicatie.objects.filter(jaar=jaar).count(),
        vastgesteld_op=timezone.now(),
        vaststelling=vaststelling,
        vervangt_id=vervangt_id,
        **{**velden, "peildatum": date.fromisoformat(velden["peildatum"])},
    )
    audit.record(
        wie,
        "monitor_cijfers_vastgesteld" if vaststelling else "monitor_cijfers_voorlopig",
        object_soort="publicatie",
        object_sleutel=str(publicatie),
        jaar=str(jaar),
        aantal=str(len(publicatie.regios)),
        peildatum=datum(publicatie.peildatum),
    )
    return publicatie
