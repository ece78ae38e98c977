"""Publishing a year: the figures of a region over a year are protected once and then stand still.

Rows that change a little between two reports would tell of the few persons in between. So a report
that leaves the team is never counted anew: the first one over a year fixes its figures, as known
on that day, and every later one is made of the same published set. Regions that deliver later are
a set of their own. What changes after that is seen inside the team only.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count, Max, QuerySet
from django.utils import timezone

from ontschot.kern import audit
from ontschot.kern.actions import action
from ontschot.kern.errors import Weigering
from ontschot.kern.scope import Actor, scope, systeem
from ontschot.monitor.codes import Codelijsten, klassen
from ontschot.monitor.definities import DEFINITIES
from ontschot.monitor.models import Monitorrij
from ontschot.monitor.onthulling.bewaren import to_json
from ontschot.monitor.onthulling.models import Publicatie
from ontschot.monitor.onthulling.stelsel import Regels
from ontschot.monitor.onthulling.tabellen import (
    Gepubliceerd,
    Opzet,
    Tellingen,
    Verband,
    protect,
)
from ontschot.monitor.queries import Standen, region_counts
from ontschot.monitor.selectie import TWAALF_MAANDEN, Selectie
from ontschot.monitor.tellen import counted, lines
from ontschot.netwerk.models import Regio
from ontschot.regelingen.models import Eerstverantwoordelijke, Interventiesoort
from ontschot.web.format import datum

VAKBONDEN = frozenset({"fnv", "cnv", "vcp"})  # one party where the first responsible is named


def rules() -> Regels:
    """The choices of klassen.toml."""
    chosen = klassen()["onthulling"]
    return Regels(
        int(chosen["drempel"]), int(chosen["dominantie_procent"]), int(chosen["marge_procent"])
    )


def of_year(selectie: Selectie, codes: Codelijsten, tabellen: Sequence[str]) -> list[Publicatie]:
    """All that is published of a year as known then; publishes first what is not published yet.

    Whoever asks, the same figures: they are counted over every region and every delivery. Raises
    Weigering when this period, source or day can not be asked.
    """
    check_protectable(selectie)
    with transaction.atomic(), scope(_alle()) as wie:
        there = list(Publicatie.objects.filter(jaar=int(selectie.jaar)))
        known = [p for p in there if selectie.peil is None or p.peildatum <= selectie.peil]
        if there and not known:
            raise Weigering(
                f"De cijfers over {selectie.jaar} zijn vastgesteld zoals bekend op "
                f"{datum(there[0].peildatum)}. Kies die dag of een latere. Zoals bekend op een "
                "eerdere dag geven we alleen exacte aantallen, voor intern gebruik."
            )
        if len(known) == len(there):
            known += _publish_rest(wie, selectie, codes, tabellen, known)
    return known


def _alle() -> Actor:
    return systeem(*Regio.objects.values_list("code", flat=True), reden="bescherming van cijfers")


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
    alles = replace(selectie.nederland, cel={})
    published = {regio for publicatie in known for regio in publicatie.regios}
    present = {waarde for _, tabel, waarde, *_ in lines(alles, ("regio",)) if tabel == "regio"}
    new = present - published
    if not new:
        return []
    counts, dubbel = region_counts(alles, tabellen)
    gepubliceerd = _protected(alles, {r: counts[r] for r in new}, codes, tabellen)
    if gepubliceerd is None:
        return []
    made = store(
        wie,
        gepubliceerd,
        jaar=int(selectie.jaar),
        volgnummer=len(known) + 1,
        peildatum=_known_on(alles, counts, tabellen),
        dubbel=sorted(dubbel & new),
    )
    return [made]


def _known_on(alles: Selectie, counts: Mapping[str, Standen], tabellen: Sequence[str]) -> date:
    """The day of whose end these are the counts: asked without a day, yesterday when that is true.

    A page asks for days that are over, and must not be refused for what nothing changed today.
    """
    today = timezone.localdate()
    if alles.peil is not None:
        return min(alles.peil, today)
    yesterday = today - timedelta(days=1)
    then, _ = region_counts(replace(alles, peil=yesterday), tabellen)
    return yesterday if then == counts else today


def _protected(
    alles: Selectie,
    counts: Mapping[str, Standen],
    codes: Codelijsten,
    tabellen: Sequence[str],
) -> Gepubliceerd | None:
    """What may be published of the regions in `counts`."""
    tellingen = {
        regio: {key: (stand.aantal, stand.kosten_cent) for key, stand in standen.items()}
        for regio, standen in counts.items()
    }
    opzetten = _layouts(tellingen, codes, tabellen)
    rows = counted(replace(alles, regios=tuple(sorted(tellingen))))
    hoogste = {
        (regio, opzet.naam, waarde): cent
        for opzet in opzetten
        if opzet.met_kosten
        for regio, waarde, cent in rows.values_list("regio_id", opzet.naam).annotate(
            Max("kosten_cent")
        )
    }
    fixed = {naam: keuze["regios"] for naam, keuze in klassen()["selectie"].items()}
    links = _links(rows, opzetten)
    return protect(tellingen, hoogste, opzetten, fixed, rules(), verbanden=links)


def _layouts(
    tellingen: Tellingen, codes: Codelijsten, tabellen: Iterable[str]
) -> tuple[Opzet, ...]:
    """Every table with all of its values: those of the code list, and what occurs beside them."""
    rubriek_of = dict(Interventiesoort.objects.values_list("code", "rubriek_id"))
    found = []
    for naam in tabellen:
        definitie = DEFINITIES[naam]
        occurring = {key[1] for cellen in tellingen.values() for key in cellen if key[0] == naam}
        listed = codes.labels(definitie.dimensie)
        waarden = (*listed, *sorted(occurring - listed.keys()))
        child = naam == "interventie" and "rubriek" in tabellen
        found.append(
            Opzet(
                naam=naam,
                waarden=waarden,
                onbekend=definitie.onbekend,
                met_kosten=definitie.met_kosten,
                ouder="rubriek" if child else "",
                deel_van={w: rubriek_of[w] for w in waarden} if child else {},
            )
        )
    return tuple(found)


def _links(rows: QuerySet[Monitorrij], opzetten: Iterable[Opzet]) -> list[Verband]:
    """Own or others' doelgroep follows from doelgroep and partij: everybody can look that up.

    Left out when a value is in no group: then nobody knows the rule for it either.
    """
    values = {opzet.naam: opzet.waarden for opzet in opzetten}
    if not {"doelgroep", "inkopende_partij", "eigen_andere"} <= values.keys():
        return []
    first = dict(Eerstverantwoordelijke.objects.values_list("doelgroep_id", "partij"))
    partij = {w: "vakbond" if w in VAKBONDEN else w for w in values["inkopende_partij"]}
    if not set(values["doelgroep"]) <= first.keys():
        return []
    samen = {
        (regio, doelgroep, inkoper): aantal
        for regio, doelgroep, inkoper, aantal in rows.values_list(
            "regio_id", "doelgroep", "inkopende_partij"
        ).annotate(Count("pk"))
    }
    own = {waarde: first[waarde] for waarde in values["doelgroep"]}
    return [Verband("doelgroep", own, "inkopende_partij", partij, ("eigen_andere", "eigen"), samen)]


@action
def store(
    wie: Actor,
    gepubliceerd: Gepubliceerd,
    *,
    jaar: int,
    volgnummer: int,
    peildatum: date,
    dubbel: Sequence[str],
) -> Publicatie:
    """Keep what is published; from here on nobody is told anything else of these regions."""
    regios = sorted(r for leden in gepubliceerd.indeling.eenheden.values() for r in leden)
    publicatie = Publicatie.objects.create(
        jaar=jaar,
        volgnummer=volgnummer,
        regios=regios,
        peildatum=peildatum,
        vastgesteld_op=timezone.now(),
        drempel=rules().drempel,
        cijfers=to_json(gepubliceerd),
        dubbel=list(dubbel),
        te_klein=gepubliceerd.te_klein,
        erbij=gepubliceerd.erbij,
        boven_minimum=gepubliceerd.boven_minimum,
    )
    audit.record(
        wie,
        "monitor_cijfers_vastgesteld",
        object_soort="publicatie",
        object_sleutel=str(publicatie),
        jaar=str(jaar),
        aantal=str(len(regios)),
        peildatum=datum(peildatum),
    )
    return publicatie
